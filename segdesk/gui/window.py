"""The main window: a start page, or one open project with its seven tabs."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QUndoStack,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from segdesk.gui import files
from segdesk.gui.leaving import Leaving
from segdesk.gui.menus import Menus, Slots
from segdesk.gui.start import StartPage
from segdesk.gui.theme import GAP
from segdesk.gui.translation import spoken
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
_ZOOM_STEP = 0.1


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
        self.start.new_wanted.connect(self._on_new)
        self.start.open_wanted.connect(self._on_open)
        self.start.sample_wanted.connect(self._on_sample)
        self.start.recent_wanted.connect(self.open_project)
        self._stack.insertWidget(0, self.start)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self.menus = Menus(self.menuBar(), self.desk.theme, self._slots(), self.desk.translation.language)
        self._show_recent()
        self._show_state()

    def _slots(self) -> Slots:
        return Slots(
            new=self._on_new,
            open=self._on_open,
            sample=self._on_sample,
            clear_recent=self.desk.recent.clear,
            new_window=self._on_new_window,
            save_as=self._on_save_as,
            reveal=self._on_reveal,
            close_project=self._on_close_project,
            close_window=self._on_close_window,
            quit=self.desk.app.closeAllWindows,
            undo=self._on_undo,
            redo=self._on_redo,
            copy=self._on_copy,
            select_all=self._on_select_all,
            set_theme=self.desk.theme.set_choice,
            set_language=self.desk.speak,
            zoom_in=self._on_zoom_in,
            zoom_out=self._on_zoom_out,
            zoom_reset=self._on_zoom_reset,
            reset_layout=self._on_reset_layout,
            go_to=self._on_go_to,
            run_step=self._on_run_step,
            run_all=self._on_run_all,
            cancel=self._on_cancel,
            guide=self._on_guide,
            shortcuts=self._on_shortcuts,
            diagnostics=self._on_diagnostics,
            about=self._on_about,
        )

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
        if not self._leaving.may_leave(self.session, self._on_close_window):
            event.ignore()
            return
        self._keep_geometry()
        self._end_session()
        super().closeEvent(event)
        self.closed.emit(self)

    # -- geometry

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
                self._replace_and_create(chosen, str(path))

    def _replace_and_create(self, path: Path, source: str) -> None:
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

    # -- actions

    @Slot()
    def _on_new(self) -> None:
        suggested = files.free_name(files.documents(), self.tr("Segments"))
        path = files.ask_new_project(self, suggested, self.tr("Keep the new project as"))
        if path is not None:
            self._replace_and_create(path, "")

    @Slot()
    def _on_open(self) -> None:
        folder = self.path.parent if self.path else files.documents()
        path = files.ask_open_project(self, folder)
        if path is not None:
            self.desk.open(path) if self.path else self.open_project(path)

    @Slot()
    def _on_sample(self) -> None:
        window = self if self.session is None else self.desk.new_window()
        path = files.free_name(files.documents(), self.tr("Sample shop"))
        window.create_project(path, "sample", SAMPLE_CUSTOMERS)

    @Slot()
    def _on_new_window(self) -> None:
        self.desk.new_window()

    @Slot()
    def _on_save_as(self) -> None:
        assert self.session is not None
        suggested = files.free_name(self.session.path.parent, self.session.path.stem)
        path = files.ask_new_project(self, suggested, self.tr("Save a copy as"))
        if path is not None:
            self.session.save_as(path, self.open_project)

    @Slot()
    def _on_reveal(self) -> None:
        assert self.session is not None
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.path.parent)))

    @Slot()
    def _on_close_project(self) -> None:
        if self._leaving.may_leave(self.session, self._end_session):
            self._end_session()

    @Slot()
    def _on_close_window(self) -> None:
        self.close()

    @Slot()
    def _on_undo(self) -> None:
        if self.session is not None:
            self.session.undo.undo()

    @Slot()
    def _on_redo(self) -> None:
        if self.session is not None:
            self.session.undo.redo()

    @Slot()
    def _on_copy(self) -> None:
        self._ask_focused("copy")

    @Slot()
    def _on_select_all(self) -> None:
        self._ask_focused("selectAll")

    def _ask_focused(self, method: str) -> None:
        """Let the widget with the focus do something, if it knows how."""
        found = getattr(self.focusWidget(), method, None)
        if callable(found):
            found()

    @Slot()
    def _on_zoom_in(self) -> None:
        self.desk.theme.set_zoom(round(self.desk.theme.zoom + _ZOOM_STEP, 2))

    @Slot()
    def _on_zoom_out(self) -> None:
        self.desk.theme.set_zoom(round(self.desk.theme.zoom - _ZOOM_STEP, 2))

    @Slot()
    def _on_zoom_reset(self) -> None:
        self.desk.theme.set_zoom(1.0)

    @Slot()
    def _on_reset_layout(self) -> None:
        self.desk.store.remove("layout")
        self.desk.store.remove("window")
        self.showNormal()
        self._usual_size()
        if self.session is not None and self.session.workspace is not None:
            self.session.rebuild()
            self._show_session()

    def _on_go_to(self, step: Step) -> None:
        if self.session is not None and self.session.workspace is not None:
            self.session.workspace.go_to(step)

    @Slot()
    def _on_run_step(self) -> None:
        if self.session is not None and self.session.workspace is not None:
            page = self.session.workspace.page
            if page.action.isEnabled():
                page.on_action()

    @Slot()
    def _on_run_all(self) -> None:
        if self.session is not None:
            self.session.bridge.run_all()

    @Slot()
    def _on_cancel(self) -> None:
        if self.session is not None:
            self.session.bridge.cancel()

    @Slot()
    def _on_guide(self) -> None:
        from segdesk.gui.dialogs.guide import Guide

        Guide(self.desk.theme, spoken(self.desk.translation.language), self).show()

    @Slot()
    def _on_shortcuts(self) -> None:
        from segdesk.gui.dialogs.shortcuts import Shortcuts

        Shortcuts(self.desk.theme, self.menus.all, self).show()

    @Slot()
    def _on_diagnostics(self) -> None:
        from segdesk.gui.diagnostics import diagnostics

        QGuiApplication.clipboard().setText(diagnostics(self.session.bridge.held if self.session else None))
        said = self.tr("Diagnostics copied")
        why = self.tr("They hold versions, settings and figures, but no customer's data")
        self.notice.show_message(Kind.GOOD, said, why)

    @Slot()
    def _on_about(self) -> None:
        from segdesk.gui.dialogs.about import About

        About(self.desk.theme, self).exec()
