"""The table in which segments are named: typing, refusing, keys, order."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from segdesk.gui.pages.labels_fields import DesignationField, NameField
from segdesk.gui.pages.labels_model import Field
from segdesk.gui.pages.labels_table import LabelsTable
from segdesk.gui.theme import Theme
from segdesk.palette import colour_of, shape_of
from segdesk.review.labels import LabelRow

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
Control = Qt.KeyboardModifier.ControlModifier


def row(segment: str, size: int, name: str, *, accepted: bool = False, followed: str = "") -> LabelRow:
    return LabelRow(
        segment=segment,
        colour=colour_of(segment),
        shape=shape_of(segment),
        size=size,
        share=size / 1000,
        profile="Orders 2.3×, spend 1.8× the average; last order 8 months ago",
        name=name,
        designation=f"{size} customers who come again and again, and spend more than the average.",
        source="hands-on" if accepted else "rules",
        accepted=accepted,
        as_suggested=False,
        described=False,
        tone="warm",
        followed=followed or None,
    )


ROWS = (
    row("seg_1", 200, "Regulars"),
    row("seg_2", 500, "Dormant", accepted=True, followed="seg_4"),
    row("seg_3", 300, "Newcomers"),
)

Edits = list[tuple[str, int, str]]


@pytest.fixture
def table(qtbot: QtBot, theme: Theme, store: QSettings) -> Iterator[LabelsTable]:
    window, table = shown_table(qtbot, theme, store)
    yield table
    window.close()


def shown_table(qtbot: QtBot, theme: Theme, store: QSettings) -> tuple[QWidget, LabelsTable]:
    """A table in a window with something else that can take the focus."""
    window = QWidget()
    layout = QVBoxLayout(window)
    table = LabelsTable(theme, store)
    layout.addWidget(QPushButton("Elsewhere"))
    layout.addWidget(table)
    window.resize(1100, 500)
    qtbot.addWidget(window)
    table.show_rows(ROWS)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    return window, table


@pytest.fixture
def edits(table: LabelsTable) -> Edits:
    edits: Edits = []
    table.rows.edited.connect(lambda *edit: edits.append(edit))
    return edits


def middle(table: LabelsTable, place: int, field: Field) -> QPoint:
    return table.visualRect(table.rows.index(place, field)).center()


def click(qtbot: QtBot, table: LabelsTable, place: int, field: Field) -> None:
    qtbot.mouseClick(table.viewport(), Left, pos=middle(table, place, field))


def begin(qtbot: QtBot, table: LabelsTable, place: int, field: Field) -> QLineEdit | QPlainTextEdit:
    """Go to a cell with the mouse, and into it with F2."""
    click(qtbot, table, place, field)
    qtbot.keyClick(table, Key.Key_F2)
    return open_field(qtbot, table)


def fields(table: LabelsTable) -> list[QLineEdit | QPlainTextEdit]:
    found = [*table.findChildren(NameField), *table.findChildren(DesignationField)]
    return [field for field in found if field.isVisible()]


def open_field(qtbot: QtBot, table: LabelsTable) -> QLineEdit | QPlainTextEdit:
    qtbot.waitUntil(lambda: len(fields(table)) == 1)
    return fields(table)[0]


def paste(qtbot: QtBot, field: QWidget, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(field, Key.Key_V, Control)


def said(table: LabelsTable, place: int, field: Field) -> str:
    return str(table.rows.index(place, field).data(Qt.ItemDataRole.AccessibleTextRole))


def column(table: LabelsTable, field: Field) -> list[str]:
    return [table.rows.text(place, field) for place in range(table.rows.rowCount())]


# -- looks


def test_every_word_has_its_room(qtbot: QtBot, table: LabelsTable) -> None:
    for width in (1100, 800, 1600):
        table.window().resize(width, 500)
        qtbot.waitUntil(lambda: sum(map(table.columnWidth, Field)) <= table.viewport().width())
        for place in range(len(ROWS)):
            heights = [
                table.cells.height(table.rows.index(place, field), table.columnWidth(field))
                for field in Field
            ]
            assert table.rowHeight(place) >= max(heights)


def test_larger_text_gets_higher_rows(qtbot: QtBot, theme: Theme, table: LabelsTable) -> None:
    before = table.rowHeight(0)
    theme.set_zoom(1.6)
    qtbot.waitUntil(lambda: table.rowHeight(0) > before * 1.3)


def test_a_screen_reader_says_every_cell(table: LabelsTable) -> None:
    interface = QAccessible.queryAccessibleInterface(table)
    assert interface.text(QAccessible.Text.Name) == "Segments and their names"
    assert said(table, 0, Field.CUSTOMERS) == "200 (20.0%)"
    assert said(table, 1, Field.NAME) == "Dormant, moved from seg_4"
    assert [said(table, place, Field.STANDING) for place in range(3)] == ["Suggested", "Yours", "Suggested"]
    assert table.standing(0).button.accessibleName() == "Accept the name of seg_1"
    assert table.standing(1).button.accessibleName() == "Suggest a name for seg_2 again"


# -- typing


def test_a_name_is_handed_on_with_enter(qtbot: QtBot, table: LabelsTable, edits: Edits) -> None:
    field = begin(qtbot, table, 1, Field.NAME)
    qtbot.keyClicks(field, "  Ruby ")
    qtbot.keyClick(field, Key.Key_Return)
    assert edits == [("seg_2", Field.NAME, "Ruby")]
    assert column(table, Field.NAME) == ["Regulars", "Ruby", "Newcomers"]


def test_a_double_click_opens_a_cell(qtbot: QtBot, table: LabelsTable, edits: Edits) -> None:
    click(qtbot, table, 0, Field.DESIGNATION)
    qtbot.mouseDClick(table.viewport(), Left, pos=middle(table, 0, Field.DESIGNATION))
    field = open_field(qtbot, table)
    qtbot.keyClicks(field, "They come at Christmas.")
    qtbot.keyClick(field, Key.Key_Return)
    assert edits == [("seg_1", Field.DESIGNATION, "They come at Christmas.")]


def test_the_same_name_again_changes_nothing(qtbot: QtBot, table: LabelsTable, edits: Edits) -> None:
    qtbot.keyClick(begin(qtbot, table, 0, Field.NAME), Key.Key_Return)
    qtbot.waitUntil(lambda: not fields(table))
    assert edits == []


def test_escape_brings_the_old_name_back(qtbot: QtBot, table: LabelsTable, edits: Edits) -> None:
    field = begin(qtbot, table, 0, Field.NAME)
    qtbot.keyClicks(field, "Ruby")
    qtbot.keyClick(field, Key.Key_Escape)
    qtbot.waitUntil(lambda: not fields(table))
    assert (edits, column(table, Field.NAME)[0]) == ([], "Regulars")


def test_tab_goes_on_to_the_next_cell_that_can_be_changed(
    qtbot: QtBot, table: LabelsTable, edits: Edits
) -> None:
    field = begin(qtbot, table, 0, Field.NAME)
    qtbot.keyClicks(field, "Ruby")
    qtbot.keyClick(field, Key.Key_Tab)
    assert isinstance(open_field(qtbot, table), DesignationField)
    qtbot.keyClick(open_field(qtbot, table), Key.Key_Tab)
    assert isinstance(open_field(qtbot, table), NameField)
    assert table.currentIndex().row() == 1
    qtbot.keyClick(open_field(qtbot, table), Key.Key_Backtab)
    assert isinstance(open_field(qtbot, table), DesignationField)
    assert table.currentIndex().row() == 0
    assert edits == [("seg_1", Field.NAME, "Ruby")]


def test_tab_in_the_last_cell_ends_there(qtbot: QtBot, table: LabelsTable) -> None:
    qtbot.keyClick(begin(qtbot, table, 2, Field.DESIGNATION), Key.Key_Tab)
    qtbot.waitUntil(lambda: not fields(table))
    assert table.currentIndex().row() == 2


def test_news_of_the_project_leave_alone_what_is_typed(qtbot: QtBot, table: LabelsTable) -> None:
    field = begin(qtbot, table, 0, Field.NAME)
    qtbot.keyClicks(field, "Ru")
    table.show_rows((ROWS[0], row("seg_2", 501, "Sleepers"), ROWS[2]))
    qtbot.keyClicks(field, "by")
    assert isinstance(field, NameField)
    assert field.text() == "Ruby"
    assert column(table, Field.NAME)[1] == "Sleepers"


def test_what_was_typed_is_shown_until_it_is_stored(qtbot: QtBot, table: LabelsTable) -> None:
    qtbot.keyClicks(begin(qtbot, table, 0, Field.NAME), "Ruby")
    qtbot.keyClick(open_field(qtbot, table), Key.Key_Return)
    table.show_rows((ROWS[0], row("seg_2", 501, "Dormant"), ROWS[2]))
    assert column(table, Field.NAME)[0] == "Ruby"
    table.rows.forget_typed()
    assert column(table, Field.NAME)[0] == "Regulars"


# -- what cannot be used


@pytest.mark.parametrize(
    ("column", "text", "sentence"),
    [
        (Field.NAME, "   ", "A segment needs a name"),
        (Field.NAME, "x" * 81, "81 characters, at most 80 are allowed"),
        (Field.NAME, "Gold\nand silver", "It has to stay on one line"),
        (Field.NAME, "DORMANT", "seg_2 is called that already"),
        (Field.DESIGNATION, "x" * 301, "301 characters, at most 300 are allowed"),
        (Field.DESIGNATION, "One line.\nAnother.", "It has to stay on one line"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_while_it_is_typed(
    qtbot: QtBot, table: LabelsTable, edits: Edits, column: Field, text: str, sentence: str
) -> None:
    field = begin(qtbot, table, 0, column)
    paste(qtbot, field, text)
    assert field.accessibleDescription() == sentence
    assert field.property("bad")
    qtbot.keyClick(field, Key.Key_Return)
    assert open_field(qtbot, table) is field
    qtbot.keyClick(field, Key.Key_Escape)
    qtbot.waitUntil(lambda: not fields(table))
    assert edits == []
    assert table.rows.fault(0, column) == ""


def test_a_name_that_is_put_right_is_handed_on(qtbot: QtBot, table: LabelsTable, edits: Edits) -> None:
    field = begin(qtbot, table, 0, Field.NAME)
    qtbot.keyClicks(field, "dormant")
    assert field.accessibleDescription() == "seg_2 is called that already"
    qtbot.keyClicks(field, " too")
    assert field.accessibleDescription() == ""
    assert not field.property("bad")
    qtbot.keyClick(field, Key.Key_Return)
    assert edits == [("seg_1", Field.NAME, "dormant too")]


def test_a_wrong_name_that_is_left_stays_at_its_cell_until_it_is_taken_back(
    qtbot: QtBot, table: LabelsTable, edits: Edits
) -> None:
    qtbot.keyClicks(begin(qtbot, table, 0, Field.NAME), "Dormant")
    table.window().findChildren(QPushButton)[0].setFocus()
    qtbot.waitUntil(lambda: not fields(table))
    assert said(table, 0, Field.NAME) == "Dormant, seg_2 is called that already"
    table.setFocus()
    qtbot.keyClick(table, Key.Key_Escape)
    assert said(table, 0, Field.NAME) == "Regulars"
    assert edits == []


# -- suggestions


def test_the_buttons_of_a_row_are_pressed_with_the_mouse_and_the_keyboard(
    qtbot: QtBot, table: LabelsTable
) -> None:
    accepted: list[tuple[str, ...]] = []
    suggested: list[tuple[str, ...]] = []
    table.accept_wanted.connect(accepted.append)
    table.suggest_wanted.connect(suggested.append)
    qtbot.mouseClick(table.standing(0).button, Left)
    qtbot.mouseClick(table.standing(1).button, Left)
    assert (accepted, suggested) == ([("seg_1",)], [("seg_2",)])
    click(qtbot, table, 2, Field.DESIGNATION)
    qtbot.keyClick(table, Key.Key_Right)
    qtbot.keyClick(table, Key.Key_Return)
    assert accepted == [("seg_1",), ("seg_3",)]


def test_the_menu_speaks_for_all_selected_segments(qtbot: QtBot, table: LabelsTable) -> None:
    accepted: list[tuple[str, ...]] = []
    table.accept_wanted.connect(accepted.append)
    click(qtbot, table, 0, Field.SEGMENT)
    qtbot.keyClick(table, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    menu = table.menu()
    next(action for action in menu.actions() if action.text() == "Accept").trigger()
    assert accepted == [("seg_1", "seg_2")]
    menu.close()


# -- copying, order, widths


def test_the_selected_rows_are_copied_below_their_headers(qtbot: QtBot, table: LabelsTable) -> None:
    click(qtbot, table, 1, Field.SEGMENT)
    qtbot.keyClick(table, Key.Key_C, Control)
    header, copied = QGuiApplication.clipboard().text().splitlines()
    assert header.split("\t")[0:3] == ["Segment", "Customers", "Share"]
    assert copied.split("\t")[0:3] == ["seg_2", "500", "0.5"]
    assert copied.split("\t")[4] == "Dormant"


def test_the_rows_are_sorted_by_a_click_on_a_header(qtbot: QtBot, table: LabelsTable, edits: Edits) -> None:
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Field.NAME) + 30, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Left, pos=place)
    assert column(table, Field.SEGMENT) == ["seg_2", "seg_3", "seg_1"]
    assert table.standing(0).button.accessibleName().endswith("seg_2 again")
    field = begin(qtbot, table, 0, Field.NAME)
    qtbot.keyClicks(field, "Ruby")
    qtbot.keyClick(field, Key.Key_Return)
    assert edits == [("seg_2", Field.NAME, "Ruby")]
    assert column(table, Field.SEGMENT) == ["seg_2", "seg_3", "seg_1"]
    qtbot.mouseClick(header.viewport(), Left, pos=place)
    qtbot.mouseClick(header.viewport(), Left, pos=place)
    assert column(table, Field.SEGMENT) == ["seg_1", "seg_2", "seg_3"]


def test_a_width_is_remembered(qtbot: QtBot, theme: Theme, store: QSettings, table: LabelsTable) -> None:
    table.setColumnWidth(Field.NAME, 333)
    window, other = shown_table(qtbot, theme, store)
    assert other.columnWidth(Field.NAME) == 333
    window.close()
