"""The chosen number of segments, why it is that one, and what speaks against it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from segdesk.gui.pages import sweep_words as words
from segdesk.gui.pages.sweep_view import Stage, SweepView, Trial
from segdesk.gui.sentences import said
from segdesk.gui.theme import GAP, PAD, TIGHT, Theme
from segdesk.gui.widgets.icon_label import IconLabel
from segdesk.gui.widgets.kind import Kind
from segdesk.project.step import State
from segdesk.review.sweep import SweepShown

_HEIGHT = 98


class ReasonCard(QFrame):
    """The choice in one sentence, and the ways to choose another number.

    Attributes
    ----------
    used
        The person wants this number of segments.
    scores_wanted
        The person leaves the choice to the scores again.
    """

    used = Signal(int)
    scores_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("The chosen number of segments"))
        self._view = SweepView(Stage.NOTHING)
        self._selected: int | None = None
        self.headline = QLabel()
        self.headline.setProperty("role", "number")
        self.sentence = _sentence()
        self.use = QPushButton()
        self.use.clicked.connect(self._on_use_clicked)
        self.let_scores = QPushButton(self.tr("Let the scores choose"))
        self.let_scores.clicked.connect(self.scores_wanted)
        self._remarks = tuple(_Remark(theme) for _ in range(5))
        self._theme = theme
        self._lay_out()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_sweep(self, view: SweepView, shown: SweepShown, state: State, *, by_hand: bool) -> None:
        """Show the choice.

        Parameters
        ----------
        state
            Of the step.
        by_hand
            Whether the settings name the number.
        """
        self._view = view
        self.headline.setText(self._headline())
        self.sentence.setText(self._sentence_of(shown))
        self.let_scores.setVisible(by_hand and view.stage is Stage.FINISHED)
        self._show_remarks(self._remarks_of(shown, state))
        self._show_use()
        self.setAccessibleDescription(self.text)

    def set_selected(self, k: int | None) -> None:
        """Offer the number that the person looks at."""
        self._selected = k
        self._show_use()

    @property
    def text(self) -> str:
        """All that is said, on one line."""
        parts = (self.headline.text(), self.sentence.text(), *(remark.text for remark in self._remarks))
        return " ".join(part for part in parts if part)

    # -- what is said

    def _headline(self) -> str:
        view, span = self._view, self._view.span
        if view.stage is Stage.RUNNING:
            if span is None:
                return self.tr("Getting ready")
            return self.tr("Trying {low} to {high} segments").format(low=span[0], high=span[1])
        if view.stage is Stage.STOPPED:
            return self.tr("Stopped on the way")
        if view.chosen is None:
            return self.tr("No number is chosen")
        return self.tr("{k} segments").format(k=view.chosen)

    def _sentence_of(self, shown: SweepShown) -> str:
        view = self._view
        done, total = len(view.points), len(view.rows)
        fitted = sum(row.trial is Trial.FITTED for row in view.rows)
        if fitted and view.stage is Stage.RUNNING:
            text = self.tr("{fitted} of {total} numbers are fitted. Their silhouettes come all at once.")
            return text.format(fitted=fitted, total=total)
        if fitted and view.stage is Stage.STOPPED:
            text = self.tr(
                "{fitted} of {total} numbers were fitted, and are kept. "
                "Try again for their silhouettes, and one is chosen."
            )
            return text.format(fitted=fitted, total=total)
        if view.stage is Stage.RUNNING:
            text = self.tr("{done} of {total} numbers are done. The combined score is that of those so far.")
            return text.format(done=done, total=total) if total else ""
        if view.stage is Stage.STOPPED:
            text = self.tr(
                "{done} of {total} numbers are done and kept. Try the others as well, and one is chosen."
            )
            return text.format(done=done, total=total)
        point = view.point(view.chosen)
        return words.reason(shown.choice, point) if shown.choice and point else ""

    def _remarks_of(self, shown: SweepShown, state: State) -> list[tuple[Kind, str]]:
        """Return what else there is to know, worst first."""
        if self._view.stage is not Stage.FINISHED:
            return self._failures()
        remarks = self._failures()
        if shown.choice is None and shown.problem:
            remarks.append((Kind.WARNING, said(shown.problem)))
        if shown.choice is not None and words.doubt(shown.choice):
            remarks.append((Kind.WARNING, words.doubt(shown.choice)))
        if shown.choice is not None and shown.by_scores is not None and shown.by_scores.k != shown.choice.k:
            text = self.tr("The combined score would choose {k}.").format(k=shown.by_scores.k)
            remarks.append((Kind.INFO, text))
        if sampled := words.sample_text(shown):
            remarks.append((Kind.INFO, sampled))
        if state is State.OUT_OF_DATE:
            text = self.tr(
                "These scores are from before the last change. Try again to bring them up to date."
            )
            remarks.append((Kind.INFO, text))
        return remarks

    def _failures(self) -> list[tuple[Kind, str]]:
        failed = self._view.failed
        if not failed:
            return []
        if len(failed) == 1:
            text = self.tr("{k} segments failed: {why}").format(k=failed[0].k, why=failed[0].error or "")
        else:
            text = self.tr("{count} numbers failed; the table says why.").format(count=len(failed))
        return [(Kind.WARNING, text)]

    # -- how it works

    def _show_use(self) -> None:
        k = self._selected
        usable = self._view.may_be_used(k)
        if usable:
            self.use.setText(self.tr("Use {k} segments").format(k=k))
        self.use.setVisible(usable)

    def _show_remarks(self, remarks: list[tuple[Kind, str]]) -> None:
        for place, line in enumerate(self._remarks):
            line.say(*(remarks[place] if place < len(remarks) else (Kind.INFO, "")))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.headline, 1)
        head.addWidget(self.use)
        head.addWidget(self.let_scores)
        for button in (self.use, self.let_scores):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(button is self.use)
            button.setSizePolicy(policy)
            button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, GAP + TIGHT, PAD, GAP + TIGHT)
        column.setSpacing(TIGHT)
        column.addLayout(head)
        column.addWidget(self.sentence)
        for remark in self._remarks:
            column.addWidget(remark)
        column.addStretch()

    @Slot()
    def _on_theme_changed(self) -> None:
        # Room for one remark, so that what stands below stays where it is when a sweep begins and ends.
        self.setMinimumHeight(self._theme.size(_HEIGHT))

    @Slot()
    def _on_use_clicked(self) -> None:
        if self._selected is not None:
            self.used.emit(self._selected)


class _Remark(QWidget):
    """A sentence with an icon; hidden while it says nothing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = IconLabel(theme, Kind.INFO.icon, 16, Kind.INFO.colour)
        self._words = _sentence()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, kind: Kind, text: str) -> None:
        """Say something else, or nothing."""
        self._icon.show_icon(kind.icon, kind.colour)
        self._words.setText(text)
        self.setVisible(bool(text))


def _sentence() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
