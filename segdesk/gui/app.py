"""The application: its windows, and what they share."""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from segdesk import __version__
from segdesk.errors import SegdeskError
from segdesk.gui.garbage import Garbage
from segdesk.gui.icons import picture_icon
from segdesk.gui.recent import Recent
from segdesk.gui.sentences import told
from segdesk.gui.theme import Choice, Theme
from segdesk.gui.translation import Language, Translation
from segdesk.gui.warm_up import warm_up
from segdesk.gui.window import MainWindow

if TYPE_CHECKING:
    from segdesk.tasks.runner import Spares

_Kept = TypeVar("_Kept", Choice, Language)

WARM_UP_AFTER = 50
"""Milliseconds from the first paint to the start of the first worker process."""


class Desk(QObject):
    """The windows, and what they share: theme, language, recent files, spare worker processes.

    Parameters
    ----------
    store
        Where it is all remembered.
    """

    def __init__(self, app: QApplication, store: QSettings) -> None:
        super().__init__()
        self.app = app
        self.store = store
        self.translation = Translation(app, _kept(store, "language", Language, Language.SYSTEM))
        zoom = float(str(store.value("zoom", 1.0)))
        self.theme = Theme(app, _kept(store, "theme", Choice, Choice.SYSTEM), zoom)
        self.recent = Recent(store, self)
        self.windows: list[MainWindow] = []
        self._spares: Spares | None = None
        self.theme.changed.connect(self._on_theme_changed)
        app.installEventFilter(self)

    @property
    def spares(self) -> "Spares":
        """The worker process that is ready for the next project."""
        if self._spares is None:
            from segdesk.tasks.runner import Spares

            self._spares = Spares()
        return self._spares

    def new_window(self) -> MainWindow:
        """Show one more window, without a project."""
        window = MainWindow(self)
        self.windows.append(window)
        window.closed.connect(self._on_window_closed)
        window.painted.connect(self._on_painted)
        window.show()
        return window

    def open(self, path: Path) -> None:
        """Show a project: in the window that has it, in an empty one, or in a new one."""
        same = next((w for w in self.windows if w.path == path.absolute()), None)
        empty = next((w for w in self.windows if w.path is None), None)
        window = same or empty or self.new_window()
        if same is None:
            window.open_project(path)
        window.raise_()
        window.activateWindow()

    def speak(self, language: Language) -> None:
        """Speak another language, in every window at once."""
        self.translation.use(language)
        self.store.setValue("language", language.value)
        for window in self.windows:
            window.retranslate()

    def close(self) -> None:
        """End what runs in the background."""
        if self._spares is not None:
            self._spares.close()
        self.store.sync()

    def eventFilter(self, _watched: QObject, event: object) -> bool:
        """Open what the desktop hands over (macOS does that by an event)."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.open(Path(event.file()))
            return True
        return False

    @Slot(object)
    def _on_window_closed(self, window: MainWindow) -> None:
        self.windows.remove(window)
        window.deleteLater()

    @Slot()
    def _on_painted(self) -> None:
        QTimer.singleShot(WARM_UP_AFTER, self, self._on_time_to_warm_up)

    @Slot()
    def _on_time_to_warm_up(self) -> None:
        self.spares.prepare()
        warm_up()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.store.setValue("theme", self.theme.choice.value)
        self.store.setValue("zoom", self.theme.zoom)


def run(files: Sequence[str]) -> int:
    """Open the window, with a project if one is named, and return the exit status when it is closed."""
    if why := no_screen():
        todo = "Use a session with a screen, or the command line: segdesk run FILE.segdesk, segdesk --help"
        print(f"segdesk: {SegdeskError('The window cannot be shown', why, todo)}", file=sys.stderr)
        return 1
    app = make_application()
    desk = Desk(app, QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "segdesk", "segdesk"))
    sys.excepthook = _Excepthook(desk)
    quit_on_interrupt = _quit_on_interrupt(app)
    window = desk.new_window()
    for file in files:
        window.open_project(Path(file))
    status = app.exec()
    quit_on_interrupt.stop()
    desk.close()
    return status


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """Return the application object, as 3D views and sharp pictures need it."""
    # Before the application: a 3D view that is opened a second time stays blank otherwise.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    app = QApplication(["segdesk", *arguments])
    app.setApplicationName("segdesk")
    app.setApplicationDisplayName("segdesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("segdesk")
    app.setWindowIcon(picture_icon("app"))
    Garbage(app)
    return app


def no_screen() -> str:
    """Return why there is no screen to show a window on, empty if there is one."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    return "there is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set"


class _Excepthook:
    """Shows an unexpected error in the window in front, logs it, and lets the program go on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        from segdesk.tasks.worker import unexpected

        if isinstance(error, KeyboardInterrupt):
            self._desk.app.quit()
            return
        failure = unexpected(error)
        print(f"segdesk: {failure}", file=sys.stderr)
        window = next((w for w in self._desk.windows if w.isActiveWindow()), None)
        for each in [window] if window else self._desk.windows[:1]:
            each.show_failure(told(failure))


def _quit_on_interrupt(app: QApplication) -> QTimer:
    """Let Ctrl-C in a terminal close the program; Python only sees it while Python runs, hence the timer."""
    with suppress(ValueError):  # not on the main thread
        signal.signal(signal.SIGINT, lambda *_: app.closeAllWindows())
    timer = QTimer(app, interval=500)
    timer.timeout.connect(_breathe)
    timer.start()
    return timer


def _breathe() -> None:
    """Let the interpreter look at its signals."""


def _kept(store: QSettings, name: str, kind: type[_Kept], default: _Kept) -> _Kept:
    with suppress(ValueError):
        return kind(str(store.value(name, default.value)))
    return default
