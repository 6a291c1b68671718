"""Splitters that stand where the person left them."""

from PySide6.QtCore import QByteArray, QObject, QSettings, Slot
from PySide6.QtWidgets import QSplitter


def remember(splitter: QSplitter, store: QSettings, key: str) -> None:
    """Put a splitter where it stood last, if it was ever moved, and keep where it is moved to."""
    _Remembered(splitter, store, key)


class _Remembered(QObject):
    """Lives as long as its splitter."""

    def __init__(self, splitter: QSplitter, store: QSettings, key: str) -> None:
        super().__init__(splitter)
        self._splitter = splitter
        self._store = store
        self._key = key
        state = store.value(key)
        if isinstance(state, QByteArray):
            splitter.restoreState(state)
        splitter.splitterMoved.connect(self._on_splitter_moved)

    @Slot(int, int)
    def _on_splitter_moved(self, _position: int, _place: int) -> None:
        self._store.setValue(self._key, self._splitter.saveState())
