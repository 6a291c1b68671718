"""Where refresh tokens are: in the system's keyring, or in this process's memory; nowhere else.

A keyring may ask a person to unlock it, so nothing here belongs on the window's thread.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from segdesk.errors import SignInNeeded

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "segdesk"
"""The name under which the keyring lists what segdesk keeps."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class SessionToken:
    """A refresh token that is kept in memory only, for the process that needs it too.

    Attributes
    ----------
    client_id
        The OAuth client that it was given to.
    refresh_token
        Never shown.
    """

    client_id: str
    refresh_token: str = field(repr=False)


_SESSION: dict[str, SessionToken] = {}
"""Client id to token. As with environment variables, who signed in is a matter of the whole process."""


class _RefusedError(Exception):
    """The keyring cannot do what it was asked; the text is the kind of error only.

    Backends come from many hands and raise what they like, and their words might quote the secret.
    """


class _NoKeyringError(_RefusedError):
    """There is no keyring, or only one that keeps secrets in a plain file."""


def keep(client_id: str, refresh_token: str) -> str:
    """Keep a token in the keyring, or for this session.

    Returns
    -------
    str
        Why it is for this session only; empty if the keyring has it.
    """
    _SESSION.pop(client_id, None)
    if why := _not_kept_reason(client_id, refresh_token):
        with suppress(_RefusedError):  # an older token would be found again by the next session
            _taken_out(client_id)
        adopt(SessionToken(client_id, refresh_token))
    return why


def find(client_id: str) -> str | None:
    """Return the token that was given to a client, None if there is none.

    Raises
    ------
    SignInNeeded
        If the keyring is there and does not open.
    """
    if held := _SESSION.get(client_id):
        return held.refresh_token
    try:
        return _asked(lambda keyring: keyring.get_password(SERVICE, client_id))
    except _NoKeyringError:
        return None
    except _RefusedError as refusal:
        raise SignInNeeded(
            "The keyring does not give the sign-in back",
            f"it is locked, or does not work ({refusal})",
            "Unlock the keyring and try again, or sign in again",
        ) from None


def remove(client_id: str) -> tuple[str, ...]:
    """Forget the tokens that were given to a client, and return them so that they can be revoked.

    Raises
    ------
    SignInNeeded
        If the keyring is there and does not open: the token is still in it.
    """
    held = _SESSION.pop(client_id, None)
    try:
        stored = _taken_out(client_id)
    except _NoKeyringError:
        stored = []
    except _RefusedError as refusal:
        raise SignInNeeded(
            "The sign-in is still in the keyring",
            f"the keyring is locked, or does not work ({refusal})",
            "Unlock the keyring and try again",
        ) from None
    return tuple(dict.fromkeys([*([held.refresh_token] if held else []), *stored]))


def session_token() -> SessionToken | None:
    """Return what only this process has, to be handed to another one through a pipe."""
    return next(iter(_SESSION.values()), None)


def adopt(token: SessionToken) -> None:
    """Use a token instead of any that the keyring has, until this process ends."""
    _SESSION.clear()
    _SESSION[token.client_id] = token


def _not_kept_reason(client_id: str, refresh_token: str) -> str:
    """Put a token into the keyring; return why it is not there, and nothing if it is."""
    try:
        _asked(lambda keyring: keyring.set_password(SERVICE, client_id, refresh_token))
        kept = _asked(lambda keyring: keyring.get_password(SERVICE, client_id))
    except _NoKeyringError:
        return "this machine has no keyring that could keep it safe"
    except _RefusedError as refusal:
        return f"the keyring refused to keep it ({refusal})"
    return "" if kept == refresh_token else "the keyring does not give back what it was given"


def _taken_out(client_id: str) -> list[str]:
    found = _asked(lambda keyring: keyring.get_password(SERVICE, client_id))
    if found is None:
        return []
    _asked(lambda keyring: keyring.delete_password(SERVICE, client_id))
    return [found]


def _asked(ask: Callable[["KeyringBackend"], _T]) -> _T:
    """Ask the keyring. Raises `_RefusedError`, which knows nothing of what was asked."""
    import keyring

    kind = ""
    try:
        found = keyring.get_keyring()
        if found.priority >= 1:  # keyring's own bound for a backend that it recommends
            return ask(found)
    except keyring.errors.NoKeyringError:
        pass
    except Exception as error:  # noqa: BLE001 - see _RefusedError
        kind = type(error).__name__
    # Outside of the handlers, so that no traceback leads back to the backend's words.
    raise _RefusedError(kind) if kind else _NoKeyringError
