"""A small shop and small Analytics sessions, as files."""

from pathlib import Path

import pytest

from segdesk.project.settings import RecipeName
from segdesk.tasks.task import Task


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
