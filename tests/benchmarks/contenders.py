"""Who races: the published ways, written anew from their description, plain libraries, and segdesk.

A contender is loaded in a process of its own, so that what it imports, compiles and keeps in memory counts
for it alone. Everyone gets the same standardised float32 matrix.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.data import Matrix

Labels = NDArray[np.uint8]
NAN = float("nan")


@dataclass(frozen=True, eq=False)
class Segments:
    """What a contender found at one k.

    Attributes
    ----------
    labels
        (n,) from 0; None while a k is only announced, to be told again.
    silhouette, calinski_harabasz, davies_bouldin
        Its own scores; NaN where it has none.
    """

    k: int
    labels: Labels | None
    silhouette: float = NAN
    calinski_harabasz: float = NAN
    davies_bouldin: float = NAN


Sweep = Callable[[Matrix, Sequence[int], int], Iterator[Segments]]
"""Sweeps a matrix over several k, with a seed for what is not seeded in its description."""


@dataclass(frozen=True)
class Contender:
    """A way to cluster for several k.

    Attributes
    ----------
    name, title
        For the command line, and for tables.
    load
        Imports what it needs and returns the sweep.
    runs
        Sweeps in one process; the last one is what is called its time.
    needs
        The package without which it stays away.
    environment
        Variables of its process.
    is_cold
        Whether it finds nothing compiled on disk.
    is_compared
        Whether its scores are compared with scikit-learn's.
    """

    name: str
    title: str
    load: Callable[[], Sweep]
    runs: int = 1
    needs: str = "sklearn"
    environment: Mapping[str, str] = field(default_factory=dict)
    is_cold: bool = False
    is_compared: bool = False

    @property
    def is_installed(self) -> bool:
        """Whether it can race here."""
        return find_spec(self.needs) is not None


def _listing_1() -> Sweep:
    """The first published listing: PCA, ten Elkan starts, the silhouette among 1,000 customers."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

    def sweep(X: Matrix, ks: Sequence[int], seed: int) -> Iterator[Segments]:
        reduced = PCA(n_components=5, random_state=42).fit_transform(X.astype(np.float64))
        for k in ks:
            model = KMeans(n_clusters=k, n_init=10, algorithm="elkan", random_state=42)
            labels = model.fit_predict(reduced)
            yield Segments(
                k,
                labels.astype(np.uint8),
                # The published one is not seeded; here each repeat draws anew.
                silhouette_score(reduced, labels, sample_size=min(1_000, len(X)), random_state=seed),
                calinski_harabasz_score(reduced, labels),
                davies_bouldin_score(reduced, labels),
            )

    return sweep


def _listing_2() -> Sweep:
    """The second published listing: ten Elkan starts, the silhouette of all customers."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

    def sweep(X: Matrix, ks: Sequence[int], seed: int) -> Iterator[Segments]:
        whole = X.astype(np.float64)
        for k in ks:
            model = KMeans(n_clusters=k, n_init=10, algorithm="elkan", random_state=42)
            labels = model.fit_predict(whole)
            yield Segments(
                k,
                labels.astype(np.uint8),
                silhouette_score(whole, labels),
                calinski_harabasz_score(whole, labels),
                davies_bouldin_score(whole, labels),
            )

    return sweep


def _scikit_learn(starts: int) -> Sweep:
    from sklearn.cluster import KMeans

    return _fits_of(KMeans, starts)


def _intelex() -> Sweep:
    from sklearnex.cluster import KMeans

    return _fits_of(KMeans, 10)


def _fits_of(estimator: type, starts: int) -> Sweep:
    """Fits alone, by an estimator with scikit-learn's parameters."""

    def sweep(X: Matrix, ks: Sequence[int], seed: int) -> Iterator[Segments]:
        for k in ks:
            model = estimator(n_clusters=k, n_init=starts, algorithm="lloyd", random_state=seed)
            yield Segments(k, model.fit(X).labels_.astype(np.uint8))

    return sweep


def _faiss() -> Sweep:
    """Ten starts of its usual 25 iterations on all rows: by default it would take 256 rows a segment."""
    import faiss

    def sweep(X: Matrix, ks: Sequence[int], seed: int) -> Iterator[Segments]:
        for k in ks:
            model = faiss.Kmeans(X.shape[1], k, nredo=10, seed=seed + 1, max_points_per_centroid=len(X))
            model.train(X)
            yield Segments(k, model.index.search(X, 1)[1][:, 0].astype(np.uint8))

    return sweep


def _segdesk(**settings: int) -> Sweep:
    from segdesk.clustering.local import LocalEngine

    def sweep(X: Matrix, ks: Sequence[int], seed: int) -> Iterator[Segments]:
        for result in LocalEngine(**settings).sweep(X, ks):
            if result.error or result.scores is None:
                raise RuntimeError(f"k = {result.k}: {result.error}")
            scores = result.scores
            labels = None if result.fit is None else result.fit.labels.astype(np.uint8)
            yield Segments(
                result.k, labels, scores.silhouette, scores.calinski_harabasz, scores.davies_bouldin
            )

    return sweep


LISTING_1 = Contender("listing-1", "Listing 1: ten Elkan starts, silhouette of 1,000", _listing_1)
LISTING_2 = Contender("listing-2", "Listing 2: ten Elkan starts, silhouette of all", _listing_2)
TEN_STARTS = Contender(
    "ten-starts", "scikit-learn, float32, ten starts, no scores", lambda: _scikit_learn(10)
)
ONE_START = Contender("one-start", "scikit-learn, float32, one start, no scores", lambda: _scikit_learn(1))
INTELEX = Contender("intelex", "scikit-learn-intelex, ten starts, no scores", _intelex, needs="sklearnex")
FAISS = Contender("faiss", "faiss, ten starts, no scores", _faiss, needs="faiss")
SEGDESK = Contender("segdesk", "**segdesk**", _segdesk, runs=2, is_compared=True)
SEGDESK_EXACT = Contender(
    "segdesk-exact",
    "**segdesk**, silhouette of all",
    lambda: _segdesk(silhouette_rows=0),
    runs=2,
    is_compared=True,
)
SEGDESK_COLD = Contender(
    "segdesk-cold",
    "segdesk, nothing compiled before, silhouette of all",
    lambda: _segdesk(silhouette_rows=0),
    is_cold=True,
)
SEGDESK_PLAIN = Contender(
    "segdesk-plain",
    "segdesk without numba, silhouette of all",
    lambda: _segdesk(silhouette_rows=0),
    environment={"SEGDESK_PLAIN_LOOPS": "1"},
)

CONTENDERS = {
    contender.name: contender
    for contender in (
        LISTING_1,
        LISTING_2,
        TEN_STARTS,
        ONE_START,
        INTELEX,
        FAISS,
        SEGDESK,
        SEGDESK_EXACT,
        SEGDESK_COLD,
        SEGDESK_PLAIN,
    )
}
