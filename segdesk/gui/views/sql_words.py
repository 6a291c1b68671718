"""The parts of a GoogleSQL text, for whoever colours it."""

import re
from collections.abc import Iterator
from enum import Enum, IntEnum


class Part(Enum):
    """What a piece of SQL is."""

    KEYWORD = "keyword"
    FUNCTION = "function"
    STRING = "string"
    NUMBER = "number"
    COMMENT = "comment"
    QUOTED = "quoted name"
    PARAMETER = "parameter"


class Open(IntEnum):
    """What a line leaves open for the next one."""

    NOTHING = 0
    COMMENT = 1
    SINGLE = 2
    DOUBLE = 3


_WORDS = """
ALL AND ANY ARRAY AS ASC ASSERT_ROWS_MODIFIED AT BETWEEN BY CASE CAST COLLATE CONTAINS CREATE CROSS CUBE
CURRENT DEFAULT DEFINE DESC DISTINCT ELSE END ENUM ESCAPE EXCEPT EXCLUDE EXISTS EXTRACT FALSE FETCH
FOLLOWING FOR FROM FULL GROUP GROUPING GROUPS HASH HAVING IF IGNORE IN INNER INTERSECT INTERVAL INTO IS
JOIN LATERAL LEFT LIKE LIMIT LOOKUP MERGE NATURAL NEW NO NOT NULL NULLS OF ON OR ORDER OUTER OVER
PARTITION PRECEDING PROTO QUALIFY RANGE RECURSIVE RESPECT RIGHT ROLLUP ROWS SELECT SET SOME STRUCT
TABLESAMPLE THEN TO TREAT TRUE UNBOUNDED UNION UNNEST USING WHEN WHERE WINDOW WITH WITHIN
DELETE FIRST FUNCTION INSERT LAST MODEL OFFSET OPTIONS ORDINAL PIVOT REPLACE TABLE TEMP TEMPORARY UNPIVOT
UPDATE VALUES VIEW
BIGNUMERIC BOOL BYTES DATE DATETIME FLOAT64 GEOGRAPHY INT64 JSON NUMERIC STRING TIME TIMESTAMP
"""

KEYWORDS = frozenset(_WORDS.split())
"""The reserved words of GoogleSQL by BigQuery's documentation, types, and words that shape a statement."""

_PIECE = re.compile(
    r"""
      (?P<comment>--.*|\#.*|/\*.*?(?:\*/|(?P<to_comment>$)))
    | (?P<string>(?:\b[rR][bB]?|\b[bB][rR]?)?(?:
          '''(?:\\.|[^\\])*?(?:'''|(?P<to_single>$))
        | \"\"\"(?:\\.|[^\\])*?(?:\"\"\"|(?P<to_double>$))
        | '(?:\\.|[^'\\])*'?
        | "(?:\\.|[^"\\])*"?
      ))
    | (?P<quoted>`[^`]*`?)
    | (?P<parameter>@@?\w+)
    | (?P<number>\b(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)\b|\.\d+(?:[eE][+-]?\d+)?\b)
    | (?P<word>\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*(?=\s*\())?)(?P<call>\s*\()?
    """,
    re.VERBOSE,
)

_ENDS = {Open.COMMENT: "*/", Open.SINGLE: "'''", Open.DOUBLE: '"""'}


def parts(line: str, before: Open) -> tuple[list[tuple[int, int, Part]], Open]:
    """Return where the parts of a line begin and end, and what it leaves open.

    Parameters
    ----------
    line
        One line, without its end.
    before
        What the line before has left open.
    """
    found: list[tuple[int, int, Part]] = []
    start = 0
    if before is not Open.NOTHING:
        end = line.find(_ENDS[before])
        stop = len(line) if end < 0 else end + len(_ENDS[before])
        found.append((0, stop, Part.COMMENT if before is Open.COMMENT else Part.STRING))
        if end < 0:
            return found, before
        start = stop
    left = Open.NOTHING
    for match in _PIECE.finditer(line, start):
        found += _part(match)
        left = _left_open(match)
    return found, left


def _part(match: re.Match[str]) -> Iterator[tuple[int, int, Part]]:
    for name, part in (
        ("comment", Part.COMMENT),
        ("string", Part.STRING),
        ("quoted", Part.QUOTED),
        ("parameter", Part.PARAMETER),
        ("number", Part.NUMBER),
    ):
        if match[name] is not None:
            yield match.start(name), match.end(name), part
            return
    if match["word"].upper() in KEYWORDS and not _is_called(match):
        yield match.start("word"), match.end("word"), Part.KEYWORD
    elif match["call"] is not None:
        yield match.start("word"), match.end("word"), Part.FUNCTION


_ALSO_FUNCTIONS = frozenset(
    {"IF", "LEFT", "RIGHT", "REPLACE", "DATE", "DATETIME", "TIME", "TIMESTAMP", "STRING"}
)


def _is_called(match: re.Match[str]) -> bool:
    return match["call"] is not None and match["word"].upper() in _ALSO_FUNCTIONS


def _left_open(match: re.Match[str]) -> Open:
    for name, left in (("to_comment", Open.COMMENT), ("to_single", Open.SINGLE), ("to_double", Open.DOUBLE)):
        if match[name] is not None:
            return left
    return Open.NOTHING
