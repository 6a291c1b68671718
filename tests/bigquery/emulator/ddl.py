"""CREATE statements: what they make, and the options that the emulator leaves out."""

from dataclasses import dataclass, field
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from emulator.errors import invalid_query
from emulator.tokens import Text

_KINDS = ("TABLE", "VIEW", "MODEL", "SCHEMA", "CONNECTION")
_MODIFIERS = ("OR", "REPLACE", "TEMP", "TEMPORARY", "MATERIALIZED", "SNAPSHOT")


@dataclass(frozen=True)
class Home:
    """Where names belong that do not say it.

    Attributes
    ----------
    dataset
        Project and dataset of names without a dataset; None where there is no default one.
    """

    project: str
    dataset: tuple[str, str] | None = None

    def path(self, name: tuple[str, ...], kind: str = "TABLE") -> tuple[str, str, str]:
        """Return project, dataset and name. Raises `BigQueryError` where the dataset is missing."""
        if len(name) == 1 and self.dataset is not None:
            return *self.dataset, name[0]
        parts = name if len(name) == 3 else (self.project, *name)
        if len(parts) != 3:
            raise invalid_query(f'{kind.capitalize()} "{".".join(name)}" must be qualified with a dataset')
        return parts[0], parts[1], parts[2]


@dataclass(frozen=True)
class Create:
    """A CREATE statement.

    Attributes
    ----------
    name
        The parts of its name, one to three.
    options
        What OPTIONS says, names in small letters.
    bare
        The statement without OPTIONS.
    query
        What stands after AS; empty if nothing does.
    connection
        Of a remote model: the parts of the connection's name, or ``("DEFAULT",)``.
    transform
        Whether it has a TRANSFORM clause.
    """

    kind: str
    name: tuple[str, ...]
    replace: bool
    if_not_exists: bool
    bare: str
    options: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    connection: tuple[str, ...] = ()
    transform: bool = False

    def path(self, home: "Home") -> tuple[str, str, str]:
        """Return project, dataset and name. Raises `BigQueryError` where the dataset is missing."""
        return home.path(self.name, self.kind)


def parse_create(sql: str) -> Create | None:
    """Return what a CREATE statement says; None for any other statement. Raises `BigQueryError`."""
    text = Text.of(sql)
    if text.word(0) != "CREATE":
        return None
    at, replace = 1, False
    while text.word(at) in _MODIFIERS:
        replace |= text.word(at) == "REPLACE"
        at += 1
    kind = text.word(at)
    if kind not in _KINDS:
        return None
    at += 1
    if_not_exists = text.words(at, "IF", "NOT", "EXISTS")
    at += 3 * if_not_exists
    name, at = qualified(text, at)
    return _clauses(text, at, Create(kind, name, replace, if_not_exists, sql))


def table_options(create: Create) -> dict[str, Any]:
    """Return what OPTIONS says of a table, view or model, as fields of its resource.

    Raises
    ------
    BigQueryError
        For labels that are none.
    """
    told: dict[str, Any] = {}
    if "labels" in create.options:
        told["labels"] = _labels(create.options["labels"])
    for option in ("description", "friendly_name"):
        if isinstance(create.options.get(option), str):
            told[option] = create.options[option]
    return told


def options_of(text: Text, opening: int) -> dict[str, Any]:
    """Return the options between brackets, names in small letters. Raises `BigQueryError`."""
    return dict(_option(text, *part) for part in text.arguments(opening))


def value(text: str) -> Any:
    """Return what a constant expression of GoogleSQL is worth; one that is not constant stays text."""
    try:
        return _worth(sqlglot.parse_one(text, read="bigquery"))
    except (ParseError, TokenError) as problem:
        raise invalid_query(f"Syntax error: {str(problem).splitlines()[0]}") from problem


def _clauses(text: Text, at: int, create: Create) -> Create:
    told: dict[str, Any] = {}
    while at < len(text.tokens):
        if text.word(at) == "AS":
            told["query"] = text.sql[text.tokens[at + 1].start :].rstrip().rstrip(";").rstrip()
            break
        if text.words(at, "WITH", "CONNECTION"):
            told["connection"], at = qualified(text, at + 2)
        elif text.word(at) == "OPTIONS" and text.word(at + 1) == "(":
            closing = text.closing(at + 1)
            told["options"] = options_of(text, at + 1)
            begin, end = text.tokens[at].start, text.tokens[closing].end + 1
            told["bare"] = text.sql[:begin] + text.sql[end:]
            at = closing + 1
        elif text.word(at) in ("(", "["):
            at = text.closing(at) + 1
        else:
            told["transform"] = told.get("transform", False) or text.word(at) == "TRANSFORM"
            at += 1
    return Create(**{**vars(create), **told})


def qualified(text: Text, at: int) -> tuple[tuple[str, ...], int]:
    """Return the parts of a name and what comes after it; `a-b.c` and `` `a.b`.c `` are names too."""
    begin = at
    while text.word(at + 1) in (".", "-") and at + 2 < len(text.tokens):
        at += 2
    name = text.between(begin, at + 1).replace("`", "")
    return tuple(part.strip() for part in name.split(".")), at + 1


def _option(text: Text, begin: int, end: int) -> tuple[str, Any]:
    if text.word(begin + 1) != "=":
        raise invalid_query(f"Syntax error: Expected = in {text.between(begin, end)}")
    return text.tokens[begin].text.lower(), value(text.between(begin + 2, end))


def _worth(tree: exp.Expression) -> Any:
    match tree:
        case exp.Literal():
            if tree.is_string:
                return tree.this
            return float(tree.this) if set(tree.this) & set(".eE") else int(tree.this)
        case exp.Boolean():
            return bool(tree.this)
        case exp.Null():
            return None
        case exp.Neg():
            return -_worth(tree.this)
        case exp.Paren():
            return _worth(tree.this)
        case exp.Array() | exp.Tuple() | exp.Struct():
            return [_worth(each) for each in tree.expressions]
    return tree.sql("bigquery")


def _labels(told: Any) -> dict[str, str]:
    pairs: list[Any] = told if isinstance(told, list) else [None]
    if not all(isinstance(each, list) and len(each) == 2 for each in pairs):
        raise invalid_query("Option labels must be an array of pairs of strings")
    return {str(key): str(worth) for key, worth in pairs}
