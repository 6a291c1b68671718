"""Logical names become full paths where a table, view or model stands, and nothing else changes."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segdesk.errors import InputError, WarehouseError
from segdesk.project.ledger import Made
from segdesk.warehouse.bigquery.naming import bind, name_edits, names
from segdesk.warehouse.bigquery.place import Place
from segdesk.warehouse.bigquery.statement import Rewritten, Verb, label_edits, read
from segdesk.warehouse.bigquery.values import asked, literal, literals, type_of

PLACE = Place("src-p", "shop", "pay-p", "work", "", "EU")
PREFIXED = Place("src-p", "shop", "pay-p", "work", "x_", "EU")
MADE = ("made", "kmeans_5", "training")


@pytest.mark.parametrize(
    ("sql", "bound"),
    [
        ("SELECT * FROM `users`", "SELECT * FROM `src-p.shop.users`"),
        ("SELECT * FROM users", "SELECT * FROM `src-p.shop.users`"),
        ("SELECT * FROM `made`", "SELECT * FROM `pay-p.work.made`"),
        ("SELECT a FROM users u, made AS m", "SELECT a FROM `src-p.shop.users` u, `pay-p.work.made` AS m"),
        (
            "SELECT 1 FROM (users JOIN orders USING (id)), items",
            "SELECT 1 FROM (`src-p.shop.users` JOIN `src-p.shop.orders` USING (id)), `src-p.shop.items`",
        ),
        (
            "SELECT * FROM `users` LEFT JOIN `made` ON users.`id` = made.`id`, UNNEST(tags) AS t",
            (
                "SELECT * FROM `src-p.shop.users` LEFT JOIN `pay-p.work.made` ON users.`id` = made.`id`,"
                " UNNEST(tags) AS t"
            ),
        ),
        (
            "SELECT _TABLE_SUFFIX FROM `ga_sessions_*`, UNNEST(hits)",
            "SELECT _TABLE_SUFFIX FROM `src-p.shop.ga_sessions_*`, UNNEST(hits)",
        ),
        (
            "SELECT * FROM ML.PREDICT(MODEL `kmeans_5`, TABLE `training`, STRUCT(1 AS c))",
            (
                "SELECT * FROM ML.PREDICT(MODEL `pay-p.work.kmeans_5`, TABLE `pay-p.work.training`,"
                " STRUCT(1 AS c))"
            ),
        ),
        (
            "SELECT * FROM ML.PREDICT(MODEL kmeans_5, (SELECT * FROM training))",
            "SELECT * FROM ML.PREDICT(MODEL `pay-p.work.kmeans_5`, (SELECT * FROM `pay-p.work.training`))",
        ),
        (
            "CREATE OR REPLACE TABLE `new` AS SELECT * FROM `users`",
            "CREATE OR REPLACE TABLE `pay-p.work.new` AS SELECT * FROM `src-p.shop.users`",
        ),
        (
            "CREATE TABLE IF NOT EXISTS new (id INT64)",
            "CREATE TABLE IF NOT EXISTS `pay-p.work.new` (id INT64)",
        ),
        (
            "CREATE MODEL `m` REMOTE WITH CONNECTION DEFAULT OPTIONS(endpoint = 'x')",
            "CREATE MODEL `pay-p.work.m` REMOTE WITH CONNECTION DEFAULT OPTIONS(endpoint = 'x')",
        ),
        ("DROP TABLE IF EXISTS `new`", "DROP TABLE IF EXISTS `pay-p.work.new`"),
        (
            "INSERT INTO `made` (id) SELECT id FROM users",
            "INSERT INTO `pay-p.work.made` (id) SELECT id FROM `src-p.shop.users`",
        ),
        (
            "SELECT * FROM a UNION ALL SELECT * FROM b ORDER BY x, y LIMIT 3",
            "SELECT * FROM `src-p.shop.a` UNION ALL SELECT * FROM `src-p.shop.b` ORDER BY x, y LIMIT 3",
        ),
    ],
)
def test_names_of_tables_become_paths(sql, bound):
    assert bind(sql, PLACE, MADE) == bound


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT `users`, u.`made` FROM `p.d.users` AS u",
        "SELECT * FROM `p`.`d`.`t`, my-project.d.t, d.users",
        "SELECT EXTRACT(DAY FROM `users`) FROM `p.d.t` WHERE a IS NOT DISTINCT FROM `made`",
        "WITH users AS (SELECT 1 AS x), made AS (SELECT * FROM users) SELECT * FROM users, made",
        'SELECT \'FROM `users`\', """FROM users""" FROM `p.d.t` -- FROM `users`',
        "SELECT * FROM UNNEST([1, 2]) AS users, a_function(3)",
        "SELECT x, `users` FROM `p.d.t` GROUP BY `users`, made HAVING COUNT(*) > 1",
        "SELECT * FROM `p.d.t`, ML.CENTROIDS(MODEL `p.d.m`)",
        "SELECT * EXCEPT (`users`, made) FROM `p.d.t`",
    ],
)
def test_paths_columns_texts_and_with_clauses_stay(sql):
    assert bind(sql, PLACE, MADE) == sql


def test_a_prefix_keeps_the_logical_name_as_alias_where_columns_are_qualified_with_it():
    assert bind("SELECT made.id FROM `made`", PREFIXED, MADE) == (
        "SELECT made.id FROM `pay-p.work.x_made` AS `made`"
    )
    assert bind("SELECT m.id FROM `made` m", PREFIXED, MADE) == "SELECT m.id FROM `pay-p.work.x_made` m"
    assert bind("SELECT * FROM made WHERE TRUE", PREFIXED, MADE).endswith("AS `made` WHERE TRUE")
    assert bind("SELECT * FROM ML.EVALUATE(MODEL `kmeans_5`, TABLE `training`)", PREFIXED, MADE) == (
        "SELECT * FROM ML.EVALUATE(MODEL `pay-p.work.x_kmeans_5`, TABLE `pay-p.work.x_training`)"
    )


def test_comments_and_layout_stay():
    sql = "-- the `users`\nSELECT *  -- all\n\nFROM   `users`\n/* end */"
    assert bind(sql, PLACE, ()) == sql.replace("   `users`", "   `src-p.shop.users`")


def test_a_target_may_be_made_of_a_table_of_the_same_name():
    read_ = read("CREATE OR REPLACE TABLE `users` AS SELECT * FROM `users`")
    edits = name_edits(read_, PLACE.in_source, PLACE.in_work("users"))
    assert Rewritten.of(read_.sql, edits).sql == (
        "CREATE OR REPLACE TABLE `pay-p.work.users` AS SELECT * FROM `src-p.shop.users`"
    )
    assert names(read_) == {"users"}


@pytest.mark.parametrize(
    ("sql", "verb", "kind", "target"),
    [
        ("SELECT 1", Verb.QUERY, None, None),
        ("(SELECT 1)", Verb.QUERY, None, None),
        ("WITH a AS (SELECT 1) SELECT * FROM a", Verb.QUERY, None, None),
        ("create or replace view v as select 1", Verb.CREATE, Made.VIEW, "v"),
        ("CREATE MODEL IF NOT EXISTS `m` OPTIONS() AS SELECT 1", Verb.CREATE, Made.MODEL, "m"),
        ("DROP MODEL m", Verb.DROP, Made.MODEL, "m"),
        ("INSERT `t` SELECT 1", Verb.INSERT, Made.TABLE, "t"),
        ("DELETE FROM t WHERE TRUE", Verb.OTHER, None, None),
        ("CREATE TABLE `p.d.t` AS SELECT 1", Verb.OTHER, None, None),
        ("CREATE TABLE d.t AS SELECT 1", Verb.OTHER, None, None),
        ("CREATE TEMP TABLE t AS SELECT 1", Verb.OTHER, None, None),
        ("CREATE FUNCTION f() AS (1)", Verb.OTHER, None, None),
        ("EXPORT DATA OPTIONS(uri='gs://x') AS SELECT 1", Verb.OTHER, None, None),
    ],
)
def test_what_a_statement_does_is_read_from_it(sql, verb, kind, target):
    found = read(sql)
    assert (found.verb, found.kind, found.target) == (verb, kind, target)


def test_one_statement_is_one_statement():
    assert read("SELECT ';' ;").verb is Verb.QUERY
    for sql in ("SELECT 1; SELECT 2", "", "  -- nothing\n"):
        with pytest.raises(WarehouseError, match="One statement was expected"):
            read(sql)
    with pytest.raises(WarehouseError, match="not closed"):
        read("SELECT 'ann@example.com")


def test_only_an_order_outside_brackets_orders_the_rows():
    assert read("SELECT a FROM t ORDER BY a").ordered
    assert not read("SELECT ARRAY_AGG(a ORDER BY a) FROM (SELECT a FROM t ORDER BY a)").ordered


@pytest.mark.parametrize(
    ("sql", "labelled"),
    [
        ("CREATE TABLE t AS SELECT 1", 'CREATE TABLE t OPTIONS(labels=[("app", "segdesk")]) AS SELECT 1'),
        (
            "CREATE TABLE t PARTITION BY d OPTIONS (description='AS') AS SELECT 1",
            (
                'CREATE TABLE t PARTITION BY d OPTIONS (labels=[("app", "segdesk")], description=\'AS\')'
                " AS SELECT 1"
            ),
        ),
        (
            "CREATE VIEW v OPTIONS() AS SELECT 1",
            'CREATE VIEW v OPTIONS(labels=[("app", "segdesk")]) AS SELECT 1',
        ),
        ("CREATE MODEL m REMOTE WITH CONNECTION DEFAULT;", ""),
        ("CREATE MODEL m OPTIONS(model_type='KMEANS') AS SELECT 1 AS x", ""),
        ("CREATE TABLE t (a INT64)", 'CREATE TABLE t (a INT64) OPTIONS(labels=[("app", "segdesk")])'),
        ("CREATE TABLE t (a INT64 OPTIONS(description='x')) AS SELECT 1", None),
        ("CREATE TABLE t OPTIONS(Labels=[('app', 'segdesk')]) AS SELECT 1", ""),
        ("SELECT 1 AS x", ""),
        ("DROP TABLE t", ""),
    ],
)
def test_what_is_created_carries_the_label_once(sql, labelled):
    found = Rewritten.of(sql, label_edits(read(sql))).sql
    if labelled is None:
        labelled = sql.replace(") AS", ') OPTIONS(labels=[("app", "segdesk")]) AS')
    assert found == (labelled or sql)


def test_parameters_are_found_whatever_their_letter_case_and_asked_for_once():
    sql = "SELECT @Day, @day, '@not', @@version FROM t -- @neither"
    assert asked(read(sql), {"DAY": 1, "other": 2}) == {"Day": 1}
    with pytest.raises(InputError, match="@Day"):
        asked(read(sql), {})


def test_values_are_written_into_what_cannot_ask_for_them_later():
    sql = "CREATE VIEW v AS SELECT @name AS n, @most AS m FROM t WHERE d = @day"
    written = Rewritten.of(sql, literals(read(sql), {"name": "O'Neil", "most": -3, "day": date(2024, 1, 31)}))
    assert written.sql == (
        "CREATE VIEW v AS SELECT 'O\\'Neil' AS n, (-3) AS m FROM t WHERE d = DATE '2024-01-31'"
    )


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, "STRING", "CAST(NULL AS STRING)"),
        (True, "BOOL", "TRUE"),
        (2, "INT64", "2"),
        (1.5, "FLOAT64", "CAST('1.5' AS FLOAT64)"),
        (date(2024, 2, 29), "DATE", "DATE '2024-02-29'"),
        (datetime(2024, 2, 29, 1), "TIMESTAMP", "TIMESTAMP '2024-02-29 01:00:00+00:00'"),  # noqa: DTZ001
        (datetime(2024, 2, 29, 1, tzinfo=UTC), "TIMESTAMP", "TIMESTAMP '2024-02-29 01:00:00+00:00'"),
        ("a'b\\c\nd", "STRING", "'a\\'b\\\\c\\nd'"),
    ],
)
def test_values_have_googlesql_types(value, kind, text):
    assert type_of(value) == kind
    assert literal(value) == text


def test_a_place_that_bigquery_names_is_led_back_to_what_was_written():
    sql = "SELECT nope,\n  users.id FROM `users`, `made` WHERE wrong"
    bound = Rewritten.of(sql, name_edits(read(sql), PREFIXED.in_work))
    line, column = 2, bound.sql.split("\n")[1].index("wrong") + 1
    assert str(bound.place(1, 8)) == "line 1, column 8"
    assert str(bound.place(line, column)) == f"line 2, column {sql.split(chr(10))[1].index('wrong') + 1}"
    inside = bound.sql.split("\n")[1].index("x_users") + 1
    assert str(bound.place(2, inside)) == f"line 2, column {sql.split(chr(10))[1].index('`users`') + 1}"


_WORDS = st.sampled_from(
    ["SELECT", "a", "`b`", "FROM", ",", "JOIN", "(", ")", "WHERE", "AS", "'x'", ".", "=", "ON", "\n"]
)


@given(st.lists(_WORDS, min_size=1, max_size=25).map(" ".join))
def test_taking_the_edits_back_gives_what_was_written(sql):
    try:
        statement = read(sql)
    except WarehouseError:
        return
    edits = name_edits(statement, PLACE.in_source)
    bound = Rewritten.of(sql, edits).sql
    back = re.sub(r"`src-p\.shop\.(\w+)`", r"\1", bound)
    assert back.replace("`", "") == sql.replace("`", "")
    assert all(sql[edit.start : edit.end].strip("`") in ("a", "b") for edit in edits)
