"""The views of the segments, of which one is in front; each is made when it is first looked at."""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Protocol, cast

from PySide6.QtCore import QSettings, Slot
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from segdesk.gui.widgets.parts import InParts, Turns
from segdesk.review.clusters import Clusters

_KEY = "layout/clusters/view"


class View(Enum):
    """What can be looked at."""

    MAP = "map"
    PROFILE = "profile"
    SIZES = "sizes"
    CENTROIDS = "centroids"
    CUSTOMERS = "customers"
    RULES = "rules"


class Shows(Protocol):
    """A view of the segments."""

    def show_clusters(self, clusters: Clusters) -> None:
        """Show the segments that there are now."""


class Views(QTabWidget):
    """One tab for each view. Those out of sight are told what there is when they come into sight.

    Parameters
    ----------
    make
        Makes a view's widget in the place where it will stand.
    store
        Remembers which one was in front.
    """

    def __init__(
        self,
        make: Mapping[View, Callable[[QWidget], QWidget]],
        store: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._store = store
        self._places: dict[View, QWidget] = {}
        self._views: dict[View, QWidget] = {}
        self._turns = Turns(self)
        self._clusters: Clusters | None = None
        self._stale: set[View] = set()
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.tabBar().setAccessibleName(self.tr("Views of the segments"))
        titles = {
            View.MAP: self.tr("Map"),
            View.PROFILE: self.tr("Profile"),
            View.SIZES: self.tr("Sizes"),
            View.CENTROIDS: self.tr("Centroids"),
            View.CUSTOMERS: self.tr("Customers"),
            View.RULES: self.tr("Rules"),
        }
        for view in View:
            place = QWidget()
            QVBoxLayout(place).setContentsMargins(0, 0, 0, 0)
            self._places[view] = place
            self.addTab(place, titles[view])
        kept = str(store.value(_KEY, View.MAP.value))
        self.setCurrentIndex(next((n for n, view in enumerate(View) if view.value == kept), 0))
        self.currentChanged.connect(self._on_current_changed)

    @property
    def busy(self) -> bool:
        """Whether the view in front is still being made."""
        return self._turns.busy

    @property
    def view(self) -> View:
        """The view in front."""
        return list(View)[self.currentIndex()]

    def go_to(self, view: View) -> None:
        """Bring a view to the front."""
        self.setCurrentIndex(list(View).index(view))

    def found(self, view: View) -> QWidget | None:
        """Return a view's widget, None if it has not been looked at yet."""
        self._turns.finish()
        return self._views.get(view)

    def build(self) -> Iterator[None]:
        """Make the view in front, before there is anything to show."""
        yield from self._making(self.view)

    def show_clusters(self, clusters: Clusters) -> None:
        """Show the segments that there are now, in the view in front; in the others later."""
        self._clusters = clusters
        self._stale = set(View)
        self._freshen()

    def _making(self, view: View) -> Iterator[None]:
        """Make a view, unless it is there already."""
        if view in self._views:
            return
        place = self._places[view]
        widget = self._make[view](place)
        yield
        if isinstance(widget, InParts):
            yield from widget.build()
        self._views[view] = widget
        cast("QVBoxLayout", place.layout()).addWidget(widget)
        yield

    def _showing(self, view: View) -> Iterator[None]:
        yield from self._making(view)
        if self._clusters is not None:
            cast("Shows", self._views[view]).show_clusters(self._clusters)

    def _freshen(self) -> None:
        view = self.view
        if self._clusters is not None and view in self._stale:
            self._stale.discard(view)
            self._turns.take(self._showing(view))

    @Slot(int)
    def _on_current_changed(self, _index: int) -> None:
        self._store.setValue(_KEY, self.view.value)
        self._freshen()
