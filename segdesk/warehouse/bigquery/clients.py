"""Google's clients for one place: BigQuery over REST, its Storage API over gRPC, and plain REST calls."""

import os
import threading
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import requests
from google.auth.transport.requests import AuthorizedSession
from google.cloud.bigquery import Client
from google.cloud.bigquery_storage_v1.services.big_query_read import BigQueryReadClient
from google.cloud.bigquery_storage_v1.services.big_query_read.transports import BigQueryReadGrpcTransport

from segdesk.warehouse.bigquery.place import Place

if TYPE_CHECKING:
    from segdesk.warehouse.credentials import Signed

STAND_IN = "BIGQUERY_EMULATOR_HOST"
"""The environment variable by which Google's own client finds something that stands in for BigQuery."""
STAND_IN_STORAGE = "SEGDESK_BIGQUERY_STORAGE"
"""``HOST:PORT`` of the stand-in's Storage API."""

_CONNECTIONS = 32
_KEEPALIVE_MS = 60_000
_NO_LIMIT = -1


@dataclass
class Clients:
    """Everything that talks to Google, with one sign-in.

    Parameters
    ----------
    place
        Whose billing project pays.
    signed
        With what to sign in.
    """

    place: Place
    signed: "Signed"
    session: AuthorizedSession = field(init=False)
    bigquery: Client = field(init=False)
    _storage: list[BigQueryReadClient] = field(default_factory=list, init=False, repr=False)
    _making: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def __post_init__(self) -> None:
        self.session = AuthorizedSession(self.signed.credentials)  # type: ignore[no-untyped-call]
        self.session.mount("https://", requests.adapters.HTTPAdapter(pool_maxsize=_CONNECTIONS))
        self.session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=_CONNECTIONS))
        self.bigquery = self._client()

    @property
    def storage(self) -> BigQueryReadClient | None:
        """The Storage API's client; None where there is none, as at a stand-in for BigQuery alone."""
        stand_in = os.environ.get(STAND_IN_STORAGE)
        if os.environ.get(STAND_IN) and not stand_in:
            return None
        with self._making:
            if not self._storage:
                self._storage.append(self._reader(stand_in))
            return self._storage[0]

    def at(self, place: Place) -> "Clients":
        """Return clients for another place over the same connections."""
        moved = copy(self)
        moved.place = place
        moved.bigquery = moved._client()
        return moved

    def url(self, service: str, path: str) -> str:
        """Return where a service answers REST calls.

        Parameters
        ----------
        service
            The first part of its host, for instance ``cloudresourcemanager``.
        path
            From the version on: ``v1/projects/my-project``.
        """
        host = os.environ.get(STAND_IN) or f"https://{service}.googleapis.com"
        return f"{host.rstrip('/')}/{path.lstrip('/')}"

    def close(self) -> None:
        """Close the connections."""
        self.bigquery.close()  # type: ignore[no-untyped-call]
        self.session.close()  # type: ignore[no-untyped-call]
        with self._making:
            while self._storage:
                self._storage.pop().transport.close()  # type: ignore[no-untyped-call]

    def _client(self) -> Client:
        return Client(
            project=self.place.billing,
            credentials=self.signed.credentials,
            location=self.place.location,
            _http=self.session,
        )

    def _reader(self, stand_in: str | None) -> BigQueryReadClient:
        # The plain client: the one around it resumes a broken stream for ever, `reading` for a while.
        if stand_in:
            import grpc  # type: ignore[import-untyped]

            return BigQueryReadClient(
                transport=BigQueryReadGrpcTransport(channel=grpc.insecure_channel(stand_in))
            )
        channel = BigQueryReadGrpcTransport.create_channel(
            BigQueryReadGrpcTransport.DEFAULT_HOST,
            credentials=self.signed.credentials,
            options=[
                ("grpc.max_receive_message_length", _NO_LIMIT),
                ("grpc.keepalive_time_ms", _KEEPALIVE_MS),
                ("grpc.keepalive_timeout_ms", _KEEPALIVE_MS),
            ],
        )
        return BigQueryReadClient(transport=BigQueryReadGrpcTransport(channel=channel))
