"""Tables, models and the functions of BigQuery ML and AI, as ZetaSQL's analyser is told of them.

ZetaSQL knows neither: they are declared with the columns that Google documents. A statement that asks for
another column, argument or type is then refused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Columns = Mapping[str, str]
"""Name to GoogleSQL type, for instance ``ARRAY<STRUCT<CENTROID_ID INT64, DISTANCE FLOAT64>>``."""


@dataclass(frozen=True)
class TableFunction:
    """A table function over a model.

    Attributes
    ----------
    output
        All columns that it gives, those of its input included.
    takes_rows
        Whether a table or query may follow the model; ``needs_rows`` whether one has to.
    takes_settings
        Whether a STRUCT of settings may come last; ``settings_first`` whether it has to stand
        before the rows.
    """

    name: str
    output: Columns
    takes_rows: bool = True
    needs_rows: bool = False
    takes_settings: bool = True
    settings_first: bool = False


@dataclass(frozen=True)
class ScalarFunction:
    """A function of values.

    Attributes
    ----------
    arguments
        Types of the arguments that go by their place.
    named
        Arguments that go by name, none of which is needed.
    """

    name: str
    arguments: Sequence[str]
    named: Columns
    returns: str


@dataclass(frozen=True)
class Catalogue:
    """What statements may name."""

    tables: Mapping[str, Columns]
    models: Sequence[str] = ()
    connections: Sequence[str] = ()
    table_functions: Sequence[TableFunction] = ()
    functions: Sequence[ScalarFunction] = field(default=())
    parameters: Columns = field(default_factory=dict)


DEFAULT_CONNECTION = "$connection_default"
"""What ZetaSQL looks for where a statement says CONNECTION DEFAULT."""

_ANY = -1
"""Occurrences of an argument in a signature that no call has been matched with yet."""


class Analyser:
    """ZetaSQL's analyser, with a catalogue of its own."""

    def __init__(self, catalogue: Catalogue) -> None:
        import zetasql.types as zt
        from zetasql.api import Analyzer, CatalogBuilder

        language = zt.LanguageOptions.maximum_features()
        language.product_mode = zt.ProductMode.PRODUCT_EXTERNAL
        builder = CatalogBuilder("segdesk").with_builtin_functions(
            zt.ZetaSQLBuiltinFunctionOptions(language_options=language)
        )
        for name, columns in catalogue.tables.items():
            builder.add_table(_table(name, columns))
        found = builder.build()
        found.model = [
            zt.SimpleModel(id=number, name=name, input=[], output=[])
            for number, name in enumerate(catalogue.models, start=1)
        ]
        found.connection = [zt.SimpleConnection(name=name) for name in catalogue.connections]
        for function in catalogue.table_functions:
            _folder(found, function.name).custom_tvf.append(_table_function(function))
        for scalar in catalogue.functions:
            _folder(found, scalar.name).custom_function.append(_function(scalar))
        parameters = [
            zt.AnalyzerOptions.QueryParameter(name=name, type=type_of(kind))
            for name, kind in catalogue.parameters.items()
        ]
        options = zt.AnalyzerOptions(
            language_options=language, default_timezone="UTC", query_parameters=parameters
        )
        self._analyzer = Analyzer(options, found)

    def check(self, sql: str) -> Any:
        """Return the resolved statement; ZetaSQL's own error if it is not GoogleSQL."""
        return self._analyzer.analyze_statement(sql)


def type_of(text: str) -> Any:
    """Return ZetaSQL's type for a GoogleSQL type."""
    from zetasql.api.type_factory import TypeFactory
    from zetasql.types import TypeKind

    if inner := re.fullmatch(r"ARRAY<(.*)>", text):
        return TypeFactory.create_array_type(type_of(inner[1]))
    if inner := re.fullmatch(r"STRUCT<(.*)>", text):
        fields = (part.strip().split(" ", maxsplit=1) for part in _split(inner[1]))
        return TypeFactory.create_struct_type([(name, type_of(kind)) for name, kind in fields])
    name = {"FLOAT64": "DOUBLE"}.get(text, text)
    return TypeFactory.create_simple_type(getattr(TypeKind, f"TYPE_{name}"))


def _split(text: str) -> list[str]:
    """Split at the commas that stand outside of all brackets."""
    parts, depth = [""], 0
    for char in text:
        depth += (char == "<") - (char == ">")
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _table(name: str, columns: Columns) -> Any:
    import zetasql.types as zt
    from zetasql.api import TableBuilder

    table = TableBuilder(name).build()
    for column, kind in columns.items():
        table.column.append(zt.SimpleColumn(name=column, type=type_of(kind), is_writable_column=True))
    return table


def _folder(catalogue: Any, path: str) -> Any:
    """Return the catalogue in which a function such as ``ML.PREDICT`` is looked for."""
    import zetasql.types as zt

    if "." not in path:
        catalogue.custom_function = catalogue.custom_function or []
        return catalogue
    name = path.split(".", maxsplit=1)[0]
    for inner in catalogue.catalog or []:
        if inner.name == name:
            return inner
    inner = zt.SimpleCatalog(name=name, table=[], catalog=[], custom_tvf=[], custom_function=[])
    catalogue.catalog = [*(catalogue.catalog or []), inner]
    return inner


def _table_function(function: TableFunction) -> Any:
    import zetasql.types as zt
    from zetasql.api.builders.tvf_builder import TVFBuilder

    kinds, cardinality = zt.SignatureArgumentKind, zt.FunctionEnums.ArgumentCardinality
    wanted = [(kinds.ARG_TYPE_MODEL, cardinality.REQUIRED)]
    if function.takes_rows:
        needed = cardinality.REQUIRED if function.needs_rows else cardinality.OPTIONAL
        wanted.append((kinds.ARG_TYPE_RELATION, needed))
    if function.takes_settings:
        if function.settings_first:
            wanted.insert(1, (kinds.ARG_TYPE_ARBITRARY, cardinality.REQUIRED))
        else:
            wanted.append((kinds.ARG_TYPE_ARBITRARY, cardinality.OPTIONAL))
    built = TVFBuilder(function.name).set_output_schema(
        [(name, type_of(kind)) for name, kind in function.output.items()]
    )
    declared = built.build()
    for kind, needed in wanted:
        options = zt.FunctionArgumentTypeOptions(cardinality=needed)
        declared.signature.argument.append(
            zt.FunctionArgumentType(kind=kind, options=options, num_occurrences=_ANY)
        )
    return declared


def _function(function: ScalarFunction) -> Any:
    import zetasql.types as zt
    from zetasql.api.builders.function_builder import FunctionBuilder, SignatureBuilder

    declared = SignatureBuilder().set_return_type(type_of(function.returns)).build()
    cardinality = zt.FunctionEnums.ArgumentCardinality
    options = [zt.FunctionArgumentTypeOptions(cardinality=cardinality.REQUIRED) for _ in function.arguments]
    options += [
        zt.FunctionArgumentTypeOptions(
            cardinality=cardinality.OPTIONAL,
            argument_name=name,
            named_argument_kind=zt.FunctionEnums.NamedArgumentKind.NAMED_ONLY,
        )
        for name in function.named
    ]
    for kind, option in zip((*function.arguments, *function.named.values()), options, strict=True):
        declared.argument.append(
            zt.FunctionArgumentType(
                kind=zt.SignatureArgumentKind.ARG_TYPE_FIXED,
                type=type_of(kind),
                options=option,
                num_occurrences=_ANY,
            )
        )
    return FunctionBuilder(function.name).add_signature(declared).build()
