"""What tells segments of one name apart, in words from their profiles."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from segdesk.writing.profile import Profile

_CLEAR = 0.05
"""Relative difference from which two figures count as different."""

_MOST_WORDS = 3


@dataclass(frozen=True)
class Measure:
    """A figure by which segments of one name can be told apart.

    Attributes
    ----------
    high, low
        What is said of those with the larger and with the smaller figure.
    of
        The figure, None where it is not known.
    """

    high: str
    low: str
    of: Callable[[Profile], float | None]


_MEASURES = (
    Measure("bigger baskets", "smaller baskets", lambda each: each.basket),
    Measure("more orders", "fewer orders", lambda each: each.orders),
    Measure("longer ago", "more recent", lambda each: each.months),
    Measure("more often", "less often", lambda each: each.frequency),
    Measure("higher spend", "lower spend", lambda each: each.revenue),
)
_SIZE = Measure("larger group", "smaller group", lambda each: float(each.size))


def qualifiers(group: Sequence[Profile]) -> dict[str, tuple[str, ...]]:
    """Return segment to the words, at most three, that tell it from the others of a group.

    The group is split where one of its figures has its widest gap, and the parts are split again by another
    figure. Segments that differ in no figure keep the same words.
    """
    measures = (*_MEASURES, *_affinity_measures(group))
    return dict(_split(group, measures, _MOST_WORDS))


def _split(
    group: Sequence[Profile], measures: Sequence[Measure], words: int
) -> Iterable[tuple[str, tuple[str, ...]]]:
    if len(group) == 1 or words == 0:
        return [(each.segment, ()) for each in group]
    gaps = [(measure, gap) for measure in measures if (gap := _widest_gap(group, measure))]
    if not gaps:
        if _SIZE in measures or not _widest_gap(group, _SIZE):
            return [(each.segment, ()) for each in group]
        return _split(group, (_SIZE,), 1)
    measure, (_, border) = max(gaps, key=lambda pair: pair[1][0])
    others = [each for each in measures if each is not measure]
    low = [each for each in group if (measure.of(each) or 0.0) <= border]
    high = [each for each in group if (measure.of(each) or 0.0) > border]
    return [
        (segment, (word, *rest))
        for word, part in ((measure.low, low), (measure.high, high))
        for segment, rest in _split(part, others, words - 1)
    ]


def _widest_gap(group: Sequence[Profile], measure: Measure) -> tuple[float, float] | None:
    """Return the widest relative gap between neighbours and the figure below it, if there is a clear one."""
    figures = sorted(figure for each in group if (figure := measure.of(each)) is not None)
    # What is known of some only cannot tell all apart.
    if len(figures) < len(group) or figures[-1] <= 0:
        return None
    gaps = [((after - before) / figures[-1], before) for before, after in pairwise(figures)]
    widest = max(gaps, key=lambda gap: gap[0])
    return widest if widest[0] >= _CLEAR else None


def _affinity_measures(group: Sequence[Profile]) -> list[Measure]:
    categories = sorted({category for each in group for category, _ in each.affinities})
    return [Measure(f"more {name}", f"less {name}", _index_of(name)) for name in categories]


def _index_of(category: str) -> Callable[[Profile], float | None]:
    def index(profile: Profile) -> float | None:
        by_category: Mapping[str, float] = dict(profile.affinities)
        return by_category.get(category)

    return index
