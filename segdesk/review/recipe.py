"""What the Features tab shows of the recipe: what it can be told, its SQL, and faults in a person's own."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from segdesk.project.settings import FeaturesSettings, RecipeName
from segdesk.warehouse.recipe_parameters import RecipeParameter, recipe_parameters

if TYPE_CHECKING:
    from segdesk.errors import SegdeskError
    from segdesk.project.file import Project
    from segdesk.warehouse.base import TableInfo


@dataclass(frozen=True)
class RecipeStatement:
    """One statement of a recipe.

    Attributes
    ----------
    file
        The name of its file, for instance ``parametric.sql``.
    sql
        GoogleSQL as it is shipped, with a comment on top that says what its parameters are.
    """

    file: str
    sql: str


@dataclass(frozen=True)
class SqlFault:
    """What is wrong with a text.

    Attributes
    ----------
    line, column
        Where it is wrong, counted from 1.
    length
        Characters of the word there; at least 1.
    message, todo
        What is wrong, and what to do about it.
    """

    line: int
    column: int
    length: int
    message: str
    todo: str


class ColumnKind(StrEnum):
    """What a column can be used for."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    """A date or time: neither to be clustered on nor a good key."""
    NESTED = "nested"
    """A list, a struct or bytes: only carried along."""


@dataclass(frozen=True)
class SqlColumn:
    """A column that a query gives.

    Attributes
    ----------
    type
        In GoogleSQL.
    can_be_key, can_be_feature
        Whether its type allows that; of text there may still be too many values to cluster on.
    looks_like_key
        Whether its name says so.
    """

    name: str
    type: str
    kind: ColumnKind
    can_be_key: bool
    can_be_feature: bool
    looks_like_key: bool


@dataclass(frozen=True)
class SqlColumns:
    """The columns that a query gives."""

    columns: tuple[SqlColumn, ...]


def parameters(settings: FeaturesSettings) -> tuple[RecipeParameter, ...]:
    """Return what the recipe of the settings can be told in its mode, with its defaults; needs no project."""
    return recipe_parameters(settings)


def recipe_sql(project: "Project", settings: FeaturesSettings) -> tuple[RecipeStatement, ...]:
    """Return the statements of a built-in recipe in the order in which they run; none for the custom one."""
    from segdesk.warehouse import sql
    from segdesk.warehouse.recipes import built_in

    if settings.recipe is RecipeName.CUSTOM:
        return ()
    recipe = built_in(settings.recipe, settings.mode)
    row = project.row("SELECT as_of FROM meta") if project.settings.features == settings else None
    found = []
    for name in (*recipe.views, recipe.query):
        text = sql.load(recipe.name, recipe.mode, f"{name}.sql")
        found.append(
            RecipeStatement(f"{name}.sql", _with_parameters(text, settings, row[0] if row else None))
        )
    return tuple(found)


def _with_parameters(text: str, settings: FeaturesSettings, as_of: date | None) -> str:
    """Put what the parameters of a statement are on top of it, as a comment."""
    said = _said(settings, as_of)
    used = [name for name in said if re.search(rf"@{name}\b", text)]
    lines = [f"--   @{name:13} {said[name]}" for name in used]
    return "\n".join(["-- Parameters:", *lines, "", text]) if lines else text


def _said(settings: FeaturesSettings, as_of: date | None) -> dict[str, str]:
    """Return what each parameter is, in words or as it was given."""
    day = settings.as_of or as_of
    said = {"as_of": f"{day}" if day else "the last day in the data"}
    defaults = {parameter.name: parameter.default for parameter in recipe_parameters(settings)}
    if "as_of" in defaults and not day and defaults["as_of"]:
        said["as_of"] = f"{defaults['as_of']} (today)"
    for name, nothing in (
        ("date_from", "the first day in the data"),
        ("date_to", "the last day in the data"),
        ("country", "all countries"),
        ("purchase", ""),
    ):
        given = getattr(settings, name) or defaults.get(name) or nothing
        said[name] = str(given)
    said["customer_key"] = settings.key or defaults.get("key") or "fullVisitorId"
    return said


def check_sql(project: "Project", text: str) -> SqlFault | SqlColumns:
    """Return what is wrong with a query over the source's tables, or else the columns that it gives.

    Reads no rows: only the columns that Connect listed count.
    """
    from segdesk.errors import SegdeskError
    from segdesk.warehouse.dry_run import columns_of_query

    try:
        found = columns_of_query(_tables(project), text)
    except SegdeskError as error:
        return _fault(text, error)
    return SqlColumns(tuple(_column(column.name, column.type) for column in found))


def check_table(project: "Project", table: str) -> SqlFault | SqlColumns:
    """Return the columns of one of the source's tables, to pick key and features from."""
    from sqlglot import exp

    name = exp.to_identifier(table, quoted=True).sql(dialect="bigquery")
    return check_sql(project, f"SELECT * FROM {name}")


def check_purchase(project: "Project", settings: FeaturesSettings, text: str) -> SqlFault | None:
    """Return what is wrong with a condition on a hit, None if it can be used."""
    from segdesk.errors import SegdeskError
    from segdesk.warehouse import sql
    from segdesk.warehouse.dry_run import columns_of_query
    from segdesk.warehouse.parameters import literal, visitor_key

    values = {
        "purchase": text,
        "customer_key": visitor_key(settings.key or "fullVisitorId"),
        "as_of": literal(date(2000, 1, 1)),
        **{name: literal("") for name in ("date_from", "date_to", "country")},
    }
    statement = sql.load(RecipeName.GA360, settings.mode, "ga360_view.sql")
    try:
        columns_of_query(_tables(project), sql.bind(statement, expressions=values))
    except SegdeskError as error:
        found = _fault(text, error)
        # A place in the recipe's own statement says nothing to whoever typed the condition.
        inside = found.line == 1 and found.column <= len(text)
        return found if inside else SqlFault(1, 1, max(1, len(text)), found.message, found.todo)
    return None


def _tables(project: "Project") -> tuple["TableInfo", ...]:
    from segdesk.review.connect import tables
    from segdesk.warehouse.base import Column, TableInfo

    return tuple(
        TableInfo(t.name, t.rows, t.bytes, tuple(Column(c.name, c.type) for c in t.columns))
        for t in tables(project)
    )


# Every error about SQL names its place in these words.
_PLACE = re.compile(r",? ?(?:it is named |the second one begins )?(?:at )?line (\d+), column (\d+)")


def _fault(text: str, error: "SegdeskError") -> SqlFault:
    """Return an error as a fault at its place; where there is none, at the beginning."""
    # What cannot be read or run is the text in front of the person: the reason alone says more.
    told = (
        error.what if not error.why.strip() or not error.what.startswith("The SQL cannot") else "",
        error.why,
    )
    said = ": ".join(part for part in told if part)
    found = _PLACE.search(said)
    if found:
        line, column = int(found[1]), int(found[2])
    elif "at its end" in said:
        end = text.rstrip()
        line, column = end.count("\n") + 1, len(end) - (end.rfind("\n") + 1)
    else:
        line, column = 1, 1
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    word = re.match(r"\w+|`[^`]*`|'[^']*'", rest)
    message = _PLACE.sub("", said).replace(" at its end", "").strip(" :")
    # A column's name keeps its spelling where the message begins with it.
    if not (word and message.startswith(word[0])):
        message = message[:1].upper() + message[1:]
    return SqlFault(line, max(1, column), len(word[0]) if word else 1, message, error.todo.rstrip("."))


_NUMBERS = ("INT64", "FLOAT64", "NUMERIC", "BIGNUMERIC")
_DATES = ("DATE", "DATETIME", "TIMESTAMP", "TIME")


def _column(name: str, kind: str) -> SqlColumn:
    from segdesk.review.connect import KEYS

    if kind.startswith(("ARRAY", "STRUCT", "BYTES")):
        use = ColumnKind.NESTED
    elif kind.startswith(_NUMBERS):
        use = ColumnKind.NUMBER
    else:
        use = ColumnKind.DATE if kind in _DATES else ColumnKind.TEXT
    feature = use in (ColumnKind.NUMBER, ColumnKind.TEXT)
    return SqlColumn(name, kind, use, use is not ColumnKind.NESTED, feature, name.lower() in KEYS)
