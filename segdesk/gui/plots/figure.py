"""The frame around every plot: its title, its menu, its files, its table and what it says in a sentence."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from segdesk.errors import SegdeskError
from segdesk.gui.plots import export
from segdesk.gui.theme import GAP, PAD, TIGHT, Colour, Theme
from segdesk.gui.views import copying
from segdesk.gui.views.columns import Columns
from segdesk.gui.widgets.elided import ElidedLabel
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice

if TYPE_CHECKING:
    from segdesk.gui.plots.twin import TwinWindow


class Figure(QFrame):
    """A card with a title and a picture of data.

    A subclass puts the widget that paints into `set_canvas` and says what it shows through `describe`,
    `twin` and `draw`; it calls `tell` whenever that has changed.

    Parameters
    ----------
    theme
        Where every colour comes from.
    title
        What is shown, in a few words.

    Attributes
    ----------
    saved
        A file was written; carries its path.
    failed
        A file could not be written; carries the `SegdeskError`, which the figure shows itself.
    """

    saved = Signal(str)
    failed = Signal(object)

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setProperty("card", True)
        self._canvas: QWidget = self
        self._twin: TwinWindow | None = None
        self._notice: Notice | None = None
        self._title = ElidedLabel(theme)
        self._title.setProperty("role", "section")
        self._hint = ElidedLabel(theme)
        self._hint.setProperty("role", "small")
        self._hint.hide()
        self._more = QToolButton()
        self._more.setAutoRaise(True)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        theme.dress(self._more, "more")
        self.menu = self._menu()
        self._more.setMenu(self.menu)
        self._lay_out()
        self.set_title(title)
        theme.changed.connect(self._on_theme_changed)

    # -- what a subclass says

    def describe(self) -> str:
        """Return one sentence that says what is shown, for those who do not see it."""
        return self.title

    def twin(self) -> Columns:
        """Return the data as a table."""
        return Columns()

    def draw(self, painter: QPainter, target: QRectF) -> None:
        """Paint what the canvas shows, without the title, into a rectangle of `drawn_size`."""
        raise NotImplementedError

    def drawn_size(self) -> QSize:
        """Return how large the canvas is in a file."""
        return self._canvas.size()

    def fit(self) -> None:
        """Show everything again."""

    def dress(self) -> None:
        """Take the theme's colours and fonts for everything around the data."""

    def redraw(self) -> None:
        """Take the theme's colours and fonts for the data."""

    # -- what everyone may call

    @property
    def title(self) -> str:
        """What is shown, in a few words."""
        return self._title.text()

    def set_title(self, title: str) -> None:
        """Say what is shown, in a few words."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._canvas.setAccessibleName(title)
        self._more.setToolTip(self.tr("Save, copy or show as a table"))
        self._more.setAccessibleName(self.tr("More for {title}").format(title=title))

    @property
    def hint(self) -> str:
        """The muted words beside the title."""
        return self._hint.text()

    def set_hint(self, hint: str) -> None:
        """Say in muted words beside the title how to read it."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def add_tool(self, tool: QWidget) -> None:
        """Put a control to the left of the menu button."""
        self._head.insertWidget(self._head.count() - 1, tool)

    def set_canvas(self, canvas: QWidget) -> None:
        """Take the widget that paints the data. It has the keyboard focus, and the figure shows that."""
        self._canvas = canvas
        canvas.setAccessibleName(self.title)
        canvas.installEventFilter(self)
        self._body.addWidget(canvas, 1)
        self.setFocusProxy(canvas)

    def tell(self) -> None:
        """Tell screen readers, and the table if it is open, what is shown now."""
        self._canvas.setAccessibleDescription(self.describe())
        if self._twin is not None:
            self._twin.set_columns(self.twin())

    def image_size(self) -> QSize:
        """Return how large the figure is in a file, title included."""
        size = self.drawn_size()
        return QSize(size.width() + 2 * GAP, size.height() + self._head_height() + GAP)

    def paint(self, painter: QPainter, target: QRectF) -> None:
        """Paint the figure with its title, as it goes into a file."""
        painter.fillRect(target, self.theme.colour(Colour.SURFACE))
        line = self.theme.size(22)
        head = QRectF(target.left() + PAD, target.top() + TIGHT, target.width() - 2 * PAD, line)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self.theme.font(1.1, bold=True))
        painter.setPen(self.theme.colour(Colour.TEXT))
        painter.drawText(head, middle, self.title)
        if self.hint:
            painter.setFont(self.theme.font(0.9))
            painter.setPen(self.theme.colour(Colour.MUTED))
            painter.drawText(head.translated(0, line), middle, self.hint)
        size = self.drawn_size()
        self.draw(
            painter, QRectF(QPointF(target.left() + GAP, target.top() + self._head_height()), size.toSizeF())
        )

    def save_png(self, path: str) -> None:
        """Write the figure as a picture, or raise a `SegdeskError`."""
        export.write(path, export.png(self.image_size(), self.paint))

    def save_svg(self, path: str) -> None:
        """Write the figure as lines and text, or raise a `SegdeskError`."""
        export.write(path, export.svg(self.image_size(), self.paint, self.title, self.describe()))

    def save_csv(self, path: str) -> None:
        """Write the data as a table, or raise a `SegdeskError`."""
        export.write(path, copying.csv_lines(self._rows_of_data()).encode())

    def copy_image(self) -> None:
        """Put the figure on the clipboard as a picture."""
        QGuiApplication.clipboard().setImage(export.image(self.image_size(), self.paint))

    def copy_data(self) -> None:
        """Put the data on the clipboard, ready to be pasted into a spreadsheet."""
        QGuiApplication.clipboard().setText(copying.separated(self._rows_of_data()))

    def _rows_of_data(self) -> list[Sequence[Any]]:
        """Return the data below its headers."""
        data = self.twin()
        return [data.headers, *(data.row(place) for place in range(len(data)))]

    def show_table(self) -> None:
        """Open the data as a table in a window of its own."""
        from segdesk.gui.plots.twin import TwinWindow

        if self._twin is None:
            twin = TwinWindow(self.theme, self.title, self)
            twin.destroyed.connect(self._on_twin_closed)
            self._twin = twin
            twin.set_columns(self.twin())
        self._twin.show()
        self._twin.raise_()
        self._twin.activateWindow()

    # -- how it works

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.setSpacing(GAP)
        self._head.setContentsMargins(PAD - GAP, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._hint)
        self._head.addLayout(words, 1)
        self._head.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(GAP, GAP, GAP, GAP)
        self._body.setSpacing(TIGHT)
        self._body.addLayout(self._head)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self._entry(menu, "reset", self.tr("Reset view"), self.fit)
        menu.addSeparator()
        self._entry(menu, "table", self.tr("Show as table"), self.show_table)
        self._entry(menu, "copy", self.tr("Copy image"), self.copy_image)
        self._entry(menu, "copy", self.tr("Copy data"), self.copy_data)
        menu.addSeparator()
        self._save_entry(menu, self.tr("Save as PNG…"), self.tr("PNG picture"), "png", self.save_png)
        self._save_entry(menu, self.tr("Save as SVG…"), self.tr("SVG drawing"), "svg", self.save_svg)
        self._save_entry(menu, self.tr("Save as CSV…"), self.tr("CSV table"), "csv", self.save_csv)
        return menu

    def _entry(self, menu: QMenu, icon: str, text: str, do: Callable[[], None]) -> QAction:
        action = menu.addAction(text)
        self.theme.dress(action, icon)
        action.triggered.connect(lambda: do())  # noqa: PLW0108 - without the signal's argument
        return action

    def _save_entry(
        self, menu: QMenu, text: str, kind: str, suffix: str, save: Callable[[str], None]
    ) -> None:
        self._entry(menu, "save", text, partial(self._save, kind, suffix, save))

    def _save(self, kind: str, suffix: str, save: Callable[[str], None]) -> None:
        """Ask where to, write, and show in the figure what went wrong."""
        suggested = f"{_file_name(self.title)}.{suffix}"
        path, _ = QFileDialog.getSaveFileName(self, self.title, suggested, f"{kind} (*.{suffix})")
        if not path:
            return
        path = path if path.lower().endswith(f".{suffix}") else f"{path}.{suffix}"
        try:
            save(path)
        except SegdeskError as error:
            self._complain(error)
            self.failed.emit(error)
        else:
            if self._notice is not None:
                self._notice.clear()
            self.saved.emit(path)

    def _complain(self, error: SegdeskError) -> None:
        if self._notice is None:
            self._notice = Notice(self.theme, self)
            self._body.insertWidget(1, self._notice)
        self._notice.show_message(Kind.BAD, error.what, error.why, error.todo)

    def _head_height(self) -> int:
        return self.theme.size(44 if self.hint else 22) + 2 * TIGHT

    # A slot that a subclass overrides would be called even after the widget is gone, so none does.
    @Slot()
    def _on_theme_changed(self) -> None:
        self.dress()
        self.redraw()
        self.update()

    @Slot()
    def _on_twin_closed(self) -> None:
        self._twin = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Repaint the frame when the canvas gets or loses the focus."""
        if watched is self._canvas and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu where the mouse is, or by the menu key."""
        self.menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, and a ring around it while the plot has the focus."""
        super().paintEvent(event)
        if self._canvas.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.theme.colour(Colour.ACCENT), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


def _file_name(title: str) -> str:
    """Return a title as part of a file name that every system accepts."""
    return re.sub(r"[^\w]+", "_", title).strip("_").lower() or "plot"
