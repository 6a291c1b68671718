"""Comma-, semicolon-, tab- and pipe-delimited files, read to the letter."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from segdesk.errors import InputError
from segdesk.warehouse.files import open_bytes, unreadable
from segdesk.warehouse.inference import STRING, Rule, candidates, wanted
from segdesk.warehouse.readers import FILE, Misfit, first_misfit
from segdesk.warehouse.types import quoted, text

DELIMITERS = ",;\t|"
_HEAD_BYTES = 1 << 18
_SAMPLE_ROWS = 20_000
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


class DelimitedFile:
    """A delimited file with the type of each column, which every one of its values fits.

    Parameters
    ----------
    connection
        The DuckDB connection that reads.
    path
        The file.

    Raises
    ------
    InputError
        With file, line and column, for a file that is not UTF-8, has no header of unique names, has a row of
        another length or a quote that does not end.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.path = path
        self.notes: tuple[str, ...] = ()
        self._layout = read_layout(path)
        try:
            rules, self.rows = infer(connection, self._layout)
        except duckdb.InterruptException:
            raise
        except duckdb.Error as problem:
            raise self.explain(path) or InputError(
                f"{path.name} cannot be read", str(problem).split("\n")[0], "Check the file"
            ) from None
        self._rules = list(rules)

    def select(self) -> str:
        """Return the query that gives the table."""
        values = (
            f"{rule.value_of(f'c{i}')} AS {quoted(name)}"
            for i, (name, rule) in enumerate(zip(self._layout.names, self._rules, strict=True))
        )
        return f"SELECT {', '.join(values)}, {text(str(self.path))} AS {FILE} FROM {self._layout.scan()}"

    def retype(self, connection: duckdb.DuckDBPyConnection, column: str, kind: str) -> Misfit | None:
        """Read a column as another type if all its values are written that way."""
        at = [name.lower() for name in self._layout.names].index(column.lower())
        misfits: list[tuple[int, str]] = []
        for rule in wanted(kind, self._layout.delimiter):
            found = first_misfit(connection, self._layout.scan(), f"c{at}", rule)
            if found is None:
                self._rules[at] = rule
                return None
            misfits.append(found)
        row, value = max(misfits, key=lambda misfit: misfit[0], default=(1, f"a {self._rules[at].type}"))
        return Misfit(self.path, f"line {_line_of_row(self._layout, row)}, column {at + 1}", value)

    def explain(self, path: Path) -> InputError | None:
        """Return what is wrong with the file, and where."""
        return _encoding_problem(path) or _record_problem(self._layout) or _line_end_problem(path)


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


def infer(connection: duckdb.DuckDBPyConnection, layout: Layout) -> tuple[tuple[Rule, ...], int]:
    """Find the type that every value of a column fits, in as few passes over the file as it takes.

    The first rows say which types are out of the question; the whole file decides on the rest.

    Returns
    -------
    tuple
        The rule of each column, and the number of rows.
    """
    some = f"(SELECT * FROM {layout.scan()} LIMIT {_SAMPLE_ROWS})"
    ladder = [list(candidates(layout.delimiter)) for _ in layout.names]
    outcome, _, filled = _check(connection, some, ladder)
    open_rules = [
        [rule for rule, fits in zip(candidates(layout.delimiter), o, strict=True) if fits] for o in outcome
    ]
    # A column that is empty so far may be anything; one with values most likely is what it looks like.
    trial = [rules if not full else rules[:1] for rules, full in zip(open_rules, filled, strict=True)]
    while True:
        outcome, rows, filled = _check(connection, layout.scan(), trial)
        settled = []
        for at, fits in enumerate(outcome):
            tried = trial[at]
            holds = [rule for rule, fit in zip(tried, fits, strict=True) if fit]
            open_rules[at] = holds + [rule for rule in open_rules[at] if rule not in tried]
            settled.append(bool(holds) or not open_rules[at] or not filled[at])
            trial[at] = holds[:1] if holds else open_rules[at][:1]
        if all(settled):
            break
    rules = (rules[0] if rules and full else STRING for rules, full in zip(trial, filled, strict=True))
    return tuple(rules), rows


def _check(
    connection: duckdb.DuckDBPyConnection, source: str, trial: Sequence[Sequence[Rule]]
) -> tuple[list[list[bool]], int, list[bool]]:
    """Ask in one pass which rules hold for each column, how many rows there are, which columns are filled."""
    asked = ["count(*)"]
    for at, rules in enumerate(trial):
        asked.append(f"count(c{at})")
        asked += [
            f"coalesce(bool_and({rule.fits_in(f'c{at}')}) FILTER (c{at} IS NOT NULL), true)" for rule in rules
        ]
    rows, *answers = connection.execute(f"SELECT {', '.join(asked)} FROM {source}").fetchall()[0]
    held: list[list[bool]] = []
    filled: list[bool] = []
    for rules in trial:
        filled.append(answers.pop(0) > 0)
        held.append([answers.pop(0) for _ in rules])
    return held, rows, filled


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
        raise _encoding_problem(path) or unreadable(path, problem) from None


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


def _line_of_row(layout: Layout, row: int) -> int:
    """Return the physical line on which a row begins, counted from 1."""
    return next((line for n, (line, _) in enumerate(_records(layout), 1) if n == row), 1)


def _encoding_problem(path: Path) -> InputError | None:
    """Find the first bytes that are not UTF-8."""
    try:
        with open_bytes(path) as stream:
            for number, line in enumerate(stream, 1):
                try:
                    line.decode()
                except UnicodeDecodeError as problem:
                    at = len(line[: problem.start].decode()) + 1
                    return InputError(
                        f"{path.name} is not UTF-8",
                        f"line {number}, character {at} is not",
                        "Save the file as CSV UTF-8 and try again",
                    )
    except (OSError, EOFError) as problem:
        return unreadable(path, problem)
    return None


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
