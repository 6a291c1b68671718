"""What segdesk has left in BigQuery, as it is listed and deleted; light to import."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from segdesk.project.ledger import Made, MadeObject

_ORDER = (Made.VIEW, Made.TABLE, Made.MODEL, Made.CONNECTION, Made.DATASET)
"""In which order things can go: a view before what it reads, a dataset after what it holds."""


@dataclass(frozen=True)
class Found:
    """Something in BigQuery that carries segdesk's mark.

    Attributes
    ----------
    path
        ``project.dataset.name``, ``project.dataset`` of a dataset, ``project.location.name`` of a connection.
    rows, bytes, monthly_cost
        None where BigQuery does not say; the cost of keeping it in US dollars.
    made
        In UTC, without a time zone.
    known
        Whether the project file in whose name was looked knows it.
    """

    path: str
    kind: Made
    rows: int | None = None
    bytes: int | None = None
    made: datetime | None = None
    monthly_cost: float | None = None
    known: bool = False

    @property
    def object(self) -> MadeObject:
        """As a project file knows it."""
        return MadeObject(self.path, self.kind)

    @property
    def dataset(self) -> str | None:
        """The path of the dataset that it is in; None for datasets and connections."""
        apart = self.kind in (Made.DATASET, Made.CONNECTION)
        return None if apart else self.path.rpartition(".")[0]


@dataclass(frozen=True)
class Inventory:
    """What was found.

    Attributes
    ----------
    found
        In the order in which it can go.
    places
        The datasets that were looked at.
    notes
        Sentences about where it was not possible to look.
    """

    found: tuple[Found, ...] = ()
    places: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Left:
    """Something that was to be deleted and is still there, and why."""

    found: Found
    reason: str


@dataclass(frozen=True)
class Deleted:
    """What became of the things that were to be deleted."""

    gone: tuple[Found, ...] = ()
    left: tuple[Left, ...] = ()


def in_order(found: Iterable[Found]) -> list[Found]:
    """Return things in the order in which they can go."""
    return sorted(found, key=lambda each: (_ORDER.index(each.kind), each.path))


def of_project(inventory: Inventory) -> tuple[Found, ...]:
    """Return what a project may delete: what it made, and its dataset if nothing else is left in there."""
    others = {each.dataset for each in inventory.found if not each.known}
    mine = (each for each in inventory.found if each.known)
    return tuple(each for each in mine if each.kind is not Made.DATASET or each.path not in others)
