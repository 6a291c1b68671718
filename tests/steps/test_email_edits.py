"""What a person makes of the emails stays, whatever is run again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from segdesk.errors import InputError
from segdesk.project import freshness
from segdesk.project.email_review import Decision
from segdesk.project.file import Project
from segdesk.project.settings import EmailsSettings
from segdesk.project.step import State, Step
from segdesk.steps import email_edits, emails, export
from segdesk.tasks.task import Task

Opened = Callable[[Path], Project]

APPROVED, REJECTED = Decision.APPROVED, Decision.REJECTED


@pytest.fixture
def project(careful_shop: Path, opened: Opened) -> Project:
    return opened(careful_shop)


def write(project: Project, **changed: object) -> None:
    own = EmailsSettings.model_validate({**project.settings.emails.model_dump(), **changed})
    project.settings = project.settings.model_copy(update={"emails": own})
    emails.run(project, project.settings, Task())


def keys(project: Project, count: int = 3) -> list[str]:
    rows = project.rows("SELECT CAST(user_id AS VARCHAR) FROM marketing_email ORDER BY user_id")
    return [row[0] for row in rows[:count]]


def row(project: Project, key: str) -> dict[str, Any]:
    found = project.read("SELECT * FROM marketing_email WHERE user_id = ?", [int(key)]).to_pylist()
    assert len(found) == 1
    return dict(found[0])


def everything(project: Project) -> list[tuple[Any, ...]]:
    return project.rows("SELECT * FROM marketing_email ORDER BY user_id")


def status(project: Project, key: str) -> str:
    return str(row(project, key)["status"])


def own_words(project: Project, key: str) -> tuple[str, str]:
    """Return a subject and text that the checks have nothing against."""
    found = row(project, key)
    return found["subject"] + "…", found["marketing_email"]


def test_emails_are_approved_and_rejected(project: Project) -> None:
    one, two, three = keys(project)
    email_edits.decide(project, [one, two], APPROVED)
    email_edits.decide(project, [two], REJECTED)
    assert [status(project, key) for key in (one, two, three)] == ["approved", "rejected", "written"]
    email_edits.undecide(project, [one, two, three])
    assert [status(project, key) for key in (one, two, three)] == ["written"] * 3


def test_every_edit_can_be_taken_back_and_done_again(project: Project) -> None:
    one, two, three = keys(project)
    before = everything(project)
    undo = [email_edits.decide(project, [one, two], APPROVED)]
    undo.append(email_edits.rewrite(project, two, *own_words(project, two)))
    undo.append(email_edits.decide(project, [two, three], REJECTED))
    undo.append(email_edits.restore(project, [two]))
    after = everything(project)
    redo = [email_edits.put_back(project, reviews) for reviews in reversed(undo)]
    assert everything(project) == before
    assert project.rows("SELECT count(*) FROM email_reviews") == [(0,)]
    for reviews in reversed(redo):
        email_edits.put_back(project, reviews)
    assert everything(project) == after


def test_only_what_changes_is_given_back(project: Project) -> None:
    one, two, _ = keys(project)
    email_edits.decide(project, [one], APPROVED)
    assert [review.customer for review in email_edits.decide(project, [one, two], APPROVED)] == [two]
    assert email_edits.decide(project, [one, two], APPROVED) == ()


def test_own_words_are_checked_and_wait_for_a_decision(project: Project) -> None:
    one, *_ = keys(project)
    email_edits.decide(project, [one], APPROVED)
    subject, body = own_words(project, one)
    email_edits.rewrite(project, one, subject, body)
    found = row(project, one)
    assert (found["status"], found["subject"], found["checks"]) == ("edited", subject, [])
    email_edits.rewrite(project, one, subject, body + "\n\nSee www.shop.example, only 5% today")
    found = row(project, one)
    assert found["status"] == "flagged"
    assert any("link" in text for text in found["checks"])
    email_edits.decide(project, [one], APPROVED)
    assert status(project, one) == "approved"
    assert row(project, one)["checks"] == found["checks"]


def test_the_lines_around_the_body_are_no_fault(project: Project) -> None:
    one, *_ = keys(project)
    subject, body = own_words(project, one)
    greeting, _, rest = body.partition("\n\n")
    email_edits.rewrite(project, one, subject, f"{greeting} \n\n{rest}")
    assert row(project, one)["checks"] == []


def test_another_customers_name_is_a_fault(project: Project) -> None:
    rows = project.rows(
        "SELECT CAST(user_id AS VARCHAR), first_name, language_code FROM marketing_email"
        " JOIN parametric USING (user_id) WHERE language_code = 'en' ORDER BY user_id"
    )
    one, own, _ = rows[0]
    other = next(name for _, name, _ in rows if name != own)
    subject, body = own_words(project, one)
    email_edits.rewrite(project, one, subject, body.replace("\n\n", f"\n\nAs we told dear {other}, we ", 1))
    assert any("names another customer" in text for text in row(project, one)["checks"])


def test_the_writers_own_words_are_no_edit(project: Project) -> None:
    one, *_ = keys(project)
    written = row(project, one)
    email_edits.rewrite(project, one, *own_words(project, one))
    email_edits.rewrite(project, one, written["subject"], written["marketing_email"] + "\n")
    assert row(project, one) == written
    assert project.rows("SELECT count(*) FROM email_reviews") == [(0,)]


def test_reviews_survive_a_rerun(project: Project) -> None:
    one, two, three = keys(project)
    email_edits.decide(project, [one], APPROVED)
    email_edits.decide(project, [two], REJECTED)
    email_edits.rewrite(project, three, *own_words(project, three))
    before = everything(project)
    emails.run(project, project.settings, Task())
    assert everything(project) == before
    # What the rerun wrote underneath is still there to go back to.
    email_edits.restore(project, [three])
    assert status(project, three) == "written"


def test_reviews_wait_for_a_customer_who_is_not_in_the_sample(project: Project) -> None:
    everyone = keys(project, 60)
    email_edits.decide(project, everyone, APPROVED)
    write(project, count=10)
    assert project.rows("SELECT status, count(*) FROM marketing_email GROUP BY 1") == [("approved", 10)]
    write(project, count=60)
    assert project.rows("SELECT status, count(*) FROM marketing_email GROUP BY 1") == [("approved", 60)]


def test_another_text_is_not_approved_by_what_was_said_of_the_first(project: Project) -> None:
    one, two, _ = keys(project)
    first = row(project, one)
    email_edits.decide(project, [one, two], APPROVED)
    email_edits.rewrite(project, two, *own_words(project, two))
    writer = emails.TemplatesWriter
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(emails, "TemplatesWriter", lambda seed: writer(seed + 1))
        emails.run(project, project.settings, Task())
    assert row(project, one)["subject"] != first["subject"]
    assert [status(project, key) for key in (one, two)] == ["written", "written"]
    kept = freshness.result(project, Step.EMAILS)
    assert kept is not None
    assert any(text.startswith("2 emails have another text") for text in kept.warnings)
    emails.run(project, project.settings, Task())
    assert [status(project, key) for key in (one, two)] == ["approved", "edited"]


def test_an_edit_leaves_the_emails_fresh_and_the_files_out_of_date(project: Project) -> None:
    one, *_ = keys(project)
    undo = email_edits.decide(project, [one], REJECTED)
    states = freshness.states(project)
    assert (states[Step.EMAILS], states[Step.EXPORT]) == (State.FRESH, State.OUT_OF_DATE)
    email_edits.put_back(project, undo)
    assert freshness.states(project)[Step.EXPORT] is State.FRESH
    email_edits.decide(project, [one], REJECTED)
    export.run(project, project.settings, Task())
    assert freshness.states(project)[Step.EXPORT] is State.FRESH
    email_edits.decide(project, [one], APPROVED)
    assert freshness.states(project)[Step.EXPORT] is State.OUT_OF_DATE


def test_the_file_says_which_emails_were_rejected(project: Project, tmp_path: Path) -> None:
    one, *_ = keys(project)
    email_edits.decide(project, [one], REJECTED)
    export.run(project, project.settings, Task())
    text = (tmp_path / "careful-files" / "emails.csv").read_text(encoding="utf-8")
    assert text.count(",rejected,") == 1
    assert text.count(",written,") == 59


def test_what_has_no_text_cannot_be_approved(project: Project) -> None:
    one, two, _ = keys(project)
    project.connection.execute(
        "UPDATE marketing_email SET subject = '', marketing_email = '', status = 'refused' WHERE user_id = ?",
        [int(one)],
    )
    email_edits.decide(project, [one, two], APPROVED)
    assert [status(project, key) for key in (one, two)] == ["refused", "approved"]
    email_edits.rewrite(project, one, "Hello", "A few words of our own.")
    email_edits.decide(project, [one], APPROVED)
    assert status(project, one) == "approved"


@pytest.mark.parametrize(("subject", "body"), [("", "Text"), ("Subject", " \n"), ("x" * 501, "Text")])
def test_an_empty_or_endless_text_is_refused(project: Project, subject: str, body: str) -> None:
    one, *_ = keys(project)
    before = everything(project)
    with pytest.raises(InputError):
        email_edits.rewrite(project, one, subject, body)
    assert everything(project) == before


def test_a_customer_without_an_email_is_refused(project: Project) -> None:
    one, *_ = keys(project)
    for edit in (email_edits.undecide, email_edits.restore):
        with pytest.raises(InputError, match="no email to nobody"):
            edit(project, [one, "nobody"])
    with pytest.raises(InputError, match="no email to nobody"):
        email_edits.rewrite(project, "nobody", "Hello", "You there")


def test_a_customer_who_is_gone_cannot_be_checked(project: Project) -> None:
    one, *_ = keys(project)
    project.connection.execute("DELETE FROM parametric WHERE user_id = ?", [int(one)])
    with pytest.raises(InputError, match="no customer"):
        email_edits.rewrite(project, one, "Hello", "You there")
