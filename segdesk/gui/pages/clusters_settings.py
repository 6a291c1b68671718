"""What can be set for the segments, beside how many there are."""

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QSpinBox, QVBoxLayout, QWidget

from segdesk.gui.bridge import Bridge
from segdesk.gui.theme import PAD, TIGHT, Theme
from segdesk.gui.widgets.form import Form, Names
from segdesk.project.settings import ClustersSettings

_WIDTH = 340
_MOST_OUTLIERS = 50.0
"""Per cent; the settings take no more."""
_MOST_DRAWS = 1000


class ClustersSettingsCard(QFrame):
    """Share of outliers, and draws for the stability; a change is stored at once and can be undone.

    It opens below a button, and closes on Escape or a click elsewhere.
    """

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("Settings of the segments"))
        self._bridge = bridge
        self._theme = theme
        self.outliers = QDoubleSpinBox(minimum=0, maximum=_MOST_OUTLIERS, decimals=1, singleStep=0.5)
        self.outliers.setSuffix(" %")
        self.bootstraps = QSpinBox(minimum=0, maximum=_MOST_DRAWS)
        self.bootstraps.setSpecialValueText(self.tr("None"))
        for box in (self.outliers, self.bootstraps):
            # A number that is being typed counts once it is finished.
            box.setKeyboardTracking(False)
        form = Form(theme, names=Names.ABOVE)
        form.add_row(
            self.tr("Outliers"),
            self.outliers,
            self.tr("This share of the customers, those farthest from their segment, is marked as outliers."),
        )
        form.add_row(
            self.tr("Draws for the stability"),
            self.bootstraps,
            self.tr(
                "How often the customers are drawn anew to see whether each segment is found again."
                " 0 leaves that out."
            ),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, TIGHT)
        column.addWidget(form)
        self.outliers.valueChanged.connect(self._on_outliers_changed)
        self.bootstraps.valueChanged.connect(self._on_bootstraps_changed)

    def open_below(self, button: QWidget) -> None:
        """Open below a button, right edge below right edge."""
        self.setFixedWidth(self._theme.size(_WIDTH))
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + TIGHT))
        self.move(corner)
        self.show()
        self.outliers.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_settings(self, settings: ClustersSettings) -> None:
        """Show what is set now."""
        _show(self.outliers, 100 * settings.outliers)
        _show(self.bootstraps, settings.bootstraps)

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
