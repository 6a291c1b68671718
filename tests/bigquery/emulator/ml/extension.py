"""CREATE MODEL, and calls of table functions in statements."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pyarrow as pa
import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from emulator.ai.extension import Generation
from emulator.ai.shapes import JSON_COLUMNS
from emulator.calls import TABLE_FUNCTIONS, Call, find_calls, replaced
from emulator.ddl import Create
from emulator.errors import BigQueryError, invalid_query
from emulator.jobs import Job
from emulator.ml import tuned
from emulator.ml.functions import FUNCTIONS, about
from emulator.ml.model import Model, train
from emulator.ml.options import Options, parse_options
from emulator.models import Held, Models
from emulator.queries import Queries, Statement, Told, done
from emulator.rows import as_result
from emulator.store import Path, Store

_ANSWERS = "_stand_in_answers"


@dataclass
class _Training:
    """A model that is being trained, and how far that is."""

    model: Model
    job: Job


class MachineLearning:
    """Trains k-means models and answers calls of table functions.

    Parameters
    ----------
    store
        Takes the answers of calls.
    queries
        Runs the queries within calls.
    models
        Where models are kept.
    generation
        Answers for remote models.
    """

    def __init__(self, store: Store, queries: Queries, models: Models, generation: Generation) -> None:
        self._store = store
        self._queries = queries
        self._models = models
        self._generation = generation
        self._training: dict[Path, _Training] = {}

    async def perform(
        self, statement: Statement, create: Create | None, job: Job, seconds: float
    ) -> Told | None:
        """Train a model; any other statement is not for this."""
        if create is None or create.kind != "MODEL" or create.connection:
            return None
        path = create.path(statement.home)
        operation = self._models.operation(path, create)
        if operation == "SKIP":
            return done("CREATE_MODEL", operation)
        if create.transform:
            raise invalid_query("The stand-in does not know TRANSFORM")
        held = self._models.find(path)
        before = held.made if held is not None and isinstance(held.made, Model) else None
        goes_on = create.options.get("warm_start") is True and held is not None
        # What a warm start leaves out stays as it was.
        given = {**held.given, **create.options} if goes_on and held is not None else create.options
        options = parse_options(given)
        rows = await self._queries.rows(statement.saying(create.query))
        if options.tuning is not None:
            return await self._tune(statement, create, job, seconds, options, rows)
        begun = time.monotonic()
        model = await asyncio.to_thread(train, statement.sql, options, rows, before)
        self._training[path] = _Training(model, job)
        try:
            await job.pause(seconds - (time.monotonic() - begun))
        finally:
            del self._training[path]
        start = (options.start_column or "").lower()
        columns = [each for each in as_result(rows).fields if each["name"].lower() != start]
        told = about(model)
        self._models.put(path, Held(model, told, given), "KMEANS", create, columns)
        statistics = {"modelType": "KMEANS", "trainingType": "SINGLE_TRAINING"}
        iterations = told["trainingRuns"][0]["results"]
        statistics |= {"maxIterations": str(options.ends.most_iterations), "iterationResults": iterations}
        return done("CREATE_MODEL", operation, mlStatistics=statistics)

    async def _tune(
        self, statement: Statement, create: Create, job: Job, seconds: float, options: Options, rows: pa.Table
    ) -> Told:
        """Train the trials of a model. Where it is cancelled, those that are done by then stay."""
        path = create.path(statement.home)
        operation = self._models.operation(path, create)
        begun = time.monotonic()
        model = await asyncio.to_thread(tuned.tune, statement.sql, options, rows)
        columns = as_result(rows).fields
        try:
            await job.pause(seconds - (time.monotonic() - begun))
        except BaseException:
            kept = tuned.Tuned(model.trials[: int(job.progress * len(model.trials))])
            if kept.succeeded:
                self._models.put(path, Held(kept, tuned.about(kept), {}), "KMEANS", create, columns)
            raise
        told = tuned.about(model)
        self._models.put(path, Held(model, told, dict(create.options)), "KMEANS", create, columns)
        statistics = {"modelType": "KMEANS", "trainingType": "HPARAM_TUNING"}
        statistics |= {"maxIterations": str(options.ends.most_iterations)}
        return done(
            "CREATE_MODEL", operation, mlStatistics={**statistics, "hparamTrials": told["hparamTrials"]}
        )

    async def rewrite(self, statement: Statement, told: dict[str, Any], only_shape: bool) -> Statement:
        """Return a statement with the answers of its calls as tables."""
        calls = [call for call in find_calls(statement.sql) if call.function in TABLE_FUNCTIONS]
        if not calls:
            return statement
        # Where a call stands its mark is put, so that the rest of the statement can be read.
        marks = {id(call): f"call_{uuid4().hex}" for call in calls}
        marked = replaced(statement.sql, calls, lambda call: marks[id(call)])
        tree = _read(marked)
        for call in calls:
            mark = marks[id(call)]
            rows = await self._source(statement, call, tree, mark, only_shape)
            answer = await self._answer(statement, call, rows, told)
            marked = marked.replace(mark, self._kept(statement.home.project, answer))
        return statement.saying(marked)

    async def _source(
        self, statement: Statement, call: Call, tree: exp.Expression, mark: str, only_shape: bool
    ) -> pa.Table | None:
        """Return what a call reads: its query may name what the statement's WITH has defined before it."""
        if not call.source:
            return None
        known = [each.sql("bigquery") for each in _before(tree, mark)]
        limit = " LIMIT 0" if only_shape else ""
        inner = f"SELECT * FROM (\n{call.source}\n){limit}"
        sql = f"WITH {', '.join(known)} {inner}" if known else inner
        return await self._queries.rows(statement.saying(sql))

    async def _answer(
        self, statement: Statement, call: Call, rows: pa.Table | None, told: dict[str, Any]
    ) -> pa.Table:
        path = statement.home.path(call.model, "MODEL")
        settings = await self._settings(statement, call)
        if call.function not in tuned.FUNCTIONS:
            return self._generation.answer(path, call.function, rows, settings, told)
        model = self._found(path, call.function, settings)
        if isinstance(model, tuned.Tuned):
            return tuned.FUNCTIONS[call.function](model, rows, settings)
        if call.function not in FUNCTIONS or "trial_id" in settings:
            raise invalid_query(f"{call.function}: the model has no trials of hyperparameter tuning")
        return FUNCTIONS[call.function](model, rows, settings)

    async def _settings(self, statement: Statement, call: Call) -> dict[str, Any]:
        """Return what a call's STRUCT says."""
        if not call.settings:
            return {}
        row = await self._queries.rows(statement.saying(f"SELECT {call.settings} AS settings"))
        return dict(row["settings"][0].as_py())

    def _found(self, path: Path, function: str, settings: dict[str, Any]) -> Model | tuned.Tuned:
        training = self._training.get(path)
        if training is not None and function == "ML.TRAINING_INFO":
            # While it is being trained, the iterations so far are told; before the first, nothing is there.
            shown = int(training.job.progress * len(training.model.fit.iterations))
            if shown:
                settings["iterations"] = shown
                return training.model
        model = self._models.get(path).made
        if not isinstance(model, Model | tuned.Tuned):
            raise invalid_query(f"{function} is not supported for remote models")
        return model

    def _kept(self, project: str, answer: pa.Table) -> str:
        """Return the name of a table with an answer's rows."""
        path = (project, _ANSWERS, f"answer_{uuid4().hex}")
        self._store.lay_out(path, answer, JSON_COLUMNS)
        return f"`{'.'.join(path)}`"


def _read(sql: str) -> exp.Expression:
    try:
        return sqlglot.parse_one(sql, read="bigquery")
    except ParseError as problem:
        told = problem.errors[0]
        place = f"at [{told.get('line', 1)}:{told.get('col', 1)}]"
        raise BigQueryError(
            "invalidQuery", f"Syntax error: {told.get('description')} {place}", "query"
        ) from problem


def _before(tree: exp.Expression, mark: str) -> list[exp.CTE]:
    """Return what WITH defines before the call that has a mark."""
    for clause in tree.find_all(exp.With):
        known: list[exp.CTE] = []
        for each in clause.expressions:
            if any(table.name == mark for table in each.find_all(exp.Table)):
                return known
            known.append(each)
        return known
    return []
