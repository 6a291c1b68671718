"""The tables of the stand-in: where DuckDB has them, and what the catalogue says of them."""

from collections.abc import Collection
from hashlib import sha1
from typing import Any

import pyarrow as pa
from bqemulator.api.dependencies import AppContext
from bqemulator.catalog.ddl_sync import _introspect_schema
from bqemulator.catalog.etag import generate_etag
from bqemulator.catalog.models import TableFieldSchema, TableMeta, TableSchema
from bqemulator.storage.sql_identifiers import quoted_schema, quoted_table_ref

from emulator.errors import BigQueryError, duplicate, not_found
from emulator.rows import stored_type

_STRING_BYTES, _OTHER_BYTES = 2, 8
"""BigQuery counts 2 bytes and the text for a STRING, 8 for a number or a time."""

_MOST_LAID_OUT = 100

Path = tuple[str, str, str]
"""Project, dataset and table."""


class Store:
    """Tables by project, dataset and name.

    Parameters
    ----------
    context
        The emulator's own parts.
    """

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._laid_out: list[str] = []
        self._wildcards: set[Path] = set()
        self._views: dict[Path, str] = {}
        self._sizes: dict[tuple[Path, str, int], dict[str, int]] = {}

    def find(self, path: Path) -> TableMeta | None:
        """Return what is known of a table or view."""
        return self._context.catalog.get_table(*path)

    def get(self, path: Path) -> TableMeta:
        """Return what is known of a table or view. Raises `BigQueryError` if it is not there."""
        self.need_dataset(*path[:2])
        meta = self.find(path)
        if meta is None:
            raise not_found("Table", *path)
        return meta

    def need_dataset(self, project: str, dataset: str) -> None:
        """Raise `BigQueryError` if there is no such dataset."""
        if self._context.catalog.get_dataset(project, dataset) is None:
            raise not_found("Dataset", project, dataset)

    def location(self, project: str, dataset: str) -> str | None:
        """Return where a dataset lies; None if there is none."""
        found = self._context.catalog.get_dataset(project, dataset)
        return None if found is None else found.location

    def update(self, path: Path, **told: Any) -> TableMeta:
        """Note something about a table: labels, description, view_query and the like."""
        return self._context.catalog.update_table(self.get(path).model_copy(update=told))

    def note_view(self, path: Path, query: str) -> None:
        """Keep a view's query as it was written: the emulator keeps, and puts in, the one that it ran."""
        self._views[path] = query

    def view_query(self, path: Path) -> str:
        """Return a view's query as it was written."""
        return self._views.get(path, "")

    def write(self, path: Path, rows: pa.Table, fields: tuple[TableFieldSchema, ...] | None = None) -> None:
        """Make a table of rows, in the place of the one that is there.

        Parameters
        ----------
        fields
            The columns as someone declared them; the rows' own if that is left out.
        """
        target = quoted_table_ref(*path)
        with _Given(self._context, rows) as name:
            self._context.engine.execute(f"CREATE OR REPLACE TABLE {target} AS SELECT * FROM {name}")
        self.settle(path)
        if fields:
            self.update(path, schema_=TableSchema(fields=fields))

    def lay_out(self, path: Path, rows: pa.Table, json_columns: Collection[str]) -> None:
        """Lay rows out for one statement, unseen by the catalogue; those of many statements ago go away."""
        columns = [
            f'CAST("{name}" AS JSON) AS "{name}"' for name in rows.column_names if name in json_columns
        ]
        replacing = f" REPLACE ({', '.join(columns)})" if columns else ""
        engine, target = self._context.engine, quoted_table_ref(*path)
        engine.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted_schema(*path[:2])}")
        with _Given(self._context, rows) as name:
            engine.execute(f"CREATE TABLE {target} AS SELECT *{replacing} FROM {name}")
        self._laid_out.append(target)
        if len(self._laid_out) > _MOST_LAID_OUT:
            engine.execute(f"DROP TABLE IF EXISTS {self._laid_out.pop(0)}")

    def append(self, path: Path, rows: pa.Table) -> None:
        """Add rows to a table."""
        with _Given(self._context, rows) as name:
            self._context.engine.execute(
                f"INSERT INTO {quoted_table_ref(*path)} BY NAME SELECT * FROM {name}"
            )

    def settle(self, path: Path) -> None:
        """Give a table that a statement made BigQuery's types, and note it in the catalogue."""
        target = quoted_table_ref(*path)
        engine = self._context.engine
        for name, kind, *_ in engine.execute(f"DESCRIBE {target}").fetchall():
            if (wanted := stored_type(kind)) != kind:
                quoted = name.replace('"', '""')
                engine.execute(f'ALTER TABLE {target} ALTER "{quoted}" SET DATA TYPE {wanted}')
        now = self._context.clock.now()
        meta = TableMeta(
            project_id=path[0],
            dataset_id=path[1],
            table_id=path[2],
            schema=_introspect_schema(*path, self._context),
            creation_time=now,
            last_modified_time=now,
            etag=generate_etag(*path, str(now)),
        )
        catalog = self._context.catalog
        (catalog.update_table if self.find(path) else catalog.create_table)(meta)

    def make_empty(
        self, path: Path, fields: tuple[TableFieldSchema, ...], types: list[tuple[str, str]]
    ) -> None:
        """Make a table without rows. Raises `BigQueryError` if there is one."""
        self.need_dataset(*path[:2])
        if self.find(path) is not None:
            raise duplicate("Table", f"{path[0]}:{path[1]}.{path[2]}")
        columns = ", ".join(f'"{name}" {kind}' for name, kind in types) or "__none INTEGER"
        self._context.engine.execute(f"CREATE TABLE {quoted_table_ref(*path)} ({columns})")
        self.settle(path)
        self.update(path, schema_=TableSchema(fields=fields))

    def drop(self, path: Path) -> None:
        """Delete a table or view. Raises `BigQueryError` if there is none."""
        kind = "VIEW" if self.get(path).table_type == "VIEW" else "TABLE"
        self._context.engine.execute(f"DROP {kind} IF EXISTS {quoted_table_ref(*path)}")
        self._context.catalog.delete_table(*path, not_found_ok=True)

    def names(self, project: str, dataset: str) -> list[str]:
        """Return the names of a dataset's tables and views."""
        return sorted(meta.table_id for meta in self._context.catalog.list_tables(project, dataset))

    def matching(self, path: Path) -> list[str]:
        """Return the names of the tables of a wildcard. Raises `BigQueryError` if there is none."""
        self.need_dataset(*path[:2])
        prefix = path[2].removesuffix("*")
        names = [name for name in self.names(*path[:2]) if name.startswith(prefix)]
        if not names:
            raise BigQueryError("invalid", f"{path[0]}:{path[1]}.{path[2]} does not match any table.")
        return names

    def view_of(self, path: Path) -> Path:
        """Return a view, unseen by the catalogue, over the tables that a wildcard stands for."""
        prefix = path[2].removesuffix("*")
        names = self.matching(path)
        # Tables that come, go or are written anew make it another view.
        state = " ".join(f"{name} {self.get((*path[:2], name)).etag}" for name in names)
        view = (path[0], path[1], f"wildcard_{sha1(f'{prefix} {state}'.encode()).hexdigest()}")
        if view not in self._wildcards:
            each = (
                f"SELECT *, '{name[len(prefix) :]}' AS _TABLE_SUFFIX FROM {quoted_table_ref(*path[:2], name)}"
                for name in names
            )
            text = " UNION ALL BY NAME ".join(each)
            self._context.engine.execute(f"CREATE OR REPLACE VIEW {quoted_table_ref(*view)} AS {text}")
            self._wildcards.add(view)
        return view

    def count(self, path: Path) -> int:
        """Return the number of rows; of a view 0, as BigQuery says."""
        if self.get(path).table_type == "VIEW":
            return 0
        return self._number(f"SELECT count(*) FROM {quoted_table_ref(*path)}")

    def sizes(self, path: Path) -> dict[str, int]:
        """Return the logical bytes of each column, names in small letters; a view has none."""
        meta = self.get(path)
        if meta.table_type == "VIEW":
            return {}
        key = (path, meta.etag, self.count(path))
        if key not in self._sizes:
            target = quoted_table_ref(*path)
            described = self._context.engine.execute(f"DESCRIBE {target}").fetchall()
            self._sizes[key] = {
                name.lower(): self._number(f"SELECT {_bytes(name, kind)} FROM {target}")
                for name, kind, *_ in described
            }
        return self._sizes[key]

    def _number(self, sql: str) -> int:
        rows = self._context.engine.execute(sql).fetchall()
        return int(rows[0][0] or 0)


def _bytes(name: str, kind: str) -> str:
    column = '"' + name.replace('"', '""') + '"'
    if kind in ("VARCHAR", "JSON"):
        return f"sum({_STRING_BYTES} + strlen({column}))"
    if kind == "BLOB":
        return f"sum({_STRING_BYTES} + octet_length({column}))"
    if kind == "BOOLEAN":
        return f"count({column})"
    if "STRUCT" in kind or "[" in kind:
        return f"sum(strlen(CAST({column} AS VARCHAR)))"
    return f"count({column}) * {_OTHER_BYTES}"


def free_connection(context: AppContext) -> Any:
    """Return DuckDB's connection with nothing left to fetch: else it takes no functions and no tables."""
    context.engine.execute("SELECT 1").fetchall()
    return context.engine.connection


class _Given:
    """Rows under a name that DuckDB knows, for a while."""

    def __init__(self, context: AppContext, rows: pa.Table) -> None:
        self._connection = free_connection(context)
        self._rows = rows

    def __enter__(self) -> str:
        self._connection.register("_given_rows", self._rows)
        return "_given_rows"

    def __exit__(self, *_: object) -> None:
        self._connection.execute("SELECT 1").fetchall()
        self._connection.unregister("_given_rows")
