"""Jobs: under ids of our own, priced before they run, tried again, cancelled by name, and accounted for."""

import threading
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from google.cloud import bigquery

from segdesk.errors import OverBudget, SegdeskError, SignInNeeded, WarehouseError
from segdesk.project.ledger import Bill
from segdesk.tasks.task import Cancelled, Task
from segdesk.warehouse.base import Tokens
from segdesk.warehouse.bigquery.account import Entry
from segdesk.warehouse.bigquery.calls import Patience
from segdesk.warehouse.bigquery.guard import Charge
from segdesk.warehouse.bigquery.running import labels
from segdesk.warehouse.bigquery.warehouse import BigQueryWarehouse
from tests.bigquery.shop import QUICK, Heard, Shop, rows, shop_in

USERS = pa.table({"id": [1, 2, 3], "name": ["Ann", "Bob", None]})
TOO_MANY = {
    "status": 403,
    "reason": "rateLimitExceeded",
    "message": "Exceeded rate limits: too many requests",
}
INSERT = r"POST .*/jobs$"


@pytest.fixture
def shop(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    for shop in shop_in(stand_in, monkeypatch):
        shop.put({"users": USERS})
        shop.tell("reset", {})
        yield shop


def real(shop: Shop) -> list[dict[str, Any]]:
    """Return the jobs that were sent to run."""
    return [each for each in shop.sent() if not each["configuration"].get("dryRun")]


def test_a_job_has_an_id_of_ours_labels_and_a_location(shop):
    warehouse = shop.open()
    warehouse.read("SELECT id FROM `users`", what="Sweep: k = 5").read_all()
    [sent] = real(shop)
    [job] = warehouse.jobs()
    assert sent["jobReference"]["jobId"] == job.job_id
    assert job.job_id.startswith("segdesk_")
    assert sent["jobReference"]["location"] == job.location == "EU"
    assert sent["configuration"]["labels"] == {"app": "segdesk", "step": "sweep", "what": "k-5"}
    assert (job.what, job.kind, job.outcome, job.project) == (
        "Sweep: k = 5",
        Bill.QUERY,
        "done",
        shop.project,
    )


def test_labels_keep_to_the_letters_that_bigquery_allows():
    assert labels("Émails: 100 % of «all»!") == {"app": "segdesk", "step": "mails", "what": "100-of-all"}
    assert labels("Query") == {"app": "segdesk", "what": "query"}
    assert len(labels("Features: " + "x" * 99)["what"]) == 63


def test_a_dry_run_comes_first_and_what_it_may_bill_is_limited(shop):
    warehouse = shop.open()
    rows(warehouse, "SELECT name FROM users")
    dry, sent = (each["configuration"] for each in shop.sent())
    assert dry["dryRun"] is True
    assert "dryRun" not in sent
    [job] = warehouse.jobs()
    assert int(sent["query"]["maximumBytesBilled"]) >= job.estimated_bytes > 0
    assert job.billed_bytes > 0
    assert job.cost > 0


def test_what_is_free_is_not_priced(shop):
    warehouse = shop.open()
    warehouse.execute("CREATE VIEW `v` AS SELECT id FROM `users`")
    assert len(shop.sent()) == 1
    assert [(job.kind, job.cost) for job in warehouse.jobs()] == [(Bill.FREE, 0.0)]


def test_nothing_runs_over_the_cap_unless_somebody_agrees(shop):
    heard = Heard()
    warehouse = shop.open(heard.task(), byte_cap=1)
    with pytest.raises(OverBudget):
        rows(warehouse, "SELECT * FROM users")
    assert real(shop) == []
    assert warehouse.jobs() == ()
    assert [type(question) for question in heard.questions] == [OverBudget]
    agreed = shop.open(Heard(answer=True).task(), byte_cap=1)
    assert len(rows(agreed, "SELECT * FROM users")) == 3


def test_what_a_model_wrote_is_settled_once_it_is_known(shop):
    warehouse = shop.open(budget=100.0)
    allowed = Tokens("gemini-2.5-flash", 1_000_000, 1_000_000)
    warehouse.read("SELECT id FROM users", what="Emails", bill=Bill.GENERATION, tokens=allowed).read_all()
    [before] = warehouse.jobs()
    warehouse.settle("Emails", Tokens("gemini-2.5-flash", 1_000, 10))
    [after] = warehouse.jobs()
    assert before.estimated_tokens == before.billed_tokens == 2_000_000
    assert after.billed_tokens == 1_010
    assert 0 < after.cost < before.cost


@pytest.mark.parametrize("path", [INSERT, r"GET .*/jobs/", r"GET .*/datasets/"])
def test_an_answer_that_fails_for_a_while_is_asked_for_again(shop, path):
    heard = Heard()
    shop.slow(running=0.2)
    shop.fault(path, status=503, reason="backendError", times=2)
    warehouse = shop.open(heard.task())
    assert len(rows(warehouse, "SELECT * FROM users")) == 3
    assert [job.outcome for job in warehouse.jobs()] == ["done"]


def test_too_many_requests_are_sent_again(shop):
    warehouse = shop.open()
    shop.fault(INSERT, **TOO_MANY, times=2)
    assert len(rows(warehouse, "SELECT * FROM users")) == 3


def test_a_connection_that_is_cut_in_an_answer_is_made_again(shop):
    warehouse = shop.open()
    shop.fault(INSERT, status=0, times=2)
    assert len(rows(warehouse, "SELECT * FROM users")) == 3


def test_a_job_whose_answer_was_lost_is_found_by_its_id(shop, monkeypatch):
    fixed = uuid.UUID(int=uuid.uuid4().int)
    monkeypatch.setattr("segdesk.warehouse.bigquery.running.uuid.uuid4", lambda: fixed)
    warehouse = shop.open()
    assert rows(warehouse, "SELECT 7 AS n") == [{"n": 7}]
    # Sent anew under the same id BigQuery refuses it, and what is there under it is the same job.
    assert rows(warehouse, "SELECT 7 AS n") == [{"n": 7}]
    assert len({each["jobReference"]["jobId"] for each in real(shop)}) == 1


def test_a_job_that_fails_for_a_reason_that_passes_is_sent_again_under_another_id(shop):
    heard = Heard()
    warehouse = shop.open(heard.task())
    shop.fault("", at="job", reason="backendError", body="maximumBytesBilled", times=1)
    assert len(rows(warehouse, "SELECT * FROM users")) == 3
    assert [job.outcome for job in warehouse.jobs()] == ["failed", "done"]
    first, second = real(shop)
    assert first["jobReference"]["jobId"] != second["jobReference"]["jobId"]
    assert any("asks to try again" in text for text in heard.texts)


def test_what_never_passes_ends_with_a_sentence(shop):
    warehouse = shop.open(patience=QUICK)
    shop.fault(INSERT, status=503, reason="backendError", times=1000)
    begun = time.monotonic()
    with pytest.raises(WarehouseError, match="out of order at the moment"):
        rows(warehouse, "SELECT * FROM users")
    assert time.monotonic() - begun < 20
    shop.fault(INSERT, **TOO_MANY, times=1000)
    with pytest.raises(WarehouseError, match="fewer requests at a time"):
        rows(warehouse, "SELECT * FROM users")
    shop.fault("", at="job", reason="backendError", body="maximumBytesBilled", times=1000)
    with pytest.raises(WarehouseError, match="out of order at the moment"):
        rows(warehouse, "SELECT * FROM users")


@pytest.mark.parametrize("at", ["request", "job"])
@pytest.mark.parametrize(
    ("status", "reason", "message", "says"),
    [
        (
            403,
            "quotaExceeded",
            "Quota exceeded: Your project exceeded quota for CREATE MODEL queries",
            "quota",
        ),
        (
            403,
            "accessDenied",
            "Access Denied: Project p: User does not have bigquery.jobs.create permission in project p.",
            "roles/bigquery.jobUser",
        ),
        (400, "resourcesExceeded", "Resources exceeded during query execution", "too much work"),
    ],
)
def test_a_refusal_is_told_in_words_and_not_repeated(shop, at, status, reason, message, says):
    warehouse = shop.open()
    path = INSERT if at == "request" else ""
    shop.fault(path, status=status, reason=reason, message=message, at=at, times=1000)
    with pytest.raises(WarehouseError, match=says):
        warehouse.run("CREATE OR REPLACE TABLE `t` AS SELECT 1 AS x", what="Features: t")
    assert len(shop.sent()) <= 2
    assert all(job.outcome == "failed" for job in warehouse.jobs())


def test_an_expired_sign_in_asks_for_another(shop):
    warehouse = shop.open()
    shop.fault("/bigquery/", status=401, reason="authError", message="Invalid Credentials", times=1000)
    with pytest.raises(SignInNeeded):
        rows(warehouse, "SELECT * FROM users")


def test_a_network_that_is_gone_is_said_to_be_gone(shop, monkeypatch):
    monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", "http://127.0.0.1:9")
    with pytest.raises(WarehouseError, match="BigQuery cannot be reached"):
        shop.open(patience=Patience(call=1))


def _in_thread(work: Any) -> tuple[threading.Thread, list[BaseException]]:
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as problem:  # noqa: BLE001 - whatever it is
            raised.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, raised


def _wait_until(true: Any) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.parametrize("seconds", [{"pending": 60}, {"running": 60}])
def test_a_slow_job_is_cancelled_by_its_id_and_has_ended_when_the_step_stops(shop, seconds):
    heard = Heard()
    task = heard.task()
    warehouse = shop.open(task)
    shop.slow(**seconds)

    def work() -> None:
        with task.stopping(warehouse.cancel):
            rows(warehouse, "SELECT * FROM users")

    thread, raised = _in_thread(work)
    _wait_until(lambda: any("Query: " in text and "reads" not in text for text in heard.texts))
    task.cancel()
    thread.join(20)
    assert [type(problem) for problem in raised] == [Cancelled]
    [job] = warehouse.jobs()
    assert job.outcome == "cancelled"
    upstairs = shop.client.get_job(job.job_id, location="EU")
    assert upstairs.state == "DONE"
    assert upstairs.error_result["reason"] == "stopped"
    assert heard.texts[-2:] == [f"Cancelling Query (job {job.job_id})", f"Cancelled Query (job {job.job_id})"]


def test_a_cancel_that_bigquery_does_not_confirm_is_not_waited_for_for_ever(shop):
    heard = Heard()
    warehouse = shop.open(heard.task(), patience=Patience(cancel=0.5))
    shop.slow(running=5)
    shop.fault("POST .*/cancel$", status=503, reason="backendError", times=1000)
    thread, raised = _in_thread(lambda: rows(warehouse, "SELECT * FROM users"))
    _wait_until(lambda: any("running" in text for text in heard.texts))
    warehouse.cancel()
    thread.join(20)
    assert [type(problem) for problem in raised] == [Cancelled]
    assert "not confirmed" in heard.texts[-1]
    [job] = warehouse.jobs()
    assert job.outcome == "cancelled"
    assert job.billed_bytes == job.estimated_bytes > 0


@pytest.mark.parametrize(("state", "billed"), [("RUNNING", 10), ("PENDING", 10), ("DONE", 0)])
def test_a_job_whose_end_nobody_saw_counts_as_what_it_was_allowed(shop, state, billed):
    resource = {"jobReference": {"jobId": "j", "projectId": "p"}, "status": {"state": state}}
    resource["configuration"] = {"query": {"query": "SELECT 1"}}
    job = bigquery.QueryJob.from_api_repr(resource, shop.client)
    charge = Charge(bytes=10, cost=1.0, maximum_bytes_billed=20)
    assert Entry("j", "x", Bill.QUERY, charge, shop.open().place, job=job).billed == billed


def test_a_cancel_ends_the_tries_of_a_network_that_is_gone(shop):
    heard = Heard()
    task = heard.task()
    warehouse = shop.open(task)
    shop.fault(INSERT, status=503, reason="backendError", times=1000)
    thread, raised = _in_thread(lambda: rows(warehouse, "SELECT * FROM users"))
    _wait_until(lambda: len(shop.sent()) > 1)
    task.cancel()
    thread.join(10)
    assert [type(problem) for problem in raised] == [Cancelled]


def test_a_task_knows_that_a_job_runs_elsewhere_until_it_has_ended(shop):
    told: list[bool] = []
    warehouse = shop.open(Task(on_outside=told.append))
    reader = warehouse.query("SELECT * FROM users")
    assert told == [True, False]
    reader.read_all()
    assert told == [True, False]


def test_a_cancelled_task_sends_nothing_more(shop):
    task = Task()
    warehouse = shop.open(task)
    task.cancel()
    shop.tell("reset", {})
    with pytest.raises(Cancelled):
        rows(warehouse, "SELECT * FROM users")
    assert shop.sent() == []


def test_siblings_are_cancelled_on_their_own_and_share_the_account(shop):
    warehouse = shop.open()
    one, other = warehouse.beside(), warehouse.beside()
    shop.slow("slow", running=60)
    shop.tell("delay", [{"match": "AS slow", "running": 60}, {"match": "AS quick", "running": 0.5}])
    stopped, raised = _in_thread(lambda: one.run("CREATE TABLE `a` AS SELECT 1 AS slow", what="a"))
    goes_on, fine = _in_thread(lambda: other.run("CREATE TABLE `b` AS SELECT 1 AS quick", what="b"))
    _wait_until(lambda: len(real(shop)) == 2)
    one.cancel()
    stopped.join(20)
    goes_on.join(20)
    assert [type(problem) for problem in raised] == [Cancelled]
    assert fine == []
    assert {job.what: job.outcome for job in warehouse.jobs()} == {"a": "cancelled", "b": "done"}
    assert [made.path.rsplit(".")[-1] for made in warehouse.made()][1:] == ["b"]


def test_progress_tells_that_a_job_waits_and_runs(shop):
    heard = Heard()
    warehouse = shop.open(heard.task())
    shop.slow(pending=0.4, running=0.4)
    warehouse.read("SELECT 1 AS x FROM users", what="Features: x").read_all()
    told = [text for text in heard.texts if text.startswith("Features: x: ")]
    assert any("waiting for BigQuery to begin" in text for text in told)
    assert any("running" in text or "of the work done" in text for text in told)


def test_a_closed_warehouse_stops_what_runs(shop):
    warehouse: BigQueryWarehouse = shop.open()
    shop.slow(running=60)
    thread, raised = _in_thread(lambda: rows(warehouse, "SELECT * FROM users"))
    _wait_until(lambda: len(real(shop)) == 1)
    warehouse.close()
    thread.join(20)
    assert isinstance(raised[0], Cancelled | SegdeskError)
