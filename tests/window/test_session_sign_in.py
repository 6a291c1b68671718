"""A sign-in that no keyring could keep goes from one worker to the next, and nowhere else."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from segdesk.gui.context import Context
from segdesk.project.file import Project
from segdesk.tasks.runner import Spares
from tests.window.conftest import SECONDS, MakeContext

HERE = "tests.window.in_worker"


@pytest.fixture
def kept(qtbot: QtBot, spares: Spares, context_of: MakeContext, empty_file: Path) -> Context:
    """A context in which somebody signed in for this session only."""
    context = context_of(empty_file)
    sign_in(context)
    qtbot.waitUntil(lambda: spares.kept is not None and context.bridge.quiet, timeout=SECONDS)
    return context


@pytest.fixture(autouse=True)
def _nobody_after(spares: Spares) -> None:
    """Leave no sign-in to the next test."""
    spares.kept = None


def sign_in(context: Context) -> None:
    bridge = context.bridge
    bridge.edit(bridge, f"{HERE}:take", then=lambda _: bridge.share_sign_in(bridge))


def asked(qtbot: QtBot, context: Context) -> str:
    answers: list[str] = []
    context.bridge.ask(context.bridge, f"{HERE}:who", then=answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=SECONDS)
    return answers[0]


def test_the_worker_that_goes_on_after_a_cancel_is_signed_in(
    qtbot: QtBot, kept: Context, spares: Spares
) -> None:
    kept.bridge._line.kill()
    kept.bridge._line.reopen("cancelled")
    assert asked(qtbot, kept) == "1//a-secret"
    ended: list[object] = []
    kept.bridge.ended.connect(lambda end: ended.append(end.value))
    kept.bridge.job("who", f"{HERE}:who_as_run")
    qtbot.waitUntil(lambda: bool(ended), timeout=SECONDS)
    assert ended == ["1//a-secret"]
    _forget(qtbot, kept, spares)


def test_another_window_is_signed_in_too(
    qtbot: QtBot, kept: Context, spares: Spares, context_of: MakeContext, tmp_path: Path
) -> None:
    path = tmp_path / "other.segdesk"
    Project.create(path).close()
    other = context_of(path)
    assert asked(qtbot, other) == "1//a-secret"
    _forget(qtbot, other, spares)
    _forget(qtbot, kept, spares)


def test_a_window_that_was_open_before_is_signed_in_with_its_next_question(
    qtbot: QtBot, spares: Spares, context_of: MakeContext, empty_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "other.segdesk"
    Project.create(path).close()
    before, signing = context_of(path), context_of(empty_file)
    sign_in(signing)
    qtbot.waitUntil(lambda: spares.kept is not None, timeout=SECONDS)
    qtbot.waitUntil(lambda: asked(qtbot, before) == "1//a-secret", timeout=SECONDS)
    _forget(qtbot, before, spares)
    _forget(qtbot, signing, spares)


def _forget(qtbot: QtBot, context: Context, spares: Spares) -> None:
    """Take the sign-in out of a worker that the next test gets."""
    spares.kept = None
    context.bridge.edit(context.bridge, f"{HERE}:forget")
    qtbot.waitUntil(lambda: context.bridge.quiet, timeout=SECONDS)
    assert not asked(qtbot, context)
