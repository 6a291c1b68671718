"""Customers who are far from every segment, by BigQuery ML's measure."""

from dataclasses import dataclass

import numpy as np

from segdesk.clustering.arrays import Flags, Floats, Labels, Matrix, blocks
from segdesk.clustering.kmeans import Fit, own_distances
from segdesk.errors import UsageError


@dataclass(frozen=True, eq=False)
class Outliers:
    """How unusual each customer is.

    Attributes
    ----------
    distances
        (n,) normalised distance: the smallest over the segments of distance / radius; infinite where there
        is no segment to compare with.
    is_outlier
        (n,) whether it is above the threshold.
    threshold
        The normalised distance that at most the wanted share of customers exceeds.
    radii
        (k,) root of the mean squared distance of a segment's customers to its center.
    """

    distances: Floats
    is_outlier: Flags
    threshold: float
    radii: Floats


def find_outliers(X: Matrix, fit: Fit, contamination: float) -> Outliers:
    """Flag the given share of customers, at most, as outliers.

    Follows ML.DETECT_ANOMALIES (BigQuery ML documentation): the threshold is the (1 - contamination)
    quantile of the normalised distances of the customers that the model was fitted to.

    Parameters
    ----------
    X
        (n, d) the matrix of the fit.
    contamination
        Between 0 and 0.5.
    """
    if not 0 <= contamination <= 0.5:
        raise UsageError(
            f"{contamination} is no share of outliers", "it has to lie between 0 and 0.5", "Change it"
        )
    radii = segment_radii(X, fit.centers, fit.labels)
    distances = normalised_distances(X, fit.centers, radii, alone=fit.sizes <= 1)
    threshold = float(np.quantile(distances, 1 - contamination, method="higher"))
    return Outliers(distances, distances > threshold, threshold, radii)


def segment_radii(X: Matrix, centers: Floats, labels: Labels) -> Floats:
    """Return the root mean squared distance (k,) of each segment's rows to its center; 0 without rows."""
    squares = own_distances(X, centers, labels) ** 2
    sizes = np.bincount(labels, minlength=len(centers))
    return np.sqrt(np.bincount(labels, weights=squares, minlength=len(centers)) / np.maximum(sizes, 1))


def normalised_distances(X: Matrix, centers: Floats, radii: Floats, *, alone: Flags | None = None) -> Floats:
    """Return the smallest distance / radius (n,) over the segments.

    Parameters
    ----------
    alone
        (k,) segments of a single customer. They have no radius, and a customer who needed a segment alone
        is the very outlier that is looked for, so such a segment is not compared with. A segment of
        identical customers has radius 0 as well; they are at distance 0, anyone else infinitely far.
    """
    skip = np.zeros(len(centers), bool) if alone is None else alone
    nearest = np.full(len(X), np.inf)
    for rows in blocks(len(X)):
        for center, radius, skipped in zip(centers, radii, skip, strict=True):
            if skipped:
                continue
            difference = X[rows] - center
            distance = np.sqrt(np.einsum("ij,ij->i", difference, difference))
            ratio = distance / radius if radius > 0 else np.where(distance > 0, np.inf, 0.0)
            nearest[rows] = np.minimum(nearest[rows], ratio)
    return nearest
