"""The legend: it says what is shown, and mouse and keyboard change that."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QToolButton

from segdesk.gui.plots.legend import Entry, Legend, swatch
from segdesk.gui.selection import Selection
from segdesk.gui.theme import Choice

LEFT = Qt.MouseButton.LeftButton
SEGMENTS = ("seg_1", "seg_2", "seg_3")


@pytest.fixture
def selection():
    selection = Selection()
    selection.set_known(SEGMENTS)
    return selection


@pytest.fixture
def legend(qtbot, theme, selection):
    legend = Legend(theme, selection)
    qtbot.addWidget(legend)
    legend.set_entries([Entry("seg_1", "Loyal", 1_500), Entry("seg_2", "", 400), Entry("seg_3", "New", 100)])
    legend.resize(260, 300)
    legend.show()
    qtbot.waitExposed(legend)
    legend.activateWindow()
    qtbot.waitUntil(legend.isActiveWindow)
    return legend


def box(legend, name):
    return next(b for b in legend.findChildren(QCheckBox) if b.accessibleName() == name)


def only(legend, name):
    return next(b for b in legend.findChildren(QToolButton) if b.accessibleName() == f"Only {name}")


def show_all(legend):
    return next(b for b in legend.findChildren(QPushButton) if b.text() == "Show all")


def tick(qtbot, box):
    qtbot.mouseClick(box, LEFT, pos=QPoint(9, box.height() // 2))


def test_a_segment_has_its_name_or_at_least_its_number_and_its_size(legend):
    assert box(legend, "Loyal").accessibleDescription() == "1,500 customers, 75.0% of all"
    assert box(legend, "seg_2").accessibleDescription() == "400 customers, 20.0% of all"


def test_unticking_hides_a_segment_and_ticking_shows_it(qtbot, legend, selection):
    tick(qtbot, box(legend, "Loyal"))
    assert selection.hidden == {"seg_1"}
    assert not box(legend, "Loyal").isChecked()
    tick(qtbot, box(legend, "Loyal"))
    assert selection.hidden == frozenset()
    assert box(legend, "Loyal").isChecked()


def test_only_this_and_all_again(qtbot, legend, selection):
    qtbot.mouseClick(only(legend, "New"), LEFT)
    assert selection.shown == ("seg_3",)
    qtbot.mouseClick(only(legend, "New"), LEFT)
    assert selection.hidden == frozenset()


def test_show_all_can_be_pressed_when_something_is_hidden(qtbot, legend, selection):
    assert not show_all(legend).isEnabled()
    selection.isolate("seg_2")
    assert [box(legend, name).isChecked() for name in ("Loyal", "seg_2", "New")] == [False, True, False]
    qtbot.mouseClick(show_all(legend), LEFT)
    assert selection.hidden == frozenset()
    assert not show_all(legend).isEnabled()


def enter(widget):
    at = QPointF(widget.rect().center())
    widget.enterEvent(QEnterEvent(at, at, at))


def test_the_mouse_highlights_and_leaves_what_was_highlighted_before(legend, selection):
    selection.select_segments({"seg_3"})
    row = box(legend, "Loyal").parentWidget()
    enter(row)
    assert selection.segments == {"seg_1"}
    row.leaveEvent(QEvent(QEvent.Type.Leave))
    assert selection.segments == {"seg_3"}


def test_the_keyboard_goes_from_segment_to_segment_hides_and_isolates(qtbot, legend, selection):
    first = box(legend, "Loyal")
    first.clearFocus()  # a window gives its first control the focus, which is nobody's wish to look at it
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(first.hasFocus)
    assert selection.segments == {"seg_1"}
    qtbot.keyClick(first, Qt.Key.Key_Down)
    second = box(legend, "seg_2")
    assert second.hasFocus()
    assert selection.segments == {"seg_2"}
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert selection.hidden == {"seg_2"}
    qtbot.keyClick(second, Qt.Key.Key_Tab)
    assert only(legend, "seg_2").hasFocus()
    qtbot.keyClick(only(legend, "seg_2"), Qt.Key.Key_Space)
    assert selection.shown == ("seg_2",)


def test_a_click_elsewhere_ends_the_highlight_of_the_focus(qtbot, legend, selection):
    first, second = box(legend, "Loyal"), box(legend, "seg_2")
    first.clearFocus()  # a window gives its first control the focus, which is nobody's wish to look at it
    first.setFocus(Qt.FocusReason.TabFocusReason)
    enter(second.parentWidget())
    assert selection.segments == {"seg_2"}
    second.parentWidget().leaveEvent(QEvent(QEvent.Type.Leave))
    assert selection.segments == {"seg_1"}
    second.setFocus(Qt.FocusReason.MouseFocusReason)
    assert selection.segments == frozenset()


def test_a_long_name_is_cut_but_told_in_full(qtbot, legend):
    name = "Customers who bought once, long ago, and never came back since"
    legend.set_entries([Entry("seg_1", name, 10)])
    found = box(legend, name)
    qtbot.waitUntil(lambda: found.text().endswith("…"))
    assert name in found.parentWidget().toolTip()
    assert found.sizeHint().width() <= legend.width()


def test_segments_differ_in_colour_and_in_shape(theme):
    def picture(segment):
        return swatch(theme, segment, 16, 1.0).pixmap(16, 16).toImage()

    one, two = picture("seg_1"), picture("seg_2")
    assert one.pixelColor(8, 8) != two.pixelColor(8, 8)

    def outline(image):
        return [image.pixelColor(x, y).alpha() > 128 for x in range(16) for y in range(16)]

    assert outline(one) != outline(two)
    theme.set_choice(Choice.DARK)
    assert picture("seg_1") == one  # a segment keeps its colour
