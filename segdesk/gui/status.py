"""The status bar: what runs, how far it is, how long it takes, and how to stop it."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from segdesk.gui.amounts import dollars, size
from segdesk.gui.bridge import Bridge, Ended
from segdesk.gui.numbers import number
from segdesk.gui.sentences import said
from segdesk.gui.theme import GAP, Theme
from segdesk.gui.titles import duration, step_title
from segdesk.gui.widgets.elided import ElidedLabel
from segdesk.project.step import Step
from segdesk.tasks.task import Progress

_SCALE = 1000


class Status(QWidget):
    """What runs, progress, elapsed and remaining time, and Cancel."""

    cancel_wanted = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._share = 0.0
        self._has_run = False
        self._ended: Ended | None = None
        self.text = QLabel()
        self.cost = ElidedLabel(theme)
        self.cost.setProperty("role", "small")
        self.cost.setAccessibleName(self.tr("What it costs"))
        self.time = QLabel()
        self.time.setProperty("role", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.size(220))
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setProperty("flat", True)
        self.cancel.setAccessibleName(self.tr("Cancel what runs"))
        theme.dress(self.cancel, "cancel")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP, 2, GAP, 2)
        layout.setSpacing(GAP)
        for widget, stretch in (
            (self.text, 1),
            (self.cost, 1),
            (self.time, 0),
            (self.bar, 0),
            (self.cancel, 0),
        ):
            layout.addWidget(widget, stretch)
        # Always as high as with its button, or the page would jump when a step begins.
        self.setMinimumHeight(self.cancel.sizeHint().height() + 4)
        self._clock = QTimer(self, interval=500)
        self._clock.timeout.connect(self._show_time)
        self.cancel.clicked.connect(self.cancel_wanted)
        bridge.started.connect(self._on_started)
        bridge.progressed.connect(self._on_progressed)
        bridge.cancelling.connect(self._on_cancelling)
        bridge.ended.connect(self._on_ended)
        bridge.changed.connect(self._on_changed)
        self._show_busy(False)
        self._on_changed()

    @Slot(object)
    def _on_started(self, what: object) -> None:
        self._share = 0.0
        self._has_run = True
        self._ended = None
        self.text.setText(self.tr("{step}: starting").format(step=step_title(str(what))))
        self.bar.setRange(0, 0)
        self.cost.setText("")
        self._show_busy(True)
        self._show_time()
        self._clock.start()

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        what = step_title(str(self._bridge.running or ""))
        text = said(progress.text)
        self.text.setText(self.tr("{step}: {text}").format(step=what, text=text))
        if progress.lasting:  # it is said before it is spent, and stays to be read while others are said
            self.cost.setText(text)
        if progress.total:
            self._share = min(1.0, progress.done / progress.total)
            self.bar.setRange(0, _SCALE)
            self.bar.setValue(round(_SCALE * self._share))
        else:
            self.bar.setRange(0, 0)
        self._show_time()

    @Slot()
    def _on_cancelling(self) -> None:
        self.text.setText(self.tr("Cancelling"))
        self.cancel.setEnabled(False)

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        self._clock.stop()
        self._show_busy(False)
        self._ended = ended
        self._say_ended(ended)

    def _say_ended(self, ended: Ended, cost: str = "") -> None:
        said = {
            "done": self.tr("{step}: done in {time}"),
            "cancelled": self.tr("{step}: cancelled; what was finished is kept"),
            "failed": self.tr("{step}: failed"),
        }[ended.outcome]
        text = said.format(step=step_title(ended.what), time=duration(ended.seconds))
        self.text.setText(f"{text}, {cost}" if cost else text)

    def _show_cost(self) -> None:
        """Add what the run that has just ended was billed for, once the project knows it."""
        held, ended = self._bridge.held, self._ended
        if held is None or ended is None or not isinstance(ended.what, Step):
            return
        step = held.steps[ended.what]
        if step.billed_bytes or step.cost:
            text = self.tr("{size} billed, about {cost}")
            self._say_ended(ended, text.format(size=size(step.billed_bytes), cost=dollars(step.cost)))

    @Slot()
    def _on_changed(self) -> None:
        """Say how much the project holds, until something runs."""
        self._show_cost()
        held = self._bridge.held
        if held is None or held.customers is None or self._has_run:
            return
        customers = number(held.customers)
        if held.segments:
            text = self.tr("{customers} customers in {segments} segments")
            self.text.setText(text.format(customers=customers, segments=number(len(held.segments))))
        else:
            self.text.setText(self.tr("{customers} customers").format(customers=customers))

    @Slot()
    def _show_time(self) -> None:
        elapsed = self._bridge.seconds
        text = duration(elapsed) if elapsed >= 1 else ""
        if self._share > 0.02 and elapsed > 3:
            remaining = elapsed * (1 - self._share) / self._share
            text = self.tr("{elapsed}, about {remaining} left").format(
                elapsed=text, remaining=duration(remaining)
            )
        self.time.setText(text)

    def _show_busy(self, busy: bool) -> None:
        for widget in (self.cost, self.time, self.bar, self.cancel):
            widget.setVisible(busy)
        self.cancel.setEnabled(busy)
