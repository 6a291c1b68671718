"""A million customers in numpy: pixels that show the most frequent segment, and what a lasso holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segdesk.review.coordinates import NOWHERE, Codes, Values

View = tuple[float, float, float, float]
"""Left, right, bottom and top of what is looked at, in the units of the axes."""
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Pixels:
    """What each pixel shows, the lowest row first.

    Attributes
    ----------
    codes
        (height, width) the segment most frequent there, `NOWHERE` for a pixel without customers.
    counts
        (height, width) customers there.
    """

    codes: Codes
    counts: NDArray[np.uint32]


def in_view(x: Values, y: Values, view: View) -> Flags:
    """Return which of the points (n,) lie within the view, its edges included."""
    left, right, bottom, top = view
    inside: Flags = (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
    return inside


def pixels(x: Values, y: Values, codes: Codes, view: View, size: tuple[int, int]) -> Pixels:
    """Draw points (n,) that lie within the view.

    Of segments that are equally frequent in a pixel, the one with the smaller code shows. ``size`` is the
    number of pixels across and down.
    """
    left, right, bottom, top = view
    width, height = size
    column = _cells(x, left, right, width)
    row = _cells(y, bottom, top, height)
    shown, counts = np.full(width * height, NOWHERE, np.uint8), np.zeros(width * height, np.uint32)
    if len(x):
        drawn = ((row * width + column) << 8) | codes
        drawn.sort()
        _fill(drawn, shown, counts)
    return Pixels(shown.reshape(height, width), counts.reshape(height, width))


def _cells(values: Values, low: float, high: float, count: int) -> NDArray[np.int64]:
    scaled = (values - np.float32(low)) * np.float32(count / (high - low))
    return np.clip(scaled.astype(np.int64), 0, count - 1)


def _fill(drawn: NDArray[np.int64], shown: Codes, counts: NDArray[np.uint32]) -> None:
    """Write each pixel's winner and count; ``drawn`` holds pixel and code of each point, in order."""
    starts = np.flatnonzero(np.concatenate(([True], drawn[1:] != drawn[:-1])))
    frequency = np.diff(starts, append=len(drawn))
    pixel, code = drawn[starts] >> 8, drawn[starts] & 0xFF
    first = np.flatnonzero(np.concatenate(([True], pixel[1:] != pixel[:-1])))
    # The largest frequency wins; turning the code round makes the smaller one win a tie.
    best = np.maximum.reduceat((frequency << 8) | (0xFF - code), first)
    shown[pixel[first]] = 0xFF - (best & 0xFF)
    counts[pixel[first]] = np.add.reduceat(frequency, first)


def inside(x: Values, y: Values, polygon: NDArray[np.float64]) -> Flags:
    """Return which points (n,) lie inside a closed polygon (m, 2), by the even-odd rule.

    Each edge is compared with the points at its own height only, so the work hardly grows with the edges.
    """
    found = np.zeros(len(x), np.bool_)
    (left, bottom), (right, top) = polygon.min(axis=0), polygon.max(axis=0)
    near = np.flatnonzero(in_view(x, y, (left, right, bottom, top)))
    near = near[np.argsort(y[near], kind="stable")]
    px, py = x[near].astype(np.float64), y[near].astype(np.float64)
    odd = np.zeros(len(near), np.bool_)
    for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if y0 != y1:
            low, high = np.searchsorted(py, sorted((y0, y1)))
            crossing = x0 + (py[low:high] - y0) * ((x1 - x0) / (y1 - y0))
            odd[low:high] ^= px[low:high] < crossing
    found[near] = odd
    return found
