"""The segments in one line: how many and why, and how far they can be trusted."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from segdesk.gui.numbers import number, percent
from segdesk.gui.pages.clusters_words import agreement_text
from segdesk.gui.sentences import said
from segdesk.gui.theme import GAP, PAD, ROOM, TIGHT, Theme
from segdesk.gui.widgets.badge import Badge
from segdesk.project.step import State
from segdesk.review.clusters import Clusters

_OFTEN_RIGHT = 0.9
"""Share of customers that rules put right above which they can stand in for the segments."""


class ClustersStrip(QFrame):
    """How many segments there are, why, and four figures.

    Attributes
    ----------
    settings_wanted
        The person wants to see the settings.
    """

    settings_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("Segments at a glance"))
        self._count = QLabel()
        self._count.setProperty("role", "number")
        self._state = Badge(theme)
        self._reason = QLabel()
        self._reason.setProperty("role", "small")
        self._reason.setWordWrap(True)
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._customers = _Figure(self.tr("Customers"))
        self._outliers = _Figure(self.tr("Outliers"))
        self._stability = _Figure(self.tr("Stability"))
        self._rules = _Figure(self.tr("Rules agree"))
        self.settings = QPushButton(self.tr("Settings"))
        self.settings.setToolTip(self.tr("Outliers and stability"))
        self.settings.clicked.connect(self.settings_wanted)
        theme.dress(self.settings, "settings")
        self._figures = QWidget()
        self._lay_out()
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that there are no segments yet."""
        self._count.setText(self.tr("Segments"))
        self._reason.setText(self.tr("How many there will be is chosen on Sweep."))
        self._figures.hide()
        self._state.hide()

    def show_clusters(self, clusters: Clusters) -> None:
        """Show the segments that there are."""
        self._count.setText(self.tr("{count} segments").format(count=number(clusters.k)))
        self._reason.setText(said(clusters.reason))
        self._figures.show()
        aside = next((segment.size for segment in clusters.segments if segment.set_aside), 0)
        self._customers.show_value(number(clusters.customers), self._aside_text(aside))
        share = clusters.outliers / (clusters.customers - aside) if clusters.customers > aside else 0.0
        self._outliers.show_value(
            number(clusters.outliers),
            self.tr("{share} of the clustered customers are farther from their segment than is usual").format(
                share=percent(share)
            ),
        )
        self._show_stability(clusters)
        self._show_rules(clusters)

    def show_state(self, state: State) -> None:
        """Say so where the segments are out of date."""
        self._state.show_state(state)
        self._state.setVisible(state is State.OUT_OF_DATE)

    def _aside_text(self, aside: int) -> str:
        if not aside:
            return self.tr("In all segments together")
        text = self.tr("{count} of them never bought: they are a segment of their own, beside the others")
        return text.format(count=number(aside))

    def _show_stability(self, clusters: Clusters) -> None:
        if clusters.adjusted_rand is None:
            self._stability.show_value(
                self.tr("Not measured"), self.tr("Set how often it is measured under Settings")
            )
            return
        rows = clusters.stability_rows or clusters.customers
        self._stability.show_value(
            agreement_text(clusters.adjusted_rand),
            self.tr(
                "{value} on a scale where 1 means that the same segments are found again when customers are"
                " drawn anew, and 0 that they are found by chance (adjusted Rand index, {rows} customers)"
            ).format(
                value=number(clusters.adjusted_rand, 2),
                rows=number(rows),
            ),
            number(clusters.adjusted_rand, 2),
        )

    def _show_rules(self, clusters: Clusters) -> None:
        share = percent(clusters.rules_fidelity)
        if clusters.rules_fidelity >= _OFTEN_RIGHT:
            text = self.tr("The rules put {share} of the customers into their segment")
        else:
            text = self.tr(
                "The rules put only {share} of the customers into their segment: do not rely on them"
            )
        self._rules.show_value(share, text.format(share=share))

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(GAP)
        title.addWidget(self._count)
        title.addWidget(self._state)
        title.addStretch()
        figures = QHBoxLayout(self._figures)
        figures.setContentsMargins(0, 0, 0, 0)
        figures.setSpacing(ROOM)
        for figure in (self._customers, self._outliers, self._stability, self._rules):
            figures.addWidget(figure)
        row = QHBoxLayout()
        row.setSpacing(ROOM)
        row.addLayout(title, 1)
        row.addWidget(self._figures)
        row.addWidget(self.settings)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, GAP + TIGHT, PAD, GAP + TIGHT)
        column.setSpacing(TIGHT)
        column.addLayout(row)
        column.addWidget(self._reason)


class _Figure(QWidget):
    """A figure with its name below, and a sentence about it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._value = QLabel()
        self._value.setProperty("role", "section")
        self._more = QLabel()
        self._more.setProperty("role", "muted")
        caption = QLabel(name)
        caption.setProperty("role", "small")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        line = QHBoxLayout()
        line.setSpacing(TIGHT + 2)
        line.addWidget(self._value)
        line.addWidget(self._more)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT // 2)
        column.addLayout(line)
        column.addWidget(caption)

    def show_value(self, value: str, sentence: str, more: str = "") -> None:
        """Show the figure, what follows it in muted letters, and a sentence as its tool tip."""
        self._value.setText(value)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.setToolTip(sentence)
        self.setAccessibleName(f"{self._name}: {value} {more}".rstrip())
        self.setAccessibleDescription(sentence)
