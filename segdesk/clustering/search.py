"""K-means for every k at once: what is learned at one k serves the next.

There are two sources of starts. Shared seedings: the first k centers of a k-means++ sequence are a start for
k, so that a few sequences serve all k. And chains: the best few sets of k - 1 centers, each with one more.
Each start is improved a little, the best ones to the end.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from segdesk.clustering.arrays import AnyLabels, Floats
from segdesk.clustering.kernels import Kernels, Singles, kernels
from segdesk.clustering.lloyd import Lloyd
from segdesk.clustering.points import Points
from segdesk.clustering.seeding import Seeding
from segdesk.clustering.threads import threads

SEARCHED = 60_000
"""Different rows that starts are tried on where there are many more."""
_MORE = 8
"""How many times more rows the next improvement is on, and the next, until it is all of them."""
_MANY = 5
"""There are many more where they are more than so many times as many."""
_SHORT = 6
"""Steps that every start is improved by, before most are given up."""
_FINALISTS = 8
"""Starts that are improved to the end."""
_CHAINS = 5
"""Different ends of those that are gone on from at the next k."""
_PLACES = 8
"""Places that are looked at for the one more center of a chain."""
_GAIN = 1e-4
"""Share of the inertia; where there are other starts to try, a step that gains less has arrived."""
_LAST_GAIN = 1e-5
"""The same for the one that is left, where going on until nobody moves would take too long."""
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
    sizes
        (k,) how many customers are labelled so.
    means
        (k, r) float64 means of those who are labelled so; the centers themselves, but for rounding, where
        nobody would move any more.
    iterations
        Of the last improvement.
    """

    centers: Floats
    labels: AnyLabels
    sizes: Floats
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
    few, *more = _levels(points, seed)
    ends: list[Singles] = []
    with threads() as pool:
        trials = _Trials(few, kernels(len(points.columns)), pool, most, check)
        seedings = trials.seedings(starts, seed)
        while True:
            candidates = trials.extended(seedings) + trials.chained(ends, seed)
            ends = trials.best(candidates)
            best = Lloyd(few, trials.loops, ends[0], pool.map)
            iterations = best.run(most, _GAIN if more else 0.0, check)
            ends[0] = best.centers
            for level in more:
                best = Lloyd(level, trials.loops, best.centers, pool.map)
                iterations = best.run(most, _LAST_GAIN, check)
            yield _found(best, iterations)


def best_of(
    points: Points, k: int, *, starts: int, seed: int, check: Callable[[], None] = lambda: None
) -> Found:
    """Return the best of several starts at one k alone. Parameters are those of `search`."""
    with threads() as pool:
        trials = _Trials(points, kernels(len(points.columns)), pool, _LONGEST, check)
        seedings = trials.seedings(starts, seed)
        for _ in range(k):
            candidates = trials.extended(seedings)
        best = Lloyd(points, trials.loops, trials.best(candidates)[0])
        iterations = best.run(_LONGEST, _LAST_GAIN, check)
    return _found(best, iterations)


def _found(lloyd: Lloyd, iterations: int) -> Found:
    centers = lloyd.centers.astype(np.float64)
    return Found(centers, lloyd.labels, lloyd.sizes, lloyd.means, iterations)


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


def _levels(points: Points, seed: int) -> list[Points]:
    """Return ever more points that stand for all, from few to all of them: where all are few, only these."""
    levels = [points]
    count = SEARCHED
    while count * _MANY < points.count:
        levels.insert(-1, _thinned(points, count, np.random.default_rng([seed, count, 0])))
        count *= _MORE
    return levels


def _thinned(points: Points, count: int, random: np.random.Generator) -> Points:
    """Return about so many points that stand for all.

    Each stays with probability min(1, c w) and gets the weight w / p, so that those who stand for many stay
    as they are (Poisson sampling, with the Horvitz-Thompson weights).
    """
    weights = points.weights.astype(np.float64)
    factor = count / weights.sum()
    share = np.minimum(1, factor * weights)
    for _ in range(20):  # those who stay for sure leave room for others
        missing = count / share.sum()
        if missing < 1.001:
            break
        factor *= missing
        share = np.minimum(1, factor * weights)
    kept = np.flatnonzero(random.random(points.count) < share)
    return points.thinned(kept, (weights[kept] / share[kept]).astype(np.float32))
