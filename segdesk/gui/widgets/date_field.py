"""A field for a day that may also be left open: typed, or picked from a calendar."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from segdesk.gui.theme import TIGHT, Theme


class DateField(QWidget):
    """A day, written as 2026-01-31; empty means that it is left open, and a muted text says what holds then.

    Qt's own field cannot be empty. Down opens the calendar.

    Attributes
    ----------
    picked
        The day, or None.
    refused
        What was typed is no day.
    """

    picked = Signal(object)
    refused = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._day: date | None = None
        self._suggested = QDate.currentDate()
        self.line = QLineEdit(clearButtonEnabled=True)
        self.line.setAccessibleName(name)
        self.line.editingFinished.connect(self.commit)
        self.line.textChanged.connect(self._on_text_changed)
        self.line.installEventFilter(self)
        self.button = QToolButton()
        self.button.setToolTip(self.tr("Pick from a calendar"))
        self.button.setAccessibleName(self.tr("{name}: pick from a calendar").format(name=name))
        self.button.clicked.connect(self.open_calendar)
        theme.dress(self.button, "calendar")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TIGHT)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.line)
        self.setAccessibleName(name)

    @property
    def day(self) -> date | None:
        """The day that was entered last."""
        return self._day

    def show_value(self, day: date | None) -> None:
        """Show a day, without a signal; what is being typed stays."""
        if day != self._day:
            self._day = day
            self.line.setText(day.isoformat() if day else "")

    def show_own(self, text: str, suggested: date | None = None) -> None:
        """Say what holds while it is left open, and where the calendar opens then."""
        self.line.setPlaceholderText(text)
        self._suggested = _qt_date(suggested) if suggested else QDate.currentDate()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Open the calendar with the down key."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() != Qt.Key.Key_Down:
            return False
        self.open_calendar()
        return True

    @Slot()
    def commit(self) -> None:
        """Take what is typed."""
        text = self.line.text().strip()
        found = QDate.fromString(text, Qt.DateFormat.ISODate)
        if text and not found.isValid():
            self.refused.emit(self.tr("Write the day like 2026-01-31"))
        else:
            self._take(_plain_date(found) if text else None)

    def _take(self, day: date | None) -> None:
        self.line.setText(day.isoformat() if day else "")
        self._day = day
        self.picked.emit(day)

    @Slot()
    def open_calendar(self) -> None:
        """Show the calendar below the field."""
        menu = _CalendarMenu(_qt_date(self._day) if self._day else self._suggested, self)
        menu.calendar.setMinimumSize(self._theme.size(300), self._theme.size(240))
        menu.calendar.setAccessibleName(self._name)
        menu.picked.connect(self._on_day_picked)
        menu.popup(self.line.mapToGlobal(QPoint(0, self.line.height())))

    @Slot(QDate)
    def _on_day_picked(self, day: QDate) -> None:
        self._take(_plain_date(day))
        self.line.setFocus()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        if not text and self._day is not None:
            # The button that clears the line ends no editing.
            self.commit()


class _CalendarMenu(QMenu):
    """A calendar that goes once a day is picked, or with Escape."""

    picked = Signal(QDate)

    def __init__(self, day: QDate, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            # Red days would look like mistakes.
            self.calendar.setWeekdayTextFormat(weekend, QTextCharFormat())
        self.calendar.setSelectedDate(day)
        action = QWidgetAction(self)
        action.setDefaultWidget(self.calendar)
        self.addAction(action)
        self.calendar.clicked.connect(self._on_day_chosen)
        self.calendar.activated.connect(self._on_day_chosen)
        self.aboutToShow.connect(self.calendar.setFocus)

    @Slot(QDate)
    def _on_day_chosen(self, day: QDate) -> None:
        # A double click says it twice.
        if self.isVisible():
            self.close()
            self.picked.emit(day)


def _qt_date(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _plain_date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
