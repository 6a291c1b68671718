"""What every k-means engine can do, wherever it runs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from segdesk.clustering.arrays import Matrix
from segdesk.clustering.kmeans import Fit
from segdesk.clustering.scores import Scores


@dataclass(frozen=True, eq=False)
class KResult:
    """One k of a sweep.

    Attributes
    ----------
    k
        The number of segments.
    fit, scores
        None if the k failed.
    seconds
        Wall time of fitting and scoring.
    error
        Why it failed, as a sentence; empty if it did not.
    provisional
        Whether its silhouette is still to come, with a second result for this k.
    """

    k: int
    fit: Fit | None
    scores: Scores | None
    seconds: float
    error: str = ""
    provisional: bool = False


class Engine(Protocol):
    """Something that fits k-means and scores it."""

    @property
    def name(self) -> str:
        """How it is named in a project."""
        ...

    def fit(self, X: Matrix, k: int) -> Fit:
        """Fit one k to ``X`` (n, d) without scoring it. Raises `SegdeskError` if that cannot be done."""
        ...

    def run(self, X: Matrix, k: int) -> KResult:
        """Fit and score one k on ``X`` (n, d). Raises `SegdeskError` if that cannot be done."""
        ...

    def sweep(self, X: Matrix, ks: Iterable[int]) -> Iterator[KResult]:
        """Yield the result of each k as it is ready, a failed one with its reason.

        An engine that finds the silhouettes of all k at once yields every k twice: as soon as it is fitted,
        `provisional`, and in the end.
        """
        ...
