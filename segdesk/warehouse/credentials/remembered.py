"""What is remembered of a sign-in from one session to the next: how, and which files; never a secret."""

import json
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from segdesk import paths
from segdesk.errors import InputError
from segdesk.warehouse.credentials.identity import Method, Reach


class Remembered(BaseModel):
    """How a person signs in.

    Attributes
    ----------
    method
        None once the person has signed out. Whoever never chose gets application default credentials, as
        every other tool of Google's does it.
    client_file
        Path of the OAuth client's JSON file.
    key_file
        Path of a service account's key file.
    reach
        What was granted in the browser.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    method: Literal[Method.ADC, Method.OAUTH, Method.KEY] | None = Method.ADC
    client_file: Path | None = None
    key_file: Path | None = None
    reach: Reach = Reach.BIGQUERY

    def but(self, **changes: object) -> "Remembered":
        """Return it with other values."""
        return self.model_copy(update=changes)


def path() -> Path:
    """Return where it is kept."""
    return paths.config_folder() / "sign-in.json"


def read() -> Remembered:
    """Return what was chosen.

    Raises
    ------
    InputError
        If the file cannot be read, or is not what segdesk writes.
    """
    try:
        return Remembered.model_validate_json(path().read_bytes())
    except FileNotFoundError:
        return Remembered()
    except OSError as error:
        raise InputError(f"{path()} cannot be read", error.strerror or "", "Sign in again") from error
    except ValidationError:
        raise InputError(
            f"{path()} cannot be read", "it is not what this version of segdesk writes", "Sign in again"
        ) from None


def read_or_new() -> Remembered:
    """Return what was chosen, for someone who is about to choose again: a damaged file is no obstacle."""
    try:
        return read()
    except InputError:
        return Remembered()


def write(chosen: Remembered) -> None:
    """Keep what was chosen, in one go.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    target = path()
    text = json.dumps(chosen.model_dump(mode="json"), indent=2) + "\n"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as file:
            file.write(text)
        try:
            Path(file.name).replace(target)
        except OSError:
            with suppress(OSError):
                Path(file.name).unlink()
            raise
    except OSError as error:
        raise InputError(
            f"{target} cannot be written",
            error.strerror or "",
            "Make room there, or check the rights",
        ) from error
