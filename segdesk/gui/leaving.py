"""Letting go of a project: nothing that was typed is lost, and nothing that runs is stopped unasked."""

from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from segdesk.gui.draft import Draft

if TYPE_CHECKING:
    from segdesk.gui.session import Session


class _Answer(Enum):
    SAVE = auto()
    DISCARD = auto()
    STAY = auto()


class Leaving(QObject):
    """Asks about drafts and about a running step before a window lets go of its project."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._session: Session | None = None
        self._then: Callable[[], None] | None = None

    def may_leave(self, session: "Session | None", then: Callable[[], None]) -> bool:
        """Ask what has to be asked; whether the project may be let go of now.

        Parameters
        ----------
        then
            Called later where the person agreed, but a run has to stop or a draft to be saved first.
        """
        if session is None or session.bridge.held is None:
            return True
        if self._then is not None and self._session is session:
            return False  # it is waited for
        focused = _leave_field(self._window)
        saved = self._asked_about_drafts(session)
        if saved is None or not self._asked_about_run(session):
            if focused is not None and shiboken6.isValid(focused):
                focused.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        # A draft that is refused comes back, so whether it was saved has to be known.
        if session.bridge.running is None and not (saved and session.bridge.saving):
            return True
        self._wait(session, then)
        return False

    def _asked_about_drafts(self, session: "Session") -> bool | None:
        """Save or drop every draft; whether one was saved, None where the person goes on with one."""
        saved = False
        for page, draft in session.drafts():
            session.show_page(page)
            match self._asked_about(draft):
                case _Answer.STAY:
                    return None
                case _Answer.DISCARD:
                    page.drop_draft()
                case _Answer.SAVE:
                    page.save_draft()
                    saved = True
        return saved

    def _asked_about_run(self, session: "Session") -> bool:
        """Stop what runs; False where the person lets it run."""
        if session.bridge.running is not None:
            if not self._agreed_to_stop():
                return False
            session.bridge.cancel()
        return True

    # -- waiting

    def _wait(self, session: "Session", then: Callable[[], None]) -> None:
        self._session, self._then = session, then
        session.bridge.ended.connect(self._on_something_ended)
        session.bridge.changed.connect(self._go_on)
        session.bridge.refused.connect(self._on_something_ended)

    @Slot(object)
    def _on_something_ended(self, _what: object) -> None:
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        """Leave once nothing runs and everything is saved; stay where a draft could not be."""
        session, then = self._session, self._then
        if session is None or then is None or session.bridge.running is not None or session.bridge.saving:
            return
        self._session = self._then = None
        session.bridge.ended.disconnect(self._on_something_ended)
        session.bridge.changed.disconnect(self._go_on)
        session.bridge.refused.disconnect(self._on_something_ended)
        if not session.drafts():
            QTimer.singleShot(0, self, then)

    # -- asking

    def _asked_about(self, draft: Draft) -> _Answer:
        box = self._question(self.tr("Not saved yet"), draft.what)
        if draft.fault:
            box.setInformativeText(self.tr("It cannot be saved as it is. {why}").format(why=draft.fault))
        save = None if draft.fault else box.addButton(self.tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(self.tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Keep editing"), QMessageBox.ButtonRole.RejectRole)
        clicked = self._clicked(box, usual=save or stay, escape=stay)
        if clicked is discard:
            return _Answer.DISCARD
        return _Answer.SAVE if save is not None and clicked is save else _Answer.STAY

    def _agreed_to_stop(self) -> bool:
        box = self._question(
            self.tr("A step is running"),
            self.tr("A step is still running. Stop it?"),
            self.tr("What is finished is kept; the rest can be run again."),
        )
        stop = box.addButton(self.tr("Stop it"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(self.tr("Let it run"), QMessageBox.ButtonRole.RejectRole)
        return self._clicked(box, usual=keep, escape=keep) is stop

    def _question(self, title: str, text: str, more: str = "") -> QMessageBox:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(title)
        box.setText(text)
        box.setInformativeText(more)
        return box

    def _clicked(self, box: QMessageBox, *, usual: QPushButton, escape: QPushButton) -> object:
        box.setDefaultButton(usual)
        box.setEscapeButton(escape)
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        return clicked


def _leave_field(window: QWidget) -> QWidget | None:
    """Take the focus from a field or cell, which then keeps what was typed into it; return which it was."""
    focused: QWidget | None = window.focusWidget()
    if focused is not None:
        focused.clearFocus()
    return focused
