from collections.abc import Iterator
from pathlib import Path

import pytest

from segdesk.errors import InputError
from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.settings import (
    ConnectSettings,
    FeaturesSettings,
    MatrixSettings,
    Settings,
    SweepSettings,
)
from segdesk.project.step import State, Step
from segdesk.steps.recording import recorded
from segdesk.tasks.task import Cancelled


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.segdesk") as made:
        yield made


def do(project: Project, *steps: Step) -> None:
    for step in steps:
        with recorded(project, step, project.settings) as run, project.transaction():
            run.finish(rows=1)


def test_a_new_project_is_empty(project: Project) -> None:
    assert set(freshness.states(project).values()) == {State.EMPTY}


def test_finished_steps_are_fresh(project: Project) -> None:
    do(project, *Step)
    assert set(freshness.states(project).values()) == {State.FRESH}


def test_a_changed_setting_makes_its_step_and_all_after_it_out_of_date(project: Project) -> None:
    do(project, *Step)
    project.settings = Settings(matrix=MatrixSettings(pca=2))
    states = freshness.states(project)
    assert [states[step] for step in (Step.CONNECT, Step.FEATURES)] == [State.FRESH, State.FRESH]
    assert {states[step] for step in list(Step)[2:]} == {State.OUT_OF_DATE}


def test_a_setting_that_is_changed_back_is_fresh_again(project: Project) -> None:
    do(project, *Step)
    project.settings = Settings(sweep=SweepSettings(seed=1))
    project.settings = Settings()
    assert set(freshness.states(project).values()) == {State.FRESH}


def test_a_step_done_again_on_other_input_makes_the_ones_after_it_out_of_date(project: Project) -> None:
    do(project, *Step)
    with recorded(project, Step.CONNECT, project.settings) as run, project.transaction():
        run.finish(rows=1, inputs="another file")
    states = freshness.states(project)
    assert states[Step.CONNECT] is State.FRESH
    assert states[Step.FEATURES] is State.OUT_OF_DATE
    assert states[Step.EXPORT] is State.OUT_OF_DATE


def test_a_step_done_again_with_the_same_result_changes_nothing(project: Project) -> None:
    do(project, *Step)
    do(project, Step.CONNECT)
    assert set(freshness.states(project).values()) == {State.FRESH}


def test_a_failed_step_says_so_and_keeps_its_last_good_result(project: Project) -> None:
    do(project, Step.CONNECT)
    good = freshness.result(project, Step.CONNECT)
    with pytest.raises(InputError), recorded(project, Step.CONNECT, project.settings):
        raise InputError("The folder is gone")
    assert freshness.states(project)[Step.CONNECT] is State.FAILED
    assert freshness.result(project, Step.CONNECT) == good
    query = "SELECT outcome, error FROM runs ORDER BY run DESC LIMIT 1"
    assert project.row(query) == ("failed", "The folder is gone.")


def test_a_cancelled_step_is_as_it_was_before(project: Project) -> None:
    do(project, Step.CONNECT)
    with pytest.raises(Cancelled), recorded(project, Step.CONNECT, project.settings):
        raise Cancelled
    assert freshness.states(project)[Step.CONNECT] is State.FRESH


def test_a_running_step_says_so(project: Project) -> None:
    with recorded(project, Step.CONNECT, project.settings) as run:
        assert freshness.states(project)[Step.CONNECT] is State.RUNNING
        with project.transaction():
            run.finish(rows=0)


def test_an_unexpected_error_leaves_its_kind_and_not_its_text(project: Project) -> None:
    with pytest.raises(ValueError, match="jane@example"), recorded(project, Step.CONNECT, Settings()):
        raise ValueError("jane@example.com")
    row = project.row("SELECT error FROM runs")
    assert row == ("Unexpected ValueError",)


def test_a_step_without_the_one_before_it_says_what_to_run(project: Project) -> None:
    with (
        pytest.raises(InputError, match="Run segdesk connect first"),
        recorded(project, Step.CLUSTERS, Settings()),
    ):
        pytest.fail("the step ran")
    assert project.row("SELECT count(*) FROM runs") == (0,)


def test_the_same_parts_give_the_same_fingerprint_and_others_another() -> None:
    assert freshness.fingerprint(ConnectSettings(), "a") == freshness.fingerprint(ConnectSettings(), "a")
    different = {
        freshness.fingerprint(ConnectSettings(), "a"),
        freshness.fingerprint(ConnectSettings(), "b"),
        freshness.fingerprint(ConnectSettings(sample_seed=1), "a"),
        freshness.fingerprint(FeaturesSettings(), "a"),
    }
    assert len(different) == 4
