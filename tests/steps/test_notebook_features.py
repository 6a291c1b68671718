"""Notebook mode against an independent computation of the documents' definitions, in plain Python."""

import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from segdesk.project import customers
from segdesk.project.file import Project
from segdesk.project.settings import ConnectSettings, FeaturesSettings, Mode, RecipeName, Settings
from segdesk.steps import connect, features
from segdesk.tasks.task import Task

AS_OF = date(2026, 7, 4)


def build(path: Path, source: Path, recipe: RecipeName, **options: object) -> pd.DataFrame:
    """The customer table that segdesk makes of a source in notebook mode."""
    settings = Settings(
        connect=ConnectSettings(source=str(source)),
        features=FeaturesSettings(recipe=recipe, mode=Mode.NOTEBOOK, **options),
    )
    with Project.create(path) as project:
        project.settings = settings
        connect.run(project, settings, Task())
        features.run(project, settings, Task())
        return customers.read(project, customers.columns(project)).to_pandas()


def shop_tables(folder: Path) -> dict[str, pd.DataFrame]:
    names = ("users", "orders", "order_items", "products", "events")
    if (folder / "users.parquet").exists():
        return {name: pq.read_table(folder / f"{name}.parquet").to_pandas() for name in names}
    return {
        name: pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values=[""], low_memory=False)
        for name in names
    }


def months(later: date, earlier: pd.Timestamp) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def check_shop(found: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    users, orders, items = tables["users"], tables["orders"], tables["order_items"]
    names = dict(zip(tables["products"]["id"], tables["products"]["name"], strict=True))
    orders_of: dict[int, list[tuple[int, pd.Timestamp]]] = defaultdict(list)
    for order, user, created in zip(
        orders["order_id"], orders["user_id"], pd.to_datetime(orders["created_at"], utc=True), strict=True
    ):
        orders_of[user].append((order, created))
    items_of: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for order, product, price in zip(
        items["order_id"], items["product_id"], items["sale_price"], strict=True
    ):
        items_of[order].append((product, price))
    last: dict[int, str] = {}
    for user, kind in zip(tables["events"]["user_id"], tables["events"]["event_type"], strict=True):
        if not math.isnan(user):
            last[int(user)] = max(last.get(int(user), ""), kind)
    by_country: dict[str, Counter[str]] = defaultdict(Counter)
    by_user: dict[int, Counter[str]] = defaultdict(Counter)
    for user, country in zip(users["id"], users["country"], strict=True):
        for order, _ in orders_of[user]:
            for product, _ in items_of[order]:
                if isinstance(names.get(product), str):
                    by_user[user][names[product]] += 1
                    by_country[country][names[product]] += 1

    assert list(found["user_id"]) == sorted(users["id"])
    rows = found.set_index("user_id")
    for user, email, country in zip(users["id"], users["email"], users["country"], strict=True):
        row = rows.loc[user]
        bought = [(created, price) for order, created in orders_of[user] for _, price in items_of[order]]
        total = len(bought)
        assert row["email"] == email
        assert row["total_orders"] == total
        prices = [price for _, price in bought]
        assert row["total_revenue"] == pytest.approx(math.fsum(prices), rel=1e-13)
        assert row["avg_basket"] == pytest.approx(math.fsum(prices) / total if total else 0, rel=1e-13)
        since_last = months(AS_OF, max(c for c, _ in bought)) if bought else 0
        since_first = months(AS_OF, min(c for c, _ in bought)) if bought else 0
        assert row["months_since_last_order"] == since_last
        assert row["freq_orders_per_month"] == (total / since_first if since_first else 0)
        assert row["freq_orders_per_quarter"] == (total / (since_first / 3) if since_first else 0)
        assert (row["last_event"] if isinstance(row["last_event"], str) else None) == last.get(user)
        for column, counts in (
            ("top_products_user", by_user[user]),
            ("top_products_country", by_country[country]),
        ):
            top = [] if row[column] is None else list(row[column])
            assert [counts[name] for name in top] == sorted(counts.values(), reverse=True)[:3]
            assert len(set(top)) == len(top)


def test_the_shop_equals_the_published_engine(shop: Path, tmp_path: Path) -> None:
    found = build(tmp_path / "p.segdesk", shop, RecipeName.THELOOK, as_of=AS_OF)
    check_shop(found, shop_tables(shop))


def test_a_real_shop_equals_the_published_engine(thelook_2k: Path, tmp_path: Path) -> None:
    found = build(tmp_path / "p.segdesk", thelook_2k, RecipeName.THELOOK, as_of=AS_OF)
    check_shop(found, shop_tables(thelook_2k))


CATEGORIES = {
    "Apparel": "Apparel",
    "Office": "Office",
    "Electronics": "Electronics",
    "Limited Supply": "LimitedSupply",
    "Accessories": "Accessories",
    "Shop by Brand": "ShopByBrand",
    "Bags": "Bags",
}


def session_rows(folder: Path) -> Iterator[tuple[str, dict[str, object]]]:
    for path in sorted(folder.iterdir()):
        if not path.name.startswith("ga_sessions_"):
            continue
        day = path.name[len("ga_sessions_") :][:8]
        if path.suffix == ".parquet":
            rows = pq.read_table(path).to_pylist()
        else:
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                rows = [json.loads(line) for line in lines]
        yield from ((day, row) for row in rows)


def check_sessions(found: pd.DataFrame, folder: Path) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    prices: dict[str, list[float]] = defaultdict(list)
    systems: dict[str, str] = {}
    for day, session in session_rows(folder):
        if not "20160801" <= day <= "20160831" or session["geoNetwork"]["country"] != "United States":
            continue
        visitor = session["fullVisitorId"]
        for hit in session["hits"]:
            if hit["type"] != "EVENT":
                continue
            for product in hit["product"] or ():
                systems[visitor] = max(systems.get(visitor, ""), session["device"]["operatingSystem"])
                match = re.search(r"^(?:(?:.*?)Home/)(.*?)/", product["v2ProductCategory"] or "")
                counts[visitor][CATEGORIES.get(match[1], "") if match else ""] += 1
                if product["productPrice"] is not None:
                    prices[visitor].append(product["productPrice"] / 1_000_000)

    assert list(found["fullVisitorID"]) == sorted(systems)
    for row in found.itertuples():
        visitor = row.fullVisitorID
        assert visitor == str(visitor)
        assert systems[visitor] == row.OS
        for column in CATEGORIES.values():
            assert getattr(row, column) == counts[visitor][column]
        assert row.totalSpent_USD == pytest.approx(math.fsum(prices[visitor]), abs=0.0051)
        assert row.totalSpent_USD == round(row.totalSpent_USD, 2)
        hashed = row.Hashed_fullVisitorID
        assert row.gender == ("M" if hashed % 2 == 0 else "F")
        assert row.hhi == {0: 55000, 1: 65000, 2: 65000, 7: 85000, 8: 85000, 9: 95000}.get(hashed % 10, 75000)


def test_the_sessions_equal_the_published_tutorial(sessions: Path, tmp_path: Path) -> None:
    found = build(tmp_path / "p.segdesk", sessions, RecipeName.GA360)
    assert len(found) > 10
    check_sessions(found, sessions)


def test_real_sessions_equal_the_published_tutorial(ga360_sample: Path, tmp_path: Path) -> None:
    found = build(tmp_path / "p.segdesk", ga360_sample, RecipeName.GA360)
    assert len(found) == 28
    check_sessions(found, ga360_sample)
