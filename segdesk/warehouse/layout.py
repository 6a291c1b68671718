"""How a delimited file is laid out: its delimiter and header."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from segdesk.errors import InputError
from segdesk.warehouse.files import encoding_problem, open_bytes, unreadable
from segdesk.warehouse.types import text

DELIMITERS = ",;\t|"
_HEAD_BYTES = 1 << 18
_DATUM = re.compile(r"-?[\d.,]+|\d{4}-\d{2}-\d{2}.*|.*@.*")

csv.field_size_limit(1 << 27)


@dataclass(frozen=True)
class Layout:
    """How a delimited file is laid out.

    Attributes
    ----------
    path
        The file.
    delimiter
        What separates its fields.
    names
        The header, without spaces around the names.
    """

    path: Path
    delimiter: str
    names: tuple[str, ...]

    def scan(self) -> str:
        """Return the DuckDB table function that reads the file as text, its columns named c0, c1 ..."""
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(self.names)))
        return (
            f"read_csv({text(str(self.path))}, auto_detect = false, header = true, "
            f"delim = {text(self.delimiter)}, quote = '\"', escape = '\"', nullstr = '', strict_mode = true, "
            f"columns = {{{columns}}})"
        )


def read_layout(path: Path) -> Layout:
    """Read the header of a delimited file and find its delimiter.

    Raises
    ------
    InputError
        If there is no header, or a name is missing or there twice.
    """
    head = _head(path)
    delimiter = _delimiter(head, path)
    try:
        header = next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error:
        raise InputError(
            f"{path.name} cannot be read", "a quote in its first line does not end", "Correct line 1"
        ) from None
    names = tuple(name.strip() for name in header)
    todo = "The first line must name every column, each differently"
    if not any(names):
        raise InputError(f"{path.name} has no header", "line 1 is empty", todo)
    seen: dict[str, int] = {}
    for at, name in enumerate(names, 1):
        if not name:
            raise InputError(f"{path.name} has a column without a name", f"line 1, column {at}", todo)
        if (other := seen.setdefault(name.lower(), at)) != at:
            raise InputError(
                f"{path.name} names two columns '{name}'", f"line 1, columns {other} and {at}", todo
            )
    if all(_DATUM.fullmatch(name) for name in names):
        raise InputError(f"{path.name} has no header", "line 1 holds values, not names", todo)
    return Layout(path, delimiter, names)


def _head(path: Path) -> str:
    """Return the beginning of a file, up to a line's end."""
    try:
        with open_bytes(path) as stream:
            head = stream.read(_HEAD_BYTES)
    except (OSError, EOFError) as problem:
        raise unreadable(path, problem) from None
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:1000].count(0) > len(head[:1000]) // 4:
        raise InputError(
            f"{path.name} is not UTF-8",
            "line 1 looks like UTF-16",
            "Save the file as CSV UTF-8 and try again",
        )
    if not head:
        raise InputError(f"{path.name} is empty", "", "Give a file with a header and rows")
    if len(head) == _HEAD_BYTES and b"\n" in head:
        head = head[: head.rindex(b"\n") + 1]
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise encoding_problem(path) or unreadable(path, problem) from None


def _delimiter(head: str, path: Path) -> str:
    """Return the delimiter that splits the first records evenly, into as many fields as possible."""
    best, best_score = "\t" if ".tsv" in path.name.lower() else ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = []
        try:
            for record in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
                if record:
                    widths.append(len(record))
                if len(widths) == 100:
                    break
        except csv.Error:
            continue
        if widths and widths[0] > 1:
            score = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
            best, best_score = (delimiter, score) if score > best_score else (best, best_score)
    return best
