"""What a race gave, as a table, and all races as one file and one plot."""

import json
import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.contest import Contest, Standing
from tests.benchmarks.judge import Differences
from tests.benchmarks.plot import Curve, plotted

_HEADINGS = (
    "",
    "wall s",
    "CPU s",
    "with imports s",
    "first k s",
    "peak MiB",
    "inertia: median",
    "worst k",
    "silhouette off by",
    "other scores off by",
    "k chosen",
)
_NOTES = """\
Medians of the rounds, all in one run, in turn, each in a new process on the same standardised float32
matrix. *wall* and *CPU*: the sweep alone, in segdesk's rows the second one of its process; *with imports*:
loading and the first sweep, which compiles or reads what was compiled; *peak*: of the whole process.
*inertia*: recomputed from the segments, against the best that any row found at that k. *silhouette off by*:
the largest difference of its own silhouette to that of all customers; *other scores*: the largest relative
difference to scikit-learn's on the same segments. *k chosen*: by its own scores, and in brackets by exact
scores of its segments, weighed up as the published engine does. Everyone's idle threads sleep
(`OMP_WAIT_POLICY=PASSIVE`), and all cores are used.
"""


class Book:
    """Collects races, and writes ``speed.md`` and ``speed.svg`` into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._contests: list[Contest] = []

    def enter(self, contest: Contest) -> None:
        """Take up a race, and write all files anew: what is done stays when a later one is interrupted."""
        self._contests.append(contest)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.joinpath("speed.md").write_text(self.text(), encoding="utf-8")
        self._folder.joinpath("speed.svg").write_text(plotted(self._curves()), encoding="utf-8")
        figures = [_figures(each) for each in self._contests]
        self._folder.joinpath("speed.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")

    def text(self) -> str:
        """Return the machine, a table for each race, and what the columns are."""
        return "\n".join(["# Speed", "", _machine(), "", *map(table, self._contests), _NOTES])

    def _curves(self) -> list[Curve]:
        """Return the time of each contender on shops of several sizes."""
        points: dict[str, list[tuple[int, float]]] = {}
        titles: dict[str, str] = {}
        for contest in self._contests:
            if not contest.data.name.startswith("shop"):
                continue
            for name, standing in contest.standings.items():
                if standing.entry.contender.is_cold:
                    continue
                extrapolated = ", extrapolated" if standing.entry.stands_for else ""
                title = standing.entry.contender.title.replace("*", "")
                titles[name] = f"{title}, {_ks(standing)}{extrapolated}"
                points.setdefault(name, []).append((contest.data.rows, standing.warm.wall))
        return [Curve(titles[name], tuple(sorted(found))) for name, found in points.items()]


def table(contest: Contest) -> str:
    """Return a race as a Markdown table."""
    lines = [
        f"## {contest.data.title[0].upper()}{contest.data.title[1:]}",
        "",
        _line(_HEADINGS),
        _line(["---", *["---:"] * (len(_HEADINGS) - 1)]),
    ]
    lines += [_line(_row(standing)) for standing in contest.standings.values()]
    if contest.absent:
        lines += ["", f"Not installed here: {'; '.join(contest.absent)}."]
    return "\n".join([*lines, ""])


def _row(standing: Standing) -> Sequence[str]:
    verdict = standing.verdict
    return (
        f"{standing.entry.contender.title}, {_range(standing)}",
        _seconds(standing.warm.wall),
        _seconds(standing.warm.cpu),
        _seconds(standing.with_imports),
        _seconds(standing.first),
        "" if standing.peak is None else f"{standing.peak / 2**20:,.0f}",
        f"{verdict.median:.4f}",
        f"{verdict.worst:.4f}",
        _small(verdict.silhouette_error),
        _small(_largest(verdict.differences)),
        f"{verdict.chosen or '–'} ({verdict.deserved or '–'})",
    )


def _ks(standing: Standing) -> str:
    first, last = standing.ks[0], standing.ks[-1]
    return f"k = {first}" if first == last else f"k {first} to {last}"


def _range(standing: Standing) -> str:
    """Say which k, whether it ran only once, and whether times are extrapolated."""
    entry = standing.entry
    once = "" if entry.rounds > 1 else ", once"
    if not entry.stands_for:
        return _ks(standing) + once
    return f"{_ks(standing)}{once}, extrapolated from k = {', '.join(map(str, entry.ks))}"


def _seconds(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _small(value: float | None) -> str:
    return "" if value is None else f"{value:.1g}"


def _largest(differences: Differences) -> float | None:
    both = differences.calinski_harabasz, differences.davies_bouldin
    return max((value for value in both if value is not None), default=None)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scikit-learn"))
    system = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"
    return f"{system}, Python {platform.python_version()}, {packages}."


def _figures(contest: Contest) -> dict[str, object]:
    """Return a race for other programs."""
    return {
        "data": contest.data.name,
        "contenders": {
            name: {
                "ks": list(standing.ks),
                "measured": list(standing.entry.ks),
                "wall": standing.warm.wall,
                "cpu": standing.warm.cpu,
                "with_imports": standing.with_imports,
                "first": standing.first,
                "peak": standing.peak,
                "inertia": standing.verdict.inertia,
                "silhouette_error": standing.verdict.silhouette_error,
                "chosen": standing.verdict.chosen,
                "deserved": standing.verdict.deserved,
            }
            for name, standing in contest.standings.items()
        },
    }
