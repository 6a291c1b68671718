"""What every warehouse does alike."""

import threading
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest

from segdesk.errors import InputError, SegdeskError
from segdesk.tasks.task import Cancelled
from segdesk.warehouse.base import Column, Warehouse

MOMENT = datetime(2024, 1, 31, 12, 30, tzinfo=UTC)
USERS = pa.table(
    {
        "id": pa.array([1, 2, 3], pa.int64()),
        "name": ["Ann", "Bob", None],
        "spent": [1.5, None, -2.0],
        "born": pa.array([date(2000, 1, 1), None, date(1990, 12, 31)], pa.date32()),
        "seen": pa.array([MOMENT, MOMENT, None], pa.timestamp("us", tz="UTC")),
        "ok": [True, False, None],
        "tags": pa.array([["a", "b"], [], None], pa.list_(pa.string())),
    }
)


def _day(day: int) -> pa.Table:
    hits = [
        [{"type": "PAGE", "product": []}, {"type": "EVENT", "product": [{"sku": f"s{day}", "price": day}]}]
    ]
    product = pa.list_(pa.struct({"sku": pa.string(), "price": pa.int64()}))
    return pa.table(
        {
            "visitor": [f"00{day}"],
            "hits": pa.array(hits, pa.list_(pa.struct({"type": pa.string(), "product": product}))),
        }
    )


TABLES = {"users": USERS, **{f"ga_sessions_2016080{day}": _day(day) for day in (1, 2, 3)}}


@pytest.fixture
def warehouse(open_warehouse) -> Warehouse:
    return open_warehouse(TABLES)


def rows(warehouse: Warehouse, sql: str, **params: Any) -> list[dict]:
    return warehouse.query(sql, params).read_all().to_pylist()


def test_it_says_where_it_is_and_which_state_its_data_has(warehouse):
    assert warehouse.source
    assert warehouse.signature() == warehouse.signature() != ""


def test_tables_come_by_name_and_the_days_as_one(warehouse):
    tables = warehouse.tables()
    assert [table.name for table in tables] == ["ga_sessions_*", "users"]
    assert tables[1].rows == 3
    assert tables[1].column("SPENT") == Column("spent", "FLOAT64")
    assert tables[1].columns == warehouse.schema("users")


def test_columns_have_googlesql_types(warehouse):
    assert [(column.name, column.type) for column in warehouse.schema("users")] == [
        ("id", "INT64"),
        ("name", "STRING"),
        ("spent", "FLOAT64"),
        ("born", "DATE"),
        ("seen", "TIMESTAMP"),
        ("ok", "BOOL"),
        ("tags", "ARRAY<STRING>"),
    ]
    hits = "ARRAY<STRUCT<type STRING, product ARRAY<STRUCT<sku STRING, price INT64>>>>"
    assert warehouse.schema("ga_sessions_*") == (Column("visitor", "STRING"), Column("hits", hits))
    assert warehouse.schema("ga_sessions_20160802") == warehouse.schema("ga_sessions_*")


def test_a_table_that_is_not_there_is_an_input_error(warehouse):
    with pytest.raises(InputError, match="user"):
        warehouse.schema("user")


def test_rows_come_as_arrow_in_googlesql_types(warehouse):
    reader = warehouse.query("SELECT * FROM `users` ORDER BY id")
    assert isinstance(reader, pa.RecordBatchReader)
    table = reader.read_all()
    assert table.to_pylist() == USERS.to_pylist()
    assert [field.type for field in table.schema][:6] == [field.type for field in USERS.schema][:6]


def test_aggregates_are_int64_or_float64(warehouse):
    table = warehouse.query(
        "SELECT COUNT(*) AS n, SUM(id) AS s, AVG(id) AS m, SUM(spent) AS x FROM users"
    ).read_all()
    assert [field.type for field in table.schema] == [pa.int64(), pa.int64(), pa.float64(), pa.float64()]
    assert table.to_pylist() == [{"n": 3, "s": 6, "m": 2.0, "x": -0.5}]


def test_named_parameters(warehouse):
    sql = (
        "SELECT id FROM users WHERE (@name IS NULL OR name = @name) "
        "AND id <= @most AND @day < DATE '2025-01-01'"
    )
    assert rows(warehouse, sql, name="Bob", most=2, day=date(2024, 1, 1)) == [{"id": 2}]
    assert rows(warehouse, sql + " ORDER BY id", name=None, most=2, day=date(2024, 1, 1)) == [
        {"id": 1},
        {"id": 2},
    ]


def test_wildcard_tables_and_nested_data(warehouse):
    sql = (
        "SELECT _TABLE_SUFFIX AS day, visitor, sku, price FROM `ga_sessions_*`, UNNEST(hits) AS hits, "
        "UNNEST(hits.product) WHERE _TABLE_SUFFIX BETWEEN '20160802' AND '20160803' AND type = "
        "'EVENT' ORDER BY day"
    )
    assert rows(warehouse, sql) == [
        {"day": "20160802", "visitor": "002", "sku": "s2", "price": 2},
        {"day": "20160803", "visitor": "003", "sku": "s3", "price": 3},
    ]
    assert rows(warehouse, "SELECT visitor FROM `ga_sessions_20160801`") == [{"visitor": "001"}]


def test_wildcard_tables_and_named_elements(warehouse):
    sql = (
        "SELECT _TABLE_SUFFIX AS day, s.visitor AS visitor, p.sku AS sku FROM `ga_sessions_*` AS s, "
        "UNNEST(s.hits) AS h, UNNEST(h.product) AS p WHERE _TABLE_SUFFIX >= '20160802' AND h.type = 'EVENT' "
        "ORDER BY day"
    )
    assert rows(warehouse, sql) == [
        {"day": "20160802", "visitor": "002", "sku": "s2"},
        {"day": "20160803", "visitor": "003", "sku": "s3"},
    ]


def test_views_build_on_each_other_and_can_be_replaced_and_dropped(warehouse):
    warehouse.execute("CREATE OR REPLACE VIEW `first_view` AS SELECT id FROM `users` WHERE id > 1")
    warehouse.execute("CREATE OR REPLACE VIEW `second_view` AS SELECT COUNT(*) AS n FROM `first_view`")
    assert rows(warehouse, "SELECT n FROM `second_view`") == [{"n": 2}]
    warehouse.execute("CREATE OR REPLACE VIEW `first_view` AS SELECT id FROM `users`")
    assert rows(warehouse, "SELECT n FROM `second_view`") == [{"n": 3}]
    warehouse.drop("second_view")
    with pytest.raises(InputError):
        warehouse.schema("second_view")


def test_a_table_made_by_a_statement_keeps_its_rows(warehouse):
    warehouse.execute(
        "CREATE OR REPLACE TABLE `made` AS SELECT id, spent FROM `users` WHERE id <= @most", {"most": 2}
    )
    assert rows(warehouse, "SELECT COUNT(*) AS n FROM made") == [{"n": 2}]
    warehouse.drop("made")


def test_loading_replaces(warehouse):
    warehouse.load("crm", pa.table({"customer_id": ["7"], "income": [1.5]}))
    warehouse.load("crm", pa.table({"customer_id": ["8", "9"]}))
    assert warehouse.schema("crm") == (Column("customer_id", "STRING"),)
    assert rows(warehouse, "SELECT * FROM `crm` ORDER BY customer_id") == [
        {"customer_id": "8"},
        {"customer_id": "9"},
    ]
    warehouse.drop("crm")
    with pytest.raises(InputError):
        warehouse.schema("crm")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT nope FROM users",
        "SELECT * FROM nowhere",
        "SELEC 1",
        "SELECT 1 / 0 AS x",
        "SELECT @missing AS x",
        "DROP TABLE users",
        "SELECT id FROM users; SELECT 1",
    ],
)
def test_what_cannot_run_is_an_error_for_a_person(warehouse, sql):
    with pytest.raises(SegdeskError) as refused:
        warehouse.query(sql).read_all()
    assert refused.value.what
    assert "Traceback" not in str(refused.value)


def test_a_running_statement_is_cancelled_from_another_thread(warehouse):
    product = ", ".join(f"UNNEST(GENERATE_ARRAY(1, 10000)) AS x{i}" for i in range(4))
    outcome: list[BaseException] = []

    def work() -> None:
        try:
            warehouse.query(f"SELECT COUNT(*) AS n FROM {product}").read_all()
        except Exception as stopped:  # noqa: BLE001 - whatever it is
            outcome.append(stopped)

    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive():
        warehouse.cancel()
        thread.join(0.05)
    assert [type(stopped) for stopped in outcome] == [Cancelled]
    assert rows(warehouse, "SELECT 1 AS one") == [{"one": 1}]


def test_closing_twice_is_fine(warehouse):
    warehouse.close()
    warehouse.close()
