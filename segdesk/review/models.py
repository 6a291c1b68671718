"""What the window shows of the models that BigQuery ML trained for the sweep."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segdesk.project.file import Project


@dataclass(frozen=True)
class Update:
    """One update of a model's centers, from 0; what BigQuery does not say is None."""

    number: int
    loss: float | None
    seconds: float | None


@dataclass(frozen=True)
class ShownModel:
    """A model of the last finished sweep.

    Attributes
    ----------
    path
        ``project.dataset.name``; None where it was deleted, and only its scores are left.
    chosen
        Whether the segments of now are its.
    seconds
        How long training and scoring took.
    training
        How training went; empty for a model that was deleted, and for a trial.
    trial
        Which trial of a tuned model it is, None for a model of its own. All trials have one path.
    """

    k: int
    path: str | None
    chosen: bool
    davies_bouldin_index: float | None
    mean_squared_distance: float | None
    seconds: float
    training: tuple[Update, ...] = ()
    trial: int | None = None


def models(project: "Project") -> tuple[ShownModel, ...]:
    """Return the models of the finished sweep, by k; none where this machine did the clustering."""
    from segdesk.steps import models as step
    from segdesk.steps import sweep, sweep_upstairs

    if sweep_upstairs.space(project) is None:
        return ()
    kept = {model.k: model for model in step.models(project)}
    found = []
    for point in sweep.rows(project):
        model = kept.get(point.k)
        training = tuple(Update(i.number, i.loss, i.seconds) for i in model.training) if model else ()
        found.append(
            ShownModel(
                k=point.k,
                path=model.path if model else None,
                chosen=bool(model and model.chosen),
                davies_bouldin_index=point.davies_bouldin_index,
                mean_squared_distance=point.mean_squared_distance,
                seconds=point.seconds or 0.0,
                training=training,
                trial=model.trial if model else None,
            )
        )
    return tuple(found)
