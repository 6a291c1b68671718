"""ML.* functions over k-means models, with BigQuery's columns and definitions."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from emulator.errors import invalid_query
from emulator.ml.kmeans import Iteration, assign, davies_bouldin, distances
from emulator.ml.model import Model
from emulator.ml.space import Category, Number

_NEAREST = 5
_NEAREST_TYPE = pa.list_(pa.struct([("CENTROID_ID", pa.int64()), ("DISTANCE", pa.float64())]))
_CATEGORIES_TYPE = pa.list_(pa.struct([("category", pa.string()), ("value", pa.float64())]))
_CLUSTERS_TYPE = pa.list_(
    pa.struct([("centroid_id", pa.int64()), ("cluster_radius", pa.float64()), ("cluster_size", pa.int64())])
)

Settings = Mapping[str, Any]
Function = Callable[[Model, pa.Table | None, Settings], pa.Table]


def evaluate(model: Model, rows: pa.Table | None, settings: Settings) -> pa.Table:
    """Return ML.EVALUATE: of the training rows, or of others against the stored centroids."""
    points = model.points if rows is None else model.space.place(rows)
    if not len(points):
        empty = pa.nulls(1, pa.float64())
        return pa.table({"davies_bouldin_index": empty, "mean_squared_distance": empty})
    _, squares = assign(points, model.centroids, model.options.distance)
    index = davies_bouldin(points, model.centroids, model.options.distance)
    return pa.table({"davies_bouldin_index": [index], "mean_squared_distance": [float(squares.mean())]})


def centroids(model: Model, _: pa.Table | None, settings: Settings) -> pa.Table:
    """Return ML.CENTROIDS: a row for each feature of each centroid, in the units of the data."""
    standardized = bool(settings.get("standardize", False))
    rows: list[tuple[int, str, float | None, list[dict[str, Any]]]] = []
    for number, centroid in enumerate(model.centroids, 1):
        at = 0
        for feature in model.space.features:
            if isinstance(feature, Number):
                worth = centroid[at] if standardized else centroid[at] * feature.scale + feature.centre
                rows.append((number, feature.name, float(worth), []))
                at += 1
            else:
                rows.append(
                    (number, feature.name, None, _weights(feature, centroid[at : at + len(feature.values)]))
                )
                at += len(feature.values)
    columns = list(zip(*rows, strict=True))
    return pa.table(
        {
            "centroid_id": pa.array(columns[0], pa.int64()),
            "feature": pa.array(columns[1], pa.string()),
            "numerical_value": pa.array(columns[2], pa.float64()),
            "categorical_value": pa.array(columns[3], _CATEGORIES_TYPE),
            "geography_value": pa.nulls(len(rows), pa.string()),
        }
    )


def predict(model: Model, rows: pa.Table | None, _: Settings) -> pa.Table:
    """Return ML.PREDICT: the centroid of each row, the nearest few, and the row."""
    rows = _needed(rows, "ML.PREDICT")
    apart = distances(model.space.place(rows), model.centroids, model.options.distance)
    order = apart.argsort(axis=1, kind="stable")[:, :_NEAREST]
    near = [
        [{"CENTROID_ID": int(each) + 1, "DISTANCE": float(apart[row, each])} for each in ids]
        for row, ids in enumerate(order)
    ]
    first = order[:, 0] + 1 if len(rows) else np.empty(0, dtype=np.int64)
    told = {
        "CENTROID_ID": pa.array(first, pa.int64()),
        "NEAREST_CENTROIDS_DISTANCE": pa.array(near, _NEAREST_TYPE),
    }
    return _beside(told, rows)


def detect_anomalies(model: Model, rows: pa.Table | None, settings: Settings) -> pa.Table:
    """Return ML.DETECT_ANOMALIES: rows further out, in radii, than the given part of the training rows."""
    part = settings.get("contamination")
    if not isinstance(part, int | float) or not 0 <= part <= 0.5:
        raise invalid_query("ML.DETECT_ANOMALIES: contamination must be between 0 and 0.5")
    rows = _needed(rows, "ML.DETECT_ANOMALIES")
    _, usual = model.normalized(model.points)
    limit = np.quantile(usual, 1 - part)
    nearest, apart = model.normalized(model.space.place(rows))
    told = {
        "is_anomaly": pa.array(apart > limit, pa.bool_()),
        "normalized_distance": pa.array(apart, pa.float64()),
        "CENTROID_ID": pa.array(nearest + 1, pa.int64()),
    }
    return _beside(told, rows)


def training_info(model: Model, _: pa.Table | None, settings: Settings) -> pa.Table:
    """Return ML.TRAINING_INFO: a row for each iteration of each run."""
    last = model.fit.iterations[: settings.get("iterations", len(model.fit.iterations))]
    told = [
        (run, number, one) for run, its in enumerate((*model.runs, last)) for number, one in enumerate(its)
    ]
    count = len(told)
    each = int(1000 * model.seconds / max(1, len(model.fit.iterations)))
    return pa.table(
        {
            "training_run": pa.array([run for run, _, _ in told], pa.int64()),
            "iteration": pa.array([number for _, number, _ in told], pa.int64()),
            "loss": pa.array([one.loss for _, _, one in told], pa.float64()),
            "learning_rate": pa.nulls(count, pa.float64()),
            "duration_ms": pa.array([each] * count, pa.int64()),
            "cluster_info": pa.array([_told(one) for _, _, one in told], _CLUSTERS_TYPE),
        }
    )


def feature_info(model: Model, _: pa.Table | None, __: Settings) -> pa.Table:
    """Return ML.FEATURE_INFO: a row for each column that went in."""
    told = model.space.summaries
    floats = {
        "min": [each.smallest for each in told],
        "max": [each.largest for each in told],
        "mean": [each.mean for each in told],
        "median": [each.median for each in told],
        "stddev": [each.deviation for each in told],
    }
    return pa.table(
        {
            "input": pa.array([each.name for each in told], pa.string()),
            **{name: pa.array(values, pa.float64()) for name, values in floats.items()},
            "category_count": pa.array([each.categories for each in told], pa.int64()),
            "null_count": pa.array([each.nulls for each in told], pa.int64()),
            "dimension": pa.nulls(len(told), pa.int64()),
        }
    )


FUNCTIONS: dict[str, Function] = {
    "ML.EVALUATE": evaluate,
    "ML.CENTROIDS": centroids,
    "ML.PREDICT": predict,
    "ML.DETECT_ANOMALIES": detect_anomalies,
    "ML.TRAINING_INFO": training_info,
    "ML.FEATURE_INFO": feature_info,
}


def about(model: Model) -> dict[str, Any]:
    """Return what ``models.get`` tells of the training."""
    results = [
        {
            "index": number,
            "durationMs": str(int(1000 * model.seconds / len(model.fit.iterations))),
            "trainingLoss": one.loss,
            "clusterInfos": [
                {"centroidId": str(at), "clusterRadius": each.radius, "clusterSize": str(each.size)}
                for at, each in enumerate(one.clusters, 1)
            ],
        }
        for number, one in enumerate(model.fit.iterations)
    ]
    options = {
        "numClusters": str(len(model.centroids)),
        "maxIterations": str(model.options.ends.most_iterations),
        "distanceType": model.options.distance.value,
        "kmeansInitializationMethod": model.options.start.name.replace("PLUS_PLUS", "KMEANS_PLUS_PLUS"),
    }
    if model.options.start_column and not model.options.warm:
        options["kmeansInitializationColumn"] = model.options.start_column
    return {"trainingRuns": [{"trainingOptions": options, "results": results}]}


def _weights(feature: Category, centroid: np.ndarray) -> list[dict[str, Any]]:
    return [
        {"category": worth, "value": float(weight)}
        for worth, weight in zip(feature.values, centroid, strict=True)
    ]


def _told(one: Iteration) -> list[dict[str, Any]]:
    return [
        {"centroid_id": number, "cluster_radius": each.radius, "cluster_size": each.size}
        for number, each in enumerate(one.clusters, 1)
    ]


def _needed(rows: pa.Table | None, function: str) -> pa.Table:
    if rows is None:
        raise invalid_query(f"{function} needs a table or a query")
    return rows


def _beside(told: dict[str, pa.Array], rows: pa.Table) -> pa.Table:
    """Return new columns with those of the rows after them."""
    names = [*told, *rows.column_names]
    return pa.table([*told.values(), *rows.columns], names=names)
