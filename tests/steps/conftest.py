"""Finished projects that the tests of the steps copy and carry on."""

import csv
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

import segdesk.clustering  # noqa: F401 - sets OMP_WAIT_POLICY before a test module imports scikit-learn
from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.settings import (
    ClustersSettings,
    ConnectSettings,
    EmailsSettings,
    FeaturesSettings,
    Mode,
    RecipeName,
    Settings,
    SweepSettings,
)
from segdesk.project.step import State, Step
from segdesk.steps import pipeline
from segdesk.tasks.task import Task

Opened = Callable[[Path], Project]
CarryOn = Callable[[Project, Settings, Step], None]


def _carry_on(project: Project, settings: Settings, last: Step) -> None:
    """Run what is not fresh, up to one step."""
    project.settings = settings
    for step in Step:
        if freshness.states(project)[step] is not State.FRESH:
            pipeline.run_step(step, project, settings, Task())
        if step is last:
            return


@pytest.fixture(scope="session")
def carry_on() -> CarryOn:
    """Run the steps that are not fresh, up to the one that is named."""
    return _carry_on


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Open a copy of a finished project, and close it when the test is over."""
    with ExitStack() as stack:

        def copy_of(path: Path) -> Project:
            copy = tmp_path / path.name
            shutil.copy(path, copy)
            return stack.enter_context(Project.open(copy))

        yield copy_of


def shop_settings(source: Path, mode: Mode, listing: int = 1) -> Settings:
    return Settings(
        connect=ConnectSettings(source=str(source)),
        features=FeaturesSettings(mode=mode),
        sweep=SweepSettings(k_min=2, k_max=6, listing=listing),
        clusters=ClustersSettings(choose=4, bootstraps=0),
        emails=EmailsSettings(count=60),
    )


def finished(path: Path, settings: Settings, last: Step) -> Path:
    with Project.create(path) as project:
        _carry_on(project, settings, last)
    return path


@pytest.fixture(scope="session")
def careful_shop(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop in careful mode after all seven steps: k from 2 to 6, 4 segments and those who never bought."""
    path = tmp_path_factory.mktemp("careful") / "careful.segdesk"
    return finished(path, shop_settings(shop, Mode.CAREFUL), Step.EXPORT)


@pytest.fixture(scope="session")
def listing_1_shop(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same shop by the document's first listing, up to its labels."""
    path = tmp_path_factory.mktemp("listing1") / "listing_1.segdesk"
    return finished(path, shop_settings(shop, Mode.NOTEBOOK), Step.LABELS)


@pytest.fixture(scope="session")
def listing_2_shop(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same shop by the document's second listing, up to its clusters."""
    path = tmp_path_factory.mktemp("listing2") / "listing_2.segdesk"
    return finished(path, shop_settings(shop, Mode.NOTEBOOK, listing=2), Step.CLUSTERS)


def _people_rows(count: int) -> list[dict[str, object]]:
    return [
        {
            "id": f"c{number:03d}",
            "age": "" if number % 17 == 0 else 20 + number * 7 % 50,
            "visits": number * number % 23,
            "channel": ("Search", "Email", "Shop")[number % 3],
        }
        for number in range(count)
    ]


@pytest.fixture(scope="session")
def write_table() -> Callable[[Path, Sequence[Mapping[str, object]]], Path]:
    """Write rows as a CSV file."""

    def write(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def people(tmp_path: Path, write_table: Callable[..., Path]) -> Path:
    """A folder with one table of 120 customers; some ages are missing."""
    return write_table(tmp_path / "people" / "people.csv", _people_rows(120)).parent


@pytest.fixture
def people_settings(people: Path) -> Settings:
    """How that table becomes 3 segments."""
    return Settings(
        connect=ConnectSettings(source=str(people)),
        features=FeaturesSettings(recipe=RecipeName.CUSTOM, key="id", features=("age", "visits", "channel")),
        sweep=SweepSettings(k_min=2, k_max=3),
        clusters=ClustersSettings(choose=3, bootstraps=0),
        emails=EmailsSettings(count=10),
    )
