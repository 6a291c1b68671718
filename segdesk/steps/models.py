"""The models that BigQuery ML trained for a project: listed, kept or deleted."""

from collections.abc import Collection
from dataclasses import dataclass

from segdesk.clustering.bigquery_ml.model import Iteration, ModelFeature
from segdesk.project.file import Project
from segdesk.project.ledger import Made
from segdesk.steps import clean_up
from segdesk.tasks.task import Task
from segdesk.warehouse.bigquery.found import Deleted, Found


@dataclass(frozen=True)
class TrainedModel:
    """A model that is in BigQuery.

    Attributes
    ----------
    k
        Its number of segments.
    path
        ``project.dataset.name``.
    chosen
        Whether the segments of now are its.
    davies_bouldin_index, mean_squared_distance
        As BigQuery ML evaluates it.
    seconds
        How long training and scoring took.
    training
        How training went; BigQuery keeps nothing of that of a trial.
    trial
        Which trial of a tuned model it is, None for a model of its own. All trials have one path.
    """

    k: int
    path: str
    chosen: bool
    davies_bouldin_index: float | None
    mean_squared_distance: float | None
    seconds: float
    training: tuple[Iteration, ...]
    trial: int | None = None


def models(project: Project) -> tuple[TrainedModel, ...]:
    """Return the finished sweep's models that are still in BigQuery, as far as the project knows, by k."""
    rows = project.rows(
        "SELECT m.fingerprint, m.k, m.path, coalesce(m.k = c.k AND u.any_placed, FALSE),"
        " s.davies_bouldin_index, s.mean_squared_distance, s.seconds, m.trial"
        " FROM sweep_models AS m JOIN sweep AS s USING (fingerprint, k)"
        " JOIN made_objects AS o ON o.path = m.path AND o.kind = ?"
        " LEFT JOIN clustering AS c ON TRUE"
        " LEFT JOIN (SELECT count(*) > 0 AS any_placed FROM segments_upstairs) AS u ON TRUE"
        " ORDER BY m.k",
        [Made.MODEL],
    )
    return tuple(
        TrainedModel(k, path, chosen, index, distance, seconds, _training(project, fingerprint, k), trial)
        for fingerprint, k, path, chosen, index, distance, seconds, trial in rows
    )


def features(project: Project) -> tuple[ModelFeature, ...]:
    """Return what the model of the segments saw of each feature; nothing where none made them.

    Numbers are in the training table's units: after the preparation, before the scaling.
    """
    rows = project.rows("SELECT * EXCLUDE (position) FROM model_features ORDER BY position")
    return tuple(ModelFeature(*row) for row in rows)


def delete(project: Project, ks: Collection[int], task: Task) -> Deleted:
    """Delete models in BigQuery, and have the project forget them; their scores stay.

    A model that is wanted again is trained by the next sweep. With one trial of a tuned model all of its
    trials go.

    Raises
    ------
    SegdeskError
        If BigQuery cannot be reached. What it refuses to delete is in the result.
    """
    paths = dict.fromkeys(model.path for model in models(project) if model.k in ks)
    deleted = clean_up.clear(project, [Found(path, Made.MODEL) for path in paths], task)
    with project.transaction() as connection:
        for each in deleted.gone:
            connection.execute("DELETE FROM sweep_models WHERE path = ?", [each.path])
    return deleted


def keep_only_chosen(project: Project, task: Task) -> Deleted:
    """Delete every model but that of the segments of now. Raises as `delete` does."""
    found = models(project)
    kept = {model.path for model in found if model.chosen}
    return delete(project, [model.k for model in found if model.path not in kept], task)


def _training(project: Project, fingerprint: str, k: int) -> tuple[Iteration, ...]:
    rows = project.rows(
        "SELECT iteration, loss, seconds FROM training_info WHERE fingerprint = ? AND k = ?"
        " ORDER BY iteration",
        [fingerprint, k],
    )
    return tuple(Iteration(*row) for row in rows)
