"""What all seven tabs have in common: a heading, one primary action, messages, and the way on."""

import math
from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from segdesk.gui.amounts import dollars, size
from segdesk.gui.bridge import Ended
from segdesk.gui.context import Context
from segdesk.gui.draft import Draft
from segdesk.gui.pages.price import PriceTag
from segdesk.gui.sentences import said
from segdesk.gui.theme import GAP, PAD, TIGHT
from segdesk.gui.titles import step_title
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.mark import mark
from segdesk.gui.widgets.notice import Notice
from segdesk.gui.widgets.parts import Turns
from segdesk.project.step import State, Step
from segdesk.tasks.messages import Failure


class Page(QWidget):
    """A tab.

    A page shows what the project holds and starts its step; it computes and writes nothing. A subclass says
    its `step`, `title`, `explanation` and `action_text`, fills `body` in `build`, and shows the project in
    `refresh`, which is called when the page is visible and what it shows may have changed.

    A page that is shown has its heading at once, and its widgets a few in every turn of the event loop, out
    of sight until all are there.

    Attributes
    ----------
    next_wanted
        The person wants to go on to the next tab.
    content
        The parent of the subclass's widgets. A widget that stands in it from the start gets its looks once,
        one that is put into it with all its children gets them again.
    body
        Where the subclass puts its widgets.
    """

    step: ClassVar[Step]
    next_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.bridge = context.bridge
        self.theme = context.theme
        self._stale = True
        self._failure: Failure | None = None
        self._told: tuple[str, ...] = ()
        self._trouble = Notice(self.theme)
        self._warnings = Notice(self.theme)
        self._trouble.action_clicked.connect(self._on_allowed)
        self.setAccessibleName(self.title())
        self.setAccessibleDescription(self.explanation())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAD, PAD, PAD, PAD)
        outer.setSpacing(PAD)
        outer.addLayout(self._heading())
        messages = QVBoxLayout()
        messages.setSpacing(GAP)
        messages.addWidget(self._trouble)
        messages.addWidget(self._warnings)
        outer.addLayout(messages)
        self.content = QWidget(self)
        self.content.hide()
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(PAD)
        outer.addWidget(self.content, 1)
        outer.addStretch()  # holds the heading up until there is more
        self._is_begun = False
        self._has_widgets = False
        self._turns = Turns(self)
        for button in (self.action, self.next):
            button.setEnabled(False)

    @property
    def built(self) -> bool:
        """Whether all widgets are there."""
        return self._has_widgets and not self._turns.busy

    def finish(self) -> None:
        """Make at once what is not there yet."""
        self._begin()
        self._turns.finish()

    # -- for subclasses

    def title(self) -> str:
        """Return the page's name."""
        return step_title(self.step)

    def explanation(self) -> str:
        """Return one sentence that says what the step is for."""
        raise NotImplementedError

    def action_text(self) -> str:
        """Return what the primary button says."""
        raise NotImplementedError

    def build(self) -> Iterator[None]:
        """Put the widgets into `body`, and yield wherever some 10 ms of work are done."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what the project holds now."""
        raise NotImplementedError

    def take_partial(self, value: object) -> None:
        """Show a result that is ready before the step is."""

    def run_started(self, what: object) -> None:
        """Take note that a step or another job begins."""

    def run_ended(self, ended: Ended) -> None:
        """Take note of how a step or another job ended."""

    def obstacle(self) -> str:
        """Return why the step cannot be run as things stand on the page, empty where it can."""
        return ""

    def remarks(self, warnings: tuple[str, ...]) -> tuple[str, ...]:
        """Return which sentences of the last good run stand at the top: those that the page does not show."""
        return warnings

    def on_action(self) -> None:
        """Do what the primary button says: run the step, and what it needs before."""
        self.bridge.run_up_to(self.step)

    def draft(self) -> Draft | None:
        """Return what a person has typed here and not saved, None if there is nothing."""
        return None

    def save_draft(self) -> None:
        """Save it; only called where it has no fault."""

    def drop_draft(self) -> None:
        """Give it up."""

    def resume(self, content: object) -> None:
        """Go on with the content of a draft that was begun on a page before this one."""

    # -- what subclasses may call

    def show_failure(self, failure: Failure | None) -> None:
        """Show what went wrong at the top of the page, until the next run or another failure."""
        self._failure = failure
        self._show_messages()

    def update_action(self) -> None:
        """Look again at whether the step can be run."""
        held = self.bridge.held
        running = self.bridge.running
        if held is None:
            return
        obstacle = self._missing_before() or self.obstacle()
        self.action.setEnabled(not obstacle and running is None)
        self.action.setToolTip(obstacle)
        self.action.setText(self.tr("Running…") if running == self.step else self.action_text())
        self.needs.setText(obstacle or self._will_run_first())
        self.price.show_for(() if obstacle or running is not None else self._would_run())
        state = held.state(self.step)
        last = self.step is Step.EXPORT
        self.next.setVisible(not last)
        self.next.setEnabled(state in (State.FRESH, State.OUT_OF_DATE))
        # One primary button at a time: what has to be done here first, then the way on.
        done = state is State.FRESH and not last
        for button, primary in ((self.action, not done), (self.next, done)):
            mark(button, "primary", primary)

    # -- inside

    def _heading(self) -> QHBoxLayout:
        title = QLabel(self.title())
        title.setProperty("role", "title")
        explanation = QLabel(self.explanation())
        explanation.setProperty("role", "muted")
        explanation.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(TIGHT)
        words.addWidget(title)
        words.addWidget(explanation)
        self.needs = QLabel()
        self.needs.setProperty("role", "muted")
        self.action = QPushButton(self.action_text())
        self.action.setProperty("primary", True)
        self.action.setAccessibleDescription(self.explanation())
        self.theme.dress(self.action, "run")
        self.action.clicked.connect(self._on_action_clicked)
        self.next = QPushButton(self.tr("Next"))
        self.next.setAccessibleName(self.tr("Go on to the next step"))
        self.theme.dress(self.next, "next")
        self.next.clicked.connect(self.next_wanted)
        self.needs.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.price = PriceTag(self.bridge)
        before = QVBoxLayout()
        before.setSpacing(TIGHT)
        before.addStretch()
        before.addWidget(self.needs)
        before.addWidget(self.price)
        before.addStretch()
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addLayout(words, 1)
        row.addSpacing(PAD)
        row.addLayout(before)
        for widget in (self.action, self.next):
            row.addWidget(widget)
        return row

    def _missing_before(self) -> str:
        """Return what has to be done on an earlier tab by a person, empty if nothing."""
        held = self.bridge.held
        if held is None or self.step is Step.CONNECT:
            return ""
        if held.state(Step.CONNECT) in (State.EMPTY, State.FAILED):
            return self.tr("First say on Connect where your customers are")
        return ""

    def _would_run(self) -> tuple[Step, ...]:
        """Return the steps that the button runs: those before its own whose results do not hold, and that."""
        held = self.bridge.held
        assert held is not None
        earlier = list(Step)[: list(Step).index(self.step)]
        return (*(step for step in earlier if held.state(step) is not State.FRESH), self.step)

    def _will_run_first(self) -> str:
        """Return which earlier steps the button runs as well."""
        names = [step_title(step) for step in self._would_run()[:-1]]
        if not names:
            return ""
        return self.tr("Runs {steps} first").format(steps=", ".join(names))

    def _show_messages(self) -> None:
        """Show the failure, and the warnings of the last good run."""
        held = self.bridge.held
        failure = self._failure
        if failure is None and held and held.state(self.step) is State.FAILED:
            failure = Failure(said(held.steps[self.step].error or "") or self.tr("The last run failed"))
        if failure is None:
            self._trouble.clear()
        else:
            self._trouble.show_message(
                Kind.BAD,
                failure.what,
                failure.why,
                failure.todo,
                details=failure.details or str(failure),
                action=self._allowing(failure),
            )
        warnings = self.remarks(held.steps[self.step].warnings if held else ())
        if warnings != self._told:
            self._told = warnings
            self._show_warnings(warnings)

    def _allowing(self, failure: Failure) -> str:
        """Return the words of the button that lets a run be as expensive as it has to be; empty without."""
        held, needs = self.bridge.held, failure.needs
        if held is None or needs is None:
            return ""
        limits = held.settings.bigquery
        if needs.budget <= limits.budget:
            text = self.tr("Allow {size} for a statement and run")
        elif needs.byte_cap <= limits.byte_cap:
            text = self.tr("Allow {cost} for this project and run")
        else:
            text = self.tr("Allow {size} for a statement and {cost} for this project, and run")
        return text.format(size=size(needs.byte_cap), cost=dollars(_whole(needs.budget)))

    def _show_warnings(self, warnings: tuple[str, ...]) -> None:
        if not warnings:
            self._warnings.clear()
        elif len(warnings) == 1:
            self._warnings.show_message(Kind.INFO, said(warnings[0]))
        else:
            title = self.tr("{count} things to know").format(count=len(warnings))
            self._warnings.show_message(Kind.INFO, title, "\n".join(map(said, warnings)))

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed while the page was hidden."""
        super().showEvent(event)
        self._begin()
        self._refresh_if_seen()

    def _begin(self) -> None:
        if not self._is_begun:
            self._is_begun = True
            self._turns.take(self._build_and_show())

    def _build_and_show(self) -> Iterator[None]:
        """Make the widgets, follow what happens to the project, and show both."""
        yield from self.build()
        yield
        self._has_widgets = True
        self.bridge.changed.connect(self._on_changed)
        self.bridge.started.connect(self._on_started)
        self.bridge.partial.connect(self._on_partial)
        self.bridge.ended.connect(self._on_ended)
        self._refresh_if_seen()
        yield
        self.content.show()

    def _refresh_if_seen(self) -> None:
        if self._stale and self._has_widgets and self.isVisible() and self.bridge.held is not None:
            self._stale = False
            self._show_messages()
            self.update_action()
            self.refresh()

    @Slot()
    def _on_action_clicked(self) -> None:
        # A slot that a subclass overrides outlives its widget in PySide; hence the plain method.
        self.on_action()

    @Slot()
    def _on_allowed(self) -> None:
        held, failure = self.bridge.held, self._failure
        if held is None or failure is None or failure.needs is None:
            return
        needs, settings = failure.needs, held.settings
        limits = settings.bigquery
        allowed = {
            "byte_cap": max(limits.byte_cap, needs.byte_cap),
            "budget": _whole(needs.budget) if needs.budget > limits.budget else limits.budget,
        }
        bigquery = limits.model_copy(update=allowed)
        self.bridge.change_settings(
            settings.model_copy(update={"bigquery": bigquery}), self.tr("Allow a higher cost")
        )
        self.on_action()

    @Slot()
    def _on_changed(self) -> None:
        self._stale = True
        self._refresh_if_seen()

    @Slot(object)
    def _on_started(self, what: object) -> None:
        if what == self.step:
            self._failure = None
            self._show_messages()
        self.run_started(what)
        self.update_action()

    @Slot(object)
    def _on_partial(self, value: object) -> None:
        if self.bridge.running == self.step:
            self.take_partial(value)

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        if ended.what == self.step:
            self.show_failure(ended.failure)
        self.run_ended(ended)
        self.update_action()


def _whole(cost: float) -> float:
    """Return the next whole dollar, so that the step's next statement does not ask again at once."""
    return float(math.ceil(cost))
