"""The credentials of whoever is signed in."""

import os
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

from segdesk.errors import SegdeskError, SignInNeeded
from segdesk.warehouse.credentials import key_file, oauth_client, problems, remembered, tokens
from segdesk.warehouse.credentials.identity import Method, Reach, Signed, SignInState

EMULATOR = "BIGQUERY_EMULATOR_HOST"
"""The environment variable that leads Google's libraries to an emulator."""


def signed(reach: Reach = Reach.BIGQUERY) -> Signed:
    """Return who asks, in the way that the person chose; may take a while, as a keyring may ask first.

    Parameters
    ----------
    reach
        What is wanted. A sign-in in the browser has what was granted then, which `Signed.reach` tells.

    Raises
    ------
    SignInNeeded
        If nobody is signed in.
    InputError
        If the file of a key or client is not there any more.
    """
    if os.environ.get(EMULATOR):
        from google.auth.credentials import AnonymousCredentials

        found = AnonymousCredentials()  # type: ignore[no-untyped-call]
        return Signed(found, Method.ANONYMOUS, None, None, reach)
    chosen = remembered.read()
    match chosen.method:
        case Method.ADC:
            return by_default(reach)
        case Method.OAUTH if chosen.client_file:
            return by_browser(chosen.client_file, chosen.reach)
        case Method.KEY if chosen.key_file:
            return by_key(chosen.key_file, reach)
    raise SignInNeeded("You are signed out of Google Cloud", "", "Sign in")


def state() -> SignInState:
    """Return who is signed in, without asking Google."""
    chosen = remembered.read_or_new()
    files = SignInState(None, client_file=chosen.client_file, key_file=chosen.key_file)
    try:
        found = signed()
    except SegdeskError as error:
        return replace(files, why_not=str(error))
    return replace(
        files,
        method=found.method,
        account=found.account,
        project=found.project,
        reach=found.reach,
        session_only=found.method is Method.OAUTH and tokens.session_token() is not None,
    )


def by_default(reach: Reach) -> Signed:
    """Return the application default credentials.

    Raises
    ------
    SignInNeeded
        If there are none, or they cannot be used.
    """
    import google.auth
    from google.auth import exceptions
    from google.oauth2.credentials import Credentials as UserCredentials

    problem = ""
    try:
        with warnings.catch_warnings():
            # gcloud's own account has no quota project; BigQuery counts by the project that pays.
            warnings.simplefilter("ignore", UserWarning)
            found, project = google.auth.default(scopes=[reach])
    except exceptions.GoogleAuthError as error:
        problem = type(error).__name__
    if problem:
        raise _without_defaults(problem)
    # What a person granted to gcloud cannot be asked to be less.
    is_user = isinstance(found, UserCredentials)
    return Signed(found, Method.ADC, _account(found), project, Reach.CLOUD_PLATFORM if is_user else reach)


def by_browser(client_file: Path, reach: Reach) -> Signed:
    """Return what a person granted in the browser.

    Raises
    ------
    SignInNeeded
        If there is no token of it.
    """
    from google.oauth2.credentials import Credentials

    client = oauth_client.read(client_file)
    token = tokens.find(client.client_id)
    if token is None:
        raise SignInNeeded("You are not signed in to Google Cloud any more", "", "Sign in again")
    found = Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=token,
        token_uri=client.token_uri,
        client_id=client.client_id,
        client_secret=client.client_secret,
        scopes=[reach],
    )
    return Signed(found, Method.OAUTH, None, None, reach)


def by_key(path: Path, reach: Reach) -> Signed:
    """Return a service account's credentials. Raises `InputError` if the file is not its key."""
    found = key_file.credentials(path, reach)
    return Signed(found, Method.KEY, _account(found), found.project_id, reach)


def prove(found: Signed) -> None:
    """Have Google confirm the credentials. Raises a `SegdeskError` if it does not."""
    from google.auth.exceptions import GoogleAuthError
    from google.auth.transport.requests import Request
    from requests import Session

    problem = None
    with Session() as session:
        try:
            found.credentials.refresh(Request(session))
        except GoogleAuthError as error:
            problem = problems.explained(error, found.method)
    if problem is not None:  # outside of the handler, so that it does not carry Google's answer along
        raise problem


def _account(found: Any) -> str | None:
    """Return the address of an account, as far as its credentials know it."""
    name = getattr(found, "service_account_email", None) or getattr(found, "account", None)
    return str(name) if name and name != "default" else None


def _without_defaults(kind: str) -> SignInNeeded:
    named = os.environ.get("GOOGLE_APPLICATION_CREDENTIALS")
    if named:
        return SignInNeeded(
            "The application default credentials cannot be used",
            f"GOOGLE_APPLICATION_CREDENTIALS names {named}, which is not there or is no such file ({kind})",
            "Correct it, or sign in another way",
        )
    return SignInNeeded(
        "You are not signed in to Google Cloud",
        "this machine has no application default credentials",
        "Run gcloud auth application-default login, or sign in with the browser or a key file",
    )
