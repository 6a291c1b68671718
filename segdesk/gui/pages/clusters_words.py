"""What the Clusters page says of segments, and their figures as its plots take them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from segdesk.gui.plots.profile import FeatureProfile, Figures, SegmentName
from segdesk.gui.sentences import word
from segdesk.review.clusters import CategoryProfile, Clusters, NumberProfile, Segment

_CATEGORIES = 6
"""Categories of a feature that get a column each; the rarer ones say little, and there may be hundreds."""
_MISSING = "_null_filler"

# Steinley, D. (2004): Properties of the Hubert-Arabie adjusted Rand index. Psychological Methods 9(3).
_EXCELLENT, _GOOD, _MODERATE = 0.9, 0.8, 0.65


@dataclass(frozen=True)
class Profiled:
    """A feature, or a category of one, in every segment.

    Attributes
    ----------
    clustered
        Whether the segments are made from it.
    share
        Whether its figures are shares, between 0 and 1, of the customers in a category.
    """

    name: str
    feature: FeatureProfile
    clustered: bool
    share: bool = False


def name_of(segment: Segment) -> str:
    """Return a segment's label, or its number as long as it has none."""
    return segment.label or segment.segment


def names_of(segments: Sequence[Segment]) -> tuple[SegmentName, ...]:
    """Return the segments as the plots call them."""
    return tuple(SegmentName(segment.segment, segment.label or "") for segment in segments)


def title_with_unit(title: str, unit: str) -> str:
    """Return a feature's title with its unit, unless that only says the same again."""
    return f"{title} ({unit})" if unit and unit.casefold() != title.casefold() else title


def agreement_text(adjusted_rand: float) -> str:
    """Return in words how well the segments are found again."""
    translate = QCoreApplication.translate
    if adjusted_rand >= _EXCELLENT:
        return translate("ClustersPage", "Excellent")
    if adjusted_rand >= _GOOD:
        return translate("ClustersPage", "Good")
    return (
        translate("ClustersPage", "Moderate")
        if adjusted_rand >= _MODERATE
        else translate("ClustersPage", "Poor")
    )


def profiled(clusters: Clusters) -> tuple[Profiled, ...]:
    """Return every feature, and the most common categories of those that are no numbers."""
    found = [Profiled(number.name, _number(number), number.clustered) for number in clusters.numbers]
    for category in clusters.categories:
        found += _categories(category, clusters.segments)
    return tuple(found)


def _number(number: NumberProfile) -> FeatureProfile:
    title, unit = word("feature", number.title), word("unit", number.unit)
    return FeatureProfile(
        title=title,
        unit="" if unit.casefold() == title.casefold() else unit,
        means=_figures(number.mean),
        medians=_figures(number.median),
        lower=_figures(number.q1),
        upper=_figures(number.q3),
        index=_figures(number.index),
        z=_figures(number.z_score),
        average=_figures([number.average])[0],
    )


def _categories(category: CategoryProfile, segments: Sequence[Segment]) -> list[Profiled]:
    sizes = np.array([segment.size for segment in segments], np.float64)
    none = (None,) * len(segments)
    found = []
    for place, name in enumerate(category.categories[:_CATEGORIES]):
        shares = category.shares[:, place]
        known = ~np.isnan(shares)
        feature = FeatureProfile(
            title=_category_title(category.title, name),
            unit="%",
            means=_figures(100 * shares),
            medians=none,
            lower=none,
            upper=none,
            index=_figures(category.index[:, place]),
            z=none,
            average=_figures([100 * np.average(shares[known], weights=sizes[known])])[0]
            if sizes[known].any()
            else None,
        )
        found.append(Profiled(f"{category.name}={name}", feature, category.clustered, share=True))
    return found


def _category_title(title: str, category: str) -> str:
    translate = QCoreApplication.translate
    name = translate("ClustersPage", "not known") if category == _MISSING else category
    return translate("ClustersPage", "{feature}: {category}").format(
        feature=word("feature", title), category=name
    )


def _figures(values: NDArray[np.float64] | list[float]) -> Figures:
    """Return numbers with None where there is none."""
    return tuple(None if np.isnan(value) else float(value) for value in values)
