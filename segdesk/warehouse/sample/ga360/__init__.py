"""The sample store: a file of nested sessions a day, shaped like the Analytics 360 export to BigQuery."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from segdesk.tasks.task import Task
from segdesk.warehouse.sample.draw import Ints, stream
from segdesk.warehouse.sample.folder import TableFile
from segdesk.warehouse.sample.ga360 import hits, session_rows, store, visits
from segdesk.warehouse.sample.ga360.schema import SESSIONS

BATCH = 10_000
"""Visits made at a time, unless one day has more; memory follows this."""

_STORE, _VISITS, _HITS = 0, 1, 2


def write_ga360(folder: Path, size: int, seed: int, task: Task) -> list[str]:
    """Write the sessions of ``size`` visitors into an empty folder and return the file names.

    There is a file for every day; in a small sample some have no rows.
    """
    task.progress(0, size, "Making the visitors")
    shop = store.make(stream(seed, _STORE))
    visitors, all_visits = visits.make(stream(seed, _VISITS), size)
    until = np.searchsorted(all_visits.day, np.arange(visits.DAYS), side="right")
    days, names = visits.dates(), []
    for first, last in _batches(until):
        task.check()
        rng = stream(seed, _HITS, first)
        begin = int(until[first - 1]) if first else 0
        some = all_visits.take(slice(begin, int(until[last])))
        found = hits.make(rng, visitors.kind[some.visitor], shop)
        task.check()
        table = session_rows.table(rng, visitors, some, found, shop)
        at = 0
        for n in range(first, last + 1):
            task.check()
            rows_of_day = int(until[n]) - (int(until[n - 1]) if n else 0)
            with closing(TableFile(folder, f"ga_sessions_{days[n]:%Y%m%d}", SESSIONS)) as file:
                file.write(table.slice(at, rows_of_day))
            names.append(file.name)
            at += rows_of_day
        done = size * int(until[last]) // len(all_visits.day)
        task.progress(done, size, f"Wrote the sessions until {days[last]}")
    return names


def _batches(until: Ints) -> Iterator[tuple[int, int]]:
    """Yield the first and last day of each batch, given the number of visits until the end of each day."""
    first = 0
    while first < len(until):
        before = until[first - 1] if first else 0
        last = int(np.searchsorted(until, before + BATCH, side="right")) - 1
        last = min(max(last, first), len(until) - 1)
        yield first, last
        first = last + 1
