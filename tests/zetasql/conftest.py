"""Google's own GoogleSQL analyser and reference evaluator, and beside it the embedded warehouse."""

import ctypes
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from segdesk.warehouse.embedded import EmbeddedWarehouse

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Outcome:
    """What the evaluator gives: column names and rows, with dates as days and timestamps as microseconds."""

    columns: tuple[str, ...]
    rows: Rows


class ZetaSql:
    """GoogleSQL as its authors define it, on tables that are written as queries."""

    def __init__(self) -> None:
        import zetasql.types as zt
        from zetasql.api import CatalogBuilder
        from zetasql.core import ZetaSqlLocalService

        language = zt.LanguageOptions.maximum_features()
        language.product_mode = zt.ProductMode.PRODUCT_EXTERNAL
        functions = zt.ZetaSQLBuiltinFunctionOptions(language_options=language)
        catalog = CatalogBuilder("segdesk").with_builtin_functions(functions).build()
        self._options = zt.AnalyzerOptions(language_options=language, default_timezone="UTC")
        self._service = ZetaSqlLocalService.get_instance()
        # Registered once: otherwise every statement builds all functions of GoogleSQL anew.
        self._catalog_id = self._service.register_catalog(simple_catalog=catalog).registered_id

    def analyse(self, sql: str, tables: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Return the output columns of a query; ZetaSQL's own error if it is not GoogleSQL."""
        prepared = self._prepare(_with_tables(sql, tables or {}))
        self._service.unprepare_query(prepared_query_id=prepared.prepared_query_id)
        return tuple(column.name for column in prepared.columns)

    def evaluate(self, sql: str, tables: Mapping[str, str] | None = None) -> Outcome:
        """Run a query over tables, each given as a GoogleSQL query that may name those before it."""
        prepared = self._prepare(_with_tables(sql, tables or {}))
        try:
            answer = self._ask(prepared.prepared_query_id)
        finally:
            self._service.unprepare_query(prepared_query_id=prepared.prepared_query_id)
        rows = [tuple(_value(cell) for cell in row.cell) for row in answer.content.table_data.row]
        return Outcome(tuple(column.name for column in prepared.columns), rows)

    def _prepare(self, sql: str) -> Any:
        return self._service.prepare_query(
            sql=sql, options=self._options, registered_catalog_id=self._catalog_id
        ).prepared

    def _ask(self, prepared_id: int) -> Any:
        """Evaluate, and keep the answer as it comes: the package's own classes lose timestamps."""
        import zetasql.types as zt
        from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2

        request = zt.EvaluateQueryRequest(prepared_query_id=prepared_id).to_proto()
        method = "ZetaSqlLocalService_EvaluateQuery"
        client = self._service.wasm_client
        return client.call_grpc_func(method, request, local_service_pb2.EvaluateQueryResponse)


def _with_tables(sql: str, tables: Mapping[str, str]) -> str:
    """Put the tables in front of the query as WITH clauses: the evaluator then needs no table format."""
    if not tables:
        return sql
    ctes = ",\n".join(f"`{name}` AS (\n{query}\n)" for name, query in tables.items())
    return f"WITH {ctes}\nSELECT * FROM (\n{sql.strip().rstrip(';')}\n)"


def _value(cell: Any) -> Any:
    """Return a protobuf value as Python's; a timestamp as microseconds since 1970, a date as days."""
    kind = cell.WhichOneof("value")
    value = getattr(cell, kind) if kind else None
    match kind:
        case "timestamp_value":
            return value.seconds * 1_000_000 + value.nanos // 1000
        case "array_value":
            return [_value(element) for element in value.element]
        case "struct_value":
            return tuple(_value(field) for field in value.field)
        case _:
            return value


def _patch_wasm(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Compile the module once and keep it; copy memory in one go instead of byte by byte."""
    import zetasql.core.wasm_client as client
    from wasmtime import Engine, Module, WasmtimeError

    class CachedModule:
        @staticmethod
        def from_file(engine: Engine, path: str) -> Module:
            stat = Path(path).stat()
            cached = folder / f"zetasql-{stat.st_size}-{stat.st_mtime_ns}.cwasm"
            if cached.exists():
                try:
                    return Module.deserialize_file(engine, str(cached))
                except WasmtimeError:  # written by another version of wasmtime
                    cached.unlink()
            module = Module.from_file(engine, path)
            part = cached.with_suffix(".part")
            part.write_bytes(module.serialize())
            part.replace(cached)
            return module

    def write_bytes(self: client.WasmClient, pointer: int, data: bytes) -> None:
        ctypes.memmove(ctypes.addressof(self.memory.data_ptr().contents) + pointer, bytes(data), len(data))

    def read_bytes(self: client.WasmClient, pointer: int, size: int) -> bytes:
        return ctypes.string_at(ctypes.addressof(self.memory.data_ptr().contents) + pointer, size)

    patch.setattr(client, "Module", CachedModule)
    patch.setattr(client.WasmClient, "write_bytes", write_bytes)
    patch.setattr(client.WasmClient, "read_bytes", read_bytes)


@pytest.fixture(scope="session")
def zetasql(request: pytest.FixtureRequest) -> Iterator[ZetaSql]:
    """ZetaSQL, compiled once and kept in pytest's cache folder."""
    pytest.importorskip("zetasql")
    patch = pytest.MonkeyPatch()
    _patch_wasm(patch, request.config.cache.mkdir("zetasql"))
    yield ZetaSql()
    patch.undo()


class Embedded:
    """The embedded warehouse, asked as `ZetaSql` is; what one statement has made serves the next."""

    def __init__(self, new_folder: Callable[[], Path]) -> None:
        self._new_folder = new_folder
        self._warehouses: dict[str | None, EmbeddedWarehouse] = {}
        self._made: dict[tuple[str | None, str], str] = {}

    def evaluate(self, sql: str, tables: Mapping[str, str] | None = None) -> Outcome:
        """Run a query over tables given as queries. ``ga_sessions_*`` becomes day files."""
        tables = dict(tables or {})
        sessions = tables.pop("ga_sessions_*", None)
        warehouse = self._warehouse(sessions)
        for name, query in tables.items():
            if self._made.get((sessions, name)) != query:
                warehouse.execute(f"CREATE OR REPLACE TABLE `{name}` AS {query}")
                self._made[sessions, name] = query
        table = warehouse.query(sql).read_all()
        columns = [[_plain(value) for value in column.to_pylist()] for column in table.columns]
        return Outcome(tuple(table.column_names), list(zip(*columns, strict=True)) if columns else [])

    def close(self) -> None:
        """Let go of the warehouses."""
        for warehouse in self._warehouses.values():
            warehouse.close()

    def _warehouse(self, sessions: str | None) -> EmbeddedWarehouse:
        """Return the warehouse that has these sessions as day files."""
        if sessions not in self._warehouses:
            folder = self._new_folder()
            (folder / "nothing.csv").write_text("nothing\n", encoding="utf-8")  # it needs at least one table
            if sessions is not None:
                self._write_days(sessions, folder)
            self._warehouses[sessions] = EmbeddedWarehouse(folder)
        return self._warehouses[sessions]

    def _write_days(self, sessions: str, folder: Path) -> None:
        table = self._warehouse(None).query(sessions).read_all()
        days = table.column("_TABLE_SUFFIX").to_pylist()
        rows = table.drop_columns(["_TABLE_SUFFIX"])
        for day in sorted(set(days)):
            of_day = rows.filter([other == day for other in days])
            pq.write_table(of_day, folder / f"ga_sessions_{day}.parquet")


def _plain(value: Any) -> Any:
    """Return a value as `ZetaSql.evaluate` writes it."""
    match value:
        case datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=UTC)
            return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        case date():
            return (value - date(1970, 1, 1)).days
        case dict():
            return tuple(_plain(field) for field in value.values())
        case list():
            return [_plain(element) for element in value]
        case _:
            return value


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """The embedded warehouse over folders of its own."""
    made = Embedded(lambda: tmp_path_factory.mktemp("embedded"))
    yield made
    made.close()


def approximately(value: Any) -> Any:
    """Return a value that compares floats to 1e-12, inside arrays and structs too."""
    match value:
        case float():
            return pytest.approx(value, rel=1e-12, abs=1e-12, nan_ok=True)
        case list():
            return [approximately(element) for element in value]
        case tuple():
            return tuple(approximately(element) for element in value)
        case _:
            return value


Compare = Callable[..., Outcome]


@pytest.fixture
def same_rows(zetasql: ZetaSql, embedded: Embedded) -> Compare:
    """Assert that both give the same rows, in any order unless told, and the same column names."""

    def compare(sql: str, tables: Mapping[str, str] | None = None, *, ordered: bool = False) -> Outcome:
        wanted, given = zetasql.evaluate(sql, tables), embedded.evaluate(sql, tables)
        names = [name or given.columns[i] for i, name in enumerate(wanted.columns)]
        assert list(given.columns) == names
        key = (lambda row: 0) if ordered else (lambda row: repr(_rounded(row)))
        assert sorted(given.rows, key=key) == [approximately(row) for row in sorted(wanted.rows, key=key)]
        return wanted

    return compare


def _rounded(value: Any) -> Any:
    """Return a value whose text does not depend on a float's last digits, to sort by."""
    match value:
        case float():
            return f"{value:.9g}"
        case list() | tuple():
            return [_rounded(element) for element in value]
        case _:
            return value
