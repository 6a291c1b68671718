"""Names for segments of a person's own features, of which nothing is known but their figures."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from segdesk.writing.facts import SegmentName, Tone

NOTABLE, STRONG = 0.4, 1.2
"""From so many standard deviations off the average a feature is high, and very high."""

AVERAGE = "Average customers"


@dataclass(frozen=True)
class Trait:
    """How one feature stands out in a segment.

    Attributes
    ----------
    title
        The feature in words.
    mean, average
        In the segment, and over all customers.
    z
        The difference in standard deviations of all customers.
    """

    title: str
    mean: float
    average: float
    z: float

    @property
    def words(self) -> str:
        """The trait as a name says it, for instance ``very high visits``."""
        side = "high" if self.z > 0 else "low"
        return f"{'very ' if abs(self.z) >= STRONG else ''}{side} {self.title}"


def name_by_traits(
    segments: Mapping[str, Sequence[Trait]], *, reserved: Collection[str] = ()
) -> tuple[SegmentName, ...]:
    """Return a name for each segment, in their order, from what stands out most; no two are alike.

    Parameters
    ----------
    segments
        Segment to the traits of all its features.
    reserved
        Names that are taken.
    """
    ranked = {
        segment: sorted(traits, key=lambda t: (-abs(t.z), t.title)) for segment, traits in segments.items()
    }
    names = _names(ranked, {name.casefold() for name in reserved})
    return tuple(
        SegmentName(segment, names[segment], _designation(traits), Tone.MOTIVATING)
        for segment, traits in ranked.items()
    )


def _names(ranked: Mapping[str, Sequence[Trait]], taken: set[str]) -> dict[str, str]:
    """Say as many traits as it takes to tell the segments apart, and number those that none does."""
    names: dict[str, str] = {}
    most = max((len(traits) for traits in ranked.values()), default=0)
    for said in range(2, max(most, 2) + 1):
        wanted = {s: _name(traits, said) for s, traits in ranked.items() if s not in names}
        counts = [name.casefold() for name in wanted.values()]
        names |= {
            segment: name
            for segment, name in wanted.items()
            if counts.count(name.casefold()) == 1 and name.casefold() not in taken
        }
        taken |= {name.casefold() for name in names.values()}
    for segment, traits in ranked.items():
        if segment not in names:
            name, number = _name(traits, most), 1
            while f"{name} {number}".casefold() in taken:
                number += 1
            names[segment] = f"{name} {number}"
            taken.add(names[segment].casefold())
    return names


def _name(traits: Sequence[Trait], said: int) -> str:
    notable = [trait.words for trait in traits[:said] if abs(trait.z) >= NOTABLE]
    text = ", ".join(notable)
    return text[:1].upper() + text[1:] if text else AVERAGE


def _designation(traits: Sequence[Trait]) -> str:
    figures = [f"{t.title} {t.mean:,.4g} (all customers {t.average:,.4g})" for t in traits[:3]]
    return f"On average {', '.join(figures)}." if figures else "Nothing is known of them."
