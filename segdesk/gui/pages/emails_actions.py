"""What can be done with the selected emails, by key and by button."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from segdesk.gui.theme import Theme
from segdesk.gui.widgets.mark import mark


class EmailActions(QObject):
    """The four actions; their keys work anywhere within one widget, except while typing.

    Attributes
    ----------
    approve, reject, undecide, edit
        The actions; the page connects them.
    """

    def __init__(self, theme: Theme, place: QWidget) -> None:
        super().__init__(place)
        self._theme = theme
        self._place = place
        self.approve = self._action(self.tr("Approve"), "approve", "A", self.tr("Let it go out"))
        self.reject = self._action(self.tr("Reject"), "reject", "R", self.tr("Keep it from going out"))
        self.undecide = self._action(
            self.tr("Leave open"), "undo", "U", self.tr("Take back that it was approved or rejected")
        )
        self.edit = self._action(self.tr("Edit"), "edit", "E", self.tr("Put it into your own words"))

    @property
    def all(self) -> tuple[QAction, ...]:
        """All of them, in their order."""
        return (self.approve, self.reject, self.undecide, self.edit)

    def _action(self, text: str, icon: str, key: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(self.tr("{tip} ({key})").format(tip=tip, key=key))
        action.setEnabled(False)
        self._theme.dress(action, icon)
        self._place.addAction(action)
        return action


class ActionButton(QPushButton):
    """A button that does what an action does, and is usable when the action is."""

    def __init__(self, theme: Theme, action: QAction, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(action.text(), parent)
        self._action = action
        mark(self, "tight", True)
        theme.dress(self, icon)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_action_changed)
        self._on_action_changed()

    def show_icon_only(self) -> None:
        """Leave the word to the tool tip and to screen readers."""
        self.setAccessibleName(self.text())
        self.setText("")

    @Slot()
    def _on_action_changed(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleDescription(self._action.toolTip())
