"""Cleaning up after segdesk in BigQuery: first a list of what is there, then, on request, it goes."""

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from segdesk.errors import InputError, UsageError
from segdesk.project import ledger
from segdesk.project.file import Project
from segdesk.project.ledger import Made
from segdesk.project.settings import BigQuerySettings
from segdesk.steps.unfinished import settle
from segdesk.tasks.task import Task
from segdesk.warehouse.bigquery.found import Deleted, Found, Inventory
from segdesk.warehouse.bigquery.place import Place, is_bigquery, place_of

if TYPE_CHECKING:
    from segdesk.warehouse.bigquery.clients import Clients


def look(project: Project, task: Task) -> Inventory:
    """Return what segdesk has left where the project works, and wherever else the project made something.

    What other projects made in the same dataset is there too; `Found.known` tells them apart. What a killed
    process has made without labelling it is labelled first.

    Raises
    ------
    SegdeskError
        If BigQuery does not say what there is.
    """
    from segdesk.warehouse.bigquery.objects import listed
    from segdesk.warehouse.bigquery.prices import Prices

    place = _place(project)
    if place is None:
        return Inventory()
    settle(project, task)
    known = frozenset(ledger.made(project))
    places = {f"{place.billing}.{place.work}"}
    places |= {each.path for each in known if each.kind is Made.DATASET}
    apart = (Made.DATASET, Made.CONNECTION)
    places |= {each.path.rpartition(".")[0] for each in known if each.kind not in apart}
    with _clients(place) as clients:
        return listed(clients, places, Prices.load(), task, known)


def look_at(source: str, task: Task) -> Inventory:
    """Return what segdesk has left in a dataset, or in all of a project: ``bigquery:PROJECT[.DATASET]``.

    Raises
    ------
    SegdeskError
        If the dataset is not there, or BigQuery does not say what there is.
    """
    from segdesk.warehouse.bigquery.objects import datasets, listed
    from segdesk.warehouse.bigquery.prices import Prices

    place = _bare(source)
    with _clients(place) as clients:
        places = datasets(clients, place.project)
        if place.dataset:
            wanted = f"{place.project}.{place.dataset}"
            if wanted not in places:
                raise InputError(f"There is no dataset {wanted}", "", "Check its name")
            places = (wanted,)
        return listed(clients, places, Prices.load(), task)


def clear(project: Project, found: Collection[Found], task: Task) -> Deleted:
    """Delete things, and have the project forget them. Returns also when it is cancelled on the way."""
    from segdesk.warehouse.bigquery.removal import delete

    place = _place(project)
    if place is None or not found:
        return Deleted()
    with _clients(place) as clients:
        deleted = delete(clients, found, task)
    ledger.forget(project, (each.object for each in deleted.gone))
    return deleted


def clear_at(source: str, found: Collection[Found], task: Task) -> Deleted:
    """Delete things that `look_at` found."""
    from segdesk.warehouse.bigquery.removal import delete

    with _clients(_bare(source)) as clients:
        return delete(clients, found, task)


def _place(project: Project) -> Place | None:
    """Return where the project works, or did; None where it never was in BigQuery."""
    settings = project.settings
    if is_bigquery(settings.connect.source):
        return place_of(settings.connect.source, settings.bigquery)
    for each in ledger.made(project):
        billing, _, rest = each.path.partition(".")
        return Place(billing, None, billing, rest.partition(".")[0])
    return None


def _bare(source: str) -> Place:
    if not is_bigquery(source):
        raise UsageError(
            f"{source} is no place in BigQuery", "", "Name a project file, or bigquery:PROJECT.DATASET"
        )
    return place_of(source, BigQuerySettings())


@contextmanager
def _clients(place: Place) -> Iterator["Clients"]:
    """Sign in for a while."""
    from segdesk.warehouse import credentials
    from segdesk.warehouse.bigquery.clients import Clients

    with closing(Clients(place, credentials.signed())) as clients:
        yield clients
