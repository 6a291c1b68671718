"""What a check of access finds; light to import, so that the window can show it."""

from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """What has to be there, in the order in which one thing builds on another."""

    API = "api"
    QUERIES = "queries"
    SOURCE = "source"
    FAST_READS = "fast reads"
    DATASET = "dataset"
    OBJECTS = "objects"
    CONNECTION = "connection"
    CONNECTION_USE = "connection use"
    CONNECTION_ACCOUNT = "connection account"
    LANGUAGE_MODELS = "language models"
    REMOTE_MODEL = "remote model"


class State(StrEnum):
    """What is known of it."""

    OK = "ok"
    MISSING = "missing"
    UNKNOWN = "unknown"
    """It could not be found out; work that needs it may succeed all the same."""


@dataclass(frozen=True)
class Check:
    """One thing that has to be there.

    Attributes
    ----------
    subject
        What it is about: a project, ``project.dataset``, an API's host, a connection.
    purpose
        What it is for, as a phrase: ``to run queries, which my-project pays for``.
    found
        What was found out, or why it was not; empty where there is nothing to add.
    role
        The IAM role that gives it, empty where it is not a matter of roles.
    remedy
        Lines for an administrator's terminal or query editor, one after the other; empty where all is well.
    required
        Whether the work fails without it; otherwise it is slower, or made on the way.
    can_create
        Whether `segdesk.warehouse.bigquery.access.create` can make it, as far as the account may.
    """

    need: Need
    subject: str
    purpose: str
    state: State
    found: str = ""
    role: str = ""
    remedy: tuple[str, ...] = ()
    required: bool = True
    can_create: bool = False

    @property
    def in_the_way(self) -> bool:
        """Whether the work cannot succeed before this is there."""
        return self.required and self.state is State.MISSING


@dataclass(frozen=True)
class FoundProject:
    """A project that an account can see.

    Attributes
    ----------
    title
        Its name for people; the id where it has none.
    """

    project: str
    title: str


@dataclass(frozen=True)
class FoundDataset:
    """A dataset that an account can see.

    Attributes
    ----------
    location
        Where it is, None where BigQuery does not say.
    """

    dataset: str
    location: str | None
