"""Where an unexpected error leaves its trace, without a customer's data in it."""

import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path

from segdesk import __version__, paths

KEPT_BYTES = 200_000
"""The log keeps about this much of its end."""


def log_path() -> Path:
    """Return the file that unexpected errors are logged to."""
    return paths.cache_folder() / "errors.log"


def trace(error: BaseException) -> str:
    """Return what kind of error it is and where it happened, without its text, which may quote a customer."""
    chain: list[str] = []
    current: BaseException | None = error
    while current is not None:
        chain.append(type(current).__name__ + "\n" + "".join(traceback.format_tb(current.__traceback__)))
        current = current.__cause__ or current.__context__
    return "caused by ".join(chain)


def record(error: BaseException) -> Path | None:
    """Append an error to the log and return the log's path, None where it cannot be written."""
    path = log_path()
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    head = f"--- {when}, segdesk {__version__}, Python {platform.python_version()}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = path.read_bytes()[-KEPT_BYTES:] if path.is_file() else b""
        if not path.exists():
            path.touch(mode=0o600)
        path.write_bytes(kept + f"{head}\n{trace(error)}\n".encode())
    except OSError:
        return None
    return path
