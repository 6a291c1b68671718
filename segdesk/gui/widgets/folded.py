"""A text that shows its first lines, and all of it to whoever wants to read it."""

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget

from segdesk.gui.theme import TIGHT
from segdesk.gui.widgets.mark import mark

FOLDED = 3
"""Lines that are shown at first."""
UNFOLDED = 12
"""Lines that are shown at most; the rest is scrolled to."""
_ENDLESS = 1_000_000


class FoldedText(QWidget):
    """Plain text, wrapped, of which a longer one is folded to its first lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folded = True
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._label)
        for see_through in (self._area.viewport(), self._label):
            see_through.setAutoFillBackground(False)
        self.more = QPushButton(self)
        mark(self.more, "flat", True)
        self.more.clicked.connect(self._on_more_clicked)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._show_folded(True)

    def text(self) -> str:
        """Return all of the text."""
        return self._label.text()

    def setText(self, text: str) -> None:
        """Show another text, folded if it is long."""
        if text != self._label.text():
            self._label.setText(text)
            self._area.setAccessibleName(text)
            self._show_folded(True)

    # -- size

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines that are shown, and of the button where there is one."""
        button = TIGHT + self.more.sizeHint().height() if self._is_long(width) else 0
        return self._shown(width) + button

    def sizeHint(self) -> QSize:
        """Ask for the label's width."""
        hint = self._label.sizeHint()
        return QSize(hint.width(), self.heightForWidth(max(hint.width(), self.width())))

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as need be."""
        return QSize(0, min(self._line, self._label.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the button below the lines that are shown."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for letters of another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    # -- inside

    @property
    def _line(self) -> int:
        """The height of a line, which is a little more than its font says."""
        return self._label.heightForWidth(_ENDLESS) // self._parts

    @property
    def _parts(self) -> int:
        return self.text().count("\n") + 1

    def _needed(self, width: int) -> int:
        return self._label.heightForWidth(width)

    def _shown(self, width: int) -> int:
        """Return the height of the text as far as it is shown."""
        lines = FOLDED if self._folded else UNFOLDED
        needed = self._needed(width)
        return min(needed, lines * self._line) if self._is_long(width) else needed

    def _is_long(self, width: int) -> bool:
        """Whether the text has more lines than are shown folded; one more is as well shown as a button."""
        return self._needed(width) > (FOLDED + 1) * self._line

    def _arrange(self) -> None:
        width, long = self.width(), self._is_long(self.width())
        shown = self._shown(width)
        scrolls = long and not self._folded and self._needed(width) > shown
        self._area.setGeometry(0, 0, width, shown)
        always = Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._area.setVerticalScrollBarPolicy(always if scrolls else never)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus)
        self.more.setVisible(long)
        self.more.move(0, shown + TIGHT)
        self.more.resize(self.more.sizeHint())

    def _show_folded(self, folded: bool) -> None:
        self._folded = folded
        many = self.tr("Show all ({count})").format(count=self._parts)
        everything = many if self._parts > 1 else self.tr("Show all")
        self.more.setText(everything if folded else self.tr("Show less"))
        self._area.verticalScrollBar().setValue(0)
        self.updateGeometry()
        self._arrange()

    @Slot()
    def _on_more_clicked(self) -> None:
        self._show_folded(not self._folded)
