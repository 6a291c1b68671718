"""Sweep and Clusters where the customers are in BigQuery, and the models that they leave there."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

import segdesk.clustering  # noqa: F401 - sets OMP_WAIT_POLICY before scikit-learn is imported
from segdesk.errors import InputError, OverBudget
from segdesk.project import freshness, ledger
from segdesk.project.file import Project
from segdesk.project.ledger import Bill, Made
from segdesk.project.settings import (
    BigQueryMLSettings,
    BigQuerySettings,
    ClustersSettings,
    ConnectSettings,
    Distance,
    FeaturesSettings,
    KMeansInit,
    Mode,
    Settings,
    SweepSettings,
    TuningAlgorithm,
)
from segdesk.project.step import State, Step
from segdesk.steps import clusters, estimates, models, pipeline, sweep
from segdesk.tasks.task import Cancelled, Task
from tests.bigquery.accepted import Accepted
from tests.bigquery.shop import Shop

Make = Callable[..., Project]
ON_A_GRID = {"trials": 10, "tuning_algorithm": TuningAlgorithm.GRID_SEARCH}
"""Each number once."""
REGISTERED = {
    "vertex_ai_model": "shop",
    "vertex_ai_aliases": ("spring", "new"),
    "kms_key": "projects/p/locations/eu/keyRings/r/cryptoKeys/k",
}


@pytest.fixture(scope="module")
def source(stand_in: Any, shop: Path) -> Iterator[Shop]:
    """The sample shop of 600 customers in BigQuery."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BIGQUERY_EMULATOR_HOST", stand_in.rest)
        patch.setenv("SEGDESK_BIGQUERY_STORAGE", stand_in.grpc)
        source = Shop(stand_in)
        source.put({file.stem: pq.read_table(file) for file in sorted(shop.glob("*.parquet"))})
        source.tell("reset", {})
        yield source
        source.close()


@pytest.fixture
def place(source: Shop) -> Shop:
    """The shop, with nothing made of it yet."""
    source.work = f"work_{uuid.uuid4().hex[:10]}"
    return source


def settings_for(
    place: Shop, *, mode: Mode = Mode.CAREFUL, rows: int | None = None, choose: int = 3, **options: Any
) -> Settings:
    return Settings(
        connect=ConnectSettings(source=place.source),
        bigquery=BigQuerySettings(dataset=place.work),
        features=FeaturesSettings(mode=mode, rows=rows),
        sweep=SweepSettings(
            engine="bigquery-ml", k_min=2, k_max=4, bigquery_ml=BigQueryMLSettings(**options)
        ),
        clusters=ClustersSettings(choose=choose, bootstraps=0, outliers=0.05),
    )


@pytest.fixture
def make(place: Shop, tmp_path: Path) -> Iterator[Make]:
    """Return a project after its steps up to one that is named."""
    opened: list[Project] = []

    def project(last: Step = Step.SWEEP, **wanted: Any) -> Project:
        made = Project.create(tmp_path / f"{len(opened)}.segdesk")
        opened.append(made)
        carry_on(made, settings_for(place, **wanted), last)
        return made

    yield project
    for each in opened:
        each.close()


@pytest.fixture(autouse=True)
def only_googlesql(place: Shop, accepted: Accepted) -> Iterator[None]:
    """Let a test fail that has sent a statement which Google's analyser does not accept."""
    yield
    accepted.check(place.log(), place.client)


@dataclass(frozen=True)
class Finished:
    """A project after its Clusters step; nobody changes it.

    Attributes
    ----------
    work
        Where it left its tables and models.
    sent
        The jobs as they were sent.
    """

    project: Project
    place: Shop
    work: str
    sent: list[dict[str, Any]]

    def rows(self, table: str) -> list[dict[str, Any]]:
        return self.place.sql(f"SELECT * FROM `{self.place.project}.{self.work}.{table}`")


@pytest.fixture(scope="module")
def finished(source: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finished]:
    source.work = f"work_{uuid.uuid4().hex[:10]}"
    source.tell("reset", {})
    with Project.create(tmp_path_factory.mktemp("finished") / "finished.segdesk") as project:
        carry_on(project, settings_for(source), Step.CLUSTERS)
        yield Finished(project, source, source.work, source.sent())


def carry_on(project: Project, settings: Settings, last: Step) -> None:
    project.settings = settings
    for step in Step:
        if pipeline.needed(project, step):
            pipeline.run_step(step, project, settings, Task())
        if step is last:
            return


def swept(project: Project, **changed: Any) -> list[int]:
    """Sweep with other settings and return the k that were computed."""
    computed: list[int] = []
    own = project.settings
    project.settings = own.model_copy(update={"sweep": own.sweep.model_copy(update=changed)})
    sweep.run(project, project.settings, Task(on_partial=lambda row: computed.append(row.k)))
    return sorted(computed)


def upstairs(place: Shop, table: str) -> list[dict[str, Any]]:
    return place.sql(f"SELECT * FROM `{place.project}.{place.work}.{table}`")


def warnings(project: Project, step: Step) -> str:
    result = freshness.result(project, step)
    assert result is not None
    return " ".join(result.warnings)


def trained(project: Project) -> list[str]:
    """What was paid for as CREATE MODEL, in its order."""
    return [job.what for job in reversed(ledger.jobs(project)) if job.kind is Bill.MODEL]


@pytest.mark.parametrize(
    "options",
    [
        {"mode": Mode.NOTEBOOK, "init": KMeansInit.KMEANS_PLUS_PLUS},
        {"distance": Distance.COSINE, **REGISTERED},
        {"rows": 250},
        {**ON_A_GRID, "choose": 4},
        {"trials": 30, "rows": 250, "distance": Distance.COSINE},
        {"mode": Mode.NOTEBOOK, **ON_A_GRID},
    ],
    ids=["notebook", "cosine", "sample", "tuned", "tuned sample", "tuned notebook"],
)
def test_every_customer_is_in_the_same_segment_there_and_here(place, make, options):
    project = make(Step.CLUSTERS, **options)
    there = {row["user_id"]: row for row in upstairs(place, "segments")}
    here = project.read("SELECT * FROM segments").to_pylist()
    assert len(there) == 600
    assert len(here) == options.get("rows", 600)
    for row in here:
        assert there[row["user_id"]]["segment"] == row["segment"]
        if row["segment"] != "seg_0":
            assert there[row["user_id"]]["distance"] == pytest.approx(row["distance"], rel=1e-9, abs=1e-7)

    segments = [row["segment"] for row in there.values()]
    summary = project.rows("SELECT segment, size, share FROM segment_summary ORDER BY segment")
    assert summary == [
        (name, segments.count(name), pytest.approx(segments.count(name) / 600))
        for name in sorted(set(segments))
    ]
    outliers = sum(bool(row["outlier"]) for row in there.values())
    assert project.row("SELECT sum(customers), sum(outliers) FROM segments_upstairs") == (600, outliers)
    taking_part = sum(name != "seg_0" for name in segments)
    assert 0 < outliers <= 0.06 * taking_part + 1
    sampled = "Silhouette, Calinski-Harabasz and Davies-Bouldin are those of"
    assert (sampled in warnings(project, Step.SWEEP)) is ("rows" in options)
    written = [sent["configuration"].get("query", {}).get("query", "") for sent in place.sent()]
    kept = (
        "VERTEX_AI_MODEL_ID = 'shop_3', VERTEX_AI_MODEL_VERSION_ALIASES = ['spring', 'new'], KMS_KEY_NAME ="
    )
    assert any(kept in sql for sql in written) is ("kms_key" in options)


def test_segments_are_numbered_by_what_their_customers_are_worth(finished):
    project = finished.project
    worth = dict(
        project.rows(
            "SELECT segment, avg(total_revenue) FROM semi_label_parametric GROUP BY segment ORDER BY segment"
        )
    )
    assert sorted(worth) == ["seg_0", "seg_1", "seg_2", "seg_3"]
    assert worth["seg_1"] > worth["seg_2"] > worth["seg_3"]
    joined = finished.rows("semi_label_parametric")
    assert len(joined) == 600
    assert {row["segment"] for row in joined} == set(worth)


def test_each_k_has_all_scores_and_how_its_training_went(finished):
    project = finished.project
    rows = sweep.rows(project)
    assert [row.k for row in rows] == [2, 3, 4]
    assert not any(row.failed for row in rows)
    taking_part = project.row("SELECT count(*) FROM parametric WHERE total_orders > 0")[0]
    for row in rows:
        assert row.inertia == pytest.approx(row.mean_squared_distance * taking_part)
        assert row.silhouette_rows == taking_part
        assert row.combined is not None
    losses = project.rows("SELECT k, iteration, loss FROM training_info ORDER BY k, iteration")
    assert {k for k, _, _ in losses} == {2, 3, 4}


def test_no_statement_brings_the_training_table_down(finished):
    jobs = [each["configuration"] for each in finished.sent if "query" in each["configuration"]]
    path = f"{finished.place.project}.{finished.work}.training"
    reads = [job["query"]["query"] for job in jobs if path in job["query"]["query"]]
    assert reads
    for sql in reads:
        assert sql.lstrip().startswith(("--", "CREATE")) or "AVG(" in sql or "DISTINCT" in sql


# -- sweeping again


def test_a_wider_range_trains_only_the_missing_k_and_more_models_at_a_time_none(make):
    project = make()
    assert sorted(trained(project)) == ["Sweep: k = 2", "Sweep: k = 3", "Sweep: k = 4"]
    assert swept(project, bigquery_ml=BigQueryMLSettings(parallel=1)) == []
    assert freshness.states(project)[Step.SWEEP] is State.FRESH
    assert swept(project, k_max=5) == [5]
    assert trained(project)[3:] == ["Sweep: k = 5"]
    assert [model.k for model in models.models(project)] == [2, 3, 4, 5]


def test_a_cancelled_sweep_keeps_its_finished_ks_and_goes_on(place, make):
    project = make(Step.FEATURES, parallel=1)
    task = Task(on_partial=lambda row: task.cancel() if row.k == 3 else None)
    with pytest.raises(Cancelled):
        sweep.run(project, project.settings, task)
    kept = {point.k for point in sweep.kept(project, project.settings)}
    assert kept == {2, 3}
    made = {each.path.rpartition(".")[2] for each in ledger.made(project) if each.kind is Made.MODEL}
    assert made >= {"kmeans_2", "kmeans_3"}
    assert swept(project) == [4]


# -- going on, and tuning


def test_new_settings_go_on_from_the_models_of_before(make):
    project = make(init=KMeansInit.KMEANS_PLUS_PLUS, max_iterations=1)
    before = project.rows("SELECT k, loss FROM training_info ORDER BY k")
    warm = BigQueryMLSettings(warm_start=True, max_iterations=1)
    assert swept(project, bigquery_ml=warm) == [2, 3, 4]
    after = project.rows("SELECT k, loss FROM training_info ORDER BY k")
    assert [k for k, _ in after] == [2, 3, 4]
    for (_, earlier), (_, later) in zip(before, after, strict=True):
        assert later < earlier
    assert swept(project, bigquery_ml=warm) == [], "it is done"
    assert clusters.run(project, project.settings, Task()).choice.k == 3


def test_a_tuned_sweep_is_one_model_with_a_row_for_each_number(place, make):
    project = make(**ON_A_GRID)
    rows = sweep.rows(project)
    assert [(row.k, row.failed) for row in rows] == [(2, False), (3, False), (4, False)]
    assert all(row.silhouette is not None and row.combined is not None for row in rows)
    listed = models.models(project)
    assert [(model.k, model.trial, model.training) for model in listed] == [
        (2, 1, ()),
        (3, 2, ()),
        (4, 3, ()),
    ]
    assert {model.path for model in listed} == {f"{place.project}.{place.work}.kmeans_tuned"}
    assert there(place) == {"kmeans_tuned"}
    assert trained(project) == ["Sweep: 3 trials of 2 to 4 segments"]
    [job] = [job for job in ledger.jobs(project) if job.kind is Bill.MODEL]
    assert job.billed_bytes == job.estimated_bytes == 3 * 10 * 2**20


def test_what_all_trials_would_cost_is_told_before(make):
    project = make(Step.FEATURES, **ON_A_GRID)
    told = {quote.what: quote for quote in estimates.quotes(project, project.settings, Step.SWEEP, Task())}
    assert list(told) == ["Sweep: training", "Sweep: 3 trials of 2 to 4 segments"]
    swept(project)
    [job] = [job for job in ledger.jobs(project) if job.kind is Bill.MODEL]
    quote = told[job.what]
    assert (quote.bill, quote.billed) == (Bill.MODEL, job.estimated_bytes)
    assert quote.cost == pytest.approx(job.cost)
    assert not estimates.quotes(project, project.settings, Step.SWEEP, Task())


def test_a_number_without_a_trial_is_a_row_that_says_so_and_is_not_tuned_again(make):
    project = make(trials=1, choose="combined")
    rows = {row.k: row for row in sweep.rows(project)}
    assert sorted(row.failed for row in rows.values()) == [False, True, True]
    assert all("did not try" in row.error for row in rows.values() if row.failed)
    assert freshness.states(project)[Step.SWEEP] is State.FRESH
    assert sweep.left(project, project.settings) == []
    assert swept(project, bigquery_ml=project.settings.sweep.bigquery_ml) == []
    assert len(trained(project)) == 1
    chosen = next(row.k for row in rows.values() if not row.failed)
    assert clusters.run(project, project.settings, Task()).choice.k == chosen


def test_another_range_or_more_trials_tune_anew(place, make):
    project = make(**ON_A_GRID)
    assert swept(project, k_max=3) == [2, 3]
    assert trained(project)[1:] == ["Sweep: 2 trials of 2 to 3 segments"]
    assert [model.k for model in models.models(project)] == [2, 3]
    more = BigQueryMLSettings(trials=20)
    assert swept(project, bigquery_ml=more) == [2, 3]
    assert there(place) == {"kmeans_tuned"}


def test_nothing_of_a_tuned_sweep_counts_before_its_end(make):
    project = make(Step.FEATURES, **ON_A_GRID)
    task = Task(on_partial=lambda row: task.cancel() if row.k == 2 else None)
    with pytest.raises(Cancelled):
        sweep.run(project, project.settings, task)
    assert sweep.arrived(project, project.settings) == ()
    assert sweep.left(project, project.settings) == [2, 3, 4]
    assert swept(project) == [2, 3, 4]
    assert len(trained(project)) == 2


def test_a_refused_tuning_leaves_the_sweep_of_before_as_it_was(make):
    project = make(**ON_A_GRID)
    before, before_that = models.models(project), project.settings
    settings = before_that.model_copy(
        update={"bigquery": before_that.bigquery.model_copy(update={"budget": 0.0})}
    )
    wider = settings.model_copy(update={"sweep": settings.sweep.model_copy(update={"k_max": 6})})
    with pytest.raises(OverBudget):
        sweep.run(project, wider, Task())
    assert models.models(project) == before
    project.settings = settings.model_copy(
        update={"bigquery": BigQuerySettings(dataset=settings.bigquery.dataset)}
    )
    assert clusters.run(project, project.settings, Task()).choice.k == 3


def test_with_one_trial_its_model_goes_and_the_chosen_one_keeps_them_all(place, make):
    project = make(Step.CLUSTERS, **ON_A_GRID)
    assert [model.chosen for model in models.models(project)] == [False, True, False]
    assert models.keep_only_chosen(project, Task()).gone == ()
    assert len(models.models(project)) == 3
    gone = models.delete(project, [2, 4], Task()).gone
    assert [each.path.rpartition(".")[2] for each in gone] == ["kmeans_tuned"]
    assert models.models(project) == ()
    assert there(place) == set()
    assert [row.k for row in sweep.rows(project)] == [2, 3, 4]
    with pytest.raises(InputError, match="segdesk sweep again"):
        clusters.run(project, project.settings, Task())
    assert swept(project) == [2, 3, 4]


def test_a_tuned_model_that_another_project_replaced_is_not_taken_for_the_sweeps(make):
    project = make(**ON_A_GRID)
    other = make(Step.FEATURES, **ON_A_GRID)
    assert swept(other, k_min=3, k_max=4) == [3, 4]
    with pytest.raises(InputError, match=r"The model of 3 segments is not the sweep's"):
        clusters.run(project, project.settings, Task())
    assert models.models(project) == ()
    assert swept(project) == [2, 3, 4]
    clusters.run(project, project.settings, Task())


def test_customers_that_are_not_in_bigquery_are_refused(make, place):
    project = make(Step.FEATURES)
    with project.transaction() as connection:
        connection.execute("DELETE FROM customers_upstairs")
    with pytest.raises(InputError, match="they are only here"):
        sweep.run(project, project.settings, Task())


# -- the models


def test_models_are_listed_with_their_figures_and_the_chosen_one(finished):
    project, place = finished.project, finished.place
    listed = models.models(project)
    assert [(model.k, model.chosen) for model in listed] == [(2, False), (3, True), (4, False)]
    rows = {row.k: row for row in sweep.rows(project)}
    for model in listed:
        assert model.path == f"{place.project}.{finished.work}.kmeans_{model.k}"
        assert model.mean_squared_distance == rows[model.k].mean_squared_distance
        assert model.davies_bouldin_index == rows[model.k].davies_bouldin_index
        assert [each.number for each in model.training] == list(range(len(model.training)))
        assert model.training[0].loss > model.training[-1].loss
    seen = models.features(project)
    assert {each.feature for each in seen} == {
        *("total_orders", "avg_basket", "days_since_last_order", "freq_orders_per_month")
    }
    assert all(each.mean is not None for each in seen)


def there(place: Shop) -> set[str]:
    return {model.model_id for model in place.client.list_models(f"{place.project}.{place.work}")}


def test_all_models_but_the_chosen_one_are_deleted_and_their_scores_stay(place, make):
    project = make(Step.CLUSTERS)
    before = sweep.rows(project)
    deleted = models.keep_only_chosen(project, Task())
    assert sorted(each.path.rpartition(".")[2] for each in deleted.gone) == ["kmeans_2", "kmeans_4"]
    assert there(place) == {"kmeans_3"}
    assert [model.k for model in models.models(project)] == [3]
    assert sweep.rows(project) == before
    assert swept(project) == [], "the chosen one is there"

    # One that is chosen after all is trained again.
    project.settings = project.settings.model_copy(
        update={"clusters": project.settings.clusters.model_copy(update={"choose": 4})}
    )
    with pytest.raises(InputError, match="segdesk sweep again"):
        clusters.run(project, project.settings, Task())
    assert swept(project) == [4]
    again = sweep.rows(project)[-1]
    assert again.mean_squared_distance == pytest.approx(before[-1].mean_squared_distance)
    assert len(clusters.run(project, project.settings, Task()).segments) == 4


def test_a_model_that_another_project_replaced_is_not_taken_for_the_sweeps(place, make):
    project = make()
    other = make(Step.FEATURES)
    swept(other, seed=5)
    with pytest.raises(InputError, match=r"The model of 3 segments is not the sweep's"):
        clusters.run(project, project.settings, Task())
    assert [model.k for model in models.models(project)] == [2, 4]
    assert swept(project) == [3]
    clusters.run(project, project.settings, Task())


def test_somebody_elses_model_is_never_replaced(place, make):
    project = make(Step.FEATURES)
    place.sql(
        f"CREATE MODEL `{place.project}.{place.work}.kmeans_3` OPTIONS (model_type='KMEANS', num_clusters=2)"
        " AS SELECT id FROM UNNEST([1, 2, 3, 4]) AS id"
    )
    assert swept(project) == [2, 3, 4]
    rows = {row.k: row for row in sweep.rows(project)}
    assert rows[3].failed
    assert "kmeans_3" in (rows[3].error or "")
    assert not rows[2].failed


def test_what_is_chosen_by_the_scores_is_placed_there(place, make):
    project = make(Step.CLUSTERS, choose="combined")
    chosen = project.row("SELECT k FROM clustering")[0]
    assert {row["segment"] for row in upstairs(place, "segments")} == {
        f"seg_{number}" for number in range(chosen + 1)
    }
    centers = np.array(project.row("SELECT centers FROM clustering")[0])
    assert centers.shape == (chosen, 4)
