"""A Data Set schema as a small file that a person keeps: which column goes under which ``ga:`` name.

Our own files have the header ``column,name,key`` and one line for each column of the Data Set, in its order.
The header line that Analytics offers for download ("Get schema") is understood as well: it names no columns.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from segdesk.activation.dataset import Ga360Schema
from segdesk.activation.files import Staging, explained
from segdesk.errors import ActivationError

_HEADER = ("column", "name", "key")
_WHAT_TO_DO = "Give a file that segdesk saved, or the header line of the Data Set"
_MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class SavedSchema:
    """A Data Set schema as it stands in a file.

    Attributes
    ----------
    columns
        Pairs of a column and a ``ga:`` name in the order of the Data Set; the column is empty where the file
        does not say it.
    key
        The key's ``ga:`` name.
    """

    columns: tuple[tuple[str, str], ...]
    key: str

    @property
    def names(self) -> tuple[str, ...]:
        """The ``ga:`` names in their order."""
        return tuple(name for _, name in self.columns)


def save(path: Path, schema: Ga360Schema) -> None:
    """Write a schema, whole or not at all. Raises `ActivationError` where it cannot be written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    for column, name in schema.columns:
        writer.writerow((column, name, "yes" if name == schema.key else ""))
    with Staging(path.absolute().parent) as staging:
        staged = staging.stage(path.name)
        with explained(staged):
            staged.write_text(text.getvalue(), encoding="utf-8", newline="")
        staging.commit()


def load(path: Path) -> SavedSchema:
    """Read a schema.

    Raises
    ------
    ActivationError
        If the file cannot be read, is neither of the two kinds, or no Data Set can have such names.
    """
    rows = _rows(path)
    if not rows:
        raise ActivationError(f"{path.name} holds no schema", "it is empty", _WHAT_TO_DO)
    header = [cell.strip().lower() for cell in rows[0]]
    if header[: len(_HEADER)] == list(_HEADER):
        return _checked(path, *_own(path, rows[1:]))
    names = [cell.strip() for cell in rows[0] if cell.strip()]
    if not names or not all(name.startswith("ga:") for name in names):
        raise ActivationError(
            f"{path.name} holds no schema", "line 1 has other names than ga: ones", _WHAT_TO_DO
        )
    return _checked(path, tuple(("", name) for name in names), "")


def _rows(path: Path) -> list[list[str]]:
    with explained(path, "read"), path.open("rb") as file:
        raw = file.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise ActivationError(f"{path.name} holds no schema", "it is far too large", _WHAT_TO_DO)
    try:
        text = raw.decode("utf-8-sig")
        head = next((line for line in text.splitlines() if line.strip()), "")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
        return [row for row in rows if any(cell.strip() for cell in row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ActivationError(
            f"{path.name} holds no schema", "it is no CSV text in UTF-8", _WHAT_TO_DO
        ) from error


def _own(path: Path, rows: list[list[str]]) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return columns and key of a file of our own."""
    cells = [[cell.strip() for cell in (*row, "", "")][:3] for row in rows]
    keys = [name for _, name, key in cells if key]
    if len(keys) > 1:
        raise ActivationError(f"{path.name} holds no schema", f"it has {len(keys)} keys", "Mark one of them")
    return tuple((column, name) for column, name, _ in cells), keys[0] if keys else ""


def _checked(path: Path, columns: tuple[tuple[str, str], ...], key: str) -> SavedSchema:
    try:
        schema = Ga360Schema(columns, key)
    except ActivationError as error:
        raise ActivationError(f"{path.name} cannot be used: {error.what}", error.why, error.todo) from error
    return SavedSchema(schema.columns, schema.key)
