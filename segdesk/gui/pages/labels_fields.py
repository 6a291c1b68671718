"""The fields in which a segment is named and described in place, and what they say is wrong."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from segdesk.gui.theme import GAP, TIGHT, Colour, Theme
from segdesk.gui.widgets.icon_label import IconLabel
from segdesk.gui.widgets.mark import mark

Check = Callable[[str], str]
"""Text to what is wrong with it, nothing if it can be used."""

TextField = QLineEdit | QPlainTextEdit


def text_of(field: QWidget) -> str:
    """Return what is typed into a field."""
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    assert isinstance(field, QLineEdit)
    return field.text()


def begin_with(field: QWidget, text: str) -> None:
    """Show the text that a cell has, selected, so that typing replaces it."""
    if isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
        field.selectAll()
    elif isinstance(field, QLineEdit):
        field.setText(text)
        field.selectAll()


class NameField(QLineEdit):
    """A line for a name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Name"))
        # The letters stay where they are in the cell.
        self.setTextMargins(-TIGHT, 0, 0, 0)


class DesignationField(QPlainTextEdit):
    """A few lines for a sentence, as high as it needs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Designation"))
        self.setPlaceholderText(self.tr("Leave it empty for the suggested sentence"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._on_text_changed)
        self._room = 0

    def wanted_height(self, room: int) -> int:
        """Return the height that shows the whole text, at least that of its cell."""
        self._room = room
        lines = max(2, round(self.document().size().height()))
        margins = self.contentsMargins().top() + self.contentsMargins().bottom()
        inside = 2 * round(self.document().documentMargin())
        return max(room, lines * self.fontMetrics().lineSpacing() + margins + inside + 2 * TIGHT)

    @Slot()
    def _on_text_changed(self) -> None:
        if self._room:
            self.resize(self.width(), self.wanted_height(self._room))


class Verdict(QObject):
    """Says below a field what is wrong with its text while it is typed.

    Parameters
    ----------
    field
        Whose text is looked at; the verdict goes with it.
    check
        Looks at it.
    """

    def __init__(self, theme: Theme, field: TextField, check: Check) -> None:
        super().__init__(field)
        self._field = field
        self._check = check
        self._before = ""
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._bubble = QFrame(field.parentWidget())
        mark(self._bubble, "notice", "bad")
        row = QHBoxLayout(self._bubble)
        row.setContentsMargins(GAP, TIGHT, GAP, TIGHT)
        row.setSpacing(GAP)
        row.addWidget(IconLabel(theme, "error", 16, Colour.BAD), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._said, 1)
        self._bubble.hide()
        field.textChanged.connect(self._on_text_changed)
        field.installEventFilter(self)
        field.destroyed.connect(self._bubble.deleteLater)

    @property
    def text(self) -> str:
        """What is wrong, nothing if the text can be used."""
        return self._said.text() if not self._bubble.isHidden() else ""

    def begin(self) -> None:
        """Look at the text that the field begins with; that there is none yet is nobody's fault."""
        self._before = text_of(self._field)
        self._look()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay below the field, and go with it."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        elif event.type() == QEvent.Type.Hide:
            self._bubble.hide()
        return False

    @Slot()
    def _on_text_changed(self) -> None:
        self._look()

    def _look(self) -> None:
        text = text_of(self._field)
        wrong = self._check(text) if text or self._before else ""
        changed = wrong != self.text
        self._said.setText(wrong)
        self._bubble.setAccessibleName(wrong)
        self._field.setAccessibleDescription(wrong)
        self._bubble.setVisible(bool(wrong))
        mark(self._field, "bad", bool(wrong))
        self._place()
        if wrong and changed:
            QAccessible.updateAccessibility(QAccessibleEvent(self._bubble, QAccessible.Event.Alert))

    def _place(self) -> None:
        """Lie below the field, or above it where there is no room below."""
        if self._bubble.isHidden():
            return
        viewport = self._field.parentWidget()
        assert viewport is not None
        field, around = self._field.geometry(), viewport.rect()
        width = max(field.width(), min(self._bubble.sizeHint().width(), around.width() // 2))
        layout = self._bubble.layout()
        assert layout is not None
        height = max(layout.heightForWidth(width), self._bubble.minimumSizeHint().height())
        place = QRect(min(field.left(), around.right() - width), field.bottom() + 1, width, height)
        if place.bottom() > around.bottom() and field.top() - height >= 0:
            place.moveBottom(field.top() - 1)
        self._bubble.setGeometry(place)
        self._bubble.raise_()
