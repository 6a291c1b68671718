"""One number of segments as a sweep scored it. Light to import: the window gets it while the sweep runs."""

from dataclasses import dataclass

DONE = "done"
FITTED = "fitted"
FAILED = "failed"


@dataclass(frozen=True)
class SweepPoint:
    """One k as the project keeps it; scores are None where the k failed, or as long as they are to come.

    Attributes
    ----------
    k
        The number of segments.
    inertia, silhouette, silhouette_rows, silhouette_low, silhouette_high, calinski_harabasz, davies_bouldin
        As in `segdesk.clustering.scores.Scores`.
    mean_squared_distance, davies_bouldin_index
        BigQuery ML's own two figures.
    combined
        None as long as the sweep is not finished, because it compares all k with one another.
    seconds
        How long fitting and scoring took.
    status
        ``done``, ``failed``, or ``fitted`` as long as the silhouette is to come.
    error
        Why it failed.
    """

    k: int
    inertia: float | None
    silhouette: float | None
    silhouette_rows: int | None
    silhouette_low: float | None
    silhouette_high: float | None
    calinski_harabasz: float | None
    davies_bouldin: float | None
    mean_squared_distance: float | None
    davies_bouldin_index: float | None
    combined: float | None
    seconds: float
    status: str
    error: str | None

    @property
    def failed(self) -> bool:
        """Whether this k has no scores."""
        return self.status == FAILED
