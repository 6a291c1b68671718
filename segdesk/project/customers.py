"""The customer table of a project, and the two views that the documents know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pyarrow as pa

from segdesk.errors import InputError
from segdesk.project.file import Project, quoted

RESERVED = ("segment", "segments", "designation", "label")
"""Columns that segdesk adds to the customers later on."""

RESERVED_FOR_KEY = (
    *("distance", "normalised_distance", "outlier", "pca1", "pca2", "pca3", "umap1", "umap2", "umap3"),
    *("lang", "language_code", "prompt", "subject", "marketing_email", "status", "checks"),
)
"""Columns of the tables that the key goes into as well."""


def store(
    project: Project,
    table: str,
    rows: pa.RecordBatchReader,
    *,
    key_column: str,
    key: str,
    never_bought: str | None = None,
    as_of: date | None = None,
) -> int:
    """Write the customer table, in the order of its key, and return the number of customers.

    Parameters
    ----------
    table
        Name of the customer table.
    rows
        One row per customer.
    key_column, key
        The key's name in ``rows``, and in the project.
    never_bought
        Column that is 0 for customers who never bought, where those are set aside.
    as_of
        The day that the figures belong to, where there is one.

    Raises
    ------
    InputError
        For no customers, only one, a missing key, or a key that occurs twice. Nothing is kept then, if
        this is called within a transaction.
    """
    forget(project)
    connection = project.connection
    others = [name for name in rows.schema.names if name != key_column]
    lowered = [name.lower() for name in (key, *others)]
    if pa.types.is_nested(rows.schema.field(key_column).type):
        raise InputError(f"{key} cannot be the customers' key", "it holds lists or structs", "Choose another")
    if twice := [name for name in lowered if lowered.count(name) > 1]:
        raise InputError(
            f"There are two columns {twice[0]}", "letter case does not count", "Rename one of them"
        )
    taken = [name for name in (key, *others) if name.lower() in RESERVED]
    if key.lower() in RESERVED_FOR_KEY:
        taken.append(key)
    if taken:
        raise InputError(
            f"The customers cannot have a column {taken[0]}", "segdesk adds one of that name", "Rename it"
        )
    chosen = ", ".join([f"{quoted(key_column)} AS {quoted(key)}", *map(quoted, others)])
    with project.incoming(rows):
        connection.execute(
            f"CREATE TABLE {quoted(table)} AS SELECT {chosen} FROM incoming ORDER BY {quoted(key)}"
        )
    count = _checked_count(project, table, key)
    connection.execute(
        "UPDATE meta SET customer_table = ?, customer_key = ?, never_bought = ?, as_of = ?",
        [table, key, never_bought, as_of],
    )
    if project.has("segments") and key in _columns_of(project, "segments"):
        name_segment_views(project)  # the steps after this one may still hold
    return count


def _checked_count(project: Project, table: str, key: str) -> int:
    row = project.row(
        f"SELECT count(*), count({quoted(key)}), count(DISTINCT {quoted(key)}) FROM {quoted(table)}"
    )
    assert row is not None
    count, keyed, distinct = row
    if count == 0:
        raise InputError(
            "There are no customers", "the recipe gave no rows", "Check the source and the dates"
        )
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
    if count == 1:
        raise InputError("There is only one customer", "segments need more", "Check the source and the dates")
    return int(count)


def forget(project: Project) -> None:
    """Remove the customer table of another recipe and the views over it."""
    connection = project.connection
    for view in ("label_parametric", "semi_label_parametric", "ga360_view", "crm_view"):
        connection.execute(f"DROP VIEW IF EXISTS {view}")
    old = table_name(project)
    if old:
        connection.execute(f"DROP TABLE IF EXISTS {quoted(old)}")


def table_name(project: Project) -> str | None:
    """Return the customer table's name, None before the Features step."""
    row = project.row("SELECT customer_table FROM meta")
    return row[0] if row else None


def key_name(project: Project) -> str:
    """Return the name of the customers' key column."""
    row = project.row("SELECT customer_key FROM meta")
    if row is None or row[0] is None:
        raise InputError("The project has no customers yet", "", "Run segdesk features first")
    return str(row[0])


def never_bought_column(project: Project) -> str | None:
    """Return the column that is 0 for customers who never bought, None where those are not set aside."""
    row = project.row("SELECT never_bought FROM meta")
    return row[0] if row else None


def columns(project: Project) -> tuple[str, ...]:
    """Return the customer table's columns in their order."""
    return _columns_of(project, table_name(project))


def _columns_of(project: Project, table: str | None) -> tuple[str, ...]:
    query = (
        "SELECT column_name FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position"
    )
    return tuple(row[0] for row in project.rows(query, [table]))


def read(project: Project, names: Sequence[str], where: str = "TRUE") -> pa.Table:
    """Return some columns of the customers, in the order of the key."""
    return project.read(_query(project, names, where))


def _query(project: Project, names: Sequence[str], where: str) -> str:
    """Return the query for some columns; the table is stored, and so read, in the order of the key."""
    table = table_name(project)
    assert table is not None
    return f"SELECT {', '.join(map(quoted, names))} FROM {quoted(table)} WHERE {where}"


@dataclass(frozen=True)
class Selection:
    """Some customers in the order of the key, read column by column or block by block.

    Attributes
    ----------
    where
        The condition that they meet.
    """

    project: Project
    where: str = "TRUE"

    @cached_property
    def num_rows(self) -> int:
        """How many there are."""
        row = self.project.row(
            f"SELECT count(*) FROM ({_query(self.project, self.column_names, self.where)})"
        )
        return int(row[0]) if row else 0

    @cached_property
    def column_names(self) -> list[str]:
        """The columns of the customer table."""
        return list(columns(self.project))

    def __getitem__(self, name: str) -> pa.ChunkedArray:
        """Return a whole column."""
        return read(self.project, [name], self.where).column(0)

    def blocks(self, names: Sequence[str], rows: int) -> Iterator[pa.Table]:
        """Yield some columns, ``rows`` customers at a time, the last block shorter."""
        reader = self.project.stream(_query(self.project, list(dict.fromkeys(names)), self.where), rows)
        held: list[pa.RecordBatch] = []
        missing = rows
        for batch in reader:
            rest = batch
            while rest.num_rows >= missing:
                yield pa.Table.from_batches([*held, rest.slice(0, missing)])
                rest, held, missing = rest.slice(missing), [], rows
            if rest.num_rows:
                held.append(rest)
                missing -= rest.num_rows
        if held:
            yield pa.Table.from_batches(held)


def name_ga360_views(project: Project, crm_columns: Sequence[str]) -> None:
    """Show the tutorial's transactions view and CRM view beside the joined one.

    Parameters
    ----------
    crm_columns
        The customer table's columns that come from the CRM.
    """
    table, key = table_name(project), key_name(project)
    assert table is not None
    own = [name for name in columns(project) if name not in crm_columns]
    for view, names in (("ga360_view", own), ("crm_view", [key, *crm_columns])):
        chosen = ", ".join(map(quoted, names))
        project.connection.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT {chosen} FROM {quoted(table)}")


def name_segment_views(project: Project) -> None:
    """Show the documents' ``semi_label_parametric`` and ``label_parametric`` over what the project holds."""
    table, key = table_name(project), quoted(key_name(project))
    assert table is not None
    project.connection.execute(
        f"CREATE OR REPLACE VIEW semi_label_parametric AS"
        f" SELECT c.*, s.segment FROM {quoted(table)} AS c JOIN segments AS s USING ({key})"
    )
    project.connection.execute(
        "CREATE OR REPLACE VIEW label_parametric AS"
        " SELECT p.*, l.name AS segments, l.designation"
        " FROM semi_label_parametric AS p LEFT JOIN labels AS l USING (segment)"
    )
