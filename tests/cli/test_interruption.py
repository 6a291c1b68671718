"""A kill or a cancel in the middle of any step leaves the last good results."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.step import State, Step

Segdesk = Callable[..., Any]


@contextmanager
def started(folder: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "segdesk", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "OMP_NUM_THREADS": "2", "XDG_CACHE_HOME": str(folder / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(process: subprocess.Popen[str], text: str) -> list[str]:
    """Read standard error until a line holds the text."""
    seen: list[str] = []
    assert process.stderr is not None
    for line in process.stderr:
        seen.append(line)
        if text in line:
            return seen
    pytest.fail(f"{text!r} was never said: {seen}")


def wait_for_write(wal: Path) -> None:
    """Wait until another transaction is written: the first "k = " may be the one that has just begun."""
    size = wal.stat().st_size if wal.exists() else 0
    deadline = time.monotonic() + 60
    while not (wal.exists() and wal.stat().st_size > size):
        assert time.monotonic() < deadline, "nothing was written"
        time.sleep(0.001)


@pytest.fixture(scope="module")
def finished(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project in which all steps are done, and its files."""
    folder = tmp_path_factory.mktemp("finished")
    options = ("--source", shop, "--k", "3:4", "--emails", "5", "--out", "out")
    with started(folder, "run", "p.segdesk", *options) as process:
        _, err = process.communicate()
    assert process.returncode == 0, err
    return folder


@pytest.fixture
def project(finished: Path, tmp_path: Path) -> Path:
    """The project, and its files beside it, to do with as a test likes."""
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    return tmp_path / "p.segdesk"


@pytest.mark.parametrize("step", list(Step))
def test_a_kill_in_the_middle_of_a_step_keeps_the_last_good_results(
    project: Path, tmp_path: Path, step: Step
) -> None:
    """The step is stopped between its first report and its last write by a debugger's breakpoint."""
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    script = (
        "import os, signal, sys\n"
        "from segdesk.steps import recording\n"
        "recording.Run.finish = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from segdesk.cli import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    options = {Step.SWEEP: ("--seed", "9"), Step.EXPORT: ("--out", "out")}.get(step, ())
    done = subprocess.run(
        [sys.executable, "-c", script, step.value, project, *options],
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    with Project.open(project) as opened:
        assert freshness.states(opened)[step] is State.FAILED
        assert freshness.result(opened, step) is not None
        assert opened.rows("SELECT count(*) FROM parametric") == [(600,)]
        assert opened.rows("SELECT count(*) FROM segments") == [(600,)]
        assert opened.rows("SELECT count(*) FROM marketing_email") == [(5,)]
    if step is not Step.EXPORT:
        assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_killed_sweep_keeps_its_finished_ks_and_goes_on_from_there(
    segdesk: Segdesk, shop: Path, tmp_path: Path
) -> None:
    options = ("--source", shop, "--k", "2:40", "--starts", "60", "--emails", "0", "--exact-as-scikit-learn")
    with started(tmp_path, "run", "p.segdesk", *options) as process:
        wait_for(process, "sweep:")
        wait_for(process, "k = ")
        wait_for_write(tmp_path / "p.segdesk.wal")
        process.kill()
        process.wait()
    with Project.open(tmp_path / "p.segdesk") as opened:
        kept = dict(opened.rows("SELECT k, seconds FROM sweep_k WHERE status = 'done'"))
        assert 1 <= len(kept) < 39
    assert segdesk("show", "p.segdesk").status == 0
    again = segdesk("sweep", "p.segdesk", "--json")
    assert again.status == 0, again.err
    seconds = {row["k"]: row["seconds"] for row in again.figures["sweep"]}
    assert len(seconds) == 39
    assert {k: seconds[k] for k in kept} == kept


@pytest.mark.parametrize("manner", [(), ("--exact-as-scikit-learn",)])
def test_a_cancelled_sweep_keeps_its_finished_ks(shop: Path, tmp_path: Path, manner: tuple[str, ...]) -> None:
    options = ("--source", shop, "--k", "2:60", "--starts", "60", "--emails", "0", *manner)
    with started(tmp_path, "run", "p.segdesk", *options) as process:
        wait_for(process, "sweep:")
        wait_for(process, "k = ")
        wait_for_write(tmp_path / "p.segdesk.wal")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Cancelled" in err
    assert "Traceback" not in err
    with Project.open(tmp_path / "p.segdesk") as opened:
        assert opened.rows("SELECT count(*) > 0 FROM sweep_k WHERE inertia IS NOT NULL") == [(True,)]
        assert opened.row("SELECT outcome FROM runs ORDER BY run DESC LIMIT 1") == ("cancelled",)
        assert freshness.states(opened)[Step.SWEEP] is State.EMPTY


def test_a_cancel_in_the_middle_of_a_statement_keeps_the_finished_steps(shop: Path, tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, threading\n"
        "from segdesk.project.step import Step\n"
        "from segdesk.steps import recording\n"
        "finish = recording.Run.finish\n"
        "def stopped(run, **told):\n"
        "    if run.step is Step.SWEEP:\n"
        "        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "        run.project.rows('SELECT count(*) FROM range(1000000000000) AS r(a) WHERE a % 7 = 3')\n"
        "    finish(run, **told)\n"
        "recording.Run.finish = stopped\n"
        "from segdesk.cli import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "run", "p.segdesk", "--source", shop, "--k", "3"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 130, done.stderr
    with Project.open(tmp_path / "p.segdesk") as opened:
        assert freshness.states(opened)[Step.FEATURES] is State.FRESH
        assert opened.row("SELECT outcome FROM runs ORDER BY run DESC LIMIT 1") == ("cancelled",)


def test_a_cancelled_sample_leaves_nothing(tmp_path: Path) -> None:
    with started(tmp_path, "sample", "shop", "--customers", "200000") as process:
        wait_for(process, "sample:")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert [path for path in tmp_path.iterdir() if path.name != "cache"] == []
