"""Signing in with the browser and out again, in the window, through the flow's own loopback server."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from segdesk.gui.context import Context
from segdesk.gui.dialogs.sign_in import SignInDialog
from segdesk.warehouse.credentials.identity import Method
from tests.warehouse.google_sign_in import REFRESH_TOKEN, Browser, Google, google
from tests.window.conftest import SECONDS, LastingSpares, MakeContext

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def at() -> Iterator[Google]:
    """Google's side."""
    with google() as here:
        here.scope = "https://www.googleapis.com/auth/cloud-platform"
        yield here


@pytest.fixture(scope="module")
def spares(at: Google, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LastingSpares]:
    """Workers on a machine of their own: nobody is signed in, there is no keyring, and no browser opens."""
    assert at.address
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(home / "config"))
        patch.setenv("CLOUDSDK_CONFIG", str(home / "gcloud"))
        patch.setenv("NO_GCE_CHECK", "true")
        patch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # Google's side has no certificate here
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        patch.setenv("BROWSER", "true")
        for name in ("GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_PROJECT", "BIGQUERY_EMULATOR_HOST"):
            patch.delenv(name, raising=False)
        workers = LastingSpares()
        yield workers
        workers.end()


@pytest.fixture
def dialog(
    qtbot: QtBot, context_of: MakeContext, empty_file: Path, at: Google, tmp_path: Path
) -> Iterator[SignInDialog]:
    """The dialog over a new project, with the browser chosen and the client's file named."""
    context: Context = context_of(empty_file)
    dialog = SignInDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.state.text().startswith("Nobody"), timeout=SECONDS)
    qtbot.mouseClick(dialog.way.button(Method.OAUTH), LEFT)
    dialog.client.set_path(str(at.client_file(tmp_path / "client.json")))
    at.asked.clear()
    yield dialog
    dialog.close()
    qtbot.waitUntil(lambda: context.bridge.quiet, timeout=SECONDS)


def copied_page(qtbot: QtBot, dialog: SignInDialog) -> str:
    """Begin to sign in, and return the address that is shown, by way of the clipboard."""
    qtbot.mouseClick(dialog.enter, LEFT)
    qtbot.waitUntil(dialog.page.isVisible, timeout=SECONDS)
    assert "s left" in dialog.time_left.text()
    assert not dialog.enter.isEnabled()
    (copy,) = (each for each in dialog.page.findChildren(QPushButton) if each.text() == "Copy")
    qtbot.mouseClick(copy, LEFT)
    return QGuiApplication.clipboard().text()


def test_a_person_signs_in_with_the_browser_and_out_again(
    qtbot: QtBot, dialog: SignInDialog, at: Google
) -> None:
    page = copied_page(qtbot, dialog)
    assert page.startswith(f"{at.address}/auth?")
    browser = Browser()
    browser.open(page)
    assert browser.replies[0].ok
    qtbot.waitUntil(lambda: dialog.state.text().startswith("Signed in in the browser."), timeout=SECONDS)
    assert "ends with this session" in dialog.state.text()
    assert dialog.page.isHidden()
    assert "Signed in" in dialog.notice.text
    path, form = at.asked[0]
    assert (path, form["grant_type"]) == ("/token", "authorization_code")
    assert form["code_verifier"]

    qtbot.mouseClick(dialog.leave, LEFT)
    qtbot.waitUntil(lambda: dialog.state.text().startswith("Nobody is signed in."), timeout=SECONDS)
    assert "Signed out" in dialog.notice.text
    assert ("/revoke", {"token": REFRESH_TOKEN}) in at.asked
    assert not dialog.leave.isEnabled()


def test_a_person_who_gives_up_is_not_waited_for(qtbot: QtBot, dialog: SignInDialog, at: Google) -> None:
    page = copied_page(qtbot, dialog)
    redirect = parse_qs(urlsplit(page).query)["redirect_uri"][0]
    (stop,) = (each for each in dialog.page.findChildren(QPushButton) if each.text() == "Cancel sign-in")
    qtbot.mouseClick(stop, LEFT)
    qtbot.waitUntil(dialog.enter.isEnabled, timeout=SECONDS)
    assert "The sign-in was cancelled" in dialog.notice.text
    assert dialog.state.text().startswith("Nobody")
    assert at.asked == []
    with pytest.raises(requests.ConnectionError):
        requests.get(redirect, timeout=5)


def test_a_person_who_refuses_is_told_what_else_there_is(qtbot: QtBot, dialog: SignInDialog) -> None:
    Browser(brings={"error": "access_denied"}).open(copied_page(qtbot, dialog))
    qtbot.waitUntil(dialog.enter.isEnabled, timeout=SECONDS)
    assert "You did not let segdesk in" in dialog.notice.text
    assert dialog.state.text().startswith("Nobody")
