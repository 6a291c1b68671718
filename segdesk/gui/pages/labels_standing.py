"""The last cell of a segment's row: who named it, and what can be done about that."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from segdesk.gui.icons import ROOM
from segdesk.gui.pages.labels_words import Standing, look_of, standing_of
from segdesk.gui.pages.model_words import reply_text, reply_tip
from segdesk.gui.theme import GAP, TIGHT, Colour, Theme
from segdesk.gui.widgets.badge import Badge, Look
from segdesk.review.labels import LabelRow


class StandingCell(QWidget):
    """A badge, and a button that accepts the suggestion or asks for a new one.

    Attributes
    ----------
    accept_wanted, suggest_wanted
        The segment whose name is to be kept, or to be suggested again.
    badge, button
        Its parts.
    """

    accept_wanted = Signal(str)
    suggest_wanted = Signal(str)

    def __init__(self, theme: Theme, row: LabelRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._segment = row.segment
        self._standing: Standing | None = None
        self._look: Look | None = None
        self.badge = Badge(theme)
        self.button = QPushButton()
        self.button.setProperty("flat", True)
        # The keyboard reaches it through its cell, so that Tab leaves the table in one step.
        self.button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.button.clicked.connect(self.press)
        self._column = QVBoxLayout(self)
        for widget in (self.badge, self.button):
            self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch()
        self.show_row(row)
        self.refresh()

    def show_row(self, row: LabelRow) -> None:
        """Show who names the segment now."""
        standing, look = standing_of(row), look_of(row)
        self.badge.setToolTip("\n".join(filter(None, (reply_text(row.reply), reply_tip(row.reply)))))
        if standing is self._standing and look == self._look:
            return
        self._standing, self._look = standing, look
        self.badge.show_look(look)
        self.button.setVisible(standing is not Standing.UNNAMED)
        # A suggested name may stand beside a sentence of one's own: keeping both is the likelier wish.
        if standing is Standing.SUGGESTED:
            said = self.tr("Accept the name of {segment}")
            self.button.setText(self.tr("Accept"))
            self.button.setToolTip(self.tr("Keep this name and designation as they are"))
        else:
            said = self.tr("Suggest a name for {segment} again")
            self.button.setText(self.tr("Suggest again"))
            self.button.setToolTip(self.tr("Give up this name and designation for suggested ones"))
        self.button.setAccessibleName(said.format(segment=self._segment))
        self._show_icon()

    def refresh(self) -> None:
        """Take distances and icon from the theme again."""
        side, tight = self._theme.size(GAP), self._theme.size(TIGHT)
        self._column.setContentsMargins(side, side, side, tight)
        self._column.setSpacing(tight)
        self._show_icon()

    def _show_icon(self) -> None:
        # Not dressed by the theme, which gives a button one icon for good.
        icon = "check" if self._standing is Standing.SUGGESTED else "refresh"
        size = self._theme.size(16)
        self.button.setIconSize(QSize(round(size * ROOM), size))
        self.button.setIcon(self._theme.icon_with_room(icon, Colour.TEXT))

    @Slot()
    def press(self) -> None:
        """Do what the button says."""
        if self._standing is Standing.SUGGESTED:
            self.accept_wanted.emit(self._segment)
        elif self._standing is not Standing.UNNAMED:
            self.suggest_wanted.emit(self._segment)
