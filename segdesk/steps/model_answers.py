"""A language model's answers in the project: what was answered before is not asked, or paid for, again."""

from collections import Counter
from collections.abc import Iterable, Mapping

import pyarrow as pa

from segdesk.errors import InputError
from segdesk.project.file import Project
from segdesk.project.freshness import fingerprint
from segdesk.project.settings import ConnectSettings, Settings
from segdesk.steps.source import opened
from segdesk.tasks.task import Task
from segdesk.warehouse.base import Keeps, Tokens
from segdesk.warehouse.bigquery.place import SCHEME, is_bigquery
from segdesk.writing.bigquery_ai import LABELS, Answer, Form, Generator, Outcome, ask, most_tokens

_MOST_REASONS = 5


def answers(
    project: Project,
    settings: Settings,
    form: Form,
    prompts: Mapping[str, str | None],
    task: Task,
    *,
    run: int,
) -> dict[str, Answer]:
    """Return the answer to each prompt: the kept one, or else a new one from BigQuery.

    An answer belongs to its key, its prompt and the model's settings; where one of them has changed, it is
    asked for again. New answers are kept as they come, so that a cancelled step need not pay for them twice.

    Parameters
    ----------
    prompts
        Key to prompt; there is nothing to ask where it is None.
    run
        Number of the run that the costs belong to.

    Raises
    ------
    InputError
        If nothing says which project in BigQuery pays.
    """
    found = known(project, settings, form, prompts)
    left = {key: prompt for key, prompt in prompts.items() if prompt is not None and key not in found}
    if left:
        generator = _generator(settings, form)
        with opened(project, _in_bigquery(settings), task, run) as warehouse:
            if not isinstance(warehouse, Keeps):
                raise InputError(f"A language model cannot be asked in {warehouse.source}")
            for answered in ask(warehouse, form, left, generator, task):
                _remember(project, form, generator, left, answered)
                found |= {answer.key: answer for answer in answered}
    return {key: found.get(key) or _not_asked(key) for key in prompts}


def known(
    project: Project,
    settings: Settings,
    form: Form,
    prompts: Mapping[str, str | None],
) -> dict[str, Answer]:
    """Return the kept answers to the very same prompts, asked for in the same way."""
    generator = _generator(settings, form)
    keys = {_asked(form, generator, key, prompt): key for key, prompt in prompts.items() if prompt}
    with project.incoming(pa.table({"asked": pa.array(list(keys), pa.string())})):
        rows = project.rows(
            "SELECT asked, texts, finish_reason, prompt_tokens, reply_tokens"
            " FROM model_answers JOIN incoming USING (asked)"
        )
    return {
        keys[asked]: Answer(
            keys[asked],
            Outcome.DONE,
            texts=(texts[0], texts[1]),
            finish_reason=finish_reason,
            attempts=0,
            prompt_tokens=prompt_tokens,
            reply_tokens=reply_tokens,
        )
        for asked, texts, finish_reason, prompt_tokens, reply_tokens in rows
    }


def expected_tokens(
    project: Project, settings: Settings, form: Form, prompts: Mapping[str, str | None]
) -> Tokens | None:
    """Return what the model would read and write at most; None where every answer is known."""
    found = known(project, settings, form, prompts)
    left = [prompt for key, prompt in prompts.items() if prompt is not None and key not in found]
    return most_tokens(left, _generator(settings, form)) if left else None


def keep_outcomes(project: Project, form: Form, found: Iterable[Answer]) -> None:
    """Write what became of every request of a step's run, in the transaction that writes its result."""
    project.connection.execute("DELETE FROM model_replies WHERE step = ?", [form.step])
    rows = [
        {
            "step": form.step,
            "request": answer.key,
            "status": answer.outcome.value,
            "finish_reason": answer.finish_reason,
            "reason": answer.reason,
            "attempts": answer.attempts,
            "prompt_tokens": answer.prompt_tokens,
            "reply_tokens": answer.reply_tokens,
        }
        for answer in found
    ]
    texts = [(name, pa.string()) for name in ("step", "request", "status", "finish_reason", "reason")]
    counts = [(name, pa.int64()) for name in ("attempts", "prompt_tokens", "reply_tokens")]
    with project.incoming(pa.Table.from_pylist(rows, schema=pa.schema([*texts, *counts]))):
        project.connection.execute("INSERT INTO model_replies BY NAME SELECT * FROM incoming")


def failure_notes(found: Iterable[Answer]) -> tuple[str, ...]:
    """Say how many requests have no answer, and why, the most common reason first."""
    reasons = Counter(answer.reason for answer in found if answer.outcome is not Outcome.DONE)
    told = reasons.most_common(_MOST_REASONS)
    notes = [
        f"1 reply is missing: {reason}" if count == 1 else f"{count:,} replies are missing: {reason}"
        for reason, count in told
    ]
    if others := reasons.total() - sum(count for _, count in told):
        notes.append(f"{others:,} more replies are missing for other reasons")
    return tuple(notes)


def _not_asked(key: str) -> Answer:
    return Answer(key, Outcome.REFUSED, reason=no_prompt_reason(), attempts=0)


def no_prompt_reason() -> str:
    """Say why nothing was asked, as the document's CONCAT is NULL then."""
    return "there is no prompt, because a fact that it needs is not known"


def _generator(settings: Settings, form: Form) -> Generator:
    model = settings.labels.model if form is LABELS else settings.emails.model
    return Generator.of(model, settings.features.mode, form)


def _in_bigquery(settings: Settings) -> Settings:
    """Return the settings with a source in BigQuery: customers of this machine are written to from there."""
    if is_bigquery(settings.connect.source):
        return settings
    billing = settings.bigquery.billing_project
    if not billing:
        raise InputError(
            "A language model in BigQuery cannot be asked yet",
            "the customers are not from BigQuery, so it is not known which project pays",
            "Name the billing project, or choose another writer",
        )
    source = f"{SCHEME}{billing}.{settings.bigquery.dataset}"
    return settings.model_copy(update={"connect": ConnectSettings(source=source)})


def _asked(form: Form, generator: Generator, key: str, prompt: str) -> str:
    return fingerprint(form.step, key, prompt, *generator.identity())


def _remember(
    project: Project,
    form: Form,
    generator: Generator,
    prompts: Mapping[str, str],
    answered: Iterable[Answer],
) -> None:
    """Keep the answers that have texts; the others may come out better another time."""
    rows = [
        {
            "asked": _asked(form, generator, answer.key, prompts[answer.key]),
            "step": form.step,
            "texts": list(answer.texts),
            "finish_reason": answer.finish_reason,
            "prompt_tokens": answer.prompt_tokens,
            "reply_tokens": answer.reply_tokens,
        }
        for answer in answered
        if answer.outcome is Outcome.DONE
    ]
    schema = pa.schema(
        [
            *((name, pa.string()) for name in ("asked", "step", "finish_reason")),
            ("texts", pa.list_(pa.string())),
            *((name, pa.int64()) for name in ("prompt_tokens", "reply_tokens")),
        ]
    )
    data = pa.Table.from_pylist(rows, schema=schema)
    with project.transaction() as connection, project.incoming(data):
        connection.execute("INSERT OR REPLACE INTO model_answers BY NAME SELECT * FROM incoming")
