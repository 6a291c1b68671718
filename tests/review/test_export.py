"""What the Export tab shows of the files."""

from pathlib import Path

from segdesk.project.file import Project
from segdesk.review import export
from segdesk.review.export import FileState
from segdesk.steps import export as step
from segdesk.tasks.task import Task


def write(project: Project, folder: Path) -> None:
    own = project.settings.export.model_copy(update={"folder": str(folder)})
    project.settings = project.settings.model_copy(update={"export": own})
    step.run(project, project.settings, Task())


def test_the_plan_names_the_files_that_are_written(own_project: Project, tmp_path: Path) -> None:
    before = export.plan(own_project)
    write(own_project, tmp_path / "files")
    after = export.plan(own_project)
    assert before.folder != after.folder == str(tmp_path / "files")
    assert after.exists
    assert sorted(after.files) == sorted(path.name for path in (tmp_path / "files").iterdir())
    assert after.ga360


def test_a_file_that_was_changed_or_removed_is_noticed(own_project: Project, tmp_path: Path) -> None:
    write(own_project, tmp_path / "files")
    assert {file.state for file in export.last_files(own_project)} == {FileState.UNCHANGED}
    (tmp_path / "files" / "sweep.csv").unlink()
    labels = tmp_path / "files" / "labels.csv"
    labels.write_text(labels.read_text(encoding="utf-8").upper(), encoding="utf-8")
    states = {file.name: file.state for file in export.last_files(own_project)}
    assert states.pop("sweep.csv") is FileState.MISSING
    assert states.pop("labels.csv") is FileState.CHANGED
    assert set(states.values()) == {FileState.UNCHANGED}


def test_before_the_first_run_there_are_no_files(new_project: Project) -> None:
    assert export.last_files(new_project) == ()


def test_the_plan_counts_the_rows_that_are_written(own_project: Project, tmp_path: Path) -> None:
    write(own_project, tmp_path / "files")
    plan = export.plan(own_project)
    written = {file.name: file.rows for file in export.last_files(own_project)}
    assert dict(zip(plan.files, plan.rows, strict=True)) == written


def test_before_the_first_run_no_rows_are_known(new_project: Project) -> None:
    assert set(export.plan(new_project).rows) == {None}
