"""The command line as another program calls it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Answer:
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def figures(self) -> dict[str, Any]:
        return json.loads(self.out)


Segdesk = Callable[..., Answer]


@pytest.fixture
def segdesk(tmp_path: Path) -> Segdesk:
    """Run segdesk in a process of its own, in an empty folder, with a cache of its own."""

    def run(*arguments: str | Path) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "segdesk", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "OMP_NUM_THREADS": "2"},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return run
