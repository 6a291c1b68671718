"""What an open project holds, as far as every tab needs to know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from segdesk.project.settings import Settings
from segdesk.project.step import State, Step

if TYPE_CHECKING:
    from segdesk.project.file import Project


@dataclass(frozen=True)
class StepHeld:
    """What is known of a step's runs.

    Attributes
    ----------
    state
        What its tab says.
    outcome, error
        How the last run ended, and why if it failed; None if there was none.
    seconds, rows
        Of the last good run.
    finished
        When the last good run ended, in UTC, as ``YYYY-MM-DD HH:MM:SS``.
    warnings
        Sentences of the last good run.
    billed_bytes, cost
        What the last run, however it ended, was billed for in BigQuery, and its price in US dollars.
    """

    state: State
    outcome: str | None = None
    error: str | None = None
    seconds: float | None = None
    rows: int | None = None
    finished: str | None = None
    warnings: tuple[str, ...] = ()
    billed_bytes: int = 0
    cost: float = 0.0


@dataclass(frozen=True)
class Held:
    """What an open project holds.

    Attributes
    ----------
    key, table
        Name of the customers' key column and table, None before the Features step.
    customers
        How many there are, None before the Features step.
    as_of
        The day that the customers are described at, where there is one.
    segments
        The segments' names in their order, empty before the Clusters step.
    unfinished
        Jobs that a process before this one may have left running in BigQuery.
    """

    path: Path
    settings: Settings
    steps: Mapping[Step, StepHeld]
    customers: int | None = None
    key: str | None = None
    table: str | None = None
    as_of: date | None = None
    segments: tuple[str, ...] = ()
    unfinished: int = 0

    @property
    def states(self) -> dict[Step, State]:
        """The state of every step."""
        return {step: held.state for step, held in self.steps.items()}

    def state(self, step: Step) -> State:
        """Return the state of a step."""
        return self.steps[step].state


def held(project: "Project") -> Held:
    """Return what the project holds."""
    from segdesk.project import freshness
    from segdesk.project.file import quoted

    states = freshness.states(project)
    meta = project.row("SELECT customer_table, customer_key, as_of FROM meta")
    table, key, as_of = meta if meta else (None, None, None)
    count = project.row(f"SELECT count(*) FROM {quoted(table)}") if table else None
    segments = project.rows("SELECT segment FROM segment_summary ORDER BY position")
    left = project.row("SELECT count(*) FROM unfinished_jobs WHERE left_behind")
    return Held(
        path=project.path,
        settings=project.settings,
        steps={step: _step(project, step, states[step]) for step in Step},
        customers=count[0] if count else None,
        key=key,
        table=table,
        as_of=as_of,
        segments=tuple(row[0] for row in segments),
        unfinished=left[0] if left else 0,
    )


def _step(project: "Project", step: Step, state: State) -> StepHeld:
    from segdesk.project import freshness

    last = project.row(
        "SELECT outcome, error, bytes, cost FROM runs WHERE step = ? ORDER BY run DESC LIMIT 1", [step]
    )
    good = project.row(
        "SELECT seconds, rows, strftime(finished, '%Y-%m-%d %H:%M:%S') FROM runs"
        " WHERE step = ? AND outcome = 'done' ORDER BY run DESC LIMIT 1",
        [step],
    )
    kept = freshness.result(project, step)
    outcome, error, billed, cost = last if last else (None, None, None, None)
    seconds, rows, finished = good if good else (None, None, None)
    warnings = kept.warnings if kept else ()
    return StepHeld(state, outcome, error, seconds, rows, finished, warnings, billed or 0, cost or 0.0)
