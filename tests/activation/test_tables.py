import base64
import csv
import io
import json
import math
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segdesk.activation import tables
from segdesk.activation.tables import write_csv, write_parquet
from segdesk.errors import ActivationError
from segdesk.tasks.task import Cancelled, Task


def text_of(table: pa.Table | pa.RecordBatchReader, tmp_path: Path) -> str:
    write_csv(tmp_path / "t.csv", table, task=Task())
    return (tmp_path / "t.csv").read_bytes().decode()


def cells(table: pa.Table, tmp_path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text_of(table, tmp_path), newline="")))


def test_a_csv_has_a_header_line_feeds_and_no_byte_order_mark(tmp_path):
    table = pa.table({"k": [1, 2], 'a "b", c': ["x", "ü,y"]})
    assert write_csv(tmp_path / "t.csv", table, task=Task()) == 2
    expected = 'k,"a ""b"", c"\n1,x\n2,"ü,y"\n'
    assert (tmp_path / "t.csv").read_bytes() == expected.encode()


LISTS = [["a", 'b"c'], None, [], [None, "é, x"], ["", "\n"], ["a"]]


@pytest.mark.parametrize("bounds", [(0, 6), (1, 5), (3, 3), (1, 2)])
def test_a_list_of_texts_is_the_json_of_that_list(tmp_path, bounds):
    lists = pa.array(LISTS, pa.list_(pa.string())).slice(bounds[0], bounds[1] - bounds[0])
    found = cells(pa.table({"k": range(len(lists)), "l": lists}), tmp_path)[1:]
    expected = ["" if each is None else json.dumps(each, ensure_ascii=False) for each in lists.to_pylist()]
    assert [row[1] for row in found] == expected


def test_null_is_nothing_and_an_empty_text_is_quoted(tmp_path):
    table = pa.table({"a": [None, "", " "], "b": ["", None, None]})
    assert text_of(table, tmp_path) == 'a,b\n,""\n"",\n ,\n'
    convert = arrow_csv.ConvertOptions(
        column_types={"a": pa.string(), "b": pa.string()},
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    assert arrow_csv.read_csv(tmp_path / "t.csv", convert_options=convert).equals(table)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # each example rewrites one file
@given(
    st.lists(st.tuples(st.text(), st.text(alphabet='",\r\n\x00 \ufeffaé漢😀')), min_size=1, max_size=20),
    st.integers(1, 7),
)
def test_any_text_comes_back_as_it_was(tmp_path, rows, slice_rows):
    names = ["left", "right"]
    table = pa.table({name: [row[i] for row in rows] for i, name in enumerate(names)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "CSV_ROWS", slice_rows)
        assert cells(table, tmp_path) == [names, *map(list, rows)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(), min_size=1, max_size=20), st.lists(st.floats(width=32), min_size=1))
def test_any_float_reads_back_as_the_same_float(tmp_path, doubles, singles):
    for values, kind in ((doubles, pa.float64()), (singles, pa.float32())):
        read = cells(pa.table({"x": pa.array(values, kind)}), tmp_path)[1:]
        for value, (text,) in zip(values, read, strict=True):
            back = np.float32(text) if kind == pa.float32() else float(text)
            assert back == value or (math.isnan(value) and text == "nan")
            assert math.isnan(value) or math.copysign(1, back) == math.copysign(1, value)


def test_values_of_each_type_have_one_text_form(tmp_path):
    moment = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    summer = datetime(2024, 5, 6, 7, 8, 9, 120_000, tzinfo=timezone(timedelta(hours=2)))
    columns = {
        "bool": (pa.array([True, None]), ["true", ""]),
        "int": (pa.array([2**63 - 1, -5]), ["9223372036854775807", "-5"]),
        "unsigned": (pa.array([2**64 - 1, 0], pa.uint64()), ["18446744073709551615", "0"]),
        "decimal": (pa.array([Decimal("1.50"), Decimal("-3.00")]), ["1.50", "-3.00"]),
        "small": (pa.array([Decimal("1e-12"), Decimal(0)], pa.decimal128(38, 12)), None),
        "date": (pa.array([date(2024, 2, 29), None]), ["2024-02-29", ""]),
        "time": (pa.array([time(1, 2, 3), time(1, 2, 3, 500)]), ["01:02:03", "01:02:03.000500"]),
        "local": (
            pa.array(["2024-05-06 00:00:00", "2024-05-06 01:02:03.000004"]).cast(pa.timestamp("us")),
            ["2024-05-06T00:00:00", "2024-05-06T01:02:03.000004"],
        ),
        "moment": (
            pa.array([moment, summer], pa.timestamp("us", "UTC")),
            ["2024-05-06T07:08:09Z", "2024-05-06T05:08:09.120000Z"],
        ),
        "zoned": (
            pa.array([moment, None], pa.timestamp("ms", "Europe/Berlin")),
            ["2024-05-06T07:08:09Z", ""],
        ),
        "coded": (pa.array(["a,b", None]).dictionary_encode(), ["a,b", ""]),
        "view": (pa.array(["x", None], pa.string_view()), ["x", ""]),
        "bytes": (pa.array([b"\x00\xff", None]), [base64.b64encode(b"\x00\xff").decode(), ""]),
        "nothing": (pa.nulls(2), ["", ""]),
    }
    expected = {name: texts for name, (_, texts) in columns.items()}
    expected["small"] = ["0.000000000001", "0.000000000000"]
    read = cells(pa.table({name: array for name, (array, _) in columns.items()}), tmp_path)
    assert {name: list(column) for name, *column in zip(*read, strict=True)} == expected


def test_lists_and_structs_are_json_text(tmp_path):
    value = {"när": [date(2024, 1, 2), None], "x": [1.5, math.nan], "n": Decimal(12), "t": 'a"b'}
    table = pa.table(
        {"list": pa.array([[1, 2, None], [], None]), "struct": pa.array([value, None, {"när": []}])}
    )
    read = cells(table, tmp_path)
    assert [row[0] for row in read[1:]] == ["[1, 2, null]", "[]", ""]
    assert json.loads(read[1][1]) == {"när": ["2024-01-02", None], "x": [1.5, None], "n": 12, "t": 'a"b'}
    assert "ä" in read[1][1]


def test_a_type_without_a_text_form_is_refused_by_column(tmp_path):
    span = pa.array([(1, 2, 3)], pa.month_day_nano_interval())
    with pytest.raises(ActivationError, match="Column span cannot be written as text: its type is"):
        write_csv(tmp_path / "t.csv", pa.table({"span": span}), task=Task())


def test_no_rows_are_a_header_alone(tmp_path):
    table = pa.table({"a": pa.array([], pa.int64()), "b": pa.array([], pa.string())})
    assert text_of(table, tmp_path) == "a,b\n"
    assert text_of(table.to_reader(), tmp_path) == "a,b\n"


@pytest.mark.parametrize("writer", [write_csv, write_parquet])
def test_a_stream_gives_the_same_file_as_a_table(tmp_path, monkeypatch, writer):
    monkeypatch.setattr(tables, "CSV_ROWS", 64)
    monkeypatch.setattr(tables, "PARQUET_ROWS", 64)
    table = pa.table({"i": range(1000), "s": [f"t{i}" for i in range(1000)]})
    pieces = [table.slice(at, size).to_batches()[0] for at, size in ((0, 1), (1, 63), (64, 200), (264, 736))]
    assert writer(tmp_path / "table", table, task=Task()) == 1000
    stream = pa.RecordBatchReader.from_batches(table.schema, pieces)
    assert writer(tmp_path / "stream", stream, task=Task()) == 1000
    assert (tmp_path / "table").read_bytes() == (tmp_path / "stream").read_bytes()


def test_parquet_keeps_values_and_types_and_is_compressed_with_zstd(tmp_path):
    table = pa.table(
        {
            "key": pa.array([1, None, 3]),
            "text": pa.array(["a", "", None]),
            "list": pa.array([["x"], [], None]),
            "at": pa.array([datetime(2024, 1, 1, tzinfo=UTC)] * 3, pa.timestamp("us", "UTC")),
        }
    )
    assert write_parquet(tmp_path / "t.parquet", table, task=Task()) == 3
    assert pq.read_table(tmp_path / "t.parquet").equals(table)
    meta = pq.ParquetFile(tmp_path / "t.parquet").metadata
    assert {meta.row_group(0).column(i).compression for i in range(meta.num_columns)} == {"ZSTD"}
    empty = table.slice(0, 0)
    assert write_parquet(tmp_path / "empty.parquet", empty, task=Task()) == 0
    assert pq.read_table(tmp_path / "empty.parquet").equals(empty)


def test_small_batches_become_large_row_groups(tmp_path):
    batches = [pa.record_batch({"i": range(i, i + 100)}) for i in range(0, 5000, 100)]
    write_parquet(tmp_path / "t", pa.RecordBatchReader.from_batches(batches[0].schema, batches), task=Task())
    assert pq.ParquetFile(tmp_path / "t").num_row_groups == 1


@pytest.mark.parametrize("writer", [write_csv, write_parquet])
def test_a_cancel_stops_between_batches(tmp_path, monkeypatch, writer):
    monkeypatch.setattr(tables, "CSV_ROWS", 10)
    monkeypatch.setattr(tables, "PARQUET_ROWS", 10)
    task = Task()
    given_out = []

    def batches():
        for i in range(100):
            given_out.append(i)
            if i == 3:
                task.cancel()
            yield pa.record_batch({"i": range(10)})

    schema = pa.schema([("i", pa.int64())])
    with pytest.raises(Cancelled):
        writer(tmp_path / "t", pa.RecordBatchReader.from_batches(schema, batches()), task=task)
    assert len(given_out) < 10


@pytest.mark.parametrize("writer", [write_csv, write_parquet])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_explained(writer):
    table = pa.table({"x": np.random.default_rng(0).normal(size=300_000)})
    with pytest.raises(ActivationError, match="/dev/full could not be written: the disk is full"):
        writer(Path("/dev/full"), table, task=Task())


@pytest.mark.parametrize("writer", [write_csv, write_parquet])
def test_a_file_that_cannot_be_opened_is_explained(tmp_path, writer):
    with pytest.raises(ActivationError, match="could not be written: its folder is not there"):
        writer(tmp_path / "none" / "t", pa.table({"a": [1]}), task=Task())


@pytest.mark.parametrize("writer", [write_csv, write_parquet])
def test_what_the_source_reports_is_not_blamed_on_the_file(tmp_path, writer):
    def batches():
        yield pa.record_batch({"i": [1]})
        raise ValueError("the source broke")

    reader = pa.RecordBatchReader.from_batches(pa.schema([("i", pa.int64())]), batches())
    with pytest.raises(ValueError, match="the source broke"):
        writer(tmp_path / "t", reader, task=Task())
