"""Who visits the store, when, and how."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segdesk.warehouse.sample.columns import characters, digits, integers
from segdesk.warehouse.sample.draw import Floats, Ints, expand, geometric, weighted
from segdesk.warehouse.sample.ga360.behaviours import BEHAVIOURS, OUTLIER
from segdesk.warehouse.sample.timing import DAY, HOUR, epoch
from segdesk.warehouse.sample.words import numbers, texts, words

FIRST_DAY = date(2016, 8, 1)
DAYS = (date(2017, 8, 1) - FIRST_DAY).days + 1
_START = epoch(2016, 8, 1)
# Daylight saving time of California, where the store's day begins, ends and begins again.
_WINTER, _SUMMER = (date(2016, 11, 6) - FIRST_DAY).days, (date(2017, 3, 12) - FIRST_DAY).days
# Visits a month from August 2016 on, in thousands; the last is one day.
_MONTHS = (97, 70, 92, 105, 82, 64, 62, 70, 67, 66, 64, 72, 2.3)
_WEEKDAYS = np.array([1.08, 1.12, 1.12, 1.08, 1.0, 0.8, 0.8])  # Monday first
_HOURS = (3, 2, 2, 2, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 7, 7, 6, 6, 6, 5, 5, 5, 4, 4)

_SMALLEST_WITH_OUTLIER = 100
"""So few visitors have no outlier among them."""
_OUTLIER_DAYS = np.array([9, 11, 16, 23])
_OTHER_DEVICE = 0.08


@dataclass(frozen=True)
class Visitors:
    """The store's visitors; each array has shape (visitors,).

    Attributes
    ----------
    kind
        Index into `behaviours.BEHAVIOURS`.
    place, device, source
        Rows of the word lists ``ga360_places``, ``ga360_devices``, ``ga360_sources``.
    full_id, client_id, user_id
        As texts.
    """

    kind: Ints
    place: Ints
    device: Ints
    source: Ints
    full_id: pa.Array
    client_id: pa.Array
    user_id: pa.Array


@dataclass(frozen=True)
class Visits:
    """Visits in the order of time; each array has shape (visits,).

    Attributes
    ----------
    visitor
        Index into `Visitors`.
    day
        Days since `FIRST_DAY`, in California, ascending.
    second
        Of that day.
    number
        The visitor's first, second, ... visit; it may start above 1.
    device
        A visitor now and then uses another one.
    """

    visitor: Ints
    day: Ints
    second: Ints
    number: Ints
    device: Ints

    def take(self, which: slice) -> "Visits":
        """Return some of the visits."""
        return Visits(
            self.visitor[which], self.day[which], self.second[which], self.number[which], self.device[which]
        )

    def start(self) -> Ints:
        """Return the starts in seconds since 1970."""
        local = self.day * DAY + self.second
        # The clocks change at two in the morning.
        summer = (local < _WINTER * DAY + 2 * HOUR) | (local >= _SUMMER * DAY + 2 * HOUR)
        return _START + local + np.where(summer, 7 * HOUR, 8 * HOUR)


def make(rng: np.random.Generator, size: int) -> tuple[Visitors, Visits]:
    """Draw visitors and all their visits."""
    kind = weighted(rng, [k.share for k in BEHAVIOURS], size)
    places, devices, sources = (words(f"ga360_{name}") for name in ("places", "devices", "sources"))
    place, device, source = (
        weighted(rng, numbers(table, "weight"), size) for table in (places, devices, sources)
    )
    if size >= _SMALLEST_WITH_OUTLIER:
        kind[0] = OUTLIER
        place[0] = int(np.flatnonzero(texts(places, "country") == "United States")[0])
    # Some have been here before the first day.
    before = np.where(rng.random(size) < 0.2, 1 + geometric(rng, np.full(size, 2.0)), 0)
    visits = _visits(rng, kind, before, device, numbers(devices, "weight"))
    first = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(first, visits.visitor, visits.start())
    known_since = first - np.where(before > 0, rng.integers(DAY, 400 * DAY, size), 0)
    return Visitors(kind, place, device, source, *_identities(rng, kind, known_since)), visits


def dates() -> list[date]:
    """Return the days of the sample."""
    return [FIRST_DAY + timedelta(days=n) for n in range(DAYS)]


def _busy_days() -> Floats:
    """Return how many first visits each day sees, relatively."""
    days = dates()
    month = np.array([12 * d.year + d.month for d in days]) - (12 * FIRST_DAY.year + FIRST_DAY.month)
    weight = _WEEKDAYS[[d.weekday() for d in days]]
    total = np.bincount(month, weights=weight)
    busy: Floats = weight * np.array(_MONTHS)[month] / total[month]
    return busy


def _visits(rng: np.random.Generator, kind: Ints, before: Ints, device: Ints, devices: Floats) -> Visits:
    """Draw the visits of each visitor; what falls after the last day is left out."""
    count = 1 + geometric(rng, np.array([k.more_visits for k in BEHAVIOURS])[kind])
    count[kind == OUTLIER] = len(_OUTLIER_DAYS)
    visitor, nth = expand(count)
    came = weighted(rng, _busy_days(), len(kind))
    gap = np.where(nth == 0, 0, geometric(rng, np.full(len(nth), 14.0)))
    total = np.cumsum(gap)
    first = np.cumsum(count) - count
    day = came[visitor] + total - total[first][visitor]
    outlier = kind[visitor] == OUTLIER
    day[outlier] = _OUTLIER_DAYS[nth[outlier]]
    second = HOUR * weighted(rng, _HOURS, len(nth)) + rng.integers(0, HOUR, len(nth))
    used = np.where(rng.random(len(nth)) < _OTHER_DEVICE, weighted(rng, devices, len(nth)), device[visitor])
    # The number of a visit follows its time.
    in_turn = np.lexsort((second, day, visitor))
    number = before[visitor] + nth + 1
    visits = Visits(visitor, day[in_turn], second[in_turn], number, used)
    by_time = np.lexsort((visits.visitor, visits.second, visits.day))
    by_time = by_time[visits.day[by_time] < DAYS]
    return Visits(
        visitor[by_time], visits.day[by_time], visits.second[by_time], number[by_time], used[by_time]
    )


def _identities(rng: np.random.Generator, kind: Ints, since: Ints) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Return full visitor ids (digits, some shorter, some starting with 0), client ids and user ids."""
    size = len(kind)
    long = characters(digits(rng, size, 19))
    full = pc.if_else(pa.array(rng.random(size) < 0.12), pc.utf8_slice_codeunits(long, 1), long)
    browser = integers(rng.integers(100_000_000, 2_147_483_647, size)).cast(pa.string())
    client = pc.binary_join_element_wise(browser, integers(since).cast(pa.string()), ".")
    member = np.array([k.member for k in BEHAVIOURS])[kind]
    user = pc.binary_join_element_wise("member-", integers(np.arange(1, size + 1)).cast(pa.string()), "")
    return full, client, pc.if_else(pa.array(member), user, pa.scalar(None, pa.string()))
