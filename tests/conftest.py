"""Fixtures that every floor's tests share."""

from pathlib import Path

import pytest

from segdesk.project.settings import RecipeName
from segdesk.tasks.task import Task

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def thelook_2k() -> Path:
    """The folder of a small real shop; the test is skipped where there is none."""
    folder = SHARED_DATA / "thelook_2k"
    if not folder.is_dir():
        pytest.skip("the shared data set thelook_2k is not on this machine")
    return folder


@pytest.fixture(scope="session")
def ga360_sample() -> Path:
    """The folder of real Analytics sessions; the test is skipped where there is none."""
    folder = SHARED_DATA / "ga360_sample"
    if not folder.is_dir():
        pytest.skip("the shared data set ga360_sample is not on this machine")
    return folder


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample shop with 600 customers."""
    from segdesk.warehouse.sample import write_sample

    folder = tmp_path_factory.mktemp("shop") / "tables"
    write_sample(folder, RecipeName.THELOOK, 600, 7, Task())
    return folder


@pytest.fixture(scope="session")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample Analytics export with 800 visitors."""
    from segdesk.warehouse.sample import write_sample

    folder = tmp_path_factory.mktemp("sessions") / "tables"
    write_sample(folder, RecipeName.GA360, 800, 7, Task())
    return folder
