"""Garbage that holds widgets is collected between events, never in the middle of one."""

import gc
import subprocess
import sys
import weakref

from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot


def _left_behind() -> weakref.ref[QMenu]:
    """Leave a menu in a circle that only the collector can undo."""
    menu = QMenu()
    circle = [menu]
    circle.append(circle)  # type: ignore[arg-type]
    return weakref.ref(menu)


def test_widgets_that_nobody_holds_go_between_two_events(qapp: QApplication, qtbot: QtBot) -> None:
    assert not gc.isenabled()
    gone = _left_behind()
    held = [[] for _ in range(50_000)]  # on the way there the interpreter would have collected
    assert held
    assert gone() is not None
    qtbot.waitUntil(lambda: _is_gone(gone), timeout=10_000)


def _is_gone(menu: "weakref.ref[QMenu]") -> bool:
    _ = [[] for _ in range(1_000)]
    return menu() is None


def test_the_collector_does_not_look_through_modules_again() -> None:
    program = (
        "import gc; from segdesk.gui.warm_up import warm_up;"
        "warm_up().join();"
        "assert gc.get_freeze_count() > 10 * len(gc.get_objects())"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
