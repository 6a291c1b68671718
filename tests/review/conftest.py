"""One finished project, which tests look at, and copies of it that they may change."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import segdesk.clustering  # noqa: F401 - sets OMP_WAIT_POLICY before a test module imports scikit-learn
from segdesk.project.file import Project
from segdesk.project.settings import (
    ClustersSettings,
    ConnectSettings,
    EmailsSettings,
    Settings,
    SweepSettings,
)
from segdesk.project.step import Step
from segdesk.steps import pipeline
from segdesk.tasks.task import Task


@pytest.fixture(scope="session")
def finished_shop(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop after all seven steps: 4 segments and those who never bought."""
    path = tmp_path_factory.mktemp("finished") / "shop.segdesk"
    settings = Settings(
        connect=ConnectSettings(source=str(shop)),
        sweep=SweepSettings(k_min=2, k_max=5, starts=2),
        clusters=ClustersSettings(choose=4, bootstraps=2),
        emails=EmailsSettings(count=60),
    )
    with Project.create(path) as project:
        project.settings = settings
        for step in Step:
            pipeline.run_step(step, project, settings, Task())
    return path


@pytest.fixture(scope="module")
def shop_project(finished_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """That project, open; for looking only."""
    copy = tmp_path_factory.mktemp("looked_at") / finished_shop.name
    shutil.copy(finished_shop, copy)
    with Project.open(copy) as project:
        yield project


@pytest.fixture
def own_project(finished_shop: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of that project, which a test may change."""
    copy = tmp_path / finished_shop.name
    shutil.copy(finished_shop, copy)
    with Project.open(copy) as project:
        yield project


@pytest.fixture
def new_project(tmp_path: Path) -> Iterator[Project]:
    """A project in which no step was run."""
    with Project.create(tmp_path / "new.segdesk") as project:
        yield project
