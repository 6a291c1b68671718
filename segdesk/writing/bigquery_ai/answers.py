"""What became of a request: its two texts, or the reason why there are none."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from segdesk.writing.bigquery_ai import responses
from segdesk.writing.bigquery_ai.forms import EMAILS, Form
from segdesk.writing.bigquery_ai.generator import Generator, Reading
from segdesk.writing.bigquery_ai.responses import Response
from segdesk.writing.untrusted import clean


class Outcome(StrEnum):
    """What became of a request."""

    DONE = "done"
    RETRYABLE = "retryable"
    """The model was too busy: the same request may succeed a little later."""
    FAILED = "failed"
    REFUSED = "refused"
    """The model will not write this one."""


@dataclass(frozen=True)
class Answer:
    """What became of one request.

    Attributes
    ----------
    key
        Whom or what it is about; it is known on this machine only.
    texts
        In the order of the form's fields; both empty unless the outcome is done.
    finish_reason
        As the model says it: ``STOP``, ``MAX_TOKENS``, ``SAFETY``.
    reason
        Why there are no texts, for a person.
    attempts
        How often it was sent; 0 for an answer of before.
    prompt_tokens, reply_tokens
        Of the last attempt, thoughts included; None where the model did not say.
    """

    key: str
    outcome: Outcome
    texts: tuple[str, str] = ("", "")
    finish_reason: str = ""
    reason: str = ""
    attempts: int = 1
    prompt_tokens: int | None = None
    reply_tokens: int | None = None


_REFUSALS = frozenset(
    {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "MODEL_ARMOR"}
)
_ENDED_WELL = frozenset({"", "STOP"})
_LONGEST_STATUS = 200
"""Characters."""


def read(key: str, row: Mapping[str, Any], form: Form, generator: Generator) -> Answer:
    """Return what one row of replies says.

    Parameters
    ----------
    row
        With ``status`` and ``response``, and the form's fields or ``text``.
    """
    response = responses.read(row.get("response"))
    answer = Answer(
        key,
        Outcome.FAILED,
        finish_reason=response.blocked or response.finish_reason,
        prompt_tokens=response.prompt_tokens,
        reply_tokens=response.reply_tokens,
    )
    status = clean(row.get("status") or "", _LONGEST_STATUS)
    if "retryable error" in status.lower():
        return replace(answer, outcome=Outcome.RETRYABLE, reason=status)
    if response.blocked or response.finish_reason in _REFUSALS:
        return replace(answer, outcome=Outcome.REFUSED, reason=refusal_reason(answer.finish_reason))
    if response.finish_reason == "MAX_TOKENS":
        return replace(answer, reason=cut_off_reason(generator))
    if status:
        return replace(answer, reason=error_reason(status))
    if response.finish_reason not in _ENDED_WELL:
        return replace(answer, reason=ended_reason(response.finish_reason))
    texts = _texts(row, response, form, generator.reading)
    if texts is None:
        return replace(answer, reason=unreadable_reason())
    return replace(answer, outcome=Outcome.DONE, texts=texts)


def refusal_reason(finish_reason: str) -> str:
    """Say that the model will not write it."""
    return f"the model refuses to write this one ({finish_reason})"


def cut_off_reason(generator: Generator) -> str:
    """Say that a reply was too long, and what to do about it."""
    cap = generator.max_output_tokens
    if generator.takes_thinking:
        return f"the reply was cut off after {cap:,} tokens; allow more of them"
    return (
        f"the reply was cut off after {cap:,} tokens, thoughts included; allow more of them, or ask by"
        " AI.GENERATE, which can keep the model from thinking"
    )


def error_reason(status: str) -> str:
    """Say what BigQuery says."""
    return f"the model gave no reply: {status}"


def ended_reason(finish_reason: str) -> str:
    """Say that a reply ended otherwise than it should."""
    return f"the reply ended early ({finish_reason})"


def unreadable_reason() -> str:
    """Say that a reply has another form than it should."""
    return "the reply is not in the form that was asked for"


def missing_reason() -> str:
    """Say that a request was lost on its way."""
    return "BigQuery gave no row back for it"


def busy_reason(attempts: int) -> str:
    """Say that a request was given up."""
    return f"the model was too busy, {attempts} times in a row"


_FENCE = re.compile(r"\A\s*```[a-zA-Z]*\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)
_SUBJECT = re.compile(
    r"\A[\s*#]*(?:subject|objet|asunto|assunto|betreff|الموضوع|主题|主題|件名|제목)[\s*]*[:：][\s*]*(.+?)[\s*]*$",
    re.IGNORECASE | re.MULTILINE,
)


def _texts(
    row: Mapping[str, Any], response: Response, form: Form, reading: Reading
) -> tuple[str, str] | None:
    """Return the two texts, None where the reply does not have them."""
    if reading is Reading.TYPED:
        return _both(row.get(name) for name in form.fields)
    text = response.text or row.get("text") or ""
    fenced = _FENCE.match(text)
    text = fenced[1] if fenced else text
    if reading is Reading.JSON:
        return _from_json(text, form)
    return _from_mail(text) if form is EMAILS else _from_lines(text)


def _both(values: Any) -> tuple[str, str] | None:
    first, second = (value.strip() if isinstance(value, str) else "" for value in values)
    return (first, second) if first and second else None


def _from_json(text: str, form: Form) -> tuple[str, str] | None:
    """Return the fields of the first JSON object in a text."""
    begin = text.find("{")
    if begin < 0:
        return None
    try:
        # strict=False: models like to leave line breaks as they are within a text.
        document, _ = json.JSONDecoder(strict=False).raw_decode(text, begin)
    except ValueError:
        return None
    return _both(document.get(name) for name in form.fields)


def _from_lines(text: str) -> tuple[str, str] | None:
    """Return the first two lines, as the document's SPLIT does; a blank second one stays blank."""
    first, _, rest = text.strip().partition("\n")
    second = rest.partition("\n")[0]
    return (first.strip(), second.strip()) if first.strip() else None


def _from_mail(text: str) -> tuple[str, str] | None:
    """Return the subject, where the text begins with one, and the rest."""
    found = _SUBJECT.match(text)
    subject, body = (found[1], text[found.end() :]) if found else ("", text)
    return (subject.strip(), body.strip()) if body.strip() else None
