"""What the editor's keys do to lines of SQL."""

from collections.abc import Sequence
from typing import Final

INDENT: Final = "  "
_COMMENT: Final = "-- "


def indented(lines: Sequence[str]) -> list[str]:
    """Return the lines one step further in; empty ones stay empty."""
    return [INDENT + line if line else line for line in lines]


def outdented(lines: Sequence[str]) -> list[str]:
    """Return the lines one step further out, as far as they can go."""
    return [line[min(_inset(line), len(INDENT)) :] for line in lines]


def comment_toggled(lines: Sequence[str]) -> list[str]:
    """Return the lines as comments, or as SQL again where all of them are comments."""
    filled = [line for line in lines if line.strip()]
    if filled and all(line.lstrip().startswith("--") for line in filled):
        return [_uncommented(line) for line in lines]
    inset = min((_inset(line) for line in filled), default=0)
    return [line[:inset] + _COMMENT + line[inset:] if line.strip() else line for line in lines]


def common_end(before: str, after: str) -> int:
    """Return how many characters two texts share at their ends."""
    shared = min(len(before), len(after))
    return next((n for n in range(shared) if before[-1 - n] != after[-1 - n]), shared)


def _inset(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _uncommented(line: str) -> str:
    before, _, after = line.partition("--")
    return before + after.removeprefix(" ") if not before.strip() else line
