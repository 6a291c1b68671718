"""K-means: fitting one k, and assigning customers to centroids."""

import time
import warnings
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from segdesk.clustering.arrays import Floats, Indices, Labels, Matrix, blocks
from segdesk.clustering.distinct import enough_distinct
from segdesk.errors import InputError, UsageError

Algorithm = Literal["lloyd", "elkan"]
_ASSIGN_ROWS = 16_384


@dataclass(frozen=True, eq=False)
class Fit:
    """K-means at one k.

    Attributes
    ----------
    k
        The number of segments asked for.
    centers
        (k, d) float64, in the space of the matrix.
    labels
        (n,) int32, the segment of each customer, from 0.
    inertia
        Sum of squared distances to the own center, in float64.
    iterations
        Of the best start.
    seconds
        Wall time of all starts.
    """

    k: int
    centers: Floats
    labels: Labels
    inertia: float
    iterations: int
    seconds: float

    @property
    def sizes(self) -> Indices:
        """(k,) number of customers of each segment."""
        return np.bincount(self.labels, minlength=self.k)

    @property
    def empty(self) -> int:
        """How many segments nobody is in: k-means can lose one among nearly identical customers."""
        return int((self.sizes == 0).sum())

    def renumbered(self, position: Indices) -> "Fit":
        """Return the same segments under other numbers; ``position`` (k,) gives the new one of each old."""
        centers = np.empty_like(self.centers)
        centers[position] = self.centers
        return replace(self, centers=centers, labels=position[self.labels].astype(np.int32))


def fit(
    X: Matrix,
    k: int,
    *,
    starts: int = 10,
    seed: int = 42,
    algorithm: Algorithm = "lloyd",
    max_iter: int = 300,
    tol: float = 1e-4,
) -> Fit:
    """Fit k-means to ``X`` (n, d) from several k-means++ starts and keep the best.

    The result depends on the arguments alone, not on which other k are fitted.

    Raises
    ------
    UsageError
        For k below 1.
    InputError
        For fewer different customers than k.
    """
    # Imported here, as it takes seconds and looking at results needs none of it.
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    refuse_impossible(X, k)
    model = KMeans(
        n_clusters=k,
        n_init=starts,
        random_state=seed,
        algorithm=algorithm if k > 1 else "lloyd",
        max_iter=max_iter,
        tol=tol,
    )
    started = time.perf_counter()
    with warnings.catch_warnings():
        # That segments may come out empty is reported by Fit.empty.
        warnings.filterwarnings("ignore", category=ConvergenceWarning)
        model.fit(X)
    seconds = time.perf_counter() - started
    centers = model.cluster_centers_.astype(np.float64)
    labels = model.labels_.astype(np.int32, copy=False)
    return Fit(k, centers, labels, inertia(X, centers, labels), int(model.n_iter_), seconds)


def fit_like_bigquery_ml(
    X: Matrix, k: int, *, seed: int = 42, max_iter: int = 20, min_rel_progress: float = 0.01
) -> Fit:
    """Fit k-means the way BigQuery ML does by default, but for its KMEANS++ start being seeded here.

    One start, and an end after ``max_iter`` updates or as soon as the loss falls by less than the share
    ``min_rel_progress`` (BigQuery ML documentation, CREATE MODEL for k-means: MAX_ITERATIONS, EARLY_STOP,
    MIN_REL_PROGRESS). The centers are those after the last update. Raises as `fit` does.
    """
    from sklearn.cluster import kmeans_plusplus

    refuse_impossible(X, k)
    started = time.perf_counter()
    seeds, _ = kmeans_plusplus(X, k, random_state=seed)
    centers = seeds.astype(np.float64)
    labels, distances = assign(X, centers)
    loss = float(np.sum(distances**2))
    iterations = 0
    while iterations < max_iter:
        centers = means(X, labels, k, empty=centers)
        labels, distances = assign(X, centers)
        before, loss = loss, float(np.sum(distances**2))
        iterations += 1
        if before - loss < min_rel_progress * before:
            break
    return Fit(k, centers, labels, loss, iterations, time.perf_counter() - started)


def assign(X: Matrix, centers: Floats) -> tuple[Labels, Floats]:
    """Return the nearest center of each row (n,), the first of equally near ones, and the distance (n,)."""
    shift = centers.mean(axis=0)  # keeps the digits that |x|^2 - 2xc + |c|^2 loses far from the origin
    moved = centers - shift
    squares = np.einsum("ij,ij->i", moved, moved)
    labels = np.empty(len(X), np.int32)
    distances = np.empty(len(X))
    for rows in blocks(len(X), _ASSIGN_ROWS):
        block = X[rows] - shift
        labels[rows] = np.argmin(squares - 2 * (block @ moved.T), axis=1)
        difference = block - moved[labels[rows]]
        distances[rows] = np.sqrt(np.einsum("ij,ij->i", difference, difference))
    return labels, distances


def own_distances(X: Matrix, centers: Floats, labels: Labels) -> Floats:
    """Return the distance (n,) of each row to the center that its label names, in float64."""
    distances = np.empty(len(X))
    for rows in blocks(len(X)):
        difference = X[rows] - centers[labels[rows]]
        distances[rows] = np.sqrt(np.einsum("ij,ij->i", difference, difference))
    return distances


def inertia(X: Matrix, centers: Floats, labels: Labels) -> float:
    """Return the sum of squared distances to the own center, in float64."""
    return float(np.sum(own_distances(X, centers, labels) ** 2))


def means(X: Matrix, labels: Labels, k: int, *, empty: Floats | None = None) -> Floats:
    """Return the mean row (k, d) of each segment in float64; of one without rows: ``empty``'s, or NaN."""
    sizes = np.bincount(labels, minlength=k)
    sums = np.column_stack([np.bincount(labels, weights=X[:, j], minlength=k) for j in range(X.shape[1])])
    fallback = np.full(sums.shape, np.nan) if empty is None else empty
    return np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], fallback)


def refuse_impossible(X: Matrix, k: int) -> None:
    """Refuse a k for which `fit` has too few different customers, as `fit` does."""
    if k < 1:
        raise UsageError(f"{k} is no number of segments", todo="Ask for at least one")
    found = enough_distinct(X, k)
    if found < k:
        raise InputError(
            f"{k} segments cannot be made",
            f"there are only {found} different customers",
            "Ask for fewer segments, or add features that tell customers apart",
        )
