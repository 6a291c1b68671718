"""K-means on this machine, by scikit-learn."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from segdesk.clustering.arrays import Labels, Matrix
from segdesk.clustering.engine import KResult
from segdesk.clustering.kmeans import Algorithm, Fit, fit, fit_like_bigquery_ml
from segdesk.clustering.scores import Scores, score
from segdesk.clustering.silhouette import Silhouette, notebook_silhouette, silhouette
from segdesk.errors import SegdeskError


class Manner(StrEnum):
    """Whose way of fitting and scoring is followed."""

    OWN = "own"
    NOTEBOOK = "notebook"
    """The silhouette of a draw among the drawn customers only, as the document's first listing."""
    BIGQUERY_ML = "bigquery-ml"
    """One start, 20 updates, an end at less than 1 % progress: BigQuery ML's defaults."""


@dataclass(frozen=True)
class LocalEngine:
    """K-means and its scores on this machine.

    Attributes
    ----------
    starts, algorithm, max_iter, tol
        As scikit-learn's KMeans has them.
    silhouette_rows
        Customers drawn for the silhouette; 0 means all of them.
    seed
        Of the starts and of the draw.
    manner
        Whose way is followed where that is more than a number.
    """

    starts: int = 10
    algorithm: Algorithm = "lloyd"
    max_iter: int = 300
    tol: float = 1e-4
    silhouette_rows: int = 10_000
    seed: int = 42
    manner: Manner = Manner.OWN

    @classmethod
    def listing_1(cls, seed: int = 42) -> Self:
        """Return the engine of the document's first sweep.

        Give it a float64 matrix, as the notebook has. The notebook draws its 1,000 silhouette customers
        without a seed, so its silhouettes, and with them its k, change from run to run; here the draw takes
        ``seed``. All else is equal to scikit-learn's functions on the same matrix.
        """
        return cls(algorithm="elkan", silhouette_rows=1_000, seed=seed, manner=Manner.NOTEBOOK)

    @classmethod
    def listing_2(cls, seed: int = 42) -> Self:
        """Return the engine of the document's second sweep: the silhouette of all customers.

        Give it a float64 matrix, as the notebook has.
        """
        return cls(algorithm="elkan", silhouette_rows=0, seed=seed)

    @classmethod
    def like_bigquery_ml(cls, seed: int = 42) -> Self:
        """Return an engine that fits as weakly as BigQuery ML does by default, from a KMEANS++ start."""
        return cls(starts=1, max_iter=20, seed=seed, manner=Manner.BIGQUERY_ML)

    @property
    def name(self) -> str:
        """How it is named in a project."""
        return "local"

    def fit(self, X: Matrix, k: int) -> Fit:
        """Fit one k to ``X`` (n, d) without scoring it. Raises as `run` does."""
        if self.manner is Manner.BIGQUERY_ML:
            return fit_like_bigquery_ml(X, k, seed=self.seed, max_iter=self.max_iter)
        return fit(
            X,
            k,
            starts=self.starts,
            seed=self.seed,
            algorithm=self.algorithm,
            max_iter=self.max_iter,
            tol=self.tol,
        )

    def run(self, X: Matrix, k: int) -> KResult:
        """Fit and score one k on ``X`` (n, d).

        Raises
        ------
        UsageError, InputError
            If there cannot be so many segments.
        """
        started = time.perf_counter()
        found = self.fit(X, k)
        return KResult(k, found, self.scores(X, found), time.perf_counter() - started)

    def scores(self, X: Matrix, found: Fit) -> Scores:
        """Return the scores of a fit on ``X`` (n, d), whoever made it."""
        return score(X, found, self._silhouette(X, found.labels))

    def sweep(self, X: Matrix, ks: Iterable[int]) -> Iterator[KResult]:
        """Yield the result of each k as it is ready, a failed one with its reason."""
        for k in ks:
            started = time.perf_counter()
            try:
                result = self.run(X, k)
            except SegdeskError as error:
                result = KResult(k, None, None, time.perf_counter() - started, str(error))
            yield result

    def _silhouette(self, X: Matrix, labels: Labels) -> Silhouette:
        if self.manner is Manner.NOTEBOOK:
            return notebook_silhouette(X, labels, rows=self.silhouette_rows, seed=self.seed)
        return silhouette(X, labels, rows=self.silhouette_rows, seed=self.seed)
