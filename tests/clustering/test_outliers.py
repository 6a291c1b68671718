"""Outliers by BigQuery ML's normalised distance."""

import numpy as np
import pytest

from segdesk.clustering import kmeans
from segdesk.clustering.kmeans import Fit
from segdesk.clustering.matrix import FeaturePlan, Pipeline
from segdesk.clustering.outliers import find_outliers, normalised_distances, segment_radii
from segdesk.errors import UsageError
from segdesk.project.settings import Scale
from segdesk.warehouse.recipes import Kind


@pytest.fixture
def model(penguins):
    """The published penguins model: its pipeline and a fit with its centroids."""
    names = penguins.table.column_names
    plans = [FeaturePlan(name, scale=Scale.Z_SCORE_SAMPLE) for name in names[:3]]
    pipeline = Pipeline([*plans, FeaturePlan("sex", Kind.CATEGORY)], double=True)
    X = pipeline.fit_transform(penguins.table)
    centers = penguins.centroids.copy()
    for j, column in enumerate(pipeline.fitted_[:3]):
        centers[:, j] = (centers[:, j] - column.center) / column.spread
    labels, distances = kmeans.assign(X, centers)
    return pipeline, X, Fit(3, centers, labels, float((distances**2).sum()), 1, 0.0)


def test_normalised_distances_are_those_that_were_published(penguins, model):
    pipeline, X, fit = model
    radii = segment_radii(X, fit.centers, fit.labels)

    found = normalised_distances(pipeline.transform(penguins.detected), fit.centers, radii)

    np.testing.assert_allclose(found, [1.082937, 0.77139, 0.478304], atol=1e-6)


@pytest.mark.parametrize(
    ("contamination", "flagged"), [(0.1, [False, False, False]), (0.4, [True, False, False])]
)
def test_the_published_customers_are_flagged(penguins, model, contamination, flagged):
    pipeline, X, fit = model
    outliers = find_outliers(X, fit, contamination)

    new = normalised_distances(pipeline.transform(penguins.detected), fit.centers, outliers.radii)

    assert (new > outliers.threshold).tolist() == flagged


def test_at_most_the_wanted_share_is_flagged(make_blobs):
    X, _ = make_blobs((500, 400), spread=3.0)
    fit = kmeans.fit(X, 2)

    assert find_outliers(X, fit, 0.0).is_outlier.sum() == 0
    outliers = find_outliers(X, fit, 0.05)
    assert outliers.is_outlier.sum() == 44
    assert outliers.distances[outliers.is_outlier].min() > outliers.distances[~outliers.is_outlier].max()


def test_the_radius_is_the_root_of_the_mean_squared_distance():
    X = np.array([[0.0], [4.0], [9.0]])
    radii = segment_radii(X, np.array([[1.0], [9.0], [50.0]]), np.array([0, 0, 1], np.int32))

    np.testing.assert_allclose(radii, [np.sqrt((1 + 9) / 2), 0, 0])


def test_the_nearest_segment_is_the_one_with_the_smallest_ratio_not_distance():
    found = normalised_distances(np.array([[4.0]]), np.array([[0.0], [10.0]]), np.array([1.0, 6.0]))
    np.testing.assert_allclose(found, [1.0])


def test_a_customer_with_a_segment_alone_is_an_outlier(make_blobs):
    X, _ = make_blobs((300, 200))
    X[0] = 1_000.0
    fit = kmeans.fit(X, 3)
    assert sorted(fit.sizes)[0] == 1

    outliers = find_outliers(X, fit, 0.01)

    assert outliers.is_outlier[0]
    assert outliers.distances[0] == outliers.distances.max()


def test_identical_customers_are_no_outliers(make_blobs):
    X, _ = make_blobs((300, 200))
    X[:150] = 50.0
    fit = kmeans.fit(X, 3)

    outliers = find_outliers(X, fit, 0.02)

    assert not outliers.is_outlier[:150].any()
    assert outliers.is_outlier.sum() == 9


def test_segments_without_extent_leave_nothing_to_measure_with():
    X = np.array([[0.0], [0.0], [9.0]])
    fit = kmeans.fit(X, 2)

    assert find_outliers(X, fit, 0.5).distances.tolist() == [0.0, 0.0, np.inf]


def test_a_share_above_one_half_is_refused(make_blobs):
    X, _ = make_blobs()
    with pytest.raises(UsageError, match=r"0\.6 is no share"):
        find_outliers(X, kmeans.fit(X, 2), 0.6)
