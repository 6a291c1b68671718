"""One feature on its way into the matrix: read, impute, transform, scale or one-hot."""

from typing import Annotated, Literal, Protocol, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from segdesk.clustering.arrays import Flags, Floats
from segdesk.clustering.tables import Source
from segdesk.errors import InputError
from segdesk.project.settings import Document, Impute, Preparation, Scale, Transform
from segdesk.warehouse.recipes import Kind

MISSING = "_null_filler"
"""BigQuery ML's name for the category of NULL."""
MAX_CATEGORIES = 1_000
WINSORISE_AT = (1, 99)
"""Percentiles, both ends."""
EPSILON = float(np.finfo(np.float64).eps)


class Described(Protocol):
    """Anything with a feature's name and kind: a recipe's feature, or a plan."""

    @property
    def name(self) -> str:
        """The column."""
        ...

    @property
    def kind(self) -> Kind:
        """Number or category."""
        ...


def column(table: Source, name: str) -> pa.ChunkedArray:
    """Return a column. Raises `InputError` if there is none of that name."""
    only_column(table, name)
    return table[name]


def only_column(table: Source, name: str) -> None:
    """Refuse a table without one column of that name. Raises `InputError`."""
    if table.column_names.count(name) != 1:
        raise InputError(
            f"There is no single column {name}",
            f"the table has {', '.join(table.column_names)}",
            "Choose the features again",
        )


def numbers(table: Source, name: str) -> Floats:
    """Return a column as float64, NaN where a value is missing.

    Raises
    ------
    InputError
        If the column does not hold numbers, or holds infinite ones.
    """
    data = column(table, name)
    kind = data.type
    known = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_boolean)
    if not any(is_type(kind) for is_type in known) and not pa.types.is_null(kind):
        raise InputError(
            f"The feature {name} is not a number",
            f"its type is {kind}",
            "Use it as a category, or leave it out",
        )
    values: Floats = np.array(pc.cast(data, pa.float64(), safe=False).to_numpy(), np.float64)
    if infinite := int(np.isinf(values).sum()):
        raise InputError(
            f"The feature {name} has {infinite} infinite values",
            "a distance to infinity is no distance, and usually a division by zero made them",
            "Replace them by NULL where the feature is computed",
        )
    return values


def categories(table: Source, name: str) -> pa.ChunkedArray:
    """Return a column as text, `MISSING` where a value is missing."""
    return pc.fill_null(pc.cast(column(table, name), pa.string()), MISSING)


class NumberColumn(Document):
    """A number feature with everything that fitting learned about it.

    Attributes
    ----------
    name, preparation
        As planned.
    fill
        What takes the place of a missing value; None where missing values are refused.
    low, high
        Bounds of the winsorised feature; None without them.
    center, spread
        The prepared value is ``(x - center) / spread``.
    constant
        Whether every customer had the same value.
    """

    kind: Literal[Kind.NUMBER] = Kind.NUMBER
    name: str
    preparation: Preparation
    fill: float | None
    low: float | None
    high: float | None
    center: float
    spread: float
    constant: bool

    @classmethod
    def fit(cls, name: str, preparation: Preparation, table: Source) -> Self:
        """Learn fill value, bounds, center and spread from all rows of a table."""
        values = numbers(table, name)
        missing = np.isnan(values)
        fill = _fill(name, preparation.impute, values, missing)
        values = _imputed(name, values, missing, fill)
        low = high = None
        if preparation.transform is Transform.WINSORISE:
            low, high = (float(bound) for bound in np.percentile(values, WINSORISE_AT))
        values = _transformed(name, preparation.transform, values, low, high)
        center, spread = _center_and_spread(preparation, values, missing)
        return cls(
            name=name,
            preparation=preparation,
            fill=fill,
            low=low,
            high=high,
            center=center,
            spread=spread,
            constant=bool(values.min() == values.max()),
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The matrix columns that it becomes: one."""
        return (self.name,)

    def apply(self, table: pa.Table, out: Floats) -> None:
        """Write the prepared values of a table's rows into ``out`` (rows, 1)."""
        values = numbers(table, self.name)
        values = _imputed(self.name, values, np.isnan(values), self.fill)
        values = _transformed(self.name, self.preparation.transform, values, self.low, self.high)
        out[:, 0] = (values - self.center) / self.spread


class CategoryColumn(Document):
    """A category feature with the categories that it had when it was fitted.

    One matrix column of 0 and 1 a category, unscaled; NULL is a category of its own if it occurred, and a
    category not seen before is 0 everywhere (BigQuery ML documentation, automatic feature preprocessing).
    """

    kind: Literal[Kind.CATEGORY] = Kind.CATEGORY
    name: str
    categories: tuple[str, ...]

    @classmethod
    def fit(cls, name: str, table: Source) -> Self:
        """Learn the categories from all rows of a table."""
        found = sorted(pc.unique(categories(table, name)).to_pylist(), key=lambda c: (c == MISSING, c))
        if len(found) > MAX_CATEGORIES:
            raise too_many_categories(name, len(found))
        return cls(name=name, categories=tuple(found))

    @property
    def constant(self) -> bool:
        """Whether every customer had the same value."""
        return len(self.categories) == 1

    @property
    def names(self) -> tuple[str, ...]:
        """The matrix columns that it becomes: one a category."""
        return tuple(f"{self.name}={category}" for category in self.categories)

    def apply(self, table: pa.Table, out: Floats) -> None:
        """Write 0 and 1 for a table's rows into ``out`` (rows, categories)."""
        known = pa.array(self.categories, pa.string())
        codes = pc.fill_null(pc.index_in(categories(table, self.name), value_set=known), -1).to_numpy()
        out[:] = codes[:, None] == np.arange(len(self.categories))


def too_many_categories(name: str, found: int) -> InputError:
    """Return the error for a category feature with more different values than `MAX_CATEGORIES`."""
    return InputError(
        f"The feature {name} has {found} different values",
        f"a category may have {MAX_CATEGORIES}; this looks like an identifier",
        "Leave it out, or group its values",
    )


PreparedColumn = Annotated[NumberColumn | CategoryColumn, Field(discriminator="kind")]


def _fill(name: str, impute: Impute, values: Floats, missing: Flags) -> float | None:
    if impute is Impute.REFUSE:
        return None
    if impute is Impute.ZERO:
        return 0.0
    present = values[~missing]
    if not present.size:
        raise InputError(
            f"The feature {name} has no value at all", "every customer's is missing", "Leave it out"
        )
    return float(np.mean(present) if impute is Impute.MEAN else np.median(present))


def _imputed(name: str, values: Floats, missing: Flags, fill: float | None) -> Floats:
    if fill is None and missing.any():
        raise InputError(
            f"The feature {name} has {int(missing.sum())} missing values",
            "its preparation refuses missing values",
            "Choose mean, median or zero for them, or leave the feature out",
        )
    if fill is not None:
        values[missing] = fill
    return values


def _transformed(
    name: str, transform: Transform, values: Floats, low: float | None, high: float | None
) -> Floats:
    if transform is Transform.LOG1P:
        if negative := int((values < 0).sum()):
            raise InputError(
                f"The feature {name} has {negative} negative values",
                "the logarithm log(1 + x) is for amounts and counts",
                "Choose another transformation for it",
            )
        return np.log1p(values)
    if transform is Transform.WINSORISE:
        return np.clip(values, low, high)
    return values


def _center_and_spread(preparation: Preparation, values: Floats, missing: Flags) -> tuple[float, float]:
    """Return what `Scale` subtracts and divides by; the spread of a constant feature is 1.

    BigQuery ML scales by the sample standard deviation of the values that are there and puts their mean in
    the gaps: found by recomputing the published distances of its penguins model.
    """
    scale = preparation.scale
    if scale is Scale.NONE:
        return 0.0, 1.0
    if scale is Scale.ROBUST:
        low, center, high = (float(q) for q in np.percentile(values, (25, 50, 75)))
        return center, high - low if high - low > 10 * EPSILON else 1.0
    sample = scale is Scale.Z_SCORE_SAMPLE
    if sample and preparation.impute is Impute.MEAN:
        values = values[~missing]
    center = float(np.mean(values))
    variance = float(np.mean((values - center) ** 2))
    if is_constant(variance, center, len(values)):
        return center, 1.0
    return center, float(np.sqrt(variance * (len(values) / (len(values) - 1) if sample else 1.0)))


def is_constant(variance: float, mean: float, rows: int) -> bool:
    """Return whether a variance is rounding error only, by the bound that StandardScaler uses."""
    return variance <= rows * EPSILON * variance + (rows * mean * EPSILON) ** 2
