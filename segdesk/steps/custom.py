"""The custom recipe: any SQL, or any table, with the key and the features that a person picks."""

from pathlib import Path

import pyarrow as pa

from segdesk.errors import InputError, UsageError
from segdesk.project.settings import FeaturesSettings, Impute, Mode, Preparation, RecipeName
from segdesk.steps.crm import MOST_CATEGORIES, load_crm
from segdesk.warehouse import sql
from segdesk.warehouse.base import CanLocate, Warehouse
from segdesk.warehouse.recipes import Feature, Kind, Recipe

MOSTLY = 0.5
"""A text column in which more than this share are numbers was meant to be one."""


def rows(
    warehouse: Warehouse, settings: FeaturesSettings
) -> tuple[Recipe, pa.RecordBatchReader, tuple[str, ...]]:
    """Return the recipe, the rows, and what should be said of them.

    Raises
    ------
    UsageError
        If the key, or the table among several, is not named.
    InputError
        If a column is missing, or a feature is text where numbers were meant.
    """
    if not settings.key:
        raise UsageError("The custom recipe needs the customers' key", "", "Name its column with --key")
    query, table = _query(warehouse, settings)
    extra: tuple[Feature, ...] = ()
    if settings.crm:
        extra = load_crm(warehouse, Path(settings.crm), settings.key, "customer_id")
        warehouse.execute(f"CREATE OR REPLACE VIEW `source` AS {query}")
        query = sql.bind(
            sql.load("custom", "joined.sql"), expressions={"customer_key": f"s.`{settings.key}`"}
        )
    data = warehouse.query(query).read_all()
    key = _column(data, settings.key)
    features = _features(warehouse, table, data, key, settings.features) + extra
    recipe = Recipe(
        name=RecipeName.CUSTOM,
        mode=Mode.CAREFUL,
        table="customers",
        key=key,
        features=features,
        required={},
        query=query,
    )
    return recipe, data.to_reader(), ()


def _query(warehouse: Warehouse, settings: FeaturesSettings) -> tuple[str, str | None]:
    """Return the query, and the table that its columns come from where that is sure."""
    if settings.sql:
        sql.check_query(settings.sql)
        return settings.sql.strip().rstrip(";"), None
    names = [table.name for table in warehouse.tables()]
    if settings.table:
        warehouse.schema(settings.table)
        return f"SELECT * FROM `{settings.table}`", settings.table
    if len(names) == 1:
        return f"SELECT * FROM `{names[0]}`", names[0]
    raise UsageError(
        "It is not clear which table holds the customers",
        f"the source has {', '.join(names)}",
        "Name one with --table, or give a query with --sql",
    )


def _column(data: pa.Table, name: str) -> str:
    """Return a column's name as the data spells it."""
    found: str | None = next((c for c in data.column_names if c.lower() == name.lower()), None)
    if found is None:
        raise InputError(
            f"There is no column {name}", f"there are {', '.join(data.column_names)}", "Check the name"
        )
    return found


def _features(
    warehouse: Warehouse, table: str | None, data: pa.Table, key: str, wanted: tuple[str, ...]
) -> tuple[Feature, ...]:
    if wanted:
        names = [_column(data, name) for name in wanted]
        for name in names:
            _refuse_mostly_numbers(warehouse, table, data, name)
        return tuple(_feature(data, name, offered=True) for name in names)
    found = [_feature(data, name, offered=False) for name in data.column_names if name != key]
    numbers = tuple(
        Feature(f.name, f.unit, f.role, f.kind, f.preparation, f.title, offered=True)
        for f in found
        if f.kind is Kind.NUMBER
    )
    if not numbers:
        raise InputError(
            "There is no column to cluster on", "none holds numbers", "Name some with --features"
        )
    return numbers


def _feature(data: pa.Table, name: str, *, offered: bool) -> Feature:
    kind = Kind.NUMBER if _is_number(data.schema.field(name).type) else Kind.CATEGORY
    if kind is Kind.CATEGORY and offered:
        distinct = _distinct(data.column(name))
        if distinct > MOST_CATEGORIES:
            raise InputError(
                f"{name} cannot be clustered on",
                f"it is text with {distinct:,} different values; {MOST_CATEGORIES} are the most",
                "Group its values in the query, or leave it out",
            )
    return Feature(
        name, kind=kind, preparation=Preparation(impute=Impute.MEDIAN), title=name, offered=offered
    )


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _distinct(column: pa.ChunkedArray) -> int:
    import pyarrow.compute as pc

    return int(pc.count_distinct(column).as_py())


def _refuse_mostly_numbers(warehouse: Warehouse, table: str | None, data: pa.Table, name: str) -> None:
    """Refuse a text feature that was meant to be a number, and say which value spoils it."""
    import pyarrow.compute as pc

    column = data.column(name)
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        return
    known = column.drop_null()
    numbers = pc.match_substring_regex(known, r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$")
    share = (pc.sum(numbers).as_py() or 0) / max(1, len(known))
    if share <= MOSTLY or share == 1.0:
        return
    if table and isinstance(warehouse, CanLocate):
        warehouse.require(table, {name: "FLOAT64"})
    raise InputError(
        f"{name} is not a column of numbers",
        f"{share:.0%} of its values are numbers, the others are text",
        "Correct the values, or cast the column in the query",
    )
