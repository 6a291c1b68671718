"""The segments as tables: their size and stability, and their centroids."""

from enum import Enum

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from segdesk.gui.context import Context
from segdesk.gui.numbers import number, percent
from segdesk.gui.pages.clusters_words import Profiled, name_of, profiled
from segdesk.gui.pages.sweep_words import band_text
from segdesk.gui.theme import GAP
from segdesk.gui.views.columns import Align, Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.review.clusters import Clusters


class SegmentTable(QWidget):
    """A table with a row for each segment; selecting rows picks segments, and the other way round."""

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = context.selection
        self._segments: tuple[str, ...] = ()
        key = f"clusters/{name}"
        self.table = TableView(context.theme, title=self.title(), store=context.store, store_key=key)
        self.table.set_searchable(False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, GAP, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(self.table, 1)
        self.table.selection_changed.connect(self._on_rows_selected)
        self._selection.segments_changed.connect(self._on_segments_changed)

    def title(self) -> str:
        """Return what the table shows."""
        raise NotImplementedError

    def show_segments(self, clusters: Clusters, columns: tuple[Column, ...]) -> None:
        """Show these columns beside the segments' names and sizes."""
        segments = clusters.segments
        self._segments = tuple(segment.segment for segment in segments)
        names = Column(
            self.tr("Segment"), [name_of(segment) for segment in segments], segments=self._segments
        )
        sizes = Column(self.tr("Customers"), [segment.size for segment in segments], format=number)
        shares = Column(self.tr("Share"), [segment.share for segment in segments], format=percent)
        blocked = self.table.blockSignals(True)
        self.table.set_columns(Columns((names, sizes, shares, *columns)))
        self.table.blockSignals(blocked)
        self._on_segments_changed()

    @Slot(object)
    def _on_rows_selected(self, rows: np.ndarray) -> None:
        self._selection.select_segments(self._segments[row] for row in rows)

    @Slot()
    def _on_segments_changed(self) -> None:
        """Select the rows of the picked segments."""
        rows = np.array([n for n, s in enumerate(self._segments) if s in self._selection.picked], np.int64)
        if not np.array_equal(rows, self.table.selected_rows):
            blocked = self.table.blockSignals(True)
            self.table.select_rows(rows)
            self.table.blockSignals(blocked)


class SizesTab(SegmentTable):
    """Each segment's size, and whether it can be relied on."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "sizes", parent)

    def title(self) -> str:
        """Return what the table shows."""
        return self.tr("Sizes and stability")

    def show_clusters(self, clusters: Clusters) -> None:
        """Show the segments that there are now."""
        segments = clusters.segments
        jaccard = Column(
            self.tr("Stability"),
            [segment.stability for segment in segments],
            format=_two_digits,
            tooltip=self.tr(
                "1: the same customers are together again when customers are drawn anew. 0: none"
            ),
        )
        words = Column(
            self.tr("In a word"),
            ["" if segment.set_aside else band_text(segment.band) for segment in segments],
        )
        outliers = Column(
            self.tr("Outliers"),
            [segment.outliers for segment in segments],
            format=number,
            tooltip=self.tr("Customers who are farther from the segment's centre than is usual"),
        )
        notes = Column(
            self.tr("To know"), [self._note(segment.small, segment.set_aside) for segment in segments]
        )
        self.show_segments(clusters, (jaccard, words, outliers, notes))

    def _note(self, is_small: bool, is_aside: bool) -> str:
        if is_small:
            return self.tr("Too small for advertising platforms")
        return self.tr("Set aside, not clustered") if is_aside else ""


class Figures(Enum):
    """In what the centroids are shown."""

    UNITS = "units"
    INDEX = "index"


class CentroidsTab(SegmentTable):
    """The means of every feature in each segment."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "centroids", parent)
        self._clusters: Clusters | None = None
        self.figures = ChoiceRow(
            context.theme,
            (
                Option(Figures.UNITS, self.tr("In units"), tip=self.tr("The mean of each segment")),
                Option(
                    Figures.INDEX,
                    self.tr("As index"),
                    tip=self.tr("The mean in per cent of all customers' mean: 100 is average"),
                ),
            ),
            self.tr("Figures"),
        )
        self._column.insertWidget(0, self.figures)
        self.figures.picked.connect(self._on_figures_picked)

    def title(self) -> str:
        """Return what the table shows."""
        return self.tr("Centroids")

    def show_clusters(self, clusters: Clusters) -> None:
        """Show the segments that there are now."""
        self._clusters = clusters
        index = self.figures.value is Figures.INDEX
        self.show_segments(clusters, tuple(self._mean(feature, index) for feature in profiled(clusters)))

    def _mean(self, profiled_: Profiled, index: bool) -> Column:
        feature = profiled_.feature
        average = self.tr("All customers: {value}").format(value=number(feature.average))
        if index:
            values, unit, shown = feature.index, self.tr("index"), _whole
        else:
            values, unit, shown = feature.means, feature.unit, None
        return Column(
            feature.title,
            np.array([np.nan if value is None else value for value in values]),
            unit=unit,
            format=shown,
            align=Align.RIGHT,
            tooltip=f"{average} {feature.unit}".rstrip(),
            name=f"{profiled_.name}/index" if index else profiled_.name,
        )

    @Slot(object)
    def _on_figures_picked(self, _figures: object) -> None:
        if self._clusters is not None:
            self.show_clusters(self._clusters)


def _two_digits(value: float | None) -> str:
    return number(value, 2)


def _whole(value: float | None) -> str:
    return number(value, 0)
