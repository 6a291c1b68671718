"""What segments look like, and how they are numbered."""

import numpy as np
import pyarrow as pa
import pytest

from segdesk.clustering.profile import order_by_value, profile
from segdesk.errors import InputError
from segdesk.warehouse.recipes import Feature, Kind

REVENUE = Feature("revenue", "USD")
SEX = Feature("sex", kind=Kind.CATEGORY)


def test_centroids_are_the_means_in_the_units_of_the_data(customers):
    labels = np.random.default_rng(0).integers(0, 4, customers.num_rows).astype(np.int32)
    frame = customers.to_pandas()
    means = frame.groupby(labels).mean()
    quartiles = frame.groupby(labels).quantile([0.25, 0.5, 0.75]).unstack()

    found = profile(customers, labels, [Feature(name) for name in customers.column_names])

    assert [s.segment for s in found.segments] == [0, 1, 2, 3]
    assert [s.size for s in found.segments] == np.bincount(labels).tolist()
    assert sum(s.share for s in found.segments) == pytest.approx(1)
    for segment in found.segments:
        for number in segment.numbers:
            name, i = number.feature, segment.segment
            assert number.mean == pytest.approx(means[name][i], rel=1e-12)
            assert number.median == pytest.approx(quartiles[name, 0.5][i], rel=1e-12)
            assert number.lower_quartile == pytest.approx(quartiles[name, 0.25][i], rel=1e-12)
            assert number.upper_quartile == pytest.approx(quartiles[name, 0.75][i], rel=1e-12)
            assert number.missing == frame[name][labels == i].isna().sum()
            z = (means[name][i] - frame[name].mean()) / frame[name].std(ddof=0)
            assert number.z == pytest.approx(z, rel=1e-9)
            assert number.index == pytest.approx(100 * means[name][i] / frame[name].mean(), rel=1e-12)
            assert number.difference == pytest.approx(number.index - 100)


def test_all_customers_together_are_average(customers):
    overall = profile(customers, np.zeros(customers.num_rows, np.int32), [Feature("avg_basket")]).overall

    assert (overall.segment, overall.size, overall.share) == (None, customers.num_rows, 1.0)
    assert (overall.numbers[0].index, overall.numbers[0].difference, overall.numbers[0].z) == (100, 0, 0)


def test_the_index_is_against_the_size_weighted_average():
    table = pa.table({"revenue": [10.0, 10.0, 10.0, 50.0]})
    small = profile(table, np.array([0, 0, 0, 1], np.int32), [REVENUE]).segments[1].numbers[0]

    assert (small.index, small.difference) == (250, 150)


def test_category_shares_are_given_for_every_segment():
    table = pa.table({"sex": ["F", "M", "F", None, "F", "F"]})
    found = profile(table, np.array([0, 0, 0, 0, 1, 1], np.int32), [SEX])

    shares = [
        [(s.category, s.share, s.index) for s in segment.categories[0].shares]
        for segment in (found.overall, *found.segments)
    ]
    assert shares[0] == [("F", 4 / 6, 100), ("M", 1 / 6, 100), ("_null_filler", 1 / 6, 100)]
    assert shares[1] == [("F", 0.5, 75), ("M", 0.25, 150), ("_null_filler", 0.25, 150)]
    assert shares[2] == [("F", 1, 150), ("M", 0, 0), ("_null_filler", 0, 0)]


def test_a_segment_without_values_has_none():
    table = pa.table({"revenue": pa.array([1.0, 3.0, None, None]), "sex": ["F", "M", "F", "M"]})
    found = profile(table, np.array([0, 0, 1, 1], np.int32), [REVENUE, SEX], k=3)

    lacking, empty = found.segments[1], found.segments[2]
    assert (lacking.numbers[0].missing, lacking.size) == (2, 2)
    assert (empty.size, empty.share) == (0, 0)
    for segment in (lacking, empty):
        assert np.isnan([segment.numbers[0].mean, segment.numbers[0].index, segment.numbers[0].z]).all()
    assert np.isnan(empty.categories[0].shares[0].share)


def test_a_feature_that_is_zero_for_everyone_has_no_index():
    number = (
        profile(pa.table({"revenue": [0.0, 0.0]}), np.array([0, 1], np.int32), [REVENUE])
        .segments[0]
        .numbers[0]
    )

    assert (number.mean, number.z) == (0, 0)
    assert np.isnan(number.index)


def test_a_feature_that_is_missing_is_named():
    with pytest.raises(InputError, match="revenue"):
        profile(pa.table({"x": [1]}), np.array([0], np.int32), [REVENUE])


def test_segments_are_numbered_by_mean_value():
    labels = np.array([0, 0, 1, 2, 2, 2], np.int32)
    value = np.array([1.0, 3.0, 9.0, 4.0, np.nan, 6.0])

    position = order_by_value(labels, value, np.zeros((3, 1)))

    assert position.tolist() == [2, 0, 1]


def test_ties_go_by_size_and_then_by_center_and_valueless_segments_stand_last():
    labels = np.array([0, 1, 1, 2, 3], np.int32)
    value = np.array([5.0, 5, 5, 5, np.nan])
    centers = np.array([[1.0, 9.0], [7, 7], [1, 2], [0, 0], [-1, 0]])

    assert order_by_value(labels, value, centers).tolist() == [2, 0, 1, 3, 4]


def test_the_numbering_does_not_depend_on_the_order_k_means_found():
    random = np.random.default_rng(1)
    labels, value = random.integers(0, 6, 300).astype(np.int32), random.integers(0, 3, 300).astype(float)
    centers = random.normal(size=(6, 2))
    shuffle = random.permutation(6)
    shuffled_centers = np.empty_like(centers)
    shuffled_centers[shuffle] = centers

    first = order_by_value(labels, value, centers)[labels]
    again = order_by_value(shuffle[labels].astype(np.int32), value, shuffled_centers)[shuffle[labels]]

    np.testing.assert_array_equal(first, again)
