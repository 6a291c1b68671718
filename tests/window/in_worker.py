"""What tests of the window have a worker do.

It stands apart from them because they import Qt: a worker never does, and on another thread than the one that
gets the worker warm, it can fail.
"""

import os
import signal
import time

import numpy as np

from segdesk.clustering.umap_projection import UmapProjection
from segdesk.errors import InputError
from segdesk.project.file import Project
from segdesk.project.settings import Settings
from segdesk.tasks.task import Progress, Task
from segdesk.warehouse.credentials.tokens import SessionToken

TOKEN = SessionToken("a-client", "1//a-secret")


def count_tables(project: Project) -> int:
    return len(project.rows("SELECT 1 FROM source_tables"))


def count_as_job(project: Project, _task: Task) -> int:
    return count_tables(project)


def slow_echo(_project: Project, value: int) -> int:
    time.sleep(0.2)  # long enough that the next question overtakes it
    return value


def never_listen(_project: Project, task: Task) -> None:
    task.progress(0, 0, "deaf")
    while True:
        time.sleep(1)  # native code that never looks up


def stop_slowly_elsewhere(_project: Project, task: Task) -> None:
    with task.outside():
        task.progress(0, 0, "away")
        while not task.cancelled:
            time.sleep(0.005)
        time.sleep(0.5)  # far longer than a run has that is only here
        task.on_progress(Progress(0, 0, "stopped elsewhere"))
    task.check()


def die(_project: Project, _task: Task) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)
    time.sleep(60)  # until the signal is there


def put_in(project: Project, value: str) -> str:
    project.rows("INSERT INTO given_labels VALUES (?, ?, ?) RETURNING 1", [value, value, value])
    return value


def take_out(project: Project, value: str) -> None:
    project.rows("DELETE FROM given_labels WHERE segment = ? RETURNING 1", [value])


def labels_in(project: Project) -> list[str]:
    return [row[0] for row in project.rows("SELECT segment FROM given_labels")]


def settings_of(project: Project) -> Settings:
    return project.settings


def quick_umap(project: Project, task: Task) -> int:
    """Lay the customers out on a line."""
    from segdesk.steps import umap

    def on_a_line(X: np.ndarray, *_: object, **__: object) -> UmapProjection:
        rows = np.arange(len(X))
        return UmapProjection(rows, np.stack([rows, rows, rows], axis=1).astype(np.float32))

    real, umap.umap3 = umap.umap3, on_a_line  # type: ignore[assignment]
    try:
        return umap.run(project, task)
    finally:
        umap.umap3 = real


def umap_without_the_extra(_project: Project, _task: Task) -> int:
    raise InputError("UMAP is not installed", "it is an extra", "Install it")


def endless_umap(_project: Project, task: Task) -> None:
    task.progress(1, 10, "UMAP: laying out")
    while True:
        task.check()


def take(_project: Project) -> None:
    """Stand for a sign-in in the browser on a machine without a keyring."""
    from segdesk.warehouse import credentials

    credentials.adopt(TOKEN)


def forget(_project: Project) -> None:
    from segdesk.warehouse.credentials import tokens

    tokens._SESSION.clear()


def who(_project: Project) -> str:
    from segdesk.warehouse import credentials

    token = credentials.session_token()
    return token.refresh_token if token else ""


def who_as_run(project: Project, _task: Task) -> str:
    return who(project)


def forget_email(project: Project, customer: str) -> None:
    project.connection.execute("DELETE FROM marketing_email WHERE CAST(user_id AS VARCHAR) = ?", [customer])
