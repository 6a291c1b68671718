"""Customers in three dimensions, each in the colour of its segment."""

import html
import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QToolTip, QWidget

from segdesk.gui.numbers import number, percent
from segdesk.gui.plots.figure import Figure
from segdesk.gui.plots.gl import Camera, gl_available
from segdesk.gui.plots.scatter_axes import decimal, named, written
from segdesk.gui.selection import Selection
from segdesk.gui.theme import Theme
from segdesk.gui.views.columns import Column, Columns
from segdesk.gui.widgets.parts import Turns
from segdesk.review.scatter import Points3D

if TYPE_CHECKING:
    from segdesk.gui.plots.scatter3d_view import View3D

_FAINT = 0.08
_GRABBED = 9.0
"""Pixels from the mouse within which a point is meant."""
_RINGS = 300
"""Selected customers that are ringed."""

__all__ = ["Scatter3D", "gl_available"]


class Scatter3D(Figure):
    """Customers along three axes, at most 100,000 of them.

    What OpenGL holds lives only while the plot is seen. Where there is no OpenGL, a sentence says so.

    Attributes
    ----------
    customer_picked
        The person clicked on this customer: its position in the order of the key.
    """

    customer_picked = Signal(int)

    def __init__(self, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.selection = selection
        self._labels: Mapping[str, str] = {}
        self._points: Points3D | None = None
        self._places: NDArray[np.float32] = np.zeros((0, 3), np.float32)
        self._half = np.ones(3, np.float32)
        self._camera = Camera()
        self._view: View3D | None = None
        self._is_ready = False
        self._turns = Turns(self)
        self._stack = QStackedWidget()
        self._stack.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stack.addWidget(QWidget())  # until the view is made, or known to be impossible
        self._stack.addWidget(self._sentence())
        self.set_canvas(self._stack)
        self.set_title(self.tr("Customers in three dimensions"))
        selection.segments_changed.connect(self._on_segments_changed)
        selection.customers_changed.connect(self._on_customers_changed)

    # -- what is shown

    @staticmethod
    def available() -> bool:
        """Whether three dimensions can be drawn here."""
        return gl_available()

    @property
    def drawn(self) -> bool:
        """Whether everything that is to be seen has been handed to the driver."""
        return self._is_ready and not self._turns.busy

    @property
    def camera(self) -> Camera:
        """From where the customers are looked at."""
        return self._camera

    def set_points(self, points: Points3D) -> None:
        """Show these customers."""
        self._points = points
        self._places, self._half = _in_cube(points.coordinates)
        self._fill()
        self._frame()
        self._tell()

    def set_labels(self, labels: Mapping[str, str]) -> None:
        """Take the segments' names by segment."""
        self._labels = labels
        self._tell()

    def nearest(self, at: QPoint) -> int | None:
        """Return the index of the visible point under a place of the view, the one in front first."""
        if self._view is None or self._points is None:
            return None
        seen = self._camera.on_screen(self._places, self._view.width(), self._view.height())
        apart = np.hypot(seen[:, 0] - at.x(), seen[:, 1] - at.y())
        near = np.flatnonzero((apart <= _GRABBED) & self._visible()[self._points.codes])
        if not len(near):
            return None
        # A pixel of distance weighs as much as a hundredth of the cube in depth.
        return int(near[np.argmin(apart[near] + 50 * seen[near, 2])])

    # -- as a figure

    def fit(self) -> None:
        """Look from the usual place again."""
        self._camera = Camera()
        if self._view is not None:
            self._view.look(self._camera)

    def redraw(self) -> None:
        """Take the theme's colours."""
        if self._view is not None:
            self._view.dress()
            self._fill()

    def describe(self) -> str:
        """Return one sentence about axes, customers and segments."""
        points = self._points
        if points is None:
            return self.tr("No customers are shown yet.")
        axes = ", ".join(named(axis).text for axis in points.axes)
        shown = [self._label(s) for s in points.segments if s not in self.selection.hidden]
        text = self.tr("{count} customers along {axes}, in these segments: {segments}.")
        return text.format(count=number(len(points.codes)), axes=axes, segments=", ".join(shown))

    def twin(self) -> Columns:
        """Return the customers that are shown."""
        points = self._points
        if points is None:
            return Columns()
        names = np.array([self._label(segment) for segment in points.segments], object)
        shown = self._visible()[points.codes]
        values = (
            Column(named(axis).title, decimal(points.coordinates[shown, place]))
            for place, axis in enumerate(points.axes)
        )
        return Columns((Column(self.tr("Segment"), names[points.codes[shown]]), *values))

    def draw(self, painter: QPainter, target: QRectF) -> None:
        """Paint what is seen now."""
        if self._view is not None:
            painter.drawImage(target, self._view.grabFramebuffer())
            painter.translate(target.topLeft())
            self._view.overlay.paint(painter)

    def drawn_size(self) -> QSize:
        """Return the size of the view on screen."""
        return self._stack.size()

    # -- Qt's

    def showEvent(self, event: QShowEvent) -> None:
        """Make the view."""
        super().showEvent(event)
        # To put the first view into a window makes the window anew: it is hidden and shown meanwhile.
        if self._view is None and not self._turns.busy:
            self._turns.take(self._making_view())

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of all that OpenGL holds."""
        super().hideEvent(event)
        self._release()

    # -- how it works

    def _sentence(self) -> QLabel:
        label = QLabel(
            self.tr(
                "Three dimensions need OpenGL, which this screen does not offer."
                " The plot in two dimensions shows the same customers."
            )
        )
        label.setProperty("role", "muted")
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def _making_view(self) -> Iterator[None]:
        """Make the view part by part: the driver takes its time for each."""
        if not gl_available():
            self._stack.setCurrentIndex(1)
            return
        yield
        from segdesk.gui.plots.scatter3d_view import View3D

        yield
        if not self.isVisible():
            return
        view = View3D(self.theme, self._camera)
        view.setAccessibleName(self.title)
        view.turned.connect(self._on_turned)
        view.hovered.connect(self._on_hovered)
        view.tapped.connect(self._on_tapped)
        view.frameSwapped.connect(self._on_first_frame, Qt.ConnectionType.SingleShotConnection)
        yield
        if not self.isVisible():
            view.deleteLater()
            return
        self._stack.addWidget(view)
        self._view = view
        self._stack.setCurrentWidget(view)
        self._stack.setFocusProxy(view)
        self.tell()

    def _release(self) -> None:
        view, self._view = self._view, None
        self._is_ready = False
        if view is not None:
            self._stack.setFocusProxy(None)  # type: ignore[arg-type]
            self._stack.removeWidget(view)
            view.release()
            view.deleteLater()

    def _fill(self) -> None:
        """Hand points and colours to the view."""
        view, points = self._view, self._points
        if view is None or points is None or not self._is_ready:
            return
        shown = np.flatnonzero(self._visible()[points.codes])
        colours = self._colours()[points.codes[shown]]
        order = np.argsort(-colours[:, 3], kind="stable")  # a faint point hides what is drawn after it
        view.set_points(self._places[shown][order], colours[order], _size(len(points.codes)))
        ringed = shown[np.isin(points.rows[shown], self.selection.customers)][:_RINGS]
        view.overlay.set_rings(self._places[ringed])

    def _frame(self) -> None:
        """Hand the box around the points, and the titles, to the view."""
        view, points = self._view, self._points
        if view is None or points is None or not self._is_ready:
            return
        view.set_frame(self._half)
        x, y, z = (named(axis).text for axis in points.axes)
        view.overlay.set_titles((x, y, z))

    def _colours(self) -> NDArray[np.float32]:
        """Return by code (256, 4) the colour of a segment."""
        highlighted = self.selection.segments
        colours = np.zeros((256, 4), np.float32)
        for code, segment in enumerate(self._points.segments if self._points else ()):
            colours[code] = _rgba(self.theme.segment(segment))
            colours[code, 3] = _FAINT if highlighted and segment not in highlighted else 1.0
        return colours

    def _visible(self) -> NDArray[np.bool_]:
        """Return by code (256,) whether a segment is shown."""
        visible = np.zeros(256, np.bool_)
        segments = self._points.segments if self._points else ()
        visible[: len(segments)] = [segment not in self.selection.hidden for segment in segments]
        return visible

    def _label(self, segment: str) -> str:
        return self._labels.get(segment) or segment

    def _tell(self) -> None:
        points = self._points
        if points is not None:
            shown = number(len(points.codes))
            if len(points.codes) < points.placed:
                text = self.tr("A sample: {shown} of {count} customers, {share}, each segment with its share")
                share = percent(len(points.codes) / points.placed)
                self.set_hint(text.format(shown=shown, count=number(points.placed), share=share))
            else:
                self.set_hint(self.tr("{count} customers").format(count=shown))
        self.tell()
        if self._view is not None:
            self._view.setAccessibleDescription(self.describe())

    @Slot()
    def _on_first_frame(self) -> None:
        """Draw the customers now that the driver has made what it needs for an empty view."""
        self._turns.take(self._filling())

    def _filling(self) -> Iterator[None]:
        self._is_ready = self._view is not None
        self._fill()
        yield
        self._frame()

    @Slot()
    def _on_segments_changed(self) -> None:
        self._fill()
        self._tell()

    @Slot()
    def _on_customers_changed(self) -> None:
        self._fill()

    @Slot()
    def _on_turned(self) -> None:
        if self._view is not None:
            self._camera = self._view.camera

    @Slot(QPoint)
    def _on_hovered(self, at: QPoint) -> None:
        index = self.nearest(at)
        if index is None or self._points is None or self._view is None:
            QToolTip.hideText()
            return
        points = self._points
        values = zip(points.axes, points.coordinates[index], strict=True)
        lines = [f"{named(axis).title}: {written(axis, float(value))}" for axis, value in values]
        label = html.escape(self._label(points.segments[points.codes[index]]))
        text = f"<b>{label}</b><br>{'<br>'.join(map(html.escape, lines))}"
        QToolTip.showText(self._view.mapToGlobal(at), text, self._view)

    @Slot(QPoint)
    def _on_tapped(self, at: QPoint) -> None:
        index = self.nearest(at)
        if index is not None and self._points is not None:
            self.customer_picked.emit(int(self._points.rows[index]))


def _in_cube(coordinates: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the coordinates (n, 3) around 0, all axes at one scale, and how far (3,) they reach.

    They are as far from the middle as the corners of a cube from -1 to 1: just as far as the camera sees.
    """
    if not len(coordinates):
        return coordinates, np.ones(3, np.float32)
    low, high = coordinates.min(axis=0), coordinates.max(axis=0)
    scale = math.sqrt(3) / (float(np.linalg.norm(high - low)) / 2 or 1.0)
    half = np.maximum((high - low) / 2 * scale, 0.02).astype(np.float32)
    return ((coordinates - (low + high) / 2) * scale).astype(np.float32), half


def _rgba(colour: QColor) -> tuple[float, float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF(), colour.alphaF()


def _size(count: int) -> float:
    return next((size for most, size in ((3_000, 7.0), (20_000, 5.0)) if count <= most), 3.5)
