"""The Sweep page: numbers are tried, looked at in plots and table alike, and one is used."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from segdesk.gui.bridge import Bridge
from segdesk.gui.context import Context
from segdesk.gui.pages.sweep import SweepPage
from segdesk.gui.pages.sweep_view import Run, Stage, Trial, running_view
from segdesk.gui.plots.metric import MetricPlot, Score
from segdesk.gui.selection import Selection
from segdesk.gui.theme import Choice, Theme
from segdesk.project.file import Project
from segdesk.project.settings import Choose, Mode, RecipeName, Settings
from segdesk.project.step import State, Step
from segdesk.project.sweep_point import FITTED, SweepPoint
from segdesk.review.sweep import Plan
from segdesk.tasks.runner import Spares
from tests.window.conftest import SECONDS, MakeContext

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def lasting(
    qapp: QApplication,
    _session_theme: Theme,
    spares: Spares,
    finished: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[SweepPage]:
    """A page for the tests that run nothing, as opening a project takes seconds."""
    folder = tmp_path_factory.mktemp("sweep")
    path = Path(shutil.copy(finished, folder))
    owner = QWidget()
    bridge = Bridge(spares, QUndoStack(owner), owner)
    store = QSettings(str(folder / "segdesk.ini"), QSettings.Format.IniFormat)
    context = Context(bridge, _session_theme, bridge._undo, Selection(owner), store)
    loop = QEventLoop()
    bridge.opened.connect(loop.quit)
    bridge.refused.connect(loop.quit)
    bridge.open(path)
    loop.exec()
    assert bridge.held is not None
    page = SweepPage(context)
    page.finish()
    page.resize(1300, 860)
    page.show()
    yield page
    page.close()
    page.deleteLater()
    bridge.close()
    owner.deleteLater()


@pytest.fixture
def page(qtbot: QtBot, lasting: SweepPage, theme: Theme) -> Iterator[SweepPage]:
    """A finished project in which 2 to 7 segments were tried; what a test changes is undone after it."""
    assert lasting.theme is theme
    start_afresh(qtbot, lasting)
    yield lasting
    while lasting.context.undo.canUndo():
        lasting.context.undo.undo()
    lasting.context.selection.select_k(None)
    lasting.resize(1300, 860)
    start_afresh(qtbot, lasting)


def start_afresh(qtbot: QtBot, page: SweepPage) -> None:
    """Let a page show what its project holds."""
    qtbot.waitUntil(lambda: page.bridge.idle, timeout=SECONDS)
    page._shown = None
    page.bridge.reload()
    settle(qtbot, page)
    # The widths of the columns are remembered a moment after they changed.
    qtbot.waitUntil(lambda: not any(t.isActive() for t in page.findChildren(QTimer)), timeout=SECONDS)


@pytest.fixture
def own_page(qtbot: QtBot, context_of: MakeContext, project_file: Path) -> SweepPage:
    """A page of the same project, for the tests that run something."""
    return shown_page(qtbot, context_of(project_file))


def shown_page(qtbot: QtBot, context: Context) -> SweepPage:
    page = SweepPage(context)
    page.finish()
    qtbot.addWidget(page)
    page.resize(1300, 860)
    page.show()
    qtbot.waitExposed(page)
    settle(qtbot, page)
    QApplication.processEvents()
    return page


def settle(qtbot: QtBot, page: SweepPage) -> None:
    """Wait until nothing runs and the page shows what the project holds."""

    def is_settled() -> bool:
        return page._shown is not None and page.bridge.idle and page._run is None

    qtbot.waitUntil(is_settled, timeout=SECONDS)


def wait_choice(qtbot: QtBot, page: SweepPage, k: int) -> None:
    qtbot.waitUntil(lambda: page._view.chosen == k and page.bridge.idle, timeout=SECONDS)


def settings_of(page: SweepPage) -> Settings:
    assert page.bridge.held is not None
    return page.bridge.held.settings


def click_in_plot(qtbot: QtBot, plot: MetricPlot, k: int) -> None:
    middle = plot.box.viewRect().center().y()
    place = plot.view.mapFromScene(plot.box.mapViewToScene(QPointF(k, middle)))
    qtbot.mouseClick(plot.view.viewport(), LEFT, pos=place)


def middle_of_row(page: SweepPage, k: int) -> QPoint:
    table = page._table.table
    index = table.model.index(page._table._place(page._table._ks.index(k)), 1)
    table.grid.scrollTo(index)
    return table.grid.visualRect(index).center()


def rows_of(page: SweepPage) -> list[tuple[object, object]]:
    table = page._table.table.columns
    return [table.row(row)[:2] for row in range(len(table))]


def type_in(qtbot: QtBot, box: QAbstractSpinBox, text: str) -> None:
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def chosen_k(page: SweepPage) -> int:
    assert page._view.chosen is not None
    return page._view.chosen


def another(page: SweepPage) -> int:
    """A number that is not the chosen one."""
    return 5 if chosen_k(page) != 5 else 6


# -- a finished sweep


def test_a_finished_sweep_says_which_number_is_chosen_and_why(page: SweepPage) -> None:
    k = chosen_k(page)
    assert page._reason.headline.text() == f"{k} segments"
    assert f"{k} segments have the highest combined score" in page._reason.sentence.text()
    assert rows_of(page) == [(n, "Chosen" if n == k else "Done") for n in range(2, 8)]
    assert all(f"Chosen: {k}" in plot.describe() for plot in page._plots.plots.values())
    assert page.action.text() == "Try 2 to 7 segments"


def test_a_click_in_a_plot_selects_the_number_everywhere(qtbot: QtBot, page: SweepPage) -> None:
    k = another(page)
    click_in_plot(qtbot, page._plots.plots[Score.INERTIA], k)
    assert page.context.selection.k == k
    assert list(page._plots.plots[Score.SILHOUETTE]._ring.getData()[0]) == [k]
    assert page._table._ks[int(page._table.table.selected_rows[0])] == k
    assert page._reason.use.isVisible()
    assert page._reason.use.text() == f"Use {k} segments"


def test_a_click_on_a_row_selects_the_number_in_the_plots(qtbot: QtBot, page: SweepPage) -> None:
    k = another(page)
    viewport = page._table.table.grid.viewport()
    qtbot.mouseClick(viewport, LEFT, pos=middle_of_row(page, k))
    assert page.context.selection.k == k
    assert all(list(plot._ring.getData()[0]) == [k] for plot in page._plots.plots.values())
    qtbot.keyClick(page._table.table.grid, Qt.Key.Key_Up)
    assert page.context.selection.k == k - 1


def test_a_number_that_is_no_longer_selected_can_be_clicked_again(qtbot: QtBot, page: SweepPage) -> None:
    page.context.selection.select_k(4)
    page.context.selection.select_k(None)
    assert len(page._table.table.selected_rows) == 0
    qtbot.mouseClick(page._table.table.grid.viewport(), LEFT, pos=middle_of_row(page, 4))
    assert page.context.selection.k == 4


def test_the_number_under_the_mouse_is_marked_in_plots_and_table(qtbot: QtBot, page: SweepPage) -> None:
    viewport = page._table.table.grid.viewport()
    QTest.mouseMove(viewport, middle_of_row(page, 3))
    QTest.mouseMove(viewport, middle_of_row(page, 4))
    readout = page._plots.readout
    qtbot.waitUntil(lambda: "k = 4" in readout.accessibleDescription(), timeout=SECONDS)
    page._plots.plots[Score.INERTIA].k_hovered.emit(3)
    assert page._table._mark.isVisible()
    assert page._table._mark.geometry().contains(QPoint(1, middle_of_row(page, 3).y()))
    page._plots.plots[Score.INERTIA].leave()
    assert not page._table._mark.isVisible()


def test_another_number_is_used_and_given_back_to_the_scores(qtbot: QtBot, page: SweepPage) -> None:
    before, k = chosen_k(page), another(page)
    click_in_plot(qtbot, page._plots.plots[Score.SILHOUETTE], k)
    qtbot.mouseClick(page._reason.use, LEFT)
    wait_choice(qtbot, page, k)
    assert settings_of(page).clusters.choose == k
    assert f"The combined score would choose {before}." in page._reason.text
    assert page._settings._choose.number.value() == k
    assert not page._reason.use.isVisible()
    qtbot.mouseClick(page._reason.let_scores, LEFT)
    wait_choice(qtbot, page, before)
    assert settings_of(page).clusters.choose is Choose.COMBINED
    page.context.undo.undo()
    wait_choice(qtbot, page, k)


def test_a_double_click_on_a_row_uses_the_number(qtbot: QtBot, page: SweepPage) -> None:
    k = another(page)
    viewport = page._table.table.grid.viewport()
    place = middle_of_row(page, k)
    qtbot.mouseClick(viewport, LEFT, pos=place)
    qtbot.mouseDClick(viewport, LEFT, pos=place)
    wait_choice(qtbot, page, k)


def test_a_number_that_was_not_tried_is_not_chosen_and_the_card_says_why(
    qtbot: QtBot, page: SweepPage
) -> None:
    field = page._settings._choose
    field.by.setFocus()
    qtbot.keyClick(field.by, Qt.Key.Key_End)
    qtbot.waitUntil(field.number.isVisible, timeout=SECONDS)
    assert field.number.value() == settings_of(page).clusters.choose == chosen_k(page)
    type_in(qtbot, field.number, "30")
    qtbot.waitUntil(lambda: page._view.chosen is None, timeout=SECONDS)
    assert "30 segments cannot be chosen" in page._reason.text


def test_the_stability_of_the_last_segments_is_shown(qtbot: QtBot, page: SweepPage) -> None:
    qtbot.mouseClick(page._which.button("stability"), LEFT)
    said = page._note.text()
    table = page._stability.table
    assert table.isVisible()
    assert len(table.columns) >= chosen_k(page)
    assert table.columns.headers == ("Segment", "Customers", "Found again", "In a word")
    assert f"Clusters made {chosen_k(page)} segments" in said
    qtbot.mouseClick(page._which.button("scores"), LEFT)
    assert not table.isVisible()


def test_a_failed_number_says_why(qtbot: QtBot, context_of: MakeContext, project_file: Path) -> None:
    with Project.open(project_file) as project:
        project.connection.execute(
            "UPDATE sweep_k SET status = 'failed', error = 'Out of luck.', inertia = NULL, silhouette = NULL,"
            " calinski_harabasz = NULL, davies_bouldin = NULL, combined = NULL WHERE k = 6"
        )
    page = shown_page(qtbot, context_of(project_file))
    assert "6 segments failed: Out of luck." in page._reason.text
    assert (6, "Failed") in rows_of(page)
    assert "Out of luck." in page._table.table.columns.row(4)
    page.context.selection.select_k(6)
    assert not page._reason.use.isVisible()


# -- settings


def test_a_wider_range_computes_only_what_is_missing(qtbot: QtBot, own_page: SweepPage) -> None:
    page = own_page
    _, high = page._settings._range.findChildren(QAbstractSpinBox)
    type_in(qtbot, high, "9")
    qtbot.waitUntil(lambda: page.action.text() == "Try 2 to 9 segments", timeout=SECONDS)
    card = page._settings._card
    qtbot.waitUntil(lambda: "6 done, 2 to go." in card.accessibleDescription(), timeout=SECONDS)
    assert "before the last change" in page._reason.text
    arrived: list[tuple[int, bool]] = []
    page.bridge.partial.connect(lambda point: arrived.append((point.k, point.silhouette is not None)))
    qtbot.mouseClick(page.action, LEFT)
    qtbot.waitUntil(lambda: page._view.span == (2, 9) and page._view.chosen is not None, timeout=SECONDS)
    assert arrived == [(8, False), (9, False), (8, True), (9, True)]
    assert len(rows_of(page)) == 8
    assert "before the last change" not in page._reason.text


def test_an_undone_change_of_the_range_is_shown_again(qtbot: QtBot, page: SweepPage) -> None:
    low, _ = page._settings._range.findChildren(QAbstractSpinBox)
    type_in(qtbot, low, "4")
    qtbot.waitUntil(lambda: page.action.text() == "Try 4 to 7 segments", timeout=SECONDS)
    assert page.context.undo.undoText() == "Numbers of segments"
    page.context.undo.undo()
    qtbot.waitUntil(lambda: page._settings._range.values == (2, 7), timeout=SECONDS)
    assert settings_of(page).sweep.k_min == 2


def test_what_the_recipe_would_do_is_shown_and_one_click_away(qtbot: QtBot, page: SweepPage) -> None:
    starts = page._settings._starts
    assert starts.box.value() == 20
    assert starts.reset.isHidden()
    type_in(qtbot, starts.box, "3")
    qtbot.waitUntil(lambda: not starts.reset.isHidden(), timeout=SECONDS)
    assert settings_of(page).sweep.starts == 3
    assert starts.reset.toolTip() == "Use the recipe's own: 20"
    qtbot.mouseClick(starts.reset, LEFT)
    qtbot.waitUntil(lambda: starts.box.value() == 20 and starts.reset.isHidden(), timeout=SECONDS)
    assert settings_of(page).sweep.starts is None


def test_an_end_of_the_range_that_nobody_touched_stays_the_recipes_own(qtbot: QtBot, page: SweepPage) -> None:
    qtbot.mouseClick(page._settings._span.reset, LEFT)
    qtbot.waitUntil(page._settings._span.reset.isHidden, timeout=SECONDS)
    assert page._shown is not None
    own = page._shown.own
    assert page._settings._range.values == (own.low, own.high)
    low, _ = page._settings._range.findChildren(QAbstractSpinBox)
    type_in(qtbot, low, "3")
    assert (settings_of(page).sweep.k_min, settings_of(page).sweep.k_max) == (3, None)


def test_what_is_being_typed_is_left_alone(qtbot: QtBot, page: SweepPage) -> None:
    box = page._settings._rows.box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "12")
    page.bridge.changed.emit()
    settle(qtbot, page)
    assert box.text() == "12"
    assert settings_of(page).sweep.silhouette_rows is None


def test_seed_and_draws_reach_the_settings(qtbot: QtBot, page: SweepPage) -> None:
    type_in(qtbot, page._settings._seed, "4000000000")
    type_in(qtbot, page._settings._bootstraps.box, "0")
    type_in(qtbot, page._settings._pca.box, "3")
    settle(qtbot, page)
    settings = settings_of(page)
    assert (settings.sweep.seed, settings.clusters.bootstraps, settings.matrix.pca) == (4_000_000_000, 0, 3)
    assert page._settings._bootstraps.box.text() == "None"


def test_all_digits_are_kept_where_a_person_says_so_and_left_to_the_recipe_again(
    qtbot: QtBot, page: SweepPage
) -> None:
    field = page._settings._exactness_field
    assert page._settings._exactness.value is False
    assert field.reset.isHidden()
    qtbot.mouseClick(page._settings._exactness.button(True), LEFT)
    settle(qtbot, page)
    assert settings_of(page).matrix.double is True
    qtbot.waitUntil(lambda: not field.reset.isHidden(), timeout=SECONDS)
    qtbot.mouseClick(field.reset, LEFT)
    settle(qtbot, page)
    assert settings_of(page).matrix.double is None
    qtbot.waitUntil(lambda: page._settings._exactness.value is False, timeout=SECONDS)


def test_the_notebooks_two_sweeps_are_offered_only_where_there_are_two(qtbot: QtBot, page: SweepPage) -> None:
    listing = page._settings._listing
    assert listing.isHidden()
    features = settings_of(page).features.model_copy(
        update={"mode": Mode.NOTEBOOK, "recipe": RecipeName.THELOOK}
    )
    page.bridge.change_settings(settings_of(page).model_copy(update={"features": features}), "Notebook")
    qtbot.waitUntil(lambda: not listing.isHidden(), timeout=SECONDS)
    qtbot.mouseClick(listing.button(2), LEFT)
    assert settings_of(page).sweep.listing == 2


def test_more_segments_than_customers_are_refused_before_they_are_tried(
    qtbot: QtBot, context_of: MakeContext, project_file: Path
) -> None:
    with Project.open(project_file) as project:
        project.connection.execute(
            "DELETE FROM parametric WHERE rowid NOT IN"
            " (SELECT rowid FROM parametric WHERE total_orders > 0 ORDER BY rowid LIMIT 6)"
        )
    page = shown_page(qtbot, context_of(project_file))
    said = "There are only 6 customers: try at most 5 segments."
    assert not page.action.isEnabled()
    assert page.needs.text() == said
    assert page._settings._span.accessibleDescription() == said


# -- running


def test_a_draw_of_customers_marks_the_silhouette_as_sampled(qtbot: QtBot, own_page: SweepPage) -> None:
    page = own_page
    type_in(qtbot, page._settings._rows.box, "100")
    qtbot.mouseClick(page.action, LEFT)
    qtbot.waitUntil(lambda: [p.silhouette_rows for p in page._view.points][:1] == [100], timeout=SECONDS)
    settle(qtbot, page)
    model = page._table.table.model
    texts = {column.name: model.text(0, place) for place, column in enumerate(model.columns)}
    assert texts["silhouette_rows"] == "100 drawn"
    assert " to " in texts["interval"]
    assert "sampled: 100" in page._plots.plots[Score.SILHOUETTE].hint


@pytest.fixture
def stopped(qtbot: QtBot, own_page: SweepPage) -> SweepPage:
    """A sweep from 2 to 60 that was cancelled when it had come to 4."""
    page = own_page
    slow = {"k_max": 60, "seed": 7, "starts": 20, "like_scikit_learn": True}
    sweep = settings_of(page).sweep.model_copy(update=slow)
    page.bridge.change_settings(settings_of(page).model_copy(update={"sweep": sweep}), "Slow")
    settle(qtbot, page)

    def cancel(point: SweepPoint) -> None:
        if point.k == 4:
            page.bridge.cancel()

    page.bridge.partial.connect(cancel)
    qtbot.mouseClick(page.action, LEFT)
    qtbot.waitUntil(lambda: page._view.stage is Stage.RUNNING, timeout=SECONDS)
    qtbot.waitUntil(lambda: page._view.stage is Stage.STOPPED, timeout=SECONDS)
    page.bridge.partial.disconnect(cancel)
    return page


def test_cancel_keeps_what_is_done_and_says_so(qtbot: QtBot, stopped: SweepPage) -> None:
    page = stopped
    done = len(page._view.points)
    assert 3 <= done < 59
    assert f"{done} of 59 numbers are done and kept" in page._reason.text
    assert rows_of(page)[:3] == [(2, "Done"), (3, "Done"), (4, "Done")]
    assert rows_of(page)[-1] == (60, "Not tried")
    assert page._plots.plots[Score.SILHOUETTE].box.viewRect().right() > 60
    assert page.bridge.held is not None
    assert page.bridge.held.state(Step.SWEEP) is State.OUT_OF_DATE


def test_a_running_sweep_shows_what_is_to_come_from_the_start() -> None:
    plan = Plan((2, 3, 4, 5), (point(2),), "local", 10, 0, 0, (0.0, 1.0, 1.0, 1.0))
    run = Run(plan, 600)
    run.arrived[3] = point(3)
    view = running_view(run)
    assert [(row.k, row.trial) for row in view.rows] == [
        (2, Trial.DONE),
        (3, Trial.DONE),
        (4, Trial.TRYING),
        (5, Trial.WAITING),
    ]
    assert view.span == (2, 5)
    assert view.chosen is None
    run.at_a_time = 4
    assert [row.trial for row in running_view(run).rows] == [Trial.DONE] * 2 + [Trial.TRYING] * 2
    assert all(p.combined is not None for p in view.points)


def test_a_number_without_its_silhouette_is_fitted_and_has_no_combined_score() -> None:
    plan = Plan((2, 3, 4), (), "local", 20, 0, 0, (0.0, 1.0, 1.0, 1.0))
    run = Run(plan, 600)
    for k in (2, 3):
        run.arrived[k] = replace(point(k), silhouette=None, status=FITTED)
    view = running_view(run)
    assert [row.trial for row in view.rows] == [Trial.FITTED, Trial.FITTED, Trial.TRYING]
    assert all(p.combined is None and p.inertia is not None for p in view.points)
    run.arrived |= {k: point(k) for k in (2, 3)}
    assert [row.trial for row in running_view(run).rows][:2] == [Trial.DONE, Trial.DONE]


def point(k: int) -> SweepPoint:
    return SweepPoint(
        k, 100.0 / k, 0.1 * k, 600, None, None, 50.0 * k, 1.0 / k, 1.0, 1.0, None, 0.1, "done", None
    )


def test_before_the_first_sweep_the_page_says_what_the_button_does(
    qtbot: QtBot, context_of: MakeContext, empty_file: Path
) -> None:
    page = shown_page(qtbot, context_of(empty_file))
    assert page._empty.isVisible()
    assert "“Try 2 to 22 segments”" in page._empty.accessibleDescription()
    assert not page.action.isEnabled()


# -- looks


def test_the_arrangement_of_the_page_is_remembered(qtbot: QtBot, page: SweepPage) -> None:
    splitter = page.findChild(QSplitter, "layout/sweep/columns")
    handle = splitter.handle(1)
    qtbot.mousePress(handle, LEFT, pos=QPoint(3, 100))
    qtbot.mouseMove(handle, QPoint(103, 100))
    qtbot.mouseRelease(handle, LEFT, pos=QPoint(103, 100))
    wide = splitter.sizes()[0]
    again = shown_page(qtbot, page.context)
    assert again.findChild(QSplitter, "layout/sweep/columns").sizes()[0] == pytest.approx(wide, abs=2)


def test_nothing_is_cut_off_sideways(qtbot: QtBot, page: SweepPage) -> None:
    page.context.theme.set_choice(Choice.DARK)
    for zoom in (1.0, 1.4):
        page.context.theme.set_zoom(zoom)
        page.resize(1024, 620)
        QApplication.processEvents()
        panel = page._settings
        assert panel.horizontalScrollBar().maximum() == 0
        assert panel._card.mapTo(panel, panel._card.rect().topRight()).x() <= panel.viewport().width()


def test_every_control_has_a_name(page: SweepPage) -> None:
    controls = [
        widget
        for kind in (QAbstractButton, QAbstractSpinBox, QComboBox)
        for widget in page.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible()
    ]
    nameless = [w for w in controls if not (w.accessibleName() or getattr(w, "text", str)())]
    assert not nameless
    assert page._table.table.grid.accessibleName()
    assert page._stability.table.grid.accessibleName()
