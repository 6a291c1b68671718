"""The warehouses that the contract is asked of."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from segdesk.warehouse.base import Warehouse
from segdesk.warehouse.embedded import EmbeddedWarehouse
from tests.bigquery.conftest import stand_in  # noqa: F401 - a fixture
from tests.bigquery.shop import Shop, shop_in

Open = Callable[[Mapping[str, pa.Table]], Warehouse]
"""Opens a warehouse that holds the given tables."""


def embedded(request: pytest.FixtureRequest) -> Iterator[Open]:
    folder: Path = request.getfixturevalue("tmp_path")
    opened: list[Warehouse] = []

    def over(tables: Mapping[str, pa.Table]) -> Warehouse:
        for name, table in tables.items():
            pq.write_table(table, folder / f"{name}.parquet")
        opened.append(EmbeddedWarehouse(folder))
        return opened[-1]

    yield over
    for warehouse in opened:
        warehouse.close()


def bigquery(request: pytest.FixtureRequest) -> Iterator[Open]:
    given = (request.getfixturevalue(name) for name in ("stand_in", "monkeypatch"))
    for shop in shop_in(*given):
        yield partial(_put_up, shop)


def _put_up(shop: Shop, tables: Mapping[str, pa.Table]) -> Warehouse:
    shop.put(tables)
    # The stand-in would really count those rows: ten thousand million million of them.
    shop.slow("GENERATE_ARRAY", running=60)
    return shop.open()


WAREHOUSES: dict[str, Callable[[pytest.FixtureRequest], Iterator[Open]]] = {
    "embedded": embedded,
    "bigquery": bigquery,
}
"""A further warehouse is one more entry."""

CANNOT = {
    ("bigquery", "test_wildcard_tables_and_nested_data"): (
        "BigQuery's stand-in does not find the fields of an unnested struct that has no name; BigQuery does"
    )
}
"""Warehouse and test to the reason why that one cannot; a test that passes nevertheless is an error."""


@pytest.fixture(params=WAREHOUSES)
def open_warehouse(request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open one of the warehouses over tables; it is closed at the end."""
    reason = CANNOT.get((request.param, request.node.originalname))
    if reason:
        request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    yield from WAREHOUSES[request.param](request)
