"""Walk through everything on screen as a screen reader does."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QHeaderView, QLineEdit, QWidget

from segdesk.gui.widgets.icon_label import IconLabel

_CONTROLS = {
    QAccessible.Role.Button,
    QAccessible.Role.ButtonDropDown,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.CheckBox,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.PageTabList,
    QAccessible.Role.ProgressBar,
    QAccessible.Role.RadioButton,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
    QAccessible.Role.Table,
    QAccessible.Role.Tree,
}


def nameless(root: QWidget) -> list[str]:
    """Return every visible control and plot below a widget that a screen reader could not name."""
    return [
        f"{type(widget).__name__} {widget.objectName()} in {_path(widget)}"
        for widget in _visible(root)
        for interface in [QAccessible.queryAccessibleInterface(widget)]
        if interface is not None and _needs_name(widget, interface) and not _name(interface)
    ]


def unreachable(root: QWidget) -> list[str]:
    """Return every enabled button, field and list below a widget that the keyboard cannot reach."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit

    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit)
    return [
        f"{type(widget).__name__} {widget.accessibleName()} in {_path(widget)}"
        for widget in _visible(root)
        if isinstance(widget, kinds)
        and widget.isEnabled()
        and not _inner(widget)
        and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not _reached_by_arrow(widget)
    ]


def _reached_by_arrow(widget: QWidget) -> bool:
    """Whether Tab reaches its neighbour or its table, and arrows, Enter or Space do the rest."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView

    parent = widget.parentWidget()
    above = parent
    while above is not None:
        if isinstance(above, QAbstractItemView):
            return True
        above = above.parentWidget()
    siblings = parent.findChildren(QAbstractButton) if type(parent).__name__ == "ChoiceRow" else []
    if isinstance(widget, QAbstractButton) and (group := widget.group()) is not None and group.exclusive():
        siblings = group.buttons()
    return any(sibling.focusPolicy() & Qt.FocusPolicy.TabFocus for sibling in siblings)


def _visible(root: QWidget) -> Iterator[QWidget]:
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisible():
            yield widget


def _needs_name(widget: QWidget, interface: QAccessibleInterface) -> bool:
    is_plot = type(widget).__module__.startswith("segdesk.gui.plots") and hasattr(widget, "describe")
    return is_plot or (interface.role() in _CONTROLS and not _inner(widget))


def _inner(widget: QWidget) -> bool:
    """Whether a widget is a part of another one: the line of a spin box, a viewport, an icon beside words."""
    parent = widget.parentWidget()
    own = type(parent).__name__ if parent is not None else ""
    names = (
        "qt_spinbox_lineedit",
        "qt_scrollarea_viewport",
        "qt_calendar",
        "ScrollLeftButton",
        "ScrollRightButton",
    )
    return (
        widget.objectName().startswith(names)
        or own in ("QLineEdit", "QTabBar", "QComboBox", "QDateEdit", "QHeaderView", "QMainWindow")
        or isinstance(widget, QHeaderView | IconLabel)
        or isinstance(parent, QLineEdit)  # an own kind of line, with an icon in it
        or type(widget).__name__ in ("QTableCornerButton", "QLineEditIconButton")
        or (type(widget).__name__ == "QAbstractButton" and "Table" in own)
    )


def _name(interface: QAccessibleInterface) -> str:
    return interface.text(QAccessible.Text.Name).strip()


def _path(widget: QWidget) -> str:
    names = []
    parent = widget.parentWidget()
    while parent is not None and len(names) < 4:
        names.append(type(parent).__name__)
        parent = parent.parentWidget()
    return " < ".join(names)
