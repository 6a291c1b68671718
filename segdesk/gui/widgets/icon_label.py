"""A picture that keeps the theme's colours."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from segdesk.gui.theme import Colour, Theme


class IconLabel(QLabel):
    """One of the line icons as a decoration; a screen reader passes over it.

    Parameters
    ----------
    theme
        Draws the icon.
    name
        The icon's name.
    size
        Its width and height before the zoom.
    colour
        The colour it is drawn in.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        size: int = 16,
        colour: Colour = Colour.TEXT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._size = size
        self._colour = colour
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._on_theme_changed()
        theme.changed.connect(self._on_theme_changed)

    def show_icon(self, name: str, colour: Colour) -> None:
        """Show another icon, or the same in another colour."""
        self._name, self._colour = name, colour
        self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        size = self._theme.size(self._size)
        self.setFixedSize(size, size)
        self.setPixmap(self._theme.pixmap(self._name, size, self._colour))
