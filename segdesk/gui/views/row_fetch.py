"""Many rows of a view, fetched a part at a time, for the clipboard or a file."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject

from segdesk.gui.views.ranges import Ranges, count
from segdesk.gui.views.remote_model import Asker
from segdesk.review import customers
from segdesk.review.customers import Rows
from segdesk.tasks.messages import Failure

_PART: Final = 4096

Taken = Callable[[list[tuple[Any, ...]], int], None]
"""Is handed rows in their order, and the number of rows so far."""


class RowFetch(QObject):
    """One walk over ranges of rows; stop it by not keeping it.

    Parameters
    ----------
    columns
        Which columns, in the order wanted.
    take
        Called with each part.
    done
        Called after the last part.
    failed
        Called instead, with why; None where the customers have changed meanwhile.
    """

    def __init__(
        self,
        asker: Asker,
        token: str,
        wanted: Ranges,
        columns: tuple[int, ...],
        *,
        take: Taken,
        done: Callable[[], None],
        failed: Callable[[Failure | None], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._asker = asker
        self._token = token
        self._columns = columns
        self._take = take
        self._done = done
        self._failed = failed
        self._parts = [
            (start, min(_PART, last - start)) for first, last in wanted for start in range(first, last, _PART)
        ]
        self._parts.reverse()
        self._so_far = 0
        self._stopped = False
        self.total = count(wanted)

    def start(self) -> None:
        """Ask for the next part, or say that all are there."""
        if not self._parts:
            self._done()
            return
        start, size = self._parts.pop()
        self._asker.ask(
            self,
            customers.block,
            self._token,
            start,
            size,
            then=self._on_rows,
            failed=self._on_failed,
        )

    def stop(self) -> None:
        """Ask for nothing more, and call nobody back."""
        self._stopped = True
        self._parts.clear()

    def _on_rows(self, rows: Rows | None) -> None:
        if self._stopped:
            return
        if rows is None:
            self._failed(None)
            return
        chosen = [rows.values[column] for column in self._columns]
        self._so_far += len(rows.positions)
        self._take(list(zip(*chosen, strict=True)), self._so_far)
        if not self._stopped:
            self.start()

    def _on_failed(self, failure: Failure) -> None:
        if not self._stopped:
            self._failed(failure)
