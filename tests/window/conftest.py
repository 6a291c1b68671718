"""A desk with real windows, real worker processes and finished projects; a test that leaks fails."""

import gc
import multiprocessing
import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThread, QTimer
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from segdesk.gui import files
from segdesk.gui.app import Desk, make_application
from segdesk.gui.bridge import Bridge
from segdesk.gui.context import Context
from segdesk.gui.recipe_fit import RecipeFit
from segdesk.gui.selection import Selection
from segdesk.gui.theme import Choice, Theme
from segdesk.gui.translation import Language
from segdesk.gui.window import MainWindow
from segdesk.project.file import Project
from segdesk.project.settings import (
    ClustersSettings,
    ConnectSettings,
    EmailsSettings,
    Settings,
    SweepSettings,
)
from segdesk.steps import pipeline
from segdesk.tasks.messages import Answer, Open, Reply
from segdesk.tasks.runner import Runner, Spares
from segdesk.tasks.task import Task

SECONDS = 30_000
"""Milliseconds that a test waits at most for the worker; it is warm, but the machine may be busy."""


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application as the program makes it."""
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else make_application()


def _leave_out_what_is_there() -> None:
    """Spare the looks for leaks, one a test, the three hundred thousand objects of the modules so far."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _before_the_first_test(qapp: QApplication) -> None:
    _leave_out_what_is_there()


@pytest.fixture(autouse=True)
def nothing_leaks(qapp: QApplication, spares: "LastingSpares") -> Iterator[None]:
    """Fail a test that leaves a window, a running timer, a thread or a process behind."""
    before = {id(w) for w in qapp.topLevelWidgets()}
    threads = set(threading.enumerate())
    processes = {p.pid for p in multiprocessing.active_children()}
    yield
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qapp.processEvents()
    left = [w for w in qapp.topLevelWidgets() if id(w) not in before and w.isVisible()]
    assert not left, f"windows left open: {left}"
    alive = [x for x in gc.get_objects() if isinstance(x, (QTimer, QThread)) and shiboken6.isValid(x)]
    timers = [
        each
        for each in alive
        if isinstance(each, QTimer) and each.isActive() and not each.isSingleShot() and not _lasting(each)
    ]
    assert not timers, f"timers left running: {[(t, t.parent()) for t in timers]}"
    running = [t for t in alive if isinstance(t, QThread) and t.isRunning() and t is not qapp.thread()]
    assert not running, f"threads left running: {running}"
    kept = {runner.process_id for runner in spares.waiting}
    workers = {p.pid for p in multiprocessing.active_children() if p.name == "segdesk-worker"}
    assert workers <= processes | kept, f"processes left running: {workers - kept}"
    listeners = [t for t in threading.enumerate() if t not in threads and t.name == "segdesk-listener"]
    assert len(listeners) <= len(kept), f"threads left running: {listeners}"


def _lasting(timer: QTimer) -> bool:
    """Whether a timer belongs to the session, as pytest-qt's own do."""
    return timer.parent() is None or isinstance(timer.parent(), QApplication)


class LastingRunner(Runner):
    """A worker that lets go of its project when it is closed, and waits for the next test's."""

    def __init__(self, waiting: "list[LastingRunner]") -> None:
        super().__init__()
        self._waiting = waiting

    def listen(self, on_reply: Callable[[Reply], None]) -> None:
        if self._listener is None:
            super().listen(on_reply)
        else:
            self._on_reply = on_reply

    def close(self) -> None:
        if self.process_id is None or self._listener is None:
            super().close()
            return
        replies: queue.Queue[Reply] = queue.Queue()
        self._on_reply = replies.put
        self.send(Open(-1, "tests.window.idle:Nothing"))
        try:
            while replies.get(timeout=20) != Answer(-1, None):
                pass
        except queue.Empty:
            self.kill()
        else:
            self._waiting.append(self)


class LastingSpares(Spares):
    """Hands the same few workers out again and again, as starting one takes seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[LastingRunner] = []

    def prepare(self) -> None:
        if not self.waiting:
            self.waiting.append(LastingRunner(self.waiting))

    def take(self) -> Runner:
        living = [runner for runner in self.waiting if runner.process_id is not None]
        self.waiting[:] = living
        return self.waiting.pop() if living else LastingRunner(self.waiting)

    def close(self) -> None:
        """Leave the workers to the session."""

    def end(self) -> None:
        """End the workers."""
        for runner in self.waiting:
            runner.kill()


@pytest.fixture(scope="session")
def spares() -> Iterator[LastingSpares]:
    """Workers for all tests of a session."""
    spares = LastingSpares()
    yield spares
    spares.end()


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    """What the window remembers, for one test only."""
    return QSettings(str(tmp_path / "segdesk.ini"), QSettings.Format.IniFormat)


@pytest.fixture(scope="session")
def _session_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Choice.LIGHT)


@pytest.fixture
def theme(_session_theme: Theme) -> Iterator[Theme]:
    """The light theme; whatever a test does with it, the next one has it light again."""
    _session_theme.set_choice(Choice.LIGHT)
    yield _session_theme
    _session_theme.set_choice(Choice.LIGHT)
    _session_theme.set_zoom(1.0)


@pytest.fixture
def desk(
    qapp: QApplication, store: QSettings, spares: Spares, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """A desk without windows, in English and light."""
    store.setValue("language", Language.ENGLISH.value)
    store.setValue("theme", Choice.LIGHT.value)
    monkeypatch.setattr(files, "documents", lambda: tmp_path)
    desk = Desk(qapp, store)
    desk._spares = spares
    yield desk
    for window in tuple(desk.windows):
        if window.session is not None:
            window.session.bridge.close()
        window.close()
    qapp.removeEventFilter(desk)
    desk.translation.use(Language.ENGLISH)
    desk.theme.set_choice(Choice.LIGHT)
    desk.theme.set_zoom(1.0)
    desk.deleteLater()


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> MainWindow:
    """A window that shows the start page."""
    window = desk.new_window()
    window.resize(1440, 900)
    bring_to_front(qtbot, window)
    return window


def bring_to_front(qtbot: QtBot, window: MainWindow) -> None:
    """Give a window the keyboard, which a screen without a window manager does not do by itself."""

    def has_it() -> bool:
        window.activateWindow()
        return window.isActiveWindow()

    qtbot.waitUntil(has_it, timeout=SECONDS)


OpenWindow = Callable[[Path], MainWindow]


@pytest.fixture
def open_window(desk: Desk, qtbot: QtBot) -> OpenWindow:
    """Open a project in a window and wait until its tabs are there."""

    def open_(path: Path) -> MainWindow:
        window = desk.new_window()
        window.resize(1440, 900)
        window.open_project(path)
        wait_open(qtbot, window)
        bring_to_front(qtbot, window)
        return window

    return open_


def wait_open(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until a window shows its project."""

    def is_open() -> bool:
        return window.session is not None and window.session.workspace is not None

    qtbot.waitUntil(is_open, timeout=SECONDS)


@pytest.fixture(scope="session")
def finished(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of 600 customers in which all seven steps are done; copy it before you change it."""
    path = tmp_path_factory.mktemp("finished") / "shop.segdesk"
    settings = Settings(
        connect=ConnectSettings(source=str(shop)),
        sweep=SweepSettings(k_min=2, k_max=7),
        clusters=ClustersSettings(bootstraps=5),
        emails=EmailsSettings(count=40),
    )
    with Project.create(path) as project:
        project.settings = settings
        pipeline.run(project, settings, Task(), lambda _step: None)
    _leave_out_what_is_there()
    return path


@pytest.fixture
def project_file(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished project."""
    copy = tmp_path / "shop.segdesk"
    shutil.copy(finished, copy)
    return copy


@pytest.fixture
def empty_file(tmp_path: Path) -> Path:
    """A new project without anything in it."""
    path = tmp_path / "new.segdesk"
    Project.create(path).close()
    return path


MakeContext = Callable[[Path], Context]


@pytest.fixture
def context_of(theme: Theme, store: QSettings, spares: Spares, qtbot: QtBot) -> Iterator[MakeContext]:
    """Open a project without a window, for the test of a single page."""
    opened: list[tuple[Bridge, QWidget]] = []

    def make(path: Path) -> Context:
        owner = QWidget()
        undo = QUndoStack(owner)
        bridge = Bridge(spares, undo, owner)
        opened.append((bridge, owner))
        RecipeFit(bridge, owner)
        with qtbot.waitSignal(bridge.opened, timeout=SECONDS):
            bridge.open(path)
        selection = Selection(owner)
        assert bridge.held is not None
        selection.set_known(bridge.held.segments)
        return Context(bridge, theme, undo, selection, store)

    yield make
    for bridge, owner in opened:
        bridge.close()
        owner.deleteLater()
