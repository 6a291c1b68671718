"""Old and new segments."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from segdesk.clustering.matching import match


def test_permuted_centers_are_recognised():
    old = np.random.default_rng(0).normal(scale=10, size=(6, 4))
    order = np.array([3, 0, 5, 1, 4, 2])

    found = match(old, old[order] + 0.01)

    assert found.mapping == {int(o): n for n, o in enumerate(order)}
    assert [pair.distance for pair in found.pairs] == [np.sqrt(4 * 0.01**2)] * 6 or max(
        pair.distance for pair in found.pairs
    ) < 0.021
    assert (found.appeared, found.vanished) == ((), ())


def test_a_segment_that_moved_too_far_is_new_and_the_old_one_gone():
    old = np.array([[0.0], [10], [20]])
    new = np.array([[0.5], [100], [19]])

    found = match(old, new)

    assert found.mapping == {0: 0, 2: 2}
    assert (found.appeared, found.vanished) == ((1,), (1,))


def test_one_that_went_astray_does_not_drag_the_others_along():
    old = np.array([[0.0], [1.0], [2.0]])
    new = np.array([[1.05], [2.05], [50.0]])

    assert match(old, new, threshold=1.5).mapping in ({1: 0, 2: 1}, {0: 0, 1: 1})
    assert match(old, new, threshold=0.5).mapping == {1: 0, 2: 1}


def test_more_and_fewer_segments_than_before():
    old = np.array([[0.0], [10]])

    grown = match(old, np.array([[0.0], [10], [40]]))
    assert (grown.mapping, grown.appeared, grown.vanished) == ({0: 0, 1: 1}, (2,), ())
    shrunk = match(old, np.array([[9.0]]))
    assert (shrunk.mapping, shrunk.appeared, shrunk.vanished) == ({1: 0}, (), (0,))


def test_by_default_the_limit_is_half_the_gap_to_the_next_old_segment():
    old = np.array([[0.0], [4.0], [100.0]])

    assert match(old, np.array([[1.9], [4], [140]])).mapping == {0: 0, 1: 1, 2: 2}
    assert 0 not in match(old, np.array([[-2.1], [4], [140]])).mapping


def test_a_single_old_segment_goes_on_as_the_nearest_new_one():
    assert match(np.array([[0.0]]), np.array([[70.0], [50.0]])).mapping == {0: 1}


@given(
    st.lists(st.integers(-50, 50), min_size=4, max_size=4),
    st.lists(st.integers(-50, 50), min_size=4, max_size=4),
)
def test_the_summed_distance_is_the_smallest_there_is(old, new):
    found = match(np.array(old, float)[:, None], np.array(new, float)[:, None], threshold=1e9)

    best = min(
        sum(abs(o - n) for o, n in zip(old, order, strict=True)) for order in itertools.permutations(new)
    )
    assert sum(pair.distance for pair in found.pairs) == best
    assert sorted(found.mapping.values()) == [0, 1, 2, 3]
