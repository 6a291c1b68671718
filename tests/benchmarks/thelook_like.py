"""A shop's source tables of any size, with the few columns that the thelook recipe reads.

Every value follows from a hash of its row's number and the seed, so that DuckDB can write the files row group
by row group, on all cores, with the same content each time and little memory.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

PRODUCTS = 29_000
ITEMS_PER_USER = 2.0
ORDERS_PER_USER = 1.4
EVENTS_PER_USER = 24
"""As in the public set; half of them are nobody's."""


@dataclass(frozen=True)
class Size:
    """How many rows the tables have."""

    users: int

    @property
    def orders(self) -> int:
        """Rows of the orders table."""
        return max(1, int(ORDERS_PER_USER * self.users))

    @property
    def items(self) -> int:
        """Rows of the order_items table."""
        return max(1, int(ITEMS_PER_USER * self.users))

    @property
    def events(self) -> int:
        """Rows of the events table."""
        return EVENTS_PER_USER * self.users


def write_source(folder: Path, users: int, seed: int = 42) -> Path:
    """Write users, orders, order_items, products and events as Parquet files and return the folder."""
    size = Size(users)
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        mixed = f"hash(row * 16 + what + {seed} * 1000003)"
        connection.execute(f"CREATE MACRO draw(row, what) AS CAST({mixed} >> 1 AS BIGINT)")
        # A float64 has 53 bits; from 0 up to but without 1.
        connection.execute("CREATE MACRO share(row, what) AS (draw(row, what) >> 10) / 9007199254740992.0")
        connection.execute(
            "CREATE MACRO moment(row, what) AS TIMESTAMPTZ '2019-01-01 00:00:00+00'"
            " + to_seconds(CAST(236563199 * sqrt(share(row, what)) AS BIGINT))"
        )
        for name, query in _tables(size).items():
            target = str(folder / f"{name}.parquet").replace("'", "''")
            connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    return folder


def _tables(size: Size) -> dict[str, str]:
    buyer = f"1 + CAST(floor({size.users} * pow(share(r, 1), 1.5)) AS BIGINT)"
    status = "['Processing', 'Shipped', 'Complete', 'Complete', 'Shipped', 'Returned', 'Cancelled']"
    order = f"1 + r * {size.orders} // {size.items}"
    return {
        "products": "SELECT r + 1 AS id, 'Product ' || (draw(r, 0) % 28000) || ' of the sample shop' AS name"
        f" FROM range({PRODUCTS}) AS t(r)",
        "users": "SELECT r + 1 AS id, 'Name' || (draw(r, 0) % 900) AS first_name,"
        " 'someone' || r || '@example.com' AS email, 'Country ' || (draw(r, 2) % 16) AS country,"
        f" moment(r, 3) AS created_at FROM range({size.users}) AS t(r)",
        # A fifth of the users never buys.
        "orders": f"SELECT r + 1 AS order_id, least(b + (b % 5 = 0)::BIGINT, {size.users}) AS user_id,"
        f" {status}[1 + draw(r, 4) % 7] AS status, moment(r, 5) AS created_at"
        f" FROM (SELECT r, {buyer} AS b FROM range({size.orders}) AS t(r))",
        "order_items": f"SELECT {order} AS order_id,"
        f" 1 + CAST(floor({PRODUCTS} * pow(share(r, 6), 2)) AS BIGINT) AS product_id,"
        f" {status}[1 + draw({order} - 1, 4) % 7] AS status,"
        f" round(5 + 20 / (0.05 + share(r, 7)), 2) AS sale_price FROM range({size.items}) AS t(r)",
        "events": f"SELECT r + 1 AS id, CASE WHEN draw(r, 8) % 2 = 0"
        f" THEN 1 + CAST(draw(r, 9) % {size.users} AS BIGINT) END AS user_id,"
        " ['home', 'department', 'product', 'cart', 'purchase', 'cancel'][1 + draw(r, 10) % 6] AS event_type,"
        f" moment(r, 11) AS created_at FROM range({size.events}) AS t(r)",
    }
