"""Files to read, and the warehouse over them."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from segdesk.warehouse.embedded import EmbeddedWarehouse

Files = Callable[..., EmbeddedWarehouse]


@pytest.fixture
def over(tmp_path: Path) -> Iterator[Files]:
    """Write files, given by name, and open the warehouse over their folder; it is closed after the test."""
    opened: list[EmbeddedWarehouse] = []

    def over_files(files: dict[str, str | bytes]) -> EmbeddedWarehouse:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        opened.append(EmbeddedWarehouse(tmp_path))
        return opened[-1]

    yield over_files
    for warehouse in opened:
        warehouse.close()


@pytest.fixture
def rows() -> Callable[[EmbeddedWarehouse, str], list[dict]]:
    """Ask a warehouse and get its rows."""
    return lambda warehouse, sql: warehouse.query(sql).read_all().to_pylist()
