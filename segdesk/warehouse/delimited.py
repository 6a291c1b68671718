"""Comma-, semicolon-, tab- and pipe-delimited files, read to the letter."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from segdesk.errors import InputError
from segdesk.warehouse.delimited_faults import find_fault, line_of_row
from segdesk.warehouse.inference import STRING, Rule, candidates, wanted
from segdesk.warehouse.layout import Layout, read_layout
from segdesk.warehouse.readers import FILE, Misfit, first_misfit
from segdesk.warehouse.types import quoted, text

_SAMPLE_ROWS = 20_000


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
        return Misfit(self.path, f"line {line_of_row(self._layout, row)}, column {at + 1}", value)

    def explain(self, _: Path) -> InputError | None:
        """Return what is wrong with the file, and where."""
        return find_fault(self._layout)


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
