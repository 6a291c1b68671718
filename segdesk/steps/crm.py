"""A CRM file that is joined to the customers on the Features tab."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from segdesk.errors import InputError
from segdesk.project.settings import Impute, Preparation
from segdesk.warehouse.base import Warehouse
from segdesk.warehouse.embedded import EmbeddedWarehouse
from segdesk.warehouse.recipes import Feature, Kind, Role

MOST_CATEGORIES = 50
"""A text column with more values than this is carried along, but not offered for clustering."""


def load_crm(warehouse: Warehouse, path: Path, key: str, key_column: str) -> tuple[Feature, ...]:
    """Load a CRM file into the warehouse as the table ``crm`` and return what it adds.

    Parameters
    ----------
    warehouse
        Where the customers are.
    path
        A file of any kind that the embedded warehouse reads.
    key
        The customers' key as the person knows it; the file must have a column of that name.
    key_column
        The name that the recipe's SQL uses for it.

    Raises
    ------
    InputError
        If the key column is missing, or a customer stands in the file twice.
    """
    files = EmbeddedWarehouse(path)
    try:
        name = files.tables()[0].name
        table = files.query(f"SELECT * FROM `{name}`").read_all()
    finally:
        files.close()
    own_key = next((c for c in table.column_names if c.lower() == key.lower()), None)
    if own_key is None:
        raise InputError(
            f"{path.name} has no column {key}",
            f"it has {', '.join(table.column_names)}",
            f"Name the column with the customers' key {key}",
        )
    if key_column in table.column_names and key_column != own_key:
        raise InputError(
            f"{path.name} has a column {key_column} beside {own_key}", "segdesk uses that name", "Rename it"
        )
    values = pc.cast(table.column(own_key), pa.string())
    known = values.drop_null()
    twice = len(known) - pc.count_distinct(known).as_py()
    if twice:
        raise InputError(
            f"{path.name} cannot be joined", f"{twice:,} rows repeat a {own_key}", "Keep one row per customer"
        )
    table = table.drop_columns([own_key]).append_column(key_column, values)
    warehouse.load("crm", table)
    return tuple(
        _feature(table, name)
        for name in table.column_names
        if name != key_column and not is_compound(table, name)
    )


def refuse_without_match(warehouse: Warehouse, customers: str, key_column: str, path: Path) -> None:
    """Refuse a CRM file in which no customer of the view ``customers`` stands."""
    matched = warehouse.query(
        f"SELECT COUNT(*) AS n FROM `{customers}` AS s JOIN `crm` AS c"
        f" ON c.`{key_column}` = CAST(s.`{key_column}` AS STRING)",
        what="Features: customers whom the CRM file knows",
    )
    if matched.read_all().column("n")[0].as_py() == 0:
        raise InputError(
            f"{path.name} knows none of the customers",
            "no key of the file is one of theirs",
            "Check that both mean the same key, written in the same way",
        )


def is_compound(table: pa.Table, name: str) -> bool:
    """Return whether a column holds lists, structs, maps or bytes, which are only carried along."""
    kind = table.schema.field(name).type
    binary = pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)
    return bool(pa.types.is_nested(kind) or binary)


def is_number(table: pa.Table, name: str) -> bool:
    """Return whether a column holds numbers."""
    kind = table.schema.field(name).type
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _feature(table: pa.Table, name: str) -> Feature:
    number = is_number(table, name)
    few = number or pc.count_distinct(table.column(name)).as_py() <= MOST_CATEGORIES
    return Feature(
        name,
        role=Role.DEMOGRAPHIC,
        kind=Kind.NUMBER if number else Kind.CATEGORY,
        preparation=Preparation(impute=Impute.MEDIAN),
        title=name,
        offered=few,
    )
