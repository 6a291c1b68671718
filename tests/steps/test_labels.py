"""The segments' names: by file, by rule, and after the segments have changed."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import sqlglot

from segdesk.errors import InputError
from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.settings import LabelsSettings, Settings
from segdesk.project.step import State, Step
from segdesk.steps import clusters, labels
from segdesk.steps.labels import Labelled
from segdesk.tasks.task import Task

Opened = Callable[[Path], Project]
CarryOn = Callable[[Project, Settings, Step], None]

NAMES = {"seg_1": "Gold", "seg_2": "Silver", "seg_3": "Bronze", "seg_4": "Tin"}


@pytest.fixture
def project(careful_shop: Path, opened: Opened) -> Project:
    """Four segments and those who never bought, named by rule."""
    return opened(careful_shop)


def write_names(path: Path, names: Mapping[str, str]) -> str:
    rows = [f"{segment},{name},They are {name.lower()}." for segment, name in names.items()]
    path.write_text("\n".join(["segment,name,designation", *rows, ""]), encoding="utf-8")
    return str(path)


@pytest.fixture
def names_file(tmp_path: Path) -> str:
    return write_names(tmp_path / "names.csv", NAMES)


def name(project: Project, **given: object) -> Labelled:
    """Name the segments with other settings."""
    labels_settings = LabelsSettings.model_validate({**project.settings.labels.model_dump(), **given})
    project.settings = project.settings.model_copy(update={"labels": labels_settings})
    return labels.run(project, project.settings, Task())


def recluster(project: Project, k: int) -> None:
    settings = project.settings
    chosen = settings.clusters.model_copy(update={"choose": k})
    project.settings = settings.model_copy(update={"clusters": chosen})
    clusters.run(project, project.settings, Task())


def names_of(project: Project, source: str | None = None) -> dict[str, str]:
    chosen = f"WHERE source = '{source}'" if source else ""
    return dict(project.rows(f"SELECT segment, name FROM labels {chosen} ORDER BY segment"))


def segments_of(project: Project) -> dict[int, str]:
    return dict(project.rows("SELECT user_id, segment FROM segments"))


def warnings(project: Project) -> tuple[str, ...]:
    kept = freshness.result(project, Step.LABELS)
    assert kept is not None
    return kept.warnings


def test_a_file_names_segments_by_their_number(project: Project, names_file: str) -> None:
    name(project, file=names_file)
    assert names_of(project, "hands-on") == NAMES
    assert names_of(project, "rules") == {"seg_0": "Never bought"}
    rows = project.rows(
        "SELECT name, designation, accepted FROM labels WHERE source = 'hands-on' ORDER BY segment"
    )
    assert rows[0] == ("Gold", "They are gold.", True)
    assert "Named by rule, as no name was given: seg_0" in warnings(project)


def test_what_the_file_does_not_say_comes_from_the_rules(project: Project, tmp_path: Path) -> None:
    ruled = {label.segment: label for label in labels.stored(project)}
    path = tmp_path / "names.csv"
    path.write_text("segment,name\nseg_2,Silver\n", encoding="utf-8")
    name(project, file=str(path))
    found = {label.segment: label for label in labels.stored(project)}
    assert found["seg_2"].name == "Silver"
    assert found["seg_2"].designation == ruled["seg_2"].designation
    assert found["seg_2"].tone == ruled["seg_2"].tone
    for segment in ("seg_0", "seg_1", "seg_3", "seg_4"):
        assert found[segment].name == ruled[segment].name
        assert found[segment].accepted is False


def test_names_follow_their_customers_to_another_clustering(project: Project, names_file: str) -> None:
    name(project, file=names_file)
    before = segments_of(project)
    recluster(project, 6)
    name(project)
    after = segments_of(project)
    overlap = Counter((before[customer], after[customer]) for customer in before)
    followed: dict[str, str] = {}
    for (old, new), _ in overlap.most_common():
        if old in NAMES:
            followed.setdefault(old, new)
    assert {new: NAMES[old] for old, new in followed.items()} == names_of(project, "hands-on")
    moved = {old: new for old, new in followed.items() if old != new}
    assert moved  # the numbers alone would give other names
    told = next(text for text in warnings(project) if text.startswith("Names that followed"))
    for old, new in moved.items():
        assert f"{NAMES[old]} ({old} before, {new} now)" in told


def test_names_go_on_following_when_a_model_is_asked_in_another_way(
    project: Project, names_file: str
) -> None:
    name(project, file=names_file)
    recluster(project, 6)
    name(project)
    before = names_of(project, "hands-on")
    assert before != NAMES
    name(project, model={"temperature": 0.9})
    assert names_of(project, "hands-on") == before


def test_naming_again_changes_nothing(project: Project, names_file: str) -> None:
    name(project, file=names_file)
    recluster(project, 6)
    name(project)
    before = labels.stored(project)
    name(project)
    assert labels.stored(project) == before


def test_names_come_back_with_the_segments_that_they_were_given_to(project: Project, names_file: str) -> None:
    name(project, file=names_file)
    before = labels.stored(project)
    recluster(project, 2)
    name(project)
    assert len(names_of(project)) == 3
    recluster(project, 4)
    name(project)
    assert labels.stored(project) == before


def test_a_name_whose_segment_vanished_is_a_warning(project: Project, names_file: str) -> None:
    name(project, file=names_file)
    recluster(project, 2)
    name(project)
    left = set(names_of(project, "hands-on").values())
    lost = [text for text in NAMES.values() if text not in left]
    assert 2 <= len(lost) < 4
    assert f"No segment is like the one that was named: {', '.join(lost)}" in warnings(project)


def test_a_changed_file_counts_anew_by_number(project: Project, names_file: str) -> None:
    name(project, file=names_file)
    recluster(project, 6)
    name(project)
    assert names_of(project)["seg_3"] != "Bronze"
    others = {"seg_3": "Third", "seg_4": "Fourth", "seg_6": "Sixth"}
    write_names(Path(names_file), others)
    name(project)
    assert names_of(project, "hands-on") == others


@pytest.mark.parametrize("segment", ["seg_5", "gold"])
def test_an_unknown_segment_is_refused_and_the_names_of_before_stay(
    project: Project, tmp_path: Path, segment: str
) -> None:
    before = labels.stored(project)
    path = write_names(tmp_path / "names.csv", {"seg_1": "Gold", segment: "Other"})
    with pytest.raises(InputError) as refused:
        name(project, file=path)
    assert refused.value.what == f"There is no segment {segment} to name"
    assert "seg_1, seg_2, seg_3, seg_4, seg_0" in refused.value.why
    assert labels.stored(project) == before
    assert freshness.states(project)[Step.LABELS] is State.FAILED


def test_a_name_given_one_by_one_goes_before_the_file(project: Project, names_file: str) -> None:
    name(project, file=names_file, names=(("seg_2", "Ruby"), ("seg_0", "Not yet")))
    assert names_of(project, "hands-on") == {**NAMES, "seg_2": "Ruby", "seg_0": "Not yet"}


def test_a_name_given_one_by_one_needs_no_file(project: Project) -> None:
    ruled = names_of(project)
    name(project, names=(("seg_3", "Ruby"),))
    assert names_of(project) == {**ruled, "seg_3": "Ruby"}
    name(project, names=())
    assert names_of(project) == ruled


def test_no_rule_gives_a_name_that_a_person_gave(project: Project) -> None:
    ruled = names_of(project)
    name(project, names=(("seg_4", ruled["seg_1"]),))
    found = names_of(project)
    assert found["seg_4"] == ruled["seg_1"]
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("k", [2, 6])
def test_rules_give_every_segment_a_name_of_its_own(project: Project, k: int) -> None:
    recluster(project, k)
    name(project)
    found = names_of(project, "rules")
    assert sorted(found) == [f"seg_{number}" for number in range(k + 1)]
    assert len(set(found.values())) == k + 1
    assert found["seg_0"] == "Never bought"


def test_rules_name_the_segments_of_a_persons_own_table(
    tmp_path: Path, people_settings: Settings, carry_on: CarryOn
) -> None:
    with Project.create(tmp_path / "custom.segdesk") as project:
        carry_on(project, people_settings, Step.LABELS)
        found = names_of(project, "rules")
    assert sorted(found) == ["seg_1", "seg_2", "seg_3"]
    assert len(set(found.values())) == 3


def test_the_case_statement_gives_the_names(project: Project) -> None:
    found = name(project, names=(("seg_1", 'It\'s "gold" \\o/'), ("seg_2", "Crème brûlée")))
    case = sqlglot.transpile(found.case, read="bigquery", write="duckdb")[0]
    given = dict(project.rows(f"SELECT DISTINCT segment, {case} FROM segments"))
    assert given == names_of(project)
    assert given["seg_1"] == 'It\'s "gold" \\o/'
    row = project.rows(f"SELECT {case} FROM (SELECT 'seg_9' AS segment)")
    assert row == [("Unknown",)]
