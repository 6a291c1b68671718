"""K-means for every k at once: what is learned at one k serves the next.

There are two sources of starts. Shared seedings: the first k centers of a k-means++ sequence are a start for
k, so that a few sequences serve all k. And chains: the best few sets of k - 1 centers, each with one more.
Each start is improved a little, the best ones to the end.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from segdesk.clustering.arrays import AnyLabels, Floats
from segdesk.clustering.kernels import Kernels, Singles, kernels
from segdesk.clustering.lloyd import Lloyd
from segdesk.clustering.points import Points
from segdesk.clustering.seeding import Seeding

SEARCHED = 60_000
"""Different rows that starts are tried on where there are many more."""
_MANY = 300_000
_SHORT = 6
"""Steps that every start is improved by, before most are given up."""
_FINALISTS = 8
"""Starts that are improved to the end."""
_CHAINS = 5
"""Different ends of those that are gone on from at the next k."""
_PLACES = 8
"""Places that are looked at for the one more center of a chain."""
_GAIN = 1e-6
"""Share of the inertia; where there are others to try, steps that gain less have arrived."""
_GAIN_OF_MANY = 1e-5
"""The same where few stand for very many, and all of these are gone through at every step."""
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
    few = _thinned(points, seed)
    ends: list[Singles] = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        trials = _Trials(few, kernels(len(points.columns)), pool, most, check)
        seedings = trials.seedings(starts, seed)
        while True:
            candidates = trials.extended(seedings) + trials.chained(ends, seed)
            ends = trials.best(candidates)
            whole = Lloyd(points, trials.loops, ends[0], pool.map)
            iterations = whole.run(most, 0.0 if few is points else _GAIN_OF_MANY, check)
            if few is points:
                ends[0] = whole.centers
            yield Found(whole.centers.astype(np.float64), whole.labels, whole.means, iterations)


def best_of(
    points: Points, k: int, *, starts: int, seed: int, check: Callable[[], None] = lambda: None
) -> Found:
    """Return the best of several starts at one k alone. Parameters are those of `search`."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        trials = _Trials(points, kernels(len(points.columns)), pool, _LONGEST, check)
        seedings = trials.seedings(starts, seed)
        for _ in range(k):
            candidates = trials.extended(seedings)
        best = Lloyd(points, trials.loops, trials.best(candidates)[0])
        iterations = best.run(_LONGEST, _GAIN, check)
    return Found(best.centers.astype(np.float64), best.labels, best.means, iterations)


class _Trials:
    """Starts that are improved side by side, and the best of them.

    Parameters
    ----------
    points
        What they are tried on.
    loops
        For as many columns as the points have.
    pool
        Threads to work on.
    most, check
        As in `search`.
    """

    def __init__(
        self, points: Points, loops: Kernels, pool: ThreadPoolExecutor, most: int, check: Callable[[], None]
    ) -> None:
        self.loops = loops
        self._points = points
        self._pool = pool
        self._most = most
        self._check = check
        self._everything = points.squares or 1.0

    def seedings(self, starts: int, seed: int) -> list[Seeding]:
        """Return sequences that are still empty."""
        return [Seeding(self._points, self.loops, np.random.default_rng([seed, i])) for i in range(starts)]

    def extended(self, seedings: list[Seeding]) -> list[Singles]:
        """Give every sequence one more center, and return the centers (k, r) of each."""
        list(self._pool.map(Seeding.extend, seedings))
        return [seeding.centers for seeding in seedings]

    def chained(self, ends: Iterable[Singles], seed: int) -> list[Singles]:
        """Return each of some centers (k, r) with one more."""

        def extend(numbered: tuple[int, Singles]) -> Singles:
            number, centers = numbered
            random = np.random.default_rng([seed, len(centers), number, 1])
            seeding = Seeding.after(self._points, self.loops, random, centers)
            seeding.extend(_PLACES)
            return seeding.centers

        return list(self._pool.map(extend, enumerate(ends)))

    def best(self, candidates: Iterable[Singles]) -> list[Singles]:
        """Improve every start a little, the best ones to the end; return the different ends, best first."""
        begun = self._improved(candidates, _SHORT)
        ended = self._improved([lloyd.centers for lloyd in begun[:_FINALISTS]], self._most)
        different = {round(lloyd.inertia / self._everything, 6): lloyd.centers for lloyd in reversed(ended)}
        return list(reversed(different.values()))[:_CHAINS]

    def _improved(self, candidates: Iterable[Singles], steps: int) -> list[Lloyd]:
        def improve(centers: Singles) -> Lloyd:
            lloyd = Lloyd(self._points, self.loops, centers)
            lloyd.run(steps, _GAIN, self._check)
            return lloyd

        ended = list(self._pool.map(improve, candidates))
        # Where two starts ended in the same place, rounding must not decide which of them it is.
        return sorted(ended, key=lambda lloyd: round(lloyd.inertia / self._everything, 9))


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
