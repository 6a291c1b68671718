"""The cost guard: what may run without a yes, what is asked, and what is counted."""

import pickle
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from segdesk.errors import OverBudget
from segdesk.project.ledger import Bill
from segdesk.project.settings import BigQuerySettings
from segdesk.tasks.task import Cancelled, Progress, Task
from segdesk.warehouse.base import Tokens
from segdesk.warehouse.bigquery.guard import Charge, Guard
from segdesk.warehouse.bigquery.prices import Prices

MIB, GIB, TIB = 2**20, 2**30, 2**40
SECONDS = 10


@pytest.fixture(autouse=True)
def _no_own_prices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("segdesk.paths.config_folder", lambda: tmp_path)


def guard(
    byte_cap: int = 100 * GIB,
    budget: float = 5.0,
    spent: float = 0.0,
    answer: Callable[[object], bool] | None = None,
) -> Guard:
    task = Task(on_question=answer) if answer else Task()
    return Guard(Prices.load(), BigQuerySettings(byte_cap=byte_cap, budget=budget), spent, task)


def test_a_small_statement_runs_without_a_question() -> None:
    charge = guard(answer=lambda _: pytest.fail("asked")).allow("Features: parametric", Bill.QUERY, GIB)
    assert charge.bytes == GIB
    assert charge.cost == pytest.approx(6.25 / 1024)


def test_a_statement_over_the_byte_cap_does_not_run_unless_someone_agrees() -> None:
    with pytest.raises(OverBudget) as refusal:
        guard(byte_cap=GIB).allow("Features: parametric", Bill.QUERY, 2 * GIB)
    assert refusal.value.byte_cap == 2 * GIB
    assert refusal.value.budget == 5.0
    assert str(refusal.value) == (
        "'Features: parametric' would be billed for 2 GiB and cost $0.01: one statement may be billed for "
        "1 GiB. Allow it this once (--yes), or raise the limit (--byte-cap 2GiB)."
    )


def test_a_statement_over_what_is_left_of_the_budget_does_not_run_unless_someone_agrees() -> None:
    with pytest.raises(OverBudget) as refusal:
        guard(budget=5, spent=4.5).allow("Sweep: k = 5", Bill.MODEL, 4 * GIB)
    assert refusal.value.budget == pytest.approx(4.5 + 312.5 * 4 / 1024)
    assert refusal.value.byte_cap == 100 * GIB
    assert str(refusal.value) == (
        "'Sweep: k = 5' would be billed for 4 GiB and cost $1.22: the project may cost $5.00, of which "
        "$4.50 is spent or set aside. Allow it this once (--yes), or raise the limit (--budget 5.73)."
    )


def test_what_would_have_to_be_allowed_is_enough() -> None:
    with pytest.raises(OverBudget) as refusal:
        guard(byte_cap=GIB, budget=0.01).allow("x", Bill.QUERY, TIB + 1)
    raised = guard(byte_cap=refusal.value.byte_cap, budget=refusal.value.budget)
    assert raised.allow("x", Bill.QUERY, TIB + 1).cost > 0.01


def test_a_yes_is_for_one_statement() -> None:
    asked: list[object] = []
    guarded = guard(byte_cap=GIB, answer=lambda question: not asked.append(question))
    charge = guarded.allow("x", Bill.QUERY, 2 * GIB)
    assert charge.maximum_bytes_billed == 2 * GIB
    guarded.allow("x", Bill.QUERY, 2 * GIB)
    assert len(asked) == 2
    assert all(isinstance(question, OverBudget) for question in asked)


def test_who_said_no_is_not_asked_again() -> None:
    asked: list[object] = []
    guarded = guard(byte_cap=GIB, answer=lambda question: bool(asked.append(question)))
    for _ in range(3):
        with pytest.raises(OverBudget):
            guarded.allow("x", Bill.QUERY, 2 * GIB)
    assert len(asked) == 1
    assert guarded.allow("x", Bill.QUERY, GIB).bytes == GIB


def test_what_reads_nothing_is_free_even_when_the_budget_is_used_up() -> None:
    charge = guard(byte_cap=0, budget=0, spent=9).allow("Connect", Bill.FREE, 0)
    assert (charge.bytes, charge.cost) == (0, 0)


def test_what_should_be_free_and_is_not_counts_like_a_query() -> None:
    with pytest.raises(OverBudget):
        guard(budget=1).allow("x", Bill.FREE, TIB)


def test_bigquery_is_told_to_stop_where_the_budget_ends() -> None:
    charge = guard(byte_cap=TIB, budget=6.25 / 2).allow("x", Bill.QUERY, GIB)
    assert charge.maximum_bytes_billed == pytest.approx(TIB / 2, rel=1e-6)
    charge = guard(byte_cap=TIB, budget=312.5 / 4).allow("x", Bill.MODEL, GIB)
    assert charge.maximum_bytes_billed == pytest.approx(TIB / 4, rel=1e-6)


def test_bigquery_is_told_to_stop_at_the_byte_cap() -> None:
    assert guard(byte_cap=3 * GIB).allow("x", Bill.QUERY, GIB).maximum_bytes_billed == 3 * GIB


def test_a_query_of_small_tables_is_not_stopped_by_their_minimum() -> None:
    charge = guard(budget=0.01).allow("x", Bill.QUERY, 5_000, tables=4)
    assert charge.bytes == 40 * MIB
    assert charge.maximum_bytes_billed >= 40 * MIB
    assert guard(budget=0).allow("x", Bill.QUERY, 0, tables=4).maximum_bytes_billed == 40 * MIB


def test_what_tokens_will_cost_is_not_left_for_bytes() -> None:
    tokens = Tokens("gemini-2.5-flash", 0, 1_000_000)
    charge = guard(byte_cap=TIB, budget=2.5 + 6.25 / 4).allow("x", Bill.GENERATION, GIB, tokens)
    assert charge.cost == pytest.approx(2.5 + 6.25 / 1024)
    assert charge.maximum_bytes_billed == pytest.approx(TIB / 4, rel=1e-6)


def test_tokens_count_against_the_budget() -> None:
    tokens = Tokens("gemini-2.5-flash", 1_000_000, 2_000_000)
    with pytest.raises(
        OverBudget, match=r"for 1 GiB and up to 3,000,000 tokens, and cost \$5\.31: the project may"
    ):
        guard().allow("Emails", Bill.GENERATION, GIB, tokens)


def test_a_model_without_a_price_needs_a_yes() -> None:
    tokens = Tokens("mine", 10, 10)
    with pytest.raises(OverBudget, match=r"up to 20 tokens: what mine costs is not known\. .*prices\.toml"):
        guard().allow("Emails", Bill.GENERATION, 100, tokens)
    assert guard(answer=lambda _: True).allow("Emails", Bill.GENERATION, 100, tokens).tokens == tokens


def test_what_runs_is_set_aside_until_its_real_cost_is_known() -> None:
    guarded = guard(budget=10, byte_cap=9 * TIB)
    charge = guarded.allow("x", Bill.QUERY, TIB)
    with pytest.raises(OverBudget):
        guarded.allow("y", Bill.QUERY, TIB)
    assert guarded.settle(charge, GIB) == pytest.approx(6.25 / 1024)
    assert guarded.used == pytest.approx(6.25 / 1024)
    assert guard(budget=10, byte_cap=9 * TIB, spent=guarded.used).allow("y", Bill.QUERY, TIB)


def test_what_was_never_sent_costs_nothing() -> None:
    guarded = guard()
    guarded.release(guarded.allow("x", Bill.QUERY, GIB))
    assert guarded.used == 0


def test_tokens_count_as_allowed_until_they_are_counted() -> None:
    guarded = guard()
    charge = guarded.allow("x", Bill.GENERATION, 1, Tokens("gemini-2.5-flash", 0, 1_000_000))
    bytes_alone = guarded.prices.query(1)
    assert guarded.settle(charge, 0) == 0
    assert guarded.settle(charge, 10 * MIB) == pytest.approx(2.5 + bytes_alone)
    counted = Tokens("gemini-2.5-flash", 0, 200_000)
    assert guarded.settle(charge, 10 * MIB, counted) == pytest.approx(0.5 + bytes_alone)
    assert guarded.used == pytest.approx(0.5 + bytes_alone)


def test_like_statements_at_the_same_time_are_counted_apart() -> None:
    guarded = guard()
    charges = [guarded.allow("x", Bill.QUERY, GIB) for _ in range(3)]
    assert guarded.used == pytest.approx(3 * charges[0].cost)


def test_with_a_reservation_bytes_cost_nothing_and_the_cap_still_holds() -> None:
    guarded = guard(budget=0)
    free = guarded.prices.scanned.model_copy(update={"per_tib": 0.0})
    guarded.prices = replace(guarded.prices, scanned=free)
    assert guarded.allow("x", Bill.QUERY, GIB).maximum_bytes_billed == 100 * GIB
    with pytest.raises(OverBudget):
        guarded.allow("x", Bill.QUERY, TIB)


def test_the_charge_is_shown_before_the_statement_runs_and_leaves_the_bar_where_it_is() -> None:
    told: list[Progress] = []
    guarded = guard()
    guarded.task.on_progress = told.append
    guarded.task.progress(2, 7, "k = 3")
    guarded.allow("Sweep: k = 4", Bill.MODEL, GIB)
    guarded.allow("Sweep: k = 4", Bill.FREE, 0)
    assert told[1:] == [Progress(2, 7, "Sweep: k = 4: billed for 1 GiB, $0.31", lasting=True)]


def test_what_models_cost_stays_to_be_read_however_little_and_is_added_up() -> None:
    told: list[Progress] = []
    guarded = guard()
    guarded.task.on_progress = told.append
    guarded.allow("Features: parametric", Bill.QUERY, GIB)
    guarded.allow("Sweep: k = 4", Bill.MODEL, 1)
    tokens = Tokens("gemini-2.5-flash", 1000, 500)
    guarded.allow("Emails: asking gemini-2.5-flash", Bill.GENERATION, 1, tokens)
    assert [progress.lasting for progress in told] == [False, True, True]
    assert told[0].text == "Features: parametric: billed for 1 GiB, less than $0.01"
    assert told[1].text.endswith("since the step began")
    assert "billed for 10 MiB and up to 1,500 tokens, less than $0.01; " in told[2].text


def test_a_cancelled_task_allows_nothing_and_sets_nothing_aside() -> None:
    guarded = guard()
    guarded.task.cancel()
    with pytest.raises(Cancelled):
        guarded.allow("x", Bill.QUERY, GIB)
    assert guarded.used == 0


def test_statements_of_several_threads_are_asked_about_one_at_a_time_and_stay_within_the_budget() -> None:
    asking = threading.Semaphore(1)
    together: list[bool] = []
    all_there = threading.Barrier(8, timeout=SECONDS)

    def answer(_: object) -> bool:
        together.append(not asking.acquire(blocking=False))
        asking.release()
        return False

    guarded = guard(budget=3 * 6.25, byte_cap=TIB, answer=answer)
    done: list[Charge | OverBudget] = []

    def work() -> None:
        all_there.wait()
        try:
            done.append(guarded.allow("x", Bill.QUERY, TIB))
        except OverBudget as refusal:
            done.append(refusal)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert sum(isinstance(each, Charge) for each in done) == 3
    assert len(done) == 8
    assert together == [False]


def test_a_person_is_asked_one_question_at_a_time() -> None:
    second = threading.Event()
    first_asked = threading.Event()
    overlapped: list[bool] = []

    def answer(question: object) -> bool:
        if question == 1:
            first_asked.set()
            overlapped.append(second.wait(0.1))
        else:
            second.set()
        return True

    task = Task(on_question=answer)
    asker = threading.Thread(target=task.ask, args=(1,))
    asker.start()
    assert first_asked.wait(SECONDS)
    assert task.ask(2)
    asker.join(SECONDS)
    assert overlapped == [False]


def test_who_waited_for_anothers_answer_is_not_asked_when_there_is_room_again() -> None:
    guarded = guard(budget=6.25, byte_cap=TIB)
    running = guarded.allow("first", Bill.QUERY, TIB)
    asked: list[str] = []

    def answer(question: object) -> bool:
        asked.append(str(question))
        waiting = threading.Thread(target=lambda: late.append(guarded.allow("third", Bill.QUERY, GIB)))
        waiting.start()
        threads.append(waiting)
        guarded.settle(running, 0)
        return False

    late: list[Charge] = []
    threads: list[threading.Thread] = []
    guarded.task.on_question = answer
    with pytest.raises(OverBudget):
        guarded.allow("second", Bill.QUERY, TIB)
    threads[0].join(SECONDS)
    assert [charge.bytes for charge in late] == [GIB]
    assert len(asked) == 1


def test_the_question_can_be_sent_to_another_process() -> None:
    with pytest.raises(OverBudget) as refusal:
        guard(byte_cap=0).allow("x", Bill.QUERY, GIB)
    copy = pickle.loads(pickle.dumps(refusal.value))
    assert (str(copy), copy.byte_cap, copy.budget) == (str(refusal.value), GIB, 5.0)
