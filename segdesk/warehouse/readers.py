"""What every kind of file answers: its SQL, and where in it a value stands."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from segdesk.errors import InputError
from segdesk.warehouse.inference import Rule, wanted, widening

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SHOWN = 40


@dataclass(frozen=True)
class Misfit:
    """A value that is not of the wanted type.

    Attributes
    ----------
    path
        Its file.
    place
        Where in the file, for instance ``line 7, column 3``.
    value
        The value as text.
    """

    path: Path
    place: str
    value: str

    def error(self, table: str, column: str, kind: str) -> InputError:
        """Return the error for a person; an email address is not shown."""
        return InputError(
            f"{table}.{column} must be {kind}",
            f"{shown(self.value)} in {self.path.name}, {self.place}, is not",
            "Correct the value or the type of the column",
        )


FILE = "_segdesk_file"
"""The column in which tables of several files say where a row comes from."""


class Reader(Protocol):
    """The files of one kind that belong to one table."""

    @property
    def rows(self) -> int | None:
        """Number of rows, None where counting would cost."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of the reading."""
        ...

    def select(self) -> str:
        """Return a DuckDB query that gives the table and the column `FILE`."""
        ...

    def retype(self, connection: duckdb.DuckDBPyConnection, column: str, kind: str) -> Misfit | None:
        """Make `select` give a column as another GoogleSQL type.

        Returns
        -------
        Misfit or None
            The first value that would be lost, in which case nothing changes; None if none is.
        """
        ...

    def explain(self, path: Path, /) -> InputError | None:
        """Look into a file that DuckDB could not read for what is wrong with it, and where."""
        ...


def shown(value: str) -> str:
    """Return a value as an error may show it: short, and no email address."""
    if _EMAIL.search(value):
        return "an email address"
    return f"'{value}'" if len(value) <= _SHOWN else f"'{value[:_SHOWN]}…'"


def conversions(stored: str, kind: str) -> tuple[Rule, ...]:
    """Return the rules under which a value that is stored as one GoogleSQL type passes as another."""
    if stored == "STRING" and kind != "STRING":
        rules = wanted(kind)
    else:
        widened = widening(stored, kind)
        rules = (widened,) if widened else ()
    return rules or (Rule(kind, "false", "{c}"),)


def first_misfit(
    connection: duckdb.DuckDBPyConnection, scan: str, column: str, rule: Rule
) -> tuple[int, str] | None:
    """Return the number, from 1, of the first row whose value does not pass, and that value as text.

    Parameters
    ----------
    connection
        The DuckDB connection that reads.
    scan
        What stands after FROM: one file, read in its order.
    column
        The column as an expression.
    rule
        What the value must pass.
    """
    rows = connection.execute(
        f"SELECT n, CAST(v AS VARCHAR) FROM (SELECT row_number() OVER () AS n, {column} AS v FROM {scan}) "
        f"WHERE v IS NOT NULL AND NOT {rule.fits_in('v')} ORDER BY n LIMIT 1"
    ).fetchall()
    return (rows[0][0], rows[0][1]) if rows else None
