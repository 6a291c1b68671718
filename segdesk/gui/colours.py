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
    CONTROL = "control"
    """The edge of an input or a check box."""
    GRID = "grid"
    """The grid of a plot."""
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
    GOOD = "good"
    GOOD_SOFT = "good_soft"
    WARNING = "warning"
    WARNING_SOFT = "warning_soft"
    BAD = "bad"
    BAD_SOFT = "bad_soft"
    INFO = "info"
    INFO_SOFT = "info_soft"


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
        Colour.CONTROL: "#8c95a1",
        Colour.GRID: "#e7eaee",
        Colour.ACCENT: "#3f5fd6",
        Colour.ACCENT_HOVER: "#3553c4",
        Colour.ACCENT_PRESSED: "#2b46ac",
        Colour.ON_ACCENT: "#ffffff",
        Colour.LINK: "#3553c4",
        Colour.SELECTION: "#dde5fc",
        Colour.GOOD: "#17714a",
        Colour.GOOD_SOFT: "#e3f4ea",
        Colour.WARNING: "#8a5a00",
        Colour.WARNING_SOFT: "#fcf2d9",
        Colour.BAD: "#b4232f",
        Colour.BAD_SOFT: "#fdeaea",
        Colour.INFO: "#1f5bb5",
        Colour.INFO_SOFT: "#e7effc",
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
        Colour.CONTROL: "#717b89",
        Colour.GRID: "#2d333b",
        Colour.ACCENT: "#4a6ae0",
        Colour.ACCENT_HOVER: "#5573e4",
        Colour.ACCENT_PRESSED: "#3f5dcb",
        Colour.ON_ACCENT: "#ffffff",
        Colour.LINK: "#93abff",
        Colour.SELECTION: "#2c3a66",
        Colour.GOOD: "#5ac996",
        Colour.GOOD_SOFT: "#1b3228",
        Colour.WARNING: "#e0b34a",
        Colour.WARNING_SOFT: "#372e18",
        Colour.BAD: "#ff8a8e",
        Colour.BAD_SOFT: "#3f2427",
        Colour.INFO: "#86b1ff",
        Colour.INFO_SOFT: "#1e2d48",
    }
)


def scheme(dark: bool) -> Mapping[Colour, str]:
    """Return the colours of one scheme as ``#rrggbb``."""
    return DARK if dark else LIGHT
