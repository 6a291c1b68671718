"""The menus: every action of the window with its name, icon and keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from segdesk.gui.theme import Choice, Theme
from segdesk.gui.titles import step_title
from segdesk.gui.translation import Language
from segdesk.project.step import Step

_Value = TypeVar("_Value")
Keys = QKeySequence | QKeySequence.StandardKey | str | None


@dataclass(frozen=True)
class Slots:
    """What the window does when an action is chosen."""

    new: Callable[[], None]
    open: Callable[[], None]
    sample: Callable[[], None]
    clear_recent: Callable[[], None]
    new_window: Callable[[], None]
    save_as: Callable[[], None]
    reveal: Callable[[], None]
    close_project: Callable[[], None]
    close_window: Callable[[], None]
    quit: Callable[[], None]
    undo: Callable[[], None]
    redo: Callable[[], None]
    copy: Callable[[], None]
    select_all: Callable[[], None]
    set_theme: Callable[[Choice], None]
    set_language: Callable[[Language], None]
    zoom_in: Callable[[], None]
    zoom_out: Callable[[], None]
    zoom_reset: Callable[[], None]
    reset_layout: Callable[[], None]
    go_to: Callable[[Step], None]
    run_step: Callable[[], None]
    run_all: Callable[[], None]
    cancel: Callable[[], None]
    costs: Callable[[], None]
    guide: Callable[[], None]
    shortcuts: Callable[[], None]
    diagnostics: Callable[[], None]
    about: Callable[[], None]


class Menus(QObject):
    """Fills a menu bar.

    Attributes
    ----------
    recent
        The menu of the projects that were open last.
    undo, redo
        Their text says what would be undone.
    needs_project
        Actions that make sense only with a project open.
    """

    def __init__(self, bar: QMenuBar, theme: Theme, slots: Slots, language: Language) -> None:
        super().__init__(bar)
        self._bar = bar
        self._theme = theme
        self._slots = slots
        self.all: list[QAction] = []
        self.needs_project: list[QAction] = []
        bar.clear()
        self._file()
        self._edit()
        self._view(language)
        self._run()
        self._help()

    def _file(self) -> None:
        menu, slots = self._bar.addMenu(self.tr("&File")), self._slots
        self._add(menu, self.tr("&New project…"), slots.new, "new", QKeySequence.StandardKey.New)
        self._add(menu, self.tr("&Open…"), slots.open, "open", QKeySequence.StandardKey.Open)
        self.recent = menu.addMenu(self._theme.icon("recent"), self.tr("Open &recent"))
        self._add(menu, self.tr("&Try the sample"), slots.sample, "sample")
        menu.addSeparator()
        self._add(menu, self.tr("New &window"), slots.new_window, None, "Ctrl+Shift+N")
        menu.addSeparator()
        keys = QKeySequence.StandardKey.SaveAs
        self._add(menu, self.tr("Save &as…"), slots.save_as, "save", keys, project=True)
        self._add(menu, self.tr("Show in &folder"), slots.reveal, "folder", project=True)
        self._add(menu, self.tr("&Close project"), slots.close_project, "close", "Ctrl+Shift+W", project=True)
        menu.addSeparator()
        self._add(menu, self.tr("Close w&indow"), slots.close_window, None, QKeySequence.StandardKey.Close)
        quit_ = self._add(menu, self.tr("&Quit"), slots.quit, None, "Ctrl+Q")
        quit_.setMenuRole(QAction.MenuRole.QuitRole)

    def _edit(self) -> None:
        menu, slots = self._bar.addMenu(self.tr("&Edit")), self._slots
        self.undo = self._add(menu, self.tr("&Undo"), slots.undo, "undo", QKeySequence.StandardKey.Undo)
        self.redo = self._add(menu, self.tr("&Redo"), slots.redo, "redo", QKeySequence.StandardKey.Redo)
        menu.addSeparator()
        # Tables and text fields know these keys themselves; here they are for the mouse, and to be seen.
        for text, slot, icon, keys in (
            (self.tr("&Copy"), slots.copy, "copy", QKeySequence.StandardKey.Copy),
            (self.tr("Select &all"), slots.select_all, None, QKeySequence.StandardKey.SelectAll),
        ):
            action = self._add(menu, text, slot, icon, keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def _view(self, language: Language) -> None:
        menu, slots = self._bar.addMenu(self.tr("&View")), self._slots
        for number, step in enumerate(Step, start=1):
            go = partial(slots.go_to, step)
            self._add(menu, step_title(step), go, step.value, f"Ctrl+{number}", project=True)
        menu.addSeparator()
        themes = menu.addMenu(self._theme.icon("sun"), self.tr("&Theme"))
        names = {
            Choice.LIGHT: self.tr("&Light"),
            Choice.DARK: self.tr("&Dark"),
            Choice.SYSTEM: self.tr("As the &desktop"),
        }
        self._choices(themes, names, self._theme.choice, slots.set_theme)
        languages = menu.addMenu(self.tr("La&nguage"))
        spoken = {
            Language.SYSTEM: self.tr("As the &desktop"),
            Language.ENGLISH: "English",
            Language.FRENCH: "Français",
        }
        self._choices(languages, spoken, language, slots.set_language)
        menu.addSeparator()
        zoom_in = self._add(menu, self.tr("Zoom &in"), slots.zoom_in, "zoom-in")
        zoom_in.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self._add(menu, self.tr("Zoom &out"), slots.zoom_out, "zoom-out", "Ctrl+-")
        self._add(menu, self.tr("&Usual size"), slots.zoom_reset, None, "Ctrl+0")
        menu.addSeparator()
        self._add(menu, self.tr("&Reset layout"), slots.reset_layout, "reset")

    def _run(self) -> None:
        menu, slots = self._bar.addMenu(self.tr("&Run")), self._slots
        self.run_step = self._add(menu, self.tr("&Run step"), slots.run_step, "run", "F5", project=True)
        self.run_all = self._add(
            menu, self.tr("Run &all steps"), slots.run_all, "run-all", "Shift+F5", project=True
        )
        self.cancel = self._add(menu, self.tr("&Cancel"), slots.cancel, "cancel", "Ctrl+.", project=True)
        menu.addSeparator()
        self._add(menu, self.tr("Costs in &BigQuery…"), slots.costs, None, project=True)

    def _help(self) -> None:
        menu, slots = self._bar.addMenu(self.tr("&Help")), self._slots
        self._add(menu, self.tr("&Guide"), slots.guide, "help", QKeySequence.StandardKey.HelpContents)
        self._add(menu, self.tr("&Keyboard shortcuts"), slots.shortcuts, "keyboard", "Shift+F1")
        menu.addSeparator()
        self._add(menu, self.tr("Copy &diagnostics"), slots.diagnostics, "copy")
        about = self._add(menu, self.tr("&About segdesk"), slots.about, "info")
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def _add(
        self,
        menu: QMenu,
        text: str,
        slot: Callable[[], None],
        icon: str | None = None,
        keys: Keys = None,
        *,
        project: bool = False,
    ) -> QAction:
        action = QAction(text, menu)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        if icon is not None:
            self._theme.dress(action, icon)
        action.triggered.connect(_called(slot))
        menu.addAction(action)
        self.all.append(action)
        if project:
            self.needs_project.append(action)
        return action

    def _choices(
        self, menu: QMenu, names: Mapping[_Value, str], current: _Value, choose: Callable[[_Value], None]
    ) -> None:
        """Add one of several."""
        group = QActionGroup(menu)
        for value, name in names.items():
            action = QAction(name, menu)
            action.setCheckable(True)
            action.setChecked(value == current)
            action.triggered.connect(_called(partial(choose, value)))
            group.addAction(action)
            menu.addAction(action)


def _called(slot: Callable[[], None]) -> Callable[[bool], None]:
    """Return a slot that does not mind being told whether the action is checked."""
    return lambda _checked: slot()
