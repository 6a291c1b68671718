"""Marks that the style sheet reads: ``mark(label, "role", "muted")``."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget


def mark(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a property that the style sheet looks at, and show the widget in its new look."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    # The new look may want another size: a bold word is wider.
    QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
    widget.updateGeometry()
