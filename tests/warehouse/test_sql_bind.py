"""Real tables and a person's expressions in our SQL."""

import pytest
import sqlglot

from segdesk.errors import InputError
from segdesk.warehouse.sql import bind, check_query, load


def same(sql: str, wanted: str) -> bool:
    return sqlglot.parse_one(sql, read="bigquery") == sqlglot.parse_one(wanted, read="bigquery")


def test_a_shipped_statement_is_read():
    assert "FROM `users`" in load("thelook", "careful", "parametric.sql")
    with pytest.raises(FileNotFoundError):
        load("thelook", "careful", "nothing.sql")


def test_logical_tables_get_their_real_names():
    bound = bind("SELECT id FROM `users`", {"users": "my-project.shop.users"})
    assert same(bound, "SELECT id FROM `my-project`.`shop`.`users`")
    assert "`my-project`.`shop`.`users`" in bound


def test_columns_may_still_be_qualified_with_the_logical_name():
    bound = bind("SELECT users.id FROM `users`", {"users": "p.d.people"})
    assert same(bound, "SELECT users.id FROM `p`.`d`.`people` AS `users`")


def test_a_wildcard_is_a_table_like_others_and_an_alias_is_kept():
    bound = bind("SELECT s.date FROM `ga_sessions_*` AS s", {"ga_sessions_*": "p.d.ga_sessions_*"})
    assert same(bound, "SELECT s.date FROM `p`.`d`.`ga_sessions_*` AS s")


def test_names_of_with_clauses_columns_and_qualified_tables_are_left_alone():
    sql = (
        "WITH users AS (SELECT 1 AS id) SELECT users.id, (SELECT MAX(id) FROM users) "
        "FROM users JOIN x.users USING (id)"
    )
    assert same(bind(sql, {"users": "p.d.people"}), sql)


def test_a_with_clause_of_another_query_hides_nothing():
    sql = "SELECT * FROM (WITH users AS (SELECT 1 AS id) SELECT id FROM users) JOIN users USING (id)"
    wanted = "SELECT * FROM (WITH users AS (SELECT 1 AS id) SELECT id FROM users) JOIN `d`.`users` USING (id)"
    assert same(bind(sql, {"users": "d.users"}), wanted)


def test_expressions_take_the_place_of_parameters_in_brackets():
    bound = bind("SELECT @key AS k FROM t WHERE NOT @test", None, {"key": "s.id", "TEST": "a = 1 OR b = 2"})
    assert same(bound, "SELECT (s.id) AS k FROM t WHERE NOT (a = 1 OR b = 2)")


def test_other_parameters_stay_parameters():
    assert same(bind("SELECT @a, @b", None, {"a": "1"}), "SELECT (1), @b")


def test_a_text_cannot_break_out_of_its_quotes():
    bound = bind("SELECT @x AS x FROM t", None, {"x": r"'\' OR 1=1 --'"})
    assert sqlglot.parse_one(bound, read="bigquery").selects[0].this.this.this == "' OR 1=1 --"


def test_a_subquery_over_an_array_is_an_expression():
    given = "EXISTS (SELECT 1 FROM UNNEST(hits.customDimensions) AS d WHERE d.index = 3)"
    assert same(bind("SELECT @p FROM t", None, {"p": given}), f"SELECT ({given}) FROM t")


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("a = ", "line 1, column 3"),
        ("a =\n  = 3", "line 2, column 3"),
        ("hits.type = 'EVENT", "not closed"),
        ("", "is empty"),
        ("a b", "'b' is left over at line 1, column 3"),
        ("a, b", "line 1, column 2"),
        ("(a, b)", "is not an expression"),
        ("a; b", "the second one begins at line 1, column 4"),
        ("a) OR (b", "line 1, column 2"),
        ("*", "is not an expression"),
        ("t.*", "is not an expression"),
        ("SELECT 1", "SELECT at line 1, column 1"),
        ("\nDROP TABLE users", "DROP at line 2, column 1"),
        ("(SELECT MAX(id) FROM users)", "reads a table: 'users' at line 1, column 22"),
        ("id IN (SELECT id FROM users)", "reads a table"),
        ("SUM(x) > 1", "aggregates"),
        ("ROW_NUMBER() OVER ()", "aggregates"),
        ("CALL f()", "cannot be read"),
    ],
)
def test_what_is_not_one_expression_is_refused_with_its_place(expression: str, says: str):
    with pytest.raises(InputError) as refused:
        bind("SELECT @purchase", None, {"purchase": expression})
    assert says in str(refused.value)
    assert "expression for purchase" in str(refused.value)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "SELECT id FROM users;",
        "WITH a AS (SELECT 1 AS x) SELECT * FROM a",
        "-- mine\nSELECT 1 UNION ALL SELECT 2",
        "(SELECT 1)",
        "SELECT ';' AS x",
    ],
)
def test_one_query_is_accepted(sql: str):
    check_query(sql)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("", "is empty"),
        ("-- nothing", "is empty"),
        ("SELECT 1;\nSELECT 2", "second one begins at line 2, column 1"),
        ("\n  DROP TABLE users", "DROP at line 2, column 3"),
        ("CREATE TABLE a AS SELECT 1", "CREATE at line 1, column 1"),
        ("UPDATE t SET a = 1 WHERE TRUE", "UPDATE"),
        ("SELECT 1 INTO x", "is not a query"),
        ("EXPORT DATA OPTIONS(uri='x') AS SELECT 1", "EXPORT"),
        ("SELECT a FROM t WHERE\n  x = = 3", "line 2, column 7"),
        ("SELEC 1", "line 1, column 7"),
        ("SELECT (1", "line 1, column 9"),
        ("SELECT 'abc", "not closed"),
    ],
)
def test_anything_else_is_refused_with_its_place(sql: str, says: str):
    with pytest.raises(InputError) as refused:
        check_query(sql)
    assert says in str(refused.value)


def test_sql_that_nests_without_end_is_refused_and_not_a_crash():
    with pytest.raises(InputError, match="nested too deeply"):
        check_query("SELECT " + "(" * 20_000 + "1" + ")" * 20_000)
