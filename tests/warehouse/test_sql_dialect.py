"""The DuckDB text of GoogleSQL; its meaning is compared with GoogleSQL's own in tests/zetasql."""

import duckdb
import pytest

from segdesk.errors import WarehouseError
from segdesk.warehouse.base import Column
from segdesk.warehouse.sql import to_duckdb
from segdesk.warehouse.sql.runtime import prepare

COLUMNS = {
    "users": (Column("id", "INT64"), Column("name", "STRING")),
    "ga_sessions_*": (
        Column("visitor", "STRING"),
        Column("hits", "ARRAY<STRUCT<type STRING, product ARRAY<STRUCT<sku STRING>>>>"),
    ),
}


def duck(sql: str) -> str:
    return to_duckdb(sql, lambda name: COLUMNS.get(name.lower()), ("ga_sessions_*",))


@pytest.fixture
def connection():
    made = duckdb.connect(":memory:")
    prepare(made)
    made.execute("CREATE TABLE users AS SELECT 1::BIGINT AS id, 'Ann' AS name")
    made.execute(
        "CREATE VIEW \"ga_sessions_*\" AS SELECT 'v' AS visitor, [{'type': 'PAGE', 'product': "
        "[{'sku': 's'}]}] AS hits, "
        "unnest(['20160801', '20160902']) AS _TABLE_SUFFIX"
    )
    yield made
    made.close()


def ask(connection, sql: str, **params):
    return connection.execute(duck(sql), params).fetchall()


def test_parameters_keep_their_names():
    assert "$country" in duck("SELECT id FROM users WHERE name = @country")


def test_identifiers_are_quoted_so_that_no_name_is_a_keyword(connection):
    connection.execute('CREATE TABLE "order" AS SELECT 1 AS "user", 2 AS "end", 3 AS "desc"')
    assert ask(connection, "SELECT `user`, `end` AS `select`, o.`desc` FROM `order` AS o") == [(1, 2, 3)]


def test_projects_and_datasets_are_left_out(connection):
    assert ask(connection, "SELECT id FROM `my-project.shop.users`") == [(1,)]
    assert ask(connection, "SELECT id FROM my-project.shop.users") == [(1,)]


def test_a_wildcard_reads_the_relation_of_that_name(connection):
    sql = "SELECT visitor, _TABLE_SUFFIX FROM `p.d.ga_sessions_*` WHERE _TABLE_SUFFIX < @to ORDER BY 2"
    assert ask(connection, sql, to="20160831") == [("v", "20160801")]


def test_a_part_of_a_wildcard_has_a_shorter_suffix(connection):
    assert ask(connection, "SELECT _TABLE_SUFFIX FROM `ga_sessions_201608*`") == [("01",)]
    assert ask(connection, "SELECT s._TABLE_SUFFIX FROM `ga_sessions_2016*` AS s ORDER BY 1") == [
        ("0801",),
        ("0902",),
    ]


def test_a_star_leaves_the_suffix_out(connection):
    connection.execute(duck("CREATE VIEW v AS SELECT * FROM `ga_sessions_*`"))
    assert connection.sql("SELECT * FROM v").columns == ["visitor", "hits"]
    assert len(ask(connection, "SELECT s.*, type FROM `ga_sessions_*` AS s, UNNEST(s.hits)")[0]) == 3


def test_an_alias_may_shadow_the_array_it_comes_from(connection):
    sql = (
        "SELECT hits.type, p.sku, o "
        "FROM `ga_sessions_*`, UNNEST(hits) AS hits, UNNEST(hits.product) AS p WITH OFFSET o"
    )
    assert ask(connection, sql) == [("PAGE", "s", 0)] * 2


def test_an_unnest_in_a_view_stays_one_scan(connection):
    """The planner turns the lateral subqueries back into plain unnests: no join is left."""
    sql = (
        "SELECT SUM(LENGTH(sku)) AS n FROM `ga_sessions_*`, UNNEST(hits) AS h, UNNEST(h.product) "
        "WHERE h.type = 'PAGE'"
    )
    plan = connection.execute(f"EXPLAIN {duck(sql)}").fetchall()[0][1].upper()
    assert "UNNEST" in plan
    assert "JOIN" not in plan


def test_arithmetic_is_64_bit(connection):
    sql = "SELECT 100000 * 100000, CASE WHEN id = 1 THEN 55000 ELSE 0 END * 1000000 FROM users"
    assert ask(connection, sql) == [(10**10, 55 * 10**9)]


def test_decimal_literals_are_floats(connection):
    assert ask(connection, "SELECT 0.1 + 0.2, ROUND(2.675, 2)") == [(0.1 + 0.2, 2.67)]


def test_group_by_means_the_alias_first(connection):
    connection.execute("CREATE TABLE places AS SELECT unnest(['a', 'A', 'b']) AS place")
    assert ask(
        connection, "SELECT UPPER(place) AS place, COUNT(*) FROM places GROUP BY place ORDER BY 1"
    ) == [
        ("A", 2),
        ("B", 1),
    ]


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("SELECT 1; SELECT 2", "there are 2"),
        ("SELECT FROM WHERE", "line 1, column"),
        ("SELECT * FROM read_parquet('x')", "reads from a function"),
        ("SELECT FORMAT(name, 1) FROM users", "FORMAT needs a text"),
        ("SELECT FORMAT('%T', name) FROM users", "cannot write %T"),
    ],
)
def test_what_cannot_be_said_is_refused(sql, says):
    with pytest.raises(WarehouseError) as refused:
        duck(sql)
    assert says in str(refused.value)


def test_rounding_is_that_of_the_decimal_digits(connection):
    from decimal import ROUND_HALF_UP, Decimal
    from random import Random

    draw = Random(5)
    values = [draw.uniform(-1000, 1000) for _ in range(300)] + [k / 8 + 0.005 * k for k in range(-200, 200)]
    values += [k / 64 for k in range(-200, 200)]
    for digits in (1, 2, 3):
        unit = Decimal(1).scaleb(-digits)
        wanted = [float(Decimal(value).quantize(unit, ROUND_HALF_UP)) for value in values]
        connection.execute("CREATE OR REPLACE TABLE numbers AS SELECT unnest($v) AS x", {"v": values})
        assert [row[0] for row in ask(connection, f"SELECT ROUND(x, {digits}) FROM numbers")] == wanted
