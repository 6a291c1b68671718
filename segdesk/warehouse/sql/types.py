"""The types of GoogleSQL expressions, as far as UNNEST needs them."""

from collections.abc import Iterable
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

Type = exp.DataType | None
"""A type, or None where it is not known."""

Fields = dict[str, Type]
"""Columns of a relation or fields of a struct: lower-case name to type."""


@lru_cache(maxsize=4096)
def read_type(text: str) -> Type:
    """Parse a GoogleSQL type, such as ``ARRAY<STRUCT<index INT64, value STRING>>``."""
    try:
        parsed = sqlglot.parse_one(text, read="bigquery", into=exp.DataType)
    except SqlglotError:
        return None
    return parsed if isinstance(parsed, exp.DataType) else None


def array_of(element: Type) -> exp.DataType:
    """Return the type of an array."""
    unknown = exp.DataType(this=exp.DataType.Type.UNKNOWN)
    return exp.DataType(this=exp.DataType.Type.ARRAY, expressions=[element or unknown], nested=True)


def struct_of(fields: Iterable[tuple[str, Type]]) -> exp.DataType:
    """Return the type of a struct."""
    unknown = exp.DataType(this=exp.DataType.Type.UNKNOWN)
    definitions = [exp.ColumnDef(this=exp.to_identifier(name), kind=kind or unknown) for name, kind in fields]
    return exp.DataType(this=exp.DataType.Type.STRUCT, expressions=definitions, nested=True)


def element_of(kind: Type) -> Type:
    """Return the type of an array's elements."""
    if kind is None or not kind.is_type(exp.DataType.Type.ARRAY) or not kind.expressions:
        return None
    element = kind.expressions[0]
    return element if isinstance(element, exp.DataType) else None


def names_of(kind: Type) -> tuple[str, ...]:
    """Return a struct's field names as declared; none if it is no struct, or a field has no name."""
    if kind is None or not kind.is_type(exp.DataType.Type.STRUCT):
        return ()
    if not all(isinstance(field, exp.ColumnDef) for field in kind.expressions):
        return ()
    return tuple(field.name for field in kind.expressions)


def fields_of(kind: Type) -> Fields:
    """Return a struct's fields."""
    if kind is None or not names_of(kind):
        return {}
    return {field.name.lower(): field.args.get("kind") for field in kind.expressions}
