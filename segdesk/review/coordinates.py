"""Where every customer stands on the axes of the scatter plots, kept in memory between questions."""

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from segdesk.project.file import Project

Values = NDArray[np.float32]
Codes = NDArray[np.uint8]

NOWHERE = 255
"""The code of a customer without a segment, and of a pixel without a customer."""
KEPT = 16
"""Columns kept at most: 4 MB each for a million customers."""


class Group(StrEnum):
    """What an axis measures."""

    FEATURE = "feature"
    PCA = "pca"
    UMAP = "umap"


@dataclass(frozen=True)
class Axis:
    """One axis that customers can be drawn along.

    Attributes
    ----------
    name
        The feature's column, or ``pca1`` to ``umap3``.
    title, unit
        Of a feature, for a person.
    number
        1, 2 or 3 of PCA and UMAP.
    share
        Share of the variance along a principal axis.
    log
        Draw log(1 + value), which keeps 0 and spreads out what lies near it; for features only.
    """

    name: str
    group: Group
    title: str = ""
    unit: str = ""
    number: int = 0
    share: float | None = None
    log: bool = False


Axes = tuple[Axis, Axis]
"""Across and up."""


@dataclass(frozen=True, eq=False)
class Cloud:
    """All customers along two axes, in the order of their key.

    Attributes
    ----------
    axes
        What x and y are.
    x, y
        (n,) where they are drawn; NaN for a customer who has no place on that axis.
    values
        The values (n,) that are drawn there, which are others on a logarithmic axis.
    codes
        (n,) position of the customer's segment among ``segments``, `NOWHERE` for none.
    segments
        In their order.
    """

    axes: Axes
    x: Values
    y: Values
    values: tuple[Values, Values]
    codes: Codes
    segments: tuple[str, ...]


def axes_of(project: "Project") -> tuple[Axis, ...]:
    """Return the axes to choose from: principal axes, UMAP where it was computed, every numeric feature."""
    from segdesk.steps import feature_table, umap
    from segdesk.warehouse.recipes import Kind

    row = project.row("SELECT pca_explained FROM clustering")
    if row is None:
        return ()
    shares = [share for share in row[0] if share > 0]
    found = [Axis(f"pca{n}", Group.PCA, number=n, share=share) for n, share in enumerate(shares, 1)]
    if umap.holds(project):
        found += [Axis(f"umap{n}", Group.UMAP, number=n) for n in (1, 2, 3)]
    numbers = [f for f in feature_table.load(project) if f.kind is Kind.NUMBER]
    found += [Axis(f.name, Group.FEATURE, f.title or f.name, f.unit) for f in numbers]
    return tuple(found)


def cloud(project: "Project", axes: Axes) -> Cloud:
    """Return all customers along two axes."""
    values = (along(project, axes[0]), along(project, axes[1]))
    x, y = (logarithm(own) if axis.log else own for axis, own in zip(axes, values, strict=True))
    return Cloud(axes, x, y, values, codes(project), segments(project))


def segments(project: "Project") -> tuple[str, ...]:
    """Return the segments in their order; a code is a position here."""
    return tuple(row[0] for row in project.rows("SELECT segment FROM segment_summary ORDER BY position"))


def codes(project: "Project") -> Codes:
    """Return the code (n,) of each customer's segment, in the order of the key."""
    known = ", ".join(f"'{segment}'" for segment in segments(project))
    code = f"coalesce(list_position([{known}], segment) - 1, {NOWHERE})::UTINYINT"
    # A million numbers go through a join faster than a million names.
    coded = f"JOIN (SELECT {{key}}, {code} AS code FROM segments) AS coded USING ({{key}})"
    return _column(project, "segment", coded, {"segment": "coded.code"}, np.uint8(NOWHERE))


def along(project: "Project", axis: Axis) -> Values:
    """Return each customer's value (n,) on one axis, in the order of the key; NaN for none."""
    return _feature(project, axis) if axis.group is Group.FEATURE else _projected(project, axis)


def _feature(project: "Project", axis: Axis) -> Values:
    name = f"feature {axis.name}"
    return _column(project, name, "", {name: _or_nan(f"customers.{_quoted(axis.name)}::FLOAT")}, _NONE)


def _projected(project: "Project", axis: Axis) -> Values:
    table = "projection" if axis.group is Group.PCA else "projection_umap"
    together = {f"{axis.group}{n}": _or_nan(f"{table}.{axis.group}{n}") for n in (1, 2, 3)}
    return _column(project, axis.name, f"JOIN {table} USING ({{key}})", together, _NONE)


def _or_nan(expression: str) -> str:
    return f"coalesce({expression}, 'NaN'::FLOAT)"


def logarithm(values: Values) -> Values:
    """Return log(1 + value) of each value, and the same below zero turned round."""
    drawn: Values = np.copysign(np.log1p(np.abs(values)), values)
    return drawn


# -- the columns in memory

_NONE = np.float32(np.nan)
_PLACE = "place in the order of the key"

_columns: OrderedDict[tuple[str, str, str], NDArray[Any]] = OrderedDict()
"""The columns asked for last, by file, state of the file and name. Each project has a process of its own."""


def _column(
    project: "Project", wanted: str, joined: str, expressions: dict[str, str], none: Any
) -> NDArray[Any]:
    """Return a column from memory; where it is not there, read it with those that are used together with it.

    Parameters
    ----------
    joined
        The tables that the columns come from beside ``customers``.
    expressions
        The columns that one statement reads, ``wanted`` among them.
    none
        What customers have who are not in those tables.
    """
    state = _state(project)
    if (*state, wanted) not in _columns:
        found = _read(project, joined, expressions, none)
        _columns.update({(*state, name): column for name, column in found.items()})
    _columns.move_to_end((*state, wanted))
    while len(_columns) > KEPT:
        _columns.popitem(last=False)
    return _columns[(*state, wanted)]


def _read(project: "Project", joined: str, expressions: dict[str, str], none: Any) -> dict[str, NDArray[Any]]:
    from segdesk.project import customers

    name = customers.table_name(project)
    assert name is not None
    table, key = _quoted(name), _quoted(customers.key_name(project))
    counted = project.row(f"SELECT count(*) FROM {table}")
    assert counted is not None
    chosen = ", ".join(f"{expression} AS {_quoted(name)}" for name, expression in expressions.items())
    # The customers lie in the order of their key. To put a million joined rows back into it takes DuckDB
    # four times as long as the join itself, and numpy, which is told where they belong, no time.
    found = project.read(
        f"SELECT customers.rowid AS {_quoted(_PLACE)}, {chosen} FROM {table} AS customers"
        f" {joined.format(key=key)}"
    )
    places = _values(found, _PLACE)
    columns = {name: np.full(counted[0], none) for name in expressions}
    for name, column in columns.items():
        column[places] = _values(found, name)
    return columns


def _values(table: Any, name: str) -> NDArray[Any]:
    """Return a column of an Arrow table."""
    # Arrow's own to_numpy imports pandas where that is installed, which takes a second.
    return np.concatenate([np.from_dlpack(chunk) for chunk in table.column(name).chunks])


def _state(project: "Project") -> tuple[str, str]:
    """Return what tells one content of the customers, segments and projections from another."""
    from segdesk.project import freshness
    from segdesk.project.step import Step
    from segdesk.steps import umap

    results = (freshness.result(project, step) for step in (Step.FEATURES, Step.CLUSTERS))
    parts = [f"{result.run} {result.fingerprint}" for result in results if result]
    return str(project.path), " ".join([*parts, str(umap.holds(project))])


def _quoted(name: str) -> str:
    from segdesk.project.file import quoted

    return quoted(name)
