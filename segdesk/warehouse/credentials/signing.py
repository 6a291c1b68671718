"""Signing in, and out again."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from segdesk.errors import InputError, SegdeskError
from segdesk.tasks.task import Task
from segdesk.warehouse.credentials import browser, chosen, key_file, oauth_client, remembered, tokens
from segdesk.warehouse.credentials.identity import Method, Reach, SignedIn
from segdesk.warehouse.credentials.oauth_client import OAuthClient
from segdesk.warehouse.credentials.remembered import Remembered

_SLOWEST_ANSWER = 10.0


def sign_in_by_default() -> SignedIn:
    """Sign in with application default credentials, after Google has confirmed them.

    Raises
    ------
    SignInNeeded
        If there are none, or Google does not accept them.
    """
    found = chosen.by_default(Reach.BIGQUERY)
    chosen.prove(found)
    remembered.write(remembered.read_or_new().but(method=Method.ADC))
    return SignedIn(Method.ADC, found.account)


def sign_in_with_browser(
    client_file: Path,
    task: Task,
    *,
    show: Callable[[str], None],
    open_browser: Callable[[str], object],
    reach: Reach = Reach.BIGQUERY,
    seconds: float = browser.PATIENCE,
) -> SignedIn:
    """Sign in with a Google account; see `segdesk.warehouse.credentials.browser.ask`.

    Parameters
    ----------
    client_file
        Of the OAuth client; its path is remembered, and it is read again each time.
    """
    client_file = client_file.absolute()
    client = oauth_client.read(client_file)
    granted = browser.ask(client, reach, task, show=show, open_browser=open_browser, seconds=seconds)
    before = remembered.read_or_new()
    _forget_another(before, client)
    why = tokens.keep(client.client_id, granted.refresh_token)
    remembered.write(before.but(method=Method.OAUTH, client_file=client_file, reach=granted.reach))
    return SignedIn(Method.OAUTH, None, (_session_note(why),) if why else ())


def sign_in_with_key(path: Path) -> SignedIn:
    """Sign in as a service account, after Google has confirmed its key.

    Raises
    ------
    InputError
        If the file is not the key of a service account.
    SignInNeeded
        If Google does not accept it.
    """
    path = path.absolute()
    found = chosen.by_key(path, Reach.BIGQUERY)
    chosen.prove(found)
    remembered.write(remembered.read_or_new().but(method=Method.KEY, key_file=path))
    return SignedIn(Method.KEY, found.account, key_file.notes(path))


def sign_out() -> tuple[str, ...]:
    """Forget the sign-in, and have Google forget it too where it can.

    Returns
    -------
    tuple of str
        Sentences that the person should read.

    Raises
    ------
    SignInNeeded
        If the keyring, which has the sign-in, does not open.
    """
    before = remembered.read_or_new()
    notes = _leaving_notes(before)
    remembered.write(before.but(method=None, key_file=None, reach=Reach.BIGQUERY))
    return notes


def client_file() -> Path | None:
    """Return the OAuth client's file that was used last."""
    return remembered.read_or_new().client_file


def _leaving_notes(before: Remembered) -> tuple[str, ...]:
    notes: list[str] = []
    if before.client_file is not None:
        try:
            client = oauth_client.read(before.client_file)
        except InputError as error:
            return (f"The keyring may still hold a sign-in, under the name {tokens.SERVICE}. {error}",)
        told = [_revoked(client.revoke_uri, token) for token in tokens.remove(client.client_id)]
        if not all(told):
            notes.append(
                "Google could not be told. Take segdesk's access back at"
                " https://myaccount.google.com/connections"
            )
    if before.method is Method.ADC:
        notes.append(
            "What gcloud keeps is still there, and other programs use it: end that with"
            " gcloud auth application-default revoke"
        )
    if before.method is Method.KEY:
        notes.append(f"The key file {before.key_file} is still there, and still opens every door that it did")
    return tuple(notes)


def _session_note(why: str) -> str:
    return f"You are signed in for this session only: {why}"


def _forget_another(before: Remembered, client: OAuthClient) -> None:
    """Take the token of another client out of the keyring: nobody would find it there any more."""
    with suppress(SegdeskError):
        if (
            before.client_file
            and (other := oauth_client.read(before.client_file)).client_id != client.client_id
        ):
            tokens.remove(other.client_id)


def _revoked(address: str, token: str) -> bool:
    """Ask Google to take a token back, and return whether it did."""
    import requests

    with suppress(requests.RequestException):
        return requests.post(address, data={"token": token}, timeout=_SLOWEST_ANSWER).ok
    return False
