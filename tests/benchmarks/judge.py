"""How good the segments are, by one measure for everyone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from segdesk.clustering.choose import DOCUMENT_WEIGHTS, Candidate, choose
from segdesk.clustering.points import points
from segdesk.clustering.silhouettes import silhouettes
from segdesk.project.settings import Choose
from tests.benchmarks.data import Matrix

OwnScores = Mapping[int, tuple[float, float, float]]
"""Silhouette, Calinski-Harabasz and Davies-Bouldin by k."""

FULL_SILHOUETTES = 10_000
"""Customers up to whom scikit-learn's silhouette of all of them is compared with, at every k."""
FULL_SCORES = 1_000_000
"""And its other two scores."""
EXACT_SILHOUETTES = 100_000
"""Customers up to whom a silhouette of all of them is made for everyone's segments."""


@dataclass(frozen=True)
class Differences:
    """The largest relative difference to scikit-learn over all k; of a silhouette, the absolute one.

    None where that was not compared.
    """

    silhouette: float | None = None
    calinski_harabasz: float | None = None
    davies_bouldin: float | None = None


@dataclass(frozen=True)
class Verdict:
    """How good the segments of one contender are.

    Attributes
    ----------
    inertia
        By k, against the best that anyone found at that k: 1 is as good.
    differences
        Of its own scores to scikit-learn's on the same labels.
    silhouette_error
        The largest difference of its own silhouette to that of all customers; None if it has none.
    chosen
        The number of segments by its own scores, weighed up as the published engine does; None without.
    deserved
        The same by exact scores of its segments; None where there are too many customers for that.
    """

    inertia: dict[int, float]
    differences: Differences
    silhouette_error: float | None
    chosen: int | None
    deserved: int | None

    @property
    def median(self) -> float:
        """Of the inertia over all k."""
        return median(self.inertia.values())

    @property
    def worst(self) -> float:
        """Inertia at the worst k."""
        return max(self.inertia.values())


@dataclass(frozen=True, eq=False)
class _Seen:
    """What a contender found in its first round."""

    own: OwnScores
    labels: dict[int, NDArray[np.uint8]]
    inertia: dict[int, float]
    is_compared: bool


class Judge:
    """Remembers who found what, and the best at each k.

    Parameters
    ----------
    X
        (n, d) what is clustered.
    """

    def __init__(self, X: Matrix) -> None:
        self._X = X
        self._total = float(np.einsum("ij,ij->", X, X, dtype=np.float64))
        self._seen: dict[str, _Seen] = {}
        self._best: dict[int, float] = {}

    def see(self, name: str, own: OwnScores, folder: Path, *, is_compared: bool) -> None:
        """Take up the labels that a trial left in a folder, and whether its scores are to be compared."""
        before = self._seen.get(name)
        inertia: dict[int, float] = {}
        kept: dict[int, NDArray[np.uint8]] = {}
        for k in own:
            labels = np.load(folder / f"labels-{k}.npy")
            same = before is not None and np.array_equal(before.labels[k], labels)
            inertia[k] = before.inertia[k] if before and same else self.inertia(labels)
            self._best[k] = min(inertia[k], self._best.get(k, np.inf))
            kept[k] = labels
        if before is None:
            self._seen[name] = _Seen(own, kept, inertia, is_compared)

    def inertia(self, labels: NDArray[np.uint8]) -> float:
        """Return the sum of squared distances to the means of the labels, in float64."""
        sizes = np.bincount(labels)
        explained = 0.0
        for column in self._X.T:
            sums = np.bincount(labels, weights=column)
            explained += float(np.sum(sums**2 / np.maximum(sizes, 1)))
        return self._total - explained

    def verdicts(self) -> dict[str, Verdict]:
        """Judge everyone, now that all have run."""
        return {name: self._verdict(seen) for name, seen in self._seen.items()}

    def _verdict(self, seen: _Seen) -> Verdict:
        exact = self._exact(seen)
        scored = all(np.isfinite(values).all() for values in seen.own.values())
        error = None
        if scored and exact is not None:
            error = max(abs(seen.own[k][0] - exact[k]) for k in exact)
        whole = exact and self._with_silhouettes(seen, exact)
        return Verdict(
            inertia={k: value / self._best[k] for k, value in seen.inertia.items()},
            differences=self._differences(seen) if scored and seen.is_compared else Differences(),
            silhouette_error=error,
            chosen=_chosen(seen.own, seen.inertia) if scored and len(seen.own) > 1 else None,
            deserved=_chosen(whole, seen.inertia) if whole and len(seen.own) > 1 else None,
        )

    def _exact(self, seen: _Seen) -> dict[int, float] | None:
        """Return the silhouettes of all customers."""
        if len(self._X) > EXACT_SILHOUETTES:
            return None
        different = points(self._X)
        labelings = list(seen.labels.values())
        if different.kinds is not None:
            first = np.unique(different.kinds, return_index=True)[1]
            labelings = [labels[first] for labels in labelings]
        found = silhouettes(different, labelings)
        return {k: value.value for k, value in zip(seen.labels, found, strict=True)}

    def _with_silhouettes(self, seen: _Seen, exact: Mapping[int, float]) -> OwnScores:
        return {k: (exact[k], *others) for k, others in self._others(seen)}

    def _others(self, seen: _Seen) -> Iterator[tuple[int, tuple[float, float]]]:
        from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

        whole = self._X.astype(np.float64)
        for k, labels in seen.labels.items():
            yield k, (calinski_harabasz_score(whole, labels), davies_bouldin_score(whole, labels))

    def _differences(self, seen: _Seen) -> Differences:
        """Compare a contender's own scores with scikit-learn's, at every k."""
        from sklearn.metrics import silhouette_score

        if len(self._X) > FULL_SCORES:
            return Differences()
        silhouette, spread, index = [], [], []
        for k, (calinski_harabasz, davies_bouldin) in self._others(seen):
            spread.append(abs(seen.own[k][1] / calinski_harabasz - 1))
            index.append(abs(seen.own[k][2] / davies_bouldin - 1))
            if len(self._X) <= FULL_SILHOUETTES:
                whole = self._X.astype(np.float64)
                silhouette.append(abs(seen.own[k][0] - silhouette_score(whole, seen.labels[k])))
        return Differences(max(silhouette, default=None), max(spread), max(index))


def _chosen(scores: OwnScores, inertia: Mapping[int, float]) -> int:
    """Weigh the scores up as the published engine does."""
    candidates = [Candidate(k, inertia[k], *values) for k, values in scores.items()]
    return choose(candidates, Choose.COMBINED, DOCUMENT_WEIGHTS).k
