"""The figures of one k, large enough to be read out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from segdesk.gui.numbers import number
from segdesk.gui.theme import GAP, PAD, TIGHT, Theme
from segdesk.project.sweep_point import SweepPoint


class Readout(QFrame):
    """All scores of one k."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("Scores of one number of segments"))
        self._k = _label("number")
        self._state = _label("small")
        self._note = _label("small")
        self._note.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._k)
        head.addWidget(self._state, 1, Qt.AlignmentFlag.AlignBottom)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(PAD)
        self._rows.setVerticalSpacing(TIGHT)
        self._rows.setColumnStretch(0, 1)
        self._values = tuple(self._row(place, name) for place, name in enumerate(self._names()))
        body = QVBoxLayout(self)
        body.setContentsMargins(PAD, GAP, PAD, PAD)
        body.addLayout(head)
        body.addLayout(self._rows)
        body.addWidget(self._note)
        body.addStretch()

    def show_point(self, point: SweepPoint | None, *, is_chosen: bool, customers: int) -> None:
        """Show a k, or what to do to see one."""
        self._k.setText(self.tr("k = {k}").format(k=point.k) if point else "")
        self._state.setText(self._state_of(point, is_chosen))
        for label, text in zip(self._values, self._texts(point), strict=True):
            label.setText(text)
        self._note.setText(self._note_of(point, customers))
        self.setAccessibleDescription(self._sentence(point))

    def _names(self) -> tuple[str, ...]:
        return (
            self.tr("Combined score"),
            self.tr("Silhouette"),
            self.tr("Inertia"),
            self.tr("Calinski-Harabasz"),
            self.tr("Davies-Bouldin"),
            self.tr("Time"),
        )

    def _texts(self, point: SweepPoint | None) -> tuple[str, ...]:
        if point is None:
            return ("–",) * 6
        scores = (
            number(point.combined, 3),
            number(point.silhouette, 3),
            number(point.inertia),
            number(point.calinski_harabasz),
            number(point.davies_bouldin, 3),
            self.tr("{seconds} s").format(seconds=number(point.seconds, 2)),
        )
        return tuple(score or "–" for score in scores)

    def _state_of(self, point: SweepPoint | None, is_chosen: bool) -> str:
        if point is None:
            return ""
        if point.failed:
            return self.tr("failed")
        return self.tr("chosen") if is_chosen else ""

    def _note_of(self, point: SweepPoint | None, customers: int) -> str:
        if point is None:
            return self.tr("Point at a number of segments to read its scores.")
        if point.failed:
            return point.error or ""
        rows = point.silhouette_rows or 0
        if 0 < rows < customers and point.silhouette_low is not None:
            text = self.tr("Silhouette of {drawn} of {customers} customers; 95% interval {low} to {high}.")
            return text.format(
                drawn=number(rows),
                customers=number(customers),
                low=number(point.silhouette_low, 3),
                high=number(point.silhouette_high, 3),
            )
        return ""

    def _sentence(self, point: SweepPoint | None) -> str:
        if point is None:
            return self._note.text()
        figures = ", ".join(f"{n} {v}" for n, v in zip(self._names(), self._texts(point), strict=True))
        return f"{self._k.text()}: {figures}. {self._note.text()}".strip()

    def _row(self, place: int, name: str) -> QLabel:
        value = _label("strong")
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._rows.addWidget(_label("muted", name), place, 0)
        self._rows.addWidget(value, place, 1)
        return value


def _label(role: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    return label
