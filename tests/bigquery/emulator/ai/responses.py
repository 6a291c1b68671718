"""What the model's service answers: text or none, why it ended, and the tokens it took."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from emulator.ai.fake_model import field, reply
from emulator.ai.schema import Field
from emulator.controls import Controls, Outcome

_RETRYABLE = "A retryable error occurred: RESOURCE EXHAUSTED error from the remote endpoint"
_PERMANENT = "INVALID_ARGUMENT: the remote endpoint refused the request"
_BYTES_A_TOKEN = 4
_THOUGHTS = 400
_LOW_THOUGHTS = 100


@dataclass(frozen=True)
class Limits:
    """What a model may use.

    Attributes
    ----------
    endpoint
        Which model: from 2.5 on they think before they answer.
    tokens
        The most that it may write, thoughts included.
    thinking
        The most that it may think; None leaves that to the model.
    """

    endpoint: str
    tokens: int
    thinking: int | None = None
    thinks_low: bool = False

    @property
    def thoughts(self) -> int:
        """Tokens that go into thinking."""
        if not any(mark in self.endpoint for mark in ("gemini-2.5", "gemini-3")):
            return 0
        usual = _LOW_THOUGHTS if self.thinks_low else _THOUGHTS
        return usual if self.thinking is None or self.thinking < 0 else min(self.thinking, usual)


@dataclass(frozen=True)
class Response:
    """An answer; the status is empty where the service answered."""

    text: str | None
    full: dict[str, Any] | None
    status: str = ""

    @property
    def json(self) -> str | None:
        """The whole answer, as text."""
        return None if self.full is None else json.dumps(self.full, ensure_ascii=False)

    def values(self, fields: Sequence[Field]) -> dict[str, Any]:
        """Return the fields of an answer that was asked for as an object; NULL where there is none."""
        try:
            told = json.loads(self.text or "")
        except ValueError:
            told = {}
        return {each.name: told.get(each.name) for each in fields}


def tokens(text: str) -> int:
    """Return how many tokens a text counts for."""
    return math.ceil(len(text.encode("utf-8", "surrogatepass")) / _BYTES_A_TOKEN)


def respond(prompt: str | None, limits: Limits, fields: Sequence[Field], controls: Controls) -> Response:
    """Return the model's answer to a prompt, or what a test wants it to be.

    Parameters
    ----------
    fields
        Of the object that is asked for; none for plain text.
    """
    if prompt is None:
        return Response(None, None, "INVALID_ARGUMENT: the prompt is NULL")
    rule = controls.rule(prompt)
    outcome = rule.outcome if rule is not None else None
    told = rule.text if rule is not None else ""
    if outcome is Outcome.RETRYABLE:
        return Response(None, None, told or _RETRYABLE)
    if outcome is Outcome.PERMANENT:
        return Response(None, None, told or _PERMANENT)
    if outcome is Outcome.SAFETY:
        return Response(None, _full(prompt, "", "SAFETY", 0, limits))
    if outcome is Outcome.REPLY:
        text = told
    elif fields:
        text = json.dumps(
            {each.name: field(each.name, each.type, prompt) for each in fields}, ensure_ascii=False
        )
    else:
        text = reply(prompt)
    thoughts = limits.thoughts
    room = limits.tokens - thoughts
    if outcome is Outcome.MAX_TOKENS or room <= 0:
        return Response(
            None, _full(prompt, "", "MAX_TOKENS", min(limits.tokens, thoughts or limits.tokens), limits)
        )
    if tokens(text) > room:
        cut = text.encode()[: room * _BYTES_A_TOKEN].decode(errors="ignore")
        return Response(cut, _full(prompt, cut, "MAX_TOKENS", thoughts, limits))
    return Response(text, _full(prompt, text, "STOP", thoughts, limits))


def _full(prompt: str, text: str, why: str, thoughts: int, limits: Limits) -> dict[str, Any]:
    content: dict[str, Any] = {"role": "model"} | ({"parts": [{"text": text}]} if text else {})
    usage = {
        "prompt_token_count": tokens(prompt),
        "candidates_token_count": tokens(text),
        "thoughts_token_count": thoughts,
        "total_token_count": tokens(prompt) + tokens(text) + thoughts,
        "traffic_type": "ON_DEMAND",
    }
    return {
        "candidates": [{"content": content, "finish_reason": why}],
        "create_time": "2026-01-01T00:00:00Z",
        "model_version": f"{limits.endpoint} (fake)",
        "response_id": f"stand-in-{tokens(prompt)}",
        "usage_metadata": {key: count for key, count in usage.items() if count},
    }
