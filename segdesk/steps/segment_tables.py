"""The tables that the Clusters step leaves in the project."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from segdesk.clustering.arrays import Flags, Floats, Labels, Matrix
from segdesk.clustering.kmeans import Fit, own_distances
from segdesk.clustering.outliers import Outliers
from segdesk.clustering.profile import CategoryProfile, NumberProfile, Profile, profile
from segdesk.clustering.stability import Stability
from segdesk.project import customers
from segdesk.project.file import Project
from segdesk.steps import prepared
from segdesk.warehouse.recipes import Feature

Row = dict[str, str | float | None]
"""A row on its way into an Arrow table."""


def store_segments(
    project: Project, X: Matrix, fit: Fit, outliers: Outliers, *, names: Sequence[str], aside: str | None
) -> int:
    """Write every customer's segment and return how many customers there are.

    Parameters
    ----------
    X
        (n, d) the matrix of the fit.
    names
        (k,) of the segments.
    aside
        The segment of the customers who do not take part, None where all do.
    """
    key = customers.key_name(project)
    members = prepared.members(project)
    segments = np.full(len(members), len(names), np.int32)
    segments[members] = fit.labels
    spoken = pa.array([*names, aside], pa.string())
    distance = own_distances(X, fit.centers, fit.labels)
    measured = np.isfinite(outliers.distances)
    everyone = pa.table(
        {
            key: customers.read(project, [key]).column(0),
            "segment": pa.DictionaryArray.from_arrays(segments, spoken).dictionary_decode(),
            "distance": _spread(members, distance),
            # An infinite one had nothing to be measured by.
            "normalised_distance": _spread(members, outliers.distances, measured),
            "outlier": _spread(members, outliers.is_outlier),
        }
    )
    project.replace("segments", everyone)
    return int(everyone.num_rows)


def _spread(members: Flags, values: Floats | Flags, known: Flags | None = None) -> pa.Array:
    """Return the values of those who take part at their place among all customers, NULL elsewhere."""
    everyone = np.zeros(len(members), values.dtype)
    everyone[members] = values
    missing = ~members
    if known is not None:
        missing[members] = ~known
    return pa.array(everyone, mask=missing)


def store_projection(project: Project, coordinates: NDArray[np.float32]) -> None:
    """Write where the customers that take part stand on the first three principal axes."""
    key = customers.key_name(project)
    keys = customers.read(project, [key], prepared.buyers(project)).column(0)
    axes = {f"pca{axis + 1}": pa.array(coordinates[:, axis]) for axis in range(3)}
    project.replace("projection", pa.table({key: keys, **axes}))


def store_profile(
    project: Project,
    features: Sequence[Feature],
    names: Sequence[str],
    stable: Stability | None,
    aside: str | None,
    *,
    sizes: Mapping[str, int] | None = None,
) -> None:
    """Write the segments' centroids in the units of the data, and their profile feature by feature.

    Parameters
    ----------
    sizes
        Customers by segment, where more are known of than are here.
    """
    every = [*names, aside] if aside else list(names)
    found = profile(customers.Selection(project), _numbers(project, every), features, len(every))
    counts = [sizes.get(name, 0) for name in every] if sizes else [s.size for s in found.segments]
    jaccard = {n: j for n, j in zip(names, stable.jaccard, strict=True) if not np.isnan(j)} if stable else {}
    bands = {n: b.value for n, b in zip(names, stable.bands, strict=True)} if stable else {}
    project.fill(
        "segment_summary",
        pa.table(
            {
                "position": pa.array(range(len(every)), pa.int32()),
                "segment": pa.array(every, pa.string()),
                "size": pa.array(counts, pa.int64()),
                "share": pa.array([count / max(sum(counts), 1) for count in counts], pa.float64()),
                "stability": pa.array([jaccard.get(name) for name in every], pa.float64()),
                "stability_band": pa.array([bands.get(name) for name in every], pa.string()),
            }
        ),
    )
    columns = {"segment": pa.array(every, pa.string())}
    for index, number in enumerate(found.overall.numbers):
        columns[number.feature] = pa.array(
            [_known(s.numbers[index].mean) for s in found.segments], pa.float64()
        )
    project.replace("centroid_data", pa.table(columns))
    project.fill("segment_profile", _long(found, every))


def _numbers(project: Project, names: Sequence[str]) -> Labels:
    """Return the position (n,) of each customer's segment among the names, in the order of the key."""
    # Stored in that order.
    encoded = project.read("SELECT segment FROM segments").column(0).combine_chunks().dictionary_encode()
    places: Labels = np.array([names.index(name) for name in encoded.dictionary.to_pylist()], np.int32)
    found: Labels = np.take(places, encoded.indices.to_numpy())
    return found


def _long(found: Profile, names: Sequence[str]) -> pa.Table:
    """Return the profile with one row per segment and feature, or category."""
    rows = [
        row
        for name, segment in zip(names, found.segments, strict=True)
        for row in (*_number_rows(name, segment.numbers), *_category_rows(name, segment.categories))
    ]
    texts = ("segment", "feature", "category")
    figures = ("mean", "median", "q1", "q3", "z_score", "index_to_average")
    fields = [*((n, pa.string()) for n in texts), *((n, pa.float64()) for n in figures)]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _number_rows(segment: str, numbers: Sequence[NumberProfile]) -> Iterator[Row]:
    for number in numbers:
        yield {
            "segment": segment,
            "feature": number.feature,
            "mean": _known(number.mean),
            "median": _known(number.median),
            "q1": _known(number.lower_quartile),
            "q3": _known(number.upper_quartile),
            "z_score": _known(number.z),
            "index_to_average": _known(number.index),
        }


def _category_rows(segment: str, categories: Sequence[CategoryProfile]) -> Iterator[Row]:
    for category in categories:
        for share in category.shares:
            yield {
                "segment": segment,
                "feature": category.feature,
                "category": share.category,
                "mean": _known(share.share),
                "index_to_average": _known(share.index),
            }


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def store_clustering(
    project: Project,
    *,
    k: int,
    reason: str,
    warning: str | None,
    pipeline: str,
    centers: Floats,
    segments: Sequence[str],
    outliers: Outliers,
    rules_sql: str,
    rules_fidelity: float,
    stability: Stability | None,
    explained: Floats,
) -> None:
    """Write what predicts the segment of a further customer, and how the segments came about."""
    project.connection.execute("DELETE FROM clustering")
    values = {
        "k": k,
        "reason": reason,
        "warning": warning,
        "pipeline": pipeline,
        "centers": centers.tolist(),
        "segments": list(segments),
        "radii": outliers.radii.tolist(),
        "outlier_threshold": outliers.threshold,
        "rules_sql": rules_sql,
        "rules_fidelity": rules_fidelity,
        "adjusted_rand": stability.ari if stability else None,
        "stability_rows": stability.rows if stability else None,
        "pca_explained": explained.tolist(),
    }
    marks = ", ".join("?" for _ in values)
    statement = f"INSERT INTO clustering ({', '.join(values)}) VALUES ({marks})"
    project.connection.execute(statement, list(values.values()))
