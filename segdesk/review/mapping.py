"""What the Export tab shows of the import file: the headers, and what is wrong in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segdesk.activation.dataset import Ga360Schema
    from segdesk.activation.violations import Violation
    from segdesk.errors import SegdeskError
    from segdesk.project.file import Project

Mapping = tuple[tuple[str, str], ...]
"""Pairs of a column and its ``ga:`` name, in the order of the Data Set schema."""

KEY_HEADERS = ("ga:clientId", "ga:userId")
"""Headers that are a key wherever they stand; any ``ga:dimensionN`` may be the key as well."""


@dataclass(frozen=True)
class MappableColumn:
    """A column that can go into an import file.

    Attributes
    ----------
    type
        DuckDB's name of it, for instance ``BIGINT`` or ``VARCHAR``.
    examples
        A few different values, as the file would show them.
    is_key
        Whether it is the customers' key.
    added
        Whether segdesk added it to the customers: segment, label, designation.
    """

    name: str
    type: str
    examples: tuple[str, ...]
    is_key: bool
    added: bool


@dataclass(frozen=True)
class CellViolation:
    """A value that Analytics would reject, or that a person should look at.

    Attributes
    ----------
    row, column
        Counted from 0 here, as the preview counts its cells; -1 for the file as a whole.
    rule
        What it breaks, for instance ``too long``.
    message
        A sentence, which counts rows and columns from 1.
    fatal
        Whether the file would be refused.
    """

    row: int
    column: int
    rule: str
    message: str
    fatal: bool


@dataclass(frozen=True)
class MappingFault:
    """Why no Data Set can have these columns.

    Attributes
    ----------
    pair
        The pair of the mapping that is at fault, counted from 0; None where it is not one alone.
    """

    what: str
    why: str
    todo: str
    pair: int | None


@dataclass(frozen=True)
class MappingPreview:
    """The first rows of the file, and what is wrong in them.

    Attributes
    ----------
    headers
        The ``ga:`` names, the key's among them.
    columns
        The column under each header.
    key
        The key's header.
    cells
        By row, as they would be written, before quoting.
    violations
        In these rows.
    rows
        How many the whole file would have.
    """

    headers: tuple[str, ...]
    columns: tuple[str, ...]
    key: str
    cells: tuple[tuple[str, ...], ...]
    violations: tuple[CellViolation, ...]
    rows: int


@dataclass(frozen=True)
class MappingCheck:
    """What is wrong in the whole file.

    Attributes
    ----------
    rows, bytes
        Its size.
    count, fatal
        Violations, and how many of them make Analytics refuse the file.
    violations
        The first ones, at most 1,000, those that are fatal first.
    warnings
        Sentences about whole columns.
    """

    rows: int
    bytes: int
    count: int
    fatal: int
    violations: tuple[CellViolation, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class SchemaFile:
    """A Data Set schema from a file, as far as it fits the columns of the project.

    Attributes
    ----------
    key_header
        The key's ``ga:`` name.
    mapping
        Ready for the settings: the columns under the other headers.
    open
        Headers for which no column was found.
    """

    key_header: str
    mapping: Mapping
    open: tuple[str, ...]


def columns(project: "Project") -> tuple[MappableColumn, ...]:
    """Return what can go into an import file: the key, what segdesk added, and the customers' columns."""
    from segdesk.activation.tables import as_text
    from segdesk.project import customers
    from segdesk.steps.export import ADDED_COLUMNS

    if not project.has("label_parametric"):
        return ()
    key = customers.key_name(project)
    offered = (key, *ADDED_COLUMNS[:3], *(name for name in customers.columns(project) if name != key))
    kinds = {name: kind for name, kind, *_ in project.rows(f"DESCRIBE {_ROWS}")}
    first = project.read(f"SELECT * FROM {_ROWS} LIMIT 200")
    return tuple(
        MappableColumn(
            name,
            kinds[name],
            _examples(as_text(first.column(name).combine_chunks(), name).to_pylist()),
            name == key,
            name in ADDED_COLUMNS and name not in customers.columns(project),
        )
        for name in offered
    )


_ROWS = "(SELECT *, segments AS label FROM label_parametric)"


def _examples(values: Sequence[str | None], count: int = 3, longest: int = 60) -> tuple[str, ...]:
    different = dict.fromkeys(value for value in values if value)
    return tuple(
        value if len(value) <= longest else value[: longest - 1] + "…" for value in list(different)[:count]
    )


def suggested(project: "Project") -> SchemaFile:
    """Return the mapping that holds unless one is given, with the columns named ``ga_...`` if any."""
    from segdesk.activation.dataset import suggest
    from segdesk.project import customers
    from segdesk.steps.export import schema_of

    settings = project.settings.export
    key = customers.key_name(project)
    own = suggest([name for name in customers.columns(project) if name != key])
    taken = {settings.ga360_key, *(header for _, header in own)}
    standard = schema_of(key, settings.model_copy(update={"ga360_map": ()})).columns
    free = (f"ga:dimension{n}" for n in range(1, 201) if f"ga:dimension{n}" not in taken)
    named = tuple((column, next(free)) for column, header in standard if header != settings.ga360_key)
    return SchemaFile(
        settings.ga360_key, (*named, *(pair for pair in own if pair[1] != settings.ga360_key)), ()
    )


def preview(
    project: "Project", key_header: str, mapping: Mapping, rows: int = 50
) -> MappingPreview | MappingFault:
    """Return the first rows of the import file, with what is wrong in them.

    Parameters
    ----------
    key_header
        ``ga:clientId``, ``ga:userId`` or a ``ga:dimensionN``; the customers' key goes under it.
    """
    from segdesk.activation import ga360
    from segdesk.errors import SegdeskError
    from segdesk.steps.export import mapped

    try:
        schema = _schema(project, key_header, mapping)
        table = mapped(project, schema, rows)
        shown, report = ga360.preview(table, schema, rows), ga360.check(table, schema)
    except SegdeskError as error:
        return _fault(error, mapping)
    total = project.row("SELECT count(*) FROM segments")
    return MappingPreview(
        headers=shown.headers,
        columns=tuple(column for column, _ in schema.columns),
        key=schema.key,
        cells=shown.rows,
        violations=_violations(report.violations),
        rows=total[0] if total else 0,
    )


def settled(project: "Project") -> MappingPreview | MappingFault:
    """Return the headers of the import file that an export with the settings as they are would write."""
    from segdesk.errors import UsageError
    from segdesk.project import customers
    from segdesk.steps.export import schema_of

    export = project.settings.export
    try:
        schema = schema_of(customers.key_name(project), export)
    except UsageError as error:
        return _fault(error, export.ga360_map)
    return preview(project, schema.key, schema.columns, 1)


def check(project: "Project", key_header: str, mapping: Mapping) -> MappingCheck | MappingFault:
    """Return what is wrong in the whole import file; looks at every customer."""
    from segdesk.activation import ga360
    from segdesk.errors import SegdeskError
    from segdesk.steps.export import mapped

    try:
        schema = _schema(project, key_header, mapping)
        report = ga360.check(mapped(project, schema), schema)
    except SegdeskError as error:
        return _fault(error, mapping)
    return MappingCheck(
        rows=report.rows,
        bytes=report.bytes,
        count=report.count,
        fatal=report.fatal,
        violations=_violations(report.violations),
        warnings=report.warnings,
    )


def load_schema(project: "Project", path: str) -> SchemaFile:
    """Read a Data Set schema, and find the columns of the project for it.

    Raises
    ------
    ActivationError
        If the file cannot be read or is no schema.
    """
    from pathlib import Path

    from segdesk.activation import schemas
    from segdesk.project import customers

    saved = schemas.load(Path(path))
    present = [column.name for column in columns(project)]
    own_key = customers.key_name(project)
    offers = {header: column for column, header in suggested(project).mapping}
    pairs, open_headers = [], []
    for column, header in saved.columns:
        found = column if column in present else offers.get(header, "")
        if header == saved.key and (not column or column == own_key):
            # Under its header the key goes by itself, in the place that the schema gives it.
            pairs.append((own_key, header))
        elif found:
            pairs.append((found, header))
        else:
            open_headers.append(header)
    return SchemaFile(saved.key, tuple(pairs), tuple(open_headers))


def save_schema(project: "Project", path: str, key_header: str, mapping: Mapping) -> None:
    """Write a mapping as a Data Set schema, to be loaded another time.

    Raises
    ------
    ActivationError
        If no Data Set can have these columns, or the file cannot be written.
    """
    from pathlib import Path

    from segdesk.activation import schemas

    schemas.save(Path(path), _schema(project, key_header, mapping))


def _schema(project: "Project", key_header: str, mapping: Mapping) -> "Ga360Schema":
    from segdesk.activation.dataset import Ga360Schema
    from segdesk.errors import ActivationError
    from segdesk.project import customers
    from segdesk.steps.export import ADDED_COLUMNS

    if not project.has("label_parametric"):
        raise ActivationError("There is nothing to import yet", "there are no segments", "Run Clusters first")
    schema = Ga360Schema.of(key_header, customers.key_name(project), mapping)
    present = (*customers.columns(project), *ADDED_COLUMNS)
    for column, header in schema.columns:
        if column not in present:
            raise ActivationError(
                f"{header} cannot be filled", f"there is no column {column}", "Choose another column"
            )
    return schema


def _fault(error: "SegdeskError", mapping: Mapping) -> MappingFault:
    """Return an error with the pair that it speaks of: the last one whose header it names."""
    said = f"{error.what} {error.why}"
    words = set(said.replace("'", " ").split())
    at = [number for number, (_, header) in enumerate(mapping) if header and header in words]
    empty = [number for number, (_, header) in enumerate(mapping) if not header]
    pair = at[-1] if at else empty[0] if empty else None
    return MappingFault(error.what, error.why, error.todo, pair)


def _violations(found: Sequence["Violation"]) -> tuple[CellViolation, ...]:
    return tuple(
        CellViolation(each.row - 1, each.column - 1, each.rule.value, each.message, each.fatal)
        for each in found
    )
