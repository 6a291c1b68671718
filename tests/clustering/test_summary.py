import math
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from segdesk.clustering.summary import MAX_BINS, summarise
from segdesk.errors import InputError
from segdesk.project.settings import Preparation, Transform
from segdesk.tasks.task import Cancelled, Task
from segdesk.warehouse.recipes import Feature, Kind


def number(values, kind=None):
    (found,) = summarise(pa.table({"x": pa.array(values, kind, from_pandas=False)}), [Feature("x")])
    return found


def category(values, kind=None):
    feature = Feature("x", kind=Kind.CATEGORY)
    (found,) = summarise(pa.table({"x": pa.array(values, kind)}), [feature])
    return found


SAMPLES = {
    "normal": np.random.default_rng(1).normal(5, 2, 1001),
    "revenue": np.random.default_rng(2).lognormal(3, 1, 1000),
    "counts": np.random.default_rng(3).poisson(2, 997).astype(float),
    "far from zero": 1e6 + np.random.default_rng(4).gamma(2, size=500),
    "three": np.array([1.0, 2.0, 4.0]),
    "large": np.random.default_rng(5).normal(size=300) * 1e150,
    "small": np.random.default_rng(5).exponential(size=300) * 1e-150,
}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_figures_are_those_of_numpy_scipy_and_pandas(name):
    values = SAMPLES[name]
    found = number(values)
    expected = {
        "mean": np.mean(values),
        "median": np.median(values),
        "minimum": values.min(),
        "maximum": values.max(),
        "q1": np.percentile(values, 25),
        "q3": np.percentile(values, 75),
        "distinct": len(np.unique(values)),
        "count": len(values),
        "nulls": 0,
    }
    scale = (
        2.0 ** np.frexp(np.abs(values).max())[1]
    )  # changes no digit; the references overflow where ours do not
    expected["std"] = np.std(values / scale, ddof=1) * scale
    offset = 1e6 if name == "far from zero" else 0  # taken away exactly: scipy loses digits to it
    expected["skew"] = scipy.stats.skew((values - offset) / scale, bias=False)
    for figure, value in expected.items():
        assert getattr(found, figure) == pytest.approx(value, rel=1e-12, abs=0), figure
    if name not in {"large", "small"}:
        assert found.std == pytest.approx(pd.Series(values).std(), rel=1e-12)
        assert found.skew == pytest.approx(pd.Series(values).skew(), rel=1e-9)


def test_missing_values_are_set_aside_and_infinite_ones_named():
    found = number([1.0, None, 3.0, float("nan"), float("inf"), float("-inf"), float("inf"), 5.0])
    assert (found.count, found.nulls, found.mean, found.maximum) == (3, 2, 3.0, 5.0)
    assert "x has 1 values that are not a number (NaN); they count as missing." in found.warnings
    assert any("3 infinite values" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1, 2, None, 4], pa.int32()),
        ([1, 2, None, 4], pa.uint64()),
        ([Decimal("1.00"), Decimal("2.00"), None, Decimal("4.00")], pa.decimal128(10, 2)),
        ([1.0, 2.0, None, 4.0], pa.float32()),
    ],
)
def test_any_number_type_is_summarised(values, kind):
    found = number(values, kind)
    assert (found.count, found.nulls, found.median, found.distinct) == (3, 1, 2.0, 3)


def test_truth_values_are_zero_and_one():
    found = number([True, False, True, None])
    assert (found.mean, found.count, found.distinct) == (pytest.approx(2 / 3), 3, 2)


def test_integers_beyond_a_floats_precision_are_counted_exactly():
    assert number([2**60, 2**60 + 1, 2**60 + 2]).distinct == 3


def test_a_column_in_pieces_is_one_column():
    table = pa.table({"x": pa.chunked_array([[1.0, None], [], [3.0]])})
    assert summarise(table, [Feature("x")])[0].mean == 2.0


@pytest.mark.parametrize("values", [[], [None, None], [float("nan")]])
def test_without_values_there_are_no_figures_but_a_warning(values):
    found = number(values, pa.float64())
    assert (found.count, found.mean, found.std, found.histogram, found.distinct) == (0, None, None, None, 0)
    assert found.warnings[0] == "x has no values at all; leave it out."
    assert number(values[:2], pa.null() if None in values else pa.float64()).count == 0


def test_one_value_has_no_deviation_and_two_have_no_skew():
    assert (number([3.0]).std, number([3.0]).skew, number([3.0]).mean) == (None, None, 3.0)
    assert (number([1.0, 3.0]).std, number([1.0, 3.0]).skew) == (pytest.approx(2**0.5), None)


def test_a_constant_feature_is_exactly_constant_and_warned_of():
    found = number([0.1] * 1000)
    assert (found.mean, found.std, found.skew, found.distinct) == (0.1, 0.0, None, 1)
    assert found.warnings == ("x is 0.1 for every customer and tells none apart; leave it out.",)
    assert found.histogram.counts == (1000,)
    assert found.histogram.edges[0] < 0.1 < found.histogram.edges[1]


def test_a_mostly_missing_feature_is_warned_of():
    assert "missing for 60% of customers" in number([None] * 6 + [1.0, 2.0, 3.0, 4.5]).warnings[0]
    assert number([None] * 5 + [1.0, 2.0, 3.0, 4.5, 5.0]).warnings == ()


def test_the_way_out_of_skew_depends_on_sign_and_side():
    skewed = SAMPLES["revenue"]
    assert "log1p would help" in number(skewed).warnings[0]
    assert "above the rest" in number(skewed).warnings[0]
    assert "winsorising or the robust scale" in number(skewed - 100).warnings[0]
    assert "below the rest" in number(-skewed).warnings[0]
    assert number(SAMPLES["normal"]).warnings == ()


def test_skew_that_the_preparation_sees_to_is_no_warning():
    feature = Feature("x", preparation=Preparation(transform=Transform.LOG1P))
    (found,) = summarise(pa.table({"x": SAMPLES["revenue"]}), [feature])
    assert found.warnings == ()


@pytest.mark.parametrize(
    "values", [range(1000), [float(i) for i in range(1000)], [2**62 + i for i in range(1000)]]
)
def test_whole_numbers_that_differ_for_everybody_look_like_a_key(values):
    assert any(
        "1,000 different values for 1,000 customers and looks like a key" in w
        for w in number(values).warnings
    )


def test_amounts_few_rows_and_repeated_numbers_do_not_look_like_a_key():
    for values in (SAMPLES["normal"], list(range(20)), [i // 2 for i in range(1000)]):
        assert not any("key" in warning for warning in number(values).warnings)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["a", "b", "12"], 'x should be a number, but is of type string, such as "a"; use it as a category'),
        (["1", " 2.5", "-3e4", None], "x holds numbers as text; cast it to a number"),
        ([date(2024, 1, 1)], "x should be a number, but is of type date32[day]; use it as a category"),
    ],
)
def test_what_is_no_number_is_said_and_shown_by_its_values(values, expected):
    found = number(values)
    assert found.warnings[0].startswith(expected)
    assert (found.mean, found.histogram) == (None, None)
    assert found.top


def test_a_type_that_is_neither_number_nor_category_is_a_warning():
    assert "neither a number nor a category" in number([[1], [2]]).warnings[0]
    assert "neither a number nor a category" in category([{"a": 1}]).warnings[0]


def test_a_category_has_its_most_frequent_values_with_ties_in_order():
    values = ["b", "a", None, "c", "b", "c", "", *"defghijklm"]
    found = category(values)
    assert found.top == (("b", 2), ("c", 2), ("", 1), *((letter, 1) for letter in "adefghi"))
    assert (found.count, found.nulls, found.distinct) == (16, 1, 14)
    assert (found.mean, found.histogram, found.warnings) == (None, None, ())


@pytest.mark.parametrize(
    "values", [[3, 1, 3], [True, False, True], pa.array(["u", "v", "u"]).dictionary_encode()]
)
def test_any_simple_type_can_be_a_category(values):
    found = category(values)
    assert [count for _, count in found.top] == [2, 1]


def test_categories_are_warned_of():
    assert category(["x", "x", None]).warnings == (
        'x is "x" for every customer and tells none apart; leave it out.',
    )
    assert category([None, None], pa.string()).warnings == ("x has no values at all; leave it out.",)
    assert "51 categories" in category([f"c{i % 51}" for i in range(200)]).warnings[0]
    assert category([f"c{i % 50}" for i in range(200)]).warnings == ()
    assert "looks like a key" in category([f"c{i}" for i in range(200)]).warnings[0]


def test_small_whole_numbers_get_a_bin_each():
    found = number([0, 0, 1, 3, 3, 3]).histogram
    assert found.edges == (-0.5, 0.5, 1.5, 2.5, 3.5)
    assert found.counts == (2, 1, 0, 3)


def test_large_whole_numbers_get_bins_of_a_whole_width():
    found = number(np.random.default_rng(0).integers(-500, 12_345, 5000)).histogram
    widths = set(np.diff(found.edges))
    assert len(widths) == 1
    assert widths.pop().is_integer()
    assert (found.edges[0] % 1, len(found.counts) <= MAX_BINS) == (0.5, True)


def test_the_width_of_a_bin_is_that_of_freedman_and_diaconis():
    values = SAMPLES["normal"]
    assert len(number(values).histogram.counts) == len(np.histogram_bin_edges(values, "fd")) - 1
    mostly_zero = np.concatenate([np.zeros(900), np.random.default_rng(0).random(100)])
    assert (
        len(number(mostly_zero).histogram.counts) == len(np.histogram_bin_edges(mostly_zero, "sturges")) - 1
    )


def test_a_value_on_an_edge_is_in_the_bin_above_but_the_last_one():
    assert number([0.0, 0.5, 1.0]).histogram.counts == (1, 2)


def test_bins_that_a_float_cannot_tell_apart_are_one():
    above = float(np.nextafter(1, 2))
    found = number([1.0, 1.0, above]).histogram
    assert (found.edges, found.counts) == ((1.0, above), (3,))


def test_a_width_beyond_a_float_is_one_bin():
    found = number([0.5, 0.5, 1.7e308, 1.7e308]).histogram
    assert (found.edges, found.counts) == ((0.5, 1.7e308), (4,))


WIDE = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=300, deadline=None)
@given(hnp.arrays(float, st.integers(1, 60), elements=WIDE | st.integers(-9, 9).map(float) | st.floats(0, 1)))
def test_any_numbers_are_summarised_without_a_warning_of_numpy(values):
    found = number(values)
    assert (found.minimum, found.maximum) == (values.min(), values.max())
    assert found.distinct == len(np.unique(values))
    if not math.isfinite(float(values.max()) - float(values.min())):
        assert found.histogram is None
        return
    edges, counts = found.histogram.edges, found.histogram.counts
    assert len(counts) == len(edges) - 1 <= MAX_BINS
    assert sum(counts) == len(values)
    assert np.all(np.diff(edges) > 0)
    assert edges[0] <= values.min()
    assert values.max() <= edges[-1]
    np.testing.assert_array_equal(np.histogram(values, np.array(edges))[0], counts)


def test_summaries_come_in_the_order_of_the_features():
    table = pa.table({"a": [1], "b": [2], "c": ["x"]})
    found = summarise(table, [Feature("c", kind=Kind.CATEGORY), Feature("a")])
    assert [summary.name for summary in found] == ["c", "a"]
    assert summarise(table, []) == ()


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(InputError, match="revenue"):
        summarise(pa.table({"a": [1]}), [Feature("revenue")])


def test_a_summary_can_be_cancelled():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        summarise(pa.table({"a": [1]}), [Feature("a")], task=task)
