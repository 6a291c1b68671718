"""Fixtures that every floor's tests share."""

from collections.abc import Callable
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


_CROWD = """
SELECT
    i * 10 AS id,
    ['Ana', 'bruno', 'Chloé', 'Émile', 'zoe', NULL][i % 6 + 1] AS first_name,
    ['Brasil', 'France', 'Japan', 'Niger', 'Nigeria'][i % 5 + 1] AS country,
    CAST(i % 13 AS BIGINT) AS orders,
    CASE WHEN i % 13 = 0 THEN NULL ELSE round((i * 7919 % 10007) / 7, 2) END AS revenue,
    DATE '2024-01-01' + CAST(i % 366 AS INTEGER) AS since,
    ['tag ' || i % 3, 'a, b'] AS tags
FROM range(?) AS made(i)
"""

_CROWD_SEGMENTS = """
SELECT
    id,
    CASE WHEN orders = 0 THEN 'seg_0' ELSE 'seg_' || [1, 2, 10][orders % 3 + 1] END AS segment,
    CASE WHEN orders > 0 THEN orders / 4.0 END AS distance,
    CASE WHEN orders > 0 THEN orders / 9.0 END AS normalised_distance,
    CASE WHEN orders > 0 THEN orders > 11 END AS outlier
FROM people ORDER BY id
"""


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Make a project of so many made-up customers in four labelled segments, as its steps would leave it."""
    from segdesk.project import customers
    from segdesk.project.file import Project

    def make(count: int) -> Path:
        path = tmp_path_factory.mktemp("crowd") / "crowd.segdesk"
        with Project.create(path) as project, project.transaction() as connection:
            rows = connection.sql(_CROWD, params=[count]).to_arrow_table().to_reader()
            customers.store(project, "people", rows, key_column="id", key="id", never_bought="orders")
            connection.execute(f"CREATE TABLE segments AS {_CROWD_SEGMENTS}")
            connection.execute(
                "INSERT INTO features VALUES"
                " (0, 'orders', 'Orders', 'orders', 'number', 'orders', TRUE, 'mean', 'none', 'z-score'),"
                " (1, 'revenue', 'Money spent', 'USD', 'number', 'revenue', TRUE, 'mean', 'none', 'z-score')"
            )
            for name, label in (("seg_1", "Loyal"), ("seg_2", "New"), ("seg_10", "Big spenders")):
                connection.execute(
                    "INSERT INTO labels VALUES (?, ?, '', 'warm', 'rules', FALSE, NULL)", [name, label]
                )
            for run, step in enumerate(("features", "clusters", "labels")):
                connection.execute("INSERT INTO results VALUES (?, 'x', '', ?, [])", [step, run])
            customers.name_segment_views(project)
        return path

    return make
