"""Who has a project file open, by name."""

import getpass
import json
import os
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from segdesk.errors import ProjectError


@dataclass(frozen=True)
class Holder:
    """Who has the file open."""

    user: str
    host: str
    process: int
    since: str

    @classmethod
    def me(cls) -> "Holder":
        """Return this process as a holder."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return cls(user=getpass.getuser(), host=socket.gethostname(), process=os.getpid(), since=now)


def lock_path(project: Path) -> Path:
    """Return the path of the file that names the holder."""
    return project.with_name(project.name + ".lock")


def sign(project: Path) -> None:
    """Write this process's name beside a project that it has just opened.

    DuckDB holds the real lock, which the operating system releases however the process ends. The
    name is only for the message that the next one gets, so it may be missing, but never misleads.
    """
    # There may be no user name in a container, and no right to write on a shared disk.
    with suppress(OSError, KeyError):
        lock_path(project).write_text(json.dumps(asdict(Holder.me())), encoding="utf-8")


def unsign(project: Path) -> None:
    """Remove the name again."""
    with suppress(OSError):
        lock_path(project).unlink(missing_ok=True)


def holder(project: Path) -> Holder | None:
    """Return who has the project open, as far as is known."""
    try:
        return Holder(**json.loads(lock_path(project).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def held_error(project: Path) -> ProjectError:
    """Return the error for a project that somebody else has open."""
    who = holder(project)
    by = (
        f"{who.user} on {who.host} has it open since {who.since} (process {who.process})"
        if who
        else "another program has it open"
    )
    return ProjectError(f"{project.name} cannot be opened", by, "Close it there, or work on a copy")
