"""What the command line says about costs, and how it asks before more is spent."""

import os
import select
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from segdesk.cli.asking import answering, asked
from segdesk.cli.progress import Bar, Lines, Listener
from segdesk.errors import OverBudget
from segdesk.project import ledger
from segdesk.project.file import Project
from segdesk.project.ledger import Bill, Job, Made, MadeObject
from segdesk.project.settings import BigQuerySettings, ConnectSettings, Settings
from segdesk.tasks.task import Cancelled, Progress, Task

Segdesk = Callable[..., Any]
SECONDS = 10

JOB = Job(
    job_id="segdesk_1",
    what="Features: parametric",
    kind=Bill.QUERY,
    project="demo-shop",
    location="EU",
    started=datetime(2026, 11, 22, 18, 30),  # noqa: DTZ001 - UTC, as the ledger has it
    seconds=3.21,
    outcome="done",
    estimated_bytes=3 * 2**30,
    billed_bytes=2 * 2**30,
    estimated_cost=0.0183,
    cost=0.0122,
)
QUESTION = OverBudget(
    "'x' would read 2 GiB", "one statement may read 1 GiB", "Allow it", byte_cap=1, budget=1
)


@pytest.fixture(autouse=True)
def _no_own_prices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("segdesk.paths.config_folder", lambda: tmp_path / "config")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A project that has two jobs and a table in BigQuery."""
    path = tmp_path / "p.segdesk"
    with Project.create(path) as project:
        project.settings = Settings(
            connect=ConnectSettings(source="bigquery:demo-shop.sales"),
            bigquery=BigQuerySettings(budget=2.0, byte_cap=2**40),
        )
        later = replace(
            JOB,
            job_id="segdesk_2",
            what="Sweep: k = 4",
            kind=Bill.MODEL,
            started=datetime(2026, 11, 22, 18, 31),  # noqa: DTZ001
            outcome="failed",
            billed_bytes=0,
            estimated_cost=0.5,
            cost=0.0,
        )
        ledger.record(project, None, [JOB, later], [MadeObject("demo-shop.segdesk.parametric", Made.TABLE)])
    return path


def test_costs_lists_every_job_with_what_was_expected_and_what_it_was(segdesk: Segdesk, file: Path) -> None:
    told = segdesk("costs", file)
    assert told.status == 0, told.err
    lines = [" ".join(line.split()) for line in told.out.splitlines()]
    assert "2026-11-22 18:30 3.2 3 GiB 2 GiB $0.0183 $0.0122 Features: parametric" in lines
    assert "2026-11-22 18:31 3.2 3 GiB 0 B $0.5000 $0.0000 failed Sweep: k = 4" in lines
    assert "Spent $0.01 of a budget of $2.00, for 2 GiB; one statement may bill 1 TiB." in lines
    assert "1 object in BigQuery: segdesk clean-up lists them" in lines
    assert any(line.startswith("Prices as of 2026-") and line.endswith("prices.toml") for line in lines)


def test_costs_as_json_has_every_figure(segdesk: Segdesk, file: Path) -> None:
    figures = segdesk("costs", file, "--json").figures
    assert (figures["spent"], figures["budget"], figures["left"]) == (0.0122, 2.0, 2.0 - 0.0122)
    assert figures["byte_cap"] == 2**40
    assert [job["what"] for job in figures["jobs"]] == ["Sweep: k = 4", "Features: parametric"]
    assert figures["jobs"][1]["started"] == "2026-11-22T18:30:00"
    assert figures["jobs"][1]["billed_bytes"] == figures["billed_bytes"] == 2 * 2**30
    assert figures["made"] == [{"path": "demo-shop.segdesk.parametric", "kind": "table"}]


def test_a_project_without_bigquery_has_cost_nothing(segdesk: Segdesk, tmp_path: Path) -> None:
    Project.create(tmp_path / "q.segdesk").close()
    told = segdesk("costs", "q.segdesk")
    assert told.status == 0
    assert told.out.startswith("Spent $0.00 of a budget of $5.00")


def test_costs_need_a_project(segdesk: Segdesk) -> None:
    assert segdesk("costs", "nothing.segdesk").status == 1


def test_a_clean_up_without_bigquery_finds_nothing(segdesk: Segdesk, tmp_path: Path) -> None:
    Project.create(tmp_path / "q.segdesk").close()
    told = segdesk("clean-up", "q.segdesk")
    assert (told.status, told.out) == (0, "There is nothing of segdesk's.\n")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("nothing.segdesk",), 1),
        (("bigquery:shop",), 2),
        (("bigquery:demo-shop.segdesk", "--yes"), 2),
        ((), 2),
    ],
)
def test_a_clean_up_of_nothing_in_particular_is_refused(
    segdesk: Segdesk, arguments: tuple[str, ...], status: int
) -> None:
    told = segdesk("clean-up", *arguments)
    assert (told.status, told.out) == (status, "")


# -- asking


def test_a_yes_beforehand_agrees_to_everything_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    answer = answering(True, Lines(), Task())
    assert answer(QUESTION)
    assert capsys.readouterr().err == "allowed: 'x' would read 2 GiB\n"


def test_without_a_terminal_nobody_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    assert not answering(False, Lines(), Task())(QUESTION)
    assert capsys.readouterr().err == ""


@dataclass(frozen=True)
class Terminal:
    """The other end of a terminal, where a person sits."""

    master: int

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def seen_until(self, text: str) -> str:
        """Read until a text is there to be seen."""
        found = ""
        while text not in found:
            assert select.select([self.master], [], [], SECONDS)[0], f"{text!r} never came: {found!r}"
            found += os.read(self.master, 1000).decode()
        return found


@contextmanager
def at_a_terminal() -> Iterator[Terminal]:
    """Have standard input and error be a terminal; not a fixture, as pytest takes both back before a test."""
    pytest.importorskip("pty", reason="only Unix has such terminals")
    master, slave = os.openpty()
    with (
        open(slave, closefd=False) as source,
        open(slave, "w", buffering=1, closefd=False) as sink,
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr("sys.stdin", source)
        patched.setattr("sys.stderr", sink)
        yield Terminal(master)
    os.close(slave)
    os.close(master)


@pytest.mark.parametrize(
    ("typed", "agrees"),
    [("y", True), ("YES", True), ("a", True), ("n", False), ("", False), ("what?", False)],
)
def test_a_person_at_the_terminal_is_asked(typed: str, agrees: bool) -> None:
    with at_a_terminal() as terminal:
        terminal.type(f"{typed}\n")
        assert answering(False, Lines(), Task())(QUESTION) is agrees
        seen = terminal.seen_until("[N]o: ")
        assert "'x' would read 2 GiB: one statement may read 1 GiB. Allow it." in seen


def test_who_agrees_to_all_is_asked_once() -> None:
    with at_a_terminal() as terminal:
        answer = answering(False, Lines(), Task())
        terminal.type("all\n")
        assert all(answer(QUESTION) for _ in range(3))
        assert terminal.seen_until("allowed: 'x' would read 2 GiB").count("Go on?") == 1


def test_the_end_of_the_input_is_a_no() -> None:
    with at_a_terminal() as terminal:
        terminal.type("\x04")
        assert not answering(False, Lines(), Task())(QUESTION)


def test_the_bar_makes_room_for_a_question_and_comes_back() -> None:
    with at_a_terminal() as terminal, Bar() as bar:
        bar.step("features")
        terminal.seen_until("features")
        agreed: list[bool] = []
        asking = threading.Thread(
            target=lambda: agreed.append(answering(False, bar, Task())(QUESTION)), daemon=True
        )
        asking.start()
        terminal.seen_until("[N]o: ")
        assert select.select([terminal.master], [], [], 0.3)[0] == [], "the bar was drawn over the question"
        terminal.type("y\n")
        asking.join(SECONDS)
        assert agreed == [True]
        bar.progress(Progress(1, 2, "counting"))
        terminal.seen_until("counting")


@pytest.mark.parametrize("lasting", [True, False])
def test_what_something_costs_stays_to_be_read(lasting: bool, capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines()
    lines.step("sweep")
    lines.progress(Progress(1, 9, "k = 2"))
    lines.progress(Progress(1, 9, "Sweep: k = 3: $0.31", lasting=lasting))
    assert ("$0.31" in capsys.readouterr().err) is lasting
    with at_a_terminal() as terminal, Bar() as bar:
        bar.step("sweep")
        bar.progress(Progress(1, 9, "[k] = 2: $0.31", lasting=lasting))
        bar.progress(Progress(1, 9, "k = 3"))
        bar.progress(Progress(9, 9, "that was it"))
        assert ("[k] = 2: $0.31\r\n" in terminal.seen_until("that was it")) is lasting


def test_a_cancel_ends_the_question() -> None:
    with at_a_terminal() as terminal:
        task = Task()
        ended: list[object] = []

        def ask() -> None:
            try:
                ended.append(asked("Go on? ", task))
            except Cancelled as cancelled:
                ended.append(cancelled)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        terminal.seen_until("Go on? ")
        task.cancel()
        asking.join(SECONDS)
        terminal.type("\n")  # lets the reader go, whose terminal ends with the test
        assert [type(each) for each in ended] == [Cancelled]


def test_the_question_comes_while_the_progress_is_paused() -> None:
    with at_a_terminal() as terminal:
        happened: list[str] = []

        class Paused(Lines):
            @contextmanager
            def paused(self) -> Iterator[None]:
                happened.append("paused")
                yield
                happened.append("on")

        listener: Listener = Paused()
        terminal.type("y\n")
        answering(False, listener, Task())(QUESTION)
        assert happened == ["paused", "on"]
