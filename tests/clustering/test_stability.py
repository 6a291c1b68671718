"""Stability by bootstrap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from segdesk.clustering import kmeans
from segdesk.clustering import stability as module
from segdesk.clustering.stability import Band, adjusted_rand_index, best_jaccards, contingency, stability
from segdesk.errors import InputError


def test_groups_that_are_well_apart_are_highly_stable(make_blobs):
    X, _ = make_blobs()
    found = stability(X, kmeans.fit(X, 4), bootstraps=5)

    assert found.jaccard == (1, 1, 1, 1)
    assert set(found.bands) == {Band.HIGHLY_STABLE}
    assert found.ari == 1
    assert (found.bootstraps, found.rows) == (5, 180)


def test_a_group_cut_in_two_is_less_stable_than_one_that_is_whole(make_blobs):
    X, _ = make_blobs((300, 300), d=2)
    fit = kmeans.fit(X, 3)  # a round group has no seam: where it is cut is chance
    found = stability(X, fit, bootstraps=10)

    whole = int(np.argmax(fit.sizes))
    assert fit.sizes[whole] == 300
    assert found.bands[whole] is Band.HIGHLY_STABLE
    assert all(j < found.jaccard[whole] for i, j in enumerate(found.jaccard) if i != whole)
    assert 0 < found.ari < 1


def test_a_sample_is_drawn_with_replacement_and_each_customer_used_once(make_blobs, monkeypatch):
    X, _ = make_blobs((600, 400))
    X[:100] = X[0]  # a hundred who are alike are drawn one by one
    fit, samples = kmeans.fit(X, 2), []
    fit_again = module.best_of
    monkeypatch.setattr(
        module, "best_of", lambda p, *a, **o: samples.append(p.weights) or fit_again(p, *a, **o)
    )

    stability(X, fit, bootstraps=4)

    assert np.mean([sample.sum() for sample in samples]) == pytest.approx(1_000 * (1 - 1 / np.e), rel=0.03)
    assert np.mean([sample.max() for sample in samples]) == pytest.approx(100 * (1 - 1 / np.e), rel=0.2)
    assert all((np.sort(sample)[:-1] == 1).all() for sample in samples)


def test_it_is_repeatable_and_follows_the_seed(make_blobs):
    X, _ = make_blobs(spread=8.0)
    fit = kmeans.fit(X, 5)

    assert stability(X, fit, bootstraps=3) == stability(X, fit, bootstraps=3)
    assert stability(X, fit, bootstraps=3) != stability(X, fit, bootstraps=3, seed=1)


def test_a_large_matrix_is_thinned_out_and_says_so(make_blobs):
    X, _ = make_blobs((400, 300, 200))
    found = stability(X, kmeans.fit(X, 3), bootstraps=2, rows=150)

    assert found.rows == 150
    assert found.jaccard == (1, 1, 1)


def test_progress_is_reported_after_every_sample(make_blobs):
    X, _ = make_blobs()
    seen = []

    stability(X, kmeans.fit(X, 2), bootstraps=3, progress=lambda done, total: seen.append((done, total)))

    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_customer_alone_counts_only_where_it_was_drawn(make_blobs):
    X, _ = make_blobs((50, 50))
    X[0] = 500.0
    fit = kmeans.fit(X, 3)
    found = stability(X, fit, bootstraps=12)

    assert found.jaccard[fit.labels[0]] == 1


def test_a_segment_in_no_sample_is_unknown(make_blobs):
    X, _ = make_blobs((500, 500))
    X[0] = 500.0
    fit = kmeans.fit(X, 3)
    found = stability(X, fit, bootstraps=3, rows=20)

    assert np.isnan(found.jaccard[fit.labels[0]])
    assert found.bands[fit.labels[0]] is Band.UNKNOWN


def test_samples_with_too_few_different_customers_are_left_out():
    X = np.zeros((200, 1))
    X[:3, 0] = [5, 6, 7]
    fit = kmeans.fit(X, 4)
    found = stability(X, fit, bootstraps=30)

    assert 0 < found.bootstraps < 30


def test_no_usable_sample_at_all_is_refused():
    X = np.arange(6.0)[:, None]
    with pytest.raises(InputError, match="no sample has 6 different customers"):
        stability(X, kmeans.fit(X, 6), bootstraps=3)


@pytest.mark.parametrize(
    ("jaccard", "band"),
    [
        (0.0, Band.DISSOLVED),
        (0.5, Band.DISSOLVED),
        (0.51, Band.DOUBTFUL),
        (0.6, Band.PATTERN),
        (0.74, Band.PATTERN),
        (0.75, Band.STABLE),
        (0.84, Band.STABLE),
        (0.85, Band.HIGHLY_STABLE),
        (float("nan"), Band.UNKNOWN),
    ],
)
def test_the_bands_are_hennigs(jaccard, band):
    assert Band.of(jaccard) is band


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_both_indices_are_those_of_their_definitions(pairs):
    old, new = (np.array(side, np.int32) for side in zip(*pairs, strict=True))
    table = contingency(old, new, 4)

    assert adjusted_rand_index(table) == pytest.approx(adjusted_rand_score(old, new), abs=1e-12)
    found = best_jaccards(table)
    for segment in range(4):
        mine = set(np.flatnonzero(old == segment))
        others = [set(np.flatnonzero(new == other)) for other in range(4)]
        if mine:
            assert found[segment] == pytest.approx(max(len(mine & o) / len(mine | o) for o in others))
        else:
            assert np.isnan(found[segment])
