"""Signing in and out: what is asked of Google, what is kept where, and that no secret gets anywhere else."""

import json
import logging
import pickle
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
from keyring.backends import fail, null

from segdesk.errors import InputError, SegdeskError, SignInNeeded, WarehouseError
from segdesk.tasks.task import Cancelled, Task
from segdesk.warehouse import credentials
from segdesk.warehouse.credentials import Method, Reach, SignedIn, remembered, tokens
from tests.warehouse.google_sign_in import (
    ACCESS_TOKEN,
    CLIENT_SECRET,
    CODE,
    REFRESH_TOKEN,
    SECRETS,
    Browser,
    Google,
    Keyring,
    challenge,
    google,
    keyring_is,
    sign_nobody_in,
)

ENTRY = ("segdesk", "client-1")


@pytest.fixture(autouse=True)
def _a_machine_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is signed in, and nothing of the real person's is touched."""
    sign_nobody_in(tmp_path, monkeypatch)


@pytest.fixture
def safe() -> Iterator[Keyring]:
    """The machine's keyring."""
    here = Keyring()
    with keyring_is(here):
        yield here


@pytest.fixture
def no_safe() -> Iterator[None]:
    """A machine without a keyring."""
    with keyring_is(fail.Keyring()):
        yield


@pytest.fixture
def at() -> Iterator[Google]:
    with google() as here:
        yield here


@dataclass
class Person:
    """Somebody who signs in with the browser."""

    client_file: Path
    browser: Browser = field(default_factory=Browser)
    task: Task = field(default_factory=Task)

    def signs_in(self, *, seconds: float = 20, reach: Reach = Reach.BIGQUERY) -> SignedIn:
        return credentials.sign_in_with_browser(
            self.client_file,
            self.task,
            show=self.browser.shown.append,
            open_browser=self.browser.open,
            reach=reach,
            seconds=seconds,
        )


@pytest.fixture
def person(at: Google, tmp_path: Path) -> Person:
    return Person(at.client_file(tmp_path / "client.json"))


def all_of(error: BaseException) -> str:
    """Everything that an error and what led to it could show."""
    chain = [error]
    while (before := chain[-1].__cause__ or chain[-1].__context__) is not None:
        chain.append(before)
    return "".join(traceback.format_exception(error)) + " ".join(f"{each!r} {each.args}" for each in chain)


def test_a_sign_in_asks_for_bigquery_alone_and_with_pkce(person: Person, at: Google, safe: Keyring) -> None:
    assert person.signs_in() == SignedIn(Method.OAUTH, None)
    question, (path, form) = person.browser.question, at.asked[0]
    assert question["scope"] == "https://www.googleapis.com/auth/bigquery"
    assert question["access_type"] == "offline"
    assert question["redirect_uri"].startswith("http://127.0.0.1:")
    assert (path, form["grant_type"], form["code"]) == ("/token", "authorization_code", CODE)
    assert form["redirect_uri"] == question["redirect_uri"]
    assert question["code_challenge"] == challenge(form["code_verifier"])
    assert question["code_challenge_method"] == "S256"
    assert person.browser.shown == person.browser.pages
    assert "go back to segdesk" in person.browser.replies[0].text


def test_only_the_refresh_token_is_kept_and_only_in_the_keyring(
    person: Person, safe: Keyring, tmp_path: Path
) -> None:
    person.signs_in()
    assert safe.held == {ENTRY: REFRESH_TOKEN}
    assert credentials.session_token() is None
    written = [path.read_text() for path in (tmp_path / "config").rglob("*")]
    assert [json.loads(text)["method"] for text in written] == ["oauth"]
    assert not [secret for secret in SECRETS for text in written if secret in text]


def test_who_has_signed_in_gets_credentials_that_google_accepts(
    person: Person, at: Google, safe: Keyring
) -> None:
    from google.auth.transport.requests import Request

    person.signs_in()
    found = credentials.signed()
    assert (found.method, found.account, found.reach) == (Method.OAUTH, None, Reach.BIGQUERY)
    with requests.Session() as session:
        found.credentials.refresh(Request(session))
    assert found.credentials.token == ACCESS_TOKEN
    assert at.asked[-1][1] == {
        "grant_type": "refresh_token",
        "client_id": "client-1",
        "client_secret": CLIENT_SECRET,
        "refresh_token": REFRESH_TOKEN,
        "scope": "https://www.googleapis.com/auth/bigquery",
    }


def test_more_than_bigquery_is_asked_for_on_demand(person: Person, at: Google, safe: Keyring) -> None:
    at.scope = Reach.CLOUD_PLATFORM
    person.signs_in(reach=Reach.CLOUD_PLATFORM)
    assert person.browser.question["scope"] == "https://www.googleapis.com/auth/cloud-platform"
    assert credentials.signed().reach is Reach.CLOUD_PLATFORM


@pytest.mark.usefixtures("no_safe")
def test_without_a_keyring_the_sign_in_is_for_this_session_and_says_so(
    person: Person, tmp_path: Path
) -> None:
    done = person.signs_in()
    assert "for this session only" in done.notes[0]
    assert "no keyring" in done.notes[0]
    assert credentials.signed().credentials.refresh_token == REFRESH_TOKEN
    written = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [text for text in written if REFRESH_TOKEN in text]
    tokens._SESSION.clear()  # the next session
    with pytest.raises(SignInNeeded, match="not signed in"):
        credentials.signed()


@pytest.mark.usefixtures("no_safe")
def test_the_token_of_a_session_can_be_handed_to_another_process(person: Person) -> None:
    person.signs_in()
    handed = pickle.dumps(credentials.session_token())
    tokens._SESSION.clear()
    token = pickle.loads(handed)
    assert REFRESH_TOKEN not in repr(token)
    credentials.adopt(token)
    assert credentials.signed().credentials.refresh_token == REFRESH_TOKEN


def test_a_keyring_that_keeps_nothing_counts_as_none(person: Person) -> None:
    with keyring_is(null.Keyring()):
        assert "for this session only" in person.signs_in().notes[0]


def test_a_keyring_that_forgets_is_not_relied_on(person: Person) -> None:
    class Forgetful(Keyring):
        def set_password(self, service: str, username: str, password: str) -> None:
            pass

    with keyring_is(Forgetful()):
        assert "does not give back what it was given" in person.signs_in().notes[0]
        assert credentials.signed().credentials.refresh_token == REFRESH_TOKEN


def test_a_keyring_that_is_locked_keeps_nobody_out_for_this_session(person: Person, safe: Keyring) -> None:
    safe.locked = True
    assert "refused to keep it (KeyringLocked)" in person.signs_in().notes[0]
    assert credentials.signed().credentials.refresh_token == REFRESH_TOKEN


def test_a_sign_in_behind_a_locked_keyring_is_asked_for_by_a_sentence(person: Person, safe: Keyring) -> None:
    person.signs_in()
    safe.locked = True
    with pytest.raises(SignInNeeded, match="Unlock the keyring") as failed:
        credentials.signed()
    assert REFRESH_TOKEN not in all_of(failed.value)


def test_the_page_of_another_session_or_program_does_not_end_the_wait(person: Person, safe: Keyring) -> None:
    replies: list[requests.Response] = []

    def others(redirect: str, state: str) -> None:
        paths = ("favicon.ico", "?code=evil", "?code=evil&state=guessed", f"?state={state}")
        replies.extend(requests.get(redirect + path, timeout=5) for path in paths)

    person.browser.before = others
    person.signs_in()
    assert [reply.status_code for reply in replies] == [400] * 4
    assert safe.held == {ENTRY: REFRESH_TOKEN}


def test_a_page_of_a_wrong_state_signs_nobody_in(person: Person, at: Google, safe: Keyring) -> None:
    person.browser.brings = {"code": CODE, "state": "x"}
    with pytest.raises(SignInNeeded, match="Nobody signed in"):
        person.signs_in(seconds=0.3)
    assert (person.browser.replies[0].status_code, at.asked, safe.held) == (400, [], {})


def test_a_connection_that_says_nothing_does_not_stop_the_answer(person: Person, safe: Keyring) -> None:
    import socket

    held: list[socket.socket] = []

    def preconnect(redirect: str, _state: str) -> None:
        port = int(redirect.rsplit(":", 1)[1].strip("/"))
        held.append(socket.create_connection(("127.0.0.1", port)))

    person.browser.before = preconnect
    person.signs_in()
    held[0].close()
    assert safe.held == {ENTRY: REFRESH_TOKEN}


def test_nobody_answering_in_time_is_said(person: Person, safe: Keyring) -> None:
    person.browser.brings = {}
    with pytest.raises(SignInNeeded, match="no answer came from the browser within 1 seconds"):
        person.signs_in(seconds=0.6)


def test_a_person_can_give_up_from_another_thread(person: Person, safe: Keyring) -> None:
    person.browser.brings = {}
    person.browser.before = lambda *_: threading.Thread(target=person.task.cancel).start()
    with pytest.raises(Cancelled):
        person.signs_in(seconds=60)
    assert not [thread for thread in threading.enumerate() if thread.name == "segdesk-sign-in"]


def test_a_refusal_is_said(person: Person, safe: Keyring) -> None:
    person.browser.brings = {"error": "access_denied"}
    with pytest.raises(SignInNeeded, match="did not let segdesk in"):
        person.signs_in()
    assert "did not let segdesk in" in person.browser.replies[0].text


def test_a_box_that_was_not_ticked_is_said(person: Person, at: Google, safe: Keyring) -> None:
    at.scope = "openid"
    with pytest.raises(SignInNeeded, match="box for it was not ticked") as failed:
        person.signs_in()
    assert not [secret for secret in SECRETS if secret in all_of(failed.value)]
    assert safe.held == {}


def test_an_answer_without_a_lasting_token_is_said(person: Person, at: Google, safe: Keyring) -> None:
    at.lasting = False
    with pytest.raises(SignInNeeded, match="no refresh token"):
        person.signs_in()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((401, {"error": "invalid_client", "error_description": CLIENT_SECRET}), "does not know the OAuth"),
        ((400, {"error": "invalid_grant", "error_description": CODE}), "does not accept the sign-in"),
        ((400, {"error": f"odd {CODE}"}), "does not accept the sign-in"),
    ],
)
def test_a_refused_code_is_said_without_the_code(
    person: Person, at: Google, safe: Keyring, answer: tuple[int, dict[str, str]], sentence: str
) -> None:
    at.answer = answer
    with pytest.raises(SignInNeeded, match=sentence) as failed:
        person.signs_in()
    assert not [secret for secret in SECRETS if secret in all_of(failed.value)]


def test_google_out_of_reach_is_said_without_the_code(person: Person, safe: Keyring) -> None:
    found = json.loads(person.client_file.read_text())
    found["installed"]["token_uri"] = "http://127.0.0.1:1/token"
    person.client_file.write_text(json.dumps(found))
    with pytest.raises(WarehouseError, match="Google cannot be reached") as failed:
        person.signs_in()
    assert not [secret for secret in SECRETS if secret in all_of(failed.value)]


def test_no_secret_is_logged(
    person: Person, at: Google, safe: Keyring, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        person.signs_in()
        credentials.sign_out()
    assert caplog.records, "urllib3 at least tells which addresses it asks"
    assert not [secret for secret in SECRETS if secret in caplog.text]


def test_no_secret_is_in_what_shows_an_object(person: Person, safe: Keyring) -> None:
    from segdesk.warehouse.credentials import browser, loopback, oauth_client

    person.signs_in()
    shown = [
        repr(credentials.signed()),
        repr(credentials.Signed(ACCESS_TOKEN, Method.OAUTH, None, None, Reach.BIGQUERY)),
        repr(oauth_client.read(person.client_file)),
        repr(browser.Granted(REFRESH_TOKEN, Reach.BIGQUERY)),
        repr(loopback.Answer(CODE)),
        repr(tokens.SessionToken("client-1", REFRESH_TOKEN)),
    ]
    assert not [secret for secret in SECRETS for text in shown if secret in text]


def test_signing_out_empties_the_keyring_and_tells_google(person: Person, at: Google, safe: Keyring) -> None:
    person.signs_in()
    assert credentials.sign_out() == ()
    assert safe.held == {}
    assert at.asked[-1] == ("/revoke", {"token": REFRESH_TOKEN})
    with pytest.raises(SignInNeeded, match="You are signed out"):
        credentials.signed()
    assert credentials.client_file() == person.client_file


@pytest.mark.usefixtures("no_safe")
def test_signing_out_of_a_session_forgets_its_token(person: Person, at: Google) -> None:
    person.signs_in()
    credentials.sign_out()
    assert credentials.session_token() is None
    assert at.asked[-1] == ("/revoke", {"token": REFRESH_TOKEN})


def test_signing_out_without_google_says_where_to_go(person: Person, at: Google, safe: Keyring) -> None:
    person.signs_in()
    at.revokes = False
    assert "myaccount.google.com" in credentials.sign_out()[0]
    assert safe.held == {}


def test_a_locked_keyring_cannot_be_signed_out_of_and_says_so(person: Person, safe: Keyring) -> None:
    person.signs_in()
    safe.locked = True
    with pytest.raises(SignInNeeded, match="still in the keyring"):
        credentials.sign_out()
    assert remembered.read().method is Method.OAUTH


def test_another_client_takes_the_place_of_the_first_one(
    person: Person, at: Google, safe: Keyring, tmp_path: Path
) -> None:
    person.signs_in()
    person.client_file = at.client_file(tmp_path / "other.json", client_id="client-2")
    person.signs_in()
    assert safe.held == {("segdesk", "client-2"): REFRESH_TOKEN}


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((400, {"error": "invalid_grant", "error_description": "Token has been revoked."}), "any more"),
        ((400, {"error": "invalid_grant", "error_subtype": "invalid_rapt"}), "organisation asks for it"),
        ((401, {"error": "deleted_client"}), "does not know the OAuth client"),
        ((400, {"error": "odd\none"}), "Google does not accept the sign-in. Sign in again."),
    ],
)
def test_an_expired_sign_in_is_explained(
    person: Person, at: Google, safe: Keyring, answer: tuple[int, dict[str, str]], sentence: str
) -> None:
    from google.auth.exceptions import RefreshError
    from google.auth.transport.requests import Request

    person.signs_in()
    at.answer = answer
    with requests.Session() as session, pytest.raises(RefreshError) as refused:
        credentials.signed().credentials.refresh(Request(session))
    explained = credentials.explained(refused.value, Method.OAUTH)
    assert isinstance(explained, SignInNeeded)
    assert sentence in str(explained)


def test_a_moved_client_file_is_named(person: Person, safe: Keyring) -> None:
    person.signs_in()
    person.client_file.unlink()
    with pytest.raises(InputError, match=r"client\.json cannot be read"):
        credentials.signed()
    assert "may still hold a sign-in" in credentials.sign_out()[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read: No such file"),
        ("not json", "is not a JSON object"),
        ('{"web": {}}', "it is of the type web"),
        ('{"type": "service_account"}', "it is of the type service_account"),
        ('{"installed": {"client_id": "c"}}', "it needs client_id, client_secret, auth_uri, token_uri"),
        (
            '{"installed": {"client_id": "", "client_secret": "", "auth_uri": "file:///", "token_uri": ""}}',
            "not https ones",
        ),
    ],
)
def test_a_file_that_is_no_desktop_client_is_refused(
    person: Person, content: str | None, sentence: str
) -> None:
    if content is None:
        person.client_file.unlink()
    else:
        person.client_file.write_text(content)
    with pytest.raises(InputError, match=sentence):
        person.signs_in()
    assert person.browser.pages == []


def test_a_key_of_a_service_account_is_used_where_it_lies(at: Google, tmp_path: Path, safe: Keyring) -> None:
    key = at.key_file(tmp_path / "key.json")
    done = credentials.sign_in_with_key(key)
    assert (done.method, done.account) == (Method.KEY, "robot@shop-1.iam.gserviceaccount.com")
    assert [note for note in done.notes if "does not expire" in note]
    assert at.asked[-1][1]["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    secret = json.loads(key.read_text())["private_key"][35:85]
    files = [path for path in tmp_path.rglob("*") if path.is_file() and secret in path.read_text()]
    assert (files, safe.held) == ([key], {})
    found = credentials.signed()
    assert (found.account, found.project) == ("robot@shop-1.iam.gserviceaccount.com", "shop-1")
    assert secret not in repr(found)
    assert "still opens every door" in credentials.sign_out()[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_a_key_that_others_can_read_is_warned_of(at: Google, tmp_path: Path) -> None:
    key = at.key_file(tmp_path / "key.json")
    assert len(credentials.sign_in_with_key(key).notes) == 1
    key.chmod(0o644)
    assert "Other users of this machine can read" in credentials.sign_in_with_key(key).notes[1]


def test_a_key_that_google_does_not_accept_is_not_remembered(at: Google, tmp_path: Path) -> None:
    key = at.key_file(tmp_path / "key.json")
    at.answer = (400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."})
    with pytest.raises(SignInNeeded, match="clock of this machine is wrong") as failed:
        credentials.sign_in_with_key(key)
    assert not remembered.path().exists()
    assert failed.value.__context__ is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"type": "authorized_user"}, "it is of the type authorized_user"),
        ({"type": None}, "it is something else"),
        ({"client_email": None}, "it needs client_email, token_uri, private_key"),
        ({"private_key": "-----BEGIN PRIVATE KEY-----\nsecret-GOCSPX-8"}, "private key in it cannot be read"),
    ],
)
def test_a_file_that_is_no_key_is_refused(
    at: Google, tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    key = at.key_file(tmp_path / "key.json", **change)
    with pytest.raises(InputError, match=sentence) as failed:
        credentials.sign_in_with_key(key)
    assert CLIENT_SECRET not in all_of(failed.value)


def test_a_key_that_is_gone_is_named(at: Google, tmp_path: Path) -> None:
    key = at.key_file(tmp_path / "key.json")
    credentials.sign_in_with_key(key)
    key.unlink()
    with pytest.raises(InputError, match=r"key\.json cannot be read"):
        credentials.signed()


def test_without_a_choice_the_application_default_credentials_are_used(
    at: Google, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    at.gcloud_file(tmp_path / "gcloud")
    found = credentials.signed()
    assert (found.method, found.reach) == (Method.ADC, Reach.CLOUD_PLATFORM)
    assert found.credentials.refresh_token == REFRESH_TOKEN
    assert not recwarn.list
    assert not [secret for secret in SECRETS if secret in repr(found)]


def test_a_key_can_be_the_default_too(at: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(at.key_file(tmp_path / "key.json")))
    done = credentials.sign_in_by_default()
    assert done == SignedIn(Method.ADC, "robot@shop-1.iam.gserviceaccount.com")
    assert credentials.signed().project == "shop-1"
    assert "gcloud auth application-default revoke" in credentials.sign_out()[0]


def test_no_default_credentials_say_what_to_do(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SignInNeeded, match="Run gcloud auth application-default login") as failed:
        credentials.signed()
    assert "You are not signed in" in str(failed.value)
    assert capfd.readouterr().err == ""


def test_a_variable_that_leads_nowhere_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "gone.json"))
    with pytest.raises(SignInNeeded, match=r"gone\.json"):
        credentials.signed()


def test_before_an_emulator_nobody_has_to_be_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(credentials.EMULATOR, "http://127.0.0.1:1")
    assert credentials.signed().method is Method.ANONYMOUS


@pytest.mark.parametrize("content", ["{", '{"method": "magic"}', '{"version": 9}', '{"surprise": 1}'])
def test_a_damaged_memory_is_said_and_overcome_by_signing_in(
    person: Person, safe: Keyring, content: str
) -> None:
    remembered.path().parent.mkdir()
    remembered.path().write_text(content)
    with pytest.raises(InputError, match=r"sign-in\.json cannot be read"):
        credentials.signed()
    person.signs_in()
    assert credentials.signed().method is Method.OAUTH


def test_errors_of_a_sign_in_survive_the_way_to_the_window() -> None:
    error = SignInNeeded("a", "b", "c")
    found = pickle.loads(pickle.dumps(error))
    assert isinstance(found, SegdeskError)
    assert str(found) == str(error)


@pytest.mark.parametrize("module", ["segdesk.warehouse.credentials"])
def test_the_package_is_light(module: str) -> None:
    heavy = "{'google.auth', 'google.oauth2', 'keyring', 'requests', 'duckdb', 'pyarrow'}"
    program = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
