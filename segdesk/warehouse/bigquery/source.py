"""The tables of the source's dataset: asked for through BigQuery's catalogue, which is free."""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import pyarrow as pa
from google.api_core.exceptions import NotFound
from google.cloud.bigquery import Table, TableReference

from segdesk.errors import InputError
from segdesk.warehouse.base import Column, TableInfo
from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS, persistent
from segdesk.warehouse.bigquery.columns import arrow_schema, columns
from segdesk.warehouse.bigquery.failures import explained
from segdesk.warehouse.bigquery.jobs import Jobs
from segdesk.warehouse.bigquery.running import Running
from segdesk.warehouse.bigquery.statement import LABEL
from segdesk.warehouse.files import WILDCARD, day_of
from segdesk.warehouse.problems import UnknownTable
from segdesk.warehouse.results import conform, conformed

_AT_ONCE = 16
"""Tables that are asked about at a time; a year of sessions is 365 of them."""
_COUNTED = ("TABLE", "SNAPSHOT", "CLONE", "MATERIALIZED_VIEW")
"""Kinds of tables whose rows are known without reading them."""
_LISTING = "Listing the tables"


@dataclass
class SourceTables:
    """The source's tables; the list of their names is fetched once."""

    jobs: Jobs
    _names: tuple[str, ...] | None = None

    def names(self) -> tuple[str, ...]:
        """Return the names of all tables and views, the days of sessions singly."""
        if self._names is None:
            running = self.jobs.begin(_LISTING)
            try:
                self._names = tuple(self._listed(running))
            finally:
                self.jobs.end(running)
        return self._names

    def listed(self) -> tuple[str, ...]:
        """Return the names as a person sees them, the days of sessions as one."""
        return tuple(sorted({WILDCARD if day_of(each) else each for each in self.names()}))

    def has(self, name: str) -> bool:
        """Return whether there is a table of that name, or a day that a wildcard stands for."""
        return bool(self._meant(name))

    def tables(self) -> tuple[TableInfo, ...]:
        """Return the tables by name, the days of sessions as one."""
        days: list[Table] = []
        found: list[TableInfo] = []
        for table in self._all():
            if day_of(table.table_id):
                days.append(table)
            else:
                found.append(_info(table.table_id, [table]))
        if days:
            found.append(_info(WILDCARD, days))
        return tuple(sorted(found, key=lambda info: info.name))

    def signature(self) -> str:
        """Return a text that changes when a table is added, removed or written."""
        states = [
            f"{table.table_id}|{table.modified}|{table.num_rows}|{table.num_bytes}" for table in self._all()
        ]
        return hashlib.sha256("\n".join(sorted(states)).encode()).hexdigest()

    def columns(self, name: str) -> tuple[Column, ...]:
        """Return a table's columns; a wildcard's are those of its last day, as in BigQuery.

        Raises
        ------
        InputError
            If there is no such table.
        """
        return columns(self._last(name).schema)

    def preview(self, name: str, rows: int) -> pa.Table:
        """Return the first rows of a table without a query.

        Raises
        ------
        InputError
            If there is no such table, or it is a view, which only a query can read.
        """
        table = self._last(name)
        if table.table_type not in _COUNTED:
            raise InputError(
                f"The rows of {name} cannot be shown",
                f"it is a {table.table_type.lower()}, and a query to look into it would be billed in full",
                "Look into the tables that it is made of",
            )
        with explained(f"Reading {name}"):
            found = self.jobs.clients.bigquery.list_rows(
                table, max_results=rows, retry=persistent(self.jobs.patience.call), timeout=REQUEST_SECONDS
            )
            schema = conformed(arrow_schema(found.schema))
            batches = [conform(batch, schema) for batch in found.to_arrow_iterable()]
        return pa.Table.from_batches(batches, schema=schema)

    def _all(self) -> list[Table]:
        """Return what BigQuery knows of each table."""
        names = self.names()
        running = self.jobs.begin(_LISTING)
        try:
            with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="segdesk-tables") as pool:
                fetched = pool.map(partial(self._fetched, running), names)
                return list(self._told(fetched, len(names), running))
        finally:
            running.cancel()  # what has not begun then is not asked any more
            self.jobs.end(running)

    def _told(self, fetched: Iterable[Table | None], total: int, running: Running) -> Iterator[Table]:
        for done, table in enumerate(fetched, 1):
            self.jobs.check(running)
            if total > _AT_ONCE and done % _AT_ONCE == 0:
                self.jobs.note(f"{_LISTING}: {done:,} of {total:,}", done, total)
            if table is not None:
                yield table

    def _fetched(self, running: Running, name: str) -> Table | None:
        """Return what is known of a table, None if it is gone since it was listed."""
        self.jobs.check(running)
        with explained(_LISTING):
            try:
                return self.jobs.clients.bigquery.get_table(
                    self._reference(name),
                    retry=persistent(self.jobs.patience.call, partial(self.jobs.check, running)),
                    timeout=REQUEST_SECONDS,
                )
            except NotFound:
                return None

    def _listed(self, running: Running) -> Iterator[str]:
        place = self.jobs.place
        with explained(_LISTING):
            items = self.jobs.clients.bigquery.list_tables(
                f"{place.project}.{place.dataset}",
                retry=persistent(self.jobs.patience.call, partial(self.jobs.check, running)),
                timeout=REQUEST_SECONDS,
            )
            for item in items:
                self.jobs.check(running)
                own = f"{place.project}.{place.dataset}.{item.table_id}" == place.in_work(
                    item.table_id.removeprefix(place.prefix)
                )
                # Where both datasets are one, what was made there is no source of anything.
                if not (own and item.labels.get(LABEL[0]) == LABEL[1]):
                    yield item.table_id

    def _meant(self, name: str) -> list[str]:
        """Return the tables that a name stands for, in their order."""
        if not name.endswith("*"):
            return [name] if name in self.names() else []
        return sorted(each for each in self.names() if each.startswith(name[:-1]))

    def _last(self, name: str) -> Table:
        """Return the table of that name, the last one of a wildcard."""
        meant = self._meant(name)
        running = self.jobs.begin(_LISTING)
        try:
            table = self._fetched(running, meant[-1]) if meant else None
        finally:
            self.jobs.end(running)
        if table is None:
            raise UnknownTable(name, self.listed())
        return table

    def _reference(self, name: str) -> TableReference:
        return TableReference.from_string(self.jobs.place.in_source(name))


def _info(name: str, tables: Iterable[Table]) -> TableInfo:
    """Return what is known of a table, or of several that are read as one."""
    listed = sorted(tables, key=lambda table: str(table.table_id))
    counted = [table for table in listed if table.table_type in _COUNTED]
    whole = len(counted) == len(listed)
    return TableInfo(
        name,
        sum(int(table.num_rows or 0) for table in counted) if whole else None,
        sum(int(table.num_bytes or 0) for table in counted) if whole else None,
        columns(listed[-1].schema),
    )
