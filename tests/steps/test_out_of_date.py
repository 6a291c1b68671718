"""What a change of settings, of the source or of a file makes run again, and what it does not."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from segdesk.cli.arguments import parser
from segdesk.cli.options import changed
from segdesk.errors import InputError
from segdesk.project import customers, freshness
from segdesk.project.file import Project
from segdesk.project.settings import Settings
from segdesk.project.step import State, Step
from segdesk.steps import clusters, features, pipeline
from segdesk.tasks.task import Task

Opened = Callable[[Path], Project]
CarryOn = Callable[[Project, Settings, Step], None]

FRESH, STALE = State.FRESH, State.OUT_OF_DATE


@pytest.fixture
def project(careful_shop: Path, opened: Opened) -> Project:
    return opened(careful_shop)


def states(project: Project) -> list[State]:
    return list(freshness.states(project).values())


def run(project: Project, settings: Settings | None = None) -> list[Step]:
    """Run all that is needed and return the steps that were."""
    begun: list[Step] = []
    if settings:
        project.settings = settings
    pipeline.run(project, project.settings, Task(), begun.append)
    return begun


def with_features(settings: Settings, **values: object) -> Settings:
    return settings.model_copy(update={"features": settings.features.model_copy(update=values)})


def test_other_features_settings_keep_later_steps_from_building_on_the_old_customers(
    project: Project,
) -> None:
    before = project.rows("SELECT * FROM segments ORDER BY user_id")
    settings = with_features(project.settings, as_of=date(2026, 5, 31))
    for step in (Step.SWEEP, Step.CLUSTERS, Step.LABELS, Step.EMAILS, Step.EXPORT):
        with pytest.raises(InputError) as refused:
            pipeline.run_step(step, project, settings, Task())
        assert refused.value.what == f"{step.value.capitalize()} has nothing to work on"
        assert "Features is out of date" in refused.value.why
        assert "segdesk features" in refused.value.todo
    assert project.rows("SELECT * FROM segments ORDER BY user_id") == before
    assert states(project) == [FRESH] * 7
    project.settings = settings
    assert states(project) == [FRESH, *[STALE] * 6]


def test_a_step_that_was_never_run_is_named(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.segdesk") as project, pytest.raises(InputError) as refused:
        clusters.run(project, project.settings, Task())
    assert "Connect has not been run" in refused.value.why


def test_other_features_settings_run_everything_behind_them(project: Project) -> None:
    before = project.rows("SELECT * FROM parametric ORDER BY user_id")
    settings = with_features(project.settings, as_of=date(2026, 5, 31))
    assert run(project, settings) == list(Step)
    assert states(project) == [FRESH] * 7
    assert project.rows("SELECT * FROM parametric ORDER BY user_id") != before


def test_nothing_but_a_look_outside_happens_where_nothing_changed(project: Project) -> None:
    assert run(project) == [Step.CONNECT, Step.EXPORT]


@pytest.fixture
def crm(tmp_path: Path) -> Path:
    path = tmp_path / "crm.csv"
    write_crm(path, points=1)
    return path


def write_crm(path: Path, points: int) -> None:
    lines = [f"c{number:03d},{number * points % 31}" for number in range(120)]
    path.write_text("\n".join(["id,points", *lines, ""]), encoding="utf-8")


def points(project: Project) -> list[int]:
    return customers.read(project, ["points"]).column(0).to_pylist()


def test_a_changed_crm_file_is_read_again(tmp_path: Path, people_settings: Settings, crm: Path) -> None:
    settings = with_features(people_settings, crm=str(crm), features=())
    with Project.create(tmp_path / "p.segdesk") as project:
        assert run(project, settings) == list(Step)
        assert points(project) == [number % 31 for number in range(120)]
        assert run(project) == [Step.CONNECT, Step.EXPORT]
        write_crm(crm, points=2)
        assert pipeline.outside_changed(project, Step.FEATURES)
        assert run(project) == list(Step)
        assert points(project) == [number * 2 % 31 for number in range(120)]
        assert not pipeline.outside_changed(project, Step.FEATURES)


def test_a_crm_file_with_the_old_content_is_the_old_file(
    tmp_path: Path, people_settings: Settings, crm: Path, carry_on: CarryOn
) -> None:
    settings = with_features(people_settings, crm=str(crm), features=())
    with Project.create(tmp_path / "p.segdesk") as project:
        carry_on(project, settings, Step.FEATURES)
        write_crm(crm, points=1)
        assert not pipeline.outside_changed(project, Step.FEATURES)
        crm.unlink()
        with pytest.raises(InputError, match="cannot be read"):
            pipeline.outside_changed(project, Step.FEATURES)


def test_changed_source_files_are_noticed(
    tmp_path: Path, people: Path, people_settings: Settings, carry_on: CarryOn
) -> None:
    with Project.create(tmp_path / "p.segdesk") as project:
        carry_on(project, people_settings, Step.EXPORT)
        with (people / "people.csv").open("a", encoding="utf-8") as file:
            file.write("c120,40,3,Shop\n")
        with pytest.raises(InputError) as refused:
            features.run(project, project.settings, Task())
        assert refused.value.what == "The source has changed"
        assert "segdesk connect" in refused.value.todo
        assert project.rows("SELECT count(*) FROM customers") == [(120,)]
        assert run(project) == list(Step)
        assert project.rows("SELECT count(*) FROM customers") == [(121,)]


def test_a_source_that_was_only_copied_elsewhere_is_another_source(
    tmp_path: Path, people: Path, people_settings: Settings, carry_on: CarryOn
) -> None:
    shutil.copytree(people, tmp_path / "copy")
    settings = people_settings
    with Project.create(tmp_path / "p.segdesk") as project:
        carry_on(project, settings, Step.FEATURES)
        moved = settings.connect.model_copy(update={"source": str(tmp_path / "copy")})
        project.settings = settings.model_copy(update={"connect": moved})
        assert states(project)[:2] == [STALE, STALE]


def options(project: Project, *given: str) -> Settings:
    return changed(project.settings, parser().parse_args(["run", "p.segdesk", *given]))


def test_a_seed_leaves_what_comes_from_files_fresh(project: Project) -> None:
    project.settings = options(project, "--source", project.settings.connect.source, "--seed", "7")
    assert project.settings.sweep.seed == 7
    assert project.settings.connect.sample_seed == 42
    assert states(project) == [FRESH, FRESH, *[STALE] * 5]
    project.settings = options(project, "--seed", "42")
    assert states(project) == [FRESH] * 7


def test_the_samples_size_and_seed_say_nothing_of_a_folder(project: Project) -> None:
    settings = project.settings
    other = settings.connect.model_copy(update={"sample_seed": 7, "sample_customers": 50})
    project.settings = settings.model_copy(update={"connect": other})
    assert states(project) == [FRESH] * 7


def test_a_seed_belongs_to_the_built_in_sample_as_well(project: Project) -> None:
    project.settings = options(project, "--source", "sample", "--seed", "7")
    assert project.settings.connect.sample_seed == 7
    assert states(project) == [STALE] * 7


@pytest.mark.parametrize(
    ("option", "stale"),
    [
        (("--k", "2:5"), 5),
        (("--choose", "3"), 4),
        (("--label", "seg_1=Gold"), 3),
        (("--emails", "7"), 2),
        (("--formats", "none"), 1),
    ],
)
def test_an_option_makes_its_own_step_and_those_behind_it_stale(
    project: Project, option: tuple[str, str], stale: int
) -> None:
    project.settings = options(project, *option)
    assert states(project) == [FRESH] * (7 - stale) + [STALE] * stale
