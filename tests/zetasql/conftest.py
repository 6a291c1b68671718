"""Google's own GoogleSQL analyser and reference evaluator, as fixtures."""

import ctypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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
        self._catalog = CatalogBuilder("segdesk").with_builtin_functions(functions).build()
        self._options = zt.AnalyzerOptions(language_options=language, default_timezone="UTC")
        self._service = ZetaSqlLocalService.get_instance()

    def analyse(self, sql: str, tables: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Return the output columns of a query; ZetaSQL's own error if it is not GoogleSQL."""
        prepared = self._service.prepare_query(
            sql=_with_tables(sql, tables or {}), options=self._options, simple_catalog=self._catalog
        ).prepared
        self._service.unprepare_query(prepared_query_id=prepared.prepared_query_id)
        return tuple(column.name for column in prepared.columns)

    def evaluate(self, sql: str, tables: Mapping[str, str] | None = None) -> Outcome:
        """Run a query over tables, each given as a GoogleSQL query that may name those before it."""
        prepared = self._service.prepare_query(
            sql=_with_tables(sql, tables or {}), options=self._options, simple_catalog=self._catalog
        ).prepared
        try:
            answer = self._service.evaluate_query(prepared_query_id=prepared.prepared_query_id)
        finally:
            self._service.unprepare_query(prepared_query_id=prepared.prepared_query_id)
        rows = [tuple(_value(cell) for cell in row.cell) for row in answer.content.table_data.row or []]
        return Outcome(tuple(column.name for column in prepared.columns), rows)


def _with_tables(sql: str, tables: Mapping[str, str]) -> str:
    """Put the tables in front of the query as WITH clauses: the evaluator then needs no table format."""
    if not tables:
        return sql
    ctes = ",\n".join(f"`{name}` AS (\n{query}\n)" for name, query in tables.items())
    return f"WITH {ctes}\nSELECT * FROM (\n{sql.strip().rstrip(';')}\n)"


def _value(cell: Any) -> Any:
    """Return a protobuf value as Python's; a timestamp as microseconds since 1970, a date as days."""
    for field in ("int64_value", "string_value", "double_value", "bool_value", "date_value", "bytes_value"):
        if (value := getattr(cell, field, None)) is not None:
            return value
    if (stamp := getattr(cell, "timestamp_value", None)) is not None:
        return (stamp.seconds or 0) * 1_000_000 + (stamp.nanos or 0) // 1000
    if (array := getattr(cell, "array_value", None)) is not None:
        return [_value(element) for element in array.element or []]
    if (struct := getattr(cell, "struct_value", None)) is not None:
        return tuple(_value(field) for field in struct.field or [])
    return None


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
