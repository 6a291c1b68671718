"""What the last run warns of, on as little room as possible, with the way to the languages."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from segdesk.gui.sentences import said
from segdesk.gui.theme import GAP, TIGHT, Theme
from segdesk.gui.widgets.icon_label import IconLabel
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.mark import mark


class WarningStrip(QFrame):
    """Sentences, a link and a button that closes them; hidden while there is nothing to say.

    Attributes
    ----------
    countries_wanted
        The person wants to see the countries without a language.
    """

    countries_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[str, ...], bool] = ((), False)
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.link = QPushButton(self.tr("Languages by country…"))
        self.link.setProperty("flat", True)
        self.link.clicked.connect(self.countries_wanted)
        self.close_button = QToolButton()
        self.close_button.setProperty("small", True)
        self.close_button.setToolTip(self.tr("Close this message"))
        self.close_button.setAccessibleName(self.tr("Close this message"))
        self.close_button.clicked.connect(self._on_closed)
        theme.dress(self.close_button, "close")
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP + TIGHT, TIGHT, GAP, TIGHT)
        row.setSpacing(GAP)
        row.addWidget(IconLabel(theme, Kind.INFO.icon, 16, Kind.INFO.colour))
        row.addWidget(self._label, 1)
        row.addWidget(self.link)
        row.addWidget(self.close_button)
        mark(self, "notice", Kind.INFO.value)
        self.hide()

    def show_warnings(self, warnings: tuple[str, ...], lacking: bool) -> None:
        """Show the sentences of a run; the same ones stay closed if they were closed.

        Parameters
        ----------
        lacking
            Whether there are countries whose language is missing.
        """
        if (warnings, lacking) == self._shown:
            return
        self._shown = (warnings, lacking)
        self._label.setText("\n".join(map(said, warnings)))
        self.setAccessibleName(self.tr("Note"))
        self.setAccessibleDescription(self.text)
        self.link.setVisible(lacking)
        self.setVisible(bool(warnings))

    @property
    def text(self) -> str:
        """What is said."""
        return self._label.text()

    @Slot()
    def _on_closed(self) -> None:
        self.hide()
