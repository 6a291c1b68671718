"""The measuring itself, on a few customers: what the races say can be believed."""

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from sklearn.cluster import KMeans

from tests.benchmarks import data
from tests.benchmarks.contenders import (
    LISTING_1,
    LISTING_2,
    ONE_START,
    SEGDESK_EXACT,
    Contender,
)
from tests.benchmarks.contest import Contest, Entry, race
from tests.benchmarks.judge import Judge
from tests.benchmarks.plot import Curve, plotted
from tests.benchmarks.report import Book


@pytest.fixture(scope="module")
def contest() -> Contest:
    absent = Contender("nobody", "Nobody", LISTING_1.load, needs="no_such_package")
    entries = [
        Entry(LISTING_1, range(2, 6), rounds=1),
        Entry(LISTING_2, (2, 4), range(2, 6), rounds=1),
        Entry(ONE_START, (4,), rounds=1),
        Entry(SEGDESK_EXACT, range(2, 6), rounds=1),
        Entry(absent),
    ]
    return race(data.shop(400), entries)


def test_a_data_set_is_the_same_each_time_and_standardised() -> None:
    for shape in (data.shop, data.wide, data.apart, data.cloud):
        X = shape(3_000).matrix()
        assert np.array_equal(X, shape(3_000).matrix())
        assert X.dtype == np.float32
        assert np.allclose(X.mean(axis=0), 0, atol=1e-5)
        assert np.allclose(X.std(axis=0), 1, atol=1e-5)


def test_a_shop_has_repeated_customers_and_two_features_that_say_the_same() -> None:
    X = data.shop(20_000).matrix()
    assert len(np.unique(X, axis=0)) < 0.8 * len(X)
    assert np.linalg.matrix_rank(X.astype(np.float64), tol=1e-3) == 5
    assert np.linalg.matrix_rank(data.wide(20_000).matrix()) == 30


def test_the_judge_finds_scikit_learns_inertia() -> None:
    X = data.shop(1_000).matrix()
    model = KMeans(5, n_init=1, random_state=0, tol=0).fit(X.astype(np.float64))
    assert Judge(X).inertia(model.labels_.astype(np.uint8)) == pytest.approx(model.inertia_, rel=1e-9)


def test_inertia_is_measured_against_the_best_of_all(contest: Contest) -> None:
    verdicts = [standing.verdict for standing in contest.standings.values()]
    for k in range(2, 6):
        assert min(verdict.inertia[k] for verdict in verdicts if k in verdict.inertia) == 1
    assert min(verdict.median for verdict in verdicts) >= 1


def test_scores_are_compared_with_scikit_learns(contest: Contest) -> None:
    verdict = contest.standings[SEGDESK_EXACT.name].verdict
    assert verdict.differences.silhouette is not None
    assert verdict.differences.silhouette < 1e-5
    assert contest.standings[LISTING_2.name].verdict.silhouette_error < 1e-5
    assert verdict.chosen == verdict.deserved
    assert contest.standings[ONE_START.name].verdict.chosen is None


def test_an_extrapolated_time_stands_for_more_than_was_measured(contest: Contest) -> None:
    standing = contest.standings[LISTING_2.name]
    assert list(standing.ks) == [2, 3, 4, 5]
    assert list(standing.verdict.inertia) == [2, 4]
    assert 0 < standing.warm.wall < standing.with_imports


def test_the_book_says_what_was_measured_and_who_was_absent(contest: Contest, tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.enter(contest)
    text = tmp_path.joinpath("speed.md").read_text()
    assert "400 customers of a shop" in text
    assert "k 2 to 5, once, extrapolated from k = 2, 4" in text
    assert "Not installed here: Nobody" in text
    assert len(contest.standings) == 4
    ET.parse(tmp_path / "speed.svg")


def test_the_plot_names_every_curve_in_its_own_place() -> None:
    curves = [Curve(name, ((10_000, 1.0), (100_000, 10.0))) for name in ("segdesk <a>", "b & c", "d")]
    words = ET.fromstring(plotted(curves)).findall("{http://www.w3.org/2000/svg}text")
    named = {word.text: float(word.get("y")) for word in words if word.text in {c.title for c in curves}}
    assert len(named) == 3
    assert sorted(named.values()) == pytest.approx(sorted(named.values())[0] + np.array([0, 17, 34]))
