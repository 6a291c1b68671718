"""Principal axes: for the plots in three dimensions, and for clustering on components."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segdesk.clustering.arrays import Floats, Matrix, blocks


@dataclass(frozen=True, eq=False)
class Axes:
    """The principal axes of a cloud of customers.

    Attributes
    ----------
    mean
        (d,) what is subtracted before projecting.
    components
        (c, d) unit vectors, the one with the largest variance first; the largest entry of each is positive.
    explained
        (c,) share of the total variance along each.
    """

    mean: Floats
    components: Floats
    explained: Floats

    def project(self, X: Matrix) -> Floats:
        """Return the coordinates (n, c) of rows (n, d) along the axes."""
        return np.asarray((X - self.mean) @ self.components.T, np.float64)


def principal_axes(parts: Callable[[], Iterable[Matrix]], count: int) -> Axes:
    """Find the principal axes of a matrix that comes in parts, in float64.

    Parameters
    ----------
    parts
        Called twice; each time gives the whole matrix as blocks of rows (m, d).
    count
        How many axes; at most d are returned.
    """
    rows, total = 0, np.zeros(0)
    for part in parts():
        total = part.sum(axis=0, dtype=np.float64) + (total if rows else 0.0)
        rows += len(part)
    mean = total / rows
    scatter = np.zeros((len(mean), len(mean)))
    for part in parts():
        centered = part - mean
        scatter += centered.T @ centered
    variance, vectors = np.linalg.eigh(scatter)
    order = np.argsort(-variance, kind="stable")[:count]
    components = vectors.T[order]
    # An eigenvector's sign is arbitrary; fixing it keeps the picture the same from run to run.
    largest = np.take_along_axis(components, np.abs(components).argmax(axis=1)[:, None], axis=1)
    components = components * np.where(largest < 0, -1.0, 1.0)
    variance = np.clip(variance, 0, None)
    whole = variance.sum()
    return Axes(mean, components, variance[order] / whole if whole > 0 else np.zeros(len(order)))


@dataclass(frozen=True, eq=False)
class Projection:
    """Customers in three dimensions.

    Attributes
    ----------
    coordinates
        (n, 3) float32, along the first three principal axes.
    explained
        (3,) share of the variance along each axis.
    """

    coordinates: NDArray[np.float32]
    explained: Floats


def pca3(X: Matrix) -> Projection:
    """Project ``X`` (n, d) onto its first three principal axes; missing dimensions are 0."""
    axes = principal_axes(lambda: (X[part] for part in blocks(len(X))), 3)
    found = len(axes.components)
    coordinates = np.zeros((len(X), 3), np.float32)
    for part in blocks(len(X)):
        coordinates[part, :found] = axes.project(X[part])
    return Projection(coordinates, np.pad(axes.explained, (0, 3 - found)))
