"""The stand-in for BigQuery, started once for all tests, and datasets in it."""

import io
import json
import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import requests
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery
from google.cloud.bigquery_storage import BigQueryReadClient
from google.cloud.bigquery_storage_v1.services.big_query_read.transports import BigQueryReadGrpcTransport

from segdesk.project.settings import RecipeName
from segdesk.tasks.task import Task
from tests.bigquery.accepted import OF_A_TEST, Accepted
from tests.zetasql.conftest import zetasql

__all__ = ["zetasql"]

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parents[1] / ".venv-bigquery"
PROJECT = "stand-in-project"
START_SECONDS = 120
STOP_SECONDS = 20


@dataclass(frozen=True)
class StandIn:
    """Where the stand-in answers, and its switches: each setting takes the place of what was set before.

    Attributes
    ----------
    rest
        As BIGQUERY_EMULATOR_HOST takes it; Google's other REST services answer here too.
    grpc
        ``HOST:PORT`` of the Storage API, as SEGDESK_BIGQUERY_STORAGE takes it.
    """

    rest: str
    grpc: str
    project: str

    def faults(self, *faults: Mapping[str, Any]) -> None:
        """Let requests or jobs fail: see `Fault` in emulator/controls.py."""
        self._post("faults", faults)

    def delay(self, pending: float = 0.0, running: float = 0.0, match: str = "") -> None:
        """Let the jobs whose configuration matches stay pending and running for so many seconds."""
        self._post("delay", [{"pending": pending, "running": running, "match": match}])

    def state(self, **access: Any) -> None:
        """Say what the user may do and what the project has: see `Access` in emulator/controls.py."""
        self._post("state", access)

    def writer(self, *rules: Mapping[str, Any]) -> None:
        """Say what becomes of prompts: see `WriterRule` in emulator/controls.py."""
        self._post("writer", rules)

    def log(self) -> list[dict[str, Any]]:
        """Return what was asked since the last reset, the oldest first."""
        answer = requests.get(f"{self.rest}/_test/log", timeout=60)
        answer.raise_for_status()
        return list(answer.json())

    def reset(self) -> None:
        """Set all switches back, forget the log and the connections; data stay."""
        self._post("reset", {})

    def client(self, location: str | None = None) -> bigquery.Client:
        """Return Google's own client for it."""
        return bigquery.Client(
            project=self.project,
            credentials=AnonymousCredentials(),
            client_options={"api_endpoint": self.rest},
            location=location,
        )

    def reader(self) -> BigQueryReadClient:
        """Return Google's own client of the Storage API for it."""
        channel = grpc.insecure_channel(self.grpc)
        return BigQueryReadClient(transport=BigQueryReadGrpcTransport(channel=channel))

    def _post(self, switch: str, told: Any) -> None:
        requests.post(f"{self.rest}/_test/{switch}", json=told, timeout=60).raise_for_status()


@dataclass
class Dataset:
    """A dataset of a test's own."""

    stand_in: StandIn
    client: bigquery.Client
    id: str
    samples: Path

    @property
    def path(self) -> str:
        """Its name with the project."""
        return f"{self.stand_in.project}.{self.id}"

    def load(self, name: str, rows: pa.Table | Path) -> None:
        """Make a table of rows, or of a Parquet file."""
        file: Any = io.BytesIO()
        if isinstance(rows, pa.Table):
            pq.write_table(rows, file)
        else:
            file.write(rows.read_bytes())
        file.seek(0)
        lists = bigquery.ParquetOptions()
        lists.enable_list_inference = True
        how = bigquery.LoadJobConfig(
            source_format=bigquery.SourceFormat.PARQUET,
            write_disposition=bigquery.WriteDisposition.WRITE_TRUNCATE,
            parquet_options=lists,
        )
        self.client.load_table_from_file(file, f"{self.path}.{name}", job_config=how).result()

    def load_thelook(self, customers: int = 300, seed: int = 7) -> None:
        """Load the tables of segdesk's own sample shop."""
        for file in sorted(self._sample(RecipeName.THELOOK, customers, seed).glob("*.parquet")):
            self.load(file.stem, file)

    def load_ga360(self, visitors: int = 300, seed: int = 7, days: Sequence[str] = ("2016080*",)) -> None:
        """Load days of segdesk's own sample of Analytics sessions, by patterns of their dates."""
        folder = self._sample(RecipeName.GA360, visitors, seed)
        for day in days:
            for file in sorted(folder.glob(f"ga_sessions_{day}.parquet")):
                self.load(file.stem, file)

    def rows(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """Return what a query gives; tables without a dataset are this one's."""
        return [dict(row) for row in self.job(sql, **parameters).result()]

    def job(self, sql: str, **parameters: Any) -> bigquery.QueryJob:
        """Start a query; tables without a dataset are this one's."""
        how = bigquery.QueryJobConfig(
            default_dataset=self.path,
            query_parameters=[
                bigquery.ScalarQueryParameter(name, _TYPES[type(value)], value)
                for name, value in parameters.items()
            ],
        )
        return self.client.query(sql, job_config=how, job_id_prefix=OF_A_TEST)

    def _sample(self, recipe: RecipeName, size: int, seed: int) -> Path:
        from segdesk.warehouse.sample import write_sample

        folder = self.samples / f"{recipe}-{size}-{seed}"
        if not folder.exists():
            write_sample(folder, recipe, size, seed, Task())
        return folder


_TYPES = {bool: "BOOL", int: "INT64", float: "FLOAT64", str: "STRING"}


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    """The stand-in for BigQuery, in a process of its own that ends with the tests however they end."""
    python = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        missing = "the stand-in for BigQuery is not installed: packaging/emulator.sh python3 .venv-bigquery"
        # `make test` installs it and says so: there, a test that is skipped would hide that it could not.
        (pytest.fail if os.environ.get("SEGDESK_STAND_IN") == "needed" else pytest.skip)(missing)
    said = tmp_path_factory.mktemp("stand-in") / "said.txt"
    command = [python, "-m", "emulator", "--project", PROJECT, "--while-input-is-open"]
    environment = {**os.environ, "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}
    with said.open("wb") as errors:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        )
    try:
        yield StandIn(**_places(process, said))
    finally:
        _end(process)


@pytest.fixture(autouse=True)
def _switches_back(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave the stand-in to the next test as it was."""
    yield
    if "stand_in" in request.fixturenames:
        request.getfixturevalue("stand_in").reset()


@pytest.fixture(scope="session")
def accepted(zetasql: object) -> Accepted:
    """Google's analyser, for what is sent to the stand-in."""
    assert zetasql, "it compiles the analyser and keeps it"
    return Accepted()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where samples are kept that several tests load."""
    return tmp_path_factory.mktemp("samples")


@pytest.fixture
def dataset(stand_in: StandIn, sample_folder: Path) -> Iterator[Dataset]:
    """A fresh dataset in the EU; it is deleted after the test."""
    client = stand_in.client(location="EU")
    made = Dataset(stand_in, client, f"test_{uuid.uuid4().hex[:12]}", sample_folder)
    wanted = bigquery.Dataset(made.path)
    wanted.location = "EU"
    client.create_dataset(wanted)
    yield made
    stand_in.reset()
    client.delete_dataset(made.path, delete_contents=True, not_found_ok=True)
    client.close()


def _places(process: subprocess.Popen[bytes], said: Path) -> dict[str, str]:
    """Return where the stand-in answers, once it does."""
    patience = threading.Timer(START_SECONDS, process.kill)
    patience.start()
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
    finally:
        patience.cancel()
    if not line:
        process.wait()
        pytest.fail(f"the stand-in for BigQuery did not start:\n{said.read_text(errors='replace')[-4000:]}")
    return dict(json.loads(line))


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
