"""Import, while nobody waits, what an open project needs."""

import gc
import os
import sys
import threading
from importlib import import_module

MODULES = (
    "segdesk.gui.session",
    "segdesk.gui.pages.connect",
    "numpy",
    "numpy.ma",  # by the first quantile
    "pyqtgraph",
    "segdesk.gui.pages.features",
    "segdesk.gui.pages.sweep",
    "segdesk.gui.pages.clusters",
    "segdesk.gui.pages.clusters_map",
    "segdesk.gui.pages.clusters_profile",
    "segdesk.gui.pages.clusters_tables",
    "segdesk.gui.pages.clusters_customers",
    "segdesk.gui.pages.clusters_rules",
    "segdesk.gui.pages.labels",
    "segdesk.gui.pages.emails",
    "segdesk.gui.pages.export",
)

_OFTEN = 0.001


def warm_up() -> threading.Thread:
    """Import on a thread of its own, letting the window have its turn every millisecond."""
    thread = threading.Thread(target=_import_for_good, name="warm-up", daemon=True)
    thread.start()
    return thread


def _import_for_good() -> None:
    import_all()
    # Modules stay: looking through them again and again would hold the window up for a fifth of a second.
    gc.freeze()


def import_all() -> None:
    """Import what an open project needs."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_OFTEN)
    try:
        for module in MODULES:
            import_module(module)
        if "WAYLAND_DISPLAY" not in os.environ:  # there, PyOpenGL has to be told first which platform to take
            import_module("segdesk.gui.plots.scatter3d_view")
    finally:
        sys.setswitchinterval(usual)
