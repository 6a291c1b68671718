"""GoogleSQL text to a tree, and places in that text for a person."""

import logging
import re
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from segdesk.errors import SegdeskError

# sqlglot logs what it cannot parse in full; `parse` refuses those statements with an error of its own.
logging.getLogger("sqlglot").setLevel(logging.ERROR)


def identifier(name: str) -> str:
    """Return a name as GoogleSQL writes one that may hold anything: between backticks."""
    return exp.to_identifier(name, quoted=True).sql(dialect="bigquery")


@dataclass(frozen=True)
class Place:
    """A line and column of a text, both counted from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        """Return it as a person says it."""
        return f"line {self.line}, column {self.column}"


def place(sql: str, offset: int) -> Place:
    """Return the place of a character."""
    before = sql[:offset]
    return Place(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def place_of(sql: str, node: exp.Expr) -> Place:
    """Return where a node of the parsed text begins, as far as the parser has kept it."""
    starts = [child.meta["start"] for child in node.walk() if "start" in child.meta]
    return place(sql, min(starts)) if starts else place(sql, len(sql) - len(sql.lstrip()))


def place_of_statement(sql: str, number: int) -> Place:
    """Return where a statement of the parsed text begins; the first is number 0."""
    tokens = sqlglot.tokenize(sql, read="bigquery")
    is_end = [token.text == ";" and sql[token.start] == ";" for token in tokens]
    begins = [i for i, end in enumerate(is_end) if not end and (i == 0 or is_end[i - 1])]
    return place(sql, tokens[begins[min(number, len(begins) - 1)]].start)


def place_of_word(sql: str, word: str) -> Place | None:
    """Return where a name first stands in the text, letter case aside; None if it does not."""
    found = re.search(rf"(?<![\w]){re.escape(word)}(?![\w])", sql, re.IGNORECASE)
    return place(sql, found.start()) if found else None


def parse(sql: str, what: str, error: type[SegdeskError]) -> list[exp.Expr]:
    """Parse GoogleSQL.

    Parameters
    ----------
    sql
        Any number of statements.
    what
        How an error names the text, for instance ``The statement``.
    error
        The class of the error.

    Raises
    ------
    SegdeskError
        Of class `error`, with line and column, if the text cannot be parsed.
    """
    try:
        trees = [tree for tree in sqlglot.parse(sql, read="bigquery") if tree is not None]
    except ParseError as problem:
        raise _parse_problem(sql, what, error, problem) from None
    except TokenError as problem:
        at = re.search(r"(\d+):(\d+)", str(problem))
        where = f"line {at[1]}, column {at[2]}" if at else "its end"
        raise error(
            f"{what} cannot be read", f"a quote or comment is not closed at {where}", "Correct the SQL"
        ) from None
    except RecursionError:
        raise error(f"{what} cannot be read", "it is nested too deeply", "Simplify the SQL") from None
    for tree in trees:
        if isinstance(tree, exp.Command):
            raise error(f"{what} cannot be read", f"{tree.name} is not a query", "Write a SELECT")
    return trees


def _parse_problem(sql: str, what: str, error: type[SegdeskError], problem: ParseError) -> SegdeskError:
    """Return the parser's first complaint; it names the end of the offending word, a person its beginning."""
    first = problem.errors[0] if problem.errors else {}
    reason = (first.get("description") or str(problem)).rstrip(".").split("\n")[0]
    if reason.startswith("Required keyword"):
        reason = "an expression is missing"
    marked = first.get("highlight") or ""
    lines = sql.split("\n")
    line = min(int(first.get("line") or 1), len(lines))
    column = max(1, int(first.get("col") or 1) - max(0, len(marked) - 1))
    near = f" near '{marked}'" if marked.strip() else ""
    return error(
        f"{what} cannot be read", f"{reason}{near} at line {line}, column {column}", "Correct the SQL"
    )
