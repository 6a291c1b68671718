"""The project files that were open last."""

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

MOST = 10
_KEY = "recent"


class Recent(QObject):
    """The project files that were open last, the latest first; all windows share it."""

    changed = Signal()

    def __init__(self, store: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files, whether or not they are still there."""
        kept = self._store.value(_KEY, [])
        # An INI file gives a list of one back as plain text.
        names = kept if isinstance(kept, list) else [kept] if kept else []
        return tuple(Path(str(name)) for name in names)

    def add(self, path: Path) -> None:
        """Put a file first."""
        absolute = path.absolute()
        self._keep((absolute, *(kept for kept in self.paths if kept != absolute)))

    def remove(self, path: Path) -> None:
        """Forget a file."""
        self._keep(tuple(kept for kept in self.paths if kept != path.absolute()))

    def clear(self) -> None:
        """Forget all files."""
        self._keep(())

    def _keep(self, paths: tuple[Path, ...]) -> None:
        self._store.setValue(_KEY, [str(path) for path in paths[:MOST]])
        self.changed.emit()
