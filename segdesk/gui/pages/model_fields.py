"""Who writes: this computer, or a language model in BigQuery; and how that is asked."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from segdesk.gui.pages.model_words import function_text
from segdesk.gui.theme import Theme
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.form import Form
from segdesk.project.settings import Generation, Mode, ModelSettings, Settings
from segdesk.warehouse.bigquery.place import is_bigquery

UPSTAIRS = "bigquery"
_STEP = 0.1
_USUAL = -_STEP
"""What the temperature's box holds while it is left to the step."""
_LEFT_TO_THE_MODEL = -1
_MOST_TOKENS = 65_536


class ModelFields(QObject):
    """Rows of a form: the writer, and what a language model is told; those are only there with it.

    Parameters
    ----------
    here
        Who writes on this computer: a value of the settings, and a word for it.
    name
        What the choice of the writer is called.

    Attributes
    ----------
    writer_picked
        A value of the settings.
    model_picked
        What was changed, as Undo shows it, and the new `ModelSettings`.
    """

    writer_picked = Signal(str)
    model_picked = Signal(str, object)

    def __init__(self, theme: Theme, form: Form, here: Option, name: str) -> None:
        super().__init__(form)
        self._form = form
        self._shown = ModelSettings()
        self.writer = ChoiceRow(theme, (here, Option(UPSTAIRS, self.tr("Language model"))), name)
        form.add_row(name, self.writer)
        self._add_model()
        self._add_amounts()
        self._rows: tuple[QWidget, ...] = (
            self.function,
            self.endpoint,
            self.connection,
            self.temperature,
            self.tokens,
            self.thinking,
        )
        self.writer.picked.connect(self._on_writer_picked)

    # -- what they show

    def show_settings(self, settings: Settings, writer: str, model: ModelSettings, *, here_says: str) -> None:
        """Show the settings, without a signal.

        Parameters
        ----------
        here_says
            What is said of the writer on this computer while it is chosen.
        """
        self._shown = model
        upstairs = writer == UPSTAIRS
        can = is_bigquery(settings.connect.source) or bool(settings.bigquery.billing_project)
        self.writer.set_value(writer)
        why = "" if can else self.tr("It is asked in BigQuery: choose that on Connect")
        self.writer.set_usable(UPSTAIRS, can or upstairs, why)
        there_says = self.tr(
            "It never gets a name or an address. Tokens are counted and priced before it is asked; "
            "beyond the budget you are asked first."
        )
        self._form.set_help(self.writer, there_says if upstairs else here_says)
        for row in self._rows:
            self._form.set_shown(row, upstairs)
        self._form.set_shown(self.thinking, upstairs and _takes_thinking(settings, model))
        self._show_model(model)

    def _show_model(self, model: ModelSettings) -> None:
        value = model.function.value if model.function else ""
        self.function.setCurrentIndex(self.function.findData(value))
        for line, text in ((self.endpoint, model.endpoint), (self.connection, model.connection or "")):
            if line.text() != text and not line.hasFocus():
                line.setText(text)
        _show(self.temperature, _USUAL if model.temperature is None else model.temperature)
        _show(self.tokens, model.max_output_tokens or 0)
        budget = model.thinking_budget
        _show(self.thinking, _LEFT_TO_THE_MODEL if budget is None else budget)

    def commit(self) -> None:
        """Take what is being typed."""
        for box in (self.temperature, self.tokens, self.thinking):
            box.interpretText()
        self._on_lines_edited()

    # -- fields

    def _add_model(self) -> None:
        self.function = QComboBox()
        for each in (None, *Generation):
            self.function.addItem(function_text(each), each.value if each else "")
        self.endpoint, self.connection = QLineEdit(), QLineEdit()
        self.endpoint.setPlaceholderText(ModelSettings().endpoint)
        self.connection.setPlaceholderText(self.tr("The project's default connection"))
        self._form.add_row(
            self.tr("Function"),
            self.function,
            self.tr("AI.GENERATE_TABLE in careful mode, ML.GENERATE_TEXT as in the notebook."),
        )
        self._form.add_row(self.tr("Model"), self.endpoint)
        self._form.add_row(
            self.tr("Connection"), self.connection, self.tr("LOCATION.NAME of a Cloud resource connection.")
        )
        self.function.activated.connect(self._on_function_activated)
        for line in (self.endpoint, self.connection):
            line.editingFinished.connect(self._on_lines_edited)

    def _add_amounts(self) -> None:
        usual = self.tr("Usual")
        self.temperature = QDoubleSpinBox(decimals=1, minimum=_USUAL, maximum=2, singleStep=_STEP)
        self.temperature.setSpecialValueText(usual)
        self.tokens = QSpinBox(minimum=0, maximum=_MOST_TOKENS, singleStep=256)
        self.tokens.setSpecialValueText(usual)
        self.thinking = QSpinBox(minimum=_LEFT_TO_THE_MODEL, maximum=_MOST_TOKENS, singleStep=256)
        self.thinking.setSpecialValueText(self.tr("As the model likes"))
        rows = (
            (self.tr("Temperature"), self.temperature, self.tr("0 is sober, 2 is wild.")),
            (
                self.tr("Most tokens of a reply"),
                self.tokens,
                self.tr("What the model thinks counts as well: too few give an empty reply."),
            ),
            (self.tr("Tokens to think with"), self.thinking, ""),
        )
        for name, box, sentence in rows:
            box.setKeyboardTracking(False)
            box.setGroupSeparatorShown(True)
            self._form.add_row(name, box, sentence)
        self.temperature.valueChanged.connect(self._on_temperature_changed)
        self.tokens.valueChanged.connect(self._on_tokens_changed)
        self.thinking.valueChanged.connect(self._on_thinking_changed)

    # -- changes

    def _change(self, text: str, **values: object) -> None:
        changed = self._shown.model_copy(update=values)
        if changed != self._shown:
            self._shown = changed
            self.model_picked.emit(text, changed)

    @Slot(object)
    def _on_writer_picked(self, writer: str) -> None:
        self.writer_picked.emit(writer)

    @Slot(int)
    def _on_function_activated(self, index: int) -> None:
        value = self.function.itemData(index)
        self._change(self.tr("Function"), function=Generation(value) if value else None)

    @Slot()
    def _on_lines_edited(self) -> None:
        endpoint = self.endpoint.text().strip() or ModelSettings().endpoint
        connection = self.connection.text().strip() or None
        self._change(self.tr("Language model"), endpoint=endpoint, connection=connection)

    @Slot(float)
    def _on_temperature_changed(self, value: float) -> None:
        self._change(self.tr("Temperature"), temperature=None if value < 0 else round(value, 1))

    @Slot(int)
    def _on_tokens_changed(self, value: int) -> None:
        self._change(self.tr("Most tokens of a reply"), max_output_tokens=value or None)

    @Slot(int)
    def _on_thinking_changed(self, value: int) -> None:
        budget = None if value == _LEFT_TO_THE_MODEL else value
        self._change(self.tr("Tokens to think with"), thinking_budget=budget)


def _takes_thinking(settings: Settings, model: ModelSettings) -> bool:
    """Whether the function can be told how much the model may think."""
    own = Generation.GENERATE_TEXT if settings.features.mode is Mode.NOTEBOOK else Generation.GENERATE_TABLE
    return (model.function or own) is not Generation.GENERATE_TABLE


def _show(box: QSpinBox | QDoubleSpinBox, value: float) -> None:
    if box.value() == value:
        return
    blocked = box.blockSignals(True)
    if isinstance(box, QSpinBox):
        box.setValue(int(value))
    else:
        box.setValue(value)
    box.blockSignals(blocked)
