"""The sweep where the customers are: BigQuery ML trains on all of them, and a sample is scored here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from segdesk.clustering.bigquery_ml.engine import BigQueryML
from segdesk.clustering.bigquery_ml.options import ModelOptions, Spelling
from segdesk.clustering.bigquery_ml.results import ModelResult
from segdesk.clustering.bigquery_ml.training import TABLE, Training
from segdesk.clustering.bigquery_ml.tuned import TunedBigQueryML
from segdesk.clustering.bigquery_ml.tuning import Tuning
from segdesk.clustering.choose import Candidate, choose
from segdesk.clustering.engine import KResult
from segdesk.clustering.matrix import Pipeline
from segdesk.errors import InputError
from segdesk.project import customers, ledger
from segdesk.project.file import Project, quoted
from segdesk.project.ledger import Made, MadeObject
from segdesk.project.settings import Distance, RecipeName, Settings
from segdesk.project.sweep_point import SweepPoint
from segdesk.steps import prepared, upstairs
from segdesk.steps.approach import Approach, follows_a_document
from segdesk.steps.recording import Run
from segdesk.steps.source import opened
from segdesk.tasks.task import Task
from segdesk.warehouse.base import Keeps
from segdesk.warehouse.types import columns_of, google_type


def results(
    run: Run, plan: Approach, task: Task, *, ks: Sequence[int], fingerprint: str
) -> Iterator[KResult]:
    """Make the training table, train a model for each k, and yield each as it is ready.

    The models, how their training went, and the space of their centers are kept in the project.

    Parameters
    ----------
    fingerprint
        What these results of the sweep depend on.
    """
    project, settings = run.project, run.settings
    with opened(project, settings, task, run.number) as warehouse:
        keeps = in_bigquery(warehouse)
        cosine = settings.sweep.bigquery_ml.distance is Distance.COSINE
        fitted = prepared.fitted(project, settings.matrix, impute=plan.impute, cosine=cosine)
        table = training(project, keeps, fitted)
        task.note("Making the training table")
        make_training(table, keeps, what=f"Sweep: {TABLE}")
        pipeline, count = _learn(table, keeps)
        engine = _engine(run, plan, task, keeps=keeps, table=table, pipeline=pipeline, customers=count)
        X = prepared.prepare_by(project, settings.matrix, pipeline).X
        _remember_space(project, fingerprint, pipeline, count)
        replaced: set[str] = set()
        for result in engine.sweep(X, ks):
            if isinstance(result, ModelResult) and result.path is not None:
                if result.path not in replaced:
                    forget_models(project, [result.path])
                    replaced.add(result.path)
                _remember_model(project, fingerprint, result)
            yield result


def _engine(
    run: Run, plan: Approach, task: Task, *, keeps: Keeps, table: Training, pipeline: Pipeline, customers: int
) -> BigQueryML | TunedBigQueryML:
    """Return what trains: a model for each k, or one of which BigQuery ML picks the k itself."""
    settings = run.settings.sweep
    options = model_options(run.settings, standardize=table.standardize)
    tuning = Tuning.of(settings.bigquery_ml)
    if tuning is not None:
        return TunedBigQueryML(
            keeps,
            pipeline,
            options,
            tuning,
            table.key,
            customers,
            task,
            scoring=plan.engine,
            note=task.note,
        )
    return BigQueryML(
        keeps,
        pipeline,
        options,
        prepared.keys(run.project),
        table.key,
        customers,
        task,
        parallel=settings.bigquery_ml.parallel,
        scoring=plan.engine,
        seed=settings.seed,
        note=task.note,
    )


def without_model(
    project: Project, settings: Settings, points: Sequence[SweepPoint], plan: Approach, fingerprint: str
) -> int | None:
    """Return the k that would be chosen if its model is not in BigQuery any more, None otherwise."""
    try:
        k = choose([Candidate.of(point) for point in points], settings.clusters.choose, plan.weights).k
    except InputError:  # a fixed k outside the range: the Clusters step says so
        return None
    return None if model_of(project, k, fingerprint) else k


@dataclass(frozen=True)
class SweptModel:
    """Where a k of a sweep is in BigQuery.

    Attributes
    ----------
    path
        ``project.dataset.name`` of the model.
    trial
        Which trial of a tuned model it is, None for a model of its own.
    """

    path: str
    trial: int | None


def model_of(project: Project, k: int, fingerprint: str) -> SweptModel | None:
    """Return a sweep's model with ``k`` segments, None where it is gone."""
    row = project.row(
        "SELECT m.path, m.trial FROM sweep_models AS m"
        " JOIN made_objects AS o ON o.path = m.path AND o.kind = ?"
        " WHERE m.k = ? AND m.fingerprint = ?",
        [Made.MODEL, k, fingerprint],
    )
    return SweptModel(*row) if row else None


def forget_models(project: Project, paths: Sequence[str]) -> None:
    """Remove models from the project that are not the sweep's any more."""
    with project.transaction() as connection:
        for path in paths:
            connection.execute("DELETE FROM sweep_models WHERE path = ?", [path])


def in_bigquery(warehouse: object) -> Keeps:
    """Return a warehouse that keeps what is made. Raises `InputError` for one that does not."""
    if not isinstance(warehouse, Keeps):
        raise InputError("BigQuery ML cannot cluster these customers", "they are not in BigQuery")
    return warehouse


def training(project: Project, keeps: Keeps, pipeline: Pipeline) -> Training:
    """Return what the training table is made of, and by which pipeline.

    Raises
    ------
    InputError
        If the customers' table is not in BigQuery.
    """
    source, table = upstairs.known(project), customers.table_name(project)
    if source is None or table is None:
        raise InputError(
            "BigQuery ML cannot cluster these customers", "they are only here", "Run segdesk features again"
        )
    here = project.connection.sql(f"SELECT * FROM {quoted(table)} LIMIT 0")
    return Training(
        customers=keeps.path(source.table),
        key=customers.key_name(project),
        never_bought=customers.never_bought_column(project),
        types={name: google_type(kind) for name, kind in columns_of(here)},
        pipeline=pipeline,
    )


def make_training(table: Training, keeps: Keeps, *, what: str) -> None:
    """Make the training table, replacing another sweep's; ``what`` is for whoever looks at costs."""
    keeps.run(table.create(), what=what)


@dataclass(frozen=True, eq=False)
class Space:
    """Where the finished sweep's models live.

    Attributes
    ----------
    fingerprint
        Of the sweep.
    pipeline
        What makes a customer here comparable with the models' centers.
    customers
        How many they were trained on.
    """

    fingerprint: str
    pipeline: Pipeline
    customers: int


def space(project: Project) -> Space | None:
    """Return the space of the finished sweep's models, None where BigQuery ML did not make it."""
    row = project.row(
        "SELECT fingerprint, pipeline, customers FROM training_spaces JOIN sweep_range USING (fingerprint)"
    )
    return Space(row[0], Pipeline.from_json(row[1]), int(row[2])) if row else None


def finish(project: Project, fingerprint: str) -> None:
    """Forget what belongs to other sweeps; within the transaction that makes this one the one that counts."""
    for table in ("training_spaces", "sweep_models", "training_info"):
        project.connection.execute(f"DELETE FROM {table} WHERE fingerprint <> ?", [fingerprint])


def sample_note(project: Project) -> tuple[str, ...]:
    """Say which customers the scores are of, where these are not all."""
    found = space(project)
    here = prepared.count(project)
    if found is None or found.customers == here:
        return ()
    scores = "Silhouette, Calinski-Harabasz and Davies-Bouldin"
    return (f"{scores} are those of {here:,} of the {found.customers:,} customers",)


def model_options(settings: Settings, *, standardize: bool = True) -> ModelOptions:
    """Return how the settings have the models trained."""
    features = settings.features
    tutorial = features.recipe is RecipeName.GA360 and follows_a_document(features)
    return ModelOptions.of(
        settings.sweep.bigquery_ml,
        standardize=standardize,
        spelling=Spelling.CHANGED if tutorial else Spelling.ALL,
    )


def _learn(table: Training, keeps: Keeps) -> tuple[Pipeline, int]:
    """Return the pipeline that the training table teaches, and the table's number of rows."""
    path = keeps.path(TABLE)
    moments = keeps.read(table.moments(path), what="Sweep: means and deviations").read_all().to_pylist()[0]
    query = table.categories(path)
    categories = keeps.read(query, what="Sweep: categories").read_all().to_pylist() if query else []
    return table.learned(moments, categories), int(moments["customers"])


def _remember_space(project: Project, fingerprint: str, pipeline: Pipeline, count: int) -> None:
    with project.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO training_spaces VALUES (?, ?, ?)",
            [fingerprint, pipeline.to_json(), count],
        )


def _remember_model(project: Project, fingerprint: str, result: ModelResult) -> None:
    """Keep a model that is there now, and how its training went."""
    assert result.path is not None
    # The run's own account is only kept at its end, which a crash would take away.
    ledger.record(project, None, (), (MadeObject(result.path, Made.MODEL),))
    with project.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO sweep_models (fingerprint, k, path, trial) VALUES (?, ?, ?, ?)",
            [fingerprint, result.k, result.path, result.trial],
        )
        connection.execute(
            "DELETE FROM training_info WHERE fingerprint = ? AND k = ?", [fingerprint, result.k]
        )
        for each in result.iterations:
            connection.execute(
                "INSERT INTO training_info VALUES (?, ?, ?, ?, ?)",
                [fingerprint, result.k, each.number, each.loss, each.seconds],
            )
