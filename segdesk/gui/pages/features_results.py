"""The right side of the Features page: what is known of the customers and of each feature."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QByteArray, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from segdesk.gui.context import Context
from segdesk.gui.pages.features_plots import AllHistograms, CorrelationView, FeaturePlot
from segdesk.gui.pages.features_table import FeatureTable
from segdesk.gui.theme import GAP, PAD, Theme
from segdesk.gui.views.remote_table import RemoteTable
from segdesk.gui.widgets.empty import EmptyState
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.project.settings import Settings
from segdesk.review.features import Features, ShownFeature

_SPLIT: Final = "layout/features/plot"
_TABLE: Final = 450
_PLOT: Final = 550


class Results(QObject):
    """The tabs that show what the last build has made; only the one in front is kept up to date.

    Attributes
    ----------
    table
        Where features are ticked and prepared.
    leave_out_wanted
        Names of features that the settings ask for and the customers do not have.
    failed
        A `Failure`.
    """

    leave_out_wanted = Signal(object)
    failed = Signal(object)

    def __init__(self, context: Context, tabs: QTabWidget) -> None:
        super().__init__(tabs)
        self._context = context
        self._theme = context.theme
        self._store = context.store
        self._tabs = tabs
        self._places: tuple[_OrEmpty, ...] = ()
        self._found: Features | None = None

    def build(self) -> Iterator[None]:
        """Make the tabs, one after the other."""
        context = self._context
        place = self._add_tab(self.tr("Features"), self.tr("No features yet"))
        self._split = QSplitter(Qt.Orientation.Vertical, place.frame)
        yield
        self._add_list(QWidget(self._split))
        yield
        self.plot = FeaturePlot(context, self._split)
        yield from self.plot.build()
        self._lay_out_list()
        place.take(self._split)
        yield
        place = self._add_tab(self.tr("All histograms"), self.tr("No histograms yet"))
        self.histograms = AllHistograms(context.theme, place.frame)
        place.take(self.histograms)
        yield
        place = self._add_tab(self.tr("Correlation"), self.tr("No correlation yet"))
        self.correlation = CorrelationView(context.theme, place.frame)
        place.take(self.correlation)
        yield
        place = self._add_tab(self.tr("Customers"), self.tr("No customers yet"))
        self.customers = RemoteTable(
            context.theme,
            context.bridge,
            title=self.tr("Customers"),
            store=context.store,
            store_key="features/customers",
            parent=place.frame,
        )
        place.take(self.customers)
        self.customers.failed.connect(self.failed)

    def _add_tab(self, title: str, empty: str) -> "_OrEmpty":
        place = _OrEmpty(self._theme, empty, self.tr("Build the customer table to see them."), self._tabs)
        self._places = (*self._places, place)
        self._tabs.addTab(place, title)
        return place

    def _add_list(self, upper: QWidget) -> None:
        self.standing = Notice(self._theme, upper)
        self.standing.set_closable(False)
        self.standing.action_clicked.connect(self._on_leave_out)
        self.table = FeatureTable(self._theme, self._store, upper)
        self.table.view.failed.connect(self.failed)
        self.table.chosen.connect(self._on_chosen)
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.standing)
        column.addWidget(self.table, 1)

    def _lay_out_list(self) -> None:
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(PAD)
        self._split.setSizes([_TABLE, _PLOT])
        kept = self._store.value(_SPLIT)
        if isinstance(kept, QByteArray):
            self._split.restoreState(kept)
        self._split.splitterMoved.connect(self._on_split)

    # -- what is shown

    @property
    def features(self) -> tuple[ShownFeature, ...]:
        """The features of the last build."""
        return self._found.features if self._found else ()

    def title_of(self, name: str) -> str:
        """Return a feature's name in words."""
        return next((feature.title for feature in self.features if feature.name == name), name)

    def show_features(self, found: Features, settings: Settings, *, editable: bool) -> None:
        """Show the features.

        Parameters
        ----------
        editable
            Whether they belong to the settings as they are.
        """
        self._found = found
        for place in self._places:
            place.show_content(there_is=bool(found.features))
        if not found.features:
            return
        self._show_standing(found, editable)
        self.table.show_features(found, settings, editable=editable)
        feature = self.table.feature
        if feature is not None:
            self.plot.show_feature(feature)

    def look(self, tab: QWidget | None) -> None:
        """Bring a tab up to date that has come to the front."""
        if self._found is None or not self._found.features:
            return
        content = tab.content if isinstance(tab, _OrEmpty) else None
        if content is self.histograms:
            self.histograms.show_features(self._found)
        elif content is self.correlation:
            self.correlation.show_features(self._found)
        elif content is self.customers:
            self.customers.refresh()

    def _show_standing(self, found: Features, editable: bool) -> None:
        """Say why features cannot be chosen, or that some are asked for in vain."""
        if not editable:
            self.standing.show_message(
                Kind.INFO,
                self.tr(
                    "These features belong to other settings: build the table again to choose among them."
                ),
            )
        elif found.unknown:
            self.standing.show_message(
                Kind.WARNING,
                self.tr("Some features are asked for that the customers do not have"),
                ", ".join(found.unknown),
                action=self.tr("Leave them out"),
            )
        else:
            self.standing.clear()

    # -- what happens

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        feature = next((each for each in self.features if each.name == name), None)
        if feature is not None:
            self.plot.show_feature(feature)

    @Slot()
    def _on_leave_out(self) -> None:
        if self._found is not None:
            self.leave_out_wanted.emit(self._found.unknown)

    @Slot()
    def _on_split(self) -> None:
        self._store.setValue(_SPLIT, self._split.saveState())


class _OrEmpty(QStackedWidget):
    """A view, or why there is nothing to see."""

    def __init__(self, theme: Theme, title: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.content: QWidget | None = None
        self.addWidget(QWidget(self))  # until it is known whether there is anything
        self.addWidget(EmptyState(theme, "features", title, words, parent=self))
        self.frame = QWidget(self)
        self._column = QVBoxLayout(self.frame)
        self._column.setContentsMargins(0, PAD, 0, 0)
        self.addWidget(self.frame)

    def take(self, content: QWidget) -> None:
        """Have something to show, which stands in `frame`."""
        self.content = content
        self._column.addWidget(content)

    def show_content(self, *, there_is: bool) -> None:
        """Show the view where there is something to see."""
        self.setCurrentIndex(2 if there_is else 1)
