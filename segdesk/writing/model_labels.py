"""What of a language model's names for segments can be used."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from segdesk.writing.amounts import amounts_in
from segdesk.writing.label_rules import fault, name_faults
from segdesk.writing.labels import GivenLabel
from segdesk.writing.untrusted import hidden_characters, usable

_MARKUP = re.compile(r"^[\s*#_`\"'“”«»]+|[\s*_`\"'“”«».]+$")


@dataclass(frozen=True)
class Suggested:
    """The names that can be used, and why the others cannot.

    Attributes
    ----------
    labels
        By segment; an empty designation is left to the rules.
    faults
        Segment to what is wrong with its name, for a person.
    """

    labels: Mapping[str, GivenLabel]
    faults: Mapping[str, str]


def checked(texts: Mapping[str, tuple[str, str]], taken: Collection[str]) -> Suggested:
    """Return which of a model's names are short, whole, alone of their kind, and only names.

    Parameters
    ----------
    texts
        Segment to name and designation, in the order of the segments: of two alike the later is at fault.
    taken
        Names that a person has given to other segments.
    """
    named = {segment: _MARKUP.sub("", name) for segment, (name, _) in texts.items()}
    before = {f"the name by hand {name}": name for name in taken}
    faults = {segment: found.message for segment, found in name_faults({**before, **named}).items()}
    faults = {segment: faults.get(segment) or _odd_reason(name) for segment, name in named.items()}
    labels = {
        segment: GivenLabel(segment, name, _designation(texts[segment][1]))
        for segment, name in named.items()
        if not faults[segment]
    }
    return Suggested(labels, {segment: message for segment, message in faults.items() if message})


def _odd_reason(name: str) -> str:
    """Return what a name holds that has no business in it; nothing where it is fine."""
    if not usable(name):
        return "it holds a link, an address or a number to call, or has no letters"
    if any(amounts_in(name)):
        return "it holds an amount of money"
    return "it holds invisible characters" if hidden_characters(name) else ""


def _designation(text: str) -> str:
    """Return a sentence that can be shown, or nothing."""
    told = " ".join(text.split()).strip("*_` ")
    return told if told and usable(told) and not fault(told, "designation") else ""
