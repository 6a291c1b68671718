"""What every writer of emails has in common."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from segdesk.tasks.task import Task
from segdesk.writing.facts import CustomerFacts


class Status(StrEnum):
    """What became of a request."""

    WRITTEN = "written"
    FAILED = "failed"
    """Something went wrong on the way; the same request may succeed another time."""
    REFUSED = "refused"
    """The writer will not or cannot write this one; asking again changes nothing."""


@dataclass(frozen=True)
class Reply:
    """What a writer gives back for one customer.

    Attributes
    ----------
    customer
        The request's key, by which the reply finds its way back.
    subject, body
        Plain text, without greeting and closing line; empty unless the status is written.
    reason
        Why there is no email, for a person.
    """

    customer: str
    subject: str
    body: str
    status: Status
    reason: str = ""


class Writer(Protocol):
    """Turns what is known of customers into emails."""

    def write(self, requests: Iterable[CustomerFacts], task: Task) -> Iterator[Reply]:
        """Yield one reply for each request, in any order.

        Raises
        ------
        Cancelled
            When the task was asked to stop; the replies given so far stay valid.
        """
        ...
