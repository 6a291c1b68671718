"""Time against customers, both in powers of ten, as an SVG that reads on a light and on a dark ground."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from segdesk.palette import COLOURS, UNKNOWN_COLOUR

_WIDTH, _HEIGHT = 960, 480
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 470, 20, 430
"""The edges of the plot itself; to its right is the room for names."""
_OWN = "segdesk"
_APART = 17
"""Pixels between two names."""
_WORDS = ((1, "1 s"), (60, "1 min"), (600, "10 min"), (3_600, "1 h"), (0.1, "0.1 s"), (10, "10 s"))


@dataclass(frozen=True)
class Curve:
    """Seconds by customers, in the order of the customers."""

    title: str
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class _Scale:
    """From a range of numbers to a range of pixels, by their logarithm."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.first + share * (self.last - self.first)


def plotted(curves: Sequence[Curve]) -> str:
    """Return the plot; each curve has a name to its right, in its colour."""
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif" font-size="13">',
        "<title>Seconds of a sweep against the number of customers</title>",
    ]
    if curves:
        lines += _drawn(curves)
    return "\n".join([*lines, "</svg>", ""])


def _drawn(curves: Sequence[Curve]) -> Iterator[str]:
    customers = [n for curve in curves for n, _ in curve.points]
    seconds = [s for curve in curves for _, s in curve.points]
    x = _Scale(min(customers) / 1.3, max(customers) * 1.3, _LEFT, _RIGHT)
    y = _Scale(min(seconds) / 1.5, max(seconds) * 1.5, _BOTTOM, _TOP)
    yield from _axes(x, y)
    # Its own name has the first colours.
    coloured = sorted(curves, key=lambda curve: not curve.title.startswith(_OWN))
    colours = dict(zip(coloured, COLOURS, strict=False))
    below = -math.inf
    for curve in sorted(curves, key=lambda curve: y(curve.points[-1][1])):
        colour = colours[curve]
        spots = [(x(n), y(s)) for n, s in curve.points]
        width = 3 if curve.title.startswith(_OWN) else 1.5
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in spots)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        for a, b in spots:
            yield f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{width + 1.5}" fill="{colour}"/>'
        end, height = spots[-1]
        below = max(height, below + _APART)
        yield (
            f'<path d="M{end + 7:.1f} {height:.1f} L{_RIGHT + 10} {below:.1f}" stroke="{colour}"'
            ' stroke-width="0.7" stroke-dasharray="2 3"/>'
        )
        yield f'<text x="{_RIGHT + 14}" y="{below + 4:.1f}" fill="{colour}">{escape(curve.title)}</text>'


def _axes(x: _Scale, y: _Scale) -> Iterator[str]:
    grey = UNKNOWN_COLOUR
    for power in range(math.ceil(math.log10(x.low)), math.floor(math.log10(x.high)) + 1):
        at = x(10**power)
        yield _rule(at, _TOP, at, _BOTTOM)
        yield f'<text x="{at:.1f}" y="{_BOTTOM + 20}" text-anchor="middle" fill="{grey}">{10**power:,}</text>'
    for value, word in _WORDS:
        if y.low <= value <= y.high:
            at = y(value)
            yield _rule(_LEFT, at, _RIGHT, at)
            yield f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end" fill="{grey}">{word}</text>'
    middle = (_LEFT + _RIGHT) / 2
    yield f'<text x="{middle}" y="{_BOTTOM + 40}" text-anchor="middle" fill="{grey}">customers</text>'


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{UNKNOWN_COLOUR}"'
        ' stroke-opacity="0.35"/>'
    )
