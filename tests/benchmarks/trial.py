"""One contender, timed in a process of its own: ``python -m tests.benchmarks.trial NAME MATRIX KS SEED OUT``.

``KS`` are numbers with commas. ``OUT`` gets ``trial.json``, a `Trial`, and a ``labels-K.npy`` for each k.
"""

import json
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import numpy as np

from tests.benchmarks.contenders import CONTENDERS, Segments
from tests.benchmarks.peak import peak


@dataclass(frozen=True)
class Span:
    """Seconds on the wall, and of all cores together."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Run:
    """One sweep.

    Attributes
    ----------
    whole
        Its time.
    first
        Until the first k was there.
    by_k
        The time at each k; of no meaning for who works on all at once.
    """

    whole: Span
    first: Span
    by_k: dict[int, Span]


@dataclass(frozen=True)
class Trial:
    """What was measured.

    Attributes
    ----------
    imports
        Time of loading.
    runs
        The sweeps; the last one is warm, where there are several.
    peak
        Memory of the process at its largest, in bytes, with the matrix and everything imported; None where
        the system does not tell.
    scores
        Its own silhouette, Calinski-Harabasz and Davies-Bouldin by k; NaN where it has none.
    """

    imports: Span
    runs: list[Run]
    peak: int | None
    scores: dict[int, tuple[float, float, float]]

    @property
    def with_imports(self) -> float:
        """Seconds of loading and the first sweep, which may have to compile."""
        return self.imports.wall + self.runs[0].whole.wall

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return what a process left."""
        told = json.loads(path.read_text())
        runs = [
            Run(
                Span(**run["whole"]),
                Span(**run["first"]),
                {int(k): Span(**span) for k, span in run["by_k"].items()},
            )
            for run in told["runs"]
        ]
        scores = {int(k): tuple(values) for k, values in told["scores"].items()}
        return cls(Span(**told["imports"]), runs, told["peak"], scores)


class _Watch:
    """Measures from when it is made, or from the last lap."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> Span:
        return Span(time.perf_counter() - self._wall, time.process_time() - self._cpu)

    def lap(self) -> Span:
        """Return the time since the last lap, and begin the next one."""
        span = self.read()
        self._wall, self._cpu = self._wall + span.wall, self._cpu + span.cpu
        return span


def main() -> None:
    """Run the trial that the command line asks for."""
    name, matrix, numbers, seed, out = sys.argv[1:]
    contender = CONTENDERS[name]
    X = np.load(matrix)
    ks = [int(k) for k in numbers.split(",")]
    watch = _Watch()
    sweep = contender.load()
    imports = watch.read()
    runs = []
    for _ in range(contender.runs):
        found: dict[int, Segments] = {}
        runs.append(_timed(sweep(X, ks, int(seed)), found))
    trial = Trial(
        imports,
        runs,
        peak(),
        {k: (s.silhouette, s.calinski_harabasz, s.davies_bouldin) for k, s in found.items()},
    )
    folder = Path(out)
    folder.joinpath("trial.json").write_text(json.dumps(asdict(trial)))
    for k, segments in found.items():
        np.save(folder / f"labels-{k}.npy", segments.labels)


def _timed(sweep: Iterable[Segments], found: dict[int, Segments]) -> Run:
    """Time a sweep and keep the last that it says of each k."""
    whole, laps = _Watch(), _Watch()
    first: Span | None = None
    by_k: dict[int, Span] = {}
    for segments in sweep:
        first = first or whole.read()
        found[segments.k] = segments
        by_k[segments.k] = laps.lap()
    assert first is not None
    return Run(whole.read(), first, by_k)


if __name__ == "__main__":
    main()
