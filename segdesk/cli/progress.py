"""What the command line shows while it works: a bar on a terminal, lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from segdesk.tasks.task import Progress

LINE_EVERY = 2.0
"""Seconds between two lines of one step where there is no terminal."""


class Listener(Protocol):
    """Something that shows how far a step is."""

    def step(self, name: str) -> None:
        """Say that a step begins."""
        ...

    def progress(self, progress: Progress) -> None:
        """Show how far it is."""
        ...

    def paused(self) -> AbstractContextManager[None]:
        """Leave the terminal to a question for a while."""
        ...


class Lines:
    """Progress as lines on standard error, no more often than someone reads a log."""

    def __init__(self) -> None:
        self._name = ""
        self._last = 0.0

    def step(self, name: str) -> None:
        """Say that a step begins."""
        self._name = name
        self._last = 0.0

    def progress(self, progress: Progress) -> None:
        """Write a line, unless the last one is quite new."""
        now = time.monotonic()
        if now - self._last < LINE_EVERY and progress.done < progress.total and not progress.lasting:
            return
        self._last = now
        share = f" {progress.done / progress.total:4.0%}" if progress.total else ""
        print(f"{self._name}:{share} {progress.text}", file=sys.stderr, flush=True)

    def paused(self) -> AbstractContextManager[None]:
        """Do nothing: lines stand above each other."""
        return nullcontext()


class Bar:
    """Progress as one bar, redrawn in place."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.fields[step]:9}"),
            BarColumn(bar_width=30),
            TextColumn("{task.percentage:3.0f}%"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("", step="", visible=False, total=None)

    def __enter__(self) -> "Bar":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def step(self, name: str) -> None:
        """Leave the last step's bar standing and begin a new one."""
        self._task = self._bar.add_task("", step=name, total=None)

    def progress(self, progress: Progress) -> None:
        """Redraw the bar."""
        total = progress.total or None
        self._bar.update(self._task, completed=progress.done, total=total, description=progress.text)
        if progress.lasting:
            self._bar.console.print(progress.text, highlight=False, markup=False)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stop redrawing."""
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()


@contextmanager
def shown() -> Iterator[Listener]:
    """Show progress on standard error, in the way that fits where it goes."""
    if sys.stderr.isatty():
        with Bar() as bar:
            yield bar
    else:
        yield Lines()
