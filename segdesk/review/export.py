"""What the Export tab shows of the files: what will be written, and what became of those of last time."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from segdesk.activation.legacy import LEGACY_NOTICE

if TYPE_CHECKING:
    from segdesk.project.file import Project

__all__ = ["LEGACY_NOTICE", "FileState", "Plan", "WrittenFile", "last_files", "plan"]


class FileState(StrEnum):
    """What became of a written file."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True)
class WrittenFile:
    """A file that the last export wrote.

    Attributes
    ----------
    format
        For instance ``csv``, ``parquet``, ``sql`` or ``ga360``.
    rows, bytes, sha256
        As it was written.
    state
        Whether it is still there as it was written.
    """

    path: str
    name: str
    format: str
    rows: int
    bytes: int
    sha256: str
    state: FileState


@dataclass(frozen=True)
class Plan:
    """What an export would write.

    Attributes
    ----------
    folder
        Where to.
    exists
        Whether that folder is there already.
    files
        The names of the files.
    rows
        How many rows each of them would have as things are; None where that is not known yet.
    ga360
        Whether the import file of Analytics is among them, so far as the customers fit into it.
    """

    folder: str
    exists: bool
    files: tuple[str, ...]
    rows: tuple[int | None, ...]
    ga360: bool


def plan(project: "Project") -> Plan:
    """Return what an export with the settings as they are would write."""
    from segdesk.steps import export

    settings = project.settings
    folder = export.folder(project, settings)
    ga360 = settings.export.formats is None or "ga360" in settings.export.formats
    names = [f"{name}.{kind}" for name in export.TABLES for kind in ("csv", "parquet")]
    files = (*names, "rules.sql", *(("ga360.csv",) if ga360 else ()))
    counts = _counts(project)
    rows = tuple(counts.get(name.split(".")[0]) for name in files)
    return Plan(str(folder), folder.is_dir(), files, rows, ga360)


def _counts(project: "Project") -> dict[str, int]:
    """Return the rows of each file by its name, as far as the steps before have been run."""
    from segdesk.steps import export

    if not (project.has("label_parametric") and project.has("marketing_email")):
        return {}
    counts = {
        name: int(row[0])
        for name, query in export.queries(project)
        if (row := project.row(f"SELECT count(*) FROM ({query})")) is not None
    }
    return {**counts, "rules": 1, "ga360": counts["segments"]}


def last_files(project: "Project") -> tuple[WrittenFile, ...]:
    """Return the files that the last export wrote, by name; reads each that is still there."""
    from pathlib import Path

    rows = project.rows(
        "SELECT path, format, rows, bytes, sha256 FROM exports"
        " WHERE run = (SELECT max(run) FROM exports) ORDER BY path"
    )
    return tuple(
        WrittenFile(path, Path(path).name, kind, count, size, digest, _state(path, size, digest))
        for path, kind, count, size, digest in rows
    )


def _state(path: str, size: int, digest: str) -> FileState:
    from pathlib import Path

    from segdesk.activation.files import sha256
    from segdesk.errors import ActivationError

    file = Path(path)
    try:
        if not file.is_file():
            return FileState.MISSING
        same = file.stat().st_size == size and sha256(file) == digest
    except (OSError, ActivationError):  # a disk that is not connected
        return FileState.MISSING
    return FileState.UNCHANGED if same else FileState.CHANGED
