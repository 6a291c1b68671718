"""One open project in a window: its bridge, its undo, its tabs and its status bar."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget

from segdesk.gui.bridge import Bridge
from segdesk.gui.context import Context
from segdesk.gui.draft import Draft
from segdesk.gui.pages.base import Page
from segdesk.gui.recipe_fit import RecipeFit
from segdesk.gui.selection import Selection
from segdesk.gui.status import Status
from segdesk.gui.workspace import Workspace
from segdesk.project.step import State, Step

if TYPE_CHECKING:
    from segdesk.gui.app import Desk

_SETTLE = "segdesk.steps.unfinished:settle"
_SAVED_AS = "segdesk.project.edits:saved_as"


class Session(QObject):
    """One open project.

    Attributes
    ----------
    workspace, status
        The tabs and the status bar; None until the project is open.
    """

    def __init__(self, desk: "Desk", path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.path = path
        self.undo = QUndoStack(self)
        self.bridge = Bridge(desk.spares, self.undo, self)
        self.context = Context(self.bridge, desk.theme, self.undo, Selection(self), desk.store)
        RecipeFit(self.bridge, self)
        self.workspace: Workspace | None = None
        self.status: Status | None = None
        self._source = ""
        self._customers: int | None = None
        self._left_behind = 0
        self.bridge.opened.connect(self._on_opened)
        self.bridge.changed.connect(self._on_changed)

    def create(self, source: str, customers: int | None) -> None:
        """Make the project, and connect it to a source where one is given."""
        self._source, self._customers = source, customers
        self.bridge.create(self.path)

    def rebuild(self) -> None:
        """Make tabs and status bar anew: for the first time, or in another language."""
        step = self.workspace.step if self.workspace is not None else None
        drafts = self.drafts()
        for old in (self.workspace, self.status):
            if old is not None:
                old.setParent(None)
                old.deleteLater()
        self.workspace = Workspace(self.context)
        self.status = Status(self.bridge, self.context.theme)
        self.status.cancel_wanted.connect(self.bridge.cancel)
        self.workspace.go_to(step or self.workspace.furthest())
        self.workspace.resume(drafts)

    def drafts(self) -> tuple[tuple[Page, Draft], ...]:
        """Return what a person has typed and not saved, page by page."""
        return self.workspace.drafts() if self.workspace is not None else ()

    def show_page(self, page: Page) -> None:
        """Bring a page to the front."""
        if self.workspace is not None:
            self.workspace.go_to(page.step)

    def use_source(self, source: str) -> None:
        """Take a folder or file as the customers' tables, and list them."""
        held = self.bridge.held
        assert held is not None
        connect = held.settings.connect.model_copy(update={"source": source})
        new = held.settings.model_copy(update={"connect": connect})
        self.bridge.change_settings(new, self.tr("Choose the source"))
        if self.workspace is not None:
            self.workspace.go_to(Step.CONNECT)
        self.bridge.run(Step.CONNECT)

    def save_as(self, path: Path, then: Callable[[Path], None]) -> None:
        """Write a copy of the project, and go on with the copy."""
        self.bridge.ask(self, _SAVED_AS, path, then=then)

    def close(self) -> None:
        """Close the project and end its worker process."""
        self.bridge.close()
        for old in (self.workspace, self.status):
            if isinstance(old, QWidget):
                old.deleteLater()
        self.deleteLater()

    @Slot()
    def _on_opened(self) -> None:
        held = self.bridge.held
        if not self._source or held is None:
            return
        update: dict[str, object] = {"source": self._source}
        if self._customers is not None:
            update["sample_customers"] = self._customers
        connect = held.settings.connect.model_copy(update=update)
        self.bridge.store_settings(held.settings.model_copy(update={"connect": connect}))
        self.bridge.run(Step.CONNECT)
        self._source = ""

    @Slot()
    def _on_changed(self) -> None:
        held = self.bridge.held
        if held is not None:
            if held.unfinished > self._left_behind:
                self.bridge.job("look after BigQuery", _SETTLE)
            self._left_behind = held.unfinished
            self.context.selection.set_known(held.segments)
            if held.state(Step.CLUSTERS) is State.EMPTY:
                self.context.selection.clear_customers()
