"""What a test may ask of the stand-in besides BigQuery's own API."""

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict


class _Given(BaseModel):
    """Something that a test posts; a misspelt field is an error."""

    model_config = ConfigDict(extra="forbid")


class Place(StrEnum):
    """Where a fault strikes."""

    REQUEST = "request"
    """The request is answered with the fault."""
    JOB = "job"
    """The request succeeds; the job that it started ends with the fault."""


class Fault(_Given):
    """What goes wrong, with which requests, and how often."""

    path: str = ""
    """Regular expression, sought in ``METHOD /path`` of a request, or in a gRPC method's name."""
    body: str = ""
    """Regular expression, sought in the request's text; for a job in its configuration."""
    status: int = 503
    """HTTP status; 0 breaks the connection off in the middle of the answer. gRPC goes by the reason alone."""
    reason: str = "backendError"
    """BigQuery's reason; for gRPC the name of a status, for instance ``UNAVAILABLE``."""
    message: str = "The stand-in was told to fail here"
    times: int = 1
    at: Place = Place.REQUEST
    after_messages: int = 0
    """So many messages of a ReadRows stream arrive before it breaks."""


class Delay(_Given):
    """How long jobs stay in a state, in seconds."""

    pending: float = 0.0
    running: float = 0.0
    match: str = ""
    """Regular expression, sought in the job's configuration."""


class Outcome(StrEnum):
    """What becomes of a prompt."""

    RETRYABLE = "retryable"
    PERMANENT = "permanent"
    MAX_TOKENS = "max_tokens"
    SAFETY = "safety"
    REPLY = "reply"
    """The given text is the answer."""


class WriterRule(_Given):
    """What becomes of the prompts that match."""

    prompt: str = ""
    """Regular expression, sought in the prompt."""
    outcome: Outcome = Outcome.RETRYABLE
    nth: int | None = None
    """Only the n-th prompt that matches, counted from 1 since the rule was set."""
    times: int | None = 1
    """How often it applies; null is always."""
    text: str = ""
    """The answer, or what the status says."""


class Access(_Given):
    """What the signed-in user may do, and what the project has."""

    projects: list[str] = []
    """More projects than the stand-in's own."""
    denied: dict[str, list[str]] = {}
    """Regular expression of a resource to the permissions that are missing there."""
    services: dict[str, str] = {}
    """API to ``ENABLED`` or ``DISABLED``; an API that is not named is enabled."""


@dataclass
class _Counted:
    rule: WriterRule
    seen: int = 0
    used: int = 0


@dataclass
class Controls:
    """The switches, as they stand; safe to use from several threads."""

    faults: list[Fault] = field(default_factory=list)
    delays: list[Delay] = field(default_factory=list)
    access: Access = field(default_factory=Access)
    log: list[dict[str, Any]] = field(default_factory=list)
    _rules: list[_Counted] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reset(self) -> None:
        """Set everything back; data stay."""
        self.faults, self.delays, self.access = [], [], Access()
        self.log, self._rules = [], []

    def write_with(self, rules: Iterable[WriterRule]) -> None:
        """Let these rules decide what becomes of prompts, the first that applies."""
        self._rules = [_Counted(rule) for rule in rules]

    def record(self, **entry: Any) -> dict[str, Any]:
        """Note a request."""
        self.log.append(entry)
        return entry

    def fault(self, at: Place, path: str, body: str) -> Fault | None:
        """Return the fault that strikes here, and count it."""
        with self._lock:
            for fault in self.faults:
                if (
                    fault.at is at
                    and fault.times > 0
                    and re.search(fault.path, path)
                    and re.search(fault.body, body)
                ):
                    fault.times -= 1
                    return fault
        return None

    def delay(self, configuration: str) -> Delay:
        """Return how long a job takes."""
        return next((each for each in self.delays if re.search(each.match, configuration)), Delay())

    def rule(self, prompt: str) -> WriterRule | None:
        """Return what is to become of a prompt, and count it; None where nothing was said."""
        with self._lock:
            applied: WriterRule | None = None
            for each in self._rules:
                if not re.search(each.rule.prompt, prompt, re.DOTALL):
                    continue
                each.seen += 1
                wanted = each.rule.nth in (None, each.seen)
                left = each.rule.times is None or each.used < each.rule.times
                if applied is None and wanted and left:
                    each.used += 1
                    applied = each.rule
            return applied
