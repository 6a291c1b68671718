"""The command line as another program calls it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from segdesk import cli


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
def segdesk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Segdesk:
    """Run segdesk as its entry point does, in an empty folder, with a cache and settings of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def run(*arguments: str | Path) -> Answer:
        capsys.readouterr()
        status = cli.run([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Answer(status, told.out, told.err)

    return run
