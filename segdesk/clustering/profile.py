"""What each segment looks like, in the units of the data."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from segdesk.clustering.arrays import Floats, Indices, Labels
from segdesk.clustering.columns import Described, categories, numbers
from segdesk.clustering.tables import Source
from segdesk.warehouse.recipes import Kind

_NAN = float("nan")


@dataclass(frozen=True)
class NumberProfile:
    """A number feature within a segment, missing values left out; NaN where there is none to look at.

    Attributes
    ----------
    feature
        The column.
    mean
        The segment's centroid, in the unit of the data.
    median, lower_quartile, upper_quartile
        Of its customers.
    missing
        How many of its customers have no value.
    z
        How many standard deviations of all customers the mean lies above theirs.
    index
        The mean in percent of the mean of all customers; 100 is average.
    difference
        The same as a difference in percent; 0 is average.
    """

    feature: str
    mean: float
    median: float
    lower_quartile: float
    upper_quartile: float
    missing: int
    z: float
    index: float
    difference: float


@dataclass(frozen=True)
class CategoryShare:
    """How common a category is in a segment.

    Attributes
    ----------
    category
        ``_null_filler`` stands for a missing value, as in BigQuery ML.
    share
        Between 0 and 1.
    index
        The share in percent of that among all customers; 100 is average.
    """

    category: str
    share: float
    index: float


@dataclass(frozen=True)
class CategoryProfile:
    """A category feature within a segment: all categories, the most common one overall first."""

    feature: str
    shares: tuple[CategoryShare, ...]


@dataclass(frozen=True)
class SegmentProfile:
    """A segment, or all customers.

    Attributes
    ----------
    segment
        From 0; None for all customers.
    size, share
        Number of customers, and its share of all.
    numbers, categories
        By feature, in the order given.
    """

    segment: int | None
    size: int
    share: float
    numbers: tuple[NumberProfile, ...]
    categories: tuple[CategoryProfile, ...]


@dataclass(frozen=True)
class Profile:
    """All customers, and each segment by number."""

    overall: SegmentProfile
    segments: tuple[SegmentProfile, ...]


def profile(table: Source, labels: Labels, features: Sequence[Described], k: int | None = None) -> Profile:
    """Describe every segment in the units of the data.

    Parameters
    ----------
    table
        One row per customer, with the features as they were before preparation.
    labels
        (n,) the segments, from 0.
    features
        Names and kinds of the columns to describe.
    k
        Number of segments, if some may be empty.

    Raises
    ------
    InputError
        Naming the feature, if one is missing or is not a number.
    """
    count = k or int(labels.max(initial=-1)) + 1
    members = [np.flatnonzero(labels == segment) for segment in range(count)]
    groups = [np.arange(table.num_rows), *members]
    number_columns = [_numbers(f.name, table, groups) for f in features if f.kind is Kind.NUMBER]
    category_columns = [
        _categories(f.name, table, labels, count) for f in features if f.kind is Kind.CATEGORY
    ]
    overall, *segments = (
        SegmentProfile(
            segment=i - 1 if i else None,
            size=len(group),
            share=len(group) / max(table.num_rows, 1),
            numbers=tuple(column[i] for column in number_columns),
            categories=tuple(column[i] for column in category_columns),
        )
        for i, group in enumerate(groups)
    )
    return Profile(overall, tuple(segments))


def order_by_value(labels: Labels, value: Floats, centers: Floats) -> Indices:
    """Return the position (k,) of each segment when the most valuable stands first.

    Segments go by their customers' mean value, missing values (NaN) left out, from high to low; ties by
    size, then by center. So the numbers of segments do not depend on the order in which k-means found them.

    Parameters
    ----------
    labels
        (n,) the segments, from 0.
    value
        (n,) what a customer is worth, such as revenue.
    centers
        (k, d) the centers.
    """
    k = len(centers)
    present = ~np.isnan(value)
    counts = np.bincount(labels[present], minlength=k)
    sums = np.bincount(labels[present], weights=value[present], minlength=k)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), -np.inf)
    sizes = np.bincount(labels, minlength=k)
    order = sorted(range(k), key=lambda s: (-means[s], -sizes[s], tuple(centers[s])))
    position = np.empty(k, np.intp)
    position[order] = np.arange(k)
    return position


def _numbers(feature: str, table: Source, groups: Sequence[Indices]) -> list[NumberProfile]:
    """Describe a number feature in all customers, then in each segment."""
    values = numbers(table, feature)
    present = values[~np.isnan(values)]
    average = float(present.mean()) if present.size else _NAN
    deviation = float(present.std()) if present.size else _NAN
    return [_number(feature, values[group], average, deviation) for group in groups]


def _number(feature: str, values: Floats, average: float, deviation: float) -> NumberProfile:
    present = values[~np.isnan(values)]
    missing = len(values) - len(present)
    if not present.size:
        return NumberProfile(feature, _NAN, _NAN, _NAN, _NAN, missing, _NAN, _NAN, _NAN)
    mean = float(present.mean())
    low, median, high = (float(q) for q in np.percentile(present, (25, 50, 75)))
    z = (mean - average) / deviation if deviation > 0 else 0.0
    index = 100 * (mean / average) if average else _NAN
    return NumberProfile(feature, mean, median, low, high, missing, z, index, index - 100)


def _categories(feature: str, table: Source, labels: Labels, k: int) -> list[CategoryProfile]:
    """Describe a category feature in all customers, then in each segment."""
    encoded = pc.dictionary_encode(categories(table, feature).combine_chunks())
    names = encoded.dictionary.to_pylist()
    codes = encoded.indices.to_numpy()
    counts = np.bincount(labels * len(names) + codes, minlength=k * len(names)).reshape(k, len(names))
    totals = counts.sum(axis=0)
    order = sorted(range(len(names)), key=lambda c: (-totals[c], names[c]))
    return [
        CategoryProfile(
            feature, tuple(_share(names[c], row[c], row.sum(), totals[c], len(codes)) for c in order)
        )
        for row in (totals, *counts)
    ]


def _share(category: str, count: int, size: int, total: int, everyone: int) -> CategoryShare:
    if not size:
        return CategoryShare(category, _NAN, _NAN)
    return CategoryShare(category, float(count / size), float(100 * (count * everyone) / (size * total)))
