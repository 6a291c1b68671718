"""The array types of this floor, and ways to walk and thin out a large matrix."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.floating[Any]]
"""Customers by columns, float32 or float64."""
Floats = NDArray[np.float64]
Labels = NDArray[np.int32]
"""The segment of each customer, from 0."""
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

BLOCK_ROWS = 65_536


def blocks(rows: int, size: int = BLOCK_ROWS) -> Iterator[slice]:
    """Cut ``rows`` rows into consecutive slices of at most ``size``."""
    for start in range(0, rows, size):
        yield slice(start, min(start + size, rows))


def renumbered_from_zero(labels: Labels) -> Labels:
    """Return the labels (n,) as 0, 1, 2 and so on, without the gaps that empty segments leave."""
    _, own = np.unique(labels, return_inverse=True)
    return own.astype(np.int32)


@dataclass(frozen=True, eq=False)
class Distinct:
    """The different rows of a matrix.

    Attributes
    ----------
    first
        (u,) index of the first row of each kind.
    inverse
        (n,) kind of each row.
    counts
        (u,) how often each kind occurs.
    """

    first: Indices
    inverse: Indices
    counts: Indices


def distinct(X: Matrix, labels: Labels | None = None) -> Distinct:
    """Find the different rows of ``X`` (n, d), or the different pairs of row and label.

    Rows are told apart by a hash of their bits, which is checked afterwards: a collision only costs time.
    """
    codes = np.zeros(len(X), np.uint64) if labels is None else labels.astype(np.uint64)
    bits = np.uint32 if X.dtype == np.float32 else np.uint64
    for j in range(X.shape[1]):
        column = np.ascontiguousarray(X[:, j]) + X.dtype.type(0)  # makes -0.0 the same as 0.0
        codes = (codes ^ column.view(bits)) * np.uint64(0x9E3779B97F4A7C15)
        codes ^= codes >> np.uint64(29)
    _, first, inverse, counts = np.unique(codes, return_index=True, return_inverse=True, return_counts=True)
    same = np.array_equal(X[first][inverse], X)
    if not same or (labels is not None and not np.array_equal(labels[first][inverse], labels)):
        rows = X if labels is None else np.column_stack([X.astype(np.float64), labels])
        _, first, inverse, counts = np.unique(
            rows, axis=0, return_index=True, return_inverse=True, return_counts=True
        )
    return Distinct(first, inverse.reshape(-1), counts)


def enough_distinct(X: Matrix, wanted: int) -> int:
    """Count the different rows of ``X``, at most ``wanted``, reading no more rows than that takes."""
    rows = max(1_000, 4 * wanted)
    while True:
        found = len(distinct(X[:rows]).first)
        if found >= wanted or rows >= len(X):
            return min(found, wanted)
        rows *= 8
