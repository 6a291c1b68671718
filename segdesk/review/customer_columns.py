"""The columns of the customers' table: those of the recipe, and what segmenting has added."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    table, key, key_type
        The customer table, stored in the order of its key column.
    columns
        What there is to show.
    expressions
        Each column in DuckDB's SQL, by its name; ``c`` is the customer table, ``s`` the customers' segments
        and ``l`` the segments' labels.
    added
        Names of the columns that come from segments and labels.
    lists
        Names of the columns with lists of texts.
    """

    table: str
    key: str
    key_type: str
    columns: tuple[CustomerColumn, ...]
    expressions: Mapping[str, str]
    added: frozenset[str]
    lists: frozenset[str] = frozenset()

    def column(self, name: str) -> CustomerColumn:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def customers(self) -> str:
        """The FROM clause that knows the customers only."""
        return f"{quoted(self.table)} AS c"

    @property
    def everything(self) -> str:
        """The FROM clause that knows all columns; going through all segments takes its time."""
        if not self.added:
            return self.customers
        key = quoted(self.key)
        return f"{self.customers} LEFT JOIN {self.segments} ON s.{key} = c.{key}"

    @property
    def segments(self) -> str:
        """The FROM clause that knows segments and labels only."""
        return "(segments AS s LEFT JOIN labels AS l ON l.segment = s.segment)"

    def matches(self, term: Term) -> tuple[str, list[object]]:
        """Return the condition of one part of a search, and its parameters."""
        if term.column is not None:
            return self._matches_column(self.columns[term.column], term)
        texts = [c for c in self.columns if c.kind is Kind.TEXT or c.meaning is Meaning.KEY]
        own, added = ([c for c in texts if (c.name in self.added) is where] for where in (False, True))
        tests = [self._contains(column) for column in own]
        if added:
            # Few segments have a name with that word; to join all customers with theirs takes far longer.
            key, named = quoted(self.key), " OR ".join(self._contains(column) for column in added)
            tests.append(f"c.{key} IN (SELECT s.{key} FROM {self.segments} WHERE {named})")
        return f"({' OR '.join(tests)})", [term.text] * sum(test.count("?") for test in tests)

    def _matches_column(self, column: CustomerColumn, term: Term) -> tuple[str, list[object]]:
        expression = self.expressions[column.name]
        number = term.number if column.kind in (Kind.INTEGER, Kind.REAL) else None
        if term.relation is Relation.CONTAINS and (number is None or column.meaning is Meaning.KEY):
            test = self._contains(column)
            return test, [_yes_or_no(term.text) if column.kind is Kind.BOOLEAN else term.text] * test.count(
                "?"
            )
        if number is None:
            relation = term.relation or Relation.IS
            return f"{_folded(expression)} {relation} {_folded('?')}", [term.text]
        if term.relation in (Relation.CONTAINS, Relation.IS):
            return f"abs({expression} - ?) <= ?", [number, term.tolerance + _ROUNDING]
        return f"{expression} {term.relation} ?", [number]

    def _contains(self, column: CustomerColumn) -> str:
        if column.name in self.lists:
            return self._lists_with(column)
        expression = _folded(self.expressions[column.name])
        if column.meaning is Meaning.SEGMENT:
            # As a whole, or seg_1 would find seg_10 too.
            return f"{expression} IN ({_folded('?')}, 'seg_' || {_folded('?')})"
        whole = column.kind is Kind.TEXT and column.meaning is not Meaning.KEY
        return f"{'contains' if whole else 'starts_with'}({expression}, {_folded('?')})"

    def _lists_with(self, column: CustomerColumn) -> str:
        """Return the condition that a list has an item with a text in it.

        The same few items stand in millions of lists: to look at each once beats writing out every list.
        """
        table, items = quoted(self.table), f"unnest({quoted(column.name)}) AS item"
        found = (
            f"SELECT item FROM (SELECT DISTINCT {items} FROM {table})"
            f" WHERE contains({_folded('item')}, {_folded('?')})"
        )
        places = f"SELECT place FROM (SELECT rowid AS place, {items} FROM {table}) WHERE item IN ({found})"
        return f"c.rowid IN ({places})"


_ROUNDING = 1e-9


def quoted(name: str) -> str:
    """Return an SQL identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def _folded(expression: str) -> str:
    return f"strip_accents(lower(CAST({expression} AS VARCHAR)))"


def _yes_or_no(text: str) -> str:
    return {"yes": "true", "no": "false"}.get(text.lower(), text)


def customer_table(project: "Project") -> CustomerTable | None:
    """Return how the customers are read now, None before the Features step."""
    from segdesk.project import customers

    table = customers.table_name(project)
    if table is None:
        return None
    key = customers.key_name(project)
    types = _types(project, table)
    known = {row[0]: row[1:] for row in project.rows("SELECT name, title, unit FROM features")}
    own = [
        CustomerColumn(
            name,
            known.get(name, (in_words(name), ""))[0],
            _kind(type_),
            known.get(name, ("", ""))[1],
            Meaning.KEY if name == key else Meaning.DATA,
        )
        for name, type_ in types.items()
    ]
    expressions = {name: readable(f"c.{quoted(name)}", type_) for name, type_ in types.items()}
    added = _added(project, key, types)
    expressions |= {column.name: expression for column, expression in added}
    names = frozenset(column.name for column, _ in added)
    found = CustomerTable(
        table,
        key,
        types[key],
        _in_order(own, [column for column, _ in added]),
        expressions,
        names,
        frozenset(name for name, type_ in types.items() if type_ == "VARCHAR[]"),
    )
    decimals = _decimals(project, found)
    return replace(found, columns=tuple(replace(c, decimals=decimals.get(c.name, 0)) for c in found.columns))


def _types(project: "Project", table: str) -> dict[str, str]:
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
        found.append(
            (
                CustomerColumn(free, title, kind, meaning=meaning),
                readable(f"s.{name}", "DOUBLE") if kind is Kind.REAL else f"s.{name}",
            )
        )
    return found


def _in_order(own: list[CustomerColumn], added: list[CustomerColumn]) -> tuple[CustomerColumn, ...]:
    """Return the key and the segment first, and what is measured in the matrix last."""
    first = [column for column in own if column.meaning is Meaning.KEY]
    rest = [column for column in own if column.meaning is not Meaning.KEY]
    named = (Meaning.SEGMENT, Meaning.LABEL)
    return (
        *first,
        *(column for column in added if column.meaning in named),
        *rest,
        *(column for column in added if column.meaning not in named),
    )


def _decimals(project: "Project", table: CustomerTable) -> dict[str, int]:
    """Return how many digits after the point each column needs, so that its values line up."""
    found: dict[str, int] = {}
    real = [column.name for column in table.columns if column.kind is Kind.REAL]
    own, added = ([n for n in real if (n in table.added) is where] for where in (False, True))
    for names, source in ((own, table.customers), (added, "segments AS s")):
        if not names:
            continue
        figures = ", ".join(
            f"max(abs({e})) FILTER (isfinite({e})), bool_and({e} = trunc({e})) FILTER (isfinite({e}))"
            for e in (table.expressions[name] for name in names)
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


_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")


def _kind(type_: str) -> Kind:
    if "[" in type_:
        return Kind.TEXT
    if type_.removeprefix("U") in _INTEGERS:
        return Kind.INTEGER
    if type_ in ("DOUBLE", "FLOAT") or type_.startswith("DECIMAL"):
        return Kind.REAL
    if type_.startswith(("DATE", "TIMESTAMP")):
        return Kind.DATE
    return Kind.BOOLEAN if type_ == "BOOLEAN" else Kind.TEXT


def readable(expression: str, type_: str) -> str:
    """Return a column as plain values: nested ones and unusual ones as text, and no number as none."""
    if type_ == "VARCHAR[]":
        return f"array_to_string({expression}, ', ')"
    kind = _kind(type_)
    if kind is Kind.REAL:
        return f"nullif(CAST({expression} AS DOUBLE), CAST('nan' AS DOUBLE))"
    if kind is Kind.DATE or (kind is Kind.TEXT and type_ != "VARCHAR"):
        return f"CAST({expression} AS VARCHAR)"
    return expression


def in_words(name: str) -> str:
    """Return a column's name as a title for a person."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
