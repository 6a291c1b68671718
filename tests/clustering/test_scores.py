"""scikit-learn's scores and BigQuery ML's."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

from segdesk.clustering import kmeans
from segdesk.clustering.matrix import FeaturePlan, Pipeline
from segdesk.clustering.scores import bigquery_ml_scores, calinski_harabasz, davies_bouldin, score
from segdesk.clustering.silhouette import Silhouette
from segdesk.project.settings import Scale
from segdesk.warehouse.recipes import Kind


def in_model_space(penguins):
    """The pipeline of the published model, and its centroids in the pipeline's space."""
    names = penguins.table.column_names
    plans = [FeaturePlan(name, scale=Scale.Z_SCORE_SAMPLE) for name in names[:3]]
    pipeline = Pipeline([*plans, FeaturePlan("sex", Kind.CATEGORY)], double=True).fit(penguins.table)
    lengths = [(c.center, c.spread) for c in pipeline.fitted_[:3]]
    centers = penguins.centroids.copy()
    centers[:, :3] = (centers[:, :3] - [c for c, _ in lengths]) / [s for _, s in lengths]
    return pipeline, centers


def test_bigquery_mls_two_figures_are_those_that_were_published(penguins):
    pipeline, centers = in_model_space(penguins)
    assert pipeline.columns_[3:] == ("sex=.", "sex=FEMALE", "sex=MALE", "sex=_null_filler")

    found = bigquery_ml_scores(pipeline.transform(penguins.evaluated), centers)

    assert found.mean_squared_distance == pytest.approx(1.965944, abs=1e-5)
    assert found.davies_bouldin_index == pytest.approx(1.523606, abs=1e-6)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_calinski_harabasz_and_davies_bouldin_are_scikit_learns(make_blobs, kind):
    X, labels = make_blobs((700, 500, 90, 1), spread=6.0, d=6)
    X = (X + 50).astype(kind)

    assert calinski_harabasz(X, labels) == pytest.approx(
        calinski_harabasz_score(X.astype(float), labels), rel=1e-9
    )
    assert davies_bouldin(X, labels) == pytest.approx(davies_bouldin_score(X.astype(float), labels), rel=1e-9)


def test_they_stay_scikit_learns_over_many_blocks():
    X = np.random.default_rng(0).gamma(1.0, size=(70_000, 3))
    labels = (X[:, 0] > 1).astype(np.int32) + (X[:, 1] > 2) * 2

    assert calinski_harabasz(X, labels) == pytest.approx(calinski_harabasz_score(X, labels), rel=1e-9)
    assert davies_bouldin(X, labels) == pytest.approx(davies_bouldin_score(X, labels), rel=1e-9)


def test_bigquery_mls_figures_follow_their_definition_with_a_center_nobody_is_near():
    X = np.array([[0.0, 0], [2, 0], [10, 0], [10, 4]])
    centers = np.array([[1.0, 0], [10, 2], [1, 100]])

    found = bigquery_ml_scores(X, centers)

    spread, gaps = [1, 2, 0], np.sqrt([81 + 4, 100**2, 81 + 98**2])
    worst = [3 / gaps[0], 3 / gaps[0], max(1 / gaps[1], 2 / gaps[2])]
    assert spread[2] == 0
    assert found.mean_squared_distance == (1 + 1 + 4 + 4) / 4
    assert found.davies_bouldin_index == pytest.approx(np.mean(worst), rel=1e-12)


def test_all_scores_of_a_fit_stand_together(make_blobs):
    X, _ = make_blobs(spread=5.0)
    fit = kmeans.fit(X, 5)

    found = score(X, fit, Silhouette(0.5, 100, 0.4, 0.6))

    assert found.inertia == fit.inertia
    assert (found.silhouette, found.silhouette_rows) == (0.5, 100)
    assert (found.silhouette_low, found.silhouette_high) == (0.4, 0.6)
    assert found.davies_bouldin == pytest.approx(davies_bouldin_score(X, fit.labels), rel=1e-9)
    assert found.calinski_harabasz == pytest.approx(calinski_harabasz_score(X, fit.labels), rel=1e-9)
    assert found.mean_squared_distance == pytest.approx(fit.inertia / len(X), rel=1e-6)
    assert found.davies_bouldin_index > found.davies_bouldin, "a root mean square is no smaller than a mean"


def test_a_single_segment_has_no_scores_that_compare(make_blobs):
    X, _ = make_blobs()
    found = score(X, kmeans.fit(X, 1), Silhouette(float("nan"), len(X), float("nan"), float("nan")))

    assert np.isnan([found.calinski_harabasz, found.davies_bouldin, found.davies_bouldin_index]).all()
    assert found.mean_squared_distance == pytest.approx(X.var(axis=0).sum(), rel=1e-12)


def test_segments_around_the_same_point_leave_davies_bouldin_finite():
    X = np.array([[0.1, 0], [-0.1, 0], [0, 0.3], [0, -0.3], [5, 5]])

    assert davies_bouldin(X, np.array([0, 0, 1, 1, 1], np.int32)) > 0
    assert davies_bouldin(X[:4], np.array([0, 0, 1, 1], np.int32)) == 0


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2), st.integers(0, 3)), min_size=3, max_size=25)
)
def test_any_small_clustering_scores_as_in_scikit_learn(rows):
    X = np.array([row[:2] for row in rows], float)
    labels = np.array([row[2] for row in rows], np.int32)
    if 1 < len(set(labels)) < len(labels):
        means = np.array([X[labels == label].mean(axis=0) for label in set(labels)])
        assume(pdist(means).min() > 1e-6)  # for coinciding means scikit-learn divides by rounding errors
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = calinski_harabasz_score(X, labels), davies_bouldin_score(X, labels)
        assert calinski_harabasz(X, labels) == pytest.approx(expected[0], rel=1e-9, abs=1e-12)
        assert davies_bouldin(X, labels) == pytest.approx(expected[1], rel=1e-9)
    else:
        assert np.isnan([calinski_harabasz(X, labels), davies_bouldin(X, labels)]).all()
