"""Silhouettes of many labelings in one pass, against scikit-learn and against each on its own."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

from segdesk.clustering import kernels
from segdesk.clustering import silhouettes as module
from segdesk.clustering.points import points
from segdesk.clustering.silhouettes import silhouettes


@pytest.fixture(scope="module")
def crowd():
    """Customers, of whom many are equal, and how k-means with 2 to 9 segments labels them."""
    random = np.random.default_rng(4)
    X = random.normal(size=(1_200, 4)).round(1).astype(np.float32)
    X = X[random.integers(0, 1_200, 2_500)]
    different = points(X)
    rows = different.of_customers(different.columns.T)
    models = [KMeans(k, n_init=1, random_state=0).fit(rows) for k in range(2, 10)]
    labelings = [model.predict(different.columns.T) for model in models]
    return X, different, [labels.astype(np.int32) for labels in labelings]


@pytest.mark.parametrize("plain", [False, True])
def test_every_exact_silhouette_is_scikit_learns(crowd, plain, monkeypatch):
    X, different, labelings = crowd
    if plain:
        monkeypatch.setenv(kernels.PLAIN, "1")

    found = silhouettes(different, labelings)

    for each, labels in zip(found, labelings, strict=True):
        expected = silhouette_score(X.astype(float), different.of_customers(labels))
        assert each.value == pytest.approx(expected, abs=1e-6)
        assert (each.rows, each.low, each.high) == (2_500, each.value, each.value)


def test_tiles_and_chunks_make_no_difference(crowd, monkeypatch):
    _, different, labelings = crowd
    expected = [each.value for each in silhouettes(different, labelings)]
    monkeypatch.setattr(module, "_TILE", 7)
    assert [each.value for each in silhouettes(different, labelings)] == pytest.approx(expected, abs=1e-7)


def test_of_a_draw_the_interval_holds_the_exact_one_about_95_times_in_100(crowd):
    _, different, labelings = crowd
    exact = [each.value for each in silhouettes(different, labelings)]
    draws = [silhouettes(different, labelings, rows=250, seed=seed) for seed in range(80)]
    covered = [
        each.low <= value <= each.high for draw in draws for each, value in zip(draw, exact, strict=True)
    ]

    assert 0.9 <= np.mean(covered) <= 0.99
    for i, value in enumerate(exact):
        assert np.mean([draw[i].value for draw in draws]) == pytest.approx(value, abs=0.004)
    assert {each.rows for draw in draws for each in draw} == {250}


def test_distances_to_centers_take_chance_out_of_a_draw(crowd):
    _, different, labelings = crowd
    exact = silhouettes(different, labelings[:1])[0].value
    found = [silhouettes(different, labelings[:1], rows=250, seed=seed)[0] for seed in range(60)]
    plain = np.std([each.high - each.low for each in found])
    errors = np.std([each.value - exact for each in found])
    own = different.of_customers(np.arange(different.count))
    random = np.random.default_rng(0)
    cells = module._Cells.of(different, labelings[:1])
    values = module._Sample(
        different,
        cells,
        labelings[:1],
        [cells.sizes(labelings[0])],
        np.arange(different.count),
        lambda: None,
        lambda _: None,
    ).values()[0]
    without = np.std([values[own[random.choice(2_500, 250, replace=False)]].mean() for _ in range(400)])

    assert errors < 0.7 * without
    assert plain < 0.01


def test_labelings_without_a_silhouette_have_none(crowd):
    _, different, labelings = crowd
    one = np.zeros(different.count, np.int32)
    alone, other = silhouettes(different, [one, labelings[0]])
    assert np.isnan(alone.value)
    assert other.value == pytest.approx(silhouettes(different, labelings[:1])[0].value, abs=1e-7)


def test_numbers_that_nobody_has_do_not_count(crowd):
    _, different, labelings = crowd
    gaps = labelings[2] * 60 + 5
    expected = silhouettes(different, [labelings[2]])[0].value
    assert silhouettes(different, [gaps])[0].value == pytest.approx(expected, abs=1e-7)
    drawn = [silhouettes(different, [each], rows=300)[0].value for each in (labelings[2], gaps)]
    assert drawn[0] == pytest.approx(drawn[1], abs=1e-7)


def test_progress_is_told_and_a_check_ends_it(crowd):
    _, different, labelings = crowd
    told = []
    silhouettes(different, labelings, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        silhouettes(different, labelings, check=stop)
