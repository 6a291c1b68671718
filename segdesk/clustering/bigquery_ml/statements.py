"""The statements of BigQuery ML, ready to be bound: logical names for what is made, full paths otherwise."""

import math
from collections.abc import Iterator, Sequence
from functools import partial

from segdesk.clustering.bigquery_ml.options import ModelOptions, written
from segdesk.clustering.bigquery_ml.training import Training
from segdesk.clustering.bigquery_ml.tuning import Tuning
from segdesk.project.settings import KMeansInit
from segdesk.warehouse.sql import load
from segdesk.warehouse.sql.fill import filled

SEGMENTS = "segments"
"""Every customer's segment; logical name."""
STARTS = "starts"
"""The initial centroids of each k: k and the customer's key; logical name."""
TUNED = "kmeans_tuned"
"""The model of which BigQuery ML picks the numbers of segments itself; logical name."""
_QUANTILES = 1000
"""Into how many parts the segments of a trial cut the customers by distance, as its statement has it."""


def model_name(k: int) -> str:
    """Return the logical name of the model with ``k`` segments."""
    return f"kmeans_{k}"


def create_model(
    options: ModelOptions, k: int, *, key: str, training: str, starts: str, goes_on: bool = False
) -> str:
    """Return the statement that trains the model with ``k`` segments.

    Parameters
    ----------
    key
        The customers' key column.
    training, starts
        Full paths of the tables.
    goes_on
        Whether it goes on from the model of that name, which has to be there.
    """
    values = {"options": options.written(k, goes_on=goes_on)}
    names = {"model": model_name(k), "customer_key": key, "training": training}
    if options.init is not KMeansInit.CUSTOM or goes_on:
        return filled(load("bigquery_ml", "model.sql"), values, names)
    text = load("bigquery_ml", "model_from_starts.sql")
    return filled(text, {**values, "k": written(k)}, {**names, "starts": starts})


def create_tuned_model(
    options: ModelOptions, tuning: Tuning, ks: Sequence[int], *, key: str, training: str
) -> str:
    """Return the statement that trains one model with several numbers of segments.

    Parameters
    ----------
    ks
        The numbers that may be tried, in their order.
    key, training
        As `create_model` has them.
    """
    values = {"options": tuning.written(options, ks)}
    names = {"model": TUNED, "customer_key": key, "training": training}
    return filled(load("bigquery_ml", "model_tuned.sql"), values, names)


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


def trials(model: str) -> str:
    """Return the query for the trials of a tuned model, given by its full path."""
    return _about(model, "trials.sql")


def evaluate_trials(model: str) -> str:
    """Return the query for the two figures of each trial of a tuned model, given by its full path."""
    return _about(model, "evaluate_trials.sql")


def centroids_of_trials(model: str, numbers: Sequence[int]) -> str:
    """Return the query for the centroids of some trials of a tuned model, given by its full path."""
    values = {"trials": written(list(numbers))}
    return filled(load("bigquery_ml", "centroids_of_trials.sql"), values, {"model": model})


def segments(
    table: Training,
    *,
    model: str,
    training: str,
    names: Sequence[str],
    outliers: float,
    aside: str | None,
    trial: int | None = None,
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
    trial
        Which trial of a tuned model, None for a model that is not.
    """
    values = {"segments": written(list(names))}
    if trial is None:
        file, values["outliers"] = "segments", written(float(outliers))
    else:
        file, values["trial"], values["cut"] = "segments_of_trial", written(trial), written(_cut(outliers))
    paths = {"model": model, "training": training, "customer_key": table.key}
    if aside is None or table.never_bought is None:
        return filled(load("bigquery_ml", f"{file}.sql"), values, paths)
    values["set_aside"] = written(aside)
    paths |= {"customers": table.customers, "never_bought": table.never_bought}
    return filled(load("bigquery_ml", f"{file}_with_set_aside.sql"), values, paths)


def _cut(outliers: float) -> int:
    """Return the quantile above which a share of the customers is, rather less than more of them."""
    return math.ceil(round((1 - outliers) * _QUANTILES, 6))


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
    create = partial(create_model, options, k, key=table.key, training=training, starts=starts)
    yield "create model", create()
    if options.warm_start:
        yield "create model that goes on", create(goes_on=True)
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


def statements_of_a_search(
    table: Training,
    options: ModelOptions,
    tuning: Tuning,
    *,
    ks: Sequence[int],
    place: str,
    names: Sequence[str],
    outliers: float,
) -> Iterator[tuple[str, str]]:
    """Yield every statement that is sent for a tuned model only, each with its name; as `statements`."""
    training, model = f"{place}.training", f"{place}.{TUNED}"
    yield "create model", create_tuned_model(options, tuning, ks, key=table.key, training=training)
    yield "trials", trials(model)
    yield "evaluate", evaluate_trials(model)
    yield "centroids", centroids_of_trials(model, [1, 3])
    for name, aside in (("segments", None), ("segments with some set aside", "seg_0")):
        if aside is None or table.never_bought is not None:
            paths = {"model": model, "training": training}
            yield name, segments(table, **paths, names=names, outliers=outliers, aside=aside, trial=3)


def _about(model: str, file: str) -> str:
    return filled(load("bigquery_ml", file), names={"model": model})
