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
from segdesk.clustering.bigquery_ml.engine import BigQueryML, ModelResult
from segdesk.clustering.bigquery_ml.options import ModelOptions, Spelling
from segdesk.clustering.bigquery_ml.training import TABLE, Training
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
