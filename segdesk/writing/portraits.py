"""A segment's figures in one short sentence, compared with those of all who have bought."""

from collections.abc import Mapping, Sequence

from segdesk.warehouse.recipes import Role
from segdesk.writing.designations import Last, ago
from segdesk.writing.facts import SegmentFacts
from segdesk.writing.profile import Profile, profiles
from segdesk.writing.trait_names import NOTABLE, Trait

_SAID = {
    Role.ORDERS: "orders",
    Role.BASKET: "basket",
    Role.REVENUE: "spend",
    Role.FREQUENCY: "frequency",
}
_LIKE_ALL = 0.15
"""A ratio that differs less from 1 than this is not worth a word."""
_MOST_AFFINITIES = 2


def portraits(segments: Sequence[SegmentFacts], *, last: Last = Last.ORDER) -> dict[str, str]:
    """Return segment to its sentence: "Orders 3.1×, basket 1.4× the average; last order 12 days ago".

    Parameters
    ----------
    segments
        All segments of a project together.
    last
        What recency counts from.
    """
    return {profile.segment: _portrait(profile, last) for profile in profiles(tuple(segments))}


def portraits_by_traits(segments: Mapping[str, Sequence[Trait]]) -> dict[str, str]:
    """Return segment to its sentence, from a person's own features: what stands out most comes first."""
    return {segment: _of_traits(traits) for segment, traits in segments.items()}


def _portrait(profile: Profile, last: Last) -> str:
    if profile.never_bought:
        return "No orders yet"
    said = [
        f"{'visits' if (role, last) == (Role.FREQUENCY, Last.VISIT) else word} {_times(profile.ratios[role])}"
        for role, word in _SAID.items()
        if role in profile.ratios and abs(profile.ratios[role] - 1) >= _LIKE_ALL
    ]
    drawn = [
        f"{name} {_times(index / 100)}"
        for name, index in profile.affinities[:_MOST_AFFINITIES]
        if index >= 100 * (1 + _LIKE_ALL)
    ]
    parts = [f"{', '.join((*said[:3], *drawn))} the average" if said or drawn else "about average"]
    if profile.months is not None:
        parts.append(f"last {last.value} {ago(profile.months)}")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _of_traits(traits: Sequence[Trait]) -> str:
    notable = sorted((t for t in traits if abs(t.z) >= NOTABLE), key=lambda t: (-abs(t.z), t.title))[:3]
    if not notable:
        return "About average"
    text = f"{', '.join(_of_trait(trait) for trait in notable)} the average"
    return text[:1].upper() + text[1:]


def _of_trait(trait: Trait) -> str:
    # A ratio says nothing where the average is not above zero.
    if trait.average > 0 and trait.mean >= 0:
        return f"{trait.title} {_times(trait.mean / trait.average)}"
    return f"{trait.title} {'above' if trait.z > 0 else 'below'}"


def _times(ratio: float) -> str:
    return f"{ratio:.1f}×" if ratio < 100 else f"{ratio:,.0f}×"
