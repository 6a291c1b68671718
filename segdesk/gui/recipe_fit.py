"""The recipe follows the tables: one that cannot work on them gives way to the one that fits."""

from PySide6.QtCore import QObject, Slot

from segdesk.gui.bridge import Bridge, Ended
from segdesk.project.step import Step
from segdesk.review import connect
from segdesk.review.connect import Source


class RecipeFit(QObject):
    """Looks at the tables each time Connect has listed them, before anything that reads them runs."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        bridge.ended.connect(self._on_ended)

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        if ended.what == Step.CONNECT and ended.outcome == "done":
            self._bridge.ask_first(self, connect.source, then=self._on_listed)

    def _on_listed(self, found: Source) -> None:
        held = self._bridge.held
        if held is None or found.suggestion is None or connect.works(held.settings.features, found):
            return
        new = connect.with_recipe(held.settings, connect.preset(found.suggestion))
        self._bridge.change_settings(new, self.tr("Use the recipe that fits"))
