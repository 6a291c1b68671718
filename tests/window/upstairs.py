"""A shop in the stand-in for BigQuery, workers that ask it, and a finished project."""

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from google.cloud import bigquery

from segdesk.project.file import Project
from segdesk.project.settings import (
    BigQuerySettings,
    ClustersSettings,
    ConnectSettings,
    EmailsSettings,
    LabelsSettings,
    Settings,
    SweepSettings,
)
from segdesk.steps import pipeline
from segdesk.tasks.task import Task
from tests.bigquery.conftest import Dataset, StandIn, stand_in
from tests.window.conftest import LastingSpares

__all__ = ["Upstairs", "cloud_finished", "spares", "stand_in", "upstairs"]


@dataclass(frozen=True)
class Upstairs:
    """A dataset of customers, and the name of one to work in."""

    stand_in: StandIn
    dataset: str
    work: str

    @property
    def source(self) -> str:
        """As the settings have it."""
        return f"bigquery:{self.stand_in.project}.{self.dataset}"

    def settings(self, engine: str = "local", writer: bool = False) -> Settings:
        """Return settings that take seconds to run."""
        return Settings.model_validate(
            {
                "connect": ConnectSettings(source=self.source).model_dump(),
                "bigquery": BigQuerySettings(dataset=self.work).model_dump(),
                "sweep": SweepSettings(k_min=2, k_max=3, engine=engine).model_dump(),  # type: ignore[arg-type]
                "clusters": ClustersSettings(bootstraps=2).model_dump(),
                "labels": LabelsSettings(writer="bigquery" if writer else "rules").model_dump(),
                "emails": EmailsSettings(count=12, writer="bigquery" if writer else "templates").model_dump(),
            }
        )


@pytest.fixture(scope="module")
def spares(stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LastingSpares]:
    """Workers that ask the stand-in: what a process is told by its environment, it is told at its start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BIGQUERY_EMULATOR_HOST", stand_in.rest)
        patch.setenv("SEGDESK_BIGQUERY_STORAGE", stand_in.grpc)
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        workers = LastingSpares()
        yield workers
        workers.end()


@pytest.fixture(scope="module")
def upstairs(stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upstairs]:
    """The sample shop with 300 customers in BigQuery."""
    client = stand_in.client(location="EU")
    word = uuid.uuid4().hex[:10]
    made = Dataset(stand_in, client, f"shop_{word}", tmp_path_factory.mktemp("samples"))
    wanted = bigquery.Dataset(made.path)
    wanted.location = "EU"
    client.create_dataset(wanted)
    made.load_thelook()
    yield Upstairs(stand_in, made.id, f"work_{word}")
    stand_in.reset()
    for name in (made.id, f"work_{word}"):
        client.delete_dataset(f"{stand_in.project}.{name}", delete_contents=True, not_found_ok=True)
    client.close()


@pytest.fixture(scope="module")
def cloud_finished(
    upstairs: Upstairs, spares: LastingSpares, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A project in which BigQuery ML clustered and a language model wrote; copy it before you change it."""
    assert spares is not None
    assert os.environ["BIGQUERY_EMULATOR_HOST"]
    path = tmp_path_factory.mktemp("cloud") / "cloud.segdesk"
    settings = upstairs.settings("bigquery-ml", writer=True)
    with Project.create(path) as project:
        project.settings = settings
        pipeline.run(project, settings, Task(), lambda _step: None)
    return path
