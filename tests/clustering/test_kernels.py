"""The inner loops: compiled ones, plain ones, and their definitions."""

import numpy as np
import pytest

from segdesk.clustering import kernels as choice
from segdesk.clustering.kernels import plain
from segdesk.clustering.kernels.compiled import compiled
from segdesk.clustering.kernels.compiled import grouped as compiled_grouped

LOOPS = {"compiled": compiled, "plain": lambda _: plain.plain()}


@pytest.fixture(params=["compiled", "plain"])
def loops(request):
    return LOOPS[request.param]


@pytest.fixture(params=[1, 5, 12])
def cloud(request):
    """Customers as columns, their weights, centers, and the nearest of them."""
    random = np.random.default_rng(request.param)
    X = random.normal(size=(request.param, 1_500)).astype(np.float32)
    weights = random.integers(1, 9, 1_500).astype(np.float32)
    centers = np.ascontiguousarray(X[:, :7].T)
    squares = ((X.T[:, None, :].astype(float) - centers[None]) ** 2).sum(axis=2)
    return X, weights, centers, squares


def test_a_step_labels_by_the_nearest_center_and_carries_the_sums_along(loops, cloud):
    X, weights, centers, squares = cloud
    labels = np.full(1_500, -1, np.int32)
    sums, counts = np.zeros(centers.shape), np.zeros(7)
    run = loops(len(X)).step

    assert run(X, weights, centers, labels, 0, 1_500, sums, counts) == 1_500
    np.testing.assert_array_equal(labels, squares.argmin(axis=1))
    others = centers[::-1].copy()
    moved = run(X, weights, others, labels, 300, 1_500, sums, counts)

    expected = np.concatenate([squares.argmin(axis=1)[:300], squares[300:, ::-1].argmin(axis=1)])
    np.testing.assert_array_equal(labels, expected)
    assert moved == (squares.argmin(axis=1)[300:] != expected[300:]).sum()
    np.testing.assert_allclose(counts, np.bincount(expected, weights, 7), rtol=1e-12)
    for c in range(len(X)):
        np.testing.assert_allclose(
            sums[:, c], np.bincount(expected, weights * X[c].astype(float), 7), atol=1e-9
        )


def test_of_equally_near_centers_the_first_counts(loops):
    X = np.zeros((3, 40), np.float32)
    centers = np.array([[1, 0, 0], [0, 1, 0], [0, 0, -1]], np.float32)
    labels = np.full(40, -1, np.int32)

    loops(3).step(X, np.ones(40, np.float32), centers, labels, 0, 40, np.zeros((3, 3)), np.zeros(3))

    assert set(labels) == {0}


def test_candidates_are_measured_by_what_they_would_leave(loops, cloud):
    X, weights, centers, squares = cloud
    run = loops(len(X))
    nearest = np.full(1_500, np.inf, np.float32)
    for center in centers[:3]:
        run.approach(X, center, nearest)
    np.testing.assert_allclose(nearest, squares[:, :3].min(axis=1), rtol=1e-5, atol=1e-6)

    left = np.zeros(4)
    run.potentials(X, weights, nearest, centers[3:], left)

    for j in range(4):
        best = np.minimum(squares[:, :3].min(axis=1), squares[:, 3 + j])
        assert left[j] == pytest.approx((weights * best).sum(), rel=1e-5)


def test_the_spread_is_that_of_loops(loops, cloud):
    X, weights, centers, squares = cloud
    labels = squares.argmin(axis=1).astype(np.int32)
    distances, total = np.zeros(7), np.zeros(7)

    loops(len(X)).spread(X, weights, centers.astype(float), labels, 10, 1_500, distances, total)

    own = squares[np.arange(1_500), labels][10:]
    np.testing.assert_allclose(total, np.bincount(labels[10:], weights[10:] * own, 7), rtol=1e-9)
    np.testing.assert_allclose(distances, np.bincount(labels[10:], weights[10:] * np.sqrt(own), 7), rtol=1e-9)


def test_the_simplified_silhouette_compares_distances_to_centers(loops, cloud):
    X, _, centers, squares = cloud
    labels = squares.argmin(axis=1).astype(np.int32)
    out = np.zeros(1_500, np.float32)

    loops(len(X)).simplified(X, centers, labels, 0, 1_500, out)

    first, second = np.sqrt(np.sort(squares, axis=1)[:, :2]).T
    np.testing.assert_allclose(out, (second - first) / second, atol=1e-4)


def test_groups_are_numbered_as_they_appear():
    codes = np.random.default_rng(0).integers(0, 400, 5_000).astype(np.uint64) << np.uint64(40)
    first, group = compiled_grouped(codes)
    plain_first, plain_group = plain.grouped(codes)

    np.testing.assert_array_equal(first, plain_first)
    np.testing.assert_array_equal(group, plain_group)
    assert (np.diff(first) > 0).all()
    np.testing.assert_array_equal(codes[first][group], codes)


def test_loops_are_plain_where_numba_is_left_aside(monkeypatch):
    assert choice.are_compiled()
    assert choice.kernels(4) is compiled(4)
    monkeypatch.setenv(choice.PLAIN, "1")
    assert not choice.are_compiled()
    assert choice.kernels(4).step is plain.step


def test_loops_are_plain_where_numba_is_not_installed(monkeypatch):
    monkeypatch.setattr(choice, "find_spec", lambda name: None)
    assert choice.kernels(4).step is plain.step
