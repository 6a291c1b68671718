"""The engine on this machine, and the manners it knows."""

import subprocess
import sys
from dataclasses import asdict

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_score,
)

from segdesk.clustering.engine import Engine
from segdesk.clustering.kmeans import fit_like_bigquery_ml
from segdesk.clustering.local import LocalEngine, Manner
from segdesk.clustering.matrix import FeaturePlan, Pipeline
from segdesk.clustering.scores import bigquery_ml_scores
from segdesk.errors import InputError
from segdesk.project.settings import Impute


def document_scores(X, k, **sampling):
    """What the reference notebook computes for one k."""
    model = KMeans(n_clusters=k, random_state=42, n_init=10, algorithm="elkan")
    labels = model.fit_predict(X)
    return labels, (
        model.inertia_,
        silhouette_score(X, labels, **sampling),
        calinski_harabasz_score(X, labels),
        davies_bouldin_score(X, labels),
    )


@pytest.mark.parametrize(
    ("engine", "impute", "pca", "sampling"),
    [
        (LocalEngine.listing_1(), Impute.MEAN, 5, {"sample_size": 1_000, "random_state": 42}),
        (LocalEngine.listing_2(), Impute.ZERO, 0, {}),
    ],
    ids=["listing 1", "listing 2"],
)
def test_the_notebooks_numbers_come_out(customers, engine, impute, pca, sampling):
    plans = [FeaturePlan(name, impute=impute) for name in customers.column_names]
    X = Pipeline(plans, pca=pca, double=True).fit_transform(customers)

    for result in engine.sweep(X, (2, 5, 10)):
        labels, expected = document_scores(X, result.k, **sampling)
        found = result.scores
        np.testing.assert_array_equal(result.fit.labels, labels)
        got = (found.inertia, found.silhouette, found.calinski_harabasz, found.davies_bouldin)
        assert got == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("manner", [Manner.OWN, Manner.SCIKIT_LEARN])
def test_a_failed_k_gives_its_reason_and_spoils_no_other(manner):
    X = np.repeat(np.eye(3), 20, axis=0)
    results = {result.k: result for result in LocalEngine(starts=1, manner=manner).sweep(X, (2, 4, 3))}
    first, second, third = (results[k] for k in (2, 4, 3))

    assert (second.fit, second.scores) == (None, None)
    assert "only 3 different customers" in second.error
    assert (first.error, third.error) == ("", "")
    assert third.scores.inertia == pytest.approx(0, abs=1e-12)
    with pytest.raises(InputError, match="only 3 different"):
        LocalEngine(manner=manner).run(X, 4)


def test_a_sweep_hands_over_each_k_when_it_is_done(make_blobs):
    X, _ = make_blobs()
    asked = []

    def ks():
        for k in (2, 3):
            asked.append(k)
            yield k

    sweep = LocalEngine(starts=1, manner=Manner.SCIKIT_LEARN).sweep(X, ks())
    assert next(sweep).k == 2
    assert asked == [2]


def test_a_k_is_the_same_alone_and_in_any_sweep(make_blobs):
    X, _ = make_blobs(spread=6.0)
    engine = LocalEngine(starts=2, silhouette_rows=50)
    alone = engine.run(X, 4)
    swept = {result.k: result for result in engine.sweep(X, (6, 4, 2))}

    np.testing.assert_array_equal(alone.fit.labels, swept[4].fit.labels)
    assert asdict(alone.scores) == pytest.approx(asdict(swept[4].scores), rel=1e-6)
    assert alone.scores.silhouette_rows == 50
    assert alone.scores.silhouette_low < alone.scores.silhouette < alone.scores.silhouette_high


@pytest.mark.parametrize("d", [2, 7])
def test_the_scores_are_scikit_learns_on_the_same_segments(make_blobs, d):
    X = make_blobs((700, 500, 400, 60), d=d, spread=5.0)[0].astype(np.float32)
    X = np.column_stack([X, 2 * X[:, 0]])[np.random.default_rng(0).integers(0, len(X), 2_000)]

    for result in LocalEngine(silhouette_rows=0).sweep(X, range(2, 12)):
        assert result.scores is not None
        if result.provisional:
            assert np.isnan(result.scores.silhouette)
            continue
        labels, scores = result.fit.labels, result.scores
        centers = np.array([X[labels == j].mean(axis=0, dtype=float) for j in range(result.k)])
        np.testing.assert_allclose(result.fit.centers, centers, atol=1e-4)
        inertia = ((X - centers[labels]) ** 2).sum()
        assert result.fit.inertia == scores.inertia == pytest.approx(inertia, rel=1e-6)
        assert scores.mean_squared_distance == pytest.approx(inertia / len(X), rel=1e-6)
        assert scores.silhouette == pytest.approx(silhouette_score(X.astype(float), labels), abs=1e-5)
        assert scores.calinski_harabasz == pytest.approx(calinski_harabasz_score(X, labels), rel=1e-5)
        assert scores.davies_bouldin == pytest.approx(davies_bouldin_score(X, labels), rel=1e-5)
        own = bigquery_ml_scores(X.astype(float), result.fit.centers)
        assert scores.davies_bouldin_index == pytest.approx(own.davies_bouldin_index, rel=1e-4)


def test_segments_are_those_of_scikit_learn_where_they_are_plain_to_see(make_blobs):
    X = make_blobs()[0].astype(np.float32)
    ours, theirs = LocalEngine(), LocalEngine.like_scikit_learn()
    one, other = ours.run(X, 4), theirs.run(X, 4)

    assert adjusted_rand_score(one.fit.labels, other.fit.labels) == 1
    assert asdict(one.scores) == pytest.approx(asdict(other.scores), rel=1e-5)
    np.testing.assert_array_equal(ours.fit(X, 4).labels, one.fit.labels)


def test_a_check_ends_a_sweep_and_notes_tell_how_far_it_is(make_blobs):
    X = make_blobs((900, 800))[0].astype(np.float32)
    notes = []
    list(LocalEngine(starts=2, silhouette_rows=0, note=notes.append).sweep(X, (2, 3)))
    assert notes[-1] == "Silhouettes: 100%"

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(LocalEngine(check=stop).sweep(X, (2, 3)))


def test_bigquery_mls_manner_starts_once_and_stops_early(make_blobs):
    X, _ = make_blobs(spread=8.0)
    expected = fit_like_bigquery_ml(X, 5, seed=3)

    result = LocalEngine.like_bigquery_ml(seed=3).run(X, 5)

    np.testing.assert_array_equal(result.fit.centers, expected.centers)
    assert result.scores.mean_squared_distance == pytest.approx(result.fit.inertia / len(X), rel=1e-12)


def test_the_local_engine_is_an_engine():
    engine: Engine = LocalEngine()
    assert engine.name == "local"


def test_idle_threads_are_told_not_to_spin_before_scikit_learn_is_loaded():
    program = (
        "import sys, segdesk.clustering, os;"
        "assert 'sklearn' not in sys.modules;"
        "assert os.environ['OMP_WAIT_POLICY'] == 'PASSIVE'"
    )
    environment = {"PATH": "", "SYSTEMROOT": "C:\\Windows"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
