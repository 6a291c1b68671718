"""A sample of a hundred thousand customers takes seconds and little memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import json, resource, sys, time
from pathlib import Path
from segdesk.project.settings import RecipeName
from segdesk.tasks.task import Task
from segdesk.warehouse.sample import write_sample
start = time.perf_counter()
write_sample(Path(sys.argv[1]), RecipeName(sys.argv[2]), int(sys.argv[3]), 42, Task())
seconds = time.perf_counter() - start
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit]))
"""


@pytest.mark.large
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no getrusage")
@pytest.mark.parametrize(
    ("recipe", "customers", "seconds", "gibibytes"),
    [("thelook", 100_000, 30, 2), ("ga360", 100_000, 30, 2), ("thelook", 1_000_000, 300, 4)],
)
def test_large_samples_are_quick_and_fit(
    recipe: str, customers: int, seconds: float, gibibytes: float, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "sample"), recipe, str(customers)],
        capture_output=True,
        text=True,
        check=True,
    )
    took, peak = json.loads(done.stdout)
    assert took < seconds
    assert peak < gibibytes * 2**30
