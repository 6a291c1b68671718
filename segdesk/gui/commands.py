"""What the window does when one of its menu's actions is chosen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from segdesk.gui import files
from segdesk.gui.menus import Slots
from segdesk.gui.translation import spoken
from segdesk.gui.widgets.kind import Kind

if TYPE_CHECKING:
    from segdesk.gui.window import MainWindow

_ZOOM_STEP = 0.1


class Commands(QObject):
    """The actions of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.desk

    def slots(self) -> Slots:
        """Return what each action of the menus does."""
        return Slots(
            new=self.new,
            open=self.open,
            sample=self._window.create_sample,
            clear_recent=self._desk.recent.clear,
            new_window=self._on_new_window,
            save_as=self._on_save_as,
            reveal=self._on_reveal,
            close_project=self._window.close_project,
            close_window=self._on_close_window,
            quit=self._desk.app.closeAllWindows,
            undo=self._on_undo,
            redo=self._on_redo,
            copy=self._on_copy,
            select_all=self._on_select_all,
            set_theme=self._desk.theme.set_choice,
            set_language=self._desk.speak,
            zoom_in=self._on_zoom_in,
            zoom_out=self._on_zoom_out,
            zoom_reset=self._on_zoom_reset,
            reset_layout=self._window.reset_layout,
            go_to=self._window.go_to,
            run_step=self._on_run_step,
            run_all=self._on_run_all,
            cancel=self._on_cancel,
            costs=self._on_costs,
            guide=self._on_guide,
            shortcuts=self._on_shortcuts,
            diagnostics=self._on_diagnostics,
            about=self._on_about,
        )

    # -- projects

    @Slot()
    def new(self) -> None:
        """Ask where a new project is to be kept, and make it."""
        suggested = files.free_name(files.documents(), self.tr("Segments"))
        path = files.ask_new_project(self._window, suggested, self.tr("Keep the new project as"))
        if path is not None:
            self._window.replace_project(path, "")

    @Slot()
    def open(self) -> None:
        """Ask for a project, and open it."""
        mine = self._window.path
        path = files.ask_open_project(self._window, mine.parent if mine else files.documents())
        if path is not None:
            self._desk.open(path) if mine else self._window.open_project(path)

    @Slot()
    def _on_new_window(self) -> None:
        self._desk.new_window()

    @Slot()
    def _on_save_as(self) -> None:
        session = self._window.session
        assert session is not None
        suggested = files.free_name(session.path.parent, session.path.stem)
        path = files.ask_new_project(self._window, suggested, self.tr("Save a copy as"))
        if path is not None:
            session.save_as(path, self._window.open_project)

    @Slot()
    def _on_reveal(self) -> None:
        assert self._window.path is not None
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._window.path.parent)))

    @Slot()
    def _on_close_window(self) -> None:
        self._window.close()

    # -- editing

    @Slot()
    def _on_undo(self) -> None:
        if self._window.session is not None:
            self._window.session.undo.undo()

    @Slot()
    def _on_redo(self) -> None:
        if self._window.session is not None:
            self._window.session.undo.redo()

    @Slot()
    def _on_copy(self) -> None:
        self._ask_focused("copy")

    @Slot()
    def _on_select_all(self) -> None:
        self._ask_focused("selectAll")

    def _ask_focused(self, method: str) -> None:
        """Let the widget with the focus do something, if it knows how."""
        found = getattr(self._window.focusWidget(), method, None)
        if callable(found):
            found()

    # -- looking

    @Slot()
    def _on_zoom_in(self) -> None:
        self._desk.theme.set_zoom(round(self._desk.theme.zoom + _ZOOM_STEP, 2))

    @Slot()
    def _on_zoom_out(self) -> None:
        self._desk.theme.set_zoom(round(self._desk.theme.zoom - _ZOOM_STEP, 2))

    @Slot()
    def _on_zoom_reset(self) -> None:
        self._desk.theme.set_zoom(1.0)

    # -- running

    @Slot()
    def _on_run_step(self) -> None:
        session = self._window.session
        if session is not None and session.workspace is not None:
            page = session.workspace.page
            if page.action.isEnabled():
                page.on_action()

    @Slot()
    def _on_run_all(self) -> None:
        if self._window.session is not None:
            self._window.session.bridge.run_all()

    @Slot()
    def _on_cancel(self) -> None:
        if self._window.session is not None:
            self._window.session.bridge.cancel()

    @Slot()
    def _on_costs(self) -> None:
        from segdesk.gui.dialogs.bigquery_costs import open_costs

        if self._window.session is not None:
            open_costs(self._window.session.context, self._window)

    # -- help

    @Slot()
    def _on_guide(self) -> None:
        from segdesk.gui.dialogs.guide import Guide

        Guide(self._desk.theme, spoken(self._desk.translation.language), self._window).show()

    @Slot()
    def _on_shortcuts(self) -> None:
        from segdesk.gui.dialogs.shortcuts import Shortcuts

        Shortcuts(self._desk.theme, self._window.menus.all, self._window).show()

    @Slot()
    def _on_diagnostics(self) -> None:
        from segdesk.gui.diagnostics import diagnostics

        session = self._window.session
        QGuiApplication.clipboard().setText(diagnostics(session.bridge.held if session else None))
        said = self.tr("Diagnostics copied")
        why = self.tr("They hold versions, settings and figures, but no customer's data")
        self._window.notice.show_message(Kind.GOOD, said, why)

    @Slot()
    def _on_about(self) -> None:
        from segdesk.gui.dialogs.about import About

        About(self._desk.theme, self._window).exec()
