"""A trained model: everything that its functions are computed from."""

import time
import zlib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from emulator.errors import invalid_query
from emulator.ml.kmeans import STARTS, Fit, Iteration, Start, assign, distances, fit
from emulator.ml.options import Options
from emulator.ml.space import Number, Space, learn

Columns = tuple[tuple[str, str], ...]
"""Name and type of each column of training data."""


@dataclass(frozen=True)
class Model:
    """A k-means model, with the points that it was trained on.

    Attributes
    ----------
    columns
        Of the training data, the one that says where to start included.
    runs
        The iterations of the models that it went on from, the first one first.
    """

    options: Options
    space: Space
    points: np.ndarray
    fit: Fit
    seconds: float
    columns: Columns = ()
    runs: tuple[tuple[Iteration, ...], ...] = ()

    @property
    def centroids(self) -> np.ndarray:
        """The centroids, k x d."""
        return self.fit.centroids

    def normalized(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the centroid of each point that is nearest by radius, and the distance in radii."""
        nearest, squares = assign(self.points, self.centroids, self.options.distance)
        k = len(self.centroids)
        sizes = np.bincount(nearest, minlength=k)
        radii = np.sqrt(np.bincount(nearest, weights=squares, minlength=k) / np.maximum(sizes, 1))
        apart = distances(points, self.centroids, self.options.distance)
        with np.errstate(divide="ignore", invalid="ignore"):
            in_radii = np.where(radii > 0, apart / radii, np.where(apart > 0, np.inf, 0.0))
        best = in_radii.argmin(axis=1)
        return best, in_radii[np.arange(len(points)), best]


def train(sql: str, options: Options, rows: pa.Table, before: Model | None) -> Model:
    """Train a model.

    BigQuery ML has no seed and draws anew each time; here the same statement draws the same, so that a test
    that fails once fails twice.

    Parameters
    ----------
    sql
        The statement, from which chance follows.
    before
        The model of that name, for a warm start.

    Raises
    ------
    BigQueryError
        For options and rows that do not go together.
    """
    begun = time.monotonic()
    columns = columns_of(rows)
    chosen, rows = _chosen(options, rows)
    k = options.number_of_clusters(rows.num_rows)
    if rows.num_rows < k:
        raise invalid_query(
            f"The number of clusters, {k}, is greater than the number of rows, {rows.num_rows}"
        )
    space = learn(rows, options.standardize)
    points = space.place(rows)
    runs: tuple[tuple[Iteration, ...], ...] = ()
    if options.warm and before is not None:
        if before.columns != columns or len(before.centroids) != k:
            raise invalid_query("The schema and the number of clusters must stay the same for a warm start")
        start, runs = _moved(before, space), (*before.runs, before.fit.iterations)
    elif options.start is Start.CUSTOM:
        if len(chosen) != k:
            raise invalid_query(
                f"kmeans_init_col has {len(chosen)} TRUE values; it must have as many as num_clusters, {k}"
            )
        start = points[chosen]
    else:
        start = STARTS[options.start](points, k, np.random.default_rng(zlib.crc32(sql.encode())))
    found = fit(points, start, options.distance, options.ends)
    return Model(options, space, points, found, time.monotonic() - begun, columns, runs)


def columns_of(rows: pa.Table) -> Columns:
    """Return name and type of each column, names in small letters."""
    return tuple(sorted((field.name.lower(), str(field.type)) for field in rows.schema))


def _moved(before: Model, space: Space) -> np.ndarray:
    """Return the centroids of a model in the space of other rows with the same columns."""
    worth: dict[tuple[str, str], np.ndarray] = {}
    at = 0
    for feature in before.space.features:
        if isinstance(feature, Number):
            worth[feature.name, ""] = before.centroids[:, at] * feature.scale + feature.centre
            at += 1
        else:
            for each in feature.values:
                worth[feature.name, each] = before.centroids[:, at]
                at += 1
    nobody = np.zeros(len(before.centroids))
    found: list[np.ndarray] = []
    for feature in space.features:
        if isinstance(feature, Number):
            found.append((worth[feature.name, ""] - feature.centre) / feature.scale)
        else:
            found += [worth.get((feature.name, each), nobody) for each in feature.values]
    return np.stack(found, axis=1)


def _chosen(options: Options, rows: pa.Table) -> tuple[np.ndarray, pa.Table]:
    """Return the rows that are the first centroids, and the table without the column that says so."""
    if options.start_column is None:
        return np.empty(0, dtype=int), rows
    names = {name.lower(): name for name in rows.column_names}
    name = names.get(options.start_column.lower())
    if name is None or not pa.types.is_boolean(rows[name].type):
        raise invalid_query(
            f"kmeans_init_col {options.start_column} must be a BOOL column of the training data"
        )
    return np.flatnonzero(np.array(rows[name].to_pylist(), dtype=object) == True), rows.drop_columns([name])  # noqa: E712
