"""Newline-delimited JSON, typed over all its lines."""

import json

import pytest

from segdesk.errors import InputError, WarehouseError


def types(warehouse, table: str = "t") -> dict[str, str]:
    return {column.name: column.type for column in warehouse.schema(table)}


def lines(*values: object) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


@pytest.mark.parametrize("name", ["t.ndjson", "t.jsonl", "t.json", "t.ndjson.gz", "t.jsonl.gz"])
def test_every_ending_is_read(over, rows, name: str):
    assert rows(over({name: lines({"a": 1}, {"a": 2})}), "SELECT SUM(a) AS s FROM t") == [{"s": 3}]


def test_types_come_from_all_lines_and_text_stays_text(over, rows):
    content = lines(
        {"id": 1, "code": "0012", "day": "2024-01-01", "x": 1, "tags": [], "deep": {"a": 1}},
        {"id": -3, "code": "7", "day": None, "x": 2.5, "tags": ["u"], "deep": {"b": [{"c": True}]}},
        {"late": "yes"},
    )
    warehouse = over({"t.ndjson": content})
    assert types(warehouse) == {
        "id": "INT64",
        "code": "STRING",
        "day": "STRING",
        "x": "FLOAT64",
        "tags": "ARRAY<STRING>",
        "deep": "STRUCT<a INT64, b ARRAY<STRUCT<c BOOL>>>",
        "late": "STRING",
    }
    assert rows(warehouse, "SELECT code, day, late FROM t WHERE id = 1") == [
        {"code": "0012", "day": "2024-01-01", "late": None}
    ]
    assert warehouse.tables()[0].rows == 3


def test_a_field_of_several_kinds_is_text(over, rows):
    warehouse = over({"t.ndjson": lines({"a": 1, "b": "x"}, {"a": "two", "b": [1]}, {"a": {"k": 1}})})
    assert types(warehouse) == {"a": "STRING", "b": "STRING"}
    assert [
        json.loads(row["a"]) if row["a"] != "two" else "two" for row in rows(warehouse, "SELECT a FROM t")
    ] == [
        1,
        "two",
        {"k": 1},
    ]


def test_nested_data_answers_googlesql(over, rows):
    warehouse = over({"t.ndjson": lines({"id": 1, "l": [{"k": "a"}, {"k": "b"}]}, {"id": 2, "l": []})})
    assert rows(warehouse, "SELECT id, k FROM t, UNNEST(l) ORDER BY k") == [
        {"id": 1, "k": "a"},
        {"id": 1, "k": "b"},
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"a":1}\n{"a":2\n{"a":3}\n', "line 2, column"),
        ('{"a":1}\n\n[1]\n', "line 3 is not an object"),
        ('{"a":1}\n5\n', "line 2 is not an object"),
        ('[\n{"a":1}\n]\n', "line 1"),
        ('{"a":1} {"a":2}\n', "line 1, column 9"),
        ('{"a":1}\n{"a":"caf\\é"}\n', "line 2, column"),
        (b'{"a":1}\n{"a":"\xe9"}\n', "not UTF-8: line 2, character 7"),
        ("", "holds no JSON objects"),
        ('{"a":1,"A":2}\n', "'a' and 'A'"),
        ('{"a":{"b":1}}\n{"a":{"B":1}}\n', "'a.b' and 'a.B'"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(over, content: str | bytes, says: str):
    with pytest.raises(InputError) as refused:
        over({"t.ndjson": content}).tables()
    assert says in str(refused.value)
    assert "t.ndjson" in str(refused.value)


def test_a_number_too_long_for_int64_is_named_when_it_is_read(over):
    warehouse = over({"t.ndjson": lines({"a": 1}) + '{"a": 12345678901234567890}\n'})
    with pytest.raises(
        (InputError, WarehouseError), match="line 2: a is '12345678901234567890', not an INT64"
    ):
        warehouse.query("SELECT SUM(a) AS s FROM t").read_all()


def test_require_names_file_line_and_value(over, rows):
    warehouse = over({"t.ndjson": lines({"id": "1", "n": 1}) + "\n" + lines({"id": "x", "n": 2})})
    warehouse.require("t", {"n": "FLOAT64"})
    with pytest.raises(InputError, match=r"t.id must be INT64: 'x' in t.ndjson, line 3, is not"):
        warehouse.require("t", {"id": "INT64"})
    warehouse.require("t", {"n": "STRING"})
    assert rows(warehouse, "SELECT n FROM t ORDER BY n") == [{"n": "1"}, {"n": "2"}]


def test_text_that_is_numbers_throughout_can_be_required_as_numbers(over, rows):
    warehouse = over({"t.ndjson": lines({"id": "12"}, {"id": None}, {"id": "7"})})
    warehouse.require("t", {"id": "INT64"})
    assert rows(warehouse, "SELECT SUM(id) AS s FROM t") == [{"s": 19}]


class TestAnalyticsExport:
    """Days of the Google Analytics export: the public schema holds, whatever the lines leave out."""

    SESSION = {  # noqa: RUF012 - a value
        "fullVisitorId": "0012",
        "visitId": "1470046245",
        "date": "20160801",
        "totals": {"visits": "1"},
        "hits": [
            {"hitNumber": "1", "type": "PAGE", "product": []},
            {"hitNumber": 2, "type": "EVENT", "product": [{"productSKU": "007", "productPrice": "16990000"}]},
        ],
        "somethingNew": 5,
    }

    def test_absent_fields_are_null_of_their_type_and_numbers_may_be_text(self, over, rows):
        warehouse = over({"ga_sessions_20160801.ndjson": lines(self.SESSION)})
        found = rows(
            warehouse,
            "SELECT fullVisitorId, clientId, userId, visitId + 1 AS v, totals.visits, "
            "device.operatingSystem, "
            "trafficSource.source, geoNetwork.country, hits.eCommerceAction.action_type, productSKU, "
            "productPrice / 1000000 AS price, productQuantity, productRevenue, isImpression, isClick, "
            "ARRAY_LENGTH(p.customDimensions) AS d FROM `ga_sessions_*`, UNNEST(hits) AS hits, "
            "UNNEST(hits.product) AS p",
        )
        assert len(found) == 1
        known = {"fullVisitorId": "0012", "v": 1470046246, "visits": 1, "productSKU": "007", "price": 16.99}
        assert {name: value for name, value in found[0].items() if value is not None} == known
        assert (
            types(warehouse, "ga_sessions_*")["customDimensions"]
            == "ARRAY<STRUCT<index INT64, value STRING>>"
        )

    def test_days_make_one_wildcard_table_and_single_ones(self, over, rows):
        days = {f"ga_sessions_2016080{d}.ndjson.gz": lines(*[self.SESSION] * d) for d in (1, 2, 3)}
        warehouse = over(days)
        assert [table.name for table in warehouse.tables()] == ["ga_sessions_*"]
        counted = (
            "SELECT _TABLE_SUFFIX AS day, COUNT(*) AS n FROM `{}` "
            "WHERE _TABLE_SUFFIX >= '{}' GROUP BY day ORDER BY day"
        )
        both = [{"day": "20160802", "n": 2}, {"day": "20160803", "n": 3}]
        assert rows(warehouse, counted.format("ga_sessions_*", "20160802")) == both
        assert [r["n"] for r in rows(warehouse, counted.format("ga_sessions_201608*", "02"))] == [2, 3]
        assert rows(warehouse, "SELECT COUNT(*) AS n FROM `my-project.data.ga_sessions_20160803`") == [
            {"n": 3}
        ]
        assert "_TABLE_SUFFIX" not in rows(warehouse, "SELECT * FROM `ga_sessions_*` LIMIT 1")[0]
        with pytest.raises(InputError, match="no table ga_sessions_20160804"):
            rows(warehouse, "SELECT 1 FROM `ga_sessions_20160804`")
        with pytest.raises(InputError, match=r"no table ga_sessions_2017\*"):
            rows(warehouse, "SELECT 1 FROM `ga_sessions_2017*`")

    def test_a_broken_line_is_named_when_it_is_read(self, over, rows):
        warehouse = over({"ga_sessions_20160801.ndjson": lines(self.SESSION) + '{"visitId": \n'})
        with pytest.raises(InputError, match=r"ga_sessions_20160801\.ndjson is not NDJSON: line 2"):
            rows(warehouse, "SELECT COUNT(visitId) AS n FROM `ga_sessions_*`")

    def test_a_value_of_the_wrong_type_is_named_when_it_is_read(self, over, rows):
        wrong = {**self.SESSION, "totals": {"visits": "many"}}
        warehouse = over({"ga_sessions_20160801.ndjson": lines(self.SESSION, wrong)})
        with pytest.raises(InputError, match=r"line 2: totals.visits is 'many', not an INT64"):
            rows(warehouse, "SELECT SUM(totals.visits) AS n FROM `ga_sessions_*`")

    def test_real_sessions(self, ga360_sample, rows):
        from segdesk.warehouse.embedded import EmbeddedWarehouse

        with EmbeddedWarehouse(ga360_sample) as warehouse:
            warehouse.require(
                "ga_sessions_*", {"fullVisitorId": "STRING", "visitId": "INT64", "hits": "ARRAY"}
            )
            products = (
                "SELECT COUNT(DISTINCT FORMAT('%s/%d', fullVisitorId, visitId)) AS s, COUNT(*) AS n "
                "FROM `ga_sessions_*`, UNNEST(hits) AS h, UNNEST(h.product) AS p"
            )
            assert rows(warehouse, products)[0]["n"] == 58_664
            august = (
                "SELECT COUNT(*) AS n FROM `ga_sessions_*` "
                "WHERE _TABLE_SUFFIX BETWEEN '20160801' AND '20160831'"
            )
            assert rows(warehouse, august) == [{"n": 155}]
