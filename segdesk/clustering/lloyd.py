"""Lloyd's iteration on weighted points. It only touches the sums of those who move."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

import numpy as np

from segdesk.clustering.arrays import Floats, Labels, blocks
from segdesk.clustering.kernels import Kernels, Singles
from segdesk.clustering.points import Points

BLOCK = 131_072
"""Rows that are worked on at a time: a few milliseconds, after which a cancel is heard."""

_CRUMBS = 1e-6
"""Less than any customer's weight: what rounding leaves of one."""

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")


class Each(Protocol):
    """Do the same with each of several things, one after another or side by side."""

    def __call__(self, work: Callable[[_Thing], _Result], things: Iterable[_Thing], /) -> Iterable[_Result]:
        """Return the results in the order of the things."""
        ...


class Lloyd:
    """Centers, and who is nearest to them.

    Parameters
    ----------
    points
        What is clustered.
    loops
        For as many columns as the points have.
    centers
        (k, r) where to start.
    each
        How blocks of rows are worked through.

    Attributes
    ----------
    centers
        (k, r) float32.
    labels
        (u,) the nearest center; -1 before the first step.
    """

    def __init__(self, points: Points, loops: Kernels, centers: Singles, each: Each = map) -> None:
        self._points = points
        self._loops = loops
        self._each = each
        self.centers = np.array(centers, np.float32, order="C")
        self.labels: Labels = np.full(points.count, -1, np.int32)
        self._sums = np.zeros(centers.shape)
        self._counts = np.zeros(len(centers))

    @property
    def sizes(self) -> Floats:
        """(k,) weights of the labels."""
        return self._counts.copy()

    @property
    def means(self) -> Floats:
        """(k, r) float64 means of the labels; of a center without any, the center."""
        counts = self._counts[:, None]
        return np.where(counts > 0, self._sums / np.where(counts > 0, counts, 1), self.centers)

    @property
    def inertia(self) -> float:
        """Sum of squares around the means: all that there is, less what the means explain."""
        return self._points.squares - float(np.sum(self._counts[:, None] * self.means**2))

    def run(self, most: int, least: float, check: Callable[[], None]) -> int:
        """Improve until nobody moves, or a step gains too little, and return the steps.

        In the end the labels are those of the centers, as in scikit-learn; where nobody moved any more, the
        centers are the means of the labels as well.

        Parameters
        ----------
        most
            Steps at most.
        least
            Share that a step has to take off the inertia for another to follow; 0 asks for nobody to move.
        check
            Called before each step; may raise, to end the work.
        """
        before = np.inf
        for done in range(1, most + 1):
            check()
            if not self._label():
                return done
            self._move()
            inertia = self.inertia
            if least and before - inertia <= least * inertia:
                break
            before = inertia
        self._label()
        return done

    def _label(self) -> int:
        """Label everyone by the nearest center, and return how many labels changed."""
        changed = 0
        for moved, sums, counts in self._each(self._block, list(blocks(self._points.count, BLOCK))):
            changed += moved
            self._sums += sums
            self._counts += counts
        self._counts[self._counts < _CRUMBS] = 0
        return changed

    def _move(self) -> None:
        """Move the centers to the means of their labels."""
        self._fill_empty()
        self.centers = self.means.astype(np.float32)

    def _block(self, rows: slice) -> tuple[int, Floats, Floats]:
        sums, counts = np.zeros(self._sums.shape), np.zeros(len(self._counts))
        points = self._points
        moved = self._loops.step(
            points.columns,
            points.weights,
            self.centers,
            self.labels,
            rows.start,
            rows.stop,
            sums,
            counts,
        )
        return moved, sums, counts

    def _fill_empty(self) -> None:
        """Give a center without anyone the point that is farthest from its own, as scikit-learn does."""
        for empty in np.flatnonzero(self._counts == 0):
            difference = self._points.columns - self.centers[self.labels].T
            farthest = int(np.argmax(np.einsum("ci,ci->i", difference, difference)))
            point = self._points.columns[:, farthest].astype(np.float64)
            weight = float(self._points.weights[farthest])
            was = self.labels[farthest]
            if self._counts[was] <= weight:
                return  # everyone is where a center is
            self._counts[was] -= weight
            self._sums[was] -= weight * point
            self._counts[empty] = weight
            self._sums[empty] = weight * point
            self.labels[farthest] = empty
