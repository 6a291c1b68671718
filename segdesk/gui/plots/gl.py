"""Whether this screen can draw in three dimensions, and the view that does."""

import math
import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication, QOpenGLContext

_WITHOUT = ("offscreen", "minimal", "minimalegl", "vnc", "linuxfb")
"""Qt's platforms that have no OpenGL, or none that a widget can be drawn with."""


def gl_available() -> bool:
    """Whether three dimensions can be drawn here. To be asked before `pyqtgraph.opengl` is imported."""
    platform = QGuiApplication.platformName()
    if platform in _WITHOUT or find_spec("OpenGL") is None:
        return False
    if platform == "xcb" and "WAYLAND_DISPLAY" in os.environ:
        # PyOpenGL would take EGL because of Wayland, while Qt draws through X11.
        os.environ.setdefault("PYOPENGL_PLATFORM", "x11")
    return _is_context_made()


@cache  # a driver takes its time for it
def _is_context_made() -> bool:
    return QOpenGLContext().create()


_HALF_FIELD = math.tan(math.radians(20.0))
"""Half of what is seen across the shorter side, at a distance of 1."""


@dataclass(frozen=True)
class Camera:
    """From where a cube from -1 to 1 is looked at.

    Attributes
    ----------
    azimuth, elevation
        Degrees around, and above, the middle.
    distance
        From the middle.
    """

    azimuth: float = -60.0
    elevation: float = 22.0
    distance: float = 5.1

    def turned(self, across: float, up: float) -> "Camera":
        """Return the camera after so many degrees; it never goes over the top."""
        elevation = min(max(self.elevation + up, -90.0), 90.0)
        return Camera((self.azimuth + across) % 360.0, elevation, self.distance)

    def nearer(self, factor: float) -> "Camera":
        """Return the camera at that much of the distance."""
        return Camera(self.azimuth, self.elevation, min(max(self.distance * factor, 0.5), 20.0))

    @staticmethod
    def field_across(width: int, height: int) -> float:
        """Return how many degrees are seen across, so that the whole cube is seen in any shape of view."""
        return 2.0 * math.degrees(math.atan(_HALF_FIELD * width / max(1, min(width, height))))

    def on_screen(self, points: NDArray[np.float32], width: int, height: int) -> NDArray[np.float64]:
        """Return where points (n, 3) appear: x, y from the top left, and depth; NaN for those behind it."""
        azimuth, elevation = math.radians(self.azimuth), math.radians(self.elevation)
        cos_a, sin_a = math.cos(azimuth), math.sin(azimuth)
        cos_e, sin_e = math.cos(elevation), math.sin(elevation)
        right = np.array([-sin_a, cos_a, 0.0])
        up = np.array([-sin_e * cos_a, -sin_e * sin_a, cos_e])
        towards = np.array([cos_e * cos_a, cos_e * sin_a, sin_e])
        seen = np.asarray(points, np.float64) @ np.stack([right, up, towards], axis=1)
        depth = self.distance - seen[:, 2]
        depth[depth <= 0] = np.nan
        pixels = min(width, height) / (2.0 * _HALF_FIELD) / depth
        return np.stack([width / 2 + seen[:, 0] * pixels, height / 2 - seen[:, 1] * pixels, depth], axis=1)
