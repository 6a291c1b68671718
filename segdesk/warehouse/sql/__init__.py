"""GoogleSQL: shipped as files, bound to real tables, and translated for the embedded warehouse."""

from segdesk.warehouse.sql.bind import bind, check_query
from segdesk.warehouse.sql.dialect import to_duckdb
from segdesk.warehouse.sql.load import load
from segdesk.warehouse.sql.syntax import identifier

__all__ = ["bind", "check_query", "identifier", "load", "to_duckdb"]
