import pytest

from segdesk.clustering.choose import Weights
from segdesk.clustering.local import Manner
from segdesk.errors import InputError
from segdesk.project.settings import (
    ConnectSettings,
    FeaturesSettings,
    Impute,
    MatrixSettings,
    Mode,
    RecipeName,
    Settings,
)
from segdesk.project.settings import SweepSettings as Sweep
from segdesk.steps.approach import Approach, approach


def approach_of(
    customers: int = 5_000,
    *,
    recipe: RecipeName = RecipeName.THELOOK,
    mode: Mode = Mode.NOTEBOOK,
    sweep: Sweep | None = None,
    matrix: MatrixSettings | None = None,
) -> Approach:
    settings = Settings(
        features=FeaturesSettings(recipe=recipe, mode=mode),
        sweep=sweep or Sweep(),
        matrix=matrix or MatrixSettings(),
    )
    return approach(settings, customers)


@pytest.mark.parametrize("recipe", list(RecipeName))
def test_careful_mode_clusters_all_columns_in_one_search_from_twenty_seedings(recipe: RecipeName) -> None:
    plan = approach_of(recipe=recipe, mode=Mode.CAREFUL)
    assert plan.ks == tuple(range(2, 23))
    assert (plan.pca, plan.final_pca, plan.double, plan.impute) == (0, 0, False, None)
    assert (plan.engine.starts, plan.engine.algorithm, plan.engine.max_iter) == (20, "lloyd", 300)
    assert (plan.engine.silhouette_rows, plan.engine.seed, plan.engine.manner) == (0, 42, Manner.OWN)
    assert plan.weights == Weights(inertia=0, silhouette=1, calinski_harabasz=1, davies_bouldin=1)


@pytest.mark.parametrize(("customers", "highest"), [(3, 2), (39, 3), (100, 10), (219, 21), (220, 22)])
def test_careful_mode_tries_no_segments_below_ten_customers(customers: int, highest: int) -> None:
    assert approach_of(customers, mode=Mode.CAREFUL).ks == tuple(range(2, highest + 1))


def test_the_first_listing_sweeps_five_components_and_fits_all_columns() -> None:
    plan = approach_of()
    assert plan.ks == tuple(range(2, 23))
    assert (plan.pca, plan.final_pca, plan.double, plan.impute) == (5, 0, True, Impute.MEAN)
    assert (plan.engine.starts, plan.engine.algorithm, plan.engine.seed) == (10, "elkan", 42)
    assert (plan.engine.silhouette_rows, plan.engine.manner) == (1_000, Manner.NOTEBOOK)
    assert plan.weights == Weights(inertia=1, silhouette=1, calinski_harabasz=1, davies_bouldin=1)


def test_the_second_listing_puts_zero_for_what_is_missing_and_sees_all_customers() -> None:
    plan = approach_of(sweep=Sweep(listing=2))
    assert plan.ks == tuple(range(2, 21))
    assert (plan.pca, plan.final_pca, plan.double, plan.impute) == (0, 0, True, Impute.ZERO)
    assert (plan.engine.starts, plan.engine.algorithm, plan.engine.seed) == (10, "elkan", 42)
    assert (plan.engine.silhouette_rows, plan.engine.manner) == (0, Manner.SCIKIT_LEARN)
    assert plan.weights == Weights(inertia=1, silhouette=1, calinski_harabasz=1, davies_bouldin=1)


def test_the_tutorial_starts_at_three_segments_and_fits_as_bigquery_ml() -> None:
    plan = approach_of(recipe=RecipeName.GA360)
    assert plan.ks == tuple(range(3, 16))
    assert (plan.pca, plan.final_pca, plan.double, plan.impute) == (0, 0, True, None)
    assert (plan.engine.starts, plan.engine.max_iter) == (1, 20)
    assert plan.engine.manner is Manner.BIGQUERY_ML
    assert plan.weights == Weights(inertia=1, silhouette=1, calinski_harabasz=1, davies_bouldin=1)


@pytest.mark.parametrize(
    ("recipe", "sweep", "ks"),
    [
        (RecipeName.THELOOK, Sweep(k_min=4, k_max=6), (4, 5, 6)),
        (RecipeName.THELOOK, Sweep(k_max=3), (2, 3)),
        (RecipeName.THELOOK, Sweep(k_min=21), (21, 22)),
        (RecipeName.THELOOK, Sweep(k_min=30), (30,)),
        (RecipeName.GA360, Sweep(k_max=2), (2,)),
        (RecipeName.GA360, Sweep(k_max=4), (3, 4)),
    ],
)
def test_a_given_end_of_the_range_counts_and_the_other_gives_way(
    recipe: RecipeName, sweep: Sweep, ks: tuple[int, ...]
) -> None:
    assert approach_of(recipe=recipe, sweep=sweep).ks == ks


@pytest.mark.parametrize("mode", list(Mode))
def test_what_the_person_sets_goes_before_what_the_listing_says(mode: Mode) -> None:
    plan = approach_of(
        mode=mode,
        sweep=Sweep(starts=3, silhouette_rows=77, seed=9),
        matrix=MatrixSettings(pca=2, double=mode is Mode.CAREFUL),
    )
    assert (plan.engine.starts, plan.engine.silhouette_rows, plan.engine.seed) == (3, 77, 9)
    assert (plan.pca, plan.final_pca) == (2, 2)
    assert plan.double is (mode is Mode.CAREFUL)
    assert plan.engine.algorithm == ("elkan" if mode is Mode.NOTEBOOK else "lloyd")


@pytest.mark.parametrize(
    ("customers", "up_to", "drawn"),
    [
        (100_000, 100_000, 0),
        (100_001, 100_000, 10_000),
        (10_000_000, 100_000, 4_000),
        (1_000_000_000, 100_000, 2_000),
        (100_001, 200_000, 0),
        (500, 0, 10_000),
    ],
)
def test_the_silhouette_is_of_all_customers_up_to_a_number_that_can_be_set(
    customers: int, up_to: int, drawn: int
) -> None:
    plan = approach_of(customers, mode=Mode.CAREFUL, sweep=Sweep(exact_silhouettes_up_to=up_to))
    assert plan.engine.silhouette_rows == drawn


def test_exact_as_scikit_learn_takes_ten_starts_for_each_k() -> None:
    plan = approach_of(mode=Mode.CAREFUL, sweep=Sweep(like_scikit_learn=True))
    assert (plan.engine.manner, plan.engine.starts) == (Manner.SCIKIT_LEARN, 10)
    assert plan.engine.silhouette_rows == 0
    notebook = approach_of(sweep=Sweep(like_scikit_learn=True))
    assert notebook.engine == approach_of().engine


def test_zero_is_a_setting_too() -> None:
    plan = approach_of(sweep=Sweep(silhouette_rows=0), matrix=MatrixSettings(pca=0))
    assert (plan.engine.silhouette_rows, plan.pca, plan.final_pca) == (0, 0, 0)


def test_as_many_segments_as_customers_are_refused_with_what_to_ask_for() -> None:
    assert approach_of(11, sweep=Sweep(k_max=10)).ks[-1] == 10
    with pytest.raises(InputError) as refused:
        approach_of(10, sweep=Sweep(k_max=10))
    assert refused.value.what == "10 segments cannot be made"
    assert "10 customers" in refused.value.why
    assert "--k 2:9" in refused.value.todo


def test_two_customers_are_too_few_for_any_segments() -> None:
    with pytest.raises(InputError) as refused:
        approach_of(2, mode=Mode.CAREFUL)
    assert refused.value.todo == "Use more customers"


def in_bigquery(**changed: object) -> Settings:
    known = {
        "connect": ConnectSettings(source="bigquery:shop-data.sales"),
        "features": FeaturesSettings(mode=Mode.NOTEBOOK),
        "sweep": Sweep(engine="bigquery-ml"),
    }
    return Settings(**{**known, **changed})


def test_bigquery_ml_fits_once_and_on_the_features_whatever_the_listing_does() -> None:
    plan = approach(in_bigquery(), 5_000)
    assert (plan.engine_name, plan.is_upstairs) == ("bigquery-ml", True)
    assert (plan.pca, plan.final_pca, plan.double, plan.engine.starts) == (0, 0, True, 1)
    assert (plan.ks, plan.impute) == (tuple(range(2, 23)), Impute.MEAN)
    assert plan.engine.silhouette_rows == 1_000, "the customers that are here are scored as the listing does"
    local = approach(in_bigquery(sweep=Sweep()), 5_000)
    assert (local.engine_name, local.is_upstairs, local.pca) == ("local", False, 5)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"connect": ConnectSettings(source="sample")}, "they are not in BigQuery"),
        ({"matrix": MatrixSettings(pca=2)}, "it clusters on the features themselves"),
    ],
)
def test_what_bigquery_ml_cannot_do_is_refused(changed: dict[str, object], why: str) -> None:
    with pytest.raises(InputError) as refused:
        approach(in_bigquery(**changed), 5_000)
    assert refused.value.why == why
