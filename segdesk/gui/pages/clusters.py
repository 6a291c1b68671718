"""Clusters: the segments from every side, around one selection."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from segdesk.gui.pages.base import Page
from segdesk.gui.pages.clusters_customer import CustomerCard
from segdesk.gui.pages.clusters_settings import ClustersSettingsCard
from segdesk.gui.pages.clusters_strip import ClustersStrip
from segdesk.gui.pages.clusters_views import View, Views
from segdesk.gui.theme import PAD
from segdesk.gui.widgets.empty import EmptyState
from segdesk.gui.widgets.remembered import remember
from segdesk.project.step import Step
from segdesk.review import clusters as review
from segdesk.review.clusters import Clusters
from segdesk.review.customer import Customer, customer

_LEGEND, _VIEWS, _CUSTOMER = 290, 800, 300


class ClustersPage(Page):
    """The segments: a strip of figures, the legend, several views, and the customer that was clicked."""

    step: ClassVar[Step] = Step.CLUSTERS

    def explanation(self) -> str:
        """Return what the step is for."""
        return self.tr("Puts every customer into a segment, and shows what makes each segment different.")

    def action_text(self) -> str:
        """Return what the primary button says."""
        return self.tr("Make the segments")

    # -- building

    def build(self) -> Iterator[None]:
        """Put the strip, the legend and the views together."""
        from segdesk.gui.plots.legend import Legend

        self._shown: object = None
        self._features_of: str | None = None
        self._has_lasso = False
        self.strip = ClustersStrip(self.theme, self.content)
        self.settings = ClustersSettingsCard(self.bridge, self.theme, self)
        self.strip.settings_wanted.connect(self._on_settings_wanted)
        yield
        self._stack = QStackedWidget(self.content)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self._stack)
        left = QWidget(self.splitter)
        self.legend = Legend(self.theme, self.context.selection, left)
        self.views = Views(self._makers(), self.context.store, self.splitter)
        yield
        if self.bridge.held is not None and self.bridge.held.segments:
            yield from self.views.build()
        self.customer = CustomerCard(self.context, self.splitter)
        self.customer.hide()
        self.customer.closed.connect(self._on_customer_closed)
        self.customer.table_wanted.connect(self._on_table_wanted)
        yield
        self._lay_out(left)
        self._stack.addWidget(self._nothing())
        self._stack.addWidget(self.splitter)
        self.body.addWidget(self.strip)
        self.body.addWidget(self._stack, 1)

    def _nothing(self) -> QWidget:
        return EmptyState(
            self.theme,
            "clusters",
            self.tr("No segments yet"),
            self.tr("Make the segments, and see here who is in them, how they differ and how far they hold."),
            parent=self._stack,
        )

    def _lay_out(self, left: QWidget) -> None:
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.legend)
        left.setMinimumWidth(self.theme.size(190))
        self.views.setMinimumSize(self.theme.size(440), self.theme.size(230))
        self.customer.setMinimumWidth(self.theme.size(230))
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(PAD)
        for place, widget in enumerate((left, self.views, self.customer)):
            self.splitter.setStretchFactor(place, 1 if widget is self.views else 0)
        self.splitter.setSizes([self.theme.size(size) for size in (_LEGEND, _VIEWS, _CUSTOMER)])
        remember(self.splitter, self.context.store, "layout/clusters/main")

    def _makers(self) -> dict[View, Callable[[QWidget], QWidget]]:
        return {
            View.MAP: self._make_map,
            View.PROFILE: self._make_profile,
            View.SIZES: self._make_sizes,
            View.CENTROIDS: self._make_centroids,
            View.CUSTOMERS: self._make_customers,
            View.RULES: self._make_rules,
        }

    def _make_map(self, place: QWidget) -> QWidget:
        from segdesk.gui.pages.clusters_map import MapTab

        tab = MapTab(self.context, place)
        tab.customer_found.connect(self._on_customer_found)
        tab.lassoed.connect(self._on_lassoed)
        return tab

    def _make_profile(self, place: QWidget) -> QWidget:
        from segdesk.gui.pages.clusters_profile import ProfileTab

        return ProfileTab(self.context, place)

    def _make_sizes(self, place: QWidget) -> QWidget:
        from segdesk.gui.pages.clusters_tables import SizesTab

        return SizesTab(self.context, place)

    def _make_centroids(self, place: QWidget) -> QWidget:
        from segdesk.gui.pages.clusters_tables import CentroidsTab

        return CentroidsTab(self.context, place)

    def _make_customers(self, place: QWidget) -> QWidget:
        from segdesk.gui.pages.clusters_customers import CustomersTab

        tab = CustomersTab(self.context, place)
        tab.set_selected_only(self._has_lasso and bool(len(self.context.selection.customers)))
        tab.customer_wanted.connect(self._on_customer_wanted)
        return tab

    def _make_rules(self, place: QWidget) -> QWidget:
        from segdesk.gui.pages.clusters_rules import RulesTab

        return RulesTab(self.context, place)

    # -- what is shown

    def refresh(self) -> None:
        """Show the settings at once, and the segments when the worker has answered."""
        held = self.bridge.held
        assert held is not None
        self.settings.show_settings(held.settings.clusters)
        self.strip.show_state(held.state(self.step))
        self.bridge.ask(self, review.clusters, then=self._on_clusters)

    def _on_clusters(self, clusters: Clusters | None) -> None:
        self._stack.setCurrentIndex(0 if clusters is None else 1)
        if clusters is None:
            self._shown = None
            self.strip.show_nothing()
            self.customer.hide()
            return
        if self._identity(clusters) == self._shown:
            return
        from segdesk.gui.plots.legend import Entry

        self._forget_other_customers()
        self._shown = self._identity(clusters)
        self.strip.show_clusters(clusters)
        self.legend.set_entries([Entry(s.segment, s.label or "", s.size) for s in clusters.segments])
        self.views.show_clusters(clusters)
        if self.customer.isVisible() and self.customer.customer is not None:
            self._on_customer_wanted(self.customer.customer.row)

    def _identity(self, clusters: Clusters) -> object:
        """Return what is the same as long as there is nothing new to show."""
        held = self.bridge.held
        assert held is not None
        used = (tuple(n.clustered for n in clusters.numbers), tuple(c.clustered for c in clusters.categories))
        return clusters.run, clusters.segments, used, held.steps[Step.FEATURES].finished

    def _forget_other_customers(self) -> None:
        """Select nobody where the customers are others than those that were selected."""
        held = self.bridge.held
        assert held is not None
        finished = held.steps[Step.FEATURES].finished
        if self._features_of not in (None, finished):
            self.context.selection.clear_customers()
            self.customer.hide()
        self._features_of = finished

    # -- what happens

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Highlight no segment on Escape."""
        if event.key() == Qt.Key.Key_Escape and self.context.selection.picked:
            self.context.selection.select_segments(())
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_settings_wanted(self) -> None:
        self.settings.open_below(self.strip.settings)

    @Slot()
    def _on_lassoed(self) -> None:
        """Show those who were drawn around in the table, and only them."""
        from segdesk.gui.pages.clusters_customers import CustomersTab

        self._has_lasso = bool(len(self.context.selection.customers))
        table = self.views.found(View.CUSTOMERS)
        if isinstance(table, CustomersTab):
            table.set_selected_only(self._has_lasso)

    @Slot(int)
    def _on_customer_wanted(self, row: int) -> None:
        self.bridge.ask(self, customer, row, then=self._on_customer_found)

    @Slot(object)
    def _on_customer_found(self, found: Customer | None) -> None:
        self.customer.setVisible(found is not None)
        if found is not None:
            self.customer.show_customer(found)

    @Slot()
    def _on_customer_closed(self) -> None:
        self.customer.hide()

    @Slot(int)
    def _on_table_wanted(self, row: int) -> None:
        from segdesk.gui.pages.clusters_customers import CustomersTab

        self.views.go_to(View.CUSTOMERS)
        table = self.views.found(View.CUSTOMERS)
        if isinstance(table, CustomersTab):
            table.reveal(row)
