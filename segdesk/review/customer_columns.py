"""The columns of the customers' table: those of the recipe, and what segmenting has added."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from segdesk.review.search import Relation, Term

if TYPE_CHECKING:
    from segdesk.project.file import Project


class Kind(StrEnum):
    """What a column's values are."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    DATE = "date"


class Meaning(StrEnum):
    """Where a column comes from; the window names those that segdesk added in its own language."""

    DATA = "data"
    KEY = "key"
    SEGMENT = "segment"
    LABEL = "label"
    DISTANCE = "distance"
    RELATIVE_DISTANCE = "relative distance"
    OUTLIER = "outlier"


@dataclass(frozen=True)
class CustomerColumn:
    """A column of the customers' table.

    Attributes
    ----------
    name
        What sorting and searching call it.
    title, unit
        For a person.
    decimals
        Digits after the point that say something.
    """

    name: str
    title: str
    kind: Kind
    unit: str = ""
    meaning: Meaning = Meaning.DATA
    decimals: int = 0


@dataclass(frozen=True)
class CustomerTable:
    """How the project's file is asked about its customers.

    Attributes
    ----------
    source
        The FROM clause that all columns need; ``c`` is the customer table, in the order of its key.
    expressions
        Each column in DuckDB's SQL, by its name.
    """

    table: str
    key: str
    key_type: str
    source: str
    columns: tuple[CustomerColumn, ...]
    expressions: Mapping[str, str]

    def column(self, name: str) -> CustomerColumn:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)

    def matches(self, term: Term) -> tuple[str, list[object]]:
        """Return the condition of one part of a search, and its parameters."""
        if term.column is not None:
            return self._matches_column(self.columns[term.column], term)
        texts = [c for c in self.columns if c.kind is Kind.TEXT and c.meaning is not Meaning.KEY]
        tests = [f"contains({_folded(self.expressions[c.name])}, {_folded('$')})" for c in texts]
        tests.append(f"starts_with({_folded(self.expressions[self.key])}, {_folded('$')})")
        return f"({' OR '.join(tests).replace('$', '?')})", [term.text] * len(tests)

    def _matches_column(self, column: CustomerColumn, term: Term) -> tuple[str, list[object]]:
        expression = self.expressions[column.name]
        number = term.number
        if column.kind in (Kind.INTEGER, Kind.REAL) and number is not None and column.name != self.key:
            if term.relation in (Relation.CONTAINS, Relation.IS):
                return f"abs({expression} - ?) <= ?", [number, term.tolerance + 1e-9]
            return f"{expression} {term.relation} ?", [number]
        if term.relation is Relation.CONTAINS:
            starts = column.meaning in (Meaning.KEY, Meaning.LABEL) or column.kind is not Kind.TEXT
            test = "starts_with" if starts else "contains"
            return f"{test}({_folded(expression)}, {_folded('?')})", [term.text]
        if column.name == self.key and number is not None and column.kind is not Kind.TEXT:
            return f"{expression} {term.relation} ?", [number]
        return f"{_folded(expression)} {term.relation} {_folded('?')}", [term.text]


def _folded(expression: str) -> str:
    return f"strip_accents(lower(CAST({expression} AS VARCHAR)))"


def customer_table(project: "Project") -> CustomerTable | None:
    """Return how the customers are read now, None before the Features step."""
    from segdesk.project import customers
    from segdesk.project.file import quoted

    table = customers.table_name(project)
    if table is None:
        return None
    key = customers.key_name(project)
    types = _types(project, table)
    known = {row[0]: row[1:] for row in project.rows("SELECT name, title, unit FROM features")}
    own = [
        CustomerColumn(
            name,
            known.get(name, (_in_words(name), ""))[0],
            _kind(type_),
            known.get(name, ("", ""))[1],
            Meaning.KEY if name == key else Meaning.DATA,
        )
        for name, type_ in types.items()
    ]
    expressions = {name: _readable(f"c.{quoted(name)}", type_) for name, type_ in types.items()}
    added = _added(project, key, types)
    expressions |= {column.name: expression for column, expression in added}
    columns = _in_order(own, [column for column, _ in added])
    source = f"{quoted(table)} AS c"
    if added:
        source += f" LEFT JOIN segments AS s ON s.{quoted(key)} = c.{quoted(key)}"
        source += " LEFT JOIN labels AS l ON l.segment = s.segment"
    decimals = _decimals(project, table, expressions, columns)
    shown = tuple(
        CustomerColumn(c.name, c.title, c.kind, c.unit, c.meaning, decimals.get(c.name, 0)) for c in columns
    )
    return CustomerTable(table, key, types[key], source, shown, expressions)


def _types(project: "Project", table: str) -> dict[str, str]:
    from segdesk.project.file import quoted

    return {row[0]: row[1] for row in project.rows(f"DESCRIBE {quoted(table)}")}


def _added(project: "Project", key: str, types: Mapping[str, str]) -> list[tuple[CustomerColumn, str]]:
    """Return the columns that come from segments and labels, where those belong to these customers."""
    if not project.has("segments") or _types(project, "segments").get(key) != types[key]:
        return []
    found = [
        (CustomerColumn("segment", "Segment", Kind.TEXT, meaning=Meaning.SEGMENT), "s.segment"),
        (CustomerColumn("label", "Label", Kind.TEXT, meaning=Meaning.LABEL), "l.name"),
    ]
    figures = (
        ("distance", "Distance to centre", Kind.REAL, Meaning.DISTANCE),
        ("normalised_distance", "Relative distance", Kind.REAL, Meaning.RELATIVE_DISTANCE),
        ("outlier", "Outlier", Kind.BOOLEAN, Meaning.OUTLIER),
    )
    lowered = {name.lower() for name in types}
    for name, title, kind, meaning in figures:
        # The recipe may have a column of that name already.
        free = f"segment_{name}" if name in lowered else name
        found.append((CustomerColumn(free, title, kind, meaning=meaning), f"s.{name}"))
    return found


def _in_order(own: list[CustomerColumn], added: list[CustomerColumn]) -> list[CustomerColumn]:
    """Return the key and the segment first, and what is measured in the matrix last."""
    first = [column for column in own if column.meaning is Meaning.KEY]
    rest = [column for column in own if column.meaning is not Meaning.KEY]
    named = (Meaning.SEGMENT, Meaning.LABEL)
    return [
        *first,
        *(column for column in added if column.meaning in named),
        *rest,
        *(column for column in added if column.meaning not in named),
    ]


def _decimals(
    project: "Project", table: str, expressions: Mapping[str, str], columns: list[CustomerColumn]
) -> dict[str, int]:
    """Return how many digits after the point each column needs, so that its values line up."""
    from segdesk.project.file import quoted

    found: dict[str, int] = {}
    for prefix, source in (("c.", f"{quoted(table)} AS c"), ("s.", "segments AS s")):
        names = [c.name for c in columns if c.kind is Kind.REAL and prefix in expressions[c.name]]
        if not names:
            continue
        figures = ", ".join(
            f"max(abs({e})) FILTER (isfinite({e})), bool_and({e} = trunc({e})) FILTER (isfinite({e}))"
            for e in (expressions[name] for name in names)
        )
        row = project.row(f"SELECT {figures} FROM {source}")
        assert row is not None
        for index, name in enumerate(names):
            found[name] = _places(row[2 * index], row[2 * index + 1])
    return found


def _places(largest: float | None, whole: bool | None) -> int:
    if largest is None or whole:
        return 0
    return next((places for below, places in ((1, 4), (10, 3)) if largest < below), 2)


_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_DATES = ("DATE", "TIMESTAMP")


def _kind(type_: str) -> Kind:
    tests: tuple[tuple[Kind, Callable[[str], bool]], ...] = (
        (Kind.INTEGER, lambda t: t in (*_INTEGERS, "UHUGEINT")),
        (Kind.REAL, lambda t: t in ("DOUBLE", "FLOAT") or (t.startswith("DECIMAL") and "[" not in t)),
        (Kind.BOOLEAN, lambda t: t == "BOOLEAN"),
        (Kind.DATE, lambda t: t.startswith(_DATES) and "[" not in t),
    )
    return next((kind for kind, test in tests if test(type_)), Kind.TEXT)


def _readable(expression: str, type_: str) -> str:
    """Return a column as plain values: nested ones and unusual ones as text."""
    if type_ == "VARCHAR[]":
        return f"array_to_string({expression}, ', ')"
    kind = _kind(type_)
    if kind is Kind.REAL:
        return f"CAST({expression} AS DOUBLE)"
    if kind is Kind.DATE or (kind is Kind.TEXT and type_ != "VARCHAR"):
        return f"CAST({expression} AS VARCHAR)"
    return expression


def _in_words(name: str) -> str:
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
