"""The colour and the shape of a segment: the same in every plot, table and file.

Twenty colours, chosen by a search: all readable on a white and on a dark ground, the first eight apart
from one another for people with any of the three kinds of colour blindness. No colour speaks alone: each
segment has a shape too, and segments with neighbouring colours have different ones.
"""

import re

UNKNOWN_COLOUR = "#7f8794"
UNKNOWN_SHAPE = "h"

COLOURS = (
    "#2f7ed8",
    "#d9622b",
    "#139e74",
    "#b8438f",
    "#8a7a00",
    "#6a4fd0",
    "#c23b3b",
    "#0d8ea8",
    "#8c5a2b",
    "#5b8c1f",
    "#d65f9a",
    "#4a6fb0",
    "#b07a1e",
    "#7c8f3a",
    "#9a5fc9",
    "#2f8f8f",
    "#e0566b",
    "#3d8f4f",
    "#a8567a",
    "#6f7fd6",
)

# Names of pyqtgraph's symbols that stay apart at 7 pixels: circle, square, triangle, diamond, star, plus, cross,
# triangle on its head.
SHAPES = ("o", "s", "t1", "d", "star", "+", "x", "t")

_NAME = re.compile(r"seg_([1-9][0-9]*)\Z", re.ASCII)


def colour_of(segment: str) -> str:
    """Return a segment's colour as ``#rrggbb``; grey for ``seg_0`` and for what is no segment."""
    number = _number(segment)
    return UNKNOWN_COLOUR if number is None else COLOURS[number % len(COLOURS)]


def shape_of(segment: str) -> str:
    """Return a segment's shape as the name of a pyqtgraph symbol.

    From the 21st segment on the colours come round again, each with a shape that it did not have before.
    """
    number = _number(segment)
    if number is None:
        return UNKNOWN_SHAPE
    return SHAPES[(number + number // len(COLOURS)) % len(SHAPES)]


def _number(segment: str) -> int | None:
    """Return the place of a segment, from 0, or None for the ones set aside and for other names."""
    found = _NAME.match(segment)
    return int(found.group(1)) - 1 if found else None
