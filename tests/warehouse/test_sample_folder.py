"""A sample is written as a whole or not at all."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from segdesk.errors import InputError, SegdeskError, UsageError
from segdesk.project.settings import RecipeName
from segdesk.tasks.task import Cancelled, Progress, Task
from segdesk.warehouse.sample import folder as folder_module
from segdesk.warehouse.sample import write_sample

BOTH = pytest.mark.parametrize("recipe", [RecipeName.THELOOK, RecipeName.GA360])


class CancelAt(Task):
    """A task that is cancelled at its nth check."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.checks, self.at = 0, at

    def check(self) -> None:
        self.checks += 1
        if self.checks == self.at:
            self.cancel()
        super().check()


def left_in(path: Path) -> list[str]:
    return sorted(p.name for p in path.rglob("*"))


@BOTH
def test_a_cancelled_sample_leaves_nothing_wherever_it_is_cancelled(
    recipe: RecipeName, tmp_path: Path
) -> None:
    counting = CancelAt(0)
    write_sample(tmp_path / "whole", recipe, 200, 1, counting)
    room = tmp_path / "room"
    room.mkdir()
    for at in (1, counting.checks // 2, counting.checks):
        with pytest.raises(Cancelled):
            write_sample(room / "made" / "for it", recipe, 200, 1, CancelAt(at))
        assert left_in(room) == []


def test_a_cancelled_sample_leaves_an_empty_folder_empty(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        write_sample(tmp_path, RecipeName.THELOOK, 50, 1, CancelAt(3))
    assert tmp_path.is_dir()
    assert left_in(tmp_path) == []
    assert [p for p in tmp_path.parent.iterdir() if p.name.endswith(".partial")] == []


def test_files_appear_all_at_once_when_everything_is_written(tmp_path: Path) -> None:
    target, seen = tmp_path / "sample", []
    task = Task(on_progress=lambda _: seen.append(target.exists()))
    files = write_sample(target, RecipeName.THELOOK, 50, 1, task)
    assert len(seen) >= 2
    assert not any(seen)
    assert all(file.is_file() for file in files)
    assert sorted(file.name for file in files) == left_in(target)
    assert left_in(tmp_path) == sorted(["sample", *left_in(target)])


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    write_sample(tmp_path, RecipeName.THELOOK, 5, 1, Task())
    assert "users.parquet" in left_in(tmp_path)


def test_an_empty_folder_that_cannot_be_replaced_is_filled_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(path: Path) -> None:
        if path.name == "mounted":
            raise OSError(errno.EBUSY, "Device or resource busy")
        os.rmdir(path)  # noqa: PTH106 - Path.rmdir is what is replaced

    target = tmp_path / "mounted"
    target.mkdir()
    monkeypatch.setattr(Path, "rmdir", busy)
    files = write_sample(target, RecipeName.THELOOK, 5, 1, Task())
    assert [p.name for p in tmp_path.iterdir()] == ["mounted"]
    assert sorted(file.name for file in files) == left_in(target)


def test_a_folder_that_is_not_empty_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match=r"is not empty") as caught:
        write_sample(tmp_path, RecipeName.THELOOK, 5, 1, Task())
    assert str(tmp_path) in str(caught.value)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert left_in(tmp_path) == ["mine.txt"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(InputError, match="it is a file"):
        write_sample(file, RecipeName.THELOOK, 5, 1, Task())
    with pytest.raises(SegdeskError, match="a part of the path is a file"):
        write_sample(file / "below", RecipeName.THELOOK, 5, 1, Task())
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "you may not write there"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_what_the_system_refuses_is_said_in_words_and_leaves_nothing(
    number: int, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: folder_module.TableFile, part: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(folder_module.TableFile, "write", refuse)
    target = tmp_path / "sample"
    with pytest.raises(SegdeskError) as caught:
        write_sample(target, RecipeName.THELOOK, 5, 1, Task())
    assert caught.value.why == why
    assert str(target) in caught.value.what
    assert caught.value.todo
    assert left_in(tmp_path) == []


LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
from segdesk.errors import SegdeskError
from segdesk.project.settings import RecipeName
from segdesk.tasks.task import Task
from segdesk.warehouse.sample import write_sample
try:
    write_sample(Path(sys.argv[1]), RecipeName.THELOOK, 500, 1, Task())
except SegdeskError as error:
    print(error.why)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a process's files")
def test_a_file_that_cannot_grow_is_reported_as_a_full_disk(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path / "sample")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "the disk is full"
    assert left_in(tmp_path) == []


def test_custom_data_has_no_sample(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="thelook or ga360"):
        write_sample(tmp_path / "sample", RecipeName.CUSTOM, 5, 1, Task())
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(("customers", "seed"), [(0, 1), (-3, 1), (5, -1)])
def test_impossible_sizes_and_seeds_are_refused(customers: int, seed: int, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_sample(tmp_path / "sample", RecipeName.THELOOK, customers, seed, Task())
    assert left_in(tmp_path) == []


@BOTH
def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_data(
    recipe: RecipeName, tmp_path: Path
) -> None:
    def read(name: str, seed: int) -> dict[str, bytes]:
        files = write_sample(tmp_path / name, recipe, 400, seed, Task())
        return {file.name: file.read_bytes() for file in files}

    first, again, other = read("first", 7), read("again", 7), read("other", 8)
    assert first == again
    assert first.keys() == other.keys()
    same = [name for name in first if first[name] == other[name]]
    assert len(same) < 0.2 * len(first)  # a day without a session is the same for every seed


@BOTH
def test_progress_runs_to_the_number_of_customers(recipe: RecipeName, tmp_path: Path) -> None:
    seen: list[Progress] = []
    write_sample(tmp_path / "sample", recipe, 300, 1, Task(on_progress=seen.append))
    done = [p.done for p in seen]
    assert done[0] == 0
    assert done == sorted(done)
    assert done[-1] == 300
    assert {p.total for p in seen} == {300}
