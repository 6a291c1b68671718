"""The sample store has the nested days, the shares and the quirks of the public Analytics set."""

import gzip
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlglot
from sqlglot import exp

from segdesk.project.settings import RecipeName
from segdesk.tasks.task import Task
from segdesk.warehouse.sample import ga360, write_sample

CUSTOMERS = 5_000
DAYS = [date(2016, 8, 1) + timedelta(days=n) for n in range(366)]

NAMES = {pa.int64(): "INT64", pa.string(): "STRING", pa.bool_(): "BOOL"}


class Days:
    """The files of a sample, to be asked in SQL: `sessions`, `hits` and `products`."""

    def __init__(self, folder: Path) -> None:
        self.connection = duckdb.connect()
        files = (folder / "ga_sessions_*.parquet").as_posix()
        self.connection.execute(f"""
            CREATE VIEW sessions AS SELECT * FROM read_parquet('{files}', filename = true);
            CREATE VIEW hits AS SELECT * EXCLUDE (hits), unnest(hits) AS h FROM sessions;
            CREATE VIEW products AS SELECT *, unnest(h.product) AS p FROM hits""")

    def ask(self, sql: str) -> Any:
        row = self.connection.execute(sql).fetchone()
        return row[0] if len(row) == 1 else row

    def share(self, condition: str, table: str = "sessions") -> float:
        return self.ask(f"SELECT count(*) FILTER ({condition}) / count(*) FROM {table}")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "ga360"
    write_sample(folder, RecipeName.GA360, CUSTOMERS, 42, Task())
    return folder


@pytest.fixture(scope="module")
def days(store: Path) -> Days:
    days = Days(store)
    yield days
    days.connection.close()


def leaves(kind: pa.DataType, path: str) -> dict[str, str]:
    """Return the GoogleSQL type of every field below an Arrow type, by its path."""
    if pa.types.is_list(kind):
        return leaves(kind.value_type, f"{path}[]")
    if pa.types.is_struct(kind):
        return {k: v for field in kind for k, v in leaves(field.type, f"{path}.{field.name}").items()}
    return {path: NAMES[kind]}


def sql_leaves(kind: exp.DataType, path: str) -> dict[str, str]:
    """Return the same of a parsed GoogleSQL type."""
    if kind.this == exp.DataType.Type.ARRAY:
        return sql_leaves(kind.expressions[0], f"{path}[]")
    if kind.this == exp.DataType.Type.STRUCT:
        return {k: v for d in kind.expressions for k, v in sql_leaves(d.kind, f"{path}.{d.name}").items()}
    return {path: kind.sql("bigquery")}


def test_there_is_a_file_for_every_day_and_each_holds_its_own_sessions(store: Path, days: Days) -> None:
    assert sorted(p.name for p in store.iterdir()) == [f"ga_sessions_{d:%Y%m%d}.parquet" for d in DAYS]
    assert (
        days.ask(
            "SELECT count(*) FROM sessions WHERE filename NOT LIKE '%ga_sessions_' || date || '.parquet'"
        )
        == 0
    )


def test_every_field_is_one_of_the_export_with_its_type(store: Path, ga360_sample: Path) -> None:
    parsed = sqlglot.parse_one((ga360_sample / "schema.bigquery.sql").read_text(), dialect="bigquery")
    real: dict[str, str] = {}
    for column in parsed.find(exp.Schema).expressions:
        real |= sql_leaves(column.kind, column.name)
    ours: dict[str, str] = {}
    for field in pq.read_schema(store / "ga_sessions_20160801.parquet"):
        ours |= leaves(field.type, field.name)
    assert ours.pop("clientId") == "STRING"  # newer than the public set
    assert ours == {path: real.get(path) for path in ours}


def test_rows_of_the_export_name_no_field_differently(store: Path, ga360_sample: Path) -> None:
    with gzip.open(ga360_sample / "ga_sessions_20160801.ndjson.gz") as file:
        real = json.loads(file.readline())
    ours = pq.read_schema(store / "ga_sessions_20160801.parquet").names
    assert set(ours) - {"clientId"} <= set(real)


def test_every_day_has_the_same_schema(store: Path) -> None:
    schemas = {pq.read_schema(file).to_string() for file in store.iterdir()}
    assert len(schemas) == 1


def test_customers_are_distinct_visitors(days: Days) -> None:
    assert days.ask("SELECT count(DISTINCT fullVisitorId) FROM sessions") == CUSTOMERS
    assert days.ask("SELECT count(DISTINCT clientId) FROM sessions") == CUSTOMERS
    assert days.ask("SELECT count(DISTINCT (fullVisitorId, clientId, userId)) FROM sessions") == CUSTOMERS


def test_identities_look_like_those_of_analytics(days: Days) -> None:
    assert days.share("regexp_full_match(fullVisitorId, '[0-9]{16,20}')") == 1
    assert 0.05 < days.share("fullVisitorId LIKE '0%'") < 0.15
    assert days.share("regexp_full_match(clientId, '[0-9]{9,10}\\.[0-9]{10}')") == 1
    assert days.share("split_part(clientId, '.', 2)::BIGINT <= visitStartTime") == 1
    assert 0 < days.share("userId IS NOT NULL") < 0.1


def test_dates_are_those_of_california(days: Days) -> None:
    local = "strftime(to_timestamp(visitStartTime) AT TIME ZONE 'America/Los_Angeles', '%Y%m%d')"
    days.connection.execute("SET TimeZone = 'UTC'")
    assert days.ask(f"SELECT count(*) FROM sessions WHERE {local} <> date") == 0
    # Local noon of a winter day is not local noon of a summer day in UTC.
    offset = "(h.hour - (visitStartTime // 3600) % 24 + 24) % 24"
    hours = f"SELECT list(DISTINCT {offset}) FROM hits WHERE h.hitNumber = 1"
    assert days.ask(f"{hours} AND date = '20160815'") == [17]
    assert days.ask(f"{hours} AND date = '20170115'") == [16]


def test_visit_numbers_follow_time(days: Days) -> None:
    assert (
        days.ask("""
        SELECT count(*) FROM (
            SELECT list(visitNumber ORDER BY visitStartTime) AS numbers FROM sessions GROUP BY fullVisitorId)
        WHERE numbers <> range(numbers[1], numbers[1] + len(numbers))""")
        == 0
    )
    assert (
        days.ask("SELECT count(*) FROM sessions WHERE (totals.newVisits IS NOT NULL) <> (visitNumber = 1)")
        == 0
    )
    assert 0.2 < days.share("visitNumber > 1") < 0.45


def test_totals_count_the_hits(days: Days) -> None:
    assert (
        days.ask("""
        SELECT count(*) FROM sessions
        WHERE totals.hits <> len(hits)
           OR totals.pageviews <> len(list_filter(hits, lambda h: h.type = 'PAGE'))
           OR (totals.bounces IS NOT NULL) <> (len(hits) = 1)
           OR (totals.timeOnSite IS NULL) <> (len(hits) = 1)""")
        == 0
    )


def test_hits_are_numbered_timed_entered_and_left(days: Days) -> None:
    assert (
        days.ask("""
        SELECT count(*) FROM (
            SELECT hits, list_transform(hits, lambda h: h.hitNumber) AS numbers,
                   list_transform(hits, lambda h: h.time) AS times
            FROM sessions)
        WHERE numbers <> range(1, len(hits) + 1) OR times <> list_sort(times) OR times[1] <> 0
           OR NOT hits[1].isEntrance
           OR len(list_filter(hits, lambda h: h.isExit)) <> 1 OR len(hits) > 500""")
        == 0
    )


def test_a_purchase_adds_up(days: Days) -> None:
    assert (
        days.ask("""
        WITH paid AS (
            SELECT visitId, fullVisitorId, any_value(totals) AS totals, sum(p.productRevenue) AS goods,
                   sum(p.productPrice * p.productQuantity) AS priced,
                   count(DISTINCT h.transaction.transactionId) AS ids,
                   any_value(h.transaction) AS t, any_value(h.item.transactionId) AS item
            FROM products WHERE h.eCommerceAction.action_type = '6' AND p.productRevenue IS NOT NULL
            GROUP BY ALL)
        SELECT count(*) FROM paid
        WHERE totals.transactions <> 1 OR totals.transactionRevenue <> goods OR goods <> priced OR ids <> 1
           OR t.transactionRevenue <> goods + t.transactionTax + t.transactionShipping
           OR totals.totalTransactionRevenue <> t.transactionRevenue OR item <> t.transactionId""")
        == 0
    )
    purchases, ids, total = days.ask("""
        SELECT count(*) FILTER (h.transaction.transactionRevenue IS NOT NULL),
               count(DISTINCT h.transaction.transactionId), (SELECT sum(totals.transactions) FROM sessions)
        FROM hits""")
    assert purchases == ids == total > 50
    assert days.ask("SELECT max(p.productPrice) > 1e7 AND min(p.productPrice) >= 990000 FROM products")


def test_what_is_bought_was_put_into_the_cart_and_stayed_there(days: Days) -> None:
    steps = """
        SELECT DISTINCT fullVisitorId, visitId, p.productSKU AS sku, h.eCommerceAction.action_type AS action
        FROM products"""
    orphans = f"""SELECT count(*) FROM ({steps}) b ANTI JOIN ({steps}) c
        ON b.fullVisitorId = c.fullVisitorId AND b.visitId = c.visitId AND b.sku = c.sku AND c.action = '{{}}'
        WHERE b.action = '{{}}'"""
    assert days.ask(orphans.format("3", "6")) == 0
    assert days.ask(orphans.format("2", "3")) == 0
    assert days.ask(orphans.format("1", "2")) == 0
    assert days.ask(orphans.format("5", "6")) == 0


def test_details_come_at_once_after_the_click_on_that_product(days: Days) -> None:
    wrong = """
        SELECT count(*) FROM (
            SELECT h, lag(h) OVER (PARTITION BY fullVisitorId, visitId ORDER BY h.hitNumber) AS before
            FROM hits)
        WHERE h.eCommerceAction.action_type = '2' AND (
            before.eCommerceAction.action_type <> '1'
            OR before.product[1].productSKU <> h.product[1].productSKU
            OR h.time - before.time > 50)"""
    assert days.ask(wrong) == 0


def test_types_of_hits_and_actions_go_together(days: Days) -> None:
    pairs = days.connection.execute(
        "SELECT DISTINCT h.type, h.eCommerceAction.action_type FROM hits"
    ).fetchall()
    assert set(pairs) == {
        ("PAGE", "0"),
        ("EVENT", "1"),
        ("PAGE", "2"),
        ("EVENT", "3"),
        ("EVENT", "4"),
        ("PAGE", "5"),
        ("PAGE", "6"),
    }
    assert (
        days.ask("""SELECT count(*) FROM products
        WHERE (p.isImpression IS NOT NULL) <> (h.eCommerceAction.action_type = '0')
           OR (p.isClick IS NOT NULL) <> (h.eCommerceAction.action_type = '1')
           OR (h.eventInfo IS NOT NULL) <> (h.type = 'EVENT')""")
        == 0
    )


def test_shares_are_those_of_the_public_set(days: Days) -> None:
    for condition, table, low, high in (
        ("geoNetwork.country = 'United States'", "sessions", 0.42, 0.48),
        ("date LIKE '201608%'", "sessions", 0.085, 0.115),
        ("channelGrouping = 'Organic Search'", "sessions", 0.45, 0.60),
        ("device.deviceCategory = 'desktop'", "sessions", 0.62, 0.76),
        ("totals.bounces = 1", "sessions", 0.45, 0.60),
        ("totals.transactions = 1", "sessions", 0.01, 0.03),
        ("len(customDimensions) = 0", "sessions", 0.20, 0.29),
        ("geoNetwork.city = 'not available in demo dataset'", "sessions", 0.5, 0.85),
        ("p.isImpression", "products", 0.85, 0.97),
        ("p.v2ProductCategory = '(not set)'", "products", 0.02, 0.08),
    ):
        assert low <= days.share(condition, table) <= high, (condition, days.share(condition, table))
    months = days.ask("SELECT list(DISTINCT date[:6]) FROM sessions")
    assert len(months) == 13


def test_categories_are_written_as_the_real_store_writes_them(days: Days) -> None:
    paths = set(days.ask("SELECT list(DISTINCT p.v2ProductCategory) FROM products"))
    assert {"Home/Apparel/Men's/", "(not set)", "${escCatTitle}", "Apparel"} <= paths
    group = "regexp_extract(p.v2ProductCategory, '^(?:(?:.*?)Home/)(.*?)/', 1)"
    groups = set(days.ask(f"SELECT list(DISTINCT {group}) FROM products WHERE h.type = 'EVENT'"))
    assert {
        "Apparel",
        "Office",
        "Electronics",
        "Limited Supply",
        "Accessories",
        "Shop by Brand",
        "Bags",
    } <= groups
    # On orders the real store leaves the path out.
    ordered = "SELECT count(*) FROM products WHERE h.eCommerceAction.action_type IN ('5', '6')"
    assert days.ask(f"{ordered} AND p.v2ProductCategory LIKE 'Home/%'") == 0


def test_one_visitor_of_august_clicks_on_hundreds_of_office_products(days: Days) -> None:
    clicks = days.connection.execute("""
        SELECT count(*) FILTER (p.v2ProductCategory LIKE 'Home/Office/%') AS office, count(*) AS n,
               sum(totals.transactions) AS bought
        FROM products WHERE h.type = 'EVENT' AND geoNetwork.country = 'United States' AND date LIKE '201608%'
        GROUP BY fullVisitorId ORDER BY office DESC LIMIT 2""").fetchall()
    (office, n, bought), (second, _, _) = clicks
    assert office > 250
    assert n == 340
    assert bought is None
    assert second < 60


def test_some_visitors_change_their_device(days: Days) -> None:
    several = """SELECT avg((systems > 1)::INT) FROM (
        SELECT count(DISTINCT device.operatingSystem) AS systems FROM sessions
        GROUP BY fullVisitorId HAVING count(*) > 1)"""
    assert 0.01 < days.ask(several) < 0.3


@pytest.mark.parametrize("customers", [1, 2, 100])
def test_any_number_of_customers_works(customers: int, tmp_path: Path) -> None:
    write_sample(tmp_path / "sample", RecipeName.GA360, customers, 3, Task())
    days = Days(tmp_path / "sample")
    assert days.ask("SELECT count(DISTINCT fullVisitorId) FROM sessions") == customers
    assert len(list((tmp_path / "sample").iterdir())) == len(DAYS)
    days.connection.close()


def test_a_sample_of_many_batches_has_every_session_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sample(tmp_path / "one", RecipeName.GA360, 300, 3, Task())
    monkeypatch.setattr(ga360, "BATCH", 20)
    write_sample(tmp_path / "many", RecipeName.GA360, 300, 3, Task())
    keys = []
    for name in ("one", "many"):
        days = Days(tmp_path / name)
        keys.append(
            sorted(days.ask("SELECT list((date, fullVisitorId, visitId, visitNumber)) FROM sessions"))
        )
        days.connection.close()
    assert keys[0] == keys[1]
    assert len(keys[0]) == len(set(keys[0])) >= 300
