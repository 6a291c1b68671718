"""Cards side by side, as many as there is room for; those that nobody has seen yet are not made."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from segdesk.gui.theme import PAD, Theme
from segdesk.gui.widgets.parts import Turns

W = TypeVar("W", bound=QWidget)


class CardGrid(QWidget):
    """Cards of one size in rows; how many stand in a row depends on the width.

    Parameters
    ----------
    width, height
        Of a card at least, in units that grow with the text.
    most
        Cards in a row at most.
    """

    def __init__(
        self,
        theme: Theme,
        width: int = 300,
        height: int = 230,
        most: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._least = (width, height)
        self._most = most
        self._cards: tuple[QWidget, ...] = ()
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(PAD)
        theme.changed.connect(self._on_theme_changed)

    def set_cards(self, cards: Sequence[QWidget]) -> None:
        """Take other cards; those that were here before are deleted, unless they are among them."""
        for card in set(self._cards) - set(cards):
            card.setParent(None)
            card.deleteLater()
        self._cards = tuple(cards)
        self._across = 0
        self._arrange()

    def _arrange(self) -> None:
        width, height = (self._theme.size(pixels) for pixels in self._least)
        across = min(self._most, max(1, (self.width() + PAD) // (width + PAD)))
        for card in self._cards:
            card.setMinimumSize(self._theme.size(200), height)
        if across == self._across:
            return
        self._across = across
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // across, place % across)
        for column in range(self._most):
            self._grid.setColumnStretch(column, int(column < across))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the cards for the new width."""
        super().resizeEvent(event)
        self._arrange()


class LazyGrid(CardGrid, Generic[W]):
    """A grid whose cards are made when they first come into sight, one in each turn of the event loop."""

    def __init__(self, theme: Theme, **layout: Any) -> None:
        super().__init__(theme, **layout)
        self._turns = Turns(self)
        self._places: tuple[_Place[W], ...] = ()

    def set_makers(self, makers: Sequence[Callable[[], W]]) -> None:
        """Take what makes the cards."""
        self._turns.forget()
        self._places = tuple(_Place(make, self._on_seen) for make in makers)
        self.set_cards(self._places)

    @property
    def made(self) -> tuple[W, ...]:
        """The cards that were made so far, in their order."""
        return tuple(place.card for place in self._places if place.card is not None)

    def _on_seen(self, place: "_Place[W]") -> None:
        self._turns.take(self._filling(place))

    def _filling(self, place: "_Place[W]") -> Iterator[None]:
        place.fill()
        yield


class _Place(QWidget, Generic[W]):
    """Where a card will be."""

    def __init__(self, make: Callable[[], W], seen: "Callable[[_Place[W]], None]") -> None:
        super().__init__()
        self._make = make
        self._seen = seen
        self._waiting = False
        self.card: W | None = None
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)

    def fill(self) -> None:
        """Make the card."""
        self.card = self._make()
        self._body.addWidget(self.card)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ask to be filled when seen for the first time."""
        super().paintEvent(event)
        if not self._waiting:
            self._waiting = True
            self._seen(self)
