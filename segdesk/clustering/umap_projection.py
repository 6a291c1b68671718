"""UMAP in three dimensions: for looking at segments, never for making them.

Made for a person who waits. A seeded, stratified sample; exact neighbours, which a k-d tree finds faster than
UMAP's own approximate search; and the principal axes as a start, which spares the slow spectral one.
"""

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from segdesk.clustering.arrays import Indices, Labels, Matrix
from segdesk.clustering.distinct import distinct
from segdesk.clustering.projection import pca3
from segdesk.clustering.sampling import stratified
from segdesk.errors import InputError

LIMIT = 20_000
"""Customers laid out at most: about ten seconds on two cores, and no more are told apart on a screen."""
NEIGHBOURS = 15
EPOCHS = 200
STAGES = 10
"""Of the progress: two for the neighbours and one for UMAP's own compilation, the others for the layout."""

Coordinates = NDArray[np.float32]
Report = Callable[[float, float, str], None]
"""Told how far it is: done, total, text. May raise, to end the work."""


@dataclass(frozen=True, eq=False)
class UmapProjection:
    """Customers laid out so that those who are alike stand together.

    Attributes
    ----------
    rows
        (m,) the rows of the matrix that were laid out, ascending.
    coordinates
        (m, 3) where each stands. Only who stands next to whom has a meaning.
    """

    rows: Indices
    coordinates: Coordinates


def available() -> bool:
    """Whether UMAP is installed. Looks without importing it, which takes seconds."""
    return find_spec("umap") is not None


def umap3(X: Matrix, labels: Labels, *, seed: int, report: Report, limit: int = LIMIT) -> UmapProjection:
    """Lay out a stratified sample of ``X`` (n, d) in three dimensions; the same seed gives the same picture.

    Identical customers stand at the same place.

    Parameters
    ----------
    labels
        (n,) the segments, which only the sample depends on.
    report
        Called before each stage, and several times a second during the longest.
    limit
        Rows to lay out at most.

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
    rows = stratified(labels, limit, seed=seed)
    kinds = distinct(X[rows])
    sample = np.ascontiguousarray(X[rows][kinds.first], np.float32)
    return UmapProjection(rows, _layout(sample, seed, report)[kinds.inverse])


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
    report(STAGES, STAGES, f"{len(X):,} customers")
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
            done = 3 + (STAGES - 3) * int(epochs) / EPOCHS
            self._report(done, STAGES, f"Laying out {self._count:,} customers")
        return len(text)
