"""How every step leaves its trace: a run begins, and ends done, failed or cancelled."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import duckdb

from segdesk.errors import InputError, ProjectError, SegdeskError
from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.settings import Settings
from segdesk.project.step import Step
from segdesk.tasks.task import Cancelled


@dataclass(frozen=True)
class Run:
    """A run that has begun.

    Attributes
    ----------
    number
        Its number in the project.
    """

    project: Project
    settings: Settings
    step: Step
    number: int
    started: float

    def finish(
        self, *, rows: int, inputs: str = "", warnings: tuple[str, ...] = (), size: int | None = None
    ) -> None:
        """Record the good end of the run. To be called inside the transaction that writes the result.

        Parameters
        ----------
        rows
            Rows that the step wrote.
        inputs
            Fingerprint of what the step read from outside the project.
        warnings
            Sentences for the person.
        size
            Bytes read or written, where that is known.
        """
        connection = self.project.connection
        fingerprint = freshness.expected(self.project, self.settings, self.step, inputs)
        connection.execute("DELETE FROM results WHERE step = ?", [self.step])
        connection.execute(
            "INSERT INTO results VALUES (?, ?, ?, ?, ?)",
            [self.step, fingerprint, inputs, self.number, list(warnings)],
        )
        connection.execute(
            "UPDATE runs SET finished = now() AT TIME ZONE 'UTC', seconds = ?, rows = ?,"
            " bytes = coalesce(?, bytes),"
            " outcome = 'done' WHERE run = ?",
            [time.perf_counter() - self.started, rows, size, self.number],
        )


@contextmanager
def recorded(project: Project, step: Step, settings: Settings) -> Iterator[Run]:
    """Begin a run, and record how it ends. The step itself calls `Run.finish` with its result.

    Raises
    ------
    InputError
        If the step before this one has left nothing to work on, or what it left is out of date.
    """
    _need_the_step_before(project, settings, step)
    used = "[" + ",".join(part.model_dump_json() for part in freshness.step_settings(settings, step)) + "]"
    with project.transaction():
        row = project.row(
            "INSERT INTO runs (step, settings, started, outcome)"
            " VALUES (?, ?, now() AT TIME ZONE 'UTC', 'running') RETURNING run",
            [step, used],
        )
    assert row is not None
    run = Run(project, settings, step, row[0], time.perf_counter())
    try:
        yield run
    except SegdeskError as error:
        _end_badly(run, "failed", str(error))
        raise
    except BaseException as error:
        if _is_a_stop(error):
            _end_badly(run, "cancelled", None)
        else:
            # An unexpected error's own text may quote a customer's data, so only its kind is kept.
            _end_badly(run, "failed", f"Unexpected {type(error).__name__}")
        raise


def _is_a_stop(error: BaseException) -> bool:
    """Whether somebody wanted the end of the step."""
    # DuckDB makes a plain RuntimeError of a Ctrl-C that comes while a statement runs.
    during_a_statement = isinstance(error, RuntimeError) and str(error) == "Query interrupted"
    return during_a_statement or isinstance(error, Cancelled | KeyboardInterrupt | duckdb.InterruptException)


def _need_the_step_before(project: Project, settings: Settings, step: Step) -> None:
    """Refuse to build on a result that is not there, or that its own settings or input have left behind."""
    if step.before is None or freshness.holds(project, settings, step.before):
        return
    for before in list(Step)[: list(Step).index(step)]:
        if not freshness.holds(project, settings, before):
            empty = freshness.result(project, before) is None
            raise InputError(
                f"{step.value.capitalize()} has nothing to work on",
                f"{before.value.capitalize()} {'has not been run' if empty else 'is out of date'}"
                f" in {project.path.name}",
                f"Run segdesk {before.value} first, or segdesk run for all that is needed",
            )


def _end_badly(run: Run, outcome: str, error: str | None) -> None:
    """Record a bad end. Where even that cannot be written, the original error matters more."""
    with suppress(ProjectError), run.project.transaction() as connection:
        connection.execute(
            "UPDATE runs SET finished = now() AT TIME ZONE 'UTC', seconds = ?, outcome = ?, error = ?"
            " WHERE run = ?",
            [time.perf_counter() - run.started, outcome, error, run.number],
        )
