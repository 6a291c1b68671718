"""A small shop in the stand-in for BigQuery, and the warehouse that opens it."""

import io
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import requests
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery

from segdesk.project.settings import BigQuerySettings
from segdesk.tasks.task import Progress, Task
from segdesk.warehouse.bigquery.calls import Patience
from segdesk.warehouse.bigquery.warehouse import BigQueryWarehouse
from tests.bigquery.accepted import OF_A_TEST

QUICK = Patience(call=3, submit=3, job=4, poll=3, cancel=10, stream=2, session=2)
"""Patience for tests in which something stays broken."""


@dataclass
class Heard:
    """What a task told, and what it was asked."""

    texts: list[str] = field(default_factory=list)
    questions: list[object] = field(default_factory=list)
    answer: bool = False

    def task(self) -> Task:
        """Return a task that is listened to."""
        return Task(on_progress=self._progress, on_question=self._question)

    def _progress(self, progress: Progress) -> None:
        self.texts.append(progress.text)

    def _question(self, question: object) -> bool:
        self.questions.append(question)
        return self.answer


class Shop:
    """A dataset of the source, and the name of one to work in.

    Parameters
    ----------
    stand_in
        Has ``rest``, ``grpc`` and ``project``.
    """

    def __init__(self, stand_in: Any, location: str = "EU") -> None:
        self.rest, self.project = stand_in.rest, stand_in.project
        word = uuid.uuid4().hex[:10]
        self.dataset, self.work = f"shop_{word}", f"work_{word}"
        self.client = bigquery.Client(project=self.project, credentials=AnonymousCredentials())
        self.make_dataset(self.dataset, location)
        self._opened: list[BigQueryWarehouse] = []

    @property
    def source(self) -> str:
        return f"bigquery:{self.project}.{self.dataset}"

    def make_dataset(self, name: str, location: str = "EU") -> None:
        dataset = bigquery.Dataset(f"{self.project}.{name}")
        dataset.location = location
        self.client.create_dataset(dataset)

    def put(self, tables: Mapping[str, pa.Table], dataset: str | None = None) -> None:
        """Load tables as somebody else than segdesk would, so without its label."""
        for name, table in tables.items():
            file = io.BytesIO()
            pq.write_table(table, file)
            config = bigquery.LoadJobConfig(source_format="PARQUET", write_disposition="WRITE_TRUNCATE")
            lists = bigquery.ParquetOptions()
            lists.enable_list_inference = True
            config.parquet_options = lists
            path = f"{self.project}.{dataset or self.dataset}.{name}"
            self.client.load_table_from_file(file, path, rewind=True, job_config=config).result()

    def sql(self, sql: str) -> list[dict[str, Any]]:
        """Run a statement as somebody else would."""
        return [dict(row) for row in self.client.query(sql, job_id_prefix=OF_A_TEST).result()]

    def open(
        self, task: Task | None = None, patience: Patience | None = None, **settings: Any
    ) -> BigQueryWarehouse:
        """Open the warehouse; it is closed at the end."""
        known = BigQuerySettings(**{"dataset": self.work, **settings})
        opened = BigQueryWarehouse.open(self.source, known, task or Task(), spent=0.0, patience=patience)
        self._opened.append(opened)
        return opened

    def close(self) -> None:
        for warehouse in self._opened:
            warehouse.close()
        self.client.close()

    def tell(self, switch: str, value: object) -> None:
        """Tell the stand-in how to behave."""
        requests.post(f"{self.rest}/_test/{switch}", json=value, timeout=10).raise_for_status()

    def fault(self, path: str, **fault: Any) -> None:
        """Let requests fail."""
        self.tell("faults", [{"path": path, **fault}])

    def slow(self, match: str = "", **seconds: float) -> None:
        """Let jobs take their time."""
        self.tell("delay", [{"match": match, **seconds}])

    def log(self, pattern: str = "") -> list[dict[str, Any]]:
        """Return the requests in whose method and path a text is."""
        entries = requests.get(f"{self.rest}/_test/log", timeout=10).json()
        return [each for each in entries if pattern in f"{each['method']} {each['path']}"]

    def sent(self) -> list[dict[str, Any]]:
        """Return the jobs' resources as they were sent, dry runs among them."""
        return [each["body"] for each in self.log("POST") if each["path"].endswith("/jobs")]


def rows(warehouse: BigQueryWarehouse, sql: str, **params: Any) -> list[dict[str, Any]]:
    """Return a query's rows."""
    return warehouse.query(sql, params).read_all().to_pylist()


def shop_in(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Yield an empty shop, for a fixture; the stand-in is as it was afterwards."""
    monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", stand_in.rest)
    monkeypatch.setenv("SEGDESK_BIGQUERY_STORAGE", stand_in.grpc)
    shop = Shop(stand_in)
    shop.tell("reset", {})
    yield shop
    shop.tell("reset", {})
    shop.close()
