"""Clusters: put every customer into a segment, and describe the segments."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from segdesk.clustering.arrays import Floats
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
from segdesk.steps import feature_table, prepared, segment_tables, sweep
from segdesk.steps.approach import Approach, approach
from segdesk.steps.prepared import Prepared, prepare
from segdesk.steps.recording import recorded
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
    """

    choice: Choice
    segments: tuple[str, ...]
    fit: Fit
    outliers: Outliers
    projection: Projection
    stability: Stability | None
    rules: RuleSet


def run(project: Project, settings: Settings, task: Task) -> Clustered:
    """Choose k, cluster every customer, and write segments, centroids, profile and projection."""
    with recorded(project, Step.CLUSTERS, settings) as run_:
        task.progress(0, 6, "Choosing the number of segments")
        plan = approach(settings, prepared.count(project))
        choice = choose(
            [Candidate.of(row) for row in sweep.rows(project)], settings.clusters.choose, plan.weights
        )
        task.progress(1, 6, f"Clustering into {choice.k} segments")
        ready = prepare(project, settings.matrix, pca=plan.final_pca, double=plan.double, impute=plan.impute)
        fit = _ordered(project, _fit(project, ready, choice.k, plan))
        names = tuple(f"seg_{number + 1}" for number in range(fit.k))
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
            rules=find_rules(prepared.raw(project, ready.features), fit.labels, ready.features, names=names),
        )
        task.progress(5, 6, "Keeping the segments")
        with project.transaction():
            rows = _keep(project, ready, found)
            run_.finish(rows=rows, warnings=_warnings(found))
        task.progress(6, 6, f"{choice.k} segments")
        return found


def _fit(project: Project, ready: Prepared, k: int, plan: Approach) -> Fit:
    """Return the sweep's own fit, or a new one where the document fits on other columns than it sweeps."""
    if plan.final_pca != plan.pca:
        return plan.engine.fit(ready.X, k)
    centers = sweep.centers_of(project, k)
    labels, _ = assign(ready.X, centers)
    return Fit(k, centers, labels, inertia(ready.X, centers, labels), iterations=0, seconds=0.0)


def _ordered(project: Project, fit: Fit) -> Fit:
    """Return the fit with its segments by what their customers are worth: a rerun does not permute them."""
    value = _value_feature(feature_table.load(project))
    worth: Floats = np.zeros(len(fit.labels))
    if value is not None:
        column = customers.read(project, [value.name], prepared.buyers(project)).column(0)
        worth = column.cast(pa.float64()).to_numpy().astype(np.float64)
    return fit.renumbered(order_by_value(fit.labels, worth, fit.centers))


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
    aside = SET_ASIDE if prepared.anyone_set_aside(project) else None
    rows = segment_tables.store_segments(
        project, ready.X, found.fit, found.outliers, names=found.segments, aside=aside
    )
    segment_tables.store_projection(project, found.projection.coordinates)
    segment_tables.store_profile(project, feature_table.load(project), found.segments, found.stability, aside)
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
    sizes = dict(zip(found.segments, (int(size) for size in found.fit.sizes), strict=True))
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
