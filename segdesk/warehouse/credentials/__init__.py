"""Who asks BigQuery: signing in and out, and the credentials of whoever is signed in.

Light to import, so that the process of the window can hand a session's token to its worker; Google's
libraries and the keyring come in where they are used.
"""

from segdesk.warehouse.credentials.chosen import EMULATOR, signed, state
from segdesk.warehouse.credentials.identity import (
    Method,
    Reach,
    Signed,
    SignedIn,
    SignInPage,
    SignInState,
)
from segdesk.warehouse.credentials.key_file import WARNING as KEY_WARNING
from segdesk.warehouse.credentials.oauth_client import HOW_TO_GET_ONE
from segdesk.warehouse.credentials.problems import explained
from segdesk.warehouse.credentials.signing import (
    client_file,
    sign_in_by_default,
    sign_in_with_browser,
    sign_in_with_key,
    sign_out,
)
from segdesk.warehouse.credentials.tokens import SessionToken, adopt, session_token

__all__ = [
    "EMULATOR",
    "HOW_TO_GET_ONE",
    "KEY_WARNING",
    "Method",
    "Reach",
    "SessionToken",
    "SignInPage",
    "SignInState",
    "Signed",
    "SignedIn",
    "adopt",
    "client_file",
    "explained",
    "session_token",
    "sign_in_by_default",
    "sign_in_with_browser",
    "sign_in_with_key",
    "sign_out",
    "signed",
    "state",
]
