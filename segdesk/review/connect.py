"""What the Connect tab shows: the source's tables, their first rows, and which recipe they are made for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from segdesk.project.settings import FeaturesSettings, Mode, RecipeName, Settings

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
class Missing:
    """The first thing that a built-in recipe needs and the tables lack.

    Attributes
    ----------
    column
        None where the whole table is missing.
    """

    recipe: RecipeName
    table: str
    column: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """The recipe that fits the tables.

    Attributes
    ----------
    table, key
        For the custom recipe: the table that most likely holds the customers, and the column with their key;
        None where no table looks like it.
    missing
        Why each built-in recipe that does not fit does not.
    """

    recipe: RecipeName
    table: str | None = None
    key: str | None = None
    missing: tuple[Missing, ...] = ()


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

    from segdesk.errors import InputError
    from segdesk.steps.source import opened, sample_folder
    from segdesk.tasks.task import Task
    from segdesk.warehouse.base import CanPreview

    if project.settings.connect.source == "sample" and not sample_folder(project.settings).is_dir():
        # A read is answered soon or not at all: making a large sample takes a minute.
        raise InputError(
            "The sample is not on this machine yet",
            "it is made when its tables are listed",
            "List the tables",
        )
    name = exp.to_identifier(table, quoted=True).sql(dialect="bigquery")
    with opened(project, project.settings, Task()) as warehouse:
        columns = tuple(SourceColumn(column.name, column.type) for column in warehouse.schema(table))
        if isinstance(warehouse, CanPreview):
            data = warehouse.preview(table, limit)
        else:
            data = warehouse.query(f"SELECT * FROM {name} LIMIT {int(limit)}").read_all()
    cells = [[cell(_said(value)) for value in column.to_pylist()] for column in data.columns]
    return Preview(table, columns, tuple(zip(*cells, strict=True)))


def _said(value: object) -> object:
    """Return a value without what its structs leave open: an Analytics session is mostly that."""
    match value:
        case dict():
            return {name: _said(part) for name, part in value.items() if part is not None}
        case list():
            return [_said(part) for part in value]
        case _:
            return value


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
    built_ins = {name: built_in(name, Mode.CAREFUL) for name in (RecipeName.THELOOK, RecipeName.GA360)}
    lacking = {name: _lacking(found, name, recipe.required) for name, recipe in built_ins.items()}
    missing = tuple(first for first in lacking.values() if first is not None)
    for name, first in lacking.items():
        if first is None:
            return Suggestion(name, missing=missing)
    return Suggestion(RecipeName.CUSTOM, *_customers(found), missing=missing)


def works(features: FeaturesSettings, found: Source) -> bool:
    """Whether a recipe, as it is set, finds in the tables what it reads; needs no project."""
    if found.suggestion is None or features.sql is not None:
        return True
    if features.recipe is not RecipeName.CUSTOM:
        return all(each.recipe is not features.recipe for each in found.suggestion.missing)
    if features.key is None:
        return False
    tables = [
        t for t in found.tables if t.name == features.table or (not features.table and len(found.tables) == 1)
    ]
    return any(column.name.lower() == features.key.lower() for table in tables for column in table.columns)


def preset(suggestion: Suggestion) -> FeaturesSettings:
    """Return the settings of the recipe that fits; it starts from its own values."""
    return FeaturesSettings(recipe=suggestion.recipe, table=suggestion.table, key=suggestion.key)


def with_recipe(settings: Settings, features: FeaturesSettings) -> Settings:
    """Return settings with another recipe; which columns are clustered was said of the old one's."""
    matrix = settings.matrix.model_copy(update={"use": (), "preparation": {}})
    return settings.model_copy(update={"features": features, "matrix": matrix})


def _lacking(
    found: Sequence["TableInfo"], recipe: RecipeName, required: Mapping[str, Mapping[str, str]]
) -> Missing | None:
    """Return the first thing that a recipe needs and the source lacks, None if it has all."""
    by_name = {table.name.lower(): table for table in found}
    for name, columns in required.items():
        table = by_name.get(name.lower())
        if table is None:
            return Missing(recipe, name)
        for column in columns:
            if table.column(column) is None:
                return Missing(recipe, name, column)
    return None


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
