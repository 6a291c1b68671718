"""The silhouette, exact and of a draw."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import silhouette_samples, silhouette_score

from segdesk.clustering import silhouette as module
from segdesk.clustering.silhouette import notebook_silhouette, silhouette, silhouettes_of


def by_loops(X, labels):
    """The silhouettes by their definition."""
    found = []
    for i, row in enumerate(X):
        distances = np.sqrt(((X - row) ** 2).sum(axis=1))
        own = labels == labels[i]
        if own.sum() == 1:
            found.append(0.0)
            continue
        a = distances[own].sum() / (own.sum() - 1)
        b = min(distances[labels == other].mean() for other in set(labels) - {labels[i]})
        found.append((b - a) / max(a, b) if max(a, b) else 0.0)
    return np.array(found)


@pytest.mark.parametrize("d", [1, 4, 30])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_the_exact_silhouette_is_scikit_learns(make_blobs, d, kind):
    X, labels = make_blobs((600, 500, 700, 90, 1), d=d, spread=6.0)
    X = X.astype(kind)

    found = silhouette(X, labels)

    assert found.value == pytest.approx(silhouette_score(X.astype(float), labels), rel=1e-9)
    assert (found.rows, found.low, found.high) == (len(X), found.value, found.value)
    np.testing.assert_allclose(
        silhouettes_of(X, labels, np.arange(len(X))), silhouette_samples(X.astype(float), labels), atol=1e-9
    )


def test_tiles_that_cut_through_segments_make_no_difference(make_blobs, monkeypatch):
    X, labels = make_blobs((31, 17, 5, 1, 2), spread=5.0)
    monkeypatch.setattr(module, "_TILE", (5, 7))

    np.testing.assert_allclose(
        silhouettes_of(X, labels, np.arange(len(X))), by_loops(X, labels), rtol=1e-12, atol=1e-14
    )


def test_identical_customers_are_at_distance_zero_exactly():
    random = np.random.default_rng(0)
    X = np.repeat(random.normal(size=(40, 5)) + 1000, random.integers(1, 60, 40), axis=0)
    labels = (X[:, 0] > np.median(X[:, 0])).astype(np.int32)

    np.testing.assert_allclose(
        silhouettes_of(X, labels, np.arange(len(X))), by_loops(X, labels), rtol=1e-10, atol=1e-12
    )


def test_no_digits_are_lost_far_from_the_origin(make_blobs):
    X, labels = make_blobs(spread=5.0)
    X += [1e5, -1e5, 0, 3e5]

    np.testing.assert_allclose(silhouettes_of(X, labels, np.arange(len(X))), by_loops(X, labels), atol=1e-10)


def test_a_draw_takes_each_customer_against_all_others(make_blobs):
    X, labels = make_blobs((400, 300, 200), spread=6.0)
    drawn = np.array([5, 17, 17, 800, 3])

    np.testing.assert_allclose(silhouettes_of(X, labels, drawn), by_loops(X, labels)[drawn], rtol=1e-11)


def test_a_draw_is_repeatable_and_the_same_customers_serve_every_labelling(make_blobs, monkeypatch):
    X, labels = make_blobs((400, 300, 200), spread=6.0)
    seen = []
    original = module.silhouettes_of
    monkeypatch.setattr(
        module, "silhouettes_of", lambda X, ls, rows: seen.append(rows) or original(X, ls, rows)
    )

    assert silhouette(X, labels, rows=50, seed=1) == silhouette(X, labels, rows=50, seed=1)
    silhouette(X, labels // 2, rows=50, seed=1)
    silhouette(X, labels, rows=50, seed=2)

    np.testing.assert_array_equal(seen[0], seen[2])
    assert len(set(seen[0])) == 50
    assert set(seen[0]) != set(seen[3])


def test_the_interval_covers_the_exact_silhouette_about_95_times_in_100(make_blobs):
    X, labels = make_blobs((400, 300, 200), spread=7.0)
    exact = silhouette(X, labels).value
    draws = [silhouette(X, labels, rows=300, seed=seed) for seed in range(200)]

    covered = np.mean([draw.low <= exact <= draw.high for draw in draws])

    assert 0.9 <= covered <= 0.99
    assert np.mean([draw.value for draw in draws]) == pytest.approx(exact, abs=0.002)
    assert {draw.rows for draw in draws} == {300}


def test_asking_for_more_rows_than_there_are_gives_the_exact_one(make_blobs):
    X, labels = make_blobs()
    assert silhouette(X, labels, rows=180) == silhouette(X, labels, rows=10_000) == silhouette(X, labels)


@pytest.mark.parametrize("labels", [[0, 0, 0], [0, 1, 2]])
def test_one_segment_or_only_lonely_customers_have_none(labels):
    X = np.array([[0.0], [1.0], [5.0]])
    labels = np.array(labels, np.int32)

    assert np.isnan(silhouette(X, labels).value)
    assert np.isnan(notebook_silhouette(X, labels).value)


def test_numbers_that_nobody_has_do_not_count(make_blobs):
    X, labels = make_blobs()
    np.testing.assert_array_equal(
        silhouettes_of(X, labels * 3 + 2, np.arange(len(X))), silhouettes_of(X, labels, np.arange(len(X)))
    )


@pytest.mark.parametrize("rows", [100, 1_000, 5_000])
def test_the_notebooks_is_scikit_learns_draw(make_blobs, rows):
    X, labels = make_blobs((700, 500, 400), spread=6.0)
    expected = silhouette_score(X, labels, sample_size=min(rows, len(X)), random_state=7)

    found = notebook_silhouette(X, labels, rows=rows, seed=7)

    assert found.value == pytest.approx(expected, rel=1e-12)
    assert found.rows == min(rows, len(X))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2), st.integers(0, 3)), min_size=3, max_size=25)
)
def test_any_small_clustering_has_the_silhouettes_of_the_definition(rows):
    X = np.array([row[:2] for row in rows], float)
    labels = np.array([row[2] for row in rows], np.int32)
    found = silhouettes_of(X, labels, np.arange(len(X)))
    if 1 < len(set(labels)) < len(labels):
        np.testing.assert_allclose(found, by_loops(X, labels), atol=1e-7)
    else:
        assert np.isnan(found).all()
