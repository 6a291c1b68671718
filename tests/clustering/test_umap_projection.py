"""The picture by UMAP: who is alike stands together, and it comes out the same each time."""

import numpy as np
import pytest

from segdesk.clustering import umap_projection
from segdesk.clustering.umap_projection import umap3
from segdesk.errors import InputError
from segdesk.tasks.task import Cancelled

installed = pytest.mark.skipif(not umap_projection.available(), reason="UMAP is an extra")


def ignore(*_):
    pass


@installed
def test_neighbours_stay_neighbours(make_blobs):
    from sklearn.manifold import trustworthiness

    X, labels = make_blobs((300, 250, 200, 150), d=8)
    found = umap3(X, labels, seed=1, report=ignore)
    assert found.coordinates.shape == (900, 3)
    assert found.coordinates.dtype == np.float32
    assert trustworthiness(X, found.coordinates, n_neighbors=15) > 0.95
    middles = np.array([found.coordinates[labels == g].mean(axis=0) for g in range(4)])
    own = np.linalg.norm(found.coordinates[:, None] - middles, axis=2).argmin(axis=1)
    assert (own == labels).mean() > 0.99


@installed
def test_the_same_seed_gives_the_same_picture(make_blobs):
    X, labels = make_blobs((80, 70))
    first, again, other = (umap3(X, labels, seed=seed, report=ignore) for seed in (3, 3, 4))
    assert np.array_equal(first.coordinates, again.coordinates)
    assert not np.array_equal(first.coordinates, other.coordinates)


@installed
def test_a_sample_holds_every_segment(make_blobs):
    X, labels = make_blobs((900, 90, 3))
    found = umap3(X, labels, seed=1, report=ignore, most=100)
    assert len(found.rows) == len(found.coordinates) == 100
    assert set(labels[found.rows]) == {0, 1, 2}


@installed
def test_those_who_are_not_laid_out_are_placed_among_those_like_them(make_blobs):
    from sklearn.manifold import trustworthiness

    X, labels = make_blobs((500, 400, 300), d=5)
    found = umap3(X, labels, seed=1, report=ignore, limit=300)
    assert found.rows.tolist() == list(range(1_200))
    assert trustworthiness(X, found.coordinates, n_neighbors=15) > 0.93
    middles = np.array([found.coordinates[labels == g].mean(axis=0) for g in range(3)])
    own = np.linalg.norm(found.coordinates[:, None] - middles, axis=2).argmin(axis=1)
    assert (own == labels).mean() > 0.99


@installed
def test_identical_customers_stand_together(make_blobs):
    X, labels = make_blobs((40, 30))
    X, labels = np.vstack([X, X[:5], X[:5]]), np.concatenate([labels, labels[:5], labels[:5]])
    coordinates = umap3(X, labels, seed=1, report=ignore).coordinates
    assert np.array_equal(coordinates[:5], coordinates[70:75])
    assert np.array_equal(coordinates[:5], coordinates[75:])
    assert not np.array_equal(coordinates[0], coordinates[1])


@installed
@pytest.mark.parametrize(("rows", "features"), [(1, 2), (3, 4), (5, 1), (16, 2)])
def test_few_customers_and_features_do(rows, features):
    X = np.random.default_rng(0).normal(size=(rows, features)).astype(np.float32)
    coordinates = umap3(X, np.zeros(rows, np.int32), seed=1, report=ignore).coordinates
    assert coordinates.shape == (rows, 3)
    assert np.isfinite(coordinates).all()


@installed
def test_it_says_how_far_it_is(make_blobs):
    X, labels = make_blobs((1500, 1500))
    told = []
    umap3(X, labels, seed=1, report=lambda *report: told.append(report))
    done = [report[0] for report in told]
    assert done == sorted(done)
    assert done[0] == 0
    assert done[-1] == told[-1][1]
    assert any("3,000 customers" in text for _, _, text in told)
    assert sum(3 < value < 10 for value in done) >= 1  # the layout reports on its way


@installed
def test_it_can_be_stopped_in_the_middle_of_the_layout(make_blobs):
    X, labels = make_blobs((1500, 1500))

    def stop_once_it_lays_out(done, total, text):
        if done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        umap3(X, labels, seed=1, report=stop_once_it_lays_out)


def test_without_umap_a_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr(umap_projection, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"segdesk\[umap\]"):
        umap3(np.zeros((3, 2), np.float32), np.zeros(3, np.int32), seed=1, report=ignore)
