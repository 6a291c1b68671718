"""A phrase book: what the floors below the window say in English, and how another language says it."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

_HOLE = re.compile(r"\{(\w+)(?::(\w+))?\}")
_BETWEEN = re.compile(r"(\. |\? |: |; |, |\n)")
_LONGEST = 6
"""Pieces between such signs that one phrase is tried on, besides all that are left."""
_NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]\d+)?%?"
_VALUE = r"""(?:"[^"]*"|'[^']*'|(?!\. |: |"[^"]*").)+?"""
"""A name, list or the like; whole sentences stand at the end of a phrase only."""
_WRITTEN: Final = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+))(\.\d+)?(e[-+]\d+)?(%?)")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
NUMBER: Final = "number"
"""The kind of a hole that takes numbers only."""


@dataclass(frozen=True)
class Phrase:
    """A sentence or a part of one, without its full stop.

    Attributes
    ----------
    english
        As it is said below the window, with ``{name}`` or ``{name:kind}`` for what differs each time: a
        ``kind`` is ``number``, or one of the book's lists of words.
    other
        The same in the language of the book, with ``{name}`` in any order.
    """

    english: str
    other: str

    @cached_property
    def holes(self) -> tuple[tuple[str, str], ...]:
        """Name and kind of each hole, in the order of the English phrase."""
        return tuple((found[1], found[2] or "") for found in _HOLE.finditer(self.english))

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """What stands between the holes."""
        return tuple(_HOLE.sub("\0", self.english).split("\0"))

    @cached_property
    def anchor(self) -> str:
        """The longest literal, which few texts have."""
        return max(self.literals, key=len)

    def may_be_in(self, text: str) -> bool:
        """Whether a text has all the literals; quicker to find out than by the pattern."""
        return self.anchor in text and all(literal in text for literal in self.literals)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What the English phrase looks like once its holes are filled."""
        first, *rest = self.literals
        parts = [re.escape(first)]
        seen: set[str] = set()
        for at, ((name, kind), literal) in enumerate(zip(self.holes, rest, strict=True), 1):
            is_last = at == len(rest) and not literal
            value = _NUMBER if kind == NUMBER else ".+" if is_last else _VALUE
            parts += [f"(?P={name})" if name in seen else f"(?P<{name}>{value})", re.escape(literal)]
            seen.add(name)
        return re.compile("".join(parts), re.DOTALL)


@dataclass(frozen=True)
class Signs:
    """How a language writes numbers and sets its signs.

    Attributes
    ----------
    thousands, point, percent
        What stands between thousands, before decimals, and behind a number of hundredths.
    opening, closing
        Its quotation marks.
    before
        A sign to the space that goes before it.
    """

    thousands: str
    point: str
    percent: str
    opening: str
    closing: str
    before: Mapping[str, str]

    def set(self, text: str) -> str:
        """Put the right spaces into a text that was typed with plain ones."""
        for sign, space in self.before.items():
            text = text.replace(f" {sign}", f"{space}{sign}")
        text = text.replace(f"{self.opening.strip()} ", self.opening)
        return text.replace(f" {self.closing.strip()}", self.closing)

    def between(self, sign: str) -> str:
        """Return the sign between two sentences with the spaces that belong to it."""
        return f"{self.before.get(sign[0], '')}{sign}"

    def number(self, text: str) -> str:
        """Write a number, with thousands set apart even where they were not."""
        whole = re.match(r"[-+]?\d{4,}(?!\d)", text)
        return self.value(f"{int(whole[0]):,}{text[whole.end() :]}" if whole else text)

    def value(self, text: str) -> str:
        """Write a value that is a number, or that stands in quotes; any other stays as it is."""
        if quoted := _QUOTED.fullmatch(text):
            return f"{self.opening}{quoted[1] or quoted[2] or ''}{self.closing}"
        if number := _WRITTEN.fullmatch(text):
            whole, decimals, power, percent = number.groups(default="")
            point = decimals.replace(".", self.point)
            sign = self.percent if percent else ""
            return f"{whole.replace(',', self.thousands)}{point}{power}{sign}"
        return text


@dataclass(frozen=True)
class _Passage:
    """A text, and how many of its characters the book knows."""

    text: str
    known: int


class Book:
    """The phrases and words of one language.

    Parameters
    ----------
    words
        By kind, such as ``step``: an English word to the other language's.
    """

    def __init__(
        self, phrases: Sequence[Phrase], words: Mapping[str, Mapping[str, str]], signs: Signs
    ) -> None:
        self.phrases = tuple(phrases)
        self.words = words
        self.signs = signs
        self._fixed = {phrase.english: phrase.other for phrase in phrases if not phrase.holes}
        self._open = tuple(phrase for phrase in phrases if phrase.holes)

    @classmethod
    def read(cls, path: Path) -> "Book":
        """Read a book from a TOML file."""
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        signs = Signs(**found["signs"])
        phrases = [Phrase(each["en"], signs.set(each["fr"])) for each in found["phrase"]]
        words = {
            kind: {each: signs.set(other) for each, other in listed.items()}
            for kind, listed in found["words"].items()
        }
        return cls(phrases, words, signs)

    def said(self, text: str) -> str:
        """Return one or several sentences in the other language; what is not in the book stays."""
        return self._passage(text, self._open).text

    def word(self, kind: str, text: str) -> str:
        """Return a word of one kind, with a capital where it had one; an unknown one as it is."""
        return self._word(kind, text) or text

    def _word(self, kind: str, text: str) -> str:
        known = self.words[kind]
        if text in known:
            return known[text]
        other = known.get(_lowered(text), "")
        return _capitalised(other) if text[:1].isupper() else other

    def _passage(self, text: str, phrases: Sequence[Phrase]) -> _Passage:
        """Cut a text where the most of it is known; the first cut counts where several do as well."""
        near = tuple(phrase for phrase in phrases if phrase.may_be_in(text))
        pieces = _BETWEEN.split(text)
        count = len(pieces) // 2 + 1
        best = [_Passage("", 0)] * (count + 1)
        for first in reversed(range(count)):
            found = []
            for last in _ends(first, count):
                sign, rest = "".join(pieces[2 * last + 1 : 2 * last + 2]), best[last + 1]
                head = self._sentence("".join(pieces[2 * first : 2 * last + 1]), near)
                if head is not None or last == first:
                    head = head or _Passage(pieces[2 * first], 0)
                    sign = self.signs.between(sign) if sign and head.known + rest.known else sign
                    found.append(_Passage(f"{head.text}{sign}{rest.text}", head.known + rest.known))
            best[first] = max(found, key=lambda passage: passage.known)
        return best[0]

    def _sentence(self, text: str, phrases: Sequence[Phrase]) -> _Passage | None:
        """Return a text that one phrase says, with or without its full stop; None if none does."""
        body = text.removesuffix(".")
        found = self._phrase(body, phrases)
        if found is None and body[:1].isupper() and (found := self._phrase(_lowered(body), phrases)):
            found = _Passage(_capitalised(found.text), found.known)
        if found is None or body == text or found.text.endswith("?"):
            return found
        return _Passage(f"{found.text}.", found.known)

    def _phrase(self, text: str, phrases: Sequence[Phrase]) -> _Passage | None:
        if text in self._fixed:
            return _Passage(self._fixed[text], len(text))
        near = (phrase for phrase in phrases if phrase.may_be_in(text))
        found = [(phrase, match) for phrase in near if (match := phrase.pattern.fullmatch(text))]
        filled = [self._filled(phrase, match, phrases) for phrase, match in found]
        return max(filled, key=lambda passage: passage.known, default=None)

    def _filled(self, phrase: Phrase, match: re.Match[str], phrases: Sequence[Phrase]) -> _Passage:
        values = {name: self._value(match[name], kind, phrases) for name, kind in phrase.holes}
        known = sum(map(len, phrase.literals)) + sum(value.known for value in values.values())
        text = phrase.other.format(**{name: value.text for name, value in values.items()})
        return _Passage(text, known)

    def _value(self, text: str, kind: str, phrases: Sequence[Phrase]) -> _Passage:
        if kind in self.words:
            other = self._word(kind, text)
            return _Passage(other or text, len(text) if other else 0)
        if kind == NUMBER:
            return _Passage(self.signs.number(text), 0)
        written = self.signs.value(text)
        return self._passage(text, phrases) if written == text else _Passage(written, 0)


def _ends(first: int, count: int) -> Iterator[int]:
    """Yield the last pieces of the texts that a phrase is tried on, the nearest first."""
    near = min(first + _LONGEST, count)
    yield from range(first, near)
    if near < count:
        yield count - 1


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
