"""Numbers and plurals of the nine languages that emails are written in.

The categories and separators are those of the Unicode Common Locale Data Repository.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum


class Plural(StrEnum):
    """CLDR's categories of a whole number."""

    ZERO = "zero"
    ONE = "one"
    TWO = "two"
    FEW = "few"
    MANY = "many"
    OTHER = "other"


def _one_is_singular(n: int) -> Plural:
    return Plural.ONE if n == 1 else Plural.OTHER


def _zero_is_singular_too(n: int) -> Plural:
    return Plural.ONE if n in (0, 1) else Plural.OTHER


def _no_plural(_: int) -> Plural:
    return Plural.OTHER


def _arabic(n: int) -> Plural:
    if n in (0, 1, 2):
        return (Plural.ZERO, Plural.ONE, Plural.TWO)[n]
    if 3 <= n % 100 <= 10:
        return Plural.FEW
    return Plural.MANY if n % 100 >= 11 else Plural.OTHER


_RULES: Mapping[str, Callable[[int], Plural]] = {
    "en": _one_is_singular,
    "de": _one_is_singular,
    "es": _one_is_singular,
    "fr": _zero_is_singular_too,
    "pt": _zero_is_singular_too,
    "ar": _arabic,
    "zh": _no_plural,
    "ja": _no_plural,
    "ko": _no_plural,
}

TIMES: Mapping[str, frozenset[Plural]] = {
    language: frozenset({Plural.ONE} | {rule(n) for n in range(2, 200)}) for language, rule in _RULES.items()
}
"""The forms of "n times" that a language needs; once is said in words of its own in every language."""

_SEPARATORS: Mapping[str, tuple[str, int]] = {
    "en": (",", 4),
    "fr": ("\u202f", 4),
    "es": ("\u202f", 5),  # four digits stay together
    "pt": (".", 5),
    "de": (".", 4),
    "ar": (",", 4),
    "zh": (",", 4),
    "ja": (",", 4),
    "ko": (",", 4),
}


def plural(language: str, n: int) -> Plural:
    """Return the form that a number asks for.

    Raises
    ------
    KeyError
        For a language that no emails are written in.
    """
    return _RULES[language](n)


def times(language: str, n: int) -> Plural:
    """Return the form in which something that happened n times is told, n from 1.

    Raises
    ------
    KeyError
        For a language that no emails are written in.
    """
    return Plural.ONE if n == 1 else plural(language, n)


def whole_number(language: str, n: int) -> str:
    """Return a number as the language groups its digits.

    Raises
    ------
    KeyError
        For a language that no emails are written in.
    """
    separator, digits = _SEPARATORS[language]
    return f"{n:,}".replace(",", separator) if len(str(abs(n))) >= digits else str(n)
