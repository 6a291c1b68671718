"""Where BigQuery ML keeps the sweep's models besides BigQuery, and the key that encrypts them."""

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from segdesk.gui.widgets.form import Form
from segdesk.project.settings import BigQueryMLSettings


class RegistryFields(QObject):
    """Rows of a form; what Google would not take as a name stays in its field, with the reason.

    Attributes
    ----------
    picked
        What was changed, as Undo shows it, and the changed fields of `BigQueryMLSettings` by name.
    """

    picked = Signal(str, dict)

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self._form = form
        self._shown = BigQueryMLSettings()
        self.model, self.aliases, self.key = QLineEdit(), QLineEdit(), QLineEdit()
        self.model.setPlaceholderText(self.tr("Not in the registry"))
        self.aliases.setPlaceholderText(self.tr("None"))
        self.key.setPlaceholderText(self.tr("Google's own"))
        form.add_row(self.tr("Name in Vertex AI"), self.model, self._model_says(tuned=False))
        form.add_row(self.tr("Version aliases"), self.aliases, self.tr("Separated by commas."))
        form.add_row(
            self.tr("Encryption key"),
            self.key,
            self.tr("Of Cloud KMS: projects/…/locations/…/keyRings/…/cryptoKeys/…"),
        )
        self.model.editingFinished.connect(self._on_model_edited)
        self.aliases.editingFinished.connect(self._on_aliases_edited)
        self.key.editingFinished.connect(self._on_key_edited)

    @property
    def rows(self) -> tuple[QWidget, ...]:
        """The fields, as the form knows them."""
        return self.model, self.aliases, self.key

    def show_options(self, options: BigQueryMLSettings, *, shown: bool) -> None:
        """Show the settings, without a signal."""
        if (options.trials is None) != (self._shown.trials is None):
            self._form.set_help(self.model, self._model_says(tuned=options.trials is not None))
        self._shown = options
        texts = (options.vertex_ai_model or "", ", ".join(options.vertex_ai_aliases), options.kms_key or "")
        for line, text in zip((self.model, self.aliases, self.key), texts, strict=True):
            if line.text() != text and not line.hasFocus():
                line.setText(text)
                self._form.set_error(line, "")
            self._form.set_shown(line, shown)
        self._form.set_shown(self.aliases, shown and options.vertex_ai_model is not None)

    def _model_says(self, *, tuned: bool) -> str:
        if tuned:
            return self.tr("The model is put there under this name.")
        return self.tr("Each model is put there with _ and its number of segments after it.")

    @Slot()
    def _on_model_edited(self) -> None:
        wrong = self.tr("Small letters, digits, - and _, not a digit first, 59 characters at most")
        name = self.model.text().strip() or None
        self._take(self.model, self.tr("Name in Vertex AI"), wrong, vertex_ai_model=name)

    @Slot()
    def _on_aliases_edited(self) -> None:
        names = tuple(name.strip() for name in self.aliases.text().split(",") if name.strip())
        wrong = self.tr("Letters, digits and -, a small letter first")
        self._take(self.aliases, self.tr("Version aliases"), wrong, vertex_ai_aliases=names)

    @Slot()
    def _on_key_edited(self) -> None:
        wrong = self.tr("Write projects/P/locations/L/keyRings/R/cryptoKeys/K")
        key = self.key.text().strip() or None
        self._take(self.key, self.tr("Encryption key"), wrong, kms_key=key)

    def _take(self, line: QLineEdit, text: str, wrong: str, **values: object) -> None:
        try:
            changed = BigQueryMLSettings.model_validate({**self._shown.model_dump(), **values})
        except ValidationError:
            self._form.set_error(line, wrong)
            return
        self._form.set_error(line, "")
        if changed != self._shown:
            self._shown = changed
            self.picked.emit(text, values)
