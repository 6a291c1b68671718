"""BigQuery ML as the engine of a sweep, on the stand-in, which trains the models by Google's definitions."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.spatial.distance import cdist

from segdesk.clustering.arrays import Matrix
from segdesk.clustering.bigquery_ml import model, statements
from segdesk.clustering.bigquery_ml.engine import BigQueryML
from segdesk.clustering.bigquery_ml.options import ModelOptions, Spelling
from segdesk.clustering.bigquery_ml.results import ModelResult
from segdesk.clustering.bigquery_ml.training import TABLE, Training
from segdesk.clustering.bigquery_ml.tuned import TunedBigQueryML
from segdesk.clustering.bigquery_ml.tuning import Tuning, best
from segdesk.clustering.engine import Engine, KResult
from segdesk.clustering.kmeans import assign, fit_like_bigquery_ml
from segdesk.clustering.matrix import FeaturePlan, Pipeline
from segdesk.clustering.scores import bigquery_ml_scores
from segdesk.errors import InputError, OverBudget, SegdeskError
from segdesk.project import customers
from segdesk.project.file import Project
from segdesk.project.ledger import Bill
from segdesk.project.settings import (
    ConnectSettings,
    Distance,
    FeaturesSettings,
    Impute,
    KMeansInit,
    MatrixSettings,
    Mode,
    RecipeName,
    Scale,
    Settings,
    Transform,
    TuningAlgorithm,
)
from segdesk.project.step import Step
from segdesk.steps import pipeline as steps
from segdesk.steps import prepared
from segdesk.tasks.task import Cancelled, Progress, Task
from segdesk.warehouse.bigquery.warehouse import BigQueryWarehouse
from segdesk.warehouse.recipes import Kind
from segdesk.warehouse.types import columns_of, google_type
from tests.bigquery.accepted import Accepted
from tests.bigquery.shop import Heard, Shop

KS = (2, 3, 4, 5)
DRAWN_THERE = ModelOptions(KMeansInit.KMEANS_PLUS_PLUS)
CREATE = "CREATE OR REPLACE MODEL"


@pytest.fixture
def place(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A dataset to work in."""
    monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", stand_in.rest)
    monkeypatch.setenv("SEGDESK_BIGQUERY_STORAGE", stand_in.grpc)
    place = Shop(stand_in)
    place.tell("reset", {})
    yield place
    place.tell("reset", {})
    place.close()


@pytest.fixture(autouse=True)
def only_googlesql(place: Shop, accepted: Accepted) -> Iterator[None]:
    """Let a test fail that has sent a statement which Google's analyser does not accept."""
    yield
    accepted.check(place.log(), place.client)


@dataclass
class Crowd:
    """Customers in BigQuery, the training table made of them, and those who came down."""

    warehouse: BigQueryWarehouse
    training: Training
    pipeline: Pipeline
    X: Matrix
    keys: pa.ChunkedArray
    customers: int
    task: Task
    said: list[str] = field(default_factory=list)

    def engine(self, options: ModelOptions | None = None, **more: Any) -> BigQueryML:
        known = options or ModelOptions()
        return BigQueryML(
            self.warehouse,
            self.pipeline,
            replace(known, standardize=self.training.standardize),
            self.keys,
            self.training.key,
            self.customers,
            self.task,
            note=self.said.append,
            **more,
        )

    def sweep(
        self, options: ModelOptions | None = None, ks: tuple[int, ...] = KS, **more: Any
    ) -> dict[int, KResult]:
        return {result.k: result for result in self.engine(options, **more).sweep(self.X, ks)}

    def tune(
        self, tuning: Tuning, ks: tuple[int, ...] = KS, options: ModelOptions = DRAWN_THERE
    ) -> dict[int, KResult]:
        engine = TunedBigQueryML(
            self.warehouse,
            self.pipeline,
            replace(options, standardize=self.training.standardize),
            tuning,
            self.training.key,
            self.customers,
            self.task,
            note=self.said.append,
        )
        return {result.k: result for result in engine.sweep(self.X, ks)}

    def models_sent(self, place: Shop) -> list[str]:
        """The CREATE MODEL statements that ran."""
        return [sql for sql in ran(place) if sql.startswith(("-- One k", CREATE))]


def ran(place: Shop) -> list[str]:
    """The statements that were sent to run, not only to be priced."""
    configurations = [job["configuration"] for job in place.sent()]
    return [each["query"]["query"] for each in configurations if "query" in each and not each.get("dryRun")]


def crowd_of(
    place: Shop,
    table: pa.Table,
    pipeline: Pipeline,
    types: dict[str, str],
    *,
    key: str,
    never_bought: str | None = None,
    here: Callable[[pa.Table], pa.Table] = lambda table: table,
    task: Task | None = None,
    **settings: Any,
) -> Crowd:
    """Put customers into BigQuery, and make the training table of them.

    Parameters
    ----------
    here
        Chooses those who came down.
    """
    task = task or Task()
    warehouse = place.open(task, **settings)
    warehouse.load("parametric", table)
    down = here(table)
    if never_bought:
        down = down.filter([count is not None and count > 0 for count in down[never_bought].to_pylist()])
    fitted = pipeline.fit(down)
    training = Training(warehouse.path("parametric"), key, never_bought, types, fitted)
    warehouse.run(training.create(), what="Sweep: training")
    path = warehouse.path(TABLE)
    moments = warehouse.read(training.moments(path), what="Sweep: moments").read_all().to_pylist()[0]
    query = training.categories(path)
    categories = warehouse.read(query, what="Sweep: categories").read_all().to_pylist() if query else []
    learned = training.learned(moments, categories)
    X = learned.transform(down)
    return Crowd(warehouse, training, learned, X, down[key], moments["customers"], task)


# -- customers of both recipes and modes

FEATURES = {
    "thelook careful": FeaturesSettings(),
    "thelook notebook": FeaturesSettings(mode=Mode.NOTEBOOK),
    "ga360 careful": FeaturesSettings(recipe=RecipeName.GA360, purchase="hits.type = 'EVENT'"),
    "ga360 notebook": FeaturesSettings(recipe=RecipeName.GA360, mode=Mode.NOTEBOOK, date_to=date(2017, 8, 1)),
}


@pytest.fixture(scope="module")
def featured(shop: Path, sessions: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a project after its Features step."""
    made: dict[str, Path] = {}

    def project_of(name: str) -> Path:
        if name not in made:
            made[name] = tmp_path_factory.mktemp("featured") / "made.segdesk"
            folder = shop if name.startswith("thelook") else sessions
            settings = Settings(connect=ConnectSettings(source=str(folder)), features=FEATURES[name])
            with Project.create(made[name]) as project:
                project.settings = settings
                for step in (Step.CONNECT, Step.FEATURES):
                    steps.run_step(step, project, settings, Task())
        return made[name]

    return project_of


def crowd_from(
    place: Shop,
    path: Path,
    tmp_path: Path,
    **more: Any,
) -> Crowd:
    """Put a project's customers into BigQuery, prepared as the project says."""
    copy = tmp_path / "copy.segdesk"
    shutil.copy(path, copy)
    with Project.open(copy) as project:
        name = customers.table_name(project)
        relation = project.connection.sql(f'SELECT * FROM "{name}"')
        table = relation.to_arrow_table()
        types = {column: google_type(kind) for column, kind in columns_of(relation)}
        ready = prepared.fitted(project, MatrixSettings(), impute=None, cosine=False)
        return crowd_of(
            place,
            table,
            Pipeline(ready.plans, double=True),
            types,
            key=customers.key_name(project),
            never_bought=customers.never_bought_column(project),
            **more,
        )


@pytest.mark.parametrize(
    ("name", "options"),
    [*((name, ModelOptions()) for name in FEATURES), ("ga360 notebook", DRAWN_THERE)],
)
def test_each_k_has_bigquery_mls_figures_and_the_scores_of_its_segments(
    place, featured, tmp_path, name, options
):
    crowd = crowd_from(place, featured(name), tmp_path)
    assert crowd.training.standardize, "all recipes' numbers are z-scores"
    engine: Engine = crowd.engine(options)
    found = {result.k: result for result in engine.sweep(crowd.X, KS)}
    assert sorted(found) == list(KS)
    for k, result in found.items():
        assert result.error == ""
        assert result.fit is not None
        assert result.scores is not None
        # All customers are here, and in the models' own space: so the definitions give what BigQuery says.
        here = bigquery_ml_scores(crowd.X, result.fit.centers)
        assert result.scores.mean_squared_distance == pytest.approx(here.mean_squared_distance, rel=1e-9)
        assert result.scores.davies_bouldin_index == pytest.approx(here.davies_bouldin_index, rel=1e-9)
        assert result.scores.inertia == pytest.approx(result.fit.inertia, rel=1e-9)
        assert result.fit.centers.shape == (k, crowd.X.shape[1])
        assert result.scores.silhouette_rows == len(crowd.X)
        own = crowd.engine().scoring.scores(crowd.X, result.fit)
        assert result.scores.calinski_harabasz == pytest.approx(own.calinski_harabasz)
        assert isinstance(result, ModelResult)
        assert result.path == crowd.warehouse.path(f"kmeans_{k}")
        assert [each.number for each in result.iterations] == list(range(len(result.iterations)))
        assert result.iterations[-1].loss == pytest.approx(result.scores.mean_squared_distance, rel=0.02)


@pytest.mark.parametrize("name", FEATURES)
def test_from_the_same_starts_the_local_engine_finds_the_same_centers(place, featured, tmp_path, name):
    crowd = crowd_from(place, featured(name), tmp_path)
    to_the_end = ModelOptions(early_stop=False, max_iterations=15)
    for k, result in crowd.sweep(to_the_end, seed=7).items():
        local = fit_like_bigquery_ml(crowd.X, k, seed=7, max_iter=15, min_rel_progress=-1.0)
        # The training table has no order, so the numbers of the centers may be others.
        order = cdist(local.centers, result.fit.centers).argmin(axis=1)
        assert sorted(order) == list(range(k))
        np.testing.assert_allclose(result.fit.centers[order], local.centers, rtol=1e-6, atol=1e-6)
        np.testing.assert_array_equal(result.fit.labels, order[local.labels])


def test_the_tutorials_models_are_asked_for_as_the_tutorial_does(place, featured, tmp_path):
    crowd = crowd_from(place, featured("ga360 notebook"), tmp_path)
    tutorial = ModelOptions(KMeansInit.KMEANS_PLUS_PLUS, spelling=Spelling.CHANGED)
    crowd.sweep(tutorial, ks=(3,))
    [sent] = crowd.models_sent(place)
    options = re.search(r"OPTIONS \((.*?)\) AS", sent)
    assert options is not None
    assert options[1] == ("MODEL_TYPE = 'KMEANS', NUM_CLUSTERS = 3, KMEANS_INIT_METHOD = 'KMEANS++'")
    assert "EXCEPT (`fullVisitorID`)" in sent
    made = place.client.get_model(crowd.warehouse.path("kmeans_3"))
    assert made.labels == {"app": "segdesk"}, "CREATE MODEL itself would take labels for columns"


def test_the_training_table_is_what_the_models_read(place, featured, tmp_path):
    crowd = crowd_from(place, featured("thelook careful"), tmp_path)
    crowd.sweep()
    sent = crowd.models_sent(place)
    assert len(sent) == len(KS)
    for sql in sent:
        assert f"`{crowd.warehouse.path(TABLE)}`" in sql
        assert "parametric" not in sql


# -- starts


def test_the_same_seed_gives_the_same_models(place, featured, tmp_path):
    path = featured("ga360 careful")
    first = crowd_from(place, path, tmp_path).sweep(seed=3)
    again = crowd_from(place, path, tmp_path, prefix="again_").sweep(ks=(4, 2), seed=3)
    other = crowd_from(place, path, tmp_path, prefix="other_").sweep(ks=(4,), seed=4)
    for k, result in again.items():
        np.testing.assert_array_equal(result.fit.centers, first[k].fit.centers)
    assert not np.allclose(other[4].fit.centers, first[4].fit.centers)


def test_what_is_fitted_alone_is_what_the_sweep_finds(place, featured, tmp_path):
    crowd = crowd_from(place, featured("thelook careful"), tmp_path)
    swept = crowd.sweep()[3]
    alone = crowd.engine().fit(crowd.X, 3)
    np.testing.assert_array_equal(alone.centers, swept.fit.centers)
    np.testing.assert_array_equal(alone.labels, swept.fit.labels)


# -- a person's own customers


def people(count: int = 300, *, seed: int = 1) -> tuple[pa.Table, dict[str, str]]:
    """Customers in three groups, with gaps, categories and columns that nobody would name so."""
    random = np.random.default_rng(seed)
    group = np.arange(count) % 3
    gaps = random.random(count) < 0.1
    age = pa.array(20.0 + 20 * group + random.normal(0, 2, count), mask=gaps)
    visits = pa.array(random.poisson(2 + 4 * group), pa.int64())
    channel = pa.array(np.array(["Search", "it's", "E-Mail"])[group], mask=random.random(count) < 0.05)
    keys = pa.array([f"c{i:04d}" for i in range(count)])
    table = pa.table({"customer_id": keys, "age": age, "visits": visits, "channel": channel})
    types = {"customer_id": "STRING", "age": "FLOAT64", "visits": "INT64", "channel": "STRING"}
    return table, types


def own_plan(**age: Any) -> Pipeline:
    plans = [
        FeaturePlan("age", **age),
        FeaturePlan("visits", transform=Transform.LOG1P),
        FeaturePlan("channel", Kind.CATEGORY),
    ]
    return Pipeline(plans, double=True)


@pytest.mark.parametrize("scale", list(Scale))
@pytest.mark.parametrize("impute", [Impute.MEAN, Impute.MEDIAN, Impute.ZERO])
def test_categories_gaps_and_every_scale_end_in_the_models_space(place, scale, impute):
    table, types = people()
    crowd = crowd_of(place, table, own_plan(impute=impute, scale=scale), types, key="customer_id")
    assert crowd.training.standardize is (scale in (Scale.Z_SCORE, Scale.Z_SCORE_SAMPLE))
    for result in crowd.sweep(ks=(2, 3)).values():
        here = bigquery_ml_scores(crowd.X, result.fit.centers)
        assert result.scores.mean_squared_distance == pytest.approx(here.mean_squared_distance, rel=1e-9)
        assert result.scores.davies_bouldin_index == pytest.approx(here.davies_bouldin_index, rel=1e-9)
    assert crowd.pipeline.columns_[-1] == "channel=_null_filler"


def test_a_sample_is_scored_here_and_the_figures_are_those_of_all(place):
    table, types = people(400)
    crowd = crowd_of(
        *(place, table, own_plan(), types),
        key="customer_id",
        here=lambda whole: whole.slice(0, 150).filter(pa.compute.not_equal(whole["channel"][:150], "it's")),
    )
    everybody = crowd.pipeline.transform(table)
    assert crowd.customers == 400 > len(crowd.X)
    for result in crowd.sweep(ks=(3,)).values():
        known = bigquery_ml_scores(everybody, result.fit.centers)
        assert result.scores.mean_squared_distance == pytest.approx(known.mean_squared_distance, rel=1e-9)
        assert result.scores.davies_bouldin_index == pytest.approx(known.davies_bouldin_index, rel=1e-9)
        assert result.scores.inertia == pytest.approx(400 * known.mean_squared_distance, rel=1e-9)
        assert result.scores.silhouette_rows == len(crowd.X)
        assert "channel=it's" in crowd.pipeline.columns_, "nobody here has it"
        np.testing.assert_array_equal(result.fit.labels, assign(crowd.X, result.fit.centers)[0])


def test_cosine_distances_are_measured_on_the_sphere(place):
    table, types = people()
    crowd = crowd_of(
        place, table, Pipeline(own_plan().plans, double=True, cosine=True), types, key="customer_id"
    )
    options = ModelOptions(distance=Distance.COSINE)
    for k, result in crowd.sweep(options, ks=(2, 3)).items():
        lengths = np.linalg.norm(result.fit.centers, axis=1)
        np.testing.assert_allclose(lengths, 0.5**0.5)
        sql = statements.segments(
            crowd.training,
            model=result.path,
            training=crowd.warehouse.path(TABLE),
            names=[f"{number}" for number in range(k)],
            outliers=0.0,
            aside=None,
        )
        crowd.warehouse.run(sql, what="Clusters: segments")
        path = crowd.warehouse.path("segments")
        there = crowd.warehouse.read(f"SELECT * FROM `{path}`", what="Segments").read_all()
        there = there.sort_by("customer_id").to_pydict()
        labels, distances = assign(crowd.X, result.fit.centers)
        assert there["segment"] == [str(label) for label in labels]
        np.testing.assert_allclose(there["distance"], distances, atol=1e-7)
    assert "DISTANCE_TYPE = 'COSINE'" in crowd.models_sent(place)[0]


def test_bigquery_ml_says_what_it_saw_of_each_feature(place):
    table, types = people()
    crowd = crowd_of(place, table, own_plan(scale=Scale.Z_SCORE_SAMPLE), types, key="customer_id")
    crowd.sweep(ks=(2,))
    seen = {
        each.feature: each for each in model.features(crowd.warehouse, crowd.warehouse.path("kmeans_2"), 2)
    }
    assert set(seen) == {"age", "visits", "channel"}
    assert seen["age"].missing == table["age"].null_count
    assert seen["age"].mean == pytest.approx(np.nanmean(table["age"].to_numpy()))
    assert seen["channel"].categories >= 3


# -- going on from earlier models

WARM = ModelOptions(KMeansInit.KMEANS_PLUS_PLUS, max_iterations=1, early_stop=False, warm_start=True)


def test_a_warm_start_goes_on_where_the_model_of_before_ended(place):
    table, types = people()
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id")
    first, again, third = (crowd.sweep(WARM, ks=(4,))[4] for _ in range(3))
    sent = crowd.models_sent(place)
    assert "WARM_START" not in sent[0]
    assert "KMEANS_INIT_METHOD = 'KMEANS++'" in sent[0]
    for sql in sent[1:]:
        assert "WARM_START = TRUE" in sql
        assert "KMEANS_INIT_METHOD" not in sql
    losses = [result.iterations[0].loss for result in (first, again, third)]
    assert losses == sorted(losses, reverse=True)
    assert losses[1] == pytest.approx(bigquery_ml_scores(crowd.X, first.fit.centers).mean_squared_distance)
    assert again.iterations[0].loss <= first.iterations[-1].loss
    assert [each.number for each in third.iterations] == [0], "the runs of before are none of its"


def test_a_model_goes_on_when_customers_were_added(place):
    table, types = people(300)
    crowd_of(place, table, own_plan(), types, key="customer_id").sweep(WARM, ks=(3,))
    more, _ = people(330, seed=2)
    crowd = crowd_of(place, more, own_plan(), types, key="customer_id")
    result = crowd.sweep(WARM, ks=(3,))[3]
    assert result.error == ""
    assert "WARM_START = TRUE" in crowd.models_sent(place)[-1]


@pytest.mark.parametrize(
    "before",
    [ModelOptions(), replace(DRAWN_THERE, max_iterations=3)],
    ids=["from customers drawn here", "of other features"],
)
def test_a_model_that_cannot_go_on_begins_anew(place, before):
    table, types = people()
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id")
    crowd.sweep(before, ks=(3,))
    if before.init is not KMeansInit.CUSTOM:
        plans = [plan for plan in own_plan().plans if plan.name != "visits"]
        crowd = crowd_of(place, table, Pipeline(plans, double=True), types, key="customer_id")
    result = crowd.sweep(WARM, ks=(3,))[3]
    assert result.error == ""
    assert "WARM_START" not in crowd.models_sent(place)[-1]


def test_the_tutorials_options_are_all_spelled_out_where_a_model_goes_on(place, featured, tmp_path):
    crowd = crowd_from(place, featured("ga360 notebook"), tmp_path)
    tutorial = replace(WARM, spelling=Spelling.CHANGED)
    crowd.sweep(replace(tutorial, distance=Distance.COSINE), ks=(3,))
    crowd.sweep(tutorial, ks=(3,))
    first, again = crowd.models_sent(place)
    assert "STANDARDIZE_FEATURES" not in first
    assert "DISTANCE_TYPE = 'EUCLIDEAN'" in again, "left out, it would stay what it was"


# -- tuning

GRID = Tuning(10, algorithm=TuningAlgorithm.GRID_SEARCH)


@pytest.mark.parametrize("name", FEATURES)
def test_each_k_of_a_tuned_model_has_its_figures_and_scores(place, featured, tmp_path, name):
    crowd = crowd_from(place, featured(name), tmp_path)
    found = crowd.tune(GRID)
    assert list(found) == list(KS)
    [sent] = [sql for sql in ran(place) if "NUM_TRIALS" in sql]
    assert "NUM_CLUSTERS = HPARAM_CANDIDATES([2, 3, 4, 5])" in sent
    for number, (k, result) in enumerate(found.items(), 1):
        assert isinstance(result, ModelResult)
        assert (result.path, result.trial) == (crowd.warehouse.path("kmeans_tuned"), number)
        assert result.fit.centers.shape == (k, crowd.X.shape[1])
        here = bigquery_ml_scores(crowd.X, result.fit.centers)
        assert result.scores.mean_squared_distance == pytest.approx(here.mean_squared_distance, rel=1e-9)
        assert result.scores.davies_bouldin_index == pytest.approx(here.davies_bouldin_index, rel=1e-9)
        assert result.scores.inertia == pytest.approx(result.fit.inertia, rel=1e-9)
        assert result.scores.silhouette_rows == len(crowd.X)
    assert place.client.get_model(crowd.warehouse.path("kmeans_tuned")).labels == {"app": "segdesk"}


def test_of_several_trials_of_one_k_the_best_is_taken_and_the_first_of_equals(place):
    table, types = people()
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id")
    options = replace(DRAWN_THERE, init=KMeansInit.RANDOM, max_iterations=1)
    found = crowd.tune(Tuning(30, 5, TuningAlgorithm.RANDOM_SEARCH), ks=tuple(range(2, 9)), options=options)
    trials = model.trials(crowd.warehouse, crowd.warehouse.path("kmeans_tuned"))
    counts = {k: [trial for trial in trials if trial.k == k] for k in found}
    assert max(len(each) for each in counts.values()) > 1
    for k, result in found.items():
        least = min(trial.davies_bouldin_index for trial in counts[k])
        assert result.scores.davies_bouldin_index == pytest.approx(least)
    first, second = counts[2][0], replace(counts[2][0], number=99)
    assert best([second, first], 2) == first


def test_numbers_that_were_not_tried_or_could_not_be_say_so(place):
    table, types = people(30)
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id")
    found = crowd.tune(GRID, ks=(2, 3, 40))
    assert [found[k].error for k in (2, 3)] == ["", ""]
    assert "The trial of 40 segments did not succeed" in found[40].error
    assert "40" in found[40].error
    few = crowd.tune(Tuning(1), ks=(2, 3, 4))
    assert sorted(result.error == "" for result in few.values()) == [False, False, True]
    assert any("BigQuery ML did not try" in result.error for result in few.values())
    assert any("NUM_CLUSTERS = HPARAM_RANGE(2, 4)" in sql for sql in ran(place))


def test_trials_that_cannot_be_used_are_failed_numbers(place):
    table, types = people()
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id")
    plans = [FeaturePlan("height") if plan.name == "age" else plan for plan in own_plan().plans]
    other = Pipeline(plans, double=True).fit(
        table.rename_columns(["customer_id", "height", "visits", "channel"])
    )
    found = replace(crowd, pipeline=other).tune(GRID)
    assert list(found) == list(KS)
    assert all("its centroids have no height" in result.error for result in found.values())


def test_a_tuning_is_allowed_for_all_its_trials_before_it_is_sent(place):
    table, types = people()
    heard = Heard(answer=False)
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id", task=heard.task(), budget=0.02)
    with pytest.raises(OverBudget) as refused:
        crowd.tune(Tuning(10))
    assert "'Sweep: 10 trials of 2 to 5 segments'" in str(refused.value)
    assert len(heard.questions) == 1
    assert not [sql for sql in ran(place) if "NUM_TRIALS" in sql]
    crowd.tune(GRID)  # four trials, at 0.3 cents each
    [job] = [job for job in crowd.warehouse.jobs() if job.kind is Bill.MODEL]
    assert job.billed_bytes == job.estimated_bytes == 4 * 10 * 2**20


def test_what_a_stopped_tuning_leaves_is_noted_and_can_be_replaced(place):
    table, types = people()

    def stop_once_a_few_are_done(progress: Progress) -> None:
        found = re.search(r"trials.*: (\d+)% of the work done", progress.text)
        if found and int(found[1]) > 3:
            task.cancel()

    task = Task(on_progress=stop_once_a_few_are_done)
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id", task=task)
    place.slow(match="NUM_TRIALS", running=20)
    with pytest.raises(Cancelled), task.stopping(crowd.warehouse.cancel):
        crowd.tune(Tuning(100), ks=tuple(range(2, 60)))
    path = crowd.warehouse.path("kmeans_tuned")
    assert place.client.get_model(path).labels == {"app": "segdesk"}
    assert path in {each.path for each in crowd.warehouse.made()}
    [job] = [job for job in crowd.warehouse.jobs() if job.kind is Bill.MODEL]
    assert job.outcome == "cancelled"
    place.slow()
    assert crowd_of(place, table, own_plan(), types, key="customer_id").tune(GRID)[2].error == ""


@pytest.mark.parametrize("ks", [(3,), (4,), (7,)])
def test_outliers_of_a_trial_are_those_that_bigquery_ml_finds_for_the_best_one(place, ks):
    """One customer may be on the other side of the cut: it lies between two of them, or on one."""
    table, types = people(400)
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id")
    [result] = crowd.tune(GRID, ks=ks).values()
    path, training = crowd.warehouse.path("kmeans_tuned"), crowd.warehouse.path(TABLE)
    names = [f"{number}" for number in range(ks[0])]
    sql = statements.segments(
        crowd.training,
        model=path,
        training=training,
        names=names,
        outliers=0.05,
        aside=None,
        trial=1,
    )
    crowd.warehouse.run(sql, what="Clusters: segments")
    own = {
        row["customer_id"]: row for row in place.sql(f"SELECT * FROM `{crowd.warehouse.path('segments')}`")
    }
    share = "STRUCT(0.05 AS contamination)"
    theirs = place.sql(f"SELECT * FROM ML.DETECT_ANOMALIES(MODEL `{path}`, {share}, TABLE `{training}`)")
    labels, distances = assign(crowd.X, result.fit.centers)
    here = {key: place for place, key in enumerate(crowd.keys.to_pylist())}
    assert len(theirs) == len(own) == 400
    nearer = 0
    for row in theirs:
        mine = own[row["customer_id"]]
        at = here[row["customer_id"]]
        assert mine["segment"] == names[labels[at]]
        assert mine["distance"] == pytest.approx(distances[at], abs=1e-7)
        # BigQuery tells the five nearest centroids: a wider one further off may be missed.
        assert mine["normalised_distance"] >= row["normalized_distance"] - 1e-9
        nearer += mine["normalised_distance"] > row["normalized_distance"] + 1e-9
    assert nearer == 0 or ks[0] > 5
    flagged = {key for key, row in own.items() if row["outlier"]}
    others = flagged ^ {row["customer_id"] for row in theirs if row["is_anomaly"]}
    # Whoever seems to be further off for that may come in, and push another one out.
    assert len(others) <= 1 + 2 * nearer
    assert 15 <= len(flagged) <= 20


# -- what goes wrong


def test_a_failed_k_says_why_and_spoils_no_other(place):
    table, types = people(30)
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id")
    found = crowd.sweep(DRAWN_THERE, ks=(2, 40, 3))
    assert found[40].fit is None
    assert found[40].error.endswith(".")
    assert "40" in found[40].error
    assert [found[k].error for k in (2, 3)] == ["", ""]
    with pytest.raises(SegdeskError, match="40"):
        crowd.engine(DRAWN_THERE).run(crowd.X, 40)


def test_a_k_for_which_no_starts_can_be_drawn_is_never_sent(place):
    table, types = people(30)
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id")
    found = crowd.sweep(ks=(2, 40))
    assert "only 30 different customers" in found[40].error
    assert found[2].error == ""
    assert len(crowd.models_sent(place)) == 1
    with pytest.raises(InputError, match="only 30"):
        crowd.engine().fit(crowd.X, 40)


def test_a_k_that_bigquery_refuses_keeps_its_reason(place):
    table, types = people()
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id")
    place.tell(
        "faults",
        [
            {
                "path": "",
                "body": "NUM_CLUSTERS = 3",
                "status": 403,
                "reason": "quotaExceeded",
                "message": "Quota exceeded: Your project exceeded quota for CREATE MODEL queries.",
                "times": 99,
                "at": "job",
            }
        ],
    )
    found = crowd.sweep(ks=(2, 3))
    assert found[2].error == ""
    assert "quota" in found[3].error.lower()


def hand_over(results: Iterator[KResult], done: list[int], after: Callable[[], None] = lambda: None) -> None:
    for result in results:
        done.append(result.k)
        after()


def test_a_cancelled_sweep_hands_over_what_is_done_and_cancels_what_runs(place):
    table, types = people()
    task = Task()
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id", task=task)
    place.slow(match="NUM_CLUSTERS = [345]", running=20)
    done: list[int] = []
    with pytest.raises(Cancelled):
        hand_over(crowd.engine(parallel=3).sweep(crowd.X, KS), done, after=task.cancel)
    assert done == [2]
    ended = {job.what: job.outcome for job in crowd.warehouse.jobs() if job.kind is Bill.MODEL}
    assert ended.pop("Sweep: k = 2") == "done"
    assert set(ended.values()) == {"cancelled"}
    assert len(place.log("/cancel")) == len(ended) >= 1


def test_nothing_more_is_begun_when_the_budget_is_used_up_and_what_was_paid_for_is_kept(place):
    table, types = people()
    heard = Heard(answer=False)
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id", task=heard.task(), budget=0.009)
    done: list[int] = []
    with pytest.raises(OverBudget):
        hand_over(crowd.engine(parallel=1).sweep(crowd.X, KS), done)
    assert done == [2], "a model of so few customers costs 0.6 cents"
    assert len(heard.questions) == 1
    assert len(crowd.models_sent(place)) == 1


def test_models_are_trained_beside_each_other(place):
    table, types = people()
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id")
    place.slow(match="NUM_CLUSTERS", running=1.5)
    crowd.sweep(parallel=4)
    jobs = [job for job in crowd.warehouse.jobs() if job.kind is Bill.MODEL]
    begins = [job.started.timestamp() for job in jobs]
    ends = [job.started.timestamp() + job.seconds for job in jobs]
    assert len(jobs) == len(KS)
    assert max(begins) < min(ends), "all of them ran at one moment"


def test_progress_is_asked_for_before_there_is_a_first_iteration(place):
    table, types = people()
    progress: list[Progress] = []
    task = Task(on_progress=progress.append)
    crowd = crowd_of(place, table, own_plan(), types, key="customer_id", task=task)
    place.slow(match="NUM_CLUSTERS", pending=1, running=3)
    found = crowd.sweep(ks=(2, 3), poll_seconds=0.3)
    assert [found[k].error for k in (2, 3)] == ["", ""]
    polled = [sql for sql in ran(place) if "ML.TRAINING_INFO" in sql]
    assert len(polled) > 3
    assert any(re.match(r"k = [23]: iteration \d+, loss \d", said) for said in crowd.said)
