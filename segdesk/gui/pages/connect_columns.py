"""A table's columns for a person: nested ones with what is in them, types in plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from segdesk.gui.views.columns import Column, Columns
from segdesk.review.connect import SourceColumn


@dataclass(frozen=True)
class Field:
    """A column, or a part of one.

    Attributes
    ----------
    path
        Its name with dots, as a query writes it.
    type
        In GoogleSQL, without the parts.
    """

    path: str
    type: str


def fields(columns: Sequence[SourceColumn]) -> tuple[Field, ...]:
    """Return the columns, each followed by the parts of its structs."""
    return tuple(field for column in columns for field in _fields(column.name, column.type))


def as_table(columns: Sequence[SourceColumn]) -> Columns:
    """Return columns and their parts as a table."""
    translate = QCoreApplication.translate
    found = fields(columns)
    return Columns(
        (
            Column(translate("connect_columns", "Column"), [f.path for f in found], name="column"),
            Column(translate("connect_columns", "Holds"), [in_words(f.type) for f in found], name="holds"),
            Column(
                translate("connect_columns", "Type"),
                [f.type for f in found],
                tooltip=translate("connect_columns", "The type that a query sees, in GoogleSQL"),
                name="type",
            ),
        )
    )


def is_number(kind: str) -> bool:
    """Whether a GoogleSQL type is a number."""
    return kind.split("(", maxsplit=1)[0] in ("INT64", "FLOAT64", "NUMERIC", "BIGNUMERIC")


def in_words(kind: str) -> str:
    """Return what a column of a GoogleSQL type holds."""
    translate = QCoreApplication.translate
    if kind.startswith("ARRAY"):
        inside = _inside(kind)
        if inside.startswith("STRUCT"):
            return translate("connect_columns", "list of records")
        return translate("connect_columns", "list ({what})").format(what=in_words(inside))
    words = {
        "STRING": translate("connect_columns", "text"),
        "INT64": translate("connect_columns", "whole number"),
        "FLOAT64": translate("connect_columns", "number"),
        "NUMERIC": translate("connect_columns", "number"),
        "BIGNUMERIC": translate("connect_columns", "number"),
        "BOOL": translate("connect_columns", "yes or no"),
        "DATE": translate("connect_columns", "date"),
        "DATETIME": translate("connect_columns", "date and time"),
        "TIMESTAMP": translate("connect_columns", "date and time"),
        "TIME": translate("connect_columns", "time"),
        "BYTES": translate("connect_columns", "bytes"),
        "STRUCT": translate("connect_columns", "record"),
    }
    return words.get(kind.split("<", maxsplit=1)[0].split("(", maxsplit=1)[0], kind.lower())


def _fields(path: str, kind: str) -> Iterator[Field]:
    parts = kind
    lists = 0
    while parts.startswith("ARRAY<"):
        parts, lists = _inside(parts), lists + 1
    if not parts.startswith("STRUCT<"):
        yield Field(path, kind)
        return
    yield Field(path, "ARRAY<" * lists + "STRUCT" + ">" * lists)
    for part in _split(_inside(parts)):
        name, _, inner = part.strip().partition(" ")
        yield from _fields(f"{path}.{name.strip('`')}", inner)


def _inside(kind: str) -> str:
    """Return what stands between the outermost angle brackets."""
    return kind[kind.index("<") + 1 : kind.rindex(">")] if "<" in kind else ""


def _split(parts: str) -> Iterator[str]:
    """Yield the members of a struct; a comma inside brackets does not part them."""
    depth, start = 0, 0
    for place, letter in enumerate(parts):
        if letter in "<(":
            depth += 1
        elif letter in ">)":
            depth -= 1
        elif letter == "," and not depth:
            yield parts[start:place]
            start = place + 1
    if parts[start:].strip():
        yield parts[start:]
