"""Writing all files from the export dialog, and what came of the import file."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from segdesk.gui import numbers
from segdesk.gui.bridge import Bridge, Ended
from segdesk.gui.widgets.busy import BusyLine
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.project.step import Step
from segdesk.review import export
from segdesk.review.export import WrittenFile
from segdesk.tasks.messages import Failure


class Writing(QObject):
    """The run that writes the files, from its beginning to its message.

    Attributes
    ----------
    changed
        It began, or it is over.
    failed
        A `Failure`: nothing was written.
    left_out
        The other files are written, but not the import file.
    written
        The import file, None until it is written.
    """

    changed = Signal()
    failed = Signal(object)
    left_out = Signal()

    def __init__(self, bridge: Bridge, message: Notice, busy: BusyLine, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._message = message
        self._busy = busy
        self._goes_on = False
        self.written: Path | None = None
        bridge.progressed.connect(self._on_progressed)
        bridge.ended.connect(self._on_ended)

    @property
    def goes_on(self) -> bool:
        """Whether the files are being written."""
        return self._goes_on

    def start(self) -> None:
        """Write all files."""
        self._goes_on = True
        self._message.clear()
        self._busy.start()
        self._bridge.run_up_to(Step.EXPORT)
        self.changed.emit()

    @Slot(object)
    def _on_progressed(self, progress: Any) -> None:
        if self._goes_on:
            self._busy.set_progress(progress.done, progress.total)

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        if self._goes_on and (ended.outcome != "done" or ended.what == Step.EXPORT):
            self._goes_on = False
            self._busy.stop()
            if ended.failure is not None:
                self.failed.emit(ended.failure)
            elif ended.outcome == "done":
                self._bridge.ask(self, export.last_files, then=self._on_last_files, failed=self._on_failed)
        self.changed.emit()

    def _on_last_files(self, files: tuple[WrittenFile, ...]) -> None:
        ours = next((file for file in files if file.format == "ga360"), None)
        if ours is None:
            what = self.tr("The GA360 file was not written, the other files were")
            self._message.show_message(Kind.BAD, what, self.tr("Put right what is listed first"))
            self.left_out.emit()
            return
        self.written = Path(ours.path)
        size = numbers.number(ours.bytes / 1_000_000, 1 if ours.bytes > 50_000 else 3)
        rows = numbers.number(ours.rows)
        self._message.show_message(
            Kind.GOOD,
            self.tr("{file} is written: {rows} rows, {size} MB").format(file=ours.name, rows=rows, size=size),
            self.tr("It is in {folder}, with the other files").format(folder=self.written.parent),
            action=self.tr("Show in folder"),
        )
        self.changed.emit()

    def _on_failed(self, failure: Failure) -> None:
        self.failed.emit(failure)
