"""Lloyd's algorithm as BigQuery ML runs it: one start, few iterations, an early end."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

_CHUNK = 20_000


class Distance(StrEnum):
    """How far two points are apart."""

    EUCLIDEAN = "EUCLIDEAN"
    COSINE = "COSINE"


class Start(StrEnum):
    """Where the centroids come from."""

    RANDOM = "RANDOM"
    PLUS_PLUS = "KMEANS++"
    CUSTOM = "CUSTOM"


@dataclass(frozen=True)
class Cluster:
    """A cluster as an iteration saw it; the radius is the root of the mean squared distance."""

    radius: float
    size: int


@dataclass(frozen=True)
class Iteration:
    """An iteration: the loss is the mean squared distance to the centroids that it began with."""

    loss: float
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True)
class Fit:
    """What training came to; the centroids are those after the last update."""

    centroids: np.ndarray
    iterations: tuple[Iteration, ...]


@dataclass(frozen=True)
class Ends:
    """When training ends."""

    most_iterations: int = 20
    early: bool = True
    least_progress: float = 0.01


def fit(points: np.ndarray, start: np.ndarray, distance: Distance, ends: Ends) -> Fit:
    """Train from given centroids.

    Parameters
    ----------
    points
        n x d.
    start
        k x d.
    """
    centroids, iterations = start.copy(), list[Iteration]()
    for _ in range(ends.most_iterations):
        nearest, squares = assign(points, centroids, distance)
        iterations.append(Iteration(float(squares.mean()), _clusters(nearest, squares, len(centroids))))
        for number in range(len(centroids)):
            members = nearest == number
            if members.any():
                centroids[number] = points[members].mean(axis=0)
        if ends.early and len(iterations) > 1:
            before, now = iterations[-2].loss, iterations[-1].loss
            if before - now <= ends.least_progress * before:
                break
    return Fit(centroids, tuple(iterations))


def distances(points: np.ndarray, centroids: np.ndarray, distance: Distance) -> np.ndarray:
    """Return the distances of points from centroids, n x k; cosine is sqrt(1 - x.y / (|x||y|))."""
    if distance is Distance.COSINE:
        lengths = np.linalg.norm(points, axis=1)[:, None] * np.linalg.norm(centroids, axis=1)[None, :]
        similar = np.divide(points @ centroids.T, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        return np.asarray(np.sqrt(np.clip(1 - similar, 0, None)))
    found = np.empty((len(points), len(centroids)))
    for begin in range(0, len(points), _CHUNK):
        part = points[begin : begin + _CHUNK, None, :] - centroids[None, :, :]
        found[begin : begin + _CHUNK] = np.sqrt((part * part).sum(axis=2))
    return found


def assign(points: np.ndarray, centroids: np.ndarray, distance: Distance) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest centroid of each point, and the squared distance from it."""
    found = distances(points, centroids, distance)
    nearest = found.argmin(axis=1)
    return nearest, found[np.arange(len(points)), nearest] ** 2


def at_random(points: np.ndarray, k: int, rng: np.random.Generator) -> np.ndarray:
    """Return k points, drawn."""
    return points[rng.choice(len(points), k, replace=False)].copy()


def plus_plus(points: np.ndarray, k: int, rng: np.random.Generator) -> np.ndarray:
    """Return k points, each drawn the likelier the further it is from those before."""
    chosen = [int(rng.integers(len(points)))]
    squares = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < k:
        total = squares.sum()
        shares = squares / total if total > 0 else np.full(len(points), 1 / len(points))
        chosen.append(int(rng.choice(len(points), p=shares)))
        squares = np.minimum(squares, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return points[chosen].copy()


STARTS: dict[Start, Callable[[np.ndarray, int, np.random.Generator], np.ndarray]] = {
    Start.RANDOM: at_random,
    Start.PLUS_PLUS: plus_plus,
}


def davies_bouldin(points: np.ndarray, centroids: np.ndarray, distance: Distance) -> float | None:
    """Return BigQuery ML's index: a cluster's spread is the root of its mean *squared* distance.

    (1/k) sum_i max_j (S_i + S_j) / M_ij, with M the distances between the model's centroids. None for one
    cluster.
    """
    k = len(centroids)
    if k < 2:
        return None
    nearest, squares = assign(points, centroids, distance)
    spread = np.array([cluster.radius for cluster in _clusters(nearest, squares, k)])
    between = distances(centroids, centroids, distance)
    with np.errstate(divide="ignore", invalid="ignore"):
        likeness = (spread[:, None] + spread[None, :]) / between
    np.fill_diagonal(likeness, -np.inf)
    return float(likeness.max(axis=1).mean())


def _clusters(nearest: np.ndarray, squares: np.ndarray, k: int) -> tuple[Cluster, ...]:
    sizes = np.bincount(nearest, minlength=k)
    sums = np.bincount(nearest, weights=squares, minlength=k)
    radii = np.sqrt(sums / np.maximum(sizes, 1))
    return tuple(Cluster(float(radius), int(size)) for radius, size in zip(radii, sizes, strict=True))
