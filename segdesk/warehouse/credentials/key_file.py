"""The key file of a service account: read where it lies, never copied."""

import os
import stat
from pathlib import Path
from typing import Any

from segdesk.errors import InputError
from segdesk.warehouse.credentials.identity import Reach
from segdesk.warehouse.credentials.oauth_client import json_of

WARNING = (
    "A key file is a secret that does not expire: whoever has a copy of it can do all that the service"
    " account may, until the key is deleted. segdesk remembers where it is and never copies it"
)
_TODO = "Create a JSON key for a service account in the Google Cloud console, or sign in another way"
_NEEDED = ("client_email", "token_uri", "private_key")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def credentials(path: Path, reach: Reach) -> Any:
    """Return a service account's credentials.

    Raises
    ------
    InputError
        If the file is not there, or is not the key of a service account.
    """
    from google.auth.exceptions import GoogleAuthError
    from google.oauth2 import service_account

    found = json_of(path, _TODO)
    if (kind := found.get("type")) != "service_account":
        why = f"it is of the type {kind}" if isinstance(kind, str) else "it is something else"
        raise InputError(f"{path} is not the key of a service account", why, _TODO)
    if not all(isinstance(found.get(name), str) for name in _NEEDED):
        raise InputError(f"{path} is not complete", f"it needs {', '.join(_NEEDED)}", _TODO)
    try:
        account = service_account.Credentials
        return account.from_service_account_info(found, scopes=[reach])  # type: ignore[no-untyped-call]
    except (ValueError, GoogleAuthError):
        pass
    # Outside of the handler: what the library says may quote the key.
    raise InputError(
        f"{path} is not the key of a service account", "the private key in it cannot be read", _TODO
    )


def notes(path: Path) -> tuple[str, ...]:
    """Return what a person should know who signs in with a key file."""
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & _OTHERS:
        return (WARNING, f"Other users of this machine can read {path}: take that right away from them")
    return (WARNING,)
