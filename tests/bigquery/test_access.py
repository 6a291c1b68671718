"""What the account may do: looked at before the work begins, and made where it may."""

import json
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from google.cloud import bigquery

from segdesk import cli
from segdesk.errors import SegdeskError, UsageError, WarehouseError
from segdesk.project import ledger
from segdesk.project.file import Project
from segdesk.project.ledger import Made, MadeObject
from segdesk.project.settings import Generation, ModelSettings, Settings
from segdesk.steps import access as step
from segdesk.tasks.task import Task
from segdesk.warehouse import credentials
from segdesk.warehouse.bigquery import access, remedies, rest
from segdesk.warehouse.bigquery.check import Check, Need, State
from segdesk.warehouse.bigquery.clients import STAND_IN, STAND_IN_STORAGE, Clients
from segdesk.warehouse.bigquery.place import Place
from segdesk.warehouse.credentials import Method, Reach, Signed
from tests.bigquery.conftest import StandIn


def denied(permission: str, **where: object) -> dict[str, object]:
    """Return a fault by which BigQuery refuses for want of a permission."""
    message = f"Access Denied: Dataset shop:x: Permission {permission} denied on dataset shop:x"
    return {"status": 403, "reason": "accessDenied", "message": message, "times": 9, **where}


class Upstairs:
    """A place in the stand-in with one table, and an empty name to work under."""

    def __init__(self, stand_in: StandIn) -> None:
        self.stand_in, self.project = stand_in, stand_in.project
        word = uuid.uuid4().hex[:8]
        self.place = Place(self.project, f"shop_{word}", self.project, f"work_{word}")
        self.clients = Clients(self.place, credentials.signed())
        self.make_dataset(self.place.dataset or "", "EU")
        client = self.clients.bigquery
        client.query(f"CREATE TABLE `{self.project}.{self.place.dataset}.users` AS SELECT 1 AS id").result()

    def make_dataset(self, name: str, location: str) -> None:
        made = bigquery.Dataset(f"{self.project}.{name}")
        made.location = location
        self.clients.bigquery.create_dataset(made)

    def checks(self, **what: Any) -> dict[Need, Check]:
        """Look, and return the last check of each kind."""
        return {each.need: each for each in access.check(self.clients, self.place, **what)}

    def apis(self, **what: Any) -> dict[str, State]:
        found = access.check(self.clients, self.place, **what)
        return {each.subject: each.state for each in found if each.need is Need.API}


@pytest.fixture
def upstairs(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstairs]:
    monkeypatch.setenv(STAND_IN, stand_in.rest)
    monkeypatch.setenv(STAND_IN_STORAGE, stand_in.grpc)
    here = Upstairs(stand_in)
    yield here
    stand_in.reset()
    here.clients.close()


def test_an_account_that_may_everything_lacks_nothing(upstairs: Upstairs) -> None:
    found = access.check(upstairs.clients, upstairs.place, for_models=True)
    assert not [each for each in found if each.in_the_way]
    states = {each.need: each.state for each in found}
    assert states.pop(Need.DATASET) is State.MISSING  # segdesk makes it
    assert set(states.values()) == {State.OK}


def test_projects_and_datasets_are_listed(upstairs: Upstairs) -> None:
    upstairs.stand_in.state(projects=["zoo-10", "arts-2"])
    assert [each.project for each in access.projects(upstairs.clients)] == [
        "arts-2",
        upstairs.project,
        "zoo-10",
    ]
    found = {each.dataset: each.location for each in access.datasets(upstairs.clients, upstairs.project)}
    assert found[upstairs.place.dataset or ""] == "EU"
    assert list(found) == sorted(found)


def test_the_location_is_the_source_s(upstairs: Upstairs) -> None:
    assert access.located(upstairs.clients, upstairs.place).location == "EU"


def test_who_may_not_run_queries_is_told_the_role_and_the_line(upstairs: Upstairs) -> None:
    upstairs.stand_in.faults(denied("bigquery.jobs.create", path="POST .*/(jobs|queries)", body="SELECT 1"))
    found = upstairs.checks()[Need.QUERIES]
    assert found.in_the_way
    assert found.role == "roles/bigquery.jobUser"
    assert "bigquery.jobs.create is missing" in found.found
    grant = f"gcloud projects add-iam-policy-binding {upstairs.project}"
    assert found.remedy == (f"{grant} --member=user:EMAIL --role=roles/bigquery.jobUser",)


def test_tables_that_are_listed_but_not_readable_are_told_apart(upstairs: Upstairs) -> None:
    upstairs.stand_in.state(denied={"/tables/": ["bigquery.tables.getData"]})
    found = upstairs.checks()[Need.SOURCE]
    assert (found.state, found.role) == (State.MISSING, "roles/bigquery.dataViewer")
    path = f"{upstairs.project}.{upstairs.place.dataset}"
    assert found.remedy == (
        f'GRANT `roles/bigquery.dataViewer` ON SCHEMA `{path}` TO "user:tester@example.com"',
    )


def test_a_source_that_may_not_be_seen_is_told(upstairs: Upstairs) -> None:
    path = f"GET .*/datasets/{upstairs.place.dataset}$"
    upstairs.stand_in.faults(denied("bigquery.datasets.get", path=path))
    found = upstairs.checks()[Need.SOURCE]
    assert found.in_the_way
    assert "bigquery.datasets.get is missing" in found.found


def test_a_source_that_is_not_there_is_named(upstairs: Upstairs) -> None:
    upstairs.place = Place(upstairs.project, "nothing", upstairs.project, "work")
    found = upstairs.checks()[Need.SOURCE]
    assert (found.state, found.remedy) == (State.MISSING, ())
    assert f"There is no dataset {upstairs.project}.nothing" in found.found


def test_without_a_dataset_the_source_is_not_known(upstairs: Upstairs) -> None:
    upstairs.place = Place(upstairs.project, None, upstairs.project, "work")
    assert upstairs.checks()[Need.SOURCE].state is State.UNKNOWN


def test_reads_without_the_role_are_slow_but_work(upstairs: Upstairs) -> None:
    upstairs.stand_in.state(denied={f"^{upstairs.project}$": ["bigquery.readsessions.create"]})
    found = upstairs.checks()[Need.FAST_READS]
    assert (found.state, found.role, found.in_the_way) == (
        State.MISSING,
        "roles/bigquery.readSessionUser",
        False,
    )


def test_an_api_that_is_off_is_turned_on(upstairs: Upstairs) -> None:
    upstairs.stand_in.state(services={"aiplatform.googleapis.com": "DISABLED"})
    assert "aiplatform.googleapis.com" not in upstairs.apis()
    found = access.check(upstairs.clients, upstairs.place, for_writer=ModelSettings())
    off = next(each for each in found if each.state is State.MISSING and each.need is Need.API)
    assert off.remedy == (f"gcloud services enable aiplatform.googleapis.com --project {upstairs.project}",)
    assert (off.in_the_way, off.can_create) == (True, True)
    assert access.create(upstairs.clients, upstairs.place, off) is None
    assert upstairs.apis(for_writer=ModelSettings())["aiplatform.googleapis.com"] is State.OK


def test_the_work_dataset_is_made_on_request_with_label_and_location(upstairs: Upstairs) -> None:
    missing = upstairs.checks()[Need.DATASET]
    path = f"{upstairs.project}.{upstairs.place.work}"
    line = f'CREATE SCHEMA `{path}` OPTIONS (location = "EU", labels = [("app", "segdesk")])'
    assert (missing.state, missing.can_create, missing.remedy) == (State.MISSING, True, (line,))
    assert access.create(upstairs.clients, upstairs.place, missing) == MadeObject(path, Made.DATASET)
    made = upstairs.clients.bigquery.get_dataset(path)
    assert (made.location, made.labels) == ("EU", {"app": "segdesk"})
    assert upstairs.checks()[Need.DATASET].state is State.OK


def test_who_may_not_make_the_work_dataset_needs_somebody_who_may(upstairs: Upstairs) -> None:
    upstairs.stand_in.state(denied={f"^{upstairs.project}$": ["bigquery.datasets.create"]})
    found = upstairs.checks()
    assert (found[Need.DATASET].in_the_way, found[Need.DATASET].can_create) == (True, False)
    assert found[Need.OBJECTS].state is State.UNKNOWN


def test_a_work_dataset_elsewhere_is_told(upstairs: Upstairs) -> None:
    upstairs.make_dataset(upstairs.place.work, "US")
    found = upstairs.checks()[Need.DATASET]
    assert found.in_the_way
    assert found.found == "it is in US and the source in EU: choose another dataset"


def test_a_right_that_the_project_does_not_give_is_tried_out(upstairs: Upstairs) -> None:
    upstairs.make_dataset(upstairs.place.work, "EU")
    missing = ["bigquery.tables.create", "bigquery.models.create"]
    upstairs.stand_in.state(denied={f"^{upstairs.project}$": missing})
    assert upstairs.checks(for_models=True)[Need.OBJECTS].state is State.OK
    tried = [each for each in upstairs.stand_in.log() if "access_check" in str(each.get("body"))]
    assert len(tried) == 2
    assert all('"dryRun": true' in json.dumps(each["body"]).replace('\\"', '"') for each in tried)


@pytest.mark.parametrize("statement", ["CREATE TABLE", "CREATE MODEL"])
def test_a_right_that_is_not_there_is_told(upstairs: Upstairs, statement: str) -> None:
    upstairs.make_dataset(upstairs.place.work, "EU")
    upstairs.stand_in.state(denied={f"^{upstairs.project}$": ["bigquery.tables.create"]})
    upstairs.stand_in.faults(denied("bigquery.tables.create", body=statement))
    found = upstairs.checks(for_models=True)[Need.OBJECTS]
    assert (found.in_the_way, found.role) == (True, "roles/bigquery.dataEditor")
    assert found.remedy[0].startswith(
        f"GRANT `roles/bigquery.dataEditor` ON SCHEMA `{upstairs.project}.work_"
    )


def test_a_connection_is_made_on_request(upstairs: Upstairs) -> None:
    writer = ModelSettings(connection="eu.ask")
    missing = upstairs.checks(for_writer=writer)[Need.CONNECTION]
    assert (missing.in_the_way, missing.can_create) == (True, True)
    make = f"bq mk --connection --project_id={upstairs.project} --location=eu"
    assert missing.remedy == (f"{make} --connection_type=CLOUD_RESOURCE ask",)
    made = access.create(upstairs.clients, upstairs.place, missing)
    assert made == MadeObject(f"{upstairs.project}.eu.ask", Made.CONNECTION)
    found = upstairs.checks(for_writer=writer)
    assert found[Need.CONNECTION].state is State.OK
    account = found[Need.CONNECTION_ACCOUNT]
    assert account.subject.endswith(".iam.gserviceaccount.com")
    assert len(account.remedy) == 1
    assert account.remedy[0].startswith(f"gcloud projects add-iam-policy-binding {upstairs.project} ")
    assert f"serviceAccount:{account.subject} --role=roles/aiplatform.user" in account.remedy[0]


def test_a_connection_elsewhere_is_of_no_use(upstairs: Upstairs) -> None:
    found = upstairs.checks(for_writer=ModelSettings(connection="us.ask"))[Need.CONNECTION]
    assert (found.in_the_way, found.can_create) == (True, False)
    assert "it is in us and the tables in EU" in found.found


def test_a_connection_of_no_form_is_wrong_usage(upstairs: Upstairs) -> None:
    with pytest.raises(UsageError, match=r"LOCATION\.NAME"):
        upstairs.checks(for_writer=ModelSettings(connection="ask"))


@pytest.mark.parametrize(
    ("denied", "role"),
    [
        ("bigquery.connections.use", "roles/bigquery.connectionUser"),
        ("bigquery.connections.delegate", "roles/bigquery.connectionAdmin"),
    ],
)
def test_the_right_to_use_the_default_connection(upstairs: Upstairs, denied: str, role: str) -> None:
    upstairs.stand_in.state(denied={f"^{upstairs.project}$": [denied]})
    found = upstairs.checks(for_writer=ModelSettings())
    assert found[Need.CONNECTION].state is State.UNKNOWN
    assert found[Need.CONNECTION].remedy[1] == (
        f"ALTER PROJECT `{upstairs.project}` SET OPTIONS"
        ' (`region-eu.default_cloud_resource_connection_id` = "segdesk")'
    )
    assert (found[Need.CONNECTION_USE].in_the_way, found[Need.CONNECTION_USE].role) == (True, role)


def test_asking_in_one_s_own_name_needs_no_connection(upstairs: Upstairs) -> None:
    writer = ModelSettings(function=Generation.GENERATE)
    upstairs.stand_in.state(denied={f"^{upstairs.project}$": ["aiplatform.endpoints.predict"]})
    found = upstairs.checks(for_writer=writer)
    assert not {Need.CONNECTION, Need.CONNECTION_USE, Need.REMOTE_MODEL} & set(found)
    assert (found[Need.LANGUAGE_MODELS].in_the_way, found[Need.LANGUAGE_MODELS].role) == (
        True,
        "roles/aiplatform.user",
    )
    assert "bigqueryconnection.googleapis.com" not in upstairs.apis(for_writer=writer)


def test_a_remote_model_that_is_missing_comes_with_its_statement(upstairs: Upstairs) -> None:
    found = upstairs.checks(for_writer=ModelSettings(connection="eu.ask"))[Need.REMOTE_MODEL]
    assert (found.state, found.in_the_way) == (State.MISSING, False)
    made = f"CREATE OR REPLACE MODEL `{upstairs.project}.{upstairs.place.work}.writer_model` REMOTE WITH"
    rest_of_it = f" CONNECTION `{upstairs.project}.eu.ask` OPTIONS (endpoint = 'gemini-2.5-flash')"
    assert found.remedy == (made + rest_of_it,)


def test_a_moment_out_of_order_is_waited_for(upstairs: Upstairs) -> None:
    upstairs.stand_in.faults({"path": ":testIamPermissions", "times": 1}, {"path": "GET .*/datasets/"})
    assert not [each for each in upstairs.checks().values() if each.in_the_way]


def test_an_expired_sign_in_ends_the_check(upstairs: Upstairs) -> None:
    upstairs.stand_in.faults({"path": ".", "status": 401, "reason": "authError", "times": 99})
    with pytest.raises(WarehouseError, match="Sign in"):
        upstairs.checks()


def test_a_network_that_is_gone_ends_the_check(upstairs: Upstairs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STAND_IN, "http://127.0.0.1:1")
    monkeypatch.setattr(rest, "PATIENCE", 0.2)
    clients = Clients(upstairs.place, credentials.signed())
    with pytest.raises(SegdeskError, match="cannot be reached"):
        access.check(clients, upstairs.place)
    clients.close()


# Resource Manager and the Connection API as the stand-in does not have them.


@contextmanager
def answering(answers: Mapping[str, tuple[int, Any]]) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    """Have a server that answers paths; yields its address, and what it was asked for whom."""
    asked: list[tuple[str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append((self.path, self.headers.get("X-Goog-User-Project")))
            status, document = answers.get(self.path, (404, {"error": {"message": "no", "code": 404}}))
            if callable(document):
                status, document = document(self.headers)
            text = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST  # noqa: N815 - http.server looks for this name

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def clients_at(address: str, monkeypatch: pytest.MonkeyPatch, reach: Reach = Reach.CLOUD_PLATFORM) -> Clients:
    monkeypatch.setenv(STAND_IN, address)
    anonymous = credentials.signed().credentials
    signed = Signed(anonymous, Method.OAUTH, "ana@example.com", None, reach)
    return Clients(Place("demo", None, "demo", "work"), signed)


REFUSAL = (403, {"error": {"code": 403, "message": "no", "errors": [{"reason": "forbidden"}]}})


def test_a_service_account_s_role_is_seen_where_the_policy_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    from segdesk.warehouse.bigquery.connections import may_ask_models

    roles = {"roles/aiplatform.user": "serviceAccount:a@b", "roles/viewer": "serviceAccount:c@d"}
    policy = {"bindings": [{"role": role, "members": [member]} for role, member in roles.items()]}
    with answering({"/v1/projects/demo:getIamPolicy": (200, policy)}) as (address, _):
        clients = clients_at(address, monkeypatch)
        assert may_ask_models(clients, "demo", "a@b") is True
        assert may_ask_models(clients, "demo", "c@d") is None
        assert may_ask_models(clients, "other", "a@b") is None
        clients.close()


def test_the_rights_on_a_connection_are_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from segdesk.warehouse.bigquery.connections import Connection

    path = "/v1/projects/demo/locations/eu/connections/ask:testIamPermissions"
    with answering({path: (200, {"permissions": ["bigquery.connections.use"]})}) as (address, _):
        clients = clients_at(address, monkeypatch)
        found = Connection("demo", "eu", "ask").permissions(clients, "bigquery.connections.use", "b")
        assert found == {"bigquery.connections.use"}
        assert Connection("demo", "eu", "other").permissions(clients, "b") is None
        clients.close()


def test_a_refusal_is_put_to_the_billing_project_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(headers: Any) -> tuple[int, Any]:
        return (200, {"permissions": ["p"]}) if headers.get("X-Goog-User-Project") == "demo" else REFUSAL

    with answering({"/v1/projects/demo:testIamPermissions": (0, answer)}) as (address, asked):
        clients = clients_at(address, monkeypatch)
        assert rest.held(clients, "demo", ["p"]).has("p")
        assert [project for _, project in asked] == [None, "demo"]
        clients.close()


def test_rights_that_may_not_be_looked_at_are_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering({"/v1/projects/demo:testIamPermissions": REFUSAL}) as (address, _):
        clients = clients_at(address, monkeypatch)
        assert rest.held(clients, "demo", ["p"]).has("p") is None
        clients.close()


def test_a_sign_in_for_bigquery_alone_asks_no_other_service(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering({}) as (address, asked):
        clients = clients_at(address, monkeypatch, Reach.BIGQUERY)
        found = rest.held(clients, "demo", ["p"])
        assert (found.has("p"), asked) == (None, [])
        assert "reaches BigQuery only" in found.why
        clients.close()


def test_names_cannot_break_out_of_the_lines_for_an_administrator() -> None:
    assert remedies.enable("a", "x; rm -rf /") == "gcloud services enable a --project 'x; rm -rf /'"
    assert remedies.grant_on_dataset("p.`d", None, "r") == 'GRANT `r` ON SCHEMA `p.\\`d` TO "user:EMAIL"'
    assert remedies.member("a@p.iam.gserviceaccount.com") == "serviceAccount:a@p.iam.gserviceaccount.com"


# With a project file.


@pytest.fixture
def project(upstairs: Upstairs, tmp_path: Path) -> Iterator[Project]:
    """A project over the place."""
    with Project.create(tmp_path / "p.segdesk") as here:
        here.settings = settings_at(upstairs.place)
        yield here


def settings_at(place: Place) -> Settings:
    before = Settings()
    return before.model_copy(
        update={
            "connect": before.connect.model_copy(update={"source": place.source}),
            "bigquery": before.bigquery.model_copy(update={"dataset": place.work}),
        }
    )


def test_what_is_made_is_put_down_as_the_project_s(upstairs: Upstairs, project: Project) -> None:
    missing = next(each for each in step.check(project) if each.need is Need.DATASET)
    step.create(project, missing, Task())
    assert ledger.made(project) == (MadeObject(f"{upstairs.project}.{upstairs.place.work}", Made.DATASET),)


def test_the_remote_model_is_made_on_request(upstairs: Upstairs, project: Project) -> None:
    before = project.settings
    writer = {"writer": "bigquery", "model": ModelSettings(endpoint="gemini-2.5-flash-lite")}
    project.settings = before.model_copy(update={"emails": before.emails.model_copy(update=writer)})
    missing = next(each for each in step.check(project) if each.need is Need.REMOTE_MODEL)
    step.create(project, missing, Task())
    found = next(each for each in step.check(project) if each.need is Need.REMOTE_MODEL)
    assert (found.state, found.can_create) == (State.OK, False)
    assert MadeObject(missing.subject, Made.MODEL) in ledger.made(project)
    assert [job.what for job in ledger.jobs(project)] == ["Connect: remote model"]


def test_the_settings_say_what_is_looked_at(upstairs: Upstairs, project: Project) -> None:
    before = project.settings
    emails = before.emails.model_copy(update={"writer": "bigquery"})
    labels = before.labels.model_copy(
        update={"writer": "bigquery", "model": ModelSettings(function=Generation.GENERATE)}
    )
    assert Need.CONNECTION not in {each.need for each in step.check(project)}
    project.settings = before.model_copy(update={"emails": emails, "labels": labels})
    found = step.check(project)
    assert {Need.CONNECTION, Need.REMOTE_MODEL, Need.LANGUAGE_MODELS} <= {each.need for each in found}
    assert len(found) == len(set(found))


def test_the_window_can_list_before_anything_is_chosen(upstairs: Upstairs, project: Project) -> None:
    assert upstairs.project in [each.project for each in step.projects(project)]
    assert upstairs.place.dataset in [each.dataset for each in step.datasets(project, upstairs.project)]
    assert step.sign_in_state(project).method is Method.ANONYMOUS


@pytest.fixture
def file(upstairs: Upstairs, tmp_path: Path) -> Path:
    path = tmp_path / "cli.segdesk"
    with Project.create(path) as here:
        here.settings = settings_at(upstairs.place)
    return path


def test_the_command_line_prints_each_check(
    file: Path, upstairs: Upstairs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["check-access", str(file)]) == 0
    told = capsys.readouterr().out
    assert f"ok         queries {upstairs.project}, to run queries, which" in told
    assert "pays for: as tester@example.com" in told
    assert f"MISSING    dataset {upstairs.project}.{upstairs.place.work}" in told


def test_the_command_line_fails_where_something_needed_is_missing(
    file: Path, upstairs: Upstairs, capsys: pytest.CaptureFixture[str]
) -> None:
    upstairs.stand_in.state(denied={"/tables/": ["bigquery.tables.getData"]})
    assert cli.run(["check-access", str(file), "--json"]) == 1
    told = capsys.readouterr()
    found = {each["need"]: each for each in json.loads(told.out)}
    assert (found["source"]["state"], found["source"]["role"]) == ("missing", "roles/bigquery.dataViewer")
    assert "segdesk: Access is not complete: missing: source" in told.err


def test_the_command_line_makes_what_is_missing(
    file: Path, upstairs: Upstairs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["check-access", str(file), "--create"]) == 0
    told = capsys.readouterr()
    assert f"ok         dataset {upstairs.project}.{upstairs.place.work}" in told.out
    assert f"Making dataset {upstairs.project}.{upstairs.place.work}" in told.err


def test_what_cannot_be_made_does_not_stop_the_rest(
    file: Path, upstairs: Upstairs, capsys: pytest.CaptureFixture[str]
) -> None:
    upstairs.stand_in.state(services={"bigquerystorage.googleapis.com": "DISABLED"})
    upstairs.stand_in.faults(denied("serviceusage.services.enable", path=":enable$"))
    assert cli.run(["check-access", str(file), "--create"]) == 0
    told = capsys.readouterr()
    assert "the permission serviceusage.services.enable is missing" in told.err
    assert f"ok         dataset {upstairs.project}.{upstairs.place.work}" in told.out
