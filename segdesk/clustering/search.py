"""K-means for every k at once: what is learned at one k serves the next.

There are two sources of starts. Shared seedings: the first k centers of a k-means++ sequence are a start for
k, so that a few sequences serve all k. And a chain: the best centers of k - 1, and one more. Each start is
improved a little, the best ones to the end.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from segdesk.clustering.arrays import AnyLabels, Floats
from segdesk.clustering.kernels import Singles, kernels
from segdesk.clustering.lloyd import Lloyd
from segdesk.clustering.points import Points
from segdesk.clustering.seeding import Seeding

SEARCHED = 60_000
"""Different rows that starts are tried on where there are many more."""
_MANY = 300_000
_SHORT = 6
"""Steps that every start is improved by, before most are given up."""
_FINALISTS = 3
_CHAINED = 8
"""Places of the one more center that are looked at in the chain."""
_CHAINS = 3
"""How many of them, the best ones, are starts."""
_TOLERANCE = 1e-4
"""Share of a column's variance; centers that move by less have arrived, as scikit-learn has it."""
_LONGEST = 300


@dataclass(frozen=True, eq=False)
class Found:
    """K-means at one k.

    Attributes
    ----------
    centers
        (k, r).
    labels
        (u,) the nearest center of each row of the points, int32, or fewer bytes once `packed`.
    means
        (k, r) float64 means of those who are labelled so; the centers themselves, but for rounding, where
        nobody would move any more.
    iterations
        Of the last improvement.
    """

    centers: Floats
    labels: AnyLabels
    means: Floats
    iterations: int

    @property
    def k(self) -> int:
        """The number of segments."""
        return len(self.centers)

    def packed(self) -> "Found":
        """Return the same with labels in as few bytes as they need: every k of a sweep keeps its own."""
        return replace(self, labels=self.labels.astype(np.uint8 if self.k <= 256 else np.uint16))


def search(
    points: Points, *, starts: int, seed: int, most: int = _LONGEST, check: Callable[[], None] = lambda: None
) -> Iterator[Found]:
    """Yield k-means at k = 1, 2, 3 and so on; what is found at a k is the same however far one goes.

    Parameters
    ----------
    points
        What is clustered.
    starts
        Number of shared seedings.
    seed
        Of everything random.
    most
        Steps at most.
    check
        Called often; may raise, to end the work.
    """
    loops = kernels(len(points.columns))
    few = _thinned(points, seed)
    sequences = [Seeding(few, loops, np.random.default_rng([seed, i])) for i in range(starts)]
    everything = _squares(few)
    tolerance = _TOLERANCE * everything / few.customers / len(few.columns)
    before: Singles = np.zeros((0, len(points.columns)), np.float32)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:

        def improved(centers: Singles, steps: int) -> Lloyd:
            lloyd = Lloyd(few, loops, centers)
            lloyd.run(steps, tolerance, check)
            return lloyd

        def best(candidates: Iterable[Singles], steps: int, count: int) -> list[Singles]:
            ended = list(pool.map(lambda centers: improved(centers, steps), candidates))
            # Where two starts ended in the same place, rounding must not decide which of them it is.
            ended.sort(key=lambda lloyd: -round(lloyd.explained / everything, 9))
            return [lloyd.centers for lloyd in ended[:count]]

        while True:
            list(pool.map(Seeding.extend, sequences))
            candidates = [sequence.centers for sequence in sequences]
            if len(before):
                random = np.random.default_rng([seed, starts, len(before)])
                candidates += _chained(Seeding.after(few, loops, random, before))
            finalists = best(candidates, _SHORT, _FINALISTS)
            [before] = best(finalists, most, 1)
            whole = Lloyd(points, loops, before, pool.map)
            iterations = whole.run(most, 0.0 if few is points else tolerance, check)
            if few is points:
                before = whole.centers
            yield Found(whole.centers.astype(np.float64), whole.labels, whole.means, iterations)


def _chained(seeding: Seeding) -> list[Singles]:
    """Return starts with one more center than a sequence has."""
    places, potentials = seeding.candidates(_CHAINED)
    best = np.argsort(potentials, kind="stable")[:_CHAINS]
    return [np.vstack([seeding.centers, places[i][None, :]]) for i in best]


def _squares(points: Points) -> float:
    """Return the sum of squares around the mean, of which centers explain a part; 1 if there is none."""
    squares = sum(float(np.dot(points.weights, column.astype(np.float64) ** 2)) for column in points.columns)
    return squares or 1.0


def _thinned(points: Points, seed: int) -> Points:
    """Return fewer points that stand for all, where there are many.

    Each stays with probability min(1, c w) and gets the weight w / p, so that those who stand for many stay
    as they are (Poisson sampling, with the Horvitz-Thompson weights).
    """
    if points.count <= _MANY:
        return points
    weights = points.weights.astype(np.float64)
    factor = SEARCHED / weights.sum()
    for _ in range(20):  # those who stay for sure leave room for others
        share = np.minimum(1, factor * weights)
        factor *= SEARCHED / share.sum()
    share = np.minimum(1, factor * weights)
    kept = np.flatnonzero(np.random.default_rng([seed, 0, 0]).random(points.count) < share)
    return points.thinned(kept, (weights[kept] / share[kept]).astype(np.float32))
