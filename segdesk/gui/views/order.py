"""Which rows of a small table, and in which order, as an index into its columns."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segdesk.gui.views import formatting
from segdesk.gui.views.columns import Column, Columns, Values, plain
from segdesk.gui.views.formatting import Format
from segdesk.review.search import Relation, Term, folded

Flags = NDArray[np.bool_]

_BETWEEN = "\x1f"
"""Stands between the forms of a cell; no text has it."""


def sorted_rows(values: Values, descending: bool) -> NDArray[np.int64]:
    """Return the rows in the order of their values, those without one last; equal ones keep their order."""
    figures = formatting.figures_of(values)
    if figures is not None:
        known = np.flatnonzero(~np.isnan(figures))
        keys = -figures[known] if descending else figures[known]
        ordered = known[np.argsort(keys, kind="stable")]
        return np.concatenate([ordered, np.flatnonzero(np.isnan(figures))])
    texts = [formatting.raw(plain(value)) for value in values]
    rows = [row for row, text in enumerate(texts) if text]
    rows.sort(key=lambda row: _natural(texts[row]), reverse=descending)
    return np.array([*rows, *(row for row, text in enumerate(texts) if not text)], np.int64)


def _natural(text: str) -> list[str | int]:
    """Return a key that puts seg_2 before seg_10, whatever the capitals and accents."""
    parts = re.split(r"(\d+)", folded(text))
    return [int(part) if number % 2 else part for number, part in enumerate(parts)]


def matching(table: Columns, formats: Sequence[Format], terms: Sequence[Term]) -> Flags:
    """Return for each row whether all parts of a search hold."""
    found = np.ones(len(table), bool)
    texts: dict[int, list[str]] = {}

    def text(column: int) -> list[str]:
        if column not in texts:
            texts[column] = _texts(table.columns[column], formats[column])
        return texts[column]

    for term in terms:
        if term.column is not None:
            found &= _holds(table.columns[term.column], text(term.column), term)
            continue
        wanted = folded(term.text)
        anywhere = np.zeros(len(table), bool)
        for column in range(len(table.columns)):
            anywhere |= np.array([wanted in cell for cell in text(column)], bool)
        found &= anywhere
    return found


def _texts(column: Column, shown: Format) -> list[str]:
    """Return each cell as it is shown and as it is, for 1,234 is looked for as 1234 too."""
    values = [plain(value) for value in column.values]
    return [folded(f"{shown(value)}{_BETWEEN}{formatting.raw(value)}") for value in values]


def _holds(column: Column, texts: Sequence[str], term: Term) -> Flags:
    figures = None if formatting.is_boolean(column.values) else formatting.figures_of(column.values)
    if figures is not None and term.number is not None:
        return _compares(figures, term.number, term)
    wanted = folded(term.text)
    if term.relation is Relation.CONTAINS and column.segments is None:
        return np.array([wanted in cell for cell in texts], bool)
    return np.array([_relates(cell.split(_BETWEEN), term.relation, wanted) for cell in texts], bool)


def _compares(figures: NDArray[Any], number: float, term: Term) -> Flags:
    match term.relation:
        case Relation.ABOVE:
            return np.asarray(figures > number)
        case Relation.BELOW:
            return np.asarray(figures < number)
        case Relation.AT_LEAST:
            return np.asarray(figures >= number)
        case Relation.AT_MOST:
            return np.asarray(figures <= number)
    return np.asarray(np.abs(figures - number) <= term.tolerance + 1e-9)


def _relates(forms: Sequence[str], relation: Relation, wanted: str) -> bool:
    """Whether one of the forms of a cell, as shown and as it is, relates to what is wanted."""
    match relation:
        case Relation.ABOVE:
            return forms[-1] > wanted
        case Relation.BELOW:
            return forms[-1] < wanted
        case Relation.AT_LEAST:
            return forms[-1] >= wanted
        case Relation.AT_MOST:
            return forms[-1] <= wanted
    return wanted in forms or f"seg_{wanted}" in forms
