"""UMAP in three dimensions: for looking at segments, never for making them.

Made for a person who waits. A seeded, stratified sample is laid out, from exact neighbours, which a k-d tree
finds faster than UMAP's own approximate search, and from the principal axes, which spare the slow spectral
start. Everyone else is placed among the nearest of those who were laid out.
"""

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from segdesk.clustering.arrays import Indices, Labels, Matrix, blocks
from segdesk.clustering.distinct import distinct
from segdesk.clustering.kernels import Rows
from segdesk.clustering.projection import pca3
from segdesk.clustering.sampling import stratified
from segdesk.errors import InputError

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

LIMIT = 20_000
"""Different customers laid out at most, which takes about ten seconds on two cores."""
MOST = 1_000_000
"""Customers placed at most; of more, each segment's share."""
NEIGHBOURS = 15
AMONG = 5
"""Nearest of the laid out that a customer is placed among."""
EPOCHS = 200
STAGES = 10
"""Of the progress: two for the neighbours, one for UMAP's own compilation, one to place everyone else."""
_LAST = STAGES - 1
_PLACED_ROWS = 50_000

Coordinates = NDArray[np.float32]
Report = Callable[[float, float, str], None]
"""Told how far it is: done, total, text. May raise, to end the work."""


@dataclass(frozen=True, eq=False)
class UmapProjection:
    """Customers laid out so that those who are alike stand together.

    Attributes
    ----------
    rows
        (m,) the rows of the matrix that have a place, ascending.
    coordinates
        (m, 3) where each stands. Only who stands next to whom has a meaning.
    """

    rows: Indices
    coordinates: Coordinates


def available() -> bool:
    """Whether UMAP is installed. Looks without importing it, which takes seconds."""
    return find_spec("umap") is not None


def umap3(
    X: Matrix, labels: Labels, *, seed: int, report: Report, limit: int = LIMIT, most: int = MOST
) -> UmapProjection:
    """Give the rows of ``X`` (n, d) a place in three dimensions; the same seed gives the same picture.

    Identical customers stand at the same place.

    Parameters
    ----------
    labels
        (n,) the segments, which only the sample depends on.
    report
        Called before each stage, and several times a second during the longest.
    limit
        Different rows to lay out at most; the others are placed among them.
    most
        Rows to place at most.

    Raises
    ------
    InputError
        If UMAP is not installed.
    """
    if not available():
        raise InputError(
            "UMAP is not installed",
            "it is an extra of segdesk",
            "Install it with: pip install 'segdesk[umap]'",
        )
    report(0, STAGES, "Drawing customers")
    rows = stratified(labels, most, seed=seed)
    kinds = distinct(X[rows])
    different = np.ascontiguousarray(X[rows[kinds.first]], np.float32)
    chosen = stratified(labels[rows[kinds.first]], limit, seed=seed)
    places = np.empty((len(different), 3), np.float32)
    places[chosen] = _layout(different[chosen], seed, report)
    from scipy.spatial import cKDTree

    tree = cKDTree(different[chosen])
    others = np.setdiff1d(np.arange(len(different)), chosen, assume_unique=True)
    for part in blocks(len(others), _PLACED_ROWS):
        report(_LAST + part.start / len(others), STAGES, f"Placing {len(others):,} more customers")
        some = others[part]
        places[some] = _among(tree, places[chosen], different[some])
    report(STAGES, STAGES, f"{len(rows):,} customers")
    return UmapProjection(rows, places[kinds.inverse])


def _among(tree: "cKDTree", places: Coordinates, rows: Rows) -> Coordinates:
    """Place rows (m, d) at the mean of their nearest ones' places, the nearer counting for more."""
    nearest = list(range(1, min(AMONG, len(places)) + 1))
    distances, indices = tree.query(rows, k=nearest, workers=-1)
    weights = 1 / np.maximum(np.asarray(distances), 1e-12)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.asarray(np.einsum("mk,mkc->mc", weights, places[indices]), np.float32)


def _layout(X: NDArray[np.float32], seed: int, report: Report) -> Coordinates:
    """Return coordinates (u, 3) of distinct rows (u, d)."""
    if len(X) <= 4:  # any picture of so few shows all distances; UMAP has nothing to weigh up
        return pca3(X).coordinates
    from sklearn.neighbors import NearestNeighbors

    report(1, STAGES, f"Finding the neighbours of {len(X):,} customers")
    neighbours = min(NEIGHBOURS, len(X) - 1)
    search = NearestNeighbors(n_neighbors=neighbours).fit(X)
    distances, indices = search.kneighbors(X)
    report(2, STAGES, "Getting ready")
    # What UMAP warns of is known and wanted: one thread for the sake of the seed, no later transform.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from umap import UMAP

        report(2.5, STAGES, "Getting ready, which takes longest the first time")
        umap = UMAP(
            n_components=3,
            n_neighbors=neighbours,
            n_epochs=EPOCHS,
            init=_start(X, seed),
            random_state=seed,
            n_jobs=1,
            precomputed_knn=(indices.astype(np.int32), distances.astype(np.float32)),
            tqdm_kwds={
                "disable": False,
                "file": _Epochs(report, len(X)),
                "bar_format": "{n}",
                "mininterval": 0.1,
            },
        )
        coordinates = umap.fit_transform(X)
    return np.ascontiguousarray(coordinates, np.float32)


def _start(X: NDArray[np.float32], seed: int) -> Coordinates:
    """Return the principal coordinates (u, 3), with noise where there are fewer than three dimensions."""
    start = pca3(X).coordinates
    flat = np.ptp(start, axis=0) == 0
    start[:, flat] = np.random.default_rng(seed).normal(size=(len(X), int(flat.sum())))
    return start


class _Epochs(io.TextIOBase):
    """Takes the progress bar that UMAP draws, as the only word it gives while it works."""

    def __init__(self, report: Report, count: int) -> None:
        self._report = report
        self._count = count

    def write(self, text: str) -> int:
        """Report the number of epochs that the bar shows."""
        epochs = text.strip("\r\n\x1b[A ")
        if epochs.isdigit():
            done = 3 + (_LAST - 3) * int(epochs) / EPOCHS
            self._report(done, STAGES, f"Laying out {self._count:,} customers")
        return len(text)
