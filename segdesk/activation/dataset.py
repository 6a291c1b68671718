"""The schema of a Universal Analytics Data Set: which column goes under which ``ga:`` name.

Source: Google Analytics Help, "Data Import": the header must match the Data Set schema exactly, in its order.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from segdesk.activation.violations import Use
from segdesk.errors import ActivationError

_NAME = re.compile(r"ga:[A-Za-z][A-Za-z0-9]*")
_KEY = re.compile(r"ga:(clientId|userId|dimension([1-9]\d*))")
_NUMBERED = re.compile(r"ga:(?:dimension|metric)(\d+)")
_USUAL = re.compile(r"ga:(clientId|userId|dimension\d+|metric\d+)")


@dataclass(frozen=True)
class Ga360Schema:
    """Which column of the table goes under which header.

    Attributes
    ----------
    columns
        Pairs of a source column and a ``ga:`` name, in the order of the Data Set schema. Names are compared
        letter case included, as Analytics does.
    key
        The key's ``ga:`` name. Left out, it is ``ga:clientId`` or ``ga:userId`` where there is one, otherwise
        the first name.

    Raises
    ------
    ActivationError
        For a name that no Data Set can have, a name twice, two keys, or nothing beside the key.
    """

    columns: tuple[tuple[str, str], ...]
    key: str = ""

    def __post_init__(self) -> None:
        if not self.key and self.headers:
            personal = [name for name in self.headers if name in {"ga:clientId", "ga:userId"}]
            object.__setattr__(self, "key", (personal or self.headers)[0])
        _refuse_names(self.headers, self.key)

    @classmethod
    def of(
        cls, key_header: str, key_column: str, mapping: Mapping[str, str] | Iterable[tuple[str, str]]
    ) -> Self:
        """Put the key first, unless the mapping says itself where it goes.

        The mapping may also name another column for ``ga:clientId`` or ``ga:userId``; a dimension that is the
        key is refused for another column, which was most likely left there by mistake.

        Parameters
        ----------
        key_header
            ``ga:clientId``, ``ga:userId`` or ``ga:dimension1`` to ``200``.
        key_column
            The column that holds it.
        mapping
            Source column to ``ga:`` name.
        """
        pairs = tuple(mapping.items() if isinstance(mapping, Mapping) else mapping)
        given = [source for source, name in pairs if name == key_header]
        if given and given != [key_column] and _NUMBERED.fullmatch(key_header):
            raise ActivationError(
                f"{key_header} would be both the key and the name of {given[0]}",
                "a header may stand once",
                f"Map {given[0]} to another dimension",
            )
        return cls(pairs if given else ((key_column, key_header), *pairs), key_header)

    @property
    def headers(self) -> tuple[str, ...]:
        """The ``ga:`` names in their order."""
        return tuple(name for _, name in self.columns)

    def use(self, header: str) -> Use:
        """Return what the column under a header is for."""
        if header == self.key:
            return Use.KEY
        return Use.NUMBER if header.startswith("ga:metric") and _NUMBERED.fullmatch(header) else Use.TEXT


def suggest(columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the columns whose name is a ``ga:`` name with an underscore for its colon, with that name.

    BigQuery long refused a colon in a column's name, hence ``ga_dimension1``. Only the leading ``ga_`` is
    replaced; what no Data Set can hold (``ga_my_column``) is not offered.
    """
    offers = ((name, "ga:" + name.removeprefix("ga_")) for name in columns if name.startswith("ga_"))
    return tuple((name, offer) for name, offer in offers if not _why_not(offer))


def _refuse_names(headers: tuple[str, ...], key: str) -> None:
    """Raise for names that cannot be together in one Data Set."""
    for name in headers:
        if why := _why_not(name):
            raise ActivationError(
                f"{name!r} cannot be a header of the file", why, "Map the column to another name"
            )
    twice = sorted({name for name in headers if headers.count(name) > 1})
    if twice:
        raise ActivationError(f"{twice[0]} is used twice", "a header may stand once", "Map one column to it")
    if not _KEY.fullmatch(key) or key not in headers:
        raise ActivationError(
            f"{key!r} cannot be the key of the file",
            "a Data Set is joined on ga:clientId, ga:userId or a user-scoped ga:dimension",
            "Choose one of them as the key",
        )
    if others := {"ga:clientId", "ga:userId"} & set(headers) - {key}:
        raise ActivationError(
            f"The file would have two keys: {key} and {min(others)}", "", "Keep one of them as the key"
        )
    if len(headers) == 1:
        raise ActivationError(
            f"The file would hold {key} alone", "there is nothing to import", "Map a column"
        )


def _why_not(name: str) -> str:
    """Return why Analytics has no such name, empty where it may have it."""
    if not name.startswith("ga:"):
        return "the names of a Data Set begin with ga:"
    if not _NAME.fullmatch(name):
        return "after ga: come letters and digits, without spaces or signs"
    usual = re.fullmatch(_USUAL.pattern, name, re.IGNORECASE)
    if usual and not _USUAL.fullmatch(name):
        return "letter case counts: write ga:clientId, ga:userId, ga:dimension1 or ga:metric1"
    number = _NUMBERED.fullmatch(name)
    if number and (number[1].startswith("0") or int(number[1]) > 200):
        return "dimensions and metrics are numbered 1 to 200"
    return ""
