"""How many customers come here from BigQuery."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from segdesk.gui.theme import Theme
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.form import Form, Names
from segdesk.gui.widgets.own_field import OwnNumber
from segdesk.project.settings import ROWS_WITH_BIGQUERY_ML, Settings
from segdesk.warehouse.bigquery.place import is_bigquery

_MOST = 2_000_000_000


class UpstairsCard(QWidget):
    """One setting, which is only there where the customers are in BigQuery.

    Attributes
    ----------
    rows_picked
        The most customers to bring here, None for the usual number.
    """

    rows_picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        card = Card(theme, self.tr("From BigQuery"), parent=self)
        self._form = Form(theme, card, names=Names.ABOVE)
        name = self.tr("Customers to bring here")
        self.rows = OwnNumber(theme, name, 0, _MOST, step=100_000)
        self._form.add_row(name, self.rows)
        card.body.addWidget(self._form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.rows.picked.connect(self._on_picked)

    def show_settings(self, settings: Settings) -> None:
        """Show what is set, and what happens where nothing is."""
        self.setVisible(is_bigquery(settings.connect.source))
        here = settings.sweep.engine == "local"
        box = self.rows.box
        blocked = box.blockSignals(True)
        box.setMinimum(0 if here else 1)
        box.setSpecialValueText(self.tr("All") if here else "")
        box.blockSignals(blocked)
        self.rows.show_value(settings.features.rows, 0 if here else ROWS_WITH_BIGQUERY_ML)
        if here:
            text = self.tr("All, as they are clustered on this computer. Fewer are a fair draw by their key.")
        else:
            text = self.tr("BigQuery ML clusters them all; these are for the plots and the scores.")
        self._form.set_help(self.rows, text)

    @Slot(object)
    def _on_picked(self, rows: int | None) -> None:
        self.rows_picked.emit(rows or None)
