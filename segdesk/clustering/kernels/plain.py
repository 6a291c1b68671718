"""The inner loops in NumPy, for where numba is not installed.

They give the same numbers, more slowly; only where two things are equal but for rounding, such as a customer
halfway between two centers, may they decide otherwise.
"""

from collections.abc import Iterator

import numpy as np

from segdesk.clustering.arrays import Codes, Floats, Indices, Labels, blocks
from segdesk.clustering.kernels.protocol import Columns, Kernels, Rows, Singles

_ROWS = 16_384
_CELL_ROWS = 2_048
"""Rows of a block of distances in the silhouettes: with a tile of customers it fits into the cache."""


def plain() -> Kernels:
    """Return the loops, for any number of columns."""
    return Kernels(step, potentials, approach, spread, simplified, silhouettes)


def step(
    X: Columns,
    weights: Singles,
    centers: Singles,
    labels: Labels,
    begin: int,
    end: int,
    sums: Floats,
    counts: Floats,
) -> int:
    """Put everyone to the nearest center, and carry sums and counts along."""
    k = len(centers)
    half = (np.einsum("jc,jc->j", centers, centers, dtype=np.float64) / 2).astype(np.float32)
    changed = 0
    for rows in _blocks(begin, end):
        new = np.argmin(half[:, None] - centers @ X[:, rows], axis=0).astype(np.int32)
        moved = np.flatnonzero(new != labels[rows])
        was, here = labels[rows][moved], new[moved]
        w = weights[rows][moved].astype(np.float64)
        x = X[:, rows][:, moved] * w
        known = was >= 0
        counts += np.bincount(here, w, k) - np.bincount(was[known], w[known], k)
        for c, column in enumerate(x):
            sums[:, c] += np.bincount(here, column, k) - np.bincount(was[known], column[known], k)
        labels[rows] = new
        changed += len(moved)
    return changed


def potentials(X: Columns, weights: Singles, nearest: Singles, candidates: Singles, out: Floats) -> None:
    """Add what the sum of squared distances would be with each candidate."""
    for j, candidate in enumerate(candidates):
        for rows in blocks(X.shape[1], _ROWS):
            squares = np.minimum(_squares(X[:, rows], candidate), nearest[rows])
            out[j] += np.dot(weights[rows].astype(np.float64), squares)


def approach(X: Columns, center: Singles, nearest: Singles) -> None:
    """Lower ``nearest`` to the squared distance to one more center."""
    for rows in blocks(X.shape[1], _ROWS):
        np.minimum(_squares(X[:, rows], center), nearest[rows], out=nearest[rows])


def spread(
    X: Columns,
    weights: Singles,
    centers: Floats,
    labels: Labels,
    begin: int,
    end: int,
    distances: Floats,
    squares: Floats,
) -> None:
    """Add the weighted distances and squared distances to the own center."""
    k = len(centers)
    for rows in _blocks(begin, end):
        difference = X[:, rows].T - centers[labels[rows]]
        square = np.einsum("ic,ic->i", difference, difference)
        squares += np.bincount(labels[rows], weights[rows] * square, k)
        distances += np.bincount(labels[rows], weights[rows] * np.sqrt(square), k)


def simplified(X: Columns, centers: Singles, labels: Labels, begin: int, end: int, out: Singles) -> None:
    """Write the silhouette measured by distances to centers."""
    for rows in _blocks(begin, end):
        to_all = np.array([_squares(X[:, rows], center) for center in centers])
        here = np.arange(to_all.shape[1])
        own = np.sqrt(to_all[labels[rows], here])
        to_all[labels[rows], here] = np.inf
        other = np.sqrt(to_all.min(axis=0))
        larger = np.maximum(own, other)
        out[rows] = np.where(larger > 0, (other - own) / np.where(larger > 0, larger, 1), 0)


def silhouettes(
    tile: Columns,
    own: Labels,
    rows: Rows,
    weights: Singles,
    cells: Indices,
    clusters: Labels,
    sizes: Floats,
    ends: Indices,
    out: Floats,
) -> None:
    """Write the silhouettes of some customers in all labelings at once."""
    m = tile.shape[1]
    by_cell = np.zeros((len(cells) - 1, m))
    for part in blocks(len(rows), _CELL_ROWS):
        distances = np.zeros((part.stop - part.start, m), np.float32)
        for column, entries in zip(tile, rows[part].T, strict=True):
            difference = entries[:, None] - column
            difference *= difference
            distances += difference
        np.sqrt(distances, out=distances)
        distances *= weights[part, None]
        first, last = np.searchsorted(cells, (part.start, part.stop - 1), side="right") - 1
        cuts = np.maximum(cells[first : last + 1] - part.start, 0)
        by_cell[first : last + 1] += np.add.reduceat(distances, cuts, axis=0, dtype=np.float64)
    begin = 0
    here = np.arange(m)
    for labeling, end in enumerate(ends):
        sums = np.zeros((end - begin, m))
        np.add.at(sums, clusters[labeling] - begin, by_cell)
        mine = own[labeling] - begin
        size = sizes[begin:end]
        with np.errstate(divide="ignore", invalid="ignore"):
            means = np.where(size[:, None] > 0, sums / size[:, None], np.inf)
        a = sums[mine, here] / np.maximum(size[mine] - 1, 1)
        means[mine, here] = np.inf
        b = means.min(axis=0)
        larger = np.maximum(a, b)
        good = (size[mine] > 1) & (larger > 0)
        out[labeling] = np.where(good, (b - a) / np.where(good, larger, 1), 0)
        begin = end


def grouped(codes: Codes) -> tuple[Indices, Indices]:
    """Return the first row (u,) of each different code, in their order, and the group (n,) of each row."""
    _, first, group = np.unique(codes, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    return first[order], place[group]


def _blocks(begin: int, end: int) -> Iterator[slice]:
    """Cut the rows from ``begin`` to ``end`` into slices."""
    for rows in blocks(end - begin, _ROWS):
        yield slice(begin + rows.start, begin + rows.stop)


def _squares(X: Columns, center: Singles) -> Singles:
    """Return the squared distance (n,) of everyone to one center."""
    difference = X - center[:, None]
    return np.asarray(np.einsum("ci,ci->i", difference, difference), np.float32)
