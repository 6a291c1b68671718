"""Line icons from SVG, in the colour that they are needed in."""

from functools import cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from segdesk.paths import resource

ROOM = 1.3
"""How much wider than high an icon with room is."""

# Every size that a button or a menu asks for, at one, one and a half, two and three times the pixels.
_SIZES = (16, 20, 24, 32, 48, 64)


def drawn(name: str, pixels: int) -> QPixmap:
    """Draw the icon ``resources/icons/NAME.svg`` in its own colours on a clear ground."""
    picture = QPixmap(QSize(pixels, pixels))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(_source(name))).render(painter)
    painter.end()
    return picture


def tinted(name: str, pixels: int, colour: QColor) -> QPixmap:
    """Draw the icon ``resources/icons/NAME.svg`` in one colour, ``pixels`` wide and high."""
    return _filled(drawn(name, pixels), colour)


def line_icon(name: str, normal: QColor, disabled: QColor) -> QIcon:
    """Return an icon in the two colours, crisp at every size in use."""
    icon = QIcon()
    for pixels in _SIZES:
        outline = drawn(name, pixels)
        icon.addPixmap(_filled(outline, normal), QIcon.Mode.Normal)
        icon.addPixmap(_filled(outline, disabled), QIcon.Mode.Disabled)
    return icon


def with_room(icon: QIcon) -> QIcon:
    """Return an icon with some room at its right, for a button whose words follow it."""
    roomy = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        for size in icon.availableSizes(mode):
            picture = QPixmap(QSize(round(size.width() * ROOM), size.height()))
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.drawPixmap(0, 0, icon.pixmap(size, 1.0, mode))
            painter.end()
            roomy.addPixmap(picture, mode)
    return roomy


def picture_icon(name: str) -> QIcon:
    """Return an icon in its own colours, such as the program's."""
    icon = QIcon()
    for pixels in (*_SIZES, 128, 256):
        icon.addPixmap(drawn(name, pixels))
    return icon


def _filled(outline: QPixmap, colour: QColor) -> QPixmap:
    """Return a picture of one colour in the shape of another."""
    picture = QPixmap(outline)
    painter = QPainter(picture)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(picture.rect(), colour)
    painter.end()
    return picture


@cache
def _source(name: str) -> bytes:
    """Read an icon once."""
    return resource("icons", f"{name}.svg").read_bytes()
