from pathlib import Path

import pytest

from segdesk.errors import UsageError
from segdesk.project import memory
from segdesk.project.file import Project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "spring.segdesk"


def limit(project: Project) -> str:
    row = project.row("SELECT current_setting('memory_limit')")
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize(
    ("given", "project", "warehouse"),
    [
        ("", "20%", "30%"),
        ("4GB", "1526MiB", "2289MiB"),
        ("1 GiB", "410MiB", "614MiB"),
        ("800mb", "305MiB", "458MiB"),
    ],
)
def test_the_memory_is_shared_between_project_and_source(
    monkeypatch: pytest.MonkeyPatch, given: str, project: str, warehouse: str
) -> None:
    monkeypatch.setenv(memory.VARIABLE, given)
    assert (memory.project_limit(), memory.warehouse_limit()) == (project, warehouse)


@pytest.mark.parametrize("given", ["lots", "4", "0GB", "-1GB"])
def test_what_is_no_amount_of_memory_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv(memory.VARIABLE, given)
    with pytest.raises(UsageError, match="not an amount of memory"):
        memory.project_limit()


def test_a_project_keeps_to_its_limit_and_writes_the_rest_beside_itself(
    monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    monkeypatch.setenv(memory.VARIABLE, "300MB")
    with Project.create(path) as project:
        assert limit(project) == "114.0 MiB"
        project.connection.execute(
            "CREATE TABLE t AS SELECT hash(r) AS h, 'a text of some length ' || r AS s"
            " FROM range(3000000) AS t(r) ORDER BY h"
        )
        beside = [found.name for found in path.parent.iterdir() if found.is_dir()]
        assert [name.startswith(".spring.segdesk.spill-") for name in beside] == [True]
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_what_an_ended_process_left_is_swept_up_and_nothing_else(path: Path) -> None:
    Project.create(path).close()
    left, other = memory.spill_folder(path), path.with_name(".autumn.segdesk.spill-1")
    for folder in (left, other):
        folder.mkdir()
        (folder / "duckdb_temp_1.tmp").write_bytes(b"x")
    Project.open(path).close()
    assert not left.exists()
    assert other.is_dir()
