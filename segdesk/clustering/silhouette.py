"""The silhouette: how much nearer a customer is to its own segment than to the next one."""

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from segdesk.clustering.arrays import Floats, Indices, Labels, Matrix, blocks, renumbered_from_zero
from segdesk.clustering.distinct import distinct
from segdesk.clustering.threads import threads

_TILE = (1_024, 512)
"""Rows and columns of a block of distances: small enough for the cache, the fastest of seven shapes tried."""


@dataclass(frozen=True)
class Silhouette:
    """A mean silhouette.

    Attributes
    ----------
    value
        Between -1 and 1; NaN where it is undefined: one segment, or as many as customers.
    rows
        How many customers it is the mean of.
    low, high
        95 % interval for the mean over all customers; both are the value where all were used.
    """

    value: float
    rows: int
    low: float
    high: float


def silhouette(X: Matrix, labels: Labels, *, rows: int = 0, seed: int = 42) -> Silhouette:
    """Return the mean silhouette of all customers, or of a seeded draw, each against **all** customers.

    Parameters
    ----------
    X
        (n, d) the matrix.
    labels
        (n,) the segments, from 0.
    rows
        How many customers to draw without replacement; 0, or n and more, means all: the exact silhouette.
    seed
        Of the draw. The same seed draws the same customers whatever the labels, so that in a comparison of
        several k the error of the draw largely cancels.
    """
    n = len(X)
    if not 0 < rows < n:
        return _summary(silhouettes_of(X, labels, np.arange(n)), n)
    drawn = np.sort(np.random.default_rng(seed).choice(n, rows, replace=False))
    return _summary(silhouettes_of(X, labels, drawn), n)


def notebook_silhouette(X: Matrix, labels: Labels, *, rows: int = 1_000, seed: int = 42) -> Silhouette:
    """Return what scikit-learn's ``silhouette_score(X, labels, sample_size=rows, random_state=seed)`` does.

    It compares the drawn customers with each other only, so the small segments are seen through a handful
    of customers, or not at all.
    """
    from sklearn.metrics import silhouette_samples

    n = len(X)
    drawn = np.random.RandomState(seed).permutation(n)[: min(rows, n)]
    found = len(np.unique(labels[drawn]))
    if not 1 < found < len(drawn):
        return _summary(np.full(len(drawn), np.nan), n)
    return _summary(silhouette_samples(X[drawn], labels[drawn]), n)


def silhouettes_of(X: Matrix, labels: Labels, rows: Indices) -> Floats:
    """Return the silhouette of each of the given rows (m,), measured against all rows, in float64.

    Follows Rousseeuw (1987): (b - a) / max(a, b) with a the mean distance to the rest of the own segment and
    b the smallest mean distance to another one; 0 for a customer who is alone. NaN where it is undefined.
    """
    own = renumbered_from_zero(labels)
    k = int(own.max()) + 1
    if not 1 < k < len(X):
        return np.full(len(rows), np.nan)
    kinds = distinct(X, own)
    order = np.argsort(own[kinds.first], kind="stable")
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    sorted_rows = kinds.first[order]
    asked, back = np.unique(place[kinds.inverse[rows]], return_inverse=True)
    starts = np.searchsorted(own[sorted_rows], np.arange(k))
    sums = _sums_of_distances(X[sorted_rows], kinds.counts[order].astype(np.float64), starts, asked)
    silhouettes = _from_sums(sums, own[sorted_rows[asked]], np.bincount(own, minlength=k))
    return silhouettes[back]


def _from_sums(sums: Floats, own: Labels, sizes: Indices) -> Floats:
    """Turn summed distances (m, k) to each segment into silhouettes (m,)."""
    here = np.arange(len(own))
    size = sizes[own]
    a = sums[here, own] / np.maximum(size - 1, 1)
    others = sums / sizes
    others[here, own] = np.inf
    b = others.min(axis=1)
    larger = np.maximum(a, b)
    return np.where((size > 1) & (larger > 0), (b - a) / np.where(larger > 0, larger, 1.0), 0.0)


def _sums_of_distances(X: Matrix, weights: Floats, starts: Indices, asked: Indices) -> Floats:
    """Sum the distances from the asked rows to all rows, by segment.

    Parameters
    ----------
    X
        (u, d) different rows, sorted by segment.
    weights
        (u,) how often each occurs.
    starts
        (k,) where each segment begins.
    asked
        (m,) indices into ``X``, ascending.

    Returns
    -------
    Floats
        (m, k) sums of weighted distances.
    """
    center = X.mean(axis=0, dtype=np.float64)  # or far from the origin the expanded square loses its digits
    sums = np.zeros((len(asked), len(starts)))

    def add(rows: slice) -> None:
        mine = asked[rows]
        left = _left(X[mine] - center)
        for columns in blocks(len(X), _TILE[1]):
            distances = left @ _right(X[columns] - center, weights[columns]).T
            # Rounding leaves some squares slightly below zero; abs is as good as clipping, and faster.
            np.abs(distances, out=distances)
            np.sqrt(distances, out=distances)
            inside = np.flatnonzero((mine >= columns.start) & (mine < columns.stop))
            distances[inside, mine[inside] - columns.start] = 0.0
            first, last = np.searchsorted(starts, (columns.start, columns.stop - 1), side="right") - 1
            cuts = np.maximum(starts[first : last + 1] - columns.start, 0)
            sums[rows, first : last + 1] += np.add.reduceat(distances, cuts, axis=1)

    # NumPy lets go of the interpreter in all of these, so threads help; BLAS must not add its own.
    with threadpool_limits(1, user_api="blas"), threads() as pool:
        list(pool.map(add, blocks(len(asked), _TILE[0])))
    return sums


def _left(rows: Floats) -> Floats:
    """Return (x, |x|^2, 1): with `_right`, one matrix product gives squared distances."""
    squares = np.einsum("ij,ij->i", rows, rows)
    return np.column_stack([rows, squares, np.ones(len(rows))])


def _right(rows: Floats, weights: Floats) -> Floats:
    """Return (-2y, 1, |y|^2), times the squared weight, whose root then weighs the distance."""
    squares = np.einsum("ij,ij->i", rows, rows)
    return np.column_stack([-2 * rows, np.ones(len(rows)), squares]) * (weights**2)[:, None]


def _summary(silhouettes: Floats, n: int) -> Silhouette:
    m = len(silhouettes)
    value = float(silhouettes.mean())
    if m == n or m < 2:
        return Silhouette(value, m, value, value)
    half = 1.96 * float(silhouettes.std(ddof=1)) * np.sqrt((1 - m / n) / m)
    return Silhouette(value, m, value - float(half), value + float(half))
