"""What bqemulator 1.4.0 needs besides: changes to it in memory, none to its files."""

from typing import Any

from bqemulator.sql import inner_query, translator
from bqemulator.storage.engine import DuckDBEngine


def apply() -> None:
    """Make the changes."""
    # It would download an extension for GEOGRAPHY, which nothing here needs.
    DuckDBEngine._load_spatial = _nothing
    # Where it knows a table's columns it loses those that are records, and writes the names of others small.
    inner_query.build_catalog_schema = _no_schema
    # It refuses statements with ML functions in them, be it in a comment. Here they are answered before.
    translator._UNSUPPORTED_KEYWORDS = frozenset()


def _nothing(_: DuckDBEngine) -> None:
    return None


def _no_schema(*_: Any, **__: Any) -> dict[str, dict[str, str]]:
    return {}
