"""What Google says when it does not believe who asks, in words for the person who asks."""

import re

from segdesk.errors import SegdeskError, SignInNeeded, WarehouseError
from segdesk.warehouse.credentials.identity import Method

_AGAIN = {
    Method.ADC: "Run gcloud auth application-default login",
    Method.OAUTH: "Sign in again",
    Method.KEY: "Ask whoever gave you the key for another one",
}
_REAUTHENTICATE = ("invalid_rapt", "rapt_required")
_UNKNOWN_CLIENT = ("invalid_client", "deleted_client", "disabled_client", "unauthorized_client")


def explained(error: BaseException, method: Method | None = None) -> SegdeskError:
    """Return the error for a person; it quotes nothing but Google's word for the kind of error.

    Parameters
    ----------
    error
        What ``google.auth`` raised.
    method
        How the person signed in, where it is known.
    """
    from google.auth import exceptions

    if isinstance(error, exceptions.TransportError | exceptions.TimeoutError):
        return unreachable()
    if isinstance(error, exceptions.RefreshError):
        if error.retryable:
            return WarehouseError("Google's sign-in does not work at the moment", "", "Try again in a minute")
        return refused(code_of(error), method)
    return SignInNeeded(
        "Google Cloud cannot tell who asks",
        f"the credentials cannot be used ({type(error).__name__})",
        _AGAIN.get(method or Method.OAUTH, "Sign in again"),
    )


def code_of(error: BaseException) -> str:
    """Return OAuth's word for what is wrong, such as ``invalid_grant``; empty where there is none."""
    for part in error.args:
        if isinstance(part, dict):
            words = [str(part.get(name)) for name in ("error_subtype", "error")]
            return next((word for word in words if word in _REAUTHENTICATE), word(words[-1]))
    return _REAUTHENTICATE[0] if "eauthenticat" in str(error) else ""


def word(code: str) -> str:
    """Return an error code if it is one, and nothing otherwise: a server may answer anything."""
    return code if re.fullmatch(r"[a-z_]{3,40}", code) else ""


def refused(code: str, method: Method | None = None) -> SignInNeeded:
    """Return the error for a sign-in that Google does not accept.

    Parameters
    ----------
    code
        OAuth's word for it.
    """
    again = _AGAIN.get(method or Method.OAUTH, "Sign in again")
    if code in _REAUTHENTICATE:
        return SignInNeeded(
            "Google wants you to sign in again", "your organisation asks for it from time to time", again
        )
    if code in _UNKNOWN_CLIENT:
        return SignInNeeded(
            "Google does not know the OAuth client",
            "it was deleted, or its file is an old one",
            "Download its file again, or sign in another way",
        )
    if code == "invalid_grant" and method is Method.KEY:
        return SignInNeeded(
            "Google does not accept the service account's key",
            "it was deleted or disabled, or the clock of this machine is wrong",
            f"Check the clock. {again}",
        )
    if code == "invalid_grant":
        return SignInNeeded(
            "Google does not accept the sign-in any more", "it has expired, or access was taken back", again
        )
    return SignInNeeded("Google does not accept the sign-in", f"it says {code}" if code else "", again)


def unreachable() -> WarehouseError:
    """Return the error for a network that does not lead to Google."""
    return WarehouseError(
        "Google cannot be reached",
        "the network is gone, or something between here and there lets nothing through",
        "Check the connection and the proxy settings, then try again",
    )
