import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sklearn.linear_model import LinearRegression

from segdesk.clustering.collinearity import collinear, correlations, inflation
from segdesk.clustering.tables import in_blocks
from segdesk.errors import InputError
from segdesk.tasks.task import Cancelled, Task


@pytest.fixture
def frame():
    rng = np.random.default_rng(7)
    n = 2000
    frame = pd.DataFrame(
        {
            "orders": rng.poisson(4, n).astype(float),
            "basket": rng.lognormal(3, 1, n) + 1e5,
            "days": rng.integers(0, 900, n).astype(float),
        }
    )
    frame["revenue"] = frame.orders * 20 + 4 * rng.normal(size=n)
    frame["age"] = 70 - frame.days / 30 + rng.normal(size=n)
    return frame


def gappy(frame):
    rng = np.random.default_rng(8)
    return frame.mask(rng.random(frame.shape) < [0, 0.1, 0.5, 0.3, 0.9][: frame.shape[1]])


def table_of(frame):
    return pa.table({name: pa.array(frame[name], from_pandas=True) for name in frame})


def vif_by_regression(frame):
    factors = []
    for name in frame:
        others = frame.drop(columns=name)
        factors.append(1 / (1 - LinearRegression().fit(others, frame[name]).score(others, frame[name])))
    return factors


@pytest.mark.parametrize("gaps", [False, True])
def test_correlations_are_those_of_pandas_over_complete_pairs(frame, gaps):
    frame = gappy(frame) if gaps else frame
    found = correlations(table_of(frame), list(frame))
    np.testing.assert_allclose(found.matrix, frame.corr().to_numpy(), rtol=0, atol=1e-12)
    present = frame.notna().to_numpy().astype(int)
    np.testing.assert_array_equal(found.rows, present.T @ present)
    assert found.names == tuple(frame)


def test_blocks_make_no_difference(frame, monkeypatch):
    table = table_of(gappy(frame))
    whole = correlations(table, table.column_names)
    monkeypatch.setattr(
        "segdesk.clustering.collinearity.in_blocks", lambda source, names: in_blocks(source, names, 7)
    )
    np.testing.assert_allclose(correlations(table, table.column_names).matrix, whole.matrix, atol=1e-12)


def test_the_scale_of_a_feature_does_not_matter(frame):
    expected = correlations(table_of(frame), list(frame)).matrix
    for factor in (2.0**600, 2.0**-600):
        np.testing.assert_allclose(
            correlations(table_of(frame * factor), list(frame)).matrix, expected, atol=1e-12
        )


def test_what_does_not_vary_or_is_no_number_has_no_correlation():
    table = pa.table(
        {
            "a": [1.0, 2.0, 4.0, 8.0],
            "same": [0.1] * 4,
            "text": list("wxyz"),
            "empty": pa.nulls(4),
            "here": [None, None, 5.0, 5.0],
            "infinite": [1.0, 2.0, 4.0, float("inf")],
            "flag": [False, False, True, True],
        }
    )
    found = correlations(table, table.column_names)
    expected = table.select(["a", "flag"]).to_pandas().astype(float).corr().iloc[0, 1]
    np.testing.assert_allclose(found.matrix[0], [1, np.nan, np.nan, np.nan, np.nan, 1, expected], atol=1e-12)
    assert found.rows[0].tolist() == [4, 4, 0, 0, 2, 3, 4]
    assert [pair.second for pair in collinear(found)] == ["infinite"]


def test_a_feature_that_does_not_vary_on_the_rows_of_a_pair_has_no_correlation_there():
    a = np.random.default_rng(0).normal(size=100)
    b = np.where(np.arange(100) < 50, 0.3, a)
    c = np.where(np.arange(100) < 50, a, np.nan)
    found = correlations(table_of(pd.DataFrame({"b": b, "c": c})), ["b", "c"])
    assert np.isnan(found.matrix[0, 1])
    assert np.isnan(found.matrix[1, 0])
    assert np.diag(found.matrix).tolist() == [1, 1]


def test_collinear_pairs_come_strongest_first_with_a_sentence(frame):
    frame["quarterly"] = frame.orders * 3
    frame["left"] = 1000 - frame.days
    pairs = collinear(correlations(table_of(frame), list(frame)), 0.9)
    assert {(p.first, p.second) for p in pairs[:2]} == {("orders", "quarterly"), ("days", "left")}
    assert {(p.first, p.second) for p in pairs[2:]} == {
        ("orders", "revenue"), ("revenue", "quarterly"), ("days", "age"), ("age", "left")
    }  # fmt: skip
    sentences = {(p.first, p.second): p.sentence for p in pairs}
    assert sentences["orders", "quarterly"].startswith("orders and quarterly say exactly the same")
    assert sentences["days", "left"].startswith("days and left say exactly the opposite")
    assert "nearly the same (correlation 0.99" in sentences["orders", "revenue"]
    assert "nearly the opposite (correlation -0.99" in sentences["days", "age"]
    strengths = [abs(p.correlation) for p in pairs]
    assert strengths == sorted(strengths, reverse=True)
    assert len(collinear(correlations(table_of(frame), list(frame)), 0.9999)) == 2


def test_inflation_is_that_of_a_regression_on_all_others(frame):
    found = inflation(table_of(frame), list(frame))
    np.testing.assert_allclose(found.factors, vif_by_regression(frame), rtol=1e-9)
    assert found.dependences == ()
    assert [w.split()[0] for w in found.warnings] == [
        name for name, factor in zip(frame, found.factors, strict=True) if factor > 10
    ]
    assert {"orders", "revenue"} <= {w.split()[0] for w in found.warnings}


def test_inflation_uses_the_rows_that_have_everything(frame):
    gaps = gappy(frame.drop(columns="age"))
    found = inflation(table_of(gaps), list(gaps))
    assert found.rows == len(gaps.dropna())
    np.testing.assert_allclose(found.factors, vif_by_regression(gaps.dropna()), rtol=1e-9)


def test_a_quarter_of_three_months_is_found_and_told_once(frame):
    frame["monthly"] = frame.orders / (1 + frame.days / 30)
    frame["quarterly"] = 3 * frame.monthly
    found = inflation(table_of(frame), list(frame))
    factors = dict(zip(frame, found.factors, strict=True))
    assert factors["monthly"] == factors["quarterly"] == np.inf
    np.testing.assert_allclose(
        factors["basket"], vif_by_regression(frame.drop(columns="quarterly"))[1], rtol=1e-9
    )
    (dependence,) = found.dependences
    assert dependence.name == "quarterly"
    assert dependence.on[0] == ("monthly", pytest.approx(3, rel=1e-9))
    assert len(dependence.on) == 1
    assert found.warnings[0].startswith("quarterly is exactly 3 × monthly, ")


def test_a_sum_of_features_is_found_with_its_factors_and_constant(frame):
    frame["score"] = 100 - 2 * frame.days + 0.5 * frame.orders
    table = table_of(frame[["orders", "days", "basket", "score"]])
    found = inflation(table, table.column_names)
    assert found.factors[[0, 1, 3]].tolist() == [np.inf] * 3
    assert found.factors[2] == pytest.approx(1, abs=0.01)
    (dependence,) = found.dependences
    assert dict(dependence.on) == {"orders": pytest.approx(0.5), "days": pytest.approx(-2)}
    assert dependence.constant == pytest.approx(100)
    assert dependence.sentence.startswith("score is exactly 0.5 × orders - 2 × days + 100, ")


def test_a_factor_below_zero_may_come_first():
    x = np.arange(50.0)
    found = inflation(table_of(pd.DataFrame({"x": x, "y": -x})), ["x", "y"])
    assert found.dependences[0].sentence.startswith("y is exactly -1 × x, ")


def test_near_dependence_is_not_called_exact(frame):
    frame["almost"] = 3 * frame.orders + np.random.default_rng(0).normal(scale=1e-3, size=len(frame))
    found = inflation(table_of(frame), list(frame))
    assert found.dependences == ()
    assert np.isfinite(found.factors).all()
    assert found.factors[-1] > 1e6


def test_features_that_do_not_vary_are_left_out_of_it(frame):
    frame["same"] = 1.0
    frame["empty"] = np.nan
    table = table_of(frame).append_column("text", pa.array(["x"] * len(frame)))
    found = inflation(table, table.column_names)
    np.testing.assert_allclose(found.factors[:5], vif_by_regression(frame.iloc[:, :5]), rtol=1e-9)
    assert np.isnan(found.factors[5:]).all()
    assert found.rows == len(frame)


def test_too_few_complete_rows_say_nothing():
    table = pa.table({"a": [1.0, 2.0, None, None], "b": [None, None, 3.0, 5.0]})
    found = inflation(table, ["a", "b"])
    assert np.isnan(found.factors).all()
    assert (found.rows, found.dependences) == (0, ())
    assert found.warnings[0].startswith("Only 0 customers have every feature")


def test_as_many_rows_as_features_are_too_few_to_tell():
    table = table_of(pd.DataFrame(np.random.default_rng(0).normal(size=(3, 3)), columns=list("abc")))
    found = inflation(table, ["a", "b", "c"])
    assert np.isnan(found.factors).all()
    assert (found.rows, found.dependences, len(found.warnings)) == (3, (), 1)


@pytest.mark.parametrize("names", [[], ["a"]])
def test_nothing_to_compare_is_no_error(names):
    table = pa.table({"a": [1.0, 2.0, 4.0]})
    assert correlations(table, names).matrix.shape == (len(names), len(names))
    assert inflation(table, names).factors.tolist() == [1.0] * len(names)
    assert inflation(table, names).warnings == ()
    assert collinear(correlations(table.slice(0, 0), names)) == ()


@pytest.mark.parametrize("function", [correlations, inflation])
def test_a_missing_column_is_named_and_a_cancel_is_heard(function):
    table = pa.table({"a": [1.0, 2.0]})
    with pytest.raises(InputError, match="basket"):
        function(table, ["a", "basket"])
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        function(table, ["a"], task=task)
