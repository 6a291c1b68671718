"""What BigQuery is given back: the customers' table first, then what each step found out about them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, sqrt

import pyarrow as pa

from segdesk.errors import InputError, SegdeskError
from segdesk.project import customers, freshness
from segdesk.project.file import Project, quoted
from segdesk.project.settings import ROWS_WITH_BIGQUERY_ML, Settings
from segdesk.project.step import Step
from segdesk.steps.source import opened
from segdesk.tasks.task import Task
from segdesk.warehouse import sql
from segdesk.warehouse.base import Keeps, Value, Warehouse
from segdesk.warehouse.bigquery.place import is_bigquery
from segdesk.writing.labels import GivenLabel, case_statement

PARTS = 1_000_000
"""Parts that the hash of the keys is divided into."""


@dataclass(frozen=True)
class Materialised:
    """A customer table in the warehouse, and the rows of it that are on their way here.

    Attributes
    ----------
    customers
        How many there are in the table.
    notes
        Sentences that a person should read with the result.
    """

    rows: pa.RecordBatchReader
    customers: int
    notes: tuple[str, ...] = ()


def rows_wanted(settings: Settings) -> int | None:
    """Return the most customers to bring down, None for all: k-means on this machine needs them all."""
    by_default = None if settings.sweep.engine == "local" else ROWS_WITH_BIGQUERY_ML
    return settings.features.rows or by_default


def materialise(
    keeps: Keeps, query: str, *, table: str, key_column: str, key: str, rows: int | None
) -> Materialised:
    """Make the customer table once, where everything after it can read it, and bring down what is wanted.

    Parameters
    ----------
    query
        GoogleSQL that gives one row per customer.
    key_column, key
        The key's name in the query, and in the table.
    rows
        The most customers to bring down; None means all.

    Raises
    ------
    InputError
        For customers without a key, or a key that occurs twice.
    """
    if key_column != key:
        old = sql.identifier(key_column)
        query = f"SELECT {old} AS {sql.identifier(key)}, * EXCEPT ({old}) FROM ({query})"
    # Not `run`: in a person's own SQL `labels` is the source's table, not what an earlier run made.
    keeps.execute(f"CREATE OR REPLACE TABLE {sql.identifier(table)} AS {query}", what=f"Features: {table}")
    counts = keeps.read(
        statement("counts", key=key, table=table), what="Features: counting the customers"
    ).read_all()
    count, keyed, distinct = (counts.column(name)[0].as_py() for name in ("customers", "keyed", "keys"))
    _refuse_bad_keys(key, count, keyed, distinct)
    if rows is None or count <= rows:
        whole = keeps.read(f"SELECT * FROM {sql.identifier(table)}", what="Features: the customers")
        return Materialised(whole, count)
    # Enough to spare that fewer than the wanted rows come down about never: six deviations.
    parts = min(PARTS, ceil(PARTS * (rows + 6 * sqrt(rows) + 6) / count))
    params: Mapping[str, Value] = {"parts": parts, "rows": rows}
    drawn = keeps.read(
        statement("sample", key=key, table=table), params, what=f"Features: {rows:,} of the customers"
    )
    note = f"{rows:,} of the {count:,} customers were brought here; the figures are theirs"
    return Materialised(drawn, count, (note,))


def statement(name: str, *, key: str, table: str) -> str:
    """Return one of the statements on the customer table, with its name and that of its key."""
    own, other = sql.identifier(key), f"s.{sql.identifier(key)}"
    joined = name == "semi_label_parametric"
    keys = {"customer_key": f"p.{own}", "segment_key": other} if joined else {"customer_key": own}
    return sql.bind(
        sql.load("upstairs", f"{name}.sql"),
        tables={"customers": table},
        expressions=keys,
    )


def _refuse_bad_keys(key: str, count: int, keyed: int, distinct: int) -> None:
    if keyed < count:
        raise InputError(
            f"{count - keyed:,} customers have no {key}", "every customer needs a key", "Leave those rows out"
        )
    if distinct < count:
        raise InputError(
            f"{key} does not tell customers apart",
            f"{count - distinct:,} of {count:,} rows repeat a {key}",
            "Choose another key, or make the rows unique",
        )


def remember(project: Project, table: str, count: int | None) -> None:
    """Keep how many customers there are upstairs, and in which table; None where they are only here."""
    project.connection.execute("DELETE FROM customers_upstairs")
    if count is not None:
        project.connection.execute("INSERT INTO customers_upstairs VALUES (?, ?)", [count, table])


@dataclass(frozen=True)
class Upstairs:
    """The customer table in the warehouse: its logical name, and how many customers it has."""

    table: str
    customers: int


def known(project: Project) -> Upstairs | None:
    """Return the customer table in the warehouse, None where the customers are only here."""
    row = project.row("SELECT path, customers FROM customers_upstairs")
    return Upstairs(row[0], row[1]) if row else None


def write_back(project: Project, step: Step, settings: Settings, task: Task) -> None:
    """Give the warehouse what a step found out, so that others find it there.

    What stands in the way is no failure of the step, whose result is safe in the project: it becomes one
    of its warnings.
    """
    writers: Mapping[Step, Callable[[Project, Settings, Warehouse, Keeps], None]] = {
        Step.CLUSTERS: _segments,
        Step.LABELS: _labels,
        Step.EMAILS: _emails,
    }
    write = writers.get(step)
    kept = freshness.result(project, step)
    if write is None or kept is None or known(project) is None or not is_bigquery(settings.connect.source):
        return
    try:
        with opened(project, settings, task, kept.run) as warehouse:
            assert isinstance(warehouse, Keeps)
            write(project, settings, warehouse, warehouse)
    except SegdeskError as error:
        note = f"Not written to BigQuery: {error}"
        project.connection.execute(
            "UPDATE results SET warnings = list_append(warnings, ?) WHERE step = ?", [note, step]
        )


def _segments(project: Project, settings: Settings, warehouse: Warehouse, keeps: Keeps) -> None:
    """Write the segments, unless BigQuery ML made them there, the joined table and the centroids."""
    upstairs = known(project)
    assert upstairs is not None
    key = customers.key_name(project)
    if settings.sweep.engine == "local":
        query = f"SELECT {quoted(key)}, segment, distance, outlier FROM segments ORDER BY {quoted(key)}"
        warehouse.load("segments", project.stream(query))
    joined = statement("semi_label_parametric", key=key, table=upstairs.table)
    _make(keeps, "semi_label_parametric", joined, "Clusters")
    warehouse.load("centroid_data", project.read("SELECT * FROM centroid_data"))


def _labels(project: Project, _settings: Settings, warehouse: Warehouse, keeps: Keeps) -> None:
    """Write the names, and name every customer's segment by the documents' CASE."""
    found = project.read("SELECT segment, name, designation, source, accepted FROM labels ORDER BY segment")
    rows = found.to_pylist()
    named = [GivenLabel(row["segment"], row["name"], "") for row in rows]
    described = [GivenLabel(row["segment"], row["designation"], "") for row in rows]
    bound = sql.bind(
        sql.load("upstairs", "label_parametric.sql"),
        expressions={"name": case_statement(named), "designation": case_statement(described)},
    )
    warehouse.load("labels", found)
    _make(keeps, "label_parametric", bound, "Labels")


def _emails(project: Project, _settings: Settings, warehouse: Warehouse, _keeps: Keeps) -> None:
    """Write the prompts and the emails."""
    key = quoted(customers.key_name(project))
    for table in ("final_data", "marketing_email"):
        warehouse.load(table, project.stream(f"SELECT * FROM {table} ORDER BY {key}"))


def _make(keeps: Keeps, table: str, query: str, step: str) -> None:
    keeps.run(f"CREATE OR REPLACE TABLE {sql.identifier(table)} AS {query}", what=f"{step}: {table}")
