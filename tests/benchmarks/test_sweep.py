"""The sweep against the published marketing engine's first listing, side by side on the same customers.

Run by ``make bench``. The listing is written anew from its description: mean imputation, z-scores, PCA,
k from 2 to 22 with ten Elkan starts each, the silhouette of 1,000 customers.
"""

import time
from collections.abc import Callable
from statistics import median

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score
from sklearn.preprocessing import StandardScaler

from segdesk.clustering.local import LocalEngine

KS = range(2, 23)
REPEATS = 3


def customers(count: int) -> NDArray[np.float64]:
    """Six features as the document has them: a fifth never bought, the last is three times the fifth."""
    random = np.random.default_rng(5)
    orders = random.negative_binomial(1, 0.35, count) * (random.random(count) > 0.2)
    basket = np.where(orders > 0, random.lognormal(3.8, 0.7, count), 0)
    months = np.where(orders > 0, random.integers(0, 60, count), 0)
    frequency = np.where(months > 0, orders / np.maximum(months, 1), 0)
    table = np.column_stack([orders, basket, orders * basket, months, frequency, 3 * frequency])
    return StandardScaler().fit_transform(table)


def listing(X: NDArray[np.float64]) -> None:
    reduced = PCA(n_components=5, random_state=42).fit_transform(X)
    for k in KS:
        labels = KMeans(n_clusters=k, random_state=42, n_init=10, algorithm="elkan").fit_predict(reduced)
        silhouette_score(reduced, labels, sample_size=1000)
        calinski_harabasz_score(reduced, labels)
        davies_bouldin_score(reduced, labels)


def segdesk(X: NDArray[np.float64]) -> None:
    for result in LocalEngine().sweep(X.astype(np.float32), KS):
        assert not result.error


def seconds(work: Callable[[NDArray[np.float64]], None], X: NDArray[np.float64]) -> float:
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work(X)
        times.append(time.perf_counter() - started)
    return median(times)


@pytest.mark.benchmark
@pytest.mark.parametrize("count", [10_000, 100_000])
def test_the_sweep_against_the_listing(count: int) -> None:
    X = customers(count)
    ours, theirs = seconds(segdesk, X), seconds(listing, X)
    print(
        f"\n{count:,} customers, k 2 to 22: listing {theirs:.1f} s (silhouette of 1,000 rows),"
        f" segdesk {ours:.1f} s (silhouette of 10,000 against all), ratio {theirs / ours:.2f}"
    )
