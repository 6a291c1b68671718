"""A table of plain columns: what a small table shows, and the table twin of every plot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = Sequence[Any] | NDArray[Any]
"""One value per row: text, numbers, booleans, or None (NaN in an array of numbers) where there is none."""


class Align(Enum):
    """Where a column's values stand in their cells."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, eq=False)
class Column:
    """One column.

    Attributes
    ----------
    title
        What the header says.
    values
        One per row.
    unit
        Of the values, such as "USD"; empty where there is none.
    format
        How a value is shown; None leaves that to the view.
    align
        None leaves it to the view: numbers to the right, text to the left.
    tooltip
        What the header explains.
    editable
        Whether a person may change a value in place.
    choices
        What a person may choose from in an editable column; none lets them type. Booleans are check boxes.
    fixed
        One per row: whether the cell cannot be changed although the column can.
    segments
        One per row: the segment whose mark stands before the value.
    tips
        One per row: what the tool tip says, where that is not the value.
    name
        What a search and the saved layout call the column; empty for its title.
    """

    title: str
    values: Values
    unit: str = ""
    format: Callable[[Any], str] | None = None
    align: Align | None = None
    tooltip: str = ""
    editable: bool = False
    choices: tuple[Any, ...] = ()
    fixed: Sequence[bool] | None = None
    segments: Sequence[str] | None = None
    tips: Sequence[str] | None = None
    name: str = ""

    @property
    def header(self) -> str:
        """Title and unit on one line, as files and the clipboard carry them."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


@dataclass(frozen=True, eq=False)
class Columns:
    """Columns of the same length."""

    columns: tuple[Column, ...] = ()

    def __post_init__(self) -> None:
        lengths = {len(column.values) for column in self.columns}
        if len(lengths) > 1:
            raise ValueError(f"columns of different lengths: {sorted(lengths)}")

    def __len__(self) -> int:
        return len(self.columns[0].values) if self.columns else 0

    @property
    def headers(self) -> tuple[str, ...]:
        """Title and unit of each column."""
        return tuple(column.header for column in self.columns)

    def row(self, index: int) -> tuple[Any, ...]:
        """Return the values of one row as plain Python values, missing ones as None."""
        return tuple(plain(column.values[index]) for column in self.columns)


def plain(value: Any) -> Any:
    """Return a cell's value without numpy: a number, text, a boolean, or None where there is none."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and np.isnan(value):
        return None
    return value
