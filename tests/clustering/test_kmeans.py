"""K-means and the assignment to centroids."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans

from segdesk.clustering import distinct as module
from segdesk.clustering import kmeans
from segdesk.clustering.distinct import distinct
from segdesk.clustering.kernels import grouped
from segdesk.errors import InputError, UsageError


def by_loops(X, centers):
    """The nearest center of each row and the distance to it."""
    labels, distances = [], []
    for row in X.astype(float):
        to_all = [float(np.sqrt(sum((a - b) ** 2 for a, b in zip(row, c, strict=True)))) for c in centers]
        labels.append(int(np.argmin(to_all)))
        distances.append(min(to_all))
    return np.array(labels), np.array(distances)


@pytest.mark.parametrize("algorithm", ["lloyd", "elkan"])
def test_a_fit_is_scikit_learns(make_blobs, algorithm):
    X, _ = make_blobs(spread=4.0)
    model = KMeans(6, n_init=10, random_state=42, algorithm=algorithm).fit(X)

    fit = kmeans.fit(X, 6, starts=10, seed=42, algorithm=algorithm)

    np.testing.assert_array_equal(fit.labels, model.labels_)
    np.testing.assert_array_equal(fit.centers, model.cluster_centers_)
    assert fit.inertia == pytest.approx(model.inertia_, rel=1e-12)
    assert fit.iterations == model.n_iter_
    assert fit.labels.dtype == np.int32
    assert fit.empty == 0


def test_groups_that_are_well_apart_are_found(make_blobs):
    X, groups = make_blobs()
    fit = kmeans.fit(X.astype(np.float32), 4)

    assert sorted(fit.sizes) == [30, 40, 50, 60]
    assert len(set(zip(groups.tolist(), fit.labels.tolist(), strict=True))) == 4


def test_a_fit_does_not_depend_on_what_was_fitted_before(make_blobs):
    X, _ = make_blobs(spread=5.0)
    alone = kmeans.fit(X, 5, starts=2)
    np.random.seed(0)
    kmeans.fit(X, 3)
    after = kmeans.fit(X, 5, starts=2)

    np.testing.assert_array_equal(alone.labels, after.labels)
    np.testing.assert_array_equal(alone.centers, after.centers)


def test_inertia_is_summed_in_double_precision():
    X = (np.random.default_rng(0).normal(size=(5_000, 3)) + 100).astype(np.float32)
    fit = kmeans.fit(X, 3, starts=1)

    exact = ((X.astype(float) - fit.centers[fit.labels]) ** 2).sum()
    assert fit.inertia == pytest.approx(exact, rel=1e-12)


def test_fewer_different_customers_than_segments_are_refused_with_their_number():
    X = np.repeat(np.eye(3), 50, axis=0)
    assert kmeans.fit(X, 3).inertia < 1e-20

    with pytest.raises(InputError, match="only 3 different customers"):
        kmeans.fit(X, 4)


def test_rare_different_customers_far_down_the_table_are_counted():
    X = np.zeros((20_000, 2), np.float32)
    X[-2:] = [[1, 0], [0, 1]]

    assert sorted(kmeans.fit(X, 3).sizes) == [1, 1, 19_998]
    with pytest.raises(InputError, match="only 3 different"):
        kmeans.fit(X, 4)


def test_minus_zero_is_zero():
    with pytest.raises(InputError, match="only 1 different"):
        kmeans.fit(np.array([[0.0], [-0.0]]), 2)


@pytest.mark.parametrize("algorithm", ["lloyd", "elkan"])
def test_one_segment_is_the_mean(algorithm):
    X = np.array([[0.0, 1.0], [4.0, 5.0]])
    np.testing.assert_allclose(kmeans.fit(X, 1, algorithm=algorithm).centers, [[2, 3]])


def test_no_segments_are_refused():
    with pytest.raises(UsageError, match="0 is no number"):
        kmeans.fit(np.eye(3), 0)


def test_assignment_is_what_loops_find(make_blobs):
    X, _ = make_blobs(spread=6.0)
    X = (X + 1e4).astype(np.float32)
    centers = X[:7].astype(float) + 0.1
    expected_labels, expected_distances = by_loops(X, centers)

    labels, distances = kmeans.assign(X, centers)

    np.testing.assert_array_equal(labels, expected_labels)
    np.testing.assert_allclose(distances, expected_distances, rtol=1e-12)


def test_assignment_runs_over_many_blocks():
    X = np.random.default_rng(0).normal(size=(40_000, 2))
    centers = np.array([[-1.0, 0.0], [1.0, 0.0]])

    labels, _ = kmeans.assign(X, centers)

    np.testing.assert_array_equal(labels, X[:, 0] > 0)


def test_renumbering_moves_labels_and_centers_together(make_blobs):
    X, _ = make_blobs()
    fit = kmeans.fit(X, 4)
    again = fit.renumbered(np.array([2, 0, 3, 1]))

    np.testing.assert_array_equal(again.centers[again.labels], fit.centers[fit.labels])
    assert again.sizes[2] == fit.sizes[0]


def test_means_of_empty_segments_are_named():
    X = np.array([[1.0], [3.0]])
    labels = np.array([2, 2], np.int32)

    np.testing.assert_array_equal(kmeans.means(X, labels, 3), [[np.nan], [np.nan], [2]])
    np.testing.assert_array_equal(
        kmeans.means(X, labels, 3, empty=np.array([[7.0], [8], [9]])), [[7], [8], [2]]
    )


def test_a_fit_like_bigquery_mls_is_lloyds_with_an_early_stop(make_blobs):
    X, _ = make_blobs(spread=8.0, seed=3)
    fit = kmeans.fit_like_bigquery_ml(X, 5)
    longer = kmeans.fit_like_bigquery_ml(X, 5, max_iter=fit.iterations - 1, min_rel_progress=0.0)
    shorter = kmeans.fit_like_bigquery_ml(X, 5, max_iter=fit.iterations - 2, min_rel_progress=0.0)

    np.testing.assert_array_equal(kmeans.assign(X, fit.centers)[0], fit.labels)
    assert fit.inertia == pytest.approx((by_loops(X, fit.centers)[1] ** 2).sum(), rel=1e-12)
    assert 2 < fit.iterations < 20
    assert fit.inertia >= 0.99 * longer.inertia, "the last update gained less than 1 %"
    assert longer.inertia < 0.99 * shorter.inertia, "the one before gained more"


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=1, max_size=30),
    st.integers(1, 6),
    st.sampled_from([np.float32, np.float64]),
)
def test_any_customers_are_fitted_or_refused(rows, k, kind):
    X = np.array(rows, dtype=kind)
    if len(set(rows)) < k:
        with pytest.raises(InputError, match=f"only {len(set(rows))} different"):
            kmeans.fit(X, k, starts=2)
        return

    fit = kmeans.fit(X, k, starts=2)

    assert fit.sizes.sum() == len(rows)
    assert fit.empty == 0
    np.testing.assert_allclose(
        kmeans.own_distances(X, fit.centers, fit.labels), by_loops(X, fit.centers)[1], atol=1e-5
    )


@given(st.lists(st.tuples(st.sampled_from([0.0, -0.0, 1.5, 1e-300]), st.integers(0, 1)), min_size=1))
def test_different_rows_are_told_apart_as_python_does(rows):
    X = np.array([row[:1] for row in rows])
    labels = np.array([row[1] for row in rows], np.int32)

    kinds = distinct(X, labels)

    assert len(kinds.first) == len(set(rows))
    np.testing.assert_array_equal(X[kinds.first][kinds.inverse], X)
    np.testing.assert_array_equal(labels[kinds.first][kinds.inverse], labels)
    np.testing.assert_array_equal(np.bincount(kinds.inverse), kinds.counts)


def test_rows_with_the_same_hash_are_still_told_apart(monkeypatch):
    X = np.array([[1.0], [2.0], [1.0]])
    monkeypatch.setattr(module, "grouped", lambda codes: grouped(np.zeros_like(codes)))

    np.testing.assert_array_equal(distinct(X).counts, [2, 1])
    np.testing.assert_array_equal(distinct(X, np.array([0, 0, 1], np.int32)).counts, [1, 1, 1])
