"""Signing in and out on the command line."""

import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest

from segdesk.cli import main
from segdesk.tasks.task import Task
from tests.cli.conftest import Segdesk
from tests.warehouse.google_sign_in import (
    REFRESH_TOKEN,
    SECRETS,
    Browser,
    Google,
    Keyring,
    google,
    keyring_is,
    sign_nobody_in,
)


@pytest.fixture(autouse=True)
def safe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyring]:
    """A machine on which nobody is signed in, with a keyring."""
    sign_nobody_in(tmp_path, monkeypatch)
    here = Keyring()
    with keyring_is(here):
        yield here


@pytest.fixture
def at() -> Iterator[Google]:
    with google() as here:
        yield here


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The system's browser."""
    here = Browser()
    monkeypatch.setattr(webbrowser, "open", here.open)
    return here


def test_a_person_signs_in_with_the_browser_and_out_again(
    segdesk: Segdesk, at: Google, browser: Browser, safe: Keyring, tmp_path: Path
) -> None:
    told = segdesk("sign-in", "--oauth-client", at.client_file(tmp_path / "client.json"))
    assert (told.status, told.out) == (0, "Signed in, with the browser.\n")
    assert f"Sign in on this page: {browser.pages[0]}" in told.err
    assert list(safe.held.values()) == [REFRESH_TOKEN]
    assert not [secret for secret in SECRETS if secret in told.out + told.err]
    told = segdesk("sign-out")
    assert (told.status, told.out, safe.held) == (0, "Signed out.\n", {})


def test_the_client_of_the_last_time_is_used_again(
    segdesk: Segdesk, at: Google, browser: Browser, tmp_path: Path
) -> None:
    segdesk("sign-in", "--oauth-client", at.client_file(tmp_path / "client.json"))
    segdesk("sign-out")
    assert segdesk("sign-in").out == "Signed in, with the browser.\n"
    assert len(browser.pages) == 2


def test_more_is_asked_for_where_it_is_wanted(
    segdesk: Segdesk, at: Google, browser: Browser, tmp_path: Path
) -> None:
    at.scope = "https://www.googleapis.com/auth/cloud-platform"
    client = at.client_file(tmp_path / "client.json")
    assert segdesk("sign-in", "--oauth-client", client, "--cloud-platform").status == 0
    assert browser.question["scope"] == "https://www.googleapis.com/auth/cloud-platform"


def test_a_key_comes_with_a_warning(segdesk: Segdesk, at: Google, tmp_path: Path) -> None:
    told = segdesk("sign-in", "--key", at.key_file(tmp_path / "key.json"))
    assert told.status == 0
    assert told.out.startswith("Signed in as robot@shop-1.iam.gserviceaccount.com, with a service account's")
    assert "note: A key file is a secret that does not expire" in told.out


def test_what_gcloud_left_is_taken_first(
    segdesk: Segdesk, at: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(at.key_file(tmp_path / "key.json")))
    told = segdesk("sign-in")
    assert told.out.startswith("Signed in as robot@shop-1.iam.gserviceaccount.com, with application default")


def test_nothing_to_sign_in_with_says_what_to_do(segdesk: Segdesk) -> None:
    told = segdesk("sign-in")
    assert told.status == 1
    assert told.err.startswith("segdesk: You are not signed in to Google Cloud: ")
    assert "gcloud auth application-default login" in told.err
    assert len(told.err.splitlines()) == 1


def test_a_refusal_is_one_line(segdesk: Segdesk, at: Google, browser: Browser, tmp_path: Path) -> None:
    browser.brings = {"error": "access_denied"}
    told = segdesk("sign-in", "--oauth-client", at.client_file(tmp_path / "client.json"))
    assert told.status == 1
    assert "segdesk: You did not let segdesk in." in told.err


def test_nobody_answers_in_time(segdesk: Segdesk, at: Google, browser: Browser, tmp_path: Path) -> None:
    browser.brings = {}
    told = segdesk("sign-in", "--oauth-client", at.client_file(tmp_path / "client.json"), "--timeout", "0.3")
    assert (told.status, "Nobody signed in" in told.err) == (1, True)


def test_giving_up_says_so(
    segdesk: Segdesk, at: Google, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = Task()
    monkeypatch.setattr(main, "Task", lambda: task)
    browser.brings = {}
    browser.before = lambda *_: threading.Thread(target=task.cancel).start()
    told = segdesk("sign-in", "--oauth-client", at.client_file(tmp_path / "client.json"))
    assert (told.status, told.err.splitlines()[-1]) == (130, "segdesk: Cancelled. Nothing is kept.")


def test_two_ways_at_once_are_wrong_usage(segdesk: Segdesk) -> None:
    assert segdesk("sign-in", "--adc", "--key", "key.json").status == 2


def test_a_project_of_files_has_nothing_to_check(segdesk: Segdesk, shop: Path) -> None:
    segdesk("connect", "p.segdesk", "--source", shop)
    told = segdesk("check-access", "p.segdesk")
    assert told.status == 2
    assert "There is nothing to check" in told.err
