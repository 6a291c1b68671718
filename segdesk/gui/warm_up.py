"""Import, while nobody waits, what an open project needs."""

import sys
import threading
from importlib import import_module

MODULES = ("segdesk.gui.session", "numpy", "pyqtgraph", "segdesk.gui.plots.base")

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
    finally:
        sys.setswitchinterval(usual)
