"""What the Sweep tab shows of a project: its points, the plan, the choice and the stability."""

import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from segdesk.project.file import Project
from segdesk.project.settings import Choose, ClustersSettings, ConnectSettings, Settings, SweepSettings
from segdesk.project.step import Step
from segdesk.project.sweep_point import SweepPoint
from segdesk.review.sweep import ChosenK, Own, SweepShown, rescored, sweep
from segdesk.steps import pipeline
from segdesk.steps import sweep as step
from segdesk.tasks.task import Cancelled, Task


@pytest.fixture(scope="module")
def finished(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project up to its clusters: k from 2 to 5, 3 chosen by hand."""
    path = tmp_path_factory.mktemp("sweep") / "sweep.segdesk"
    settings = Settings(
        connect=ConnectSettings(source=str(shop)),
        sweep=SweepSettings(k_min=2, k_max=5, silhouette_rows=100),
        clusters=ClustersSettings(choose=3, bootstraps=3),
    )
    with Project.create(path) as project:
        project.settings = settings
        for each in (Step.CONNECT, Step.FEATURES, Step.SWEEP, Step.CLUSTERS):
            pipeline.run_step(each, project, settings, Task())
    return path


@pytest.fixture
def project(finished: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of that project."""
    shutil.copy(finished, tmp_path / finished.name)
    with Project.open(tmp_path / finished.name) as project:
        yield project


def changed(project: Project, **sweep_settings: object) -> None:
    settings = project.settings
    project.settings = settings.model_copy(update={"sweep": settings.sweep.model_copy(update=sweep_settings)})


def cancelled_after(project: Project, k: int) -> None:
    task = Task(on_partial=lambda point: task.cancel() if point.k == k else None)
    with pytest.raises(Cancelled):
        step.run(project, project.settings, task)


def ks(points: tuple[SweepPoint, ...]) -> list[int]:
    return [point.k for point in points]


def test_a_finished_sweep_is_shown_with_its_plan_choice_and_stability(project: Project) -> None:
    shown = sweep(project)
    assert shown.finished
    assert ks(shown.points) == [2, 3, 4, 5]
    assert all(point.combined is not None and point.silhouette_rows == 100 for point in shown.points)
    assert shown.problem is None
    assert shown.plan is not None
    assert (shown.plan.ks, ks(shown.plan.kept)) == ((2, 3, 4, 5), [2, 3, 4, 5])
    assert (shown.plan.engine, shown.plan.starts, shown.plan.silhouette_rows) == ("local", 20, 100)
    assert shown.choice is not None
    assert shown.choice == ChosenK(k=3, by=None, tried=4)
    assert shown.customers > 100
    assert shown.clustered_k == 3
    assert [s.segment for s in shown.stability] == ["seg_1", "seg_2", "seg_3", "seg_0"]
    measured = shown.stability[0]
    assert measured.jaccard is not None
    assert 0 <= measured.jaccard <= 1
    assert measured.band
    assert shown.stability[-1].jaccard is None


def test_a_wider_range_says_what_is_done_already(project: Project) -> None:
    changed(project, k_max=8)
    shown = sweep(project)
    assert ks(shown.points) == [2, 3, 4, 5]
    assert shown.plan is not None
    assert shown.plan.ks == (2, 3, 4, 5, 6, 7, 8)
    assert ks(shown.plan.kept) == [2, 3, 4, 5]


def test_other_settings_keep_nothing_and_still_show_the_last_sweep(project: Project) -> None:
    changed(project, seed=7)
    shown = sweep(project)
    assert ks(shown.points) == [2, 3, 4, 5]
    assert shown.finished
    assert shown.plan is not None
    assert shown.plan.kept == ()


def test_what_a_cancelled_sweep_finished_is_shown_in_place_of_the_last_one(project: Project) -> None:
    changed(project, k_max=8)
    cancelled_after(project, 7)
    shown = sweep(project)
    assert not shown.finished
    assert ks(shown.points) == [2, 3, 4, 5, 6, 7]
    assert [point.k for point in shown.points if point.combined is not None] == [2, 3, 4, 5]
    assert all(point.inertia is not None for point in shown.points)
    assert shown.plan is not None
    assert ks(shown.plan.kept) == [2, 3, 4, 5]
    changed(project, k_max=5)
    assert sweep(project).finished


def test_what_the_recipe_would_do_by_itself_is_known_whatever_the_settings_say(project: Project) -> None:
    changed(project, k_min=3, k_max=4, starts=2, silhouette_rows=50)
    shown = sweep(project)
    assert shown.own == Own(2, min(22, shown.customers // 10), 20, 0, 0)


def test_beside_a_number_given_by_hand_stands_what_the_scores_would_choose(project: Project) -> None:
    best = max(sweep(project).points, key=lambda point: point.combined or 0)
    shown = sweep(project)
    assert shown.by_scores is not None
    assert shown.by_scores.k == best.k
    project.settings = project.settings.model_copy(update={"clusters": ClustersSettings()})
    again = sweep(project)
    assert again.by_scores is None
    assert again.choice == shown.by_scores
    assert again.choice is not None
    assert (again.choice.by, again.choice.tried) == (Choose.COMBINED, 4)


def test_a_first_sweep_that_was_cancelled_is_shown_as_far_as_it_came(project: Project) -> None:
    for table in ("sweep_k", "sweep_range"):
        project.connection.execute(f"DELETE FROM {table}")
    cancelled_after(project, 4)
    shown = sweep(project)
    assert not shown.finished
    assert ks(shown.points) == [2, 3, 4]


def test_a_number_that_was_not_tried_cannot_be_chosen_and_the_reason_is_shown(project: Project) -> None:
    project.settings = project.settings.model_copy(update={"clusters": ClustersSettings(choose=9)})
    shown = sweep(project)
    assert shown.choice is None
    assert shown.problem is not None
    assert "9 segments cannot be chosen" in shown.problem
    assert shown.plan is not None


def test_a_range_beyond_the_customers_is_a_problem_before_it_is_run(project: Project) -> None:
    changed(project, k_max=100)
    project.connection.execute(
        "DELETE FROM parametric WHERE user_id NOT IN"
        " (SELECT user_id FROM parametric WHERE total_orders > 0 ORDER BY user_id LIMIT 50)"
    )
    shown = sweep(project)
    assert shown.plan is None
    assert shown.problem is not None
    assert "100 segments cannot be made" in shown.problem
    assert shown.customers == 50


def test_an_empty_project_has_nothing_to_show(tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.segdesk") as project:
        assert sweep(project) == SweepShown(
            points=(),
            finished=False,
            plan=None,
            own=Own(2, 22, 20, 0, 0),
            problem=None,
            choice=None,
            by_scores=None,
            customers=0,
            clustered_k=None,
            stability=(),
        )


def test_the_combined_score_so_far_is_that_of_the_finished_sweep(project: Project) -> None:
    shown = sweep(project)
    assert shown.plan is not None
    bare = [replace(point, combined=None) for point in reversed(shown.points)]
    again = rescored(bare, shown.plan.weights)
    assert ks(again) == [2, 3, 4, 5]
    assert [point.combined for point in again] == pytest.approx([point.combined for point in shown.points])
    assert rescored(bare[:1], shown.plan.weights)[0].combined is None


def test_what_is_shown_reaches_a_process_that_has_nothing_heavy(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "shown.pickle"
    file.write_bytes(pickle.dumps(sweep(project)))
    code = (
        "import pickle, sys, pathlib;"
        "shown = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes());"
        "from segdesk.review.sweep import rescored; rescored(shown.points, shown.plan.weights);"
        "heavy = {'duckdb', 'pyarrow', 'pandas', 'sklearn', 'scipy', 'sqlglot', 'jinja2'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
