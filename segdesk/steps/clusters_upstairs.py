"""The segments where the customers are: the sweep's model puts every one of them into a segment."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import NoReturn

import numpy as np

from segdesk.clustering.arrays import Floats
from segdesk.clustering.bigquery_ml import model, statements
from segdesk.clustering.bigquery_ml.model import ModelFeature
from segdesk.clustering.bigquery_ml.training import TABLE, Training
from segdesk.errors import InputError
from segdesk.project.file import Project
from segdesk.project.settings import Settings
from segdesk.steps import prepared, sweep_upstairs
from segdesk.steps.prepared import Prepared
from segdesk.steps.recording import Run
from segdesk.steps.source import opened
from segdesk.steps.sweep_upstairs import Space, SweptModel
from segdesk.tasks.task import Task
from segdesk.warehouse.base import Keeps


@dataclass(frozen=True)
class Placed:
    """All customers in their segments.

    Attributes
    ----------
    sizes, outliers
        By segment: how many customers it has, and how many of them fit it badly.
    features
        What the model saw of each feature.
    """

    sizes: Mapping[str, int]
    outliers: Mapping[str, int]
    features: tuple[ModelFeature, ...]


def prepare(project: Project, settings: Settings) -> Prepared:
    """Return the customers that are here in the space of the sweep's models."""
    return prepared.prepare_by(project, settings.matrix, _space(project).pipeline)


def place(run: Run, task: Task, *, k: int, centers: Floats, names: Sequence[str], aside: str) -> Placed:
    """Put every customer in BigQuery into a segment, in the table `segments` there, and count them.

    Parameters
    ----------
    centers
        (k, d) as the sweep found them.
    names
        (k,) of the segments, in the order of the centers.
    aside
        The segment of customers who never bought, where the recipe sets them aside.

    Raises
    ------
    InputError
        If the model is not the sweep's any more; it then counts as deleted.
    """
    project, settings = run.project, run.settings
    with opened(project, settings, task, run.number) as warehouse:
        keeps = sweep_upstairs.in_bigquery(warehouse)
        space = _space(project)
        table = sweep_upstairs.training(project, keeps, space.pipeline)
        swept = sweep_upstairs.model_of(project, k, space.fingerprint)
        if swept is None or not _is_the_sweeps(keeps, swept, table, centers):
            _refuse_another_model(project, swept, k)
        task.note("Making the training table")
        sweep_upstairs.make_training(table, keeps, what=f"Clusters: {TABLE}")
        task.note(f"Placing every customer in one of {k} segments")
        statement = statements.segments(
            table,
            model=swept.path,
            trial=swept.trial,
            training=keeps.path(TABLE),
            names=names,
            outliers=settings.clusters.outliers,
            aside=aside,
        )
        keeps.run(statement, what=f"Clusters: {statements.SEGMENTS}")
        counted = keeps.read(
            statements.segment_sizes(keeps.path(statements.SEGMENTS)), what="Clusters: segment sizes"
        )
        rows = counted.read_all().to_pylist()
        return Placed(
            sizes={row["segment"]: row["customers"] for row in rows},
            outliers={row["segment"]: row["outliers"] for row in rows},
            features=model.features(keeps, swept.path, k),
        )


def store(project: Project, placed: Placed | None) -> None:
    """Keep what is known of all customers in place of what was; None where the segments are only here."""
    connection = project.connection
    connection.execute("DELETE FROM segments_upstairs")
    connection.execute("DELETE FROM model_features")
    if placed is None:
        return
    for segment, size in placed.sizes.items():
        values = [segment, size, placed.outliers[segment]]
        connection.execute("INSERT INTO segments_upstairs VALUES (?, ?, ?)", values)
    for position, feature in enumerate(placed.features):
        values = [position, *astuple(feature)]
        connection.execute("INSERT INTO model_features VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def _space(project: Project) -> Space:
    found = sweep_upstairs.space(project)
    if found is None:
        raise InputError("The sweep was not made in BigQuery ML", "", "Run segdesk sweep again")
    return found


def _is_the_sweeps(keeps: Keeps, swept: SweptModel, table: Training, centers: Floats) -> bool:
    """Whether the model is still there, with the centers that the sweep found."""
    try:
        there = _centers(keeps, swept, table, len(centers))
    except InputError:  # gone, or of another shape
        return False
    return np.allclose(there, centers, rtol=1e-6, atol=1e-9)


def _centers(keeps: Keeps, swept: SweptModel, table: Training, k: int) -> Floats:
    standardized = table.standardize
    if swept.trial is None:
        return model.centers(keeps, swept.path, table.pipeline, k, standardized=standardized)
    asked = {swept.trial: k}
    trials = model.centers_of_trials(keeps, swept.path, table.pipeline, asked, standardized=standardized)
    found = trials[swept.trial]
    if isinstance(found, InputError):
        raise found
    return found


def _refuse_another_model(project: Project, swept: SweptModel | None, k: int) -> NoReturn:
    if swept is not None:
        sweep_upstairs.forget_models(project, [swept.path])
    raise InputError(
        f"The model of {k} segments is not the sweep's",
        "it was deleted or replaced in BigQuery",
        "Run segdesk sweep again, which trains what is missing",
    )
