"""The segments restated as rules that any warehouse can apply."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from segdesk.gui.context import Context
from segdesk.gui.numbers import percent
from segdesk.gui.theme import GAP
from segdesk.gui.views.sql_editor import SqlEditor
from segdesk.review.clusters import Clusters


class RulesTab(QWidget):
    """The rules as SQL, to be read and copied."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setProperty("role", "muted")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.copy = QPushButton(self.tr("Copy"))
        self.copy.setAccessibleName(self.tr("Copy the rules"))
        context.theme.dress(self.copy, "copy")
        self.copy.clicked.connect(self._on_copy_clicked)
        self.sql = SqlEditor(context.theme)
        self.sql.set_read_only(True)
        self.sql.editor.setAccessibleName(self.tr("Rules of the segments, in SQL"))
        self.sql.editor.setAccessibleDescription("")
        bar = QHBoxLayout()
        bar.setSpacing(GAP * 2)
        bar.addWidget(self._sentence, 1)
        bar.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(bar)
        column.addWidget(self.sql, 1)

    def show_clusters(self, clusters: Clusters) -> None:
        """Show the rules that there are now."""
        text = self.tr(
            "These rules put {share} of the customers into the segment that they are in. They need only the"
            " columns they name, so they run wherever your customers are."
        )
        self._sentence.setText(text.format(share=percent(clusters.rules_fidelity)))
        self.sql.set_text(clusters.rules_sql)
        self.copy.setText(self.tr("Copy"))

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.sql.text)
        self.copy.setText(self.tr("Copied"))
