"""The line above the columns of an import file: which format, and what its key is."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from segdesk.gui.dialogs.export_table import name_field
from segdesk.gui.dialogs.export_words import KEY_NAMES, is_dimension
from segdesk.gui.theme import GAP, PAD, Theme
from segdesk.gui.widgets.calm import calm
from segdesk.review.mapping import MappableColumn


class KeyLine(QWidget):
    """The format, the key's name in Analytics, and the column that it is filled from.

    Attributes
    ----------
    altered
        The key is another one, or is being typed.
    column_wanted
        A person chose another column for the key; `set_key` takes it.
    """

    altered = Signal()
    column_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = ""
        self._column = ""
        self.format = self._formats()
        self.name = name_field(KEY_NAMES)
        self.name.setMinimumWidth(theme.size(150))
        self.column = QComboBox()
        self.column.setMinimumWidth(theme.size(150))
        named = (
            (self.tr("Format"), self.format, self.tr("Format of the file")),
            (self.tr("Key"), self.name, self.tr("Name of the key in Analytics")),
            (self.tr("filled from"), self.column, self.tr("Column that holds the key")),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for number, (text, field, spoken) in enumerate(named):
            label = QLabel(text)
            label.setBuddy(field)
            field.setAccessibleName(spoken)
            calm(field)
            if number == 1:
                row.addSpacing(PAD)
            row.addWidget(label)
            row.addWidget(field)
        row.addStretch(1)
        self.name.editTextChanged.connect(self._on_name_changed)
        self.column.activated.connect(self._on_column_chosen)

    @property
    def key(self) -> tuple[str, str]:
        """The key's column and its name."""
        return self._column, self.name.currentText().strip()

    def set_columns(self, columns: Sequence[MappableColumn]) -> None:
        """Say which columns there are."""
        self._own = next((column.name for column in columns if column.is_key), "")
        blocked = self.column.blockSignals(True)
        self.column.clear()
        self.column.addItems([column.name for column in columns])
        self.column.blockSignals(blocked)

    def set_key(self, column: str, name: str) -> None:
        """Show another key, without a signal."""
        self._column = column
        blocked = self.name.blockSignals(True)
        if self.name.currentText() != name:
            self.name.setCurrentText(name)
        self.name.blockSignals(blocked)
        self.column.setCurrentIndex(self.column.findText(column))
        self._update()

    def _formats(self) -> QComboBox:
        box = QComboBox()
        later = self.tr("{format} (later)")
        names = ("GA4", "Google Ads", "Meta", self.tr("Mail tools"))
        box.addItem(self.tr("Google Analytics 360 Data Import"))
        box.addItems([later.format(format=name) for name in names])
        model = box.model()
        assert isinstance(model, QStandardItemModel)
        for row in range(1, box.count()):
            model.item(row).setEnabled(False)
        return box

    def _update(self) -> None:
        """Let only the customers' own key go under a dimension, as Analytics joins on what it has itself."""
        bound = is_dimension(self.name.currentText()) and self._column == self._own
        self.column.setEnabled(not bound)
        why = self.tr("Under a dimension goes the customers' own key")
        self.column.setToolTip(why if bound else self.tr("The column that holds the key"))

    @Slot(str)
    def _on_name_changed(self, text: str) -> None:
        if is_dimension(text) and self._column != self._own:
            self._column = self._own
            self.column.setCurrentIndex(self.column.findText(self._own))
        self._update()
        self.altered.emit()

    @Slot()
    def _on_column_chosen(self) -> None:
        wanted = self.column.currentText()
        self.column.setCurrentIndex(self.column.findText(self._column))  # until it is taken
        if wanted != self._column:
            self.column_wanted.emit(wanted)
