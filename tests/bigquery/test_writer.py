"""A language model in BigQuery names segments and writes emails, whatever becomes of single requests."""

import csv
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import segdesk.clustering  # noqa: F401 - sets OMP_WAIT_POLICY before scikit-learn is imported
from segdesk.errors import InputError, OverBudget, WarehouseError
from segdesk.project import freshness, ledger
from segdesk.project.file import Project
from segdesk.project.ledger import Bill
from segdesk.project.settings import (
    BigQuerySettings,
    ClustersSettings,
    ConnectSettings,
    EmailsSettings,
    FeaturesSettings,
    Generation,
    LabelsSettings,
    Mode,
    ModelSettings,
    RecipeName,
    Settings,
    SweepSettings,
)
from segdesk.project.step import Step
from segdesk.review import labels as review
from segdesk.steps import emails, label_edits, labels, pipeline
from segdesk.tasks.task import Cancelled, Progress, Task
from segdesk.warehouse.bigquery.warehouse import BigQueryWarehouse
from segdesk.writing.bigquery_ai import EMAILS, Answer, Generator, Outcome, ask
from tests.bigquery.accepted import Accepted
from tests.bigquery.shop import Heard, Shop

PROMPTS = {
    f"customer {n}": f'Write an email about item {n}: JSON with "subject" and "body".' for n in range(6)
}
FUNCTIONS = [*Generation]


@pytest.fixture
def place(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A dataset to work in; there is nothing in it."""
    monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", stand_in.rest)
    monkeypatch.setenv("SEGDESK_BIGQUERY_STORAGE", stand_in.grpc)
    place = Shop(stand_in)
    place.make_dataset(place.work)
    place.tell("reset", {})
    yield place
    place.tell("reset", {})
    place.close()


@pytest.fixture(autouse=True)
def only_googlesql(place: Shop, accepted: Accepted) -> Iterator[None]:
    """Let a test fail that has sent a statement which Google's analyser does not accept."""
    yield
    accepted.check(place.log(), place.client)


def how(function: Generation = Generation.GENERATE, mode: Mode = Mode.CAREFUL, **changed: Any) -> Generator:
    return Generator.of(ModelSettings.model_validate({"function": function, **changed}), mode, EMAILS)


def answers(
    warehouse: BigQueryWarehouse, generator: Generator, task: Task | None = None
) -> dict[str, Answer]:
    """Ask about all prompts; every one is answered once."""
    asked = ask(warehouse, EMAILS, PROMPTS, generator, task or Task(), pause=0.0)
    found = [answer for attempt in asked for answer in attempt]
    assert sorted(answer.key for answer in found) == sorted(PROMPTS)
    return {answer.key: answer for answer in found}


def rule(prompt: str, outcome: str, **more: Any) -> dict[str, Any]:
    return {"prompt": prompt, "outcome": outcome, **more}


def texts(found: dict[str, Answer]) -> dict[str, tuple[str, str]]:
    return {key: answer.texts for key, answer in found.items()}


# -- asking


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_answers_every_prompt(place: Shop, function: Generation) -> None:
    warehouse = place.open()
    found = answers(warehouse, how(function))
    assert {answer.outcome for answer in found.values()} == {Outcome.DONE}
    assert all(all(answer.texts) for answer in found.values())
    assert all(answer.prompt_tokens and answer.reply_tokens for answer in found.values())
    models = [each.path for each in warehouse.made() if each.path.endswith(".writer_model")]
    assert len(models) == (0 if function is Generation.GENERATE else 1)


def test_all_functions_answer_alike(place: Shop) -> None:
    warehouse = place.open()
    found = [texts(answers(warehouse, how(function))) for function in FUNCTIONS]
    assert found[0] == found[1] == found[2]


def test_prompts_are_a_table_in_their_order_under_random_numbers(place: Shop) -> None:
    answers(place.open(), how())
    rows = place.sql(f"SELECT * FROM `{place.project}.{place.work}.email_prompts` ORDER BY position")
    assert [row["prompt"] for row in rows] == list(PROMPTS.values())
    assert [row["position"] for row in rows] == list(range(6))
    assert all(re.fullmatch(r"[0-9a-f]{32}", row["request"]) for row in rows)
    assert set(rows[0]) == {"request", "position", "prompt"}
    answers(place.open(), how())
    again = place.sql(f"SELECT request FROM `{place.project}.{place.work}.email_prompts`")
    assert {row["request"] for row in rows}.isdisjoint(row["request"] for row in again)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_the_model_was_too_busy_for_is_sent_again_alone(place: Shop, function: Generation) -> None:
    usual = texts(answers(place.open(), how(function)))
    place.tell("reset", {})
    place.tell("writer", [rule("item [14]", "retryable", times=2), rule("item 4", "retryable", times=1)])
    warehouse = place.open()
    found = answers(warehouse, how(function))
    assert texts(found) == usual
    attempts = {key: answer.attempts for key, answer in found.items()}
    assert attempts == dict.fromkeys(PROMPTS, 1) | {"customer 1": 2, "customer 4": attempts["customer 4"]}
    assert attempts["customer 4"] > 1
    # Upstairs everything is in one table, and nothing of the other attempts is left.
    path = f"{place.project}.{place.work}"
    rows = place.sql(f"SELECT request, status FROM `{path}.email_replies`")
    assert len({row["request"] for row in rows}) == 6
    assert {row["status"] for row in rows} == {""}
    left = {table.table_id for table in place.client.list_tables(path)}
    assert left == {"email_prompts", "email_replies"}
    asked = [job for job in warehouse.jobs() if job.kind is Bill.GENERATION]
    assert [job.what for job in asked] == [
        "Emails: asking gemini-2.5-flash",
        *(f"Emails: asking gemini-2.5-flash, attempt {n}" for n in range(2, len(asked) + 1)),
    ]
    assert asked[1].estimated_tokens < asked[0].estimated_tokens


def test_a_model_that_stays_busy_is_given_up(place: Shop) -> None:
    place.tell("writer", [rule("item 2", "retryable", times=None)])
    found = answers(place.open(), how())
    assert found["customer 2"].outcome is Outcome.FAILED
    assert found["customer 2"].attempts == 5
    assert "too busy, 5 times" in found["customer 2"].reason
    assert sum(answer.outcome is Outcome.DONE for answer in found.values()) == 5


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_cannot_be_answered_says_why_and_spoils_no_other(place: Shop, function: Generation) -> None:
    place.tell(
        "writer",
        [
            rule("item 0", "safety"),
            rule("item 1", "max_tokens"),
            rule("item 2", "permanent", text="Provisioned throughput is not active"),
            rule("item 3", "reply", text="Nothing of what was asked for"),
        ],
    )
    found = list(answers(place.open(), how(function)).values())
    by_key = {answer.key: answer for answer in found}
    told = [by_key[f"customer {n}"] for n in range(6)]
    assert [answer.outcome.value for answer in told] == ["refused", *["failed"] * 3, "done", "done"]
    assert [answer.finish_reason for answer in told] == ["SAFETY", "MAX_TOKENS", "", "STOP", "STOP", "STOP"]
    assert "after 2,048 tokens" in told[1].reason
    assert "Provisioned throughput is not active" in told[2].reason
    assert {answer.attempts for answer in told} == {1}


def test_a_model_that_may_think_runs_out_of_tokens_and_one_that_may_not_does_not(place: Shop) -> None:
    warehouse = place.open()
    thinking = answers(warehouse, how(max_output_tokens=300, thinking_budget=None))
    assert {answer.finish_reason for answer in thinking.values()} == {"MAX_TOKENS"}
    done = answers(warehouse, how(max_output_tokens=300, thinking_budget=0))
    assert {answer.outcome for answer in done.values()} == {Outcome.DONE}


def test_tokens_are_priced_before_and_counted_after(place: Shop) -> None:
    warehouse = place.open()
    found = answers(warehouse, how())
    [job] = [job for job in warehouse.jobs() if job.kind is Bill.GENERATION]
    counted = sum((a.prompt_tokens or 0) + (a.reply_tokens or 0) for a in found.values())
    assert job.billed_tokens == counted
    assert job.estimated_tokens > 6 * 2048
    assert 0 < job.cost < job.estimated_cost


def test_without_token_counting_the_length_is_a_guess(place: Shop) -> None:
    place.fault(
        "POST .*/jobs$", body="COUNT_TOKENS", status=400, reason="invalidQuery", message="no", times=99
    )
    warehouse = place.open()
    answers(warehouse, how())
    [job] = [job for job in warehouse.jobs() if job.kind is Bill.GENERATION]
    guessed = sum(len(prompt) for prompt in PROMPTS.values()) / 4
    assert job.estimated_tokens == pytest.approx(6 * 2048 + guessed, abs=1)


def test_nothing_is_asked_that_costs_too_much(place: Shop) -> None:
    heard = Heard()
    warehouse = place.open(heard.task(), budget=0.001)
    with pytest.raises(OverBudget):
        answers(warehouse, how(), heard.task())
    assert len(heard.questions) == 1
    assert not [each for each in place.sent() if _asks(each) and not each["configuration"].get("dryRun")]
    heard.answer = True
    assert len(answers(place.open(heard.task(), budget=0.001), how())) == 6


def _asks(job: dict[str, Any]) -> bool:
    return "AI.GENERATE" in job["configuration"].get("query", {}).get("query", "")


def test_what_is_answered_stays_when_a_further_attempt_fails(place: Shop) -> None:
    place.tell("writer", [rule("item 3", "retryable", times=None)])
    place.fault(
        "POST .*/jobs$",
        body="email_prompts_again",
        status=403,
        reason="accessDenied",
        message="no",
        times=99,
    )
    found = answers(place.open(), how())
    assert found["customer 3"].outcome is Outcome.FAILED
    assert sum(answer.outcome is Outcome.DONE for answer in found.values()) == 5


def test_asking_is_cancelled_between_two_attempts(place: Shop) -> None:
    place.tell("writer", [rule("item 3", "retryable", times=None)])
    task = Task()
    asked = ask(place.open(task), EMAILS, PROMPTS, how(), task, pause=3600.0)
    assert len(next(asked)) == 5
    task.cancel()
    with pytest.raises(Cancelled):
        next(asked)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_connection_that_is_not_there_is_an_error(place: Shop, function: Generation) -> None:
    warehouse = place.open()
    with pytest.raises((WarehouseError, InputError)):
        answers(warehouse, how(function, connection="eu.missing"))
    assert not [job for job in warehouse.jobs() if job.billed_tokens]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_connection_is_asked_by(place: Shop, function: Generation) -> None:
    place.sql(f"CREATE CONNECTION `{place.project}.EU.ours` OPTIONS(connection_type='CLOUD_RESOURCE')")
    found = answers(place.open(), how(function, connection="EU.ours"))
    assert {answer.outcome for answer in found.values()} == {Outcome.DONE}
    assert any("EU.ours" in json.dumps(job) for job in place.sent())


# -- the steps


def _project(path: Path, settings: Settings) -> Path:
    with Project.create(path) as project:
        project.settings = settings
        for step in list(Step)[: list(Step).index(Step.EMAILS)]:
            pipeline.run_step(step, project, settings, Task())
    return path


@pytest.fixture(scope="session")
def named_shop(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop of this machine, up to its labels: 4 segments, and those who never bought."""
    settings = Settings(
        connect=ConnectSettings(source=str(shop)),
        sweep=SweepSettings(k_min=2, k_max=6),
        clusters=ClustersSettings(choose=4, bootstraps=0),
    )
    return _project(tmp_path_factory.mktemp("named") / "named.segdesk", settings)


@pytest.fixture(scope="session")
def notebook_shop(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings(
        connect=ConnectSettings(source=str(shop)),
        features=FeaturesSettings(mode=Mode.NOTEBOOK),
        sweep=SweepSettings(k_min=2, k_max=5),
        clusters=ClustersSettings(choose=4, bootstraps=0),
    )
    return _project(tmp_path_factory.mktemp("notebook") / "notebook.segdesk", settings)


def asking(project: Project, place: Shop, **model: Any) -> Settings:
    """Let the project's labels and emails be written in BigQuery."""
    asked = ModelSettings.model_validate(model)
    project.settings = project.settings.model_copy(
        update={
            "bigquery": BigQuerySettings(billing_project=place.project, dataset=place.work),
            "labels": LabelsSettings(writer="bigquery", model=asked),
            "emails": EmailsSettings(writer="bigquery", model=asked, count=30),
        }
    )
    return project.settings


@pytest.fixture
def project(named_shop: Path, tmp_path: Path) -> Iterator[Project]:
    with Project.open(Path(shutil.copy(named_shop, tmp_path / "shop.segdesk"))) as project:
        yield project


def warnings(project: Project, step: Step) -> Sequence[str]:
    kept = freshness.result(project, step)
    assert kept is not None
    return kept.warnings


def replies(project: Project, step: str) -> list[tuple[Any, ...]]:
    return project.rows(
        "SELECT status, finish_reason, attempts, count(*) FROM model_replies WHERE step = ?"
        " GROUP BY ALL ORDER BY ALL",
        [step],
    )


def sources(project: Project) -> dict[str, str]:
    return dict(project.rows("SELECT segment, source FROM labels ORDER BY segment"))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_labels_and_emails_come_from_the_model(project: Project, place: Shop, function: Generation) -> None:
    settings = asking(project, place, function=function)
    labels.run(project, settings, Task())
    named = dict.fromkeys(("seg_1", "seg_2", "seg_3", "seg_4"), "bigquery")
    assert sources(project) == {"seg_0": "rules", **named}
    assert project.rows("SELECT count(*) FROM labels WHERE accepted") == [(0,)]
    assert project.rows("SELECT name FROM labels WHERE segment = 'seg_0'") == [("Never bought",)]
    emails.run(project, settings, Task())
    rows = project.read("SELECT * FROM marketing_email").to_pylist()
    assert len(rows) == 30
    assert {row["status"] for row in rows} <= {"written", "flagged"}
    assert all(row["subject"] and row["marketing_email"] for row in rows)
    assert replies(project, "labels") == [("done", "STOP", 1, 4)]
    assert replies(project, "emails") == [("done", "STOP", 1, 30)]
    # The greeting is put in here, and is the customer's own.
    names = project.rows(
        "SELECT first_name, marketing_email FROM marketing_email JOIN parametric USING (user_id)"
    )
    assert all(name in text.splitlines()[0] for name, text in names)


def test_what_was_sent_says_of_nobody_who_it_is(project: Project, place: Shop) -> None:
    settings = asking(project, place)
    labels.run(project, settings, Task())
    emails.run(project, settings, Task())
    path = f"{place.project}.{place.work}"
    # Rows go up in files that the log does not keep, so what is in the tables is read back.
    sent = json.dumps([entry["body"] for entry in place.log()], ensure_ascii=False)
    for table in place.client.list_tables(path):
        sent += json.dumps(place.sql(f"SELECT * FROM `{path}.{table.table_id}`"), ensure_ascii=False)
    assert sent.count("products_bought_most_in_the_country") > 20
    people = project.rows("SELECT email, first_name FROM parametric")
    assert len(people) == 600
    assert not [email for email, _ in people if email in sent]
    assert "@" not in re.sub(r"@\w*\b(?!\.)", "", sent)
    assert set(re.findall(r"\w+", sent)).isdisjoint({name for _, name in people})


def test_a_key_that_is_an_address_stays_here(tmp_path: Path, place: Shop) -> None:
    folder = tmp_path / "people"
    folder.mkdir()
    rows = [
        {"mail": f"person{n}@mail.example", "age": 20 + n * 7 % 50, "visits": n * n % 23} for n in range(120)
    ]
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    settings = Settings(
        connect=ConnectSettings(source=str(folder)),
        features=FeaturesSettings(recipe=RecipeName.CUSTOM, key="mail", features=("age", "visits")),
        sweep=SweepSettings(k_min=2, k_max=3),
        clusters=ClustersSettings(choose=3, bootstraps=0),
    )
    with Project.open(_project(tmp_path / "people.segdesk", settings)) as project:
        settings = asking(project, place)
        labels.run(project, settings, Task())
        emails.run(project, settings, Task())
        assert project.rows("SELECT count(*) FROM model_replies WHERE request LIKE '%@%'") == [(30,)]
    path = f"{place.project}.{place.work}"
    sent = json.dumps([entry["body"] for entry in place.log()])
    for table in place.client.list_tables(path):
        sent += json.dumps(place.sql(f"SELECT * FROM `{path}.{table.table_id}`"))
    assert "email_prompts" in sent
    assert "mail.example" not in sent
    assert "person1" not in sent


def test_nothing_is_asked_or_paid_for_twice(project: Project, place: Shop) -> None:
    settings = asking(project, place)
    labels.run(project, settings, Task())
    emails.run(project, settings, Task())
    before = project.read("SELECT * FROM marketing_email").to_pylist()
    spent = ledger.spent(project)
    assert spent > 0
    place.tell("reset", {})
    labels.run(project, settings, Task())
    emails.run(project, settings, Task())
    assert place.log() == []
    assert ledger.spent(project) == spent
    assert project.read("SELECT * FROM marketing_email").to_pylist() == before
    assert replies(project, "emails") == [("done", "STOP", 0, 30)]
    # A larger sample asks for what is new.
    more = settings.emails.model_copy(update={"count": 40})
    emails.run(project, settings.model_copy(update={"emails": more}), Task())
    assert replies(project, "emails") == [("done", "STOP", 0, 30), ("done", "STOP", 1, 10)]
    # Another model is another writer.
    other = settings.emails.model_copy(update={"model": ModelSettings(temperature=1.0)})
    emails.run(project, settings.model_copy(update={"emails": other}), Task())
    assert replies(project, "emails") == [("done", "STOP", 1, 30)]


def test_failures_are_kept_with_their_reason_and_asked_again_by_the_next_run(
    project: Project, place: Shop
) -> None:
    settings = asking(project, place)
    labels.run(project, settings, Task())
    place.tell("writer", [rule("", "safety", nth=1), rule("", "max_tokens", nth=5)])
    emails.run(project, settings, Task())
    status = dict(project.rows("SELECT status, count(*) FROM marketing_email GROUP BY 1"))
    assert (status["refused"], status["failed"], sum(status.values())) == (1, 1, 30)
    rows = project.rows(
        "SELECT subject, marketing_email, checks FROM marketing_email WHERE status IN ('failed', 'refused')"
    )
    assert all((subject, body, len(checks)) == ("", "", 1) for subject, body, checks in rows)
    said = " ".join(warnings(project, Step.EMAILS))
    assert "1 reply is missing: the model refuses to write this one (SAFETY)" in said
    assert "1 reply is missing: the reply was cut off after 2,048 tokens" in said
    place.tell("reset", {})
    emails.run(project, settings, Task())
    assert replies(project, "emails") == [("done", "STOP", 0, 28), ("done", "STOP", 1, 2)]


def test_names_that_cannot_be_used_are_left_to_the_rules(project: Project, place: Shop) -> None:
    settings = asking(project, place)

    def say(name: str) -> str:
        return json.dumps({"name": name, "designation": "They buy."})

    ruled = dict(project.rows("SELECT segment, name FROM labels"))
    place.tell(
        "writer",
        [
            rule("", "reply", nth=1, text=say(ruled["seg_4"])),
            rule("", "reply", nth=2, text=say(ruled["seg_4"].upper())),
            rule("", "reply", nth=3, text=say("Mail me@shop.example")),
            rule("", "safety", nth=4),
        ],
    )
    labels.run(project, settings, Task())
    assert sorted(sources(project).values()) == ["bigquery", *["rules"] * 4]
    found = dict(project.rows("SELECT segment, name FROM labels"))
    assert len({name.casefold() for name in found.values()}) == 5
    assert found["seg_1"] == ruled["seg_4"] != found["seg_4"]
    said = " ".join(warnings(project, Step.LABELS))
    assert "as the model's name cannot be used: " in said
    assert "is called that already" in said
    assert "it holds a link, an address" in said
    assert "(SAFETY)" in said


def test_names_by_hand_always_win_and_are_not_asked_for(project: Project, place: Shop) -> None:
    settings = asking(project, place)
    by_hand = settings.labels.model_copy(
        update={"names": (("seg_2", "Champions"),), "designations": (("seg_3", "As we know them."),)}
    )
    settings = settings.model_copy(update={"labels": by_hand})
    project.settings = settings
    labels.run(project, settings, Task())
    rows = {row["segment"]: row for row in project.read("SELECT * FROM labels").to_pylist()}
    assert (rows["seg_2"]["name"], rows["seg_2"]["source"], rows["seg_2"]["accepted"]) == (
        "Champions",
        "hands-on",
        True,
    )
    assert (rows["seg_3"]["designation"], rows["seg_3"]["source"]) == ("As we know them.", "bigquery")
    assert replies(project, "labels") == [("done", "STOP", 1, 3)]


def test_a_persons_yes_to_a_name_asks_nobody(project: Project, place: Shop) -> None:
    settings = asking(project, place)
    labels.run(project, settings, Task())
    before = dict(project.rows("SELECT segment, name FROM labels"))
    place.tell("reset", {})
    project.settings = label_edits.accepted(project, ["seg_1", "seg_3"])
    labels.run(project, project.settings, Task())
    assert place.log() == []
    assert dict(project.rows("SELECT segment, name FROM labels")) == before
    assert sources(project)["seg_1"] == "hands-on"
    assert sources(project)["seg_2"] == "bigquery"
    shown = {row.segment: row for row in review.labels(project).rows}
    assert shown["seg_1"].as_suggested
    assert shown["seg_1"].accepted
    assert place.log() == []
    project.settings = label_edits.suggested(project, ["seg_1"])
    labels.run(project, project.settings, Task())
    assert place.log() == []
    assert dict(project.rows("SELECT segment, name FROM labels")) == before
    assert sources(project)["seg_1"] == "bigquery"


def test_the_notebook_asks_as_the_document_does(notebook_shop: Path, tmp_path: Path, place: Shop) -> None:
    with Project.open(Path(shutil.copy(notebook_shop, tmp_path / "n.segdesk"))) as project:
        settings = asking(project, place)
        labels.run(project, settings, Task())
        assert set(sources(project).values()) == {"bigquery"}
        emails.run(project, settings, Task())
        prompts = {row[0] for row in project.rows("SELECT prompt FROM final_data WHERE prompt IS NOT NULL")}
        kept = dict(
            project.rows("SELECT status, count(*) FROM model_replies WHERE step = 'emails' GROUP BY 1")
        )
        assert sum(kept.values()) == 30
        assert kept["done"] >= 20
    path = f"{place.project}.{place.work}"
    assert {row["prompt"] for row in place.sql(f"SELECT prompt FROM `{path}.email_prompts`")} == prompts
    [label, *_] = place.sql(f"SELECT prompt FROM `{path}.label_prompts` ORDER BY position")
    assert label["prompt"].startswith("Segment: seg_1. Total Orders: ")
    sent = [job["configuration"]["query"]["query"] for job in place.sent() if "query" in job["configuration"]]
    assert any("ML.GENERATE_TEXT" in sql and '"temperature": 0.7' in sql for sql in sent)


def test_without_a_project_that_pays_a_sentence_says_so(project: Project) -> None:
    project.settings = project.settings.model_copy(update={"labels": LabelsSettings(writer="bigquery")})
    with pytest.raises(InputError, match="which project pays"):
        labels.run(project, project.settings, Task())


def test_a_cancelled_step_keeps_what_was_paid_for(project: Project, place: Shop) -> None:
    settings = asking(project, place)
    labels.run(project, settings, Task())
    place.tell("writer", [rule("", "retryable", nth=2, times=None)])
    task = Task()

    def cancel_at_the_second_attempt(progress: Progress) -> None:
        if place.log() and project.rows("SELECT 1 FROM model_answers WHERE step = 'emails' LIMIT 1"):
            task.cancel()

    task.on_progress = cancel_at_the_second_attempt
    with pytest.raises(Cancelled):
        emails.run(project, settings, task)
    assert project.rows("SELECT count(*) FROM model_answers WHERE step = 'emails'") == [(29,)]
    assert project.rows("SELECT sum(billed_tokens) > 0 FROM jobs WHERE kind = 'generation'") == [(True,)]
    place.tell("reset", {})
    emails.run(project, settings, Task())
    assert replies(project, "emails") == [("done", "STOP", 0, 29), ("done", "STOP", 1, 1)]
