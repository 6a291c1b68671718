"""What a language model's whole response says beside its text: why it ended, and how many tokens it took."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_FINISHED = {0: "", 1: "STOP", 2: "MAX_TOKENS", 3: "SAFETY", 4: "RECITATION", 5: "OTHER", 6: "BLOCKLIST"}
"""FinishReason of the Vertex AI API, for responses that give its number."""


@dataclass(frozen=True)
class Response:
    """A response, as far as it is read.

    Attributes
    ----------
    text
        All parts of the first candidate that are not thoughts; empty where there are none.
    finish_reason
        As Gemini calls it: ``STOP``, ``MAX_TOKENS``, ``SAFETY``; empty where it is not said.
    blocked
        Why the prompt was not answered at all; empty where it was.
    prompt_tokens, reply_tokens
        What is paid for, thoughts included; None where they are not said.
    """

    text: str = ""
    finish_reason: str = ""
    blocked: str = ""
    prompt_tokens: int | None = None
    reply_tokens: int | None = None


def read(response: str | None) -> Response:
    """Read a response as ``TO_JSON_STRING`` gives it; one that is no JSON object says nothing."""
    document = _object(response)
    candidates = _get(document, "candidates")
    first = candidates[0] if isinstance(candidates, list) and candidates else {}
    usage = _get(document, "usage_metadata")
    written = [_count(usage, name) for name in ("candidates_token_count", "thoughts_token_count")]
    return Response(
        text=_text(first),
        finish_reason=_finish_reason(_get(first, "finish_reason")),
        blocked=str(_get(_get(document, "prompt_feedback"), "block_reason") or ""),
        prompt_tokens=_count(usage, "prompt_token_count"),
        reply_tokens=sum(count or 0 for count in written) if any(c is not None for c in written) else None,
    )


def _object(text: str | None) -> Any:
    """Return a JSON object, also one that was written as a JSON string; anything else is an empty one."""
    try:
        document = json.loads(text or "{}")
        document = json.loads(document) if isinstance(document, str) else document
    except ValueError:
        return {}
    return document


def _get(value: Any, name: str) -> Any:
    """Return a field, spelled ``like_this`` or ``likeThis``: BigQuery's functions differ in it."""
    if not isinstance(value, Mapping):
        return None
    first, *rest = name.split("_")
    return value.get(name, value.get(first + "".join(part.capitalize() for part in rest)))


def _text(candidate: Any) -> str:
    parts = _get(_get(candidate, "content"), "parts")
    texts = [
        part["text"]
        for part in (parts if isinstance(parts, list) else ())
        if isinstance(part, Mapping) and isinstance(part.get("text"), str) and not part.get("thought")
    ]
    return "".join(texts)


def _finish_reason(value: Any) -> str:
    if isinstance(value, int):
        return _FINISHED.get(value, f"FINISH_REASON_{value}")
    return value if isinstance(value, str) and value != "FINISH_REASON_UNSPECIFIED" else ""


def _count(usage: Any, name: str) -> int | None:
    value = _get(usage, name)
    return int(value) if isinstance(value, int | float | str) and str(value).isdigit() else None
