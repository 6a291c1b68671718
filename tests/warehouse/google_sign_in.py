"""Google's side of a sign-in, on this machine: what gives tokens and takes them back, and a browser."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import keyring
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from segdesk import paths
from segdesk.warehouse.credentials import EMULATOR, tokens

CODE = "code-4/0AX4XfWh"
ACCESS_TOKEN = "access-ya29.a0Af"
REFRESH_TOKEN = "refresh-1//03ab"
CLIENT_SECRET = "secret-GOCSPX-8"
SECRETS = (CODE, ACCESS_TOKEN, REFRESH_TOKEN, CLIENT_SECRET)


@dataclass
class Google:
    """What gives tokens, and what it was asked.

    Attributes
    ----------
    answer
        Status and document of its next answers at ``/token``; None means a token.
    scope
        What a person ticked.
    """

    address: str
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    answer: tuple[int, dict[str, Any]] | None = None
    scope: str | None = None
    lasting: bool = True
    revokes: bool = True

    def client_file(self, path: Path, *, client_id: str = "client-1", kind: str = "installed") -> Path:
        """Write the file of an OAuth client that is known here."""
        values = {
            "client_id": client_id,
            "client_secret": CLIENT_SECRET,
            "auth_uri": f"{self.address}/auth",
            "token_uri": f"{self.address}/token",
        }
        path.write_text(json.dumps({kind: values}))
        return path

    def key_file(self, path: Path, **changes: object) -> Path:
        """Write the key of a service account that is known here."""
        key = rsa.generate_private_key(65537, 2048).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        values = {
            "type": "service_account",
            "project_id": "shop-1",
            "private_key_id": "k1",
            "private_key": key.decode(),
            "client_email": "robot@shop-1.iam.gserviceaccount.com",
            "token_uri": f"{self.address}/token",
        }
        path.write_text(json.dumps({**values, **changes}))
        path.chmod(0o600)
        return path

    def gcloud_file(self, folder: Path) -> Path:
        """Write what ``gcloud auth application-default login`` leaves, which always asks Google itself."""
        values = {
            "type": "authorized_user",
            "client_id": "764086051850-6qr4p6gpi6hn506pt8ejuq83di341hur.apps.googleusercontent.com",
            "client_secret": CLIENT_SECRET,
            "refresh_token": REFRESH_TOKEN,
        }
        folder.mkdir(exist_ok=True)
        path = folder / "application_default_credentials.json"
        path.write_text(json.dumps(values))
        return path

    def reply(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Answer a request."""
        self.asked.append((path, form))
        if path == "/revoke":
            return (200, {}) if self.revokes else (400, {"error": "invalid_token"})
        if self.answer is not None:
            return self.answer
        token: dict[str, Any] = {"access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 3599}
        if form["grant_type"] == "authorization_code":
            token["scope"] = self.scope or "https://www.googleapis.com/auth/bigquery"
            if self.lasting:
                token["refresh_token"] = REFRESH_TOKEN
        return 200, token


@contextmanager
def google() -> Iterator[Google]:
    """Have Google's side on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            status, document = here.reply(self.path, form)
            answer = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Google(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Browser:
    """A browser with a person before it, who opens the page and brings back an answer.

    Attributes
    ----------
    brings
        What is in the answer besides the state; nothing means that the person closes the page.
    before
        Called with the redirect's address first.
    """

    brings: dict[str, str] = field(default_factory=lambda: {"code": CODE})
    before: Callable[[str, str], None] | None = None
    pages: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    replies: list[requests.Response] = field(default_factory=list)

    def open(self, page: str) -> bool:
        """Open Google's page, and go where it sends."""
        self.pages.append(page)
        if self.before:
            self.before(self.question["redirect_uri"], self.question["state"])
        if self.brings:
            answer = urlencode({"state": self.question["state"], **self.brings})
            self.replies.append(requests.get(f"{self.question['redirect_uri']}?{answer}", timeout=5))
        return True

    @property
    def question(self) -> dict[str, str]:
        """What the page was asked."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.pages[-1]).query).items()}


def sign_nobody_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Have a machine of its own, on which nobody is signed in: nothing of the real person's is touched."""
    patch.setattr(paths, "config_folder", lambda: folder / "config")
    patch.setenv("CLOUDSDK_CONFIG", str(folder / "gcloud"))
    patch.setenv("NO_GCE_CHECK", "true")
    patch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # Google's side has no certificate here
    for name in ("GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_PROJECT", EMULATOR):
        patch.delenv(name, raising=False)
    patch.setattr(tokens, "_SESSION", {})


@contextmanager
def keyring_is(backend: KeyringBackend) -> Iterator[None]:
    """Have another keyring for a while."""
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    yield
    keyring.set_keyring(before)


def challenge(verifier: str) -> str:
    """Return PKCE's challenge for a verifier (RFC 7636, S256)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class Keyring(KeyringBackend):
    """A keyring in memory that works as the systems' own do."""

    priority = 5  # type: ignore[assignment]  # keyring computes it from the class

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def _check(self, secret: str = "") -> None:
        if self.locked:
            raise KeyringLocked(f"locked, and it was about {secret or self.held}")

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check(password)
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if (service, username) not in self.held:
            raise PasswordDeleteError
        del self.held[service, username]
