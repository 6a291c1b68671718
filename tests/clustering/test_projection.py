"""Customers in three dimensions."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from segdesk.clustering.projection import pca3, principal_axes


def test_the_projection_is_scikit_learns_up_to_signs(make_blobs):
    X, _ = make_blobs(d=7)
    model = PCA(3).fit(X)

    projection = pca3(X.astype(np.float32))

    np.testing.assert_allclose(np.abs(projection.coordinates), np.abs(model.transform(X)), atol=1e-4)
    np.testing.assert_allclose(projection.explained, model.explained_variance_ratio_, rtol=1e-5)
    assert projection.coordinates.dtype == np.float32


def test_the_largest_entry_of_every_axis_is_positive(make_blobs):
    for seed in range(5):
        X, _ = make_blobs(d=5, seed=seed)
        components = principal_axes(lambda X=X: iter([X[:50], X[50:]]), 5).components

        largest = np.abs(components).argmax(axis=1)
        assert (components[np.arange(5), largest] > 0).all()


def test_the_order_of_customers_does_not_matter(make_blobs):
    X, _ = make_blobs(d=5)
    order = np.random.default_rng(0).permutation(len(X))

    np.testing.assert_allclose(pca3(X[order]).coordinates, pca3(X).coordinates[order], atol=1e-5)


@pytest.mark.parametrize("d", [1, 2])
def test_missing_dimensions_are_zero(d):
    projection = pca3(np.random.default_rng(0).normal(size=(50, d)))

    assert projection.coordinates.shape == (50, 3)
    assert not projection.coordinates[:, d:].any()
    assert projection.coordinates[:, :d].any()
    assert projection.explained.sum() == pytest.approx(1)
    assert projection.explained.shape == (3,)


def test_a_single_point_stays_at_the_origin():
    projection = pca3(np.full((4, 5), 2.5))

    assert not projection.coordinates.any()
    assert not projection.explained.any()
