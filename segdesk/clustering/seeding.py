"""Greedy k-means++ (Arthur and Vassilvitskii, 2007), one center at a time."""

import math
from typing import Self

import numpy as np

from segdesk.clustering.arrays import Floats
from segdesk.clustering.kernels import Kernels, Singles
from segdesk.clustering.points import Points


class Seeding:
    """A growing sequence of centers; its first k are a start for k.

    Parameters
    ----------
    points
        What they are drawn from.
    loops
        For as many columns as the points have.
    random
        Decides what is drawn.

    Attributes
    ----------
    centers
        (k, r) float32.
    """

    def __init__(self, points: Points, loops: Kernels, random: np.random.Generator) -> None:
        self._points = points
        self._loops = loops
        self._random = random
        self._nearest = np.full(points.count, np.inf, np.float32)
        self.centers: Singles = np.zeros((0, len(points.columns)), np.float32)

    @classmethod
    def after(cls, points: Points, loops: Kernels, random: np.random.Generator, centers: Singles) -> Self:
        """Return a sequence that goes on after given centers (k, r)."""
        seeding = cls(points, loops, random)
        for center in centers:
            seeding._add(center)
        return seeding

    def extend(self, candidates: int = 0) -> None:
        """Add the best of several candidates, each drawn by its share of the squared distances.

        Parameters
        ----------
        candidates
            How many; 0 means as many as scikit-learn tries.
        """
        if not len(self.centers):
            cumulated = np.cumsum(self._points.weights, dtype=np.float64)
            self._add(self._drawn(cumulated, 1)[0])
            return
        # scikit-learn's number, but for this center alone: so a longer sequence begins like a shorter one.
        count = candidates or 2 + int(math.log(len(self.centers) + 1))
        cumulated = np.cumsum(self._points.weights * self._nearest, dtype=np.float64)
        drawn = self._drawn(cumulated, count)
        potentials = np.zeros(count)
        self._loops.potentials(self._points.columns, self._points.weights, self._nearest, drawn, potentials)
        self._add(drawn[int(np.argmin(potentials))])

    def _drawn(self, cumulated: Floats, count: int) -> Singles:
        """Return points (count, r), drawn by the weights that are cumulated (u,)."""
        at = np.searchsorted(cumulated, self._random.random(count) * cumulated[-1], side="right")
        return np.ascontiguousarray(self._points.columns[:, np.minimum(at, len(cumulated) - 1)].T)

    def _add(self, center: Singles) -> None:
        self._loops.approach(self._points.columns, center, self._nearest)
        self.centers = np.vstack([self.centers, center[None, :]])
