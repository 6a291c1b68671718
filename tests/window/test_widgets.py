"""The small parts that the pages are made of, used with mouse and keyboard."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from segdesk.gui.theme import Choice, Colour, Theme
from segdesk.gui.widgets.badge import Badge
from segdesk.gui.widgets.busy import BusyLine
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.elided import ElidedLabel
from segdesk.gui.widgets.empty import EmptyState
from segdesk.gui.widgets.folded import FOLDED, UNFOLDED
from segdesk.gui.widgets.form import Form
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.gui.widgets.path_field import PathField, PathKind
from segdesk.gui.widgets.range_field import RangeField
from segdesk.gui.widgets.swatch import SEGMENT_ROLE, Swatch, SwatchDelegate, swatch_icon
from segdesk.project.step import State

LEFT = Qt.MouseButton.LeftButton
Show = Callable[[QWidget], None]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Put a widget on the screen, in a window of its own that has the focus."""
    windows = []

    def in_a_window(widget: QWidget) -> None:
        window = QWidget()
        QVBoxLayout(window).addWidget(widget)
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(500, window.sizeHint().height())
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    return in_a_window


def button(widget: QWidget, name: str) -> QAbstractButton:
    """The button that a person knows by this name."""
    found = [
        each
        for each in widget.findChildren(QAbstractButton)
        if name in (each.text(), each.accessibleName()) and each.isVisible()
    ]
    assert len(found) == 1, [(each.text(), each.accessibleName()) for each in found]
    return found[0]


def colours_in(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


# Notice


def test_a_notice_is_hidden_until_it_has_something_to_say(theme: Theme, show: Show) -> None:
    notice = Notice(theme)
    show(notice)
    notice.clear()
    assert not notice.isVisible()
    notice.show_message(Kind.BAD, "The file cannot be read", "It is empty", "Choose another file")
    assert notice.isVisible()
    assert notice.text == "The file cannot be read It is empty Choose another file"
    assert notice.accessibleName() == "Error: The file cannot be read"
    assert notice.accessibleDescription() == "It is empty Choose another file"


def test_a_notice_has_only_the_buttons_it_needs(theme: Theme, show: Show) -> None:
    notice = Notice(theme)
    show(notice)
    notice.show_message(Kind.INFO, "Done")
    assert [each.accessibleName() for each in notice.findChildren(QAbstractButton) if each.isVisible()] == [
        "Close this message"
    ]
    notice.set_closable(False)
    assert not any(each.isVisible() for each in notice.findChildren(QAbstractButton))


def test_the_action_of_a_notice_is_sent(theme: Theme, show: Show, qtbot: QtBot) -> None:
    notice = Notice(theme)
    notice.show_message(Kind.WARNING, "The sample is old", action="Make it again")
    show(notice)
    with qtbot.waitSignal(notice.action_clicked):
        qtbot.mouseClick(button(notice, "Make it again"), LEFT)


def test_details_are_copied_with_the_message(theme: Theme, show: Show, qtbot: QtBot) -> None:
    notice = Notice(theme)
    notice.show_message(Kind.BAD, "It failed", "No room left", details="Traceback: OSError")
    show(notice)
    qtbot.mouseClick(button(notice, "Copy details"), LEFT)
    assert QGuiApplication.clipboard().text() == "It failed No room left\n\nTraceback: OSError"
    assert button(notice, "Copied")
    notice.show_message(Kind.BAD, "It failed again", details="Traceback: another")
    assert button(notice, "Copy details")


def test_a_notice_closes_by_its_button_and_by_escape(theme: Theme, show: Show, qtbot: QtBot) -> None:
    notice = Notice(theme)
    show(notice)
    for close in (
        lambda: qtbot.mouseClick(button(notice, "Close this message"), LEFT),
        lambda: qtbot.keyClick(button(notice, "Close this message"), Qt.Key.Key_Escape),
    ):
        notice.show_message(Kind.GOOD, "81,234 customers are ready")
        with qtbot.waitSignal(notice.closed):
            close()
        assert not notice.isVisible()


def test_a_notice_that_may_not_be_closed_stays_on_escape(theme: Theme, show: Show, qtbot: QtBot) -> None:
    notice = Notice(theme)
    notice.show_message(Kind.GOOD, "Ready", action="Go on")
    notice.set_closable(False)
    show(notice)
    qtbot.keyClick(button(notice, "Go on"), Qt.Key.Key_Escape)
    assert notice.isVisible()


def test_a_long_message_wraps_and_markup_stays_text(theme: Theme, show: Show, qtbot: QtBot) -> None:
    notice = Notice(theme)
    show(notice)
    notice.show_message(Kind.BAD, "<b>short</b>")
    label = next(each for each in notice.findChildren(QLabel) if each.text() == "<b>short</b>")
    assert label.textFormat() == Qt.TextFormat.PlainText
    narrow = notice.heightForWidth(400)
    notice.show_message(Kind.BAD, "word " * 80)
    qtbot.waitUntil(lambda: notice.heightForWidth(400) > 2 * narrow)


def test_many_sentences_of_a_notice_are_folded_shown_and_scrolled(
    theme: Theme, show: Show, qtbot: QtBot
) -> None:
    notice = Notice(theme)
    notice.show_message(Kind.INFO, "30 things to know", "\n".join(f"Sentence {n}" for n in range(30)))
    show(notice)
    notice.resize(500, notice.heightForWidth(500))
    area = notice.findChild(QScrollArea)
    assert area is not None
    line = area.height() / FOLDED
    assert line == pytest.approx(notice.fontMetrics().lineSpacing(), abs=2)
    qtbot.mouseClick(button(notice, "Show all (30)"), LEFT)
    qtbot.waitUntil(lambda: area.height() == pytest.approx(UNFOLDED * line))
    area.setFocus()
    qtbot.keyClick(area, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(area, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 0
    qtbot.mouseClick(button(notice, "Show less"), LEFT)
    qtbot.waitUntil(lambda: area.height() == pytest.approx(FOLDED * line))
    assert area.verticalScrollBar().value() == 0
    assert notice.text.endswith("Sentence 29"), "nothing is lost for the clipboard and for screen readers"


def test_a_long_sentence_of_a_notice_is_folded_and_a_short_one_is_not(
    theme: Theme, show: Show, qtbot: QtBot
) -> None:
    notice = Notice(theme)
    show(notice)
    notice.show_message(Kind.INFO, "Note", "word " * 300)
    long = notice.heightForWidth(400)
    assert button(notice, "Show all").isVisible()
    for few in ("word " * 5, "\n".join("abcd")):
        notice.show_message(Kind.INFO, "Note", few)
        assert not any(each.isVisible() for each in notice.findChildren(QPushButton))
        qtbot.waitUntil(lambda: notice.heightForWidth(400) < long)


def test_a_notice_follows_the_theme(theme: Theme, show: Show) -> None:
    notice = Notice(theme)
    notice.show_message(Kind.BAD, "It failed")
    show(notice)
    for choice in (Choice.LIGHT, Choice.DARK):
        theme.set_choice(choice)
        shown = colours_in(notice.grab().toImage())
        assert {theme.colour(Colour.BAD_SOFT).name(), theme.colour(Colour.BAD).name()} <= shown


# Empty state, card, badge, elided label, busy line


def test_an_empty_place_says_what_to_do(theme: Theme, show: Show, qtbot: QtBot) -> None:
    empty = EmptyState(theme, "clusters", "No segments yet", "Run the sweep first.", "Run the sweep")
    show(empty)
    assert (empty.accessibleName(), empty.accessibleDescription()) == (
        "No segments yet",
        "Run the sweep first.",
    )
    with qtbot.waitSignal(empty.action_clicked):
        qtbot.keyClick(button(empty, "Run the sweep"), Qt.Key.Key_Space)
    empty.show_words("Nothing found")
    assert not any(each.isVisible() for each in empty.findChildren(QPushButton))


def test_the_sentence_of_an_empty_place_is_shown_whole(theme: Theme, show: Show) -> None:
    sentence = (
        "Run the sweep first: it finds how many segments your customers fall into, and how well they hold."
    )
    empty = EmptyState(theme, "clusters", "No segments yet", sentence)
    show(empty)
    label = next(each for each in empty.findChildren(QLabel) if each.text() == sentence)
    assert label.height() >= label.heightForWidth(label.width()) >= 2 * label.fontMetrics().height()


def test_a_card_names_its_tools(theme: Theme, show: Show, qtbot: QtBot) -> None:
    card = Card(theme, "Settings", "What the sweep tries.")
    tool = card.add_tool("reset", "Back to the usual settings")
    card.body.addWidget(QLineEdit())
    show(card)
    assert card.accessibleName() == "Settings"
    assert tool.toolTip() == tool.accessibleName() == "Back to the usual settings"
    with qtbot.waitSignal(tool.clicked):
        qtbot.mouseClick(tool, LEFT)


def test_a_badge_says_each_state_in_words_and_by_a_picture(theme: Theme, qtbot: QtBot) -> None:
    badge = Badge(theme)
    qtbot.addWidget(badge)
    words = set()
    for state in State:
        badge.show_state(state)
        assert badge.accessibleName() == badge.text
        assert any(not label.pixmap().isNull() for label in badge.findChildren(QLabel))
        words.add(badge.text)
    assert len(words - {""}) == len(State)


def test_a_long_path_is_shortened_with_the_whole_in_the_tool_tip(theme: Theme, qtbot: QtBot) -> None:
    path = "/home/anna/shop/2024/tables/customers.parquet"
    label = ElidedLabel(theme, path, Qt.TextElideMode.ElideMiddle)
    qtbot.addWidget(label)
    with qtbot.waitExposed(label):
        label.show()
    label.resize(120, 24)
    assert "…" in label.shown
    assert (label.text(), label.toolTip()) == (path, path)
    label.resize(label.sizeHint())
    assert (label.shown, label.toolTip()) == (path, "")
    assert label.minimumSizeHint().width() < 100


def test_progress_is_a_part_of_the_line(theme: Theme, show: Show) -> None:
    line = BusyLine(theme)
    show(line)
    assert not line.isVisible()
    line.set_progress(30, 120)
    drawn = line.grab().toImage()
    accent = theme.colour(Colour.ACCENT)
    done = sum(drawn.pixelColor(x, drawn.height() // 2) == accent for x in range(drawn.width()))
    assert done / drawn.width() == pytest.approx(0.25, abs=0.03)
    assert line.value() / line.maximum() == pytest.approx(0.25)
    line.stop()
    assert not line.isVisible()


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_unknown_progress_moves_and_rests_once_it_is_hidden(theme: Theme, show: Show, qtbot: QtBot) -> None:
    line = BusyLine(theme)
    show(line)
    line.set_progress(0, 0)
    first = line.grab().toImage()
    paints = Paints(line)
    qtbot.waitUntil(lambda: paints.count > 3)
    moved = line.grab().toImage()
    assert moved != first
    line.stop()
    assert not line.busy
    assert not [timer for timer in line.findChildren(QTimer) if timer.isActive()]


# Form


def test_a_label_names_its_field_and_leads_to_it(theme: Theme, show: Show, qtbot: QtBot) -> None:
    form = Form(theme)
    first, second = QLineEdit(), QLineEdit()
    form.add_row("First day", first, "The day itself counts.")
    form.add_row("&Last day", second)
    show(form)
    assert (first.accessibleName(), first.accessibleDescription()) == ("First day", "The day itself counts.")
    assert second.accessibleName() == "Last day"
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(second.hasFocus)


def test_what_is_wrong_stands_in_the_place_of_the_help(theme: Theme, show: Show) -> None:
    form = Form(theme)
    field = QLineEdit()
    form.add_row("Day", field, "Year, month, day.")
    show(form)
    form.set_error(field, "There is no such day.")
    texts = [label.text() for label in form.findChildren(QLabel) if label.isVisible()]
    assert "There is no such day." in texts
    assert "Year, month, day." not in texts
    assert field.accessibleDescription() == "There is no such day."
    assert theme.colour(Colour.BAD).name() in colours_in(field.grab().toImage())
    form.set_error(field, "")
    assert field.accessibleDescription() == "Year, month, day."
    assert theme.colour(Colour.BAD).name() not in colours_in(field.grab().toImage())


def test_a_setting_is_hidden_with_its_label_and_help(theme: Theme, show: Show) -> None:
    form = Form(theme)
    field = QSpinBox()
    form.add_row("Seed", field, "The same seed gives the same segments.")
    show(form)
    tall = form.sizeHint().height()
    form.set_shown(field, False)
    assert not any(part.isVisible() for part in form.findChildren(QWidget))
    assert form.sizeHint().height() == 0
    form.set_help(field, "Another seed, other segments.")
    form.set_error(field, "")
    assert not any(part.isVisible() for part in form.findChildren(QWidget)), "it stays hidden"
    form.set_shown(field, True)
    assert form.sizeHint().height() == tall
    assert "Another seed, other segments." in [label.text() for label in form.findChildren(QLabel)]


def test_the_wheel_changes_only_the_field_in_use(theme: Theme, show: Show, qtbot: QtBot) -> None:
    form = Form(theme)
    number, choice, elsewhere = QSpinBox(), QComboBox(), QLineEdit()
    number.setValue(5)
    choice.addItems(["one", "two"])
    for name, field in (("Number", number), ("Choice", choice), ("Text", elsewhere)):
        form.add_row(name, field)
    show(form)

    def roll(field: QWidget) -> None:
        at = QPointF(field.rect().center())
        wheel = QWheelEvent(
            at,
            field.mapToGlobal(at),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, wheel)

    elsewhere.setFocus()
    qtbot.waitUntil(elsewhere.hasFocus)
    roll(number)
    roll(choice)
    assert (number.value(), choice.currentText()) == (5, "one")
    number.setFocus()
    roll(number)
    assert number.value() == 4


# Choices, ranges, paths


@pytest.fixture
def choices(theme: Theme, show: Show) -> ChoiceRow:
    row = ChoiceRow(
        theme, [Option("a", "All scores"), Option("s", "Silhouette"), Option("d", "Davies-Bouldin")]
    )
    show(row)
    return row


def test_one_choice_is_taken_at_a_time(choices: ChoiceRow, qtbot: QtBot) -> None:
    assert choices.value == "a"
    with qtbot.waitSignal(choices.picked) as picked:
        qtbot.mouseClick(button(choices, "Silhouette"), LEFT)
    assert picked.args == ["s"]
    assert [each.isChecked() for each in choices.findChildren(QToolButton)] == [False, True, False]
    with qtbot.assertNotEmitted(choices.picked):
        qtbot.mouseClick(button(choices, "Silhouette"), LEFT)


def test_the_arrow_keys_move_between_choices(choices: ChoiceRow, qtbot: QtBot) -> None:
    choices.setFocus()
    qtbot.waitUntil(button(choices, "All scores").hasFocus)
    with qtbot.waitSignal(choices.picked) as picked:
        qtbot.keyClick(button(choices, "All scores"), Qt.Key.Key_Right)
    assert picked.args == ["s"]
    assert button(choices, "Silhouette").hasFocus()


def test_a_choice_is_set_without_a_signal(choices: ChoiceRow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(choices.picked):
        choices.set_value("d")
    assert choices.value == "d"
    choices.set_usable("s", False, "Run the sweep first")
    assert button(choices, "Silhouette").toolTip() == "Run the sweep first"
    qtbot.mouseClick(button(choices, "Silhouette"), LEFT)
    assert choices.value == "d"


def boxes(field: RangeField) -> tuple[QSpinBox, QSpinBox]:
    low, high = field.findChildren(QSpinBox)
    return low, high


def test_the_ends_of_a_range_never_cross(theme: Theme, show: Show, qtbot: QtBot) -> None:
    field = RangeField(theme, 2, 40, "Segments")
    field.set_values(5, 10)
    show(field)
    low, high = boxes(field)
    seen: list[tuple[int, int]] = []
    field.changed.connect(lambda *ends: seen.append(ends))
    low.selectAll()
    qtbot.keyClicks(low, "12")
    qtbot.keyClick(low, Qt.Key.Key_Return)
    assert field.values == (12, 12)
    high.selectAll()
    qtbot.keyClicks(high, "3")
    qtbot.keyClick(high, Qt.Key.Key_Return)
    assert field.values == (3, 3)
    assert seen == [(12, 12), (3, 3)]
    assert (low.accessibleName(), high.accessibleName()) == ("Segments, from", "Segments, to")


def test_a_range_is_set_without_a_signal(theme: Theme, qtbot: QtBot) -> None:
    field = RangeField(theme, 2, 40)
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.changed):
        field.set_values(4, 9)
    assert field.values == (4, 9)


def dropped(field: PathField, *paths: Path) -> bool:
    """Drag files over a field and let go of them; whether it took them."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (Qt.DropAction.CopyAction, carried, LEFT, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), *how)
    enter.ignore()
    QApplication.sendEvent(field, enter)
    if enter.isAccepted():
        QApplication.sendEvent(field, QDropEvent(QPointF(5, 5), *how))
    return enter.isAccepted()


def test_a_typed_path_counts_once_it_is_finished(theme: Theme, show: Show, qtbot: QtBot) -> None:
    field = PathField(theme, PathKind.FOLDER, "Folder with tables")
    show(field)
    line = field.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    assert line.accessibleName() == "Folder with tables"
    with qtbot.assertNotEmitted(field.changed):
        qtbot.keyClicks(line, "/tmp/shop")
    with qtbot.waitSignal(field.changed) as changed:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert changed.args == ["/tmp/shop"]
    assert field.path == Path("/tmp/shop")
    with qtbot.waitSignal(field.changed) as cleared:
        qtbot.mouseClick(line.findChildren(QToolButton)[0], LEFT)
    assert cleared.args == [""]
    assert field.path is None


def test_a_path_is_looked_up(theme: Theme, show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    asked: list[tuple[PathKind, str]] = []

    def ask(_: QWidget, kind: PathKind, title: str, so_far: str, name_filter: str) -> str:
        asked.append((kind, title))
        return str(tmp_path) if len(asked) == 1 else ""

    field = PathField(theme, PathKind.FOLDER, "Folder with tables", ask=ask)
    show(field)
    browse = button(field, "Browse…")
    with qtbot.waitSignal(field.changed):
        qtbot.mouseClick(browse, LEFT)
    assert field.path == tmp_path
    with qtbot.assertNotEmitted(field.changed):
        qtbot.mouseClick(browse, LEFT)  # the person cancels
    assert field.path == tmp_path
    assert asked == [(PathKind.FOLDER, "Folder with tables")] * 2


def test_a_file_or_folder_is_chosen_by_a_menu(theme: Theme, show: Show, qtbot: QtBot) -> None:
    asked: list[PathKind] = []

    def ask(_: QWidget, kind: PathKind, *_rest: str) -> str:
        asked.append(kind)
        return ""

    field = PathField(theme, PathKind.FILE_OR_FOLDER, "Data", ask=ask)
    show(field)
    browse = button(field, "Browse…")
    assert isinstance(browse, QPushButton)
    for action in browse.menu().actions():
        action.trigger()
    assert asked == [PathKind.FILE, PathKind.FOLDER]


def test_only_what_fits_can_be_dropped(theme: Theme, show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "customers.csv"
    table.write_text("user_id\n1\n")
    folders = PathField(theme, PathKind.FOLDER, "Folder")
    files = PathField(theme, PathKind.FILE, "File")
    either = PathField(theme, PathKind.FILE_OR_FOLDER, "Data")
    for field in (folders, files, either):
        show(field)
    assert not dropped(folders, table)
    assert not dropped(files, tmp_path)
    assert not dropped(either, table, tmp_path)
    with qtbot.waitSignal(files.changed):
        assert dropped(files, table)
    assert files.path == table
    assert dropped(folders, tmp_path)
    assert dropped(either, tmp_path)
    assert folders.path == either.path == tmp_path


# Swatches


def test_a_mark_is_in_the_segment_s_colour(theme: Theme, qtbot: QtBot) -> None:
    swatch = Swatch(theme, "seg_1")
    qtbot.addWidget(swatch)
    assert theme.segment("seg_1").name() in colours_in(swatch.grab().toImage())
    swatch.show_segment("seg_2")
    assert theme.segment("seg_2").name() in colours_in(swatch.grab().toImage())


def test_marks_differ_by_their_outline(theme: Theme) -> None:
    def outline(segment: str) -> tuple[bool, ...]:
        drawn = swatch_icon(segment, theme).pixmap(48).toImage()
        return tuple(
            drawn.pixelColor(x, y).alpha() > 127 for x in range(drawn.width()) for y in range(drawn.height())
        )

    assert len({outline(f"seg_{number}") for number in range(9)}) == 9
    assert outline("seg_1") == outline("seg_9")


def test_a_cell_shows_its_segment_s_mark_before_its_text(theme: Theme, show: Show) -> None:
    table = QTableWidget(3, 1)
    table.setItemDelegate(SwatchDelegate(theme, table))
    named = QTableWidgetItem("Loyal")
    named.setData(SEGMENT_ROLE, "seg_2")
    for row, item in enumerate((QTableWidgetItem("seg_1"), named, QTableWidgetItem(""))):
        table.setItem(row, 0, item)
    show(table)

    def left(row: int) -> set[str]:
        place = table.visualItemRect(table.item(row, 0))
        return colours_in(table.viewport().grab(place).toImage().copy(0, 0, theme.size(24), place.height()))

    assert theme.segment("seg_1").name() in left(0)
    assert theme.segment("seg_2").name() in left(1)
    segments = {QColor(theme.segment(f"seg_{number}")).name() for number in range(21)}
    assert not left(2) & segments
