"""Parquet files, in one type for each of GoogleSQL's, and united by name."""

from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from segdesk.errors import InputError


def types(warehouse, table: str = "t") -> dict[str, str]:
    return {column.name: column.type for column in warehouse.schema(table)}


def test_every_type_becomes_the_one_that_googlesql_has(over, rows, tmp_path):
    moment = datetime(2024, 1, 1, 12)  # noqa: DTZ001 - without a zone on purpose
    table = pa.table(
        {
            "i8": pa.array([1], pa.int8()),
            "u32": pa.array([2], pa.uint32()),
            "f32": pa.array([0.5], pa.float32()),
            "cat": pa.array(["x"]).dictionary_encode(),
            "naive": pa.array([moment], pa.timestamp("ns")),
            "utc": pa.array([moment.replace(tzinfo=UTC)], pa.timestamp("ms", tz="UTC")),
            "money": pa.array([Decimal("1.50")], pa.decimal128(10, 2)),
            "deep": pa.array(
                [[{"a": 1, "b": "x"}]], pa.list_(pa.struct({"a": pa.int16(), "b": pa.string()}))
            ),
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")
    warehouse = over({})
    assert types(warehouse) == {
        "i8": "INT64",
        "u32": "INT64",
        "f32": "FLOAT64",
        "cat": "STRING",
        "naive": "TIMESTAMP",
        "utc": "TIMESTAMP",
        "money": "NUMERIC",
        "deep": "ARRAY<STRUCT<a INT64, b STRING>>",
    }
    found = warehouse.query("SELECT i8, f32, cat, naive, utc, deep FROM t").read_all()
    assert found.schema.field("i8").type == pa.int64()
    assert found.to_pylist()[0]["naive"] == found.to_pylist()[0]["utc"] == moment.replace(tzinfo=UTC)
    assert warehouse.tables()[0].rows == 1


def test_days_with_different_columns_are_united(over, rows, tmp_path):
    first = [{"type": "PAGE", "product": [{"sku": "a"}]}]
    second = [{"type": "EVENT", "product": [{"sku": "b", "price": 3}], "extra": "x"}]
    pq.write_table(
        pa.table({"id": pa.array([1], pa.int32()), "hits": [first]}),
        tmp_path / "ga_sessions_20160801.parquet",
    )
    pq.write_table(
        pa.table({"hits": [second], "id": [2], "new": ["n"]}), tmp_path / "ga_sessions_20160802.parquet"
    )
    found = rows(
        over({}),
        "SELECT _TABLE_SUFFIX AS d, id, new, type, sku, price, extra "
        "FROM `ga_sessions_*`, UNNEST(hits) h, UNNEST(h.product) ORDER BY d",
    )
    nothing = {"new": None, "price": None, "extra": None}
    assert found == [
        {"d": "20160801", "id": 1, "type": "PAGE", "sku": "a", **nothing},
        {"d": "20160802", "id": 2, "new": "n", "type": "EVENT", "sku": "b", "price": 3, "extra": "x"},
    ]


def test_days_may_be_of_several_kinds(over, rows, tmp_path):
    pq.write_table(
        pa.table({"date": ["20160801"], "fullVisitorId": ["7"]}), tmp_path / "ga_sessions_20160801.parquet"
    )
    warehouse = over({"ga_sessions_20160802.ndjson": '{"date": "20160802", "fullVisitorId": "8"}\n'})
    assert rows(
        warehouse, "SELECT _TABLE_SUFFIX AS d, fullVisitorId AS v FROM `ga_sessions_*` ORDER BY d"
    ) == [
        {"d": "20160801", "v": "7"},
        {"d": "20160802", "v": "8"},
    ]


def test_a_file_that_is_no_parquet_is_named(over):
    with pytest.raises(InputError, match=r"t\.parquet is not a Parquet file"):
        over({"t.parquet": "id\n1\n"}).tables()


def test_require_names_the_row(over, tmp_path):
    pq.write_table(pa.table({"id": ["1", None, "x"], "n": [1.0, 2.0, 2.5]}), tmp_path / "t.parquet")
    warehouse = over({})
    with pytest.raises(InputError, match=r"t.id must be INT64: 'x' in t.parquet, row 3, is not"):
        warehouse.require("t", {"id": "INT64"})
    with pytest.raises(InputError, match=r"t.n must be INT64: '2.5' in t.parquet, row 3"):
        warehouse.require("t", {"n": "INT64"})
    with pytest.raises(InputError, match=r"t.n must be TIMESTAMP"):
        warehouse.require("t", {"n": "TIMESTAMP"})
