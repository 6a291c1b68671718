"""GoogleSQL means on DuckDB what it means to its authors: the same statements, evaluated by both."""

import pytest

EXPRESSIONS = [
    # rounding, text and whole numbers
    "ROUND(2.675, 2), ROUND(0.125, 2), ROUND(-0.125, 2)",
    "ROUND(1.005, 2), ROUND(1234.5678, -2), ROUND(2.5), ROUND(-2.5)",
    "ROUND(1e300, 2), ROUND(0.0, 3), ROUND(16.99 + 2.675, 2), ROUND(CAST(NULL AS FLOAT64), 2), ROUND(7, 1)",
    "CAST(1.0 AS STRING), CAST(0.1 + 0.2 AS STRING), CAST(0.1 + 0.7 AS STRING), CAST(1e15 AS STRING)",
    "CAST(1e14 AS STRING), CAST(123456789012345680.0 AS STRING)",
    "CAST(1e-7 AS STRING), CAST(-0.0 AS STRING)",
    "CAST(12 AS STRING), CAST(TRUE AS STRING), CAST(DATE '2024-02-29' AS STRING), CAST('x' AS STRING)",
    "CAST(TIMESTAMP '2024-02-29 01:02:03+00' AS STRING), CAST(CAST(NULL AS FLOAT64) AS STRING)",
    "CAST(2.5 AS INT64), CAST(-2.5 AS INT64), CAST(3.5 AS INT64), CAST(TRUE AS INT64), CAST('12' AS INT64)",
    "SAFE_CAST('12.5' AS INT64), SAFE_CAST(' 12 ' AS INT64)",
    "SAFE_CAST('1e3' AS INT64), SAFE_CAST('' AS INT64)",
    "SAFE_CAST('x' AS FLOAT64), SAFE_CAST('2.5' AS FLOAT64)",
    "SAFE_CAST('2024-02-30' AS DATE), SAFE_CAST(7 AS STRING)",
    "100000 * 100000, 3 + 4 * 2, -7, 7 / 2, DIV(7, 2), DIV(-7, 2), MOD(-7, 3), MOD(7, -3)",
    "IF(TRUE, 55000, 0) * 100000, CASE WHEN FALSE THEN 1 ELSE 3000000000 END",
    "COALESCE(NULL, 5) * 1000000000",
    "0.1 + 0.2 = 0.3, 2.5, 1.5 * 2, 1e3, .5, 5.",
    "POW(2, 10), SQRT(2), LN(2.5), LOG(8, 2), LOG10(1000)",
    "EXP(1), ABS(-3), SIGN(-2.5), CEIL(1.2), FLOOR(-1.2)",
    "SAFE_DIVIDE(1, 0), SAFE_DIVIDE(1, 4), SAFE_DIVIDE(NULL, 4), SAFE.LN(0), SAFE.SQRT(-1), SAFE.MOD(1, 0)",
    "GREATEST(1, 3, 2), GREATEST(1, NULL), LEAST(2.5, 1.5), LEAST(NULL, 1), IFNULL(NULL, 4), NULLIF(3, 3)",
    # text
    "TRIM('  a  '), TRIM('\\n\\t a \\r\\n'), LTRIM('\\na')",
    "RTRIM('a\\n'), TRIM('xxaxx', 'x'), TRIM('\\u00a0a\\u2003')",
    "CONCAT('a', 'b'), CONCAT('a', NULL), 'a' || 'b'",
    "LOWER('ÄB'), UPPER('äb'), LENGTH('äb😀'), REVERSE('abc')",
    "SUBSTR('abcdef', 2, 3), SUBSTR('abcdef', -2)",
    "STRPOS('abc', 'c'), LPAD('7', 3, '0'), RPAD('7', 3, 'x')",
    "REPLACE('banana', 'an', 'x'), STARTS_WITH('abc', 'ab')",
    "ENDS_WITH('abc', 'bc'), REPEAT('ab', 2), LEFT('abc', 2)",
    "SPLIT('a,b,,c'), SPLIT('a|b', '|'), SPLIT('', ','), ARRAY_TO_STRING(['a', NULL, 'b'], ',')",
    "ARRAY_TO_STRING(['a', NULL, 'b'], ',', '-')",
    "INITCAP('hello world'), 'abc' LIKE 'a%', 'a_c' LIKE 'a\\\\_c'",
    "REGEXP_EXTRACT('Home/Apparel/x', r'^(?:(?:.*?)Home/)(.*?)/')",
    "REGEXP_EXTRACT('zz', '(a)'), REGEXP_EXTRACT('abc', 'b.')",
    "REGEXP_EXTRACT('a(b', r'\\((.)'), REGEXP_EXTRACT('a(b', r'[(].')",
    "REGEXP_EXTRACT('k=v', r'(?P<key>\\w)=')",
    "REGEXP_CONTAINS('abc', r'b'), REGEXP_CONTAINS('abc', r'^b'), REGEXP_REPLACE('aXbX', r'(X)', r'<\\1>')",
    "REGEXP_EXTRACT('Café/Übergröße', r'/(.+)$'), REGEXP_EXTRACT(NULL, 'a'), REGEXP_EXTRACT('', '(a?)')",
    "FORMAT('%.2f', 2.675), FORMAT('%.2f', 0.125), FORMAT('%d', 5)",
    "FORMAT('%s', 'x'), FORMAT(\"%'d\", 1234567)",
    "FORMAT('%5.1f|%-5s|%05d', 1.25, 'a', 42), FORMAT('%t', 1.0)",
    "FORMAT('%t', DATE '2024-01-01'), FORMAT('%%')",
    "FORMAT('%.2f', CAST(NULL AS FLOAT64)), FORMAT('%i', 3)",
    "FORMAT(\"%'.2f\", 1234567.891), FORMAT('%g', 1e10)",
    "FORMAT('%e', 12345.678), FORMAT('%s buys %d for %.2f (100%%)', 'Ann', 3, 9.5)",
    "FORMAT('plain'), FORMAT('%x', 255)",
    "TO_JSON_STRING(STRUCT(1 AS a, 'x' AS b))",
    "JSON_VALUE('{\"a\": \"b\"}', '$.a'), FARM_FINGERPRINT('1footrue')",
    "FARM_FINGERPRINT(''), FARM_FINGERPRINT(NULL), ABS(MOD(FARM_FINGERPRINT('0000436683523507380'), 10))",
    # days and times
    "DATE_DIFF(DATE '2024-03-01', DATE '2024-02-29', DAY)",
    "DATE_DIFF(DATE '2024-03-01', DATE '2024-02-29', MONTH)",
    "DATE_DIFF(DATE '2024-04-01', DATE '2024-03-31', QUARTER)",
    "DATE_DIFF(DATE '2024-01-01', DATE '2023-12-31', YEAR)",
    "DATE_DIFF(DATE '2024-01-08', DATE '2024-01-07', ISOWEEK)",
    "DATE_DIFF(DATE '2024-01-07', DATE '2024-01-06', WEEK)",
    "DATE_DIFF(DATE '2024-01-08', DATE '2024-01-07', WEEK)",
    "DATE_DIFF(DATE '2023-01-31', DATE '2024-02-01', MONTH)",
    "TIMESTAMP_DIFF(TIMESTAMP '2024-01-03 09:00:00+00', TIMESTAMP '2024-01-01 10:00:00+00', DAY)",
    "TIMESTAMP_DIFF(TIMESTAMP '2024-01-01 10:00:00+00', TIMESTAMP '2024-01-03 09:59:59+00', HOUR)",
    "TIMESTAMP_DIFF(TIMESTAMP '2024-01-01 10:00:01+00', TIMESTAMP '2024-01-01 09:59:59+00', MINUTE)",
    "DATE(TIMESTAMP '2024-01-01 23:59:59+00'), DATE(TIMESTAMP '2024-01-01 23:59:59-05'), DATE(2024, 2, 29)",
    "DATE(TIMESTAMP '2024-01-01 03:00:00+00', 'America/Los_Angeles')",
    "DATE_ADD(DATE '2024-01-31', INTERVAL 1 MONTH)",
    "DATE_SUB(DATE '2024-03-31', INTERVAL 1 MONTH), DATE_SUB(DATE '2024-03-01', INTERVAL 1 DAY)",
    "TIMESTAMP_ADD(TIMESTAMP '2024-03-01 00:00:00+00', INTERVAL 36 HOUR), TIMESTAMP('2024-03-01 01:02:03')",
    "DATE_TRUNC(DATE '2024-01-10', MONTH), DATE_TRUNC(DATE '2024-01-10', WEEK)",
    "DATE_TRUNC(DATE '2024-01-10', ISOWEEK)",
    "TIMESTAMP_TRUNC(TIMESTAMP '2024-01-10 11:22:33+00', HOUR), DATE_TRUNC(DATE '2024-05-10', QUARTER)",
    "EXTRACT(YEAR FROM DATE '2024-01-07'), EXTRACT(DAYOFWEEK FROM DATE '2024-01-07')",
    "EXTRACT(QUARTER FROM DATE '2024-05-07')",
    "EXTRACT(WEEK FROM DATE '2024-01-06'), EXTRACT(ISOWEEK FROM DATE '2024-01-07')",
    "EXTRACT(DAYOFYEAR FROM DATE '2024-03-01')",
    "EXTRACT(HOUR FROM TIMESTAMP '2024-01-07 13:14:15+00')",
    "EXTRACT(DATE FROM TIMESTAMP '2024-01-07 13:14:15+00')",
    "FORMAT_DATE('%Y%m%d', DATE '2024-01-10'), PARSE_DATE('%Y%m%d', '20240110')",
    "FORMAT_DATE('%B %d, %Y', DATE '2024-01-05')",
    "FORMAT_TIMESTAMP('%Y-%m-%d %H:%M', TIMESTAMP '2024-01-10 01:02:03+00')",
    "UNIX_SECONDS(TIMESTAMP '2024-01-10 00:00:00+00')",
    "TIMESTAMP_SECONDS(1470046245), TIMESTAMP_MILLIS(1470046245123), DATE '2024-01-10' < DATE '2024-02-01'",
    # arrays and structs
    "[1, 2, 3][OFFSET(0)], [1, 2, 3][ORDINAL(1)], [1, 2][SAFE_OFFSET(5)]",
    "[1, 2][SAFE_ORDINAL(2)], ARRAY_LENGTH([1, 2])",
    "ARRAY_CONCAT([1], [2, 3]), ARRAY_REVERSE([1, 2])",
    "GENERATE_ARRAY(1, 5, 2), 2 IN UNNEST([1, 2]), ['a', 'b']",
    "STRUCT(1 AS a, 'b' AS b), STRUCT(1 AS a, 'b' AS b).b",
    "[STRUCT(1 AS a), STRUCT(2 AS a)], ARRAY(SELECT 1)",
    "(SELECT SUM(x) FROM UNNEST([1, 2, 3]) AS x), EXISTS(SELECT 1 FROM UNNEST([1]) AS x WHERE x = 2)",
    "ARRAY(SELECT AS STRUCT x AS a, x * 2 AS b FROM UNNEST([1, 2]) AS x ORDER BY a)",
    "NULL IS NULL, CAST(NULL AS INT64) = 1, 'abc' NOT LIKE '%b'",
    "TRUE AND NULL, FALSE AND NULL, 3 BETWEEN 1 AND 5, 3 NOT IN (1, 2)",
]


@pytest.mark.parametrize("expressions", EXPRESSIONS)
def test_expressions_have_the_value_that_googlesql_gives_them(same_rows, expressions: str):
    same_rows(f"SELECT {expressions}")


UNDEFINED = [
    "1 / (SELECT 0)",
    "1 / 0",
    "MOD(5, 0)",
    "DIV(5, 0)",
    "SQRT(-1)",
    "LN(0)",
    "LN(-1)",
    "LOG(0, 2)",
    "[1, 2][OFFSET(5)]",
    "CAST('12.5' AS INT64)",
    "CAST('x' AS FLOAT64)",
]


@pytest.mark.parametrize("expression", UNDEFINED)
def test_what_is_an_error_in_googlesql_is_an_error_and_not_infinity(zetasql, embedded, expression: str):
    from zetasql.core.exceptions import ZetaSQLError

    from segdesk.errors import WarehouseError

    with pytest.raises(ZetaSQLError):
        zetasql.evaluate(f"SELECT {expression} AS x")
    with pytest.raises(WarehouseError):
        embedded.evaluate(f"SELECT {expression} AS x")


PEOPLE = {
    "people": """SELECT * FROM UNNEST([
        STRUCT(1 AS id, 'Ann' AS name, 'France' AS country, 10.5 AS spent, 3 AS orders,
               TIMESTAMP '2024-01-01 10:00:00+00' AS created_at),
        (2, 'Bob', 'France', 20.25, 5, TIMESTAMP '2024-01-02 23:30:00+00'),
        (3, 'Cid', 'Japan', CAST(NULL AS FLOAT64), 1, TIMESTAMP '2024-02-01 00:00:00+00'),
        (4, 'Dee', CAST(NULL AS STRING), 7.75, CAST(NULL AS INT64), CAST(NULL AS TIMESTAMP)),
        (5, 'Eve', 'Japan', -2.5, 1, TIMESTAMP '2023-12-31 12:00:00+00')])"""
}

STATEMENTS = [
    "SELECT country, COUNT(*) AS n, SUM(orders) AS orders, AVG(spent) AS mean FROM people GROUP BY country",
    "SELECT p.ID, p.Name FROM people AS p",
    "SELECT * EXCEPT (created_at) REPLACE (spent * 2 AS spent) FROM people",
    "SELECT p.* EXCEPT (id, name, created_at), q.name FROM people AS p JOIN people AS q ON q.id = p.id + 1",
    "SELECT id FROM people WHERE spent > 5 OR country = 'Japan'",
    "SELECT UPPER(country) AS country, COUNT(*) AS n FROM people GROUP BY country",
    "SELECT orders > 2 AS orders, COUNT(*) AS n FROM people GROUP BY orders",
    "SELECT SUBSTR(country, 1, 1) AS c, MAX(spent) AS spent FROM people GROUP BY c HAVING spent > 0",
    "SELECT country, ARRAY_AGG(name ORDER BY spent DESC, name LIMIT 1) AS top FROM people GROUP BY country",
    "SELECT country, ARRAY_AGG(spent IGNORE NULLS ORDER BY spent LIMIT 2) AS s FROM people GROUP BY country",
    "SELECT ARRAY_AGG(country IGNORE NULLS ORDER BY id DESC LIMIT 1)[SAFE_OFFSET(0)] AS last FROM people",
    "SELECT orders, ARRAY_AGG(name ORDER BY spent, id LIMIT 1)[OFFSET(0)] AS n FROM people GROUP BY orders",
    "SELECT ARRAY_AGG(name ORDER BY id LIMIT 1)[SAFE_OFFSET(0)] AS n FROM people WHERE id > 99",
    "SELECT ARRAY_AGG(name ORDER BY id LIMIT 1)[SAFE_OFFSET(1)] AS n FROM people",
    "SELECT ARRAY_AGG(name ORDER BY spent DESC, id LIMIT 2)[OFFSET(0)] AS n FROM people",
    (
        "SELECT ARRAY_AGG(name ORDER BY id)[OFFSET(1)] AS second, ARRAY_AGG(name ORDER BY id) AS "
        "names FROM people"
    ),
    "SELECT ARRAY_AGG(DISTINCT country IGNORE NULLS ORDER BY country) AS c FROM people",
    "SELECT STRING_AGG(name ORDER BY id) AS a, STRING_AGG(name, '; ' ORDER BY id DESC) AS b FROM people",
    (
        "SELECT STRING_AGG(name, '-' ORDER BY spent DESC, id LIMIT 2) AS best, "
        "STRING_AGG(DISTINCT country) AS c "
        "FROM people WHERE country = 'France'"
    ),
    (
        "SELECT COUNTIF(spent > 5) AS n, COUNT(spent) AS m, COUNT(DISTINCT country) AS k, "
        "LOGICAL_OR(id = 3) AS o FROM people"
    ),
    "SELECT SUM(orders) / COUNT(*) AS x, SUM(spent) AS s, MIN(name) AS a, MAX(created_at) AS z FROM people",
    "SELECT COUNTIF(CAST(NULL AS BOOL)) AS n, COUNTIF(spent > 1e9) AS m FROM people",
    "SELECT id, COUNTIF(spent > 5) OVER (PARTITION BY country) AS n FROM people",
    "SELECT SUM(spent) AS s, COUNT(spent) AS n, COUNTIF(spent > 0) AS m FROM people WHERE FALSE",
    (
        "SELECT VAR_SAMP(spent) AS v, STDDEV(spent) AS s, STDDEV_POP(spent) AS p, CORR(id, spent) "
        "AS c FROM people"
    ),
    "SELECT id, ROW_NUMBER() OVER (PARTITION BY country ORDER BY spent DESC, id) AS r FROM people",
    (
        "SELECT id, SUM(orders) OVER (PARTITION BY country ORDER BY id) AS run, LAG(name) OVER "
        "(ORDER BY id) AS before "
        "FROM people"
    ),
    "SELECT id, NTILE(2) OVER (ORDER BY id) AS half, RANK() OVER (ORDER BY orders) AS r FROM people",
    "SELECT id FROM people WHERE TRUE QUALIFY ROW_NUMBER() OVER (PARTITION BY country ORDER BY id DESC) = 1",
    "SELECT id FROM people WHERE country IN (SELECT country FROM people WHERE id = 1)",
    "SELECT id, (SELECT COUNT(*) FROM people AS o WHERE o.country = p.country) AS n FROM people AS p",
    (
        "SELECT id FROM people AS p WHERE EXISTS (SELECT 1 FROM people AS o WHERE o.country = "
        "p.country AND o.id > p.id)"
    ),
    "SELECT p.id, o.id AS other FROM people AS p LEFT JOIN people AS o ON o.id = p.orders",
    "SELECT id, o.name FROM people AS p JOIN people AS o USING (id)",
    "SELECT 'a' AS kind, id FROM people UNION ALL SELECT 'b', orders FROM people",
    "SELECT country FROM people UNION DISTINCT SELECT name FROM people",
    "SELECT id FROM people EXCEPT DISTINCT SELECT orders FROM people",
    "WITH t AS (SELECT country, SUM(spent) AS s FROM people GROUP BY country) SELECT * FROM t WHERE s > 0",
    "WITH people AS (SELECT 1 AS id) SELECT * FROM people",
    "SELECT DATE(created_at) AS day, DATE_DIFF(DATE '2024-03-01', DATE(created_at), DAY) AS age FROM people",
    "SELECT SAFE_DIVIDE(spent, orders - 1) AS x, IF(orders > 2, 'many', 'few') AS y FROM people",
    (
        "SELECT CASE WHEN spent IS NULL THEN 'none' WHEN spent < 0 THEN 'back' ELSE 'some' END AS "
        "k, id FROM people"
    ),
    "SELECT CAST(spent AS STRING) AS a, CAST(spent AS INT64) AS b, FORMAT('%.1f', spent) AS c FROM people",
    "SELECT x, o FROM UNNEST(['a', 'b', 'c']) AS x WITH OFFSET AS o",
    "SELECT x, offset FROM UNNEST([10, 20]) AS x WITH OFFSET",
    (
        "SELECT MAX(IF(country = 'Japan', spent, NULL)) AS j, ANY_VALUE(country) AS a FROM people "
        "WHERE country = 'Japan'"
    ),
    "SELECT DISTINCT country FROM people WHERE country IS NOT NULL",
    "SELECT country, orders, COUNT(*) AS n FROM people GROUP BY ROLLUP (country, orders)",
    "SELECT FARM_FINGERPRINT(name) AS f, ABS(MOD(FARM_FINGERPRINT(country), 7)) AS m FROM people",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_queries_give_the_rows_that_googlesql_gives(same_rows, statement: str):
    assert same_rows(statement, PEOPLE).rows


ORDERED = [
    "SELECT id FROM people ORDER BY spent, id",
    "SELECT id FROM people ORDER BY spent DESC, id",
    "SELECT id FROM people ORDER BY country, id DESC LIMIT 3 OFFSET 1",
    "SELECT id, -spent AS spent FROM people WHERE spent IS NOT NULL ORDER BY spent",
    "SELECT country, COUNT(*) AS n FROM people GROUP BY country ORDER BY n DESC, country",
]


@pytest.mark.parametrize("statement", ORDERED)
def test_order_and_the_place_of_null_in_it_agree(zetasql, embedded, statement: str):
    # As an array the rows keep their order: what stands around the evaluator's query would lose it.
    wanted = zetasql.evaluate(f"SELECT ARRAY(SELECT AS STRUCT * FROM ({statement})) AS r", PEOPLE).rows[0][0]
    assert embedded.evaluate(statement, PEOPLE).rows == wanted


_PRODUCTS = "ARRAY<STRUCT<sku STRING, price INT64>>"
_DIMS = "ARRAY<STRUCT<index INT64, value STRING>>"
SESSIONS = {
    "sessions": f"""
        SELECT 'a' AS visitor, STRUCT('Linux' AS os) AS device, {_DIMS}[(1, 'gold'), (2, 'x')] AS dims,
            [STRUCT('PAGE' AS type, {_PRODUCTS}[('s1', 5), ('s2', 7)] AS product),
             STRUCT('EVENT' AS type, {_PRODUCTS}[('s1', 5)] AS product)] AS hits, [3, 1, 2] AS codes
        UNION ALL SELECT 'b', STRUCT(CAST(NULL AS STRING) AS os), {_DIMS}[],
            [STRUCT('PAGE' AS type, {_PRODUCTS}[] AS product)], [9]
        UNION ALL SELECT 'c', STRUCT('Mac' AS os), {_DIMS}[(1, 'tin')],
            ARRAY<STRUCT<type STRING, product {_PRODUCTS}>>[], ARRAY<INT64>[]"""
}

NESTED = [
    "SELECT visitor, type FROM sessions, UNNEST(hits)",
    "SELECT visitor, hits.type, p.sku, price FROM sessions, UNNEST(hits) AS hits, UNNEST(hits.product) AS p",
    "SELECT visitor, sku FROM sessions AS s, UNNEST(s.hits) AS hits, UNNEST(product) WHERE type = 'EVENT'",
    "SELECT visitor, h.type, o FROM sessions, UNNEST(hits) AS h WITH OFFSET AS o",
    "SELECT visitor, c, c * 2 AS twice, o FROM sessions, UNNEST(codes) AS c WITH OFFSET o",
    "SELECT visitor, type FROM sessions, sessions.hits",
    "SELECT visitor, h.type, p.sku FROM sessions AS s, s.hits AS h, h.product AS p",
    "SELECT visitor, h.type FROM sessions LEFT JOIN UNNEST(hits) AS h",
    "SELECT visitor, c FROM sessions LEFT JOIN UNNEST(codes) AS c ON c > 1",
    "SELECT visitor, h.type FROM sessions CROSS JOIN UNNEST(hits) AS h",
    "SELECT visitor, h.type FROM sessions JOIN UNNEST(hits) AS h ON h.type = 'PAGE'",
    (
        "SELECT visitor, device.os, (SELECT MAX(d.value) FROM UNNEST(dims) AS d WHERE d.index = 1) "
        "AS v FROM sessions"
    ),
    "SELECT visitor, (SELECT value FROM UNNEST(dims) WHERE index = 1) AS v FROM sessions",
    (
        "SELECT visitor FROM sessions WHERE EXISTS (SELECT 1 FROM UNNEST(hits) AS h, "
        "UNNEST(h.product) WHERE sku = 's2')"
    ),
    (
        "SELECT visitor, (SELECT COUNT(*) FROM UNNEST(hits) AS h, UNNEST(h.product) AS p) AS n, "
        "ARRAY_LENGTH(hits) AS m FROM sessions"
    ),
    (
        "SELECT visitor, hits[SAFE_OFFSET(0)].type, "
        "hits[SAFE_OFFSET(1)].product[SAFE_OFFSET(0)].sku FROM sessions"
    ),
    "SELECT visitor, sku FROM sessions, UNNEST(hits[SAFE_OFFSET(0)].product)",
    "SELECT * FROM sessions, UNNEST(hits) AS h",
    "SELECT visitor, h FROM sessions, UNNEST(hits) AS h",
    "SELECT visitor, hits FROM sessions, UNNEST(hits) AS hits",
    "SELECT visitor, COUNT(hits) AS n FROM sessions, UNNEST(hits) AS hits GROUP BY visitor",
    "SELECT h.* FROM sessions, UNNEST(hits) AS h",
    (
        "SELECT visitor, ARRAY(SELECT p.sku FROM UNNEST(h.product) AS p ORDER BY sku) AS skus "
        "FROM sessions, UNNEST(hits) AS h"
    ),
    (
        "WITH flat AS (SELECT visitor, ARRAY_AGG(STRUCT(h.type AS kind, 1 AS one) ORDER BY h.type) AS l "
        "FROM sessions, UNNEST(hits) AS h GROUP BY visitor) SELECT visitor, kind, one FROM flat, UNNEST(l)"
    ),
    (
        "WITH flat AS (SELECT visitor, ARRAY(SELECT AS STRUCT sku, price * 2 AS twice "
        "FROM UNNEST(hits) AS h, UNNEST(h.product) ORDER BY sku, price) AS l FROM sessions) "
        "SELECT visitor, l2.sku, twice FROM flat, UNNEST(l) AS l2"
    ),
    "SELECT visitor, x.a FROM sessions, UNNEST([STRUCT(1 AS a), STRUCT(2 AS a)]) AS x",
    "SELECT visitor FROM sessions WHERE 9 IN UNNEST(codes)",
    (
        "SELECT visitor, (SELECT STRING_AGG(CAST(c AS STRING), ',' ORDER BY c) FROM UNNEST(codes) "
        "AS c) AS s FROM sessions"
    ),
    "SELECT sku, SUM(price) AS price FROM sessions, UNNEST(hits), UNNEST(product) GROUP BY sku",
    (
        "SELECT t.visitor, u.sku FROM (SELECT visitor, hits FROM sessions) AS t, UNNEST(t.hits) AS "
        "h, UNNEST(h.product) AS u"
    ),
    "SELECT (SELECT AS STRUCT visitor, 1 AS one).visitor FROM sessions",
]


@pytest.mark.parametrize("statement", NESTED)
def test_nested_data_is_unnested_as_in_googlesql(same_rows, statement: str):
    assert same_rows(statement, SESSIONS).rows
