"""The colours of the window, by what they are for, in a light and a dark scheme."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Colour(StrEnum):
    """What a colour is for."""

    WINDOW = "window"
    """The ground of the window."""
    SURFACE = "surface"
    """Cards, plots, tables and inputs."""
    RAISED = "raised"
    """What lies on a surface: headers, tool tips, a control under the mouse."""
    PRESSED = "pressed"
    """A control being pressed, a switched-on tool button."""
    TEXT = "text"
    MUTED = "muted"
    """Secondary text."""
    FADED = "faded"
    """The text of a disabled control."""
    BORDER = "border"
    """The edge of a card, the line between two things."""
    EDGE = "edge"
    """The edge of a button."""
    CONTROL = "control"
    """The edge of an input or a check box."""
    GRID = "grid"
    """The grid of a plot."""
    LOW = "low"
    """Cells of a heat map far below the average; the text on them is `TEXT`."""
    HIGH = "high"
    """Cells of a heat map far above the average."""
    ACCENT = "accent"
    """The primary button, the focus ring, a tick."""
    ACCENT_HOVER = "accent_hover"
    ACCENT_PRESSED = "accent_pressed"
    ON_ACCENT = "on_accent"
    """Text on the accent."""
    LINK = "link"
    """Text in the accent's colour."""
    SELECTION = "selection"
    """The ground of selected rows and selected text."""
    # Four kinds of message: the icon or word, its soft ground, and the line around that.
    GOOD = "good"
    GOOD_SOFT = "good_soft"
    GOOD_LINE = "good_line"
    WARNING = "warning"
    WARNING_SOFT = "warning_soft"
    WARNING_LINE = "warning_line"
    BAD = "bad"
    BAD_SOFT = "bad_soft"
    BAD_LINE = "bad_line"
    INFO = "info"
    INFO_SOFT = "info_soft"
    INFO_LINE = "info_line"


LIGHT: Mapping[Colour, str] = MappingProxyType(
    {
        Colour.WINDOW: "#f5f6f8",
        Colour.SURFACE: "#ffffff",
        Colour.RAISED: "#eef0f3",
        Colour.PRESSED: "#e1e5ea",
        Colour.TEXT: "#1b1f26",
        Colour.MUTED: "#5a6370",
        Colour.FADED: "#7d8692",
        Colour.BORDER: "#dce0e6",
        Colour.EDGE: "#c3cad3",
        Colour.CONTROL: "#8c95a1",
        Colour.GRID: "#e7eaee",
        Colour.LOW: "#7eb0e8",
        Colour.HIGH: "#f0a45f",
        Colour.ACCENT: "#3f5fd6",
        Colour.ACCENT_HOVER: "#3553c4",
        Colour.ACCENT_PRESSED: "#2b46ac",
        Colour.ON_ACCENT: "#ffffff",
        Colour.LINK: "#3553c4",
        Colour.SELECTION: "#dde5fc",
        Colour.GOOD: "#17714a",
        Colour.GOOD_SOFT: "#e3f4ea",
        Colour.GOOD_LINE: "#b5dfc6",
        Colour.WARNING: "#8a5a00",
        Colour.WARNING_SOFT: "#fcf2d9",
        Colour.WARNING_LINE: "#ecd69a",
        Colour.BAD: "#b4232f",
        Colour.BAD_SOFT: "#fdeaea",
        Colour.BAD_LINE: "#f3c3c4",
        Colour.INFO: "#1f5bb5",
        Colour.INFO_SOFT: "#e7effc",
        Colour.INFO_LINE: "#c3d6f6",
    }
)

DARK: Mapping[Colour, str] = MappingProxyType(
    {
        Colour.WINDOW: "#16191d",
        Colour.SURFACE: "#1f2329",
        Colour.RAISED: "#292e36",
        Colour.PRESSED: "#353b45",
        Colour.TEXT: "#e7eaef",
        Colour.MUTED: "#a3acb9",
        Colour.FADED: "#7b8491",
        Colour.BORDER: "#343a44",
        Colour.EDGE: "#4a525f",
        Colour.CONTROL: "#717b89",
        Colour.GRID: "#2d333b",
        Colour.LOW: "#27609f",
        Colour.HIGH: "#93501f",
        Colour.ACCENT: "#4766dd",
        Colour.ACCENT_HOVER: "#4e6ce1",
        Colour.ACCENT_PRESSED: "#3f5dcb",
        Colour.ON_ACCENT: "#ffffff",
        Colour.LINK: "#93abff",
        Colour.SELECTION: "#2c3a66",
        Colour.GOOD: "#5ac996",
        Colour.GOOD_SOFT: "#1b3228",
        Colour.GOOD_LINE: "#2f5a46",
        Colour.WARNING: "#e0b34a",
        Colour.WARNING_SOFT: "#372e18",
        Colour.WARNING_LINE: "#5e4f28",
        Colour.BAD: "#ff8a8e",
        Colour.BAD_SOFT: "#3f2427",
        Colour.BAD_LINE: "#6b3a3e",
        Colour.INFO: "#86b1ff",
        Colour.INFO_SOFT: "#1e2d48",
        Colour.INFO_LINE: "#33507f",
    }
)


def scheme(dark: bool) -> Mapping[Colour, str]:
    """Return the colours of one scheme as ``#rrggbb``."""
    return DARK if dark else LIGHT
