"""Values of named parameters: beside a query, or written into a statement that cannot take them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlglot import exp

from segdesk.errors import InputError
from segdesk.warehouse.base import Value
from segdesk.warehouse.bigquery.statement import Edit, Statement


def asked(statement: Statement, params: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values that a statement asks for, by the names as it spells them first.

    Raises
    ------
    InputError
        If a value is missing.
    """
    found: dict[str, Value] = {}
    spelled: set[str] = set()
    for _, name in statement.parameters():
        if name.text.lower() not in spelled:
            spelled.add(name.text.lower())
            found[name.text] = _value(name.text, params)
    return found


def literals(statement: Statement, params: Mapping[str, Value]) -> list[Edit]:
    """Return the edits that write the values into a statement: a view or model cannot ask for them later.

    Raises
    ------
    InputError
        If a value is missing.
    """
    return [
        Edit(at.start, name.end + 1, literal(_value(name.text, params)))
        for at, name in statement.parameters()
    ]


def literal(value: Value) -> str:
    """Return a value as GoogleSQL, quoted and escaped; a time without a zone is UTC."""
    match value:
        case None:
            return "CAST(NULL AS STRING)"  # GoogleSQL compares no bare NULL
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return f"({value})" if value < 0 else str(value)
        case float():
            return exp.cast(exp.Literal.string(repr(value)), "DOUBLE").sql(dialect="bigquery")
        case datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=UTC)
            return f"TIMESTAMP {_text(moment.isoformat(sep=' '))}"
        case date():
            return f"DATE {_text(value.isoformat())}"
        case _:
            return _text(value)


def type_of(value: Value) -> str:
    """Return the GoogleSQL type of a value; nothing known of a NULL, it is a STRING."""
    match value:
        case bool():
            return "BOOL"
        case int():
            return "INT64"
        case float():
            return "FLOAT64"
        case datetime():
            return "TIMESTAMP"
        case date():
            return "DATE"
        case _:
            return "STRING"


def _value(name: str, params: Mapping[str, Value]) -> Value:
    given = {each.lower(): value for each, value in params.items()}
    if name.lower() not in given:
        raise InputError(f"The SQL needs a value for @{name}", "none was given", "Give one, or write it out")
    return given[name.lower()]


def _text(value: str) -> str:
    return exp.Literal.string(value).sql(dialect="bigquery")
