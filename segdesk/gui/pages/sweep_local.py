"""How this computer fits and scores, where k-means runs here."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from segdesk.gui.theme import Theme
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.form import Form
from segdesk.gui.widgets.own_field import OwnField, OwnNumber
from segdesk.project.settings import Settings, SweepSettings

_USUAL = SweepSettings()
_MOST = 10_000_000


class LocalFields(QObject):
    """The rows of the sweep's form that only k-means on this computer has.

    Attributes
    ----------
    picked
        What was changed, as Undo shows it, the setting's name and its new value.
    """

    picked = Signal(str, str, object)

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__(form)
        self._form = form
        self._add_fitting(theme)
        self._add_limit(theme)
        self._rows: tuple[QWidget, ...] = (self.fitting_field, self.limit)

    def show_settings(self, settings: Settings, *, can: bool) -> None:
        """Show the settings, without a signal; ``can`` says whether they count."""
        sweep = settings.sweep
        self.fitting.set_value(sweep.like_scikit_learn)
        self.fitting_field.show_own(self._fitting_word(False), is_set=sweep.like_scikit_learn)
        usual = _USUAL.exact_silhouettes_up_to
        up_to = sweep.exact_silhouettes_up_to
        self.limit.show_value(None if up_to == usual else up_to, usual)
        self._form.set_usable(self.limit, sweep.silhouette_rows is None)
        for row in self._rows:
            self._form.set_shown(row, can)

    def _fitting_word(self, like_scikit_learn: bool) -> str:
        return self.tr("Each as scikit-learn") if like_scikit_learn else self.tr("All together")

    def _add_fitting(self, theme: Theme) -> None:
        name = self.tr("How segments are found")
        options = [Option(value, self._fitting_word(value)) for value in (False, True)]
        self.fitting = ChoiceRow(theme, options, name)
        self.fitting_field = OwnField(theme, self.fitting)
        self._form.add_row(
            name,
            self.fitting_field,
            self.tr(
                "Together, one number's segments are a start for the next: the same quality in a fraction "
                "of the time. Each on its own is exactly what scikit-learn's KMeans gives."
            ),
        )
        self.fitting.picked.connect(self._on_fitting_picked)
        self.fitting_field.reset_wanted.connect(self._on_fitting_reset)

    def _add_limit(self, theme: Theme) -> None:
        name = self.tr("Draw customers only above")
        self.limit = OwnNumber(theme, name, 0, _MOST, step=10_000)
        self._form.add_row(
            name,
            self.limit,
            self.tr("Up to so many customers, the silhouette is that of all of them."),
        )
        self.limit.picked.connect(self._on_limit_picked)

    @Slot(object)
    def _on_fitting_picked(self, like_scikit_learn: bool) -> None:
        self.picked.emit(self.tr("How segments are found"), "like_scikit_learn", like_scikit_learn)

    @Slot()
    def _on_fitting_reset(self) -> None:
        self._on_fitting_picked(False)

    @Slot(object)
    def _on_limit_picked(self, customers: int | None) -> None:
        up_to = _USUAL.exact_silhouettes_up_to if customers is None else customers
        self.picked.emit(self.tr("Draw customers only above"), "exact_silhouettes_up_to", up_to)
