"""What the Clusters tab shows: the segments, what they look like, and how they came about."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from segdesk.project.segment_size import FEWEST

if TYPE_CHECKING:
    from segdesk.project.file import Project

Floats = NDArray[np.float64]

SET_ASIDE = "seg_0"
"""The segment of customers who never bought, where the recipe sets them aside."""


@dataclass(frozen=True)
class Segment:
    """A segment.

    Attributes
    ----------
    segment, label, designation
        Its number, and its name and sentence where it has them.
    size, share
        Customers, and their part of all customers.
    stability, band
        Mean bootstrap Jaccard between 0 and 1, and that in a word; None where it was not measured.
    outliers
        Customers who fit it badly.
    set_aside
        Whether these are the customers who never bought and were not clustered.
    small
        Whether it has too few customers for advertising platforms.
    """

    segment: str
    label: str | None
    designation: str | None
    size: int
    share: float
    stability: float | None
    band: str | None
    outliers: int
    set_aside: bool
    small: bool


@dataclass(frozen=True, eq=False)
class NumberProfile:
    """A number feature in every segment, in the order of the segments; NaN where there is nothing.

    Attributes
    ----------
    clustered
        Whether the settings cluster on it.
    average, minimum, maximum
        Of all customers.
    mean, median, q1, q3
        (k,) in the unit of the feature; the means are the centroids.
    z_score
        (k,) standard deviations of all customers by which the mean lies above theirs.
    index
        (k,) the mean in percent of that of all customers; 100 is average.
    """

    name: str
    title: str
    unit: str
    role: str
    clustered: bool
    average: float
    minimum: float
    maximum: float
    mean: Floats
    median: Floats
    q1: Floats
    q3: Floats
    z_score: Floats
    index: Floats


@dataclass(frozen=True, eq=False)
class CategoryProfile:
    """A category feature in every segment, in the order of the segments; NaN for an empty segment.

    Attributes
    ----------
    categories
        The most common ones overall first; ``_null_filler`` stands for a missing value.
    shares
        (k, c) between 0 and 1.
    index
        (k, c) the share in percent of that among all customers; 100 is average.
    """

    name: str
    title: str
    clustered: bool
    categories: tuple[str, ...]
    shares: Floats
    index: Floats


@dataclass(frozen=True, eq=False)
class Clusters:
    """The segments, and how they came about.

    Attributes
    ----------
    run
        Number of the run that made them.
    k
        The number of segments, those who were set aside not counted.
    reason, warning
        Why this many, and what speaks against it.
    segments
        In the order of their value, who was set aside last.
    numbers, categories
        By feature, in the order of the features.
    customers, outliers
        In all segments together.
    rules_sql, rules_fidelity
        The segments restated as a CASE, and for which share of customers that agrees.
    adjusted_rand
        Mean agreement of the bootstrap samples, None where stability was not measured.
    stability_rows
        Customers that stability was measured on.
    pca_explained
        Share of the variance on each principal axis of the projection.
    warnings
        Sentences of the last run.
    """

    run: int
    k: int
    reason: str
    warning: str | None
    segments: tuple[Segment, ...]
    numbers: tuple[NumberProfile, ...]
    categories: tuple[CategoryProfile, ...]
    customers: int
    outliers: int
    rules_sql: str
    rules_fidelity: float
    adjusted_rand: float | None
    stability_rows: int | None
    pca_explained: tuple[float, ...]
    warnings: tuple[str, ...]


def clusters(project: "Project") -> Clusters | None:
    """Return the segments, None before the first run of the Clusters step."""
    from segdesk.project import freshness
    from segdesk.project.step import Step

    row = project.row(
        "SELECT k, reason, warning, rules_sql, rules_fidelity, adjusted_rand, stability_rows, pca_explained"
        " FROM clustering"
    )
    if row is None:
        return None
    k, reason, warning, rules_sql, fidelity, adjusted_rand, stability_rows, explained = row
    segments = _segments(project)
    numbers, categories = _profiles(project, [segment.segment for segment in segments])
    kept = freshness.result(project, Step.CLUSTERS)
    return Clusters(
        run=kept.run if kept else 0,
        k=k,
        reason=reason,
        warning=warning,
        segments=segments,
        numbers=numbers,
        categories=categories,
        customers=sum(segment.size for segment in segments),
        outliers=sum(segment.outliers for segment in segments),
        rules_sql=rules_sql,
        rules_fidelity=fidelity,
        adjusted_rand=adjusted_rand,
        stability_rows=stability_rows,
        pca_explained=tuple(explained),
        warnings=kept.warnings if kept else (),
    )


def _segments(project: "Project") -> tuple[Segment, ...]:
    outliers = dict(
        project.rows("SELECT segment, count(*) FILTER (WHERE outlier) FROM segments GROUP BY segment")
    )
    rows = project.rows(
        "SELECT s.segment, l.name, l.designation, s.size, s.share, s.stability, s.stability_band"
        " FROM segment_summary AS s LEFT JOIN labels AS l USING (segment) ORDER BY s.position"
    )
    return tuple(
        Segment(
            segment=segment,
            label=label,
            designation=designation,
            size=size,
            share=share,
            stability=stability,
            band=band,
            outliers=outliers.get(segment, 0),
            set_aside=segment == SET_ASIDE,
            small=size < FEWEST,
        )
        for segment, label, designation, size, share, stability, band in rows
    )


def _profiles(
    project: "Project", segments: list[str]
) -> tuple[tuple[NumberProfile, ...], tuple[CategoryProfile, ...]]:
    """Return the profile of each feature that the segments have one for."""
    use = project.settings.matrix.use
    features = project.rows(
        "SELECT f.name, f.title, f.unit, f.role, f.offered, p.mean, p.minimum, p.maximum"
        " FROM features AS f JOIN feature_profile AS p USING (name) ORDER BY f.position"
    )
    numbers, categories = _figures(project, segments)
    found_numbers, found_categories = [], []
    for name, title, unit, role, offered, *overall in features:
        clustered = name in use if use else offered
        if name in numbers:
            average, minimum, maximum = (_number(value) for value in overall)
            found_numbers.append(
                NumberProfile(
                    name, title, unit, role, clustered, average, minimum, maximum, *numbers[name].T.copy()
                )
            )
        if name in categories:
            names, shares, index = categories[name]
            found_categories.append(CategoryProfile(name, title, clustered, names, shares, index))
    return tuple(found_numbers), tuple(found_categories)


_Categories = tuple[tuple[str, ...], Floats, Floats]


def _figures(project: "Project", segments: list[str]) -> tuple[dict[str, Floats], dict[str, _Categories]]:
    """Return by feature (k, 6) mean, median, quartiles, z-score and index, or categories with (k, c) each."""
    place = {segment: index for index, segment in enumerate(segments)}
    numbers: dict[str, Floats] = {}
    shares: dict[str, dict[str, Floats]] = {}
    for segment, feature, category, *figures in project.rows(
        "SELECT segment, feature, category, mean, median, q1, q3, z_score, index_to_average"
        " FROM segment_profile ORDER BY rowid"
    ):
        if segment not in place:
            continue
        if category is None:
            table = numbers.setdefault(feature, np.full((len(segments), 6), np.nan))
            table[place[segment]] = [_number(value) for value in figures]
        else:
            of_feature = shares.setdefault(feature, {})
            table = of_feature.setdefault(category, np.full((len(segments), 2), np.nan))
            table[place[segment]] = _number(figures[0]), _number(figures[5])
    categories = {}
    for feature, by_category in shares.items():
        stacked = np.stack(list(by_category.values()), axis=1)
        categories[feature] = (tuple(by_category), stacked[:, :, 0], stacked[:, :, 1])
    return numbers, categories


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)
