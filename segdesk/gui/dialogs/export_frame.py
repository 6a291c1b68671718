"""The parts of the export dialog, and where they stand."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from segdesk.gui.context import Context
from segdesk.gui.dialogs.export_columns import FileColumns
from segdesk.gui.dialogs.export_key import KeyLine
from segdesk.gui.dialogs.export_preview import PreviewRows
from segdesk.gui.dialogs.export_violations import ViolationList
from segdesk.gui.theme import GAP, PAD
from segdesk.gui.widgets.busy import BusyLine
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.gui.widgets.remembered import remember

_GEOMETRY = "layout/export_dialog/geometry"


class ExportFrame(QDialog):
    """The key above, the columns at the left, what will be written at the right, the buttons below.

    Attributes
    ----------
    key, columns, preview, violations
        What is set up, and what comes of it.
    message, busy
        What has happened, and that something is being written.
    cancel, keep, write
        The buttons.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        theme = context.theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Set up the import file"))
        self.setAccessibleDescription(self.tr("Which column goes under which name in Google Analytics"))
        self.sunset = Notice(theme)
        self.key = KeyLine(theme)
        self.columns = FileColumns(theme)
        self.preview = PreviewRows(theme)
        self.violations = ViolationList(theme)
        self.message = Notice(theme)
        self.busy = BusyLine(theme)
        self._put_together()
        self._restore_size()

    def _put_together(self) -> None:
        right = QSplitter(Qt.Orientation.Vertical)
        parts = QSplitter(Qt.Orientation.Horizontal)
        for splitter, widgets, shares in (
            (right, (self.preview, self.violations), (5, 4)),
            (parts, (self.columns, right), (1, 1)),
        ):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(PAD)
            for widget, share in zip(widgets, shares, strict=True):
                splitter.addWidget(widget)
                splitter.setStretchFactor(splitter.indexOf(widget), share)
            splitter.setSizes([1000 * share for share in shares])
        remember(right, self._context.store, "layout/export_dialog/right")
        remember(parts, self._context.store, "layout/export_dialog/parts")
        self._say_sunset()
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(PAD)
        column.addWidget(self.sunset)
        column.addWidget(self.key)
        column.addWidget(parts, 1)
        column.addWidget(self.message)
        column.addLayout(self._buttons())
        for button in self.findChildren(QPushButton):
            # Enter is for the cell or field that the person is in.
            button.setAutoDefault(False)

    def _say_sunset(self) -> None:
        self.sunset.set_closable(False)
        self.sunset.show_message(
            Kind.NEUTRAL,
            "",
            self.tr(
                "Google closed Universal Analytics in July 2024 and takes no more imports. The file keeps to "
                "its format, for tools that still read it."
            ),
        )

    def _buttons(self) -> QHBoxLayout:
        self.write = QPushButton(self.tr("Write"))
        self.write.setProperty("primary", True)
        self._context.theme.dress(self.write, "export")
        self.keep = QPushButton(self.tr("Keep the mapping"))
        self.keep.setToolTip(self.tr("Remember it for the next time the files are written"))
        self.cancel = QPushButton(self.tr("Cancel"))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.busy, 1)
        row.addSpacing(PAD)
        for button in (self.cancel, self.keep, self.write):
            row.addWidget(button)
        return row

    def _restore_size(self) -> None:
        kept = self._context.store.value(_GEOMETRY)
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            parent = self.parentWidget()
            room = parent.window().size() if parent else self.sizeHint()
            size = self._context.theme.size
            self.resize(min(size(1240), room.width() - 48), min(size(820), room.height() - 32))

    def done(self, result: int) -> None:
        """Remember the size on the way out."""
        self._context.store.setValue(_GEOMETRY, self.saveGeometry())
        super().done(result)
