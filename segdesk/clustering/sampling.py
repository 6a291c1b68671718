"""Fewer customers that stand for all of them."""

import numpy as np
from numpy.typing import NDArray

from segdesk.clustering.arrays import Indices


def stratified(labels: NDArray[np.integer], limit: int, *, seed: int) -> Indices:
    """Draw rows in which every segment has its share, and at least one row.

    Parameters
    ----------
    labels
        (n,) the segment of each row, from 0.
    limit
        How many rows to draw; with more segments than that, one row each.
    seed
        Of the draw; the same seed draws the same rows.

    Returns
    -------
    Indices
        The drawn rows, ascending; all of them where there are no more than ``limit``.
    """
    if len(labels) <= limit:
        return np.arange(len(labels))
    random = np.random.default_rng(seed)
    order = random.permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]
    sizes = np.bincount(labels)
    starts = np.cumsum(sizes) - sizes
    rank = np.arange(len(labels)) - np.repeat(starts, sizes)
    drawn: Indices = np.sort(order[rank < np.repeat(_quotas(sizes, limit), sizes)])
    return drawn


def _quotas(sizes: Indices, limit: int) -> Indices:
    """Return how many rows to draw of each segment: by largest remainders, at least one."""
    exact = sizes * (limit / sizes.sum())
    quotas: Indices = np.maximum(np.floor(exact).astype(np.intp), (sizes > 0).astype(np.intp))
    missing = limit - int(quotas.sum())
    quotas[np.argsort(quotas - exact, kind="stable")[: max(missing, 0)]] += 1
    while quotas.sum() > limit and quotas.max() > 1:  # what the smallest segments got, the largest give
        quotas[quotas.argmax()] -= 1
    return quotas
