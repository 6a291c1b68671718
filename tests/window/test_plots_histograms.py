"""Histograms and bars of categories: the figures they show, and that only what is seen is drawn."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from segdesk.gui.plots.histograms import (
    Categories,
    CategoryBars,
    Histogram,
    HistogramGrid,
    Spread,
    distribution,
)
from segdesk.gui.theme import Theme

ORDERS = Spread("Orders", "orders", (-0.5, 0.5, 1.5, 2.5), (1_000, 10, 1), mean=0.2, median=0, missing=7)
BASKET = Spread("Basket", "USD", (0.0, 12.5, 25.0), (30, 10), mean=10.25, median=None)
SOURCES = Categories("Source", (("Search", 60), ("Email", 30)), others=10, missing=2)


@pytest.fixture
def orders(qtbot: QtBot, theme: Theme) -> Histogram:
    """A histogram of whole numbers."""
    plot = Histogram(theme, ORDERS)
    qtbot.addWidget(plot)
    return plot


def heights(plot: Histogram) -> list[float]:
    """The tops of the bars."""
    opts = plot._bars.opts
    return list(np.add(opts["y0"], opts["height"]))


def test_a_bar_is_as_high_as_its_bin_is_full(orders: Histogram) -> None:
    assert heights(orders) == [1_000, 10, 1]
    assert list(orders._bars.opts["x0"]) == [-0.5, 0.5, 1.5]
    assert list(orders._bars.opts["x1"]) == [0.5, 1.5, 2.5]


def test_logarithmic_counts_show_the_few_beside_the_many(orders: Histogram) -> None:
    orders.set_log(True)
    assert heights(orders) == pytest.approx([3, 1, 0])
    assert orders._bars.opts["y0"][2] < 0, "a single customer can be seen"
    assert orders.side.tickStrings([0, 1, 3], 1.0, 1.0) == ["1", "10", "1,000"]
    orders.set_log(False)
    assert heights(orders) == [1_000, 10, 1]
    assert orders.side.tickStrings([0, 500], 1.0, 500) == ["0", "500"]


def test_an_empty_bin_has_no_bar_on_a_logarithmic_axis(qtbot: QtBot, theme: Theme) -> None:
    plot = Histogram(theme, Spread("A", "", (0, 1, 2, 3), (5, 0, 5)))
    qtbot.addWidget(plot)
    plot.set_log(True)
    assert plot._bars.opts["height"][1] == 0


def test_mean_and_median_are_marked_and_named(orders: Histogram) -> None:
    assert (orders._mean.value(), orders._median.value()) == (0.2, 0)
    assert orders._mean.isVisible()
    assert orders._median.isVisible()
    assert "mean 0.2000" in orders.hint
    assert "median 0" in orders.hint
    assert "7 missing" in orders.hint
    orders.set_spread(BASKET)
    assert not orders._median.isVisible()
    assert "median" not in orders.hint


def test_a_bin_says_its_bounds_and_its_share(orders: Histogram, qtbot: QtBot, theme: Theme) -> None:
    assert orders.tip(QPointF(0.9, 3)) == "1 orders\n10 customers (1.0%)"
    assert orders.tip(QPointF(9, 3)) == ""
    basket = Histogram(theme, BASKET)
    qtbot.addWidget(basket)
    assert basket.tip(QPointF(13, 3)) == "12.50 to 25 USD\n10 customers (25.0%)"


def test_the_table_of_a_histogram_has_its_bins(orders: Histogram) -> None:
    table = orders.twin()
    assert table.headers == ("From (orders)", "To (orders)", "Customers")
    assert [table.row(i) for i in range(len(table))] == [
        (-0.5, 0.5, 1_000),
        (0.5, 1.5, 10),
        (1.5, 2.5, 1),
    ]


def test_a_histogram_says_what_it_shows(orders: Histogram) -> None:
    assert orders.view.accessibleName() == "Orders"
    assert orders.describe() == "Orders of 1,011 customers: mean 0.2000 · median 0 · 7 missing."


def test_a_feature_without_values_is_an_empty_plot(qtbot: QtBot, theme: Theme) -> None:
    plot = Histogram(theme, Spread("Nothing", "USD", (), (), missing=9))
    qtbot.addWidget(plot)
    plot.set_log(True)
    plot.resize(300, 200)
    plot.grab()
    assert plot.hint == "9 missing"
    assert len(plot.twin()) == 0


def test_categories_are_bars_with_their_names_and_the_others_last(qtbot: QtBot, theme: Theme) -> None:
    plot = distribution(theme, SOURCES)
    assert isinstance(plot, CategoryBars)
    qtbot.addWidget(plot)
    table = plot.twin()
    assert [table.row(i) for i in range(3)] == [("Search", 60), ("Email", 30), ("All others", 10)]
    assert list(plot._bars.opts["width"]) == [60, 30, 10]
    assert plot.tip(QPointF(5, 1.2)) == "Email\n30 customers (30.0%)"
    assert plot.describe() == "Source of 100 customers; most frequent: Search, 60.0%."
    assert plot.hint == "2 missing"


def test_only_the_plots_in_sight_are_made(qtbot: QtBot, theme: Theme) -> None:
    grid = HistogramGrid(theme)
    page = QScrollArea()
    page.setWidgetResizable(True)
    page.setWidget(grid)
    qtbot.addWidget(page)
    page.resize(620, 300)
    grid.set_features([ORDERS, SOURCES, *[BASKET] * 18])
    page.show()
    qtbot.waitUntil(lambda: len(grid.made) >= 2)
    for _ in range(10):
        QApplication.processEvents()
    first = len(grid.made)
    assert first < 10
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: len(grid.made) > first)
    assert len(grid.made) < 20


def test_logarithmic_counts_hold_for_plots_made_later_too(qtbot: QtBot, theme: Theme) -> None:
    grid = HistogramGrid(theme)
    qtbot.addWidget(grid)
    grid.resize(600, 300)
    grid.set_features([ORDERS])
    grid.show()
    qtbot.waitUntil(lambda: len(grid.made) == 1)
    grid.set_log(True)
    assert isinstance(grid.made[0], Histogram)
    assert grid.made[0].log
    grid.set_features([BASKET, ORDERS])
    qtbot.waitUntil(lambda: len(grid.made) == 2)
    assert all(isinstance(plot, Histogram) and plot.log for plot in grid.made)
