"""What a recipe can be told, with what it does unless told."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from segdesk.gui.pages import features_words as words
from segdesk.gui.pages.features_fields import (
    Editor,
    FileValue,
    KeyValue,
    ParameterField,
    TextValue,
    suggested_day,
)
from segdesk.gui.sentences import said
from segdesk.gui.theme import Theme
from segdesk.gui.widgets.date_field import DateField
from segdesk.gui.widgets.form import Form, Names
from segdesk.gui.widgets.mark import mark
from segdesk.review.held import Held
from segdesk.review.recipe import SqlFault, parameters
from segdesk.warehouse.recipe_parameters import Kind, RecipeParameter

SHOWN: Final = ("as_of", "date_from", "date_to", "country", "purchase", "key", "crm")
_VISITOR_KEYS = ("fullVisitorId", "clientId", "userId")


class ParameterForm(Form):
    """The parameters of the recipe and mode in force; the others are hidden.

    Attributes
    ----------
    picked
        A parameter's name and value, None for the recipe's own.
    purchase_typed
        The purchase test, when the person pauses.
    fault_changed
        Something became wrong or right.
    """

    picked = Signal(str, object)
    purchase_typed = Signal(str)
    fault_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, names=Names.ABOVE)
        self._faults: dict[str, str] = {}
        self._shown: tuple[str, ...] = ()
        self._fields = {name: self._field(theme, name) for name in SHOWN}

    @property
    def fault(self) -> str:
        """What is wrong with a parameter, empty if nothing is."""
        return next((text for name, text in self._faults.items() if name in self._shown), "")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to decide."""
        return not self._shown

    def editor(self, name: str) -> QWidget:
        """Return the field of a parameter."""
        return self._fields[name].editor

    def show_settings(self, held: Held) -> None:
        """Show what is set; what is being typed, or cannot be taken, stays."""
        # The custom recipe's key is a column of its query, which is picked elsewhere.
        known = {
            p.name: p
            for p in parameters(held.settings.features)
            if p.name in SHOWN and p.kind is not Kind.COLUMN
        }
        if tuple(known) != self._shown:
            self._shown = tuple(known)
            self._faults.clear()
        for name, field in self._fields.items():
            self.set_shown(field, name in known)
            if name in known and name not in self._faults:
                self._show(field, known[name], held)

    def set_fault(self, name: str, text: str) -> None:
        """Say what is wrong with a parameter; nothing takes that away."""
        if text == self._faults.get(name, ""):
            return
        self._faults.pop(name, None)
        if text:
            self._faults[name] = text
        if name in self._shown:
            self.set_error(self._fields[name], text)
            editor = self._fields[name].editor
            for part in (editor, *editor.findChildren(QLineEdit)):
                mark(part, "bad", bool(text))
        self.fault_changed.emit()

    def show_purchase_fault(self, fault: SqlFault | None) -> None:
        """Say what is wrong with the purchase test."""
        text = f"{said(fault.message)}. {said(fault.todo)}".rstrip(". ") + "." if fault else ""
        self.set_fault("purchase", text)

    def commit(self) -> None:
        """Take what is being typed."""
        for name in self._shown:
            editor: Editor = self._fields[name].editor  # type: ignore[assignment]
            editor.commit()

    def _show(self, field: ParameterField, parameter: RecipeParameter, held: Held) -> None:
        features = held.settings.features
        value, as_of = getattr(features, parameter.name), held.as_of
        own = words.own_value(parameter, None if features.as_of else as_of)
        field.show_own(own, is_set=value is not None)
        self.set_help(field, words.parameter_help(parameter.name, features))
        editor = field.editor
        match editor:
            case DateField():
                editor.show_value(value)
                last = as_of if parameter.from_data else suggested_day(parameter.default)
                editor.show_own(own, last)
            case FileValue():
                editor.show_value(value)
                editor.set_placeholder(own)
            case KeyValue():
                editor.show_value(value)
                editor.line.setPlaceholderText(own)
            case TextValue():
                editor.show_value(value)
                editor.setPlaceholderText(own)

    def _field(self, theme: Theme, name: str) -> ParameterField:
        title = words.parameter_title(name)
        editor = self._editor(theme, name, title)
        editor.picked.connect(partial(self._on_picked, name))
        field = ParameterField(theme, editor)
        field.reset_wanted.connect(partial(self._on_picked, name, None))
        self.add_row(title, field)
        return field

    def _editor(self, theme: Theme, name: str, title: str) -> DateField | FileValue | KeyValue | TextValue:
        if name in ("as_of", "date_from", "date_to"):
            day = DateField(theme, title)
            day.refused.connect(partial(self.set_fault, name))
            return day
        if name == "crm":
            pattern = "*.csv *.tsv *.parquet *.json *.ndjson *.xlsx *.gz"
            tables = self.tr("Tables")
            return FileValue(theme, title, f"{tables} ({pattern})")
        if name == "key":
            return KeyValue(_VISITOR_KEYS, title)
        text = TextValue(title)
        if name == "purchase":
            text.settled.connect(self.purchase_typed)
        return text

    def _on_picked(self, name: str, value: object) -> None:
        self.set_fault(name, "")
        self.picked.emit(name, value)
