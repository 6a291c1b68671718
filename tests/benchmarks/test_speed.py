"""The sweep against the published engine and plain libraries; run by ``make bench``.

What has to hold are ratios within one run, so that a slower machine does not matter.
"""

from collections.abc import Iterator
from statistics import median

import pytest

from tests.benchmarks import data
from tests.benchmarks.contenders import (
    FAISS,
    INTELEX,
    LISTING_1,
    LISTING_2,
    ONE_START,
    SEGDESK,
    SEGDESK_COLD,
    SEGDESK_EXACT,
    SEGDESK_PLAIN,
    TEN_STARTS,
    Contender,
)
from tests.benchmarks.contest import KS, Contest, Entry, race
from tests.benchmarks.report import Book

pytestmark = pytest.mark.benchmark

LISTING_2_KS = range(2, 21)
"""The numbers of segments that the second listing tries."""
A_FEW = (2, 11, 20)
FIT = Entry(ONE_START, [10])
"""The yardstick for sizes that nobody else reaches: one plain fit, from one start."""


def check_ratio(contest: Contest, slow: Contender, fast: Contender, least: float) -> None:
    """Hold that one takes at least so many times as long as the other."""
    ratio = contest.ratio(slow, fast)
    times = ", ".join(
        f"{each.name} {contest.standings[each.name].warm.wall:.2f} s"
        f" ({contest.standings[each.name].warm.cpu:.2f} s of CPU)"
        for each in (slow, fast)
    )
    assert ratio >= least, (
        f"{contest.data.name}: {times}: a ratio of {ratio:.3g}, and {least:.3g} is asked for"
    )


def check_inertia(contest: Contest, contender: Contender) -> None:
    """Hold that the fits are as good as the best known, but for what equally good searches differ by."""
    verdict = contest.standings[contender.name].verdict
    found = ", ".join(f"{k}: {value:.5f}" for k, value in verdict.inertia.items())
    assert verdict.median <= 1.0005, f"{contest.data.name}: inertia by k against the best known: {found}"
    assert verdict.worst <= 1.01, f"{contest.data.name}: inertia by k against the best known: {found}"


def check_scores(contest: Contest, contender: Contender) -> None:
    """Hold that scores are scikit-learn's on the same labels."""
    differences = contest.standings[contender.name].verdict.differences
    assert differences.silhouette is None or differences.silhouette <= 1e-5, differences
    assert differences.calinski_harabasz is not None
    assert differences.davies_bouldin is not None
    assert max(differences.calinski_harabasz, differences.davies_bouldin) <= 1e-6, differences


def as_good(contest: Contest, contender: Contender) -> Iterator[Contender]:
    """Yield those of scikit-learn's fits that are as good as a contender's, within the same limits."""
    own = contest.standings[contender.name].verdict
    for rival in (ONE_START, TEN_STARTS):
        theirs = contest.standings[rival.name].verdict.inertia
        ratios = [theirs[k] / own.inertia[k] for k in theirs]
        if median(ratios) <= 1.0005 and max(ratios) <= 1.01:
            yield rival


def test_ten_thousand_customers(book: Book) -> None:
    entries = [
        Entry(LISTING_1),
        Entry(LISTING_2, A_FEW, LISTING_2_KS, rounds=1),
        Entry(TEN_STARTS, rounds=1),
        Entry(INTELEX, rounds=1),
        Entry(FAISS, rounds=1),
        Entry(SEGDESK_EXACT),
        Entry(SEGDESK_COLD, rounds=1),
        Entry(SEGDESK_PLAIN, rounds=1),
    ]
    contest = race(data.shop(10_000), entries)
    book.enter(contest)
    check_scores(contest, SEGDESK_EXACT)
    check_inertia(contest, SEGDESK_EXACT)
    check_ratio(contest, LISTING_1, SEGDESK_EXACT, 5)


def test_a_hundred_thousand_customers(book: Book) -> None:
    entries = [
        Entry(LISTING_1),
        Entry(LISTING_2, A_FEW, LISTING_2_KS, rounds=1),
        Entry(TEN_STARTS),
        FIT,
        Entry(INTELEX, rounds=1),
        Entry(FAISS, rounds=1),
        Entry(SEGDESK_EXACT),
        Entry(SEGDESK_COLD),
    ]
    contest = race(data.shop(100_000), entries)
    book.enter(contest)
    check_scores(contest, SEGDESK_EXACT)
    check_inertia(contest, SEGDESK_EXACT)
    # The one pass over the pairs against scikit-learn's silhouettes, on the second listing's labels.
    assert contest.standings[LISTING_2.name].verdict.silhouette_error <= 1e-5
    verdict = contest.standings[SEGDESK_EXACT.name].verdict
    assert verdict.chosen == contest.standings[LISTING_1.name].verdict.deserved
    check_ratio(contest, LISTING_1, SEGDESK_EXACT, 12)
    check_ratio(contest, LISTING_2, SEGDESK_EXACT, 300)


@pytest.mark.parametrize("shape", [data.wide, data.apart, data.cloud])
def test_less_favourable_customers(shape, book: Book) -> None:
    entries = [
        Entry(SEGDESK_EXACT),
        Entry(ONE_START),
        Entry(TEN_STARTS, (2, 12, 22), KS, rounds=1),
    ]
    contest = race(shape(100_000), entries)
    book.enter(contest)
    check_scores(contest, SEGDESK_EXACT)
    check_inertia(contest, SEGDESK_EXACT)
    for rival in as_good(contest, SEGDESK_EXACT):
        check_ratio(contest, rival, SEGDESK_EXACT, 1)


def test_a_million_customers(book: Book) -> None:
    contest = race(data.shop(1_000_000), [Entry(SEGDESK), FIT, Entry(SEGDESK_EXACT, rounds=1)])
    book.enter(contest)
    check_scores(contest, SEGDESK)
    check_inertia(contest, SEGDESK)
    check_ratio(contest, ONE_START, SEGDESK, 1 / 15)
    check_ratio(contest, ONE_START, SEGDESK_EXACT, 1 / 150)


def test_ten_million_customers(book: Book) -> None:
    contest = race(data.shop(10_000_000), [Entry(SEGDESK, rounds=2), FIT])
    book.enter(contest)
    check_inertia(contest, SEGDESK)
    check_ratio(contest, ONE_START, SEGDESK, 1 / 4)
    peak = contest.standings[SEGDESK.name].peak
    assert peak is None or peak <= 2 * 2**30, f"{peak / 2**30:.2f} GiB"


def test_thorough_without_numba(book: Book) -> None:
    contest = race(data.shop(100_000), [Entry(SEGDESK_EXACT), Entry(SEGDESK_PLAIN, rounds=1)])
    book.enter(contest)
    compiled, plain = (contest.standings[each.name].verdict for each in (SEGDESK_EXACT, SEGDESK_PLAIN))
    assert compiled.inertia == pytest.approx(plain.inertia, rel=1e-3)
    assert compiled.chosen == plain.chosen


def test_thorough_a_million_against_ten_starts(book: Book) -> None:
    """What is left out of the usual run, as it takes a quarter of an hour."""
    contest = race(data.shop(1_000_000), [Entry(SEGDESK, rounds=1), Entry(TEN_STARTS, rounds=1)])
    book.enter(contest)
    check_inertia(contest, SEGDESK)


def test_thorough_ten_million_under_thirty_features(book: Book) -> None:
    fit = Entry(ONE_START, [10], rounds=1)
    contest = race(data.wide(10_000_000), [Entry(SEGDESK, rounds=1), fit])
    book.enter(contest)
    check_inertia(contest, SEGDESK)
