"""Deleting what segdesk has left in BigQuery, and never anything else."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from google.api_core.exceptions import NotFound

from segdesk.errors import InputError, SegdeskError
from segdesk.project.ledger import Made
from segdesk.tasks.task import Task
from segdesk.warehouse.bigquery import rest
from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS
from segdesk.warehouse.bigquery.clients import Clients
from segdesk.warehouse.bigquery.connections import MARK
from segdesk.warehouse.bigquery.found import Deleted, Found, Left, in_order
from segdesk.warehouse.bigquery.objects import CONNECTIONS, explained, is_marked, patient


def delete(clients: Clients, found: Iterable[Found], task: Task) -> Deleted:
    """Delete things; each is looked at again right before, and stays if it does not carry segdesk's mark.

    What cannot be deleted stays, with the reason, and the others go. A cancel leaves what is not gone yet.
    """
    things = in_order(found)
    gone: list[Found] = []
    left: list[Left] = []
    for done, each in enumerate(things):
        if task.cancelled:
            left += [Left(other, "it was cancelled") for other in things[done:]]
            break
        task.progress(done, len(things), f"Deleting {each.path}")
        try:
            with explained(f"deleting {each.path}"):
                _DELETE[each.kind](clients, each.path)
            gone.append(each)
        except SegdeskError as error:
            left.append(Left(each, str(error)))
    return Deleted(tuple(gone), tuple(left))


def _table(clients: Clients, path: str) -> None:
    client, again = clients.bigquery, patient()
    try:
        _need_mark(path, client.get_table(path, retry=again, timeout=REQUEST_SECONDS).labels)
        client.delete_table(path, retry=again, timeout=REQUEST_SECONDS)
    except NotFound:  # somebody was quicker
        return


def _model(clients: Clients, path: str) -> None:
    client, again = clients.bigquery, patient()
    try:
        _need_mark(path, client.get_model(path, retry=again, timeout=REQUEST_SECONDS).labels)
        client.delete_model(path, retry=again, timeout=REQUEST_SECONDS)
    except NotFound:
        return


def _dataset(clients: Clients, path: str) -> None:
    """Delete a dataset that is empty; BigQuery itself refuses one with tables, but not one with models."""
    client, again = clients.bigquery, patient()
    try:
        _need_mark(path, client.get_dataset(path, retry=again, timeout=REQUEST_SECONDS).labels)
        for contents in (client.list_tables, client.list_models, client.list_routines):
            if any(True for _ in contents(path, max_results=1, retry=again, timeout=REQUEST_SECONDS)):
                raise InputError(f"{path} is kept", "it is not empty", "")
        client.delete_dataset(path, delete_contents=False, retry=again, timeout=REQUEST_SECONDS)
    except NotFound:
        return


def _connection(clients: Clients, path: str) -> None:
    project, location, name = path.rsplit(".", 2)
    address = f"v1/projects/{project}/locations/{location}/connections/{name}"
    ask = partial(rest.asked, clients, service=CONNECTIONS, path=address)
    try:
        if ask(method="GET").get("description") != MARK:
            raise _not_ours(path)
        ask(method="DELETE")
    except NotFound:
        return


def _need_mark(path: str, labels: object) -> None:
    if not is_marked(labels):
        raise _not_ours(path)


def _not_ours(path: str) -> InputError:
    return InputError(f"{path} is kept", "it does not carry segdesk's label any more", "")


_DELETE: Mapping[Made, Callable[[Clients, str], None]] = {
    Made.VIEW: _table,
    Made.TABLE: _table,
    Made.MODEL: _model,
    Made.CONNECTION: _connection,
    Made.DATASET: _dataset,
}
