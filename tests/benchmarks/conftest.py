"""One book for all races of a run."""

from collections.abc import Iterator

import pytest

from tests.benchmarks.contest import ROOT
from tests.benchmarks.report import Book


@pytest.fixture(scope="session")
def book() -> Iterator[Book]:
    """Collects the races, and prints them at the end; the files are in ``build/bench``."""
    folder = ROOT / "build" / "bench"
    collected = Book(folder)
    yield collected
    print(f"\n\n{collected.text()}\nThe table and the plot are in {folder.relative_to(ROOT)}.")
