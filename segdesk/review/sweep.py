"""What the Sweep tab shows: the scores of every k, what a run would try, and which k is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from segdesk.project.settings import MAX_K, Choose, MatrixSettings, Settings, SweepSettings
from segdesk.project.sweep_point import FITTED, SweepPoint

if TYPE_CHECKING:
    from segdesk.project.file import Project

Weights = tuple[float, float, float, float]
"""Of inertia, silhouette, Calinski-Harabasz and Davies-Bouldin in the combined score."""


@dataclass(frozen=True)
class Plan:
    """What a run of the sweep would do with the settings as they are.

    Attributes
    ----------
    ks
        The numbers of segments that it tries.
    arrived
        The k among them that a sweep with these settings has something of.
    engine
        Where k-means runs.
    starts
        K-means starts per k.
    silhouette_rows
        Customers drawn for the silhouette; 0 means all of them.
    pca
        Principal components that are clustered on; 0 means all features.
    weights
        Of the combined score.
    trials
        How often BigQuery ML may pick one of them, None where all are tried.
    """

    ks: tuple[int, ...]
    arrived: tuple[SweepPoint, ...]
    engine: str
    starts: int
    silhouette_rows: int
    pca: int
    weights: Weights
    trials: int | None = None

    @property
    def kept(self) -> tuple[SweepPoint, ...]:
        """The k that are done already and would not be computed again."""
        return tuple(point for point in self.arrived if point.status != FITTED)


@dataclass(frozen=True)
class Own:
    """What the recipe and its mode would do where the person leaves it to them.

    Attributes
    ----------
    low, high
        The ends of the range of k.
    starts, silhouette_rows, pca
        As in `Plan`.
    double
        Whether prepared numbers keep all their digits.
    """

    low: int
    high: int
    starts: int
    silhouette_rows: int
    pca: int
    double: bool = False


@dataclass(frozen=True)
class ChosenK:
    """The number of segments that the settings choose from the points shown.

    Attributes
    ----------
    by
        The score that decided; None for a person's own number.
    tried
        How many numbers could have been chosen.
    edge
        ``largest`` or ``smallest``, where it is that of the range.
    other_range
        A narrower range in which another k would win, as from, to, winner.
    """

    k: int
    by: Choose | None
    tried: int
    edge: Literal["largest", "smallest"] | None = None
    other_range: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class SegmentStability:
    """How surely a segment of the last Clusters run is found again in resampled customers.

    Attributes
    ----------
    segment, label
        Its number, and its name where it has one.
    size
        Number of customers.
    jaccard
        Mean bootstrap Jaccard, between 0 and 1; None where it was not measured.
    band
        That figure in a word.
    """

    segment: str
    label: str | None
    size: int
    jaccard: float | None
    band: str | None


@dataclass(frozen=True)
class SweepShown:
    """The sweep as a project holds it.

    Attributes
    ----------
    points
        The last finished sweep; or, as far as it came, one with the settings of now that was not finished,
        with the combined score among its k.
    finished
        Whether it was.
    plan
        What a run would try; None where it cannot run.
    own
        What it would try and do where the settings leave it to the recipe.
    problem
        Why it cannot run, or why no k can be chosen.
    choice
        None where there is nothing to choose from.
    by_scores
        What the combined score would choose, where a person chose the number.
    customers
        How many take part.
    clustered_k
        The number of segments of the last Clusters run.
    stability
        Of its segments.
    trained_on
        How many customers BigQuery ML trained the models on; None where it did not.
    """

    points: tuple[SweepPoint, ...]
    finished: bool
    plan: Plan | None
    own: Own
    problem: str | None
    choice: ChosenK | None
    by_scores: ChosenK | None
    customers: int
    clustered_k: int | None
    stability: tuple[SegmentStability, ...]
    trained_on: int | None = None

    @property
    def is_sampled(self) -> bool:
        """Whether the scores are of fewer customers than the models."""
        return self.trained_on is not None and self.customers < self.trained_on

    @property
    def all_customers(self) -> int:
        """How many customers the models are of, wherever those are."""
        return max(self.customers, self.trained_on or 0)


def sweep(project: "Project") -> SweepShown:
    """Read the sweep, and what a run would do now."""
    from segdesk.errors import InputError
    from segdesk.steps import sweep as step
    from segdesk.steps import sweep_upstairs

    last = step.rows(project)
    plan, customers, problem = _plan(project)
    begun = plan is not None and not set(plan.arrived) <= set(last)
    points = rescored(plan.arrived, plan.weights) if plan and begun else last
    choice = by_scores = None
    wanted = project.settings.clusters.choose
    if points:
        try:
            choice = _choice(points, wanted, plan)
        except InputError as error:
            problem = problem or str(error)
        if isinstance(wanted, int):
            by_scores = _by_scores(points, plan)
    clustering = project.row("SELECT k FROM clustering")
    space = sweep_upstairs.space(project)
    return SweepShown(
        points=points,
        finished=bool(points) and not begun,
        plan=plan,
        own=_own(project.settings, customers),
        problem=problem,
        choice=choice,
        by_scores=by_scores,
        customers=customers,
        clustered_k=clustering[0] if clustering else None,
        stability=_stability(project),
        trained_on=space.customers if space else None,
    )


def rescored(points: Sequence[SweepPoint], weights: Weights) -> tuple[SweepPoint, ...]:
    """Return the points, in the order of k, with the combined score that they have among themselves.

    While a sweep runs, this is the combined score so far: each further k may change that of all others.
    """
    from segdesk.clustering import choose

    ordered = sorted(points, key=lambda point: point.k)
    if sum(not point.failed for point in ordered) < 2:
        return tuple(replace(point, combined=None) for point in ordered)
    scores = choose.combined([choose.Candidate.of(point) for point in ordered], choose.Weights(*weights))
    return tuple(
        replace(point, combined=None if score != score else float(score))  # noqa: PLR0124 - NaN
        for point, score in zip(ordered, scores, strict=True)
    )


def _plan(project: "Project") -> tuple[Plan | None, int, str | None]:
    """Return what a run would do, how many customers take part, and why it cannot run."""
    from segdesk.errors import InputError
    from segdesk.project import customers
    from segdesk.steps import prepared
    from segdesk.steps import sweep as step
    from segdesk.steps.approach import approach

    if customers.table_name(project) is None:
        return None, 0, None
    settings = project.settings
    count = 0
    try:
        count = prepared.count(project)
        found = approach(settings, count)
    except InputError as error:
        return None, count, str(error)
    weights = found.weights
    return (
        Plan(
            ks=found.ks,
            arrived=tuple(point for point in step.arrived(project, settings) if point.k in found.ks),
            engine=found.engine_name,
            starts=found.engine.starts,
            silhouette_rows=found.engine.silhouette_rows,
            pca=found.pca,
            weights=(
                weights.inertia,
                weights.silhouette,
                weights.calinski_harabasz,
                weights.davies_bouldin,
            ),
            trials=settings.sweep.bigquery_ml.trials if settings.sweep.is_tuned else None,
        ),
        count,
        None,
    )


def _own(settings: Settings, customers: int) -> Own:
    """Return what is done where the person leaves it open; of a shop of any size before it is known."""
    from segdesk.errors import InputError
    from segdesk.steps.approach import CUSTOMERS_PER_SEGMENT, approach

    many = MAX_K * CUSTOMERS_PER_SEGMENT
    sweep = SweepSettings(
        listing=settings.sweep.listing,
        exact_silhouettes_up_to=settings.sweep.exact_silhouettes_up_to,
        like_scikit_learn=settings.sweep.like_scikit_learn,
    )
    left_open = {"sweep": sweep, "matrix": MatrixSettings()}
    bare = settings.model_copy(update=left_open)
    try:
        found = approach(bare, customers or many)
    except InputError:  # fewer customers than the document's range of k
        found = approach(bare, many)
    engine = found.engine
    return Own(found.ks[0], found.ks[-1], engine.starts, engine.silhouette_rows, found.pca, found.double)


def _choice(points: Sequence[SweepPoint], by: Choose | int, plan: Plan | None) -> ChosenK:
    from segdesk.clustering import choose

    weights = choose.Weights(*plan.weights) if plan else choose.CAREFUL_WEIGHTS
    found = choose.choose([choose.Candidate.of(point) for point in points], by, weights)
    doubts = found.doubts
    return ChosenK(
        k=found.k,
        by=None if isinstance(by, int) else by,
        tried=sum(not point.failed for point in points),
        edge=doubts.edge.value if doubts.edge else None,
        other_range=doubts.other_range,
    )


def _by_scores(points: Sequence[SweepPoint], plan: Plan | None) -> ChosenK | None:
    from segdesk.errors import InputError

    try:
        return _choice(points, Choose.COMBINED, plan)
    except InputError:
        return None


def _stability(project: "Project") -> tuple[SegmentStability, ...]:
    return tuple(
        SegmentStability(*row)
        for row in project.rows(
            "SELECT s.segment, l.name, s.size, s.stability, s.stability_band"
            " FROM segment_summary AS s LEFT JOIN labels AS l USING (segment) ORDER BY s.position"
        )
    )
