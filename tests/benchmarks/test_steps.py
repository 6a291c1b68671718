"""Every step on shops of up to ten million users with twenty million order items, and the whole run.

Run by ``make bench``. Each step runs in a process of its own, whose peak memory the system tells; what goes
beyond the limit of `segdesk.project.memory` goes to the disk.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from segdesk.project.step import Step
from tests.benchmarks.contest import ROOT
from tests.benchmarks.thelook_like import write_source

_RUN = """
import sys, time
from pathlib import Path
from segdesk.project.file import Project
from segdesk.project.settings import ConnectSettings, EmailsSettings, Settings
from segdesk.project.step import Step
from segdesk.steps import pipeline
from segdesk.tasks.task import Task
from tests.benchmarks.peak import peak

path, step = Path(sys.argv[1]), Step(sys.argv[3])
settings = Settings(connect=ConnectSettings(source=sys.argv[2]), emails=EmailsSettings(count=500))
with Project.open(path) if path.exists() else Project.create(path) as project:
    project.settings = settings
    started, before = time.perf_counter(), time.process_time()
    pipeline.run_step(step, project, settings, Task())
    seconds, worked = time.perf_counter() - started, time.process_time() - before
print(seconds, worked, (peak() or 0) / 2**20)
"""
_LIMIT = "2GB"
_SIZES = (100_000, 1_000_000, 10_000_000)


@dataclass(frozen=True)
class Measured:
    """One step's run.

    Attributes
    ----------
    seconds, worked
        Wall and CPU time, without the start of the process.
    peak
        Most memory of the process, in MiB.
    """

    seconds: float
    worked: float
    peak: float


def measured(project: Path, source: Path, step: Step) -> Measured:
    command = [sys.executable, "-c", _RUN, str(project), str(source), step]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Measured(*map(float, said.stdout.split()))


@pytest.mark.benchmark
def test_time_and_memory_of_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory grows with the customers along a straight line, and Features keeps to its limit."""
    monkeypatch.setenv("SEGDESK_MEMORY", _LIMIT)
    found: dict[tuple[Step, int], Measured] = {}
    for users in _SIZES:
        folder = tmp_path / f"{users}"
        folder.mkdir()
        source = write_source(folder / "shop", users)
        print(f"\n{users:,} users, SEGDESK_MEMORY={_LIMIT}")
        for step in Step:
            each = found[step, users] = measured(folder / "p.segdesk", source, step)
            print(
                f"  {step:9} {each.seconds:6.1f} s {each.worked:6.1f} s of CPU {each.peak:6,.0f} MiB",
                flush=True,
            )
    few, more, most = _SIZES
    for step in Step:
        small, middle, large = (found[step, users].peak for users in _SIZES)
        first, second = 1e6 * (middle - small) / (more - few), 1e6 * (large - middle) / (most - more)
        print(f"{step:9} {first:4.0f} MiB for each of the first million, {second:4.0f} for each further one")
        if step is Step.FEATURES:
            assert large < 2**11 + 2**10
        else:
            assert second < 1.5 * first + 50


@pytest.mark.benchmark
def test_the_whole_run_on_the_sample(tmp_path: Path) -> None:
    """From tables to files with 500 emails within half a minute, once the sample and the loops are there."""
    took = []
    for name in ("before", "timed"):
        command = [
            sys.executable,
            "-m",
            "segdesk",
            "run",
            f"{name}.segdesk",
            "--source",
            "sample",
            "--emails",
            "500",
        ]
        started = time.perf_counter()
        done = subprocess.run(
            [*command, "--json"], cwd=tmp_path, env=os.environ, check=True, capture_output=True, text=True
        )
        took.append(time.perf_counter() - started)
    steps = json.loads(done.stdout)["steps"]
    print(f"\nsegdesk run on the sample of 100,000 customers: {took[-1]:.1f} s")
    for step, told in steps.items():
        print(f"  {step:9} {told['seconds']:5.1f} s")
    assert took[-1] <= 30


@pytest.mark.large
def test_features_within_a_gigabyte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_source(tmp_path / "shop", 1_000_000)
    monkeypatch.setenv("SEGDESK_MEMORY", "700MB")
    project = tmp_path / "shop.segdesk"
    measured(project, source, Step.CONNECT)
    assert measured(project, source, Step.FEATURES).peak < 1024
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shop", "shop.segdesk"]
