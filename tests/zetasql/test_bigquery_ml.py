"""Every statement of BigQuery ML is GoogleSQL, for every recipe, mode, preparation and option."""

import itertools
from collections.abc import Iterator

import pyarrow as pa
import pytest

from segdesk.clustering.bigquery_ml.options import ModelOptions, Spelling
from segdesk.clustering.bigquery_ml.statements import statements, statements_of_a_search
from segdesk.clustering.bigquery_ml.training import Training
from segdesk.clustering.bigquery_ml.tuning import Tuning
from segdesk.clustering.matrix import FeaturePlan, Pipeline
from segdesk.project.settings import (
    BigQueryMLSettings,
    Distance,
    Impute,
    KMeansInit,
    Mode,
    Preparation,
    RecipeName,
    Scale,
    Transform,
    TuningAlgorithm,
)
from segdesk.warehouse.recipes import Feature, Kind, built_in
from tests.zetasql.documented import SEARCH_SPACES, about_models
from tests.zetasql.functions import Analyser, Catalogue

PLACE = "my-project.segdesk"
CUSTOMERS = f"{PLACE}.customers"
ODD = "is it 'odd'?"
"""A column of a person's own table."""

ALL = tuple(
    Feature(f"number {i}", preparation=Preparation(impute=impute, transform=transform, scale=scale))
    for i, (impute, transform, scale) in enumerate(itertools.product(Impute, Transform, Scale))
)
"""Numbers prepared in every way."""


def _recipes() -> Iterator[tuple[str, str, str | None, tuple[Feature, ...]]]:
    """Yield a name, the key, the column of those who never bought, and the features."""
    for name, mode in itertools.product((RecipeName.THELOOK, RecipeName.GA360), Mode):
        recipe = built_in(name, mode)
        yield f"{name} {mode}", recipe.key, recipe.never_bought, recipe.features
    z_scores = tuple(f for f in ALL if f.preparation.scale in (Scale.Z_SCORE, Scale.Z_SCORE_SAMPLE))
    odd = (Feature(ODD, kind=Kind.CATEGORY), Feature("select", kind=Kind.CATEGORY))
    yield "every scale", "customer key", "number 0", (*ALL, *odd)
    yield "every z-score", "order", None, z_scores
    yield "categories", ODD, None, odd[1:]


RECIPES = {name: rest for name, *rest in _recipes()}
REGISTERED = BigQueryMLSettings(
    vertex_ai_model="shop",
    vertex_ai_aliases=("a", "b-2"),
    kms_key="projects/p/locations/eu/keyRings/r/cryptoKeys/k",
)
WARM = BigQueryMLSettings(warm_start=True, vertex_ai_model="shop")
OPTIONS = {
    "going on": ModelOptions.of(WARM, standardize=True, spelling=Spelling.ALL),
    "tutorial going on": ModelOptions.of(WARM, standardize=True, spelling=Spelling.CHANGED),
    "in the registry": ModelOptions.of(REGISTERED, standardize=True, spelling=Spelling.ALL),
    "tutorial": ModelOptions.of(BigQueryMLSettings(), standardize=True, spelling=Spelling.CHANGED),
    **{
        f"{init} {distance}": ModelOptions(init, distance, early_stop=init is not KMeansInit.RANDOM)
        for init, distance in itertools.product(KMeansInit, Distance)
    },
}


def types(key: str, features: tuple[Feature, ...]) -> dict[str, str]:
    kinds = itertools.cycle(("INT64", "FLOAT64", "NUMERIC", "BOOL"))
    return {key: "STRING"} | {f.name: next(kinds) if f.kind is Kind.NUMBER else "STRING" for f in features}


def training(recipe: str) -> Training:
    key, never_bought, features = RECIPES[recipe]
    number = pa.array([0.0, 1.5, 2.0, 1e-7, 1e7])
    category = pa.array(["a", "b", None, 'it\'s "c"', "\\`"])
    table = pa.table({f.name: number if f.kind is Kind.NUMBER else category for f in features})
    pipeline = Pipeline(
        [
            FeaturePlan(f.name, f.kind, f.preparation.impute, f.preparation.transform, f.preparation.scale)
            for f in features
        ]
    ).fit(table)
    return Training(CUSTOMERS, key, never_bought, types(key, features), pipeline)


TUNED = BigQueryMLSettings(vertex_ai_model="shop", trials=12)
SEARCHED = {
    "in the registry": ModelOptions.of(TUNED, standardize=True, spelling=Spelling.ALL),
    "tutorial": ModelOptions.of(TUNED, standardize=True, spelling=Spelling.CHANGED),
    **{
        f"{init} {distance}": ModelOptions(init, distance)
        for init, distance in itertools.product((KMeansInit.KMEANS_PLUS_PLUS, KMeansInit.RANDOM), Distance)
    },
}
SPACES = ((2, 3, 4, 5), (7,), (2, 5, 9))


def catalogue(recipe: str, *, tuned: bool = False) -> Catalogue:
    """What Google documents of the functions, with the columns of a recipe's training table."""
    key, never_bought, features = RECIPES[recipe]
    columns = types(key, features)
    trained = {f.name: "STRING" if f.kind is Kind.CATEGORY else "FLOAT64" for f in features}
    given = {key: "STRING", **trained}
    place = {"training": given, "starts": {"k": "INT64", key: "STRING"}}
    place["segments"] = {
        key: "STRING",
        "segment": "STRING",
        "distance": "FLOAT64",
        "normalised_distance": "FLOAT64",
        "outlier": "BOOL",
    }
    return Catalogue(
        tables={
            CUSTOMERS: {**({never_bought: "INT64"} if never_bought else {}), **columns},
            **{f"{PLACE}.{name}": of_it for name, of_it in place.items()},
        },
        models=(f"{PLACE}.kmeans_tuned" if tuned else f"{PLACE}.kmeans_5",),
        table_functions=about_models(given, tuned=tuned),
        functions=SEARCH_SPACES if tuned else (),
    )


@pytest.fixture(scope="module")
def analysers(zetasql) -> dict[str, Analyser]:
    return {recipe: Analyser(catalogue(recipe)) for recipe in RECIPES}


@pytest.fixture(scope="module")
def analysers_of_a_search(zetasql) -> dict[str, Analyser]:
    return {recipe: Analyser(catalogue(recipe, tuned=True)) for recipe in RECIPES}


def _all_of_a_search() -> Iterator[tuple[str, str, str]]:
    """Yield the same of what is only sent for a tuned model."""
    ways = itertools.product(TuningAlgorithm, SPACES)
    seen = set()
    for recipe, (name, options), (how, ks) in itertools.product(RECIPES, SEARCHED.items(), tuple(ways)):
        asked = {"ks": ks, "place": PLACE, "names": ["seg_2", "it's"], "outliers": 0.01}
        tuning = Tuning(12, 3, how)
        for what, sql in statements_of_a_search(training(recipe), options, tuning, **asked):
            if (recipe, sql) not in seen:
                seen.add((recipe, sql))
                yield recipe, f"{what} ({name})", sql


def _all() -> Iterator[tuple[str, str, str]]:
    """Yield recipe, what the statement is for, and each different statement once."""
    seen = set()
    for recipe, (name, options) in itertools.product(RECIPES, OPTIONS.items()):
        asked = {"k": 5, "place": PLACE, "names": ["seg_2", "it's"], "outliers": 0.01}
        for what, sql in statements(training(recipe), options, **asked):
            if (recipe, sql) not in seen:
                seen.add((recipe, sql))
                yield recipe, f"{what} ({name})", sql


STATEMENTS = list(_all())
OF_A_SEARCH = list(_all_of_a_search())


def test_there_are_statements_of_every_kind():
    for text in (
        *("CREATE OR REPLACE TABLE `training`", "CREATE OR REPLACE MODEL `kmeans_5`", "segdesk_start"),
        *("ML.EVALUATE", "ML.CENTROIDS", "ML.TRAINING_INFO", "ML.FEATURE_INFO", "ML.PREDICT"),
        *("ML.DETECT_ANOMALIES", "'COSINE'", "'RANDOM'", "'KMEANS++'", "LN(", "LEAST(", "IS_NAN("),
        *("CAST(", "UNION ALL", "'seg_0'", "IFNULL", "STANDARDIZE_FEATURES"),
        *(
            "MODEL_REGISTRY = 'VERTEX_AI'",
            "VERTEX_AI_MODEL_ID = 'shop_5'",
            "VERSION_ALIASES = [",
            "KMS_KEY_NAME",
        ),
        "WARM_START = TRUE",
    ):
        assert any(text in sql for _, _, sql in STATEMENTS), text
    for text in (
        *("NUM_CLUSTERS = HPARAM_RANGE(2, 5)", "HPARAM_CANDIDATES([2, 5, 9])", "HPARAM_CANDIDATES([7])"),
        *("NUM_TRIALS = 12", "MAX_PARALLEL_TRIALS = 3", "'VIZIER_DEFAULT'", "'RANDOM_SEARCH'"),
        *("'GRID_SEARCH'", "HPARAM_TUNING_OBJECTIVES = ['DAVIES_BOULDIN_INDEX']", "ML.TRIAL_INFO"),
        *("STRUCT(3 AS trial_id)", "IN UNNEST([1, 3])", "'seg_0'", "VERTEX_AI_MODEL_ID = 'shop'"),
    ):
        assert any(text in sql for _, _, sql in OF_A_SEARCH), text
    assert not [sql for _, _, sql in OF_A_SEARCH if "GRID_SEARCH" in sql and "HPARAM_RANGE" in sql]


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_statement_is_googlesql(analysers, recipe: str):
    found = [(what, sql) for of, what, sql in STATEMENTS if of == recipe]
    assert len(found) > 12
    for what, sql in found:
        assert "@" not in sql, what
        assert analysers[recipe].check(sql), what


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_statement_of_a_search_is_googlesql(analysers_of_a_search, recipe: str):
    found = [(what, sql) for of, what, sql in OF_A_SEARCH if of == recipe]
    assert len(found) > 12
    for what, sql in found:
        assert "@" not in sql, what
        assert analysers_of_a_search[recipe].check(sql), what


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("HPARAM_RANGE(2, 5)", "HPARAM_RANGE(2)"),
        ("hyperparameters.num_clusters", "hyperparameters.clusters"),
        ("STRUCT(3 AS trial_id)", "STRUCT(3 AS trial_id), 4"),
        ("n.DISTANCE / r.radius", "n.DISTANCES / r.radius"),
        ("APPROX_QUANTILES(", "QUANTILES("),
    ],
)
def test_a_slip_in_a_search_is_noticed(analysers_of_a_search, right: str, wrong: str):
    from zetasql.core.exceptions import ZetaSQLError

    found = [sql for recipe, _, sql in OF_A_SEARCH if right in sql and recipe == "thelook careful"]
    assert found
    with pytest.raises(ZetaSQLError):
        analysers_of_a_search["thelook careful"].check(found[0].replace(right, wrong))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("mean_squared_distance", "mean_distance"),
        ("MODEL `my-project.segdesk.kmeans_5`", "MODEL `my-project.segdesk.kmeans_6`"),
        ("STRUCT(0.01 AS contamination)", "TABLE `my-project.segdesk.training`"),
        ("LN(1 + GREATEST(", "LN(1 + GREATEST('a', "),
        ("t.`user_id`", "t.`customer`"),
    ],
)
def test_a_slip_is_noticed(analysers, right: str, wrong: str):
    from zetasql.core.exceptions import ZetaSQLError

    found = [sql for recipe, _, sql in STATEMENTS if right in sql and recipe == "thelook careful"]
    assert found
    with pytest.raises(ZetaSQLError):
        analysers["thelook careful"].check(found[0].replace(right, wrong))


PEOPLE = """SELECT * FROM UNNEST([
    STRUCT('a' AS id, 1 AS orders, 0 AS visits, 2.5 AS spent, 3.0 AS basket, TRUE AS member, 'x' AS country),
    ('b', 2, 7, CAST('NaN' AS FLOAT64), -1.5, FALSE, CAST(NULL AS STRING)),
    ('c', 0, 9, 1e6, 0.0, TRUE, 'never bought'),
    ('d', 3, CAST(NULL AS INT64), CAST(NULL AS FLOAT64), 4.25, CAST(NULL AS BOOL), "it's")])"""
PEOPLE_TYPES = {
    "id": "STRING",
    "orders": "INT64",
    "visits": "INT64",
    "spent": "FLOAT64",
    "basket": "FLOAT64",
    "member": "BOOL",
    "country": "STRING",
}


@pytest.mark.parametrize("scale", list(Scale))
@pytest.mark.parametrize("transform", list(Transform))
def test_the_training_table_is_the_one_that_googlesql_makes(same_rows, scale: Scale, transform: Transform):
    here = pa.table(
        {
            "visits": pa.array([0, 7, None, 3]),
            "spent": [2.5, None, 1e-3, 4.0],
            "basket": [3.0, 1.0, 0.0, 4.25],
            "member": [True, False, None, True],
            "country": ["x", None, "it's", "x"],
        }
    )
    numbers = [
        FeaturePlan("visits", impute=Impute.MEAN, transform=transform, scale=scale),
        FeaturePlan("spent", impute=Impute.MEDIAN, transform=transform, scale=scale),
        FeaturePlan("basket", impute=Impute.REFUSE, transform=transform, scale=scale),
        FeaturePlan("member", impute=Impute.ZERO, scale=scale),
    ]
    pipeline = Pipeline([*numbers, FeaturePlan("country", Kind.CATEGORY)], double=True).fit(here)
    table = Training("people", "id", "orders", PEOPLE_TYPES, pipeline)
    outcome = same_rows(table.query(), {"people": PEOPLE})
    assert len(outcome.rows) == 3, "who never bought does not take part"
    trained = {"people": PEOPLE, "training": table.query()}
    same_rows(table.moments("training"), trained)
    categories = table.categories("training")
    assert categories
    assert len(same_rows(categories, trained).rows) == 3
