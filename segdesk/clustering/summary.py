"""The profile of every feature, as the Features tab shows it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segdesk.clustering.arrays import Floats
from segdesk.clustering.columns import column
from segdesk.clustering.tables import Source
from segdesk.project.settings import Transform
from segdesk.tasks.task import Task
from segdesk.warehouse.recipes import Feature, Kind

MAX_BINS = 60
TOP = 10
"""Categories that are named."""
MOSTLY_MISSING = 0.5
VERY_SKEWED = 2.0
KEY_LIKE = 0.95
"""Share of different values from which integers or texts look like a key."""
KEY_ROWS = 50
"""Below so many customers, different values are no surprise."""
MANY_CATEGORIES = 50


@dataclass(frozen=True)
class Histogram:
    """Counts in bins of one width.

    Attributes
    ----------
    edges
        (bins + 1,) bounds in the unit of the feature, rising; a bin holds its lower one, the last one both.
    counts
        (bins,) customers.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class FeatureSummary:
    """What one feature looks like. A figure that does not exist is None.

    Attributes
    ----------
    name, kind
        As the recipe says.
    count
        Customers with a usable value; all figures are about these.
    nulls
        Customers without one: NULL or, among floating-point numbers, NaN. Infinite values are neither.
    mean, median, std, minimum, maximum, q1, q3
        In the unit of the feature; ``std`` divides by n - 1, quartiles interpolate linearly.
    skew
        Adjusted Fisher-Pearson coefficient, 0 for a symmetric feature (Joanes and Gill 1998, G1).
    distinct
        Number of different values.
    histogram
        For a number.
    top
        The most frequent values with their counts, of a category or of text where a number was expected.
    warnings
        Sentences for a person.
    """

    name: str
    kind: Kind
    count: int
    nulls: int
    mean: float | None = None
    median: float | None = None
    std: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    q1: float | None = None
    q3: float | None = None
    skew: float | None = None
    distinct: int = 0
    histogram: Histogram | None = None
    top: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()


def summarise(
    table: Source, features: Sequence[Feature], *, task: Task | None = None
) -> tuple[FeatureSummary, ...]:
    """Return the summary of each feature, in order, reading one column at a time.

    Parameters
    ----------
    table
        One row per customer.
    features
        Columns of it.
    task
        Asked before each feature whether to go on.

    Raises
    ------
    InputError
        If there is no such column. A column of a wrong type is a warning, not an error.
    """
    summaries = []
    for feature in features:
        if task:
            task.check()
        data = column(table, feature.name)
        if feature.kind is Kind.NUMBER and is_number(data.type):
            summaries.append(_number(feature, data))
        else:
            summaries.append(_category(feature, data))
    return tuple(summaries)


def is_number(kind: pa.DataType) -> bool:
    """Return whether values of an Arrow type can be calculated with; NULLs alone can, and truth values."""
    known = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_boolean)
    return any(is_type(kind) for is_type in known) or bool(pa.types.is_null(kind))


def floats(data: pa.ChunkedArray) -> Floats:
    """Return a number column as float64 (n,), NaN where a value is missing."""
    if pa.types.is_boolean(data.type):
        data = pc.cast(data, pa.uint8())
    return np.asarray(pc.cast(data, pa.float64(), safe=False).to_numpy(), np.float64)


def _number(feature: Feature, data: pa.ChunkedArray) -> FeatureSummary:
    raw = floats(data)
    values = np.sort(raw[np.isfinite(raw)])
    nulls = int(np.count_nonzero(np.isnan(raw)))
    name, count = feature.name, len(values)
    missing = _missing_warnings(name, len(raw), nulls, nulls - data.null_count)
    if infinite := len(raw) - count - nulls:
        missing.append(f"{name} has {infinite:,} infinite values; replace them by NULL where it is computed.")
    if not count:
        return FeatureSummary(name, feature.kind, 0, nulls, warnings=tuple(missing))
    low, high = float(values[0]), float(values[-1])
    mean, std, skew = _moments(values)
    with np.errstate(over="ignore"):
        q1, median, q3 = (float(q) for q in np.quantile(values, (0.25, 0.5, 0.75)))
    distinct = _different(values, data)
    whole = bool(np.all(values == np.floor(values)))
    warnings = [*missing, *_shape_warnings(feature, low, high, skew)]
    if whole and _is_key_like(distinct, count):
        warnings.append(_key_warning(name, distinct, count))
    histogram = _histogram(values, q3 - q1, whole)
    return FeatureSummary(
        name=name,
        kind=feature.kind,
        count=count,
        nulls=nulls,
        mean=mean,
        median=median,
        std=std,
        minimum=low,
        maximum=high,
        q1=q1,
        q3=q3,
        skew=skew,
        distinct=distinct,
        histogram=histogram,
        warnings=tuple(warnings),
    )


def _moments(values: Floats) -> tuple[float, float | None, float | None]:
    """Return mean, standard deviation and skew of sorted values; the last two need two and three values."""
    n = len(values)
    if values[0] == values[-1]:
        return float(values[0]), 0.0 if n > 1 else None, None
    # A power of two changes no digit and keeps the third powers of large or small numbers in range.
    exponent = int(np.frexp(max(abs(values[0]), abs(values[-1])))[1])
    scaled = np.ldexp(values, -exponent)
    center = float(np.mean(scaled))
    scaled -= center
    scaled -= np.mean(scaled)  # what rounding left of a mean far from zero would show in the skew
    powers = scaled * scaled
    second = float(np.mean(powers))
    powers *= scaled
    third = float(np.mean(powers))
    mean = math.ldexp(center, exponent)
    with np.errstate(over="ignore"):
        std = float(np.ldexp(math.sqrt(second * n / (n - 1)), exponent))
    if n < 3 or second**1.5 == 0:
        return mean, std, None
    return mean, std, third / second**1.5 * math.sqrt(n * (n - 1)) / (n - 2)


def _different(values: Floats, data: pa.ChunkedArray) -> int:
    """Count different values; exactly, even of integers that a float64 rounds."""
    if pa.types.is_floating(data.type):
        return 1 + int(np.count_nonzero(values[1:] != values[:-1]))
    return int(pc.count_distinct(data).as_py())


def _histogram(values: Floats, iqr: float, whole: bool) -> Histogram | None:
    """Bin sorted values by the rule of Freedman and Diaconis (1981), or Sturges's where that has no width.

    Whole numbers get bins of a whole width around them, so that each value falls into the middle of a bin or
    every bin takes as many different values. None where the range is too large for a float64.
    """
    low, high = float(values[0]), float(values[-1])
    span, n = high - low, len(values)
    if not math.isfinite(span):
        return None
    if span == 0:
        half = max(0.5, abs(low) * 1e-9)
        return Histogram((low - half, low + half), (n,))
    width = 2 * iqr / n ** (1 / 3) or span / (math.log2(n) + 1)
    bins = max(1, math.ceil(min(span / width, MAX_BINS)))
    if whole and abs(low) < 2**52 and abs(high) < 2**52:
        step = 1 if span < MAX_BINS else math.ceil((span + 1) / bins)
        edges = low - 0.5 + step * np.arange(math.ceil((span + 1) / step) + 1)
    else:
        with np.errstate(over="ignore"):
            edges = np.unique(np.linspace(low, high, bins + 1))
    bounds = np.concatenate([[0], np.searchsorted(values, edges[1:-1]), [n]])
    return Histogram(tuple(edges.tolist()), tuple(np.diff(bounds).tolist()))


def _category(feature: Feature, data: pa.ChunkedArray) -> FeatureSummary:
    name, rows, nulls = feature.name, len(data), data.null_count
    warnings = _missing_warnings(name, rows, nulls, 0)
    try:
        texts = pc.drop_null(pc.cast(data, pa.large_string()))
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        warnings.append(f"{name} is of type {data.type}, neither a number nor a category; leave it out.")
        return FeatureSummary(name, feature.kind, rows - nulls, nulls, warnings=tuple(warnings))
    counted = pa.Table.from_struct_array(pc.value_counts(texts))
    distinct = counted.num_rows
    order = pc.select_k_unstable(counted, TOP, [("counts", "descending"), ("values", "ascending")])
    top = [(row["values"], row["counts"]) for row in counted.take(order).to_pylist()]
    if feature.kind is Kind.NUMBER:
        warnings.append(_no_number_warning(name, data.type, texts))
    elif distinct == 1:
        warnings.append(_constant_warning(name, f'"{top[0][0]}"'))
    if _is_key_like(distinct, len(texts)):
        warnings.append(_key_warning(name, distinct, len(texts)))
    elif feature.kind is Kind.CATEGORY and distinct > MANY_CATEGORIES:
        warnings.append(
            f"{name} has {distinct:,} categories, each of which becomes a column of its own; group them, "
            "or leave it out."
        )
    return FeatureSummary(
        name, feature.kind, len(texts), nulls, distinct=distinct, top=tuple(top), warnings=tuple(warnings)
    )


def _missing_warnings(name: str, rows: int, nulls: int, nans: int) -> list[str]:
    found = []
    if nulls == rows:
        found.append(f"{name} has no values at all; leave it out.")
    elif nulls > MOSTLY_MISSING * rows:
        found.append(
            f"{name} is missing for {nulls / rows:.0%} of customers; what fills it in decides the rest."
        )
    if nans:
        found.append(f"{name} has {nans:,} values that are not a number (NaN); they count as missing.")
    return found


def _shape_warnings(feature: Feature, low: float, high: float, skew: float | None) -> list[str]:
    """Return what is odd about the values' spread, unless the preparation sees to it already."""
    name = feature.name
    if low == high:
        return [_constant_warning(name, f"{low:g}")]
    if skew is None or abs(skew) <= VERY_SKEWED or feature.preparation.transform is not Transform.NONE:
        return []
    way = "log1p" if skew > 0 and low >= 0 else "winsorising or the robust scale"
    side = "above" if skew > 0 else "below"
    return [f"{name} is very skewed ({skew:.1f}): a few customers are far {side} the rest; {way} would help."]


def _constant_warning(name: str, value: str) -> str:
    return f"{name} is {value} for every customer and tells none apart; leave it out."


def _is_key_like(distinct: int, count: int) -> bool:
    return count >= KEY_ROWS and distinct >= KEY_LIKE * count


def _key_warning(name: str, distinct: int, count: int) -> str:
    different = f"{distinct:,} different values for {count:,} customers"
    return f"{name} has {different} and looks like a key; leave it out."


def _no_number_warning(name: str, kind: pa.DataType, texts: pa.ChunkedArray) -> str:
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    numeric = pc.match_substring_regex(texts, r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$")
    wrong = texts.filter(pc.invert(numeric))
    if is_text and len(texts) and not len(wrong):
        return f"{name} holds numbers as text; cast it to a number where it is computed."
    example = f', such as "{wrong[0].as_py()}"' if is_text and len(wrong) else ""
    return (
        f"{name} should be a number, but is of type {kind}{example}; use it as a category, or leave it out."
    )
