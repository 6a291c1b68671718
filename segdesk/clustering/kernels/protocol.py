"""What the inner loops do, whoever runs them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segdesk.clustering.arrays import Floats, Indices, Labels

Singles = NDArray[np.float32]
Columns = NDArray[np.float32]
"""(d, n): one row of the array for each column, so that neighbouring customers stand together."""
Rows = NDArray[np.float32]
"""(n, d): one row of the array for each customer."""


@dataclass(frozen=True)
class Kernels:
    """The inner loops over customers, for one number of columns d. Data are float32, sums float64.

    Attributes
    ----------
    step
        ``(X (d, n), weights (n,), centers (k, d), labels (n,), begin, end, sums (k, d), counts (k,)) ->
        changed``: put those from ``begin`` to ``end`` to the nearest center, the first of equally near ones,
        and carry sums and counts along. A label of -1 is nobody's yet.
    potentials
        ``(X, weights, nearest (n,), candidates (l, d), out (l,))``: add to ``out`` what the weighted sum of
        squared distances to the nearest center would be if the candidate were one more.
    approach
        ``(X, center (d,), nearest (n,))``: lower ``nearest`` to the squared distance to one more center.
    spread
        ``(X, weights, centers (k, d) float64, labels, begin, end, distances (k,), squares (k,))``: add the
        weighted distances and squared distances to the own center.
    simplified
        ``(X, centers, labels, begin, end, out (n,))``: the silhouette by distances to centers.
    silhouettes
        ``(tile (d, m), own (q, m), rows (n, d), weights (n,), cells (c + 1,), clusters (q, c),
        sizes (s,), ends (q,), out (q, m))``: the silhouettes of ``m`` customers in ``q`` labelings at once,
        measured against all rows. The rows are sorted into cells that no labeling cuts; clusters are
        numbered through all labelings, those of labeling i up to ``ends[i]``.
    """

    step: Callable[[Columns, Singles, Singles, Labels, int, int, Floats, Floats], int]
    potentials: Callable[[Columns, Singles, Singles, Singles, Floats], None]
    approach: Callable[[Columns, Singles, Singles], None]
    spread: Callable[[Columns, Singles, Floats, Labels, int, int, Floats, Floats], None]
    simplified: Callable[[Columns, Singles, Labels, int, int, Singles], None]
    silhouettes: Callable[[Columns, Labels, Rows, Singles, Indices, Labels, Floats, Indices, Floats], None]
