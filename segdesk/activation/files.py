"""Files that appear whole or not at all."""

import errno
import hashlib
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from segdesk.errors import ActivationError

_PREFIX = ".segdesk-"

_ELSEWHERE = "Choose another folder"
_ROOM = "Make room on that disk, or choose another folder"
_REASONS = {
    errno.ENOSPC: ("the disk is full", _ROOM),
    errno.EDQUOT: ("the quota of this account on that disk is used up", _ROOM),
    errno.EFBIG: ("it is larger than that disk or this account allows", _ROOM),
    errno.EROFS: ("that disk can only be read", _ELSEWHERE),
    errno.EACCES: (
        "writing there is not permitted, or the file is open in another program",
        "Close the file elsewhere, or choose another folder",
    ),
    errno.EPERM: ("writing there is not permitted", _ELSEWHERE),
    errno.ENOTDIR: ("a part of its path is a file, not a folder", _ELSEWHERE),
    errno.EEXIST: ("there is a file where a folder should be", _ELSEWHERE),
    errno.EISDIR: ("there is a folder of that name", "Rename or remove that folder, or choose another one"),
    errno.ENOENT: ("its folder is not there any more", "Connect the disk again, or choose another folder"),
    errno.ENAMETOOLONG: ("its path is too long", "Choose a folder with a shorter path"),
    errno.EIO: ("the disk reports an error", "Check the disk, or choose another folder"),
}
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})


@dataclass(frozen=True)
class WrittenFile:
    """A file that was written, as the project remembers it.

    Attributes
    ----------
    path
        Where it is.
    format
        The name of its format, for instance ``ga360``.
    rows
        Rows of data, the header not counted.
    bytes
        Its size.
    sha256
        Its SHA-256, in hexadecimal digits.
    """

    path: Path
    format: str
    rows: int
    bytes: int
    sha256: str

    @classmethod
    def of(cls, path: Path, file_format: str, rows: int) -> Self:
        """Measure a file that is in place. Raises `ActivationError` where it cannot be read."""
        with explained(path, "read"):
            size = path.stat().st_size
        return cls(path, file_format, rows, size, sha256(path))


def sha256(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal digits. Raises `ActivationError` where it cannot be read."""
    with explained(path, "read"), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def explain(error: OSError, path: Path, verb: str = "written") -> ActivationError:
    """Return what the operating system said about a file; a staged one is called by its final path."""
    staged = path.parent.parent.name.startswith(_PREFIX)
    shown = path.parents[2] / path.name if staged else path
    why, todo = _REASONS.get(error.errno or 0, (error.strerror or str(error), _ELSEWHERE))
    return ActivationError(f"{shown} could not be {verb}", why, todo)


@contextmanager
def explained(path: Path, verb: str = "written") -> Iterator[None]:
    """Turn an OSError about one file into an `ActivationError`."""
    try:
        yield
    except OSError as error:
        raise explain(error, path, verb) from error


class Staging:
    """A folder that receives several files at once, or is left as it was.

    The files are written into a hidden folder inside the target, so that moving them into place is a rename
    on the same disk. Leaving the ``with`` block in any other way than after `commit` (an error, a cancel, a
    full disk) removes all of them, and every folder that was made for them.

    Parameters
    ----------
    folder
        The target; it and its parents are made if they are missing.

    Raises
    ------
    ActivationError
        Where the operating system refuses: no room, no permission, a file where a folder is wanted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names: list[str] = []
        self._made: list[Path] = []
        self._hidden: Path | None = None

    def __enter__(self) -> Self:
        try:
            with explained(self.folder):
                self._make_folder()
                _sweep_up(self.folder)
                self._hidden = Path(tempfile.mkdtemp(prefix=f"{_mine()}{os.getpid()}-", dir=self.folder))
                self._fresh.mkdir()
                self._previous.mkdir()
        except BaseException:
            self._discard()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        hidden = self._hidden
        self._discard()
        if isinstance(error, OSError) and hidden is not None:
            about = Path(str(error.filename)) if error.filename else None
            if about is not None and about.is_relative_to(hidden):
                raise explain(error, about) from error
            if about is None and error.errno in _DISK:
                raise explain(error, self.folder) from error

    def stage(self, name: str) -> Path:
        """Return where to write the file that will bear this name.

        Parameters
        ----------
        name
            A plain file name, without a folder.

        Raises
        ------
        ActivationError
            If the name is not plain, was given before, or belongs to a folder.
        """
        if name in {"", ".."} or Path(name).name != name or "\\" in name:
            raise ActivationError(f"{name!r} cannot be a file name", "it is empty or names a folder")
        if name.casefold() in {given.casefold() for given in self._names}:
            raise ActivationError(f"{name} would be written twice", "two formats ask for the same file name")
        if (self.folder / name).is_dir():
            raise explain(IsADirectoryError(errno.EISDIR, ""), self.folder / name)
        self._names.append(name)
        return self._fresh / name

    def commit(self) -> tuple[Path, ...]:
        """Move every staged file into place and return their paths, in the order of staging.

        Either all files are new afterwards or all are as before.

        Raises
        ------
        ActivationError
            Naming the file that could not be put in place, or that nobody wrote.
        """
        for name in self._names:
            with explained(self._fresh / name):
                _flush(self._fresh / name)
        for name in self._names:
            with explained(self._fresh / name):
                _keep(self.folder / name, self._previous / name)
        self._move_all()
        _flush_folder(self.folder)
        paths = tuple(self.folder / name for name in self._names)
        self._names, self._made = [], []
        return paths

    @property
    def _fresh(self) -> Path:
        return self._inside("fresh")

    @property
    def _previous(self) -> Path:
        return self._inside("previous")

    def _inside(self, part: str) -> Path:
        if self._hidden is None:
            raise RuntimeError("a Staging is used inside its with block only")
        return self._hidden / part

    def _make_folder(self) -> None:
        missing = [path for path in (self.folder, *self.folder.parents) if not path.exists()]
        for path in reversed(missing):
            path.mkdir()
            self._made.append(path)

    def _move_all(self) -> None:
        moved: list[str] = []
        try:
            for name in self._names:
                # Noted first: an interrupt right after the rename must undo it too.
                moved.append(name)
                with explained(self._fresh / name):
                    (self._fresh / name).replace(self.folder / name)
        except BaseException:
            self._put_back(moved)
            raise

    def _put_back(self, names: list[str]) -> None:
        """Restore the files of before; where even that fails, leave them in the hidden folder and say so."""
        hidden, lost = self._hidden, False
        for name in names:
            try:
                if os.path.lexists(self._previous / name):
                    (self._previous / name).replace(self.folder / name)
                elif not (self._fresh / name).exists():
                    (self.folder / name).unlink(missing_ok=True)
            except OSError:
                lost = True
        if lost:
            self._hidden = None
            raise ActivationError(
                f"The files in {self.folder} could not be replaced, nor all of them put back",
                "the disk refused in the middle of it",
                f"The files of before are in {hidden}",
            )

    def _discard(self) -> None:
        if self._hidden is not None:
            shutil.rmtree(self._hidden, ignore_errors=True)
            self._hidden = None
        for path in reversed(self._made):
            with suppress(OSError):  # somebody else may use it by now
                path.rmdir()
        self._names, self._made = [], []


def _mine() -> str:
    """Return how the hidden folders of this machine's processes begin."""
    return f"{_PREFIX}{hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]}-"


def _sweep_up(folder: Path) -> None:
    """Remove what processes of this machine left that were killed while they wrote."""
    if os.name != "posix":  # elsewhere there is no harmless way to ask whether a process is alive
        return
    for left in folder.glob(f"{_mine()}*"):
        process = re.match(r"\d+", left.name.removeprefix(_mine()))
        if process and not _is_alive(int(process[0])):
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _flush(path: Path) -> None:
    """Wait until a file's bytes are on the disk; Windows wants a handle that may write."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Wait until the renames are on the disk, where folders can be flushed."""
    if os.name == "posix":
        with suppress(OSError):  # the files are in place; some network disks refuse this
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _keep(target: Path, backup: Path) -> None:
    """Keep what stands at a target under a second name, as a copy where the disk knows no hard links."""
    if not os.path.lexists(target):
        return
    try:
        os.link(target, backup, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(target, backup, follow_symlinks=False)
