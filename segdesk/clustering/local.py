"""K-means on this machine."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

import numpy as np

from segdesk.clustering.arrays import Labels, Matrix
from segdesk.clustering.engine import KResult
from segdesk.clustering.kmeans import Algorithm, Fit, fit, fit_like_bigquery_ml, refuse_impossible
from segdesk.clustering.points import Points, points
from segdesk.clustering.scores import Scores, score, score_found
from segdesk.clustering.search import Found, search
from segdesk.clustering.silhouette import Silhouette, notebook_silhouette, silhouette
from segdesk.clustering.silhouettes import silhouettes
from segdesk.errors import SegdeskError


class Manner(StrEnum):
    """Whose way of fitting and scoring is followed."""

    OWN = "own"
    """All k in one search, and their silhouettes in one pass."""
    SCIKIT_LEARN = "scikit-learn"
    """Each k by scikit-learn's KMeans on its own."""
    NOTEBOOK = "notebook"
    """The same, with a silhouette among the drawn customers only: the document's first listing."""
    BIGQUERY_ML = "bigquery-ml"
    """One start, 20 updates, an end at less than 1 % progress: BigQuery ML's defaults."""


def _go_on() -> None:
    """Let the work go on."""


def _ignore(_text: str) -> None:
    """Listen to nothing."""


@dataclass(frozen=True)
class LocalEngine:
    """K-means and its scores on this machine.

    Attributes
    ----------
    starts
        K-means++ starts; in the own manner, sequences that serve all k.
    algorithm, tol
        As scikit-learn's KMeans has them, where that fits.
    max_iter
        Improvements at most.
    silhouette_rows
        Customers drawn for the silhouette; 0 means all of them.
    seed
        Of the starts and of the draw.
    manner
        Whose way is followed where that is more than a number.
    check
        Called often; may raise, to end the work.
    note
        Told what is going on.
    """

    starts: int = 20
    algorithm: Algorithm = "lloyd"
    max_iter: int = 300
    tol: float = 1e-4
    silhouette_rows: int = 10_000
    seed: int = 42
    manner: Manner = Manner.OWN
    check: Callable[[], None] = field(default=_go_on, compare=False, repr=False)
    note: Callable[[str], None] = field(default=_ignore, compare=False, repr=False)

    @classmethod
    def listing_1(cls, seed: int = 42) -> Self:
        """Return the engine of the document's first sweep.

        Give it a float64 matrix, as the notebook has. The notebook draws its 1,000 silhouette customers
        without a seed, so its silhouettes, and with them its k, change from run to run; here the draw takes
        ``seed``. All else is equal to scikit-learn's functions on the same matrix.
        """
        return cls(starts=10, algorithm="elkan", silhouette_rows=1_000, seed=seed, manner=Manner.NOTEBOOK)

    @classmethod
    def listing_2(cls, seed: int = 42) -> Self:
        """Return the engine of the document's second sweep: the silhouette of all customers.

        Give it a float64 matrix, as the notebook has.
        """
        return cls(starts=10, algorithm="elkan", silhouette_rows=0, seed=seed, manner=Manner.SCIKIT_LEARN)

    @classmethod
    def like_scikit_learn(cls, seed: int = 42) -> Self:
        """Return an engine whose every k is what scikit-learn's KMeans with ten starts gives."""
        return cls(starts=10, seed=seed, manner=Manner.SCIKIT_LEARN)

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
        if self.manner is Manner.OWN:
            refuse_impossible(X, k)
            started = time.perf_counter()
            different = points(X)
            found = next(found for found in self._search(different) if found.k == k)
            inertia = score_found(different, found).inertia
            return _fit(different, found, inertia, time.perf_counter() - started)
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
        if self.manner is Manner.OWN:
            refuse_impossible(X, k)
            return list(self._swept(X, [k]))[-1]
        started = time.perf_counter()
        found = self.fit(X, k)
        return KResult(k, found, self.scores(X, found), time.perf_counter() - started)

    def scores(self, X: Matrix, found: Fit) -> Scores:
        """Return the scores of a fit on ``X`` (n, d), whoever made it."""
        return score(X, found, self._silhouette(X, found.labels))

    def sweep(self, X: Matrix, ks: Iterable[int]) -> Iterator[KResult]:
        """Yield the result of each k as it is ready, a failed one with its reason.

        In the own manner every k comes twice: `provisional` when it is fitted, and in the end with its
        silhouette. A k is the same whichever others are asked for.
        """
        possible = []
        for k in ks:
            self.check()
            started = time.perf_counter()
            try:
                if self.manner is not Manner.OWN:
                    yield self.run(X, k)
                    continue
                refuse_impossible(X, k)
            except SegdeskError as error:
                yield KResult(k, None, None, time.perf_counter() - started, str(error))
            else:
                possible.append(k)
        if possible:
            yield from self._swept(X, possible)

    def _swept(self, X: Matrix, ks: Iterable[int]) -> Iterator[KResult]:
        """Yield each k twice: fitted, and with the silhouettes that are found for all of them at once."""
        wanted = set(ks)
        started = time.perf_counter()
        different = points(X)
        kept: list[tuple[KResult, Found]] = []
        for found in self._search(different):
            if found.k in wanted:
                wanted.remove(found.k)
                scores = score_found(different, found)
                result = KResult(found.k, None, scores, time.perf_counter() - started, provisional=True)
                kept.append((result, found.packed()))
                yield result
                started = time.perf_counter()
            if not wanted:
                break
        labelings = [found.labels for _, found in kept]
        values = silhouettes(
            different,
            labelings,
            rows=self.silhouette_rows,
            seed=self.seed,
            check=self.check,
            progress=lambda share: self.note(f"Silhouettes: {share:.0%}"),
        )
        share = (time.perf_counter() - started) / len(kept)
        for (result, found), value in zip(kept, values, strict=True):
            assert result.scores is not None
            scores = result.scores.with_silhouette(value)
            fit = _fit(different, found, scores.inertia, result.seconds)
            yield KResult(result.k, fit, scores, result.seconds + share)

    def _search(self, different: Points) -> Iterator[Found]:
        return search(different, starts=self.starts, seed=self.seed, most=self.max_iter, check=self.check)

    def _silhouette(self, X: Matrix, labels: Labels) -> Silhouette:
        if self.manner is Manner.NOTEBOOK:
            return notebook_silhouette(X, labels, rows=self.silhouette_rows, seed=self.seed)
        if X.dtype == np.float32:
            [found] = silhouettes(points(X), [labels], rows=self.silhouette_rows, seed=self.seed)
            return found
        return silhouette(X, labels, rows=self.silhouette_rows, seed=self.seed)


def _fit(different: Points, found: Found, inertia: float, seconds: float) -> Fit:
    """Return what was found among the different rows, as a fit of the matrix that they are from."""
    return Fit(
        k=found.k,
        centers=different.back(found.centers),
        labels=different.of_customers(found.labels).astype(np.int32),
        inertia=inertia,
        iterations=found.iterations,
        seconds=seconds,
    )
