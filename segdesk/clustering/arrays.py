"""The array types of this floor, and how to walk through a large matrix."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.floating[Any]]
"""Customers by columns, float32 or float64."""
Floats = NDArray[np.float64]
Labels = NDArray[np.int32]
"""The segment of each customer, from 0."""
AnyLabels = NDArray[np.integer[Any]]
"""The same in integers of any size."""
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]
Codes = NDArray[np.uint64]
"""One number for each row, equal for equal rows."""

BLOCK_ROWS = 65_536


def blocks(rows: int, size: int = BLOCK_ROWS) -> Iterator[slice]:
    """Cut ``rows`` rows into consecutive slices of at most ``size``."""
    for start in range(0, rows, size):
        yield slice(start, min(start + size, rows))


def renumbered_from_zero(labels: Labels) -> Labels:
    """Return the labels (n,) as 0, 1, 2 and so on, without the gaps that empty segments leave."""
    _, own = np.unique(labels, return_inverse=True)
    return own.astype(np.int32)
