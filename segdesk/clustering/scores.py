"""The scores of a clustering: scikit-learn's three and BigQuery ML's two, in float64, block by block."""

from dataclasses import dataclass, replace

import numpy as np

from segdesk.clustering.arrays import Floats, Labels, Matrix, blocks, renumbered_from_zero
from segdesk.clustering.kernels import kernels
from segdesk.clustering.kmeans import Fit, assign, means, own_distances
from segdesk.clustering.points import Points
from segdesk.clustering.search import Found
from segdesk.clustering.silhouette import Silhouette
from segdesk.clustering.threads import threads


@dataclass(frozen=True)
class Scores:
    """How good a clustering is. NaN where a score is undefined.

    Attributes
    ----------
    inertia
        Sum of squared distances to the own center; less is better.
    silhouette
        Mean silhouette; more is better.
    silhouette_rows
        How many customers that is the mean of.
    silhouette_low, silhouette_high
        Its 95 % interval.
    calinski_harabasz
        As scikit-learn defines it; more is better.
    davies_bouldin
        As scikit-learn defines it; less is better.
    mean_squared_distance
        As BigQuery ML defines it; less is better.
    davies_bouldin_index
        As BigQuery ML defines it, which is another function than scikit-learn's; less is better.
    """

    inertia: float
    silhouette: float
    silhouette_rows: int
    silhouette_low: float
    silhouette_high: float
    calinski_harabasz: float
    davies_bouldin: float
    mean_squared_distance: float
    davies_bouldin_index: float

    def with_silhouette(self, silhouette: Silhouette) -> "Scores":
        """Return the same scores with a silhouette."""
        return replace(
            self,
            silhouette=silhouette.value,
            silhouette_rows=silhouette.rows,
            silhouette_low=silhouette.low,
            silhouette_high=silhouette.high,
        )


def score(X: Matrix, fit: Fit, silhouette: Silhouette) -> Scores:
    """Return all scores of a fit on the matrix ``X`` (n, d) that it was fitted to."""
    scatter = _scatter(X, fit.labels)
    warehouse = bigquery_ml_scores(X, fit.centers)
    return Scores(
        inertia=fit.inertia,
        silhouette=silhouette.value,
        silhouette_rows=silhouette.rows,
        silhouette_low=silhouette.low,
        silhouette_high=silhouette.high,
        calinski_harabasz=_calinski_harabasz(scatter),
        davies_bouldin=_davies_bouldin(scatter),
        mean_squared_distance=warehouse.mean_squared_distance,
        davies_bouldin_index=warehouse.davies_bouldin_index,
    )


def score_found(points: Points, found: Found) -> Scores:
    """Return all scores but the silhouette of what a search found among ``points``, in one pass."""
    sizes = found.sizes
    distances, squares = _spread(points, found)
    present = sizes > 0
    scatter = _Scatter(
        sizes[present], found.means[present], distances[present] / sizes[present], float(squares.sum())
    )
    # Around a center that is not the mean there is more than around the mean (Steiner's theorem).
    around = squares + sizes * np.sum((found.centers - found.means) ** 2, axis=1)
    spread = np.sqrt(around / np.maximum(sizes, 1))
    nan = float("nan")
    return Scores(
        inertia=float(around.sum()),
        silhouette=nan,
        silhouette_rows=0,
        silhouette_low=nan,
        silhouette_high=nan,
        calinski_harabasz=_calinski_harabasz(scatter),
        davies_bouldin=_davies_bouldin(scatter),
        mean_squared_distance=float(around.sum()) / points.customers,
        davies_bouldin_index=_mean_worst_ratio(spread, _between(found.centers)) if found.k > 1 else nan,
    )


def _spread(points: Points, found: Found) -> tuple[Floats, Floats]:
    """Return the summed distances and squared distances to the mean, (k,) each, of all labels."""
    loops = kernels(len(points.columns))

    def measure(part: slice) -> tuple[Floats, Floats]:
        distances, squares = np.zeros(found.k), np.zeros(found.k)
        loops.spread(
            points.columns,
            points.weights,
            found.means,
            found.labels.astype(np.int32, copy=False),
            part.start,
            part.stop,
            distances,
            squares,
        )
        return distances, squares

    with threads() as pool:
        parts = list(pool.map(measure, blocks(points.count)))
    distances, squares = (np.sum(sums, axis=0) for sums in zip(*parts, strict=True))
    return distances, squares


def calinski_harabasz(X: Matrix, labels: Labels) -> float:
    """Return the Calinski-Harabasz score of labels (n,), equal to scikit-learn's; NaN for one segment."""
    return _calinski_harabasz(_scatter(X, labels))


def davies_bouldin(X: Matrix, labels: Labels) -> float:
    """Return the Davies-Bouldin score of labels (n,), equal to scikit-learn's; NaN for one segment."""
    return _davies_bouldin(_scatter(X, labels))


@dataclass(frozen=True)
class BigQueryMLScores:
    """The two figures of ML.EVALUATE for a k-means model."""

    davies_bouldin_index: float
    mean_squared_distance: float


def bigquery_ml_scores(X: Matrix, centers: Floats) -> BigQueryMLScores:
    """Evaluate rows (n, d), those of the training or others, against a model's centers (k, d).

    ``mean_squared_distance`` is the mean squared distance to the nearest center. ``davies_bouldin_index`` is
    the mean over the centers i of max_j (S_i + S_j) / M_ij, where S_i is the root of the mean squared
    distance of the rows nearest to center i, 0 if there is none, and M_ij the distance between two centers.
    Both were confirmed on published output of a real model (googleapis/python-bigquery-dataframes, tests).
    """
    labels, distances = assign(X, centers)
    k = len(centers)
    sizes = np.bincount(labels, minlength=k)
    spread = np.sqrt(np.bincount(labels, weights=distances**2, minlength=k) / np.maximum(sizes, 1))
    index = _mean_worst_ratio(spread, _between(centers)) if k > 1 else float("nan")
    return BigQueryMLScores(index, float(np.mean(distances**2)))


@dataclass(frozen=True, eq=False)
class _Scatter:
    """Sizes (k,), means (k, d), mean distance (k,) and squared distance to the mean, of nonempty segments."""

    sizes: Floats
    means: Floats
    mean_distances: Floats
    within: float


def _scatter(X: Matrix, labels: Labels) -> _Scatter:
    own = renumbered_from_zero(labels)
    sizes = np.bincount(own).astype(np.float64)
    centers = means(X, own, len(sizes))
    distances = own_distances(X, centers, own)
    return _Scatter(sizes, centers, np.bincount(own, weights=distances) / sizes, float(np.sum(distances**2)))


def _calinski_harabasz(scatter: _Scatter) -> float:
    n, k = scatter.sizes.sum(), len(scatter.sizes)
    if not 1 < k < n:
        return float("nan")
    if scatter.within == 0:
        return 1.0  # as scikit-learn
    middle = np.average(scatter.means, axis=0, weights=scatter.sizes)
    between = np.sum(scatter.sizes * np.sum((scatter.means - middle) ** 2, axis=1))
    return float((between / (k - 1)) / (scatter.within / (n - k)))


def _davies_bouldin(scatter: _Scatter) -> float:
    if not 1 < len(scatter.sizes) < scatter.sizes.sum():
        return float("nan")
    between = _between(scatter.means)
    if np.allclose(scatter.mean_distances, 0) or np.allclose(between[np.isfinite(between)], 0):
        return 0.0  # as scikit-learn
    return _mean_worst_ratio(scatter.mean_distances, between)


def _between(centers: Floats) -> Floats:
    """Return the distances (k, k) between centers, infinite where they coincide."""
    difference = centers[:, None, :] - centers[None, :, :]
    distances = np.sqrt(np.sum(difference**2, axis=2))
    return np.where(distances == 0, np.inf, distances)


def _mean_worst_ratio(spread: Floats, between: Floats) -> float:
    return float(np.mean(np.max((spread[:, None] + spread[None, :]) / between, axis=1)))
