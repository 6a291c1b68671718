"""The main window: a start page, or one open project with its seven tabs."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QUndoStack
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from segdesk.gui import files
from segdesk.gui.commands import Commands
from segdesk.gui.leaving import Leaving
from segdesk.gui.menus import Menus
from segdesk.gui.start import StartPage
from segdesk.gui.theme import GAP
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.project.step import Step
from segdesk.tasks.messages import Failure

if TYPE_CHECKING:
    from segdesk.gui.app import Desk
    from segdesk.gui.bridge import Ended
    from segdesk.gui.session import Session

SAMPLE_CUSTOMERS = 20_000
"""Large enough to be like a shop, small enough for a first try in a minute."""


class MainWindow(QMainWindow):
    """A window with a start page or one project.

    Attributes
    ----------
    painted
        The window has been seen for the first time.
    closed
        The window is gone; its argument is the window itself.
    """

    painted = Signal()
    closed = Signal(object)

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self.desk = desk
        self.session: Session | None = None
        self._was_painted = False
        self._leaving = Leaving(self)
        self._commands = Commands(self)
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(760, 520))
        self.notice = Notice(desk.theme)
        self._stack = QStackedWidget()
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        frame = QVBoxLayout()
        frame.setContentsMargins(GAP, 0, GAP, 0)
        frame.addWidget(self.notice)
        layout.addLayout(frame)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self._make()
        self._restore_geometry()
        desk.recent.changed.connect(self._show_recent)

    # -- what is shown

    @property
    def path(self) -> Path | None:
        """The project that is open, or being opened."""
        return self.session.path if self.session else None

    def show_failure(self, failure: Failure) -> None:
        """Show what went wrong: on the page in front, or on the start page."""
        details = failure.details or str(failure)
        self.notice.show_message(Kind.BAD, failure.what, failure.why, failure.todo, details=details)

    def retranslate(self) -> None:
        """Make everything anew, in the language that is now spoken."""
        self.notice.clear()
        self._make()
        if self.session is not None:
            self.session.rebuild()
            self._show_session()

    def _make(self) -> None:
        """Make the menus and the start page."""
        old = getattr(self, "start", None)
        self.start = StartPage(self.desk.theme, self.desk.recent)
        self.start.new_wanted.connect(self._commands.new)
        self.start.open_wanted.connect(self._commands.open)
        self.start.sample_wanted.connect(self.create_sample)
        self.start.recent_wanted.connect(self.open_project)
        self._stack.insertWidget(0, self.start)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        language = self.desk.translation.language
        self.menus = Menus(self.menuBar(), self.desk.theme, self._commands.slots(), language)
        self._show_recent()
        self._show_state()

    # -- projects

    @Slot(object)
    def open_project(self, path: Path) -> None:
        """Open a project in this window, in place of the one that it has."""
        self._begin(path, lambda session: session.bridge.open(path))

    def create_project(self, path: Path, source: str = "", customers: int | None = None) -> None:
        """Make a project in this window.

        Parameters
        ----------
        source
            ``sample``, or a folder or file to begin with; nothing means that Connect asks.
        customers
            Size of the sample.
        """
        self._begin(path, lambda session: session.create(source, customers))

    def replace_project(self, path: Path, source: str) -> None:
        """Make a project where the file dialog has asked whether to replace the old one."""

        def start(session: "Session") -> None:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                self._end_session()
                said = self.tr("{name} cannot be replaced").format(name=path.name)
                self.show_failure(Failure(said, error.strerror or "", self.tr("Choose another name")))
            else:
                session.create(source, None)

        self._begin(path, start)

    @Slot()
    def create_sample(self) -> None:
        """Make a project of the built-in sample: in this window if it is empty, or in another one."""
        window = self if self.session is None else self.desk.new_window()
        path = files.free_name(files.documents(), self.tr("Sample shop"))
        window.create_project(path, "sample", SAMPLE_CUSTOMERS)

    @Slot()
    def close_project(self) -> None:
        """Go back to the start page."""
        if self._leaving.may_leave(self.session, self._end_session):
            self._end_session()

    def go_to(self, step: Step) -> None:
        """Bring a step's tab to the front."""
        if self.session is not None and self.session.workspace is not None:
            self.session.workspace.go_to(step)

    def _begin(self, path: Path, start: Callable[["Session"], None]) -> None:
        """Open or make a project in place of the one that is open, once that may be let go of."""
        if not self._leaving.may_leave(self.session, lambda: self._begin(path, start)):
            return
        self._end_session()
        from segdesk.gui.session import Session

        self.notice.clear()
        self.session = Session(self.desk, path.absolute(), self)
        bridge = self.session.bridge
        bridge.opened.connect(self._on_opened)
        bridge.refused.connect(self._on_refused)
        bridge.changed.connect(self._show_state)
        bridge.started.connect(self._on_run_changed)
        bridge.ended.connect(self._on_ended)
        self.session.undo.indexChanged.connect(self._show_state)
        self.start.setEnabled(False)
        self.setCursor(Qt.CursorShape.BusyCursor)
        start(self.session)

    def _end_session(self) -> None:
        session, self.session = self.session, None
        if session is not None:
            self._stack.setCurrentIndex(0)
            if session.workspace is not None:
                self._stack.removeWidget(session.workspace)
            if session.status is not None:
                self.statusBar().removeWidget(session.status)
            self.statusBar().hide()
            session.close()
        self.start.setEnabled(True)
        self.unsetCursor()
        self._show_state()

    @Slot()
    def _on_opened(self) -> None:
        assert self.session is not None
        self.unsetCursor()
        self.desk.recent.add(self.session.path)
        self.session.rebuild()
        self._show_session()

    def _show_session(self) -> None:
        assert self.session is not None
        workspace = self.session.workspace
        assert workspace is not None
        self._stack.addWidget(workspace)
        self._stack.setCurrentWidget(workspace)
        bar = self.statusBar()
        assert self.session.status is not None
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.session.status, 1)
        self.session.status.show()
        bar.show()
        workspace.setFocus()
        self._show_state()

    @Slot(object)
    def _on_refused(self, failure: Failure) -> None:
        if self.session is not None and self.session.bridge.held is None:
            self._end_session()
        self.show_failure(failure)

    @Slot(object)
    def _on_run_changed(self, _what: object) -> None:
        self._show_state()

    @Slot(object)
    def _on_ended(self, ended: "Ended") -> None:
        self._show_state()
        QApplication.alert(self)
        shown = self.session.workspace.step if self.session and self.session.workspace else None
        if ended.failure is not None and ended.what != shown:
            self.show_failure(ended.failure)

    @Slot()
    def _show_state(self) -> None:
        """Let title, menus and undo say what is possible now."""
        session = self.session
        held = session.bridge.held if session else None
        name = session.path.stem if session and held else ""
        self.setWindowTitle(name or "segdesk")
        self.setWindowFilePath(str(session.path) if session and held else "")
        for action in self.menus.needs_project:
            action.setEnabled(held is not None)
        running = session.bridge.running if session else None
        self.menus.run_step.setEnabled(held is not None and running is None)
        self.menus.run_all.setEnabled(held is not None and running is None)
        self.menus.cancel.setEnabled(running is not None)
        undo = session.undo if session else QUndoStack()
        self.menus.undo.setEnabled(undo.canUndo())
        self.menus.redo.setEnabled(undo.canRedo())
        self.menus.undo.setText(self._with(self.tr("&Undo"), undo.undoText()))
        self.menus.redo.setText(self._with(self.tr("&Redo"), undo.redoText()))

    def _with(self, verb: str, what: str) -> str:
        return f"{verb}: {what}" if what else verb

    @Slot()
    def _show_recent(self) -> None:
        menu = self.menus.recent
        menu.clear()
        for path in self.desk.recent.paths:
            action = menu.addAction(f"{path.stem}   ({path.parent})")
            action.triggered.connect(lambda _checked, chosen=path: self.desk.open(chosen))
        if menu.isEmpty():
            menu.addAction(self.tr("None yet")).setEnabled(False)
        else:
            menu.addSeparator()
            clear = menu.addAction(self.tr("Clear the list"))
            clear.triggered.connect(lambda _checked: self.desk.recent.clear())

    # -- closing

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask what has to be asked; save, cancel, wait, and close."""
        if not self._leaving.may_leave(self.session, self._on_free_to_close):
            event.ignore()
            return
        self._keep_geometry()
        self._end_session()
        super().closeEvent(event)
        self.closed.emit(self)

    @Slot()
    def _on_free_to_close(self) -> None:
        self.close()

    # -- geometry

    def reset_layout(self) -> None:
        """Forget how wide and high everything was made."""
        self.desk.store.remove("layout")
        self.desk.store.remove("window")
        self.showNormal()
        self._usual_size()
        if self.session is not None and self.session.workspace is not None:
            self.session.rebuild()
            self._show_session()

    def _restore_geometry(self) -> None:
        kept = self.desk.store.value("window/geometry")
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            self._usual_size()
        elif self.desk.windows:  # a second window is not exactly above the first
            self.move(self.pos().x() + 32, self.pos().y() + 32)

    def _usual_size(self) -> None:
        screen = self.screen().availableGeometry()
        self.resize(min(1440, screen.width() - 40), min(920, screen.height() - 60))

    def _keep_geometry(self) -> None:
        self.desk.store.setValue("window/geometry", self.saveGeometry())

    def event(self, event: QEvent) -> bool:
        """Tell when the window was first seen."""
        done = super().event(event)
        if event.type() is QEvent.Type.UpdateRequest and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)
        return done

    # -- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file or folder."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project; take anything else as the customers' tables."""
        event.acceptProposedAction()
        self.take_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def take_file(self, path: Path) -> None:
        """Open a project; make tables the source of the open project, or of a new one."""
        if path.suffix == files.SUFFIX:
            self.desk.open(path)
        elif self.session is not None and self.session.bridge.held is not None:
            self.session.use_source(str(path))
        else:
            suggested = files.free_name(path.parent, path.name.split(".")[0])
            chosen = files.ask_new_project(self, suggested, self.tr("Keep the new project as"))
            if chosen is not None:
                self.replace_project(chosen, str(path))
