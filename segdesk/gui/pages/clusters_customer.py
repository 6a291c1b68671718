"""Everything about one customer, beside the map or the table where it was clicked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from segdesk.gui.context import Context
from segdesk.gui.numbers import number
from segdesk.gui.pages.clusters_fields import Field, FieldList
from segdesk.gui.pages.clusters_words import title_with_unit
from segdesk.gui.sentences import word
from segdesk.gui.theme import GAP
from segdesk.gui.widgets.badge import Badge
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.elided import ElidedLabel
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.swatch import Swatch
from segdesk.review.customer import Customer, Detail
from segdesk.review.customer_columns import in_words


class CustomerCard(Card):
    """One customer: its segment, how well it fits, and all its fields.

    Attributes
    ----------
    closed
        The person wants the room back.
    table_wanted
        The person wants to see this customer among the others in the table.
    """

    closed = Signal()
    table_wanted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent=parent)
        self.customer: Customer | None = None
        theme = context.theme
        copy = self.add_tool("copy", self.tr("Copy all fields"))
        find = self.add_tool("table", self.tr("Find in the table"))
        close = self.add_tool("close", self.tr("Close"))
        self._swatch = Swatch(theme, "")
        self._segment = ElidedLabel(theme)
        self._segment.setProperty("role", "strong")
        self._outlier = Badge(theme, self.tr("Outlier"), Kind.WARNING)
        self._outlier.setToolTip(self.tr("Farther from its segment's centre than is usual"))
        self._fit = QLabel()
        self._fit.setProperty("role", "small")
        self._fit.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._swatch)
        line.addWidget(self._segment, 1)
        line.addWidget(self._outlier)
        self.fields = FieldList(theme)
        self.fields.setAccessibleName(self.tr("Fields of the customer"))
        self.body.addLayout(line)
        self.body.addWidget(self._fit)
        self.body.addWidget(self.fields, 1)
        copy.clicked.connect(self._on_copy_clicked)
        find.clicked.connect(self._on_find_clicked)
        close.clicked.connect(self.closed)

    def show_customer(self, customer: Customer) -> None:
        """Show a customer."""
        self.customer = customer
        key = in_words(customer.key_name)
        self.set_title(self.tr("Customer"))
        self.setAccessibleName(self.tr("Customer {key}").format(key=customer.key))
        name = customer.label or customer.segment
        self._swatch.show_segment(customer.segment or "")
        self._swatch.setVisible(customer.segment is not None)
        self._segment.setText(name or self.tr("In no segment"))
        self._outlier.setVisible(customer.outlier)
        self._fit.setVisible(customer.distance is not None)
        text = self.tr("{times} times the usual distance from the segment's centre")
        self._fit.setText(text.format(times=number(customer.distance, 2)))
        rest = (Field(_title_of(each), each.value) for each in customer.details)
        self.fields.show_fields((Field(key, customer.key), *rest))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _on_copy_clicked(self) -> None:
        self.fields.copy_all((self.tr("Field"), self.tr("Value")))

    def _on_find_clicked(self) -> None:
        if self.customer is not None:
            self.table_wanted.emit(self.customer.row)


def _title_of(detail: Detail) -> str:
    return title_with_unit(word("feature", detail.title), word("unit", detail.unit))
