"""Signing in with a Google account in the system's browser: OAuth 2 for desktop apps, with PKCE.

Source: RFC 8252 and https://developers.google.com/identity/protocols/oauth2/native-app.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from segdesk.errors import SegdeskError, SignInNeeded
from segdesk.tasks.task import Task
from segdesk.warehouse.credentials import problems
from segdesk.warehouse.credentials.identity import Reach
from segdesk.warehouse.credentials.loopback import Answer, Loopback
from segdesk.warehouse.credentials.oauth_client import OAuthClient

PATIENCE = 300.0
"""Seconds that a person has to find a password."""
_SLOWEST_ANSWER = 30.0
_TELLTALES = ("requests_oauthlib", "oauthlib")
"""Loggers whose debug lines quote codes and tokens."""


@dataclass(frozen=True)
class Granted:
    """What a person agreed to.

    Attributes
    ----------
    refresh_token
        Never shown.
    """

    refresh_token: str = field(repr=False)
    reach: Reach


def ask(
    client: OAuthClient,
    reach: Reach,
    task: Task,
    *,
    show: Callable[[str], None],
    open_browser: Callable[[str], object],
    seconds: float = PATIENCE,
) -> Granted:
    """Ask a person in the browser, and wait until the answer is there.

    Parameters
    ----------
    task
        Cancelling it ends the wait, from any thread.
    show
        Gets the address of the page first, for a person whose browser does not open.
    open_browser
        Opens the page; ``webbrowser.open`` does.

    Raises
    ------
    SignInNeeded
        If the person refuses, does not answer in time, or leaves out BigQuery.
    Cancelled
        If the person gives up.
    """
    from google_auth_oauthlib.flow import InstalledAppFlow

    for name in _TELLTALES:
        logging.getLogger(name).setLevel(logging.INFO)
    flow = InstalledAppFlow.from_client_config(client.document, scopes=[reach])
    try:
        with Loopback() as loopback:
            flow.redirect_uri = loopback.address
            # Without the prompt Google gives a refresh token only the first time.
            page, _ = flow.authorization_url(state=loopback.state, prompt="select_account consent")
            show(page)
            open_browser(page)
            answer = loopback.wait(seconds, task)
        return _granted(_exchanged(flow, _code_of(answer, seconds)), reach)
    finally:
        flow.oauth2session.close()


def _code_of(answer: Answer | None, seconds: float) -> str:
    if answer is None:
        raise SignInNeeded(
            "Nobody signed in", f"no answer came from the browser within {seconds:,.0f} seconds", "Try again"
        )
    if answer.error == "access_denied":
        raise SignInNeeded(
            "You did not let segdesk in", "", "Sign in again and agree, or sign in another way"
        )
    if answer.error:
        raise problems.refused(problems.word(answer.error))
    return answer.code


def _exchanged(flow: Any, code: str) -> Mapping[str, Any]:
    """Get the tokens for a code."""
    from oauthlib.oauth2.rfc6749.errors import OAuth2Error
    from requests import RequestException

    problem: SegdeskError
    try:
        return dict(flow.fetch_token(code=code, timeout=_SLOWEST_ANSWER))
    except Warning as changed:  # how oauthlib says that the person granted less than was asked
        return dict(getattr(changed, "token", {}))
    except OAuth2Error as error:
        problem = problems.refused(problems.word(str(error.error)))
    except RequestException:
        problem = problems.unreachable()
    # Outside of the handlers, so that no traceback leads back to a request with a secret in it.
    raise problem


def _granted(token: Mapping[str, Any], reach: Reach) -> Granted:
    scopes = token.get("scope") or [reach]
    found = set(scopes.split() if isinstance(scopes, str) else scopes)
    if reach not in found:
        raise SignInNeeded(
            "segdesk may not use BigQuery",
            "the box for it was not ticked on Google's page",
            "Sign in again and tick it",
        )
    if not (refresh_token := token.get("refresh_token")):
        raise SignInNeeded(
            "Google gave no lasting permission", "its answer holds no refresh token", "Sign in again"
        )
    return Granted(str(refresh_token), reach)
