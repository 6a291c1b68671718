import errno
import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from segdesk.activation.files import Staging, WrittenFile, explained, sha256
from segdesk.errors import ActivationError
from segdesk.tasks.task import Cancelled


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def everything(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*")}


def fail_replace(monkeypatch, name, code=errno.EACCES, when=lambda source: source.parent.name == "fresh"):
    real = Path.replace

    def replace(self, target):
        if Path(target).name == name and when(self):
            raise OSError(code, os.strerror(code), str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


def publish(folder: Path, files: dict[str, str], error: BaseException | None = None) -> None:
    """Write files as a step does, and go wrong before the commit where an error is given."""
    with Staging(folder) as staging:
        for name, text in files.items():
            staging.stage(name).write_text(text)
        if error:
            raise error
        staging.commit()


def test_nothing_is_visible_under_its_name_before_the_commit(tmp_path):
    with Staging(tmp_path) as staging:
        path = staging.stage("a.csv")
        path.write_text("new")
        assert path.name == "a.csv"
        assert not (tmp_path / "a.csv").exists()
        assert path.stat().st_dev == tmp_path.stat().st_dev
        assert staging.commit() == (tmp_path / "a.csv",)
        assert (tmp_path / "a.csv").read_text() == "new"
    assert tree(tmp_path) == {"a.csv": b"new"}
    assert everything(tmp_path) == {"a.csv"}


def test_commit_replaces_the_files_of_before_and_leaves_others_alone(tmp_path):
    (tmp_path / "a.csv").write_text("old")
    (tmp_path / "mine.txt").write_text("mine")
    with Staging(tmp_path) as staging:
        staging.stage("a.csv").write_text("new")
        staging.stage("b.csv").write_text("b")
        staging.commit()
    assert tree(tmp_path) == {"a.csv": b"new", "b.csv": b"b", "mine.txt": b"mine"}


def test_a_missing_folder_is_made_with_its_parents(tmp_path):
    with Staging(tmp_path / "x" / "y") as staging:
        staging.stage("a").write_text("1")
        staging.commit()
    assert everything(tmp_path) == {"x", "x/y", "x/y/a"}


def test_an_error_after_the_commit_takes_nothing_back(tmp_path):
    def commit_too_early():
        with Staging(tmp_path / "x") as staging:
            staging.stage("a").write_text("1")
            staging.commit()
            staging.stage("b").write_text("half")
            raise ValueError("late")

    with pytest.raises(ValueError, match="late"):
        commit_too_early()
    assert everything(tmp_path) == {"x", "x/a"}


def test_a_file_is_readable_as_the_umask_says(tmp_path):
    old = os.umask(0o022)
    try:
        with Staging(tmp_path) as staging:
            staging.stage("a").write_text("1")
            staging.commit()
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o644


@pytest.mark.parametrize("error", [ValueError("bad"), Cancelled(), KeyboardInterrupt()])
def test_an_error_or_cancel_removes_every_temporary_and_every_folder_made(tmp_path, error):
    (tmp_path / "kept.csv").write_text("old")
    for folder in (tmp_path, tmp_path / "x" / "y"):
        with pytest.raises(type(error)):
            publish(folder, {"kept.csv": "half", "other.csv": "half"}, error)
    assert tree(tmp_path) == {"kept.csv": b"old"}
    assert everything(tmp_path) == {"kept.csv"}


def test_leaving_without_a_commit_leaves_nothing(tmp_path):
    with Staging(tmp_path / "x") as staging:
        staging.stage("a").write_text("1")
    assert everything(tmp_path) == set()


def test_a_folder_that_was_made_stays_if_somebody_else_uses_it(tmp_path):
    with Staging(tmp_path / "x"):
        (tmp_path / "x" / "theirs").write_text("theirs")
    assert tree(tmp_path) == {"x/theirs": b"theirs"}


@pytest.mark.parametrize("failing", ["a", "b", "c"])
def test_a_rename_that_fails_half_way_puts_the_previous_files_back(tmp_path, monkeypatch, failing):
    (tmp_path / "a").write_text("old a")
    (tmp_path / "c").write_text("old c")
    before = (tmp_path / "a").stat().st_ino
    fail_replace(monkeypatch, failing)
    with pytest.raises(ActivationError) as caught:
        publish(tmp_path, {"a": "new", "b": "new", "c": "new"})
    assert tree(tmp_path) == {"a": b"old a", "c": b"old c"}
    assert everything(tmp_path) == {"a", "c"}
    assert (tmp_path / "a").stat().st_ino == before
    assert caught.value.what == f"{tmp_path / failing} could not be written"


def test_an_interrupt_between_two_renames_puts_the_previous_files_back(tmp_path, monkeypatch):
    (tmp_path / "a").write_text("old a")
    real = Path.replace

    def replace(self, target):
        real(self, target)
        if self.parent.name == "fresh" and Path(target).name == "a":
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, {"a": "new", "b": "new"})
    assert tree(tmp_path) == {"a": b"old a"}


def test_the_previous_files_come_back_on_a_disk_without_hard_links(tmp_path, monkeypatch):
    (tmp_path / "a").write_text("old a")

    def no_links(*args, **kwargs):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    fail_replace(monkeypatch, "b")
    with pytest.raises(ActivationError):
        publish(tmp_path, {"a": "new", "b": "new"})
    assert tree(tmp_path) == {"a": b"old a"}


def test_files_that_cannot_be_put_back_are_kept_and_named(tmp_path, monkeypatch):
    (tmp_path / "a").write_text("old a")
    fail_replace(monkeypatch, "b")
    fail_replace(monkeypatch, "a", when=lambda source: source.parent.name == "previous")
    with pytest.raises(ActivationError) as caught:
        publish(tmp_path, {"a": "new", "b": "new"})
    place = Path(caught.value.todo.removeprefix("The files of before are in "))
    assert (place / "previous" / "a").read_text() == "old a"


def test_a_file_that_nobody_wrote_is_an_error_and_leaves_the_folder_as_it_was(tmp_path):
    (tmp_path / "a").write_text("old")
    with Staging(tmp_path) as staging:
        staging.stage("a").write_text("new")
        staging.stage("b")
        with pytest.raises(ActivationError, match="b could not be written"):
            staging.commit()
    assert tree(tmp_path) == {"a": b"old"}


def test_commit_flushes_each_file_before_the_first_rename(tmp_path, monkeypatch):
    events = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(handle):
        events.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "flush")
        real_fsync(handle)

    def replace(self, target):
        events.append("rename")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    with Staging(tmp_path) as staging:
        staging.stage("a").write_text("1")
        staging.stage("b").write_text("2")
        staging.commit()
    assert events == ["flush", "flush", "rename", "rename", "folder"]


def test_a_file_where_a_folder_is_wanted_is_explained(tmp_path):
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ActivationError) as caught, Staging(folder):
            pass
        assert "file" in caught.value.why
        assert caught.value.todo == "Choose another folder"
    assert everything(tmp_path) == {"file"}


def test_a_folder_of_the_files_name_is_explained_before_any_work(tmp_path):
    (tmp_path / "a.csv").mkdir()
    expected = r"a\.csv could not be written: there is a folder of that name"
    with pytest.raises(ActivationError, match=expected), Staging(tmp_path) as staging:
        staging.stage("a.csv")
    assert everything(tmp_path) == {"a.csv"}


def test_a_folder_that_appears_under_the_files_name_meanwhile_is_explained(tmp_path):
    with Staging(tmp_path) as staging:
        staging.stage("a").write_text("1")
        (tmp_path / "a").mkdir()
        with pytest.raises(ActivationError, match="could not be written"):
            staging.commit()
    assert everything(tmp_path) == {"a"}


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs /proc")
def test_a_place_that_refuses_even_root_is_explained():
    with (
        pytest.raises(ActivationError, match="could not be written") as caught,
        Staging(Path("/proc/segdesk")),
    ):
        pass
    assert caught.value.why
    assert caught.value.todo


def test_folders_made_on_the_way_go_when_a_later_one_is_refused(tmp_path, monkeypatch):
    real = Path.mkdir

    def mkdir(self, *args, **kwargs):
        if self.name == "z":
            raise OSError(errno.EROFS, "read-only")
        real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "mkdir", mkdir)
    with pytest.raises(ActivationError, match="can only be read"), Staging(tmp_path / "x" / "y" / "z"):
        pass
    assert everything(tmp_path) == set()


def test_a_file_too_large_for_the_disk_leaves_nothing_and_says_so(tmp_path):
    (tmp_path / "a").write_text("old")
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))  # Python ignores SIGXFSZ: the write fails
    try:
        with pytest.raises(ActivationError) as caught:
            publish(tmp_path, {"b": "new", "a": "x" * 1_000_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "larger than that disk" in caught.value.why
    assert tree(tmp_path) == {"a": b"old"}
    assert everything(tmp_path) == {"a"}


def test_an_error_about_another_file_is_not_taken_for_ours(tmp_path):
    with pytest.raises(FileNotFoundError), Staging(tmp_path):
        (tmp_path / "crm.csv").read_text()
    with pytest.raises(ConnectionResetError), Staging(tmp_path):
        raise ConnectionResetError(errno.ECONNRESET, "the network is gone")


def test_an_error_about_a_staged_file_names_it_as_it_will_be_called(tmp_path):
    with pytest.raises(ActivationError) as caught, Staging(tmp_path) as staging:
        (staging.stage("a") / "b").write_text("1")
    assert caught.value.what.endswith("could not be written")
    assert ".segdesk-" not in caught.value.what or caught.value.what.startswith(str(tmp_path))
    with (
        pytest.raises(ActivationError) as caught,
        Staging(tmp_path) as staging,
        explained(staging.stage("a")),
    ):
        raise OSError(errno.ENOSPC, "full")
    assert caught.value.what == f"{tmp_path / 'a'} could not be written"
    assert caught.value.why == "the disk is full"
    assert caught.value.todo


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/a", "a\\b", "a/"])
def test_only_plain_names_are_staged(tmp_path, name):
    with pytest.raises(ActivationError, match="cannot be a file name"), Staging(tmp_path) as staging:
        staging.stage(name)


def test_a_name_is_staged_once_letter_case_aside(tmp_path):
    with Staging(tmp_path) as staging:
        staging.stage("a.csv")
        with pytest.raises(ActivationError, match="twice"):
            staging.stage("A.csv")


def test_a_written_file_is_measured(tmp_path):
    data = bytes(range(256)) * 5000
    (tmp_path / "a").write_bytes(data)
    written = WrittenFile.of(tmp_path / "a", "report", 7)
    assert written == WrittenFile(tmp_path / "a", "report", 7, len(data), hashlib.sha256(data).hexdigest())
    with pytest.raises(ActivationError, match="could not be read"):
        sha256(tmp_path / "none")
    with pytest.raises(ActivationError, match="could not be read"):
        WrittenFile.of(tmp_path / "none", "report", 0)


def test_what_a_killed_process_left_is_swept_up_and_what_a_living_one_writes_is_not(tmp_path):
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from segdesk.activation.files import Staging\n"
        "with Staging(Path(sys.argv[1])) as staging:\n"
        "    staging.stage('a.csv').write_text('half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert len(list(tmp_path.iterdir())) == 1
    with Staging(tmp_path) as living:
        living.stage("b.csv").write_text("whole")
        with Staging(tmp_path) as other:
            other.stage("c.csv").write_text("whole")
            other.commit()
        living.commit()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.csv", "c.csv"]
