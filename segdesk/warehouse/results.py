"""Query results as Arrow, in the types that GoogleSQL has."""

import pyarrow as pa
import pyarrow.compute as pc

from segdesk.errors import WarehouseError


def conformed(schema: pa.Schema) -> pa.Schema:
    """Return the schema in which results leave: every integer INT64, every float FLOAT64, and so on.

    Raises
    ------
    WarehouseError
        If two columns have one name, which BigQuery refuses as well.
    """
    seen: set[str] = set()
    for name in schema.names:
        if name.lower() in seen:
            raise WarehouseError(
                "The query gives two columns of one name",
                f"'{name}'",
                "Give one of them another name with AS",
            )
        seen.add(name.lower())
    return pa.schema([pa.field(field.name, _conformed(field.type)) for field in schema])


def conform(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Return a batch in a schema that `conformed` gave."""
    try:
        columns = [
            column if column.type == field.type else pc.cast(column, field.type)
            for column, field in zip(batch.columns, schema, strict=True)
        ]
    except pa.ArrowInvalid as problem:
        raise WarehouseError(
            "The query gives a number that is no INT64", str(problem), "Cast it to FLOAT64 or STRING"
        ) from None
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _conformed(kind: pa.DataType) -> pa.DataType:
    """Return a type as it leaves; a sum of INT64 has 128 bits in DuckDB and is a decimal in Arrow."""
    if pa.types.is_integer(kind) or (pa.types.is_decimal(kind) and (kind.precision, kind.scale) == (38, 0)):
        return pa.int64()
    if pa.types.is_floating(kind):
        return pa.float64()
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", tz="UTC" if kind.tz else None)
    if pa.types.is_dictionary(kind):
        return _conformed(kind.value_type)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return pa.list_(_conformed(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(field.name, _conformed(field.type)) for field in kind])
    if pa.types.is_large_string(kind) or pa.types.is_null(kind) or kind == pa.string_view():
        return pa.string()
    return kind
