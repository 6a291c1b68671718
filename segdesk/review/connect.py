"""What the Connect tab shows: the source's tables, their first rows, and which recipe they are made for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from segdesk.project.settings import Mode, RecipeName

if TYPE_CHECKING:
    from segdesk.project.file import Project
    from segdesk.warehouse.base import TableInfo

LONGEST_CELL = 400
"""Characters of a cell that are shown."""

KEYS = ("customer_id", "customerid", "client_id", "clientid", "user_id", "userid", "id", "email", "key")
"""Names that a column with the customers' key often has, the most telling first."""


@dataclass(frozen=True)
class SourceColumn:
    """A column and its GoogleSQL type."""

    name: str
    type: str


@dataclass(frozen=True)
class SourceTable:
    """A table of the source.

    Attributes
    ----------
    rows, bytes
        None where they are not known.
    notes
        Sentences that a person should read, such as a sheet that was left out.
    """

    name: str
    rows: int | None
    bytes: int | None
    columns: tuple[SourceColumn, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """The recipe that fits the tables.

    Attributes
    ----------
    reason
        Why, in a sentence.
    table, key
        For the custom recipe: the table that most likely holds the customers, and the column with their key;
        None where no table looks like it.
    missing
        What each recipe that does not fit would need, in words.
    """

    recipe: RecipeName
    reason: str
    table: str | None = None
    key: str | None = None
    missing: tuple[tuple[RecipeName, str], ...] = ()


@dataclass(frozen=True)
class Source:
    """What Connect found.

    Attributes
    ----------
    source
        As the settings name it now, which may be another one than the tables come from.
    tables
        By name; empty before the first run.
    suggestion
        None before the first run.
    """

    source: str
    tables: tuple[SourceTable, ...]
    suggestion: Suggestion | None


@dataclass(frozen=True)
class Preview:
    """The first rows of a table.

    Attributes
    ----------
    rows
        A cell is text, None for NULL; lists and structs are written like JSON.
    """

    table: str
    columns: tuple[SourceColumn, ...]
    rows: tuple[tuple[str | None, ...], ...]


def source(project: "Project") -> Source:
    """Return the tables that Connect listed, and the recipe that fits them."""
    found = tables(project)
    return Source(project.settings.connect.source, found, detect(project) if found else None)


def tables(project: "Project") -> tuple[SourceTable, ...]:
    """Return the tables that Connect listed, by name."""
    rows = project.rows("SELECT name, rows, bytes, columns, notes FROM source_tables ORDER BY name")
    return tuple(
        SourceTable(
            name,
            count,
            size,
            tuple(SourceColumn(column["name"], column["type"]) for column in columns),
            tuple(notes),
        )
        for name, count, size, columns, notes in rows
    )


def preview(project: "Project", table: str, limit: int = 100) -> Preview:
    """Return the first rows of a table, read from the source.

    Raises
    ------
    SegdeskError
        If the source, or the table in it, is not there any more or cannot be read.
    """
    from sqlglot import exp

    from segdesk.steps.connect import open_source
    from segdesk.tasks.task import Task

    name = exp.to_identifier(table, quoted=True).sql(dialect="bigquery")
    warehouse = open_source(project.settings, Task())
    try:
        columns = tuple(SourceColumn(column.name, column.type) for column in warehouse.schema(table))
        data = warehouse.query(f"SELECT * FROM {name} LIMIT {int(limit)}").read_all()
    finally:
        warehouse.close()
    cells = [[cell(value) for value in column.to_pylist()] for column in data.columns]
    return Preview(table, columns, tuple(zip(*cells, strict=True)))


def cell(value: object) -> str | None:
    """Return a value as a table shows it, None for NULL."""
    if value is None:
        return None
    text = plain(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def plain(value: object) -> str:
    """Return a value as text: numbers with the digits that they have, lists and structs like JSON."""
    import json
    from datetime import date, datetime, time

    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00")
        case date() | time():
            return value.isoformat()
        case bytes():
            return f"{len(value):,} bytes"
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, default=plain)
        case _:
            return str(value)


def detect(project: "Project") -> Suggestion:
    """Return the recipe that fits the tables that Connect listed."""
    from segdesk.warehouse.base import Column, TableInfo
    from segdesk.warehouse.recipes import built_in

    found = tuple(
        TableInfo(t.name, t.rows, t.bytes, tuple(Column(c.name, c.type) for c in t.columns))
        for t in tables(project)
    )
    missing: list[tuple[RecipeName, str]] = []
    for recipe in (RecipeName.THELOOK, RecipeName.GA360):
        lacking = _lacking(found, built_in(recipe, Mode.CAREFUL).required)
        if not lacking:
            return Suggestion(recipe, _REASONS[recipe])
        missing.append((recipe, lacking))
    table, key = _customers(found)
    if table is None:
        reason = "No table has a column that looks like a customer's key."
    else:
        reason = f"The table {table} looks like one row per customer, with the key {key}."
    return Suggestion(RecipeName.CUSTOM, reason, table, key, tuple(missing))


_REASONS = {
    RecipeName.THELOOK: "These are a shop's users, orders, products and events.",
    RecipeName.GA360: "These are sessions of Google Analytics 360.",
}


def _lacking(found: Sequence["TableInfo"], required: Mapping[str, Mapping[str, str]]) -> str:
    """Return the first thing that a recipe needs and the source lacks, empty if it has all."""
    by_name = {table.name.lower(): table for table in found}
    for name, columns in required.items():
        table = by_name.get(name.lower())
        if table is None:
            return f"a table {name}"
        for column in columns:
            if table.column(column) is None:
                return f"a column {column} in {name}"
    return ""


def _customers(found: Sequence["TableInfo"]) -> tuple[str | None, str | None]:
    """Return the table that most likely has one row per customer, and its key."""
    candidates = []
    for table in found:
        present = {column.name.lower(): column.name for column in table.columns}
        rank, key = next(((r, present[k]) for r, k in enumerate(KEYS) if k in present), (len(KEYS), None))
        # A table that is named for people goes before one that merely refers to them, such as its orders.
        people = any(word in table.name.lower() for word in ("customer", "user", "client", "people", "crm"))
        if key is not None or len(found) == 1:
            candidates.append((not people, rank, table.name, key))
    if not candidates:
        return None, None
    _, _, name, key = min(candidates, key=lambda each: each[:3])
    return name, key
