"""How surely each segment of the last Clusters run is found again."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from segdesk.gui.context import Context
from segdesk.gui.numbers import number
from segdesk.gui.pages.sweep_words import band_text
from segdesk.gui.views.columns import Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.review.sweep import SweepShown

_TWO = partial(number, decimals=2)


class StabilityTable(QWidget):
    """The segments with their stability.

    Attributes
    ----------
    sentence
        What is shown.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = ""
        title = self.tr("Stability of the segments")
        self.table = TableView(
            context.theme, title=title, store=context.store, store_key="stability", parent=self
        )
        self.table.set_searchable(False)
        self.table.set_empty_text(
            self.tr("Run Clusters: it makes the chosen number of segments and measures how stable each is.")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_stability(self, shown: SweepShown) -> None:
        """Show the segments of the last Clusters run."""
        segments = shown.stability
        self.sentence = self._sentence_of(shown) if segments else ""
        names = [f"{s.segment}: {s.label}" if s.label else s.segment for s in segments]
        marks = [s.segment for s in segments]
        self.table.set_columns(
            Columns(
                (
                    Column(self.tr("Segment"), names, segments=marks, name="segment"),
                    Column(self.tr("Customers"), [s.size for s in segments], format=number, name="size"),
                    Column(
                        self.tr("Found again"),
                        [s.jaccard for s in segments],
                        format=_TWO,
                        tooltip=self.tr(
                            "Mean Jaccard similarity of the segment and its likest one among customers "
                            "drawn anew: 1 is the very same"
                        ),
                        name="jaccard",
                    ),
                    Column(
                        self.tr("In a word"), [self._word(s.jaccard, s.band) for s in segments], name="band"
                    ),
                )
            )
        )

    def _word(self, jaccard: float | None, band: str | None) -> str:
        return band_text(None if jaccard is None else band)

    def _sentence_of(self, shown: SweepShown) -> str:
        text = self.tr(
            "Clusters made {k} segments, and looked for each again among customers drawn anew. "
            "1 is the very same; below 0.6 it is hardly there."
        ).format(k=shown.clustered_k)
        if shown.choice is not None and shown.choice.k != shown.clustered_k:
            now = self.tr("{k} segments are chosen now: run Clusters to measure those.")
            text += " " + now.format(k=shown.choice.k)
        return text
