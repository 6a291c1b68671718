"""What a person types to find rows: words, and conditions such as ``country:brazil`` or ``revenue:>100``.

Every part must hold. A word is looked for anywhere in a row. A condition names a column (in quotes where
the name has spaces), and its value is part of the text, the whole text in quotes, or a comparison.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest


class Relation(StrEnum):
    """How a cell relates to the value that is asked for."""

    CONTAINS = ""
    IS = "="
    ABOVE = ">"
    BELOW = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True)
class Term:
    """One part of a search.

    Attributes
    ----------
    text
        What is looked for.
    column
        Index of the column that is asked about; None asks about all.
    """

    text: str
    column: int | None = None
    relation: Relation = Relation.CONTAINS

    @property
    def number(self) -> float | None:
        """The text as a number, None if it is none."""
        text = self.text.replace(",", ".") if "." not in self.text else self.text.replace(",", "")
        try:
            return float(text)
        except ValueError:
            return None

    @property
    def tolerance(self) -> float:
        """Half a unit of the last digit that was typed: 45.7 stands for 45.65 to 45.75."""
        decimals = len(self.text.replace(",", ".").partition(".")[2])
        return 0.0 if not decimals else 0.5 * 10.0**-decimals


_QUOTED = r'"[^"]*"?'
_PART = re.compile(
    rf'(?:(?P<column>"[^"]+"|[^\s":]+):)?(?P<relation>>=|<=|>|<|=)?(?P<value>{_QUOTED}|\S+)?', re.UNICODE
)


def parse(text: str, names: Sequence[Sequence[str]]) -> tuple[Term, ...]:
    """Return the parts of a search.

    Parameters
    ----------
    text
        As typed; a part that is not finished yet says nothing.
    names
        The names that each column answers to; a first name goes before another column's second one.
    """
    known: dict[str, int] = {}
    for alike in zip_longest(*names, fillvalue=""):
        for index, name in enumerate(alike):
            if name:
                known.setdefault(_plain(name), index)
    parts = [match for match in _PART.finditer(text) if match.group()]
    terms = [_term(match, known) for match in parts]
    return tuple(term for term in terms if term.text)


def _term(match: re.Match[str], known: dict[str, int]) -> Term:
    value = match["value"] or ""
    if match["column"] is None:
        return Term((match["relation"] or "") + value.strip('"'))
    column = known.get(_plain(match["column"].strip('"')))
    if column is None:
        return Term(match.group().replace('"', ""))
    relation = Relation(match["relation"] or "")
    if relation is Relation.CONTAINS and value.startswith('"'):
        relation = Relation.IS
    return Term(value.strip('"'), column, relation)


def condition(name: str, value: str) -> str:
    """Return the search for rows whose column has just this value."""
    column = f'"{name}"' if re.search(r'[\s":]', name) else name
    return f'{column}:"{value}"'


def folded(text: str) -> str:
    """Return a text without its accents and capitals: "São Paulo" and "sao paulo" are then alike."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _plain(name: str) -> str:
    """Return a column's name without what people leave out when they type it."""
    return re.sub(r"[\s_]+", "", folded(name))
