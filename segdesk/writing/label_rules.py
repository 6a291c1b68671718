"""What a segment's name and sentence may be; light to import, as the window checks while a person types."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LONGEST = {"segment": 80, "name": 80, "designation": 300}
"""Characters."""


class Fault(StrEnum):
    """Why a text cannot be used."""

    BLANK = "blank"
    DUPLICATE = "duplicate"
    TOO_LONG = "too long"
    LINE_BREAK = "line break"


@dataclass(frozen=True)
class LabelFault:
    """What is wrong with a segment's name or sentence.

    Attributes
    ----------
    message
        For a person, in English; the parts of it are the other attributes.
    other
        The segment that has the name already.
    length, longest
        Characters of the text, and how many are allowed.
    """

    kind: Fault
    message: str
    other: str = ""
    length: int = 0
    longest: int = 0


def fault(text: str, column: str = "name") -> LabelFault | None:
    """Return what is wrong with a text by itself: too long, or not on one line. None is fine.

    Parameters
    ----------
    column
        ``name``, ``designation`` or ``segment``.
    """
    longest = LONGEST[column]
    if len(text) > longest:
        message = f"it has {len(text)} characters, {longest} are allowed"
        return LabelFault(Fault.TOO_LONG, message, length=len(text), longest=longest)
    if any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in text):
        return LabelFault(Fault.LINE_BREAK, "it holds a line break or control character")
    return None


def name_faults(names: Mapping[str, str]) -> dict[str, LabelFault]:
    """Return segment to what is wrong with its name; of two alike, the later one is at fault.

    Parameters
    ----------
    names
        Segment to name, in the order of the segments.
    """
    found: dict[str, LabelFault] = {}
    first: dict[str, str] = {}
    for segment, name in names.items():
        text = name.strip()
        if not text:
            found[segment] = LabelFault(Fault.BLANK, "there is no name")
            continue
        other = first.setdefault(text.casefold(), segment)
        if other != segment:
            found[segment] = LabelFault(Fault.DUPLICATE, f"{other} is called that already", other=other)
        elif own := fault(text):
            found[segment] = own
    return found
