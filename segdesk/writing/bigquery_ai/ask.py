"""Asking a language model in BigQuery: all prompts at once, and what it was too busy for again."""

import math
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import uuid4

import pyarrow as pa

from segdesk.errors import OverBudget, SegdeskError, WarehouseError
from segdesk.project.ledger import Bill
from segdesk.tasks.task import Task
from segdesk.warehouse.base import Keeps, Tokens, Warehouse
from segdesk.warehouse.bigquery.remote_model import connection_path, remote_model
from segdesk.writing.bigquery_ai import answers, statements
from segdesk.writing.bigquery_ai.answers import Answer, Outcome
from segdesk.writing.bigquery_ai.forms import Form, Tables
from segdesk.writing.bigquery_ai.generator import Generator

ATTEMPTS = 5
PAUSE_SECONDS = 4.0
"""Before the second attempt; each further one waits twice as long."""

_BYTES_A_TOKEN = 4
"""Of UTF-8: about four letters of a European language, a little more than one character of Chinese."""


class Workplace(Keeps, Warehouse, Protocol):
    """A dataset in which prompts can be put, and a language model asked about them."""


def ask(
    workplace: Workplace,
    form: Form,
    prompts: Mapping[str, str],
    generator: Generator,
    task: Task,
    *,
    pause: float = PAUSE_SECONDS,
) -> Iterator[tuple[Answer, ...]]:
    """Ask for two texts with every prompt, and yield the answers of each attempt as it ends.

    Requests that the model was too busy for are sent again by themselves. Each key is answered once, whatever
    becomes of it. What leaves this machine bears a random number, never the key.

    Parameters
    ----------
    prompts
        Key to prompt, in the order in which they are sent.
    pause
        Seconds before the second attempt.

    Raises
    ------
    OverBudget
        Before anything is sent, if it would cost more than was allowed and nobody agrees to it.
    Cancelled
        When the task was asked to stop; the answers that were given stay valid.
    """
    if not prompts:
        return
    if generator.needs_model:
        _make_model(workplace, form, generator)
    left = {uuid4().hex: key for key in prompts}
    for number in range(1, ATTEMPTS + 1):
        _wait(task, pause * 2 ** (number - 2) if number > 1 else 0)
        task.progress(len(prompts) - len(left), len(prompts), f"Asking {generator.endpoint}")
        attempt = _Attempt(workplace, form, generator, number)
        try:
            rows = attempt.rows({request: prompts[key] for request, key in left.items()})
        except SegdeskError as error:
            if number == 1:
                raise
            # What has been answered, and paid for, is not lost for what has not.
            yield tuple(_given_up(key, number - 1, error.what) for key in left.values())
            return
        found = {request: attempt.answer(key, rows.get(request)) for request, key in left.items()}
        attempt.settle(tuple(found.values()))
        yield tuple(answer for answer in found.values() if answer.outcome is not Outcome.RETRYABLE)
        attempt.tidy()
        left = {request: key for request, key in left.items() if found[request].outcome is Outcome.RETRYABLE}
        if not left:
            return
    yield tuple(_given_up(key, ATTEMPTS, answers.busy_reason(ATTEMPTS)) for key in left.values())


def most_tokens(prompts: Collection[str], generator: Generator) -> Tokens:
    """Return the most tokens that prompts come to: what is read is guessed, what is written is capped."""
    return Tokens(generator.endpoint, _guessed(prompts), len(prompts) * generator.max_output_tokens)


def _guessed(prompts: Iterable[str]) -> int:
    return math.ceil(sum(len(text.encode()) for text in prompts) / _BYTES_A_TOKEN)


def _make_model(workplace: Workplace, form: Form, generator: Generator) -> None:
    """Make the remote model anew: its endpoint or connection may be another than last time."""
    connection = generator.connection
    if connection is not None:
        project = workplace.path(form.tables().replies).rsplit(".", 2)[0]
        connection = connection_path(project, connection)
    statement = remote_model(generator.endpoint, connection)
    workplace.run(statement, what=f"{form.title}: remote model", bill=Bill.FREE)


def _wait(task: Task, seconds: float) -> None:
    """Let some time pass, unless the task is cancelled."""
    over = threading.Event()
    with task.stopping(over.set):
        over.wait(seconds)
    task.check()


def _given_up(key: str, attempts: int, reason: str) -> Answer:
    return Answer(key, Outcome.FAILED, reason=reason, attempts=attempts)


@dataclass(frozen=True)
class _Attempt:
    """One attempt: all requests that are not answered yet."""

    workplace: Workplace
    form: Form
    generator: Generator
    number: int

    def rows(self, prompts: Mapping[str, str]) -> dict[str, Mapping[str, Any]]:
        """Put prompts into a table of their own, have them answered, and return the rows by request."""
        columns = {
            "request": pa.array(list(prompts), pa.string()),
            "position": pa.array(range(len(prompts)), pa.int64()),
            "prompt": pa.array(list(prompts.values()), pa.string()),
        }
        self.workplace.load(self._tables.prompts, pa.table(columns))
        tokens = Tokens(
            self.generator.endpoint,
            prompt=self._prompt_tokens(prompts),
            reply=len(prompts) * self.generator.max_output_tokens,
        )
        statement = statements.generation(self.form, self._tables, self.generator)
        self.workplace.run(statement, what=self._asking, bill=Bill.GENERATION, tokens=tokens)
        rows: dict[str, Mapping[str, Any]] = {}
        what = f"{self.form.title}: reading the replies"
        for batch in self.workplace.read(statements.replies(self._tables), what=what):
            for row in batch.to_pylist():
                rows.setdefault(row["request"], row)
        return rows

    def answer(self, key: str, row: Mapping[str, Any] | None) -> Answer:
        """Return what became of a request."""
        if row is None:
            return _given_up(key, self.number, answers.missing_reason())
        return replace(answers.read(key, row, self.form, self.generator), attempts=self.number)

    def settle(self, found: Sequence[Answer]) -> None:
        """Put the tokens that were really paid for in the place of the most that it could have been."""
        if any(answer.prompt_tokens is not None for answer in found):
            prompt = sum(answer.prompt_tokens or 0 for answer in found)
            reply = sum(answer.reply_tokens or 0 for answer in found)
            self.workplace.settle(self._asking, Tokens(self.generator.endpoint, prompt, reply))

    def tidy(self) -> None:
        """Put the replies of a further attempt in their places among all, and remove its tables."""
        if self.number > 1:
            what = f"{self.form.title}: putting the replies together"
            self.workplace.run(statements.merged(self.form), what=what)
            self.workplace.drop(self._tables.prompts)
            self.workplace.drop(self._tables.replies)

    def _prompt_tokens(self, prompts: Mapping[str, str]) -> int:
        """Return how many tokens the model will read: counted, or guessed where BigQuery cannot count."""
        guessed = _guessed(prompts.values())
        query = statements.count_tokens(self._tables, self.generator.endpoint)
        try:
            found = self.workplace.read(query, what=f"{self.form.title}: counting tokens").read_all()
        except OverBudget:
            raise
        except WarehouseError:  # a preview, and not in every region
            return guessed
        return found.column("tokens")[0].as_py() or guessed

    @property
    def _tables(self) -> Tables:
        return self.form.tables(again=self.number > 1)

    @property
    def _asking(self) -> str:
        again = f", attempt {self.number}" if self.number > 1 else ""
        return f"{self.form.title}: asking {self.generator.endpoint}{again}"
