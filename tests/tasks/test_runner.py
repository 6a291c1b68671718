"""The worker process, seen from the window's side."""

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from segdesk.errors import InputError
from segdesk.project.file import Project
from segdesk.tasks.messages import (
    Answer,
    Call,
    Cancel,
    Lane,
    Lost,
    Open,
    Outside,
    PartialResult,
    Progressed,
    Refusal,
    Reply,
    Stopped,
)
from segdesk.tasks.runner import Runner, Spares
from segdesk.tasks.task import Task

HERE = "tests.tasks.test_runner"
SECONDS = 30.0


def path_of(project: Project) -> str:
    return str(project.path)


def process_of(_project: Project) -> int:
    return os.getpid()


def refuse(_project: Project) -> None:
    raise InputError("It does not fit", "it is too wide", "Turn it")


def stumble(_project: Project) -> None:
    raise ValueError("anna" + "@" + "example.com")  # in parts, as the log quotes this line


def unpicklable(_project: Project) -> object:
    return threading.Lock()


def count_up(_project: Project, task: Task) -> str:
    for number in range(3):
        task.progress(number, 3, f"at {number}")
    task.partial({"half": 1})
    return "done"


def wait_for_cancel(_project: Project, task: Task) -> None:
    task.progress(0, 0, "waiting")
    while True:
        task.check()
        time.sleep(0.005)  # a step that checks often


def never_listen(_project: Project, task: Task) -> None:
    task.progress(0, 0, "deaf")
    while True:
        time.sleep(1)  # a native function that never checks


def away(_project: Project, task: Task) -> None:
    with task.outside(), task.outside():
        task.progress(0, 0, "away")


def long_query(project: Project, task: Task) -> None:
    task.progress(0, 0, "querying")
    project.rows("SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range + b.range = 3")


def note(project: Project, value: str) -> None:
    time.sleep(0.2)  # still at it when the window closes
    project.rows("INSERT INTO given_labels VALUES (?, ?, ?) RETURNING 1", [value, value, value])


def crash(_project: Project, _task: Task) -> None:
    os.abort()


class Talk:
    """A worker with a project open in it."""

    def __init__(self, path: Path) -> None:
        self.replies: queue.Queue[Reply] = queue.Queue()
        self.runner = Runner()
        self.runner.listen(self.replies.put)
        self.runner.send(Open(0, "segdesk.project.file:Project.open", (path,)))
        assert isinstance(self.next(), Answer)

    def next(self) -> Reply:
        return self.replies.get(timeout=SECONDS)

    def call(self, function: str, *args: Any, lane: Lane = Lane.READ, number: int = 1) -> None:
        self.runner.send(Call(number, lane, f"{HERE}:{function}", args))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "p.segdesk"
    Project.create(path).close()
    return path


@pytest.fixture
def talk(path: Path) -> Iterator[Talk]:
    talk = Talk(path)
    yield talk
    talk.runner.close()


def test_a_read_runs_in_another_process_on_the_open_project(talk: Talk, path: Path) -> None:
    talk.call("path_of")
    assert talk.next() == Answer(1, str(path))
    talk.call("process_of")
    reply = talk.next()
    assert isinstance(reply, Answer)
    assert reply.value == talk.runner.process_id != os.getpid()


def test_an_error_of_segdesks_own_comes_with_its_three_parts(talk: Talk) -> None:
    talk.call("refuse")
    reply = talk.next()
    assert isinstance(reply, Refusal)
    failure = reply.failure
    assert (failure.what, failure.why, failure.todo) == ("It does not fit", "it is too wide", "Turn it")


def test_an_unexpected_error_is_logged_without_its_text(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    talk = Talk(path)
    talk.call("stumble")
    reply = talk.next()
    talk.runner.close()
    assert isinstance(reply, Refusal)
    assert "ValueError" in reply.failure.what
    log = (tmp_path / "segdesk" / "errors.log").read_text()
    assert "in stumble" in log
    assert "anna@example.com" not in log + reply.failure.details + str(reply.failure)


def test_a_result_that_cannot_travel_is_an_error_and_the_worker_goes_on(talk: Talk, path: Path) -> None:
    talk.call("unpicklable")
    assert isinstance(talk.next(), Refusal)
    talk.call("path_of", number=2)
    assert talk.next() == Answer(2, str(path))


def test_a_run_reports_progress_partial_results_and_its_end(talk: Talk) -> None:
    talk.call("count_up", lane=Lane.RUN)
    replies = [talk.next() for _ in range(5)]
    assert [r.progress.done for r in replies if isinstance(r, Progressed)] == [0, 1, 2]
    assert replies[3:] == [PartialResult(1, {"half": 1}), Answer(1, "done")]


def test_reads_are_answered_while_a_run_goes_on(talk: Talk, path: Path) -> None:
    talk.call("wait_for_cancel", lane=Lane.RUN)
    assert isinstance(talk.next(), Progressed)
    talk.call("path_of", number=2)
    assert talk.next() == Answer(2, str(path))
    talk.runner.send(Cancel(1))
    assert talk.next() == Stopped(1)


def test_a_run_says_once_that_something_runs_elsewhere_and_once_that_it_ended(talk: Talk) -> None:
    talk.call("away", lane=Lane.RUN)
    replies = [talk.next() for _ in range(4)]
    assert [type(reply) for reply in replies] == [Outside, Progressed, Outside, Answer]
    assert [reply.runs for reply in replies if isinstance(reply, Outside)] == [True, False]


def test_cancel_interrupts_a_query_that_would_take_hours(talk: Talk, path: Path) -> None:
    talk.call("long_query", lane=Lane.RUN)
    assert isinstance(talk.next(), Progressed)
    # The query may not have begun when the first one comes; the window kills the process then.
    while talk.replies.empty():
        talk.runner.send(Cancel(1))
        time.sleep(0.02)
    assert talk.next() == Stopped(1)
    talk.call("path_of", number=2)
    assert talk.next() == Answer(2, str(path))


def test_a_run_that_is_cancelled_before_it_begins_never_runs(talk: Talk) -> None:
    talk.call("wait_for_cancel", lane=Lane.RUN)
    assert isinstance(talk.next(), Progressed)
    talk.call("count_up", lane=Lane.RUN, number=2)
    talk.runner.send(Cancel(2))
    talk.runner.send(Cancel(1))
    assert [talk.next(), talk.next()] == [Stopped(1), Stopped(2)]


@pytest.mark.timing
def test_a_deaf_run_can_be_killed_at_once_and_the_project_opened_anew(path: Path) -> None:
    took = []
    for _ in range(3):  # the best of them counts, as others may keep the machine busy
        talk = Talk(path)
        talk.call("never_listen", lane=Lane.RUN)
        assert isinstance(talk.next(), Progressed)
        started = time.monotonic()
        talk.runner.kill()
        took.append(time.monotonic() - started)
        assert talk.replies.empty()
    assert min(took) < 0.1
    with Project.open(path) as project:
        assert project.path == path


def test_a_crash_in_native_code_is_told(talk: Talk) -> None:
    talk.call("crash", lane=Lane.RUN)
    reply = talk.next()
    assert isinstance(reply, Lost)
    assert reply.exit_code == -6


def test_what_was_changed_just_before_the_end_is_stored(talk: Talk, path: Path) -> None:
    for number, value in enumerate(("first", "second"), 1):
        talk.call("note", value, lane=Lane.EDIT, number=number)
    talk.runner.close()
    with Project.open(path) as project:
        assert project.rows("SELECT segment FROM given_labels") == [("first",), ("second",)]


def test_a_worker_ends_by_itself_when_its_window_is_killed() -> None:
    script = "from segdesk.tasks.runner import Runner; r = Runner(); print(r.process_id, flush=True); input()"
    window = subprocess.Popen(
        [sys.executable, "-c", f"if __name__ == '__main__':\n    {script}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert window.stdout is not None
    assert window.stdin is not None
    worker = int(window.stdout.readline())
    window.kill()
    window.communicate()
    deadline = time.monotonic() + SECONDS
    while _alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(worker)


def _alive(process: int) -> bool:
    try:
        return "zombie" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def test_a_spare_is_handed_out_once() -> None:
    spares = Spares()
    spares.prepare()
    first = spares.take()
    second = spares.take()
    try:
        assert first.process_id != second.process_id
    finally:
        first.close()
        second.close()
        spares.close()


def test_a_dead_spare_is_replaced() -> None:
    spares = Spares()
    spares.prepare()
    spare = spares._spare
    assert spare is not None
    spare._process.kill()
    spare._process.join()
    taken = spares.take()
    try:
        assert taken.process_id is not None
    finally:
        taken.close()
        spares.close()
