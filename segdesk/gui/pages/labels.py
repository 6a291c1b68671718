"""The Labels tab: every segment gets a name and a sentence."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Slot
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget

from segdesk.gui.bridge import Ended
from segdesk.gui.pages.base import Page
from segdesk.gui.pages.labels_edits import LabelEdits
from segdesk.gui.pages.labels_model import Field
from segdesk.gui.pages.labels_table import LabelsTable
from segdesk.gui.pages.labels_tools import LabelTools
from segdesk.gui.pages.labels_writer import LabelWriterDialog
from segdesk.gui.sentences import said
from segdesk.gui.theme import PAD
from segdesk.gui.views import copying
from segdesk.gui.views.sql_editor import SqlEditor
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.empty import EmptyState
from segdesk.gui.widgets.path_field import PathKind, ask_for_path
from segdesk.project.settings import LabelsSettings
from segdesk.project.step import State, Step
from segdesk.review.labels import Labels, labels
from segdesk.tasks.messages import Failure

_LAYOUT = "layout/labels/splitter"
_SHARES = (9, 4)
"""Of the height, for the table and the CASE statement."""


class LabelsPage(Page):
    """Names and designations, suggested or typed, and the CASE statement that gives them."""

    step = Step.LABELS

    def explanation(self) -> str:
        """Return one sentence that says what the step is for."""
        return self.tr("Give every segment a name that people understand, and one sentence about it.")

    def action_text(self) -> str:
        """Return what the primary button says."""
        held = self.bridge.held
        named = held is not None and held.state(Step.LABELS) is not State.EMPTY
        return self.tr("Name again") if named else self.tr("Name the segments")

    # -- building

    def build(self) -> Iterator[None]:
        """Put the table and the CASE statement into the page."""
        self._named_with: LabelsSettings | None = None
        self._is_known = False
        self._is_answered = False
        self._by_itself = False
        self._shown: Labels | None = None
        self.ask_for_path = ask_for_path
        self.edits = LabelEdits(self.bridge, self)
        self.edits.failed.connect(self._on_refused)
        self._stack = QStackedWidget(self.content)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self._stack)
        self.splitter.addWidget(self._names())
        yield
        self.splitter.addWidget(self._statement())
        yield
        self.splitter.setHandleWidth(PAD)
        self.splitter.setCollapsible(0, False)
        for place, share in enumerate(_SHARES):
            self.splitter.setStretchFactor(place, share)
        self.splitter.setSizes([100 * share for share in _SHARES])
        kept = self.context.store.value(_LAYOUT)
        if isinstance(kept, QByteArray):
            self.splitter.restoreState(kept)
        self.splitter.splitterMoved.connect(self._on_splitter_moved)
        self.empty = EmptyState(
            self.theme,
            "labels",
            self.tr("No segments to name yet"),
            self.tr("Once the customers are in segments, their names are suggested here."),
        )
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.splitter)
        self.body.addWidget(self._stack, 1)

    def _names(self) -> Card:
        self.card = Card(self.theme)
        self.tools = LabelTools(self.theme, self.context.undo)
        self.tools.accept_all.clicked.connect(self._on_accept_all)
        self.tools.suggest_all.clicked.connect(self._on_suggest_all)
        self.tools.take_file.clicked.connect(self._on_take_file)
        self.tools.writer.clicked.connect(self._on_writer_wanted)
        self.table = LabelsTable(self.theme, self.context.store)
        self.table.accept_wanted.connect(self._on_accept_wanted)
        self.table.suggest_wanted.connect(self._on_suggest_wanted)
        self.table.rows.edited.connect(self._on_edited)
        self.card.body.addWidget(self.tools)
        self.card.body.addWidget(self.table, 1)
        return self.card

    def _statement(self) -> Card:
        card = Card(self.theme, self.tr("The names in SQL"))
        self.copy = QPushButton(self.tr("Copy"))
        self.copy.setAccessibleName(self.tr("Copy the CASE statement"))
        self.theme.dress(self.copy, "copy")
        self.copy.clicked.connect(self._on_copy)
        card.add_trailing(self.copy)
        self.sql = SqlEditor(self.theme)
        self.sql.set_read_only(True)
        self.sql.editor.setAccessibleName(self.tr("CASE statement that names the segments"))
        self.sql.setMinimumHeight(self.theme.size(72))
        card.body.addWidget(self.sql, 1)
        return card

    # -- showing

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what the project holds, and no change is on its way."""
        return self._is_answered and self.bridge.idle and not self.edits.busy and not self._is_due()

    def refresh(self) -> None:
        """Ask for the names that the project holds now."""
        self._is_answered = False
        held = self.bridge.held
        if held is not None:
            self.tools.show_writer(by_model=held.settings.labels.writer == "bigquery")
        self.bridge.ask(self, labels, then=self._on_labels)

    def update_action(self) -> None:
        """Look again at whether the step can be run; a changed name that is on its way changes nothing."""
        on_the_way = self._by_itself or self._is_due()
        if not on_the_way or self.bridge.running not in (None, Step.LABELS):
            super().update_action()

    def _on_labels(self, shown: Labels) -> None:
        self._is_answered = True
        self._shown = shown
        self._stack.setCurrentWidget(self.splitter if shown.rows else self.empty)
        self._begin_with_these()
        if self.is_settled:
            self.table.rows.forget_typed()
            self._by_itself = False
            self.update_action()
        self.table.show_rows(tuple(replace(row, profile=said(row.profile)) for row in shown.rows))
        self.sql.set_text(shown.case)
        self.copy.setText(self.tr("Copy"))
        self.copy.setEnabled(bool(shown.case))
        self.tools.accept_all.setEnabled(bool(shown.to_accept))
        self.tools.suggest_all.setEnabled(any(row.accepted or row.described for row in shown.rows))
        self.card.set_title("", self._note(shown))
        if self._is_due() and self.bridge.idle:
            self._by_itself = True
            self.bridge.run(Step.LABELS)

    def _note(self, shown: Labels) -> str:
        """Return what there is to do, in one or two sentences."""
        count, total = len(shown.to_accept), len(shown.rows)
        if not shown.current:
            return self.tr("These segments have no names yet. Name them all, or type a name.")
        if count == total:
            names = self.tr("All names are suggestions. Accept those that fit, and change the others.")
        elif count == 1:
            names = self.tr("1 name is still a suggestion. Accept it, or change it.")
        elif count:
            names = self.tr("{count} names are still suggestions. Accept those that fit.").format(count=count)
        else:
            names = self.tr("Every name is accepted.")
        return f"{names} {later}" if (later := self._said_of_later_steps()) else names

    def _said_of_later_steps(self) -> str:
        held = self.bridge.held
        if held is None or held.state(Step.LABELS) is not State.FRESH:
            return ""
        stale = [step for step in (Step.EMAILS, Step.EXPORT) if held.state(step) is State.OUT_OF_DATE]
        if stale == [Step.EMAILS, Step.EXPORT]:
            return self.tr("Emails and files still have the old names: run Emails and Export again.")
        return self.tr("The files still have the old names: run Export again.") if stale else ""

    # -- naming again by itself

    def _begin_with_these(self) -> None:
        """Take the names that are shown first as those that the settings give, if nothing says otherwise."""
        held = self.bridge.held
        if not self._is_known and held is not None and self._shown is not None:
            self._is_known = True
            stale = held.state(Step.LABELS) is State.OUT_OF_DATE and self._shown.current
            if not stale or held.state(Step.CLUSTERS) is not State.FRESH:
                self._named_with = held.settings.labels

    def _is_due(self) -> bool:
        """Whether a name was given, or given up, since the segments were named last."""
        held, shown = self.bridge.held, self._shown
        if held is None or shown is None or not shown.rows or not self._is_known:
            return False
        # Another writer waits for the button: a language model costs money.
        old, new = self._named_with, held.settings.labels
        return old is None or new != old.model_copy(update={"writer": new.writer, "model": new.model})

    def run_started(self, what: object) -> None:
        """Remember which names the segments are being given."""
        held = self.bridge.held
        if what == Step.LABELS and held is not None:
            # However it ends: a run that failed or was cancelled is not tried again by itself.
            self._named_with = held.settings.labels
            self._is_known = True

    def run_ended(self, _ended: Ended) -> None:
        """Wait for the names that the project holds now."""
        self._is_answered = False  # the project is looked at again, and then the names are

    # -- changes

    @Slot(str, int, str)
    def _on_edited(self, segment: str, field: int, text: str) -> None:
        if field == Field.NAME:
            self.edits.add(self.tr("Rename {segment}").format(segment=segment), "renamed", segment, text)
        else:
            change = self.tr("Describe {segment}").format(segment=segment)
            self.edits.add(change, "redescribed", segment, text)

    @Slot(tuple)
    def _on_accept_wanted(self, segments: tuple[str, ...]) -> None:
        change = self.tr("Accept {segments}").format(segments=", ".join(segments))
        self.edits.add(change, "accepted", segments)

    @Slot(tuple)
    def _on_suggest_wanted(self, segments: tuple[str, ...]) -> None:
        change = self.tr("Suggest {segments} again").format(segments=", ".join(segments))
        self.edits.add(change, "suggested", segments)

    @Slot()
    def _on_accept_all(self) -> None:
        if self._shown is not None:
            self.edits.add(self.tr("Accept all names"), "accepted", self._shown.to_accept)

    @Slot()
    def _on_suggest_all(self) -> None:
        if self._shown is not None:
            everyone = tuple(row.segment for row in self._shown.rows)
            self.edits.add(self.tr("Suggest all names again"), "suggested", everyone)

    @Slot()
    def _on_take_file(self) -> None:
        held = self.bridge.held
        assert held is not None
        kinds = self.tr("CSV files (*.csv *.txt *.tsv)")
        title = self.tr("Import names")
        chosen = self.ask_for_path(self, PathKind.FILE, title, str(held.path.parent), kinds)
        if chosen:
            change = self.tr("Import {file}").format(file=Path(chosen).name)
            self.edits.add(change, "imported", chosen)

    @Slot(object)
    def _on_refused(self, failure: Failure) -> None:
        self.show_failure(failure)
        self.table.rows.forget_typed()
        self.refresh()

    @Slot()
    def _on_writer_wanted(self) -> None:
        dialog = LabelWriterDialog(self.context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # -- the rest

    @Slot()
    def _on_copy(self) -> None:
        copying.text_to_clipboard(self.sql.text)
        self.copy.setText(self.tr("Copied"))

    @Slot()
    def _on_splitter_moved(self) -> None:
        self.context.store.setValue(_LAYOUT, self.splitter.saveState())
