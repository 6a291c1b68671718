"""From a table to the matrix that is clustered."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import RobustScaler, StandardScaler

from segdesk.clustering.matrix import FeaturePlan, Pipeline
from segdesk.errors import InputError
from segdesk.project.settings import Impute, Scale, Transform
from segdesk.warehouse.recipes import Kind


def raw(table):
    return np.column_stack([table[name].to_numpy() for name in table.column_names])


def plans(table, **options):
    return [FeaturePlan(name, **options) for name in table.column_names]


def one(values, **options):
    """The prepared values of a single feature, next to one that varies."""
    table = pa.table({"x": values, "other": range(len(values))})
    other = FeaturePlan("other", scale=Scale.NONE)
    return Pipeline([FeaturePlan("x", **options), other], double=True).fit_transform(table)[:, 0]


def test_the_matrix_of_the_first_listing_is_scikit_learns(customers):
    imputed = SimpleImputer(strategy="mean").fit_transform(raw(customers))
    expected = PCA(n_components=5, random_state=42).fit_transform(StandardScaler().fit_transform(imputed))

    X = Pipeline(plans(customers), pca=5, double=True).fit_transform(customers)

    signs = np.sign((X * expected).sum(axis=0))
    np.testing.assert_allclose(X * signs, expected, rtol=1e-12, atol=1e-12)


def test_the_matrix_of_the_second_listing_is_scikit_learns(customers):
    expected = StandardScaler().fit_transform(np.nan_to_num(raw(customers), nan=0.0))

    X = Pipeline(plans(customers, impute=Impute.ZERO), double=True).fit_transform(customers)

    np.testing.assert_allclose(X, expected, rtol=1e-12, atol=1e-13)


def test_median_and_robust_scaling_are_scikit_learns(customers):
    imputed = SimpleImputer(strategy="median").fit_transform(raw(customers))

    X = Pipeline(plans(customers, impute=Impute.MEDIAN, scale=Scale.ROBUST), double=True)

    np.testing.assert_allclose(X.fit_transform(customers), RobustScaler().fit_transform(imputed), rtol=1e-12)


def test_by_default_the_matrix_is_contiguous_float32_rounded_from_the_same_numbers(customers):
    single = Pipeline(plans(customers)).fit_transform(customers)
    double = Pipeline(plans(customers), double=True).fit_transform(customers)

    assert single.dtype == np.float32
    assert single.flags.c_contiguous
    np.testing.assert_array_equal(single, double.astype(np.float32))


def test_more_rows_than_a_block_are_prepared_alike():
    values = np.random.default_rng(0).gamma(2.0, size=(150_001, 2)) @ [[1, 1], [0, 1]]
    table = pa.table({"a": values[:, 0], "b": values[:, 1]})

    scaled = Pipeline(plans(table), double=True).fit_transform(table)
    projected = Pipeline(plans(table), pca=2, double=True).fit_transform(table)

    np.testing.assert_allclose(scaled, StandardScaler().fit_transform(values), rtol=1e-12, atol=1e-12)
    expected = np.abs(PCA(2).fit_transform(StandardScaler().fit_transform(values)))
    np.testing.assert_allclose(np.abs(projected), expected, rtol=1e-12, atol=1e-11)


def test_pca_keeps_at_most_as_many_components_as_there_are_columns(customers):
    pipeline = Pipeline(plans(customers)[:2], pca=5).fit(customers)

    assert pipeline.columns_ == ("PC1", "PC2")
    assert pipeline.transform(customers).shape == (3_000, 2)


def test_log1p_comes_before_scaling():
    np.testing.assert_allclose(
        one([0, 1, 9.5], transform=Transform.LOG1P, scale=Scale.NONE), np.log1p([0, 1, 9.5]), rtol=1e-15
    )


def test_winsorising_clips_at_the_percentiles_of_the_customers_it_was_fitted_to():
    table = pa.table({"x": np.arange(201.0)})
    plan = FeaturePlan("x", transform=Transform.WINSORISE, scale=Scale.NONE)
    pipeline = Pipeline([plan], double=True).fit(table)

    prepared = pipeline.transform(pa.table({"x": [-50.0, 3.0, 1e9]}))[:, 0]

    np.testing.assert_allclose(prepared, [2.0, 3.0, 198.0])


def test_bigquery_mls_z_score_ignores_missing_values_and_uses_the_sample_deviation():
    values = [1.0, 2.0, 6.0, None]
    expected = [(x - 3.0) / np.std([1, 2, 6], ddof=1) for x in (1, 2, 6, 3)]

    np.testing.assert_allclose(one(values, scale=Scale.Z_SCORE_SAMPLE), expected, rtol=1e-15)


def test_the_sample_deviation_of_zeroed_values_counts_the_zeros():
    prepared = one([1.0, 2.0, None], impute=Impute.ZERO, scale=Scale.Z_SCORE_SAMPLE)

    np.testing.assert_allclose(prepared, [0.0, 1.0, -1.0], atol=1e-15)


def test_categories_become_unscaled_columns_with_one_for_null():
    pipeline = Pipeline([FeaturePlan("sex", Kind.CATEGORY)]).fit(pa.table({"sex": ["M", "F", None, "M"]}))

    assert pipeline.columns_ == ("sex=F", "sex=M", "sex=_null_filler")
    new = pipeline.transform(pa.table({"sex": ["F", None, "unseen", "M"]}))
    np.testing.assert_array_equal(new, [[1, 0, 0], [0, 0, 1], [0, 0, 0], [0, 1, 0]])


def test_null_is_unseen_too_where_it_did_not_occur():
    pipeline = Pipeline([FeaturePlan("sex", Kind.CATEGORY)]).fit(pa.table({"sex": ["M", "F"]}))

    np.testing.assert_array_equal(
        pipeline.transform(pa.table({"sex": pa.array([None], pa.string())})), [[0, 0]]
    )


@pytest.mark.parametrize(
    "values",
    [
        pa.array([1, 5, None], pa.int64()),
        pa.array([Decimal("1.0"), Decimal("5.0"), None], pa.decimal128(9, 2)),
        pa.array([1.0, 5.0, float("nan")], pa.float64()),
        pa.chunked_array([[1.0], [5.0, None]], pa.float64()),
    ],
)
def test_every_number_type_is_read_and_nan_is_missing(values):
    np.testing.assert_array_equal(one(values, scale=Scale.NONE), [1, 5, 3])


def test_true_and_false_are_1_and_0():
    np.testing.assert_array_equal(one([True, False, None], impute=Impute.ZERO, scale=Scale.NONE), [1, 0, 0])


@pytest.mark.parametrize("scale", list(Scale))
def test_a_constant_feature_is_finite_next_to_one_that_varies(scale):
    assert np.isfinite(one([0.1] * 7, scale=scale)).all()


def test_rounding_noise_of_a_constant_is_not_blown_up():
    values = np.full(1_000, 0.1 + 0.2)
    values[::2] = 0.3

    assert np.abs(one(values)).max() < 1e-9


def test_all_features_constant_is_refused():
    with pytest.raises(InputError, match="same for every customer"):
        Pipeline([FeaturePlan("a"), FeaturePlan("c", Kind.CATEGORY)]).fit(
            pa.table({"a": [1, 1], "c": ["x", "x"]})
        )


def test_infinite_values_are_refused_with_the_feature_and_their_number():
    with pytest.raises(InputError, match="avg_basket has 2 infinite values"):
        Pipeline([FeaturePlan("avg_basket")]).fit(pa.table({"avg_basket": [1.0, np.inf, -np.inf]}))


def test_infinite_values_are_refused_in_prediction_too():
    pipeline = Pipeline([FeaturePlan("x")]).fit(pa.table({"x": [1.0, 2.0]}))

    with pytest.raises(InputError, match="1 infinite"):
        pipeline.transform(pa.table({"x": [np.inf]}))


@pytest.mark.parametrize("stage", ["fit", "transform"])
def test_missing_values_can_be_refused(stage):
    pipeline = Pipeline([FeaturePlan("x", impute=Impute.REFUSE)])
    gaps = pa.table({"x": [1.0, None, None]})
    if stage == "transform":
        pipeline.fit(pa.table({"x": [1.0, 2.0]}))

    with pytest.raises(InputError, match="x has 2 missing values"):
        getattr(pipeline, stage)(gaps)


def test_the_logarithm_of_negative_values_is_refused():
    with pytest.raises(InputError, match="x has 1 negative"):
        one([3.0, -0.5, 2.0], transform=Transform.LOG1P)


@pytest.mark.parametrize(
    ("plan", "table", "message"),
    [
        (FeaturePlan("x"), {"x": pa.array([], pa.float64())}, "no customers"),
        (FeaturePlan("x"), {"y": [1, 2]}, "no single column x"),
        (FeaturePlan("x"), {"x": ["1", "2"]}, "x is not a number"),
        (FeaturePlan("x"), {"x": pa.array([None, None], pa.float64())}, "x has no value at all"),
        (FeaturePlan("x", Kind.CATEGORY), {"x": list(map(str, range(1_001)))}, "1001 different values"),
    ],
)
def test_a_feature_that_cannot_be_used_is_named(plan, table, message):
    with pytest.raises(InputError, match=message):
        Pipeline([plan]).fit(pa.table(table))


def test_no_feature_and_one_chosen_twice_are_refused():
    with pytest.raises(InputError, match="no feature"):
        Pipeline([]).fit(pa.table({"x": [1, 2]}))
    with pytest.raises(InputError, match="x is chosen twice"):
        Pipeline([FeaturePlan("x"), FeaturePlan("x")]).fit(pa.table({"x": [1, 2]}))


@given(
    st.lists(st.floats(-1e12, 1e12).map(lambda x: x + 0.0), min_size=3, max_size=20, unique=True),
    st.sampled_from([Scale.Z_SCORE, Scale.ROBUST, Scale.Z_SCORE_SAMPLE]),
    st.sampled_from([Transform.NONE, Transform.WINSORISE]),
    st.integers(0, 3),
)
def test_a_pipeline_read_back_gives_the_very_same_numbers(values, scale, transform, pca):
    kinds = ["a", "b", None] * len(values)
    table = pa.table({"x": values, "y": values[::-1], "kind": kinds[: len(values)]})
    pipeline = Pipeline(
        [
            FeaturePlan("x", scale=scale, transform=transform),
            FeaturePlan("kind", Kind.CATEGORY),
            FeaturePlan("y", impute=Impute.REFUSE),
        ],
        pca=pca,
        double=True,
    ).fit(table)

    again = Pipeline.from_json(pipeline.to_json())

    assert again.columns_ == pipeline.columns_
    assert again.plans == pipeline.plans
    assert again.to_json() == pipeline.to_json()
    np.testing.assert_array_equal(again.transform(table), pipeline.transform(table))
