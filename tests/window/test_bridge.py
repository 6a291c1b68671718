"""The window's line to its worker."""

import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from segdesk.gui.bridge import Bridge, Ended
from segdesk.gui.context import Context
from segdesk.project.settings import ConnectSettings, Settings, SweepSettings
from segdesk.project.step import State, Step
from segdesk.tasks.messages import Failure
from tests.window.conftest import SECONDS, MakeContext

HERE = "tests.window.in_worker"


@pytest.fixture
def context(context_of: MakeContext, empty_file: Path) -> Context:
    return context_of(empty_file)


@pytest.fixture
def bridge(context: Context) -> Bridge:
    return context.bridge


def answer(qtbot: QtBot, bridge: Bridge, function: Any, *args: Any) -> Any:
    got: list[Any] = []
    owner = QObject()
    bridge.ask(owner, function, *args, then=got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=SECONDS)
    return got[0]


def test_an_open_project_says_what_it_holds(bridge: Bridge, empty_file: Path) -> None:
    assert bridge.held is not None
    assert bridge.held.path == empty_file
    assert set(bridge.held.states.values()) == {State.EMPTY}


def test_a_project_that_cannot_be_opened_is_refused_with_a_sentence(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    (tmp_path / "odd.segdesk").write_text("no database")
    other = Bridge(context.bridge._spares, context.undo)
    with qtbot.waitSignal(other.refused, timeout=SECONDS) as refused:
        other.open(tmp_path / "odd.segdesk")
    assert refused.args is not None
    failure = refused.args[0]
    assert isinstance(failure, Failure)
    assert "odd.segdesk" in failure.what
    other.close()


def test_only_the_newest_of_two_equal_questions_is_answered(qtbot: QtBot, bridge: Bridge) -> None:
    got: list[int] = []
    owner = QObject()
    for value in range(5):
        bridge.ask(owner, f"{HERE}:slow_echo", value, then=got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=SECONDS)
    answer(qtbot, bridge, f"{HERE}:slow_echo", 9)
    assert got == [4]


def test_nothing_is_handed_to_an_owner_that_is_gone(qtbot: QtBot, bridge: Bridge) -> None:
    got: list[int] = []
    owner = QObject()
    bridge.ask(owner, f"{HERE}:slow_echo", 1, then=got.append)
    del owner
    answer(qtbot, bridge, f"{HERE}:slow_echo", 2)
    assert got == []


def test_a_change_of_settings_can_be_undone_and_redone(qtbot: QtBot, context: Context) -> None:
    bridge = context.bridge
    assert bridge.held is not None
    new = bridge.held.settings.model_copy(update={"sweep": SweepSettings(k_min=3, k_max=5)})
    with qtbot.waitSignal(bridge.changed, timeout=SECONDS):
        bridge.change_settings(new, "Change the range")
    assert context.undo.undoText() == "Change the range"
    with qtbot.waitSignal(bridge.changed, timeout=SECONDS):
        context.undo.undo()
    assert bridge.held.settings.sweep == SweepSettings()
    with qtbot.waitSignal(bridge.changed, timeout=SECONDS):
        context.undo.redo()
    assert bridge.held.settings == new


def test_two_quick_changes_add_up(qtbot: QtBot, context: Context) -> None:
    bridge = context.bridge
    assert bridge.held is not None
    bridge.change_settings(bridge.held.settings.model_copy(update={"sweep": SweepSettings(seed=7)}), "one")
    connect = ConnectSettings(source="elsewhere")
    bridge.change_settings(bridge.held.settings.model_copy(update={"connect": connect}), "two")
    qtbot.waitUntil(lambda: bridge.idle, timeout=SECONDS)
    stored = answer(qtbot, bridge, f"{HERE}:settings_of")
    assert stored == Settings(sweep=SweepSettings(seed=7), connect=connect)


def test_an_arrow_that_is_held_down_is_one_change(qtbot: QtBot, context: Context) -> None:
    bridge = context.bridge
    assert bridge.held is not None
    for seed in (43, 44, 45):
        bridge.change_settings(
            bridge.held.settings.model_copy(update={"sweep": SweepSettings(seed=seed)}), "Change the seed"
        )
    assert context.undo.count() == 1
    context.undo.undo()
    qtbot.waitUntil(lambda: bridge.quiet, timeout=SECONDS)
    assert bridge.held.settings.sweep.seed == 42


def test_an_edit_is_undone_even_before_the_worker_has_made_it(qtbot: QtBot, context: Context) -> None:
    context.bridge.do("Put in", f"{HERE}:put_in", "seg_1", undo=f"{HERE}:take_out")
    context.undo.undo()
    qtbot.waitUntil(lambda: context.bridge.idle, timeout=SECONDS)
    assert answer(qtbot, context.bridge, f"{HERE}:labels_in") == []
    with qtbot.waitSignal(context.bridge.changed, timeout=SECONDS):
        context.undo.redo()
    assert answer(qtbot, context.bridge, f"{HERE}:labels_in") == ["seg_1"]


def connect_to(qtbot: QtBot, bridge: Bridge, source: Path) -> None:
    assert bridge.held is not None
    settings = Settings(
        connect=ConnectSettings(source=str(source)), sweep=SweepSettings(k_min=2, k_max=4, starts=1)
    )
    bridge.change_settings(settings, "Choose")


def test_running_a_step_runs_what_it_stands_on_first(qtbot: QtBot, bridge: Bridge, shop: Path) -> None:
    connect_to(qtbot, bridge, shop)
    partial: list[Any] = []
    ended: list[Ended] = []
    bridge.partial.connect(partial.append)
    bridge.ended.connect(ended.append)
    bridge.run_up_to(Step.SWEEP)
    qtbot.waitUntil(lambda: len(ended) == 3, timeout=SECONDS)
    assert [(e.what, e.outcome) for e in ended] == [
        (Step.CONNECT, "done"),
        (Step.FEATURES, "done"),
        (Step.SWEEP, "done"),
    ]
    assert sorted(point.k for point in partial if point.status == "done") == [2, 3, 4]
    held_now = lambda: bridge.held is not None and bridge.held.state(Step.SWEEP) is State.FRESH  # noqa: E731
    qtbot.waitUntil(held_now, timeout=SECONDS)
    assert bridge.held is not None
    assert bridge.held.customers == 600


def test_a_run_waits_for_what_is_asked_first_and_for_what_comes_of_it(
    qtbot: QtBot, bridge: Bridge, shop: Path
) -> None:
    order: list[str] = []
    owner = QObject()

    def answered(_value: int) -> None:
        order.append("answered")
        connect_to(qtbot, bridge, shop)

    bridge.started.connect(lambda _what: order.append("started"))
    bridge.ask_first(owner, f"{HERE}:slow_echo", 1, then=answered)
    with qtbot.waitSignal(bridge.ended, timeout=SECONDS) as ended:
        bridge.run(Step.CONNECT)
    assert ended.args is not None
    assert ended.args[0].outcome == "done", "with the source that was set meanwhile"
    assert order == ["answered", "started"]


def test_a_run_does_not_wait_for_what_nobody_wants_to_know_any_more(qtbot: QtBot, bridge: Bridge) -> None:
    owner = QObject()
    bridge.ask_first(owner, f"{HERE}:slow_echo", 1, then=print)
    del owner
    with qtbot.waitSignal(bridge.ended, timeout=SECONDS):
        bridge.job("tables", f"{HERE}:count_as_job")


def test_a_failed_step_ends_the_row_and_says_why(qtbot: QtBot, bridge: Bridge, tmp_path: Path) -> None:
    connect_to(qtbot, bridge, tmp_path / "nowhere")
    ended: list[Ended] = []
    bridge.ended.connect(ended.append)
    bridge.run_up_to(Step.SWEEP)
    qtbot.waitUntil(lambda: bool(ended) and bridge.running is None, timeout=SECONDS)
    assert [e.outcome for e in ended] == ["failed"]
    assert ended[0].failure is not None
    assert "nowhere" in str(ended[0].failure)


@pytest.mark.timing
def test_a_deaf_run_is_cancelled_within_a_fifth_of_a_second_and_the_project_goes_on(
    qtbot: QtBot, bridge: Bridge
) -> None:
    took = []
    for _ in range(3):  # the best of them counts, as others may keep the machine busy
        with qtbot.waitSignal(bridge.progressed, timeout=SECONDS):
            bridge.job("deaf", f"{HERE}:never_listen")
        deaf = bridge._line.runner
        assert deaf is not None
        started = time.monotonic()
        with qtbot.waitSignal(bridge.ended, timeout=SECONDS) as ended:
            bridge.cancel()
        took.append(time.monotonic() - started)
        assert ended.args is not None
        assert ended.args[0].outcome == "cancelled"
        assert deaf.process_id is None, "nothing runs any more"
    assert min(took) < 0.2
    assert answer(qtbot, bridge, f"{HERE}:count_tables") == 0


def test_a_run_with_something_elsewhere_is_left_to_stop_it_there(qtbot: QtBot, bridge: Bridge) -> None:
    with qtbot.waitSignal(bridge.progressed, timeout=SECONDS):
        bridge.job("away", f"{HERE}:stop_slowly_elsewhere")
    worker = bridge._line.runner
    told: list[str] = []
    bridge.progressed.connect(lambda progress: told.append(progress.text))
    with qtbot.waitSignal(bridge.ended, timeout=SECONDS) as ended:
        bridge.cancel()
    assert ended.args is not None
    assert ended.args[0].outcome == "cancelled"
    assert told == ["stopped elsewhere"]
    assert bridge._line.runner is worker, "nobody ended its process"


def test_a_crash_is_a_message_and_the_project_goes_on(qtbot: QtBot, bridge: Bridge) -> None:
    with qtbot.waitSignal(bridge.ended, timeout=SECONDS) as ended:
        bridge.job("bad", f"{HERE}:die")
    assert ended.args is not None
    assert ended.args[0].outcome == "failed"
    assert "unexpectedly" in ended.args[0].failure.what
    assert answer(qtbot, bridge, f"{HERE}:count_tables") == 0


def test_a_question_asked_while_the_worker_restarts_is_answered(qtbot: QtBot, bridge: Bridge) -> None:
    with qtbot.waitSignal(bridge.progressed, timeout=SECONDS):
        bridge.job("deaf", f"{HERE}:never_listen")
    bridge.cancel()
    assert answer(qtbot, bridge, f"{HERE}:slow_echo", 3) == 3
