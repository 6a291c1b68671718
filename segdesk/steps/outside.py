"""Files outside the project that a step reads: whether they are still the ones of last time."""

import hashlib
from pathlib import Path

from segdesk.errors import InputError


def file_fingerprint(path: str | None) -> str:
    """Return the SHA-256 of a file's content, empty where no file was given.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    if path is None:
        return ""
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read",
            error.strerror or "",
            "Check the name, or take the option back with an empty value",
        ) from error
