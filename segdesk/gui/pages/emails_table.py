"""The table of emails: who gets one, about what, and what became of it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSettings, Slot
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from segdesk.gui.pages.emails_words import checks_text, status_look
from segdesk.gui.pages.model_words import reply_text, reply_tip
from segdesk.gui.theme import Theme
from segdesk.gui.views.columns import Column, Columns
from segdesk.gui.views.delegates import CellDelegate
from segdesk.gui.views.table import TableView
from segdesk.review.emails import EmailRow, EmailStatus

_STATUS = 1


class EmailTable(TableView):
    """The rows, a status as an icon and a word, and the actions in the menu."""

    def __init__(
        self, theme: Theme, store: QSettings, languages: dict[str, str], actions: Sequence[QAction]
    ) -> None:
        super().__init__(theme, store=store, store_key="emails")
        self.set_title(self.tr("Emails"))
        self._languages = languages
        self._actions = tuple(actions)
        self.grid.setItemDelegateForColumn(_STATUS, StatusDelegate(theme, self.grid))

    def show_rows(self, rows: Sequence[EmailRow]) -> None:
        """Show emails; where they are the same ones, only their cells change."""
        self.set_columns(self._columns(rows))
        self.grid.fit()  # a status may be a longer word now

    def menu(self) -> QMenu:
        """Return the menu for what is selected, the actions first."""
        menu = super().menu()
        before = menu.actions()[0]
        menu.insertActions(before, self._actions)
        menu.insertSeparator(before)
        return menu

    def _columns(self, rows: Sequence[EmailRow]) -> Columns:
        replies = self._replies(rows) if any(row.reply for row in rows) else ()
        return Columns(
            (
                Column(self.tr("Customer"), [row.customer for row in rows], name="customer"),
                Column(
                    self.tr("Status"),
                    [status_look(row.status).text for row in rows],
                    segments=[row.status.value for row in rows],
                    name="status",
                ),
                Column(self.tr("Subject"), [row.subject for row in rows], name="subject"),
                Column(
                    self.tr("Segment"),
                    [row.label or row.segment for row in rows],
                    segments=[row.segment for row in rows],
                    name="segment",
                ),
                Column(self.tr("Country"), [row.country for row in rows], name="country"),
                Column(
                    self.tr("Language"),
                    [self._languages.get(row.language, row.language) for row in rows],
                    name="language",
                ),
                Column(
                    self.tr("Checks"),
                    [checks_text(row) for row in rows],
                    tooltip=self.tr("What the checks find in the text"),
                    name="checks",
                ),
                *replies,
                Column(
                    self.tr("Address"),
                    [row.address for row in rows],
                    tooltip=self.tr("Where it would go; no language model gets to see it"),
                    name="address",
                ),
            )
        )

    def _replies(self, rows: Sequence[EmailRow]) -> tuple[Column, ...]:
        """Return what became of the requests to a language model."""
        return (
            Column(
                self.tr("Model"),
                [reply_text(row.reply) for row in rows],
                tooltip=self.tr("Whether the language model answered, and how it ended"),
                tips=[reply_tip(row.reply) for row in rows],
                name="reply",
            ),
        )


class StatusDelegate(CellDelegate):
    """Paints a status with its icon, where other cells have the mark of a segment."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        theme.changed.connect(self._on_theme_changed)

    def _paint_mark(self, painter: QPainter, inner: QRect, segment: str) -> QRect:
        look = status_look(EmailStatus(segment))
        size = self._theme.size(14)
        icon = self._theme.pixmap(look.icon, size, look.kind.colour)
        painter.drawPixmap(QPoint(inner.left(), inner.center().y() - size // 2), icon)
        return inner.adjusted(size + self._theme.size(6), 0, 0, 0)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.refresh()
