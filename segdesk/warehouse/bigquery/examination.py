"""One look at a place in BigQuery: what is there, and what an account may do with it.

What can be tried without cost is tried, by dry runs: roles may come from groups, folders and conditions that
nobody sees. Only what cannot be tried is looked up.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from google.api_core.exceptions import BadRequest, Forbidden, GoogleAPICallError, NotFound
from google.api_core.retry import Retry
from google.cloud import bigquery

from segdesk.project.settings import ModelSettings
from segdesk.warehouse.bigquery import failures, remedies, rest, sending
from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS, persistent
from segdesk.warehouse.bigquery.check import Check, Need, State
from segdesk.warehouse.bigquery.clients import Clients
from segdesk.warehouse.bigquery.connection_checks import PERMISSIONS, WriterExamination, needs_connection
from segdesk.warehouse.bigquery.naming import bind
from segdesk.warehouse.bigquery.place import Place
from segdesk.warehouse.bigquery.statement import LABEL
from segdesk.warehouse.sql import load

JOB_USER = "roles/bigquery.jobUser"
DATA_VIEWER = "roles/bigquery.dataViewer"
DATA_EDITOR = "roles/bigquery.dataEditor"
READ_SESSION_USER = "roles/bigquery.readSessionUser"
USAGE_ADMIN = "roles/serviceusage.serviceUsageAdmin"
USER = "roles/bigquery.user"

_QUERY, _TABLE, _MODEL = DRY_RUNS = ("query.sql", "table.sql", "model.sql")
_APIS = {
    "bigquery.googleapis.com": "to use BigQuery",
    "bigquerystorage.googleapis.com": "to read results quickly",
    "bigqueryconnection.googleapis.com": "to have BigQuery ask a language model",
    "aiplatform.googleapis.com": "to ask language models",
}
_ALWAYS, _FOR_WRITER = tuple(_APIS)[:2], tuple(_APIS)[2:]
_OBJECTS = ("bigquery.tables.create", "bigquery.tables.updateData", "bigquery.tables.delete")
_MODELS = (
    *("bigquery.models.create", "bigquery.models.getData"),
    *("bigquery.models.updateData", "bigquery.models.updateMetadata"),  # the latter puts the label on
)
_ENABLE = "serviceusage.services.enable"
_MAKE_DATASET = "bigquery.datasets.create"
_READ_SESSION = "bigquery.readsessions.create"


@dataclass
class Examination:
    """One look at a place.

    Parameters
    ----------
    clients, place, for_models, for_writer
        As `check` has them.
    """

    clients: Clients
    place: Place
    for_models: bool
    for_writer: ModelSettings | None
    account: str | None = field(init=False)

    def __post_init__(self) -> None:
        self.account = self.clients.signed.account
        self.held = rest.held(
            self.clients,
            self.place.billing,
            (*_OBJECTS, *_MODELS, _ENABLE, _MAKE_DATASET, _READ_SESSION, *PERMISSIONS),
        )

    def checks(self) -> Iterator[Check]:
        """Yield the checks, what others build on first."""
        queries = self._queries()  # tells the account's address, which the lines for an administrator need
        yield from self._apis()
        yield queries
        yield self._source()
        yield self._fast_reads()
        yield from self._work()
        if self.for_writer is not None:
            writer = WriterExamination(self.clients, self.place, self.for_writer, self.held, self.account)
            yield from writer.checks()

    def _apis(self) -> Iterator[Check]:
        wanted = list(_ALWAYS)
        if self.for_writer is not None:
            wanted += _FOR_WRITER if needs_connection(self.for_writer) else _FOR_WRITER[1:]
        reason = rest.why_not(self.clients)
        for api in wanted:
            yield self._api(api, reason)

    def _api(self, api: str, why_not: str) -> Check:
        billing = self.place.billing
        blank = Check(
            Need.API,
            api,
            _APIS[api],
            State.UNKNOWN,
            why_not,
            USAGE_ADMIN,
            (remedies.enable(api, billing),),
            required=api != "bigquerystorage.googleapis.com",
        )
        if why_not:
            return blank
        try:
            found = rest.asked(self.clients, "GET", "serviceusage", f"v1/projects/{billing}/services/{api}")
        except (Forbidden, NotFound):
            return replace(blank, found="this account may not see which APIs are on")
        if found.get("state") == "ENABLED":
            return replace(blank, state=State.OK, remedy=())
        can_create = self.held.has(_ENABLE) is not False
        return replace(blank, state=State.MISSING, found=f"it is off in {billing}", can_create=can_create)

    def _queries(self) -> Check:
        billing = self.place.billing
        blank = Check(
            Need.QUERIES,
            billing,
            f"to run queries, which {billing} pays for",
            State.OK,
            role=JOB_USER,
        )
        tried = self._dry_run(_QUERY)
        self.account = self.account or tried.account
        if tried.problem is None:
            return replace(blank, found=f"as {self.account}" if self.account else "")
        missing = replace(blank, state=State.MISSING, found=reason(tried.problem))
        if isinstance(tried.problem, Forbidden):
            grant = remedies.grant_on_project(billing, self.account, JOB_USER)
            return replace(missing, remedy=(grant,))
        return missing

    def _source(self) -> Check:
        if not self.place.dataset:
            found = "no dataset is chosen yet"
            return Check(
                Need.SOURCE, self.place.project, "to read the tables", State.UNKNOWN, found, DATA_VIEWER
            )
        path = f"{self.place.project}.{self.place.dataset}"
        blank = Check(Need.SOURCE, path, "to read the tables", State.OK, role=DATA_VIEWER)
        grant = (remedies.grant_on_dataset(path, self.account, DATA_VIEWER),)
        try:
            dataset(self.clients, path)
            tables = list(
                self.clients.bigquery.list_tables(path, max_results=1, retry=retry(), timeout=REQUEST_SECONDS)
            )
        except NotFound as problem:
            return replace(blank, state=State.MISSING, found=reason(problem))
        except Forbidden as problem:
            return replace(blank, state=State.MISSING, found=reason(problem), remedy=grant)
        if not tables:
            return replace(blank, found="there are no tables in it")
        if self._may_read(tables[0].reference):
            return blank
        return replace(
            blank, state=State.MISSING, found="its tables are listed, but may not be read", remedy=grant
        )

    def _may_read(self, table: bigquery.TableReference) -> bool:
        """Ask of one table, as BigQuery tells it of no dataset."""
        permission = "bigquery.tables.getData"
        answer = self.clients.bigquery.test_iam_permissions(
            table, [permission], retry=retry(), timeout=REQUEST_SECONDS
        )
        return permission in answer.get("permissions", ())

    def _fast_reads(self) -> Check:
        billing = self.place.billing
        blank = Check(
            Need.FAST_READS,
            billing,
            "to read results quickly",
            State.OK,
            role=READ_SESSION_USER,
            required=False,
        )
        grant = (remedies.grant_on_project(billing, self.account, READ_SESSION_USER),)
        match self.held.has(_READ_SESSION):
            case True:
                return blank
            case False:
                return replace(
                    blank,
                    state=State.MISSING,
                    found="without it results are read over REST, which is slow",
                    remedy=grant,
                )
        return replace(blank, state=State.UNKNOWN, found=self.held.why, remedy=grant)

    def _work(self) -> Iterator[Check]:
        """Yield the checks of the dataset in which segdesk works, and of what it makes there."""
        place = self.place
        path = f"{place.billing}.{place.work}"
        what = "tables, views and models" if self.for_models or self.for_writer else "tables and views"
        place_of_work = Check(Need.DATASET, path, "to work in", State.OK)
        objects = Check(Need.OBJECTS, path, f"to make {what}", State.OK, role=DATA_EDITOR)
        grant = (remedies.grant_on_dataset(path, self.account, DATA_EDITOR),)
        try:
            found = dataset(self.clients, path)
        except NotFound:
            yield from self._no_work(place_of_work, objects)
            return
        except Forbidden as problem:
            yield replace(
                place_of_work, state=State.UNKNOWN, found=reason(problem), role=DATA_EDITOR, remedy=grant
            )
            yield replace(objects, state=State.UNKNOWN, found="the dataset cannot be seen", remedy=grant)
            return
        if place.location and found.location.lower() != place.location.lower():
            why = f"it is in {found.location} and the source in {place.location}: choose another dataset"
            place_of_work = replace(place_of_work, state=State.MISSING, found=why)
        yield place_of_work
        yield self._objects(objects, grant)

    def _no_work(self, place_of_work: Check, objects: Check) -> Iterator[Check]:
        place = self.place
        may_make = self.held.has(_MAKE_DATASET)
        yield replace(
            place_of_work,
            state=State.MISSING,
            found="it is not there; segdesk makes it when it is needed first",
            role=USER,
            remedy=(remedies.make_dataset(f"{place.billing}.{place.work}", place.location),),
            required=may_make is False,
            can_create=may_make is not False,
        )
        if may_make:
            yield replace(objects, found="who makes a dataset owns it")
        else:
            yield replace(objects, state=State.UNKNOWN, found="the dataset is not there yet")

    def _objects(self, blank: Check, grant: tuple[str, ...]) -> Check:
        wants_models = self.for_models or self.for_writer is not None
        if self.held.has(*_OBJECTS, *(_MODELS if wants_models else ())):
            return blank
        for name in (_TABLE, _MODEL) if wants_models else (_TABLE,):
            tried = self._dry_run(name)
            if isinstance(tried.problem, Forbidden):
                return replace(blank, state=State.MISSING, found=reason(tried.problem), remedy=grant)
            if tried.problem is not None:
                return replace(blank, state=State.UNKNOWN, found=reason(tried.problem), remedy=grant)
        return blank

    def _dry_run(self, name: str) -> "_Tried":
        sql = bind(load("bigquery_access", name), self.place, ())
        try:
            job = sending.dry_run(self.clients, self.place, sql, retry=retry(), labels=dict([LABEL]))
        except (Forbidden, NotFound, BadRequest) as problem:
            return _Tried(problem)
        return _Tried(None, job.user_email)


@dataclass(frozen=True)
class _Tried:
    """What came of a dry run.

    Attributes
    ----------
    problem
        Why BigQuery refuses it, None if it does not.
    account
        The address of the account that asked, where BigQuery tells it.
    """

    problem: GoogleAPICallError | None
    account: str | None = None


def dataset(clients: Clients, path: str) -> bigquery.Dataset:
    """Return a dataset, ``project.dataset``. Raises what Google's client does."""
    found: bigquery.Dataset = clients.bigquery.get_dataset(path, retry=retry(), timeout=REQUEST_SECONDS)
    return found


def retry() -> Retry:
    """Return how long a look is taken again that fails for a reason that passes."""
    return persistent(rest.PATIENCE)


def reason(problem: GoogleAPICallError) -> str:
    """Return Google's own sentence, without addresses and values."""
    error = failures.explain(problem)
    return ": ".join(str(part) for part in error.args[:2] if part)
