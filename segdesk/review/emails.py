"""What the Emails tab shows: who gets one, in which language, and every email with what became of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from segdesk.project.email_review import Decision, EmailReview, EmailStatus
from segdesk.project.settings import EmailsSettings, Settings
from segdesk.project.step import Step
from segdesk.review.replies import ModelReply, replies

if TYPE_CHECKING:
    from segdesk.project.file import Project

__all__ = [
    "Audience",
    "CountryRow",
    "CountrySource",
    "Decision",
    "Email",
    "EmailReview",
    "EmailRow",
    "EmailStatus",
    "Emails",
    "Language",
    "SegmentRow",
    "audience",
    "countries",
    "email",
    "emails",
    "languages",
    "segments",
]


@dataclass(frozen=True)
class EmailRow:
    """An email in the list.

    Attributes
    ----------
    customer
        The key as text, by which every edit names the email.
    address, country
        None where the customers have none.
    language
        The code of the language that it is written in.
    segment, label
        Of the customer when the email was written.
    checks
        What the checks found, or why there is no email.
    edited
        Whether subject or text are a person's own words.
    reply
        What became of the request to a language model; None where a template wrote.
    """

    customer: str
    address: str | None
    country: str | None
    language: str
    segment: str
    label: str
    subject: str
    status: EmailStatus
    checks: tuple[str, ...]
    edited: bool
    reply: ModelReply | None = None


@dataclass(frozen=True)
class Emails:
    """The emails that the project holds.

    Attributes
    ----------
    rows
        In the order of the customers' keys.
    counts
        Number of emails by status, in the order of `EmailStatus`; only those that there are.
    warnings
        Sentences of the last run.
    """

    rows: tuple[EmailRow, ...]
    counts: dict[EmailStatus, int]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Email:
    """One email, as the customer will read it.

    Attributes
    ----------
    row
        What the list says of it.
    right_to_left
        Whether its language is written from right to left.
    language_name
        In English, for instance ``Arabic``.
    designation
        The sentence about the segment when the email was written.
    tone
        How emails speak to the segment's customers, as `segdesk.writing.facts.Tone` calls it.
    body
        Greeting and closing line included; empty where there is no email.
    review
        What a person made of it.
    written_subject, written_body
        As the writer gave them.
    prompt
        What a language model would be asked; None where the document has none.
    """

    row: EmailRow
    right_to_left: bool
    language_name: str
    designation: str
    tone: str
    body: str
    review: EmailReview
    written_subject: str
    written_body: str
    prompt: str | None


@dataclass(frozen=True)
class Language:
    """A language that a country can be given.

    Attributes
    ----------
    code
        ISO 639-1.
    name, native
        In English, and in the language itself.
    has_templates
        Whether emails can be written in it; readers of the others get English.
    """

    code: str
    name: str
    native: str
    right_to_left: bool
    has_templates: bool


class CountrySource(StrEnum):
    """Who says which language a country reads."""

    SHIPPED = "shipped"
    FILE = "file"
    YOURS = "yours"
    """Given on screen."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CountryRow:
    """A country of the customers.

    Attributes
    ----------
    country
        As it is spelled in the data; None for customers without one, whose language cannot be chosen.
    language
        The code of its language, None where that is not known.
    written
        The code of the language that is written to it.
    otherwise
        The code that it would have without a row given on screen.
    """

    country: str | None
    customers: int
    language: str | None
    written: str
    source: CountrySource
    otherwise: str | None


@dataclass(frozen=True)
class SegmentRow:
    """A segment whose customers can get emails.

    Attributes
    ----------
    name
        Empty as long as it has none.
    """

    segment: str
    name: str
    size: int


@dataclass(frozen=True)
class Audience:
    """Who could get an email with some settings.

    Attributes
    ----------
    customers
        One for each address, where there are addresses.
    emails
        How many would get one.
    """

    customers: int
    emails: int


def emails(project: "Project") -> Emails:
    """Return the list of the emails; no rows before the first run of the Emails step."""
    from segdesk.project import freshness

    rows = _rows(project)
    counted = dict.fromkeys(EmailStatus, 0)
    for row in rows:
        counted[row.status] += 1
    kept = freshness.result(project, Step.EMAILS)
    return Emails(
        rows, {status: count for status, count in counted.items() if count}, kept.warnings if kept else ()
    )


def email(project: "Project", customer: str) -> Email | None:
    """Return the email to a customer, None if there is none.

    Parameters
    ----------
    customer
        The key as text.
    """
    from segdesk.steps import email_reviews
    from segdesk.writing.language_codes import LANGUAGES

    found = _rows(project, customer)
    if not found:
        return None
    key = email_reviews.key_column(project)
    texts = project.row(
        "SELECT e.marketing_email, coalesce(r.written_subject, e.subject),"
        " coalesce(r.written_body, e.marketing_email), f.prompt, f.designation, l.tone"
        f" FROM marketing_email AS e LEFT JOIN final_data AS f USING ({key})"
        " LEFT JOIN labels AS l ON l.segment = f.segment"
        f" LEFT JOIN email_reviews AS r ON r.in_force AND r.customer = CAST(e.{key} AS VARCHAR)"
        f" WHERE CAST(e.{key} AS VARCHAR) = ?",
        [customer],
    )
    assert texts is not None
    body, written_subject, written_body, prompt, designation, tone = texts
    row = found[0]
    language = LANGUAGES[row.language]
    return Email(
        row=row,
        right_to_left=language.right_to_left,
        language_name=language.name,
        designation=designation or "",
        tone=tone or "",
        body=body,
        review=email_reviews.current(project, [customer])[0],
        written_subject=written_subject,
        written_body=written_body,
        prompt=prompt,
    )


def _rows(project: "Project", customer: str | None = None) -> tuple[EmailRow, ...]:
    """Return all emails, or that to one customer."""
    from segdesk.steps.email_reviews import key_column

    if not project.has("marketing_email"):
        return ()
    answered = replies(project, Step.EMAILS)
    column = key_column(project)
    where = f"WHERE CAST(e.{column} AS VARCHAR) = ?" if customer is not None else ""
    rows = project.rows(
        f"SELECT CAST(e.{column} AS VARCHAR), e.email, e.country, e.language_code, f.segment, f.segments,"
        " e.subject, e.status, e.checks, coalesce(r.subject IS NOT NULL OR r.body IS NOT NULL, FALSE)"
        f" FROM marketing_email AS e LEFT JOIN final_data AS f USING ({column})"
        f" LEFT JOIN email_reviews AS r ON r.in_force AND r.customer = CAST(e.{column} AS VARCHAR)"
        f" {where} ORDER BY e.{column}",
        [customer] if customer is not None else [],
    )
    return tuple(
        EmailRow(
            customer=key,
            address=address,
            country=country,
            language=language,
            segment=segment or "",
            label=label or "",
            subject=subject,
            status=EmailStatus(status),
            checks=tuple(checks),
            edited=edited,
            reply=answered.get(key),
        )
        for key, address, country, language, segment, label, subject, status, checks, edited in rows
    )


def languages() -> tuple[Language, ...]:
    """Return the languages that a country can be given, those with templates first; needs no project."""
    from segdesk.writing.language_codes import LANGUAGES

    return tuple(
        Language(each.code, each.name, each.native, each.right_to_left, each.has_templates)
        for each in LANGUAGES.values()
    )


def countries(project: "Project") -> tuple[CountryRow, ...]:
    """Return the customers' countries and what is written to them, the largest first; none without countries.

    Raises
    ------
    InputError
        If the person's own language file cannot be used.
    """
    from segdesk.project import customers
    from segdesk.project.file import quoted
    from segdesk.steps import email_sample
    from segdesk.writing.language_codes import written_language

    table = customers.table_name(project)
    if table is None or "country" not in email_sample.texts(project):
        return ()
    settings = project.settings
    own, file, shipped = (
        email_sample.language_table(_only(settings, **kept))
        for kept in ({"own": True, "file": True}, {"file": True}, {})
    )
    given = {country for country, _ in settings.emails.countries}
    found = []
    for country, count in project.rows(
        f"SELECT nullif(trim(country), ''), count(*) FROM {quoted(table)} GROUP BY 1 ORDER BY 2 DESC, 1"
    ):
        language, otherwise = own.language(country), file.language(country)
        if country in given or language != otherwise:
            source = CountrySource.YOURS
        elif language is None or country is None:
            source = CountrySource.UNKNOWN
        else:
            source = CountrySource.SHIPPED if shipped.language(country) == language else CountrySource.FILE
        written = written_language(language)
        found.append(CountryRow(country, count, language, written, source, otherwise))
    return tuple(found)


def _only(settings: Settings, *, own: bool = False, file: bool = False) -> Settings:
    """Return the settings with only some of a person's own rows on languages."""
    emails = settings.emails
    left = emails.model_copy(
        update={
            "countries": emails.countries if own else (),
            "languages_file": emails.languages_file if file else None,
        }
    )
    return settings.model_copy(update={"emails": left})


def segments(project: "Project") -> tuple[SegmentRow, ...]:
    """Return the segments with their names; none before the first run of the Clusters step."""
    from segdesk.project import freshness

    named, clustered = (freshness.result(project, step) for step in (Step.LABELS, Step.CLUSTERS))
    # Names of before the last clustering are those of other segments.
    current = named is not None and clustered is not None and named.run > clustered.run
    rows = project.rows(
        "SELECT s.segment, l.name, s.size FROM segment_summary AS s LEFT JOIN labels AS l USING (segment)"
        " ORDER BY s.position"
    )
    return tuple(SegmentRow(segment, (name or "") if current else "", size) for segment, name, size in rows)


def audience(project: "Project", settings: EmailsSettings) -> Audience:
    """Return how many customers could get an email with some settings, and how many would.

    Raises
    ------
    InputError
        If the settings name a segment or language that there is not.
    """
    from segdesk.steps import email_sample

    if not project.has("label_parametric"):
        return Audience(0, 0)
    table = email_sample.language_table(project.settings.model_copy(update={"emails": settings}))
    count = email_sample.size(project, settings, table)
    return Audience(count, min(count, settings.count))
