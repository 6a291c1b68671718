"""The Features step on shops of up to ten million users and twenty million order items.

Run by ``make bench``. Each size runs in a process of its own, whose peak memory the system tells; what goes
beyond the limit of `segdesk.project.memory` goes to the disk.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks.thelook_like import ITEMS_PER_USER, write_source

_RUN = """
import resource, sys, time
from pathlib import Path
from segdesk.project.file import Project
from segdesk.project.settings import ConnectSettings, Settings
from segdesk.project.step import Step
from segdesk.steps import pipeline
from segdesk.tasks.task import Task

settings = Settings(connect=ConnectSettings(source=sys.argv[2]))
with Project.create(Path(sys.argv[1])) as project:
    project.settings = settings
    pipeline.run_step(Step.CONNECT, project, settings, Task())
    started, before = time.perf_counter(), time.process_time()
    pipeline.run_step(Step.FEATURES, project, settings, Task())
    seconds, worked = time.perf_counter() - started, time.process_time() - before
    customers = project.row("SELECT count(*) FROM parametric")[0]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(customers, seconds, worked, peak / (2**20 if sys.platform == "darwin" else 2**10))
"""


@dataclass(frozen=True)
class Measured:
    """One run.

    Attributes
    ----------
    seconds, worked
        Wall and CPU time of the step.
    peak
        Most memory of the process, in MiB.
    """

    customers: int
    seconds: float
    worked: float
    peak: float


def measured(project: Path, source: Path) -> Measured:
    command = [sys.executable, "-c", _RUN, str(project), str(source)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    customers, *figures = said.stdout.split()
    return Measured(int(customers), *map(float, figures))


@pytest.mark.benchmark
@pytest.mark.parametrize("users", [100_000, 1_000_000, 10_000_000])
def test_features_of_many_customers(tmp_path: Path, users: int) -> None:
    source = write_source(tmp_path / "shop", users)
    found = measured(tmp_path / "shop.segdesk", source)
    print(
        f"\n{users:,} users, {int(ITEMS_PER_USER * users):,} order items: Features took {found.seconds:.1f} s"
        f" ({found.worked:.1f} s of CPU), peak memory {found.peak:,.0f} MiB"
    )
    assert found.customers == users


@pytest.mark.large
def test_features_within_a_gigabyte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_source(tmp_path / "shop", 1_000_000)
    monkeypatch.setenv("SEGDESK_MEMORY", "700MB")
    found = measured(tmp_path / "shop.segdesk", source)
    assert found.customers == 1_000_000
    assert found.peak < 1024
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shop", "shop.segdesk"]
