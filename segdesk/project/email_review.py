"""What a person makes of an email that a writer wrote; light to import, as the window shows it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST_SUBJECT: Final = 500
LONGEST_BODY: Final = 20_000
"""Characters of a person's own words that are kept; far beyond what the checks pass."""


class EmailStatus(StrEnum):
    """What became of an email; ``marketing_email.status`` in the project."""

    WRITTEN = "written"
    FLAGGED = "flagged"
    """Written, by a writer or a person, but a check finds fault with it."""
    EDITED = "edited"
    """In a person's words, and without fault."""
    APPROVED = "approved"
    REJECTED = "rejected"
    REFUSED = "refused"
    """The writer will not or cannot write this one."""
    FAILED = "failed"
    """Something went wrong on the way."""


class Decision(StrEnum):
    """Whether a person lets an email go out."""

    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class EmailReview:
    """What a person made of a customer's email; with nothing but the customer, nobody has touched it.

    Attributes
    ----------
    customer
        The key as text.
    decision
        None while there is none.
    subject, body
        The person's own words, greeting and closing line included; None where they are the writer's.
    checks
        What the checks found in the person's words.
    """

    customer: str
    decision: Decision | None = None
    subject: str | None = None
    body: str | None = None
    checks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return self.decision is None and self.subject is None and self.body is None
