"""The plot in three dimensions: what is seen is what is picked, and nothing of OpenGL is left behind."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel

from segdesk.gui.plots import gl, scatter3d
from segdesk.gui.plots.gl import Camera
from segdesk.gui.plots.scatter3d import Scatter3D
from segdesk.gui.selection import Selection
from segdesk.gui.theme import Choice, Colour
from segdesk.review.scatter import Axis, Group, Points3D
from tests.window.conftest import SECONDS

SEGMENTS = ("seg_1", "seg_2")
AXES = tuple(Axis(f"pca{n}", Group.PCA, number=n, share=0.5 / n) for n in (1, 2, 3))
LEFT = Qt.MouseButton.LeftButton
# Corners of a cube, so that each stands alone on the screen.
CORNERS = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)


def some_points(placed=4):
    codes = np.array([0, 1, 0, 1], np.uint8)
    return Points3D(SEGMENTS, CORNERS, codes, np.array([10, 20, 30, 40]), placed, AXES)


@pytest.fixture
def selection():
    selection = Selection()
    selection.set_known(SEGMENTS)
    return selection


@pytest.fixture
def plot(qtbot, theme, selection):
    plot = Scatter3D(theme, selection)
    qtbot.addWidget(plot)
    plot.resize(600, 500)
    plot.set_labels({"seg_1": "Loyal", "seg_2": "New"})
    plot.set_points(some_points())
    return plot


@pytest.fixture
def seen(plot, qtbot):
    """The plot on the screen; the test is skipped where there is no OpenGL."""
    if not gl.gl_available():
        pytest.skip("this screen has no OpenGL")
    plot.show()
    qtbot.waitExposed(plot)
    qtbot.waitUntil(lambda: plot.drawn, timeout=SECONDS)
    return plot


def place(plot, index):
    """Where a customer is in the view."""
    half = (CORNERS.max(axis=0) - CORNERS.min(axis=0)) / 2
    places = (CORNERS - half) * np.sqrt(3) / np.linalg.norm(half)
    x, y, _ = plot.camera.on_screen(places, plot._view.width(), plot._view.height())[index]
    return QPoint(round(x), round(y))


def picture(plot):
    return plot._view.grabFramebuffer()


def shows(plot, theme, segment, index):
    image, at = picture(plot), place(plot, index)
    wanted = theme.segment(segment)
    around = [image.pixelColor(at.x() + dx, at.y() + dy) for dx in range(-3, 4) for dy in range(-3, 4)]
    return any(sum(abs(a - b) for a, b in zip(c.getRgb(), wanted.getRgb(), strict=True)) < 40 for c in around)


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
def test_customers_are_drawn_where_the_camera_sees_them(seen, theme, choice):
    theme.set_choice(choice)
    for index, segment in enumerate(("seg_1", "seg_2", "seg_1", "seg_2")):
        assert shows(seen, theme, segment, index)
    ground = picture(seen).pixelColor(2, 2)
    assert ground == QColor(theme.colour(Colour.SURFACE))


def test_a_hidden_segment_is_not_drawn(seen, theme, selection):
    selection.toggle("seg_2")
    assert not shows(seen, theme, "seg_2", 1)
    assert shows(seen, theme, "seg_1", 2)
    selection.set_hidden(SEGMENTS)
    assert not shows(seen, theme, "seg_1", 2)
    selection.show_all()
    assert shows(seen, theme, "seg_2", 1)


def test_what_is_not_highlighted_fades(seen, theme, selection):
    selection.select_segments({"seg_1"})
    assert not shows(seen, theme, "seg_2", 1)
    assert shows(seen, theme, "seg_1", 2)


def test_a_click_picks_the_customer(qtbot, seen):
    with qtbot.waitSignal(seen.customer_picked) as picked:
        qtbot.mouseClick(seen._view, LEFT, pos=place(seen, 1))
    assert picked.args == [20]


def test_a_click_beside_customers_or_on_a_hidden_one_picks_nobody(qtbot, seen, selection):
    selection.toggle("seg_2")
    with qtbot.assertNotEmitted(seen.customer_picked):
        qtbot.mouseClick(seen._view, LEFT, pos=place(seen, 1))
        qtbot.mouseClick(seen._view, LEFT, pos=QPoint(5, 5))


def test_dragging_turns_it_and_picks_nobody(qtbot, seen, theme):
    before = seen.camera
    start = place(seen, 1)
    with qtbot.assertNotEmitted(seen.customer_picked):
        qtbot.mousePress(seen._view, LEFT, pos=start)
        qtbot.mouseMove(seen._view, start + QPoint(30, 0))
        qtbot.mouseMove(seen._view, start + QPoint(60, 10))
        qtbot.mouseRelease(seen._view, LEFT, pos=start + QPoint(60, 10))
    assert seen.camera.azimuth != before.azimuth
    assert seen.camera.elevation > before.elevation
    assert shows(seen, theme, "seg_2", 1)  # where the turned camera sees it


def test_the_keyboard_turns_zooms_and_resets(qtbot, seen):
    seen.setFocus()
    start = seen.camera
    qtbot.keyClick(seen._view, Qt.Key.Key_Left)
    turned = seen.camera
    assert turned.azimuth != start.azimuth
    qtbot.keyClick(seen._view, Qt.Key.Key_Up)
    assert seen.camera.elevation > turned.elevation
    qtbot.keyClick(seen._view, Qt.Key.Key_Plus)
    assert seen.camera.distance < start.distance
    qtbot.keyClick(seen._view, Qt.Key.Key_Home)
    assert seen.camera == Camera()


def test_hidden_and_shown_again_it_is_the_same_picture(qtbot, seen, theme):
    seen._view.look(seen.camera.turned(40, 10))
    camera = seen.camera
    old = seen._view
    with qtbot.waitSignal(old.destroyed):
        seen.hide()
    assert seen._view is None
    seen.show()
    qtbot.waitExposed(seen)
    qtbot.waitUntil(lambda: seen.drawn, timeout=SECONDS)
    assert seen.camera == camera
    assert shows(seen, theme, "seg_2", 1)


def test_a_picture_is_saved_with_title_and_axes(seen, theme, tmp_path):
    path = tmp_path / "cube.png"
    seen.save_png(str(path))
    image = QImage(str(path))
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert theme.segment("seg_1").name() in colours
    assert theme.segment("seg_2").name() in colours


def test_selected_customers_are_ringed(seen, theme, selection):
    def ringed():
        image = seen.grab().toImage()
        at = seen._view.mapTo(seen, place(seen, 1))
        text = theme.colour(Colour.TEXT).name()
        return any(
            image.pixelColor(at.x() + dx, at.y() + dy).name() == text
            for dx in range(-9, 10)
            for dy in range(-9, 10)
        )

    assert not ringed()
    selection.select_customers([20])
    assert ringed()


def test_a_sample_says_that_it_is_one(plot):
    assert plot.hint == "4 customers"
    plot.set_points(some_points(placed=1_000_000))
    assert plot.hint.startswith("A sample: 4 of 1,000,000 customers")


def test_the_table_holds_who_is_shown(plot, selection):
    selection.toggle("seg_1")
    twin = plot.twin()
    assert twin.headers == ("Segment", "PCA 1", "PCA 2", "PCA 3")
    assert [twin.row(row) for row in range(len(twin))] == [("New", 1, 0, 0), ("New", 0, 0, 1)]


def test_without_opengl_a_sentence_says_so_and_the_table_is_there(qtbot, plot, monkeypatch):
    monkeypatch.setattr(scatter3d, "gl_available", lambda: False)
    plot.show()
    qtbot.waitExposed(plot)

    def is_said() -> bool:
        shown = [label.text() for label in plot.findChildren(QLabel) if label.isVisible()]
        return any("need OpenGL" in text for text in shown)

    qtbot.waitUntil(is_said)
    assert not plot.available()
    assert len(plot.twin()) == 4


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc", "linuxfb"])
def test_screens_without_opengl_are_known(monkeypatch, platform):
    monkeypatch.setattr(gl.QGuiApplication, "platformName", lambda: platform)
    assert not gl.gl_available()


def test_under_wayland_pyopengl_is_told_to_use_x11(monkeypatch):
    monkeypatch.setattr(gl.QGuiApplication, "platformName", lambda: "xcb")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.delenv("PYOPENGL_PLATFORM", raising=False)
    gl.gl_available()
    assert gl.os.environ["PYOPENGL_PLATFORM"] == "x11"


def test_the_camera_agrees_with_itself():
    camera = Camera(azimuth=0.0, elevation=0.0, distance=5.0)
    places = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 1], [6, 0, 0]], np.float32)
    seen = camera.on_screen(places, 400, 300)
    assert seen[0].tolist() == [200, 150, 5]
    assert seen[1][0] > 200  # y goes to the right,
    assert seen[2][1] < 150  # z goes up,
    assert np.isnan(seen[3]).any()  # and what is behind the camera is nowhere
    assert camera.turned(0, 200).elevation == 90
