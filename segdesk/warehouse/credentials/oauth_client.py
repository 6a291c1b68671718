"""The OAuth client in whose name segdesk asks a person in the browser: a file that Google's console gives.

segdesk ships none. A client of the type "Desktop app" is public: its secret tells Google which program asks,
and protects nothing.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from segdesk.errors import InputError

HOW_TO_GET_ONE = (
    "In the Google Cloud console, under APIs & Services, Credentials, create an OAuth client ID of the type"
    " Desktop app and download its JSON file"
)

_SAFE = re.compile(r"https://[^\s]+|http://(?:127\.0\.0\.1|localhost)(?::\d+)?/[^\s]*")
_NEEDED = ("client_id", "client_secret", "auth_uri", "token_uri")


@dataclass(frozen=True)
class OAuthClient:
    """A client of the type "Desktop app".

    Attributes
    ----------
    auth_uri
        The page on which a person agrees.
    token_uri
        What gives tokens.
    """

    client_id: str
    client_secret: str = field(repr=False)
    auth_uri: str
    token_uri: str

    @property
    def revoke_uri(self) -> str:
        """What takes a token back, beside what gives one."""
        return self.token_uri.rpartition("/")[0] + "/revoke"

    @property
    def document(self) -> dict[str, Any]:
        """The client as Google's libraries read it."""
        return {"installed": {name: getattr(self, name) for name in _NEEDED}}


def read(path: Path) -> OAuthClient:
    """Read the file of an OAuth client.

    Raises
    ------
    InputError
        If it is not there, or is not of a desktop app.
    """
    found = json_of(path, HOW_TO_GET_ONE)
    if "installed" not in found:
        kind = found.get("type") or ("web" if "web" in found else "")
        raise InputError(
            f"{path} is not the file of a desktop app's OAuth client",
            f"it is of the type {kind}" if isinstance(kind, str) and kind else "",
            HOW_TO_GET_ONE,
        )
    values = found["installed"]
    if not isinstance(values, dict) or not all(isinstance(values.get(name), str) for name in _NEEDED):
        raise InputError(f"{path} is not complete", f"it needs {', '.join(_NEEDED)}", HOW_TO_GET_ONE)
    client = OAuthClient(**{name: values[name] for name in _NEEDED})
    if not (_SAFE.fullmatch(client.auth_uri) and _SAFE.fullmatch(client.token_uri)):
        raise InputError(f"{path} cannot be trusted", "its addresses are not https ones", HOW_TO_GET_ONE)
    return client


def json_of(path: Path, todo: str) -> dict[str, Any]:
    """Read a JSON object from a file, and say nothing of its content if that fails.

    Parameters
    ----------
    todo
        How to get the right file.
    """
    try:
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be read", error.strerror or "", "Check the path") from error
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InputError(f"{path} cannot be used", "it is not a JSON object", todo)
    return found
