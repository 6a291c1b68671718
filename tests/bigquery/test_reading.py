"""Rows come down as Arrow in streams, go on where a connection was cut, and by REST where they must."""

import gc
import threading
import time
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from segdesk.errors import WarehouseError
from segdesk.tasks.task import Cancelled
from tests.bigquery.shop import QUICK, Heard, Shop, rows, shop_in

MANY = 60_000
READ_ROWS = "BigQueryRead/ReadRows"
CREATE_SESSION = "BigQueryRead/CreateReadSession"
PEOPLE = pa.table(
    {
        "id": pa.array(range(MANY), pa.int64()),
        "name": pa.array([f"name {i}" for i in range(MANY)]),
        "spent": pa.array([None if i % 7 == 0 else i / 3 for i in range(MANY)], pa.float64()),
    }
)


@pytest.fixture
def shop(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    for shop in shop_in(stand_in, monkeypatch):
        shop.put({"people": PEOPLE})
        yield shop


def asked(shop: Shop, method: str) -> list[dict[str, Any]]:
    return [each["body"] for each in shop.log() if each["kind"] == "grpc" and each["method"] == method]


def test_rows_come_in_several_streams_and_none_is_lost_or_doubled(shop):
    table = shop.open().query("SELECT * FROM people").read_all()
    assert len({each["stream"] for each in asked(shop, "ReadRows")}) > 1
    assert table.sort_by("id").equals(PEOPLE)


def test_rows_that_are_ordered_come_in_that_order(shop):
    table = shop.open().query("SELECT * FROM people ORDER BY id DESC").read_all()
    assert len(asked(shop, "ReadRows")) == 1
    assert table.column("id").to_pylist() == list(range(MANY))[::-1]


def test_no_rows_still_have_columns(shop):
    table = shop.open().query("SELECT * FROM people WHERE id < 0").read_all()
    assert table.num_rows == 0
    assert table.schema == PEOPLE.schema


@pytest.mark.parametrize("order", ["", " ORDER BY id"])
def test_a_stream_that_is_cut_goes_on_at_the_next_row(shop, order):
    shop.fault(READ_ROWS, reason="UNAVAILABLE", after_messages=2, times=3)
    table = shop.open().query(f"SELECT * FROM people{order}").read_all()
    assert table.sort_by("id").equals(PEOPLE)
    offsets = [each["offset"] for each in asked(shop, "ReadRows")]
    assert sum(offset > 0 for offset in offsets) >= 1
    assert len(asked(shop, "CreateReadSession")) == 1


def test_a_stream_that_never_gets_on_ends_with_a_sentence(shop):
    warehouse = shop.open(patience=QUICK)
    shop.fault(READ_ROWS, reason="UNAVAILABLE", times=1000)
    begun = time.monotonic()
    with pytest.raises(WarehouseError, match="out of order at the moment"):
        rows(warehouse, "SELECT * FROM people")
    assert 1 < time.monotonic() - begun < 15


def test_a_stream_that_is_refused_is_not_tried_again(shop):
    warehouse = shop.open()
    shop.fault(
        READ_ROWS, reason="PERMISSION_DENIED", message="bigquery.readsessions.getData denied", times=1000
    )
    with pytest.raises(WarehouseError, match="readSessionUser"):
        rows(warehouse, "SELECT * FROM people ORDER BY id")
    assert len(asked(shop, "ReadRows")) == 1


@pytest.mark.parametrize(
    ("fault", "todo"),
    [
        (
            {
                "reason": "PERMISSION_DENIED",
                "message": "BigQuery Storage API has not been used in project 1 before or it is disabled.",
            },
            "have the BigQuery Storage API enabled",
        ),
        ({"reason": "UNIMPLEMENTED", "message": "unknown service"}, "let through"),
        ({"reason": "UNAVAILABLE", "message": "failed to connect to all addresses"}, "let through"),
    ],
)
def test_without_the_storage_api_rows_come_slowly_and_it_says_so(shop, fault, todo):
    heard = Heard()
    warehouse = shop.open(heard.task(), patience=QUICK)
    shop.fault(CREATE_SESSION, times=1000, **fault)
    table = warehouse.query("SELECT * FROM people WHERE id < 2500 ORDER BY id").read_all()
    assert table.equals(PEOPLE[:2_500])
    assert any("reading slowly" in text for text in heard.texts)
    assert any("2,500 of 2,500 rows" in text for text in heard.texts)
    [note] = warehouse.notes
    assert "cannot be used" in note
    assert todo in note
    tries = len(asked(shop, "CreateReadSession"))
    assert len(rows(warehouse, "SELECT id FROM people WHERE id < 10")) == 10
    assert len(asked(shop, "CreateReadSession")) == tries


def test_where_there_is_no_storage_api_at_all_rest_is_used(shop, monkeypatch):
    monkeypatch.delenv("SEGDESK_BIGQUERY_STORAGE")
    table = shop.open().query("SELECT * FROM people WHERE id < 2500 ORDER BY id").read_all()
    assert table.equals(PEOPLE[:2_500])


TYPES = """
SELECT 1 AS i, 1.5 AS f, TRUE AS b, 'x' AS s, DATE '2024-02-29' AS d, TIMESTAMP '2024-02-29 10:00:00+00' AS t,
  ['a', 'b'] AS l, STRUCT(1 AS x, 'y' AS y) AS r, [STRUCT(1 AS x)] AS lr, CAST(NULL AS STRING) AS n
"""


def test_both_ways_give_the_same_types_and_values(shop, monkeypatch):
    fast = shop.open().query(TYPES).read_all()
    monkeypatch.delenv("SEGDESK_BIGQUERY_STORAGE")
    slow = shop.open().query(TYPES).read_all()
    assert fast.schema == slow.schema
    assert fast.to_pylist() == slow.to_pylist()
    assert fast.schema.field("lr").type == pa.list_(pa.struct([("x", pa.int64())]))


def _threads() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "segdesk-rows"]


def _wait_until(true: Any) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_cancel_ends_the_reading(shop):
    warehouse = shop.open()
    reader = warehouse.query("SELECT * FROM people ORDER BY id")
    reader.read_next_batch()
    warehouse.cancel()
    with pytest.raises(Cancelled):
        reader.read_all()
    _wait_until(lambda: not _threads())
    assert len(rows(warehouse, "SELECT id FROM people WHERE id < 10")) == 10


def test_a_cancel_ends_the_wait_for_a_broken_stream(shop):
    warehouse = shop.open()
    shop.fault(READ_ROWS, reason="UNAVAILABLE", times=1000)
    reader = warehouse.query("SELECT * FROM people")
    timer = threading.Timer(0.3, warehouse.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        reader.read_all()
    _wait_until(lambda: not _threads())


def test_rows_that_nobody_takes_do_not_pile_up_and_can_be_left(shop):
    warehouse = shop.open()
    reader = warehouse.query("SELECT * FROM people")
    first = reader.read_next_batch()
    _wait_until(lambda: all(each.is_alive() for each in _threads()))
    # Four streams of 60,000 rows in messages of 2,048: the threads wait with most of them unread.
    assert len(_threads()) >= 1
    assert first.num_rows <= 2_048
    del reader, first
    gc.collect()
    _wait_until(lambda: not _threads())


def test_readers_that_stop_after_the_first_rows_do_not_keep_the_next_one_waiting(shop):
    warehouse = shop.open(patience=QUICK)
    # Four streams each: more than gRPC has threads, which are 32 at most however many cores there are.
    for _ in range(9):
        warehouse.query("SELECT * FROM people").read_next_batch()
    gc.collect()
    _wait_until(lambda: not _threads())
    table = warehouse.query("SELECT * FROM people").read_all()
    assert table.sort_by("id").equals(PEOPLE)


def test_sums_are_those_of_the_rows(shop):
    table = shop.open().query("SELECT id, spent FROM people").read_all()
    assert pc.sum(table.column("id")).as_py() == MANY * (MANY - 1) // 2
