"""Functions and operators that DuckDB has under another name, or with another meaning."""

import re
from collections.abc import Callable

from sqlglot import exp

from segdesk.errors import WarehouseError
from segdesk.warehouse.sql.runtime import SAFE_TWINS

_INTEGER_PARENTS = (exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Case, exp.If, exp.Coalesce, exp.Alias, exp.Array)
"""Where the type of a whole number matters: GoogleSQL means INT64, DuckDB INT32."""

_SPACE = " \t\n\v\f\r\x85\xa0\u1680\u3000\u2028\u2029\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
"""What GoogleSQL's TRIM takes for white space: the Unicode property White_Space."""

_SPECIFIER = re.compile(r"%(?P<flags>['\-+ #0]*)(?P<width>\d*)(?P<digits>\.\d+)?(?P<kind>[a-zA-Z%])")


def rewrite_functions(tree: exp.Expr) -> None:
    """Rewrite a parsed GoogleSQL statement, in place, so that DuckDB means the same.

    Raises
    ------
    WarehouseError
        For what has no counterpart, such as a FORMAT whose format is not a literal.
    """
    for node in reversed(list(tree.walk())):
        rewrite = _REWRITES.get(type(node))
        if rewrite is None or node.parent is None:
            continue
        replacement = rewrite(node)
        if replacement is not None and replacement is not node:
            node.replace(replacement)


def _call(name: str, *arguments: exp.Expr | None) -> exp.Anonymous:
    """Return a call of a DuckDB function or macro."""
    return exp.Anonymous(
        this=name, expressions=[argument.copy() for argument in arguments if argument is not None]
    )


def _number(value: int) -> exp.Literal:
    return exp.Literal(this=str(value), is_string=False)


def _is_nonzero(node: exp.Expr) -> bool:
    """Tell whether an expression is a literal that is safe to divide by."""
    bare = node.unnest()
    if isinstance(bare, exp.Cast):
        bare = bare.this
    return isinstance(bare, exp.Literal) and not bare.is_string and float(bare.this) != 0


def _literal(node: exp.Literal) -> exp.Expr | None:
    """Keep 2.5 a FLOAT64, which DuckDB reads as a DECIMAL, and a whole number an INT64."""
    if node.is_string or isinstance(node.parent, exp.DataTypeParam | exp.Interval):
        return None
    if not node.is_int:
        text = node.this if "e" in node.this.lower() else f"{node.this}e0"
        return None if text == node.this else _number_text(text)
    if (
        isinstance(node.parent, exp.If | exp.Case | exp.Alias)
        and node.arg_key == "this"
        and node.parent.key != "alias"
    ):
        return None
    if isinstance(node.parent, exp.PropertyEQ) and node.arg_key == "expression":
        return exp.cast(node.copy(), "BIGINT") if isinstance(node.parent.parent, exp.Struct) else None
    if isinstance(node.parent, _INTEGER_PARENTS) and not node.find_ancestor(exp.Interval):
        return exp.cast(node.copy(), "BIGINT")
    return None


def _number_text(text: str) -> exp.Literal:
    whole, dot, rest = text.partition(".")
    return exp.Literal(this=f"{whole or '0'}{dot}{rest}".replace(".e", ".0e"), is_string=False)


def _division(name: str) -> Callable[[exp.Expr], exp.Expr | None]:
    def rewrite(node: exp.Expr) -> exp.Expr | None:
        if name != "GSQL_DIV" and _is_nonzero(node.expression):
            return None
        return _call(name, node.this, node.expression)

    return rewrite


def _log(node: exp.Expr) -> exp.Expr:
    """LOG(x), LOG(x, base) and LOG10(x), which the parser holds as LOG(base, x)."""
    return _call("GSQL_LOG", node.expression, node.this) if node.expression else _call("GSQL_LN", node.this)


def _one(name: str) -> Callable[[exp.Expr], exp.Expr]:
    return lambda node: _call(name, node.this)


def _safe(node: exp.Expr) -> exp.Expr | None:
    """SAFE.f(x): NULL where f would be an error."""
    inner = node.this
    if isinstance(inner, exp.Anonymous) and inner.name.upper() in SAFE_TWINS:
        return _call(SAFE_TWINS[inner.name.upper()], *inner.expressions)
    return _call("TRY", inner)


def _cast(node: exp.Expr) -> exp.Expr | None:
    """Casts that DuckDB rounds, trims or writes differently."""
    target, safe = node.args["to"], isinstance(node, exp.TryCast)
    if node.args.get("format"):
        return None
    if target.is_type(exp.DataType.Type.TEXT, exp.DataType.Type.VARCHAR):
        return _call("GSQL_STRING", node.this)
    if target.is_type(exp.DataType.Type.BIGINT) and not (
        isinstance(node.this, exp.Literal) and node.this.is_int
    ):
        return _call("GSQL_SAFE_INT64" if safe else "GSQL_INT64", node.this)
    if target.is_type(exp.DataType.Type.DECIMAL) and not target.expressions:
        target.set("expressions", [exp.DataTypeParam(this=_number(38)), exp.DataTypeParam(this=_number(9))])
    return None


def _round(node: exp.Expr) -> exp.Expr:
    return _call("GSQL_ROUND", node.this, node.args.get("decimals") or _number(0))


def _trim(node: exp.Expr) -> exp.Expr | None:
    if node.expression is None:
        node.set("expression", exp.Literal.string(_SPACE))
    return None


def _difference(node: exp.Expr) -> exp.Expr:
    """TIMESTAMP_DIFF counts elapsed units, as DuckDB's date_sub does, not boundaries."""
    unit = exp.Literal.string(node.text("unit").lower() or "day")
    return _call("DATE_SUB", unit, node.expression, node.this)


def _extract(node: exp.Expr) -> exp.Expr | None:
    """EXTRACT, whose parts DuckDB names and counts in its own way."""
    part, moment = node.this.name.upper(), node.expression
    match part:
        case "DATE":
            return exp.cast(moment.copy(), "DATE")
        case "DAYOFWEEK":
            return exp.paren(exp.Add(this=_call("DAYOFWEEK", moment), expression=_number(1)), copy=False)
        case "WEEK" if not node.this.expressions:
            return exp.cast(_call("STRFTIME", moment, exp.Literal.string("%U")), "BIGINT", copy=False)
        case "MILLISECOND" | "MICROSECOND":
            within = _call("DATE_PART", exp.Literal.string(part.lower()), moment)
            whole = 1_000 if part == "MILLISECOND" else 1_000_000
            return exp.paren(exp.Mod(this=within, expression=_number(whole)), copy=False)
    names = {"ISOWEEK": "week", "DAYOFYEAR": "doy"}
    return _call("DATE_PART", exp.Literal.string(names.get(part, part.lower())), moment)


def _like(node: exp.Expr) -> exp.Expr | None:
    """LIKE with a backslash before a character that is meant as itself."""
    if isinstance(node.parent, exp.Escape) or (
        node.expression.is_string and "\\" not in node.expression.this
    ):
        return None
    return exp.Escape(this=node.copy(), expression=exp.Literal.string("\\"))


def _day(node: exp.Expr) -> exp.Expr | None:
    """DATE_ADD and DATE_SUB give a DATE; DuckDB gives a TIMESTAMP."""
    return None if isinstance(node.parent, exp.Cast) else exp.cast(node.copy(), "DATE", copy=False)


def _countif(node: exp.Expr) -> exp.Expr:
    """COUNTIF is 0 where the condition is never TRUE; DuckDB's is NULL where it is always NULL."""
    true = exp.If(this=node.this.copy(), true=exp.Boolean(this=True))
    return exp.Count(this=exp.Case(ifs=[true]))


def _aggregate_parts(node: exp.Expr) -> tuple[exp.Expr, exp.Expr | None]:
    """Split ``x ORDER BY y LIMIT n`` into its ordered part and its limit."""
    return (node.this, node.expression) if isinstance(node, exp.Limit) else (node, None)


def _array(values: exp.Expr, skip_nulls: bool) -> exp.Expr:
    """Return the array of values, which may be ordered and distinct."""
    return _present(exp.ArrayAgg(this=values.copy(), nulls_excluded=False), values, skip_nulls)


def _present(aggregate: exp.Expr, values: exp.Expr, skip_nulls: bool) -> exp.Expr:
    """Return an aggregate of values that leaves out NULL, if so wished."""
    if not skip_nulls:
        return aggregate
    value = values.this if isinstance(values, exp.Order) else values
    if isinstance(value, exp.Distinct):
        value = value.expressions[0]
    present = exp.Not(this=exp.Is(this=value.copy(), expression=exp.null()))
    return exp.Filter(this=aggregate, expression=exp.Where(this=present))


def _array_agg(node: exp.Expr, skip_nulls: bool = False) -> exp.Expr | None:
    values, limit = _aggregate_parts(node.this)
    if isinstance(node.parent, exp.IgnoreNulls | exp.RespectNulls) and not skip_nulls:
        return None  # the parent rewrites both
    array = _array(values, skip_nulls)
    if limit is None:
        return array
    if _is_first_of_one(node.parent if skip_nulls else node, limit):
        # DuckDB keeps one value a group for FIRST, where it would sort the group's whole array.
        return exp.Array(expressions=[_present(_call("FIRST", values), values, skip_nulls)])
    return _call("LIST_SLICE", array, _number(1), limit)


def _is_first_of_one(aggregate: exp.Expr | None, limit: exp.Expr) -> bool:
    """Tell whether an array is limited to one element, and only its first one is asked for."""
    bracket = aggregate.parent if aggregate is not None else None
    return (
        isinstance(bracket, exp.Bracket)
        and bracket.args.get("offset") == 0
        and [index.name for index in bracket.expressions] == ["0"]
        and limit.name == "1"
    )


def _ignore_nulls(node: exp.Expr) -> exp.Expr | None:
    return _array_agg(node.this, skip_nulls=True) if isinstance(node.this, exp.ArrayAgg) else None


def _string_agg(node: exp.Expr) -> exp.Expr | None:
    """STRING_AGG with a LIMIT, which DuckDB has not."""
    values, limit = _aggregate_parts(node.this)
    if limit is None:
        return None
    some = _call("LIST_SLICE", _array(values, skip_nulls=True), _number(1), limit)
    return _call("ARRAY_TO_STRING", some, node.args.get("separator") or exp.Literal.string(","))


def _regexp_extract(node: exp.Expr) -> exp.Expr | None:
    """REGEXP_EXTRACT gives the first group, or the match where there is no group; NULL without a match."""
    pattern = node.expression
    if node.args.get("position") or node.args.get("occurrence") or not pattern.is_string:
        return None
    return _call("GSQL_REGEXP_EXTRACT", node.this, pattern, _number(1 if _has_group(pattern.this) else 0))


def _has_group(pattern: str) -> bool:
    """Tell whether a regular expression captures."""
    bare = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "", pattern)
    return re.search(r"\((?!\?)|\(\?P?<", bare) is not None


def _bracket(node: exp.Expr) -> exp.Expr | None:
    """Array elements: an index outside is an error, unless it is SAFE."""
    index = node.expressions[0]
    if index.is_string or node.args.get("offset") is None or node.args.get("safe"):
        return None
    return _call(
        "GSQL_ELEMENT", node.this, exp.Add(this=index.copy(), expression=_number(1 - node.args["offset"]))
    )


def _format(node: exp.Expr) -> exp.Expr:
    """FORMAT with a literal format, piece by piece: DuckDB's own FORMAT reads another language."""
    if not node.this.is_string:
        raise WarehouseError(
            "FORMAT needs a text in quotes as its first argument", "", "Write the format out, such as '%.2f'"
        )
    text, values = node.this.this, list(node.expressions)
    pieces: list[exp.Expr] = []
    end = 0
    for found in _SPECIFIER.finditer(text):
        if found.start() > end:
            pieces.append(exp.Literal.string(text[end : found.start()]))
        end = found.end()
        if found["kind"] == "%":
            pieces.append(exp.Literal.string("%"))
        elif values:
            pieces.append(_formatted(found, values.pop(0)))
        else:
            raise WarehouseError(
                f"FORMAT '{text}' has fewer values than places", "", "Add the missing values"
            )
    pieces.append(exp.Literal.string(text[end:]))
    if values:
        raise WarehouseError(
            f"FORMAT '{text}' has more values than places", "", "Remove the values that are too many"
        )
    joined = pieces[0]
    for piece in pieces[1:]:
        joined = exp.DPipe(this=joined, expression=piece, safe=False)
    return exp.paren(joined, copy=False)


def _formatted(found: re.Match[str], value: exp.Expr) -> exp.Expr:
    """Return one value as its format specifier wants it."""
    kind, flags = found["kind"], found["flags"]
    layout = f"{flags.replace(chr(39), '')}{found['width']}{found['digits'] or ''}"
    if kind == "t" and not layout:
        return exp.func("COALESCE", exp.cast(value.copy(), "TEXT"), exp.Literal.string("NULL"))
    if kind not in "dioxXeEfFgGs":
        raise WarehouseError(f"FORMAT cannot write %{kind} here", "", "Use %d, %f, %e, %g, %s, %t or %%")
    if kind == "s" and not layout:
        return exp.paren(value.copy(), copy=False)
    if "'" in flags:
        shown = "d" if kind in "di" else kind
        aligned = f"{{:>{found['width']}" if found["width"] else "{:"
        return _call("FORMAT", exp.Literal.string(f"{aligned},{found['digits'] or ''}{shown}}}"), value)
    return _call("PRINTF", exp.Literal.string(f"%{layout}{kind.replace('i', 'd')}"), value)


_REWRITES: dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr | None]] = {
    exp.Literal: _literal,  # type: ignore[dict-item]
    exp.Div: _division("GSQL_DIVIDE"),
    exp.IntDiv: _division("GSQL_DIV"),
    exp.Mod: _division("GSQL_MOD"),
    exp.Sqrt: _one("GSQL_SQRT"),
    exp.Ln: _one("GSQL_LN"),
    exp.Log: _log,
    exp.SafeFunc: _safe,
    exp.Cast: _cast,
    exp.TryCast: _cast,
    exp.Round: _round,
    exp.Trim: _trim,
    exp.TimestampDiff: _difference,
    exp.Extract: _extract,
    exp.Like: _like,
    exp.DateTrunc: _day,
    exp.DateAdd: _day,
    exp.DateSub: _day,
    exp.CountIf: _countif,
    exp.ArrayAgg: _array_agg,
    exp.IgnoreNulls: _ignore_nulls,
    exp.GroupConcat: _string_agg,
    exp.RegexpExtract: _regexp_extract,
    exp.Bracket: _bracket,
    exp.Format: _format,
}
