"""What the window is dressed in: colours, fonts and icons, in both schemes."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from segdesk.gui.colours import Colour, scheme
from segdesk.gui.theme import Choice, Theme
from segdesk.paths import resource
from segdesk.project.step import State

BOTH = pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])

GROUNDS = (Colour.WINDOW, Colour.SURFACE, Colour.RAISED, Colour.PRESSED, Colour.SELECTION)
TEXT_ON_GROUND = [
    *((Colour.TEXT, ground) for ground in GROUNDS),
    *((Colour.MUTED, ground) for ground in (Colour.WINDOW, Colour.SURFACE, Colour.RAISED, Colour.SELECTION)),
    *((Colour.LINK, ground) for ground in (Colour.WINDOW, Colour.SURFACE, Colour.RAISED)),
    *((Colour.BAD, ground) for ground in (Colour.WINDOW, Colour.SURFACE)),
    *((Colour.ON_ACCENT, ground) for ground in (Colour.ACCENT, Colour.ACCENT_HOVER, Colour.ACCENT_PRESSED)),
    *(
        (text, Colour(f"{kind}_soft"))
        for kind in (Colour.GOOD, Colour.WARNING, Colour.BAD, Colour.INFO)
        for text in (kind, Colour.TEXT)
    ),
]


@pytest.fixture(autouse=True)
def as_before(qapp: QApplication) -> Iterator[None]:
    """Dress the application for the tests of the other files again."""
    yield
    Theme(qapp, Choice.LIGHT)


def luminance(colour: QColor) -> float:
    channels = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, two: QColor) -> float:
    """The contrast of WCAG 2."""
    darker, lighter = sorted(luminance(colour) + 0.05 for colour in (one, two))
    return lighter / darker


def colours_in(image: QImage) -> list[QColor]:
    return [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]


def picture(widget: QWidget, qtbot: QtBot) -> QImage:
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint())
    return widget.grab().toImage()


@BOTH
def test_text_is_read_on_every_ground(choice: Choice) -> None:
    colours = {role: QColor(colour) for role, colour in scheme(choice is Choice.DARK).items()}
    faint = [pair for pair in TEXT_ON_GROUND if contrast(colours[pair[0]], colours[pair[1]]) < 4.5]
    assert not faint


@BOTH
def test_controls_focus_and_disabled_text_are_seen(choice: Choice) -> None:
    colours = {role: QColor(colour) for role, colour in scheme(choice is Choice.DARK).items()}
    for ground in (Colour.WINDOW, Colour.SURFACE):
        for role in (Colour.CONTROL, Colour.ACCENT, Colour.FADED):
            assert contrast(colours[role], colours[ground]) >= 2.8, (role, ground)


def test_both_schemes_have_every_colour() -> None:
    assert set(scheme(True)) == set(scheme(False)) == set(Colour)


@BOTH
def test_the_application_is_dressed_in_the_scheme(qapp: QApplication, choice: Choice) -> None:
    theme = Theme(qapp, choice)
    assert theme.dark is (choice is Choice.DARK)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        dressed = qapp.palette()
        assert dressed.color(group, QPalette.ColorRole.Window) == theme.colour(Colour.WINDOW)
        assert dressed.color(group, QPalette.ColorRole.Text) == theme.colour(Colour.TEXT)
    disabled = qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled == theme.colour(Colour.FADED)


def test_a_choice_changes_the_window_and_says_so_once(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, Choice.LIGHT)
    with qtbot.waitSignal(theme.changed):
        theme.set_choice(Choice.DARK)
    assert qapp.palette().window().color() == theme.colour(Colour.WINDOW)
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_choice(Choice.DARK)


def test_the_system_s_choice_follows_the_desktop(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, Choice.SYSTEM)
    # A virtual screen has no desktop that could change its mind, so its signal is sent by hand.
    hints = qapp.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    with qtbot.waitSignal(theme.changed):
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.dark
    theme.set_choice(Choice.LIGHT)
    with qtbot.assertNotEmitted(theme.changed):
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not theme.dark
    theme.set_choice(Choice.SYSTEM)
    assert theme.dark


def test_zoom_makes_text_and_its_room_larger(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, Choice.LIGHT)
    label, button = QLabel("Segments"), QPushButton("Run")
    for widget in (label, button):
        qtbot.addWidget(widget)
        widget.ensurePolished()
    before = label.sizeHint(), button.sizeHint()
    with qtbot.waitSignal(theme.changed):
        theme.set_zoom(1.5)
    assert label.sizeHint().width() > 1.3 * before[0].width()
    assert button.sizeHint().height() > 1.3 * before[1].height()
    assert theme.font().pointSizeF() == pytest.approx(qapp.font().pointSizeF())
    theme.set_zoom(1.0)
    assert (label.sizeHint(), button.sizeHint()) == before


@pytest.mark.parametrize(("asked", "given"), [(0.1, 0.8), (1.2, 1.2), (9.0, 2.0)])
def test_zoom_keeps_within_its_ends(qapp: QApplication, asked: float, given: float) -> None:
    assert Theme(qapp, Choice.LIGHT, asked).zoom == given


def test_a_segment_has_one_colour_in_both_schemes(qapp: QApplication) -> None:
    light = Theme(qapp, Choice.LIGHT).segment("seg_3")
    assert light == Theme(qapp, Choice.DARK).segment("seg_3")
    assert light != Theme(qapp, Choice.DARK).segment("seg_4")


@BOTH
def test_qt_understands_the_style_sheet(qapp: QApplication, qtbot: QtBot, qtlog: Any, choice: Choice) -> None:
    theme = Theme(qapp, choice)
    for zoom in (0.8, 1.0, 1.3, 2.0):
        theme.set_zoom(zoom)
        for widget in (QPushButton("Run"), QComboBox(), QSpinBox(), QTableView(), QTabBar()):
            picture(widget, qtbot)
    assert theme.colour(Colour.ACCENT).name() in qapp.styleSheet()
    assert [record.message for record in qtlog.records] == []


def test_the_style_sheet_has_no_colour_of_its_own() -> None:
    assert not re.findall(r"#[0-9a-fA-F]{3,8}|rgba?\(", resource("style", "segdesk.qss").read_text("utf-8"))


@BOTH
def test_a_tick_and_the_arrows_are_drawn(qapp: QApplication, qtbot: QtBot, choice: Choice) -> None:
    theme = Theme(qapp, choice)
    ticked, plain = QCheckBox(), QCheckBox()
    ticked.setChecked(True)
    assert theme.colour(Colour.ACCENT) in colours_in(picture(ticked, qtbot))
    assert theme.colour(Colour.ON_ACCENT) in colours_in(picture(ticked, qtbot))
    assert theme.colour(Colour.ACCENT) not in colours_in(picture(plain, qtbot))
    for field, arrows in ((QComboBox(), 24), (QSpinBox(), 20)):
        drawn = picture(field, qtbot)
        corner = drawn.copy(drawn.width() - arrows, 4, arrows - 4, drawn.height() - 8)
        ground = theme.colour(Colour.SURFACE)
        assert max(contrast(colour, ground) for colour in colours_in(corner)) >= 2.8


@BOTH
def test_the_primary_button_is_in_the_accent_s_colour(
    qapp: QApplication, qtbot: QtBot, choice: Choice
) -> None:
    theme = Theme(qapp, choice)
    primary, other = QPushButton("Run"), QPushButton("Run")
    primary.setProperty("primary", True)
    assert theme.colour(Colour.ACCENT) in colours_in(picture(primary, qtbot))
    assert theme.colour(Colour.ACCENT) not in colours_in(picture(other, qtbot))


def test_a_focused_button_has_a_ring_of_two_pixels(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, Choice.LIGHT)
    button = QPushButton("Run")
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    edge = button.grab().toImage()
    middle = edge.width() // 2
    assert [edge.pixelColor(middle, row) == theme.colour(Colour.ACCENT) for row in range(3)] == [
        True,
        True,
        False,
    ]


def test_every_icon_is_drawn_whole(qapp: QApplication) -> None:
    theme = Theme(qapp, Choice.LIGHT)
    names = sorted(path.stem for path in resource("icons").glob("*.svg"))
    assert len(names) > 60
    for name in names:
        drawn = theme.pixmap(name, 24).toImage()
        assert any(colour.alpha() > 127 for colour in colours_in(drawn)), f"{name} is empty"
        edge = drawn.width() - 1
        around = [(at, side) for at in range(edge + 1) for side in (0, edge)]
        cut = [
            at for at in around if drawn.pixelColor(*at).alpha() or drawn.pixelColor(*reversed(at)).alpha()
        ]
        assert not cut, f"{name} is cut off"


@BOTH
def test_icons_are_in_the_colour_of_the_text_and_faded_when_disabled(
    qapp: QApplication, choice: Choice
) -> None:
    theme = Theme(qapp, choice)
    for mode, colour in ((QIcon.Mode.Normal, Colour.TEXT), (QIcon.Mode.Disabled, Colour.FADED)):
        drawn = theme.icon("run").pixmap(QSize(24, 24), 1.0, mode).toImage()
        full = {pixel.name() for pixel in colours_in(drawn) if pixel.alpha() == 255}
        assert full == {theme.colour(colour).name()}


def test_the_program_s_icon_keeps_its_own_colours(qapp: QApplication) -> None:
    theme = Theme(qapp, Choice.DARK)
    for drawn in (theme.icon("app").pixmap(64), theme.pixmap("app", 64, Colour.TEXT)):
        assert len({pixel.name() for pixel in colours_in(drawn.toImage()) if pixel.alpha() == 255}) > 3


def test_a_dressed_action_and_button_follow_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, Choice.LIGHT)
    action, primary = QAction("Run"), QPushButton("Run")
    qtbot.addWidget(primary)
    primary.setProperty("primary", True)
    theme.dress(action, "run")
    theme.dress(primary, "run")

    def full(icon: QIcon) -> set[str]:
        return {pixel.name() for pixel in colours_in(icon.pixmap(96).toImage()) if pixel.alpha() == 255}

    assert full(action.icon()) == {theme.colour(Colour.TEXT).name()}
    before = theme.colour(Colour.TEXT)
    theme.set_choice(Choice.DARK)
    assert theme.colour(Colour.TEXT) != before
    assert full(action.icon()) == {theme.colour(Colour.TEXT).name()}
    assert full(primary.icon()) == {theme.colour(Colour.ON_ACCENT).name()}


def test_the_states_differ_by_more_than_their_colour(qapp: QApplication) -> None:
    from segdesk.gui.widgets.badge import STATE_LOOKS

    theme = Theme(qapp, Choice.LIGHT)
    drawn = [theme.pixmap(STATE_LOOKS[state].icon, 16).toImage() for state in State]
    assert all(one != two for at, one in enumerate(drawn) for two in drawn[:at])


def test_code_is_in_a_font_of_even_width(qapp: QApplication) -> None:
    from PySide6.QtGui import QFontMetrics

    theme = Theme(qapp, Choice.LIGHT, 1.5)
    metrics = QFontMetrics(theme.mono)
    assert metrics.horizontalAdvance("iiii") == metrics.horizontalAdvance("WWWW")
    assert theme.mono.pointSizeF() == pytest.approx(theme.font().pointSizeF())
