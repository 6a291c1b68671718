"""Values and names into statements that hold what sqlglot's parser does not know, such as ``ML.PREDICT``."""

from collections.abc import Iterator, Mapping

import sqlglot
from sqlglot import Token, TokenType


def filled(sql: str, values: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None) -> str:
    """Return a GoogleSQL statement with literals in place of named parameters, and with other names.

    BigQuery takes no parameters in OPTIONS, nor in most arguments of its ML and AI functions. Text in quotes
    and in comments is left alone.

    Parameters
    ----------
    values
        Name of a parameter without its ``@`` to the GoogleSQL that takes its place, quoted by its maker.
        Parameters that are not named here stay parameters.
    names
        A name between backticks to the one that takes its place, without backticks.
    """
    parts: list[str] = []
    done = 0
    for start, end, text in _changes(sqlglot.tokenize(sql, read="bigquery"), values or {}, names or {}):
        parts += (sql[done:start], text)
        done = end
    return "".join((*parts, sql[done:]))


def _changes(
    tokens: list[Token], values: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[tuple[int, int, str]]:
    """Yield from where to where the text changes, and to what."""
    for token, following in zip(tokens, (*tokens[1:], None), strict=True):
        if token.token_type is TokenType.PARAMETER and following and following.text in values:
            yield token.start, following.end + 1, values[following.text]
        elif token.token_type is TokenType.IDENTIFIER and token.text in names:
            yield token.start, token.end + 1, f"`{names[token.text]}`"
