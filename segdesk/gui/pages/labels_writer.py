"""Who names the segments that no person has named."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from segdesk.gui.context import Context
from segdesk.gui.pages.model_fields import ModelFields
from segdesk.gui.theme import PAD, ROOM
from segdesk.gui.widgets.choice_row import Option
from segdesk.gui.widgets.form import Form
from segdesk.project.settings import ModelSettings


class LabelWriterDialog(QDialog):
    """Rules or a language model; a change is in the project at once, and in the names with the next run."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Who names the segments"))
        self._bridge = context.bridge
        theme = context.theme
        form = Form(theme, self)
        name = self.tr("Named by")
        self.fields = ModelFields(theme, form, Option("rules", self.tr("Rules")), name)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(ROOM, ROOM, ROOM, PAD)
        column.setSpacing(PAD)
        column.addWidget(form)
        column.addStretch()
        column.addWidget(buttons)
        self.resize(theme.size(620), theme.size(520))
        self.fields.writer_picked.connect(self._on_writer_picked)
        self.fields.model_picked.connect(self._on_model_picked)
        self._bridge.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        held = self._bridge.held
        if held is not None:
            labels = held.settings.labels
            says = self.tr("Rules work here, on the segments' figures, and cost nothing.")
            self.fields.show_settings(held.settings, labels.writer, labels.model, here_says=says)

    def _change(self, text: str, **values: object) -> None:
        held = self._bridge.held
        if held is not None:
            labels = held.settings.labels.model_copy(update=values)
            self._bridge.change_settings(held.settings.model_copy(update={"labels": labels}), text)
            self._show()

    @Slot(str)
    def _on_writer_picked(self, writer: str) -> None:
        self._change(self.tr("Who names the segments"), writer=writer)

    @Slot(str, object)
    def _on_model_picked(self, text: str, model: ModelSettings) -> None:
        self._change(text, model=model)

    def reject(self) -> None:
        """Take what is being typed, and close."""
        self.fields.commit()
        super().reject()
