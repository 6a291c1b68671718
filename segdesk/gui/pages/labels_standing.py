"""The last cell of a segment's row: who named it, and what can be done about that."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from segdesk.gui.pages.labels_words import Standing, standing_look, standing_of
from segdesk.gui.theme import GAP, TIGHT, Theme
from segdesk.gui.widgets.badge import Badge
from segdesk.review.labels import LabelRow


class StandingCell(QWidget):
    """A badge, and a button that accepts the suggestion or asks for a new one.

    Attributes
    ----------
    accept_wanted, suggest_wanted
        The segment whose name is to be kept, or to be suggested again.
    """

    accept_wanted = Signal(str)
    suggest_wanted = Signal(str)

    def __init__(self, theme: Theme, row: LabelRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._segment = row.segment
        self._standing = standing_of(row)
        self.badge = Badge(theme)
        self.accept = self._button("check", self.tr("Accept"))
        self.suggest = self._button("refresh", self.tr("Suggest again"))
        self.accept.setAccessibleName(self.tr("Accept the name of {segment}").format(segment=row.segment))
        self.suggest.setAccessibleName(
            self.tr("Suggest a name for {segment} again").format(segment=row.segment)
        )
        self.suggest.setToolTip(self.tr("Give up this name and designation for suggested ones"))
        self.accept.clicked.connect(self.press)
        self.suggest.clicked.connect(self.press)
        self._column = QVBoxLayout(self)
        for widget in (self.badge, self.accept, self.suggest):
            self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch()
        self.refresh()
        self.show_row(row)

    def refresh(self) -> None:
        """Take the distances from the theme again."""
        side, tight = self._theme.size(GAP), self._theme.size(TIGHT)
        self._column.setContentsMargins(side, side, side, tight)
        self._column.setSpacing(tight)

    def show_row(self, row: LabelRow) -> None:
        """Show who names the segment now."""
        self._standing = standing_of(row)
        look = standing_look(self._standing)
        self.badge.show_text(look.text, look.kind, look.icon)
        # A suggested name may stand beside a sentence of one's own: keeping both is the likelier wish.
        self.accept.setVisible(self._standing is Standing.SUGGESTED)
        self.suggest.setVisible(self._standing in (Standing.ACCEPTED, Standing.YOURS))

    @Slot()
    def press(self) -> None:
        """Do what the button that is shown says."""
        if self._standing is Standing.SUGGESTED:
            self.accept_wanted.emit(self._segment)
        elif self._standing is not Standing.UNNAMED:
            self.suggest_wanted.emit(self._segment)

    def _button(self, icon: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("flat", True)
        # The keyboard reaches it through its cell, so that Tab leaves the table in one step.
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._theme.dress(button, icon)
        return button
