"""The table that the models are trained on: one materialised row per customer, made from the pipeline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from sqlglot import exp

from segdesk.clustering.columns import (
    MAX_CATEGORIES,
    MISSING,
    CategoryColumn,
    NumberColumn,
    is_constant,
    too_many_categories,
)
from segdesk.clustering.matrix import Pipeline
from segdesk.errors import InputError
from segdesk.project.settings import Impute, Scale, Transform

TABLE = "training"
"""Its logical name."""

_Z_SCORES = (Scale.Z_SCORE, Scale.Z_SCORE_SAMPLE)
_SEEN_AS_NUMBERS = ("INT64", "FLOAT64", "NUMERIC", "BIGNUMERIC")
"""The types that BigQuery ML itself takes for numbers."""


@dataclass(frozen=True, eq=False)
class Training:
    """The training table, and what the pipeline becomes on all customers upstairs.

    Every number is imputed and transformed by the constants that the pipeline learned here. Where all are
    z-scores the scaling is left to BigQuery ML, which knows the mean and the deviation of all customers;
    `learned` then brings them here, so that a distance here is the model's own.

    Attributes
    ----------
    customers
        Full path of the customer table.
    key
        Its key column.
    never_bought
        Its column that is 0 for customers who do not take part, None where all do.
    types
        Its columns with their GoogleSQL types.
    pipeline
        Fitted to the customers that came down, without PCA.
    """

    customers: str
    key: str
    never_bought: str | None
    types: Mapping[str, str]
    pipeline: Pipeline

    @cached_property
    def standardize(self) -> bool:
        """Whether BigQuery ML scales the numbers: where all of them are z-scores."""
        return all(column.preparation.scale in _Z_SCORES for column in self._numbers)

    def create(self) -> str:
        """Return the statement that makes the table."""
        made = exp.Create(this=_table(TABLE), kind="TABLE", replace=True, expression=self._query())
        return made.sql(dialect="bigquery", pretty=True)

    def query(self) -> str:
        """Return the query for what the table holds."""
        return self._query().sql(dialect="bigquery", pretty=True)

    def moments(self, table: str) -> str:
        """Return the query for the number of rows, and mean, deviation and gaps of every number.

        Parameters
        ----------
        table
            Full path of the training table.
        """
        chosen: list[exp.Expr] = [_named(exp.Count(this=exp.Star()), "customers")]
        for i, column in enumerate(self._numbers):
            name = column.name
            is_missing = exp.Is(this=_column(name), expression=exp.null())
            chosen += [
                _named(exp.Avg(this=_column(name)), f"mean_{i}"),
                _named(exp.StddevSamp(this=_column(name)), f"deviation_{i}"),
                _named(exp.CountIf(this=is_missing), f"missing_{i}"),
            ]
        return exp.select(*chosen).from_(_table(table)).sql(dialect="bigquery", pretty=True)

    def categories(self, table: str) -> str | None:
        """Return the query for the categories of every category feature, None where there are none."""
        parts = [
            exp.select(
                _named(exp.Literal.string(column.name), "feature"), _named(_column(column.name), "category")
            )
            .distinct()
            .from_(_table(table))
            .limit(MAX_CATEGORIES + 1)
            for column in self.pipeline.fitted_
            if isinstance(column, CategoryColumn)
        ]
        if len(parts) < 2:
            return parts[0].sql(dialect="bigquery", pretty=True) if parts else None
        return exp.union(*(part.subquery() for part in parts), distinct=False).sql("bigquery", pretty=True)

    def learned(self, moments: Mapping[str, Any], categories: Iterable[Mapping[str, Any]]) -> Pipeline:
        """Return the pipeline with what all customers upstairs teach, whose space is the models' own.

        Parameters
        ----------
        moments
            The row that `moments` gives.
        categories
            The rows that `categories` gives.

        Raises
        ------
        InputError
            If a feature has gaps that are refused, or too many categories, among customers who did not
            come down.
        """
        found: dict[str, set[str]] = {}
        for row in categories:
            own = found.setdefault(row["feature"], set())
            own.add(MISSING if row["category"] is None else row["category"])
        places = {column.name: i for i, column in enumerate(self._numbers)}
        return self.pipeline.relearned(
            [
                _with_categories(column, found.get(column.name, set()))
                if isinstance(column, CategoryColumn)
                else self._with_moments(column, moments, places[column.name])
                for column in self.pipeline.fitted_
            ]
        )

    @cached_property
    def _numbers(self) -> tuple[NumberColumn, ...]:
        return tuple(column for column in self.pipeline.fitted_ if isinstance(column, NumberColumn))

    def _query(self) -> exp.Select:
        chosen = [_named(_column(self.key), self.key)]
        chosen += [_named(self._prepared(column), column.name) for column in self.pipeline.fitted_]
        query = exp.select(*chosen).from_(_table(self.customers))
        if self.never_bought is None:
            return query
        return query.where(exp.GT(this=_column(self.never_bought), expression=_number(0)))

    def _prepared(self, column: NumberColumn | CategoryColumn) -> exp.Expr:
        """Return what the training table holds of a feature."""
        value: exp.Expr = _column(column.name)
        kind = self.types[column.name]
        if isinstance(column, CategoryColumn):
            return value if kind == "STRING" else exp.cast(value, "STRING", dialect="bigquery")
        if kind not in _SEEN_AS_NUMBERS:
            value = exp.cast(value, "INT64", dialect="bigquery")
        if kind == "FLOAT64":
            value = exp.func("IF", exp.IsNan(this=value), exp.null(), value.copy(), dialect="bigquery")
        if _is_left_to_bigquery(column):
            return value
        value = _transformed(column, _imputed(column, value))
        if self.standardize:
            return value
        moved = exp.paren(exp.Sub(this=value, expression=_number(column.center)))
        return exp.Div(this=moved, expression=_number(column.spread))

    def _with_moments(self, column: NumberColumn, moments: Mapping[str, Any], i: int) -> NumberColumn:
        missing, mean, deviation = (moments[f"{name}_{i}"] for name in ("missing", "mean", "deviation"))
        if missing and column.preparation.impute is Impute.REFUSE:
            raise InputError(
                f"The feature {column.name} has {missing:,} missing values",
                "its preparation refuses missing values",
                "Choose mean, median or zero for them, or leave the feature out",
            )
        if not self.standardize or mean is None:
            return column
        deviation = deviation or 0.0
        constant = is_constant(deviation**2, mean, moments["customers"])
        return column.model_copy(
            update={
                "fill": mean if _is_left_to_bigquery(column) else column.fill,
                "center": float(mean),
                "spread": 1.0 if constant else float(deviation),
                "constant": constant,
            }
        )


def _is_left_to_bigquery(column: NumberColumn) -> bool:
    """Whether a number's preparation is BigQuery ML's own: gaps become the mean, then the z-score."""
    how = column.preparation
    return (how.impute, how.transform, how.scale) == (Impute.MEAN, Transform.NONE, Scale.Z_SCORE_SAMPLE)


def _imputed(column: NumberColumn, value: exp.Expr) -> exp.Expr:
    return value if column.fill is None else exp.func("IFNULL", value, _number(column.fill))


def _transformed(column: NumberColumn, value: exp.Expr) -> exp.Expr:
    """Return the transformed value; below zero, where the logarithm is not meant, it counts as zero."""
    if column.preparation.transform is Transform.LOG1P:
        positive = exp.func("GREATEST", value, _number(0))
        return exp.func("LN", exp.Add(this=_number(1), expression=positive), dialect="bigquery")
    if column.low is not None and column.high is not None:
        above = exp.func("GREATEST", value, _number(column.low))
        return exp.func("LEAST", above, _number(column.high))
    return value


def _with_categories(column: CategoryColumn, found: set[str]) -> CategoryColumn:
    if len(found) > MAX_CATEGORIES:
        raise too_many_categories(column.name, len(found))
    ordered: Sequence[str] = sorted(found, key=lambda category: (category == MISSING, category))
    return column.model_copy(update={"categories": tuple(ordered)})


def _number(value: float) -> exp.Expr:
    """Return a number with all its digits."""
    assert np.isfinite(value)
    return exp.convert(value)


def _column(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def _named(value: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(value, name, quoted=True)


def _table(path: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(path, quoted=True))
