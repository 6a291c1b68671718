"""What a person does with the emails: approve, reject, rewrite, and take it back.

Every function returns how the reviews of the emails that it changed were before; `put_back` takes them back
to that, and returns in turn what brings the change again.
"""

from collections.abc import Sequence
from dataclasses import replace

from segdesk.errors import InputError
from segdesk.project.email_review import LONGEST_BODY, LONGEST_SUBJECT, Decision, EmailReview
from segdesk.project.file import Project
from segdesk.steps import email_reviews, email_sample
from segdesk.writing.checks import check
from segdesk.writing.facts import CustomerFacts
from segdesk.writing.findings import Problem
from segdesk.writing.greeting import without_lines_around


def decide(project: Project, chosen: Sequence[str], decision: Decision) -> tuple[EmailReview, ...]:
    """Approve or reject the emails to some customers; what has no text cannot be approved and is left out.

    Parameters
    ----------
    chosen
        The customers' keys as text.

    Raises
    ------
    InputError
        If one of them has no email.
    """
    wanted = Decision(decision)
    now = email_reviews.current(project, chosen)
    empty = _without_text(project) if wanted is Decision.APPROVED else frozenset()
    changed = [
        replace(review, decision=wanted)
        for review in now
        if review.decision is not wanted and (review.customer not in empty or review.body)
    ]
    return email_reviews.put(project, changed)


def undecide(project: Project, chosen: Sequence[str]) -> tuple[EmailReview, ...]:
    """Take back whether the emails to some customers may go out; their own words stay."""
    now = email_reviews.current(project, chosen)
    changed = [replace(review, decision=None) for review in now if review.decision]
    return email_reviews.put(project, changed)


def rewrite(project: Project, customer: str, subject: str, body: str) -> tuple[EmailReview, ...]:
    """Put an email into a person's own words, and check them; it then waits for a decision again.

    Parameters
    ----------
    subject, body
        As the customer will read them, greeting and closing line included. The writer's own words take the
        email back to what was written.

    Raises
    ------
    InputError
        If the customer has no email, or nothing is left of the text, or it is far too long.
    """
    subject, body = subject.strip(), body.strip()
    _refuse_texts(subject, body)
    written = _written(project, customer)
    own = EmailReview(customer)
    if (subject, body) != written:
        own = EmailReview(customer, None, subject, body, _checks(project, customer, subject, body))
    return email_reviews.put(project, [own])


def restore(project: Project, chosen: Sequence[str]) -> tuple[EmailReview, ...]:
    """Take the emails to some customers back to what was written, without a decision."""
    now = email_reviews.current(project, chosen)
    return email_reviews.put(project, [EmailReview(r.customer) for r in now if not r.is_empty])


def put_back(project: Project, reviews: Sequence[EmailReview]) -> tuple[EmailReview, ...]:
    """Make these the reviews again; for undo and redo."""
    return email_reviews.put(project, reviews)


def _refuse_texts(subject: str, body: str) -> None:
    if not subject or not body:
        part = "subject" if not subject else "text"
        raise InputError(f"The email has no {part}", "", "Write one, or reject the email")
    if len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY:
        part = "subject" if len(subject) > LONGEST_SUBJECT else "text"
        raise InputError(f"The {part} of the email is too long", "", "Shorten it")


def _without_text(project: Project) -> frozenset[str]:
    key = email_reviews.key_column(project)
    rows = project.rows(f"SELECT CAST({key} AS VARCHAR) FROM marketing_email WHERE marketing_email = ''")
    return frozenset(row[0] for row in rows)


def _written(project: Project, customer: str) -> tuple[str, str]:
    """Return subject and text as the writer gave them."""
    key = email_reviews.key_column(project)
    row = project.row(
        "SELECT coalesce(r.written_subject, e.subject), coalesce(r.written_body, e.marketing_email)"
        " FROM marketing_email AS e LEFT JOIN email_reviews AS r"
        f" ON r.in_force AND r.customer = CAST(e.{key} AS VARCHAR) WHERE CAST(e.{key} AS VARCHAR) = ?",
        [customer],
    )
    if row is None:
        raise InputError(f"There is no email to {customer}", "", "Run the Emails step again")
    return row[0].strip(), row[1].strip()


def _checks(project: Project, customer: str, subject: str, body: str) -> tuple[str, ...]:
    """Return what the checks find in a person's words; the lines around the body are theirs to change."""
    facts = _facts(project, customer)
    inner = without_lines_around(body, facts.language, facts.first_name)
    found = check(subject, inner, facts, email_sample.first_names(project))
    return tuple(str(finding) for finding in found if finding.problem is not Problem.GREETING)


def _facts(project: Project, customer: str) -> CustomerFacts:
    """Return what is known of the customer, in the language that the email was written in."""
    facts = email_sample.facts_of(project, project.settings, customer)
    key = email_reviews.key_column(project)
    row = project.row(
        f"SELECT language_code FROM marketing_email WHERE CAST({key} AS VARCHAR) = ?", [customer]
    )
    return replace(facts, language=row[0]) if row else facts
