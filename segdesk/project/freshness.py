"""Whether what a step left in the project still follows from its settings and from the steps before it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from segdesk.project.file import Project
from segdesk.project.settings import ConnectSettings, Document, Settings
from segdesk.project.step import State, Step


@dataclass(frozen=True)
class Result:
    """What a step's last good run left.

    Attributes
    ----------
    fingerprint
        Of the settings, the results and the outside inputs that it came from.
    inputs
        Fingerprint of what it read from outside the project: source files, a labels file.
    run
        Number of that run.
    warnings
        Sentences for the person.
    """

    fingerprint: str
    inputs: str
    run: int
    warnings: tuple[str, ...]


def fingerprint(*parts: object) -> str:
    """Return a SHA-256 over settings documents, other fingerprints and plain values, in that order."""
    return hashlib.sha256(json.dumps([_plain(part) for part in parts], sort_keys=True).encode()).hexdigest()


def _plain(part: object) -> Any:
    return part.identity() if isinstance(part, Document) else part


def step_settings(settings: Settings, step: Step) -> tuple[Document, ...]:
    """Return the settings that a step's result depends on, apart from those of the steps before it."""
    by_step: dict[Step, tuple[Document, ...]] = {
        Step.CONNECT: (_connect_settings(settings),),
        Step.FEATURES: (settings.features,),
        Step.SWEEP: (settings.matrix, settings.sweep),
        Step.CLUSTERS: (settings.clusters,),
        Step.LABELS: (settings.labels,),
        Step.EMAILS: (settings.emails,),
        Step.EXPORT: (settings.export,),
    }
    return by_step[step]


def _connect_settings(settings: Settings) -> Document:
    """Return the source, without the sample's size and seed where another source is read."""
    connect = settings.connect
    return connect if connect.source == "sample" else ConnectSettings(source=connect.source)


def result(project: Project, step: Step) -> Result | None:
    """Return what a step's last good run left, None if it never had one."""
    query = "SELECT fingerprint, inputs, run, warnings FROM results WHERE step = ?"
    row = project.row(query, [step])
    return Result(row[0], row[1], row[2], tuple(row[3])) if row else None


def expected(project: Project, settings: Settings, step: Step, inputs: str) -> str:
    """Return the fingerprint that a step's result would get with these settings, on the results before it."""
    before = result(project, step.before) if step.before else None
    parts = (*step_settings(settings, step), before.fingerprint if before else None, inputs)
    reviews = _email_reviews(project) if step is Step.EXPORT else None
    return fingerprint(*parts, reviews) if reviews else fingerprint(*parts)


def _email_reviews(project: Project) -> str | None:
    """Return what changes with a person's decisions on the emails, None where there are none.

    They are no result of the Emails step, whose texts stay what they are, but the files depend on them.
    """
    row = project.row(
        "SELECT count(*), bit_xor(md5_number_lower(concat_ws(chr(31), customer, generated,"
        " coalesce(decision, ''), coalesce(subject, ''), coalesce(body, ''))))"
        " FROM email_reviews WHERE in_force"
    )
    return f"{row[0]} {row[1]}" if row and row[0] else None


def holds(project: Project, settings: Settings, step: Step) -> bool:
    """Whether a step's result follows from the settings and from results that hold themselves."""
    kept = result(project, step)
    if kept is None or kept.fingerprint != expected(project, settings, step, kept.inputs):
        return False
    return step.before is None or holds(project, settings, step.before)


def states(project: Project) -> dict[Step, State]:
    """Return the state of every step.

    A step is out of date when its settings changed, when the step before it has another result than
    the one it was made from, or when any step before it is out of date itself.
    """
    settings = project.settings
    return {step: _state(project, settings, step) for step in Step}


def _state(project: Project, settings: Settings, step: Step) -> State:
    row = project.row(
        "SELECT outcome FROM runs WHERE step = ? AND outcome <> 'cancelled' ORDER BY run DESC LIMIT 1", [step]
    )
    if row and row[0] == "running":
        return State.RUNNING
    if row and row[0] == "failed":
        return State.FAILED
    if result(project, step) is None:
        return State.EMPTY
    return State.FRESH if holds(project, settings, step) else State.OUT_OF_DATE
