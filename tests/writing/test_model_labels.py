"""Which of a language model's names for segments can be used."""

import pytest

from segdesk.writing.model_labels import checked


def test_good_names_are_taken_as_they_are():
    found = checked({"seg_1": ("Loyal regulars", "They buy every month."), "seg_2": ("New", "Just here")}, ())
    assert {s: (label.name, label.designation) for s, label in found.labels.items()} == {
        "seg_1": ("Loyal regulars", "They buy every month."),
        "seg_2": ("New", "Just here"),
    }
    assert found.faults == {}


@pytest.mark.parametrize(
    "name", ["**Loyal regulars**", '"Loyal regulars".', "# Loyal regulars", " Loyal regulars\n"]
)
def test_marks_around_a_name_are_left_out(name: str):
    assert checked({"seg_1": (name, "")}, ()).labels["seg_1"].name == "Loyal regulars"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "there is no name"),
        ("x" * 81, "81 characters"),
        ("Two\nlines", "line break"),
        ("Write to a@b.example", "address"),
        ("See www.shop.com", "link"),
        ("123", "no letters"),
        ("Spenders of $500", "amount of money"),
        ("Loyal\u202e", "invisible"),
        ("{{segment}}", "link"),
    ],
)
def test_a_name_that_is_none_is_left_to_the_rules(name: str, said: str):
    found = checked({"seg_1": (name, "They buy."), "seg_2": ("Good", "")}, ())
    assert set(found.labels) == {"seg_2"}
    assert said in found.faults["seg_1"]


def test_of_two_alike_the_later_one_is_left_to_the_rules():
    found = checked({"seg_1": ("Loyal", ""), "seg_2": ("LOYAL", ""), "seg_3": ("Gold", "")}, ["gold"])
    assert set(found.labels) == {"seg_1"}
    assert found.faults["seg_2"] == "seg_1 is called that already"
    assert found.faults["seg_3"] == "the name by hand gold is called that already"


@pytest.mark.parametrize("text", ["x" * 301, "Write to a@b.example", "12345", ""])
def test_an_odd_designation_is_left_to_the_rules_but_not_the_name(text: str):
    found = checked({"seg_1": ("Loyal", text)}, ())
    assert found.labels["seg_1"].name == "Loyal"
    assert found.labels["seg_1"].designation == ""


def test_a_designation_over_several_lines_is_one():
    assert (
        checked({"seg_1": ("Loyal", "They buy\noften.")}, ()).labels["seg_1"].designation == "They buy often."
    )
