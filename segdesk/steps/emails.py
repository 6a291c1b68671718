"""Emails: a prompt and a personal email for each customer of a sample."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from segdesk.project import customers
from segdesk.project.file import Project, quoted
from segdesk.project.settings import Mode, Settings
from segdesk.project.step import Step
from segdesk.steps import email_reviews, email_sample, model_answers
from segdesk.steps.outside import file_fingerprint
from segdesk.steps.recording import recorded
from segdesk.tasks.task import Task
from segdesk.warehouse.base import Tokens
from segdesk.writing.bigquery_ai import EMAILS, reply_of
from segdesk.writing.checks import check
from segdesk.writing.facts import CustomerFacts
from segdesk.writing.greeting import merge
from segdesk.writing.languages import LanguageTable, Unmapped
from segdesk.writing.prompts import careful_prompt, notebook_prompt
from segdesk.writing.templates import TemplatesWriter
from segdesk.writing.writer import Reply, Status

FLAGGED = "flagged"
"""The status of an email that was written, but that a check finds fault with."""


@dataclass(frozen=True)
class Email:
    """An email as the project keeps it."""

    customer: Any
    address: str | None
    country: str | None
    language: str
    subject: str
    body: str
    status: str
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """The emails, and the customers whose language was not known."""

    emails: tuple[Email, ...]
    warnings: tuple[str, ...]


def run(project: Project, settings: Settings, task: Task) -> Written:
    """Draw the sample, build its prompts, write and check its emails, and apply the reviews of before."""
    with recorded(project, Step.EMAILS, settings) as run_:
        task.progress(0, settings.emails.count, "Choosing customers")
        languages = email_sample.language_table(settings)
        rows = email_sample.sample(project, settings.emails, languages)
        facts = email_sample.facts(project, rows, languages)
        prompts = _prompts(settings, facts)
        by_model = settings.emails.writer == "bigquery"
        asked = {fact.customer: text for fact, text in zip(facts, prompts, strict=True)} if by_model else {}
        answers = model_answers.answers(project, settings, EMAILS, asked, task, run=run_.number).values()
        replies = map(reply_of, answers) if by_model else _by_templates(facts, settings, task)
        emails = _checked(project, rows, facts, replies, task)
        warnings = (*_warnings(project, languages), *model_answers.failure_notes(answers))
        with project.transaction():
            _keep_prompts(project, rows, facts, prompts)
            _keep_emails(project, emails)
            model_answers.keep_outcomes(project, EMAILS, answers)
            warnings += _review_notes(email_reviews.put_back_into(project))
            run_.finish(rows=len(emails), inputs=inputs(settings), warnings=warnings)
        task.progress(len(rows), len(rows), f"{len(rows):,} emails")
        return Written(tuple(emails), warnings)


def expected_tokens(project: Project, settings: Settings) -> Tokens | None:
    """Return what the language model would read and write at most; None where it has nothing to do."""
    if settings.emails.writer != "bigquery":
        return None
    languages = email_sample.language_table(settings)
    facts = email_sample.facts(project, email_sample.sample(project, settings.emails, languages), languages)
    asked = {fact.customer: text for fact, text in zip(facts, _prompts(settings, facts), strict=True)}
    return model_answers.expected_tokens(project, settings, EMAILS, asked)


def _prompts(settings: Settings, facts: Sequence[CustomerFacts]) -> list[str | None]:
    prompt = notebook_prompt if settings.features.mode is Mode.NOTEBOOK else careful_prompt
    return [prompt(fact) for fact in facts]


def inputs(settings: Settings) -> str:
    """Return the fingerprint of the person's own language table, empty where there is none."""
    return file_fingerprint(settings.emails.languages_file)


def _by_templates(facts: Sequence[CustomerFacts], settings: Settings, task: Task) -> Iterable[Reply]:
    writer = TemplatesWriter(seed=settings.sweep.seed)
    told = facts if settings.features.mode is Mode.CAREFUL else [_without_items(fact) for fact in facts]
    return writer.write(told, task)


def _checked(
    project: Project,
    rows: Sequence[Mapping[str, Any]],
    facts: Sequence[CustomerFacts],
    replies: Iterable[Reply],
    task: Task,
) -> list[Email]:
    """Make emails of replies, which find their customer by key, not by position."""
    key = customers.key_name(project)
    addressed = "email" in email_sample.texts(project)
    by_customer = {
        fact.customer: (row[key], row["email"] if addressed else None, fact)
        for row, fact in zip(rows, facts, strict=True)
    }
    first_names = frozenset(fact.first_name for fact in facts if fact.first_name)
    emails = []
    for done, reply in enumerate(replies):
        customer, address, fact = by_customer[reply.customer]
        emails.append(_email(reply, customer, address, fact, first_names))
        if done % 100 == 0:
            task.progress(done, len(facts), f"{done:,} emails")
    return emails


def _without_items(fact: CustomerFacts) -> CustomerFacts:
    """Leave out a number of orders that the notebook counted by item: no customer would recognise it."""
    return fact if (fact.total_orders or 0) <= 1 else replace(fact, total_orders=None)


def _email(
    reply: Reply, key: Any, address: str | None, fact: CustomerFacts, first_names: Collection[str]
) -> Email:
    findings: tuple[str, ...] = (reply.reason,) if reply.reason else ()
    status, body = reply.status.value, ""
    if reply.status is Status.WRITTEN:
        findings = tuple(map(str, check(reply.subject, reply.body, fact, first_names)))
        status = FLAGGED if findings else status
        body = merge(reply.body, fact.language, fact.first_name)
    return Email(key, address, fact.country, fact.language, reply.subject, body, status, findings)


def _keep_prompts(
    project: Project,
    rows: Sequence[Mapping[str, Any]],
    facts: Sequence[CustomerFacts],
    prompts: Sequence[str | None],
) -> None:
    """Write the document's ``final_data``, for the customers of the sample."""
    key = customers.key_name(project)
    text = pa.string()
    columns = {
        "country": pa.array([fact.country for fact in facts], text),
        "lang": pa.array([fact.language for fact in facts], text),
        "segment": pa.array([fact.segment for fact in facts], text),
        "segments": pa.array([fact.label for fact in facts], text),
        "designation": pa.array([fact.designation for fact in facts], text),
        "prompt": pa.array(prompts, text),
    }
    project.replace("final_data", _keyed(project, [row[key] for row in rows], columns))


def _keep_emails(project: Project, emails: Sequence[Email]) -> None:
    text = pa.string()
    columns = {
        "email": pa.array([email.address for email in emails], text),
        "country": pa.array([email.country for email in emails], text),
        "language_code": pa.array([email.language for email in emails], text),
        "subject": pa.array([email.subject for email in emails], text),
        "marketing_email": pa.array([email.body for email in emails], text),
        "status": pa.array([email.status for email in emails], text),
        "checks": pa.array([list(email.checks) for email in emails], pa.list_(text)),
    }
    project.replace("marketing_email", _keyed(project, [email.customer for email in emails], columns))


def _keyed(project: Project, keys: Sequence[Any], columns: Mapping[str, pa.Array]) -> pa.Table:
    """Return a table with the key first; where the key is the address itself, it stands once."""
    key = customers.key_name(project)
    others = {name: column for name, column in columns.items() if name.lower() != key.lower()}
    return pa.table({key: _keys(project, keys), **others})


def _keys(project: Project, values: Sequence[Any]) -> pa.Array:
    """Return keys in the very type that the customer table has, also where there are none."""
    kind = customers.read(project, [customers.key_name(project)], "FALSE").schema.field(0).type
    return pa.array(values, kind)


def _warnings(project: Project, languages: LanguageTable) -> tuple[str, ...]:
    """Say from which countries customers are written to in English for want of anything better."""
    if "country" not in email_sample.texts(project):
        return ()
    table = customers.table_name(project)
    assert table is not None
    countries = dict(project.rows(f"SELECT country, count(*) FROM {quoted(table)} GROUP BY country"))
    return _language_notes(languages.unmapped(countries))


def _review_notes(others: int) -> tuple[str, ...]:
    """Say how many emails a person reviewed in another wording."""
    if not others:
        return ()
    those = "1 email has" if others == 1 else f"{others:,} emails have"
    return (f"{those} another text than the one that you reviewed; review them again",)


def _language_notes(missing: Sequence[Unmapped]) -> tuple[str, ...]:
    """Return a sentence on countries without a language, and one on languages without texts."""
    unknown = [each for each in missing if each.language is None]
    untold = [each for each in missing if each.language is not None]
    notes = []
    if unknown:
        listed = ", ".join(f"{each.country or 'no country'} ({each.customers:,})" for each in unknown[:8])
        notes.append(f"No language is known for {listed}{_more(unknown)}; they get English")
    if untold:
        listed = ", ".join(f"{each.country} ({each.customers:,})" for each in untold[:8])
        notes.append(f"There are no texts in the language of {listed}{_more(untold)}; they get English")
    return tuple(notes)


def _more(listed: Sequence[Unmapped]) -> str:
    return f" and {len(listed) - 8} more" if len(listed) > 8 else ""
