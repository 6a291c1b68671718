"""BigQuery ML's part that needs no BigQuery: its options, its feature space, its centroids, its starts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pydantic import ValidationError
from scipy.spatial.distance import cdist

from segdesk.clustering.bigquery_ml import options
from segdesk.clustering.bigquery_ml.centroids import centers_of
from segdesk.clustering.bigquery_ml.options import ModelOptions, Spelling
from segdesk.clustering.bigquery_ml.starts import draw
from segdesk.clustering.bigquery_ml.statements import create_model
from segdesk.clustering.bigquery_ml.training import Training
from segdesk.clustering.bigquery_ml.tuning import Tuning
from segdesk.clustering.kmeans import fit_like_bigquery_ml
from segdesk.clustering.matrix import FeaturePlan, Pipeline
from segdesk.clustering.scores import bigquery_ml_scores
from segdesk.errors import InputError
from segdesk.project.settings import (
    BigQueryMLSettings,
    Distance,
    Impute,
    KMeansInit,
    Scale,
    SweepSettings,
    Transform,
    TuningAlgorithm,
)
from segdesk.warehouse.embedded import EmbeddedWarehouse
from segdesk.warehouse.recipes import Kind

DOCUMENTED = {
    *("MODEL_TYPE", "NUM_CLUSTERS", "KMEANS_INIT_METHOD", "KMEANS_INIT_COL", "DISTANCE_TYPE"),
    *("STANDARDIZE_FEATURES", "MAX_ITERATIONS", "EARLY_STOP", "MIN_REL_PROGRESS", "WARM_START"),
    *("NUM_TRIALS", "MAX_PARALLEL_TRIALS", "HPARAM_TUNING_ALGORITHM", "HPARAM_TUNING_OBJECTIVES"),
    *("MODEL_REGISTRY", "VERTEX_AI_MODEL_ID", "VERTEX_AI_MODEL_VERSION_ALIASES", "KMS_KEY_NAME"),
}
"""The options of CREATE MODEL for k-means in Google's documentation."""
KEY = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"


# -- options


@pytest.mark.parametrize("spelling", list(Spelling))
@pytest.mark.parametrize("init", [None, *KMeansInit])
@pytest.mark.parametrize("early_stop", [True, False])
def test_only_documented_options_are_sent(spelling, init, early_stop):
    settings = BigQueryMLSettings(
        init=init, distance=Distance.COSINE, early_stop=early_stop, max_iterations=7, min_rel_progress=0.5
    )
    values = ModelOptions.of(settings, standardize=False, spelling=spelling).values(6)
    assert set(values) <= DOCUMENTED
    assert values["NUM_CLUSTERS"] == 6
    assert values["DISTANCE_TYPE"] == "COSINE"
    assert (values["STANDARDIZE_FEATURES"], values["MAX_ITERATIONS"]) == (False, 7)
    assert ("MIN_REL_PROGRESS" in values) is early_stop, "BigQuery reads it with EARLY_STOP only"


def test_models_go_to_the_registry_and_under_a_key_on_request():
    settings = BigQueryMLSettings(vertex_ai_model="shop", vertex_ai_aliases=("spring", "new"), kms_key=KEY)
    for spelling in Spelling:
        values = ModelOptions.of(settings, standardize=True, spelling=spelling).values(6)
        assert set(values) <= DOCUMENTED
        assert values["MODEL_REGISTRY"] == "VERTEX_AI"
        assert values["VERTEX_AI_MODEL_ID"] == "shop_6"
        assert values["VERTEX_AI_MODEL_VERSION_ALIASES"] == ["spring", "new"]
        assert values["KMS_KEY_NAME"] == KEY
    own = ModelOptions.of(settings, standardize=True, spelling=Spelling.CHANGED)
    assert "VERTEX_AI_MODEL_VERSION_ALIASES = ['spring', 'new']" in own.written(6)
    no_model = settings.model_copy(update={"vertex_ai_model": None})
    names = ModelOptions.of(no_model, standardize=True, spelling=Spelling.ALL).values(6)
    assert not {name for name in names if "VERTEX" in name or "REGISTRY" in name}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("vertex_ai_model", "My shop"),
        ("vertex_ai_model", "x" * 60),
        ("vertex_ai_aliases", ("Spring",)),
        ("kms_key", "my-key"),
    ],
)
def test_names_that_google_does_not_take_are_refused(field, value):
    with pytest.raises(ValidationError):
        BigQueryMLSettings(**{field: value})


def test_options_of_today_leave_the_fingerprint_of_a_sweep_of_yesterday_alone():
    yesterday = SweepSettings(engine="bigquery-ml", bigquery_ml=BigQueryMLSettings(max_iterations=7))
    assert "kms_key" not in yesterday.identity()["bigquery_ml"]
    encrypted = SweepSettings(engine="bigquery-ml", bigquery_ml=BigQueryMLSettings(kms_key=KEY))
    assert encrypted.identity()["bigquery_ml"]["kms_key"] == KEY


@pytest.mark.parametrize(
    "values",
    [
        {"warm_start": True, "init": KMeansInit.CUSTOM},
        {"trials": 10, "init": KMeansInit.CUSTOM},
        {"trials": 10, "warm_start": True},
        {"trials": 101},
        {"parallel_trials": 6},
    ],
)
def test_options_that_do_not_go_together_are_refused(values):
    with pytest.raises(ValidationError):
        BigQueryMLSettings(**values)


@pytest.mark.parametrize("more", [{"warm_start": True}, {"trials": 10}])
def test_where_nothing_can_be_drawn_here_bigquery_ml_draws(more):
    for spelling in Spelling:
        options = ModelOptions.of(BigQueryMLSettings(**more), standardize=True, spelling=spelling)
        assert options.init is KMeansInit.KMEANS_PLUS_PLUS
    at_random = BigQueryMLSettings(init=KMeansInit.RANDOM, **more)
    assert ModelOptions.of(at_random, standardize=True, spelling=Spelling.ALL).init is KMeansInit.RANDOM


@pytest.mark.parametrize("spelling", list(Spelling))
def test_a_model_that_goes_on_is_told_everything_but_where_to_start(spelling):
    settings = BigQueryMLSettings(warm_start=True)
    options = ModelOptions.of(settings, standardize=True, spelling=spelling)
    values = options.values(6, goes_on=True)
    assert set(values) <= DOCUMENTED
    assert values["WARM_START"] is True
    assert "KMEANS_INIT_METHOD" not in values
    assert values["DISTANCE_TYPE"] == "EUCLIDEAN", "what is left out stays as it was"
    assert "WARM_START" not in options.values(6)


@pytest.mark.parametrize("spelling", list(Spelling))
@pytest.mark.parametrize("algorithm", list(TuningAlgorithm))
def test_a_tuned_model_is_told_what_to_try_and_for_what(spelling, algorithm):
    settings = BigQueryMLSettings(
        trials=4, parallel_trials=5, tuning_algorithm=algorithm, vertex_ai_model="shop", kms_key=KEY
    )
    options = ModelOptions.of(settings, standardize=True, spelling=spelling)
    text = Tuning.of(settings).written(options, range(2, 10))
    found = re.findall(r"(\w+) = ", text)
    assert len(set(found)) == len(found)
    assert set(found) <= DOCUMENTED
    assert "KMEANS_INIT_METHOD = 'KMEANS++'" in text
    assert f"HPARAM_TUNING_ALGORITHM = '{algorithm.name}'" in text
    assert "NUM_TRIALS = 4, MAX_PARALLEL_TRIALS = 4," in text
    assert "VERTEX_AI_MODEL_ID = 'shop'" in text, "it is one model for all numbers"
    a_grid = algorithm is TuningAlgorithm.GRID_SEARCH
    space = "HPARAM_CANDIDATES([2, 3, 4, 5, 6, 7, 8, 9])" if a_grid else "HPARAM_RANGE(2, 9)"
    assert f"NUM_CLUSTERS = {space}," in text
    assert "HPARAM_CANDIDATES([2, 4])," in Tuning.of(settings).written(options, (2, 4))
    assert "HPARAM_CANDIDATES([7])," in Tuning.of(settings).written(options, (7,))
    assert Tuning(20, 1, algorithm).most(range(2, 10)) == (8 if a_grid else 20)


def test_what_nobody_reads_leaves_the_fingerprint_alone():
    def sweep(**values: object) -> dict[str, object]:
        return SweepSettings(engine="bigquery-ml", bigquery_ml=BigQueryMLSettings(**values)).identity()

    assert sweep(parallel_trials=3, tuning_algorithm=TuningAlgorithm.GRID_SEARCH) == sweep()
    assert "warm_start" not in str(sweep())
    assert len({str(each) for each in (sweep(), sweep(warm_start=True), sweep(trials=5))}) == 3
    assert sweep(trials=5) != sweep(trials=5, parallel_trials=3)


def test_the_tutorials_model_has_the_tutorials_options_and_no_others():
    tutorial = ModelOptions.of(BigQueryMLSettings(), standardize=True, spelling=Spelling.CHANGED)
    assert tutorial.values(4) == {
        "MODEL_TYPE": "KMEANS",
        "NUM_CLUSTERS": 4,
        "KMEANS_INIT_METHOD": "KMEANS++",
    }


def test_everything_is_spelled_out_otherwise():
    own = ModelOptions.of(BigQueryMLSettings(), standardize=True, spelling=Spelling.ALL)
    assert own.written(4) == (
        "MODEL_TYPE = 'KMEANS', NUM_CLUSTERS = 4, KMEANS_INIT_METHOD = 'CUSTOM',"
        " KMEANS_INIT_COL = 'segdesk_start', DISTANCE_TYPE = 'EUCLIDEAN', STANDARDIZE_FEATURES = TRUE,"
        " MAX_ITERATIONS = 20, EARLY_STOP = TRUE, MIN_REL_PROGRESS = 0.01"
    )


def test_the_column_of_the_starts_is_the_statements():
    names = {"key": "id", "training": "p.d.training", "starts": "p.d.starts"}
    own = create_model(ModelOptions(), 3, **names)
    assert f"AS {options.START_COLUMN}" in own
    assert "`p.d.starts`" in own
    assert "s.k = 3" in own
    drawn_there = create_model(ModelOptions(KMeansInit.KMEANS_PLUS_PLUS), 3, **names)
    assert options.START_COLUMN not in drawn_there
    assert "starts" not in drawn_there


def test_how_many_models_at_a_time_does_not_change_what_a_sweep_depends_on():
    def sweep(engine: str = "bigquery-ml", **values: object) -> dict[str, object]:
        return SweepSettings(engine=engine, bigquery_ml=BigQueryMLSettings(**values)).identity()

    assert sweep(parallel=2) == sweep()
    assert sweep(max_iterations=5, parallel=2) == sweep(max_iterations=5)
    assert sweep(max_iterations=5) != sweep()
    assert sweep("local", max_iterations=5) == sweep("local") == SweepSettings().identity()


# -- the training table


def plan(name, kind=Kind.NUMBER, **how):
    return FeaturePlan(name, kind, **how)


@pytest.fixture(scope="module")
def people() -> pa.Table:
    """600 customers with gaps, a NaN, a truth value, a decimal and text; every fifth never bought."""
    random = np.random.default_rng(3)
    n = 600
    amounts = random.lognormal(3, 1, n)
    gaps = random.random(n) < 0.1
    with_nan = np.where(random.random(n) < 0.05, np.nan, amounts)
    return pa.table(
        {
            "id": pa.array([f"c{i:04d}" for i in range(n)]),
            "orders": pa.array(np.arange(n) % 5, pa.int64()),
            "plain": pa.array(amounts, mask=gaps),
            "ones": pa.array(with_nan, mask=gaps),
            "logged": pa.array(random.poisson(3, n), pa.int64()),
            "capped": pa.array(amounts * 10),
            "robust": pa.array(random.normal(5, 2, n), mask=gaps),
            "zeros": pa.array(random.normal(0, 3, n), mask=gaps),
            "flag": pa.array(random.random(n) < 0.3, mask=gaps),
            "exact": pa.array(np.round(amounts, 2)).cast(pa.decimal128(18, 9), safe=False),
            "country": pa.array(random.choice(["Brasil", "Côte d'Ivoire", '"x"'], n), mask=gaps),
            "size": pa.array(random.integers(1, 4, n), pa.int64()),
        }
    )


TYPES = {
    **dict.fromkeys(("orders", "logged", "size"), "INT64"),
    **dict.fromkeys(("plain", "ones", "capped", "robust", "zeros"), "FLOAT64"),
    "id": "STRING",
    "country": "STRING",
    "flag": "BOOL",
    "exact": "NUMERIC",
}
Z = {"scale": Scale.Z_SCORE}
SAMPLE = {"scale": Scale.Z_SCORE_SAMPLE}
CATEGORIES = (plan("country", Kind.CATEGORY), plan("size", Kind.CATEGORY))
LOGGED_AND_CAPPED = (
    plan("logged", transform=Transform.LOG1P, **Z),
    plan("capped", transform=Transform.WINSORISE, **SAMPLE),
)
Z_SCORES = (
    *(plan("plain", **SAMPLE), plan("ones", impute=Impute.MEDIAN, **Z)),
    *LOGGED_AND_CAPPED,
    *(plan("zeros", impute=Impute.ZERO, **Z), plan("flag", **Z), plan("exact", impute=Impute.REFUSE, **Z)),
    *CATEGORIES,
)
SCALED_HERE = (
    *(plan("plain", scale=Scale.NONE), plan("robust", impute=Impute.MEDIAN, scale=Scale.ROBUST)),
    *LOGGED_AND_CAPPED,
    *(plan("flag", scale=Scale.NONE), plan("ones", **Z), *CATEGORIES),
)


@pytest.fixture
def upstairs(people: pa.Table, tmp_path: Path) -> Iterator[EmbeddedWarehouse]:
    """A warehouse with the customers, which the statements may run in."""
    pq.write_table(people, tmp_path / "customers.parquet")
    warehouse = EmbeddedWarehouse(tmp_path)
    yield warehouse
    warehouse.close()


def rows(warehouse: EmbeddedWarehouse, sql: str) -> list[dict[str, object]]:
    return warehouse.query(sql).read_all().to_pylist()


def learned(warehouse: EmbeddedWarehouse, table: Training) -> Pipeline:
    warehouse.execute(table.create())
    categories = table.categories("training")
    found = rows(warehouse, categories) if categories else []
    return table.learned(rows(warehouse, table.moments("training"))[0], found)


def taking_part(people: pa.Table) -> pa.Table:
    return people.filter([orders > 0 for orders in people["orders"].to_pylist()])


def training_of(plans: tuple[FeaturePlan, ...], fitted_to: pa.Table, **more: object) -> Training:
    pipeline = Pipeline(plans, double=True).fit(fitted_to)
    return Training("customers", "id", "orders", TYPES, pipeline, **more)


def as_numbers(table: pa.Table, pipeline: Pipeline) -> np.ndarray:
    """The training table as BigQuery ML sees it, if it scales nothing: one column a number or category."""
    columns = []
    for column in pipeline.fitted_:
        values = table[column.name].to_pylist()
        if column.kind is Kind.NUMBER:
            columns.append([np.nan if value is None else float(value) for value in values])
        else:
            columns += [
                [("_null_filler" if value is None else value) == category for value in values]
                for category in column.categories
            ]
    return np.array(columns, float).T


def test_where_all_numbers_are_z_scores_bigquery_ml_scales_them_and_the_learned_pipeline_does_the_same(
    upstairs, people
):
    here = taking_part(people)
    table = training_of(Z_SCORES, here)
    assert table.standardize
    pipeline = learned(upstairs, table)

    trained = upstairs.query("SELECT * FROM `training` ORDER BY id").read_all()
    X = as_numbers(trained, pipeline)
    numbers = [i for i, name in enumerate(pipeline.columns_) if "=" not in name]
    part = X[:, numbers]
    mean, deviation = np.nanmean(part, axis=0), np.nanstd(part, axis=0, ddof=1)
    X[:, numbers] = np.where(np.isnan(part), 0, (part - mean) / deviation)

    assert trained["id"].to_pylist() == here["id"].to_pylist(), "those who never bought do not take part"
    np.testing.assert_allclose(X, pipeline.transform(here), rtol=1e-9, atol=1e-9)


def test_a_plain_z_score_is_left_to_bigquery_ml_with_its_gaps(upstairs, people):
    table = training_of((plan("plain", **SAMPLE), plan("zeros", **Z)), taking_part(people))
    upstairs.execute(table.create())
    trained = upstairs.query("SELECT * FROM `training` ORDER BY id").read_all()
    assert trained["plain"].null_count == taking_part(people)["plain"].null_count > 0
    assert trained["zeros"].null_count == 0


def test_other_scales_are_made_in_the_training_table(upstairs, people):
    here = taking_part(people)
    table = training_of(SCALED_HERE, here)
    assert not table.standardize
    pipeline = learned(upstairs, table)
    trained = upstairs.query("SELECT * FROM `training` ORDER BY id").read_all()
    np.testing.assert_allclose(
        as_numbers(trained, pipeline), pipeline.transform(here), rtol=1e-12, atol=1e-12
    )
    assert pipeline.to_json() == table.pipeline.to_json(), "all categories were known before"


def test_customers_who_did_not_come_down_teach_the_pipeline_their_categories_and_their_spread(
    upstairs, people
):
    few = people.slice(1, 4)
    table = training_of((plan("plain", **Z), CATEGORIES[0]), few)
    before = table.pipeline
    pipeline = learned(upstairs, table)
    plain, country = pipeline.fitted_
    values = taking_part(people)["plain"].fill_null(before.fitted_[0].fill).to_numpy()
    assert plain.center == pytest.approx(values.mean(), rel=1e-12)
    assert plain.spread == pytest.approx(values.std(ddof=1), rel=1e-12)
    assert country.categories == ('"x"', "Brasil", "Côte d'Ivoire", "_null_filler")
    assert len(before.fitted_[1].categories) < 4
    assert pipeline.transform(few).shape == (4, 5)


def test_gaps_that_are_refused_are_found_among_customers_who_did_not_come_down(upstairs, people):
    known = people.filter([value is not None for value in people["zeros"].to_pylist()])
    table = training_of((plan("zeros", impute=Impute.REFUSE, **Z), plan("logged", **Z)), known)
    missing = taking_part(people)["zeros"].null_count
    with pytest.raises(InputError, match=f"zeros has {missing} missing values"):
        learned(upstairs, table)


def test_too_many_categories_among_customers_who_did_not_come_down_are_refused(people):
    table = training_of((plan("plain", **Z), CATEGORIES[0]), people)
    found = [{"feature": "country", "category": f"{i}"} for i in range(1_001)]
    with pytest.raises(InputError, match="country has 1001 different values"):
        table.learned({"customers": 9, "mean_0": 1.0, "deviation_0": 1.0, "missing_0": 0}, found)


def test_a_number_that_is_the_same_upstairs_divides_by_one(people):
    table = training_of((plan("plain", **Z), plan("zeros", **Z)), people)
    moments = {"customers": 9, **{f"missing_{i}": 0 for i in range(2)}}
    moments |= {"mean_0": 0.1, "deviation_0": 1e-17, "mean_1": 2.0, "deviation_1": 3.0}
    same, other = table.learned(moments, []).fitted_
    assert (same.spread, same.constant) == (1.0, True)
    assert (other.center, other.spread, other.constant) == (2.0, 3.0, False)


def test_a_negative_amount_that_nobody_here_has_counts_as_zero(upstairs, people):
    none_below = people.filter([value is None or value >= 0 for value in people["zeros"].to_pylist()])
    table = training_of((plan("zeros", transform=Transform.LOG1P, **Z), plan("plain", **Z)), none_below)
    upstairs.execute(table.create())
    assert rows(upstairs, "SELECT MIN(zeros) AS least FROM `training`") == [{"least": 0.0}]


# -- centroids


SEXES = (".", "FEMALE", "MALE", "_null_filler")


def centroid_rows(penguins, *, as_text: bool) -> list[dict[str, object]]:
    """What ML.CENTROIDS gives for the published model."""
    names = penguins.table.column_names
    found = []
    for number, center in enumerate(penguins.centroids, 1):
        for name, value in zip(names[:3], center[:3], strict=True):
            found.append(
                {
                    "centroid_id": number,
                    "feature": name.upper(),
                    "numerical_value": value,
                    "categorical_value": None,
                }
            )
        shares = [
            {"category": category, "value": f"{share!r}" if as_text else share}
            for category, share in zip(SEXES, center[3:].tolist(), strict=True)
            if share
        ]
        found.append(
            {
                "centroid_id": number,
                "feature": "sex",
                "numerical_value": None,
                "categorical_value": shares[::-1],
            }
        )
    return found[::-1]


def penguin_pipeline(penguins) -> Pipeline:
    names = penguins.table.column_names
    plans = [FeaturePlan(name, scale=Scale.Z_SCORE_SAMPLE) for name in names[:3]]
    return Pipeline([*plans, FeaturePlan("sex", Kind.CATEGORY)], double=True).fit(penguins.table)


@pytest.mark.parametrize("as_text", [False, True])
def test_published_centroids_give_the_published_figures(penguins, as_text):
    pipeline = penguin_pipeline(penguins)
    centers = centers_of(centroid_rows(penguins, as_text=as_text), pipeline, 3, standardized=True)
    found = bigquery_ml_scores(pipeline.transform(penguins.evaluated), centers)
    assert found.mean_squared_distance == pytest.approx(1.965944, abs=1e-5)
    assert found.davies_bouldin_index == pytest.approx(1.523606, abs=1e-6)


def test_numbers_of_a_model_that_scales_nothing_are_taken_as_they_are(penguins):
    pipeline = penguin_pipeline(penguins)
    found = centers_of(centroid_rows(penguins, as_text=False), pipeline, 3, standardized=False)
    np.testing.assert_array_equal(found, penguins.centroids)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (lambda rows: [row for row in rows if row["centroid_id"] != 2], "2 centroids where 3 were asked for"),
        (lambda rows: [row for row in rows if row["feature"] != "sex"], "no sex"),
        (
            lambda rows: [{**row, "numerical_value": None} for row in rows],
            "no number for culmen_length_mm",
        ),
        (
            lambda rows: [{**row, "categorical_value": [{"category": "?", "value": 1.0}]} for row in rows],
            "the category ?",
        ),
    ],
)
def test_a_model_that_does_not_fit_the_customers_is_refused(penguins, changed, said):
    given = changed(centroid_rows(penguins, as_text=False))
    with pytest.raises(InputError, match=re.escape(said)):
        centers_of(given, penguin_pipeline(penguins), 3, standardized=True)


# -- cosine


def test_distances_on_the_sphere_are_bigquery_mls_cosine_distances(customers):
    names = ("total_orders", "avg_basket")
    flat = Pipeline([FeaturePlan(name) for name in names], double=True).fit(customers)
    round_ = Pipeline([FeaturePlan(name) for name in names], double=True, cosine=True).fit(customers)
    X, S = flat.transform(customers)[:50], round_.transform(customers)[:50]
    np.testing.assert_allclose(cdist(S, S), np.sqrt(cdist(X, X, "cosine")), atol=1e-7)


def test_a_row_of_zeros_stays_at_zero():
    table = pa.table({"a": [0.0, 3.0], "b": [0.0, 4.0]})
    plans = [FeaturePlan(name, scale=Scale.NONE) for name in "ab"]
    X = Pipeline(plans, double=True, cosine=True).fit_transform(table)
    np.testing.assert_allclose(X, [[0, 0], [0.6 * 0.5**0.5, 0.8 * 0.5**0.5]])


def test_a_cosine_pipeline_survives_as_text_and_others_read_as_before(customers):
    plans = [FeaturePlan("total_orders"), FeaturePlan("months_since_last_order")]
    round_ = Pipeline(plans, cosine=True).fit(customers)
    again = Pipeline.from_json(round_.to_json())
    np.testing.assert_array_equal(again.transform(customers), round_.transform(customers))
    assert "cosine" not in json.loads(Pipeline(plans).fit(customers).to_json())


# -- starts


def test_the_starts_of_a_k_depend_on_the_seed_alone(make_blobs):
    X, _ = make_blobs()
    together, alone = draw(X, (3, 4, 5), 42), draw(X, (4,), 42)
    np.testing.assert_array_equal(together.drawn[4], alone.drawn[4])
    assert set(draw(X, (4,), 43).drawn[4]) != set(alone.drawn[4])
    assert [len(set(rows)) for rows in together.drawn.values()] == [3, 4, 5]


def test_the_starts_are_those_of_the_local_engine_that_is_like_bigquery_ml(make_blobs):
    X, _ = make_blobs()
    rows = draw(X, (4,), 7).drawn[4]
    np.testing.assert_array_equal(fit_like_bigquery_ml(X, 4, seed=7, max_iter=0).centers, X[rows])


def test_the_starts_go_up_as_keys(make_blobs):
    X, _ = make_blobs()
    keys = pa.chunked_array([[f"c{i}" for i in range(len(X))]])
    starts = draw(X, (2, 3), 42)
    table = starts.table(keys, "user id")
    assert table.column_names == ["k", "user id"]
    assert table["k"].to_pylist() == [2, 2, 3, 3, 3]
    assert table["user id"].to_pylist()[:2] == [f"c{row}" for row in starts.drawn[2]]


def test_a_k_without_enough_different_customers_has_no_starts_and_spoils_no_other():
    X = np.array([[0.0], [1.0], [2.0]] * 10)
    starts = draw(X, (2, 4, 3), 42)
    assert sorted(starts.drawn) == [2, 3]
    assert "only 3 different customers" in str(starts.failed[4])
    nothing = draw(X, (9,), 1).table(pa.chunked_array([list(range(30))]), "id")
    assert (nothing.num_rows, nothing.schema.field("k").type) == (0, pa.int64())
