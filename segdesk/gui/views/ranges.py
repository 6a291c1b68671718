"""Runs of rows, each from its first row to before its last: a million selected rows are one of them."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Ranges = tuple[tuple[int, int], ...]


def merged(parts: Iterable[tuple[int, int]]) -> Ranges:
    """Return the runs in their order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for start, stop in sorted(parts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        else:
            found.append((start, stop))
    return tuple(found)


def of_rows(rows: NDArray[np.int64]) -> Ranges:
    """Return ascending rows as runs."""
    if not len(rows):
        return ()
    breaks = np.flatnonzero(np.diff(rows) != 1)
    starts = rows[np.concatenate([[0], breaks + 1])]
    stops = rows[np.concatenate([breaks, [len(rows) - 1]])] + 1
    return tuple(zip(starts.tolist(), stops.tolist(), strict=True))


def rows(ranges: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """Return all rows of the runs."""
    return np.concatenate([np.empty(0, np.int64), *(np.arange(*part, dtype=np.int64) for part in ranges)])


def count(ranges: Sequence[tuple[int, int]]) -> int:
    """Return the number of rows in the runs."""
    return sum(stop - start for start, stop in ranges)
