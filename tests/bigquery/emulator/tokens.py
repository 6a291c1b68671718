"""Statements as tokens: where clauses and calls begin and end, whatever stands in texts and comments."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot.dialects.bigquery import BigQuery
from sqlglot.errors import TokenError
from sqlglot.tokens import Token, TokenType

from emulator.errors import invalid_query

_OPEN = {TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE}
_CLOSE = {TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE}


@dataclass(frozen=True)
class Text:
    """A statement and its tokens."""

    sql: str
    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, sql: str) -> "Text":
        """Return a statement cut into tokens. Raises `BigQueryError` where a text does not end."""
        try:
            return cls(sql, tuple(BigQuery().tokenize(sql)))
        except TokenError as problem:
            raise invalid_query(f"Syntax error: {str(problem).splitlines()[0]}") from problem

    def word(self, index: int) -> str:
        """Return a token in capitals; nothing beyond the end, and nothing for texts and quoted names."""
        if not 0 <= index < len(self.tokens):
            return ""
        token = self.tokens[index]
        quoted = self.sql[token.start] in "`'\"" or token.token_type is TokenType.STRING
        return "" if quoted else token.text.upper()

    def words(self, index: int, *wanted: str) -> bool:
        """Tell whether these words stand there, one after the other."""
        return all(self.word(index + i) == each for i, each in enumerate(wanted))

    def between(self, first: int, after: int) -> str:
        """Return the statement's text from one token up to, but without, another."""
        if first >= after:
            return ""
        return self.sql[self.tokens[first].start : self.tokens[after - 1].end + 1]

    def closing(self, opening: int) -> int:
        """Return the index of the bracket that closes another. Raises `BigQueryError` if there is none."""
        depth = 0
        for index in range(opening, len(self.tokens)):
            kind = self.tokens[index].token_type
            depth += (kind in _OPEN) - (kind in _CLOSE)
            if depth == 0:
                return index
        raise invalid_query("Syntax error: Expected ) but got end of statement")

    def arguments(self, opening: int) -> Iterator[tuple[int, int]]:
        """Yield where each of the parts begins and ends that commas part within brackets."""
        closing = self.closing(opening)
        depth, begin = 0, opening + 1
        for index in range(opening + 1, closing + 1):
            token = self.tokens[index]
            if index == closing or (depth == 0 and token.token_type is TokenType.COMMA):
                if index > begin:
                    yield begin, index
                begin = index + 1
            depth += (token.token_type in _OPEN) - (token.token_type in _CLOSE)
            # In STRUCT<a INT64, b STRING> the comma parts nothing.
            if token.token_type is TokenType.LT and self.word(index - 1) in ("STRUCT", "ARRAY"):
                depth += 1
            elif token.token_type is TokenType.GT and depth and self._closes_a_type(opening, index):
                depth -= 1

    def _closes_a_type(self, opening: int, index: int) -> bool:
        types = 0
        for at in range(opening, index):
            if self.tokens[at].token_type is TokenType.LT and self.word(at - 1) in ("STRUCT", "ARRAY"):
                types += 1
            elif self.tokens[at].token_type is TokenType.GT and types:
                types -= 1
        return types > 0
