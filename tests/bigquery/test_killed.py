"""A process that is killed while BigQuery works for it leaves nothing running and nothing without a label."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import segdesk.clustering  # noqa: F401 - sets OMP_WAIT_POLICY before scikit-learn is imported
from segdesk.project import ledger, unfinished
from segdesk.project.file import Project
from segdesk.project.ledger import Bill, Job, Made, MadeObject
from segdesk.project.settings import (
    BigQueryMLSettings,
    BigQuerySettings,
    ConnectSettings,
    Settings,
    SweepSettings,
)
from segdesk.project.step import Step
from segdesk.project.unfinished import Begun, Book
from segdesk.steps import clean_up, pipeline, sweep
from segdesk.steps.unfinished import settle
from segdesk.tasks.task import Task
from segdesk.warehouse.bigquery.found import of_project
from tests.bigquery.shop import QUICK, Heard, Shop, shop_in

YESTERDAY = datetime(2026, 1, 1)  # noqa: DTZ001 - UTC, without a time zone
CREATE = "CREATE OR REPLACE MODEL"
RUN = "import sys\nfrom segdesk.cli import run\nsys.exit(run(sys.argv[1:]))\n"
KILLED_BEFORE_THE_LABEL = (
    "import os, signal\n"
    "from segdesk.warehouse.bigquery import work\n"
    "work.label_thing = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n" + RUN
)


@pytest.fixture
def place(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    yield from shop_in(stand_in, monkeypatch)


@pytest.fixture
def path(place: Shop, shop: Path, tmp_path: Path) -> Path:
    """A project after its Features step, about to train one model."""
    place.put({file.stem: pq.read_table(file) for file in sorted(shop.glob("*.parquet"))})
    path = tmp_path / "shop.segdesk"
    with Project.create(path) as project:
        project.settings = Settings(
            connect=ConnectSettings(source=place.source),
            bigquery=BigQuerySettings(dataset=place.work),
            sweep=SweepSettings(engine="bigquery-ml", k_min=3, k_max=3),
        )
        for step in (Step.CONNECT, Step.FEATURES):
            pipeline.run_step(step, project, project.settings, Task())
    place.tell("reset", {})
    return path


@contextmanager
def sweeping(path: Path, script: str = RUN) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", script, "sweep", str(path)],
        env={**os.environ, "OMP_NUM_THREADS": "2"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def state(place: Shop, job_id: str) -> tuple[str, str | None]:
    """Return the state of a job upstairs, and why it failed."""
    job = place.client.get_job(job_id)
    return job.state, job.error_result and job.error_result["reason"]


def wait_until_it_runs(place: Shop, process: subprocess.Popen[bytes]) -> str:
    """Return the id of the job that trains a model, once BigQuery works on it."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        for sent in place.sent():
            config = sent["configuration"]
            if CREATE in config.get("query", {}).get("query", "") and not config.get("dryRun"):
                job_id = str(sent["jobReference"]["jobId"])
                if state(place, job_id)[0] == "RUNNING":
                    return job_id
    pytest.fail("no model was trained")


def model_labels(place: Shop) -> dict[str, str]:
    return dict(place.client.get_model(f"{place.project}.{place.work}.kmeans_3").labels)


def test_a_model_that_was_made_but_not_labelled_is_found_and_deleted(place: Shop, path: Path) -> None:
    with sweeping(path, KILLED_BEFORE_THE_LABEL) as process:
        assert process.wait(180) == -signal.SIGKILL
    assert model_labels(place) == {}
    with Project.open(path) as project:
        [begun] = unfinished.left_behind(project)
        model = MadeObject(f"{place.project}.{place.work}.kmeans_3", Made.MODEL)
        assert (begun.what, begun.kind, begun.makes) == ("Sweep: k = 3", Bill.MODEL, model)

        inventory = clean_up.look(project, Task())
        assert model_labels(place) == {"app": "segdesk"}
        assert model in ledger.made(project)
        jobs = [job for job in ledger.jobs(project) if job.job_id == begun.job_id]
        assert [(job.outcome, job.what, job.kind) for job in jobs] == [("done", "Sweep: k = 3", Bill.MODEL)]
        assert unfinished.left_behind(project) == ()

        mine = of_project(inventory)
        assert model in {each.object for each in mine}
        deleted = clean_up.clear(project, mine, Task())
        assert deleted.left == ()
        assert model in {each.object for each in deleted.gone}
        assert model not in ledger.made(project)


def test_a_sweep_after_a_kill_goes_on_with_what_it_finds(place: Shop, path: Path) -> None:
    with sweeping(path, KILLED_BEFORE_THE_LABEL) as process:
        process.wait(180)
    with Project.open(path) as project:
        pipeline.run_step(Step.SWEEP, project, project.settings, Task())
        (point,) = sweep.rows(project)
        assert not point.failed, point.error
    assert model_labels(place) == {"app": "segdesk"}


def test_a_job_that_a_killed_process_left_running_is_cancelled_by_the_next(place: Shop, path: Path) -> None:
    place.slow(CREATE, running=600)
    with sweeping(path) as process:
        job_id = wait_until_it_runs(place, process)
    assert state(place, job_id) == ("RUNNING", None)
    with Project.open(path) as project:
        [begun] = unfinished.left_behind(project)
        assert begun.job_id == job_id
        assert begun.estimated_cost > 0
        before = ledger.spent(project)
        assert before >= begun.estimated_cost, "it counts against the budget while nobody knows better"

        heard = Heard()
        settle(project, heard.task())
        assert f"Cancelling Sweep: k = 3 (job {job_id})" in heard.texts
        assert state(place, job_id) == ("DONE", "stopped")
        [job] = [job for job in ledger.jobs(project) if job.job_id == job_id]
        assert (job.outcome, job.estimated_cost) == ("cancelled", begun.estimated_cost)
        assert unfinished.left_behind(project) == ()
        assert f"{place.project}.{place.work}.kmeans_3" not in {made.path for made in ledger.made(project)}
        assert project.row("SELECT outcome FROM runs WHERE step = 'sweep'") == ("failed",)


def test_the_trials_that_a_killed_tuning_has_ended_are_found_and_labelled(place: Shop, path: Path) -> None:
    tuned = BigQueryMLSettings(trials=100)
    with Project.open(path) as project:
        searching = SweepSettings(engine="bigquery-ml", k_min=2, k_max=60, bigquery_ml=tuned)
        project.settings = project.settings.model_copy(update={"sweep": searching})
    place.slow(CREATE, running=30)
    with sweeping(path) as process:
        job_id = wait_until_it_runs(place, process)
        while not any(entry.completed_units > 3 for entry in place.client.get_job(job_id).timeline):
            assert process.poll() is None
    with Project.open(path) as project:
        settle(project, Task())
        model = MadeObject(f"{place.project}.{place.work}.kmeans_tuned", Made.MODEL)
        assert model in ledger.made(project)
        assert place.client.get_model(model.path).labels == {"app": "segdesk"}
        assert [job.outcome for job in ledger.jobs(project) if job.job_id == job_id] == ["cancelled"]
        deleted = clean_up.clear(project, of_project(clean_up.look(project, Task())), Task())
        assert model in {each.object for each in deleted.gone}


def test_without_a_network_it_is_left_to_the_next_time(
    place: Shop, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Begun("segdesk_gone", "Sweep: k = 3", Bill.MODEL, place.project, "EU", YESTERDAY)
    with Project.open(path) as project:
        Book(project, None).begin(begun)
        assert unfinished.left_behind(project) == (), "this process knows of it"
    with Project.open(path) as project:
        heard = Heard()
        with monkeypatch.context() as patch:
            patch.setattr("segdesk.warehouse.bigquery.leftovers.Patience", lambda: QUICK)
            patch.setenv("BIGQUERY_EMULATOR_HOST", "http://127.0.0.1:9")
            settle(project, heard.task())
        assert unfinished.left_behind(project) == (begun,)
        assert any("Sweep: k = 3 may still run in BigQuery" in text for text in heard.texts)
        settle(project, Task())  # BigQuery has never heard of it
        assert unfinished.left_behind(project) == ()
        assert "segdesk_gone" not in {job.job_id for job in ledger.jobs(project)}


def test_jobs_are_written_down_as_they_end(place: Shop, path: Path) -> None:
    """What a run has done before it is killed is on the account."""
    with sweeping(path, KILLED_BEFORE_THE_LABEL) as process:
        process.wait(180)
    with Project.open(path) as project:
        done = [job.what for job in ledger.jobs(project) if job.what.startswith("Sweep")]
        assert "Sweep: training" in done
        assert "Sweep: means and deviations" in done
        assert f"{place.project}.{place.work}.training" in {made.path for made in ledger.made(project)}


def test_a_book_is_written_from_any_thread_while_the_step_writes(tmp_path: Path) -> None:
    job = Job("j", "q", Bill.QUERY, "p", None, YESTERDAY, 1.0, "done", cost=0.5)
    with Project.create(tmp_path / "p.segdesk") as project:
        book = Book(project, None)
        with project.transaction() as connection:
            connection.execute("INSERT INTO model_answers VALUES ('a', 's', ['t'], '', 1, 1)")
            book.begin(Begun("j", "q", Bill.QUERY, "p", None, YESTERDAY))
            book.end(job)
        book.close()
        ledger.record(project, None, [job], [])
        assert ledger.jobs(project) == (job,)
        assert ledger.spent(project) == 0.5
