"""The warehouses that the contract is asked of."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from segdesk.warehouse.base import Warehouse
from segdesk.warehouse.embedded import EmbeddedWarehouse

Factory = Callable[[Mapping[str, pa.Table], Path], Warehouse]
"""Opens a warehouse that holds the given tables; the folder is there for its files."""


def embedded(tables: Mapping[str, pa.Table], folder: Path) -> Warehouse:
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    return EmbeddedWarehouse(folder)


WAREHOUSES: dict[str, Factory] = {"embedded": embedded}
"""A further warehouse is one more entry."""


@pytest.fixture(params=WAREHOUSES)
def open_warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Warehouse]]:
    """Open one of the warehouses over tables; it is closed at the end."""
    opened: list[Warehouse] = []

    def over(tables: Mapping[str, pa.Table]) -> Warehouse:
        opened.append(WAREHOUSES[request.param](tables, tmp_path))
        return opened[-1]

    yield over
    for warehouse in opened:
        warehouse.close()
