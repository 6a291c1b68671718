"""Hyperparameter tuning: BigQuery ML tries numbers of segments itself, each as a trial of one model.

What is said here of trials is from https://cloud.google.com/bigquery/docs/hp-tuning-overview.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from segdesk.clustering.bigquery_ml.options import ModelOptions, written
from segdesk.project.settings import BigQueryMLSettings, TuningAlgorithm

OBJECTIVE = "DAVIES_BOULDIN_INDEX"
"""What a k-means model can be tuned for, and nothing else."""


@dataclass(frozen=True)
class Tuning:
    """How BigQuery ML looks for the best number of segments.

    Attributes
    ----------
    trials
        The most models that it trains; it trains fewer where every number has been tried.
    parallel
        How many of them at a time. Those that run beside each other cannot learn from each other.
    algorithm
        How it picks the next number.
    """

    trials: int
    parallel: int = 1
    algorithm: TuningAlgorithm = TuningAlgorithm.VIZIER_DEFAULT

    @classmethod
    def of(cls, settings: BigQueryMLSettings) -> "Tuning | None":
        """Return what the settings mean, None where each number is trained by itself."""
        if settings.trials is None:
            return None
        return cls(settings.trials, settings.parallel_trials, settings.tuning_algorithm)

    def most(self, ks: Sequence[int]) -> int:
        """Return how many models are trained at most for these numbers of segments."""
        on_a_grid = self.algorithm is TuningAlgorithm.GRID_SEARCH
        return min(self.trials, len(ks)) if on_a_grid else self.trials

    def what(self, ks: Sequence[int]) -> str:
        """Return what a person who looks at progress and costs reads of it."""
        return f"Sweep: {self.most(ks)} trials of {ks[0]} to {ks[-1]} segments"

    def written(self, options: ModelOptions, ks: Sequence[int]) -> str:
        """Return what stands between the brackets of OPTIONS.

        Parameters
        ----------
        ks
            The numbers of segments that may be tried, in their order.
        """
        parts = [f"{name} = {written(value)}" for name, value in options.values_of_a_search().items()]
        parts.insert(1, f"NUM_CLUSTERS = {self._space(ks)}")
        algorithm = self.algorithm.name
        parts += [
            f"NUM_TRIALS = {self.trials}",
            f"MAX_PARALLEL_TRIALS = {min(self.parallel, self.trials)}",
            f"HPARAM_TUNING_ALGORITHM = {written(algorithm)}",
            f"HPARAM_TUNING_OBJECTIVES = {written([OBJECTIVE])}",
        ]
        return ", ".join(parts)

    def _space(self, ks: Sequence[int]) -> str:
        """Return the search space: a range, or a list where it has gaps or a grid needs its points."""
        whole = len(ks) > 1 and list(ks) == list(range(ks[0], ks[-1] + 1))
        if whole and self.algorithm is not TuningAlgorithm.GRID_SEARCH:
            return f"HPARAM_RANGE({ks[0]}, {ks[-1]})"
        return f"HPARAM_CANDIDATES({written(list(ks))})"


@dataclass(frozen=True)
class Trial:
    """One trial of a tuned model (ML.TRIAL_INFO).

    Attributes
    ----------
    number
        As BigQuery counts them, from 1.
    k
        Its number of segments.
    status
        ``SUCCEEDED``, ``FAILED`` or ``INFEASIBLE``.
    davies_bouldin_index
        None where it did not succeed.
    error
        Why it did not succeed, in BigQuery's words.
    """

    number: int
    k: int
    status: str
    davies_bouldin_index: float | None
    error: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether there is a model of it."""
        return self.status == "SUCCEEDED"


def best(trials: Sequence[Trial], k: int) -> Trial | None:
    """Return the trial that succeeded best with ``k`` segments, the first of equals; None where none did."""
    found = [trial for trial in trials if trial.k == k and trial.succeeded]
    return min(found, key=_rank, default=None)


def _rank(trial: Trial) -> tuple[float, int]:
    index = trial.davies_bouldin_index
    return (float("inf") if index is None else index, trial.number)
