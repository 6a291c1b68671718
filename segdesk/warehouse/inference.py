"""When a text is a number, a date or a time: the rules for delimited files, as DuckDB expressions.

Nothing may be lost: a column is a number only if every value, written back, is the same number. So a leading
zero or a twentieth digit keeps an identifier text, and a date that two countries read differently stays text.
"""

from dataclasses import dataclass

from segdesk.warehouse.types import DUCKDB_TYPES, text

EXACT = 2**53
"""Up to here every whole number is also a FLOAT64."""

_ZONE = r"( ?UTC|Z|[+-]\d{2}(:\d{2})?)?"
_CLOCK = r"\d{2}:\d{2}:\d{2}(\.\d{1,6})?"
_DAY = r"\d{4}-\d{2}-\d{2}"


@dataclass(frozen=True)
class Rule:
    """How one type is written.

    Attributes
    ----------
    type
        The GoogleSQL type.
    fits
        DuckDB condition on a text ``{c}`` that is not NULL.
    value
        DuckDB expression that reads it.
    """

    type: str
    fits: str
    value: str

    def fits_in(self, column: str) -> str:
        """Return the condition on a column."""
        return self.fits.replace("{c}", column)

    def value_of(self, column: str) -> str:
        """Return the expression that reads a column."""
        return self.value.replace("{c}", column)


def _matches(pattern: str) -> str:
    return f"regexp_full_match({{c}}, {text(pattern)})"


def _float(point: str) -> str:
    """Return the pattern of a FLOAT64; a bare 12E5 is no number but may be an article's code."""
    whole, exponent = r"-?(0|[1-9]\d*)", r"([eE][+-]?\d+)?"
    exact = r"(0|-?[1-9]\d{0,14})([eE][+-]\d+)?"
    return rf"{exact}|({whole}|-)?{point}\d+{exponent}|{whole}{point}{exponent}"


_IS_INT64 = "coalesce({c} = CAST(TRY_CAST({c} AS BIGINT) AS VARCHAR), false)"
_POINT = "TRY_CAST({c} AS DOUBLE)"
_COMMA = "TRY_CAST(replace({c}, ',', '.') AS DOUBLE)"
_FINITE = "coalesce(isfinite({value}), false)"

STRING = Rule("STRING", "true", "{c}")
INT64 = Rule(
    "INT64",
    f"({_IS_INT64} AND TRY_CAST({{c}} AS BIGINT) BETWEEN {-EXACT} AND {EXACT})",
    "CAST({c} AS BIGINT)",
)
ANY_INT64 = Rule("INT64", _IS_INT64, "CAST({c} AS BIGINT)")
FLOAT64 = Rule(
    "FLOAT64", f"({_matches(_float('[.]'))} AND {_FINITE.replace('{value}', _POINT)})", "CAST({c} AS DOUBLE)"
)
COMMA_FLOAT64 = Rule(
    "FLOAT64",
    f"({_matches(_float('[,]'))} AND {_FINITE.replace('{value}', _COMMA)})",
    "CAST(replace({c}, ',', '.') AS DOUBLE)",
)
BOOL = Rule("BOOL", "lower({c}) IN ('true', 'false')", "CAST({c} AS BOOLEAN)")
DATE = Rule("DATE", f"({_matches(_DAY)} AND TRY_CAST({{c}} AS DATE) IS NOT NULL)", "CAST({c} AS DATE)")
TIMESTAMP = Rule(
    "TIMESTAMP",
    f"({_matches(f'{_DAY}[ T]{_CLOCK}{_ZONE}')} AND TRY_CAST({{c}} AS TIMESTAMPTZ) IS NOT NULL)",
    "CAST({c} AS TIMESTAMPTZ)",
)
ANY_TIMESTAMP = Rule(
    "TIMESTAMP",
    f"({_matches(f'{_DAY}([ T]{_CLOCK}{_ZONE})?')} AND TRY_CAST({{c}} AS TIMESTAMPTZ) IS NOT NULL)",
    "CAST({c} AS TIMESTAMPTZ)",
)


def candidates(delimiter: str) -> tuple[Rule, ...]:
    """Return the rules to try in turn; a decimal comma is thinkable where fields end with a semicolon."""
    comma = (COMMA_FLOAT64,) if delimiter == ";" else ()
    return (INT64, FLOAT64, *comma, BOOL, DATE, TIMESTAMP)


def wanted(kind: str, delimiter: str = ",") -> tuple[Rule, ...]:
    """Return the rules under which a text passes as the type that a recipe asks for; none if it cannot."""
    return {
        "STRING": (STRING,),
        "INT64": (ANY_INT64,),
        "FLOAT64": (FLOAT64, COMMA_FLOAT64) if delimiter == ";" else (FLOAT64,),
        "BOOL": (BOOL,),
        "DATE": (DATE,),
        "TIMESTAMP": (ANY_TIMESTAMP,),
    }.get(kind, ())


_WIDENS = {
    "INT64": {"FLOAT64", "NUMERIC", "STRING"},
    "FLOAT64": {"STRING"},
    "NUMERIC": {"FLOAT64", "STRING"},
    "BOOL": {"STRING"},
    "DATE": {"TIMESTAMP", "DATETIME", "STRING"},
    "DATETIME": {"TIMESTAMP", "STRING"},
    "TIMESTAMP": {"STRING"},
}


def widening(kind: str, to: str) -> Rule | None:
    """Return how a value of one type becomes one of another without loss; None if it does not."""
    if kind == to:
        return Rule(to, "true", "{c}")
    if to in _WIDENS.get(kind, ()):
        return Rule(to, "true", f"CAST({{c}} AS {DUCKDB_TYPES.get(to, to)})")
    if (kind, to) == ("FLOAT64", "INT64"):
        whole = f"({{c}} = trunc({{c}}) AND abs({{c}}) <= {EXACT})"
        return Rule(to, whole, "CAST({c} AS BIGINT)")
    return None
