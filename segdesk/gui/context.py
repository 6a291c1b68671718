"""What every page of one window shares."""

from dataclasses import dataclass

from PySide6.QtCore import QSettings
from PySide6.QtGui import QUndoStack

from segdesk.gui.bridge import Bridge
from segdesk.gui.selection import Selection
from segdesk.gui.theme import Theme


@dataclass(frozen=True, eq=False)
class Context:
    """What every page of one window shares.

    Attributes
    ----------
    bridge
        The open project.
    theme
        Colours, icons, distances.
    undo
        What can be taken back.
    selection
        Which k, segments and customers are selected, in every view alike.
    store
        What the window remembers from one day to the next.
    """

    bridge: Bridge
    theme: Theme
    undo: QUndoStack
    selection: Selection
    store: QSettings
