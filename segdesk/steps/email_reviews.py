"""What a person made of the emails: kept apart from what was written, so that no rerun loses it.

A review belongs to one text, by its hash. It is in force while the last run of the Emails step gave that very
text; otherwise it waits until the text comes back.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import pyarrow as pa

from segdesk.errors import InputError
from segdesk.project.email_review import Decision, EmailReview
from segdesk.project.file import Project, quoted

_HASH = "sha256(concat_ws(chr(31), e.subject, e.marketing_email))"
_OWN = "(r.subject IS NOT NULL OR r.body IS NOT NULL)"
_IN_EFFECT = f"""
    subject = coalesce(r.subject, r.written_subject),
    marketing_email = coalesce(r.body, r.written_body),
    status = CASE
        WHEN r.decision IS NOT NULL THEN r.decision
        WHEN NOT {_OWN} THEN r.written_status
        WHEN len(r.own_checks) > 0 THEN 'flagged'
        ELSE 'edited' END,
    checks = CASE WHEN {_OWN} THEN r.own_checks ELSE r.written_checks END
"""


def current(project: Project, wanted: Sequence[str]) -> tuple[EmailReview, ...]:
    """Return the reviews in force of some customers, each once, in their order.

    Raises
    ------
    InputError
        If one of them has no email.
    """
    wanted = tuple(dict.fromkeys(wanted))
    if not project.has("marketing_email"):
        raise InputError("There are no emails yet", "", "Run the Emails step first")
    with project.incoming(pa.table({"customer": pa.array(wanted, pa.string())})):
        rows = project.rows(
            "SELECT i.customer, r.decision, r.subject, r.body, r.own_checks FROM incoming AS i"
            f" JOIN marketing_email AS e ON {_key(project)} = i.customer"
            " LEFT JOIN email_reviews AS r ON r.customer = i.customer AND r.in_force"
        )
    found = {row[0]: _review(*row) for row in rows}
    if missing := [customer for customer in wanted if customer not in found]:
        raise InputError(f"There is no email to {missing[0]}", "", "Run the Emails step again")
    return tuple(found[customer] for customer in wanted)


def _review(
    customer: str, decision: str | None, subject: str | None, body: str | None, checks: list[str] | None
) -> EmailReview:
    return EmailReview(customer, Decision(decision) if decision else None, subject, body, tuple(checks or ()))


def put(project: Project, reviews: Sequence[EmailReview]) -> tuple[EmailReview, ...]:
    """Make these the reviews of their customers, in one transaction, and return those of before.

    An empty review takes an email back to what the writer wrote.
    """
    if not reviews:
        return ()
    before = current(project, [review.customer for review in reviews])
    with project.transaction() as connection, project.incoming(_as_arrow(reviews)):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE new_reviews AS"
            f" SELECT i.customer, coalesce(r.generated, {_HASH}) AS generated, TRUE AS in_force,"
            " i.decision, i.subject, i.body, i.own_checks, i.reviewed,"
            " coalesce(r.written_subject, e.subject) AS written_subject,"
            " coalesce(r.written_body, e.marketing_email) AS written_body,"
            " coalesce(r.written_status, e.status) AS written_status,"
            " coalesce(r.written_checks, e.checks) AS written_checks"
            f" FROM incoming AS i JOIN marketing_email AS e ON {_key(project)} = i.customer"
            " LEFT JOIN email_reviews AS r ON r.customer = i.customer AND r.in_force"
        )
        connection.execute(
            "DELETE FROM email_reviews AS old USING new_reviews AS new"
            " WHERE old.customer = new.customer AND old.generated = new.generated"
        )
        connection.execute(
            "INSERT INTO email_reviews BY NAME SELECT * FROM new_reviews"
            " WHERE decision IS NOT NULL OR subject IS NOT NULL OR body IS NOT NULL"
        )
        connection.execute(
            f"UPDATE marketing_email AS e SET {_IN_EFFECT} FROM new_reviews AS r"
            f" WHERE {_key(project)} = r.customer"
        )
        connection.execute("DROP TABLE new_reviews")
    return before


def put_back_into(project: Project) -> int:
    """Apply the reviews to emails that were just written; return how many reviewed ones have another text.

    To be called inside the transaction that writes the emails.
    """
    connection = project.connection
    same = f"r.customer = {_key(project)} AND r.generated = {_HASH}"
    connection.execute("UPDATE email_reviews SET in_force = FALSE WHERE in_force")
    connection.execute(
        "UPDATE email_reviews AS r SET in_force = TRUE, written_status = e.status, written_checks = e.checks"
        f" FROM marketing_email AS e WHERE {same}"
    )
    connection.execute(
        f"UPDATE marketing_email AS e SET {_IN_EFFECT} FROM email_reviews AS r"
        f" WHERE r.in_force AND {_key(project)} = r.customer"
    )
    row = project.row(
        f"SELECT count(DISTINCT r.customer) FROM email_reviews AS r"
        f" JOIN marketing_email AS e ON {_key(project)} = r.customer"
        " WHERE r.customer NOT IN (SELECT customer FROM email_reviews WHERE in_force)"
    )
    return int(row[0]) if row else 0


def key_column(project: Project) -> str:
    """Return the key column of the emails, quoted: that of the customers when they were written."""
    return quoted(str(project.rows("DESCRIBE marketing_email")[0][0]))


def _key(project: Project) -> str:
    return f"CAST(e.{key_column(project)} AS VARCHAR)"


def _as_arrow(reviews: Sequence[EmailReview]) -> pa.Table:
    text = pa.string()
    now = datetime.now(UTC).replace(tzinfo=None)
    return pa.table(
        {
            "customer": pa.array([review.customer for review in reviews], text),
            "decision": pa.array([review.decision for review in reviews], text),
            "subject": pa.array([review.subject for review in reviews], text),
            "body": pa.array([review.body for review in reviews], text),
            "own_checks": pa.array([list(review.checks) for review in reviews], pa.list_(text)),
            "reviewed": pa.array([now] * len(reviews), pa.timestamp("us")),
        }
    )
