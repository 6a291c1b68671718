"""What BigQuery ML says of a model that is there."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from segdesk.clustering.arrays import Floats
from segdesk.clustering.bigquery_ml import statements
from segdesk.clustering.bigquery_ml.centroids import centers_of
from segdesk.clustering.bigquery_ml.tuning import Trial
from segdesk.clustering.matrix import Pipeline
from segdesk.clustering.scores import BigQueryMLScores
from segdesk.errors import InputError
from segdesk.project.ledger import Bill
from segdesk.warehouse.base import Keeps


@dataclass(frozen=True)
class Iteration:
    """One update of a model's centroids, from 0; what BigQuery does not say is None."""

    number: int
    loss: float | None
    seconds: float | None


@dataclass(frozen=True)
class ModelFeature:
    """A column as the model saw it; what does not apply to it is None.

    Attributes
    ----------
    minimum, maximum, mean, median, stddev
        Of a number.
    categories
        How many a category has.
    missing
        Customers without a value.
    """

    feature: str
    minimum: float | None
    maximum: float | None
    mean: float | None
    median: float | None
    stddev: float | None
    categories: int | None
    missing: int | None


def figures(warehouse: Keeps, path: str, k: int) -> BigQueryMLScores:
    """Return BigQuery ML's own two figures of a model, NaN where it gives none (ML.EVALUATE).

    Parameters
    ----------
    path
        Full path of the model.
    k
        Its number of segments, for whoever looks at progress and costs.
    """
    (row,) = _rows(warehouse, statements.evaluate(path), what=f"figures of k = {k}")
    return BigQueryMLScores(_known(row["davies_bouldin_index"]), _known(row["mean_squared_distance"]))


def centers(warehouse: Keeps, path: str, pipeline: Pipeline, k: int, *, standardized: bool) -> Floats:
    """Return a model's centers (k, d) in the pipeline's space (ML.CENTROIDS). See `centers_of`."""
    rows = _rows(warehouse, statements.centroids(path), what=f"centroids of k = {k}")
    return centers_of(rows, pipeline, k, standardized=standardized)


def iterations(warehouse: Keeps, path: str, k: int) -> tuple[Iteration, ...]:
    """Return how training went, or how far it has come (ML.TRAINING_INFO).

    Of a model that went on from an earlier one, only its last run is told.

    Raises
    ------
    SegdeskError
        Before the first iteration there is nothing to be found.
    """
    query = statements.training_info(path)
    rows = _rows(warehouse, query, what=f"iterations of k = {k}", bill=Bill.FREE)
    last = max((row["training_run"] for row in rows), default=0)
    return tuple(
        Iteration(int(row["iteration"]), row["loss"], _seconds(row["duration_ms"]))
        for row in rows
        if row["training_run"] == last
    )


def features(warehouse: Keeps, path: str, k: int) -> tuple[ModelFeature, ...]:
    """Return what a model saw of each of its features (ML.FEATURE_INFO)."""
    rows = _rows(warehouse, statements.feature_info(path), what=f"features of k = {k}")
    return tuple(
        ModelFeature(**{name: row[name] for name in (field.name for field in fields(ModelFeature))})
        for row in rows
    )


def trials(warehouse: Keeps, path: str) -> tuple[Trial, ...]:
    """Return the trials of a tuned model, in their order (ML.TRIAL_INFO)."""
    return tuple(
        Trial(
            number=int(row["trial"]),
            k=int(row["k"]),
            status=row["status"],
            davies_bouldin_index=row["davies_bouldin_index"],
            error=row["error_message"] or "",
        )
        for row in _rows(warehouse, statements.trials(path), what="trials")
    )


def figures_of_trials(warehouse: Keeps, path: str) -> Mapping[int, BigQueryMLScores]:
    """Return the two figures of each trial of a tuned model, by its number (ML.EVALUATE)."""
    return {
        int(row["trial"]): BigQueryMLScores(
            _known(row["davies_bouldin_index"]), _known(row["mean_squared_distance"])
        )
        for row in _rows(warehouse, statements.evaluate_trials(path), what="figures of the trials")
    }


def centers_of_trials(
    warehouse: Keeps, path: str, pipeline: Pipeline, ks: Mapping[int, int], *, standardized: bool
) -> Mapping[int, Floats | InputError]:
    """Return the centers (k, d) of some trials of a tuned model, by their numbers (ML.CENTROIDS).

    In place of those of a trial that cannot be used there is the reason, as `centers_of` raises it.

    Parameters
    ----------
    ks
        Number of a trial to its number of segments.
    """
    query = statements.centroids_of_trials(path, sorted(ks))
    by_trial: dict[int, list[dict[str, Any]]] = {number: [] for number in ks}
    for row in _rows(warehouse, query, what="centroids of the trials"):
        by_trial[int(row["trial"])].append(row)
    found: dict[int, Floats | InputError] = {}
    for number, rows in by_trial.items():
        try:
            found[number] = centers_of(rows, pipeline, ks[number], standardized=standardized)
        except InputError as error:
            found[number] = error
    return found


def _rows(warehouse: Keeps, sql: str, *, what: str, bill: Bill = Bill.QUERY) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        warehouse.read(sql, what=f"BigQuery ML: {what}", bill=bill).read_all().to_pylist()
    )
    return found


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def _known(value: float | None) -> float:
    return float("nan") if value is None else float(value)
