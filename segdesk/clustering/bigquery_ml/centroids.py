"""What ML.CENTROIDS says, in the space of the pipeline."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from segdesk.clustering.arrays import Floats
from segdesk.clustering.columns import CategoryColumn, NumberColumn
from segdesk.clustering.matrix import Pipeline, on_sphere
from segdesk.errors import InputError


def centers_of(
    rows: Iterable[Mapping[str, Any]], pipeline: Pipeline, k: int, *, standardized: bool
) -> Floats:
    """Return the centers (k, d) of a model in the order of its centroids' numbers, which begin at 1.

    Parameters
    ----------
    rows
        Of ML.CENTROIDS: one a centroid and feature.
    pipeline
        Of the models' own space.
    standardized
        Whether BigQuery ML scaled the numbers; they are then given in the units of the training table.

    Raises
    ------
    InputError
        If the model has not k centroids, or other features or categories than the pipeline.
    """
    found: dict[int, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(int(row["centroid_id"]), {})[row["feature"].lower()] = row
    if sorted(found) != list(range(1, k + 1)):
        raise _other(f"it has {len(found)} centroids where {k} were asked for")
    placed = np.array([_center(found[number], pipeline, standardized) for number in range(1, k + 1)])
    return on_sphere(placed) if pipeline.cosine else placed


def _center(rows: Mapping[str, Mapping[str, Any]], pipeline: Pipeline, standardized: bool) -> list[float]:
    values: list[float] = []
    for column in pipeline.fitted_:
        row = rows.get(column.name.lower())
        if row is None:
            raise _other(f"its centroids have no {column.name}")
        values += (
            _shares(row, column)
            if isinstance(column, CategoryColumn)
            else [_number(row, column, standardized)]
        )
    return values


def _number(row: Mapping[str, Any], column: NumberColumn, standardized: bool) -> float:
    value = row["numerical_value"]
    if value is None:
        raise _other(f"its centroids have no number for {column.name}")
    return (float(value) - column.center) / column.spread if standardized else float(value)


def _shares(row: Mapping[str, Any], column: CategoryColumn) -> list[float]:
    """Return the share of each category; BigQuery gives it as text or as a number."""
    shares = {each["category"]: float(each["value"]) for each in row["categorical_value"] or ()}
    unknown = sorted(set(shares) - set(column.categories))
    if unknown:
        raise _other(f"{column.name} has the category {unknown[0]}, which the customers do not have")
    return [shares.get(category, 0.0) for category in column.categories]


def _other(why: str) -> InputError:
    return InputError("The model cannot be used", why, "Run the sweep again")
