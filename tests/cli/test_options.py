import pytest

from segdesk.cli.arguments import parser
from segdesk.cli.options import changed
from segdesk.errors import UsageError
from segdesk.project.settings import (
    BigQueryMLSettings,
    BigQuerySettings,
    Choose,
    Distance,
    KMeansInit,
    LabelsSettings,
    Mode,
    RecipeName,
    Settings,
    TuningAlgorithm,
)


def settings_of(*arguments: str, before: Settings | None = None) -> Settings:
    return changed(before or Settings(), parser().parse_args(["run", "p.segdesk", *arguments]))


def test_no_option_changes_nothing() -> None:
    assert settings_of() == Settings()


def test_every_option_of_the_contract_reaches_its_setting() -> None:
    found = settings_of(
        *("--source", "sample", "--recipe", "ga360", "--mode", "careful", "--key", "clientId"),
        *("--as-of", "2017-08-01", "--from", "2016-08-01", "--to", "2017-08-01", "--country", "France"),
        *("--purchase", "hits.type = 'EVENT'", "--engine", "local", "--k", "2:9", "--choose", "silhouette"),
        *("--writer", "templates", "--emails", "12", "--formats", "ga360", "--ga360-key", "ga:dimension3"),
        *("--ga360-map", "segment=ga:dimension1,label=ga:dimension2", "--seed", "7"),
    )
    assert found.features.recipe is RecipeName.GA360
    assert found.features.mode is Mode.CAREFUL
    assert found.features.key == "clientId"
    assert str(found.features.as_of) == "2017-08-01"
    assert (found.features.country, found.features.purchase) == ("France", "hits.type = 'EVENT'")
    assert (found.sweep.k_min, found.sweep.k_max, found.sweep.seed) == (2, 9, 7)
    assert found.clusters.choose is Choose.SILHOUETTE
    assert found.emails.count == 12
    assert found.export.ga360_key == "ga:dimension3"
    assert found.export.ga360_map == (("segment", "ga:dimension1"), ("label", "ga:dimension2"))


def test_emails_can_be_kept_to_segments_and_languages() -> None:
    found = settings_of("--email-segments", "seg_1, seg_2", "--email-languages", "FR,de")
    assert found.emails.segments == ("seg_1", "seg_2")
    assert found.emails.languages == ("fr", "de")
    back = settings_of("--email-segments", "", "--email-languages", "", before=found)
    assert (back.emails.segments, back.emails.languages) == ((), ())


def test_names_of_the_command_line_take_the_place_of_those_given_on_screen() -> None:
    labels = LabelsSettings(
        names=(("seg_1", "Gold"),), designations=(("seg_1", "They shine."),), clustering="abc"
    )
    before = Settings(labels=labels)
    assert settings_of("--label", "seg_2=Silver", before=before).labels == LabelsSettings(
        names=(("seg_2", "Silver"),)
    )
    named = settings_of("--labels", "names.csv", before=before).labels
    assert (named.names, named.designations, named.clustering) == ((), (), None)
    assert settings_of("--emails", "5", before=before).labels == labels


def test_one_k_is_a_range_of_one() -> None:
    found = settings_of("--k", "10").sweep
    assert (found.k_min, found.k_max) == (10, 10)


def test_a_number_is_chosen_as_a_number() -> None:
    assert settings_of("--choose", "7").clusters.choose == 7


def test_another_recipe_starts_from_its_own_values() -> None:
    before = settings_of("--recipe", "ga360", "--country", "France")
    assert settings_of("--recipe", "thelook", before=before).features.country is None
    assert settings_of("--recipe", "ga360", before=before).features.country == "France"


def test_features_of_a_built_in_recipe_are_a_choice_among_its_own() -> None:
    found = settings_of("--features", "total_orders,total_revenue")
    assert found.matrix.use == ("total_orders", "total_revenue")
    assert found.features.features == ()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--writer", "openai"),
    ],
)
def test_what_is_not_there_yet_is_refused_with_a_sentence(arguments: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="not there yet"):
        settings_of(*arguments)


KEY = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"
IN_BIGQUERY = ("--source", "bigquery:shop-data.sales")


def test_every_option_of_bigquery_ml_reaches_its_setting() -> None:
    found = settings_of(
        *(*IN_BIGQUERY, "--engine", "bigquery-ml", "--kmeans-init", "kmeans++", "--distance", "cosine"),
        *("--max-iterations", "7", "--early-stop", "no", "--min-rel-progress", "0.2"),
        *("--vertex-ai-model", "shop", "--vertex-ai-aliases", "spring, new", "--kms-key", KEY),
    )
    assert found.sweep.engine == "bigquery-ml"
    assert found.sweep.bigquery_ml == BigQueryMLSettings(
        init=KMeansInit.KMEANS_PLUS_PLUS,
        distance=Distance.COSINE,
        max_iterations=7,
        early_stop=False,
        min_rel_progress=0.2,
        vertex_ai_model="shop",
        vertex_ai_aliases=("spring", "new"),
        kms_key=KEY,
    )
    without = settings_of("--vertex-ai-model", "", "--kms-key", "", before=found).sweep.bigquery_ml
    assert (without.vertex_ai_model, without.kms_key) == (None, None)
    later = settings_of("--early-stop", "yes", before=found).sweep.bigquery_ml
    assert (later.early_stop, later.max_iterations) == (True, 7)
    assert settings_of("--engine", "local", "--starts", "3", before=found).sweep.starts == 3


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--engine", "bigquery-ml"), "customers in BigQuery"),
        (("--distance", "cosine"), "--distance is for BigQuery ML"),
        ((*IN_BIGQUERY, "--early-stop", "no"), "--early-stop is for BigQuery ML"),
        ((*IN_BIGQUERY, "--engine", "bigquery-ml", "--vertex-ai-aliases", "new"), "--vertex-ai-model"),
        ((*IN_BIGQUERY, "--engine", "bigquery-ml", "--kms-key", "k"), "kms_key"),
        ((*IN_BIGQUERY, "--engine", "bigquery-ml", "--starts", "3"), "BigQuery ML starts once"),
        ((*IN_BIGQUERY, "--engine", "bigquery-ml", "--max-iterations", "0"), "max_iterations cannot be 0"),
    ],
)
def test_options_of_an_engine_that_would_ignore_them_are_refused(
    arguments: tuple[str, ...], why: str
) -> None:
    with pytest.raises(UsageError, match=why):
        settings_of(*arguments)


UPSTAIRS = (*IN_BIGQUERY, "--engine", "bigquery-ml")


def test_a_warm_start_and_trials_reach_their_settings_and_are_taken_back() -> None:
    warm = settings_of(*UPSTAIRS, "--warm-start", "--kmeans-init", "random")
    assert warm.sweep.bigquery_ml == BigQueryMLSettings(warm_start=True, init=KMeansInit.RANDOM)
    assert settings_of("--warm-start", "no", before=warm).sweep.bigquery_ml.warm_start is False
    tuned = settings_of(
        *(*UPSTAIRS, "--trials", "20", "--parallel-trials", "3", "--tuning-algorithm", "random-search")
    )
    assert tuned.sweep.bigquery_ml == BigQueryMLSettings(
        trials=20, parallel_trials=3, tuning_algorithm=TuningAlgorithm.RANDOM_SEARCH
    )
    assert tuned.sweep.is_tuned
    assert settings_of("--trials", "0", before=tuned).sweep.bigquery_ml.trials is None
    instead = settings_of("--trials", "0", "--warm-start", before=tuned).sweep
    assert (instead.is_tuned, instead.bigquery_ml.warm_start) == (False, True)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--warm-start", "--kmeans-init", "custom"), "--kmeans-init custom does not go with --warm-start"),
        (("--trials", "9", "--kmeans-init", "custom"), "--kmeans-init custom does not go with --trials"),
        (("--trials", "9", "--warm-start"), "--warm-start and --trials do not go together"),
        (("--parallel-trials", "2"), "--parallel-trials is for trials"),
        (("--tuning-algorithm", "grid-search"), "--tuning-algorithm is for trials"),
        (("--trials", "101"), "trials cannot be 101"),
        (("--trials", "9", "--parallel-trials", "6"), "parallel_trials cannot be 6"),
    ],
)
def test_what_bigquery_ml_does_not_combine_is_refused(arguments: tuple[str, ...], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        settings_of(*UPSTAIRS, *arguments)


def test_every_option_of_bigquery_reaches_its_setting() -> None:
    found = settings_of(
        *("--source", "bigquery:shop-data.sales", "--billing-project", "shop-bills", "--location", "EU"),
        *("--dataset", "work", "--prefix", "ada_", "--byte-cap", "1.5TiB", "--budget", "$2.50", "--yes"),
    )
    assert found.connect.source == "bigquery:shop-data.sales"
    assert found.bigquery == BigQuerySettings(
        billing_project="shop-bills",
        location="EU",
        dataset="work",
        prefix="ada_",
        byte_cap=3 * 2**39,
        budget=2.5,
    )


def test_an_empty_value_takes_a_setting_of_bigquery_back() -> None:
    before = settings_of(
        *("--source", "bigquery:shop-data.sales", "--billing-project", "shop-bills", "--prefix", "ada_"),
        *("--byte-cap", "0", "--budget", "0"),
    )
    assert (before.bigquery.byte_cap, before.bigquery.budget) == (0, 0)
    back = settings_of(
        "--billing-project", "", "--prefix", "", "--byte-cap", "", "--budget", "", before=before
    )
    assert back.bigquery == BigQuerySettings()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--source", "bigquery:shop"), "does not name a place"),
        (("--source", "bigquery:"), "does not name a place"),
        (("--source", "bigquery:shop-data.a-b"), "does not name a place"),
        (("--source", "bigquery:shop-data.sales", "--prefix", "a-b"), "cannot be used"),
        (("--source", "bigquery:shop-data.sales", "--byte-cap", "much"), "no.* amount of data"),
        (("--source", "bigquery:shop-data.sales", "--budget", "nan"), "no.* amount of money"),
        (("--source", "sample", "--budget", "5"), "--budget is for BigQuery"),
        (("--byte-cap", "5GB"), "--byte-cap is for BigQuery"),
        (("--source", "bigquery:shop-data.sales", "--customers", "5"), "built-in sample"),
    ],
)
def test_options_of_bigquery_that_make_no_sense_are_refused(arguments: tuple[str, ...], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        settings_of(*arguments)


def test_a_yes_beforehand_does_no_harm_without_bigquery() -> None:
    assert settings_of("--source", "sample", "--yes") == Settings()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--k", "1"),
        ("--k", "2:101"),
        ("--k", "9:2"),
        ("--k", "many"),
        ("--choose", "best"),
        ("--choose", "1"),
        ("--as-of", "30.6.2026"),
        ("--seed", "-1"),
        ("--emails", "some"),
        ("--formats", "ga4"),
        ("--formats", "xml"),
        ("--ga360-map", "segment"),
        ("--recipe", "other"),
        ("--nonsense", "1"),
        ("--sour", "sample"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(
    arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        settings_of(*arguments)
    assert end.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_dates_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(UsageError, match="after the last one"):
        settings_of("--recipe", "ga360", "--from", "2017-02-01", "--to", "2017-01-01")
