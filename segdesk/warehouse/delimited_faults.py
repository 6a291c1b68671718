"""What is wrong with a delimited file, and where: looked for only once DuckDB could not read it."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from segdesk.errors import InputError
from segdesk.warehouse.files import encoding_problem, open_bytes
from segdesk.warehouse.layout import Layout


def find_fault(layout: Layout) -> InputError | None:
    """Return the first thing wrong with a file, with its line and column."""
    return encoding_problem(layout.path) or _record_problem(layout) or _line_end_problem(layout.path)


def line_of_row(layout: Layout, row: int) -> int:
    """Return the physical line on which a row begins, counted from 1."""
    return next((line for n, (line, _) in enumerate(_records(layout), 1) if n == row), 1)


class _QuoteError(Exception):
    """A quote does not end as it should, in the row that begins on a line."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _text_of(layout: Layout) -> io.TextIOWrapper:
    return io.TextIOWrapper(open_bytes(layout.path), encoding="utf-8-sig", newline="")


def _records(layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows below the header with the physical line on which each begins, blank lines left out."""
    with _text_of(layout) as stream:
        reader = csv.reader(stream, delimiter=layout.delimiter, strict=True)
        next(reader, None)
        while True:
            line = reader.line_num + 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise _QuoteError(line) from None
            if record or len(layout.names) == 1:
                yield line, record or [""]


def _record_problem(layout: Layout) -> InputError | None:
    """Find the first row of another length, or with a quote that does not end."""
    name, width = layout.path.name, len(layout.names)
    try:
        for line, record in _records(layout):
            if len(record) < width:
                place = f"line {line}, column {len(record) + 1} ({layout.names[len(record)]}) is missing"
            elif len(record) > width:
                place = f"line {line}, column {width + 1} is too many"
            else:
                continue
            return InputError(
                f"{name} has a row of {len(record)} instead of {width} fields",
                place,
                f"Correct it; a field that holds the delimiter '{layout.delimiter}' must stand in quotes",
            )
    except _QuoteError as problem:
        return InputError(
            f"{name} has a quote that does not end as it should",
            f"line {problem.line}, column {_column_of_quote(layout, problem.line)}",
            "Correct it; a quote inside a quoted field is written twice",
        )
    return None


def _column_of_quote(layout: Layout, line: int) -> int:
    """Return the field, counted from 1, whose opening quote on a line has no proper end."""
    column, inside, begins = 1, False, True
    with _text_of(layout) as stream:
        rest = "".join(piece for number, piece in enumerate(stream, 1) if number >= line)
    at = 0
    while at < len(rest):
        char, after = rest[at], rest[at + 1 : at + 2]
        if inside and char == '"' and after == '"':
            at += 1
        elif inside and char == '"':
            inside = False
            if after and after not in (layout.delimiter, "\r", "\n"):
                return column
        elif not inside and char == '"' and begins:
            inside = True
        elif not inside and char == layout.delimiter:
            column += 1
        begins = not inside and char == layout.delimiter
        at += 1
    return column


def _line_end_problem(path: Path) -> InputError | None:
    """Find the first line that ends in another way than line 1."""
    with open_bytes(path) as stream:
        first = stream.readline().endswith(b"\r\n")
        for number, line in enumerate(stream, 2):
            if line.endswith(b"\n") and line.endswith(b"\r\n") != first:
                return InputError(
                    f"{path.name} mixes two kinds of line ends",
                    f"line {number} ends in another way than line 1",
                    "Save the file again with one kind of line end",
                )
    return None
