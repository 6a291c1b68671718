"""Finding out where a source is before anything is asked of it."""

from dataclasses import replace
from difflib import get_close_matches

from google.api_core.exceptions import NotFound
from google.api_core.retry import Retry

from segdesk.errors import InputError, SegdeskError
from segdesk.tasks.task import Task
from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS, Patience, persistent
from segdesk.warehouse.bigquery.clients import Clients
from segdesk.warehouse.bigquery.failures import explained
from segdesk.warehouse.bigquery.place import Place


def located(clients: Clients, place: Place, patience: Patience, task: Task) -> Place:
    """Return the place with the location of the source's dataset.

    Raises
    ------
    InputError
        If no dataset is named, or it is not there: with those that are. Also if it is not in the location
        that was chosen.
    """
    if place.dataset is None:
        names = _datasets(clients, place, patience, task)
        raise InputError(
            f"{place.source} names no dataset",
            f"the project has {', '.join(names)}" if names else "the project has none that you may see",
            f"Write for instance {place.source}.{names[0] if names else 'my_dataset'}",
        )
    with explained(f"Opening {place.source}"):
        try:
            found = clients.bigquery.get_dataset(
                f"{place.project}.{place.dataset}", retry=_retry(patience, task), timeout=REQUEST_SECONDS
            )
        except NotFound as problem:
            raise _not_there(clients, place, patience, task) or problem from None
    location = str(found.location or "") or place.location
    if place.location and location and place.location.upper() != location.upper():
        raise InputError(
            f"{place.source} is not in {place.location}",
            f"it is in {location}, and work is done where the data is",
            f"Set the location to {location}, or leave it open",
        )
    return replace(place, location=location)


def _not_there(clients: Clients, place: Place, patience: Patience, task: Task) -> InputError | None:
    """Return the error with the datasets that are there, None where the project shows none."""
    try:
        names = _datasets(clients, place, patience, task)
    except SegdeskError:
        return None
    near = get_close_matches(place.dataset or "", names, n=3, cutoff=0.5)
    return InputError(
        f"There is no dataset {place.project}.{place.dataset}",
        f"the project has {', '.join(names)}" if names else "the project has none that you may see",
        f"Did you mean {' or '.join(sorted(near))}?" if near else "Check its name, and that you may see it",
    )


def _datasets(clients: Clients, place: Place, patience: Patience, task: Task) -> list[str]:
    with explained(f"Listing the datasets of {place.project}"):
        found = clients.bigquery.list_datasets(
            place.project, retry=_retry(patience, task), timeout=REQUEST_SECONDS
        )
        return sorted(each.dataset_id for each in found)


def _retry(patience: Patience, task: Task) -> Retry:
    return persistent(patience.call, lambda _: task.check())
