"""Import, while nobody waits, what an open project needs."""

import os
import sys
import threading
from importlib import import_module

MODULES = (
    "segdesk.gui.session",
    "segdesk.gui.pages.connect",
    "numpy",
    "pyqtgraph",
    "segdesk.gui.pages.features",
    "segdesk.gui.pages.sweep",
    "segdesk.gui.pages.clusters",
    "segdesk.gui.pages.labels",
    "segdesk.gui.pages.emails",
    "segdesk.gui.pages.export",
)

_OFTEN = 0.001


def warm_up() -> None:
    """Import on a thread of its own, letting the window have its turn every millisecond."""
    threading.Thread(target=_import_all, name="warm-up", daemon=True).start()


def _import_all() -> None:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_OFTEN)
    try:
        for module in MODULES:
            import_module(module)
        if "WAYLAND_DISPLAY" not in os.environ:  # there, PyOpenGL has to be told first which platform to take
            import_module("pyqtgraph.opengl")
    finally:
        sys.setswitchinterval(usual)
