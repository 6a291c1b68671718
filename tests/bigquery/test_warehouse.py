"""The warehouse in BigQuery: where it reads and works, what it makes there, and what it leaves alone."""

import re
import secrets
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from google.cloud import bigquery

from segdesk.errors import InputError, UsageError, WarehouseError
from segdesk.project.ledger import Made, MadeObject
from segdesk.tasks.task import Cancelled
from segdesk.warehouse.base import Bills, CanPreview, Column, Keeps
from tests.bigquery.shop import QUICK, Heard, Shop, rows, shop_in

USERS = pa.table({"id": [1, 2, 3], "name": ["Ann", "Bob", None]})


def _day(day: int) -> pa.Table:
    product = pa.list_(pa.struct({"sku": pa.string()}))
    hits = pa.array([[{"product": [{"sku": f"s{day}"}]}]] * day, pa.list_(pa.struct({"product": product})))
    return pa.table({"visitor": [f"v{day}"] * day, "hits": hits})


@pytest.fixture
def shop(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    for shop in shop_in(stand_in, monkeypatch):
        shop.put({"users": USERS})
        yield shop


def labels(shop: Shop, name: str) -> dict[str, str]:
    return dict(shop.client.get_table(f"{shop.project}.{shop.work}.{name}").labels)


# -- opening


def test_it_can_what_the_steps_ask_of_bigquery(shop):
    warehouse = shop.open()
    assert isinstance(warehouse, Keeps)
    assert isinstance(warehouse, CanPreview)
    assert isinstance(warehouse, Bills)
    assert warehouse.source == shop.source
    assert warehouse.place.location == "EU"


def test_opening_makes_and_bills_nothing(shop):
    shop.tell("reset", {})
    warehouse = shop.open()
    warehouse.tables()
    warehouse.signature()
    warehouse.preview("users", 2)
    assert {each["method"] for each in shop.log() if each["kind"] == "http"} == {"GET"}
    assert warehouse.jobs() == ()
    assert warehouse.made() == ()


def test_a_source_without_a_dataset_names_those_that_are_there(shop, monkeypatch):
    monkeypatch.setattr(Shop, "source", f"bigquery:{shop.project}")
    with pytest.raises(InputError, match="names no dataset") as refused:
        shop.open()
    assert shop.dataset in refused.value.why


def test_a_dataset_that_is_not_there_offers_the_near_ones(shop, monkeypatch):
    monkeypatch.setattr(Shop, "source", f"{shop.source}x")
    with pytest.raises(InputError, match="There is no dataset") as refused:
        shop.open()
    assert shop.dataset in refused.value.todo


def test_a_source_that_cannot_be_read_is_wrong_usage(shop, monkeypatch):
    monkeypatch.setattr(Shop, "source", "bigquery:no project!")
    with pytest.raises(UsageError):
        shop.open()


def test_another_location_than_the_sources_is_refused(shop):
    assert shop.open(location="eu").place.location == "EU"
    with pytest.raises(InputError, match="is not in US"):
        shop.open(location="US")


def test_a_work_dataset_elsewhere_is_refused_before_anything_runs(shop):
    shop.make_dataset("us_" + shop.work, "US")
    warehouse = shop.open(dataset="us_" + shop.work)
    with pytest.raises(InputError, match="cannot be worked in") as refused:
        warehouse.execute("CREATE TABLE `t` AS SELECT 1 AS x")
    assert "it is in US, and the source is in EU" in refused.value.why
    assert warehouse.jobs() == ()


# -- the source's tables


def test_days_are_one_table_with_their_rows_and_bytes_together(shop):
    shop.put({f"ga_sessions_2016080{day}": _day(day) for day in (1, 2, 3)})
    tables = {table.name: table for table in shop.open().tables()}
    assert list(tables) == ["ga_sessions_*", "users"]
    assert tables["ga_sessions_*"].rows == 6
    single = shop.client.get_table(f"{shop.project}.{shop.dataset}.ga_sessions_20160803")
    assert (tables["ga_sessions_*"].bytes or 0) > single.num_bytes
    assert tables["users"].bytes == shop.client.get_table(f"{shop.project}.{shop.dataset}.users").num_bytes


def test_every_page_of_a_long_list_is_read(shop):
    days = {f"ga_sessions_2016{1 + d // 28:02}{1 + d % 28:02}": _day(1) for d in range(70)}
    shop.put(days)
    heard = Heard()
    warehouse = shop.open(heard.task())
    assert warehouse.tables()[0].rows == 70
    assert len(shop.log(f"GET /bigquery/v2/projects/{shop.project}/datasets/{shop.dataset}/tables")) > 70
    assert any(text.startswith("Listing the tables: ") for text in heard.texts)


def test_a_views_rows_are_not_counted_nor_shown(shop):
    shop.sql(f"CREATE VIEW `{shop.project}.{shop.dataset}.names` AS SELECT name FROM `{shop.dataset}.users`")
    warehouse = shop.open()
    view = next(table for table in warehouse.tables() if table.name == "names")
    assert (view.rows, view.bytes, view.columns) == (None, None, (Column("name", "STRING"),))
    with pytest.raises(InputError, match="cannot be shown"):
        warehouse.preview("names", 3)


def test_the_first_rows_are_shown_without_a_query(shop):
    shop.put({f"ga_sessions_2016080{day}": _day(day) for day in (1, 2, 3)})
    warehouse = shop.open()
    assert warehouse.preview("users", 2).to_pylist() == USERS.slice(0, 2).to_pylist()
    assert warehouse.preview("ga_sessions_*", 9).to_pylist() == _day(3).to_pylist()
    assert warehouse.jobs() == ()
    with pytest.raises(InputError, match="Did you mean users"):
        warehouse.preview("user", 2)


def test_the_signature_changes_with_the_sources_tables_alone(shop):
    before = shop.open().signature()
    warehouse = shop.open()
    warehouse.execute("CREATE TABLE `t` AS SELECT 1 AS x")
    assert shop.open().signature() == before
    shop.put({"users": USERS.slice(0, 2)})
    changed = shop.open().signature()
    assert changed != before
    shop.put({"orders": USERS})
    assert shop.open().signature() not in (before, changed)


def test_what_is_made_in_the_sources_own_dataset_is_no_source(shop):
    before = shop.open(dataset=shop.dataset).signature()
    warehouse = shop.open(dataset=shop.dataset, prefix="seg_")
    warehouse.execute("CREATE TABLE `t` AS SELECT id FROM `users`")
    again = shop.open(dataset=shop.dataset, prefix="seg_")
    assert [table.name for table in again.tables()] == ["users"]
    assert again.signature() == before
    assert again.schema("t") == (Column("id", "INT64"),)


# -- names


def test_what_was_made_is_found_again_under_its_name(shop):
    first = shop.open(prefix="x_")
    first.execute("CREATE VIEW `v` AS SELECT id FROM `users`")
    first.load("crm", pa.table({"key": ["a"]}))
    again = shop.open(prefix="x_")
    assert again.schema("crm") == (Column("key", "STRING"),)
    assert rows(again, "SELECT COUNT(*) AS n FROM `v`") == [{"n": 3}]
    assert rows(again, "SELECT crm.key FROM crm") == [{"key": "a"}]
    with pytest.raises(InputError, match="There is no table crm"):
        shop.open(prefix="y_").schema("crm")


def test_a_persons_sql_means_the_sources_table_and_segdesks_what_it_made(shop):
    sql = "CREATE OR REPLACE TABLE `users` AS SELECT id FROM `users` WHERE id > 1"
    first = shop.open()
    first.run(sql, what="Features: users")
    assert rows(first, "SELECT COUNT(*) AS n FROM `users`") == [{"n": 2}]
    again = shop.open()
    assert rows(again, "SELECT COUNT(*) AS n FROM `users`") == [{"n": 3}]
    assert again.read("SELECT COUNT(*) AS n FROM `users`", what="x").read_all().to_pylist() == [{"n": 2}]
    again.run(sql, what="Features: users")
    assert again.read("SELECT COUNT(*) AS n FROM `users`", what="x").read_all().to_pylist() == [{"n": 2}]


def test_a_table_that_is_not_there_offers_the_near_ones_and_its_place(shop):
    with pytest.raises(InputError) as refused:
        rows(shop.open(), "SELECT *\nFROM `user`")
    assert refused.value.what == "There is no table user"
    assert "line 2, column 7" in refused.value.why
    assert refused.value.todo == "Did you mean users?"


def test_a_wrong_name_is_placed_where_it_was_written(shop):
    with pytest.raises(WarehouseError, match=re.escape("line 2, column 3")):
        rows(shop.open(prefix="x_"), "SELECT *,\n  nope FROM `users` AS u")


# -- what it makes


def test_the_work_dataset_is_made_where_the_source_is_and_labelled(shop):
    warehouse = shop.open()
    warehouse.execute("CREATE TABLE `t` AS SELECT 1 AS x")
    made = shop.client.get_dataset(f"{shop.project}.{shop.work}")
    assert (made.location, made.labels) == ("EU", {"app": "segdesk"})
    path = f"{shop.project}.{shop.work}"
    assert warehouse.made() == (MadeObject(path, Made.DATASET), MadeObject(f"{path}.t", Made.TABLE))
    assert [each.path for each in shop.open().made()] == []


def test_a_work_dataset_that_is_there_is_not_segdesks(shop):
    shop.make_dataset(shop.work)
    warehouse = shop.open()
    warehouse.execute("CREATE TABLE `t` AS SELECT 1 AS x")
    assert [each.kind for each in warehouse.made()] == [Made.TABLE]


def test_everything_that_is_made_carries_the_label_and_can_be_removed(shop):
    warehouse = shop.open(prefix="x_")
    warehouse.execute("CREATE OR REPLACE TABLE `t` AS SELECT 1.5 AS x UNION ALL SELECT 2 UNION ALL SELECT 9")
    warehouse.execute("CREATE OR REPLACE VIEW `v` AS SELECT x FROM `t`")
    warehouse.load("l", pa.table({"a": [1]}))
    warehouse.run(
        "CREATE OR REPLACE MODEL `m` OPTIONS(model_type = 'KMEANS', num_clusters = 2) AS SELECT x FROM `t`",
        what="Sweep: k = 2",
    )
    assert all(labels(shop, name)["app"] == "segdesk" for name in ("x_t", "x_v", "x_l"))
    model = shop.client.get_model(f"{shop.project}.{shop.work}.x_m")
    assert model.labels == {"app": "segdesk"}
    kinds = {each.path.rsplit(".", 1)[1]: each.kind for each in warehouse.made()[1:]}
    assert kinds == {"x_t": Made.TABLE, "x_v": Made.VIEW, "x_l": Made.TABLE, "x_m": Made.MODEL}
    for name in ("v", "t", "l", "m"):
        warehouse.drop(name)
    assert [each.kind for each in warehouse.made()] == [Made.DATASET]
    warehouse.execute("DROP TABLE IF EXISTS `t`")
    with pytest.raises(InputError, match="cannot be removed"):
        warehouse.execute("DROP TABLE `t`")


def test_what_was_too_late_to_cancel_is_kept_and_labelled(shop):
    warehouse = shop.open(patience=QUICK)
    shop.slow("KMEANS", running=0.5)
    shop.fault("POST .*/cancel$", status=503, reason="backendError", times=1000)
    cancel = threading.Timer(0.2, warehouse.cancel)
    sql = (
        "CREATE MODEL `m` OPTIONS(model_type = 'KMEANS', num_clusters = 2) AS"
        " SELECT x FROM UNNEST([1.5, 2, 9]) AS x"
    )
    cancel.start()
    with pytest.raises(Cancelled):
        warehouse.run(sql, what="Sweep: k = 2")
    assert shop.client.get_model(f"{shop.project}.{shop.work}.m").labels == {"app": "segdesk"}
    assert [each.kind for each in warehouse.made()] == [Made.DATASET, Made.MODEL]
    assert [job.outcome for job in warehouse.jobs()] == ["done"]


@pytest.mark.parametrize(
    "attempt",
    [
        lambda warehouse: warehouse.execute("CREATE OR REPLACE TABLE `theirs` AS SELECT 1 AS x"),
        lambda warehouse: warehouse.execute("CREATE OR REPLACE VIEW `theirs` AS SELECT 1 AS x"),
        lambda warehouse: warehouse.run("INSERT INTO `theirs` (id) SELECT 1", what="x"),
        lambda warehouse: warehouse.load("theirs", pa.table({"id": [1]})),
        lambda warehouse: warehouse.load("theirs", pa.table({"other": [1]})),
        lambda warehouse: warehouse.drop("theirs"),
        lambda warehouse: warehouse.execute("DROP TABLE `theirs`"),
    ],
)
def test_what_segdesk_has_not_made_is_left_alone(shop, attempt):
    shop.make_dataset(shop.work)
    shop.put({"theirs": USERS}, shop.work)
    warehouse = shop.open()
    with pytest.raises(InputError, match="is left alone"):
        attempt(warehouse)
    assert warehouse.jobs() == ()
    assert len(shop.sql(f"SELECT * FROM `{shop.project}.{shop.work}.theirs`")) == 3


def test_a_table_takes_the_place_of_a_view_of_segdesks_and_the_other_way_round(shop):
    warehouse = shop.open()
    for kind in ("VIEW", "TABLE", "VIEW"):
        warehouse.execute(f"CREATE OR REPLACE {kind} `thing` AS SELECT id FROM `users`")
        assert shop.client.get_table(f"{shop.project}.{shop.work}.thing").table_type == kind
    warehouse.load("thing", USERS)
    assert [each.kind for each in warehouse.made()] == [Made.DATASET, Made.TABLE]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM `users` WHERE TRUE",
        "UPDATE `users` SET id = 1 WHERE TRUE",
        "TRUNCATE TABLE `users`",
        "CREATE TABLE `p.d.t` AS SELECT 1 AS x",
        "DROP TABLE `p.d.t`",
        "DROP SCHEMA x",
        "SELECT 1",
        "EXPORT DATA OPTIONS(uri = 'gs://x') AS SELECT 1",
        "CREATE TABLE `a` AS SELECT 1 AS x; DROP TABLE `b`",
    ],
)
def test_statements_that_make_nothing_of_segdesks_are_never_sent(shop, sql):
    warehouse = shop.open()
    shop.tell("reset", {})
    for way in (warehouse.execute, lambda text: warehouse.run(text, what="x")):
        with pytest.raises(WarehouseError):
            way(sql)
    assert shop.log() == []


def test_parameters_are_asked_for_by_queries_and_written_into_what_stays(shop):
    warehouse = shop.open()
    assert rows(warehouse, "SELECT id FROM users WHERE name = @Name", name="Bob") == [{"id": 2}]
    warehouse.execute("CREATE VIEW `v` AS SELECT id FROM `users` WHERE name = @name", {"name": "Bob"})
    assert rows(warehouse, "SELECT id FROM `v`") == [{"id": 2}]
    sent = [each["configuration"] for each in shop.sent()]
    asked = [each["query"] for each in sent if "query" in each]
    assert [each["query"].count("Bob") for each in asked if "VIEW" in each["query"]] == [1]
    assert not any("Bob" in each["query"] for each in asked if "VIEW" not in each["query"])


# -- loading


def test_a_load_keeps_types_lists_and_structs(shop):
    data = pa.table(
        {
            "i": pa.array([1, None], pa.int32()),
            "f": pa.array([1.5, None], pa.float32()),
            "s": pa.array(["a", "b"]).dictionary_encode(),
            "l": [["x", "y"], []],
            "r": [{"a": 1, "b": "z"}, {"a": 2, "b": None}],
            "n": pa.array([None, None]),
        }
    )
    warehouse = shop.open()
    warehouse.load("t", data)
    assert [column.type for column in warehouse.schema("t")] == [
        "INT64",
        "FLOAT64",
        "STRING",
        "ARRAY<STRING>",
        "STRUCT<a INT64, b STRING>",
        "STRING",
    ]
    assert rows(warehouse, "SELECT * FROM t ORDER BY s") == data.to_pylist()
    [job, *_] = warehouse.jobs()
    assert (job.what, job.cost, job.outcome) == ("Table: t", 0.0, "done")


def test_rows_that_come_batch_by_batch_are_not_held_together(shop):
    """15 batches of 1.6 MB that no compression makes smaller."""
    schema = pa.schema({"n": pa.int32(), "text": pa.string()})
    held: list[int] = []

    def batches() -> Iterator[pa.RecordBatch]:
        for _ in range(15):
            held.append(tracemalloc.get_traced_memory()[0] + pa.total_allocated_bytes())
            texts = [secrets.token_urlsafe(1200) for _ in range(1000)]
            yield pa.record_batch([pa.array(range(1000), pa.int32()), pa.array(texts)], schema=schema)

    warehouse = shop.open()
    warehouse.tables()  # what is imported and remembered at first is none of the rows
    tracemalloc.start()
    try:
        warehouse.load("t", pa.RecordBatchReader.from_batches(schema, batches()))
    finally:
        tracemalloc.stop()
    assert max(held) - held[0] < 8_000_000
    (row,) = shop.sql(
        f"SELECT COUNT(*) AS n, SUM(n) AS s, MIN(LENGTH(text)) AS l FROM `{shop.project}.{shop.work}.t`"
    )
    assert row == {"n": 15_000, "s": 15 * 499_500, "l": 1600}


def test_a_load_replaces_what_segdesk_had_loaded_whatever_its_columns(shop):
    warehouse = shop.open()
    warehouse.load("t", pa.table({"a": [1, 2], "b": ["x", "y"]}))
    warehouse.load("t", pa.table({"c": [1.5]}))
    assert rows(warehouse, "SELECT * FROM t") == [{"c": 1.5}]
    assert labels(shop, "t") == {"app": "segdesk"}


def test_a_load_that_bigquery_refuses_is_told_in_words(shop):
    warehouse = shop.open()
    message = "Provided Schema does not match Table p:d.t. Field a has changed type from STRING to INTEGER"
    shop.tell("faults", [{"at": "job", "reason": "invalid", "message": message, "times": 9}])
    with pytest.raises(WarehouseError, match="has changed type from STRING to INTEGER"):
        warehouse.load("t", pa.table({"a": [1]}))


def test_a_load_that_made_other_columns_is_refused(shop, monkeypatch):
    warehouse = shop.open()
    real = bigquery.Client.get_table

    def with_one_more(client: bigquery.Client, *args: Any, **more: Any) -> bigquery.Table:
        found = real(client, *args, **more)
        found.schema = [*found.schema, bigquery.SchemaField("more", "STRING")]
        return found

    monkeypatch.setattr(bigquery.Client, "get_table", with_one_more)
    with pytest.raises(WarehouseError, match="other columns of t"):
        warehouse.load("t", pa.table({"a": [1]}))


def test_an_upload_is_sent_again_after_a_failure_that_passes(shop):
    warehouse = shop.open(patience=QUICK)
    shop.fault("POST /(resumable/)?upload/", status=503, reason="backendError", times=2)
    warehouse.load("t", pa.table({"a": [1, 2, 3]}))
    assert rows(warehouse, "SELECT COUNT(*) AS n FROM t") == [{"n": 3}]


def test_a_type_that_bigquery_has_none_for_is_refused(shop):
    with pytest.raises(InputError, match="holds lists of lists"):
        shop.open().load("t", pa.table({"l": [[[1]]]}))


# -- at home


OFFLINE = """
import sys
from pathlib import Path
from segdesk.project.file import Project
from segdesk.project.settings import ConnectSettings, Settings
import segdesk.review.held, segdesk.steps.pipeline, segdesk.steps.source, segdesk.steps.export
import segdesk.review.connect, segdesk.review.features, segdesk.review.sweep, segdesk.review.clusters
with Project.create(Path(sys.argv[1])) as project:
    project.settings = Settings(connect=ConnectSettings(source="bigquery:my-project.shop"))
with Project.open(Path(sys.argv[1])) as project:
    assert project.settings.connect.source.startswith("bigquery:")
loaded = [name for name in sys.modules if name.startswith(("google.cloud", "google.auth", "grpc"))]
assert not loaded, loaded
"""


def test_a_project_from_bigquery_opens_without_googles_libraries(tmp_path):
    subprocess.run([sys.executable, "-c", OFFLINE, str(tmp_path / "p.segdesk")], check=True)
