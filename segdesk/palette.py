"""The colour and the shape of a segment: the same in every plot, table and file.

Twenty colours, chosen by a search: all readable on a white and on a dark ground, the first eight apart
from one another for people with any of the three kinds of colour blindness. No colour speaks alone: each
segment has a shape too, and segments with neighbouring colours have different ones.
"""

import re

UNKNOWN_COLOUR = "#7f8794"
UNKNOWN_SHAPE = "h"

COLOURS = (
    "#2850f8",
    "#e88818",
    "#008858",
    "#b02898",
    "#706800",
    "#c090b8",
    "#f01850",
    "#0098f8",
    "#b07068",
    "#608038",
    "#7858b8",
    "#9080c8",
    "#b0a058",
    "#88a878",
    "#905870",
    "#d80000",
    "#00b090",
    "#4078f0",
    "#c85088",
    "#409898",
)

# Names of pyqtgraph's symbols that stay apart at 7 pixels: circle, square, triangle, diamond, star, plus,
# cross, triangle on its head.
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
