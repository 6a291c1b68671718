"""Clusters: put every customer into a segment, and describe the segments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from segdesk.clustering.arrays import Floats, Indices
from segdesk.clustering.choose import Candidate, Choice, choose
from segdesk.clustering.kmeans import Fit, assign, inertia
from segdesk.clustering.outliers import Outliers, find_outliers
from segdesk.clustering.profile import order_by_value
from segdesk.clustering.projection import Projection, pca3
from segdesk.clustering.rules import RuleSet, find_rules
from segdesk.clustering.stability import Band, Stability, stability
from segdesk.project import customers
from segdesk.project.file import Project
from segdesk.project.segment_size import FEWEST
from segdesk.project.settings import Settings
from segdesk.project.step import Step
from segdesk.steps import clusters_upstairs, feature_table, prepared, segment_tables, sweep
from segdesk.steps.approach import Approach, approach
from segdesk.steps.clusters_upstairs import Placed
from segdesk.steps.prepared import Prepared, prepare
from segdesk.steps.recording import Run, recorded
from segdesk.tasks.task import Task
from segdesk.warehouse.recipes import Feature, Kind, Role

SET_ASIDE = "seg_0"
"""The segment of the customers who never bought, where the recipe sets them aside."""


@dataclass(frozen=True, eq=False)
class Clustered:
    """The segments, and how they came about.

    Attributes
    ----------
    choice
        The number of segments, and why.
    segments
        Their names, the most valuable first.
    fit
        K-means with its segments in that order.
    stability
        None if it was not asked for, or cannot be measured.
    upstairs
        All customers, where BigQuery ML placed them; None where all are here.
    """

    choice: Choice
    segments: tuple[str, ...]
    fit: Fit
    outliers: Outliers
    projection: Projection
    stability: Stability | None
    rules: RuleSet
    upstairs: Placed | None = None

    @property
    def sizes(self) -> Mapping[str, int]:
        """Customers by segment: all of them where BigQuery ML placed them, otherwise those that are here."""
        if self.upstairs is not None:
            return {name: self.upstairs.sizes.get(name, 0) for name in self.segments}
        return dict(zip(self.segments, (int(size) for size in self.fit.sizes), strict=True))


def run(project: Project, settings: Settings, task: Task) -> Clustered:
    """Choose k, cluster every customer, and write segments, centroids, profile and projection."""
    with recorded(project, Step.CLUSTERS, settings) as run_:
        task.progress(0, 6, "Choosing the number of segments")
        plan = approach(settings, prepared.count(project))
        choice = choose(
            [Candidate.of(row) for row in sweep.rows(project)], settings.clusters.choose, plan.weights
        )
        task.progress(1, 6, f"Clustering into {choice.k} segments")
        ready = _ready(project, settings, plan)
        fit = _fit(project, ready, choice.k, plan)
        position = _by_value(project, fit)
        names = tuple(f"seg_{number + 1}" for number in range(fit.k))
        placed = _placed(run_, task, fit, [names[i] for i in position]) if plan.is_upstairs else None
        fit = fit.renumbered(position)
        task.progress(2, 6, "Measuring stability")
        stable = _stability(ready, fit, settings, task)
        task.progress(4, 6, "Looking for outliers and rules")
        found = Clustered(
            choice=choice,
            segments=names,
            fit=fit,
            outliers=find_outliers(ready.X, fit, settings.clusters.outliers),
            projection=pca3(ready.X),
            stability=stable,
            rules=find_rules(prepared.taking_part(project), fit.labels, ready.features, names=names),
            upstairs=placed,
        )
        task.progress(5, 6, "Keeping the segments")
        with project.transaction():
            rows = _keep(project, ready, found)
            run_.finish(rows=rows, warnings=_warnings(found))
        task.progress(6, 6, f"{choice.k} segments")
        return found


def _ready(project: Project, settings: Settings, plan: Approach) -> Prepared:
    if plan.is_upstairs:
        return clusters_upstairs.prepare(project, settings)
    return prepare(project, settings.matrix, pca=plan.final_pca, double=plan.double, impute=plan.impute)


def _placed(run: Run, task: Task, fit: Fit, names: Sequence[str]) -> Placed:
    """Have BigQuery ML place all customers; ``names`` are those of the fit's segments, in their order."""
    return clusters_upstairs.place(run, task, k=fit.k, centers=fit.centers, names=names, aside=SET_ASIDE)


def _fit(project: Project, ready: Prepared, k: int, plan: Approach) -> Fit:
    """Return the sweep's own fit, or a new one where the document fits on other columns than it sweeps."""
    if plan.final_pca != plan.pca:
        return plan.engine.fit(ready.X, k)
    centers = sweep.centers_of(project, k)
    labels, _ = assign(ready.X, centers)
    return Fit(k, centers, labels, inertia(ready.X, centers, labels), iterations=0, seconds=0.0)


def _by_value(project: Project, fit: Fit) -> Indices:
    """Return the positions (k,) of the segments by what their customers are worth.

    So a rerun does not permute them.
    """
    value = _value_feature(feature_table.load(project))
    worth: Floats = np.zeros(len(fit.labels))
    if value is not None:
        column = customers.read(project, [value.name], prepared.buyers(project)).column(0)
        worth = column.cast(pa.float64()).to_numpy()
    return order_by_value(fit.labels, worth, fit.centers)


def _value_feature(features: Sequence[Feature]) -> Feature | None:
    """Return the feature that says what a customer is worth."""
    numbers = [f for f in features if f.kind is Kind.NUMBER]
    for role in (Role.REVENUE, Role.BASKET, Role.ORDERS):
        for feature in numbers:
            if feature.role is role:
                return feature
    return None


def _stability(ready: Prepared, fit: Fit, settings: Settings, task: Task) -> Stability | None:
    bootstraps = settings.clusters.bootstraps
    if not bootstraps or fit.k < 2:
        return None
    return stability(
        ready.X,
        fit,
        bootstraps=bootstraps,
        seed=settings.sweep.seed,
        progress=lambda done, total: task.progress(
            2 + 2 * done / total, 6, f"Stability: sample {done} of {total}"
        ),
    )


def _keep(project: Project, ready: Prepared, found: Clustered) -> int:
    """Write every table of the step and return the number of customers in segments."""
    placed = found.upstairs
    elsewhere = placed is not None and SET_ASIDE in placed.sizes
    aside = SET_ASIDE if elsewhere or prepared.anyone_set_aside(project) else None
    rows = segment_tables.store_segments(
        project, ready.X, found.fit, found.outliers, names=found.segments, aside=aside
    )
    segment_tables.store_projection(project, found.projection.coordinates)
    segment_tables.store_profile(
        project,
        feature_table.load(project),
        found.segments,
        found.stability,
        aside,
        sizes=placed.sizes if placed else None,
    )
    clusters_upstairs.store(project, placed)
    segment_tables.store_clustering(
        project,
        k=found.choice.k,
        reason=found.choice.reason,
        warning=found.choice.warning,
        pipeline=ready.pipeline.to_json(),
        centers=found.fit.centers,
        segments=found.segments,
        outliers=found.outliers,
        rules_sql=_rules_sql(project, found.rules, aside),
        rules_fidelity=found.rules.fidelity,
        stability=found.stability,
        explained=found.projection.explained,
    )
    customers.name_segment_views(project)
    return rows


def _rules_sql(project: Project, rules: RuleSet, aside: str | None) -> str:
    """Return the CASE, beginning with those who never bought, where they are set aside."""
    if not aside:
        return rules.sql
    never = f"\n  WHEN {customers.never_bought_column(project)} = 0 THEN '{aside}'"
    return rules.sql.replace("CASE", f"CASE{never}", 1)


def _warnings(found: Clustered) -> tuple[str, ...]:
    """Return what a person should know before using the segments."""
    sizes = found.sizes
    empty = [name for name, size in sizes.items() if size == 0]
    small = [f"{name} ({size})" for name, size in sizes.items() if 0 < size < FEWEST]
    bands = found.stability.bands if found.stability else ()
    shaky = [
        n for n, band in zip(found.segments, bands, strict=False) if band in (Band.DISSOLVED, Band.DOUBTFUL)
    ]
    sentences = (
        found.choice.warning,
        empty and f"Empty, as there are fewer groups than segments: {', '.join(empty)}",
        small and f"Fewer than {FEWEST} customers, too few for advertising platforms: {', '.join(small)}",
        shaky and f"Not found again in resampled customers, so do not rely on them: {', '.join(shaky)}",
    )
    return tuple(sentence for sentence in sentences if sentence)
