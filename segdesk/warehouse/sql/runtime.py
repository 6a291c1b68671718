"""GoogleSQL functions that DuckDB does not have: macros and one function that the translation calls."""

import duckdb
from duckdb.func import PythonUDFType

from segdesk.warehouse.fingerprint import farm_fingerprint

# Functions that are not defined everywhere: where not, the error, the answer.
_CHECKED = {
    "divide(a, b)": ("b = 0", "'division by zero'", "a / b"),
    "div(a, b)": ("b = 0", "'division by zero'", "a // b"),
    "mod(a, b)": ("b = 0", "'division by zero'", "a % b"),
    "sqrt(x)": ("x < 0", "'the argument of SQRT is negative'", "sqrt(x)"),
    "ln(x)": ("x <= 0", "'the argument of LN is not positive'", "ln(x)"),
    "log(x, b)": ("x <= 0 OR b <= 0 OR b = 1", "'LOG is not defined for its arguments'", "ln(x) / ln(b)"),
    "element(l, i)": ("i < 1 OR i > len(l)", "'array index ' || (i - 1) || ' is out of bounds'", "l[i]"),
}

SAFE_TWINS = {
    name: name.replace("GSQL_", "GSQL_SAFE_")
    for name in ("GSQL_INT64", *(f"GSQL_{head.split('(')[0].upper()}" for head in _CHECKED))
}
"""Macros that raise an error, and their twins that give NULL instead (``SAFE.LN(x)``)."""

_DOUBLE = "TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE)"
_IS_DOUBLE = "typeof(x) IN ('DOUBLE', 'FLOAT')"
_WHOLE = r"regexp_full_match(CAST(x AS VARCHAR), '\s*[-+]?(\d+|0[xX][0-9a-fA-F]+)\s*')"


def _int64(refused: str, cast: str) -> str:
    """Return the body of a cast to INT64: text must be a whole number, halves go away from zero."""
    return (
        f"CASE WHEN typeof(x) = 'VARCHAR' AND NOT {_WHOLE} THEN {refused} "
        f"WHEN {_IS_DOUBLE} OR typeof(x) LIKE 'DECIMAL%' THEN {cast}(round({_DOUBLE}) AS BIGINT) "
        f"ELSE {cast}(x AS BIGINT) END"
    )


_MACROS = {
    "int64(x)": _int64("error('''' || CAST(x AS VARCHAR) || ''' is not an INT64')", "CAST"),
    "safe_int64(x)": _int64("NULL", "TRY_CAST"),
    # ZetaSQL writes 15 digits where they suffice to read the same number back, and 17 where not.
    "string(x)": f"CASE WHEN NOT {_IS_DOUBLE} THEN CAST(x AS VARCHAR) WHEN {_DOUBLE} = 0 THEN '0' "
    f"WHEN CAST(printf('%.15g', {_DOUBLE}) AS DOUBLE) = {_DOUBLE} THEN printf('%.15g', {_DOUBLE}) "
    f"ELSE printf('%.17g', {_DOUBLE}) END",
    # ZetaSQL rounds the decimal digits of the binary number, halves away from zero. It is exactly a half only
    # if 2 ^ (d + 1) times the number is an odd whole number, and there DuckDB's own rounding is right.
    "round(x, d)": "CASE WHEN d <= 0 OR abs(x) >= 1e15 OR abs(CAST(x AS DOUBLE) * 2 ** (d + 1)) % 2 = 1 "
    "THEN round(CAST(x AS DOUBLE), CAST(d AS INTEGER)) "
    "ELSE CAST(format('{:.' || CAST(d AS VARCHAR) || 'f}', CAST(x AS DOUBLE)) AS DOUBLE) END",
    "regexp_extract(x, p, g)": "CASE WHEN regexp_matches(x, p) THEN regexp_extract(x, p, g) END",
}


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make a DuckDB database answer what `segdesk.warehouse.sql.dialect.to_duckdb` writes.

    The macros and the function belong to the database, the time zone to all its connections.
    """
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.create_function(
        "farm_fingerprint", farm_fingerprint, ["VARCHAR"], "BIGINT", type=PythonUDFType.ARROW
    )
    for head, (undefined, message, answer) in _CHECKED.items():
        connection.execute(
            f"CREATE MACRO gsql_{head} AS CASE WHEN {undefined} THEN error({message}) ELSE {answer} END"
        )
        connection.execute(
            f"CREATE MACRO gsql_safe_{head} AS CASE WHEN {undefined} THEN NULL ELSE {answer} END"
        )
    for head, body in _MACROS.items():
        connection.execute(f"CREATE MACRO gsql_{head} AS {body}")
