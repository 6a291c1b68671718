"""Rows of a job's result as Arrow: by the Storage API in several streams, by REST where that cannot be."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import pyarrow as pa
from google.api_core import exceptions as google
from google.cloud import bigquery
from google.cloud.bigquery_storage_v1.types import DataFormat, ReadSession

from segdesk.warehouse.bigquery import failures
from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS, persistent
from segdesk.warehouse.bigquery.columns import arrow_schema
from segdesk.warehouse.bigquery.jobs import Jobs
from segdesk.warehouse.bigquery.running import Running
from segdesk.warehouse.bigquery.streams import Streams
from segdesk.warehouse.results import conform, conformed

STREAMS = 4
"""Streams that are read at a time; a message is 10 MiB at most."""
PAGE_ROWS = 20_000
"""Rows of a page by REST."""

_NO_STORAGE = (
    google.Forbidden,
    google.MethodNotImplemented,
    google.ServiceUnavailable,
    google.DeadlineExceeded,
    google.RetryError,
)
"""The API is not enabled, the role is missing, or gRPC does not get through, as behind many a proxy."""

_Rows = tuple[pa.Schema, Iterator[pa.RecordBatch]]


class Notes:
    """Sentences that a person should read with a result, from all threads; each once."""

    def __init__(self) -> None:
        self._texts: dict[str, None] = {}
        self._lock = threading.Lock()

    @property
    def texts(self) -> tuple[str, ...]:
        """The sentences, in the order in which they came."""
        with self._lock:
            return tuple(self._texts)

    def add(self, text: str) -> None:
        """Note a sentence."""
        with self._lock:
            self._texts[text] = None


@dataclass
class Reading:
    """Reads what jobs have left.

    Attributes
    ----------
    notes
        Hears that a slow way had to be taken, and why; from then on it is taken at once.
    """

    jobs: Jobs
    notes: Notes = field(default_factory=Notes)

    def rows(self, job: bigquery.QueryJob, *, ordered: bool, what: str) -> pa.RecordBatchReader:
        """Return the rows of a finished query; memory does not depend on how many they are.

        Parameters
        ----------
        ordered
            Whether their order means something; they then come in one stream.

        Raises
        ------
        SegdeskError, Cancelled
            Also while the rows are taken.
        """
        running = self.jobs.begin(what)
        try:
            schema, batches = self._by_storage(job, running, ordered=ordered) or self._by_rest(job, running)
            target = conformed(schema)
        except BaseException as problem:
            self.jobs.end(running)
            if isinstance(problem, failures.RAISED):
                raise failures.explain(problem, doing=what) from None
            raise
        return pa.RecordBatchReader.from_batches(target, self._taken(batches, target, running))

    def _taken(
        self, batches: Iterator[pa.RecordBatch], schema: pa.Schema, running: Running
    ) -> Iterator[pa.RecordBatch]:
        """Yield the batches in their schema until somebody cancels."""
        try:
            for batch in batches:
                self.jobs.check(running)
                yield conform(batch, schema)
        except failures.RAISED as problem:
            self.jobs.check(running)
            raise failures.explain(problem, doing=running.what) from None
        finally:
            self.jobs.end(running)

    def _by_storage(self, job: bigquery.QueryJob, running: Running, *, ordered: bool) -> _Rows | None:
        """Return the rows by the Storage API, None where that cannot be used."""
        client = None if self.notes.texts else self.jobs.clients.storage
        if client is None:
            return None
        patience = self.jobs.patience
        table = job.destination
        try:
            session = client.create_read_session(
                parent=f"projects/{self.jobs.place.billing}",
                read_session=ReadSession(
                    table=f"projects/{table.project}/datasets/{table.dataset_id}/tables/{table.table_id}",
                    data_format=DataFormat.ARROW,
                ),
                max_stream_count=1 if ordered else STREAMS,
                retry=persistent(patience.session, partial(self.jobs.check, running)),
                timeout=patience.session,
            )
        except _NO_STORAGE as problem:
            self.notes.add(_slow_note(problem))
            return None
        schema = pa.ipc.read_schema(pa.py_buffer(session.arrow_schema.serialized_schema))
        streams = Streams(
            client, [stream.name for stream in session.streams], schema, self._stops(running), patience.stream
        )
        return schema, streams.batches()

    def _stops(self, running: Running) -> partial[None]:
        return partial(self.jobs.check, running)

    def _by_rest(self, job: bigquery.QueryJob, running: Running) -> _Rows:
        """Return the rows page by page, as JSON that is parsed here: some forty times slower."""
        self.jobs.note(f"{running.what}: reading slowly, page by page")
        found = job.result(
            page_size=PAGE_ROWS,
            retry=persistent(self.jobs.patience.call, self._stops(running)),
            timeout=REQUEST_SECONDS,
            job_retry=None,
        )
        return arrow_schema(found.schema), self._told(found.to_arrow_iterable(), found.total_rows, running)

    def _told(
        self, batches: Iterator[pa.RecordBatch], total: int | None, running: Running
    ) -> Iterator[pa.RecordBatch]:
        """Tell how many rows have come."""
        done = 0
        for batch in batches:
            done += batch.num_rows
            yield batch
            of = f" of {total:,}" if total else ""
            self.jobs.note(f"{running.what}: {done:,}{of} rows, read slowly", done, total or 0)


def _slow_note(problem: BaseException) -> str:
    reason = failures.explain(problem)
    if isinstance(problem, google.Forbidden):
        todo = "have the BigQuery Storage API enabled and get the role roles/bigquery.readSessionUser"
    else:
        todo = "have gRPC to bigquerystorage.googleapis.com let through"
    return (
        f"Rows were read slowly, because BigQuery's Storage API cannot be used ({str(reason).rstrip('.')});"
        f" to make it fast, {todo}"
    )
