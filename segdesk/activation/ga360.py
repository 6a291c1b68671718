"""The CSV file that Universal Analytics (Analytics 360) Data Import took.

Sources: Google Analytics Help, "Data Import" (headers are the ``ga:`` names of the Data Set schema, in its
order; limits; messages), and the Management API reference, "Upload data" (1 GB).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from segdesk.activation.dataset import Ga360Schema, suggest
from segdesk.activation.legacy import LEGACY_NOTICE
from segdesk.activation.rules import broken_rules, repeats
from segdesk.activation.tables import (
    CSV_ROWS,
    as_text,
    column,
    csv_lines,
    header_line,
    opened,
    put,
    quote,
    sliced,
    without_exponents,
)
from segdesk.activation.violations import Cells, Findings, Report, Rule, Use
from segdesk.errors import ActivationError
from segdesk.tasks.task import Task

__all__ = ["LEGACY_NOTICE", "MAX_BYTES", "Ga360Schema", "Preview", "check", "preview", "suggest", "write"]

MAX_BYTES = 1_000_000_000
"""The largest upload, 1 GB."""

_CLIENT_ID = r"^\d+\.\d+$"
_EXACT = 2**53


@dataclass(frozen=True)
class Preview:
    """The first lines of the file, cell by cell, before quoting."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def check(table: pa.Table, schema: Ga360Schema, *, task: Task | None = None) -> Report:
    """Return everything in a table that Analytics would reject, or a person should know.

    Fatal: an empty or repeated key, a negative or non-finite number (a key of digits aside), anything but a
    plain number under a metric, a text above 150 bytes or with a line break or control character, an email
    address, a number that a spreadsheet shortened in a key, a file above 1 GB.

    Raises
    ------
    ActivationError
        If the table lacks a column of the schema.
    """
    chosen = _chosen(table, schema)
    findings, notes = Findings(), _Notes(schema)
    again, earlier = repeats(_key_text(chosen, schema))
    size, row = len(header_line(schema.headers)), 1
    for part in sliced(chosen, CSV_ROWS):
        if task:
            task.check()
        for cells in _cells(part, schema, row):
            size += _size(cells.text)
            notes.take(cells)
            for rule, mask in broken_rules(cells):
                findings.add(cells, rule, mask)
            if cells.use is Use.KEY:
                here = slice(row - 1, row - 1 + part.num_rows)
                findings.add(cells, Rule.DUPLICATE_KEY, again[here], earlier[here])
        findings.trim()
        row += part.num_rows
    if size > MAX_BYTES:
        findings.add_file(Rule.TOO_BIG, f"{size:,}")
    return findings.report(notes.sentences(table.num_rows), table.num_rows, size)


def write(
    path: Path, table: pa.Table, schema: Ga360Schema, task: Task, *, checked: Report | None = None
) -> int:
    r"""Write the import file and return its rows: header, UTF-8 without a byte order mark, ``\n``, RFC 4180.

    Numbers are plain decimals: no exponent, no ``.0`` behind a whole number. NULL and an empty text are
    nothing between two commas.

    Parameters
    ----------
    checked
        What `check` says of this very table, where it was asked already.

    Raises
    ------
    ActivationError
        Before a byte is written if the check finds anything fatal; or if the file cannot be written.
    """
    report = checked or check(table, schema, task=task)
    if report.fatal:
        others = f" There are {report.fatal - 1:,} others" if report.fatal > 1 else ""
        raise ActivationError(
            f"Analytics would reject {report.fatal:,} value{'s' if report.fatal > 1 else ''} of the file",
            report.violations[0].message + others,
            "Correct the source, or map another column (row 1 is the first row below the header)",
        )
    with opened(path) as file:
        put(file, path, header_line(schema.headers))
        for part in sliced(_chosen(table, schema), CSV_ROWS):
            task.check()
            put(file, path, csv_lines([quote(c.text, empty=False) for c in _cells(part, schema, 1)]))
    return int(table.num_rows)


def preview(table: pa.Table, schema: Ga360Schema, rows: int = 20) -> Preview:
    """Return the first rows as they would be written. Raises `ActivationError` for a missing column."""
    part = _chosen(table, schema).slice(0, rows)
    texts = [["" if v is None else v for v in cells.text.to_pylist()] for cells in _cells(part, schema, 1)]
    return Preview(schema.headers, tuple(zip(*texts, strict=True)))


class _Notes:
    """Counts what is worth a sentence about a whole column."""

    def __init__(self, schema: Ga360Schema) -> None:
        self._empty = dict.fromkeys(schema.headers, 0)
        self._key = schema.key
        self._no_client_id = 0
        self._example = ""
        self._inexact = False

    def take(self, cells: Cells) -> None:
        """Look at some rows of a column."""
        if cells.use is not Use.KEY:
            full = pc.sum(pc.greater(pc.binary_length(cells.text), 0)).as_py() or 0
            self._empty[cells.header] += len(cells.text) - full
            return
        if cells.header == "ga:clientId":
            wrong = cells.text.filter(pc.invert(pc.match_substring_regex(cells.text, _CLIENT_ID)))
            self._no_client_id += len(wrong)
            self._example = self._example or (wrong[0].as_py() if len(wrong) else "")
        if cells.numbers is not None and pa.types.is_floating(cells.numbers.type):
            self._inexact |= bool(pc.any(pc.greater(pc.abs(cells.numbers), _EXACT)).as_py())

    def sentences(self, rows: int) -> tuple[str, ...]:
        """Return what was found, for a person."""
        found = []
        if not rows:
            found.append("The file has a header and no rows.")
        if self._no_client_id:
            found.append(
                f'{self._no_client_id:,} of {rows:,} keys, such as "{self._example}", do not have the form '
                "of a ga:clientId (digits, a dot, digits). A fullVisitorId is not a client id and cannot be "
                "turned into one; Analytics would match none of them."
            )
        if self._inexact:
            found.append(
                f"{self._key} comes from a column of floating-point numbers, which cannot hold more than 15 "
                "digits exactly; read the key as text."
            )
        for header, count in self._empty.items():
            if count:
                found.append(
                    f"{header} is empty in {count:,} of {rows:,} rows; Analytics reports it as not set."
                )
        return tuple(found)


def _chosen(table: pa.Table, schema: Ga360Schema) -> pa.Table:
    """Return the columns of the file, in its order and under its headers."""
    indices = []
    for source, header in schema.columns:
        found = table.schema.get_all_field_indices(source)
        if len(found) != 1:
            raise ActivationError(
                f"{header} is mapped to the column {source!r}",
                "there is no such column" if not found else "two columns have that name",
                f"The columns are {', '.join(table.column_names)}",
            )
        indices.extend(found)
    return table.select(indices).rename_columns(list(schema.headers))


def _key_text(chosen: pa.Table, schema: Ga360Schema) -> pa.LargeStringArray:
    return _written(column(chosen, schema.headers.index(schema.key)), schema.key)[0]


def _cells(part: pa.Table, schema: Ga360Schema, first_row: int) -> Iterator[Cells]:
    """Yield some rows of each column, as they would be written."""
    for index, header in enumerate(schema.headers):
        text, numbers = _written(column(part, index), header)
        yield Cells(index + 1, header, schema.use(header), text, numbers, first_row)


def _written(values: pa.Array, header: str) -> tuple[pa.LargeStringArray, pa.Array | None]:
    """Return values as the file shows them, and as numbers where they are numbers."""
    if pa.types.is_dictionary(values.type):
        return _written(values.dictionary_decode(), header)
    text = as_text(values, header)
    if pa.types.is_integer(values.type):
        return text, values
    if not pa.types.is_floating(values.type) and not pa.types.is_decimal(values.type):
        return text, None
    if pa.types.is_decimal(values.type):
        text = pc.replace_substring_regex(text, r"(\.\d*?)0+$", r"\1")
        text = pc.replace_substring_regex(text, r"\.$", "")
    return pc.replace_substring_regex(without_exponents(text), r"^-0$", "0"), values


def _size(text: pa.LargeStringArray) -> int:
    """Return the bytes of one column's cells in the file, with the comma or line end behind each."""
    return int(pc.sum(pc.binary_length(quote(text, empty=False))).as_py() or 0) + len(text)
