"""DuckDB's types and GoogleSQL's: how the embedded warehouse stores what, and how it calls it."""

from collections.abc import Iterable
from typing import Any

import duckdb

DUCKDB_TYPES = {
    "INT64": "BIGINT",
    "FLOAT64": "DOUBLE",
    "BOOL": "BOOLEAN",
    "STRING": "VARCHAR",
    "BYTES": "BLOB",
    "DATE": "DATE",
    "TIME": "TIME",
    "DATETIME": "TIMESTAMP",
    "TIMESTAMP": "TIMESTAMP WITH TIME ZONE",
}
"""GoogleSQL type to the DuckDB type that holds it."""

_GOOGLE_TYPES = {
    **dict.fromkeys(("bigint", "integer", "smallint", "tinyint", "hugeint"), "INT64"),
    **dict.fromkeys(("ubigint", "uinteger", "usmallint", "utinyint", "uhugeint"), "INT64"),
    "double": "FLOAT64",
    "float": "FLOAT64",
    "boolean": "BOOL",
    "blob": "BYTES",
    "date": "DATE",
    "time": "TIME",
    "decimal": "NUMERIC",
    "timestamp with time zone": "TIMESTAMP",
    **dict.fromkeys(("timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns"), "DATETIME"),
}


def google_type(kind: Any) -> str:
    """Return the GoogleSQL name of a DuckDB type (a ``DuckDBPyType``)."""
    if kind.id in ("list", "array"):
        return f"ARRAY<{google_type(kind.children[0][1])}>"
    if kind.id == "struct":
        return f"STRUCT<{', '.join(f'{name} {google_type(child)}' for name, child in kind.children)}>"
    if kind.id == "map":
        key, value = (google_type(child) for _, child in kind.children)
        return f"ARRAY<STRUCT<key {key}, value {value}>>"
    return _GOOGLE_TYPES.get(kind.id, "STRING")


def canonical(kind: Any) -> str:
    """Return the DuckDB type in which a column of a source file is kept.

    One type for each of GoogleSQL's: 64-bit numbers, text for enumerations and identifiers. A timestamp
    without a zone counts as UTC.
    """
    if kind.id in ("list", "array"):
        return f"{canonical(kind.children[0][1])}[]"
    if kind.id == "struct":
        return f"STRUCT({', '.join(f'{quoted(name)} {canonical(child)}' for name, child in kind.children)})"
    if kind.id in ("map", "decimal"):
        return str(kind)
    name = google_type(kind)
    return DUCKDB_TYPES["TIMESTAMP" if name == "DATETIME" else name]


def quoted(name: str) -> str:
    """Return an identifier as DuckDB reads it."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """Return a string literal as DuckDB reads it."""
    return "'" + value.replace("'", "''") + "'"


def texts(values: Iterable[object]) -> str:
    """Return a list of string literals as DuckDB reads it."""
    return "[" + ", ".join(text(str(value)) for value in values) + "]"


def columns_of(relation: duckdb.DuckDBPyRelation) -> list[tuple[str, Any]]:
    """Return the names and types of a relation."""
    return list(zip(relation.columns, relation.types, strict=True))
