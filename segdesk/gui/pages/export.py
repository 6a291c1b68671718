"""The Export tab: the files that leave the program."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from segdesk.gui import numbers
from segdesk.gui.dialogs.export_dialog import ExportDialog
from segdesk.gui.pages.base import Page
from segdesk.gui.pages.export_files import FileList
from segdesk.gui.pages.export_targets import Targets
from segdesk.gui.theme import PAD
from segdesk.gui.titles import moment
from segdesk.gui.widgets.empty import EmptyState
from segdesk.project.settings import ExportSettings
from segdesk.project.step import State, Step
from segdesk.review import export, mapping
from segdesk.review.export import LEGACY_NOTICE, Plan, WrittenFile
from segdesk.review.mapping import MappingFault, MappingPreview


class ExportPage(Page):
    """Where to, which formats, which files, and what became of them."""

    step: ClassVar[Step] = Step.EXPORT

    def explanation(self) -> str:
        """Return one sentence that says what the step is for."""
        return self.tr("Write everything as files: for spreadsheets, for your warehouse and for Analytics.")

    def action_text(self) -> str:
        """Return what the primary button says."""
        return self.tr("Write the files")

    def build(self) -> Iterator[None]:
        """Put the folder and the formats above, the files below."""
        self._plan: Plan | None = None
        self._last: tuple[WrittenFile, ...] = ()
        self._looked_at: tuple[str | None, ...] | None = None
        self._mapping: MappingPreview | MappingFault | None = None
        self._stack = QStackedWidget(self.content)
        shown = QWidget(self._stack)
        self.targets = Targets(self.theme, parent=shown)
        yield
        self.files = FileList(self.theme, self.context.store, shown)
        yield
        self.empty = EmptyState(
            self.theme,
            "export",
            self.tr("Nothing to write yet"),
            self.tr("Once the customers are in segments, the files that can be written are listed here."),
        )
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PAD)
        column.addWidget(self.targets)
        column.addWidget(self.files, 1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(shown)
        self.body.addWidget(self._stack, 1)
        self.targets.folder_changed.connect(self._on_folder_changed)
        self.targets.ga360_ticked.connect(self._on_ga360_ticked)
        self.targets.set_up_wanted.connect(self._on_set_up_wanted)
        self.files.look_again.clicked.connect(self._on_look_again)

    # -- the page

    def refresh(self) -> None:
        """Show the settings, and ask what would be written and what became of the last files."""
        held = self.bridge.held
        assert held is not None
        self._stack.setCurrentIndex(1 if held.segments else 0)
        if not held.segments:
            return
        self._show_settings()
        self.bridge.ask(self, export.plan, then=self._on_plan)
        self.bridge.ask(self, mapping.settled, then=self._on_mapping)
        # Every file is read for it, so only where something may have happened to them.
        run = (held.steps[self.step].finished, str(held.path))
        if run != self._looked_at:
            self._looked_at = run
            self._look()

    def remarks(self, warnings: tuple[str, ...]) -> tuple[str, ...]:
        """Return the sentences of the last run, but for the one that the dialog says."""
        return tuple(warning for warning in warnings if warning != LEGACY_NOTICE)

    def on_action(self) -> None:
        """Write the files; where it is not clear what the import file holds, ask first."""
        self.targets.folder.commit()
        if isinstance(self._mapping, MappingFault) and self._settings().formats != ():
            self.open_dialog()
        else:
            super().on_action()

    def open_dialog(self) -> ExportDialog:
        """Ask which column goes under which header of the import file."""
        dialog = ExportDialog(self.context, self)
        dialog.show_in_folder = self.files.show_in_folder
        dialog.open()
        return dialog

    def _settings(self) -> ExportSettings:
        assert self.bridge.held is not None
        return self.bridge.held.settings.export

    def _change(self, text: str, **values: object) -> None:
        held = self.bridge.held
        assert held is not None
        changed = held.settings.export.model_copy(update=values)
        self.bridge.change_settings(held.settings.model_copy(update={"export": changed}), text)

    # -- answers

    def _look(self) -> None:
        self.bridge.ask(self, export.last_files, then=self._on_last_files)

    def _on_plan(self, plan: Plan) -> None:
        self._plan = plan
        self._show_settings()
        self._show_files()

    def _on_last_files(self, last: tuple[WrittenFile, ...]) -> None:
        self._last = last
        self._show_files()

    def _on_mapping(self, found: MappingPreview | MappingFault) -> None:
        self._mapping = found
        self.targets.show_mapping(found if self._settings().formats != () else None)

    def _show_settings(self) -> None:
        held = self.bridge.held
        assert held is not None
        beside = held.path.absolute().with_name(f"{held.path.stem}-files")
        self.targets.show_settings(held.settings.export, str(beside))

    def _show_files(self) -> None:
        if self._plan is not None:
            self.files.show_files(self._plan, self._last, self._note(self._plan))

    def _note(self, plan: Plan) -> str:
        """Return when the files were written last, and where to."""
        held = self.bridge.held
        if held is None or not self._last or held.steps[self.step].finished is None:
            return self.tr("These {count} files will be written.").format(count=len(plan.files))
        size = numbers.number(sum(file.bytes for file in self._last) / 1_000_000, 1)
        said = self.tr("Last written {when}: {count} files, {size} MB.").format(
            when=moment(held.steps[self.step].finished or ""), count=len(self._last), size=size
        )
        folder = Path(self._last[0].path).parent
        if folder != Path(plan.folder):
            there = self.tr("They are in {folder}.").format(folder=folder)
            said = f"{said} {there}"
        if held.state(self.step) is State.OUT_OF_DATE:
            stale = self.tr("Something has changed since: write them again.")
            said = f"{said} {stale}"
        return said

    # -- what happens

    @Slot(str)
    def _on_folder_changed(self, _text: str) -> None:
        path = self.targets.folder.path
        self._change(self.tr("Choose the folder"), folder=str(path.absolute()) if path else None)

    @Slot(bool)
    def _on_ga360_ticked(self, wanted: bool) -> None:
        text = self.tr("Write the GA360 file") if wanted else self.tr("Leave out the GA360 file")
        self._change(text, formats=None if wanted else ())

    @Slot()
    def _on_set_up_wanted(self) -> None:
        self.open_dialog()

    @Slot()
    def _on_look_again(self) -> None:
        self._look()
