"""Names given on screen: each edit is new settings, and none is ever lost."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from segdesk.cli.arguments import parser
from segdesk.cli.options import changed
from segdesk.errors import InputError
from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.settings import LabelsSettings, Settings
from segdesk.project.step import State, Step
from segdesk.steps import clusters, label_edits, labels
from segdesk.steps.labels import Label
from segdesk.tasks.task import Task

Opened = Callable[[Path], Project]


@pytest.fixture
def project(careful_shop: Path, opened: Opened) -> Project:
    """Four segments and those who never bought, named by rule."""
    return opened(careful_shop)


def run(project: Project, settings: Settings) -> dict[str, Label]:
    project.settings = settings
    labels.run(project, settings, Task())
    return {label.segment: label for label in labels.stored(project)}


def recluster(project: Project, k: int) -> None:
    chosen = project.settings.clusters.model_copy(update={"choose": k})
    project.settings = project.settings.model_copy(update={"clusters": chosen})
    clusters.run(project, project.settings, Task())


def names_of(project: Project) -> dict[str, str]:
    return {label.segment: label.name for label in labels.stored(project)}


def by_customer(project: Project) -> dict[int, str]:
    return dict(project.rows("SELECT user_id, segment FROM segments"))


def successor(project: Project, before: dict[int, str], segment: str) -> str:
    """Return the segment that most customers of an old segment are in now."""
    after = by_customer(project)
    return Counter(after[c] for c, old in before.items() if old == segment).most_common(1)[0][0]


def test_a_segment_is_renamed_and_the_others_stay(project: Project) -> None:
    before = names_of(project)
    after = run(project, label_edits.renamed(project, "seg_2", "  Ruby "))
    assert {s: label.name for s, label in after.items()} == {**before, "seg_2": "Ruby"}
    assert (after["seg_2"].source, after["seg_2"].accepted) == ("hands-on", True)
    assert freshness.states(project)[Step.LABELS] is State.FRESH


def test_an_edit_does_not_touch_the_project_until_it_is_taken_over(project: Project) -> None:
    before, settings = labels.stored(project), project.settings
    label_edits.renamed(project, "seg_2", "Ruby")
    assert labels.stored(project) == before
    assert project.settings == settings
    assert freshness.states(project)[Step.LABELS] is State.FRESH


def test_two_edits_before_the_step_is_run_both_count(project: Project) -> None:
    project.settings = label_edits.renamed(project, "seg_1", "Gold")
    project.settings = label_edits.renamed(project, "seg_2", "Silver")
    after = run(project, label_edits.renamed(project, "seg_1", "Platinum"))
    assert (after["seg_1"].name, after["seg_2"].name) == ("Platinum", "Silver")


def test_a_sentence_can_be_given_without_a_name(project: Project) -> None:
    before = names_of(project)
    after = run(project, label_edits.redescribed(project, "seg_1", "They come at Christmas."))
    assert after["seg_1"].designation == "They come at Christmas."
    assert (after["seg_1"].name, after["seg_1"].source) == (before["seg_1"], "rules")
    ruled = run(project, label_edits.redescribed(project, "seg_1", " "))
    assert ruled["seg_1"].designation.endswith("seen recently.")


def test_a_name_keeps_its_sentence_and_a_sentence_its_name(project: Project) -> None:
    project.settings = label_edits.redescribed(project, "seg_1", "They come at Christmas.")
    project.settings = label_edits.renamed(project, "seg_1", "Guests")
    after = run(project, label_edits.redescribed(project, "seg_1", "They come in winter."))
    assert (after["seg_1"].name, after["seg_1"].designation) == ("Guests", "They come in winter.")


def test_a_suggestion_that_is_accepted_stays_when_others_are_named(project: Project) -> None:
    suggested = {label.segment: label for label in labels.stored(project)}
    after = run(project, label_edits.accepted(project, ["seg_1", "seg_0"]))
    for segment in ("seg_1", "seg_0"):
        assert after[segment].accepted
        assert after[segment].name == suggested[segment].name
        assert after[segment].designation == suggested[segment].designation
    assert not after["seg_2"].accepted


def test_accepting_leaves_names_by_hand_alone(project: Project) -> None:
    run(project, label_edits.renamed(project, "seg_2", "Ruby"))
    after = run(project, label_edits.accepted(project, ["seg_1", "seg_2"]))
    assert after["seg_2"].name == "Ruby"


def test_accepting_leaves_alone_what_was_typed_since_the_segments_were_named(project: Project) -> None:
    project.settings = label_edits.renamed(project, "seg_2", "Ruby")
    project.settings = label_edits.redescribed(project, "seg_1", "They come at Christmas.")
    after = run(project, label_edits.accepted(project, ["seg_1", "seg_2"]))
    assert after["seg_2"].name == "Ruby"
    assert (after["seg_1"].accepted, after["seg_1"].designation) == (True, "They come at Christmas.")


def test_names_are_imported_from_a_file_and_the_others_stay(project: Project, tmp_path: Path) -> None:
    project.settings = label_edits.renamed(project, "seg_2", "Ruby")
    project.settings = label_edits.redescribed(project, "seg_1", "They come at Christmas.")
    file = tmp_path / "names.csv"
    file.write_text("segment,name,designation\nseg_1,Gold,\nseg_3,Bronze,They come once.\n", "utf-8")
    after = run(project, label_edits.imported(project, str(file)))
    named = {s: label.name for s, label in after.items() if label.accepted}
    assert named == {"seg_1": "Gold", "seg_2": "Ruby", "seg_3": "Bronze"}
    assert after["seg_1"].designation == "They come at Christmas."
    assert after["seg_3"].designation == "They come once."
    file.unlink()
    assert freshness.states(project)[Step.LABELS] is State.FRESH


@pytest.mark.parametrize(
    ("line", "what"),
    [("seg_77,Gold", "no segment seg_77"), ("seg_1,RUBY", "seg_1 cannot be called"), ("seg_1,", "line 2")],
)
def test_a_file_that_does_not_fit_is_refused(project: Project, tmp_path: Path, line: str, what: str) -> None:
    project.settings = label_edits.renamed(project, "seg_2", "Ruby")
    file = tmp_path / "names.csv"
    file.write_text(f"segment,name\n{line}\n", "utf-8")
    with pytest.raises(InputError, match=what):
        label_edits.imported(project, str(file))


def test_the_rules_name_a_segment_again(project: Project) -> None:
    before = labels.stored(project)
    run(project, label_edits.renamed(project, "seg_2", "Ruby"))
    run(project, label_edits.suggested(project, ["seg_2"]))
    assert labels.stored(project) == before


def test_names_follow_their_segments_and_an_edit_then_keeps_them(project: Project) -> None:
    project.settings = label_edits.renamed(project, "seg_3", "Bronze")
    run(project, label_edits.renamed(project, "seg_1", "Gold"))
    old = by_customer(project)
    recluster(project, 6)
    run(project, project.settings)
    bronze = successor(project, old, "seg_3")
    assert names_of(project)[bronze] == "Bronze"
    assert bronze != "seg_3"  # the number alone would give another segment that name
    free = next(s for s in ("seg_2", "seg_5", "seg_6") if s not in (bronze, successor(project, old, "seg_1")))
    after = run(project, label_edits.renamed(project, free, "Tin"))
    assert (after[bronze].name, after[free].name) == ("Bronze", "Tin")
    assert dict(project.settings.labels.names)[bronze] == "Bronze"


def test_an_edit_after_another_clustering_counts_before_the_step_is_run(project: Project) -> None:
    run(project, label_edits.renamed(project, "seg_3", "Bronze"))
    old = by_customer(project)
    recluster(project, 6)
    bronze = successor(project, old, "seg_3")
    after = run(project, label_edits.renamed(project, "seg_1", "Gold"))
    assert {s for s, label in after.items() if label.source == "hands-on"} == {"seg_1", bronze}
    assert after[bronze].name == "Bronze"


def test_taking_an_edit_back_brings_back_names_that_had_followed(project: Project) -> None:
    given = LabelsSettings(names=(("seg_3", "Bronze"),))
    run(project, project.settings.model_copy(update={"labels": given}))
    recluster(project, 6)
    before = run(project, project.settings)
    settings = project.settings
    assert before["seg_3"].name != "Bronze"
    run(project, label_edits.renamed(project, "seg_1", "Gold"))
    assert run(project, settings) == before


def test_names_in_a_file_become_names_by_hand(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("segment,name,designation\nseg_1,Gold,They shine.\n", encoding="utf-8")
    own = LabelsSettings(file=str(path))
    run(project, project.settings.model_copy(update={"labels": own}))
    path.unlink()  # as on somebody else's machine
    after = run(project, label_edits.renamed(project, "seg_2", "Silver"))
    assert (after["seg_1"].name, after["seg_1"].designation) == ("Gold", "They shine.")
    assert project.settings.labels.file is None


@pytest.mark.parametrize(
    ("name", "why"),
    [(" ", "there is no name"), ("gold", "seg_1 is called that already"), ("a\nb", "line break")],
)
def test_a_name_that_cannot_be_used_is_refused(project: Project, name: str, why: str) -> None:
    run(project, label_edits.renamed(project, "seg_1", "Gold"))
    with pytest.raises(InputError, match=why):
        label_edits.renamed(project, "seg_2", name)


def test_a_suggestion_of_another_segment_can_be_taken_as_a_name(project: Project) -> None:
    ruled = names_of(project)
    after = run(project, label_edits.renamed(project, "seg_4", ruled["seg_1"]))
    assert after["seg_4"].name == ruled["seg_1"] != after["seg_1"].name


def test_an_unknown_segment_is_refused(project: Project) -> None:
    with pytest.raises(InputError, match="no segment seg_9"):
        label_edits.renamed(project, "seg_9", "Gold")


def test_names_of_other_segments_cannot_be_accepted(project: Project) -> None:
    recluster(project, 6)
    with pytest.raises(InputError, match="segments of before"):
        label_edits.accepted(project, ["seg_1"])


def test_names_given_on_the_command_line_mean_the_segments_of_now(project: Project) -> None:
    run(project, label_edits.renamed(project, "seg_3", "Bronze"))
    recluster(project, 6)
    given = parser().parse_args(["labels", "p.segdesk", "--label", "seg_3=Third"])
    after = run(project, changed(project.settings, given))
    assert {s: label.name for s, label in after.items() if label.accepted} == {"seg_3": "Third"}
