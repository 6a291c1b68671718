"""Load jobs: files that were uploaded become tables."""

import tempfile
from pathlib import Path as FilePath
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from bqemulator.api.dependencies import AppContext
from bqemulator.api.routes.tables import _field_to_rest, _parse_schema_fields
from bqemulator.catalog.models import TableFieldSchema
from bqemulator.storage.type_map import bq_schema_to_duckdb_columns

from emulator.errors import BigQueryError, not_found
from emulator.jobs import Job, Result
from emulator.rows import as_result
from emulator.store import Path, Store

_ALIASES = {"INT64": "INTEGER", "FLOAT64": "FLOAT", "BOOL": "BOOLEAN", "STRUCT": "RECORD"}


class Loads:
    """Does load jobs with files that came with them.

    Parameters
    ----------
    context
        The emulator's own parts.
    store
        The tables.
    """

    def __init__(self, context: AppContext, store: Store) -> None:
        self._context = context
        self._store = store

    async def work(self, job: Job, seconds: float, file: bytes) -> None:
        """Do a load job. Raises `BigQueryError` for what does not fit."""
        load = job.configuration["load"]
        path = _destination(job.project, load)
        self._store.need_dataset(*path[:2])
        there = self._store.find(path)
        if there is None and load.get("createDisposition") == "CREATE_NEVER":
            raise not_found("Table", *path)
        declared = tuple(_parse_schema_fields(load.get("schema", {}).get("fields", [])))
        rows = _fitting(self._read(load, file, declared), declared, path)
        await job.pause(seconds)
        how = load.get("writeDisposition", "WRITE_APPEND")
        if how == "WRITE_EMPTY" and there is not None and self._store.count(path):
            raise BigQueryError("duplicate", f"Already Exists: Table {path[0]}:{path[1]}.{path[2]}")
        if how == "WRITE_APPEND" and there is not None:
            _check_same(path, there.schema_.fields, rows, load)
            self._store.append(path, rows)
        else:
            # The labels of a table stay when its rows are replaced.
            kept = {"labels": there.labels, "description": there.description} if there is not None else {}
            self._store.write(path, rows, declared or None)
            self._store.update(path, **kept)
        self._describe(path, load)
        job.result = Result(pa.table({}), [])
        job.statistics["load"] = {
            "inputFiles": "1",
            "inputFileBytes": str(len(file)),
            "outputRows": str(rows.num_rows),
            "outputBytes": str(sum(self._store.sizes(path).values())),
            "badRecords": "0",
        }

    def _read(self, load: dict[str, Any], file: bytes, declared: tuple[TableFieldSchema, ...]) -> pa.Table:
        kind = load.get("sourceFormat", "CSV")
        if kind == "PARQUET":
            return _parquet(file, bool(load.get("parquetOptions", {}).get("enableListInference")))
        if kind not in ("NEWLINE_DELIMITED_JSON", "CSV"):
            raise BigQueryError("invalid", f"The stand-in does not load {kind}")
        columns = bq_schema_to_duckdb_columns([_field_to_rest(field) for field in declared])
        shape = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in columns) + "}"
        reader = "read_json" if kind != "CSV" else "read_csv"
        told = [f"columns = {shape}"] if columns else []
        told += (
            ["format = 'newline_delimited'"]
            if kind != "CSV"
            else [f"skip = {int(load.get('skipLeadingRows', 0))}"]
        )
        if kind == "CSV":
            told.append("header = false" if columns else "header = true")
        with tempfile.TemporaryDirectory() as folder:
            source = FilePath(folder) / "upload"
            source.write_bytes(file)
            try:
                found = self._context.engine.fetch_arrow(
                    f"SELECT * FROM {reader}(?, {', '.join(told)})", [str(source)]
                )
            except Exception as problem:
                raise _unreadable(str(problem)) from problem
        return as_result(found).table

    def _describe(self, path: Path, load: dict[str, Any]) -> None:
        given = load.get("destinationTableProperties", {})
        names = {"labels": "labels", "description": "description", "friendlyName": "friendly_name"}
        told = {name: given[key] for key, name in names.items() if key in given}
        if told:
            self._store.update(path, **told)


def _destination(project: str, load: dict[str, Any]) -> Path:
    given = load.get("destinationTable", {})
    if not given.get("datasetId") or not given.get("tableId"):
        raise BigQueryError("required", "Required parameter is missing: destinationTable")
    return given.get("projectId", project), given["datasetId"], given["tableId"]


def _parquet(file: bytes, infer_lists: bool) -> pa.Table:
    try:
        rows = pq.read_table(pa.BufferReader(file))
    except (pa.ArrowException, OSError) as problem:
        raise _unreadable(str(problem)) from problem
    if infer_lists:
        return as_result(_decoded(rows)).table
    # Without list inference BigQuery shows a list as Parquet stores it: a record of a record.
    columns = [_as_stored(column) for column in _decoded(rows).columns]
    return as_result(pa.table(columns, names=rows.column_names)).table


def _decoded(rows: pa.Table) -> pa.Table:
    kinds = [each.type.value_type if pa.types.is_dictionary(each.type) else each.type for each in rows.schema]
    wanted = [_microseconds(kind) for kind in kinds]
    fields = [pa.field(each.name, kind) for each, kind in zip(rows.schema, wanted, strict=True)]
    return rows.cast(pa.schema(fields), safe=False)


def _microseconds(kind: pa.DataType) -> pa.DataType:
    return pa.timestamp("us", kind.tz and "UTC") if pa.types.is_timestamp(kind) else kind


def _as_stored(column: pa.ChunkedArray) -> Any:
    if not pa.types.is_list(column.type) and not pa.types.is_large_list(column.type):
        return column
    told = [None if each is None else {"list": [{"element": x} for x in each]} for each in column.to_pylist()]
    return pa.array(told, pa.struct([("list", pa.list_(pa.struct([("element", column.type.value_type)])))]))


def _fitting(rows: pa.Table, declared: tuple[TableFieldSchema, ...], path: Path) -> pa.Table:
    """Return the rows in the order that was declared. Raises `BigQueryError` where they do not fit."""
    if not declared:
        return rows
    found = {field["name"].lower(): field for field in as_result(rows).fields}
    columns = {name.lower(): rows[name] for name in rows.column_names}
    wanted = {field.name.lower() for field in declared}
    if extra := [name for name in found if name not in wanted]:
        raise _mismatch(path, f"Cannot add fields (field: {found[extra[0]]['name']})")
    for field in declared:
        there = found.get(field.name.lower())
        if there is None:
            if field.mode == "REQUIRED":
                raise _mismatch(path, f"Field {field.name} is missing in new schema")
            columns[field.name.lower()] = pa.nulls(rows.num_rows)
            continue
        _check_field(path, field, there)
        if field.mode == "REQUIRED" and columns[field.name.lower()].null_count:
            raise _unreadable(f"Required column value for column {field.name} is missing")
    return pa.table({field.name: columns[field.name.lower()] for field in declared})


def _check_same(
    path: Path, fields: tuple[TableFieldSchema, ...], rows: pa.Table, load: dict[str, Any]
) -> None:
    known = {field.name.lower(): field for field in fields}
    for there in as_result(rows).fields:
        field = known.get(there["name"].lower())
        if field is None:
            if "ALLOW_FIELD_ADDITION" not in load.get("schemaUpdateOptions", []):
                raise _mismatch(path, f"Cannot add fields (field: {there['name']})")
            continue
        _check_field(path, field, there)


def _check_field(path: Path, field: TableFieldSchema, there: dict[str, Any]) -> None:
    wanted = _ALIASES.get(field.type.upper(), field.type.upper())
    # Parquet has no JSON and no GEOGRAPHY: they come as texts. A whole number may become a broken one.
    fits = {"JSON": {"STRING"}, "GEOGRAPHY": {"STRING"}, "FLOAT": {"INTEGER"}, "NUMERIC": {"INTEGER"}}
    if there["type"] != wanted and there["type"] not in fits.get(wanted, set()):
        raise _mismatch(path, f"Field {field.name} has changed type from {wanted} to {there['type']}")
    if (field.mode == "REPEATED") != (there["mode"] == "REPEATED"):
        raise _mismatch(path, f"Field {field.name} has changed mode from {field.mode} to {there['mode']}")


def _mismatch(path: Path, what: str) -> BigQueryError:
    return BigQueryError(
        "invalid", f"Provided Schema does not match Table {path[0]}:{path[1]}.{path[2]}. {what}"
    )


def _unreadable(what: str) -> BigQueryError:
    return BigQueryError("invalid", f"Error while reading data, error message: {what}")
