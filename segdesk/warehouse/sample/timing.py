"""When things happen: growth, seasons, weekdays, hours."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from segdesk.warehouse.sample.draw import Floats, Ints

HOUR = 3600
DAY = 24 * HOUR
_YEAR = 365.25 * DAY

_WEEKDAYS = np.array([0.98, 0.95, 0.96, 0.99, 1.06, 1.10, 1.03])  # Monday first
_HOURS = np.array(
    [5, 3, 2, 1, 1, 1, 2, 3, 5, 7, 9, 10, 10, 9, 9, 9, 9, 10, 11, 12, 13, 12, 10, 7], dtype=float
)
_MONTHS = np.array([0.9, 0.82, 0.9, 0.95, 1.0, 0.96, 0.92, 0.95, 1.0, 1.05, 1.3, 1.45])


def epoch(year: int, month: int, day: int) -> int:
    """Return the seconds from 1970 to the start of a day, UTC."""
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class Calendar:
    """How busy each hour of a period is; times are drawn in proportion to that.

    Attributes
    ----------
    edges
        Starts of the hours and the end of the last, in seconds since 1970; shape (hours + 1,).
    busy
        Everything that has happened until each edge, growing from 0; shape (hours + 1,).
    """

    edges: Floats
    busy: Floats

    @classmethod
    def of(cls, start: int, end: int, doubling_years: float, seasons: bool) -> "Calendar":
        """Build the calendar of a business that doubles every so many years."""
        edges = np.arange(start, end + 1, HOUR, dtype=np.float64)
        hours = edges[:-1].astype("datetime64[s]")
        days = hours.astype("datetime64[D]").astype(np.int64)
        weight = np.exp2((edges[:-1] - start) / _YEAR / doubling_years)
        weight *= _WEEKDAYS[(days + 3) % 7]  # 1970-01-01 was a Thursday
        weight *= _HOURS[(edges[:-1].astype(np.int64) // HOUR) % 24]
        if seasons:
            weight *= _MONTHS[hours.astype("datetime64[M]").astype(np.int64) % 12]
        return cls(edges, np.concatenate([[0.0], np.cumsum(weight)]))

    def draw(self, rng: np.random.Generator, since: Ints, until: Ints) -> Ints:
        """Draw one time (seconds since 1970) from each window ``since`` to ``until``, both included."""
        low, high = np.interp(since, self.edges, self.busy), np.interp(until, self.edges, self.busy)
        drawn = np.interp(low + rng.random(len(low)) * (high - low), self.busy, self.edges)
        return np.clip(drawn.astype(np.int64), since, until)
