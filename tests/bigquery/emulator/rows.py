"""Results in BigQuery's types, where DuckDB has more and other ones."""

import re
from typing import Any

import pyarrow as pa
from bqemulator.jobs.executor import build_response_schema

from emulator.jobs import Result

_HUGEINT = b"HUGEINT"
_DUCKDB_TYPE = b"bqemu.duckdb_type"
_SMALL_TYPES = {
    r"(?:TINYINT|SMALLINT|INTEGER|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT)": "BIGINT",
    r"FLOAT": "DOUBLE",
}


def as_result(table: pa.Table) -> Result:
    """Return a query's rows with the types that BigQuery would give them."""
    fields = build_response_schema(table.schema)
    columns = [_cast(column, field) for column, field in zip(table.columns, table.schema, strict=True)]
    names = [field["name"] for field in fields]
    if not names:
        return Result(table, fields)
    kept = [_without_size(field.metadata) for field in table.schema]
    schema = pa.schema(
        [
            pa.field(name, column.type, metadata=told)
            for name, column, told in zip(names, columns, kept, strict=True)
        ]
    )
    return Result(pa.table(columns, schema=schema), fields)


def plain(table: pa.Table) -> pa.Table:
    """Return rows without notes to the fields, as they go over the wire."""
    return pa.table(table.columns, schema=pa.schema([pa.field(f.name, f.type) for f in table.schema]))


def stored_type(duckdb_type: str) -> str:
    """Return the DuckDB type that holds a column of BigQuery's, for one that a statement happened to give."""
    for pattern, wanted in _SMALL_TYPES.items():
        # Names of fields are quoted where they look like a type.
        duckdb_type = re.sub(rf'(?<!")\b{pattern}\b(?!")', wanted, duckdb_type)
    return duckdb_type


def _cast(column: Any, field: pa.Field) -> Any:
    huge = (field.metadata or {}).get(_DUCKDB_TYPE, b"").startswith(_HUGEINT)
    wanted = _wide(field.type, huge)
    return column if wanted.equals(field.type) else column.cast(wanted)


def _without_size(metadata: dict[bytes, bytes] | None) -> dict[bytes, bytes] | None:
    return None if not metadata or metadata.get(_DUCKDB_TYPE, b"").startswith(_HUGEINT) else metadata


def _wide(kind: pa.DataType, huge: bool) -> pa.DataType:
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(_wide(kind.value_type, huge))
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(each.name, _wide(each.type, huge)) for each in kind])
    if pa.types.is_integer(kind) or (huge and pa.types.is_decimal(kind)):
        return pa.int64()
    if pa.types.is_floating(kind):
        return pa.float64()
    return pa.string() if pa.types.is_large_string(kind) else kind
