"""How many segments: the scores of every k weighed up, in one sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Self

import numpy as np

from segdesk.clustering.arrays import Floats
from segdesk.errors import InputError
from segdesk.project.settings import Choose
from segdesk.project.sweep_point import SweepPoint


@dataclass(frozen=True)
class Candidate:
    """One k of a sweep with the scores that a choice looks at; NaN for one that failed.

    Attributes
    ----------
    k
        The number of segments.
    inertia, silhouette, calinski_harabasz, davies_bouldin
        As in `segdesk.clustering.scores.Scores`.
    """

    k: int
    inertia: float
    silhouette: float
    calinski_harabasz: float
    davies_bouldin: float

    @classmethod
    def of(cls, point: SweepPoint) -> Self:
        """Return the candidate that a k of a sweep is."""
        scores = (point.inertia, point.silhouette, point.calinski_harabasz, point.davies_bouldin)
        return cls(point.k, *(np.nan if score is None else score for score in scores))


@dataclass(frozen=True)
class Weights:
    """How much each of the four scores counts in the combined one."""

    inertia: float = 0.0
    silhouette: float = 1.0
    calinski_harabasz: float = 1.0
    davies_bouldin: float = 1.0


CAREFUL_WEIGHTS = Weights()
"""Without inertia, which falls with every further segment and so only votes for the largest k."""
DOCUMENT_WEIGHTS = Weights(inertia=1.0)
"""All four alike, as in the reference notebook."""


class Edge(StrEnum):
    """The end of the range that a choice stands at."""

    LARGEST = "largest"
    SMALLEST = "smallest"


@dataclass(frozen=True)
class Doubts:
    """What makes a choice doubtful.

    Attributes
    ----------
    edge
        The end of the range that it stands at, beyond which there might be a better one.
    other_range
        The widest narrower range in which another k would win, as from, to, winner.
    """

    edge: Edge | None = None
    other_range: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Choice:
    """The chosen number of segments.

    Attributes
    ----------
    k
        The choice.
    reason
        Why, in one sentence.
    warning
        What makes the choice doubtful, or None.
    combined
        The combined score of each candidate in the order of k; NaN for one that cannot be scored.
    doubts
        What the warning says.
    """

    k: int
    reason: str
    warning: str | None
    combined: tuple[float, ...]
    doubts: Doubts = Doubts()


def combined(candidates: Sequence[Candidate], weights: Weights = DOCUMENT_WEIGHTS) -> Floats:
    """Return the weighted mean (c,) of the four scores, each scaled to 0..1 over the candidates.

    Inertia and Davies-Bouldin are turned around, as less is better. Scaling is scikit-learn's MinMaxScaler,
    as in the reference notebook: a score that is the same for all becomes 0, turned around 1. Candidates
    that lack a score with a weight get NaN and do not take part in the scaling.
    """
    usable = [c for c in candidates if _scored(c, Choose.COMBINED, weights)]
    parts = (
        (weights.inertia, 1 - _min_max([c.inertia for c in usable])),
        (weights.silhouette, _min_max([c.silhouette for c in usable])),
        (weights.calinski_harabasz, _min_max([c.calinski_harabasz for c in usable])),
        (weights.davies_bouldin, 1 - _min_max([c.davies_bouldin for c in usable])),
    )
    total = np.sum([weight * part for weight, part in parts if weight], axis=0)
    result = np.full(len(candidates), np.nan)
    result[[candidates.index(c) for c in usable]] = total / sum(weight for weight, _ in parts)
    return result


def choose(
    candidates: Iterable[Candidate],
    by: Choose | int = Choose.COMBINED,
    weights: Weights = CAREFUL_WEIGHTS,
) -> Choice:
    """Choose the number of segments.

    Parameters
    ----------
    candidates
        The sweep, in any order.
    by
        The score that decides, or the number itself. Of equally good k the smallest is taken.
    weights
        Of the combined score.

    Raises
    ------
    InputError
        If no candidate can be scored, or the number asked for is not among them.
    """
    ordered = sorted(candidates, key=lambda c: c.k)
    usable = [c for c in ordered if _scored(c, by, weights)]
    if isinstance(by, int):
        return _given(by, ordered, usable, weights)
    if not usable:
        raise InputError(
            "No number of segments could be scored",
            "every one of the sweep failed" if ordered else "the sweep is empty",
            "Read the reasons in the sweep's table, and sweep again",
        )
    best = _best(usable, by, weights)
    scores = _criterion(usable, by, weights)
    reason = _reason(best, float(scores[usable.index(best)]), by, len(usable))
    doubts = Doubts(_edge(best, usable), _other_range(best, usable, by, weights))
    scored = tuple(combined(ordered, weights).tolist())
    return Choice(best.k, reason, _warning(best.k, doubts), scored, doubts)


def _given(k: int, ordered: list[Candidate], usable: list[Candidate], weights: Weights) -> Choice:
    if k not in {c.k for c in usable}:
        known = k in {c.k for c in ordered}
        raise InputError(
            f"{k} segments cannot be chosen",
            "that number failed in the sweep" if known else "that number is not part of the sweep",
            "Choose another number, or widen the range of the sweep",
        )
    return Choice(k, f"{k} segments, as asked for.", None, tuple(combined(ordered, weights).tolist()))


def _scored(candidate: Candidate, by: Choose | int, weights: Weights) -> bool:
    """Return whether a candidate has the scores that the choice needs."""
    if isinstance(by, int):
        return not np.isnan(candidate.inertia)
    if by is Choose.SILHOUETTE:
        return not np.isnan(candidate.silhouette)
    if by is Choose.DAVIES_BOULDIN:
        return not np.isnan(candidate.davies_bouldin)
    needed = [f.name for f in fields(weights) if getattr(weights, f.name)]
    return not any(np.isnan(getattr(candidate, name)) for name in needed)


def _criterion(usable: Sequence[Candidate], by: Choose, weights: Weights) -> Floats:
    """Return what is to be as large as possible (c,)."""
    if by is Choose.SILHOUETTE:
        return np.array([c.silhouette for c in usable])
    if by is Choose.DAVIES_BOULDIN:
        return -np.array([c.davies_bouldin for c in usable])
    return combined(usable, weights)


def _best(usable: Sequence[Candidate], by: Choose, weights: Weights) -> Candidate:
    return usable[int(np.argmax(_criterion(usable, by, weights)))]


def _reason(best: Candidate, score: float, by: Choose, tried: int) -> str:
    if tried == 1:
        return f"{best.k} segments, the only number that was tried."
    if by is Choose.SILHOUETTE:
        return f"{best.k} segments have the highest silhouette, {score:.3f}, of the {tried} numbers tried."
    if by is Choose.DAVIES_BOULDIN:
        return (
            f"{best.k} segments have the lowest Davies-Bouldin, {-score:.3f}, of the {tried} numbers tried."
        )
    return (
        f"{best.k} segments have the highest combined score, {score:.3f}, of the {tried} numbers tried "
        f"(silhouette {best.silhouette:.3f}, Calinski-Harabasz {best.calinski_harabasz:,.0f}, "
        f"Davies-Bouldin {best.davies_bouldin:.3f})."
    )


def _edge(best: Candidate, usable: Sequence[Candidate]) -> Edge | None:
    if len(usable) > 1 and best is usable[-1]:
        return Edge.LARGEST
    if len(usable) > 1 and best is usable[0] and best.k > 2:
        return Edge.SMALLEST
    return None


def _warning(best: int, doubts: Doubts) -> str | None:
    sentences = []
    if doubts.edge is Edge.LARGEST:
        sentences.append(f"{best} is the largest number tried: a wider range might choose more.")
    if doubts.edge is Edge.SMALLEST:
        sentences.append(f"{best} is the smallest number tried: a wider range might choose fewer.")
    if doubts.other_range is not None:
        low, high, k = doubts.other_range
        sentences.append(f"The choice depends on the range: from {low} to {high} it would be {k}.")
    return " ".join(sentences) or None


def _other_range(
    best: Candidate, usable: Sequence[Candidate], by: Choose, weights: Weights
) -> tuple[int, int, int] | None:
    """Return the widest narrower range around the best k in which another one wins: from, to, winner.

    Only scaling to the range can cause that, so a single score never does.
    """
    if by is not Choose.COMBINED:
        return None
    place = usable.index(best)
    ranges = [
        (start, stop)
        for start in range(place + 1)
        for stop in range(max(place + 1, start + 3), len(usable) + 1)
    ]
    for start, stop in sorted(ranges, key=lambda r: (r[0] - r[1], r[0])):
        part = usable[start:stop]
        winner = _best(part, by, weights)
        if winner.k != best.k:
            return part[0].k, part[-1].k, winner.k
    return None


def _min_max(values: Sequence[float]) -> Floats:
    """Scale to 0..1, in the very operations of scikit-learn's MinMaxScaler."""
    numbers = np.array(values, np.float64)
    if not numbers.size:
        return numbers
    low = float(numbers.min())
    span = float(numbers.max()) - low
    factor = 1 / (span if span > 0 else 1.0)
    return numbers * factor + (0.0 - low * factor)
