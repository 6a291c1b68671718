"""Plots and their data as files, whole or not at all, and for the clipboard."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QRectF, QSaveFile, QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from segdesk.errors import ActivationError

Draw = Callable[[QPainter, QRectF], None]
"""Paints a figure into a rectangle."""

SHARPNESS = 2
"""Pixels per unit of a picture, so that it stays crisp on a slide."""


def image(size: QSize, draw: Draw, sharpness: int = SHARPNESS) -> QImage:
    """Return a figure as a picture of ``sharpness`` times its size in pixels."""
    picture = QImage(size * sharpness, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(0)
    picture.setDevicePixelRatio(sharpness)  # a scaled painter would leave lines and symbols as they are
    painter = QPainter(picture)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    draw(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    picture.setDevicePixelRatio(1)
    return picture


def png(size: QSize, draw: Draw) -> bytes:
    """Return a figure as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image(size, draw).save(buffer, "PNG")  # type: ignore[call-overload]  # PySide's stubs want bytes here
    return _bytes(buffer)


def svg(size: QSize, draw: Draw, title: str, description: str) -> bytes:
    """Return a figure as an SVG file, which carries its title and description for screen readers."""
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setResolution(round(QGuiApplication.primaryScreen().logicalDotsPerInch()))  # of the text
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    generator.setDescription(description)
    painter = QPainter(generator)
    draw(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return _bytes(buffer)


def write(path: str, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    ActivationError
        If it cannot be written; a file that was there before is still there then.
    """
    file = QSaveFile(path)
    if (
        file.open(QIODevice.OpenModeFlag.WriteOnly)
        and file.write(QByteArray(data)) == len(data)
        and file.commit()
    ):
        return
    reason = file.errorString()
    raise ActivationError(
        QCoreApplication.translate("export", "{file} could not be written").format(file=Path(path).name),
        reason,
        QCoreApplication.translate("export", "Choose another folder, or make room on the disk"),
    )


def _bytes(buffer: QBuffer) -> bytes:
    return bytes(buffer.data().data())
