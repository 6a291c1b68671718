"""What the Labels tab shows."""

import pickle

import pytest

from segdesk.palette import colour_of
from segdesk.project.file import Project
from segdesk.review import labels
from segdesk.review.labels import Fault
from segdesk.steps import clusters as clusters_step
from segdesk.steps import label_edits
from segdesk.steps import labels as step
from segdesk.tasks.task import Task


def test_every_segment_has_its_row(shop_project: Project) -> None:
    found = pickle.loads(pickle.dumps(labels.labels(shop_project)))
    assert [row.segment for row in found.rows] == ["seg_1", "seg_2", "seg_3", "seg_4", "seg_0"]
    for row in found.rows:
        assert row.colour == colour_of(row.segment)
        assert row.name
        assert row.designation
        assert (row.source, row.accepted, row.described) == ("rules", False, False)
    assert found.current
    assert found.faults == {}
    assert found.to_accept == ("seg_1", "seg_2", "seg_3", "seg_4", "seg_0")
    assert found.case.startswith("CASE segment")


def test_the_figures_are_said_in_words(shop_project: Project) -> None:
    rows = {row.segment: row.profile for row in labels.labels(shop_project).rows}
    assert rows["seg_0"] == "No orders yet"
    assert "× the average; last order " in rows["seg_1"]
    assert rows["seg_1"].startswith("Orders ")


def test_what_a_person_gave_is_told_from_what_the_rules_say(own_project: Project) -> None:
    own_project.settings = label_edits.renamed(own_project, "seg_2", "Ruby")
    own_project.settings = label_edits.redescribed(own_project, "seg_3", "They come at Christmas.")
    step.run(own_project, own_project.settings, Task())
    rows = {row.segment: row for row in labels.labels(own_project).rows}
    assert (rows["seg_2"].name, rows["seg_2"].accepted, rows["seg_2"].described) == ("Ruby", True, False)
    assert (rows["seg_3"].designation, rows["seg_3"].described) == ("They come at Christmas.", True)
    assert rows["seg_3"].accepted is False
    assert (rows["seg_2"].as_suggested, rows["seg_3"].as_suggested) == (False, True)
    assert labels.labels(own_project).to_accept == ("seg_1", "seg_3", "seg_4", "seg_0")


def test_names_of_other_segments_are_not_shown(own_project: Project) -> None:
    chosen = own_project.settings.clusters.model_copy(update={"choose": 3})
    own_project.settings = own_project.settings.model_copy(update={"clusters": chosen})
    clusters_step.run(own_project, own_project.settings, Task())
    found = labels.labels(own_project)
    assert not found.current
    assert [(row.segment, row.name) for row in found.rows] == [
        (segment, "") for segment in ("seg_1", "seg_2", "seg_3", "seg_0")
    ]


def test_before_the_first_run_there_is_nothing(new_project: Project) -> None:
    found = labels.labels(new_project)
    assert (found.rows, found.current, found.case) == ((), False, "")


@pytest.mark.parametrize(
    ("names", "segment", "kind"),
    [
        ({"seg_1": "Gold", "seg_2": "  "}, "seg_2", Fault.BLANK),
        ({"seg_1": "Gold", "seg_2": " gold "}, "seg_2", Fault.DUPLICATE),
        ({"seg_1": "x" * 81}, "seg_1", Fault.TOO_LONG),
        ({"seg_1": "Gold\nand silver"}, "seg_1", Fault.LINE_BREAK),
    ],
)
def test_a_name_that_cannot_be_used_is_a_fault_of_its_segment(
    names: dict[str, str], segment: str, kind: Fault
) -> None:
    found = labels.name_faults(names)
    assert list(found) == [segment]
    assert found[segment].kind is kind
    assert found[segment].message


def test_names_that_can_be_used_have_no_fault() -> None:
    assert labels.name_faults({"seg_1": "x" * 80, "seg_2": "Gold", "seg_10": "Gold 2"}) == {}
