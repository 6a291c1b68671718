"""A language model in BigQuery, asked for segments' names and for emails."""

from segdesk.writing.bigquery_ai.answers import Answer, Outcome
from segdesk.writing.bigquery_ai.ask import Workplace, ask, most_tokens
from segdesk.writing.bigquery_ai.forms import EMAILS, LABELS, Form
from segdesk.writing.bigquery_ai.generator import Generator, Reading
from segdesk.writing.bigquery_ai.reply import reply_of

__all__ = [
    "EMAILS",
    "LABELS",
    "Answer",
    "Form",
    "Generator",
    "Outcome",
    "Reading",
    "Workplace",
    "ask",
    "most_tokens",
    "reply_of",
]
