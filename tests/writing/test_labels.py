"""Names that a person gives."""

from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from segdesk.errors import InputError
from segdesk.writing.facts import SegmentName, Tone
from segdesk.writing.labels import GivenLabel, case_statement, read_labels


@pytest.fixture
def given(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "labels.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return write


def test_a_file_of_names_is_read(given):
    path = given('segment,name,designation\nseg_1,"At risk, big",Used to buy.\nseg_10,Dormant,\n')
    assert read_labels(path) == (
        GivenLabel("seg_1", "At risk, big", "Used to buy."),
        GivenLabel("seg_10", "Dormant", ""),
    )


def test_columns_may_stand_in_any_order_and_designations_may_be_missing(given):
    path = given("size;Label;SEGMENT\r\n12;Loyal customers;seg_2\r\n")
    assert read_labels(str(path)) == (GivenLabel("seg_2", "Loyal customers"),)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("segment,name\nseg_1,A\nseg_2,B\nseg_1,C\n", ["line 4", "column segment", "line 2"]),
        ("segment,name\nseg_1,Loyal\nseg_2,loyal\n", ["line 3", "column name", "line 2"]),
        ("segment,name\nseg_1, \n", ["line 2", "column name"]),
        ("segment,name\n,Loyal\n", ["line 2", "column segment"]),
        ("segment\nseg_1\n", ["line 1", "no column name"]),
        ("segment,name,label\nseg_1,a,b\n", ["line 1", "column name", "twice"]),
        ('segment,name\nseg_1,"two\nlines"\nseg_2,b\n', ["line 2", "column name", "one line"]),
        ('segment,notes,name\nseg_1,"two\nlines",a\nseg_2,,\n', ["line 4", "column name"]),
        (f"segment,name\nseg_1,{'a' * 81}\n", ["line 2", "column name", "81"]),
        (f"segment,name,designation\nseg_1,a,{'b' * 301}\n", ["line 2", "column designation", "301"]),
        ("segment,name\n", ["no names"]),
    ],
)
def test_a_mistake_is_refused_with_its_place(given, text: str, parts: list[str]):
    with pytest.raises(InputError) as caught:
        read_labels(given(text))
    for part in ("labels.csv", *parts):
        assert part in str(caught.value)


def test_the_case_names_each_segment_in_the_given_order():
    labels = [GivenLabel("seg_1", "Dormant"), SegmentName("seg_2", "At risk", "Used to.", Tone.WELCOMING)]
    assert case_statement(labels) == (
        "CASE segment\n  WHEN 'seg_1' THEN 'Dormant'\n  WHEN 'seg_2' THEN 'At risk'\n  ELSE 'Unknown'\nEND"
    )


@pytest.mark.parametrize("name", ["Can't lose", "back\\slash", "a\\'b", 'quo"te', "' OR 1=1 --", "日本 🎉"])
def test_no_name_leaves_its_quotes(name: str):
    tree = sqlglot.parse_one(case_statement([GivenLabel(name, name)]), dialect="bigquery")
    assert [each.this for each in tree.find_all(exp.Literal) if each.this != "Unknown"] == [name, name]


def test_without_names_every_segment_is_unknown():
    assert case_statement([]) == "'Unknown'"
