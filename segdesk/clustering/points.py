"""Customers as the fast search wants them: no row twice, no column that says what others say."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from segdesk.clustering.arrays import Floats, Indices, Matrix, blocks
from segdesk.clustering.distinct import distinct
from segdesk.clustering.kernels import Columns, Singles
from segdesk.clustering.projection import principal_axes

_NEGLIGIBLE = 1e-10
"""Share of the largest variance below which a direction is rounding, not data."""
_PROBE = 20_000
_FEW = 0.01
"""Where fewer of the probed rows than this share are repeated, looking for repeated ones is not worth it."""


@dataclass(frozen=True, eq=False)
class Points:
    """The different rows of a matrix (n, d), each with its weight, turned into r independent columns.

    Distances between rows are those of the matrix.

    Attributes
    ----------
    columns
        (r, u) float32, centered.
    weights
        (u,) float32, how many customers each stands for.
    kinds
        (n,) which of the ``u`` each row of the matrix is; None where it is that row itself.
    mean
        (d,) what was subtracted.
    axes
        (r, d) orthonormal directions.
    """

    columns: Columns
    weights: Singles
    kinds: Indices | None
    mean: Floats
    axes: Floats

    @property
    def count(self) -> int:
        """How many different rows there are."""
        return len(self.weights)

    @property
    def customers(self) -> float:
        """How many customers they stand for."""
        return float(self.weights.sum(dtype=np.float64))

    @cached_property
    def squares(self) -> float:
        """Weighted sum of squares around the mean."""
        weights = self.weights
        return sum(float(np.einsum("i,i,i->", weights, c, c, dtype=np.float64)) for c in self.columns)

    def of_customers(self, values: np.ndarray) -> np.ndarray:
        """Return what belongs to the rows of the matrix (n,), from what the different ones have (u,)."""
        return values if self.kinds is None else values[self.kinds]

    def back(self, centers: Floats) -> Floats:
        """Return centers (k, d) in the space of the matrix, from centers (k, r) among the columns."""
        return centers @ self.axes + self.mean

    def thinned(self, rows: Indices, weights: Singles) -> "Points":
        """Return some of the different rows under other weights, for a search among fewer."""
        return Points(np.ascontiguousarray(self.columns[:, rows]), weights, None, self.mean, self.axes)


def points(X: Matrix) -> Points:
    """Collapse the rows of ``X`` (n, d) that are equal, and turn its columns to their independent part.

    The directions are the eigenvectors of the covariance; those with no more than 1e-10 of the largest
    variance are left out.
    """
    if _repeats(X):
        kinds = distinct(X)
        first, inverse, counts = kinds.first, kinds.inverse, kinds.counts.astype(np.float32)
    else:
        first, inverse, counts = None, None, np.ones(len(X), np.float32)
    found = principal_axes(lambda: (X[rows] for rows in blocks(len(X))), X.shape[1])
    mean, axes = found.mean, found.components[found.explained > _NEGLIGIBLE * found.explained[0]]
    axes = axes if len(axes) else found.components[:1]
    count = len(counts)
    columns = np.empty((len(axes), count), np.float32)
    for rows in blocks(count):
        part = X[rows] if first is None else X[first[rows]]
        columns[:, rows] = axes @ (part - mean).T
    return Points(columns, counts, inverse, mean, axes)


def _repeats(X: Matrix) -> bool:
    """Return whether rows are repeated often enough, judged by a seeded probe."""
    if len(X) <= _PROBE:
        return True
    rows = np.random.default_rng(0).choice(len(X), _PROBE, replace=False)
    return len(distinct(X[np.sort(rows)]).first) < (1 - _FEW) * _PROBE
