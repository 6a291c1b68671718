"""Every colour, font, icon and distance of the window, in a light and a dark scheme."""

import sys
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QObject, QSize, Signal, Slot
from PySide6.QtGui import QAction, QColor, QFont, QFontDatabase, QIcon, QPixmap, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton

from segdesk import palette
from segdesk.gui import icons
from segdesk.gui.colours import Colour, scheme
from segdesk.gui.style import application_palette, style_sheet

__all__ = ["GAP", "PAD", "ROOM", "TIGHT", "Choice", "Colour", "Theme"]

TIGHT: Final = 4
GAP: Final = 8
PAD: Final = 16
ROOM: Final = 24

# macOS counts 72 points to the inch, the others 96.
_POINTS: Final = 13.0 if sys.platform == "darwin" else 10.0
_SMALLEST, _LARGEST = 0.8, 2.0


class Choice(StrEnum):
    """Which scheme the person wants."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Theme(QObject):
    """The looks of the window; widgets and plots ask it, and repaint when it has changed.

    Labels take their role from a property: ``label.setProperty("role", "title")``, and so do "section"
    (a card's title), "strong", "muted" (secondary text), "small" (muted and smaller), "number" (a large
    figure). A primary button has ``primary`` set, a button without an edge ``flat``, a card ``card``.

    Parameters
    ----------
    app
        The application that is dressed.
    choice
        Light, dark, or what the desktop says.
    zoom
        How much larger than usual the text is, 0.8 to 2.
    """

    TIGHT: ClassVar[int] = TIGHT
    GAP: ClassVar[int] = GAP
    PAD: ClassVar[int] = PAD
    ROOM: ClassVar[int] = ROOM

    changed = Signal()

    def __init__(self, app: QApplication, choice: Choice = Choice.SYSTEM, zoom: float = 1.0) -> None:
        super().__init__()
        self._app = app
        self._choice = choice
        self._zoom = _within(zoom)
        self._icons: dict[tuple[str, Colour], QIcon] = {}
        self._desktop = app.styleHints().colorScheme()
        self._dark = self._wanted_dark()
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._on_desktop_changed)

    @property
    def choice(self) -> Choice:
        """What the person chose."""
        return self._choice

    def set_choice(self, choice: Choice) -> None:
        """Take the scheme that the person chose."""
        self._choice = choice
        self._follow()

    @property
    def dark(self) -> bool:
        """Whether the dark scheme is shown."""
        return self._dark

    @property
    def zoom(self) -> float:
        """How much larger than usual the text is."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Make all text larger or smaller, within 0.8 and 2."""
        if _within(zoom) != self._zoom:
            self._zoom = _within(zoom)
            self._dress()
            self.changed.emit()

    def colour(self, role: Colour) -> QColor:
        """Return a colour of the present scheme."""
        return QColor(scheme(self._dark)[role])

    def segment(self, segment: str) -> QColor:
        """Return a segment's colour, which is the same in both schemes."""
        return QColor(palette.colour_of(segment))

    def icon(self, name: str, colour: Colour = Colour.TEXT) -> QIcon:
        """Return ``resources/icons/NAME.svg`` in one colour; the program's own in its colours."""
        key = (name, colour)
        if key not in self._icons:
            normal, disabled = self.colour(colour), self.colour(Colour.FADED)
            self._icons[key] = (
                icons.picture_icon(name) if name == "app" else icons.line_icon(name, normal, disabled)
            )
        return self._icons[key]

    def icon_with_room(self, name: str, colour: Colour = Colour.TEXT) -> QIcon:
        """Return the icon with some room at its right, for a button whose words follow it."""
        key = f"{name} and room"
        if (key, colour) not in self._icons:
            self._icons[key, colour] = icons.with_room(self.icon(name, colour))
        return self._icons[key, colour]

    def pixmap(self, name: str, size: int, colour: Colour = Colour.TEXT) -> QPixmap:
        """Return an icon ``size`` units wide in the colour asked for, crisp on this screen."""
        ratio = self._app.devicePixelRatio()
        pixels = round(size * ratio)
        picture = (
            icons.drawn(name, pixels) if name == "app" else icons.tinted(name, pixels, self.colour(colour))
        )
        picture.setDevicePixelRatio(ratio)
        return picture

    def dress(self, target: QAction | QAbstractButton, name: str) -> None:
        """Give an action or a button an icon that follows the theme; light on a primary button."""
        _Dressed(target, self, name)

    def size(self, pixels: float) -> int:
        """Return a length that grows with the text."""
        return round(pixels * self._zoom)

    def font(self, scale: float = 1.0, bold: bool = False) -> QFont:
        """Return the window's font, for what is painted by hand."""
        font = QFont(self._general)
        font.setPointSizeF(_POINTS * self._zoom * scale)
        font.setBold(bold)
        return font

    @property
    def mono(self) -> QFont:
        """The font for SQL and other code."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPointSizeF(_POINTS * self._zoom)
        return font

    @cached_property
    def _general(self) -> QFont:
        return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)

    @Slot(Qt.ColorScheme)
    def _on_desktop_changed(self, desktop: Qt.ColorScheme) -> None:
        self._desktop = desktop
        self._follow()

    def _follow(self) -> None:
        """Put on the scheme that is now wanted, if it is another."""
        if self._wanted_dark() != self._dark:
            self._dark = not self._dark
            self._icons.clear()
            self._dress()
            self.changed.emit()

    def _wanted_dark(self) -> bool:
        if self._choice is Choice.SYSTEM:
            return self._desktop == Qt.ColorScheme.Dark
        return self._choice is Choice.DARK

    def _dress(self) -> None:
        """Give the application its style, palette, font and style sheet."""
        colours = scheme(self._dark)
        if self._app.style().objectName() != "fusion":
            self._app.setStyle("Fusion")
        self._app.setPalette(application_palette(colours))
        self._app.setFont(self.font())
        self._app.setStyleSheet(style_sheet(colours, _POINTS, self._zoom))


class _Dressed(QObject):
    """Keeps the icon of one action or button in the theme's colours for as long as that lives."""

    def __init__(self, target: QAction | QAbstractButton, theme: Theme, name: str) -> None:
        super().__init__(target)
        self._target = target
        self._theme = theme
        self._name = name
        self._on_theme_changed()
        theme.changed.connect(self._on_theme_changed)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again when a button becomes the primary one, or no longer is, or has got its words."""
        if event.type() in (QEvent.Type.DynamicPropertyChange, QEvent.Type.Show):
            self._on_theme_changed()
        return super().eventFilter(watched, event)

    @Slot()
    def _on_theme_changed(self) -> None:
        colour = Colour.ON_ACCENT if self._target.property("primary") else Colour.TEXT
        icon = self._theme.icon(self._name, colour)
        if isinstance(self._target, QPushButton) and self._target.text():
            # The room that the style leaves between icon and word is too little.
            icon = self._theme.icon_with_room(self._name, colour)
            size = self._theme.size(16)
            self._target.setIconSize(QSize(round(size * icons.ROOM), size))
        self._target.setIcon(icon)


def _within(zoom: float) -> float:
    return min(max(zoom, _SMALLEST), _LARGEST)
