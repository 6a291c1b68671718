"""Which rows of a matrix are different ones."""

from dataclasses import dataclass

import numpy as np

from segdesk.clustering.arrays import Indices, Labels, Matrix, blocks
from segdesk.clustering.kernels import grouped


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
    codes = np.zeros(len(X), np.uint64)
    bits = np.uint32 if X.dtype == np.float32 else np.uint64
    for rows in blocks(len(X)):
        code = codes[rows] if labels is None else labels[rows].astype(np.uint64)
        for column in X[rows].T:
            entries = np.ascontiguousarray(column) + X.dtype.type(0)  # makes -0.0 the same as 0.0
            code = (code ^ entries.view(bits)) * np.uint64(0x9E3779B97F4A7C15)
            code ^= code >> np.uint64(29)
        codes[rows] = code
    first, inverse = grouped(codes)
    if not _are_equal(X, labels, first, inverse):
        together = X if labels is None else np.column_stack([X.astype(np.float64), labels])
        _, first, inverse = np.unique(together, axis=0, return_index=True, return_inverse=True)
        inverse = inverse.reshape(-1)
    return Distinct(first, inverse, np.bincount(inverse, minlength=len(first)))


def _are_equal(X: Matrix, labels: Labels | None, first: Indices, inverse: Indices) -> bool:
    """Whether every row is the first of its kind."""
    for rows in blocks(len(X)):
        same = first[inverse[rows]]
        if not np.array_equal(X[same], X[rows]):
            return False
        if labels is not None and not np.array_equal(labels[same], labels[rows]):
            return False
    return True


def enough_distinct(X: Matrix, wanted: int) -> int:
    """Count the different rows of ``X``, at most ``wanted``, reading no more rows than that takes."""
    rows = max(1_000, 4 * wanted)
    while True:
        found = len(distinct(X[:rows]).first)
        if found >= wanted or rows >= len(X):
            return min(found, wanted)
        rows *= 8
