"""How the values of a column are written: in a cell for a person, and elsewhere with every digit."""

import html
import math
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from segdesk.gui import numbers
from segdesk.gui.views.columns import Align, Column, Values, plain

Format = Callable[[Any], str]


def formatter(column: Column) -> Format:
    """Return how a column's values are shown: its own format, or digits after the point that line up."""
    if column.format is not None:
        return column.format
    figures = figures_of(column.values)
    if figures is None or is_boolean(column.values):
        return text_of
    return decimal(_decimals(figures))


def decimal(decimals: int) -> Format:
    """Return the format of numbers with so many digits after the point."""

    def shown(value: Any) -> str:
        return numbers.number(value, decimals) if isinstance(value, int | float) else text_of(value)

    return shown


def text_of(value: Any) -> str:
    """Return a value in words; nothing where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes() if value else no()
    if isinstance(value, int | float):
        return numbers.number(value)
    if isinstance(value, list | tuple):
        return ", ".join(text_of(part) for part in value)
    return str(value)


def yes() -> str:
    """Return the word for true."""
    return QCoreApplication.translate("formatting", "Yes")


def no() -> str:
    """Return the word for false."""
    return QCoreApplication.translate("formatting", "No")


def exact(value: Any) -> str:
    """Return a value for a person with all its digits."""
    if not isinstance(value, float) or not math.isfinite(value):
        return text_of(value)
    digits = repr(value)
    if "e" in digits:
        return digits
    return numbers.number(value, len(digits.partition(".")[2].rstrip("0")))


def raw(value: Any) -> str:
    """Return a value for a spreadsheet: every digit, no thousands separators, nothing where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list | tuple):
        return ", ".join(raw(part) for part in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def tooltip(text: str) -> str:
    """Return a text that a tool tip takes for what it is, and not for markup, and breaks into lines."""
    return f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>" if text else ""


def alignment(column: Column) -> Align:
    """Return where a column's values stand: numbers to the right, so that their digits line up."""
    if column.align is not None:
        return column.align
    if column.choices or column.segments is not None:
        return Align.LEFT
    if is_boolean(column.values):
        return Align.CENTRE if column.editable else Align.LEFT
    return Align.LEFT if figures_of(column.values) is None else Align.RIGHT


def is_boolean(values: Values) -> bool:
    """Whether a column holds true and false."""
    if isinstance(values, np.ndarray) and values.dtype != object:
        return bool(values.dtype == np.bool_)
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(value, bool | np.bool_) for value in known)


def figures_of(values: Values) -> "np.ndarray[Any, np.dtype[np.float64]] | None":
    """Return a column's numbers with NaN where there is none, None if it holds anything else."""
    if isinstance(values, np.ndarray) and values.dtype != object:
        numeric = np.issubdtype(values.dtype, np.number) or values.dtype == np.bool_
        return values.astype(np.float64) if numeric else None
    found = [plain(value) for value in values]
    if not all(value is None or isinstance(value, int | float) for value in found):
        return None
    if all(value is None for value in found):
        return None
    return np.array([np.nan if value is None else value for value in found], np.float64)


def _decimals(figures: "np.ndarray[Any, np.dtype[np.float64]]") -> int:
    """Return how many digits after the point tell a column's values apart, without noise."""
    known = np.abs(figures[np.isfinite(figures)])
    if not len(known) or bool(np.all(known == np.trunc(known))):
        return 0
    largest = known.max()
    return next((places for below, places in ((1, 4), (10, 3)) if largest < below), 2)
