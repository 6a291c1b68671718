"""The part of the export dialog in which the columns of the file are chosen, named and put in order."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QMessageBox, QPushButton, QToolButton, QWidget

from segdesk.gui.dialogs.export_model import Field, Line, MappingModel
from segdesk.gui.dialogs.export_table import MappingGrid
from segdesk.gui.dialogs.export_words import looks_personal, next_free
from segdesk.gui.sentences import said
from segdesk.gui.theme import GAP, TIGHT, Theme
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.mark import mark
from segdesk.review.mapping import KEY_HEADERS, MappableColumn, MappingFault, SchemaFile
from segdesk.review.mapping import Mapping as Pairs

Confirm = Callable[[QWidget, str], bool]
"""(parent, column): whether a column that looks like personal data is to be written all the same."""


def confirm_personal(parent: QWidget, column: str) -> bool:
    """Warn of personal data, and return whether it is to be written all the same."""
    translate = QCoreApplication.translate
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(translate("export", "Personal data"))
    box.setText(translate("export", "The column {column} looks like personal data.").format(column=column))
    box.setInformativeText(
        translate(
            "export",
            "Google Analytics forbids names, email addresses, phone numbers and whatever else says who a "
            "person is. An account that uploads them can be closed and its data deleted.",
        )
    )
    write = box.addButton(translate("export", "Use it all the same"), QMessageBox.ButtonRole.DestructiveRole)
    leave = box.addButton(translate("export", "Leave it out"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leave)
    box.setEscapeButton(leave)
    box.exec()
    return box.clickedButton() is write


class FileColumns(Card):
    """The table of columns with its buttons, and below it what is wrong with the choice.

    Attributes
    ----------
    altered
        Another mapping, or a name is being typed.
    suggest_wanted, load_wanted, save_wanted
        Buttons were pressed.
    confirm
        Asks before personal data is used.
    """

    altered = Signal()
    suggest_wanted = Signal()
    load_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.confirm: Confirm = confirm_personal
        self._columns: tuple[MappableColumn, ...] = ()
        self.model = MappingModel()
        self.model.setParent(self)
        self.grid = MappingGrid(theme, self.model)
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        mark(self.verdict, "role", "bad")
        self.verdict.hide()
        self.set_title(self.tr("Columns of the file"), self.tr("In the order of the Data Set schema"))
        self._choices = QMenu(self)
        self._choices.aboutToShow.connect(self._on_menu_opened)
        self._choices.triggered.connect(self._on_column_added)
        self.add = QPushButton(self.tr("Add a column"))
        self.add.setMenu(self._choices)
        theme.dress(self.add, "plus")
        self.body.addLayout(self._row_of_tools())
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(self.verdict)
        self.model.altered.connect(self._on_altered)
        self.model.column_wanted.connect(self._on_column_wanted)
        self.model.tick_wanted.connect(self._on_tick_wanted)
        self.grid.remove_wanted.connect(self._on_remove)
        self.grid.selection_altered.connect(self._update_tools)
        self._update_tools()

    def _row_of_tools(self) -> QHBoxLayout:
        self.up = self._tool("arrow-up", self.tr("Move up"), self.tr("Alt+Up"))
        self.down = self._tool("arrow-down", self.tr("Move down"), self.tr("Alt+Down"))
        self.remove = self._tool("minus", self.tr("Remove the column"), self.tr("Delete"))
        self.suggest = self._tool("refresh", self.tr("Suggest the columns anew"))
        self.load = self._tool("open", self.tr("Load a schema…"))
        self.save = self._tool("save", self.tr("Save as a schema…"))
        for tool, slot in (
            (self.up, self._on_up),
            (self.down, self._on_down),
            (self.remove, self._on_remove),
            (self.suggest, self.suggest_wanted),
            (self.load, self.load_wanted),
            (self.save, self.save_wanted),
        ):
            tool.clicked.connect(slot)
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        row.addWidget(self.add)
        row.addSpacing(GAP)
        for tool in (self.up, self.down, self.remove):
            row.addWidget(tool)
        row.addStretch(1)
        for tool in (self.suggest, self.load, self.save):
            row.addWidget(tool)
        return row

    def _tool(self, icon: str, text: str, keys: str = "") -> QToolButton:
        tool = QToolButton()
        tool.setAccessibleName(text.rstrip("…"))
        tool.setToolTip(f"{text} ({keys})" if keys else text)
        self._theme.dress(tool, icon)
        return tool

    # -- what is shown

    def set_columns(self, columns: Sequence[MappableColumn]) -> None:
        """Say which columns the project has."""
        self._columns = tuple(columns)
        self.model.set_columns(columns)

    def show_schema(self, schema: SchemaFile, own_key: str, *, trusted: bool) -> tuple[str, ...]:
        """Show a mapping, and return the columns left out of it because they look like personal data.

        Parameters
        ----------
        trusted
            Whether a person has chosen these columns before.
        """
        keyed = any(header == schema.key_header for _, header in schema.mapping)
        pairs = schema.mapping if keyed else ((own_key, schema.key_header), *schema.mapping)
        lines: list[Line] = []
        left_out: list[str] = []
        for column, header in (*pairs, *(("", header) for header in schema.open)):
            is_key = header == schema.key_header and not any(line.key for line in lines)
            known = self.column(column)
            personal = known is not None and looks_personal(known) and not (trusted or is_key)
            lines.append(Line(column, header, included=not personal, key=is_key))
            left_out += [column] if personal else []
        self.model.set_lines(lines)
        return tuple(left_out)

    def column(self, name: str) -> MappableColumn | None:
        """Return a column of the project."""
        return next((column for column in self._columns if column.name == name), None)

    @property
    def mapping(self) -> Pairs:
        """The columns and their names, without the key where it goes first by itself."""
        pairs = self.model.pairs
        own = next((column.name for column in self._columns if column.is_key), "")
        lines = [line for line in self.model.lines if line.included]
        goes_by_itself = lines[0].key and lines[0].column == own
        return pairs[1:] if goes_by_itself and len(pairs) > 1 else pairs

    def show_fault(self, fault: MappingFault | None) -> None:
        """Say why no Data Set can have these columns, at the row where it is one."""
        if fault is None:
            self.model.set_faults({})
            self.verdict.hide()
            return
        sentences = [said(part).rstrip(".") for part in (fault.what, fault.why, fault.todo) if part]
        text = ". ".join(_sentence(part) for part in sentences) + "."
        written = self.model.written
        at = fault.pair
        row = written[at] if at is not None and at < len(written) else None
        self.model.set_faults({} if row is None else {(row, Field.NAME): text})
        self._say(text)

    def show_missing(self, row: int) -> None:
        """Say that a name has no column yet."""
        said = self.tr("Choose the column that goes under {name}, or remove the row.").format(
            name=self.model.lines[row].name
        )
        self.model.set_faults({(row, Field.COLUMN): said})
        self._say(said)

    def _say(self, text: str) -> None:
        self.verdict.setText(text)
        self.verdict.setAccessibleName(text)
        self.verdict.show()

    # -- what happens

    def use_for_key(self, column: str) -> bool:
        """Return whether a column may be the key: a person is asked where it says who a customer is."""
        return self._may_use(column)

    def add_column(self, name: str) -> None:
        """Put a column at the end, under the first dimension that is free."""
        if not self._may_use(name):
            return
        taken = {line.name for line in self.model.lines}
        offered = "ga:" + name.removeprefix("ga_") if name.startswith("ga_") else ""
        fits = offered.startswith(("ga:dimension", "ga:metric")) and offered not in taken
        row = self.model.add(Line(name, offered if fits else next_free(taken | set(KEY_HEADERS))))
        self.grid.go_to_cell(row, Field.NAME)
        self.grid.setFocus()

    def _may_use(self, name: str) -> bool:
        known = self.column(name)
        return known is None or not looks_personal(known) or self.confirm(self, name)

    @Slot()
    def _on_menu_opened(self) -> None:
        """Offer the columns, first those that are not in the file yet."""
        self._choices.clear()
        used = {line.column for line in self.model.lines}
        fresh = [column.name for column in self._columns if column.name not in used]
        again = [column.name for column in self._columns if column.name in used]
        for place, names in enumerate((fresh, again)):
            if place and fresh and again:
                self._choices.addSection(self.tr("Once more"))
            for name in names:
                self._choices.addAction(name.replace("&", "&&")).setData(name)

    @Slot(QAction)
    def _on_column_added(self, action: QAction) -> None:
        self.add_column(str(action.data()))

    @Slot(int, str)
    def _on_column_wanted(self, row: int, column: str) -> None:
        if self._may_use(column):
            self.model.set_column(row, column)

    @Slot(int, str)
    def _on_tick_wanted(self, row: int, column: str) -> None:
        if self.confirm(self, column):
            self.model.include(row)

    @Slot()
    def _on_up(self) -> None:
        self.grid.move_row(-1)

    @Slot()
    def _on_down(self) -> None:
        self.grid.move_row(1)

    @Slot()
    def _on_remove(self) -> None:
        row = self.grid.row
        if row is not None and self.model.remove(row) and self.model.rowCount():
            self.grid.go_to_cell(min(row, self.model.rowCount() - 1), Field.NAME)

    @Slot()
    def _on_altered(self) -> None:
        self._update_tools()
        self.altered.emit()

    @Slot()
    def _update_tools(self) -> None:
        row, last = self.grid.row, self.model.rowCount() - 1
        known = row is not None and 0 <= row <= last
        self.up.setEnabled(known and row != 0)
        self.down.setEnabled(known and row != last)
        self.remove.setEnabled(known and not self.model.lines[row or 0].key)


def _sentence(text: str) -> str:
    """Return a text with a capital letter, unless it begins with a name of Analytics."""
    return text if text.startswith("ga:") else text[:1].upper() + text[1:]
