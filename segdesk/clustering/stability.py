"""Whether the segments would be found again in slightly other customers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from segdesk.clustering.arrays import AnyLabels, Floats, Indices, Labels, Matrix
from segdesk.clustering.kmeans import Fit
from segdesk.clustering.points import points
from segdesk.clustering.search import best_of
from segdesk.errors import InputError

ROWS = 200_000
"""Customers that are resampled; more would only make it slower."""


class Band(StrEnum):
    """What a mean Jaccard similarity says of a segment (Hennig, R package fpc, clusterboot)."""

    DISSOLVED = "dissolved"
    DOUBTFUL = "doubtful"
    PATTERN = "pattern"
    STABLE = "stable"
    HIGHLY_STABLE = "highly stable"
    UNKNOWN = "unknown"
    """It never occurred in a sample."""

    @classmethod
    def of(cls, jaccard: float) -> "Band":
        """Return the band of a mean Jaccard similarity."""
        if np.isnan(jaccard):
            return cls.UNKNOWN
        if jaccard <= 0.5:
            return cls.DISSOLVED
        for limit, band in ((0.6, cls.DOUBTFUL), (0.75, cls.PATTERN), (0.85, cls.STABLE)):
            if jaccard < limit:
                return band
        return cls.HIGHLY_STABLE


@dataclass(frozen=True)
class Stability:
    """How stable a clustering is.

    Attributes
    ----------
    jaccard
        By segment: the mean over the samples of its similarity to its likest new segment; NaN if it was in
        none.
    bands
        By segment: what that means.
    ari
        Mean adjusted Rand index between old and new segments.
    bootstraps
        How many samples could be clustered.
    rows
        How many customers were resampled.
    """

    jaccard: tuple[float, ...]
    bands: tuple[Band, ...]
    ari: float
    bootstraps: int
    rows: int


def _ignore(_done: int, _total: int) -> None:
    """Listen to nothing."""


def stability(
    X: Matrix,
    fit: Fit,
    *,
    bootstraps: int = 20,
    starts: int = 10,
    seed: int = 42,
    rows: int = ROWS,
    progress: Callable[[int, int], None] = _ignore,
) -> Stability:
    """Measure by bootstrap how well each segment is found again.

    The scheme is Hennig's clusterboot (R package fpc, its defaults): draw customers with replacement, use
    each of them once, cluster anew, and compare every old segment, as far as it was drawn, with the new one
    most like it, by the Jaccard similarity.

    Parameters
    ----------
    X, fit
        (n, d) the matrix and what was fitted to it.
    bootstraps
        Number of samples.
    starts
        K-means starts per sample. With a single one the figures would tell of the optimiser, not the data.
    seed
        Of the samples and starts.
    rows
        A larger matrix is thinned out to so many customers first, by a seeded draw.
    progress
        Called with the samples done and their number.

    Raises
    ------
    InputError
        If no sample has enough different customers.
    """
    random = np.random.default_rng(seed)
    n = len(X)
    pool = np.sort(random.choice(n, rows, replace=False)) if n > rows else np.arange(n)
    different = points(X[pool] if n > rows else X)
    kinds = different.of_customers(np.arange(different.count))
    old = np.empty(different.count, np.int32)
    old[kinds] = fit.labels[pool]
    jaccards, aris = [], []
    progress(0, bootstraps)
    for done in range(bootstraps):
        drawn = np.unique(random.integers(0, len(pool), len(pool)))
        start_seed = int(random.integers(2**32))
        weights = np.bincount(kinds[drawn], minlength=different.count)
        present = np.flatnonzero(weights)
        if len(present) >= fit.k:  # or there are too few different customers in this sample
            sample = different.thinned(present, weights[present].astype(np.float32))
            again = best_of(sample, fit.k, starts=starts, seed=start_seed)
            table = contingency(old[present], again.labels, fit.k, weights[present])
            jaccards.append(best_jaccards(table))
            aris.append(adjusted_rand_index(table))
        progress(done + 1, bootstraps)
    if not jaccards:
        raise InputError(
            "Stability cannot be measured",
            f"no sample has {fit.k} different customers",
            "Ask for fewer segments",
        )
    means = _mean_of_present(np.array(jaccards))
    return Stability(
        jaccard=tuple(means.tolist()),
        bands=tuple(Band.of(mean) for mean in means),
        ari=float(np.mean(aris)),
        bootstraps=len(jaccards),
        rows=len(pool),
    )


def contingency(old: Labels, new: AnyLabels, k: int, weights: Indices | None = None) -> Indices:
    """Count the customers (k, k) by old and new segment; a row may stand for several."""
    counts = np.bincount(old.astype(np.intp) * k + new, weights, k * k)
    return np.rint(counts).astype(np.intp).reshape(k, k)


def best_jaccards(table: Indices) -> Floats:
    """Return the Jaccard similarity (k,) of each old segment to its likest new one; NaN for an empty one."""
    old = table.sum(axis=1)
    union = old[:, None] + table.sum(axis=0)[None, :] - table
    best = (table / np.maximum(union, 1)).max(axis=1)
    return np.where(old > 0, best, np.nan)


def adjusted_rand_index(table: Indices) -> float:
    """Return the adjusted Rand index of a contingency table (Hubert and Arabie, 1985)."""
    together = _pairs(table)
    old, new, everyone = _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0)), _pairs(table.sum())
    expected = old * new / everyone if everyone else 0.0
    largest = (old + new) / 2
    return 1.0 if largest == expected else (together - expected) / (largest - expected)


def _pairs(counts: Indices | np.intp) -> float:
    numbers = np.asarray(counts, np.float64)
    return float(np.sum(numbers * (numbers - 1) / 2))


def _mean_of_present(samples: Floats) -> Floats:
    """Return the mean over the samples (s, k) in which a segment occurs; NaN if there is none."""
    present = ~np.isnan(samples)
    counts = present.sum(axis=0)
    sums = np.where(present, samples, 0.0).sum(axis=0)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
