"""A race: several contenders on one matrix, in turn, each time in a new process."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from tests.benchmarks.contenders import Contender
from tests.benchmarks.data import DataSet
from tests.benchmarks.judge import Judge, Verdict
from tests.benchmarks.trial import Span, Trial

ROOT = Path(__file__).resolve().parents[2]
KS = range(2, 23)
"""The numbers of segments that the first listing tries."""
ROUNDS = 3


@dataclass(frozen=True)
class Entry:
    """A contender in a race.

    Attributes
    ----------
    contender
        Who.
    ks
        What it sweeps.
    stands_for
        The numbers of segments that its time is extrapolated to, where it is too slow for all of them.
    rounds
        How often it runs.
    """

    contender: Contender
    ks: Sequence[int] = KS
    stands_for: Sequence[int] = ()
    rounds: int = ROUNDS


@dataclass(frozen=True)
class Standing:
    """What an entry reached: its times are medians over the rounds.

    Attributes
    ----------
    warm
        The sweep; of those who run twice in a process, the second one.
    with_imports
        Seconds of loading and the first sweep.
    first
        Seconds until the first k.
    peak
        The largest memory of any round, in bytes; None where the system does not tell.
    verdict
        How good the segments of the first round are.
    """

    entry: Entry
    warm: Span
    with_imports: float
    first: float
    peak: int | None
    verdict: Verdict

    @property
    def ks(self) -> Sequence[int]:
        """The numbers of segments that the times are for."""
        return self.entry.stands_for or self.entry.ks


@dataclass(frozen=True)
class Contest:
    """A race that is over.

    Attributes
    ----------
    data
        What it was run on.
    standings
        By the contender's name, in the order of the entries.
    absent
        The titles of those whose package is not installed.
    """

    data: DataSet
    standings: dict[str, Standing]
    absent: tuple[str, ...]

    def ratio(self, slow: Contender, fast: Contender) -> float:
        """Return how many times as long the one takes as the other, on the wall."""
        return self.standings[slow.name].warm.wall / self.standings[fast.name].warm.wall


def race(data: DataSet, entries: Sequence[Entry]) -> Contest:
    """Let everyone who is installed run in turn, round by round, and judge what they found."""
    present = [entry for entry in entries if entry.contender.is_installed]
    trials: dict[str, list[Trial]] = {entry.contender.name: [] for entry in present}
    X = data.matrix()
    judge = Judge(X)
    with tempfile.TemporaryDirectory() as folder:
        matrix = Path(folder) / "matrix.npy"
        np.save(matrix, X)
        for turn, entry in _turns(present):
            name = entry.contender.name
            out = Path(folder) / "out"
            out.mkdir()
            trial = _run(entry, matrix, turn, out)
            trials[name].append(trial)
            judge.see(name, trial.scores, out, is_compared=entry.contender.is_compared)
            shutil.rmtree(out)
            seconds = _warm(entry, trial).wall
            print(f"  {data.name}  {name}  {turn + 1}/{entry.rounds}  {seconds:.2f} s", flush=True)
    verdicts = judge.verdicts()
    standings = {
        entry.contender.name: _standing(entry, trials[entry.contender.name], verdicts[entry.contender.name])
        for entry in present
    }
    return Contest(data, standings, tuple(e.contender.title for e in entries if e not in present))


def _turns(entries: Sequence[Entry]) -> Iterator[tuple[int, Entry]]:
    for turn in range(max(entry.rounds for entry in entries)):
        for entry in entries:
            if turn < entry.rounds:
                yield turn, entry


def _run(entry: Entry, matrix: Path, turn: int, out: Path) -> Trial:
    contender = entry.contender
    # As segdesk sets it for itself: threads that spin while they wait disturb each other on a busy machine.
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", **contender.environment}
    with tempfile.TemporaryDirectory() as empty:
        if contender.is_cold:
            environment["NUMBA_CACHE_DIR"] = empty
        ks = ",".join(map(str, entry.ks))
        command = ["-m", "tests.benchmarks.trial", contender.name, str(matrix), ks, str(turn), str(out)]
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, f"{contender.name} failed:\n{done.stderr}"
    return Trial.read(out / "trial.json")


def _standing(entry: Entry, trials: Sequence[Trial], verdict: Verdict) -> Standing:
    spans = [_warm(entry, trial) for trial in trials]
    return Standing(
        entry=entry,
        warm=Span(median(span.wall for span in spans), median(span.cpu for span in spans)),
        with_imports=median(
            trial.with_imports - trial.runs[0].whole.wall + _span(entry, trial, 0).wall for trial in trials
        ),
        first=median(trial.runs[-1].first.wall for trial in trials),
        peak=max((trial.peak for trial in trials if trial.peak is not None), default=None),
        verdict=verdict,
    )


def _warm(entry: Entry, trial: Trial) -> Span:
    return _span(entry, trial, -1)


def _span(entry: Entry, trial: Trial, run: int) -> Span:
    """Return the time of a sweep; where it stands for more k, each of them at a straight line's time."""
    measured = trial.runs[run]
    if not entry.stands_for:
        return measured.whole
    known = sorted(measured.by_k)
    wall = np.interp(entry.stands_for, known, [measured.by_k[k].wall for k in known])
    cpu = np.interp(entry.stands_for, known, [measured.by_k[k].cpu for k in known])
    return Span(float(wall.sum()), float(cpu.sum()))
