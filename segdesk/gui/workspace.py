"""An open project on screen: the numbered tabs and their pages."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from segdesk.gui.bridge import Ended
from segdesk.gui.context import Context
from segdesk.gui.draft import Draft
from segdesk.gui.pages.base import Page
from segdesk.gui.titles import step_title
from segdesk.gui.widgets.badge import STATE_LOOKS, state_text
from segdesk.project.step import State, Step

_PAGES: Mapping[Step, str] = {
    Step.CONNECT: "segdesk.gui.pages.connect:ConnectPage",
    Step.FEATURES: "segdesk.gui.pages.features:FeaturesPage",
    Step.SWEEP: "segdesk.gui.pages.sweep:SweepPage",
    Step.CLUSTERS: "segdesk.gui.pages.clusters:ClustersPage",
    Step.LABELS: "segdesk.gui.pages.labels:LabelsPage",
    Step.EMAILS: "segdesk.gui.pages.emails:EmailsPage",
    Step.EXPORT: "segdesk.gui.pages.export:ExportPage",
}


class Workspace(QWidget):
    """The seven tabs of an open project. A page is made when it is first looked at."""

    step_changed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pages: dict[Step, Page] = {}
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Steps"))
        self.tabs.setAccessibleDescription(self.tr("The seven steps from customers to import files"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setProperty("steps", True)
        for _step in Step:
            self.tabs.addTab("")
        self.stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        band = QFrame()
        band.setProperty("band", True)
        row = QHBoxLayout(band)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tabs, 1)
        layout.addWidget(band)
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        bridge = context.bridge
        bridge.changed.connect(self._show_states)
        bridge.started.connect(self._on_started)
        bridge.ended.connect(self._on_ended)
        context.theme.changed.connect(self._show_states)
        self._show_states()

    @property
    def step(self) -> Step:
        """The step whose tab is in front."""
        return list(Step)[self.tabs.currentIndex()]

    @property
    def page(self) -> Page:
        """The page in front, with all its widgets."""
        page = self._page(self.step)
        page.finish()
        return page

    @property
    def is_built(self) -> bool:
        """Whether the page in front has all its widgets by now."""
        return self._page(self.step).built

    def go_to(self, step: Step) -> None:
        """Bring a tab to the front."""
        index = list(Step).index(step)
        if index == self.tabs.currentIndex():
            self._on_tab_changed(index)
        else:
            self.tabs.setCurrentIndex(index)

    def drafts(self) -> tuple[tuple[Page, Draft], ...]:
        """Return what a person has typed and not saved, page by page."""
        found = ((page, page.draft()) for page in self._pages.values() if page.built)
        return tuple((page, draft) for page, draft in found if draft is not None)

    def resume(self, drafts: Sequence[tuple[Page, Draft]]) -> None:
        """Go on with the drafts of another workspace, whose place this one takes."""
        for old, draft in drafts:
            page = self._page(old.step)
            page.finish()
            page.resume(draft.content)

    def furthest(self) -> Step:
        """Return the step that is next to be done, or the last one that is done."""
        held = self._context.bridge.held
        states = held.states if held else {}
        done = [step for step in Step if states.get(step) in (State.FRESH, State.OUT_OF_DATE)]
        return done[-1] if done else Step.CONNECT

    def _page(self, step: Step) -> Page:
        if step not in self._pages:
            module, _, name = _PAGES[step].partition(":")
            make: Callable[[Context], Page] = getattr(import_module(module), name)
            page = make(self._context)
            page.next_wanted.connect(self._on_next_wanted)
            self._pages[step] = page
            self.stack.addWidget(page)
        return self._pages[step]

    @Slot(int)
    def _on_tab_changed(self, index: int) -> None:
        step = list(Step)[index]
        self.stack.setCurrentWidget(self._page(step))
        self.step_changed.emit(step)

    @Slot()
    def _on_next_wanted(self) -> None:
        self.tabs.setCurrentIndex(min(self.tabs.currentIndex() + 1, self.tabs.count() - 1))

    @Slot(object)
    def _on_started(self, _what: object) -> None:
        self._show_states()

    @Slot(object)
    def _on_ended(self, _ended: Ended) -> None:
        self._show_states()

    @Slot()
    def _show_states(self) -> None:
        """Show each step's state on its tab, by icon and in words."""
        bridge = self._context.bridge
        states = bridge.held.states if bridge.held else dict.fromkeys(Step, State.EMPTY)
        for index, step in enumerate(Step):
            state = State.RUNNING if bridge.running == step else states[step]
            said = self.tr("{step}: {state}").format(step=step_title(step), state=state_text(state))
            look = STATE_LOOKS[state]
            self.tabs.setTabText(index, f"{index + 1}  {step_title(step)}")
            self.tabs.setTabIcon(index, self._context.theme.icon(look.icon, look.kind.colour))
            self.tabs.setTabToolTip(index, said)
            self.tabs.setAccessibleTabName(index, said)
