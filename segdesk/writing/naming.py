"""Names for segments, by rules: told apart, true to the figures, the same whatever the segments' order."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from segdesk.writing.designations import Last, designation
from segdesk.writing.facts import SegmentFacts, SegmentName
from segdesk.writing.naming_rules import candidates
from segdesk.writing.naming_words import Candidate
from segdesk.writing.profile import Profile, profiles
from segdesk.writing.qualifiers import qualifiers


def name_segments(
    segments: Iterable[SegmentFacts],
    *,
    currency: str = "$",
    last: Last = Last.ORDER,
    reserved: Collection[str] = (),
) -> tuple[SegmentName, ...]:
    """Return a name for each segment, in their order; no two are alike.

    A segment gets the most telling name that fits it. Where two want the same, the one that brings in more
    per customer has it, and the other takes the next name that fits it too. Only when all of those are taken
    do segments share a name, with a few words on what tells them apart, and only when nothing does, a number.

    Parameters
    ----------
    segments
        All segments of a project together.
    currency
        Sign or code for amounts in the designations.
    last
        What recency counts from.
    reserved
        Names that are taken, for instance those that a person has given.
    """
    known = profiles(tuple(segments))
    ranked = sorted(known, key=lambda each: (-(each.revenue or 0.0), -each.size, _natural(each.segment)))
    chosen = _chosen(ranked, reserved)
    names = _unique(ranked, chosen, reserved)
    return tuple(
        SegmentName(
            segment=each.segment,
            name=names[each.segment],
            designation=designation(each, chosen[each.segment].saying, currency=currency, last=last),
            tone=chosen[each.segment].tone,
        )
        for each in known
    )


def _chosen(ranked: Sequence[Profile], reserved: Collection[str]) -> dict[str, Candidate]:
    """Return each segment's first candidate that no other has taken, or else simply its first.

    Parameters
    ----------
    ranked
        The one that brings in most first.
    """
    fitting = {each.segment: candidates(each) for each in ranked}
    chosen: dict[str, Candidate] = {}
    taken = {name.casefold() for name in reserved}
    for segment, (first, *_) in reversed(fitting.items()):
        if first.modest and first.name.casefold() not in taken:
            chosen[segment] = first
            taken.add(first.name.casefold())
    for segment, names in fitting.items():
        if segment not in chosen:
            free = (each for each in names if each.name.casefold() not in taken)
            chosen[segment] = next(free, names[0])
            taken.add(chosen[segment].name.casefold())
    return chosen


def _unique(
    ranked: Sequence[Profile], chosen: Mapping[str, Candidate], reserved: Collection[str]
) -> dict[str, str]:
    """Return segment to name: the candidate's, with qualifiers, and as a last resort a number."""
    wanted: dict[str, str] = {}
    for name in dict.fromkeys(each.name for each in chosen.values()):
        group = [each for each in ranked if chosen[each.segment].name == name]
        for segment, words in qualifiers(group).items():
            wanted[segment] = f"{name} ({', '.join(words)})" if words else name
    counts = Counter(name.casefold() for name in wanted.values())
    used = {name.casefold() for name in reserved}
    clear = {segment for segment, name in wanted.items() if counts[name.casefold()] == 1}
    names = {segment: wanted[segment] for segment in clear if wanted[segment].casefold() not in used}
    used |= {name.casefold() for name in names.values()}
    for profile in sorted(ranked, key=lambda each: (-each.size, _natural(each.segment))):
        if profile.segment not in names:
            names[profile.segment] = _numbered(wanted[profile.segment], used)
            used.add(names[profile.segment].casefold())
    return names


def _numbered(name: str, used: Collection[str]) -> str:
    number = 1
    while f"{name} {number}".casefold() in used:
        number += 1
    return f"{name} {number}"


def _natural(segment: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts seg_2 before seg_10."""
    return tuple((int(digits or 0), text) for digits, text in re.findall(r"(\d+)|(\D+)", segment))
