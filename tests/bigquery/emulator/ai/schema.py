"""``output_schema``: the fields that a reply is to have."""

import re
from dataclasses import dataclass

from emulator.errors import invalid_query
from emulator.tokens import Text

_DUCKDB = {"STRING": "VARCHAR", "INT64": "BIGINT", "FLOAT64": "DOUBLE", "BOOL": "BOOLEAN"}


@dataclass(frozen=True)
class Field:
    """A field of a reply; of types the stand-in has STRING, INT64, FLOAT64 and BOOL."""

    name: str
    type: str

    @property
    def duckdb_type(self) -> str:
        """The type of its column."""
        return _DUCKDB[self.type]


def parse_schema(schema: str) -> tuple[Field, ...]:
    """Return the fields of a schema such as ``subject STRING, body STRING``. Raises `BigQueryError`."""
    text = Text.of(f"({schema})")
    fields = []
    for begin, end in text.arguments(0):
        words = re.fullmatch(
            r"`?(\w+)`?\s+(\w+)(?:\s+OPTIONS\s*\(.*\))?", text.between(begin, end).strip(), re.S | re.I
        )
        if words is None or words[2].upper() not in _DUCKDB:
            raise invalid_query(f"Invalid output_schema: {text.between(begin, end)}")
        fields.append(Field(words[1], words[2].upper()))
    if not fields:
        raise invalid_query("output_schema must have at least one field")
    return tuple(fields)
