import json
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from segdesk.errors import ProjectError
from segdesk.project import lock, schema
from segdesk.project.file import Project
from segdesk.project.settings import Settings, SweepSettings

NEXT = schema.current_version() + 1


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "spring.segdesk"


def test_a_new_project_holds_the_default_settings_and_no_results(path: Path) -> None:
    with Project.create(path) as project:
        assert project.settings == Settings()
        assert project.row("SELECT count(*) FROM results") == (0,)


def test_settings_survive_closing(path: Path) -> None:
    changed = Settings(sweep=SweepSettings(k_min=3, k_max=9, seed=7))
    with Project.create(path) as project:
        project.settings = changed
    with Project.open(path) as project:
        assert project.settings == changed


def test_a_project_is_not_made_over_an_existing_file(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(ProjectError, match="is there already"):
        Project.create(path)
    assert path.read_text() == "mine"


def test_a_project_is_not_made_in_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="there is no folder"):
        Project.create(tmp_path / "nowhere" / "a.segdesk")


def test_a_missing_file_is_refused(path: Path) -> None:
    with pytest.raises(ProjectError, match="There is no project file"):
        Project.open(path)


@pytest.mark.parametrize("content", [b"hello, I am a text", b"", b"\0" * 20_000])
def test_another_kind_of_file_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=r"not a segdesk project|cannot be opened"):
        Project.open(path)
    assert path.read_bytes() == content


def test_another_duckdb_database_is_refused(path: Path) -> None:
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE t (x INTEGER)")
    with pytest.raises(ProjectError, match="another DuckDB database"):
        Project.open(path)


def test_a_damaged_project_is_refused_with_a_sentence(path: Path) -> None:
    with Project.create(path) as project:
        project.replace("customers", pa.table({"id": range(200_000)}))
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(ProjectError) as refused:
        Project.open(path)
    assert refused.value.todo


def test_a_newer_project_is_refused_with_a_sentence(path: Path) -> None:
    with Project.create(path) as project:
        project.connection.execute("UPDATE meta SET schema_version = 99")
    with pytest.raises(ProjectError, match="a newer segdesk wrote it"):
        Project.open(path)


def _add_a_column(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ALTER TABLE labels ADD COLUMN colour VARCHAR")


def _fail(connection: duckdb.DuckDBPyConnection) -> None:
    _add_a_column(connection)
    raise ValueError("half-way")


def test_an_older_project_is_upgraded_after_a_copy_was_kept(path: Path) -> None:
    Project.create(path).close()
    before = path.read_bytes()
    with Project.open(path, (*schema.MIGRATIONS, schema.Migration(NEXT, _add_a_column))) as project:
        assert project.row("SELECT schema_version FROM meta") == (NEXT,)
        assert project.read("SELECT colour FROM labels").num_rows == 0
    assert path.with_name(f"spring (version {NEXT - 1}).segdesk").read_bytes() == before


def test_a_failed_upgrade_changes_nothing(path: Path) -> None:
    Project.create(path).close()
    with pytest.raises(ValueError, match="half-way"):
        Project.open(path, (*schema.MIGRATIONS, schema.Migration(NEXT, _fail)))
    with Project.open(path) as project:
        assert "colour" not in project.read("SELECT * FROM labels").column_names


def test_a_failed_transaction_leaves_what_was_there(path: Path) -> None:
    with Project.create(path) as project:
        project.replace("customers", pa.table({"id": [1, 2]}))
        with pytest.raises(ProjectError), project.transaction():  # noqa: PT012 - the second line fails
            project.replace("customers", pa.table({"id": [3]}))
            Project.create(path)
        assert project.read("SELECT id FROM customers ORDER BY id")["id"].to_pylist() == [1, 2]


def test_a_second_process_learns_who_holds_the_project(path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from segdesk.errors import ProjectError
        from segdesk.project.file import Project
        try:
            Project.open(Path(sys.argv[1]))
        except ProjectError as error:
            print(error)
        """
    )
    with Project.create(path):
        me = lock.holder(path)
        told = subprocess.run(
            [sys.executable, "-c", script, path], capture_output=True, text=True, check=True
        )
    assert me is not None
    assert me.user in told.stdout
    assert f"process {me.process}" in told.stdout
    assert me.host in told.stdout
    assert "work on a copy" in told.stdout


def test_closing_leaves_nothing_beside_the_file(path: Path) -> None:
    with Project.create(path) as project:
        project.replace("customers", pa.table({"id": [1]}))
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_an_unreadable_name_of_the_holder_does_no_harm(path: Path) -> None:
    lock.lock_path(path).write_text(json.dumps({"user": 1}))
    assert lock.holder(path) is None
    assert "another program" in str(lock.held_error(path))


def test_save_as_writes_a_whole_copy(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy of it's own.segdesk"
    with Project.create(path) as project:
        project.replace("parametric", pa.table({"user_id": [1, 2]}))
        project.connection.execute("CREATE VIEW v AS SELECT * FROM parametric")
        project.save_as(copy)
    with Project.open(copy) as project:
        assert project.read("SELECT * FROM v ORDER BY 1")["user_id"].to_pylist() == [1, 2]
        project.connection.execute("SELECT nextval('run_number')")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted([path.name, copy.name])


def test_save_as_into_a_missing_folder_leaves_the_project_usable(path: Path, tmp_path: Path) -> None:
    with Project.create(path) as project:
        with pytest.raises(ProjectError, match="could not be written"):
            project.save_as(tmp_path / "nowhere" / "copy.segdesk")
        project.settings = Settings(sweep=SweepSettings(seed=3))
        assert project.settings.sweep.seed == 3


def test_save_as_does_not_wait_for_what_is_being_written(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.segdesk"
    with Project.create(path) as project:
        other = project.cursor()
        other.connection.execute("BEGIN TRANSACTION")
        other.connection.execute("UPDATE settings SET document = document")
        project.save_as(copy)
        other.connection.execute("ROLLBACK")
        other.connection.close()
    with Project.open(copy) as saved:
        assert saved.settings == Settings()


def test_save_as_onto_itself_is_refused(path: Path) -> None:
    with Project.create(path) as project, pytest.raises(ProjectError, match="is the project itself"):
        project.save_as(path)


def test_a_run_that_a_crash_cut_short_is_marked_failed(path: Path) -> None:
    with Project.create(path) as project:
        project.connection.execute(
            "INSERT INTO runs (step, settings, started, outcome) VALUES ('sweep', '[]', now(), 'running')"
        )
    with Project.open(path) as project:
        row = project.row("SELECT outcome, error FROM runs")
    assert row == ("failed", "segdesk ended while the step was running")


def test_a_full_disk_is_a_sentence_and_the_project_stays_as_it_was(path: Path) -> None:
    """A limit on the file's size stands in for a full disk: both refuse a write half-way."""
    Project.create(path).close()
    script = textwrap.dedent(
        """
        import resource, sys
        from pathlib import Path
        import pyarrow as pa
        from segdesk.errors import ProjectError
        from segdesk.project.file import Project
        project = Project.open(Path(sys.argv[1]))
        size = Path(sys.argv[1]).stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 300_000, size + 300_000))
        try:
            with project.transaction():
                project.replace("customers", pa.table({"id": [str(i) * 7 for i in range(500_000)]}))
        except ProjectError as error:
            print(error)
        project.close()
        """
    )
    told = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=False)
    assert "could not be written" in told.stdout, told.stderr
    with Project.open(path) as project:
        assert not project.has("customers")
