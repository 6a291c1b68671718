"""What an account may do at a place in BigQuery: looked at before the work begins, and made where it may."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from google.api_core.exceptions import Forbidden, GoogleAPICallError, NotFound, RetryError
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.cloud import bigquery
from requests import RequestException

from segdesk.project.ledger import Made, MadeObject
from segdesk.project.settings import ModelSettings
from segdesk.warehouse import credentials
from segdesk.warehouse.bigquery import examination, failures, rest
from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS
from segdesk.warehouse.bigquery.check import Check, FoundDataset, FoundProject, Need
from segdesk.warehouse.bigquery.clients import Clients
from segdesk.warehouse.bigquery.connections import Connection
from segdesk.warehouse.bigquery.examination import Examination, retry
from segdesk.warehouse.bigquery.place import Place
from segdesk.warehouse.bigquery.statement import LABEL
from segdesk.warehouse.sql import load

_T = TypeVar("_T")


def projects(clients: Clients) -> tuple[FoundProject, ...]:
    """Return the projects that the account can use, by id. Raises as `check` does."""
    found = _answered(
        clients, lambda: list(clients.bigquery.list_projects(retry=retry(), timeout=REQUEST_SECONDS))
    )
    return tuple(
        FoundProject(each.project_id, each.friendly_name or each.project_id)
        for each in sorted(found, key=lambda each: each.project_id)
    )


def datasets(clients: Clients, project: str) -> tuple[FoundDataset, ...]:
    """Return a project's datasets that the account can see, by name. Raises as `check` does."""
    found = _answered(
        clients, lambda: list(clients.bigquery.list_datasets(project, retry=retry(), timeout=REQUEST_SECONDS))
    )
    return tuple(
        FoundDataset(each.dataset_id, each._properties.get("location"))
        for each in sorted(found, key=lambda each: each.dataset_id)
    )


def located(clients: Clients, place: Place) -> Place:
    """Return the place with its location, as far as the source's dataset can be seen."""
    if place.location or not place.dataset:
        return place

    def location() -> str | None:
        try:
            found = examination.dataset(clients, f"{place.project}.{place.dataset}")
        except (NotFound, Forbidden):
            return None
        return str(found.location)

    return replace(place, location=_answered(clients, location))


def check(
    clients: Clients, place: Place, *, for_models: bool = False, for_writer: ModelSettings | None = None
) -> tuple[Check, ...]:
    """Look at all that the work needs.

    Parameters
    ----------
    for_models
        Whether BigQuery ML is to cluster.
    for_writer
        How a language model is to be asked, None where none is.

    Raises
    ------
    SegdeskError
        If Google cannot be reached, or does not believe who asks.
    """
    place = located(clients, place)
    return _answered(clients, lambda: tuple(Examination(clients, place, for_models, for_writer).checks()))


def create(clients: Clients, place: Place, wanted: Check) -> MadeObject | None:
    """Make what a check found missing: an API's being on, the work dataset, a connection.

    A remote model is made by a statement, so it needs a warehouse: `segdesk.steps.access.create` has one.

    Returns
    -------
    MadeObject or None
        What is there now and was not before; None for an API.

    Raises
    ------
    WarehouseError
        If the account may not.
    """
    match wanted.need:
        case Need.API:
            path = f"v1/projects/{place.billing}/services/{wanted.subject}:enable"
            _answered(clients, lambda: rest.asked(clients, "POST", "serviceusage", path, {}))
            return None
        case Need.DATASET:
            new = bigquery.Dataset(f"{place.billing}.{place.work}")
            new.location = located(clients, place).location
            new.labels = dict([LABEL])
            _answered(
                clients, lambda: clients.bigquery.create_dataset(new, retry=retry(), timeout=REQUEST_SECONDS)
            )
            return MadeObject(f"{place.billing}.{place.work}", Made.DATASET)
        case Need.CONNECTION:
            return _answered(clients, lambda: Connection(*wanted.subject.rsplit(".", 2)).make(clients)).made
    raise ValueError(f"{wanted.need} is nothing that is made here")


def statements() -> Iterator[str]:
    """Yield all that is sent in dry runs, with logical names."""
    for name in examination.DRY_RUNS:
        yield load("bigquery_access", name)


def _answered(clients: Clients, ask: Callable[[], _T]) -> _T:
    """Return Google's answer; what keeps it from answering becomes an error for people."""
    try:
        return ask()
    except RefreshError as problem:
        raise credentials.explained(problem, clients.signed.method) from None
    except (GoogleAPICallError, RetryError, GoogleAuthError, RequestException) as problem:
        raise failures.explain(problem) from None
