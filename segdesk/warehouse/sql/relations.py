"""FROM clauses: which names they offer, and how DuckDB has to be told.

GoogleSQL names a struct's fields without further ado once its array is unnested, lets an alias hide the
column it came from, and counts WITH OFFSET from 0. DuckDB does all that if each UNNEST becomes a lateral
subquery whose columns are the fields; its planner turns that back into an unnest of the fields in use.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlglot import exp

from segdesk.errors import WarehouseError
from segdesk.warehouse.base import Column
from segdesk.warehouse.sql.types import (
    Fields,
    Type,
    array_of,
    element_of,
    fields_of,
    names_of,
    read_type,
    struct_of,
)

Schema = Callable[[str], Sequence[Column] | None]
"""The columns of a table by its name, None for a table that is not there."""

SUFFIX = "_TABLE_SUFFIX"
"""The pseudo column of a wildcard table."""

Node = TypeVar("Node", bound=exp.Expr)


@dataclass(frozen=True)
class Relation:
    """What one item of a FROM clause offers.

    Attributes
    ----------
    alias
        The name that columns are qualified with, lower case; empty if there is none.
    columns
        The columns by name.
    struct
        The field names as declared, where the relation is an unnested array of structs.
    wildcard
        Whether it has the pseudo column that ``*`` leaves out.
    """

    alias: str
    columns: Fields
    struct: tuple[str, ...] = ()
    wildcard: bool = False


Relations = tuple[Relation, ...]


class FromClauses:
    """Rewrites every FROM clause of a statement, in place.

    Parameters
    ----------
    schema
        The columns of the tables.
    wildcard_tables
        Names of wildcard tables, each a relation with a `SUFFIX` column.

    Attributes
    ----------
    tables
        The references to real tables, in the order of the text; filled by `rewrite`.
    """

    def __init__(self, schema: Schema, wildcard_tables: Collection[str]) -> None:
        self._schema = schema
        self._wildcards = tuple(wildcard_tables)
        self._queries: dict[int, tuple[exp.Expr, Fields]] = {}
        self._unnests = 0

    def rewrite(self, tree: exp.Expr) -> None:
        """Rewrite a statement."""
        for query in [tree] if isinstance(tree, exp.Query) else list(nearest(tree, exp.Query)):
            self._query(query, {}, ())

    def _query(self, query: exp.Expr, ctes: Mapping[str, Fields], outer: Relations) -> Fields:
        """Rewrite a query and return the columns it gives."""
        known = dict(ctes)
        clause = query.args.get("with_") or exp.With()
        for cte in clause.expressions:
            if clause.args.get("recursive"):
                known.setdefault(cte.alias.lower(), {})
            known[cte.alias.lower()] = self._query(cte.this, known, outer)
        if isinstance(query, exp.Select):
            fields = self._select(query, known, outer)
        elif isinstance(query, exp.SetOperation):
            fields = self._query(query.this, known, outer)
            self._query(query.expression, known, outer)
        elif isinstance(query, exp.Subquery):
            fields = self._query(query.this, known, outer)
        else:
            fields = {}
        self._queries[id(query)] = (query, fields)
        return fields

    def _select(self, select: exp.Select, ctes: Mapping[str, Fields], outer: Relations) -> Fields:
        relations: Relations = ()
        joins: list[exp.Join] = select.args.get("joins") or []
        sources = [select.args["from_"].this] if select.args.get("from_") else []
        for source in sources + [join.this for join in joins]:
            relations += self._source(source, ctes, relations, outer)
        inner = relations + outer
        for query in list(_nested_queries(select)):
            self._query(query, ctes, inner)
        self._spell_out_structs(select, relations)
        fields = self._output(select, relations, outer)
        _leave_out_suffix(select, relations)
        return fields

    def _source(
        self, source: exp.Expr, ctes: Mapping[str, Fields], before: Relations, outer: Relations
    ) -> Relations:
        """Rewrite one item of a FROM clause and return what it offers."""
        if isinstance(source, exp.Unnest):
            return (self._unnest(source, ctes, before + outer),)
        if isinstance(source, exp.Table):
            found: Relations = (self._table(source, ctes, before, outer),)
            for join in source.args.get("joins") or ():
                found += self._source(join.this, ctes, before + found, outer)
            return found
        if isinstance(source, exp.Subquery):
            if isinstance(source.this, exp.Table):
                return self._source(source.this, ctes, before, outer)
            return (Relation(source.alias.lower(), self._query(source, ctes, outer)),)
        return ()

    def _table(
        self, table: exp.Table, ctes: Mapping[str, Fields], before: Relations, outer: Relations
    ) -> Relation:
        if not isinstance(table.this, exp.Identifier | exp.Dot):
            raise WarehouseError(
                "The statement reads from a function",
                f"{table.this.sql('bigquery')} is not a table",
                "Name a table",
            )
        name = table.name.lower()
        if not table.db and name in ctes:
            return Relation(table.alias_or_name.lower(), ctes[name])
        path = [part.name for part in table.parts]
        if len(path) > 1 and _relation(path[0], before + outer):
            unnest = exp.Unnest(expressions=[exp.column(path[1], path[0])])
            for field in path[2:]:
                unnest.set(
                    "expressions", [exp.Dot(this=unnest.expressions[0], expression=exp.to_identifier(field))]
                )
            unnest.set("alias", exp.TableAlias(columns=[exp.to_identifier(table.alias or path[-1])]))
            table.replace(unnest)
            return self._unnest(unnest, ctes, before + outer)
        return self._real_table(table)

    def _real_table(self, table: exp.Table) -> Relation:
        """Keep the last part of a table's name; turn a wildcard into the relation that holds all its days."""
        alias, name = table.alias_or_name.lower(), table.name
        columns = {column.name.lower(): read_type(column.type) for column in self._schema(name) or ()}
        table.set("db", None)
        table.set("catalog", None)
        if not name.endswith("*"):
            return Relation(alias, columns)
        columns[SUFFIX.lower()] = read_type("STRING")
        whole = next((w for w in self._wildcards if name.lower().startswith(w[:-1].lower())), None)
        if whole is not None and whole.lower() != name.lower():
            table.replace(_part_of_wildcard(whole, name[len(whole) - 1 : -1], table.alias))
        return Relation(alias, columns, wildcard=True)

    def _unnest(self, unnest: exp.Unnest, ctes: Mapping[str, Fields], visible: Relations) -> Relation:
        """Turn an UNNEST into a subquery with a column for each field, or one column."""
        array = unnest.expressions[0]
        for query in [array] if isinstance(array, exp.Query) else list(nearest(array, exp.Query)):
            self._query(query, ctes, visible)
        element = element_of(self._type(array, visible))
        given = unnest.args.get("alias")
        name = (given.columns[0].name if given.columns else given.name) if given else ""
        names = names_of(element)
        self._unnests += 1
        call = exp.Anonymous(this="UNNEST", expressions=[array.copy()])
        if names:
            call.append(
                "expressions", exp.PropertyEQ(this=exp.var("max_depth"), expression=exp.Literal.number(2))
            )
            projections: list[exp.Expr] = [call]
            alias, columns = name or f"_unnest{self._unnests}", dict(fields_of(element))
        else:
            only = name or f"_element{self._unnests}"
            projections = [exp.alias_(call, only, quoted=True)]
            alias, columns = f"_{only}", {only.lower(): element}
        if offset := unnest.args.get("offset"):
            counted = exp.Literal.number(1)
            position = exp.Anonymous(this="GENERATE_SUBSCRIPTS", expressions=[array.copy(), counted])
            projections.append(
                exp.alias_(exp.Sub(this=position, expression=counted.copy()), offset.name, quoted=True)
            )
            columns[offset.name.lower()] = read_type("INT64")
        self._replace(unnest, exp.Select(expressions=projections), alias)
        return Relation(alias.lower(), columns, struct=names)

    @staticmethod
    def _replace(unnest: exp.Unnest, select: exp.Select, alias: str) -> None:
        """Put the subquery where the UNNEST was."""
        named = exp.TableAlias(this=exp.to_identifier(alias, quoted=True))
        join = unnest.parent
        if not isinstance(join, exp.Join):
            unnest.replace(exp.Subquery(this=select, alias=named))
            return
        unnest.replace(exp.Lateral(this=exp.Subquery(this=select), alias=named))
        if join.side and not join.args.get("on") and not join.args.get("using"):
            join.set("on", exp.true())

    def _spell_out_structs(self, select: exp.Select, relations: Relations) -> None:
        """Replace the name of an unnested struct that stands for the whole of it."""
        structs = {relation.alias: relation.struct for relation in relations if relation.struct}
        for column in list(_own_columns(select)):
            names = structs.get(column.name.lower()) if not column.table else None
            if names:
                fields = [
                    exp.PropertyEQ(
                        this=exp.to_identifier(name), expression=exp.column(name, column.name, quoted=True)
                    )
                    for name in names
                ]
                column.replace(exp.Struct(expressions=fields))

    def _output(self, select: exp.Select, relations: Relations, outer: Relations) -> Fields:
        fields: Fields = {}
        for projection in select.expressions:
            if isinstance(projection, exp.Star):
                for relation in relations:
                    fields |= relation.columns
            elif isinstance(projection, exp.Column) and isinstance(projection.this, exp.Star):
                starred = _relation(projection.table, relations)
                fields |= starred.columns if starred else {}
            else:
                fields[projection.output_name.lower()] = self._type(projection, relations + outer)
        return fields

    def _type(self, node: exp.Expr | None, visible: Relations) -> Type:
        """Return the type of an expression, None where it does not matter or is not known."""
        match node:
            case exp.Column():
                return _path_type([part.name.lower() for part in node.parts], visible)
            case exp.Dot():
                return fields_of(self._type(node.this, visible)).get(node.expression.name.lower())
            case exp.Bracket():
                return element_of(self._type(node.this, visible))
            case exp.Cast():
                return node.to
            case exp.Subquery() | exp.Select():
                return next(iter(self._fields(node).values()), None)
            case exp.Array():
                return array_of(self._element(node, visible))
            case exp.ArrayAgg():
                return array_of(self._type(node.this, visible))
            case exp.Struct():
                return struct_of(
                    (field.name, self._type(_value(field), visible)) for field in node.expressions
                )
            case exp.Distinct():
                return self._type(node.expressions[0], visible)
            case exp.If():
                return self._type(node.args.get("true"), visible)
            case None | exp.Literal():
                return None
            case _ if isinstance(node.args.get("this"), exp.Expr):
                return self._type(node.this, visible)
        return None

    def _fields(self, query: exp.Expr) -> Fields:
        """Return the columns that a query gives, which has been rewritten before."""
        return self._queries.get(id(query), (query, {}))[1]

    def _element(self, array: exp.Array, visible: Relations) -> Type:
        """Return the type of the elements of ``[...]`` or ``ARRAY(SELECT ...)``."""
        first = array.expressions[0] if array.expressions else None
        if isinstance(first, exp.Select) and first.args.get("kind") == "STRUCT":
            return struct_of(self._fields(first).items())
        return self._type(first, visible)


def nearest(node: exp.Expr, kind: type[Node]) -> Iterator[Node]:
    """Yield the nodes of a kind below a node, without those inside others of that kind."""
    for child in node.iter_expressions():
        if isinstance(child, kind):
            yield child
        else:
            yield from nearest(child, kind)


def _nested_queries(select: exp.Select) -> Iterator[exp.Expr]:
    """Yield the queries inside a select's expressions; those of its FROM clause and WITH clause are done."""
    for key, value in select.args.items():
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, exp.Expr) or key in ("with_", "from_"):
                continue
            if isinstance(child, exp.Query):
                yield child
            elif isinstance(child, exp.Join):
                for part in (child.args.get("on"),):
                    if part is not None:
                        yield from nearest(part, exp.Query)
            else:
                yield from nearest(child, exp.Query)


def _own_columns(select: exp.Select) -> Iterator[exp.Column]:
    """Yield the columns of a select outside its FROM items and nested queries."""
    for key, value in select.args.items():
        if key in ("from_", "with_", "joins"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, exp.Expr):
                for node in child.walk(prune=lambda n: isinstance(n, exp.Query)):
                    if isinstance(node, exp.Column):
                        yield node


def _relation(name: str, relations: Relations) -> Relation | None:
    return next((relation for relation in relations if relation.alias == name.lower()), None)


def _path_type(path: list[str], visible: Relations) -> Type:
    """Return the type of ``relation.column.field`` or ``column.field``."""
    relation = _relation(path[0], visible) if len(path) > 1 else None
    if relation is not None and path[1] in relation.columns:
        kind, rest = relation.columns[path[1]], path[2:]
    else:
        kind = next((r.columns[path[0]] for r in visible if path[0] in r.columns), None)
        rest = path[1:]
    for field in rest:
        kind = fields_of(kind).get(field)
    return kind


def _value(field: exp.Expr) -> exp.Expr:
    """Return the value of a struct's field."""
    return field.expression if isinstance(field, exp.PropertyEQ) else field


def _part_of_wildcard(whole: str, rest: str, alias: str) -> exp.Subquery:
    """Return ``ga_sessions_2016*`` as a part of ``ga_sessions_*``, its suffix cut accordingly."""
    suffix = exp.column(SUFFIX)
    cut = exp.func("SUBSTR", suffix.copy(), exp.Literal.number(len(rest) + 1))
    star = exp.Star(replace=[exp.alias_(cut, SUFFIX)])
    table = exp.Table(this=exp.to_identifier(whole, quoted=True))
    begins = exp.func("STARTS_WITH", suffix, exp.Literal.string(rest))
    return exp.select(star).from_(table).where(begins).subquery(alias or "_wildcard")


def _leave_out_suffix(select: exp.Select, relations: Relations) -> None:
    """Make ``*`` leave out the pseudo column."""
    for projection in select.expressions:
        star = projection.this if isinstance(projection, exp.Column) else projection
        if not isinstance(star, exp.Star):
            continue
        named = (
            [_relation(projection.table, relations)]
            if isinstance(projection, exp.Column)
            else list(relations)
        )
        if any(relation and relation.wildcard for relation in named):
            star.append("except_", exp.column(SUFFIX))
