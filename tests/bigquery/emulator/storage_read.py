"""The Storage Read API: tables and queries' results as Arrow, in streams that may break."""

from collections.abc import AsyncIterator
from typing import Any

import grpc
import pyarrow as pa
from bqemulator.grpc_api import read_servicer
from bqemulator.grpc_api.read_servicer import BigQueryReadHandler, _build_read_sql
from bqemulator.storage.sql_identifiers import quoted_table_ref
from bqemulator.streaming import read_session
from google.cloud.bigquery_storage_v1 import types

from emulator.controls import Controls, Fault, Place
from emulator.errors import BigQueryError
from emulator.jobs import RESULTS, Jobs
from emulator.rows import as_result, plain
from emulator.store import Path, Store

_ROWS_A_MESSAGE = 2_048
_KEPT_SESSIONS = 100
_SERVICE = "/google.cloud.bigquery.storage.v1.BigQueryRead"


class StorageRead(BigQueryReadHandler):
    """Answers CreateReadSession and ReadRows.

    Parameters
    ----------
    context
        The emulator's own parts.
    controls, store, jobs
        The parts that know.
    """

    def __init__(self, context: Any, controls: Controls, store: Store, jobs: Jobs) -> None:
        super().__init__(context)
        self._controls, self._store, self._jobs = controls, store, jobs

    async def _handle_create_read_session(self, request_bytes: bytes, context: Any) -> bytes:
        request = types.CreateReadSessionRequest.deserialize(request_bytes)
        asked = request.read_session
        fields = list(asked.read_options.selected_fields)
        told = {"table": asked.table, "fields": fields, "filter": asked.read_options.row_restriction}
        if (fault := self._note("CreateReadSession", **told)) is not None:
            await context.abort(_code(fault), fault.message)
        try:
            rows = self._rows(asked, fields)
        except BigQueryError as problem:
            is_missing = problem.reason == "notFound"
            code = grpc.StatusCode.NOT_FOUND if is_missing else grpc.StatusCode.INVALID_ARGUMENT
            await context.abort(code, problem.message)
        for old in list(read_session._SESSIONS)[:-_KEPT_SESSIONS]:
            del read_session._SESSIONS[old]
        state = read_session.create_read_session(
            project_id=request.parent.removeprefix("projects/"),
            table_ref=asked.table,
            arrow_table=plain(rows),
            max_streams=request.max_stream_count or 1,
        )
        answer = types.ReadSession(
            name=state.session_name,
            table=asked.table,
            data_format=types.DataFormat.ARROW,
            streams=[types.ReadStream(name=each.name) for each in state.streams],
            arrow_schema=types.ArrowSchema(serialized_schema=state.arrow_schema_bytes),
            estimated_row_count=rows.num_rows,
            read_options=asked.read_options,
        )
        return bytes(types.ReadSession.serialize(answer))

    # Asynchronous: gRPC gives a plain generator a thread, and one whose reader went away keeps it for ever.
    async def _handle_read_rows(self, request_bytes: bytes, context: Any) -> AsyncIterator[bytes]:
        request = types.ReadRowsRequest.deserialize(request_bytes)
        fault = self._note("ReadRows", stream=request.read_stream, offset=request.offset)
        session = "/".join(request.read_stream.split("/")[:-2])
        rows = read_session.get_stream_data(session, request.read_stream)
        if rows is None:
            await context.abort(grpc.StatusCode.NOT_FOUND, f"Stream not found: {request.read_stream}")
        schema = read_session.get_session(session).arrow_schema_bytes
        left = rows.slice(request.offset)
        for number, batch in enumerate(left.to_batches(max_chunksize=_ROWS_A_MESSAGE)):
            if fault is not None and number >= fault.after_messages:
                break
            answer = types.ReadRowsResponse(
                row_count=batch.num_rows,
                arrow_record_batch=types.ArrowRecordBatch(
                    serialized_record_batch=read_session.serialize_arrow_record_batch(batch)
                ),
            )
            if number == 0:
                answer.arrow_schema = types.ArrowSchema(serialized_schema=schema)
            yield types.ReadRowsResponse.serialize(answer)
        if fault is not None:
            await context.abort(_code(fault), fault.message)

    def _rows(self, asked: Any, fields: list[str]) -> pa.Table:
        _, project, _, dataset, _, name = asked.table.split("/")
        if dataset == RESULTS:
            job = self._jobs.holding(name)
            if job is None or job.result is None:
                raise BigQueryError("notFound", f"Not found: Table {project}:{dataset}.{name}")
            if asked.read_options.row_restriction:
                raise BigQueryError("invalid", "The stand-in does not filter queries' results")
            return job.result.table.select(fields) if fields else job.result.table
        return self._table((project, dataset, name), asked, fields)

    def _table(self, path: Path, asked: Any, fields: list[str]) -> pa.Table:
        if self._store.get(path).table_type == "VIEW":
            message = f"non-table entities cannot be read with the storage API: {'.'.join(path)}"
            raise BigQueryError("invalid", message)
        sql = _build_read_sql(quoted_table_ref(*path), fields or None, asked)
        # Reads come from several threads at once: each has a cursor of its own.
        with self._ctx.engine.connection.cursor() as cursor:
            return as_result(cursor.execute(sql).to_arrow_table()).table

    def _note(self, method: str, **told: Any) -> Fault | None:
        """Note a request, and return the fault that strikes it."""
        self._controls.record(kind="grpc", method=method, path=f"{_SERVICE}/{method}", body=told)
        return self._controls.fault(Place.REQUEST, f"{_SERVICE}/{method}", str(told))


def _code(fault: Fault) -> grpc.StatusCode:
    return getattr(grpc.StatusCode, fault.reason.upper(), grpc.StatusCode.UNAVAILABLE)


def install(controls: Controls, store: Store, jobs: Jobs) -> None:
    """Let the emulator's gRPC server answer with this."""

    def handler(context: Any) -> StorageRead:
        return StorageRead(context, controls, store, jobs)

    read_servicer.BigQueryReadHandler = handler
