"""Small tables that a person gives as a file: read strictly, refused with line and column."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from segdesk.errors import InputError


@dataclass(frozen=True)
class GivenRow:
    """One row of a given file.

    Attributes
    ----------
    line
        Where it begins in the file, counted from 1, the header included.
    cells
        The asked columns' texts in the order in which they were asked for, trimmed.
    """

    line: int
    cells: tuple[str, ...]


def refused(path: Path, line: int, column: str, why: str, todo: str) -> InputError:
    """Return the error for one cell of a given file; column may be empty, for a whole line."""
    where = f"line {line}, column {column}" if column else f"line {line}"
    return InputError(f"{path.name}, {where}", why, todo)


@dataclass(frozen=True)
class Columns:
    """What the header of a given file must and may hold, in any order and case; other columns are ignored.

    Attributes
    ----------
    required
        A file without these is refused.
    optional
        These are empty where they are missing.
    other_names
        Another name of a column to the column.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    other_names: Mapping[str, str] = field(default_factory=dict)


def read_rows(path: Path, columns: Columns) -> Iterator[GivenRow]:
    """Yield the rows of a CSV file in UTF-8, separated by commas, semicolons or tabs, without empty lines.

    Raises
    ------
    InputError
        For a file that cannot be read, a missing or repeated column, or a row that does not fit the header.
    """
    text = _text(path)
    head = next((line for line in text.splitlines() if line.strip()), "")
    # A spreadsheet in much of Europe writes semicolons and still calls it CSV.
    delimiter = max(",;\t", key=head.count)
    rows = _split(path, text, delimiter)
    line, header = next(rows, (1, []))
    places = _places(path, line, header, columns)
    for line, cells in rows:
        if any(cells[len(header) :]):
            raise refused(
                path,
                line,
                "",
                f"it has {len(cells)} cells, the header has {len(header)}",
                "Put a text that holds the separator between double quotes",
            )
        yield GivenRow(line, tuple(cells[at] if 0 <= at < len(cells) else "" for at in places))


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read", error.strerror or "", "Check the path") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refused(path, line, "", "it is not UTF-8 text", "Save it as CSV UTF-8") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refused(path, line, "", "it is not a text file", "Save it as CSV UTF-8")
    return text


def _split(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each row begins, and its trimmed cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                yield line, trimmed
            line = reader.line_num + 1
    except csv.Error as error:
        raise refused(path, line, "", str(error), "Check the double quotes from there on") from error


def _places(path: Path, line: int, header: Sequence[str], columns: Columns) -> list[int]:
    """Return where each asked column stands in the header; -1 for an optional one that is not there."""
    names = [unicodedata.normalize("NFKC", cell).casefold() for cell in header]
    names = [columns.other_names.get(name, name) for name in names]
    asked = (*columns.required, *columns.optional)
    for column in asked:
        if names.count(column) > 1:
            raise refused(path, line, column, "this column is there twice", "Remove or rename one of them")
    for column in columns.required:
        if column not in names:
            raise InputError(
                f"{path.name}, line {line}, has no column {column}",
                f"its columns are {', '.join(header)}" if header else "the file is empty",
                f"Give a header with {', '.join(columns.required)}",
            )
    return [names.index(column) if column in names else -1 for column in asked]
