"""The silhouettes of several labelings of the same customers, in one pass over the pairs.

The distance between two customers does not depend on how they are labelled. Customers whom every labeling
puts together form a cell; distances are summed by cell, and cells added up to the segments of each labeling.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segdesk.clustering.arrays import AnyLabels, Codes, Floats, Indices, Labels, blocks
from segdesk.clustering.kernels import Kernels, Rows, Singles, grouped, kernels
from segdesk.clustering.lloyd import BLOCK
from segdesk.clustering.points import Points
from segdesk.clustering.silhouette import Silhouette
from segdesk.clustering.threads import threads

_TILE = 128
"""Customers that are measured against all others at a time."""


def silhouettes(
    points: Points,
    labelings: Sequence[AnyLabels],
    *,
    rows: int = 0,
    seed: int = 42,
    check: Callable[[], None] = lambda: None,
    progress: Callable[[float], None] = lambda _: None,
) -> list[Silhouette]:
    """Return the mean silhouette of each labeling, of all customers or of a seeded draw against **all**.

    Of a draw, the silhouette by distances to the centers, whose mean over all customers is known, takes most
    of the chance out of the mean (a control variate); the same draw serves every labeling.

    Parameters
    ----------
    points
        What was clustered.
    labelings
        (u,) each, from 0, in integers of any size.
    rows
        How many customers to draw without replacement; 0, or as many as there are, means all.
    seed
        Of the draw.
    check
        Called often, by any thread; may raise, to end the work.
    progress
        Told, on the caller's thread, which share is done, at every hundredth.
    """
    everyone = round(points.customers)
    is_draw = 0 < rows < everyone
    asked, times = _drawn(points, rows, everyone, seed) if is_draw else (None, points.weights)
    cells = _Cells.of(points, labelings)
    sizes = [cells.sizes(labels) for labels in labelings]
    defined = [i for i, size in enumerate(sizes) if 1 < np.count_nonzero(size) < everyone]
    found = [Silhouette(float("nan"), everyone, float("nan"), float("nan"))] * len(labelings)
    if not defined:
        return found
    labels, counts = [labelings[i] for i in defined], [sizes[i] for i in defined]
    sample = _Sample(points, cells, labels, counts, asked, check, progress)
    if is_draw:
        for i, values in zip(defined, sample.values(), strict=True):
            control = _simplified(points, labelings[i], cells.means(labelings[i]))
            found[i] = _of_draw(values, control[asked], times, _mean(control, points.weights), everyone)
    else:
        for i, total in zip(defined, sample.totals(times), strict=True):
            value = float(total) / everyone
            found[i] = Silhouette(value, everyone, value, value)
    return found


def _drawn(points: Points, rows: int, everyone: int, seed: int) -> tuple[Indices, Singles]:
    """Draw customers; return which different rows they are, ascending, and how often each was drawn."""
    drawn = np.random.default_rng(seed).choice(everyone, rows, replace=False)
    kinds, times = np.unique(points.of_customers(np.arange(points.count))[drawn], return_counts=True)
    return kinds, times.astype(np.float32)


@dataclass(frozen=True, eq=False)
class _Cells:
    """The different rows, put together where every labeling does.

    Attributes
    ----------
    first
        (c,) one row of each cell.
    cell
        (u,) the cell of each row.
    weights, sums
        (c,) and (c, r): customers, and the weighted sum of their rows.
    """

    first: Indices
    cell: Indices
    weights: Floats
    sums: Floats

    @classmethod
    def of(cls, points: Points, labelings: Sequence[AnyLabels]) -> "_Cells":
        """Find the cells of some labelings (u,)."""
        first, cell = grouped(_codes(labelings))
        weights = np.bincount(cell, points.weights).astype(np.float64)
        sums = [np.bincount(cell, points.weights * column) for column in points.columns]
        return cls(first, cell, weights, np.stack(sums, axis=1))

    def sizes(self, labels: AnyLabels) -> Floats:
        """Return how many customers (k,) each label has."""
        return np.bincount(labels[self.first], self.weights).astype(np.float64)

    def means(self, labels: AnyLabels) -> Singles:
        """Return the mean row (k, r) of each label; infinitely far away for one that nobody has."""
        own, sizes = labels[self.first], self.sizes(labels)
        sums = np.stack([np.bincount(own, column, len(sizes)) for column in self.sums.T], axis=1)
        means = np.full(sums.shape, np.inf)
        np.divide(sums, sizes[:, None], out=means, where=sizes[:, None] > 0)
        return means.astype(np.float32)


@dataclass(frozen=True, eq=False)
class _Sample:
    """Customers to measure: those asked for, or all."""

    points: Points
    cells: _Cells
    labelings: Sequence[AnyLabels]
    sizes: Sequence[Floats]
    asked: Indices | None
    check: Callable[[], None]
    progress: Callable[[float], None]

    def values(self) -> NDArray[np.float64]:
        """Return the silhouettes (q, m) of all labelings."""
        return np.concatenate(list(self._tiles()), axis=1)

    def totals(self, times: Singles) -> Floats:
        """Return the sums (q,) of the silhouettes, each row counting ``times`` (m,)."""
        parts = blocks(len(times), _TILE)
        tiles = zip(self._tiles(), parts, strict=True)
        sums = [tile @ times[part].astype(np.float64) for tile, part in tiles]
        return np.asarray(np.sum(sums, axis=0))

    def _tiles(self) -> Iterator[Floats]:
        """Yield the silhouettes (q, t) of one tile of customers after another."""
        points, labelings = self.points, self.labelings
        loops = kernels(len(points.columns))
        everyone = _Everyone.of(points, self.cells, labelings, self.sizes)
        count = points.count if self.asked is None else len(self.asked)

        def measure(part: slice) -> Floats:
            self.check()
            here = part if self.asked is None else self.asked[part]
            return everyone.measure(loops, points.columns[:, here], [labels[here] for labels in labelings])

        parts = list(blocks(count, _TILE))
        told = 0
        with threads() as pool:
            for done, tile in enumerate(pool.map(measure, parts), start=1):
                if 100 * done // len(parts) > told:
                    told = 100 * done // len(parts)
                    self.progress(done / len(parts))
                yield tile


@dataclass(frozen=True, eq=False)
class _Everyone:
    """All different rows, sorted into cells, and the clusters of all labelings, numbered through.

    Attributes
    ----------
    rows, weights
        (u, r) and (u,).
    cells
        (c + 1,) where each begins.
    clusters
        (q, c) what each cell belongs to.
    sizes
        (s,) customers in each cluster.
    ends
        (q,) number of clusters up to and with those of each labeling.
    """

    rows: Rows
    weights: Singles
    cells: Indices
    clusters: Labels
    sizes: Floats
    ends: Indices

    @classmethod
    def of(
        cls, points: Points, cells: _Cells, labelings: Sequence[AnyLabels], sizes: Sequence[Floats]
    ) -> "_Everyone":
        """Sort the rows into cells."""
        first, cell = cells.first, cells.cell
        # NumPy sorts numbers of 16 bits in linear time.
        order = np.argsort(cell.astype(np.uint16) if len(first) <= 65_536 else cell, kind="stable")
        rows = np.empty(points.columns.shape[::-1], np.float32)
        for part in blocks(len(rows)):
            rows[part] = points.columns[:, order[part]].T
        ends = np.cumsum([len(size) for size in sizes])
        clusters = np.stack([labels[first].astype(np.int32) for labels in labelings])
        clusters[1:] += ends[:-1, None].astype(np.int32)
        return cls(
            rows=rows,
            weights=points.weights[order],
            cells=np.concatenate([[0], np.cumsum(np.bincount(cell))]),
            clusters=clusters,
            sizes=np.concatenate(sizes),
            ends=ends,
        )

    def measure(self, loops: Kernels, tile: Singles, labels: Iterable[AnyLabels]) -> Floats:
        """Return the silhouettes (q, t) of the rows that are the columns (r, t) of ``tile``."""
        own = np.stack([each.astype(np.int32) for each in labels])
        own[1:] += self.ends[:-1, None].astype(np.int32)
        out = np.empty(own.shape)
        loops.silhouettes(
            np.ascontiguousarray(tile),
            own,
            self.rows,
            self.weights,
            self.cells,
            self.clusters,
            self.sizes,
            self.ends,
            out,
        )
        return out


def _codes(labelings: Sequence[AnyLabels]) -> Codes:
    """Return a number (u,) for each row that is the same where all labels are: 64 bits of a hash."""
    count = len(labelings[0])
    codes = np.zeros(count, np.uint64)
    width = sum(labels.itemsize for labels in labelings)
    for part in blocks(count):
        together = np.zeros((part.stop - part.start, -(-width // 8) * 8), np.uint8)
        at = 0
        for labels in labelings:
            together[:, at : at + labels.itemsize] = labels[part, None].view(np.uint8)
            at += labels.itemsize
        for word in together.view(np.uint64).T:
            codes[part] = (codes[part] ^ word) * np.uint64(0x9E3779B97F4A7C15)
            codes[part] ^= codes[part] >> np.uint64(29)
    return codes


def _simplified(points: Points, labels: AnyLabels, centers: Singles) -> Singles:
    """Return the silhouette (u,) of everyone by the distances to the centers (k, r)."""
    own = labels.astype(np.int32)
    out = np.empty(points.count, np.float32)
    loops = kernels(len(points.columns))

    def measure(part: slice) -> None:
        loops.simplified(points.columns, centers, own, part.start, part.stop, out)

    with threads() as pool:
        list(pool.map(measure, blocks(points.count, BLOCK)))
    return out


def _mean(values: Singles, weights: Singles) -> float:
    return float(np.average(values.astype(np.float64), weights=weights))


def _of_draw(values: Floats, control: Singles, times: Singles, known: float, everyone: int) -> Silhouette:
    """Return the mean, its chance lessened by what is known of the control's, and the 95 % interval."""
    m = float(times.sum())
    mean, control_mean = np.average(values, weights=times), np.average(control, weights=times)
    deviation, control_deviation = values - mean, control - control_mean
    spread = np.sum(times * control_deviation**2)
    slope = np.sum(times * deviation * control_deviation) / spread if spread > 0 else 0.0
    residual = deviation - slope * control_deviation
    value = float(mean - slope * (control_mean - known))
    half = 1.96 * float(np.sqrt(np.sum(times * residual**2) / max(m - 2, 1) * (1 - m / everyone) / m))
    return Silhouette(value, round(m), value - half, value + half)
