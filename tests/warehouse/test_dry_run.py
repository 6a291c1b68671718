"""What a query would give is known without reading a row; and it is what the query then gives."""

from pathlib import Path

import pytest

from segdesk.errors import SegdeskError
from segdesk.warehouse.base import Column, TableInfo
from segdesk.warehouse.dry_run import columns_of_query
from segdesk.warehouse.embedded import EmbeddedWarehouse

QUERIES = [
    ("shop", "SELECT u.*, o.status FROM users AS u LEFT JOIN orders AS o ON o.user_id = u.id"),
    ("shop", "SELECT user_id, COUNT(*) AS n, AVG(sale_price) AS price FROM order_items GROUP BY user_id"),
    (
        "shop",
        "SELECT ARRAY_AGG(STRUCT(id, sale_price)) AS items, MAX(DATE(created_at)) AS d FROM order_items",
    ),
    ("sessions", "SELECT visitId, h.type FROM `ga_sessions_*`, UNNEST(hits) AS h WHERE _TABLE_SUFFIX > '2'"),
    ("sessions", "SELECT * FROM `ga_sessions_2017*`"),
    ("sessions", "SELECT totals FROM `ga_sessions_20170801`"),
]


@pytest.mark.parametrize(("source", "query"), QUERIES)
def test_the_columns_are_those_that_the_query_gives(
    source: str, query: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(source)
    with EmbeddedWarehouse(folder) as warehouse:
        found = columns_of_query(warehouse.tables(), query)
        warehouse.execute(f"CREATE VIEW `given` AS {query}")
        assert found == warehouse.schema("given")
        assert [column.name for column in found] == warehouse.query(query).schema.names


def test_a_query_over_tables_that_are_nowhere_needs_no_files() -> None:
    tables = (TableInfo("people", None, None, (Column("id", "INT64"), Column("tags", "ARRAY<STRING>"))),)
    assert columns_of_query(tables, "SELECT id, tag FROM people, UNNEST(tags) AS tag") == (
        Column("id", "INT64"),
        Column("tag", "STRING"),
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT id FROM peoples", "Did you mean people?"),
        ("SELECT id AS a, id AS A FROM people", "two columns of one name"),
        ("SELECT * FROM read_text('/etc/hostname')", "reads from a function"),
        ("CREATE TABLE t AS SELECT 1 AS x", "not a query"),
    ],
)
def test_what_cannot_be_is_refused(query: str, said: str) -> None:
    tables = (TableInfo("people", None, None, (Column("id", "INT64"),)),)
    with pytest.raises(SegdeskError) as refused:
        columns_of_query(tables, query)
    assert said in str(refused.value)
