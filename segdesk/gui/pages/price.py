"""What pressing a page's button would be billed for in BigQuery."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QLabel, QWidget

from segdesk.gui.amounts import dollars, size
from segdesk.gui.bridge import Bridge
from segdesk.gui.numbers import number
from segdesk.gui.sentences import said
from segdesk.gui.titles import step_title
from segdesk.gui.widgets.mark import mark
from segdesk.project.step import Step
from segdesk.review.ahead import Ahead, Item, may_bill
from segdesk.tasks.messages import Failure

_PAUSE = 300
"""Milliseconds without a change after which BigQuery is asked."""


class PriceTag(QLabel):
    """A line that is only there where the steps that would run are billed for.

    BigQuery is asked a moment after the last change, and again only after another one.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._steps: tuple[Step, ...] = ()
        self._shown_for: object = None
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(self.tr("What it would cost"))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._ask)
        self.hide()

    def show_for(self, steps: Sequence[Step]) -> None:
        """Show what these steps would be billed for, in their order; nothing for none."""
        held = self._bridge.held
        if held is None or not any(may_bill(held.settings, step) for step in steps):
            self._shown_for = None
            self._pause.stop()
            self.hide()
            return
        # A step's last good run tells whether what it stands on is still the same.
        wanted = (held.path, held.settings, *steps, *(held.steps[step].finished for step in Step))
        if wanted != self._shown_for:
            self._shown_for = wanted
            self._steps = tuple(steps)
            self.hide()
            self._pause.start()

    @Slot()
    def _ask(self) -> None:
        held = self._bridge.held
        if held is None:
            return
        function = "segdesk.review.ahead:ahead"
        self._bridge.ask_cloud(
            self, function, held.settings, self._steps, then=self._on_told, failed=self._on_failed
        )

    def _on_told(self, found: Ahead) -> None:
        if self._shown_for is None:  # a run has begun meanwhile
            return
        self.setText(self._sentence(found))
        self.setToolTip(self._listed(found))
        mark(self, "role", "bad" if found.is_over else "muted")
        self.setVisible(bool(found.items))

    def _on_failed(self, failure: Failure) -> None:
        """Say that it is not known; why the step cannot run is told where it is tried."""
        if self._shown_for is None:
            return
        self.setText(self.tr("The cost is not known"))
        self.setToolTip(str(failure))
        mark(self, "role", "muted")
        self.show()

    def _sentence(self, found: Ahead) -> str:
        values = {
            "cost": dollars(found.cost),
            "size": size(found.billed),
            "tokens": number(found.tokens),
            "left": dollars(found.left),
        }
        if not found.priced:
            text = self.tr("Up to {tokens} tokens: price not known")
        elif found.is_over:
            text = self.tr("{cost}, more than the {left} that may still be spent")
        elif found.tokens:
            text = self.tr("Up to {tokens} tokens: {cost}")
        else:
            text = self.tr("Reads {size}: {cost}")
        text = text.format(**values)
        if found.later:
            steps = ", ".join(map(step_title, found.later))
            text = self.tr("{price}, and more for {steps}").format(price=text, steps=steps)
        return text

    def _listed(self, found: Ahead) -> str:
        lines = [self._line(item) for item in found.items]
        lines.append(self.tr("{cost} may still be spent").format(cost=dollars(found.left)))
        return "\n".join(lines)

    def _line(self, item: Item) -> str:
        amount = self.tr("{tokens} tokens").format(tokens=number(item.tokens))
        cost = self.tr("price not known") if item.cost is None else dollars(item.cost)
        return f"{said(item.what)}: {amount if item.tokens else size(item.billed)}, {cost}"
