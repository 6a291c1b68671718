"""What became of each request to a language model, as the window lists it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segdesk.project.file import Project
    from segdesk.project.step import Step


@dataclass(frozen=True)
class ModelReply:
    """What became of a request.

    Attributes
    ----------
    status
        ``done``, ``retryable``, ``failed`` or ``refused``.
    finish_reason
        As the model says it: ``STOP``, ``MAX_TOKENS``, ``SAFETY``; empty where it says nothing.
    reason
        Why there is no text; empty where there is one.
    attempts
        How often it was asked; 0 for an answer of a run before.
    prompt_tokens, reply_tokens
        None where the model did not say.
    """

    status: str
    finish_reason: str
    reason: str
    attempts: int
    prompt_tokens: int | None
    reply_tokens: int | None


def replies(project: "Project", step: "Step") -> dict[str, ModelReply]:
    """Return what became of the requests of a step's last run, by segment or customer; none without any."""
    rows = project.rows(
        "SELECT request, status, finish_reason, reason, attempts, prompt_tokens, reply_tokens"
        " FROM model_replies WHERE step = ?",
        [step],
    )
    return {request: ModelReply(*rest) for request, *rest in rows}
