"""What a run would be billed for, told before it: against what its statements are then expected to cost."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from segdesk import cli
from segdesk.errors import SegdeskError
from segdesk.project import ledger
from segdesk.project.file import Project
from segdesk.project.ledger import Bill, Job
from segdesk.project.settings import (
    BigQuerySettings,
    ClustersSettings,
    ConnectSettings,
    EmailsSettings,
    FeaturesSettings,
    LabelsSettings,
    ModelSettings,
    RecipeName,
    Settings,
    SweepSettings,
)
from segdesk.project.step import Step
from segdesk.review.ahead import ahead, to_run
from segdesk.steps import estimates, pipeline
from segdesk.tasks.task import Task
from segdesk.warehouse.base import Quote

STEPS = list(Step)


@pytest.fixture
def project(
    stand_in: Any, dataset: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Project]:
    """A new project on a small shop in BigQuery, with BigQuery ML and a language model."""
    monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", stand_in.rest)
    monkeypatch.setenv("SEGDESK_BIGQUERY_STORAGE", stand_in.grpc)
    monkeypatch.setattr("segdesk.paths.config_folder", lambda: tmp_path / "config")
    dataset.load_thelook(customers=120)
    with Project.create(tmp_path / "p.segdesk") as project:
        project.settings = Settings(
            connect=ConnectSettings(source=f"bigquery:{dataset.path}"),
            bigquery=BigQuerySettings(dataset=f"{dataset.id}_work"),
            sweep=SweepSettings(engine="bigquery-ml", k_min=2, k_max=4),
            clusters=ClustersSettings(bootstraps=0),
            labels=LabelsSettings(writer="bigquery"),
            emails=EmailsSettings(writer="bigquery", count=12),
        )
        yield project
    dataset.client.delete_dataset(f"{dataset.path}_work", delete_contents=True, not_found_ok=True)


def quotes(project: Project, step: Step) -> dict[str, Quote]:
    return {quote.what: quote for quote in estimates.quotes(project, project.settings, step, Task())}


def run(project: Project, step: Step) -> dict[str, Job]:
    """Run one step, and return the jobs that it sent."""
    before = {job.job_id for job in ledger.jobs(project)}
    pipeline.run_step(step, project, project.settings, Task())
    return {job.what: job for job in ledger.jobs(project) if job.job_id not in before}


def test_every_step_tells_what_its_statements_are_then_expected_to_cost(
    project: Project, stand_in: Any
) -> None:
    run(project, Step.CONNECT)
    told = quotes(project, Step.FEATURES)
    jobs = run(project, Step.FEATURES)
    assert set(told) == {"Features: the last day", "Features: parametric"}
    for what, quote in told.items():
        assert (quote.billed, quote.cost) == (jobs[what].estimated_bytes, jobs[what].estimated_cost)

    told = quotes(project, Step.SWEEP)
    jobs = run(project, Step.SWEEP)
    assert set(told) == {"Sweep: training", "Sweep: k = 2", "Sweep: k = 3", "Sweep: k = 4"}
    for what, quote in told.items():
        assert (quote.bill, quote.billed) == (jobs[what].kind, jobs[what].estimated_bytes)
        assert quote.cost == pytest.approx(jobs[what].estimated_cost)
    assert told["Sweep: k = 2"].bill is Bill.MODEL
    assert quotes(project, Step.SWEEP) == {}

    told = quotes(project, Step.CLUSTERS)
    jobs = run(project, Step.CLUSTERS)
    assert sum(quote.billed for quote in told.values()) == pytest.approx(
        sum(job.estimated_bytes for job in jobs.values()), rel=0.5
    )

    told = quotes(project, Step.LABELS)
    jobs = run(project, Step.LABELS)
    asking = "Labels: asking gemini-2.5-flash"
    assert asking in told
    assert told[asking].tokens is not None
    assert jobs[asking].estimated_tokens == pytest.approx(
        told[asking].tokens.prompt + told[asking].tokens.reply, rel=0.2
    )
    assert "Labels: label_parametric" in told
    assert asking not in quotes(project, Step.LABELS)  # what was answered is not paid for again

    told = quotes(project, Step.EMAILS)
    jobs = run(project, Step.EMAILS)
    asking = "Emails: asking gemini-2.5-flash"
    assert jobs[asking].estimated_cost == pytest.approx(told[asking].cost, rel=0.2)
    assert quotes(project, Step.EXPORT) == {}


def test_asking_runs_nothing_and_is_billed_for_nothing(project: Project, stand_in: Any) -> None:
    run(project, Step.CONNECT)
    stand_in.reset()
    assert quotes(project, Step.FEATURES)
    sent = [each["body"] for each in stand_in.log() if each["method"] == "POST" and "/jobs" in each["path"]]
    read = [json.loads(body) if isinstance(body, str) else body for body in sent]
    assert read
    assert all(each["configuration"]["dryRun"] for each in read)
    assert ledger.jobs(project) == ()


def test_of_several_steps_the_first_is_told_and_the_others_are_named(project: Project) -> None:
    run(project, Step.CONNECT)
    found = ahead(project, project.settings, to_run(project))
    assert [item.what for item in found.items] == ["Features: the last day", "Features: parametric"]
    assert found.later == (Step.SWEEP, Step.CLUSTERS, Step.LABELS, Step.EMAILS)
    assert found.cost == pytest.approx(found.billed / 2**40 * 6.25)
    assert found.left == project.settings.bigquery.budget
    assert not found.is_over
    settings = project.settings
    limits = settings.bigquery.model_copy(update={"budget": 0.0})
    project.settings = settings.model_copy(update={"bigquery": limits})
    assert ahead(project, project.settings, to_run(project)).is_over


def test_a_persons_own_query_is_asked_about_as_it_stands(project: Project) -> None:
    own = FeaturesSettings(
        recipe=RecipeName.CUSTOM, key="id", sql="SELECT id, age FROM `users` WHERE age > 20"
    )
    project.settings = project.settings.model_copy(update={"features": own})
    run(project, Step.CONNECT)
    assert set(quotes(project, Step.FEATURES)) == {"Features: customers"}
    wrong = own.model_copy(update={"sql": "SELECT id, ages FROM `users`"})
    project.settings = project.settings.model_copy(update={"features": wrong})
    with pytest.raises(SegdeskError, match="ages"):
        quotes(project, Step.FEATURES)


def test_tokens_without_a_known_price_have_no_price(project: Project) -> None:
    for step in STEPS[: STEPS.index(Step.EMAILS)]:
        run(project, step)
    emails = project.settings.emails.model_copy(update={"model": ModelSettings(endpoint="gemini-99-new")})
    project.settings = project.settings.model_copy(update={"emails": emails})
    found = ahead(project, project.settings, [Step.EMAILS])
    assert not found.priced
    assert found.document()["cost"] is None
    assert found.tokens > 12 * 2048


def test_the_command_line_tells_it(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(project, Step.CONNECT)
    project.close()
    file = str(tmp_path / "p.segdesk")
    assert cli.run(["costs", file, "--ahead"]) == 0
    text = capsys.readouterr().out
    assert "Features: parametric" in text
    assert "The next run would cost about" in text
    assert "Not known before the steps ahead of them have run: sweep, clusters, labels, emails." in text
    assert cli.run(["costs", file, "--ahead", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["later"] == ["sweep", "clusters", "labels", "emails"]
    assert [each["what"] for each in found["statements"]] == [
        "Features: the last day",
        "Features: parametric",
    ]
