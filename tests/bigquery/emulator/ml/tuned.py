"""A tuned model: trials of k-means with several numbers of clusters, and functions over them."""

import math
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from emulator.errors import BigQueryError, invalid_query
from emulator.ml import functions
from emulator.ml.kmeans import davies_bouldin
from emulator.ml.model import Model, train
from emulator.ml.options import Algorithm, Options, Tuning

_HYPERPARAMETERS = pa.struct([("num_clusters", pa.int64())])
_METRICS = pa.struct([("davies_bouldin_index", pa.float64())])


@dataclass(frozen=True)
class Trial:
    """A trial.

    Attributes
    ----------
    model
        None where it did not succeed.
    """

    number: int
    clusters: int
    model: Model | None
    status: str = "SUCCEEDED"
    message: str | None = None

    @property
    def index(self) -> float | None:
        """What the tuning is for."""
        if self.model is None:
            return None
        return davies_bouldin(self.model.points, self.model.centroids, self.model.options.distance)


@dataclass(frozen=True)
class Tuned:
    """A model of trials, in the order of their numbers."""

    trials: tuple[Trial, ...]

    @property
    def succeeded(self) -> tuple[Trial, ...]:
        """The trials that there are models of."""
        return tuple(each for each in self.trials if each.model is not None)

    @property
    def default(self) -> Trial:
        """The trial that functions use which are not told one: the first of the best."""
        return min(self.succeeded, key=lambda each: (_worth(each), each.number))

    def chosen(self, settings: Mapping[str, Any]) -> tuple[int, Model]:
        """Return the trial that a call names, or the default one. Raises `BigQueryError`."""
        number = settings.get("trial_id", self.default.number)
        for each in self.succeeded:
            if each.number == number:
                assert each.model is not None
                return each.number, each.model
        raise invalid_query(f"Trial {number} is not found in the model, or did not succeed")


def tune(sql: str, options: Options, rows: pa.Table) -> Tuned:
    """Train trials until there are enough of them, or every number of clusters has been tried.

    Raises
    ------
    BigQueryError
        If none succeeds.
    """
    assert options.tuning is not None
    trials: list[Trial] = []
    for number, clusters in enumerate(_picked(options.tuning, rows.num_rows, sql), 1):
        own = replace(options, clusters=clusters, tuning=None)
        try:
            trials.append(Trial(number, clusters, train(f"{sql} -- {number}", own, rows, None)))
        except BigQueryError as problem:
            trials.append(Trial(number, clusters, None, "INFEASIBLE", str(problem.message)))
    if not any(each.model for each in trials):
        raise invalid_query("All trials of the hyperparameter tuning failed")
    return Tuned(tuple(trials))


def about(tuned: Tuned) -> dict[str, Any]:
    """Return what ``models.get`` tells of the tuning."""
    return {
        "hparamTrials": [
            {
                "trialId": str(each.number),
                "hparams": {"numClusters": str(each.clusters)},
                "status": each.status,
                "hparamTuningEvaluationMetrics": {"clusteringMetrics": {"daviesBouldinIndex": each.index}},
            }
            for each in tuned.trials
        ],
        "optimalTrialIds": [str(tuned.default.number)],
        "defaultTrialId": str(tuned.default.number),
    }


def _picked(tuning: Tuning, rows: int, sql: str) -> Iterator[int]:
    """Yield the number of clusters of each trial.

    A grid is gone through once. Otherwise the first is what BigQuery ML would take untold, or what is nearest
    to it; those after it are drawn, so that some may come twice.
    """
    if tuning.algorithm is Algorithm.GRID:
        yield from tuning.space[: tuning.trials]
        return
    rng = np.random.default_rng(zlib.crc32(sql.encode()))
    usual = max(2, int(math.log10(max(rows, 1))))
    picked = min(tuning.space, key=lambda k: (abs(k - usual), k))
    untried = set(tuning.space)
    for _ in range(tuning.trials):
        yield picked
        untried.discard(picked)
        if not untried:
            return
        picked = int(rng.choice(tuning.space))


def _worth(trial: Trial) -> float:
    index = trial.index
    return math.inf if index is None else index


# -- functions


def _trial_info(tuned: Tuned, _: pa.Table | None, __: Mapping[str, Any]) -> pa.Table:
    """Return ML.TRIAL_INFO: a row for each trial."""
    trials = tuned.trials
    losses = [each.model.fit.iterations[-1].loss if each.model else None for each in trials]
    best = tuned.default.index
    tried = [{"num_clusters": each.clusters} for each in trials]
    is_best = [each.model is not None and each.index == best for each in trials]
    return pa.table(
        {
            "trial_id": pa.array([each.number for each in trials], pa.int64()),
            "hyperparameters": pa.array(tried, _HYPERPARAMETERS),
            "hparam_tuning_evaluation_metrics": pa.array(
                [{"davies_bouldin_index": each.index} for each in trials], _METRICS
            ),
            "training_loss": pa.array(losses, pa.float64()),
            "eval_loss": pa.nulls(len(trials), pa.float64()),
            "status": pa.array([each.status for each in trials], pa.string()),
            "error_message": pa.array([each.message for each in trials], pa.string()),
            "is_optimal": pa.array(is_best, pa.bool_()),
        }
    )


def _of_all(function: functions.Function) -> Callable[..., pa.Table]:
    """Return a function that answers for every trial that succeeded, or for one where it is given rows."""

    def answer(tuned: Tuned, rows: pa.Table | None, settings: Mapping[str, Any]) -> pa.Table:
        if rows is not None:
            return _of_one(function)(tuned, rows, settings)
        return pa.concat_tables(
            [_numbered(each.number, function(each.model, None, settings)) for each in tuned.succeeded]
        )

    return answer


def _of_one(function: functions.Function) -> Callable[..., pa.Table]:
    """Return a function that answers for one trial."""

    def answer(tuned: Tuned, rows: pa.Table | None, settings: Mapping[str, Any]) -> pa.Table:
        number, model = tuned.chosen(settings)
        return _numbered(number, function(model, rows, settings))

    return answer


def _detect_anomalies(tuned: Tuned, rows: pa.Table | None, settings: Mapping[str, Any]) -> pa.Table:
    if "trial_id" in settings:
        raise invalid_query("ML.DETECT_ANOMALIES: trial_id is not supported")
    return _of_one(functions.detect_anomalies)(tuned, rows, settings)


def _training_info(_: Tuned, __: pa.Table | None, ___: Mapping[str, Any]) -> pa.Table:
    raise invalid_query("ML.TRAINING_INFO is not supported for models with hyperparameter tuning")


def _feature_info(tuned: Tuned, rows: pa.Table | None, settings: Mapping[str, Any]) -> pa.Table:
    """Return ML.FEATURE_INFO: all trials share it, and no number is told."""
    return functions.feature_info(tuned.chosen({})[1], rows, settings)


def _numbered(number: int, table: pa.Table) -> pa.Table:
    """Return an answer with the number of its trial before it."""
    return table.add_column(0, "trial_id", pa.array([number] * table.num_rows, pa.int64()))


FUNCTIONS: dict[str, Callable[[Tuned, pa.Table | None, Mapping[str, Any]], pa.Table]] = {
    "ML.TRIAL_INFO": _trial_info,
    "ML.EVALUATE": _of_all(functions.evaluate),
    "ML.CENTROIDS": _of_all(functions.centroids),
    "ML.PREDICT": _of_one(functions.predict),
    "ML.DETECT_ANOMALIES": _detect_anomalies,
    "ML.TRAINING_INFO": _training_info,
    "ML.FEATURE_INFO": _feature_info,
}
