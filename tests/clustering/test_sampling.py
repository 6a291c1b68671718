"""A sample that stands for all segments."""

import numpy as np
import pytest

from segdesk.clustering.sampling import stratified


def test_every_segment_has_its_share():
    labels = np.repeat([0, 1, 2], [7_000, 2_000, 1_000])
    np.random.default_rng(0).shuffle(labels)
    drawn = stratified(labels, 100, seed=1)
    assert np.bincount(labels[drawn]).tolist() == [70, 20, 10]
    assert (np.diff(drawn) > 0).all()


@pytest.mark.parametrize("limit", [2, 10, 500])
def test_the_smallest_segment_is_there(limit):
    labels = np.repeat([0, 1, 2], [100_000, 1, 3])
    drawn = stratified(labels, limit, seed=1)
    assert set(labels[drawn]) == {0, 1, 2}
    assert len(drawn) == max(limit, 3)


def test_few_customers_are_all_drawn():
    assert stratified(np.array([1, 0, 1]), 3, seed=1).tolist() == [0, 1, 2]


def test_the_seed_decides():
    labels = np.zeros(1_000, int)
    first, again, other = (stratified(labels, 50, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.max() > 900  # not the first ones
