"""What the scatter plots of the Clusters tab show."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from segdesk.review.coordinates import (
    NOWHERE,
    Axes,
    Axis,
    Cloud,
    Codes,
    Group,
    Values,
    along,
    axes_of,
    cloud,
    codes,
    segments,
)
from segdesk.review.customer import Customer, customer
from segdesk.review.drawing import Flags, Rows, View, in_view, inside, pixels

if TYPE_CHECKING:
    from segdesk.project.file import Project

__all__ = [
    "Axes", "Axis", "Customer", "Group", "Points", "Points3D", "Raster", "View",
    "axes_of", "customer", "nearest", "places", "points", "points3d", "raster", "within",
]  # fmt: skip

POINTS = 50_000
"""Up to so many customers each is drawn on its own; more would take too long, and hide one another."""
CLOSE_UP = 10_000
"""When no more than so many are in view, a close-up shows each on its own."""
POINTS_3D = 100_000
RINGED = 2_000
"""Selected customers that are ringed; more rings would hide what they are around."""
NEAR = 12.0
"""Pixels from the mouse within which a customer is meant."""


@dataclass(frozen=True, eq=False)
class Points:
    """Customers that are drawn one by one.

    Attributes
    ----------
    axes
        What x and y are.
    x, y
        (m,) float32, where they are drawn.
    values
        The values (m,) that are drawn there, which are others on a logarithmic axis.
    codes
        (m,) position of each customer's segment among ``segments``.
    rows
        (m,) positions of the customers in the order of their key.
    bounds
        Of all customers with a place on the axes.
    placed, missing
        How many customers have a place on both axes, and how many have not.
    view
        What these points fill: None means everything, otherwise only what was asked for, and a larger view
        needs another question.
    complete
        False where there are too many: then there is no point here, and a raster is to be asked for.
    """

    axes: Axes
    segments: tuple[str, ...]
    x: Values
    y: Values
    values: tuple[Values, Values]
    codes: Codes
    rows: Rows
    bounds: View
    placed: int
    missing: int
    view: View | None = None
    complete: bool = True


@dataclass(frozen=True, eq=False)
class Raster:
    """Customers by pixel, the lowest row first.

    Attributes
    ----------
    axes
        What x and y are.
    codes
        (height, width) uint8, the segment most frequent there; 255 for nobody.
    counts
        (height, width) uint32, customers there.
    view
        What the pixels fill.
    by_segment
        Customers in view by segment.
    """

    axes: Axes
    segments: tuple[str, ...]
    codes: Codes
    counts: NDArray[np.uint32]
    view: View
    by_segment: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Points3D:
    """Customers in three dimensions, all of them or a stratified sample.

    Attributes
    ----------
    coordinates
        (m, 3) float32.
    codes, rows
        As in `Points`.
    placed
        How many customers the sample stands for.
    axes
        The three of them.
    """

    segments: tuple[str, ...]
    coordinates: Values
    codes: Codes
    rows: Rows
    placed: int
    axes: tuple[Axis, Axis, Axis]


def points(project: "Project", axes: Axes, *, limit: int = POINTS) -> Points:
    """Return every customer along two axes, if no more than ``limit`` have a place there."""
    whole = cloud(project, axes)
    placed = _placed(whole)
    rows = np.flatnonzero(placed)
    if len(rows) <= limit:
        return _points(whole, rows, placed)
    return replace(_points(whole, rows[:0], placed), complete=False)


def raster(
    project: "Project",
    axes: Axes,
    view: View,
    size: tuple[int, int],
    hidden: Iterable[str] = (),
    *,
    limit: int = CLOSE_UP,
) -> Raster | Points:
    """Return what a view shows of the segments that are not hidden.

    A close-up with no more than ``limit`` customers in it comes as points.

    Parameters
    ----------
    size
        Pixels across and down.
    """
    whole = cloud(project, axes)
    drawn = _visible(whole, hidden)[whole.codes]
    drawn &= in_view(whole.x, whole.y, view)
    rows = np.flatnonzero(drawn)
    if len(rows) <= limit:
        return _points(whole, rows, _placed(whole), view)
    own = whole.codes[rows]
    picture = pixels(whole.x[rows], whole.y[rows], own, view, size)
    sizes = np.bincount(own, minlength=len(whole.segments))
    return Raster(whole.axes, whole.segments, picture.codes, picture.counts, view, tuple(map(int, sizes)))


def nearest(
    project: "Project",
    axes: Axes,
    at: tuple[float, float],
    scale: tuple[float, float],
    hidden: Iterable[str] = (),
) -> Customer | None:
    """Return the customer nearest to a place, None if there is nobody within a few pixels.

    Parameters
    ----------
    at
        In the units of the axes.
    scale
        Units of each axis that one pixel spans.
    """
    whole = cloud(project, axes)
    reach = [NEAR * abs(unit) for unit in scale]
    around = (at[0] - reach[0], at[0] + reach[0], at[1] - reach[1], at[1] + reach[1])
    drawn = in_view(whole.x, whole.y, around) & _visible(whole, hidden)[whole.codes]
    rows = np.flatnonzero(drawn)
    if not len(rows):
        return None
    apart = ((whole.x[rows] - at[0]) / scale[0]) ** 2 + ((whole.y[rows] - at[1]) / scale[1]) ** 2
    closest = int(np.argmin(apart))
    return customer(project, int(rows[closest])) if apart[closest] <= NEAR**2 else None


def within(project: "Project", axes: Axes, polygon: NDArray[np.float64], hidden: Iterable[str] = ()) -> Rows:
    """Return the positions, in the order of the key, of the customers inside a polygon (m, 2)."""
    whole = cloud(project, axes)
    rows = np.flatnonzero(_visible(whole, hidden)[whole.codes])
    return rows[inside(whole.x[rows], whole.y[rows], polygon)]


def places(project: "Project", axes: Axes, rows: Rows, *, limit: int = RINGED) -> Points:
    """Return where some customers stand, at most ``limit`` of them, evenly picked."""
    whole = cloud(project, axes)
    placed = _placed(whole)
    chosen = rows[placed[rows]]
    if len(chosen) > limit:
        chosen = chosen[np.linspace(0, len(chosen) - 1, limit).astype(np.intp)]
    return _points(whole, chosen, placed)


def points3d(project: "Project", kind: Group, *, limit: int = POINTS_3D, seed: int = 42) -> Points3D:
    """Return customers along three axes of PCA or UMAP: all, or a sample with each segment's share."""
    from segdesk.clustering.sampling import stratified

    three = _three(project, kind)
    columns = [along(project, axis) for axis in three]
    own = codes(project)
    placed = np.flatnonzero((own != NOWHERE) & ~np.isnan(columns[0]))
    rows = placed[stratified(own[placed], limit, seed=seed)]
    coordinates = np.stack([column[rows] for column in columns], axis=1)
    return Points3D(segments(project), coordinates, own[rows], rows, len(placed), three)


def _three(project: "Project", kind: Group) -> tuple[Axis, Axis, Axis]:
    """Return three axes of a kind; an axis that explains nothing still makes the third dimension."""
    known = {axis.name: axis for axis in axes_of(project)}
    names = [f"{kind}{number}" for number in (1, 2, 3)]
    first, second, third = (
        known.get(name, Axis(name, kind, number=number, share=0.0)) for number, name in enumerate(names, 1)
    )
    return first, second, third


def _points(whole: Cloud, rows: Rows, placed: Flags, view: View | None = None) -> Points:
    count = int(np.count_nonzero(placed))
    return Points(
        axes=whole.axes,
        segments=whole.segments,
        x=whole.x[rows],
        y=whole.y[rows],
        values=(whole.values[0][rows], whole.values[1][rows]),
        codes=whole.codes[rows],
        rows=rows,
        bounds=_bounds(whole, placed),
        placed=count,
        missing=len(placed) - count,
        view=view,
    )


def _placed(whole: Cloud) -> Flags:
    """Return which customers have a segment and a place on both axes."""
    placed: Flags = (whole.codes != NOWHERE) & ~np.isnan(whole.x) & ~np.isnan(whole.y)
    return placed


def _visible(whole: Cloud, hidden: Iterable[str]) -> Flags:
    """Return by code (256,) whether customers of that segment are drawn."""
    away = frozenset(hidden)
    visible = np.zeros(256, np.bool_)
    visible[: len(whole.segments)] = [segment not in away for segment in whole.segments]
    return visible


def _bounds(whole: Cloud, placed: Flags) -> View:
    """Return the extent of the customers who have a place; something to look at even where none has."""
    if not placed.any():
        return (0.0, 1.0, 0.0, 1.0)
    x, y = whole.x[placed], whole.y[placed]
    return (float(x.min()), float(x.max()), float(y.min()), float(y.max()))
