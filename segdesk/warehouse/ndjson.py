"""Newline-delimited JSON: one object a line, typed over all lines of all files of a table."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from segdesk.errors import InputError
from segdesk.paths import resource
from segdesk.warehouse.files import open_bytes, unreadable
from segdesk.warehouse.inference import Rule
from segdesk.warehouse.readers import FILE, Misfit, conversions, first_misfit, shown
from segdesk.warehouse.types import quoted, text, texts

Structure = Mapping[str, Any] | Sequence[Any] | str
"""A JSON type: an object by field, a list of one element type, or the name of a scalar's DuckDB type."""

_SCALARS = {
    "NULL": "VARCHAR",
    "JSON": "VARCHAR",
    "UBIGINT": "BIGINT",
    "HUGEINT": "BIGINT",
    "BIGINT": "BIGINT",
    "DOUBLE": "DOUBLE",
    "BOOLEAN": "BOOLEAN",
    "VARCHAR": "VARCHAR",
}
_GOOGLE_TYPES = {"VARCHAR": "STRING", "BIGINT": "INT64", "DOUBLE": "FLOAT64", "BOOLEAN": "BOOL"}
_MAX_OBJECT_BYTES = 1 << 28


class NdjsonFiles:
    """The NDJSON files of one table, read with one schema.

    Parameters
    ----------
    connection
        The DuckDB connection that reads.
    paths
        The files.
    structure
        The schema where it is known beforehand; otherwise it is found over all files and rows. A text stays a
        text, even if it looks like a number or date.

    Raises
    ------
    InputError
        With file and line, for a line that is not one JSON object.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        paths: Sequence[Path],
        structure: Mapping[str, Any] | None = None,
    ) -> None:
        self.paths = tuple(paths)
        self.notes: tuple[str, ...] = ()
        self.rows: int | None = None
        found: Structure = structure if structure is not None else self._find_structure(connection)
        if not isinstance(found, Mapping) or not found:
            raise self._first_problem() or InputError(
                f"{self.paths[0].name} holds no JSON objects", "", "Check it"
            )
        self._structure: dict[str, Any] = dict(found)
        _refuse_twins(self.paths[0], self._structure)
        self._values: dict[str, str] = {}

    def select(self) -> str:
        """Return the query that gives the table."""
        values = ", ".join(self._values.get(name, quoted(name)) for name in self._structure)
        return f"SELECT {values}, {FILE} FROM {self._scan(self.paths)}"

    def retype(self, connection: duckdb.DuckDBPyConnection, column: str, kind: str) -> Misfit | None:
        """Read a column as another type if no value is lost."""
        name = next(field for field in self._structure if field.lower() == column.lower())
        stored = self._structure[name]
        misfit: Misfit | None = None
        for rule in conversions(_GOOGLE_TYPES.get(stored, "") if isinstance(stored, str) else "", kind):
            misfit = self._first_misfit(connection, name, rule)
            if misfit is None:
                self._values[name] = f"{rule.value_of(quoted(name))} AS {quoted(name)}"
                return None
        return misfit

    def explain(self, path: Path) -> InputError | None:
        """Return the first line that is not one JSON object of the table's schema."""
        return _line_problem(path, self._structure)

    def _first_misfit(self, connection: duckdb.DuckDBPyConnection, name: str, rule: Rule) -> Misfit | None:
        for path in self.paths:
            found = first_misfit(connection, self._scan([path]), quoted(name), rule)
            if found is not None:
                line = next((line for n, (line, _) in enumerate(_objects(path), 1) if n == found[0]), 1)
                return Misfit(path, f"line {line}", found[1])
        return None

    def _scan(self, paths: Sequence[Path]) -> str:
        columns = ", ".join(
            f"{text(name)}: {text(_duckdb_type(kind))}" for name, kind in self._structure.items()
        )
        return (
            f"read_ndjson({texts(paths)}, auto_detect = false, filename = {text(FILE)}, "
            f"columns = {{{columns}}}, maximum_object_size = {_MAX_OBJECT_BYTES})"
        )

    def _find_structure(self, connection: duckdb.DuckDBPyConnection) -> Structure:
        query = (
            f"SELECT json_group_structure(json), count(*) FROM read_ndjson_objects({texts(self.paths)}, "
            f"maximum_object_size = {_MAX_OBJECT_BYTES})"
        )
        try:
            found, self.rows = connection.execute(query).fetchall()[0]
        except duckdb.InterruptException:
            raise
        except duckdb.Error as problem:
            raise self._first_problem() or InputError(
                f"{self.paths[0].name} cannot be read", str(problem).split("\n")[0], "Check the file"
            ) from None
        structure: Structure = _simplified(json.loads(found) if found else {})
        return structure

    def _first_problem(self) -> InputError | None:
        return next((problem for path in self.paths if (problem := _line_problem(path, {}))), None)


def analytics_structure() -> dict[str, Any]:
    """Return the schema of the Google Analytics BigQuery export, as JSON types.

    Notes
    -----
    The fields are those of the public documentation: support.google.com/analytics/answer/3437719.
    """
    return _structure_of(json.loads(resource("schemas", "ga_sessions.json").read_text(encoding="utf-8")))


def _structure_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Translate a schema file: a type's name, an object of fields, or a list of one such object."""
    scalars = {"STRING": "VARCHAR", "INT64": "BIGINT", "FLOAT64": "DOUBLE", "BOOL": "BOOLEAN"}
    structure: dict[str, Any] = {}
    for name, kind in fields.items():
        if isinstance(kind, str):
            structure[name] = scalars[kind]
        elif isinstance(kind, Mapping):
            structure[name] = _structure_of(kind)
        else:
            structure[name] = [scalars[kind[0]] if isinstance(kind[0], str) else _structure_of(kind[0])]
    return structure


def _simplified(structure: Any) -> Any:
    """Replace the types that DuckDB finds by those that are kept."""
    if isinstance(structure, Mapping):
        return {name: _simplified(kind) for name, kind in structure.items()} or "VARCHAR"
    if isinstance(structure, list):
        return [_simplified(structure[0] if structure else "NULL")]
    return _SCALARS.get(str(structure).strip('"'), "VARCHAR")


def _duckdb_type(structure: Structure) -> str:
    if isinstance(structure, str):
        return structure
    if isinstance(structure, Mapping):
        return (
            f"STRUCT({', '.join(f'{quoted(name)} {_duckdb_type(kind)}' for name, kind in structure.items())})"
        )
    return f"{_duckdb_type(structure[0])}[]"


def _refuse_twins(path: Path, structure: Mapping[str, Any], within: str = "") -> None:
    """Refuse fields that differ in letter case only: SQL could not tell them apart."""
    seen: dict[str, str] = {}
    for name, kind in structure.items():
        if (other := seen.setdefault(name.lower(), name)) != name:
            raise InputError(
                f"{path.name} writes one field in two ways",
                f"'{within}{other}' and '{within}{name}'",
                "Write it in one way on every line",
            )
        inner = kind[0] if isinstance(kind, list) and kind else kind
        if isinstance(inner, Mapping):
            _refuse_twins(path, inner, f"{within}{name}.")


def _objects(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, with their numbers."""
    with open_bytes(path) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield number, line


def _line_problem(path: Path, structure: Mapping[str, Any]) -> InputError | None:
    """Find the first line that is not one JSON object, or does not fit the schema."""
    todo = "Write one complete JSON object on every line"
    try:
        for number, line in _objects(path):
            try:
                value = json.loads(line.decode())
            except UnicodeDecodeError as problem:
                at = len(line[: problem.start].decode()) + 1
                return InputError(f"{path.name} is not UTF-8", f"line {number}, character {at} is not", todo)
            except json.JSONDecodeError as problem:
                return InputError(
                    f"{path.name} is not NDJSON",
                    f"line {number}, column {problem.colno}: {problem.msg}",
                    todo,
                )
            if not isinstance(value, dict):
                return InputError(f"{path.name} is not NDJSON", f"line {number} is not an object", todo)
            if (wrong := _misfit(value, structure)) is not None:
                return InputError(
                    f"{path.name} cannot be read", f"line {number}: {wrong}", "Correct the value"
                )
    except (OSError, EOFError) as problem:
        return unreadable(path, problem)
    return None


def _misfit(value: Any, structure: Structure, where: str = "") -> str | None:
    """Describe the first part of a JSON value that is not of its type."""
    if value is None:
        return None
    if isinstance(structure, Mapping):
        if not isinstance(value, dict):
            return f"{where} is not an object"
        inner = {name.lower(): (name, kind) for name, kind in structure.items()}
        parts = ((inner[k.lower()], v) for k, v in value.items() if k.lower() in inner)
        return next((m for (n, k), v in parts if (m := _misfit(v, k, f"{where}.{n}".lstrip(".")))), None)
    if not isinstance(structure, str):
        if not isinstance(value, list):
            return f"{where} is not a list"
        return next((m for v in value if (m := _misfit(v, structure[0], where))), None)
    as_text = value if isinstance(value, str) else json.dumps(value)
    if structure == "BIGINT" and not (re.fullmatch(r"-?\d{1,19}", as_text) and abs(int(as_text)) < 2**63):
        return f"{where} is {shown(as_text)}, not an INT64; write long numbers as text"
    if structure == "DOUBLE" and not re.fullmatch(r"-?\d+(\.\d*)?([eE][-+]?\d+)?|NaN|-?Infinity", as_text):
        return f"{where} is {shown(as_text)}, not a FLOAT64"
    if structure == "BOOLEAN" and as_text.lower() not in ("true", "false"):
        return f"{where} is {shown(as_text)}, not a BOOL"
    return None
