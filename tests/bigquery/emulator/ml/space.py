"""BigQuery ML's feature space: what it makes of a table's columns before k-means sees them.

Numbers are put at their mean where they are NULL and divided by their sample standard deviation. Everything
else that is no number becomes one column of 0 and 1 for each value, neither scaled nor centred; NULL is a
value of its own. Recomputing a published model's figures confirms each of these.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from emulator.errors import invalid_query

NULL_CATEGORY = "_null_filler"


@dataclass(frozen=True)
class Number:
    """A numeric feature of the training data."""

    name: str
    mean: float
    scale: float
    """What it is divided by: its sample standard deviation, or 1 where nothing is standardized."""
    centre: float
    """What is taken off: its mean, or 0 where nothing is standardized."""


@dataclass(frozen=True)
class Category:
    """A feature that takes on values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """What ML.FEATURE_INFO says of a feature."""

    name: str
    smallest: float | None = None
    largest: float | None = None
    mean: float | None = None
    median: float | None = None
    deviation: float | None = None
    categories: int | None = None
    nulls: int = 0


@dataclass(frozen=True)
class Space:
    """The space that a model was trained in."""

    features: tuple[Number | Category, ...]
    summaries: tuple[Summary, ...]

    @property
    def width(self) -> int:
        """Number of dimensions."""
        return sum(1 if isinstance(each, Number) else len(each.values) for each in self.features)

    def place(self, rows: pa.Table) -> np.ndarray:
        """Return rows as points. Raises `BigQueryError` for a feature that is missing."""
        known = dict(_flat(rows))
        points = np.zeros((rows.num_rows, self.width))
        at = 0
        for feature in self.features:
            if feature.name not in known:
                raise invalid_query(f"Column {feature.name} is not found in the input data to the function.")
            column = known[feature.name]
            if isinstance(feature, Number):
                numbers = np.nan_to_num(_numbers(column), nan=feature.mean)
                points[:, at] = (numbers - feature.centre) / feature.scale
                at += 1
                continue
            texts = np.array(_texts(column), dtype=object)
            for worth in feature.values:
                points[:, at] = texts == worth
                at += 1
        return points


def learn(rows: pa.Table, standardize: bool) -> Space:
    """Return the space of training data. Raises `BigQueryError` for a column that cannot be a feature."""
    features: list[Number | Category] = []
    summaries: list[Summary] = []
    for name, column in _flat(rows):
        feature, summary = _learn_one(name, column, standardize)
        features.append(feature)
        summaries.append(summary)
    if not features:
        raise invalid_query("The training data have no features.")
    return Space(tuple(features), tuple(summaries))


def _learn_one(name: str, column: pa.ChunkedArray, standardize: bool) -> tuple[Number | Category, Summary]:
    if pa.types.is_list(column.type) or pa.types.is_timestamp(column.type):
        raise invalid_query(f"Column {name}: the stand-in does not train on {column.type}")
    nulls = column.null_count
    if not _is_number(column.type):
        values = tuple(sorted(set(_texts(column)) - {NULL_CATEGORY}))
        filler = (NULL_CATEGORY,) if nulls else ()
        return Category(name, values + filler), Summary(name, categories=len(values + filler), nulls=nulls)
    numbers = _numbers(column)
    known = numbers[~np.isnan(numbers)]
    if not len(known):
        known = np.zeros(1)
    mean = float(known.mean())
    deviation = float(known.std(ddof=1)) if len(known) > 1 else 0.0
    number = Number(name, mean, (deviation or 1.0) if standardize else 1.0, mean if standardize else 0.0)
    figures = (float(known.min()), float(known.max()), mean, float(np.median(known)), deviation)
    return number, Summary(name, *figures, nulls=nulls)


def _flat(rows: pa.Table) -> Iterator[tuple[str, pa.ChunkedArray]]:
    """Yield the columns; a record's fields are columns of their own."""
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        if pa.types.is_struct(column.type):
            inner = pa.table({each.name: pc.struct_field(column, each.name) for each in column.type})
            yield from ((f"{name}_{field}", part) for field, part in _flat(inner))
        else:
            yield name, column


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _numbers(column: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def _texts(column: pa.ChunkedArray) -> list[str]:
    if pa.types.is_boolean(column.type):
        return [NULL_CATEGORY if each is None else str(each).lower() for each in column.to_pylist()]
    return [NULL_CATEGORY if each is None else str(each) for each in column.to_pylist()]
