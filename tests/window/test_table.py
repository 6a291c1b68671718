"""Small tables as a person uses them: sorted, searched, copied, changed in place and arranged."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QToolButton, QToolTip
from pytestqt.qtbot import QtBot

from segdesk.gui.theme import Theme
from segdesk.gui.views.columns import Column, Columns
from segdesk.gui.views.table import TableView

SEGMENTS = ["seg_1", "seg_2", "seg_10", "seg_3", "seg_0"]
NAMES = ["Loyal", "émigré", "Dormant", "", "Zoe"]
SIZES = [1200, 30, 4_500_000, 30, 7]
REVENUE = [12.5, None, 1234.567, 0.25, float("nan")]


def segments(**changed: object) -> Columns:
    values = {"Segment": SEGMENTS, "Name": NAMES, "Customers": SIZES, "Revenue": REVENUE} | changed
    return Columns(
        (
            Column("Segment", values["Segment"], segments=values["Segment"]),  # type: ignore[arg-type]
            Column("Name", values["Name"], editable=True),  # type: ignore[arg-type]
            Column("Customers", values["Customers"]),  # type: ignore[arg-type]
            Column("Revenue", values["Revenue"], unit="USD"),  # type: ignore[arg-type]
            Column("Accepted", [True, False, True, False, True], editable=True),
            Column(
                "Language",
                ["en", "fr", "en", "ar", "en"],
                editable=True,
                choices=("en", "fr", "ar"),
                format={"en": "English", "fr": "French", "ar": "Arabic"}.__getitem__,
            ),
        )
    )


@pytest.fixture
def table(qtbot: QtBot, theme: Theme, store: QSettings) -> TableView:
    view = TableView(theme, title="Segments", store=store, store_key="segments")
    qtbot.addWidget(view)
    view.set_columns(segments())
    view.resize(900, 400)
    view.show()
    qtbot.waitExposed(view)
    return view


def cells(table: TableView, column: int) -> list[str]:
    model = table.grid.model()
    return [str(model.index(row, column).data() or "") for row in range(model.rowCount())]


def click_header(qtbot: QtBot, table: TableView, column: int) -> None:
    header = table.grid.horizontalHeader()
    middle = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, header.height() // 2))


def click_cell(qtbot: QtBot, table: TableView, row: int, column: int, double: bool = False) -> None:
    place = table.grid.visualRect(table.grid.model().index(row, column)).center()
    act = qtbot.mouseDClick if double else qtbot.mouseClick
    qtbot.mouseClick(table.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    if double:
        act(table.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)


def menu_action(table: TableView, text: str) -> None:
    menu = table.menu()
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.deleteLater()


# -- sorting


def test_clicks_on_a_header_sort_up_then_down_then_as_the_rows_came(qtbot: QtBot, table: TableView) -> None:
    click_header(qtbot, table, 2)
    assert cells(table, 2) == ["7", "30", "30", "1,200", "4,500,000"]
    click_header(qtbot, table, 2)
    assert cells(table, 2) == ["4,500,000", "1,200", "30", "30", "7"]
    click_header(qtbot, table, 2)
    assert cells(table, 0) == SEGMENTS


def test_rows_without_a_value_come_last_both_ways(qtbot: QtBot, table: TableView) -> None:
    click_header(qtbot, table, 3)
    assert cells(table, 3) == ["0.25", "12.50", "1,234.57", "", ""]
    click_header(qtbot, table, 3)
    assert cells(table, 3) == ["1,234.57", "12.50", "0.25", "", ""]


def test_text_sorts_by_numbers_in_it_and_without_regard_to_capitals_and_accents(
    qtbot: QtBot, table: TableView
) -> None:
    click_header(qtbot, table, 0)
    assert cells(table, 0) == ["seg_0", "seg_1", "seg_2", "seg_3", "seg_10"]
    click_header(qtbot, table, 1)
    assert cells(table, 1) == ["Dormant", "émigré", "Loyal", "Zoe", ""]


def test_equal_rows_keep_their_order(qtbot: QtBot, table: TableView) -> None:
    click_header(qtbot, table, 2)
    click_header(qtbot, table, 2)
    assert cells(table, 0)[2:4] == ["seg_2", "seg_3"]


def test_the_keyboard_sorts_by_the_column_the_person_is_in(qtbot: QtBot, table: TableView) -> None:
    click_cell(qtbot, table, 0, 2)
    qtbot.keyClick(table.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert cells(table, 2)[0] == "4,500,000"
    qtbot.keyClick(table.grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert cells(table, 2)[0] == "7"
    qtbot.keyClick(table.grid, Qt.Key.Key_Backspace, Qt.KeyboardModifier.AltModifier)
    assert cells(table, 0) == SEGMENTS


def test_the_selection_follows_its_rows_when_they_are_sorted(qtbot: QtBot, table: TableView) -> None:
    click_cell(qtbot, table, 2, 0)
    with qtbot.assertNotEmitted(table.selection_changed):
        click_header(qtbot, table, 2)
    assert table.selected_rows.tolist() == [2]
    assert table.grid.selected_ranges() == ((4, 5),)
    assert table.current_row == 2


# -- searching


def type_search(qtbot: QtBot, table: TableView, text: str) -> None:
    table.search_field.select()
    line = table.search_field.focusProxy()
    assert isinstance(line, QLineEdit)
    with qtbot.waitSignal(table.search_field.searched):
        qtbot.keyClicks(line, text)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("emigre", ["seg_2"]),
        ("SEG_1", ["seg_1", "seg_10"]),
        ("segment:seg_1", ["seg_1"]),
        ("segment:10", ["seg_10"]),
        ("customers:>=1200", ["seg_1", "seg_10"]),
        ("customers:30 language:french", ["seg_2"]),
        ("4500000", ["seg_10"]),
        ("4,500,000", ["seg_10"]),
        ("revenue:1234.57", ["seg_10"]),
        ("revenue:<1", ["seg_3"]),
        ('name:"Zoe"', ["seg_0"]),
        ("accepted:no", ["seg_2", "seg_3"]),
        ("nothing at all", []),
        ("http://x", []),
    ],
)
def test_a_search_shows_the_rows_that_its_words_find(
    qtbot: QtBot, table: TableView, search: str, found: list[str]
) -> None:
    type_search(qtbot, table, search)
    assert cells(table, 0) == found
    assert table.search_field.said == f"{len(found)} of 5 rows"


def test_escape_brings_all_rows_back(qtbot: QtBot, table: TableView) -> None:
    type_search(qtbot, table, "loyal")
    line = table.search_field.focusProxy()
    with qtbot.waitSignal(table.search_field.searched):
        qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert cells(table, 0) == SEGMENTS
    assert table.search_field.said == "5 rows"


def test_the_keys_lead_from_the_rows_to_the_search_and_back(qtbot: QtBot, table: TableView) -> None:
    table.activateWindow()
    table.grid.setFocus()
    qtbot.keyClick(table.grid, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: table.search_field.focusProxy().hasFocus())
    qtbot.keyClick(table.search_field.focusProxy(), Qt.Key.Key_Down)
    qtbot.waitUntil(table.grid.hasFocus)
    assert table.grid.currentIndex().row() == 0


def test_rows_that_a_search_hides_stay_out_of_the_selection(qtbot: QtBot, table: TableView) -> None:
    table.grid.selectAll()
    with qtbot.waitSignal(table.selection_changed) as changed:
        table.search("customers:30")
    assert changed.args[0].tolist() == [1, 3]


def test_the_menu_shows_only_rows_like_the_current_one(qtbot: QtBot, table: TableView) -> None:
    click_cell(qtbot, table, 0, 5)
    menu_action(table, "Show only “English”")
    assert cells(table, 0) == ["seg_1", "seg_10", "seg_0"]
    assert table.search_field.text == 'Language:"en"'


# -- columns that are set again


def test_new_values_for_the_same_rows_keep_order_and_selection(qtbot: QtBot, table: TableView) -> None:
    click_header(qtbot, table, 2)
    click_cell(qtbot, table, 4, 0)
    with qtbot.assertNotEmitted(table.selection_changed):
        table.set_columns(segments(Customers=[1, 30, 2, 30, 7]))
    assert cells(table, 2) == ["1", "2", "7", "30", "30"]
    assert table.selected_rows.tolist() == [2]
    assert table.grid.selected_ranges() == ((1, 2),)


def test_new_values_do_not_scroll_the_rows(qtbot: QtBot, theme: Theme) -> None:
    view = TableView(theme)
    qtbot.addWidget(view)
    many = np.arange(5_000)
    view.set_columns(Columns((Column("Row", many), Column("Value", many))))
    view.resize(400, 300)
    view.show()
    qtbot.waitExposed(view)
    view.select_rows(np.array([4_000]))
    before = view.grid.verticalScrollBar().value()
    assert before > 0
    view.set_columns(Columns((Column("Row", many), Column("Value", many * 2))))
    assert view.grid.verticalScrollBar().value() == before
    assert view.selected_rows.tolist() == [4_000]


def test_other_rows_take_the_place_of_the_old_ones(qtbot: QtBot, table: TableView) -> None:
    click_cell(qtbot, table, 1, 0)
    with qtbot.waitSignal(table.selection_changed) as changed:
        table.set_columns(segments(Segment=["seg_9", "seg_8", "seg_7", "seg_6", "seg_5"]))
    assert changed.args[0].tolist() == []
    assert cells(table, 0) == ["seg_9", "seg_8", "seg_7", "seg_6", "seg_5"]


def test_other_columns_are_no_longer_sorted(qtbot: QtBot, table: TableView) -> None:
    click_header(qtbot, table, 2)
    table.set_columns(Columns((Column("k", [3, 1, 2]),)))
    assert cells(table, 0) == ["3", "1", "2"]
    assert table.grid.horizontalHeader().sortIndicatorSection() == -1


# -- changing cells


def test_a_name_is_changed_in_place(qtbot: QtBot, table: TableView) -> None:
    click_header(qtbot, table, 2)
    click_cell(qtbot, table, 0, 1, double=True)
    field = table.grid.findChild(QLineEdit)
    assert field is not None
    assert field.text() == "Zoe"
    qtbot.keyClicks(field, "Sleeping")
    with qtbot.waitSignal(table.edited) as edited:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert edited.args == [4, 1, "Sleeping"]
    assert cells(table, 1)[0] == "Sleeping"


def test_enter_begins_to_change_a_cell_and_escape_leaves_it(qtbot: QtBot, table: TableView) -> None:
    click_cell(qtbot, table, 0, 1)
    qtbot.keyClick(table.grid, Qt.Key.Key_Return)
    field = table.grid.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, "Other")
    with qtbot.assertNotEmitted(table.edited):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not field.isVisible())
    assert cells(table, 1)[0] == "Loyal"


def test_the_space_bar_and_a_click_tick_a_box(qtbot: QtBot, table: TableView) -> None:
    with qtbot.waitSignal(table.edited) as edited:
        click_cell(qtbot, table, 1, 4)
    assert edited.args == [1, 4, True]
    with qtbot.waitSignal(table.edited) as edited:
        qtbot.keyClick(table.grid, Qt.Key.Key_Space)
    assert edited.args == [1, 4, False]


def test_a_value_is_chosen_from_a_list(qtbot: QtBot, table: TableView) -> None:
    click_cell(qtbot, table, 0, 5, double=True)
    box = table.grid.findChild(QComboBox)
    assert box is not None
    assert box.currentText() == "English"
    popup = box.view()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.edited) as edited:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert edited.args == [0, 5, "fr"]
    assert cells(table, 5)[0] == "French"


def test_a_value_that_is_refused_stays_with_the_reason_at_its_cell(qtbot: QtBot, table: TableView) -> None:
    table.set_validation(lambda _row, _column, value: "Type a name" if not value else "")
    click_cell(qtbot, table, 0, 1, double=True)
    field = table.grid.findChild(QLineEdit)
    assert field is not None
    index = table.grid.model().index(0, 1)
    with qtbot.assertNotEmitted(table.edited):
        qtbot.keyClick(field, Qt.Key.Key_Delete)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: index.data() == "")
    assert "Type a name" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "empty, Type a name"
    table.set_columns(segments())
    assert (index.data(), index.data(Qt.ItemDataRole.ToolTipRole)) == (
        "Loyal",
        "<p style='white-space: pre-wrap'>Loyal</p>",
    )


def test_faults_stand_at_their_cells_in_another_colour_and_in_words(qtbot: QtBot, table: TableView) -> None:
    place = table.grid.visualRect(table.grid.model().index(2, 3))
    before = table.grid.viewport().grab(place).toImage()
    table.set_faults({(2, 3): "Too long"})
    assert table.grid.viewport().grab(place).toImage() != before
    assert "Too long" in table.grid.model().index(2, 3).data(Qt.ItemDataRole.ToolTipRole)
    click_header(qtbot, table, 3)
    assert "Too long" in table.grid.model().index(2, 3).data(Qt.ItemDataRole.AccessibleTextRole)


def test_what_cannot_be_changed_is_opened_instead(qtbot: QtBot, table: TableView) -> None:
    click_header(qtbot, table, 2)
    with qtbot.waitSignal(table.activated) as activated:
        click_cell(qtbot, table, 0, 2, double=True)
    assert activated.args == [4]
    with qtbot.waitSignal(table.activated):
        qtbot.keyClick(table.grid, Qt.Key.Key_Return)
    assert table.grid.findChild(QLineEdit) is None


# -- copies


def test_copied_rows_are_tab_separated_below_their_headers(qtbot: QtBot, table: TableView) -> None:
    click_header(qtbot, table, 2)
    click_header(qtbot, table, 2)
    click_cell(qtbot, table, 0, 0)
    qtbot.keyClick(table.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text.splitlines() == [
        "Segment\tName\tCustomers\tRevenue (USD)\tAccepted\tLanguage",
        "seg_10\tDormant\t4500000\t1234.567\tTRUE\ten",
        "seg_1\tLoyal\t1200\t12.5\tTRUE\ten",
    ]
    rich = QGuiApplication.clipboard().mimeData().html()
    assert "<th>Revenue (USD)</th>" in rich
    assert "<td align=right>4500000</td>" in rich


def test_a_copy_holds_the_columns_as_the_person_arranged_them(qtbot: QtBot, table: TableView) -> None:
    table.grid.horizontalHeader().moveSection(2, 0)
    table.layout_of_columns.show_column(3, False)
    qtbot.keyClick(table.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    table.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Customers\tSegment\tName\tAccepted\tLanguage"
    assert len(lines) == 6


def test_line_breaks_tabs_and_markup_survive_a_copy(qtbot: QtBot, theme: Theme) -> None:
    view = TableView(theme)
    qtbot.addWidget(view)
    view.set_columns(Columns((Column("a", ["one\ntwo\tthree", "<b>&"]),)))
    view.grid.selectAll()
    view.copy()
    assert QGuiApplication.clipboard().text() == 'a\n"one\ntwo\tthree"\n<b>&\n'
    assert "&lt;b&gt;&amp;" in QGuiApplication.clipboard().mimeData().html()


def test_one_cell_is_copied_with_all_its_digits(qtbot: QtBot, table: TableView) -> None:
    click_cell(qtbot, table, 2, 3)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table.grid, Qt.Key.Key_C, both)
    assert QGuiApplication.clipboard().text() == "1234.567"


def test_rows_are_saved_as_they_are_shown(
    qtbot: QtBot, table: TableView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    table.search("customers:30")
    menu_action(table, "Save as CSV…")
    assert path.read_text("utf-8").splitlines() == [
        "Segment,Name,Customers,Revenue (USD),Accepted,Language",
        "seg_2,émigré,30,,FALSE,fr",
        "seg_3,,30,0.25,FALSE,ar",
    ]


def test_a_file_that_cannot_be_saved_is_said(qtbot: QtBot, table: TableView, tmp_path: Path) -> None:
    with qtbot.waitSignal(table.failed) as failed:
        table.save_csv(str(tmp_path / "no such folder" / "out.csv"))
    assert failed.args[0].what == "out.csv could not be written"


# -- looks


def test_numbers_stand_to_the_right_and_show_every_digit_when_asked(table: TableView) -> None:
    index = table.grid.model().index(2, 3)
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight.value
    assert index.data() == "1,234.57"
    assert "1,234.567 USD" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_markup_in_the_data_is_shown_as_it_is(qtbot: QtBot, theme: Theme) -> None:
    view = TableView(theme)
    qtbot.addWidget(view)
    view.set_columns(Columns((Column("a", ["<img src='http://x'>"]),)))
    assert "&lt;img" in view.grid.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_the_tool_tip_appears_under_the_mouse(qtbot: QtBot, table: TableView) -> None:
    place = table.grid.visualRect(table.grid.model().index(2, 3)).center()
    viewport = table.grid.viewport()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    qtbot.waitUntil(lambda: "1,234.567" in QToolTip.text())
    QToolTip.hideText()


def test_widths_order_and_hidden_columns_are_remembered(
    qtbot: QtBot, table: TableView, theme: Theme, store: QSettings
) -> None:
    header = table.grid.horizontalHeader()
    edge = header.sectionViewportPosition(0) + header.sectionSize(0) - 1
    middle = header.height() // 2
    qtbot.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edge, middle))
    qtbot.mouseMove(header.viewport(), QPoint(edge + 33, middle))
    qtbot.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edge + 33, middle))
    width = table.grid.columnWidth(0)
    header.moveSection(5, 1)
    table.layout_of_columns.show_column(2, False)

    again = TableView(theme, store=store, store_key="segments")
    qtbot.addWidget(again)
    again.set_columns(segments())
    assert again.grid.shown_columns() == (0, 5, 1, 3, 4)
    assert again.grid.columnWidth(0) == width
    again.reset_layout()
    assert again.grid.shown_columns() == (0, 1, 2, 3, 4, 5)
    assert again.grid.columnWidth(0) != width
    assert store.value("tables/segments") is None


def test_a_double_click_on_a_headers_edge_fits_the_column(qtbot: QtBot, theme: Theme) -> None:
    view = TableView(theme)
    qtbot.addWidget(view)
    long = "a name that is longer than any column is at first, which is three hundred pixels"
    view.set_columns(Columns((Column("Name", [long, "b"]), Column("k", [1, 2]))))
    view.resize(900, 200)
    view.show()
    qtbot.waitExposed(view)
    header = view.grid.horizontalHeader()
    header.resizeSection(0, 100)
    edge = QPoint(99, header.height() // 2)
    qtbot.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    assert view.grid.columnWidth(0) > view.grid.fontMetrics().horizontalAdvance(long)


def test_columns_use_the_room_that_there_is(qtbot: QtBot, table: TableView) -> None:
    widths = sum(table.grid.columnWidth(column) for column in range(6))
    assert widths == table.grid.viewport().width()
    table.resize(1300, 400)
    qtbot.waitUntil(
        lambda: sum(table.grid.columnWidth(c) for c in range(6)) == table.grid.viewport().width() > widths
    )


def test_rows_grow_with_the_text(table: TableView, theme: Theme) -> None:
    before = table.grid.rowHeight(0)
    theme.set_zoom(1.5)
    assert table.grid.rowHeight(0) > before


def test_an_empty_table_says_why(qtbot: QtBot, theme: Theme) -> None:
    view = TableView(theme)
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    qtbot.waitExposed(view)
    before = view.grid.viewport().grab().toImage()
    view.set_empty_text("Run the sweep first")
    assert view.grid.viewport().grab().toImage() != before
    assert view.grid.accessibleDescription() == "Run the sweep first"


def test_tab_leaves_the_table_and_screen_readers_know_it(qtbot: QtBot, table: TableView) -> None:
    table.activateWindow()
    table.grid.setFocus()
    qtbot.waitUntil(table.grid.hasFocus)
    qtbot.keyClick(table.grid, Qt.Key.Key_Tab)
    assert not table.grid.hasFocus()
    spoken = QAccessible.queryAccessibleInterface(table.grid)
    assert spoken.text(QAccessible.Text.Name) == "Segments"
    for part in table.search_field.findChildren(QToolButton):
        assert part.accessibleName()


def test_a_hundred_thousand_rows_sort_and_search_without_a_pause(qtbot: QtBot, theme: Theme) -> None:
    view = TableView(theme)
    qtbot.addWidget(view)
    drawn = np.random.default_rng(7).normal(size=100_000)
    view.set_columns(Columns((Column("Row", np.arange(100_000)), Column("Value", drawn))))
    view.show()
    qtbot.waitExposed(view)
    view.grid.selectAll()
    click_header(qtbot, view, 1)
    assert len(view.selected_rows) == 100_000
    assert view.model.value(0, 1) == drawn.min()
