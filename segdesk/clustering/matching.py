"""Which of the new segments is which of the old ones."""

from dataclasses import dataclass

import numpy as np

from segdesk.clustering.arrays import Floats


@dataclass(frozen=True)
class Pair:
    """An old segment and the new one that continues it.

    Attributes
    ----------
    old, new
        The segments, from 0.
    distance
        Between their centers.
    """

    old: int
    new: int
    distance: float


@dataclass(frozen=True)
class Matching:
    """How the new segments continue the old ones.

    Attributes
    ----------
    pairs
        By old segment.
    appeared
        New segments that continue none.
    vanished
        Old segments that none continues.
    """

    pairs: tuple[Pair, ...]
    appeared: tuple[int, ...]
    vanished: tuple[int, ...]

    @property
    def mapping(self) -> dict[int, int]:
        """Old segment to new segment."""
        return {pair.old: pair.new for pair in self.pairs}


def match(old: Floats, new: Floats, threshold: float | None = None) -> Matching:
    """Match new centers (l, d) to old ones (k, d) so that the summed distance is smallest.

    Both have to be in the space of the **old** pipeline. The assignment is Kuhn's Hungarian method.

    Parameters
    ----------
    threshold
        A new segment farther from its old one than this counts as new. None means half the distance from
        the old center to the nearest other old center: up to there it cannot be nearer to another one.
    """
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial.distance import cdist

    distances = cdist(old, new)
    limits = np.full(len(old), threshold) if threshold is not None else _half_gaps(old)
    # Above its limit a pair is no pair, however far it is; uncapped, one that went astray would drag the
    # others along.
    allowed = distances <= limits[:, None]
    worse_than_all = distances[allowed].sum() + 1.0
    rows, columns = linear_sum_assignment(np.where(allowed, distances, worse_than_all))
    pairs = tuple(
        Pair(int(i), int(j), float(distances[i, j]))
        for i, j in zip(rows, columns, strict=True)
        if allowed[i, j]
    )
    return Matching(
        pairs,
        appeared=tuple(sorted(set(range(len(new))) - {pair.new for pair in pairs})),
        vanished=tuple(sorted(set(range(len(old))) - {pair.old for pair in pairs})),
    )


def _half_gaps(centers: Floats) -> Floats:
    """Return half the distance (k,) of each center to the nearest other one; infinite for a single one."""
    from scipy.spatial.distance import cdist

    gaps: Floats = cdist(centers, centers)
    np.fill_diagonal(gaps, np.inf)
    return np.asarray(gaps.min(axis=1) / 2, np.float64)
