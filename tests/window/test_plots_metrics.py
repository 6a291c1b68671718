"""The plots of a sweep: they grow, one k is looked at in all of them, and a failed one says why."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from segdesk.gui.plots.metric import MetricPlot, Score
from segdesk.gui.plots.metrics import MetricPlots
from segdesk.gui.theme import Choice, Theme
from segdesk.gui.widgets.parts import at_once
from segdesk.project.sweep_point import DONE, FAILED, SweepPoint

WEIGHTS = (0.0, 1.0, 1.0, 1.0)


def point(k: int, silhouette: float, *, combined: float | None = None, rows: int = 500) -> SweepPoint:
    """One k that went well."""
    return SweepPoint(
        k=k,
        inertia=10_000.0 / k,
        silhouette=silhouette,
        silhouette_rows=rows,
        silhouette_low=silhouette - 0.02,
        silhouette_high=silhouette + 0.03,
        calinski_harabasz=1_000.0 + 10 * k,
        davies_bouldin=2.0 - silhouette,
        mean_squared_distance=1.0,
        davies_bouldin_index=1.0,
        combined=combined,
        seconds=0.5,
        status=DONE,
        error=None,
    )


def failed(k: int, why: str) -> SweepPoint:
    """One k that did not."""
    return SweepPoint(
        k=k,
        inertia=None,
        silhouette=None,
        silhouette_rows=None,
        silhouette_low=None,
        silhouette_high=None,
        calinski_harabasz=None,
        davies_bouldin=None,
        mean_squared_distance=None,
        davies_bouldin_index=None,
        combined=None,
        seconds=0.1,
        status=FAILED,
        error=why,
    )


SWEEP = [point(2, 0.4), point(3, 0.5), failed(4, "Out of luck."), point(5, 0.3)]


@pytest.fixture
def plots(qtbot: QtBot, theme: Theme) -> MetricPlots:
    """The plots of a finished sweep over 2,000 customers, on screen."""
    plots = at_once(MetricPlots(theme))
    qtbot.addWidget(plots)
    plots.resize(1100, 560)
    plots.show()
    qtbot.waitExposed(plots)
    plots.set_sweep(SWEEP, 2_000, WEIGHTS)
    QApplication.processEvents()
    return plots


def place_of(plot: MetricPlot, k: float) -> QPoint:
    """Where a k stands on the screen, in the plot's viewport."""
    middle = plot.box.viewRect().center().y()
    return plot.view.mapFromScene(plot.box.mapViewToScene(QPointF(k, middle)))


def text_of(plots: MetricPlots) -> str:
    return plots.readout.accessibleDescription()


def column(plot: MetricPlot, place: int) -> list[object]:
    return [row[place] for row in (plot.twin().row(i) for i in range(len(plot.twin())))]


def test_points_arrive_in_any_order_and_stand_in_the_order_of_k(qtbot: QtBot, theme: Theme) -> None:
    plots = at_once(MetricPlots(theme))
    qtbot.addWidget(plots)
    plots.set_sweep((), 2_000, WEIGHTS)
    for arriving in (point(5, 0.3), point(2, 0.4), point(3, 0.5)):
        plots.add_point(arriving)
    silhouette = plots.plots[Score.SILHOUETTE]
    assert column(silhouette, 0) == [2, 3, 5]
    assert column(silhouette, 1) == [0.4, 0.5, 0.3]
    drawn_k, drawn = silhouette._curve.getData()
    assert list(drawn_k) == [2, 3, 4, 5]
    assert list(drawn[[0, 1, 3]]) == [0.4, 0.5, 0.3]


def test_the_combined_score_is_there_while_the_sweep_still_runs(qtbot: QtBot, theme: Theme) -> None:
    plots = at_once(MetricPlots(theme))
    qtbot.addWidget(plots)
    plots.set_sweep((), 2_000, WEIGHTS)
    plots.add_point(point(2, 0.4))
    assert column(plots.plots[Score.COMBINED], 1) == [None]
    plots.add_point(point(3, 0.5))
    assert column(plots.plots[Score.COMBINED], 1) == [0.0, 1.0]
    plots.add_point(point(5, 0.6))
    first, second, last = column(plots.plots[Score.COMBINED], 1)
    assert first == pytest.approx(0, abs=1e-9)
    assert 0.0 < second < last == pytest.approx(1.0)


def test_a_finished_sweep_keeps_the_combined_score_that_the_step_gave_it(qtbot: QtBot, theme: Theme) -> None:
    plots = at_once(MetricPlots(theme))
    qtbot.addWidget(plots)
    plots.set_sweep([point(2, 0.4, combined=0.7), point(3, 0.5, combined=0.2)], 2_000, WEIGHTS)
    assert column(plots.plots[Score.COMBINED], 1) == [0.7, 0.2]


@pytest.mark.parametrize("score", list(Score))
def test_hovering_a_k_marks_it_in_all_plots_and_shows_its_figures(
    qtbot: QtBot, plots: MetricPlots, score: Score
) -> None:
    plot = plots.plots[score]
    with qtbot.waitSignal(plots.k_hovered) as hovered:
        QTest.mouseMove(plot.view.viewport(), place_of(plot, 3.2))
    assert hovered.args == [3]
    lines = [other._hover_line for other in plots.plots.values()]
    assert all(line.isVisible() and line.value() == 3 for line in lines)
    assert "k = 3" in text_of(plots)
    assert "Silhouette 0.500" in text_of(plots)
    QApplication.sendEvent(plot.view, QEvent(QEvent.Type.Leave))
    assert not any(line.isVisible() for line in lines)


def test_a_click_on_a_k_picks_it(qtbot: QtBot, plots: MetricPlots) -> None:
    plot = plots.plots[Score.DAVIES_BOULDIN]
    with qtbot.waitSignal(plots.k_picked) as picked:
        qtbot.mouseClick(plot.view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(plot, 4.8))
    assert picked.args == [5]


def test_the_keyboard_walks_along_the_k_and_picks_one(qtbot: QtBot, plots: MetricPlots) -> None:
    plots.set_chosen(3)
    view = plots.plots[Score.INERTIA].view
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert "k = 4" in text_of(plots)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert "k = 5" in text_of(plots)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    with qtbot.waitSignal(plots.k_picked) as picked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert picked.args == [3]


def test_the_selected_and_the_chosen_k_are_marked_in_every_plot(plots: MetricPlots) -> None:
    plots.set_chosen(3)
    plots.set_selected(5)
    for plot in plots.plots.values():
        assert (plot._chosen_line.isVisible(), plot._chosen_line.value()) == (True, 3)
        assert plot._chosen_name.isVisible()
        assert list(plot._star.getData()[0]) == [3]
        assert list(plot._ring.getData()[0]) == [5]
        assert "Chosen: 3" in plot.view.accessibleDescription()
    plots.set_chosen(None)
    assert not any(plot._chosen_name.isVisible() for plot in plots.plots.values())


def test_the_figures_are_those_of_the_selected_k_while_none_is_hovered(plots: MetricPlots) -> None:
    plots.set_chosen(3)
    assert "k = 3" in text_of(plots)
    plots.set_selected(2)
    assert "k = 2" in text_of(plots)
    plots.set_hovered(5)
    assert "k = 5" in text_of(plots)
    plots.set_hovered(None)
    assert "k = 2" in text_of(plots)


def test_a_failed_k_is_crossed_out_and_says_why(qtbot: QtBot, plots: MetricPlots) -> None:
    for plot in plots.plots.values():
        assert list(plot._failed.getData()[0]) == [4]
        assert plot.tip(QPointF(4.1, 0)).splitlines() == ["k = 4 failed", "Out of luck."]
    plot = plots.plots[Score.SILHOUETTE]
    QTest.mouseMove(plot.view.viewport(), place_of(plot, 4))
    qtbot.waitUntil(lambda: "Out of luck." in QToolTip.text())
    assert "Out of luck." in text_of(plots)
    QToolTip.hideText()


def test_a_sampled_silhouette_says_so_and_shows_its_interval(plots: MetricPlots) -> None:
    plot = plots.plots[Score.SILHOUETTE]
    assert "sampled: 500 of 2,000" in plot.hint
    assert "0.4800 to 0.5300" in plot.tip(QPointF(3, 0))
    bottom, top = plot._interval.opts["bottom"], plot._interval.opts["top"]
    assert list(bottom) == pytest.approx([0.02] * 3)
    assert list(top) == pytest.approx([0.03] * 3)
    extent = plot.extent()
    assert extent is not None
    assert extent.top() < 0.28 < 0.53 < extent.bottom()
    plots.set_sweep([point(2, 0.4, rows=2_000), point(3, 0.5, rows=2_000)], 2_000, WEIGHTS)
    assert "sampled" not in plot.hint


def test_every_plot_says_which_way_is_better(plots: MetricPlots) -> None:
    hints = {score: plot.hint for score, plot in plots.plots.items()}
    assert "higher is better" in hints[Score.SILHOUETTE]
    assert "higher is better" in hints[Score.CALINSKI_HARABASZ]
    assert "lower is better" in hints[Score.DAVIES_BOULDIN]
    assert "best, 0.5000, at 3" in plots.plots[Score.SILHOUETTE].describe()
    assert "best, 1.500, at 3" in plots.plots[Score.DAVIES_BOULDIN].describe()


def test_room_is_made_for_all_k_of_a_running_sweep(qtbot: QtBot, theme: Theme) -> None:
    plots = at_once(MetricPlots(theme))
    qtbot.addWidget(plots)
    plots.set_sweep((), 2_000, WEIGHTS)
    plots.set_span(2, 22)
    plots.add_point(point(7, 0.3))
    seen = plots.plots[Score.SILHOUETTE].box.viewRect()
    assert seen.left() < 2 < 22 < seen.right()


def test_a_plot_that_the_person_zoomed_stays_zoomed_when_points_arrive(plots: MetricPlots) -> None:
    plot = plots.plots[Score.SILHOUETTE]
    plot.zoom(0.5)
    zoomed = plot.box.viewRect()
    plots.add_point(point(30, 0.9))
    assert plot.box.viewRect() == zoomed
    plot.fit()
    assert plot.box.viewRect().right() > 30


def test_ticks_of_k_are_whole_numbers(plots: MetricPlots) -> None:
    axis = plots.plots[Score.SILHOUETTE].bottom
    for low, high, size in ((1.4, 5.6, 900), (1.4, 3.6, 900), (1.4, 100.6, 200)):
        ((spacing, values),) = axis.tickValues(low, high, size)
        assert spacing >= 1
        assert all(value == int(value) for value in values)
        assert all(text.isdigit() for text in axis.tickStrings(values, 1.0, spacing))


def test_plots_wear_the_colours_of_the_theme(plots: MetricPlots, theme: Theme) -> None:
    plot = plots.plots[Score.SILHOUETTE]

    def ground_and_ink() -> tuple[str, str]:
        pen = plot._curve.opts["pen"]
        return plot.view.backgroundBrush().color().name(), pen.color().name()

    light = ground_and_ink()
    theme.set_choice(Choice.DARK)
    dark = ground_and_ink()
    assert light[0] != dark[0]
    assert light[1] != dark[1]


def test_everything_has_a_name_for_screen_readers(plots: MetricPlots) -> None:
    names = [plot.view.accessibleName() for plot in plots.plots.values()]
    assert len(set(names)) == 5
    assert all(names)
    assert all(plot.view.accessibleDescription() for plot in plots.plots.values())
