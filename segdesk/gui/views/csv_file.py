"""A CSV file that grows row by row, and appears whole or not at all."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QCoreApplication, QIODevice, QSaveFile

from segdesk.errors import ActivationError
from segdesk.gui.views.copying import csv_lines


class CsvFile:
    """A file on its way: write rows, then commit; what was there before stays until then.

    Every method raises `ActivationError` where the disk refuses.
    """

    def __init__(self, path: str, headers: Sequence[str]) -> None:
        self._name = Path(path).name
        self._file = QSaveFile(path)
        if not self._file.open(QIODevice.OpenModeFlag.WriteOnly):
            raise self._refused()
        self.write([headers])

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows."""
        data = csv_lines(rows).encode()
        if self._file.write(QByteArray(data)) != len(data):
            raise self._refused()

    def commit(self) -> None:
        """Put the file in its place."""
        if not self._file.commit():
            raise self._refused()

    def discard(self) -> None:
        """Leave nothing behind."""
        self._file.cancelWriting()
        self._file.commit()

    def _refused(self) -> ActivationError:
        translate = QCoreApplication.translate
        return ActivationError(
            translate("export", "{file} could not be written").format(file=self._name),
            self._file.errorString(),
            translate("export", "Choose another folder, or make room on the disk"),
        )
