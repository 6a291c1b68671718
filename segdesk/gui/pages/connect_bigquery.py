"""A source in BigQuery: who asks, which dataset, and what it may cost."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.context import Context
from segdesk.gui.dialogs.access import AccessDialog
from segdesk.gui.dialogs.sign_in import SignInDialog, signed_in_text
from segdesk.gui.theme import GAP, PAD, ROOM
from segdesk.gui.widgets.calm import calm
from segdesk.gui.widgets.form import Form
from segdesk.project.settings import BigQuerySettings, Settings
from segdesk.tasks.messages import Failure
from segdesk.warehouse.bigquery.check import FoundDataset, FoundProject
from segdesk.warehouse.credentials.identity import SignInState

SCHEME = "bigquery:"
_GIGABYTE = 2**30
_MOST_GIGABYTES = 1_000_000
_MOST_DOLLARS = 1_000_000.0


class BigQueryPlace(QWidget):
    """The fields of a source in BigQuery.

    Attributes
    ----------
    source_changed
        Another ``bigquery:PROJECT.DATASET``; empty while it is not complete.
    settings_changed
        Other `BigQuerySettings`.
    failed
        A `Failure` of a look at what there is.
    """

    source_changed = Signal(str)
    settings_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._bridge = context.bridge
        self._shown = BigQuerySettings()
        self._looked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self._account_row())
        column.addLayout(self._place_row())
        self.advanced = self._advanced()

    @property
    def source(self) -> str:
        """What the fields name, empty where the project or the dataset is missing."""
        project, dataset = self.project.currentText().strip(), self.dataset.currentText().strip()
        return f"{SCHEME}{project}.{dataset}" if project and dataset else ""

    def show_settings(self, settings: Settings) -> None:
        """Show what the settings say."""
        source = settings.connect.source
        if source.startswith(SCHEME) and source != self.source:
            project, _, dataset = source.removeprefix(SCHEME).rpartition(".")
            _show(self.project, project or dataset)
            _show(self.dataset, dataset if project else "")
        self._shown = settings.bigquery
        for field, value in (
            (self.billing, self._shown.billing_project or ""),
            (self.work, self._shown.dataset),
            (self.prefix, self._shown.prefix),
        ):
            if field.text() != value and not field.hasFocus():
                field.setText(value)
        for box, number in ((self.cap, self._shown.byte_cap / _GIGABYTE), (self.budget, self._shown.budget)):
            if box.value() != round(number, box.decimals()) and not box.hasFocus():
                blocked = box.blockSignals(True)
                box.setValue(number)
                box.blockSignals(blocked)

    def look(self) -> None:
        """Ask who is signed in, the first time that this is seen."""
        if not self._looked:
            self._looked = True
            self._ask_account()

    def commit(self) -> None:
        """Take what is typed as if the person had left the field."""
        if self.source:
            self.source_changed.emit(self.source)

    # -- parts

    def _account_row(self) -> QHBoxLayout:
        self.account = QLabel(self.tr("Looking who is signed in…"), self)
        self.account.setProperty("role", "muted")
        self.account.setWordWrap(True)
        self.sign_in = QPushButton(self.tr("Sign in…"), self)
        self.sign_in.clicked.connect(self._on_sign_in)
        self.more = QPushButton(self.tr("Limits…"), self)
        self.more.setToolTip(self.tr("What it may cost, who pays, and where segdesk works"))
        self.costs = QPushButton(self.tr("Costs…"), self)
        self.costs.setToolTip(self.tr("What was spent, and what segdesk has made in BigQuery"))
        self.costs.clicked.connect(self._on_costs)
        self.access = QPushButton(self.tr("Check access…"), self)
        self.access.setToolTip(self.tr("Which roles and services this needs, and which are missing"))
        self.access.clicked.connect(self._on_access)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.account, 1)
        row.addWidget(self.sign_in)
        row.addWidget(self.access)
        row.addWidget(self.more)
        row.addWidget(self.costs)
        return row

    def _place_row(self) -> QHBoxLayout:
        self.project = self._combo(self.tr("Project"), "my-project")
        self.dataset = self._combo(self.tr("Dataset"), "my_dataset")
        self.look_up = QPushButton(self.tr("Look up"), self)
        self.look_up.setToolTip(
            self.tr("Fill the lists with your projects, and with the datasets of the project")
        )
        self.look_up.clicked.connect(self._on_find)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for name, field in ((self.tr("Project"), self.project), (self.tr("Dataset"), self.dataset)):
            label = QLabel(name, self)
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field, 1)
        row.addWidget(self.look_up)
        return row

    def _combo(self, name: str, example: str) -> QComboBox:
        box = QComboBox(self)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setAccessibleName(name)
        box.setMinimumContentsLength(16)
        line = box.lineEdit()
        assert line is not None
        line.setPlaceholderText(example)
        line.setAccessibleName(name)
        line.editingFinished.connect(self._on_place_edited)
        box.activated.connect(self._on_place_edited)
        calm(box)
        return box

    def _advanced(self) -> QDialog:
        """Return the dialog with what is set once, if ever."""
        dialog = QDialog(self)
        dialog.setWindowTitle(self.tr("Limits and place of work in BigQuery"))
        self.billing, self.work, self.prefix = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.billing.setPlaceholderText(self.tr("the source's own project"))
        self.cap = self._amount(_MOST_GIGABYTES, " GiB", 1)
        self.budget = self._amount(_MOST_DOLLARS, " $", 2)
        form = Form(self._context.theme, dialog)
        rows = (
            (self.tr("Most that a statement reads"), self.cap, self.tr("Beyond it you are asked first.")),
            (
                self.tr("Budget of this project"),
                self.budget,
                self.tr("US dollars by list price, all statements together. Beyond it you are asked first."),
            ),
            (self.tr("Project that pays"), self.billing, ""),
            (
                self.tr("Dataset to work in"),
                self.work,
                self.tr("Tables and models are made there; it is made where it is missing."),
            ),
            (self.tr("Names begin with"), self.prefix, ""),
        )
        for name, field, sentence in rows:
            form.add_row(name, field, sentence)
        for line in (self.billing, self.work, self.prefix):
            line.editingFinished.connect(self._on_settings_edited)
        for box in (self.cap, self.budget):
            box.valueChanged.connect(self._on_settings_edited)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
        buttons.rejected.connect(dialog.reject)
        column = QVBoxLayout(dialog)
        column.setContentsMargins(ROOM, ROOM, ROOM, PAD)
        column.setSpacing(PAD)
        column.addWidget(form)
        column.addStretch()
        column.addWidget(buttons)
        dialog.resize(self._context.theme.size(620), self._context.theme.size(420))
        self.more.clicked.connect(dialog.open)
        return dialog

    def _amount(self, most: float, unit: str, decimals: int) -> QDoubleSpinBox:
        box = QDoubleSpinBox(self)
        box.setDecimals(decimals)
        box.setRange(0, most)
        box.setSuffix(unit)
        box.setGroupSeparatorShown(True)
        box.setKeyboardTracking(False)
        return box

    # -- what happens

    def _ask_account(self) -> None:
        self._bridge.ask(
            self, "segdesk.steps.access:sign_in_state", then=self._on_account, failed=self._on_failed
        )

    def _on_account(self, state: SignInState) -> None:
        self.account.setText(signed_in_text(state))
        self.sign_in.setText(self.tr("Account…") if state.method else self.tr("Sign in…"))

    def _on_failed(self, failure: Failure) -> None:
        self.failed.emit(failure)

    @Slot()
    def _on_sign_in(self) -> None:
        SignInDialog(self._context, self).exec()
        self._ask_account()

    @Slot()
    def _on_access(self) -> None:
        self.commit()
        AccessDialog(self._context, self).exec()

    @Slot()
    def _on_costs(self) -> None:
        from segdesk.gui.dialogs.bigquery_costs import open_costs

        open_costs(self._context, self.window())

    @Slot()
    def _on_find(self) -> None:
        project = self.project.currentText().strip()
        self._bridge.ask(
            self, "segdesk.steps.access:projects", then=self._on_projects, failed=self._on_failed
        )
        if project:
            self._bridge.ask(
                self,
                "segdesk.steps.access:datasets",
                project,
                then=self._on_datasets,
                failed=self._on_failed,
            )

    def _on_projects(self, found: Sequence[FoundProject]) -> None:
        _fill(self.project, [each.project for each in found])

    def _on_datasets(self, found: Sequence[FoundDataset]) -> None:
        _fill(self.dataset, [each.dataset for each in found])
        if found:
            self.dataset.showPopup()

    @Slot()
    def _on_place_edited(self) -> None:
        self.source_changed.emit(self.source)

    @Slot()
    def _on_settings_edited(self) -> None:
        changed = self._shown.model_copy(
            update={
                "billing_project": self.billing.text().strip() or None,
                "dataset": self.work.text().strip() or BigQuerySettings().dataset,
                "prefix": self.prefix.text().strip(),
                "byte_cap": round(self.cap.value() * _GIGABYTE),
                "budget": self.budget.value(),
            }
        )
        if changed != self._shown:
            self._shown = changed
            self.settings_changed.emit(changed)


def _show(box: QComboBox, text: str) -> None:
    if box.currentText() != text:
        box.setEditText(text)


def _fill(box: QComboBox, names: Sequence[str]) -> None:
    """Offer names, and leave alone what is typed."""
    typed = box.currentText()
    box.clear()
    box.addItems(names)
    box.setEditText(typed)
