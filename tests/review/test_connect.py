"""What the Connect tab shows of a source."""

import json
import pickle
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from segdesk import paths
from segdesk.errors import SegdeskError
from segdesk.project.file import Project
from segdesk.project.settings import ConnectSettings, FeaturesSettings, RecipeName, Settings
from segdesk.review import connect
from segdesk.steps import connect as step
from segdesk.tasks.task import Task


def connected(project: Project, folder: Path) -> None:
    project.settings = Settings(connect=ConnectSettings(source=str(folder)))
    step.run(project, project.settings, Task())


def test_the_tables_are_those_that_connect_listed(shop_project: Project) -> None:
    found = pickle.loads(pickle.dumps(connect.source(shop_project)))
    assert [table.name for table in found.tables] == ["events", "order_items", "orders", "products", "users"]
    users = found.tables[-1]
    assert users.rows == 600
    assert ("email", "STRING") in [(column.name, column.type) for column in users.columns]


def test_a_shops_tables_suggest_the_recipe_for_shops(shop_project: Project) -> None:
    assert connect.detect(shop_project).recipe is RecipeName.THELOOK


def test_sessions_suggest_the_recipe_for_analytics(new_project: Project, sessions: Path) -> None:
    connected(new_project, sessions)
    assert connect.detect(new_project).recipe is RecipeName.GA360
    first = connect.preview(new_project, "ga_sessions_*", 3)
    assert len(first.rows) == 3
    hits = [column.name for column in first.columns].index("hits")
    assert all(len(row[hits] or "") <= connect.LONGEST_CELL for row in first.rows)


def test_other_tables_suggest_their_customers_and_the_key(new_project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "orders.csv").write_text("id,customer_id,price\n1,a,3\n2,b,4\n")
    (folder / "customers.csv").write_text("name,customer_id,visits\nAnn,a,3\nBen,b,4\n")
    connected(new_project, folder)
    found = connect.detect(new_project)
    assert (found.recipe, found.table, found.key) == (RecipeName.CUSTOM, "customers", "customer_id")
    assert connect.Missing(RecipeName.THELOOK, "users") in found.missing


def test_a_missing_column_is_named_with_its_table(new_project: Project, shop: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(shop, folder)
    users = next(folder.glob("users*"))
    pq.write_table(pq.read_table(users).drop_columns(["country"]), users)
    connected(new_project, folder)
    missing = connect.detect(new_project).missing
    assert connect.Missing(RecipeName.THELOOK, "users", "country") in missing


def test_a_recipe_works_where_the_tables_have_what_it_reads(new_project: Project, shop: Path) -> None:
    connected(new_project, shop)
    found = connect.source(new_project)
    custom = FeaturesSettings(recipe=RecipeName.CUSTOM)
    assert connect.works(FeaturesSettings(), found)
    assert not connect.works(FeaturesSettings(recipe=RecipeName.GA360), found)
    assert not connect.works(custom, found)
    assert connect.works(custom.model_copy(update={"table": "users", "key": "ID"}), found)
    assert not connect.works(custom.model_copy(update={"table": "users", "key": "customer"}), found)
    assert not connect.works(custom.model_copy(update={"key": "id"}), found)  # which of five tables?
    assert connect.works(custom.model_copy(update={"sql": "SELECT 1 AS id"}), found)


def test_a_preset_recipe_can_be_used_as_it_is(new_project: Project, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("name,customer_id,visits\nAnn,a,3\nBen,b,4\n")
    connected(new_project, file)
    found = connect.source(new_project)
    assert found.suggestion is not None
    assert connect.works(connect.preset(found.suggestion), found)


def test_before_the_first_run_there_is_nothing_to_suggest(new_project: Project) -> None:
    assert connect.source(new_project).suggestion is None


def test_a_preview_shows_the_first_rows_as_text(shop_project: Project) -> None:
    found = connect.preview(shop_project, "orders", 7)
    names = [column.name for column in found.columns]
    assert len(found.rows) == 7
    assert found.rows[0][names.index("order_id")] == "1"
    assert any(row[names.index("returned_at")] is None for row in found.rows)
    assert all(":" in (row[names.index("created_at")] or "") for row in found.rows)


def test_nested_values_can_be_read(new_project: Project, tmp_path: Path) -> None:
    rows = pa.table(
        {
            "id": ["a", "b"],
            "tags": pa.array([["x", "y"], None], pa.list_(pa.string())),
            "home": pa.array([{"city": "Köln", "zip": 5}, {"city": "Bonn", "zip": None}]),
            "paid": [True, False],
        }
    )
    pq.write_table(rows, tmp_path / "people.parquet")
    connected(new_project, tmp_path / "people.parquet")
    first, second = connect.preview(new_project, "people").rows
    assert first[0] == "a"
    assert json.loads(first[1] or "") == ["x", "y"]
    assert json.loads(first[2] or "") == {"city": "Köln", "zip": 5}
    assert json.loads(second[2] or "") == {"city": "Bonn"}
    assert first[3] == "true"
    assert second[1] is None


def test_a_sample_that_is_not_here_is_not_made_for_a_preview(
    new_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    new_project.settings = Settings(connect=ConnectSettings(sample_customers=1_000))
    with pytest.raises(SegdeskError, match="not on this machine"):
        connect.preview(new_project, "users")
    assert not (tmp_path / "cache").exists()
    step.run(new_project, new_project.settings, Task())
    assert len(connect.preview(new_project, "users", 5).rows) == 5


def test_a_table_that_is_gone_is_an_error_for_a_person(shop_project: Project) -> None:
    with pytest.raises(SegdeskError, match="no table returns"):
        connect.preview(shop_project, "returns")
