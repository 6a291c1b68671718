"""The Clusters tab: the segments from every side, around one selection."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QToolButton
from pytestqt.qtbot import QtBot

from segdesk.gui.pages import clusters_umap
from segdesk.gui.pages.clusters import ClustersPage
from segdesk.gui.pages.clusters_axes import Dimensions
from segdesk.gui.pages.clusters_customers import CustomersTab
from segdesk.gui.pages.clusters_map import MapTab
from segdesk.gui.pages.clusters_profile import ProfileTab
from segdesk.gui.pages.clusters_rules import RulesTab
from segdesk.gui.pages.clusters_tables import CentroidsTab, Figures, SizesTab
from segdesk.gui.pages.clusters_views import View
from segdesk.gui.plots.profile import Measure
from segdesk.gui.plots.scatter_tools import Tool
from segdesk.gui.theme import Choice
from segdesk.project.step import State, Step
from segdesk.review.scatter import Group
from tests.window.accessibility import nameless, unreachable
from tests.window.conftest import SECONDS, MakeContext

LEFT = Qt.MouseButton.LeftButton
HERE = "tests.window.in_worker"


# -- what runs in the worker in the place of UMAP, which takes its time


# -- the page


Shown = Callable[[Path], ClustersPage]


@pytest.fixture
def page_of(context_of: MakeContext, qtbot: QtBot) -> Shown:
    """Show the page of a project, and wait until everything in front has arrived."""

    def make(path: Path) -> ClustersPage:
        page = ClustersPage(context_of(path))
        page.finish()
        qtbot.addWidget(page)
        page.resize(1400, 860)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        settle(qtbot, page)
        return page

    return make


@pytest.fixture
def page(page_of: Shown, project_file: Path) -> ClustersPage:
    """The finished project of 600 customers in four segments and one set aside."""
    return page_of(project_file)


def settle(qtbot: QtBot, page: ClustersPage) -> None:
    """Wait until nothing runs, no question is open and the view in front is made."""
    qtbot.waitUntil(lambda: page.bridge.quiet and not page.views.busy, timeout=SECONDS)
    QApplication.processEvents()


def map_of(page: ClustersPage) -> MapTab:
    found = page.views.found(View.MAP)
    assert isinstance(found, MapTab)
    return found


def go_to(qtbot: QtBot, page: ClustersPage, view: View):  # type: ignore[no-untyped-def]
    """Bring a view to the front by its tab, and return it."""
    bar = page.views.tabBar()
    qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(list(View).index(view)).center())
    settle(qtbot, page)
    return page.views.found(view)


def on_screen(tab: MapTab, x: float, y: float) -> QPoint:
    return tab.plot.view.mapFromScene(tab.plot.box.mapViewToScene(QPointF(x, y)))


def click_customer(qtbot: QtBot, page: ClustersPage, index: int) -> int:
    """Click on a point of the map, and return which customer that is."""
    tab = map_of(page)
    points = tab.plot._points.points
    assert points is not None
    at = on_screen(tab, points.x[index], points.y[index])
    qtbot.mouseClick(tab.plot.view.viewport(), LEFT, pos=at)
    qtbot.waitUntil(page.customer.isVisible, timeout=SECONDS)
    settle(qtbot, page)
    assert page.customer.customer is not None
    return page.customer.customer.row


def draw_around_everyone(qtbot: QtBot, page: ClustersPage) -> None:
    tab = map_of(page)
    tab.plot.set_tool(Tool.LASSO)
    seen = tab.plot.box.viewRect()
    left, right = seen.left() + 0.02 * seen.width(), seen.right() - 0.02 * seen.width()
    low, high = seen.top() + 0.02 * seen.height(), seen.bottom() - 0.02 * seen.height()
    corners = [on_screen(tab, *at) for at in ((left, low), (right, low), (right, high), (left, high))]
    canvas = tab.plot.view.viewport()
    qtbot.mousePress(canvas, LEFT, pos=corners[0])
    for start, end in pairwise(corners):
        for share in (0.25, 0.5, 0.75, 1.0):
            qtbot.mouseMove(canvas, start + (end - start) * share)
    qtbot.mouseRelease(canvas, LEFT, pos=corners[-1])
    qtbot.waitUntil(lambda: len(page.context.selection.customers) > 0, timeout=SECONDS)
    settle(qtbot, page)


def legend_box(page: ClustersPage, segment: str) -> QCheckBox:
    row = next(row for row in page.legend._rows if row.entry.segment == segment)
    return row.box


def press_name(qtbot: QtBot, page: ClustersPage, segment: str) -> None:
    """Click on a segment's name in the legend."""
    box = legend_box(page, segment)
    qtbot.mouseClick(box, LEFT, pos=QPoint(box.width() - 4, box.height() // 2))


def shown_rows(tab: CustomersTab) -> int:
    return tab.table.model.rowCount()


# -- before there is anything


def test_before_the_first_run_it_says_what_will_be_here(page_of: Shown, empty_file: Path) -> None:
    page = page_of(empty_file)
    assert page._stack.currentIndex() == 0
    assert not page.legend.isVisible()
    assert not page.action.isEnabled()
    assert page.action.toolTip()


# -- the strip


def test_the_strip_says_how_many_and_how_good(page: ClustersPage) -> None:
    strip = page.strip
    assert strip._count.text() == "4 segments"
    assert strip._reason.text().startswith("4 segments have the highest combined score")
    assert strip._customers.accessibleName() == "Customers: 600"
    assert strip._rules.accessibleName().endswith("%")
    assert strip._stability.accessibleName().split()[1] in ("Excellent", "Good", "Moderate", "Poor")


def test_segments_that_are_out_of_date_say_so(qtbot: QtBot, page: ClustersPage) -> None:
    assert not page.strip._state.isVisible()
    qtbot.mouseClick(page.strip.settings, LEFT)
    page.settings.outliers.setFocus()
    page.settings.outliers.selectAll()
    QTest.keyClicks(page.settings.outliers, "10")
    QTest.keyClick(page.settings.outliers, Qt.Key.Key_Return)
    settle(qtbot, page)
    page.settings.hide()
    assert page.strip._state.isVisible()
    assert page.bridge.held is not None
    assert page.bridge.held.settings.clusters.outliers == pytest.approx(0.1)
    page.context.undo.undo()
    settle(qtbot, page)
    assert page.settings.outliers.value() == pytest.approx(1.0)
    assert not page.strip._state.isVisible()


def test_the_button_makes_the_segments_with_the_new_settings(qtbot: QtBot, page: ClustersPage) -> None:
    before = page.strip._outliers.accessibleName()
    page.settings.outliers.setValue(20)
    page.settings.bootstraps.setValue(0)
    settle(qtbot, page)
    qtbot.mouseClick(page.action, LEFT)
    settle(qtbot, page)
    assert page.bridge.held is not None
    assert page.bridge.held.state(Step.CLUSTERS) is State.FRESH
    assert page.strip._outliers.accessibleName() != before
    assert page.strip._stability.accessibleName() == "Stability: Not measured"


# -- the map


def test_the_map_shows_every_clustered_customer(page: ClustersPage) -> None:
    clustered = sum(e.entry.size for e in page.legend._rows if e.entry.segment != "seg_0")
    points = map_of(page).plot._points.points
    assert points is not None
    assert points.placed == clustered
    assert [axis.name for axis in points.axes] == ["pca1", "pca2"]


def test_any_feature_can_be_an_axis_and_on_a_log_scale(qtbot: QtBot, page: ClustersPage) -> None:
    tab = map_of(page)
    assert not tab.bar.up.log.isEnabled()
    combo = tab.bar.up.combo
    combo.setFocus()
    combo.setCurrentIndex(combo.findData("total_revenue"))
    settle(qtbot, page)
    qtbot.mouseClick(tab.bar.up.log, LEFT)
    settle(qtbot, page)
    points = tab.plot._points.points
    assert points is not None
    assert points.axes[1].name == "total_revenue"
    np.testing.assert_allclose(points.y, np.log1p(points.values[1]), rtol=1e-5)


def test_a_click_shows_everything_about_the_customer(qtbot: QtBot, page: ClustersPage) -> None:
    assert not page.customer.isVisible()
    row = click_customer(qtbot, page, 3)
    assert page.context.selection.customers.tolist() == [row]
    text = page.customer.fields.toPlainText()
    assert "Average basket (USD)" in text
    assert "@example." in text
    close = next(t for t in page.customer.findChildren(QToolButton) if t.accessibleName() == "Close")
    qtbot.mouseClick(close, LEFT)
    assert not page.customer.isVisible()


def test_the_fields_are_copied_as_a_table(qtbot: QtBot, page: ClustersPage) -> None:
    click_customer(qtbot, page, 3)
    copy = next(t for t in page.customer.findChildren(QToolButton) if t.accessibleName() == "Copy all fields")
    qtbot.mouseClick(copy, LEFT)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Field\tValue"
    assert lines[1] == f"User id\t{page.customer.customer.key}"  # type: ignore[union-attr]


def test_a_customer_is_found_again_in_the_table(qtbot: QtBot, page: ClustersPage) -> None:
    row = click_customer(qtbot, page, 3)
    find = next(
        t for t in page.customer.findChildren(QToolButton) if t.accessibleName() == "Find in the table"
    )
    qtbot.mouseClick(find, LEFT)
    table = page.views.found(View.CUSTOMERS)
    assert isinstance(table, CustomersTab)
    qtbot.waitUntil(lambda: table.table.selected.tolist() == [row], timeout=SECONDS)


def test_three_dimensions_show_the_same_customers(qtbot: QtBot, page: ClustersPage) -> None:
    tab = map_of(page)
    qtbot.mouseClick(tab.bar.dimensions.button(Dimensions.THREE), LEFT)
    settle(qtbot, page)
    assert tab.plot3d is not None
    assert tab.plot3d.isVisible()
    assert tab.plot3d._points is not None
    assert len(tab.plot3d._points.rows) == tab.plot._whole.placed  # type: ignore[union-attr]
    qtbot.mouseClick(tab.bar.dimensions.button(Dimensions.TWO), LEFT)
    settle(qtbot, page)
    assert tab.plot.isVisible()


# -- UMAP


def test_umap_is_computed_once_and_then_shown(
    qtbot: QtBot, page: ClustersPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters_umap, "RUN", f"{HERE}:quick_umap")
    tab = map_of(page)
    assert not tab.bar.three.button(Group.UMAP).isEnabled()
    qtbot.mouseClick(tab.umap.compute, LEFT)
    settle(qtbot, page)
    points = tab.plot._points.points
    assert points is not None
    assert [axis.name for axis in points.axes] == ["umap1", "umap2"]
    assert not tab.umap.compute.isVisible()
    assert tab.bar.three.button(Group.UMAP).isEnabled()


def test_umap_without_the_extra_says_how_to_get_it(
    qtbot: QtBot, page: ClustersPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters_umap, "RUN", f"{HERE}:umap_without_the_extra")
    tab = map_of(page)
    qtbot.mouseClick(tab.umap.compute, LEFT)
    settle(qtbot, page)
    assert tab.notice.isVisible()
    assert "Install it" in tab.notice.text
    assert tab.umap.compute.isEnabled()


def test_umap_can_be_cancelled(qtbot: QtBot, page: ClustersPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters_umap, "RUN", f"{HERE}:endless_umap")
    tab = map_of(page)
    qtbot.mouseClick(tab.umap.compute, LEFT)
    qtbot.waitUntil(lambda: tab.umap.cancel.isVisible() and tab.umap.progress.value() > 0, timeout=SECONDS)
    qtbot.mouseClick(tab.umap.cancel, LEFT)
    settle(qtbot, page)
    assert tab.umap.compute.isVisible()
    assert not tab.umap.progress.isVisible()
    assert not tab.notice.isVisible()


# -- one selection


def test_a_segment_picked_in_the_legend_is_highlighted_everywhere(qtbot: QtBot, page: ClustersPage) -> None:
    press_name(qtbot, page, "seg_2")
    assert page.context.selection.picked == {"seg_2"}
    assert legend_box(page, "seg_2").isChecked()
    profile = go_to(qtbot, page, View.PROFILE)
    assert isinstance(profile, ProfileTab)
    assert profile.map._model.marked == {1}
    sizes = go_to(qtbot, page, View.SIZES)
    assert isinstance(sizes, SizesTab)
    assert sizes.table.selected_rows.tolist() == [1]
    QTest.keyClick(sizes.table.grid, Qt.Key.Key_Escape)
    assert page.context.selection.picked == frozenset()
    assert sizes.table.selected_rows.tolist() == []


def test_enter_in_the_legend_picks_too(qtbot: QtBot, page: ClustersPage) -> None:
    box = legend_box(page, "seg_3")
    box.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert page.context.selection.picked == {"seg_3"}
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert page.context.selection.picked == frozenset()


def test_a_cell_of_the_heat_map_picks_its_segment_and_its_feature(qtbot: QtBot, page: ClustersPage) -> None:
    profile = go_to(qtbot, page, View.PROFILE)
    assert isinstance(profile, ProfileTab)
    table = profile.map.table
    cell = table.visualRect(table.model().index(2, 1))
    qtbot.mouseClick(table.viewport(), LEFT, pos=cell.center())
    assert page.context.selection.picked == {"seg_3"}
    assert profile.boxes.title == profile._shown[1].feature.title == profile.feature.currentText()


def test_rows_of_a_table_pick_segments(qtbot: QtBot, page: ClustersPage) -> None:
    sizes = go_to(qtbot, page, View.SIZES)
    assert isinstance(sizes, SizesTab)
    grid = sizes.table.grid
    for row, modifier in ((0, Qt.KeyboardModifier.NoModifier), (2, Qt.KeyboardModifier.ControlModifier)):
        at = grid.visualRect(grid.model().index(row, 0)).center()
        qtbot.mouseClick(grid.viewport(), LEFT, modifier, at)
    assert page.context.selection.picked == {"seg_1", "seg_3"}


def test_customers_drawn_around_are_the_ones_in_the_table(qtbot: QtBot, page: ClustersPage) -> None:
    draw_around_everyone(qtbot, page)
    count = len(page.context.selection.customers)
    assert 100 < count < 600
    table = go_to(qtbot, page, View.CUSTOMERS)
    assert isinstance(table, CustomersTab)
    assert table.only.isChecked()
    assert str(count) in table.only.text()
    qtbot.waitUntil(lambda: shown_rows(table) == count, timeout=SECONDS)
    qtbot.mouseClick(table.only, LEFT, pos=QPoint(9, table.only.height() // 2))
    qtbot.waitUntil(lambda: shown_rows(table) == 600, timeout=SECONDS)
    qtbot.mouseClick(table.clear, LEFT)
    assert len(page.context.selection.customers) == 0
    assert not table.only.isVisible()


def test_the_table_follows_picked_and_hidden_segments(qtbot: QtBot, page: ClustersPage) -> None:
    table = go_to(qtbot, page, View.CUSTOMERS)
    assert isinstance(table, CustomersTab)
    sizes = {row.entry.segment: row.entry.size for row in page.legend._rows}
    qtbot.waitUntil(lambda: shown_rows(table) == 600, timeout=SECONDS)
    press_name(qtbot, page, "seg_2")
    qtbot.waitUntil(lambda: shown_rows(table) == sizes["seg_2"], timeout=SECONDS)
    qtbot.mouseClick(table.segments, LEFT)
    qtbot.waitUntil(lambda: shown_rows(table) == 600, timeout=SECONDS)
    box = legend_box(page, "seg_1")
    qtbot.mouseClick(box, LEFT, pos=QPoint(9, box.height() // 2))
    qtbot.waitUntil(lambda: shown_rows(table) == 600 - sizes["seg_1"], timeout=SECONDS)
    assert table.segments.text() == "Only 4 of 5 segments"
    qtbot.mouseClick(table.table._all, LEFT)
    qtbot.waitUntil(lambda: shown_rows(table) == 600, timeout=SECONDS)
    assert page.context.selection.hidden == frozenset()


def test_a_mouse_that_passes_over_the_legend_leaves_the_table_alone(qtbot: QtBot, page: ClustersPage) -> None:
    table = go_to(qtbot, page, View.CUSTOMERS)
    assert isinstance(table, CustomersTab)
    page.context.selection.point_at("seg_1")
    settle(qtbot, page)
    assert shown_rows(table) == 600
    assert not table.segments.isVisible()


def test_a_row_of_the_table_shows_its_customer(qtbot: QtBot, page: ClustersPage) -> None:
    table = go_to(qtbot, page, View.CUSTOMERS)
    assert isinstance(table, CustomersTab)
    grid = table.table.grid
    qtbot.mouseClick(grid.viewport(), LEFT, pos=grid.visualRect(grid.model().index(4, 0)).center())
    qtbot.waitUntil(page.customer.isVisible, timeout=SECONDS)
    assert page.customer.customer is not None
    assert page.customer.customer.row == 4
    qtbot.mouseClick(table.mark, LEFT)
    assert page.context.selection.customers.tolist() == [4]
    assert shown_rows(table) == 600


# -- figures


def test_the_sizes_say_which_segments_are_too_small(qtbot: QtBot, page: ClustersPage) -> None:
    sizes = go_to(qtbot, page, View.SIZES)
    assert isinstance(sizes, SizesTab)
    columns = {column.title: list(column.values) for column in sizes.table.columns.columns}
    small = [note == "Too small for advertising platforms" for note in columns["To know"][:-1]]
    assert small == [size < 100 for size in columns["Customers"][:-1]]
    assert any(small)
    assert columns["To know"][-1] == "Set aside, not clustered"


def test_centroids_come_in_units_and_as_an_index(qtbot: QtBot, page: ClustersPage) -> None:
    tab = go_to(qtbot, page, View.CENTROIDS)
    assert isinstance(tab, CentroidsTab)

    def basket() -> tuple[str, float]:
        column = next(c for c in tab.table.columns.columns if c.title == "Average basket")
        return column.unit, float(column.values[0])

    unit, mean = basket()
    assert unit == "USD"
    qtbot.mouseClick(tab.figures.button(Figures.INDEX), LEFT)
    unit, index = basket()
    assert unit == "index"
    assert index != pytest.approx(mean)
    tab.table.grid.setFocus()
    tab.table.grid.selectAll()
    QTest.keyClick(tab.table.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Segment\tCustomers\tShare\tOrders (index)")
    assert len(copied) == 6


def test_the_profile_compares_by_z_score_too(qtbot: QtBot, page: ClustersPage) -> None:
    profile = go_to(qtbot, page, View.PROFILE)
    assert isinstance(profile, ProfileTab)
    used = len(profile._shown)
    index = profile.map.twin().columns[1].values
    qtbot.mouseClick(profile.measure.button(Measure.Z_SCORE), LEFT)
    assert profile.map.twin().columns[1].values != index
    qtbot.mouseClick(profile.only_used, LEFT, pos=QPoint(9, profile.only_used.height() // 2))
    assert len(profile._shown) > used


def test_the_rules_can_be_copied_but_not_changed(qtbot: QtBot, page: ClustersPage) -> None:
    rules = go_to(qtbot, page, View.RULES)
    assert isinstance(rules, RulesTab)
    text = rules.sql.text
    assert text.startswith("CASE")
    rules.sql.editor.setFocus()
    QTest.keyClicks(rules.sql.editor, "x")
    assert rules.sql.text == text
    qtbot.mouseClick(rules.copy, LEFT)
    assert QGuiApplication.clipboard().text() == text


# -- the frame


def test_every_view_can_be_named_and_reached(qtbot: QtBot, page: ClustersPage) -> None:
    click_customer(qtbot, page, 3)
    for view in View:
        go_to(qtbot, page, view)
        assert nameless(page) == []
        assert unreachable(page) == []
    page.settings.open_below(page.strip.settings)
    assert nameless(page.settings) == []
    page.settings.hide()


def test_the_view_in_front_is_remembered(qtbot: QtBot, page: ClustersPage) -> None:
    go_to(qtbot, page, View.RULES)
    again = ClustersPage(page.context)
    again.finish()
    qtbot.addWidget(again)
    assert again.views.view is View.RULES


def test_it_fits_a_small_window_and_follows_the_theme(qtbot: QtBot, page: ClustersPage) -> None:
    page.resize(1024, 560)
    click_customer(qtbot, page, 3)
    assert page.minimumSizeHint().width() <= 1024
    assert page.minimumSizeHint().height() <= 560
    page.theme.set_choice(Choice.DARK)
    QApplication.processEvents()
    assert page.customer.fields.toPlainText()
