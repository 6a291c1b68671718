"""Different rows and independent columns: the same distances with less."""

import numpy as np
import pytest

from segdesk.clustering import points as module
from segdesk.clustering.points import points


def distances(rows):
    return np.sqrt(((rows[:, None] - rows[None]) ** 2).sum(axis=2))


def test_distances_stay_what_they_are_without_the_columns_that_follow_from_others():
    random = np.random.default_rng(0)
    X = random.normal(size=(60, 3)).astype(np.float32)
    X = np.column_stack([X, 3 * X[:, 0], X[:, 1] - X[:, 2]]).astype(np.float32) + 50

    found = points(X)

    assert found.columns.shape == (3, 60)
    rows = found.of_customers(found.columns.T)
    np.testing.assert_allclose(distances(rows.astype(float)), distances(X.astype(float)), atol=2e-5)
    np.testing.assert_allclose(found.back(rows.astype(float)), X, atol=2e-5)


def test_equal_customers_become_one_with_their_number():
    X = np.repeat(np.array([[1.0, 2], [3, 5], [0, 0]], np.float32), [4, 1, 7], axis=0)
    found = points(X)

    assert found.weights.tolist() == [4, 1, 7]
    assert found.customers == 12
    np.testing.assert_array_equal(found.of_customers(np.array([10, 20, 30])), [10] * 4 + [20] + [30] * 7)


def test_where_hardly_anyone_is_repeated_nobody_looks_for_it(monkeypatch):
    monkeypatch.setattr(module, "_PROBE", 100)
    X = np.random.default_rng(0).normal(size=(500, 2)).astype(np.float32)
    assert points(X).kinds is None
    assert points(np.repeat(X, 2, axis=0)[:900]).kinds is not None


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_customers_who_are_all_the_same_are_one_point(kind):
    found = points(np.full((9, 3), 2.5, kind))
    assert found.columns.shape == (1, 1)
    assert found.weights.tolist() == [9]
