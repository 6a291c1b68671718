"""Run a command, and end with the exit status that other programs rely on."""

import argparse
import json
import math
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import duckdb
import pyarrow as pa

from segdesk.cli import access
from segdesk.cli.arguments import parser
from segdesk.cli.asking import answering
from segdesk.cli.options import changed
from segdesk.cli.progress import Listener, shown
from segdesk.errors import ProjectError, SegdeskError, UsageError
from segdesk.project import ledger
from segdesk.project.file import Project
from segdesk.project.settings import RecipeName
from segdesk.project.step import Step
from segdesk.tasks import crash
from segdesk.tasks.task import Cancelled, Task

DONE, FAILED, WRONG_USAGE, CANCELLED = 0, 1, 2, 130


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        What stands after ``segdesk``.

    Returns
    -------
    int
        0 done, 1 the work failed, 2 wrong usage, 130 cancelled.
    """
    try:
        given = parser().parse_args(arguments)
    except SystemExit as end:  # argparse has said what is wrong, or shown its help
        return int(end.code or 0)
    task = Task()
    return _guarded(given, task)


def _guarded(given: argparse.Namespace, task: Task) -> int:
    """Run a command so that whatever happens ends in one line and an exit status."""
    before = signal.signal(signal.SIGINT, _cancelling(task))
    try:
        _command(given, task)
    except (Cancelled, KeyboardInterrupt):
        return _say_cancelled(given)
    except SegdeskError as error:
        # What a cancelled step stumbles over on its way out is no news.
        return _say_cancelled(given) if task.cancelled else _complain(error)
    except BrokenPipeError:
        return FAILED
    except Exception as error:  # noqa: BLE001 - the edge: a person gets a sentence, the file gets the trace
        return _say_cancelled(given) if task.cancelled else _unexpected(error)
    finally:
        signal.signal(signal.SIGINT, before)
    return DONE


def _cancelling(task: Task) -> Any:
    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        task.cancel()
        raise KeyboardInterrupt

    return on_interrupt


def _command(given: argparse.Namespace, task: Task) -> None:
    # While it reads a file, pyarrow takes a Ctrl-C for itself, and loses it if the file ends first.
    pa.enable_signal_handlers(False)
    if given.command == "sample":
        _sample(given, task)
    elif given.command == "sign-in":
        access.sign_in(given, task)
    elif given.command == "sign-out":
        access.sign_out()
    elif given.command == "check-access":
        access.check_access(given, task)
    elif given.command == "show":
        with Project.open(Path(given.file)) as project:
            _print_report(project, given)
    elif given.command == "run":
        _run_all(given, task)
    elif given.command == "costs":
        from segdesk.cli import costs

        costs.run(given)
    elif given.command == "clean-up":
        from segdesk.cli import clean_up

        clean_up.run(given, task)
    else:
        _run_step(given, Step(given.command), task)


def _sample(given: argparse.Namespace, task: Task) -> None:
    from segdesk.warehouse.sample import write_sample

    with shown() as listener:
        listener.step("sample")
        task.on_progress = listener.progress
        files = write_sample(Path(given.folder), RecipeName(given.recipe), given.customers, given.seed, task)
    for file in files if len(files) < 10 else (*files[:2], *files[-1:]):
        print(file)


def _run_all(given: argparse.Namespace, task: Task) -> None:
    from segdesk.steps import pipeline

    def work(project: Project, listener: Listener) -> None:
        pipeline.run(project, project.settings, task, lambda step: listener.step(step.value))

    _work_on_project(given, task, work, may_create=True)


def _run_step(given: argparse.Namespace, step: Step, task: Task) -> None:
    from segdesk.steps import pipeline

    def work(project: Project, listener: Listener) -> None:
        listener.step(step.value)
        pipeline.run_step(step, project, project.settings, task)

    _work_on_project(given, task, work, may_create=step is Step.CONNECT)


def _work_on_project(
    given: argparse.Namespace,
    task: Task,
    work: Callable[[Project, Listener], None],
    *,
    may_create: bool,
) -> None:
    """Open the project, or make one; do the work; print the figures."""
    path = Path(given.file)
    fresh = may_create and not path.exists()
    finished_a_k = False

    def on_partial(result: object) -> None:
        nonlocal finished_a_k
        finished_a_k = finished_a_k or getattr(result, "status", None) == "done"

    task.on_partial = on_partial
    worth_keeping = not fresh
    project = Project.create(path) if fresh else Project.open(path)
    try:
        # A Ctrl-C has DuckDB give a statement up, and then wait for all of it: that has to be ended as well.
        with shown() as listener, task.stopping(project.interrupt):
            task.on_progress = listener.progress
            task.on_question = answering(given.yes, listener, task)
            _with_settings(project, given, lambda: work(project, listener))
        worth_keeping = True
        _print_report(project, given)
    except BaseException:
        # A Ctrl-C is a KeyboardInterrupt or whatever the statement it came in makes of it.
        worth_keeping = worth_keeping or (task.cancelled and _finished_runs(project) > 0)
        raise
    finally:
        worth_keeping = worth_keeping or finished_a_k or _has_accounts(project)
        project.close()
        # What a failed command has just made goes again, unless a k of the sweep is finished in it, or it
        # knows what was spent and left in BigQuery.
        if not worth_keeping:
            project.discard()


def _with_settings(project: Project, given: argparse.Namespace, work: Callable[[], None]) -> None:
    """Work with the given settings; where nothing could be done with them, put the old ones back."""
    before, runs = project.settings, _finished_runs(project)
    project.settings = changed(before, given)
    try:
        work()
    except SegdeskError:
        with suppress(ProjectError, duckdb.Error):  # a full disk: the first error matters more
            if _finished_runs(project) == runs:
                project.settings = before
        raise


def _finished_runs(project: Project) -> int:
    row = project.row("SELECT count(*) FROM runs WHERE outcome = 'done' AND step <> 'connect'")
    return int(row[0]) if row else 0


def _has_accounts(project: Project) -> bool:
    with suppress(duckdb.Error):  # the file may be beyond reading
        return bool(ledger.made(project)) or ledger.spent(project) > 0
    return False


def _print_report(project: Project, given: argparse.Namespace) -> None:
    from segdesk.cli.summary import text
    from segdesk.steps.report import report

    found = report(project)
    if given.json:
        document = {**found.document(), "peak_rss_mb": peak_rss_mb()}
        print(json.dumps(_finite(document), indent=2, ensure_ascii=False, default=str))
    else:
        print(text(found, Path(given.file)))


def peak_rss_mb() -> float | None:
    """Return the most memory that this process has had, in MiB; None where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows has no getrusage
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def _finite(value: Any) -> Any:
    """Return the value with what JSON has no word for as null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return value


def _complain(error: SegdeskError) -> int:
    print(f"segdesk: {error}", file=sys.stderr)
    return WRONG_USAGE if isinstance(error, UsageError) else FAILED


def _say_cancelled(given: argparse.Namespace) -> int:
    kept = Path(given.file).exists() if hasattr(given, "file") else False
    print(f"segdesk: Cancelled. {'What was finished is' if kept else 'Nothing is'} kept.", file=sys.stderr)
    return CANCELLED


def _unexpected(error: Exception) -> int:
    """Keep where it happened in a log of this person's, and say where that is."""
    log = crash.record(error)
    what = f"Something went wrong inside segdesk ({type(error).__name__})"
    return _complain(ProjectError(what, "", f"The details are in {log}" if log else ""))
