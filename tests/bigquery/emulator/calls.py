"""Calls of ML.* and AI.* functions within a statement."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from emulator.errors import invalid_query
from emulator.tokens import Text

TABLE_FUNCTIONS = frozenset(
    {
        "ML.EVALUATE",
        "ML.CENTROIDS",
        "ML.PREDICT",
        "ML.DETECT_ANOMALIES",
        "ML.TRAINING_INFO",
        "ML.FEATURE_INFO",
        "ML.TRIAL_INFO",
        "ML.GENERATE_TEXT",
        "AI.GENERATE_TEXT",
        "AI.GENERATE_TABLE",
    }
)
SCALAR_FUNCTIONS = frozenset({"AI.GENERATE", "AI.COUNT_TOKENS"})


@dataclass(frozen=True)
class Call:
    """A call.

    Attributes
    ----------
    begin, end
        Where it stands in the statement.
    model
        The parts of the model's name; empty without one.
    source
        The query that it reads; empty without one.
    settings
        The text of its STRUCT; empty without one.
    positional, named
        The texts of the other arguments.
    """

    function: str
    begin: int
    end: int
    model: tuple[str, ...]
    source: str
    settings: str
    positional: tuple[str, ...]
    named: dict[str, str]


def find_calls(sql: str) -> list[Call]:
    """Return the outermost calls in a statement, in their order. Raises `BigQueryError`."""
    text, found, at = Text.of(sql), [], 0
    while at < len(text.tokens):
        name = f"{text.word(at)}.{text.word(at + 2)}"
        is_call = text.word(at + 1) == "." and text.word(at + 3) == "(" and text.word(at - 1) != "."
        if not is_call or text.word(at) not in ("ML", "AI"):
            at += 1
            continue
        if name not in TABLE_FUNCTIONS | SCALAR_FUNCTIONS:
            raise invalid_query(f"Function not found: {name} (the stand-in does not have it)")
        found.append(_call(text, at, name))
        at = text.closing(at + 3) + 1
    return found


def replaced(sql: str, calls: list[Call], by: Callable[[Call], str]) -> str:
    """Return the statement with something else in the place of each call."""
    for call in reversed(calls):
        sql = sql[: call.begin] + by(call) + sql[call.end :]
    return sql


def without_calls(sql: str) -> str:
    """Return the statement with each call replaced by what it reads."""

    def read(call: Call) -> str:
        if call.function in SCALAR_FUNCTIONS:
            return f"CONCAT({', '.join(call.positional) or 'NULL'})"
        return f"({without_calls(call.source) or 'SELECT 1'})"

    return replaced(sql, find_calls(sql), read)


def _call(text: Text, at: int, name: str) -> Call:
    model: tuple[str, ...] = ()
    source, settings, positional, named = "", "", [], {}
    for begin, end in text.arguments(at + 3):
        part = text.between(begin, end)
        first = text.word(begin)
        if first == "MODEL":
            model = tuple(re.sub(r"[`\s]", "", text.between(begin + 1, end)).split("."))
        elif first == "TABLE":
            source = f"SELECT * FROM {text.between(begin + 1, end)}"
        elif name in TABLE_FUNCTIONS and first == "STRUCT":
            settings = part
        elif name in TABLE_FUNCTIONS and first == "(":
            source = part[1:-1]
        elif text.word(begin + 1) == "=>":
            named[text.tokens[begin].text.lower()] = text.between(begin + 2, end)
        else:
            positional.append(part)
    if name in TABLE_FUNCTIONS and not model:
        raise invalid_query(f"{name}: the first argument must be a MODEL")
    begin, end = text.tokens[at].start, text.tokens[text.closing(at + 3)].end + 1
    return Call(name, begin, end, model, source, settings, tuple(positional), named)
