"""What comes of a model that BigQuery ML has trained: scored there, and on the customers that came down."""

import time
from dataclasses import dataclass, replace

from segdesk.clustering.arrays import Floats, Matrix
from segdesk.clustering.bigquery_ml.model import Iteration
from segdesk.clustering.engine import KResult
from segdesk.clustering.kmeans import Fit, assign
from segdesk.clustering.local import LocalEngine
from segdesk.clustering.scores import BigQueryMLScores


@dataclass(frozen=True, eq=False)
class ModelResult(KResult):
    """One k of a sweep in BigQuery ML.

    Attributes
    ----------
    path
        Of the model; None if the k failed.
    iterations
        How training went; of a trial BigQuery keeps nothing of it.
    trial
        Which trial of a tuned model it is, None for a model of its own.
    """

    path: str | None = None
    iterations: tuple[Iteration, ...] = ()
    trial: int | None = None


@dataclass(frozen=True, eq=False)
class Trained:
    """A model, or a trial of one, as BigQuery ML made it; the attributes are those of `ModelResult`."""

    path: str
    centers: Floats
    figures: BigQueryMLScores
    iterations: tuple[Iteration, ...] = ()
    trial: int | None = None

    def fit(self, X: Matrix, seconds: float) -> Fit:
        """Return it with the rows of ``X`` (n, d) assigned."""
        labels, distances = assign(X, self.centers)
        own = float((distances**2).sum())
        return Fit(
            len(self.centers), self.centers, labels, own, iterations=len(self.iterations), seconds=seconds
        )

    def scored(self, X: Matrix, customers: int, scoring: LocalEngine, seconds: float) -> ModelResult:
        """Score the rows that came down; inertia and BigQuery ML's own figures are of all customers.

        Parameters
        ----------
        customers
            How many it was trained on.
        scoring
            Scores the rows of ``X`` (n, d).
        seconds
            That training took.
        """
        started = time.perf_counter()
        fit = self.fit(X, seconds)
        scores = replace(
            scoring.scores(X, fit),
            # Every customer's squared distance, as BigQuery ML measures it, summed up.
            inertia=self.figures.mean_squared_distance * customers,
            mean_squared_distance=self.figures.mean_squared_distance,
            davies_bouldin_index=self.figures.davies_bouldin_index,
        )
        seconds += time.perf_counter() - started
        return ModelResult(
            fit.k, fit, scores, seconds, path=self.path, iterations=self.iterations, trial=self.trial
        )
