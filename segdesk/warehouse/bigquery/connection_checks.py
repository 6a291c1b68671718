"""What asking a language model needs: a connection, its account's role, the right to use it, a model."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from google.api_core.exceptions import Forbidden, NotFound

from segdesk.project.settings import Generation, ModelSettings
from segdesk.warehouse.bigquery import connections, remedies
from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS, persistent
from segdesk.warehouse.bigquery.check import Check, Need, State
from segdesk.warehouse.bigquery.clients import Clients
from segdesk.warehouse.bigquery.connections import Connection
from segdesk.warehouse.bigquery.naming import bind
from segdesk.warehouse.bigquery.place import Place
from segdesk.warehouse.bigquery.remote_model import NAME, connection_path, remote_model
from segdesk.warehouse.bigquery.rest import PATIENCE, Held

CONNECTION_USER = "roles/bigquery.connectionUser"
CONNECTION_ADMIN = "roles/bigquery.connectionAdmin"
AI_USER = "roles/aiplatform.user"
_USE, _DELEGATE, _MAKE = (
    "bigquery.connections.use",
    "bigquery.connections.delegate",
    "bigquery.connections.create",
)
_PREDICT = "aiplatform.endpoints.predict"
PERMISSIONS = (_USE, _DELEGATE, _MAKE, _PREDICT)
"""What is asked about the billing project."""

_TO_ASK = "to have BigQuery ask a language model"


def needs_connection(writer: ModelSettings) -> bool:
    """Return whether BigQuery asks in a connection's name: AI.GENERATE can do it in the account's own."""
    return writer.function is not Generation.GENERATE or writer.connection is not None


@dataclass(frozen=True)
class WriterExamination:
    """One look at what a writer needs.

    Attributes
    ----------
    held
        What the account may do on the billing project.
    account
        Its address, None where it is not known.
    """

    clients: Clients
    place: Place
    writer: ModelSettings
    held: Held
    account: str | None

    def checks(self) -> Iterator[Check]:
        """Yield the checks, what others build on first."""
        if not needs_connection(self.writer):
            yield self._own_name()
            return
        if self.writer.connection is None:
            yield self._default_connection()
            yield self._project_use()
        else:
            yield from self._connection(Connection.named(self.place.billing, self.writer.connection))
        if self._needs_model:
            yield self._remote_model()

    @property
    def _needs_model(self) -> bool:
        return self.writer.function is not Generation.GENERATE

    @property
    def _wanted(self) -> tuple[str, ...]:
        return (_USE, _DELEGATE) if self._needs_model else (_USE,)

    def _own_name(self) -> Check:
        """Ask whether the account itself may ask a model, as AI.GENERATE does without a connection."""
        billing = self.place.billing
        grant = (remedies.grant_on_project(billing, self.account, AI_USER),)
        blank = Check(Need.LANGUAGE_MODELS, billing, "to ask language models in your own name", State.OK)
        return _by(self.held, (_PREDICT,), replace(blank, role=AI_USER, remedy=grant))

    def _default_connection(self) -> Check:
        billing, location = self.place.billing, (self.place.location or "LOCATION").lower()
        return Check(
            Need.CONNECTION,
            f"{billing}.{location}",
            _TO_ASK,
            State.UNKNOWN,
            "the default connection is used, and only administrators see whether there is one",
            "roles/bigquery.admin",
            (
                remedies.make_connection(billing, location, "segdesk"),
                remedies.make_default_connection(billing, location, "segdesk"),
            ),
        )

    def _project_use(self) -> Check:
        billing = self.place.billing
        role = CONNECTION_ADMIN if self.held.has(_USE) and self._needs_model else CONNECTION_USER
        grant = (remedies.grant_on_project(billing, self.account, role),)
        blank = Check(Need.CONNECTION_USE, billing, "to use its connections", State.OK)
        return _by(self.held, self._wanted, replace(blank, role=role, remedy=grant))

    def _connection(self, named: Connection) -> Iterator[Check]:
        make = remedies.make_connection(named.project, named.location, named.name)
        blank = Check(Need.CONNECTION, named.path, _TO_ASK, State.OK, role=CONNECTION_ADMIN, remedy=(make,))
        location = self.place.location
        if location and named.location != location.lower():
            why = f"it is in {named.location} and the tables in {location}: choose one that is there"
            yield replace(blank, state=State.MISSING, found=why, remedy=())
            return
        try:
            found = named.found(self.clients)
        except Forbidden:
            yield replace(blank, state=State.UNKNOWN, found="this account may not see it")
            return
        if found is None:
            can_create = self.held.has(_MAKE) is not False
            yield replace(blank, state=State.MISSING, found="it is not there", can_create=can_create)
            return
        yield replace(blank, remedy=())
        yield self._use(found)
        yield self._asker(found)

    def _use(self, found: Connection) -> Check:
        blank = Check(Need.CONNECTION_USE, found.path, "to use the connection", State.OK)
        permissions = found.permissions(self.clients, *self._wanted)
        known = self.held if permissions is None else Held(permissions)
        missing = [each for each in self._wanted if not known.has(each)]
        role = CONNECTION_ADMIN if missing == [_DELEGATE] else CONNECTION_USER
        grant = (remedies.grant_on_connection(found.path, self.account, role),)
        return _by(known, self._wanted, replace(blank, role=role, remedy=grant))

    def _asker(self, found: Connection) -> Check:
        """Ask whether the connection's service account may ask a model."""
        blank = Check(
            Need.CONNECTION_ACCOUNT, found.account, "to be the one who asks the model", State.OK, role=AI_USER
        )
        if connections.may_ask_models(self.clients, found.project, found.account):
            return blank
        return replace(
            blank,
            state=State.UNKNOWN,
            found="this account cannot see all of its roles",
            remedy=(remedies.grant_on_project(found.project, found.account, AI_USER),),
        )

    def _remote_model(self) -> Check:
        billing, given = self.place.billing, self.writer.connection
        path = self.place.in_work(NAME)
        blank = Check(
            Need.REMOTE_MODEL,
            path,
            f"to ask {self.writer.endpoint}",
            State.OK,
            required=False,
            can_create=True,
        )
        try:
            self.clients.bigquery.get_model(path, retry=persistent(PATIENCE), timeout=REQUEST_SECONDS)
        except (NotFound, Forbidden):
            connection = connection_path(billing, given) if given else None
            sql = bind(remote_model(self.writer.endpoint, connection), self.place, (NAME,))
            found = "it is not there; segdesk makes it when it is needed first"
            return replace(blank, state=State.MISSING, found=found, remedy=(_bare(sql),))
        return replace(blank, can_create=False)


def _bare(sql: str) -> str:
    """Return a statement on one line, without the comment before it."""
    return " ".join(line.strip() for line in sql.splitlines() if not line.startswith("--")).strip()


def _by(held: Held, wanted: tuple[str, ...], blank: Check) -> Check:
    """Return a check by the permissions that are held; what it takes to get them only where it is needed."""
    match held.has(*wanted):
        case True:
            return replace(blank, remedy=())
        case False:
            return replace(blank, state=State.MISSING, found=f"the role {blank.role} is missing")
    return replace(blank, state=State.UNKNOWN, found=held.why)
