"""What the Export tab shows of the import file."""

import pickle
from pathlib import Path

import pytest

from segdesk.errors import ActivationError
from segdesk.project.file import Project
from segdesk.review import mapping
from segdesk.review.mapping import MappingCheck, MappingFault, MappingPreview

USUAL = (("segment", "ga:dimension1"), ("label", "ga:dimension2"))


def test_every_column_can_be_mapped(shop_project: Project) -> None:
    found = pickle.loads(pickle.dumps(mapping.columns(shop_project)))
    names = [column.name for column in found]
    assert names[:4] == ["user_id", "segment", "label", "designation"]
    assert [column.name for column in found if column.is_key] == ["user_id"]
    assert {column.name for column in found if column.added} == {"segment", "label", "designation"}
    orders = next(column for column in found if column.name == "total_orders")
    assert orders.type == "BIGINT"
    assert 1 <= len(orders.examples) <= 3


def test_the_preview_is_what_the_file_will_hold(shop_project: Project) -> None:
    found = mapping.preview(shop_project, "ga:clientId", USUAL, 10)
    assert isinstance(found, MappingPreview)
    assert found.headers == ("ga:clientId", "ga:dimension1", "ga:dimension2")
    assert found.columns == ("user_id", "segment", "label")
    expected = shop_project.rows(
        "SELECT CAST(user_id AS VARCHAR), segment, segments FROM label_parametric ORDER BY user_id LIMIT 10"
    )
    assert list(found.cells) == expected
    assert (found.rows, found.violations) == (600, ())


def test_a_violation_stands_at_its_cell(shop_project: Project) -> None:
    pairs = (("email", "ga:dimension1"), ("segment", "ga:metric1"))
    found = mapping.preview(shop_project, "ga:clientId", pairs, 5)
    assert isinstance(found, MappingPreview)
    places = {(each.row, each.column): each for each in found.violations}
    assert set(places) == {(row, column) for row in range(5) for column in (1, 2)}
    assert all(each.fatal for each in found.violations)
    assert "email address" in places[0, 1].message
    assert found.cells[0][1] not in places[0, 1].message
    assert found.cells[3][2] in places[3, 2].message


def test_the_check_counts_the_whole_file(shop_project: Project) -> None:
    found = mapping.check(shop_project, "ga:clientId", (("email", "ga:dimension1"),))
    assert isinstance(found, MappingCheck)
    assert (found.rows, found.count, found.fatal) == (600, 600, 600)
    fine = mapping.check(shop_project, "ga:clientId", USUAL)
    assert isinstance(fine, MappingCheck)
    assert fine.fatal == 0
    assert any("do not have the form" in sentence for sentence in fine.warnings)


@pytest.mark.parametrize(
    ("key", "pairs", "pair"),
    [
        ("ga:clientId", (("segment", "ga:dimension1"), ("label", "ga:dimension1")), 1),
        ("ga:clientId", (("segment", "dimension1"), ("label", "ga:dimension2")), 0),
        ("ga:clientId", (("segment", "ga:dimension1"), ("income", "ga:dimension2")), 1),
        ("ga:clientId", (("segment", "ga:dimension1"), ("label", "")), 1),
        ("ga:clientId", (), None),
        ("ga:metric1", (("segment", "ga:dimension1"),), None),
    ],
)
def test_a_mapping_that_cannot_be_is_a_fault_of_its_pair(
    shop_project: Project, key: str, pairs: mapping.Mapping, pair: int | None
) -> None:
    for look in (mapping.preview, mapping.check):
        found = look(shop_project, key, pairs)
        assert isinstance(found, MappingFault)
        assert found.what
        assert found.pair == pair


def test_without_anything_said_segment_and_label_go_out(shop_project: Project) -> None:
    found = mapping.suggested(shop_project)
    assert (found.key_header, found.mapping, found.open) == ("ga:clientId", USUAL, ())


def test_columns_that_are_named_for_analytics_go_under_that_name(own_project: Project) -> None:
    own_project.connection.execute("DROP VIEW label_parametric")
    own_project.connection.execute("DROP VIEW semi_label_parametric")
    own_project.connection.execute("ALTER TABLE parametric RENAME COLUMN total_items TO ga_dimension1")
    from segdesk.project.customers import name_segment_views

    name_segment_views(own_project)
    found = mapping.suggested(own_project)
    assert found.mapping == (
        ("segment", "ga:dimension2"),
        ("label", "ga:dimension3"),
        ("ga_dimension1", "ga:dimension1"),
    )
    assert isinstance(mapping.preview(own_project, found.key_header, found.mapping), MappingPreview)


def test_a_saved_mapping_comes_back(shop_project: Project, tmp_path: Path) -> None:
    pairs = (("country", "ga:dimension7"), ("user_id", "ga:dimension3"), ("total_orders", "ga:metric2"))
    path = tmp_path / "schema.csv"
    mapping.save_schema(shop_project, str(path), "ga:dimension3", pairs)
    found = mapping.load_schema(shop_project, str(path))
    assert (found.key_header, found.mapping, found.open) == ("ga:dimension3", pairs, ())
    shown = mapping.preview(shop_project, found.key_header, found.mapping, 1)
    assert isinstance(shown, MappingPreview)
    assert shown.headers == ("ga:dimension7", "ga:dimension3", "ga:metric2")


def test_the_header_line_of_a_data_set_is_filled_as_far_as_possible(
    shop_project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "header.csv"
    path.write_text("ga:dimension2,ga:userId,ga:dimension1,ga:dimension9\n")
    found = mapping.load_schema(shop_project, str(path))
    assert found.key_header == "ga:userId"
    assert found.mapping == (
        ("label", "ga:dimension2"),
        ("user_id", "ga:userId"),
        ("segment", "ga:dimension1"),
    )
    assert found.open == ("ga:dimension9",)


def test_a_mapping_that_cannot_be_is_not_saved(shop_project: Project, tmp_path: Path) -> None:
    with pytest.raises(ActivationError):
        mapping.save_schema(shop_project, str(tmp_path / "schema.csv"), "ga:clientId", ())
    assert list(tmp_path.iterdir()) == []


def test_before_there_are_segments_nothing_can_be_mapped(new_project: Project) -> None:
    assert mapping.columns(new_project) == ()
    assert isinstance(mapping.preview(new_project, "ga:clientId", USUAL), MappingFault)


def test_what_an_export_would_write_is_told_from_the_settings(own_project: Project) -> None:
    found = mapping.settled(own_project)
    assert isinstance(found, MappingPreview)
    assert found.headers == ("ga:clientId", "ga:dimension1", "ga:dimension2")
    own = own_project.settings.export.model_copy(update={"ga360_key": "ga:sessions"})
    own_project.settings = own_project.settings.model_copy(update={"export": own})
    assert isinstance(mapping.settled(own_project), MappingFault)
