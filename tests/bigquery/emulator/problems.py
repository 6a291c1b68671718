"""What is wrong with a statement, and where, in BigQuery's words."""

import re

import sqlglot
from sqlglot.errors import ParseError, TokenError

from emulator.errors import BigQueryError, from_emulator, invalid_query

_UNKNOWN = (
    (r'Referenced column "([^"]+)" (?:was )?not found', "Unrecognized name: {}"),
    (r'Referenced table "([^"]+)" not found', "Unrecognized name: {}"),
    (r'does not have a column named "([^"]+)"', "Name {} not found inside the table"),
    (
        r'column "([^"]+)" must appear in the GROUP BY',
        "Expression references column {} which is neither grouped nor aggregated",
    ),
    (r"Function not found: (\w+)", "Function not found: {}"),
)


def check_syntax(sql: str) -> None:
    """Raise `BigQueryError` with line and column if a statement cannot be read."""
    try:
        sqlglot.parse(sql, read="bigquery")
    except TokenError as problem:
        raise invalid_query(f"Syntax error: {str(problem).splitlines()[0]}") from problem
    except ParseError as problem:
        told = problem.errors[0] if problem.errors else {}
        near = f' near "{told["highlight"]}"' if told.get("highlight") else ""
        place = f" at [{told.get('line', 1)}:{told.get('col', 1)}]"
        raise invalid_query(
            f"Syntax error: {told.get('description', 'Unexpected text')}{near}{place}"
        ) from problem


def explained(problem: Exception, sql: str, project: str) -> BigQueryError:
    """Return an error of the emulator's as BigQuery would word it, with the place in the statement."""
    error = from_emulator(problem)
    if error.reason == "notFound":
        # The emulator joins project and dataset with two underscores.
        message = re.sub(r'["`]?([\w-]+?)__(\w+)["`]?\."?(\w+)"?', r"\1:\2.\3", error.message)
        return BigQueryError("notFound", message.splitlines()[0], "query")
    if error.reason not in ("invalidQuery", "invalid"):
        return error
    for pattern, words in _UNKNOWN:
        if found := re.search(pattern, error.message):
            return invalid_query(words.format(found[1]) + _place(sql, found[1]))
    if found := re.search(r'Parser Error: .*(?: near "(.+?)"|$)', error.message):
        near = f' near "{found[1]}"' if found[1] else ""
        return invalid_query(
            f"Syntax error: Unexpected text{near}" + (_place(sql, found[1] or "") or " at [1:1]")
        )
    return invalid_query(error.message.replace(f"{project}__", ""))


def _place(sql: str, name: str) -> str:
    found = re.search(rf"\b{re.escape(name)}\b", sql, re.IGNORECASE)
    if found is None:
        return ""
    before = sql[: found.start()]
    return f" at [{before.count(chr(10)) + 1}:{found.start() - (before.rfind(chr(10)) + 1) + 1}]"
