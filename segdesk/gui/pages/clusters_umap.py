"""The button that computes UMAP, and the one that stops it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from segdesk.gui.bridge import Bridge, Ended
from segdesk.gui.theme import Theme
from segdesk.gui.widgets.busy import BusyLine
from segdesk.project.step import State, Step
from segdesk.tasks.task import Progress

JOB = "umap"
RUN = "segdesk.steps.umap:run"


class UmapButtons(QWidget):
    """Computes UMAP, once for each result of the Clusters step.

    Attributes
    ----------
    started, computed
        It is being computed; it is there.
    failed
        The `Failure` that says why it is not.
    progress
        A line that says how far it is, for the owner to put where there is room.
    """

    started = Signal()
    computed = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._is_computed = False
        self.compute = QPushButton(self.tr("Compute UMAP"))
        theme.dress(self.compute, "cube")
        self.cancel = QPushButton(self.tr("Cancel UMAP"))
        self.cancel.setToolTip(self.tr("Stop computing; nothing is changed"))
        theme.dress(self.cancel, "cancel")
        self.progress = BusyLine(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.compute)
        row.addWidget(self.cancel)
        self.compute.clicked.connect(self._on_compute_clicked)
        self.cancel.clicked.connect(bridge.cancel)
        bridge.started.connect(self._on_started)
        bridge.progressed.connect(self._on_progressed)
        bridge.ended.connect(self._on_ended)
        bridge.changed.connect(self._on_changed)
        self._show()

    def show_computed(self, is_computed: bool) -> None:
        """Offer to compute it, unless it is there."""
        self._is_computed = is_computed
        self._show()

    def _show(self) -> None:
        running, held = self._bridge.running, self._bridge.held
        fresh = held is not None and held.state(Step.CLUSTERS) is State.FRESH
        self.cancel.setVisible(running == JOB)
        self.compute.setVisible(running != JOB and not self._is_computed)
        self.compute.setEnabled(running is None and fresh)
        if fresh:
            tip = self.tr("Lay customers out so that those who are alike stand together. Takes some seconds")
        else:
            tip = self.tr("The segments are out of date. Make them again first")
        self.compute.setToolTip(tip)
        self.compute.setAccessibleDescription(tip)

    @Slot()
    def _on_compute_clicked(self) -> None:
        self._bridge.job(JOB, RUN)

    @Slot(object)
    def _on_started(self, what: object) -> None:
        if what == JOB:
            self.progress.start()
            self.started.emit()
        self._show()

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self._bridge.running == JOB:
            self.progress.set_progress(progress.done, progress.total)

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        self._show()
        if ended.what != JOB:
            return
        self.progress.stop()
        if ended.failure is not None:
            self.failed.emit(ended.failure)
        elif ended.outcome == "done":
            self.computed.emit()

    @Slot()
    def _on_changed(self) -> None:
        self._show()
