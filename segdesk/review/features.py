"""What the Features tab shows of the customers: what every feature looks like, and how it is prepared."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from segdesk.project.settings import Preparation, Settings

if TYPE_CHECKING:
    from segdesk.project.file import Project

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FeatureProfile:
    """What one feature looks like; a figure that does not exist is None.

    Attributes
    ----------
    edges, counts
        The histogram: (bins + 1,) bounds in the unit of the feature and (bins,) customers; None where there
        is none.
    top
        The most frequent values of a category, with their counts.
    count, nulls
        Customers with and without a usable value.
    std, skew
        With n - 1; adjusted Fisher-Pearson coefficient.
    """

    edges: Floats | None
    counts: NDArray[np.int64] | None
    top: tuple[tuple[str, int], ...]
    count: int
    nulls: int
    distinct: int
    mean: float | None
    median: float | None
    std: float | None
    minimum: float | None
    maximum: float | None
    q1: float | None
    q3: float | None
    skew: float | None


@dataclass(frozen=True)
class ShownFeature:
    """A feature of the customers.

    Attributes
    ----------
    title, unit
        In words; the unit may be empty.
    kind
        ``number`` or ``category``.
    role
        What it says of a customer, for instance ``revenue``.
    offered
        Whether the recipe clusters on it unless told otherwise.
    used
        Whether it is clustered on with the settings as they are.
    preparation, default
        In force, and the recipe's own.
    warnings
        Sentences on this feature.
    """

    name: str
    title: str
    unit: str
    kind: str
    role: str
    offered: bool
    used: bool
    preparation: Preparation
    default: Preparation
    profile: FeatureProfile
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class ClosePair:
    """Two features that say nearly the same.

    Attributes
    ----------
    first, second
        Their names.
    pearson
        Their correlation, near 1 or -1.
    """

    first: str
    second: str
    pearson: float


@dataclass(frozen=True, eq=False)
class Features:
    """What the project knows of its customers.

    Attributes
    ----------
    customers
        None before the Features step.
    table, key, columns
        Name of the customer table, its key, and all its columns.
    never_bought
        Column that is 0 for customers who are set aside, None where nobody is.
    correlation_names, correlation
        (d,) number features, and their (d, d) Pearson correlations; NaN where there is none.
    pairs
        Of those, the ones that say nearly the same.
    warnings
        Sentences on several features together, and on the recipe.
    unknown
        Features that the settings ask for and the customers do not have.
    """

    customers: int | None
    table: str | None
    key: str | None
    columns: tuple[str, ...]
    as_of: date | None
    never_bought: str | None
    features: tuple[ShownFeature, ...]
    correlation_names: tuple[str, ...]
    correlation: Floats
    pairs: tuple[ClosePair, ...]
    warnings: tuple[str, ...]
    unknown: tuple[str, ...]


def features(project: "Project") -> Features:
    """Return the features of the customers and what they look like."""
    from segdesk.project import freshness
    from segdesk.project.customers import columns
    from segdesk.project.file import quoted
    from segdesk.project.step import Step

    meta = project.row("SELECT customer_table, customer_key, never_bought, as_of FROM meta")
    table, key, never_bought, as_of = meta or (None, None, None, None)
    count = project.row(f"SELECT count(*) FROM {quoted(table)}") if table else None
    shown = _features(project, project.settings)
    names, matrix = _correlation(project, [feature.name for feature in shown])
    kept = freshness.result(project, Step.FEATURES)
    own = {warning for feature in shown for warning in feature.warnings}
    matrix_settings = project.settings.matrix
    known = {feature.name for feature in shown}
    return Features(
        customers=count[0] if count else None,
        table=table,
        key=key,
        columns=columns(project) if table else (),
        as_of=as_of,
        never_bought=never_bought,
        features=shown,
        correlation_names=names,
        correlation=matrix,
        pairs=_pairs(names, matrix),
        warnings=tuple(text for text in kept.warnings if text not in own) if kept else (),
        unknown=tuple(
            dict.fromkeys(n for n in (*matrix_settings.use, *matrix_settings.preparation) if n not in known)
        ),
    )


def _features(project: "Project", settings: Settings) -> tuple[ShownFeature, ...]:
    from segdesk.steps import feature_table

    profiles, warnings = _profiles(project)
    use, own = settings.matrix.use, settings.matrix.preparation
    return tuple(
        ShownFeature(
            name=feature.name,
            title=feature.title,
            unit=feature.unit,
            kind=feature.kind.value,
            role=feature.role.value,
            offered=feature.offered,
            used=feature.name in use if use else feature.offered,
            preparation=own.get(feature.name, feature.preparation),
            default=feature.preparation,
            profile=profiles[feature.name],
            warnings=warnings[feature.name],
        )
        for feature in feature_table.load(project)
        if feature.name in profiles
    )


def _profiles(project: "Project") -> tuple[dict[str, FeatureProfile], dict[str, tuple[str, ...]]]:
    rows = project.rows(
        "SELECT name, histogram_edges, histogram_counts, top, warnings,"
        ' count, nulls, "distinct", mean, median, std, minimum, maximum, q1, q3, skew FROM feature_profile'
    )
    profiles, warnings = {}, {}
    for name, edges, counts, top, texts, *figures in rows:
        profiles[name] = FeatureProfile(
            np.array(edges) if edges else None,
            np.array(counts, np.int64) if counts else None,
            tuple((value["value"], value["count"]) for value in top or ()),
            *figures,
        )
        warnings[name] = tuple(texts)
    return profiles, warnings


def _correlation(project: "Project", order: list[str]) -> tuple[tuple[str, ...], Floats]:
    rows = project.rows("SELECT feature, other, pearson FROM feature_correlation")
    present = {row[0] for row in rows}
    names = tuple(name for name in order if name in present)
    place = {name: index for index, name in enumerate(names)}
    matrix = np.full((len(names), len(names)), np.nan)
    for feature, other, pearson in rows:
        if pearson is not None:
            matrix[place[feature], place[other]] = pearson
    return names, matrix


def _pairs(names: tuple[str, ...], matrix: Floats) -> tuple[ClosePair, ...]:
    from segdesk.clustering.collinearity import Correlation, collinear

    found = collinear(Correlation(names, matrix, np.zeros_like(matrix)))
    return tuple(ClosePair(pair.first, pair.second, pair.correlation) for pair in found)
