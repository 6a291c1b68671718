"""Everything that segdesk has left in BigQuery, found by its label: also where no project file is left."""

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import quote

from google.api_core.exceptions import NotFound
from google.api_core.retry import Retry
from google.cloud import bigquery
from google.cloud.bigquery.table import TableListItem

from segdesk.errors import SegdeskError
from segdesk.project.ledger import Made, MadeObject
from segdesk.tasks.task import Task
from segdesk.warehouse.bigquery import failures, rest
from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS, Patience, persistent
from segdesk.warehouse.bigquery.clients import Clients
from segdesk.warehouse.bigquery.connections import MARK
from segdesk.warehouse.bigquery.found import Found, Inventory, in_order
from segdesk.warehouse.bigquery.prices import Prices
from segdesk.warehouse.bigquery.statement import LABEL

CONNECTIONS = "bigqueryconnection"
"""The service that knows connections."""

_AT_A_TIME = 8
_PAGE = 1000
_VIEWS = frozenset({"VIEW", "MATERIALIZED_VIEW"})
_Item = TypeVar("_Item", TableListItem, bigquery.Model)
_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")


@dataclass
class _Dataset:
    """A dataset, and what of its contents is segdesk's.

    Attributes
    ----------
    others
        Whether there is anything else in it.
    """

    dataset: bigquery.Dataset
    tables: list[TableListItem] = field(default_factory=list)
    models: list[bigquery.Model] = field(default_factory=list)
    others: bool = False

    def sort_in(self, item: _Item, ours: list[_Item]) -> None:
        """Keep what is segdesk's, and know that there is something else."""
        if is_marked(item.labels):
            ours.append(item)
        else:
            self.others = True

    @property
    def is_ours(self) -> bool:
        """Whether segdesk made it and everything in it."""
        return is_marked(self.dataset.labels) and not self.others


def is_marked(labels: object) -> bool:
    """Return whether labels have segdesk's own among them."""
    return isinstance(labels, dict) and labels.get(LABEL[0]) == LABEL[1]


def datasets(clients: Clients, project: str) -> tuple[str, ...]:
    """Return the paths of all datasets of a project. Raises a `SegdeskError` if BigQuery does not say."""
    with explained(f"looking at {project}"):
        all_ = clients.bigquery.list_datasets(
            project, page_size=_PAGE, retry=patient(), timeout=REQUEST_SECONDS
        )
        return tuple(f"{each.project}.{each.dataset_id}" for each in all_)


def listed(
    clients: Clients,
    places: Iterable[str],
    prices: Prices,
    task: Task,
    known: Collection[MadeObject] = (),
) -> Inventory:
    """Return what carries segdesk's mark in some datasets, and those of them that hold nothing else.

    Looking is free. A dataset that is not there holds nothing.

    Parameters
    ----------
    places
        Paths of datasets.
    known
        What a project file has made.

    Raises
    ------
    SegdeskError
        If BigQuery does not say what there is.
    """
    paths = tuple(sorted(set(places)))
    inside = _each(lambda path: _looked_into(clients, path), paths, task, "Looking at BigQuery")
    tables = [item for each in inside for item in each.tables]
    found = _each(lambda item: _table(clients, item, prices), tables, task, "Measuring what was found")
    found += [_model(model) for each in inside for model in each.models]
    found += [_dataset(each.dataset) for each in inside if each.is_ours]
    locations = {(each.dataset.project, each.dataset.location.lower()) for each in inside}
    locations |= {_location(each.path) for each in known if each.kind is Made.CONNECTION}
    notes = [
        f"{_dataset(each.dataset).path} stays as long as it holds something that is not segdesk's"
        for each in inside
        if is_marked(each.dataset.labels) and each.others
    ]
    for project, location in sorted(locations):
        task.check()
        try:
            with explained("looking for connections"):
                found += _connections(clients, project, location)
        except SegdeskError as error:
            notes.append(f"Connections in {location} could not be looked for: {error}")
    marked = [replace(each, known=each.object in known) for each in found]
    return Inventory(tuple(in_order(marked)), paths, tuple(notes))


def patient() -> Retry:
    """Return how calls are made again here."""
    return persistent(Patience().call)


@contextmanager
def explained(doing: str) -> Iterator[None]:
    """Turn what Google's clients raise into an error for a person."""
    try:
        yield
    except failures.RAISED as problem:
        raise failures.explain(problem, doing=doing) from None


def _each(
    work: Callable[[_Asked], _Answer | None], asked: Collection[_Asked], task: Task, text: str
) -> list[_Answer]:
    """Do something with each of many, some at a time, and return the answers that there are."""
    answers = []
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        for done, answer in enumerate(pool.map(work, asked)):
            task.progress(done, len(asked), text)
            answers.append(answer)
    return [answer for answer in answers if answer is not None]


def _looked_into(clients: Clients, path: str) -> _Dataset | None:
    """Return a dataset and what of it is segdesk's, None where it is not there."""
    client, again = clients.bigquery, patient()
    with explained(f"looking at {path}"):
        try:
            found = _Dataset(client.get_dataset(path, retry=again, timeout=REQUEST_SECONDS))
            for item in client.list_tables(path, page_size=_PAGE, retry=again, timeout=REQUEST_SECONDS):
                found.sort_in(item, found.tables)
            for model in client.list_models(path, page_size=_PAGE, retry=again, timeout=REQUEST_SECONDS):
                found.sort_in(model, found.models)
            if found.is_ours:
                routines = client.list_routines(path, max_results=1, retry=again, timeout=REQUEST_SECONDS)
                found.others = any(True for _ in routines)
        except NotFound:
            return None
    return found


def _table(clients: Clients, item: TableListItem, prices: Prices) -> Found | None:
    """Return a table or view with its size, None where it has gone meanwhile."""
    path = f"{item.project}.{item.dataset_id}.{item.table_id}"
    with explained(f"looking at {path}"):
        try:
            table = clients.bigquery.get_table(item.reference, retry=patient(), timeout=REQUEST_SECONDS)
        except NotFound:
            return None
    if table.table_type in _VIEWS:
        return Found(path, Made.VIEW, made=_moment(table.created), monthly_cost=0.0)
    size = table.num_bytes
    cost = None if size is None else prices.storage(size)
    return Found(path, Made.TABLE, table.num_rows, size, _moment(table.created), cost)


def _model(model: bigquery.Model) -> Found:
    """Return a model, whose size BigQuery does not tell."""
    return Found(
        f"{model.project}.{model.dataset_id}.{model.model_id}", Made.MODEL, made=_moment(model.created)
    )


def _dataset(dataset: bigquery.Dataset) -> Found:
    path = f"{dataset.project}.{dataset.dataset_id}"
    return Found(path, Made.DATASET, made=_moment(dataset.created), monthly_cost=0.0)


def _connections(clients: Clients, project: str, location: str) -> list[Found]:
    """Return the connections that segdesk made, by their description."""
    found = []
    page = ""
    while True:
        path = f"v1/projects/{project}/locations/{location}/connections?pageSize=100&pageToken={quote(page)}"
        answer = rest.asked(clients, "GET", CONNECTIONS, path)
        for each in answer.get("connections", ()):
            if each.get("description") == MARK:
                name = each["name"].rpartition("/")[2]
                made = datetime.fromtimestamp(int(each.get("creationTime", 0)) / 1000, UTC)
                path = f"{project}.{location}.{name}"
                found.append(Found(path, Made.CONNECTION, made=_moment(made), monthly_cost=0.0))
        page = answer.get("nextPageToken", "")
        if not page:
            return found


def _location(path: str) -> tuple[str, str]:
    """Return the project and location of a connection."""
    project, location, _ = path.rsplit(".", 2)
    return project, location


def _moment(when: datetime | None) -> datetime | None:
    return when.astimezone(UTC).replace(tzinfo=None) if when else None
