"""Spin boxes and combo boxes that change only when they are meant."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QWidget

from segdesk.gui.theme import GAP


def calm(field: QAbstractSpinBox | QComboBox) -> None:
    """Let a field take the mouse wheel only while it has the focus, so that scrolling a page changes nothing.

    A spin box also gets the room before its number that Qt's style sheets leave out.
    """
    _CalmWheel(field)
    line = field.findChild(QLineEdit)
    if isinstance(field, QAbstractSpinBox) and isinstance(line, QLineEdit):
        line.setTextMargins(GAP, 0, 0, 0)


class _CalmWheel(QObject):
    """Hands the wheel on to the page while the field is not in use."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Refuse the wheel, which then goes to whatever the field stands in."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False
