"""All k in one search: as good as scikit-learn's best of ten, and the same however it is asked."""

import itertools

import numpy as np
import pytest
from sklearn.cluster import KMeans

from segdesk.clustering import kernels
from segdesk.clustering import search as module
from segdesk.clustering.points import points
from segdesk.clustering.search import search


def found_until(k, X, **options):
    return list(itertools.islice(search(points(X), starts=20, seed=42, **options), k))


def customers(count, *, seed=0):
    """Customers who repeat, in two columns that say the same and one of its own."""
    random = np.random.default_rng(seed)
    orders = random.poisson(1.5, count)
    spent = np.where(orders > 0, random.lognormal(3, 1, count).round(0), 0)
    table = np.column_stack([orders, 3 * orders, spent]).astype(float)
    return ((table - table.mean(axis=0)) / table.std(axis=0)).astype(np.float32)


@pytest.mark.parametrize("kind", ["repeated", "blobs", "none"])
def test_inertia_is_as_good_as_the_best_of_ten_starts(make_blobs, kind):
    if kind == "repeated":
        X = customers(4_000)
    elif kind == "blobs":
        X = make_blobs((400, 300, 300, 200, 100), d=6, spread=4.0)[0].astype(np.float32)
    else:
        X = np.random.default_rng(1).normal(size=(2_000, 8)).astype(np.float32)
    ratios = []
    for found in found_until(14, X)[1:]:
        best = KMeans(found.k, n_init=10, random_state=42).fit(X).inertia_
        different = points(X)
        labels = different.of_customers(found.labels)
        centers = different.back(found.means)
        ratios.append(((X - centers[labels]) ** 2).sum() / best)

    assert np.median(ratios) <= 1.0005
    assert max(ratios) <= 1.01


def test_centers_are_the_means_of_those_who_are_nearest():
    X = customers(3_000)
    different = points(X)
    for found in found_until(6, X):
        squares = ((different.columns.T[:, None] - found.centers[None]) ** 2).sum(axis=2)
        chosen = squares[np.arange(different.count), found.labels]
        np.testing.assert_allclose(chosen, squares.min(axis=1), atol=1e-5)
        np.testing.assert_allclose(found.centers, found.means, atol=1e-5)
        weights = np.bincount(found.labels, different.weights)
        for c, column in enumerate(different.columns):
            means = np.bincount(found.labels, different.weights * column.astype(float)) / weights
            np.testing.assert_allclose(found.means[:, c], means, atol=1e-9)


def test_a_k_does_not_depend_on_how_far_the_search_goes():
    X = customers(2_000)
    few, many = found_until(4, X), found_until(9, X)
    for short, long in zip(few, many, strict=False):
        np.testing.assert_array_equal(short.labels, long.labels)
        np.testing.assert_array_equal(short.centers, long.centers)


def test_plain_loops_find_the_same(monkeypatch):
    random = np.random.default_rng(6)
    X = random.lognormal(size=(900, 4)).astype(np.float32)[random.integers(0, 900, 2_500)]
    compiled = found_until(10, X)
    monkeypatch.setenv(kernels.PLAIN, "1")
    plain = found_until(10, X)

    for one, other in zip(compiled, plain, strict=True):
        np.testing.assert_allclose(one.centers, other.centers, atol=1e-5)
        assert np.mean(one.labels == other.labels) > 0.999


def test_many_rows_are_searched_through_fewer_that_stand_for_them(monkeypatch):
    monkeypatch.setattr(module, "_MORE", 2)
    monkeypatch.setattr(module, "_MANY", 1.5)
    monkeypatch.setattr(module, "SEARCHED", 1_500)
    random = np.random.default_rng(2)
    X = random.normal(size=(8_000, 3)).astype(np.float32)
    X[:2_000] = X[0]  # one place where a quarter of all are: to be kept as it is

    levels = module._levels(points(X), 42)
    assert [level.count for level in levels] == pytest.approx([1_500, 3_000, 6_001], rel=0.1)
    for found in found_until(8, X)[1:]:
        different = points(X)
        centers = different.back(found.means)
        labels = different.of_customers(found.labels)
        best = KMeans(found.k, n_init=10, random_state=42).fit(X).inertia_
        assert ((X - centers[labels]) ** 2).sum() <= 1.02 * best
        assert labels.shape == (8_000,)


def test_fewer_stand_for_all_without_bias():
    X = customers(20_000, seed=3)
    different = points(np.column_stack([X, np.random.default_rng(0).normal(size=len(X)) > 0.5]))
    totals = [module._thinned(different, 200, np.random.default_rng(seed)) for seed in range(60)]

    assert np.mean([each.customers for each in totals]) == pytest.approx(20_000, rel=0.02)
    assert np.mean([each.count for each in totals]) == pytest.approx(200, rel=0.05)


def test_a_search_ends_where_the_check_says_so():
    checked = []

    def check():
        checked.append(1)
        if len(checked) > 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        found_until(20, customers(500), check=check)
    assert len(checked) < 60


def test_customers_at_one_place_fill_no_second_segment():
    X = np.repeat(np.array([[0.0, 0], [1, 1], [5, 5]], np.float32), 50, axis=0)
    three, four = found_until(4, X)[2:]

    assert sorted(np.bincount(points(X).of_customers(three.labels))) == [50, 50, 50]
    assert len(set(four.labels)) == 3
