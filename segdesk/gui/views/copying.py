"""Rows of a table for the clipboard, where a spreadsheet finds both plain text and a table."""

import csv
import html
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from segdesk.gui.views import formatting

Row = Sequence[Any]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

RICH_ROWS = 5_000
"""Above this the clipboard gets plain text only: HTML is many times as long."""


def separated(rows: Iterable[Row], separator: str = "\t") -> str:
    """Return rows as tab-separated text, or as CSV; every digit is kept."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    for row in rows:
        writer.writerow([formatting.raw(value) for value in row])
    return text.getvalue()


def csv_lines(rows: Iterable[Row]) -> str:
    """Return rows as the lines of a CSV file whose texts no spreadsheet runs as formulas.

    A text that begins like a formula gets an apostrophe before it, as OWASP says under "CSV injection"
    (CWE-1236); numbers stay what they are.
    """
    return separated(([_defused(value) for value in row] for row in rows), ",")


def _defused(value: Any) -> Any:
    text = formatting.raw(value)
    is_number = isinstance(value, int | float | Decimal | np.number)
    return f"'{text}" if not is_number and text.startswith(_FORMULA) else value


def table(headers: Sequence[str], rows: Iterable[Row]) -> str:
    """Return rows as an HTML table."""
    head = "".join(f"<th>{html.escape(header)}</th>" for header in headers)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _cell(value: Any) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"<td{' align=right' if is_number else ''}>{html.escape(formatting.raw(value))}</td>"


def to_clipboard(headers: Sequence[str], rows: Sequence[Row]) -> None:
    """Put rows on the clipboard, below their headers."""
    data = QMimeData()
    data.setText(separated([headers, *rows]))
    if len(rows) <= RICH_ROWS:
        data.setHtml(table(headers, rows))
    QGuiApplication.clipboard().setMimeData(data)


def text_to_clipboard(text: str) -> None:
    """Put a text on the clipboard."""
    QGuiApplication.clipboard().setText(text)
