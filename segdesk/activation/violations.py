"""What was found wrong in an import file.

Rows and columns count from 1; row 1 is the first row below the header.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa

MAX_VALUE_BYTES = 150
MAX_KEPT = 1_000
"""Violations that are kept; all are counted."""
_SHOWN = 80
_STORED = 400


class Use(StrEnum):
    """What a column of the file is for."""

    KEY = "key"
    TEXT = "text"
    NUMBER = "number"


class Rule(StrEnum):
    """What a value breaks."""

    EMPTY_KEY = "empty key"
    DUPLICATE_KEY = "duplicate key"
    NEGATIVE = "negative number"
    NOT_FINITE = "not a finite number"
    SCIENTIFIC = "scientific notation"
    NOT_A_NUMBER = "not a plain number"
    TOO_LONG = "too long"
    CONTROL = "control character"
    EMAIL = "email address"
    PHONE = "phone number"
    FORMULA = "formula"
    TOO_BIG = "file too big"


_DOUBLE = frozenset({Rule.NEGATIVE, Rule.NOT_FINITE, Rule.SCIENTIFIC, Rule.NOT_A_NUMBER})
_SENTENCES = {
    Rule.EMPTY_KEY: "the key is empty",
    Rule.TOO_LONG: f"it is longer than {MAX_VALUE_BYTES} bytes in UTF-8",
    Rule.CONTROL: "it holds a line break or another control character",
    Rule.EMAIL: "it looks like an email address, and Analytics forbids personal data",
    Rule.PHONE: "it looks like a phone number, and Analytics forbids personal data",
    Rule.FORMULA: "a spreadsheet would take it for a formula",
}


@dataclass(frozen=True)
class Violation:
    """A value that the platform would reject, or that a person should look at.

    Attributes
    ----------
    row, column
        Counted from 1, the header not counted; both 0 when it is the file as a whole.
    header
        The column's header.
    value
        The text as it would be written, cut after 400 characters.
    rule
        What it breaks.
    fatal
        Whether the file would be refused.
    earlier
        For a duplicate key, the row where the key stands first.
    """

    row: int
    column: int
    header: str
    value: str
    rule: Rule
    fatal: bool
    earlier: int = 0

    @property
    def message(self) -> str:
        """One sentence; for what is no plain number, in the words of Analytics itself."""
        value = _printable(self.value)
        if self.rule in _DOUBLE:
            where = f"row {self.row} column {self.column}"
            return f'Invalid cell data "{value}" at {where}. Expected data type: DOUBLE.'
        if self.rule is Rule.TOO_BIG:
            return f"The file would have {value} bytes; at most 1 GB is accepted."
        why = _SENTENCES.get(self.rule, f"the key stands in row {self.earlier} already")
        if self.rule in (Rule.EMAIL, Rule.PHONE):  # a message may end up in a log
            return f"Row {self.row}, column {self.column} ({self.header}): {why}."
        return f'Row {self.row}, column {self.column} ({self.header}), value "{value}": {why}.'


@dataclass(frozen=True)
class Report:
    """What a check found.

    Attributes
    ----------
    violations
        At most 1,000, those that are fatal first, each kind by row and column.
    count, fatal
        All that were found, and how many of them are fatal.
    warnings
        Sentences about whole columns.
    rows, bytes
        The size that the file would have; the header counts among the bytes only.
    """

    violations: tuple[Violation, ...]
    count: int
    fatal: int
    warnings: tuple[str, ...]
    rows: int
    bytes: int


@dataclass(frozen=True)
class Cells:
    """Some rows of one column of the file.

    Attributes
    ----------
    column, header, use
        Which column, counted from 1, and what it is for.
    text
        The values as they would be written.
    numbers
        The same values where the source column is of a number type.
    first_row
        The row, counted from 1, of the first value.
    """

    column: int
    header: str
    use: Use
    text: pa.LargeStringArray
    numbers: pa.Array | None
    first_row: int


class Findings:
    """Collects violations, keeping the first ones of each kind and counting all."""

    def __init__(self) -> None:
        self.count = 0
        self.fatal = 0
        self._kept: dict[bool, list[Violation]] = {True: [], False: []}
        self._full = {True: False, False: False}

    def add(self, cells: Cells, rule: Rule, mask: np.ndarray, earlier: np.ndarray | None = None) -> None:
        """Add the rows of a boolean mask (n,); ``earlier`` (n,) are the first rows of duplicate keys."""
        rows = np.flatnonzero(mask)
        fatal = _is_fatal(rule, cells.use)
        self.count += len(rows)
        self.fatal += len(rows) * fatal
        if not self._full[fatal]:
            rows = rows[:MAX_KEPT]
            for row, value in zip(rows.tolist(), cells.text.take(pa.array(rows)).to_pylist(), strict=True):
                first = int(earlier[row]) if earlier is not None else 0
                found = Violation(
                    cells.first_row + row,
                    cells.column,
                    cells.header,
                    (value or "")[:_STORED],
                    rule,
                    fatal,
                    first,
                )
                self._kept[fatal].append(found)

    def add_file(self, rule: Rule, value: str) -> None:
        """Add what is wrong with the file as a whole; always fatal."""
        self.count, self.fatal = self.count + 1, self.fatal + 1
        self._kept[True].insert(0, Violation(0, 0, "", value, rule, True))

    def trim(self) -> None:
        """Forget all but the first ones; called when all columns of some rows are through."""
        for fatal, kept in self._kept.items():
            self._kept[fatal] = sorted(kept, key=lambda v: (v.row, v.column))[:MAX_KEPT]
            self._full[fatal] = len(kept) >= MAX_KEPT

    def report(self, warnings: tuple[str, ...], rows: int, size: int) -> Report:
        """Return everything as a value, what is fatal first."""
        kept = tuple([*self._kept[True], *self._kept[False]][:MAX_KEPT])
        return Report(kept, self.count, self.fatal, warnings, rows, size)


def _is_fatal(rule: Rule, use: Use) -> bool:
    if rule is Rule.SCIENTIFIC:
        return use is not Use.TEXT
    return rule not in {Rule.PHONE, Rule.FORMULA}


def _printable(value: str) -> str:
    """Return a value for a message: short, on one line."""
    shown = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)
