"""Streams of the Storage API, read at the same time and taken up again where they break."""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

import pyarrow as pa
from google.api_core import exceptions as google
from google.cloud.bigquery_storage_v1.services.big_query_read import BigQueryReadClient

_WAITING = 2
"""Batches of each stream that wait to be taken: memory does not depend on the number of rows."""
_LOOK_SECONDS = 0.1
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0
_CALL_SECONDS = 30.0
"""After this a stream is taken up anew where it is: a connection that has silently died never says so."""
_BROKEN = (
    google.ServiceUnavailable,
    google.Unknown,
    google.InternalServerError,
    google.DeadlineExceeded,
    google.Aborted,
    google.ResourceExhausted,
    google.Cancelled,
)
"""What a connection that was cut looks like."""


class Streams:
    """The streams of one read session.

    Parameters
    ----------
    client
        The plain client, which does not resume a stream by itself.
    names
        The streams' names.
    schema
        That of the session.
    check
        Raises if somebody cancelled.
    patience
        Seconds for which a broken stream is tried again without a single new row.
    """

    def __init__(
        self,
        client: BigQueryReadClient,
        names: Sequence[str],
        schema: pa.Schema,
        check: Callable[[], None],
        patience: float,
    ) -> None:
        self._client = client
        self._names = names
        self._schema = schema
        self._check = check
        self._patience = patience
        self._ready: queue.Queue[pa.RecordBatch | BaseException | None] = queue.Queue(_WAITING * len(names))
        self._stopped = threading.Event()
        self._calls: dict[str, object] = {}

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the batches of all streams; those of one stream in their order.

        Raises
        ------
        GoogleAPICallError
            If a stream stays broken.
        """
        for name in self._names:
            threading.Thread(target=self._fill, args=(name,), name="segdesk-rows", daemon=True).start()
        try:
            going = len(self._names)
            while going:
                found = self._next()
                if isinstance(found, BaseException):
                    raise found
                if found is None:
                    going -= 1
                else:
                    yield found
        finally:
            self._stop()

    def _next(self) -> pa.RecordBatch | BaseException | None:
        while True:
            self._check()
            with suppress(queue.Empty):
                return self._ready.get(timeout=_LOOK_SECONDS)

    def _stop(self) -> None:
        """Let the threads end: those that wait for a row, and those that wait to hand one over."""
        self._stopped.set()
        for call in list(self._calls.values()):
            cancel = getattr(call, "cancel", None)
            if cancel is not None:
                cancel()

    def _fill(self, name: str) -> None:
        try:
            for batch in self._read(name):
                self._hand_over(batch)
            self._hand_over(None)
        except BaseException as problem:  # noqa: BLE001 - it is raised again where the rows are taken
            self._hand_over(problem)

    def _hand_over(self, item: pa.RecordBatch | BaseException | None) -> None:
        while not self._stopped.is_set():
            with suppress(queue.Full):
                self._ready.put(item, timeout=_LOOK_SECONDS)
                return

    def _read(self, name: str) -> Iterator[pa.RecordBatch]:
        """Yield one stream's batches; where it breaks, ask for the rows from there on."""
        offset, pause = 0, _FIRST_PAUSE
        until = time.monotonic() + self._patience
        while not self._stopped.is_set():
            try:
                call = self._client.read_rows(
                    read_stream=name, offset=offset, retry=None, timeout=_CALL_SECONDS
                )
                self._calls[name] = call
                for message in call:
                    offset += message.row_count
                    pause, until = _FIRST_PAUSE, time.monotonic() + self._patience
                    yield pa.ipc.read_record_batch(
                        pa.py_buffer(message.arrow_record_batch.serialized_record_batch), self._schema
                    )
            except _BROKEN:
                if time.monotonic() + pause > until:
                    raise
                self._stopped.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                return
