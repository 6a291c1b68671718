"""The files of a source folder, and which tables they make."""

import gzip
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, cast

from segdesk.errors import InputError


class Kind(StrEnum):
    """How a file is written."""

    DELIMITED = "delimited"
    NDJSON = "ndjson"
    PARQUET = "parquet"
    EXCEL = "excel"


_ENDINGS = {
    **dict.fromkeys((".csv", ".tsv", ".csv.gz", ".tsv.gz"), Kind.DELIMITED),
    **dict.fromkeys((".ndjson", ".jsonl", ".json", ".ndjson.gz", ".jsonl.gz", ".json.gz"), Kind.NDJSON),
    ".parquet": Kind.PARQUET,
    ".xlsx": Kind.EXCEL,
}

UNDERSTOOD = "CSV, TSV, NDJSON or JSONL (each also with .gz), Parquet and Excel (.xlsx)"
"""The endings, for a person."""

_DAY = re.compile(r"(?P<prefix>ga_sessions_)(?P<day>\d{8})", re.IGNORECASE)
WILDCARD = "ga_sessions_*"
"""The table that all days of an Analytics export make."""


@dataclass(frozen=True)
class TableFiles:
    """The files of one table.

    Attributes
    ----------
    name
        The table's name; `WILDCARD` for the days of an Analytics export.
    paths
        Its files, by name.
    bytes
        Their size together.
    """

    name: str
    paths: tuple[Path, ...]
    bytes: int

    def of_kind(self) -> dict[Kind, tuple[Path, ...]]:
        """Return the files by how they are written."""
        kinds: dict[Kind, list[Path]] = {}
        for path in self.paths:
            kinds.setdefault(kind_of(path), []).append(path)
        return {kind: tuple(paths) for kind, paths in kinds.items()}


def kind_of(path: Path) -> Kind:
    """Return how a file is written, by its ending."""
    return _ENDINGS[_ending(path) or ""]


def stem_of(path: Path) -> str:
    """Return a file's name without its ending: the table's name."""
    return path.name[: -len(_ending(path) or "")] if _ending(path) else path.stem


def day_of(name: str) -> str | None:
    """Return the YYYYMMDD of a day of an Analytics export, by the table's name."""
    found = _DAY.fullmatch(name)
    return found["day"] if found else None


def find_tables(source: Path) -> tuple[TableFiles, ...]:
    """Return the tables of a folder, or the one of a file, by name.

    Raises
    ------
    InputError
        If the source is not there, cannot be read, holds no table or two files for one table.
    """
    named: dict[str, Path] = {}
    for path in _files(source):
        name = stem_of(path)
        other = named.setdefault(name.lower(), path)
        if other is not path:
            raise InputError(
                f"Two files make the table {name}",
                f"{other.name} and {path.name} in {source}",
                "Move one of them out of the folder or rename it",
            )
    tables: dict[str, list[Path]] = {}
    for path in named.values():
        tables.setdefault(WILDCARD if day_of(stem_of(path)) else stem_of(path), []).append(path)
    return tuple(
        TableFiles(name, tuple(paths), sum(path.stat().st_size for path in paths))
        for name, paths in sorted(tables.items(), key=lambda item: item[0].lower())
    )


def signature(tables: Sequence[TableFiles]) -> str:
    """Return a text that changes when a file is added, removed or written."""
    digest = hashlib.sha256()
    for table in tables:
        for path in table.paths:
            state = path.stat()
            digest.update(f"{path.name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file, unpacked if its name ends in .gz."""
    return cast(IO[bytes], gzip.open(path, "rb")) if path.name.lower().endswith(".gz") else path.open("rb")


def unreadable(path: Path, error: BaseException) -> InputError:
    """Return the error for a file that cannot be opened or unpacked."""
    if isinstance(error, PermissionError):
        return InputError(f"{path.name} cannot be read", "you may not open it", f"Check the rights of {path}")
    if isinstance(error, EOFError | gzip.BadGzipFile):
        return InputError(
            f"{path.name} cannot be unpacked", "it is damaged or no gzip file", "Get the file again"
        )
    return InputError(f"{path.name} cannot be read", str(error), f"Check {path}")


def encoding_problem(path: Path) -> InputError | None:
    """Find the first bytes that are not UTF-8."""
    try:
        with open_bytes(path) as stream:
            for number, line in enumerate(stream, 1):
                try:
                    line.decode()
                except UnicodeDecodeError as problem:
                    at = len(line[: problem.start].decode()) + 1
                    return InputError(
                        f"{path.name} is not UTF-8",
                        f"line {number}, character {at} is not",
                        "Save the file as CSV UTF-8 and try again",
                    )
    except (OSError, EOFError) as problem:
        return unreadable(path, problem)
    return None


def _ending(path: Path) -> str | None:
    lower = path.name.lower()
    return max((ending for ending in _ENDINGS if lower.endswith(ending)), key=len, default=None)


def _files(source: Path) -> list[Path]:
    """Return the files that may be tables, by name."""
    try:
        if source.is_file():
            if _ending(source) is None:
                raise InputError(f"{source.name} is not a table", "", f"Understood are {UNDERSTOOD}")
            return [source]
        if not source.is_dir():
            raise InputError(f"{source} is not there", "", "Check the path of the source")
        found = [path for path in source.iterdir() if _ending(path) and not path.name.startswith((".", "~$"))]
        found = sorted((path for path in found if path.is_file()), key=lambda path: path.name)
    except OSError as problem:
        raise InputError(
            f"{source} cannot be read", problem.strerror or str(problem), "Check the rights"
        ) from None
    if not found:
        raise InputError(f"{source} holds no tables", "", f"Understood are {UNDERSTOOD}")
    return found
