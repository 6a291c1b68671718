"""The customers' table: rows come when they are looked at, whatever the order and the choice."""

import csv
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from segdesk.errors import SegdeskError
from segdesk.gui.theme import Theme
from segdesk.gui.translation import Language, Translation
from segdesk.gui.views.remote_table import RemoteTable
from segdesk.project.file import Project
from segdesk.review import customers
from segdesk.review.customer_order import Query
from segdesk.tasks.messages import Failure

COUNT = 5_000


class Near(QObject):
    """Answers like the bridge, a moment later and the newest question only, but in this process."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self.asked: list[tuple[Any, ...]] = []
        self.held_back = False
        self._open: list[tuple[QObject, Callable[..., Any], tuple[Any, ...], Any, Any]] = []
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._on_time)

    def ask(
        self, owner: QObject, function: Callable[..., Any], *args: Any, then: Any, failed: Any = None
    ) -> None:
        self.asked.append((function.__name__, *args))
        self._open = [question for question in self._open if question[:2] != (owner, function)]
        self._open.append((owner, function, args, then, failed))
        if not self.held_back:
            self._later.start()

    def end(self) -> None:
        """Answer nothing more: the project is about to be closed."""
        self.held_back = True
        self._later.stop()

    def answer(self) -> None:
        self.held_back = False
        self._later.start()

    def _on_time(self) -> None:
        questions, self._open = self._open, []
        for _, function, args, then, failed in questions:
            try:
                value = function(self.project, *args)
            except SegdeskError as error:
                failed(Failure.of(error))
            else:
                then(value)


@pytest.fixture(scope="session")
def crowd_file(crowd: Callable[[int], Path]) -> Path:
    return crowd(COUNT)


@pytest.fixture
def near(crowd_file: Path) -> Iterator[Near]:
    with Project.open(crowd_file) as project:
        near = Near(project)
        yield near
        near.end()


@pytest.fixture
def table(qtbot: QtBot, theme: Theme, near: Near, store: QSettings) -> RemoteTable:
    view = RemoteTable(theme, near, title="Customers", store=store)
    qtbot.addWidget(view)
    view.resize(1100, 500)
    view.show()
    qtbot.waitExposed(view)
    with qtbot.waitSignal(view.shown):
        view.refresh()
    return view


def column(table: RemoteTable, name: str) -> int:
    return next(n for n, c in enumerate(table.model.columns) if c.name == name)


def text(table: RemoteTable, row: int, name: str) -> str:
    return str(table.model.index(row, column(table, name)).data())


def click_header(qtbot: QtBot, table: RemoteTable, name: str) -> None:
    header, number = table.grid.horizontalHeader(), column(table, name)
    table.grid.scrollTo(table.model.index(0, number))
    place = QPoint(header.sectionViewportPosition(number) + 20, header.height() // 2)
    with qtbot.waitSignal(table.shown):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def click_row(
    qtbot: QtBot, table: RemoteTable, row: int, key: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    place = table.grid.visualRect(table.model.index(row, 0)).center()
    qtbot.mouseClick(table.grid.viewport(), Qt.MouseButton.LeftButton, key, place)


def search(qtbot: QtBot, table: RemoteTable, words: str) -> None:
    line = table.search_field.focusProxy()
    assert isinstance(line, QLineEdit)
    with qtbot.waitSignal(table.shown):
        qtbot.keyClicks(line, words)


# -- rows


def test_the_customers_appear_with_their_segments_and_figures(table: RemoteTable) -> None:
    assert table.model.rowCount() == COUNT
    assert [text(table, 1, name) for name in ("id", "segment", "label", "country", "orders", "revenue")] == [
        *("10", "seg_2", "New", "France", "1"),
        "1,131.29",
    ]
    assert table.search_field.said == "5,000 customers"


def test_a_value_that_is_not_here_yet_is_awaited(qtbot: QtBot, table: RemoteTable) -> None:
    assert text(table, 4_000, "id") == "…"
    qtbot.waitUntil(lambda: text(table, 4_000, "id") == "40000")


def test_only_rows_near_those_in_sight_are_fetched(qtbot: QtBot, table: RemoteTable, near: Near) -> None:
    qtbot.waitUntil(lambda: text(table, 600, "id") != "…")
    fetched = {ask[2] for ask in near.asked if ask[0] == "block"}
    assert fetched <= {0, 512, 1024}


def test_rows_that_were_scrolled_past_are_not_fetched(qtbot: QtBot, table: RemoteTable, near: Near) -> None:
    near.held_back = True
    near.asked.clear()
    for row in range(0, COUNT, 100):
        table.model.value(row, 0)
        QApplication.processEvents()
    assert len(near.asked) == 1
    near.answer()
    qtbot.waitUntil(lambda: text(table, COUNT - 1, "id") != "…")
    assert len([ask for ask in near.asked if ask[0] == "block"]) <= 6


def test_a_key_that_means_nothing_does_not_walk_through_all_rows(
    qtbot: QtBot, table: RemoteTable, near: Near
) -> None:
    table.grid.setCurrentIndex(table.model.index(0, 0))
    qtbot.waitUntil(lambda: text(table, 600, "id") != "…")
    near.asked.clear()
    qtbot.keyClicks(table.grid, "9z")
    assert text(table, 0, "id") == "0"
    assert not near.asked


def test_a_slow_answer_holds_up_nothing_and_old_rows_stay(
    qtbot: QtBot, table: RemoteTable, near: Near
) -> None:
    near.held_back = True
    header = table.grid.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + 20, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: table.search_field.said == "Looking…")
    assert text(table, 0, "id") == "0"
    with qtbot.waitSignal(table.shown):
        near.answer()
    assert table.search_field.said == "5,000 customers"


# -- order


def test_a_click_on_a_header_sorts_all_customers(qtbot: QtBot, table: RemoteTable, near: Near) -> None:
    click_header(qtbot, table, "revenue")
    click_header(qtbot, table, "revenue")
    largest = near.project.rows("SELECT max(revenue) FROM people")[0][0]
    assert text(table, 0, "revenue") == f"{largest:,.2f}"
    click_header(qtbot, table, "revenue")
    assert text(table, 0, "id") == "0"


def test_sorting_keeps_the_selected_customer_selected(qtbot: QtBot, table: RemoteTable) -> None:
    click_row(qtbot, table, 3)
    qtbot.waitUntil(lambda: table.selected.tolist() == [3])
    with qtbot.assertNotEmitted(table.selection_changed, wait=50):
        click_header(qtbot, table, "country")
    assert table.selected.tolist() == [3]
    (start, stop) = table.grid.selected_ranges()[0]
    assert (stop - start, table.model.position(start) or 3) == (1, 3)


# -- choice


def test_a_search_narrows_the_rows_as_it_is_typed(qtbot: QtBot, table: RemoteTable) -> None:
    search(qtbot, table, "country:japan orders:>11")
    assert table.search_field.said == f"{table.model.rowCount()} of 5,000 customers"
    assert 0 < table.model.rowCount() < 200
    assert {text(table, row, "country") for row in range(5)} == {"Japan"}


def test_a_search_may_name_a_column_as_it_is_called_on_screen(
    qtbot: QtBot, qapp: QApplication, theme: Theme, near: Near
) -> None:
    translation = Translation(qapp, Language.FRENCH)
    try:
        view = RemoteTable(theme, near, title="Clients")
        qtbot.addWidget(view)
        with qtbot.waitSignal(view.shown):
            view.refresh()
        title = view.model.columns[column(view, "label")].title
        assert title != "Label"
        with qtbot.waitSignal(view.shown):
            view.search(f'"{title}":loyal')
        assert 0 < view.model.rowCount() < COUNT
        assert {text(view, row, "label") for row in range(50)} == {"Loyal"}
    finally:
        translation.use(Language.ENGLISH)


def test_a_search_without_a_result_says_so(qtbot: QtBot, table: RemoteTable) -> None:
    search(qtbot, table, "nobody")
    assert table.search_field.said == "0 of 5,000 customers"
    assert table.grid.empty_text == "No customer is found"


def test_the_menu_narrows_the_rows_to_those_like_the_current_one(qtbot: QtBot, table: RemoteTable) -> None:
    table.grid.setCurrentIndex(table.model.index(2, column(table, "country")))
    menu = table.menu()
    with qtbot.waitSignal(table.shown):
        next(a for a in menu.actions() if a.text() == "Show only “Japan”").trigger()
    menu.deleteLater()
    assert table.search_field.text == 'country:"Japan"'
    assert table.model.rowCount() == COUNT // 5


def test_customers_of_a_plot_are_shown_until_all_are_wanted(qtbot: QtBot, table: RemoteTable) -> None:
    with qtbot.waitSignal(table.shown):
        table.show_only(np.array([7, 70, 700]))
    assert [text(table, row, "id") for row in range(3)] == ["70", "700", "7000"]
    everyone = next(b for b in table.findChildren(QPushButton) if b.text() == "Show all customers")
    assert everyone.isVisible()
    with qtbot.waitSignals([table.shown, table.all_wanted]):
        qtbot.mouseClick(everyone, Qt.MouseButton.LeftButton)
    assert table.model.rowCount() == COUNT
    assert not everyone.isVisible()


def test_only_the_customers_of_some_segments_are_shown(qtbot: QtBot, table: RemoteTable) -> None:
    with qtbot.waitSignal(table.shown):
        table.show_segments(("seg_10",))
    assert {text(table, row, "segment") for row in range(20)} == {"seg_10"}
    with qtbot.assertNotEmitted(table.shown, wait=50):
        table.show_segments(("seg_10",))


# -- selection


def test_the_selection_is_told_as_positions(qtbot: QtBot, table: RemoteTable) -> None:
    click_header(qtbot, table, "id")
    click_header(qtbot, table, "id")
    click_row(qtbot, table, 0)
    with qtbot.waitSignal(table.selection_changed) as changed:
        click_row(qtbot, table, 2, Qt.KeyboardModifier.ShiftModifier)
    assert changed.args[0].tolist() == [COUNT - 3, COUNT - 2, COUNT - 1]


def test_all_rows_can_be_selected_though_few_are_here(qtbot: QtBot, table: RemoteTable) -> None:
    table.grid.setFocus()
    with qtbot.waitSignal(table.selection_changed) as changed:
        qtbot.keyClick(table.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(changed.args[0], np.arange(COUNT))


def test_a_customer_of_a_plot_is_found_and_selected(qtbot: QtBot, table: RemoteTable) -> None:
    click_header(qtbot, table, "country")
    with qtbot.waitSignal(table.selection_changed) as changed:
        table.reveal(4_321)
    assert changed.args[0].tolist() == [4_321]
    row = table.grid.currentIndex().row()
    qtbot.waitUntil(lambda: text(table, row, "id") == "43210")
    assert table.grid.viewport().rect().contains(table.grid.visualRect(table.model.index(row, 0)).center())


def test_a_customer_who_is_not_among_the_rows_is_not_selected(qtbot: QtBot, table: RemoteTable) -> None:
    with qtbot.waitSignal(table.shown):
        table.show_only(np.array([7]))
    table.reveal(8)
    qtbot.waitUntil(lambda: "not among" in table.search_field.said)
    assert len(table.selected) == 0


def test_enter_opens_a_customer(qtbot: QtBot, table: RemoteTable) -> None:
    click_row(qtbot, table, 4)
    with qtbot.waitSignal(table.activated) as activated:
        qtbot.keyClick(table.grid, Qt.Key.Key_Return)
    assert activated.args == [4]


# -- copies


def test_selected_rows_are_copied_those_out_of_sight_included(qtbot: QtBot, table: RemoteTable) -> None:
    table.grid.setFocus()
    qtbot.keyClick(table.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: table.search_field.said == "5,000 rows copied")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == COUNT + 1
    assert lines[0].startswith("Id\tSegment\tLabel\tFirst name\tCountry\tOrders\tMoney spent (USD)")
    assert lines[-1].startswith("49990\t")


def test_more_rows_than_a_clipboard_takes_are_refused(
    qtbot: QtBot, table: RemoteTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("segdesk.gui.views.remote_copy.MOST_COPIED", 100)
    QGuiApplication.clipboard().setText("before")
    table.grid.selectAll()
    table.copy()
    assert table.search_field.said == "Too many rows to copy: 100 at most. Save them as CSV instead."
    assert QGuiApplication.clipboard().text() == "before"


def test_the_rows_that_are_shown_are_saved_in_their_order(
    qtbot: QtBot, table: RemoteTable, tmp_path: Path
) -> None:
    search(qtbot, table, "country:france")
    click_header(qtbot, table, "id")
    click_header(qtbot, table, "id")
    path = tmp_path / "france.csv"
    table.save_csv(str(path))
    qtbot.waitUntil(lambda: table.search_field.said == "1,000 rows saved")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows[:3]] == ["Id", "49960", "49910"]
    assert len(rows) == 1_001


def test_escape_stops_a_copy_and_leaves_no_file(
    qtbot: QtBot, table: RemoteTable, near: Near, tmp_path: Path
) -> None:
    near.held_back = True
    table.save_csv(str(tmp_path / "all.csv"))
    table.grid.setFocus()
    qtbot.keyClick(table.grid, Qt.Key.Key_Escape)
    near.answer()
    qtbot.waitUntil(lambda: not near._open)
    assert table.search_field.said == "5,000 customers"
    assert list(tmp_path.glob("*.csv*")) == []


def test_a_second_copy_takes_the_place_of_the_first(
    qtbot: QtBot, table: RemoteTable, near: Near, tmp_path: Path
) -> None:
    near.held_back = True
    table.save_csv(str(tmp_path / "first.csv"))
    table.save_csv(str(tmp_path / "second.csv"))
    near.answer()
    qtbot.waitUntil(lambda: table.search_field.said == "5,000 rows saved")
    assert [path.name for path in tmp_path.glob("*.csv*")] == ["second.csv"]


def test_a_folder_that_does_not_exist_is_said(qtbot: QtBot, table: RemoteTable, tmp_path: Path) -> None:
    with qtbot.waitSignal(table.failed) as failed:
        table.save_csv(str(tmp_path / "none" / "all.csv"))
    assert failed.args[0].what == "all.csv could not be written"


# -- changes


@pytest.fixture
def own(qtbot: QtBot, theme: Theme, crowd: Callable[[int], Path]) -> Iterator[tuple[RemoteTable, Project]]:
    """A table of a project that the test may change."""
    with Project.open(crowd(2_000)) as project:
        near = Near(project)
        view = RemoteTable(theme, near)
        qtbot.addWidget(view)
        view.resize(900, 400)
        view.show()
        qtbot.waitExposed(view)
        with qtbot.waitSignal(view.shown):
            view.refresh()
        yield view, project
        near.end()


def test_a_new_label_appears_without_the_rows_moving(qtbot: QtBot, own: tuple[RemoteTable, Project]) -> None:
    table, project = own
    bar = table.grid.verticalScrollBar()
    table.grid.go_to(1_500)
    qtbot.waitUntil(lambda: table.selected.tolist() == [1_500])
    before = bar.value()
    project.connection.execute("UPDATE labels SET name = 'Faithful' WHERE segment = 'seg_1'")
    project.connection.execute("UPDATE results SET run = 7 WHERE step = 'labels'")
    with qtbot.waitSignal(table.shown), qtbot.assertNotEmitted(table.selection_changed):
        table.refresh()
    assert before > 0
    assert bar.value() == before
    faithful = next(row for row in range(1_500, 1_520) if text(table, row, "segment") == "seg_1")
    assert text(table, faithful, "label") == "Faithful"
    assert table.grid.selected_ranges() == ((1_500, 1_501),)


def test_rows_that_are_gone_when_they_are_fetched_bring_the_new_ones(
    qtbot: QtBot, own: tuple[RemoteTable, Project]
) -> None:
    table, project = own
    project.connection.execute("UPDATE results SET run = 8 WHERE step = 'labels'")
    token = table.model.view.token
    with qtbot.waitSignal(table.shown):
        table.grid.scrollToBottom()
        table.grid.viewport().repaint()
    assert table.model.view.token != token
    qtbot.waitUntil(lambda: text(table, 1_999, "id") == "19990")


def test_the_arrangement_of_the_columns_is_remembered(
    qtbot: QtBot, table: RemoteTable, theme: Theme, near: Near, store: QSettings
) -> None:
    table.layout_of_columns.show_column(column(table, "tags"), False)
    again = RemoteTable(theme, near, store=store)
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.shown):
        again.refresh()
    assert column(again, "tags") not in again.grid.shown_columns()


def test_an_error_is_said_and_the_rows_stay(qtbot: QtBot, table: RemoteTable, near: Near) -> None:
    def refuse(_owner: QObject, _function: object, *_args: object, then: object, failed: Any = None) -> None:
        failed(Failure("The file is gone"))

    near.ask = refuse  # type: ignore[method-assign,assignment]
    with qtbot.waitSignal(table.failed):
        table.show_segments(("seg_1",))
    assert table.search_field.said == "The file is gone"
    assert text(table, 0, "id") == "0"


def test_the_table_works_over_the_bridge(
    qtbot: QtBot, theme: Theme, project_file: Path, context_of: Callable[[Path], Any]
) -> None:
    context = context_of(project_file)
    view = RemoteTable(theme, context.bridge)
    qtbot.addWidget(view)
    view.show()
    with qtbot.waitSignal(view.shown, timeout=30_000):
        view.refresh()
    assert view.model.rowCount() == 600
    with qtbot.waitSignal(view.shown, timeout=30_000):
        view.search("segment:1")
    assert {text(view, row, "segment") for row in range(10)} == {"seg_1"}


@pytest.mark.large
def test_a_million_customers_scroll_without_a_pause(
    qtbot: QtBot, theme: Theme, crowd: Callable[[int], Path]
) -> None:
    with Project.open(crowd(1_000_000)) as project:
        opened = customers.open_page(project, Query("revenue", True), 0, 512)
        silent = Near(project)
        silent.held_back = True
        view = RemoteTable(theme, silent)
        qtbot.addWidget(view)
        view.resize(1200, 800)
        view.show()
        qtbot.waitExposed(view)

        def longest(work: Callable[[], object]) -> float:
            began = time.perf_counter()
            work()
            return time.perf_counter() - began

        assert longest(lambda: view.model.show_view(opened.view, opened.rows)) < 0.1
        bar = view.grid.verticalScrollBar()
        pauses = []
        for place in np.linspace(0, bar.maximum(), 40):
            bar.setValue(int(place))
            pauses.append(longest(view.grid.viewport().repaint))
        assert max(pauses) < 0.1
        assert longest(view.grid.selectAll) < 0.1
