"""The export dialog: which column goes under which name in the import file, with what would be refused."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from segdesk.gui import reveal
from segdesk.gui.context import Context
from segdesk.gui.dialogs.export_frame import ExportFrame
from segdesk.gui.dialogs.export_writing import Writing
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.path_field import Ask, PathKind, ask_for_path
from segdesk.review import mapping
from segdesk.review.mapping import (
    MappableColumn,
    MappingCheck,
    MappingFault,
    MappingPreview,
    SchemaFile,
)
from segdesk.tasks.messages import Failure

_PAUSE = 150
"""Milliseconds without a key before what is typed is looked at."""
_ROWS, _MOST_ROWS = 50, 2_000
"""How many rows the preview has, and how many it has at most when a later one is to be seen."""


class ExportDialog(ExportFrame):
    """Sets up the import file of Google Analytics 360, shows what will be in it, and writes it.

    Attributes
    ----------
    show_in_folder
        How the written file is shown.
    ask_for_path
        How a person is asked for a schema file.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.show_in_folder: Callable[[Path], None] = reveal.show_in_folder
        self.ask_for_path: Ask = ask_for_path
        self._bridge = context.bridge
        self._own_key = ""
        self._rows = _ROWS
        self._wanted_cell: tuple[int, int] | None = None
        self._good: MappingPreview | None = None
        self._fatal = 0
        self._checking = False
        self._check_again = False
        self._writing = Writing(context.bridge, self.message, self.busy, self)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._connect()
        self._bridge.ask(self, mapping.columns, then=self._on_columns, failed=self._on_failed)

    def _connect(self) -> None:
        self.key.altered.connect(self._on_key_altered)
        self.key.column_wanted.connect(self._on_key_column_wanted)
        self.columns.altered.connect(self._on_altered)
        self.columns.suggest_wanted.connect(self._on_suggest_wanted)
        self.columns.load_wanted.connect(self._on_load_wanted)
        self.columns.save_wanted.connect(self._on_save_wanted)
        self.violations.picked.connect(self._on_violation_picked)
        self.message.action_clicked.connect(self._on_reveal)
        self._pause.timeout.connect(self._on_paused)
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._on_keep)
        self.write.clicked.connect(self._on_write)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.write.click)
        self._bridge.started.connect(self._on_started)
        self._writing.changed.connect(self._on_writing_changed)
        self._writing.failed.connect(self._on_failed)
        self._writing.left_out.connect(self._look)
        self._update_buttons()

    def done(self, result: int) -> None:
        """Look at nothing more."""
        self._pause.stop()
        super().done(result)

    # -- what the file is made of

    def _on_columns(self, columns: tuple[MappableColumn, ...]) -> None:
        self._own_key = next((column.name for column in columns if column.is_key), "")
        self.key.set_columns(columns)
        self.columns.set_columns(columns)
        held = self._bridge.held
        assert held is not None
        settings = held.settings.export
        if settings.ga360_map:
            self._show_schema(SchemaFile(settings.ga360_key, settings.ga360_map, ()), trusted=True)
        else:
            self._suggest()

    def _suggest(self) -> None:
        show = partial(self._show_schema, trusted=False)
        self._bridge.ask(self, mapping.suggested, then=show, failed=self._on_failed)

    def _show_schema(self, schema: SchemaFile, *, trusted: bool) -> None:
        left_out = self.columns.show_schema(schema, self._own_key, trusted=trusted)
        model = self.columns.model
        line = model.lines[model.key_row]
        self.key.set_key(line.column, line.name)
        self.message.clear()
        if left_out:
            self.message.show_message(
                Kind.WARNING,
                self.tr("Left out as personal data: {columns}").format(columns=", ".join(left_out)),
                self.tr("Google Analytics forbids whatever says who a person is"),
            )

    # -- looking

    @Slot()
    def _look(self) -> None:
        """Ask what the file would hold."""
        if not self.columns.model.rowCount():
            return
        missing = self.columns.model.without_column()
        if missing is not None:
            self.columns.show_missing(missing)
            self._show_unknown()
            return
        pairs = self.columns.model.pairs
        self._bridge.ask(
            self,
            mapping.preview,
            self.key.key[1],
            pairs,
            self._rows,
            then=self._on_preview,
            failed=self._on_failed,
        )

    def _on_preview(self, found: MappingPreview | MappingFault) -> None:
        if self._pause.isActive():
            return  # another one is on its way
        if isinstance(found, MappingFault):
            self.columns.show_fault(found)
            self._show_unknown()
            return
        again = self._good is not None and _same_file(found, self._good)
        self._good = found
        self.columns.show_fault(None)
        self.preview.show_preview(found)
        if not again:
            self._fatal = sum(each.fatal for each in found.violations)
            self.violations.show_preview(found)
            self._check()
        if self._wanted_cell is not None:
            self.preview.go_to(*self._wanted_cell)
            self._wanted_cell = None
        self._update_buttons()

    def _show_unknown(self) -> None:
        self._good = None
        self.preview.show_old()
        self.violations.show_unknown()
        self._update_buttons()

    def _check(self) -> None:
        """Have all rows looked at; one check at a time, as it may take a while."""
        if self._checking:
            self._check_again = True
            return
        self._checking, self._check_again = True, False
        self._bridge.ask(
            self,
            mapping.check,
            self.key.key[1],
            self.columns.model.pairs,
            then=self._on_checked,
            failed=self._on_check_failed,
        )

    def _on_checked(self, found: MappingCheck | MappingFault) -> None:
        self._checking = False
        if self._check_again:
            self._check()
        elif self._good is not None and isinstance(found, MappingCheck) and not self._pause.isActive():
            self._fatal = found.fatal
            self.violations.show_check(found)
            self.preview.show_violations(found.violations)
            self._update_buttons()

    def _on_check_failed(self, failure: Failure) -> None:
        self._checking = False
        self._on_failed(failure)

    def _update_buttons(self) -> None:
        right = self._good is not None and not self._pause.isActive()
        free = self._bridge.running is None and not self._writing.goes_on
        self.keep.setEnabled(right and not self._writing.goes_on)
        self.write.setEnabled(right and free and not self._fatal)
        refused = self.tr("Analytics would refuse the file: put right what is listed first")
        ready = self.tr("Keep the mapping and write all files (Ctrl+Enter)")
        self.write.setToolTip(refused if self._fatal else ready)
        self.columns.save.setEnabled(right)

    # -- what happens

    @Slot()
    def _on_altered(self) -> None:
        self._pause.start()
        self._update_buttons()

    @Slot()
    def _on_paused(self) -> None:
        self._look()

    @Slot()
    def _on_key_altered(self) -> None:
        if self.columns.model.rowCount():
            self.columns.model.set_key(*self.key.key)

    @Slot(str)
    def _on_key_column_wanted(self, column: str) -> None:
        if self.columns.use_for_key(column):
            self.key.set_key(column, self.key.key[1])
            self.columns.model.set_key(*self.key.key)

    @Slot(int, int)
    def _on_violation_picked(self, row: int, column: int) -> None:
        if row < self.preview.rows:
            self.preview.go_to(row, column)
        elif row < _MOST_ROWS:
            self._wanted_cell = (row, column)
            self._rows = -(-(row + 1) // _ROWS) * _ROWS
            self._look()

    @Slot()
    def _on_suggest_wanted(self) -> None:
        self._suggest()

    @Slot()
    def _on_load_wanted(self) -> None:
        path = self._asked_path(PathKind.FILE, self.tr("Load a schema"), "")
        if path:
            show = partial(self._show_schema, trusted=False)
            self._bridge.ask(self, mapping.load_schema, path, then=show, failed=self._on_failed)

    @Slot()
    def _on_save_wanted(self) -> None:
        path = self._asked_path(PathKind.NEW_FILE, self.tr("Save as a schema"), "ga360-schema.csv")
        if path:
            path = path if Path(path).suffix else f"{path}.csv"
            said = self.tr("The schema is saved as {file}").format(file=Path(path).name)
            saved = partial(self._on_saved, said)
            mine = self.key.key[1], self.columns.mapping
            self._bridge.ask(self, mapping.save_schema, path, *mine, then=saved, failed=self._on_failed)

    def _asked_path(self, kind: PathKind, title: str, name: str) -> str:
        held = self._bridge.held
        assert held is not None
        return self.ask_for_path(
            self, kind, title, str(held.path.parent / name), self.tr("Schemas (*.csv *.txt)")
        )

    def _on_saved(self, said: str, _nothing: Any) -> None:
        self._writing.written = None
        self.message.show_message(Kind.GOOD, said)

    @Slot(object)
    def _on_failed(self, failure: Failure) -> None:
        self.message.show_message(
            Kind.BAD, failure.what, failure.why, failure.todo, details=failure.details or str(failure)
        )

    # -- keeping and writing

    def _store(self) -> None:
        held = self._bridge.held
        assert held is not None
        changed = held.settings.export.model_copy(
            update={
                "ga360_key": self.key.key[1],
                "ga360_map": self.columns.mapping,
                "formats": ("ga360",),
            }
        )
        new = held.settings.model_copy(update={"export": changed})
        self._bridge.change_settings(new, self.tr("Set up the GA360 file"))

    @Slot()
    def _on_keep(self) -> None:
        self._store()
        self.accept()

    @Slot()
    def _on_write(self) -> None:
        self._store()
        self._writing.start()

    @Slot(object)
    def _on_started(self, _what: object) -> None:
        self._update_buttons()

    @Slot()
    def _on_writing_changed(self) -> None:
        if self._writing.written is not None:
            self.cancel.setText(self.tr("Close"))
        self._update_buttons()

    @Slot()
    def _on_reveal(self) -> None:
        if self._writing.written is not None:
            self.show_in_folder(self._writing.written)


def _same_file(one: MappingPreview, other: MappingPreview) -> bool:
    """Whether two previews show the same file, perhaps more rows of it."""
    return (one.headers, one.columns, one.key) == (other.headers, other.columns, other.key)
