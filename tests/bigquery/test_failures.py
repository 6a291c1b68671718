"""What Google says becomes what a person reads: what happened, why, what to do, and nobody's data."""

import pickle

import pytest
import requests
from google.api_core import exceptions as google
from google.auth import exceptions as auth

from segdesk.errors import InputError, SegdeskError, SignInNeeded, WarehouseError
from segdesk.tasks.task import Cancelled
from segdesk.warehouse.bigquery.failures import explain, explained, passes
from segdesk.warehouse.bigquery.redaction import clean
from segdesk.warehouse.bigquery.sayings import Complaint, NotThere
from segdesk.warehouse.bigquery.statement import Edit, Rewritten


def said(reason: str, message: str = "") -> str:
    return str(explain(Complaint(reason, message)))


def http(status: int, reason: str, message: str) -> google.GoogleAPICallError:
    """Return an error as Google's client makes one of an answer, address included."""
    address = "https://bigquery.googleapis.com/bigquery/v2/projects/p/jobs?prettyPrint=false"
    return google.from_http_status(
        status, f"POST {address}: {message}", errors=[{"reason": reason, "message": message}]
    )


@pytest.mark.parametrize(
    ("message", "permission", "role"),
    [
        (
            "Access Denied: Project my-proj: User does not have bigquery.jobs.create permission in it.",
            "bigquery.jobs.create is missing on project my-proj",
            "roles/bigquery.jobUser",
        ),
        (
            "Access Denied: Table p:d.users: User does not have permission to query table p:d.users.",
            "bigquery.tables.getData is missing on table p:d.users",
            "roles/bigquery.dataViewer",
        ),
        (
            "Access Denied: Dataset p:d: Permission bigquery.models.create denied on dataset p:d.",
            "bigquery.models.create is missing on dataset p:d",
            "roles/bigquery.dataEditor",
        ),
        (
            "Access Denied: Connection p.eu.c: User does not have bigquery.connections.use permission",
            "bigquery.connections.use is missing on connection p.eu.c",
            "roles/bigquery.connectionUser",
        ),
    ],
)
def test_missing_access_names_the_permission_and_the_role(message, permission, role):
    found = str(explain(http(403, "accessDenied", message)))
    assert permission in found
    assert role in found


def test_access_that_is_denied_for_another_reason_is_told_as_it_is():
    found = said("accessDenied", "Access Denied: Request is prohibited by organization's policy")
    assert "prohibited by organization" in found
    assert "Ask an administrator for access" in found


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            "Not found: Table my-p:shop.user was not found in location EU",
            "There is no table my-p.shop.user: BigQuery looked in EU.",
        ),
        ("Not found: Dataset my-p:shop", "There is no dataset my-p.shop. Check its name"),
        ("Not found: Project nobody-here-1", "There is no project nobody-here-1."),
        ("Not found: Model my-p:work.kmeans_5", "There is no model my-p.work.kmeans_5."),
        ("Something else", "BigQuery does not find something: Something else."),
    ],
)
def test_what_is_not_there_is_named_as_sql_names_it(message, words):
    found = explain(http(404, "notFound", message))
    assert isinstance(found, InputError)
    assert words in str(found)


def test_what_is_not_there_survives_the_way_between_processes():
    found = explain(http(404, "notFound", "Not found: Table p:d.t was not found in location EU"))
    copied = pickle.loads(pickle.dumps(found))
    assert isinstance(copied, NotThere)
    assert (copied.kind, copied.path, str(copied)) == ("table", "p.d.t", str(found))


@pytest.mark.parametrize(
    "message",
    [
        "Unrecognized name: nope at [2:3]",
        "Unrecognized name: nope [at 2:3]",
        'Syntax error: Expected end of input but got identifier "nope" at [2:3]',
    ],
)
def test_a_wrong_statement_names_line_and_column(message):
    found = said("invalidQuery", message)
    assert "The SQL cannot run" in found
    assert "nope" in found
    assert "at line 2, column 3" in found
    assert "[" not in found


def test_line_and_column_are_those_of_the_statement_as_it_was_written():
    sent = Rewritten.of("SELECT nope FROM users, t", [Edit(17, 22, "`p.d.users`")])
    column = sent.sql.index("t", 29) + 1
    found = explain(Complaint("invalidQuery", f"Table t must be qualified at [1:{column}]"), sent)
    assert "at line 1, column 25" in str(found)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (
            http(403, "quotaExceeded", "Quota exceeded: Your project exceeded quota"),
            "A quota of BigQuery is used up",
        ),
        (
            google.RetryError("Timeout", http(403, "rateLimitExceeded", "Exceeded rate limits")),
            "fewer requests at a time",
        ),
        (google.RetryError("Timeout", http(503, "backendError", "Try later")), "out of order at the moment"),
        (google.RetryError("Timeout", google.ServiceUnavailable("no reason")), "out of order at the moment"),
        (
            google.RetryError("Timeout", requests.exceptions.ConnectionError("x")),
            "BigQuery cannot be reached",
        ),
        (google.RetryError("Timeout", None), "BigQuery cannot be reached"),
        (
            http(400, "bytesBilledLimitExceeded", "Query exceeded limit for bytes billed: 1"),
            "more than was allowed",
        ),
        (
            requests.exceptions.ConnectionError("Max retries exceeded with url: /x"),
            "BigQuery cannot be reached",
        ),
        (requests.exceptions.ReadTimeout(), "BigQuery cannot be reached"),
        (ConnectionResetError(), "BigQuery cannot be reached"),
        (google.ServiceUnavailable("failed to connect to all addresses"), "out of order at the moment"),
        (
            http(
                403,
                "accessDenied",
                "Billing has not been enabled for this project. Enable billing at https://x",
            ),
            "The project cannot be billed",
        ),
        (
            google.PermissionDenied(
                "BigQuery Storage API has not been used in project 123 before or it is disabled. Enable it by"
                " visiting https://console.developers.google.com/apis/api/x?project=123 then retry."
            ),
            "gcloud services enable bigquerystorage.googleapis.com --project 123",
        ),
        (http(400, "responseTooLarge", "Response too large to return"), "too much work for BigQuery"),
        (http(409, "duplicate", "Already Exists: Table p:d.t"), "It is there already"),
        (http(400, "invalid", "Invalid schema update"), "BigQuery refuses it: Invalid schema update"),
        (google.Unknown("Stream removed"), "BigQuery"),
        (google.Cancelled("CANCELLED"), "out of order at the moment"),
    ],
)
def test_each_complaint_has_its_words(problem, words):
    found = explain(problem)
    assert isinstance(found, WarehouseError)
    assert words in str(found)


@pytest.mark.parametrize(
    "problem",
    [
        http(401, "authError", "Request had invalid authentication credentials."),
        http(401, "", "Invalid Credentials"),
        google.Unauthenticated("Request had invalid authentication credentials"),
        auth.RefreshError("invalid_grant: Token has been expired or revoked.", {"error": "invalid_grant"}),
        auth.InvalidOperation("Anonymous credentials cannot be refreshed."),
    ],
)
def test_a_sign_in_that_is_over_asks_for_another(problem):
    assert isinstance(explain(problem), SignInNeeded)


def test_what_a_person_can_read_already_stays():
    known = WarehouseError("a", "b", "c")
    assert explain(known) is known
    cancelled = Cancelled()
    assert explain(cancelled) is cancelled


def test_what_is_under_way_is_told():
    assert "Features: parametric" in str(
        explain(Complaint("quotaExceeded", "x"), doing="Features: parametric")
    )
    with pytest.raises(WarehouseError, match="Listing the tables"), explained("Listing the tables"):
        raise http(403, "quotaExceeded", "x")


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("Bad int64 value: Ann", "Bad int64 value: …"),
        ('Could not cast literal "ann@example.com" to type DATE at [1:8]', 'Could not cast literal "…"'),
        (
            "Could not parse 'Ann' as INT64 for field age (position 0)",
            "Could not parse '…' as INT64 for field age",
        ),
        ("Invalid date: 'Ann Smith' [at 1:2]", "Invalid date: '…' at line 1, column 2"),
        ("Invalid NUMERIC value: 12 Downing Street", "Invalid NUMERIC value: …"),
        ("No matching signature for operator = for argument types: STRING, INT64", "STRING, INT64"),
        ("Name ann.smith@shop.example not found", "Name … not found"),
        ('Table "users" must be qualified with a dataset', 'Table "users" must be'),
        ("Query parameter 'as_of' not found", "Query parameter 'as_of' not found"),
        ("See https://cloud.google.com/x?access_token=ya29.secret for more", "See … for more"),
        ("Authorization: Bearer ya29.a0Af-secret", "…"),
    ],
)
def test_no_value_address_or_token_is_repeated(message, kept):
    found = clean(message)
    assert kept in found
    for secret in ("Ann", "ann", "example", "Smith", "Downing", "ya29", "secret"):
        assert secret not in found


def test_the_address_of_a_request_is_not_repeated():
    problem = google.from_http_status(400, "POST https://bigquery.googleapis.com/x?key=secret: It is wrong")
    assert "https" not in str(explain(problem))
    assert "It is wrong" in str(explain(problem))


@pytest.mark.parametrize(
    ("problem", "again"),
    [
        (http(503, "backendError", ""), True),
        (http(500, "internalError", ""), True),
        (http(403, "rateLimitExceeded", ""), True),
        (google.ServiceUnavailable(""), True),
        (requests.exceptions.ConnectionError(), True),
        (requests.exceptions.SSLError(), False),
        (http(403, "quotaExceeded", ""), False),
        (http(403, "accessDenied", ""), False),
        (http(400, "invalidQuery", ""), False),
        (auth.RefreshError("invalid_grant"), False),
    ],
)
def test_only_what_passes_by_itself_is_tried_again(problem, again):
    assert passes(problem) is again


def test_every_error_is_of_the_one_family():
    for reason in ("accessDenied", "notFound", "whatever", "stopped", ""):
        assert isinstance(explain(Complaint(reason, "x")), SegdeskError)
