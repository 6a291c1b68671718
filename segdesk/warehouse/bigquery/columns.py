"""Columns as BigQuery's REST API describes them, as GoogleSQL names them, and as Arrow has them."""

from collections.abc import Iterable

import pyarrow as pa
from google.cloud.bigquery import SchemaField

from segdesk.errors import InputError
from segdesk.warehouse.base import Column

_GOOGLE = {
    "INTEGER": "INT64",
    "FLOAT": "FLOAT64",
    "BOOLEAN": "BOOL",
    "RECORD": "STRUCT",
    "DECIMAL": "NUMERIC",
    "BIGDECIMAL": "BIGNUMERIC",
}
"""The older names that the REST API still uses."""

_ARROW = {
    "INT64": pa.int64(),
    "FLOAT64": pa.float64(),
    "BOOL": pa.bool_(),
    "BYTES": pa.binary(),
    "DATE": pa.date32(),
    "TIME": pa.time64("us"),
    "DATETIME": pa.timestamp("us"),
    "TIMESTAMP": pa.timestamp("us", tz="UTC"),
    "NUMERIC": pa.decimal128(38, 9),
    "BIGNUMERIC": pa.decimal256(76, 38),
}
"""All others come as text."""


def columns(fields: Iterable[SchemaField]) -> tuple[Column, ...]:
    """Return columns under the names that GoogleSQL has for their types."""
    return tuple(Column(field.name, google_type(field)) for field in fields)


def google_type(field: SchemaField) -> str:
    """Return a field's GoogleSQL type in full: ``ARRAY<STRUCT<type STRING, page STRUCT<path STRING>>>``."""
    name = _name(field)
    if name == "STRUCT":
        name = f"STRUCT<{', '.join(f'{each.name} {google_type(each)}' for each in field.fields)}>"
    return f"ARRAY<{name}>" if field.mode == "REPEATED" else name


def arrow_schema(fields: Iterable[SchemaField]) -> pa.Schema:
    """Return the schema in which rows of such columns arrive."""
    return pa.schema([pa.field(field.name, _arrow_type(field)) for field in fields])


def fields(schema: pa.Schema) -> list[SchemaField]:
    """Return the columns of a table that is to hold Arrow data; the schema is a conformed one.

    Raises
    ------
    InputError
        For a type that BigQuery has none for, such as a list of lists.
    """
    return [_field(field.name, field.type) for field in schema]


def _name(field: SchemaField) -> str:
    return _GOOGLE.get(field.field_type, field.field_type)


def _arrow_type(field: SchemaField) -> pa.DataType:
    name = _name(field)
    if name == "STRUCT":
        kind = pa.struct([pa.field(each.name, _arrow_type(each)) for each in field.fields])
    else:
        kind = _ARROW.get(name, pa.string())
    return pa.list_(kind) if field.mode == "REPEATED" else kind


def _field(name: str, kind: pa.DataType) -> SchemaField:
    if pa.types.is_list(kind):
        if pa.types.is_list(kind.value_type):
            raise InputError(
                f"{name} cannot be written to BigQuery", "it holds lists of lists", "Leave it out"
            )
        return _field_of(name, kind.value_type, "REPEATED")
    return _field_of(name, kind, "NULLABLE")


def _field_of(name: str, kind: pa.DataType, mode: str) -> SchemaField:
    if pa.types.is_struct(kind):
        return SchemaField(name, "RECORD", mode, fields=[_field(each.name, each.type) for each in kind])
    if pa.types.is_decimal(kind):
        fits = kind.scale <= 9 and kind.precision - kind.scale <= 29
        return SchemaField(name, "NUMERIC" if fits else "BIGNUMERIC", mode)
    known = next((google for google, arrow in _ARROW.items() if arrow == kind), None)
    if known is None and not pa.types.is_string(kind):
        raise InputError(f"{name} cannot be written to BigQuery", f"it holds {kind}", "Convert it first")
    return SchemaField(name, known or "STRING", mode)
