"""Who asks BigQuery, and what they may do there: what the Connect tab and the command line begin with.

The functions of the window run in its worker, which hands them the open project first.
"""

import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segdesk.errors import UsageError
from segdesk.project import ledger
from segdesk.project.file import Project
from segdesk.project.ledger import Bill
from segdesk.project.settings import BigQuerySettings, ModelSettings, Settings
from segdesk.steps.source import opened
from segdesk.tasks.task import Task
from segdesk.warehouse import credentials
from segdesk.warehouse.base import Keeps
from segdesk.warehouse.bigquery.check import Check, FoundDataset, FoundProject, Need
from segdesk.warehouse.bigquery.place import Place, is_bigquery, place_of
from segdesk.warehouse.credentials import Reach, SessionToken, SignedIn, SignInPage, SignInState

if TYPE_CHECKING:
    from segdesk.warehouse.bigquery.clients import Clients

SIGN_IN_SECONDS = 300.0
"""How long an answer from the browser is waited for."""

_NOWHERE = "no-project"
"""Stands where Google's client wants a project to list the projects."""


def sign_in_state(_project: Project) -> SignInState:
    """Return who is signed in."""
    return credentials.state()


def sign_in_by_default(_project: Project) -> SignedIn:
    """Sign in with application default credentials. Raises `SignInNeeded`."""
    return credentials.sign_in_by_default()


def sign_in_with_browser(_project: Project, client_file: Path, reach: Reach, task: Task) -> SignedIn:
    """Sign in with a Google account in the system's browser.

    A `SignInPage` is handed over as a partial result before the browser opens. Raises `SignInNeeded`.
    """
    return credentials.sign_in_with_browser(
        client_file,
        task,
        show=lambda address: task.partial(SignInPage(address, SIGN_IN_SECONDS)),
        open_browser=webbrowser.open,
        reach=reach,
        seconds=SIGN_IN_SECONDS,
    )


def sign_in_with_key(_project: Project, path: Path) -> SignedIn:
    """Sign in as a service account. Raises `InputError` and `SignInNeeded`."""
    return credentials.sign_in_with_key(path)


def sign_out(_project: Project) -> tuple[str, ...]:
    """Forget the sign-in; returns sentences that the person should read."""
    return credentials.sign_out()


def session_token(_project: Project) -> SessionToken | None:
    """Return the token that only this process has, for the next one."""
    return credentials.session_token()


def adopt(_project: Project, token: SessionToken) -> None:
    """Use a token that another process had."""
    credentials.adopt(token)


def opened_signed_in(token: SessionToken, function: str, args: tuple[Any, ...]) -> Project:
    """Open a project by ``module:name`` in a process that is given another one's sign-in first."""
    credentials.adopt(token)
    module, _, name = function.partition(":")
    opened: Project = attrgetter(name)(import_module(module))(*args)
    return opened


def projects(_project: Project) -> tuple[FoundProject, ...]:
    """Return the projects that the account can use. Raises a `SegdeskError` if Google does not tell."""
    from segdesk.warehouse.bigquery import access

    with _clients(Place(_NOWHERE, None, _NOWHERE, BigQuerySettings().dataset)) as clients:
        return access.projects(clients)


def datasets(_project: Project, name: str) -> tuple[FoundDataset, ...]:
    """Return the datasets of a project of Google Cloud. Raises a `SegdeskError` if Google does not tell."""
    from segdesk.warehouse.bigquery import access

    with _clients(Place(name, None, name, BigQuerySettings().dataset)) as clients:
        return access.datasets(clients, name)


def check(project: Project) -> tuple[Check, ...]:
    """Look at all that the project's settings need in BigQuery.

    Raises
    ------
    UsageError
        If its source is elsewhere.
    SegdeskError
        If Google cannot be reached, or does not believe who asks.
    """
    settings = project.settings
    place = _place(settings)
    from segdesk.warehouse.bigquery import access

    found: list[Check] = []
    with _clients(place) as clients:
        for writer in _writers(settings):
            checks = access.check(
                clients, place, for_models=settings.sweep.engine == "bigquery-ml", for_writer=writer
            )
            found += [each for each in checks if each not in found]
    return tuple(found)


def create(project: Project, wanted: Check, task: Task) -> None:
    """Make what a check found missing, and put it down as the project's.

    Raises
    ------
    WarehouseError
        If the account may not.
    """
    from segdesk.warehouse.bigquery import access

    if wanted.need is Need.REMOTE_MODEL:
        _create_remote_model(project, task)
        return
    place = _place(project.settings)
    with _clients(place) as clients:
        made = access.create(clients, place, wanted)
    if made is not None:
        ledger.record(project, None, (), (made,))


def _create_remote_model(project: Project, task: Task) -> None:
    """Make what the writer asks; of two writers' models the emails' is made."""
    from segdesk.warehouse.bigquery.remote_model import connection_path, remote_model

    settings = project.settings
    writer = _writers(settings)[0]
    if writer is None:
        return
    billing = _place(settings).billing
    connection = connection_path(billing, writer.connection) if writer.connection else None
    with opened(project, settings, task) as warehouse:
        if isinstance(warehouse, Keeps):
            statement = remote_model(writer.endpoint, connection)
            warehouse.run(statement, what="Connect: remote model", bill=Bill.FREE)


def _writers(settings: Settings) -> tuple[ModelSettings | None, ...]:
    """Return how language models are asked, the emails' first; one None where none is asked."""
    asked = [step.model for step in (settings.emails, settings.labels) if step.writer == "bigquery"]
    return tuple(dict.fromkeys(asked)) or (None,)


def _place(settings: Settings) -> Place:
    source = settings.connect.source
    if not is_bigquery(source):
        raise UsageError(
            "There is nothing to check",
            f"the source is {source}, which needs nobody's leave",
            "Choose a source in BigQuery, such as bigquery:my-project.my_dataset",
        )
    return place_of(source, settings.bigquery)


@contextmanager
def _clients(place: Place) -> Iterator["Clients"]:
    from segdesk.warehouse.bigquery.clients import Clients

    clients = Clients(place, credentials.signed(Reach.CLOUD_PLATFORM))
    try:
        yield clients
    finally:
        clients.close()
