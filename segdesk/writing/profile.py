"""What stands out in a segment: its figures, and how they compare with those of all who have bought."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segdesk.warehouse.recipes import Role
from segdesk.writing.facts import SegmentFacts
from segdesk.writing.untrusted import clean

DAYS_A_MONTH = 365.25 / 12

_FEW_BOUGHT = 0.75
"""Below this mean number of orders a segment is mostly people who never bought."""

_SOME_NEVER_BOUGHT = 0.95
"""Below this mean, zeros of people who never bought spoil the means of basket and recency."""

_LONGEST_CATEGORY = 40
_ADDITIVE = (Role.ORDERS, Role.REVENUE, Role.BASKET, Role.FREQUENCY, Role.RECENCY)


@dataclass(frozen=True)
class Profile:
    """A segment as the rules see it; a figure that is not known, or not to be trusted, is None.

    Attributes
    ----------
    prospects
        Whether nobody here, or hardly anybody, has bought.
    months
        Since the last order or visit.
    orders, basket, revenue, frequency
        Means, in the units of the data.
    ratios
        Role to the segment's mean divided by the mean of those who have bought.
    affinities
        Category and its index, 100 for the average of those who have bought; the largest first.
    """

    segment: str
    size: int
    share: float
    never_bought: bool
    prospects: bool
    months: float | None
    orders: float | None
    basket: float | None
    revenue: float | None
    frequency: float | None
    ratios: Mapping[Role, float]
    affinities: tuple[tuple[str, float], ...]

    @property
    def tenure(self) -> float | None:
        """Months since the first order, as far as orders and frequency tell."""
        if self.orders is None or not self.frequency:
            return None
        return self.orders / self.frequency


def profiles(segments: Sequence[SegmentFacts]) -> tuple[Profile, ...]:
    """Return the profile of each segment, in their order."""
    prospects = [each for each in segments if _is_prospects(each)]
    return tuple(_profile(each, each in prospects, prospects) for each in segments)


def _is_prospects(facts: SegmentFacts) -> bool:
    orders, revenue = _known(facts.values, Role.ORDERS), _known(facts.values, Role.REVENUE)
    if facts.never_bought:
        return True
    if orders is not None:
        return orders < _FEW_BOUGHT
    return revenue is not None and revenue <= 0


def _profile(facts: SegmentFacts, is_prospects: bool, prospects: Sequence[SegmentFacts]) -> Profile:
    orders = _known(facts.values, Role.ORDERS)
    # A mean basket or recency over people who mostly have none says nothing; least of all "recent".
    spoiled = is_prospects or (orders is not None and orders < _SOME_NEVER_BOUGHT)
    figures = {role: value for role in _ADDITIVE if (value := _known(facts.values, role)) is not None}
    if spoiled:
        figures = {role: value for role, value in figures.items() if role not in (Role.BASKET, Role.RECENCY)}
    revenue = figures.get(Role.REVENUE)
    if revenue is None and Role.ORDERS in figures and Role.BASKET in figures:
        revenue = figures[Role.ORDERS] * figures[Role.BASKET]
    recency = figures.get(Role.RECENCY)
    months = recency if recency is None or facts.recency_unit == "months" else recency / DAYS_A_MONTH
    return Profile(
        segment=facts.segment,
        size=facts.size,
        share=facts.share,
        never_bought=facts.never_bought,
        prospects=is_prospects,
        months=months,
        orders=orders,
        basket=figures.get(Role.BASKET),
        revenue=revenue,
        frequency=figures.get(Role.FREQUENCY),
        ratios=dict(_ratios(figures, revenue, facts, prospects)),
        affinities=_affinities(facts, prospects),
    )


def _ratios(
    figures: Mapping[Role, float],
    revenue: float | None,
    facts: SegmentFacts,
    prospects: Sequence[SegmentFacts],
) -> list[tuple[Role, float]]:
    averages = {
        role: _of_buyers(average, [(each.share, _known(each.values, role)) for each in prospects])
        for role in _ADDITIVE
        if (average := _known(facts.average, role)) is not None
    }
    if Role.REVENUE not in averages and Role.ORDERS in averages and Role.BASKET in averages:
        averages[Role.REVENUE] = averages[Role.ORDERS] * averages[Role.BASKET]
    found = figures if revenue is None else {**figures, Role.REVENUE: revenue}
    return [(role, value / averages[role]) for role, value in found.items() if averages.get(role, 0) > 0]


def _affinities(facts: SegmentFacts, prospects: Sequence[SegmentFacts]) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = {}
    for category, index in facts.affinities.items():
        average = _of_buyers(100.0, [(each.share, each.affinities.get(category)) for each in prospects])
        name = clean(category, _LONGEST_CATEGORY)
        if name and math.isfinite(index) and average > 0:
            found[name] = 100 * index / average
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _of_buyers(average: float, prospects: Sequence[tuple[float, float | None]]) -> float:
    """Return an average over all customers without those who never bought, whose zeros would lower it.

    Parameters
    ----------
    prospects
        Share and mean of each such segment; without a mean, it had no part in the average.
    """
    counted = [(share, mean) for share, mean in prospects if mean is not None and math.isfinite(mean)]
    left = 1 - math.fsum(share for share, _ in counted)  # the same in any order of segments
    if left < 1e-6:  # nobody has bought
        return average
    return max(0.0, average - math.fsum(share * mean for share, mean in counted)) / left


def _known(values: Mapping[Role, float], role: Role) -> float | None:
    value = values.get(role)
    return value if value is not None and math.isfinite(value) else None
