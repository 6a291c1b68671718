"""What features are read from: an Arrow table, or customers that are read bit by bit."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeAlias

import pyarrow as pa

from segdesk.clustering.arrays import BLOCK_ROWS


class Customers(Protocol):
    """Customers in a fixed order, of whom one column or one block of rows is in memory at a time."""

    @property
    def num_rows(self) -> int:
        """How many there are."""
        ...

    @property
    def column_names(self) -> list[str]:
        """What is known of each."""
        ...

    def __getitem__(self, name: str) -> pa.ChunkedArray:
        """Return a whole column."""
        ...

    def blocks(self, names: Sequence[str], rows: int) -> Iterator[pa.Table]:
        """Yield some columns, ``rows`` customers at a time, the last block shorter."""
        ...


Source: TypeAlias = pa.Table | Customers


def in_blocks(source: Source, names: Sequence[str], rows: int = BLOCK_ROWS) -> Iterator[pa.Table]:
    """Yield some columns of a source, ``rows`` customers at a time, the last block shorter."""
    if not isinstance(source, pa.Table):
        yield from source.blocks(names, rows)
        return
    chosen = source.select(list(dict.fromkeys(names)))
    for start in range(0, source.num_rows, rows):
        yield chosen.slice(start, rows)
