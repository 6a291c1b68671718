"""Logical table names to full paths: the source's tables, and what segdesk makes of them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sqlglot.tokenizer_core import Token, TokenType

from segdesk.warehouse.bigquery.place import Place
from segdesk.warehouse.bigquery.statement import Edit, Rewritten, Statement, Verb, read

_NAMES = (TokenType.IDENTIFIER, TokenType.VAR)
_BEGIN_NAME = (TokenType.TABLE, TokenType.VIEW, TokenType.MODEL, TokenType.INTO)
_PASSED_OVER = ("IF", "NOT", "EXISTS")
_END_FROM = (
    TokenType.SELECT,
    TokenType.WHERE,
    TokenType.GROUP_BY,
    TokenType.HAVING,
    TokenType.QUALIFY,
    TokenType.ORDER_BY,
    TokenType.LIMIT,
    TokenType.WINDOW,
    TokenType.UNION,
    TokenType.INTERSECT,
    TokenType.EXCEPT,
    TokenType.PIPE_GT,
)
_AFTER_FROM = (
    TokenType.FOR,
    TokenType.TABLE_SAMPLE,
    TokenType.PIVOT,
    TokenType.UNPIVOT,
    TokenType.DOT,
    TokenType.DASH,
    TokenType.L_PAREN,
)
"""What may follow a table's name before its alias, or shows that it is no logical name."""


def bind(sql: str, place: Place, made: Collection[str]) -> str:
    """Return a statement in which every logical name of a table, view or model is a full path.

    Parameters
    ----------
    sql
        One GoogleSQL statement. Names with a dot, names of WITH clauses and columns stay as they are.
    made
        The names of what segdesk has made; the target of a CREATE or DROP counts as well. All others are
        the source's.
    """
    statement = read(sql)
    names = {*made, *filter(None, [statement.target])}
    edits = name_edits(
        statement, lambda name: place.in_work(name) if name in names else place.in_source(name)
    )
    return Rewritten.of(sql, edits).sql


def name_edits(statement: Statement, path_of: Callable[[str], str], target: str | None = None) -> list[Edit]:
    """Return the edits that write full paths for logical names.

    Parameters
    ----------
    path_of
        Gives the full path of a logical name.
    target
        The full path of what the statement creates, drops or inserts into.
    """
    edits = []
    for use in _uses(statement):
        path = target if target and use.is_target else path_of(use.token.text)
        alias = use.alias and path.rsplit(".", 1)[-1] != use.token.text
        text = quoted(path) + (f" AS {quoted(use.token.text)}" if alias else "")
        edits.append(Edit(use.token.start, use.token.end + 1, text))
    return edits


def names(statement: Statement) -> frozenset[str]:
    """Return the logical names that a statement reads, without that of its target."""
    return frozenset(use.token.text for use in _uses(statement) if not use.is_target)


def quoted(path: str) -> str:
    """Return a name or path between backticks."""
    return "`" + path.replace("\\", "\\\\").replace("`", "\\`") + "`"


@dataclass(frozen=True)
class _Use:
    """A logical name in a statement.

    Attributes
    ----------
    alias
        Whether columns may be qualified with it, so that the name has to stay as an alias.
    """

    token: Token
    alias: bool
    is_target: bool


@dataclass
class _Level:
    """What is known inside one pair of brackets.

    Attributes
    ----------
    in_from
        Whether a comma is followed by a table.
    is_extract
        Whether FROM belongs to ``EXTRACT(part FROM value)``.
    """

    in_from: bool = False
    is_extract: bool = False


def _uses(statement: Statement) -> Iterable[_Use]:
    """Yield the logical names where a table, view or model is expected."""
    tokens = statement.tokens
    clauses = _with_clauses(tokens)
    levels = [_Level()]
    expected: TokenType | None = None
    has_target = statement.verb is not Verb.QUERY
    for i, token in enumerate(tokens):
        kind, level = token.token_type, levels[-1]
        before = tokens[i - 1] if i else None
        if expected and kind in _NAMES and token.text.upper() not in _PASSED_OVER:
            after = tokens[i + 1].token_type if i + 1 < len(tokens) else None
            from_clause = expected in (TokenType.FROM, TokenType.JOIN, TokenType.COMMA)
            is_target, has_target = has_target, False
            expected = None
            if _is_logical(token, after, clauses, in_from=from_clause):
                yield _Use(token, from_clause and not _has_alias(tokens[i + 1 :]), is_target)
        elif kind is TokenType.L_PAREN:
            is_extract = before is not None and before.text.upper() == "EXTRACT"
            levels.append(_Level(in_from=expected is not None, is_extract=is_extract))
        elif kind is TokenType.R_PAREN:
            levels = levels[:-1] or [_Level()]
            expected = None
        elif kind is TokenType.FROM:
            is_comparison = before is not None and before.token_type is TokenType.DISTINCT
            if not level.is_extract and not is_comparison:
                level.in_from, expected = True, kind
        elif kind is TokenType.JOIN:
            level.in_from, expected = True, kind
        elif kind is TokenType.COMMA:
            expected = kind if level.in_from else None
        elif kind in _BEGIN_NAME:
            expected = kind
        else:
            if kind in _END_FROM:
                level.in_from = False
            if not (expected in _BEGIN_NAME and token.text.upper() in _PASSED_OVER):
                expected = None


def _is_logical(token: Token, after: TokenType | None, clauses: Collection[str], *, in_from: bool) -> bool:
    """Tell a logical name from a path, a table function and the name of a WITH clause."""
    if "." in token.text or after in (TokenType.DOT, TokenType.DASH):
        return False
    return not in_from or (after is not TokenType.L_PAREN and token.text.lower() not in clauses)


def _has_alias(after: list[Token] | tuple[Token, ...]) -> bool:
    """Tell whether an alias follows, or something before which none may be put."""
    if not after:
        return False
    return after[0].token_type in (TokenType.ALIAS, *_NAMES, *_AFTER_FROM)


def _with_clauses(tokens: Iterable[Token]) -> frozenset[str]:
    """Return the names, in lower case, that WITH gives to queries: ``WITH a AS (SELECT``."""
    listed = list(tokens)
    begins = (TokenType.SELECT, TokenType.WITH, TokenType.L_PAREN, TokenType.FROM)
    found = set()
    for before, name, alias, bracket, query in zip(*(listed[n:] for n in range(5)), strict=False):
        if (
            before.token_type in (TokenType.WITH, TokenType.RECURSIVE, TokenType.COMMA)
            and name.token_type in _NAMES
            and alias.token_type is TokenType.ALIAS
            and bracket.token_type is TokenType.L_PAREN
            and query.token_type in begins
        ):
            found.add(name.text.lower())
    return frozenset(found)
