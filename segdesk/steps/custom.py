"""The custom recipe: any SQL, or any table, with the key and the features that a person picks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from segdesk.errors import InputError, UsageError
from segdesk.project.settings import FeaturesSettings, Impute, Mode, Preparation, RecipeName
from segdesk.steps import upstairs
from segdesk.steps.crm import MOST_CATEGORIES, is_compound, is_number, load_crm
from segdesk.warehouse import sql
from segdesk.warehouse.base import CanLocate, Keeps, Warehouse
from segdesk.warehouse.recipes import Feature, Kind, Recipe

TABLE = "customers"

MOSTLY = 0.5
"""A text column in which more than this share are numbers was meant to be one."""


@dataclass(frozen=True)
class CustomRows:
    """The recipe that a person's choices make, the customers, and what should be said of them.

    Attributes
    ----------
    upstairs
        Number of customers in the warehouse's own customer table; None where it keeps none.
    """

    recipe: Recipe
    rows: pa.RecordBatchReader
    notes: tuple[str, ...]
    upstairs: int | None = None


def rows(warehouse: Warehouse, settings: FeaturesSettings, most: int | None = None) -> CustomRows:
    """Return the customers of a query or table.

    Parameters
    ----------
    most
        The most customers to bring here from a warehouse that keeps its own customer table.

    Raises
    ------
    UsageError
        If the key, or the table among several, is not named.
    InputError
        If a column is missing, or a feature is text where numbers were meant.
    """
    if not settings.key:
        raise UsageError("The custom recipe needs the customers' key", "", "Name its column with --key")
    query, table = query_of(warehouse, settings)
    extra: tuple[Feature, ...] = ()
    if settings.crm:
        warehouse.execute(f"CREATE OR REPLACE VIEW `source` AS {query}", what="Features: the source")
        own = _column([c.name for c in warehouse.schema("source")], settings.key)
        extra = load_crm(warehouse, Path(settings.crm), own, "customer_id")
        query = sql.bind(sql.load("custom", "joined.sql"), expressions={"customer_key": f"s.`{own}`"})
    made = _materialised(warehouse, query, settings.key, most)
    data = made.rows.read_all() if made else warehouse.query(query).read_all()
    key = _column(data.column_names, settings.key)
    if not data.num_rows:
        raise InputError("There are no customers", "the table is empty", "Check the source and the query")
    features = _features(warehouse, data, key, settings.features, table=table, extra=extra)
    recipe = Recipe(
        name=RecipeName.CUSTOM,
        mode=Mode.CAREFUL,
        table=TABLE,
        key=key,
        features=features,
        required={},
        query=query,
    )
    notes = (*_without_match(data, extra), *_left_out(data, features), *(made.notes if made else ()))
    return CustomRows(recipe, data.to_reader(), notes, made.customers if made else None)


def _materialised(
    warehouse: Warehouse, query: str, key: str, most: int | None
) -> upstairs.Materialised | None:
    """Make the customer table where the warehouse keeps what is made, None where it does not."""
    if not isinstance(warehouse, Keeps):
        return None
    return upstairs.materialise(warehouse, query, table=TABLE, key_column=key, key=key, rows=most)


def _left_out(data: pa.Table, features: Sequence[Feature]) -> tuple[str, ...]:
    """Say which columns look like numbers but are not, and so were not clustered on unasked."""
    spoiled = [
        f.name
        for f in features
        if f.kind is Kind.CATEGORY and not f.offered and MOSTLY < _share_of_numbers(data.column(f.name)) < 1
    ]
    return tuple(
        f"{name} is left out: most of its values are numbers, but not all; ask for it to see which are not"
        for name in spoiled
    )


def _share_of_numbers(column: pa.ChunkedArray) -> float:
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        return 0.0
    known = column.drop_null()
    numbers = pc.match_substring_regex(known, r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$")
    return float((pc.sum(numbers).as_py() or 0) / max(1, len(known)))


def _without_match(data: pa.Table, extra: tuple[Feature, ...]) -> tuple[str, ...]:
    """Refuse a CRM file that knows nobody, and say how many customers it does not know."""
    if not extra:
        return ()
    known = pc.is_valid(data.column(extra[0].name))
    for feature in extra[1:]:
        known = pc.or_(known, pc.is_valid(data.column(feature.name)))
    missing = data.num_rows - (pc.sum(known).as_py() or 0)
    if missing == data.num_rows:
        raise InputError(
            "The CRM file knows none of the customers",
            "no key of the file is one of theirs",
            "Check that both mean the same key, written in the same way",
        )
    return (f"The CRM file does not know {missing:,} of the customers",) if missing else ()


def query_of(warehouse: Warehouse, settings: FeaturesSettings) -> tuple[str, str | None]:
    """Return the person's query, and the table that its columns come from where that is sure."""
    if settings.sql is not None:
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


def _column(names: Sequence[str], name: str) -> str:
    """Return a column's name as the data spells it."""
    found = next((c for c in names if c.lower() == name.lower()), None)
    if found is None:
        raise InputError(f"There is no column {name}", f"there are {', '.join(names)}", "Check the name")
    return found


def _features(
    warehouse: Warehouse,
    data: pa.Table,
    key: str,
    wanted: tuple[str, ...],
    *,
    table: str | None,
    extra: tuple[Feature, ...],
) -> tuple[Feature, ...]:
    """Return what can be clustered on; offered are the wanted columns, or else all numbers and the CRM's."""
    names = list(dict.fromkeys(_column(data.column_names, name) for name in wanted))
    for name in names:
        _refuse_mostly_numbers(warehouse, table, data, name)
        _refuse_what_cannot_be_clustered(data, name)
    others = [n for n in data.column_names if n not in (key, *names) and not is_compound(data, n)]
    from_crm = {feature.name: feature for feature in extra}
    found = [_feature(data, name, offered=True) for name in names]
    for name in others:
        own = from_crm.get(name) or _feature(data, name, offered=is_number(data, name))
        found.append(replace(own, offered=own.offered and not wanted))
    if not any(feature.offered for feature in found):
        raise InputError(
            "There is no column to cluster on", "none holds numbers", "Name some with --features"
        )
    return tuple(found)


def _feature(data: pa.Table, name: str, *, offered: bool) -> Feature:
    kind = Kind.NUMBER if is_number(data, name) else Kind.CATEGORY
    return Feature(
        name, kind=kind, preparation=Preparation(impute=Impute.MEDIAN), title=name, offered=offered
    )


def _refuse_what_cannot_be_clustered(data: pa.Table, name: str) -> None:
    """Refuse lists and dates, and text that is different for nearly everybody."""
    kind = data.schema.field(name).type
    if is_compound(data, name):
        raise InputError(
            f"{name} cannot be clustered on",
            "it holds lists, structs or bytes",
            "Take a number from it in a query",
        )
    if pa.types.is_temporal(kind):
        raise InputError(
            f"{name} cannot be clustered on", "it holds dates", "Count the days up to a date in a query"
        )
    distinct = 0 if is_number(data, name) else pc.count_distinct(data.column(name)).as_py()
    if distinct > MOST_CATEGORIES:
        raise InputError(
            f"{name} cannot be clustered on",
            f"it is text with {distinct:,} different values; {MOST_CATEGORIES} are the most",
            "Group its values in the query, or leave it out",
        )


def _refuse_mostly_numbers(warehouse: Warehouse, table: str | None, data: pa.Table, name: str) -> None:
    """Refuse a text feature that was meant to be a number, and say which value spoils it."""
    share = _share_of_numbers(data.column(name))
    if not MOSTLY < share < 1:
        return
    if table and isinstance(warehouse, CanLocate):
        warehouse.require(table, {name: "FLOAT64"})
    raise InputError(
        f"{name} is not a column of numbers",
        f"{share:.0%} of its values are numbers, the others are text",
        "Correct the values, or cast the column in the query",
    )
