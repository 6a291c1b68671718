"""The sample shop has the tables, the shares, the quirks and the structure of the public set."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

from segdesk.project.settings import RecipeName
from segdesk.tasks.task import Task
from segdesk.warehouse.sample import thelook, write_sample
from segdesk.warehouse.sample.thelook import behaviours, catalogue, customers, orders

TABLES = ("users", "orders", "order_items", "products", "events")
CUSTOMERS = 12_000
END = "TIMESTAMPTZ '2026-07-01 00:00:00+00'"

Ask = Callable[..., Any]


def asking(folder: Path) -> tuple[duckdb.DuckDBPyConnection, Ask]:
    """Open the tables of a folder; `ask` gives one value, or one row of several."""
    connection = duckdb.connect()
    for table in TABLES:
        connection.execute(f"CREATE VIEW {table} AS FROM '{(folder / table).as_posix()}.parquet'")

    def ask(sql: str) -> Any:
        row = connection.execute(sql).fetchone()
        return row[0] if len(row) == 1 else row

    return connection, ask


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "thelook"
    write_sample(folder, RecipeName.THELOOK, CUSTOMERS, 42, Task())
    return folder


@pytest.fixture(scope="module")
def ask(shop: Path) -> Ask:
    connection, ask = asking(shop)
    yield ask
    connection.close()


def test_the_tables_have_the_columns_of_the_public_set(shop: Path, thelook_2k: Path) -> None:
    for table in TABLES:
        with (thelook_2k / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert pq.read_schema(shop / f"{table}.parquet").names == header


def test_the_columns_have_the_types_of_the_public_set(shop: Path) -> None:
    instant = pa.timestamp("us", tz="UTC")
    reals = {"latitude", "longitude", "cost", "retail_price", "sale_price"}
    whole = {"id", "age", "num_of_item", "sequence_number"}
    for table in TABLES:
        for field in pq.read_schema(shop / f"{table}.parquet"):
            name = field.name
            if name.endswith("_at"):
                assert field.type == instant, name
            elif name in reals:
                assert field.type == pa.float64(), name
            elif name in whole or (name.endswith("_id") and name != "session_id"):
                assert field.type == pa.int64(), name
            else:
                assert field.type == pa.string(), name


def test_files_are_compressed_with_zstandard(shop: Path) -> None:
    for table in TABLES:
        column = pq.ParquetFile(shop / f"{table}.parquet").metadata.row_group(0).column(0)
        assert column.compression == "ZSTD"


def test_every_reference_finds_what_it_points_to(ask: Ask) -> None:
    for child, parent in (
        ("orders.user_id", "users.id"),
        ("order_items.order_id", "orders.order_id"),
        ("order_items.product_id", "products.id"),
        ("events.user_id", "users.id"),
    ):
        table, column = child.split(".")
        other, key = parent.split(".")
        orphans = f"SELECT count(*) FROM {table} c ANTI JOIN {other} p ON c.{column} = p.{key}"
        assert ask(f"{orphans} WHERE c.{column} IS NOT NULL") == 0, child
    assert (
        ask("SELECT count(*) FROM order_items i JOIN orders o USING (order_id) WHERE i.user_id <> o.user_id")
        == 0
    )


@pytest.mark.parametrize(
    ("table", "key"),
    [("users", "id"), ("orders", "order_id"), ("order_items", "id"), ("products", "id"), ("events", "id")],
)
def test_ids_run_from_one_without_gaps(table: str, key: str, ask: Ask) -> None:
    first, last, rows, different = ask(
        f"SELECT min({key}), max({key}), count(*), count(DISTINCT {key}) FROM {table}"
    )
    assert (first, last, different) == (1, rows, rows)


def test_inventory_ids_are_unique(ask: Ask) -> None:
    assert ask("SELECT count(*) - count(DISTINCT inventory_item_id) FROM order_items") == 0


def test_orders_know_their_items(ask: Ask) -> None:
    assert (
        ask("""
        SELECT count(*) FROM orders o
        JOIN (SELECT order_id, count(*) AS n, any_value(status) AS status, count(DISTINCT status) AS statuses
              FROM order_items GROUP BY order_id) i USING (order_id)
        WHERE o.num_of_item <> i.n OR o.status <> i.status OR i.statuses <> 1""")
        == 0
    )
    assert ask("SELECT count(*) FROM orders ANTI JOIN order_items USING (order_id)") == 0
    assert (
        ask("SELECT count(*) FROM orders o JOIN users u ON o.user_id = u.id WHERE o.gender <> u.gender") == 0
    )


def test_people_buy_from_their_department_at_the_retail_price(ask: Ask) -> None:
    wrong = """SELECT count(*) FROM order_items i JOIN products p ON i.product_id = p.id
               JOIN users u ON i.user_id = u.id
               WHERE i.sale_price <> p.retail_price
                  OR left(p.department, 1) <> if(u.gender = 'M', 'M', 'W')"""
    assert ask(wrong) == 0
    assert ask("SELECT min(cost / retail_price) > 0.3 AND max(cost / retail_price) < 0.7 FROM products")


def test_times_follow_from_the_status(ask: Ask) -> None:
    for table in ("orders", "order_items"):
        assert (
            ask(f"""
            SELECT count(*) FROM {table}
            WHERE (shipped_at IS NOT NULL) <> (status IN ('Shipped', 'Complete', 'Returned'))
               OR (delivered_at IS NOT NULL) <> (status IN ('Complete', 'Returned'))
               OR (returned_at IS NOT NULL) <> (status = 'Returned')
               OR delivered_at < shipped_at OR returned_at < delivered_at""")
            == 0
        )
    assert ask("SELECT count(*) FROM orders WHERE shipped_at < created_at") == 0


def test_nothing_happens_after_the_last_day_or_before_signing_up(ask: Ask) -> None:
    for table, columns in (
        ("users", ["created_at"]),
        ("orders", ["created_at", "shipped_at", "delivered_at", "returned_at"]),
        ("order_items", ["created_at", "shipped_at", "delivered_at", "returned_at"]),
        ("events", ["created_at"]),
    ):
        for column in columns:
            assert ask(f"SELECT count(*) FROM {table} WHERE {column} >= {END}") == 0
    for table in ("orders", "order_items", "events"):
        early = f"SELECT count(*) FROM {table} t JOIN users u ON t.user_id = u.id"
        assert ask(f"{early} WHERE t.created_at < u.created_at") == 0
    assert ask(f"SELECT max(created_at) > {END} - INTERVAL 1 DAY FROM orders")


def test_there_is_one_purchase_visit_for_each_item_and_it_ends_in_purchase(ask: Ask) -> None:
    bought = ask("SELECT count(*) FROM events WHERE event_type = 'purchase'")
    assert bought == ask("SELECT count(*) FROM order_items")
    visits, ending, cancelled = ask("""
        SELECT count(*),
               count(*) FILTER (kinds[-1] = 'purchase' AND list_count(kinds) = last),
               count(*) FILTER (list_contains(kinds, 'cancel'))
        FROM (SELECT list(event_type ORDER BY sequence_number) AS kinds, max(sequence_number) AS last
              FROM events WHERE user_id IS NOT NULL GROUP BY session_id)""")
    assert visits == ending == ask("SELECT count(*) FROM order_items")
    assert cancelled == 0


def test_a_purchase_visit_ends_with_the_product_bought(ask: Ask) -> None:
    matched = ask("""
        WITH visit AS (
            SELECT user_id, max(created_at) AS ended,
                   max_by(uri, sequence_number) FILTER (event_type = 'product') AS page
            FROM events WHERE user_id IS NOT NULL GROUP BY session_id, user_id)
        SELECT count(*) FROM order_items i JOIN visit v
            ON v.user_id = i.user_id AND v.ended = i.created_at AND v.page = '/product/' || i.product_id""")
    assert matched >= ask("SELECT count(*) FROM order_items")


def test_events_of_a_visit_are_numbered_in_the_order_of_time_and_share_what_a_visitor_has(ask: Ask) -> None:
    assert (
        ask("""
        SELECT count(*) FROM (
            SELECT list(sequence_number ORDER BY id) AS steps, list(created_at ORDER BY id) AS times,
                   count(DISTINCT (ip_address, browser, traffic_source, city)) AS visitors,
                   count(DISTINCT user_id) AS users
            FROM events GROUP BY session_id)
        WHERE steps <> range(1, len(steps) + 1) OR times <> list_sort(times) OR visitors <> 1 OR users > 1""")
        == 0
    )


def test_visits_of_nobody_known_are_short_and_never_buy(ask: Ask) -> None:
    visits, longest = ask("""SELECT count(*), max(n) FROM (
        SELECT count(*) AS n FROM events WHERE user_id IS NULL GROUP BY session_id)""")
    assert visits == 5 * CUSTOMERS
    assert longest == 3
    assert (
        ask("SELECT count(*) FROM events WHERE user_id IS NULL AND event_type IN ('purchase', 'home')") == 0
    )


def test_shares_are_those_of_the_public_set(ask: Ask) -> None:
    def share(condition: str, table: str) -> float:
        return ask(f"SELECT count(*) FILTER ({condition}) / count(*) FROM {table}")

    for condition, table, low, high in (
        ("status = 'Shipped'", "orders", 0.27, 0.32),
        ("status = 'Complete'", "orders", 0.23, 0.29),
        ("status = 'Processing'", "orders", 0.18, 0.24),
        ("status = 'Cancelled'", "orders", 0.13, 0.17),
        ("status = 'Returned'", "orders", 0.07, 0.11),
        ("num_of_item = 1", "orders", 0.65, 0.80),
        ("num_of_item BETWEEN 1 AND 4", "orders", 1.0, 1.0),
        ("country = 'China'", "users", 0.32, 0.36),
        ("country = 'United States'", "users", 0.20, 0.24),
        ("country = 'Brasil'", "users", 0.12, 0.16),
        ("gender = 'F'", "users", 0.48, 0.52),
        ("age BETWEEN 12 AND 70", "users", 1.0, 1.0),
        ("traffic_source = 'Search'", "users", 0.67, 0.73),
        ("browser = 'Chrome'", "events", 0.47, 0.53),
        ("user_id IS NULL", "events", 0.42, 0.50),
        ("regexp_full_match(email, '[a-z0-9]+@example\\.(com|net|org)')", "users", 1.0, 1.0),
    ):
        assert low <= share(condition, table) <= high, (condition, share(condition, table))
    assert 22 < ask("SELECT count(*) FROM events") / CUSTOMERS < 27
    assert 28_000 < ask("SELECT count(*) FROM products") < 30_000
    assert 45 < ask("SELECT avg(sale_price) FROM order_items") < 75


def test_a_fifth_never_buys_most_buy_one_to_four_times_and_a_few_very_often(ask: Ask) -> None:
    never, usual, most = ask("""
        SELECT avg((n = 0)::INT), avg((n BETWEEN 1 AND 4)::INT), max(n)
        FROM (SELECT count(order_id) AS n FROM users LEFT JOIN orders ON users.id = user_id
              GROUP BY users.id)""")
    assert 0.18 < never < 0.22
    assert 0.70 < usual < 0.82
    assert most >= 15


def test_business_grows_and_has_a_season(ask: Ask) -> None:
    assert ask("""SELECT bool_and(n > before) FROM (
        SELECT n, lag(n) OVER (ORDER BY year) AS before FROM (
            SELECT year(created_at) AS year, count(*) AS n FROM orders
            WHERE year(created_at) < 2026 GROUP BY 1))""")
    december, july = ask("""SELECT count(*) FILTER (month(created_at) = 12),
        count(*) FILTER (month(created_at) = 7) FROM orders WHERE year(created_at) = 2025""")
    assert december > 1.3 * july


def test_outerwear_costs_more_than_socks(ask: Ask) -> None:
    coats, socks = ask("""SELECT median(retail_price) FILTER (category = 'Outerwear & Coats'),
        median(retail_price) FILTER (category IN ('Socks', 'Socks & Hosiery')) FROM products""")
    assert coats > 4 * socks


def test_the_quirks_of_the_public_set_are_there(ask: Ask) -> None:
    assert 0.003 < ask("SELECT avg((city = 'null')::INT) FROM users") < 0.02
    assert {"Spain", "España", "Germany", "Deutschland", "Brasil"} <= set(
        ask("SELECT list(DISTINCT country) FROM users")
    )
    assert 0 < ask("SELECT 1 - count(DISTINCT email) / count(*) FROM users") < 0.05
    assert (
        0.2
        < ask("SELECT avg((shipped_at < created_at)::INT) FROM order_items WHERE shipped_at IS NOT NULL")
        < 0.4
    )
    assert ask("SELECT count(*) FILTER (name IS NULL), count(*) FILTER (brand IS NULL) FROM products") == (
        2,
        24,
    )
    assert ask("SELECT count(*) FILTER (first_name <> strip_accents(first_name)) FROM users") > 0


def test_k_means_finds_segments_that_shuffled_customers_do_not_have(shop: Path) -> None:
    connection, _ = asking(shop)
    columns = connection.execute("""
        SELECT count(order_id)::DOUBLE AS orders, ifnull(avg(sale_price), 0) AS basket,
               ifnull(sum(sale_price), 0) AS revenue,
               ifnull(date_diff('month', max(o.created_at), TIMESTAMPTZ '2026-07-01 00:00:00+00'), 0)::DOUBLE
                   AS months
        FROM users u LEFT JOIN orders o ON u.id = o.user_id LEFT JOIN order_items i USING (order_id)
        GROUP BY u.id ORDER BY u.id""").fetchnumpy()
    connection.close()
    real = StandardScaler().fit_transform(np.column_stack(list(columns.values())))
    rng = np.random.default_rng(0)
    shuffled = np.column_stack([rng.permutation(column) for column in real.T])

    def quality(X: np.ndarray) -> float:
        labels = KMeans(6, n_init=3, random_state=0).fit_predict(X)
        return float(silhouette_score(X, labels, sample_size=3000, random_state=0))

    assert quality(real) > 0.35
    assert quality(real) > quality(shuffled) + 0.02


def test_customers_behave_as_their_kind_says() -> None:
    rng = np.random.default_rng(5)
    shop = catalogue.make(rng)
    people = customers.make(rng, customers.Places.read(), 1, 4000)
    bought = orders.make(rng, people, shop, 1, 1)
    count = np.bincount(bought.user, minlength=4000)
    spent = np.bincount(bought.user[bought.order], bought.price, minlength=4000)
    items = np.bincount(bought.user[bought.order], minlength=4000)
    last = np.zeros(4000, dtype=np.int64)
    np.maximum.at(last, bought.user, bought.created)
    days_since = (behaviours.END - last) / 86_400
    member_days = (behaviours.END - people.joined) / 86_400
    of = {b.name: people.kind == n for n, b in enumerate(behaviours.BEHAVIOURS)}
    price = {name: spent[who].sum() / max(items[who].sum(), 1) for name, who in of.items()}

    assert abs(sum(b.share for b in behaviours.BEHAVIOURS) - 1) < 1e-9
    assert (count[of["never buys"]] == 0).all()
    assert (count[of["buys once"]] == 1).all()
    assert (count[of["loyal"]] >= 4).all()
    assert (days_since[of["loyal"]] <= 75).all()
    assert (days_since[of["lapsed"]] >= 800 - 1).all()
    assert (member_days[of["new"]] <= 120).all()
    assert price["bargain"] < 25 < price["buys once"] < 100 < 150 < price["big basket"]


@pytest.mark.parametrize("customers", [1, 2, 101])
def test_any_number_of_customers_works(customers: int, tmp_path: Path) -> None:
    for seed in range(3):
        folder = tmp_path / str(seed)
        write_sample(folder, RecipeName.THELOOK, customers, seed, Task())
        rows = {table: pq.read_metadata(folder / f"{table}.parquet").num_rows for table in TABLES}
        assert rows["users"] == customers
        assert rows["events"] >= 5 * customers


def test_a_customer_who_never_buys_may_be_the_only_one(tmp_path: Path) -> None:
    for seed in range(40):
        folder = tmp_path / str(seed)
        write_sample(folder, RecipeName.THELOOK, 1, seed, Task())
        if pq.read_metadata(folder / "orders.parquet").num_rows == 0:
            assert pq.read_metadata(folder / "order_items.parquet").num_rows == 0
            assert pq.read_table(folder / "events.parquet")["user_id"].null_count >= 5
            return
    pytest.fail("forty single customers all bought something")


def test_a_sample_of_many_chunks_is_as_sound_as_one_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thelook, "CHUNK", 100)
    write_sample(tmp_path / "sample", RecipeName.THELOOK, 250, 1, Task())
    connection, ask = asking(tmp_path / "sample")
    assert pq.ParquetFile(tmp_path / "sample" / "users.parquet").num_row_groups == 3
    test_every_reference_finds_what_it_points_to(ask)
    test_orders_know_their_items(ask)
    for table, key in (("users", "id"), ("orders", "order_id"), ("order_items", "id"), ("events", "id")):
        test_ids_run_from_one_without_gaps(table, key, ask)
    connection.close()
