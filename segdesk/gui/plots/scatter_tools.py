"""What the mouse does in a scatter plot, and the buttons that choose it."""

from enum import Enum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QToolButton, QWidget

from segdesk.gui.theme import TIGHT, Theme


class Tool(Enum):
    """What the mouse does when it is dragged."""

    MOVE = "move"
    LASSO = "lasso"


class ToolButtons(QWidget):
    """One button a tool, one of them pressed.

    Attributes
    ----------
    picked
        The person chose this `Tool`.
    """

    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._group = QButtonGroup(self)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(TIGHT)
        self._buttons = {
            Tool.MOVE: self._button(
                "pan", self.tr("Move and zoom"), self.tr("Drag to move, turn the wheel to zoom")
            ),
            Tool.LASSO: self._button(
                "lasso",
                self.tr("Select by drawing"),
                self.tr("Draw around customers to select them. Hold Shift to add to the selection"),
            ),
        }
        self.show_tool(Tool.MOVE)
        self._group.buttonClicked.connect(self._on_clicked)

    def show_tool(self, tool: Tool) -> None:
        """Press this tool's button."""
        self._buttons[tool].setChecked(True)

    def _button(self, icon: str, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setAccessibleName(name)
        button.setToolTip(tip)
        self._theme.dress(button, icon)
        self._group.addButton(button)
        self._line.addWidget(button)
        return button

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        self.picked.emit(next(tool for tool, own in self._buttons.items() if own is button))
