"""Whether a text is written in the language that it was asked for in, and how long it is."""

import re
from functools import cache

from segdesk.writing.vocabulary import KANA, LATIN, SCRIPTS, STOP_WORDS

_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")
_KANA = re.compile(KANA)

_OWN_LETTERS = 0.7
"""The least share of a text's letters that belong to its language."""
_KANA_SHARE = 0.15
"""Japanese with less kana than this is Chinese."""
_STOP_WORDS = 0.12
"""The least share of the language's frequent words; marketing texts have 0.3 and more."""
_ENOUGH_WORDS = 6
_ENOUGH_LETTERS = 6

_WITHOUT_SPACES = frozenset({"zh", "ja"})


def length(text: str, language: str) -> int:
    """Return the number of words, or of characters where words are not written apart."""
    if language in _WITHOUT_SPACES:
        return sum(not char.isspace() for char in text)
    return len(text.split())


def is_in(text: str, language: str) -> bool:
    """Whether a text seems to be in a language; too few words, or an unknown language, pass.

    Parameters
    ----------
    text
        Without names of products, which are often English.
    """
    letters = len(_LETTER.findall(text))
    if letters < _ENOUGH_LETTERS:
        return True
    if len(_own_letter(language).findall(text)) < _OWN_LETTERS * letters:
        return False
    if language == "ja":
        return len(_KANA.findall(text)) >= _KANA_SHARE * letters
    return language not in STOP_WORDS or _has_stop_words(text, language)


@cache
def _own_letter(language: str) -> re.Pattern[str]:
    return re.compile(SCRIPTS.get(language, LATIN))


def _has_stop_words(text: str, language: str) -> bool:
    words = _WORD.findall(text.lower())
    if len(words) < _ENOUGH_WORDS:
        return True
    counts = {known: sum(map(stop.__contains__, words)) for known, stop in STOP_WORDS.items()}
    own = counts.pop(language)
    return own >= _STOP_WORDS * len(words) and own >= max(counts.values())
