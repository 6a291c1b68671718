"""A folder that is filled as a whole, or not at all."""

import errno
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from segdesk.errors import InputError, SegdeskError

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}  # Windows has no quota error
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def filling(folder: Path) -> Iterator[Path]:
    """Give a temporary folder beside ``folder`` that takes its place when the block ends well.

    When the block raises anything at all, the temporary folder and every parent made for it are removed.

    Raises
    ------
    InputError
        If ``folder`` is a file, or holds something.
    SegdeskError
        If the disk is full or the folder cannot be written to.
    """
    target = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would replace a link's target, not the link
    if target.is_symlink():
        target = target.resolve()
    try:
        _refuse_unless_empty(target, folder)
        made = [parent for parent in target.parents if not parent.exists()]
    except OSError as error:
        raise _for_people(error, folder) from error
    partial = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.partial")
    done = False
    try:
        partial.mkdir(parents=True)
        yield partial
        _put_in_place(partial, target)
        done = True
    except OSError as error:
        raise _for_people(error, folder) from error
    finally:
        if not done:
            _remove(partial, made)


class TableFile:
    """A Parquet file that grows by one row group at a time.

    Parameters
    ----------
    folder, name
        The file is ``folder/name.parquet``.
    schema
        Of the file; every part must have it.
    """

    def __init__(self, folder: Path, name: str, schema: pa.Schema) -> None:
        self.name = f"{name}.parquet"
        self._writer = pq.ParquetWriter(folder / self.name, schema, compression="zstd")

    def write(self, part: pa.Table) -> None:
        """Append rows."""
        self._writer.write_table(part)

    def close(self) -> None:
        """Write the footer, without which the file is not one."""
        self._writer.close()


def _refuse_unless_empty(target: Path, as_given: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise InputError(f"The sample cannot go to {as_given}", "it is a file", "Name a folder")
    if any(target.iterdir()):
        raise InputError(f"The folder {as_given} is not empty", todo="Name a new or an empty folder")


def _put_in_place(partial: Path, target: Path) -> None:
    """Rename; only a folder that cannot be replaced (a mount point) gets the files one by one."""
    if target.exists():
        try:
            target.rmdir()
        except OSError:
            _move_files(partial, target)
            return
    partial.rename(target)


def _move_files(partial: Path, target: Path) -> None:
    _refuse_unless_empty(target, target)
    moved: list[Path] = []
    try:
        for file in sorted(partial.iterdir()):
            moved.append(target / file.name)
            shutil.move(file, moved[-1])
        partial.rmdir()
    except BaseException:
        for file in moved:
            file.unlink(missing_ok=True)
        raise


def _remove(partial: Path, made: list[Path]) -> None:
    shutil.rmtree(partial, ignore_errors=True)
    for parent in made:
        with suppress(OSError):
            parent.rmdir()


def _for_people(error: OSError, folder: Path) -> SegdeskError:
    """Say in words what the operating system refused."""
    what = f"The sample could not be written to {folder}"
    if error.errno in _FULL:
        todo = "Make room, ask for fewer customers, or name another folder"
        return SegdeskError(what, "the disk is full", todo)
    if error.errno in _FORBIDDEN:
        return SegdeskError(what, "you may not write there", "Name a folder of your own")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return SegdeskError(what, "a part of the path is a file", "Name another folder")
    return SegdeskError(what, error.strerror or str(error), "Name another folder")
