"""Customers on the clipboard or in a file, though most of them are not in this process."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from segdesk.errors import SegdeskError
from segdesk.gui import numbers
from segdesk.gui.views import copying
from segdesk.gui.views.csv_file import CsvFile
from segdesk.gui.views.ranges import Ranges, count
from segdesk.gui.views.remote_model import Asker
from segdesk.gui.views.row_fetch import RowFetch
from segdesk.tasks.messages import Failure

MOST_COPIED: Final = 100_000
"""Rows that the clipboard takes; more than that is for a file."""

FetchedRows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Excerpt:
    """Which cells of a view.

    Attributes
    ----------
    token
        Of the view.
    rows
        Runs of its rows.
    columns, headers
        Which columns, in the order wanted, and what is written above them.
    """

    token: str
    rows: Ranges
    columns: tuple[int, ...]
    headers: tuple[str, ...]


class RemoteCopy(QObject):
    """One copy at a time; the next one takes its place.

    Attributes
    ----------
    said
        How far it is, or how it ended, for the person.
    failed
        A `Failure`.
    gone
        The customers have changed meanwhile.
    """

    said = Signal(str)
    failed = Signal(object)
    gone = Signal()

    def __init__(self, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._asker = asker
        self._fetch: RowFetch | None = None

    @property
    def busy(self) -> bool:
        """Whether rows are on their way."""
        return self._fetch is not None

    def copy(self, excerpt: Excerpt) -> None:
        """Put rows on the clipboard, unless they are too many."""
        if count(excerpt.rows) > MOST_COPIED:
            text = self.tr("Too many rows to copy: {most} at most. Save them as CSV instead.")
            self.said.emit(text.format(most=numbers.number(MOST_COPIED)))
            return
        rows: FetchedRows = []

        def done() -> None:
            copying.to_clipboard(excerpt.headers, rows)
            self.said.emit(self.tr("{rows} rows copied").format(rows=numbers.number(len(rows))))

        self._start(excerpt, rows.extend, done)

    def save(self, excerpt: Excerpt, path: str) -> None:
        """Write rows to a CSV file; an error or a stop leaves nothing behind."""
        try:
            file = CsvFile(path, excerpt.headers)
        except SegdeskError as error:
            self.failed.emit(Failure.of(error))
            return

        def done() -> None:
            file.commit()
            self.said.emit(self.tr("{rows} rows saved").format(rows=numbers.number(count(excerpt.rows))))

        self._start(excerpt, file.write, done)

    def stop(self) -> None:
        """Forget what is on its way."""
        if self._fetch is not None:
            self._fetch.stop()
            self._fetch.deleteLater()
            self._fetch = None

    def _start(self, excerpt: Excerpt, take: Callable[[FetchedRows], None], done: Callable[[], None]) -> None:
        self.stop()
        total = numbers.number(count(excerpt.rows))

        def on_rows(rows: FetchedRows, so_far: int) -> None:
            if self._went_well(lambda: take(rows)):
                text = self.tr("{rows} of {total} rows. Escape stops.")
                self.said.emit(text.format(rows=numbers.number(so_far), total=total))

        def on_done() -> None:
            self.stop()
            self._went_well(done)

        self._fetch = RowFetch(
            self._asker,
            excerpt.token,
            excerpt.rows,
            excerpt.columns,
            take=on_rows,
            done=on_done,
            failed=self._on_failed,
            parent=self,
        )
        self._fetch.start()

    def _went_well(self, step: Callable[[], None]) -> bool:
        """Do something; a full disk ends the copy with a message."""
        try:
            step()
        except SegdeskError as error:
            self.stop()
            self.failed.emit(Failure.of(error))
            return False
        return True

    def _on_failed(self, failure: Failure | None) -> None:
        self.stop()
        if failure is None:
            self.gone.emit()
        else:
            self.failed.emit(failure)
