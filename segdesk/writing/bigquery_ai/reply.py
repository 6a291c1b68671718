"""A language model's answer as every writer's reply."""

from segdesk.writing.bigquery_ai.answers import Answer, Outcome
from segdesk.writing.writer import Reply, Status

_STATUS = {
    Outcome.DONE: Status.WRITTEN,
    Outcome.RETRYABLE: Status.FAILED,
    Outcome.FAILED: Status.FAILED,
    Outcome.REFUSED: Status.REFUSED,
}


def reply_of(answer: Answer) -> Reply:
    """Return the email to a customer, or why there is none."""
    subject, body = answer.texts
    return Reply(answer.key, subject, body, _STATUS[answer.outcome], answer.reason)
