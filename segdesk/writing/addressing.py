"""Whether a text speaks of somebody by name."""

import re
from collections.abc import Collection, Iterator

from segdesk.writing.vocabulary import ADDRESSED, LATIN, SCRIPTS

_LATIN_WORD = re.compile(rf"{LATIN}+(?:[-'’]{LATIN}+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…。！？]|\n)[\s\"“«„¿¡(]*$")
_CALLED = re.compile(r" ?[,!،，、！]")


def names_in(text: str, language: str, first_names: Collection[str], own: str) -> Iterator[str]:
    """Yield the first names by which a text speaks of people.

    Parameters
    ----------
    first_names
        Those to look for, best as a set.
    own
        Words that are no finding: the customer's first name and products.

    Notes
    -----
    Many first names are words (Will, Rose, 美丽), so one counts only with a capital within a sentence, or
    where people are called: "Maria, we", "Maria様".
    """
    known = frozenset(own.casefold().split())
    for name in _called(text, language):
        spellings = {name, name.title(), name.upper(), name.lower()}
        if name.casefold() not in known and any(spelling in first_names for spelling in spellings):
            yield name


def _called(text: str, language: str) -> Iterator[str]:
    for word in _LATIN_WORD.finditer(text):
        if not word[0][0].isupper():
            continue
        # Where the language has letters of its own, a Latin word is a name wherever it stands.
        starts = language not in SCRIPTS and _SENTENCE_START.search(
            text[max(0, word.start() - 8) : word.start()]
        )
        if not starts or _CALLED.match(text, word.end()):
            yield word[0]
    if addressed := ADDRESSED.get(language):
        for found in addressed.finditer(text):
            yield from (found[1][start:] for start in range(len(found[1])))
