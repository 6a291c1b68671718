"""Run a command, and end with the exit status that other programs rely on."""

import argparse
import json
import math
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from segdesk import paths
from segdesk.cli.arguments import parser
from segdesk.cli.options import changed
from segdesk.cli.progress import Listener, shown
from segdesk.errors import ProjectError, SegdeskError, UsageError
from segdesk.project.file import Project
from segdesk.project.freshness import Step
from segdesk.project.settings import RecipeName
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
    if not arguments or (arguments[0].endswith(".segdesk") and len(arguments) == 1):
        return _complain(
            UsageError(
                "The window is not there yet",
                "this version has the command line",
                "Try: segdesk run demo.segdesk --source sample, or segdesk --help",
            )
        )
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
    except SegdeskError as error:
        if task.cancelled:
            return _say_cancelled()
        return _complain(error)
    except (Cancelled, KeyboardInterrupt):
        return _say_cancelled()
    except BrokenPipeError:
        return FAILED
    except Exception as error:  # noqa: BLE001 - the edge: a person gets a sentence, the file gets the trace
        return _say_cancelled() if task.cancelled else _unexpected(error)
    finally:
        signal.signal(signal.SIGINT, before)
    return DONE


def _cancelling(task: Task) -> Any:
    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        task.cancel()
        raise KeyboardInterrupt

    return on_interrupt


def _command(given: argparse.Namespace, task: Task) -> None:
    if given.command == "sample":
        _sample(given, task)
    elif given.command == "show":
        with Project.open(Path(given.file)) as project:
            _print_report(project, given)
    elif given.command == "run":
        _run_all(given, task)
    else:
        _run_step(given, Step(given.command), task)


def _sample(given: argparse.Namespace, task: Task) -> None:
    from segdesk.warehouse.sample import write_sample

    with shown() as listener:
        listener.step("sample")
        listening = _listening(task, listener)
        files = write_sample(
            Path(given.folder), RecipeName(given.recipe), given.customers, given.seed, listening
        )
    for file in files if len(files) < 10 else (*files[:2], *files[-1:]):
        print(file)


def _listening(task: Task, listener: Listener) -> Task:
    """Let a listener hear of the task's progress."""
    task.on_progress = listener.progress
    return task


def _run_all(given: argparse.Namespace, task: Task) -> None:
    from segdesk.steps import pipeline

    path = Path(given.file)
    fresh = not path.exists()
    project = Project.create(path) if fresh else Project.open(path)
    worthless = fresh
    try:
        with shown() as listener:
            project.settings = changed(project.settings, given)
            pipeline.run(
                project, project.settings, _listening(task, listener), lambda step: listener.step(step.value)
            )
        worthless = False
        _print_report(project, given)
    finally:
        # A project that a failed run has just made is worth keeping from the first finished k on.
        worthless = worthless and not _has_sweep(project)
        project.close()
        if worthless:
            project.discard()


def _has_sweep(project: Project) -> bool:
    try:
        row = project.row("SELECT count(*) FROM sweep WHERE status = 'done'")
    except Exception:  # noqa: BLE001 - after a full disk the connection may be gone; keep the file then
        return True
    return bool(row and row[0])


def _run_step(given: argparse.Namespace, step: Step, task: Task) -> None:
    from segdesk.steps import pipeline

    path = Path(given.file)
    fresh = step is Step.CONNECT and not path.exists()
    project = Project.create(path) if fresh else Project.open(path)
    worthless = fresh
    try:
        with shown() as listener:
            listener.step(step.value)
            project.settings = changed(project.settings, given)
            pipeline.RUNS[step](project, project.settings, _listening(task, listener))
        worthless = False
        _print_report(project, given)
    finally:
        project.close()
        if worthless:
            project.discard()


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


def _say_cancelled() -> int:
    print("segdesk: Cancelled. What was finished is kept.", file=sys.stderr)
    return CANCELLED


def _unexpected(error: Exception) -> int:
    """Keep the trace in a file on this machine, and say where."""
    log = paths.cache_folder() / "last-error.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    what = f"Something went wrong inside segdesk ({type(error).__name__})"
    return _complain(ProjectError(what, "", f"The details are in {log}"))
