"""The application's palette and style sheet, made from a scheme's colours."""

from collections.abc import Mapping
from functools import cache
from string import Template

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QPalette

from segdesk.gui.colours import Colour
from segdesk.paths import resource

_ROLES: Mapping[QPalette.ColorRole, Colour] = {
    QPalette.ColorRole.Window: Colour.WINDOW,
    QPalette.ColorRole.WindowText: Colour.TEXT,
    QPalette.ColorRole.Base: Colour.SURFACE,
    QPalette.ColorRole.AlternateBase: Colour.WINDOW,
    QPalette.ColorRole.Text: Colour.TEXT,
    QPalette.ColorRole.Button: Colour.SURFACE,
    QPalette.ColorRole.ButtonText: Colour.TEXT,
    QPalette.ColorRole.BrightText: Colour.BAD,
    QPalette.ColorRole.PlaceholderText: Colour.MUTED,
    QPalette.ColorRole.ToolTipBase: Colour.RAISED,
    QPalette.ColorRole.ToolTipText: Colour.TEXT,
    QPalette.ColorRole.Highlight: Colour.ACCENT,
    QPalette.ColorRole.HighlightedText: Colour.ON_ACCENT,
    QPalette.ColorRole.Accent: Colour.ACCENT,
    QPalette.ColorRole.Link: Colour.LINK,
    QPalette.ColorRole.LinkVisited: Colour.LINK,
    QPalette.ColorRole.Light: Colour.SURFACE,
    QPalette.ColorRole.Midlight: Colour.RAISED,
    QPalette.ColorRole.Mid: Colour.BORDER,
    QPalette.ColorRole.Dark: Colour.CONTROL,
    QPalette.ColorRole.Shadow: Colour.CONTROL,
}

_WHEN_DISABLED: Mapping[QPalette.ColorRole, Colour] = {
    QPalette.ColorRole.WindowText: Colour.FADED,
    QPalette.ColorRole.Text: Colour.FADED,
    QPalette.ColorRole.ButtonText: Colour.FADED,
    QPalette.ColorRole.PlaceholderText: Colour.FADED,
    QPalette.ColorRole.Base: Colour.WINDOW,
    QPalette.ColorRole.Highlight: Colour.PRESSED,
    QPalette.ColorRole.HighlightedText: Colour.FADED,
    QPalette.ColorRole.Accent: Colour.CONTROL,
    QPalette.ColorRole.Link: Colour.FADED,
}


def application_palette(colours: Mapping[Colour, str]) -> QPalette:
    """Return the palette of a scheme; a window in the background looks as one in front."""
    made = QPalette()
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for role, colour in _ROLES.items():
            made.setColor(group, role, QColor(colours[colour]))
    for role, colour in _WHEN_DISABLED.items():
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours[colour]))
    return made


def style_sheet(colours: Mapping[Colour, str], points: float, zoom: float) -> str:
    """Return the application's style sheet.

    Parameters
    ----------
    colours
        The scheme.
    points
        The size of the text before it is zoomed.
    zoom
        Scales text and the room around it; lines stay as thin as they are.
    """
    QDir.setSearchPaths("segdesk", [str(resource("style"))])
    values = {colour.name: value for colour, value in colours.items()}
    values |= {f"px{pixels}": f"{round(pixels * zoom)}px" for pixels in range(1, 65)}
    # Half of a length with its lines, never more: Qt draws a corner that is too round as a square one.
    values |= {f"half{pixels}": f"{(round((pixels - 2) * zoom) + 2) // 2}px" for pixels in (16, 18)}
    values |= {"half20": f"{round(20 * zoom) // 2}px"}
    values |= {f"text{percent}": f"{points * zoom * percent / 100:.2f}pt" for percent in range(80, 205, 5)}
    return _sheet().substitute(values)


@cache
def _sheet() -> Template:
    """Read the style sheet once."""
    return Template(resource("style", "segdesk.qss").read_text("utf-8"))
