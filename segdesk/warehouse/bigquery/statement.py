"""A GoogleSQL statement as BigQuery gets it, read by its tokens.

sqlglot's parser does not know BigQuery ML's functions, and would write the whole statement anew. So only its
tokenizer is used: what has to change is replaced where it stands, and everything else, comments and layout
included, stays as it was written. A place that BigQuery complains of can be led back to the original.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from itertools import pairwise

import sqlglot
from sqlglot.errors import TokenError
from sqlglot.tokenizer_core import Token, TokenType

from segdesk.errors import WarehouseError
from segdesk.project.ledger import Made
from segdesk.warehouse.sql.syntax import Place, place

LABEL = ("app", "segdesk")
"""What is made carries it, and nothing that lacks it is ever replaced or dropped."""

_QUERIES = (TokenType.SELECT, TokenType.WITH, TokenType.L_PAREN, TokenType.FROM)
_OPEN = (TokenType.L_PAREN, TokenType.L_BRACKET)
_CLOSED = (TokenType.R_PAREN, TokenType.R_BRACKET)
_KINDS = {TokenType.TABLE: Made.TABLE, TokenType.VIEW: Made.VIEW, TokenType.MODEL: Made.MODEL}


class Verb(Enum):
    """What a statement does."""

    QUERY = auto()
    CREATE = auto()
    DROP = auto()
    INSERT = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Edit:
    """A piece of text that takes the place of the characters from ``start`` up to ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Rewritten:
    """A statement with its edits made."""

    original: str
    edits: tuple[Edit, ...]

    @classmethod
    def of(cls, original: str, edits: Iterable[Edit]) -> "Rewritten":
        """Return the statement with edits that do not overlap, in any order."""
        return cls(original, tuple(sorted(edits, key=lambda edit: edit.start)))

    @cached_property
    def sql(self) -> str:
        """The text for BigQuery."""
        parts, at = [], 0
        for edit in self.edits:
            parts += [self.original[at : edit.start], edit.text]
            at = edit.end
        return "".join(parts) + self.original[at:]

    def place(self, line: int, column: int) -> Place:
        """Return where a place of the text for BigQuery stands in the original; both count from 1."""
        lines = self.sql.split("\n")
        offset = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
        for edit in self.edits:
            if offset < edit.start:
                break
            longer = len(edit.text) - (edit.end - edit.start)
            offset = max(edit.start, offset - longer)
        return place(self.original, min(offset, len(self.original)))


@dataclass(frozen=True)
class Statement:
    """One statement.

    Attributes
    ----------
    kind, target
        What a CREATE, DROP or INSERT is about, and the name as it is written.
    missing_ok
        Whether a DROP is content with nothing to drop.
    replaces
        Whether a CREATE takes the place of what is there.
    """

    sql: str
    tokens: tuple[Token, ...] = field(repr=False)
    verb: Verb
    kind: Made | None = None
    target: str | None = None
    missing_ok: bool = False
    replaces: bool = False

    @property
    def first(self) -> str:
        """The statement's first word."""
        return self.tokens[0].text.upper()

    @property
    def ordered(self) -> bool:
        """Whether its rows have an order: ORDER BY outside all brackets."""
        return any(t.token_type is TokenType.ORDER_BY for t, depth in self.depths() if depth == 0)

    def depths(self) -> Iterable[tuple[Token, int]]:
        """Yield each token with the number of brackets around it."""
        depth = 0
        for token in self.tokens:
            depth -= token.token_type in _CLOSED
            yield token, depth
            depth += token.token_type in _OPEN

    def parameters(self) -> tuple[tuple[Token, Token], ...]:
        """Return the named parameters, each as its ``@`` and its name; ``@@`` begins something else."""
        found = []
        for i, token in enumerate(self.tokens[:-1]):
            before = self.tokens[i - 1].token_type if i else None
            after = self.tokens[i + 1]
            at = TokenType.PARAMETER
            if token.token_type is at and before is not at and after.token_type is not at:
                found.append((token, after))
        return tuple(found)


def read(sql: str) -> Statement:
    """Read one statement.

    Raises
    ------
    WarehouseError
        If a quote or comment is not closed, or there is not exactly one statement.
    """
    tokens = _tokens(sql)
    ends = [i for i, token in enumerate(tokens) if token.token_type is TokenType.SEMICOLON]
    statements = [part for part in _split(tokens, ends) if part]
    if len(statements) != 1:
        raise WarehouseError(
            "One statement was expected", f"there are {len(statements)}", "Give them one by one"
        )
    own = statements[0]
    first = own[0].token_type
    if first in _QUERIES:
        return Statement(sql, tuple(own), Verb.QUERY)
    verb = {
        TokenType.CREATE: Verb.CREATE,
        TokenType.DROP: Verb.DROP,
        TokenType.INSERT: Verb.INSERT,
    }.get(first, Verb.OTHER)
    if verb is Verb.OTHER:
        return Statement(sql, tuple(own), verb)
    return _about(sql, own, verb)


def _about(sql: str, tokens: Sequence[Token], verb: Verb) -> Statement:
    """Read what a CREATE, DROP or INSERT is about: ``CREATE OR REPLACE TABLE IF NOT EXISTS name``."""
    words: list[str] = []
    kind = Made.TABLE if verb is Verb.INSERT else None
    for token, after in zip(tokens[1:], [*tokens[2:], None], strict=True):
        if token.token_type in _KINDS:
            kind = _KINDS[token.token_type]
        elif token.text.upper() in ("OR", "REPLACE", "IF", "NOT", "EXISTS", "INTO"):
            words.append(token.text.upper())
        elif kind is None or not _is_logical(token, after):
            break
        else:
            return Statement(
                sql,
                tuple(tokens),
                verb,
                kind,
                token.text,
                missing_ok="EXISTS" in words,
                replaces="REPLACE" in words,
            )
    return Statement(sql, tuple(tokens), Verb.OTHER)


def _is_logical(token: Token, after: Token | None) -> bool:
    """Tell a name without project and dataset, which is segdesk's own, from a path and from a keyword."""
    is_name = token.token_type in (TokenType.IDENTIFIER, TokenType.VAR) and "." not in token.text
    return is_name and (after is None or after.token_type not in (TokenType.DOT, TokenType.DASH))


def label_edits(statement: Statement) -> list[Edit]:
    """Return the edit that puts segdesk's label into a CREATE statement, none where it has labels.

    None for a model either: there BigQuery takes ``labels`` for the columns that a model is to predict, and
    refuses ours. A model is labelled when it is there.
    """
    if statement.verb is not Verb.CREATE or statement.kind is Made.MODEL:
        return []
    key, value = LABEL
    label = f'labels=[("{key}", "{value}")]'
    tokens = statement.tokens
    for i, (token, depth) in enumerate(statement.depths()):
        if depth:
            continue
        if token.text.upper() == "OPTIONS" and i + 1 < len(tokens) and tokens[i + 1].text == "(":
            return _into_options(tokens[i + 2 :], label)
        if token.token_type is TokenType.ALIAS:
            return [Edit(token.start, token.start, f"OPTIONS({label}) ")]
    end = tokens[-1].end + 1
    return [Edit(end, end, f" OPTIONS({label})")]


def _into_options(tokens: Sequence[Token], label: str) -> list[Edit]:
    """Put the label first, after the bracket that the tokens follow."""
    depth = 0
    for token, after in pairwise(tokens):
        if depth == 0 and token.text.lower() == "labels" and after.token_type is TokenType.EQ:
            return []
        depth += (token.token_type in _OPEN) - (token.token_type in _CLOSED)
        if depth < 0:
            break
    start = tokens[0].start
    comma = "" if tokens[0].token_type is TokenType.R_PAREN else ", "
    return [Edit(start, start, label + comma)]


def _tokens(sql: str) -> list[Token]:
    try:
        return sqlglot.tokenize(sql, read="bigquery")
    except TokenError:
        raise WarehouseError(
            "The SQL cannot be read", "a quote or comment is not closed", "Correct the SQL"
        ) from None


def _split(tokens: Sequence[Token], ends: Sequence[int]) -> list[list[Token]]:
    starts = [0, *(end + 1 for end in ends)]
    return [list(tokens[start:end]) for start, end in zip(starts, [*ends, len(tokens)], strict=True)]
