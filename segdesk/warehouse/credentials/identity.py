"""Who asks: the ways of signing in to Google Cloud, and what each gives."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Method(StrEnum):
    """How a person signs in."""

    ADC = "adc"
    """Application default credentials: what gcloud, or the machine itself, provides."""
    OAUTH = "oauth"
    """A Google account, in the system's browser."""
    KEY = "key"
    """The key file of a service account."""
    ANONYMOUS = "anonymous"
    """Nobody, which only an emulator of BigQuery accepts."""


class Reach(StrEnum):
    """What segdesk asks to be allowed: a scope of OAuth 2."""

    BIGQUERY = "https://www.googleapis.com/auth/bigquery"
    """All that BigQuery itself needs."""
    CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform"
    """Also the checks of roles and APIs, and language models that are asked in a person's own name."""


@dataclass(frozen=True)
class Signed:
    """Who asks BigQuery.

    Attributes
    ----------
    credentials
        A ``google.auth.credentials.Credentials``; never shown.
    account
        The email address of the account, None where it is not known here.
    project
        The project that these credentials belong to or name, None where there is none.
    reach
        What they may do.
    """

    credentials: Any = field(repr=False)
    method: Method
    account: str | None
    project: str | None
    reach: Reach


@dataclass(frozen=True)
class SignedIn:
    """What came of signing in.

    Attributes
    ----------
    notes
        Sentences that the person should read, such as that it is for this session only.
    """

    method: Method
    account: str | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignInPage:
    """Google's page is ready: the person who is asked has to open it.

    Attributes
    ----------
    address
        Holds no secret, and is of no use to anybody else.
    seconds
        How long the answer is waited for.
    """

    address: str
    seconds: float


@dataclass(frozen=True)
class SignInState:
    """Who is signed in on this machine, as far as that is known without asking Google.

    Attributes
    ----------
    method
        None where nobody is signed in.
    why_not
        A sentence about what is missing then.
    reach
        What the sign-in may do.
    session_only
        Whether it ends with this session.
    client_file, key_file
        The files that were used last.
    """

    method: Method | None
    account: str | None = None
    project: str | None = None
    why_not: str = ""
    reach: Reach = Reach.BIGQUERY
    session_only: bool = False
    client_file: Path | None = None
    key_file: Path | None = None
