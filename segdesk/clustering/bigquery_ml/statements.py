"""The statements of BigQuery ML, ready to be bound: logical names for what is made, full paths otherwise."""

from collections.abc import Iterator, Sequence

from segdesk.clustering.bigquery_ml.options import ModelOptions, written
from segdesk.clustering.bigquery_ml.training import Training
from segdesk.project.settings import KMeansInit
from segdesk.warehouse.sql import load
from segdesk.warehouse.sql.fill import filled

SEGMENTS = "segments"
"""Every customer's segment; logical name."""
STARTS = "starts"
"""The initial centroids of each k: k and the customer's key; logical name."""


def model_name(k: int) -> str:
    """Return the logical name of the model with ``k`` segments."""
    return f"kmeans_{k}"


def create_model(options: ModelOptions, k: int, *, key: str, training: str, starts: str) -> str:
    """Return the statement that trains the model with ``k`` segments.

    Parameters
    ----------
    key
        The customers' key column.
    training, starts
        Full paths of the tables.
    """
    values = {"options": options.written(k)}
    names = {"model": model_name(k), "customer_key": key, "training": training}
    if options.init is not KMeansInit.CUSTOM:
        return filled(load("bigquery_ml", "model.sql"), values, names)
    text = load("bigquery_ml", "model_from_starts.sql")
    return filled(text, {**values, "k": written(k)}, {**names, "starts": starts})


def evaluate(model: str) -> str:
    """Return the query for the two figures of a model, given by its full path."""
    return _about(model, "evaluate.sql")


def centroids(model: str) -> str:
    """Return the query for the centroids of a model, given by its full path."""
    return _about(model, "centroids.sql")


def training_info(model: str) -> str:
    """Return the query for the iterations of a model, given by its full path."""
    return _about(model, "training_info.sql")


def feature_info(model: str) -> str:
    """Return the query for what a model saw of its features, given by its full path."""
    return _about(model, "feature_info.sql")


def segments(
    table: Training,
    *,
    model: str,
    training: str,
    names: Sequence[str],
    outliers: float,
    aside: str | None,
) -> str:
    """Return the statement that puts every customer into a segment.

    Parameters
    ----------
    table
        What is known of the customers.
    model, training
        Full paths.
    names
        Of the segments, in the order of the model's centroids.
    outliers
        Share of customers to flag, as ML.DETECT_ANOMALIES's contamination.
    aside
        The segment of the customers who do not take part, None where there are none.
    """
    values = {"segments": written(list(names)), "outliers": written(float(outliers))}
    paths = {"model": model, "training": training, "customer_key": table.key}
    if aside is None or table.never_bought is None:
        return filled(load("bigquery_ml", "segments.sql"), values, paths)
    values["set_aside"] = written(aside)
    paths |= {"customers": table.customers, "never_bought": table.never_bought}
    return filled(load("bigquery_ml", "segments_with_set_aside.sql"), values, paths)


def segment_sizes(table: str) -> str:
    """Return the query for the segments' sizes, from the full path of their table."""
    return filled(load("bigquery_ml", "segment_sizes.sql"), names={SEGMENTS: table})


def statements(
    table: Training, options: ModelOptions, *, k: int, place: str, names: Sequence[str], outliers: float
) -> Iterator[tuple[str, str]]:
    """Yield every statement that can be sent for one model, each with its name.

    Parameters
    ----------
    place
        ``project.dataset`` of the tables and models.
    """
    training, starts, made = (f"{place}.{name}" for name in ("training", STARTS, SEGMENTS))
    model = f"{place}.{model_name(k)}"
    yield "training", table.create()
    yield "moments", table.moments(training)
    if categories := table.categories(training):
        yield "categories", categories
    yield "create model", create_model(options, k, key=table.key, training=training, starts=starts)
    for name, write in (
        ("evaluate", evaluate),
        ("centroids", centroids),
        ("training info", training_info),
        ("feature info", feature_info),
    ):
        yield name, write(model)
    for name, aside in (("segments", None), ("segments with some set aside", "seg_0")):
        if aside is None or table.never_bought is not None:
            yield (
                name,
                segments(table, model=model, training=training, names=names, outliers=outliers, aside=aside),
            )
    yield "segment sizes", segment_sizes(made)


def _about(model: str, file: str) -> str:
    return filled(load("bigquery_ml", file), names={"model": model})
