"""What can be set for the segments, beside how many there are."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QHBoxLayout, QSizePolicy, QSpinBox, QWidget

from segdesk.gui.bridge import Bridge
from segdesk.gui.theme import ROOM, Theme
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.form import Form
from segdesk.project.settings import ClustersSettings

_MOST_OUTLIERS = 50.0
"""Per cent; the settings take no more."""
_MOST_DRAWS = 1000


class ClustersSettingsCard(Card):
    """Share of outliers, and draws for the stability; a change is stored at once and can be undone."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName(self.tr("Settings of the segments"))
        self._bridge = bridge
        self.outliers = QDoubleSpinBox(minimum=0, maximum=_MOST_OUTLIERS, decimals=1, singleStep=0.5)
        self.outliers.setSuffix(" %")
        self.bootstraps = QSpinBox(minimum=0, maximum=_MOST_DRAWS)
        self.bootstraps.setSpecialValueText(self.tr("None"))
        row = QHBoxLayout()
        row.setSpacing(ROOM)
        row.addWidget(
            self._form(
                theme,
                self.tr("Outliers"),
                self.outliers,
                self.tr("This share of the customers, those farthest from their segment, is marked."),
            ),
            1,
        )
        row.addWidget(
            self._form(
                theme,
                self.tr("Draws for the stability"),
                self.bootstraps,
                self.tr("How often the customers are drawn anew to see whether segments are found again."),
            ),
            1,
        )
        self.body.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.outliers.valueChanged.connect(self._on_outliers_changed)
        self.bootstraps.valueChanged.connect(self._on_bootstraps_changed)

    def show_settings(self, settings: ClustersSettings) -> None:
        """Show what is set now."""
        _show(self.outliers, 100 * settings.outliers)
        _show(self.bootstraps, settings.bootstraps)

    def _form(self, theme: Theme, name: str, box: QAbstractSpinBox, sentence: str) -> Form:
        # A number that is being typed counts once it is finished.
        box.setKeyboardTracking(False)
        box.setMaximumWidth(theme.size(120))
        form = Form(theme)
        form.add_row(name, box, sentence)
        return form

    def _change(self, text: str, **values: float) -> None:
        held = self._bridge.held
        if held is not None:
            clusters = held.settings.clusters.model_copy(update=values)
            self._bridge.change_settings(held.settings.model_copy(update={"clusters": clusters}), text)

    @Slot(float)
    def _on_outliers_changed(self, per_cent: float) -> None:
        self._change(self.tr("Share of outliers"), outliers=round(per_cent / 100, 6))

    @Slot(int)
    def _on_bootstraps_changed(self, bootstraps: int) -> None:
        self._change(self.tr("Draws for the stability"), bootstraps=bootstraps)


def _show(box: QSpinBox | QDoubleSpinBox, value: float) -> None:
    """Show a number without a signal; what is being typed stays while it means the same."""
    if box.value() != round(value, 1):
        blocked = box.blockSignals(True)
        if isinstance(box, QSpinBox):
            box.setValue(int(value))
        else:
            box.setValue(value)
        box.blockSignals(blocked)
