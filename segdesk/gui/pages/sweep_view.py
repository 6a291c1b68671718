"""What the Sweep page shows at one moment, worked out without any widget."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from segdesk.gui.sentences import said
from segdesk.project.sweep_point import FITTED, SweepPoint
from segdesk.review.sweep import Plan, SweepShown, Weights, rescored


class Trial(Enum):
    """How far a number of segments is."""

    DONE = "done"
    FITTED = "fitted"
    """All but its silhouette is there."""
    FAILED = "failed"
    TRYING = "trying"
    WAITING = "waiting"
    NOT_TRIED = "not tried"


class Stage(Enum):
    """How far the sweep on the page is."""

    NOTHING = "nothing"
    RUNNING = "running"
    STOPPED = "stopped"
    """It was cancelled, or failed on its way; what is done is kept."""
    FINISHED = "finished"


@dataclass(frozen=True)
class Row:
    """One number of segments.

    Attributes
    ----------
    point
        Its scores; None where it has not been tried.
    """

    k: int
    trial: Trial
    point: SweepPoint | None = None


@dataclass(frozen=True)
class SweepView:
    """What the page shows.

    Attributes
    ----------
    rows
        Every number of segments, in order; those that are to come as well while a sweep is not finished.
    chosen
        The number that is chosen, where the sweep is finished.
    customers
        How many take part.
    weights
        Of the combined score.
    """

    stage: Stage
    rows: tuple[Row, ...] = ()
    chosen: int | None = None
    customers: int = 0
    weights: Weights | None = None

    @property
    def points(self) -> tuple[SweepPoint, ...]:
        """The numbers that were tried, failed ones included."""
        return tuple(row.point for row in self.rows if row.point is not None)

    @property
    def failed(self) -> tuple[SweepPoint, ...]:
        """The numbers that have no scores."""
        return tuple(point for point in self.points if point.failed)

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last number."""
        return (self.rows[0].k, self.rows[-1].k) if self.rows else None

    def point(self, k: int | None) -> SweepPoint | None:
        """Return the scores of a number of segments, None where it was not tried."""
        return next((point for point in self.points if point.k == k), None)

    def may_be_used(self, k: int | None) -> bool:
        """Whether a number can be chosen now, and is not chosen already."""
        point = self.point(k)
        return self.stage is Stage.FINISHED and point is not None and not point.failed and k != self.chosen


@dataclass
class Run:
    """A sweep that is running.

    Attributes
    ----------
    plan
        What it tries; None until the worker has said so.
    customers
        How many take part.
    at_a_time
        How many are tried at the same time.
    arrived
        The numbers that are done, by k.
    """

    plan: Plan | None = None
    customers: int = 0
    at_a_time: int = 1
    arrived: dict[int, SweepPoint] = field(default_factory=dict)


def running_view(run: Run) -> SweepView:
    """Return what is shown of a running sweep: what was kept, what has arrived, and what is to come."""
    plan = run.plan
    if plan is None:
        return SweepView(Stage.RUNNING)
    known = {point.k: point for point in plan.kept} | run.arrived
    scored = {point.k: point for point in rescored(tuple(known.values()), plan.weights)}
    rows = _rows(plan.ks, scored, Trial.WAITING)
    waiting = [place for place, row in enumerate(rows) if row.trial is Trial.WAITING]
    for place in waiting[: run.at_a_time]:  # they are begun in their order
        rows[place] = Row(rows[place].k, Trial.TRYING)
    return SweepView(Stage.RUNNING, tuple(rows), customers=run.customers, weights=plan.weights)


def resting_view(shown: SweepShown) -> SweepView:
    """Return what is shown while no sweep runs."""
    plan = shown.plan
    weights = plan.weights if plan else None
    known = {point.k: point for point in shown.points}
    if not known:
        return SweepView(Stage.NOTHING, customers=shown.all_customers, weights=weights)
    if shown.finished:
        chosen = shown.choice.k if shown.choice else None
        rows = _rows(sorted(known), known, Trial.NOT_TRIED)
        return SweepView(Stage.FINISHED, tuple(rows), chosen, shown.all_customers, weights)
    rows = _rows(plan.ks if plan else sorted(known), known, Trial.NOT_TRIED)
    return SweepView(Stage.STOPPED, tuple(rows), customers=shown.all_customers, weights=weights)


def _rows(ks: Iterable[int], known: dict[int, SweepPoint], otherwise: Trial) -> list[Row]:
    return [_tried(known[k]) if k in known else Row(k, otherwise) for k in ks]


def _tried(point: SweepPoint) -> Row:
    if point.failed:
        return Row(point.k, Trial.FAILED, replace(point, error=said(point.error or "")))
    return Row(point.k, Trial.FITTED if point.status == FITTED else Trial.DONE, point)
