"""Query jobs: what a statement would read, what it does, and what is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import uuid4

import pyarrow as pa
from bqemulator.api.dependencies import AppContext
from bqemulator.jobs import executor

from emulator.ddl import Create, Home, parse_create, table_options
from emulator.dialect import reworded
from emulator.errors import BigQueryError
from emulator.jobs import RESULTS, Job, Result
from emulator.ml.options import readings
from emulator.problems import check_syntax, explained
from emulator.references import Estimate, estimate
from emulator.rows import as_result
from emulator.store import Path, Store

_FREE = ("CREATE_VIEW", "CREATE_TABLE", "CREATE_SCHEMA", "DROP_TABLE", "DROP_VIEW", "DROP_SCHEMA")
_NOTHING = pa.table({})


@dataclass(frozen=True)
class Statement:
    """A statement as it came.

    Attributes
    ----------
    home
        Where names belong that do not say it.
    """

    home: Home
    sql: str
    parameters: list[dict[str, Any]] | None = None

    @classmethod
    def of(cls, project: str, query: Mapping[str, Any]) -> "Statement":
        """Return the statement of a job's configuration. Raises `BigQueryError` for legacy SQL."""
        if query.get("useLegacySql", True) and "#standardsql" not in query["query"].lower():
            raise BigQueryError("invalidQuery", "The stand-in does not know legacy SQL", "query")
        return cls(home_of(project, query), query["query"], query.get("queryParameters") or None)

    def saying(self, sql: str) -> "Statement":
        """Return another statement with the same parameters."""
        return replace(self, sql=sql)


@dataclass
class Told:
    """What a statement did, on top of its rows."""

    result: Result
    query: dict[str, Any] = field(default_factory=dict)


def home_of(project: str, query: Mapping[str, Any]) -> Home:
    """Return where the names of a job's query belong that do not say it."""
    default = query.get("defaultDataset")
    return Home(project, (default.get("projectId", project), default["datasetId"]) if default else None)


class Extension(Protocol):
    """Statements that the emulator does not have, or calls in them."""

    async def perform(
        self, statement: Statement, create: Create | None, job: Job, seconds: float
    ) -> Told | None:
        """Do a statement that is all of this extension's; None for any other."""
        ...

    async def rewrite(self, statement: Statement, told: dict[str, Any], only_shape: bool) -> Statement:
        """Return the statement with its calls answered, and note what is to be told of them.

        Parameters
        ----------
        only_shape
            Columns are enough, without rows.
        """
        ...


class Queries:
    """Does query jobs.

    Parameters
    ----------
    context
        The emulator's own parts.
    store
        The tables.
    """

    def __init__(self, context: AppContext, store: Store) -> None:
        self._context = context
        self._store = store
        self.extensions: list[Extension] = []

    async def work(self, job: Job, seconds: float) -> None:
        """Do a job's statement. Raises whatever it fails with."""
        query = job.configuration["query"]
        statement = Statement.of(job.project, query)
        costs = self._costs(statement)
        job.statistics["query"] = _read(costs)
        limit = query.get("maximumBytesBilled")
        most = costs.times(_readings(statement)).billed
        if limit is not None and most > int(limit):
            raise BigQueryError(
                "bytesBilledLimitExceeded",
                f"Query exceeded limit for bytes billed: {limit}. {most} or higher required.",
            )
        told = await self._perform(statement, job, seconds)
        kind = told.query.get("statementType", "")
        costs = costs.times(len(told.query.get("mlStatistics", {}).get("hparamTrials", ())) or 1)
        costs = replace(costs, billed=0) if kind in _FREE else costs
        job.statistics |= {"totalBytesProcessed": str(costs.processed), "totalSlotMs": "1000"}
        job.statistics["query"] = {**_read(costs), "totalSlotMs": "1000", "cacheHit": False, **told.query}
        job.result = told.result
        results = _reference((job.project, RESULTS, job.results_table))
        made = told.query.get("ddlTargetTable") if kind == "CREATE_TABLE_AS_SELECT" else None
        query.setdefault("destinationTable", made or results)

    async def rehearse(self, project: str, query: Mapping[str, Any]) -> dict[str, Any]:
        """Return the statistics of a dry run. Raises `BigQueryError` for what is wrong with it."""
        statement = Statement.of(project, query)
        costs = self._costs(statement)
        kind = executor.classify_statement_type(statement.sql)
        fields = await self._shape(statement)
        told = {"statementType": kind, "schema": {"fields": fields}, "totalBytesProcessedAccuracy": "PRECISE"}
        return {
            "totalBytesProcessed": str(costs.processed),
            "query": {**_read(replace(costs, billed=0)), "cacheHit": False, **told},
        }

    async def rows(self, statement: Statement) -> pa.Table:
        """Return what a query gives. Raises `BigQueryError`."""
        statement = await self._rewritten(statement, {}, only_shape=False)
        return (await self._execute(statement)).result.table

    async def _shape(self, statement: Statement) -> list[dict[str, Any]]:
        create = parse_create(statement.sql)
        sql = statement.sql.strip().rstrip(";")
        if create is not None:
            sql = create.query
        elif executor.classify_statement_type(sql) not in ("SELECT", ""):
            check_syntax(sql)
            return []
        if not sql:
            return []
        rewritten = await self._rewritten(statement.saying(sql), {}, only_shape=True)
        only = rewritten.saying(f"SELECT * FROM (\n{rewritten.sql}\n) LIMIT 0")
        return (await self._execute(only, rewritten.sql)).result.fields

    async def _perform(self, statement: Statement, job: Job, seconds: float) -> Told:
        create = parse_create(statement.sql)
        if create is not None and create.kind in ("TABLE", "VIEW", "MODEL"):
            self._store.need_dataset(*create.path(statement.home)[:2])
        for extension in self.extensions:
            done = await extension.perform(statement, create, job, seconds)
            if done is not None:
                return done
        noted: dict[str, Any] = {}
        bare = statement.saying(create.bare) if create is not None else statement
        rewritten = await self._rewritten(bare, noted, only_shape=False)
        await job.pause(seconds)
        told = await self._execute(rewritten, statement.sql)
        told.query |= noted
        if create is not None and create.kind in ("TABLE", "VIEW"):
            self._finish(create, create.path(statement.home), told)
        elif "destinationTable" in job.configuration["query"]:
            self._keep(job.configuration["query"], told.result)
        return told

    async def _rewritten(self, statement: Statement, told: dict[str, Any], only_shape: bool) -> Statement:
        for extension in self.extensions:
            statement = await extension.rewrite(statement, told, only_shape)
        return statement

    async def _execute(self, statement: Statement, original: str = "") -> Told:
        """Let the emulator do a statement."""
        check_syntax(statement.sql)
        name = uuid4().hex
        sql = reworded(statement.sql, statement.home, self._store.view_of)
        try:
            meta = await executor.execute_query_job(
                statement.home.project, name, sql, statement.parameters, self._context
            )
            result = as_result(executor.JOB_RESULTS[name])
            if not result.fields:
                result.fields = executor.JOB_SCHEMAS[name]
        except Exception as problem:
            raise explained(problem, original or statement.sql, statement.home.project) from problem
        finally:
            executor.JOB_RESULTS.pop(name, None)
            executor.JOB_SCHEMAS.pop(name, None)
        told = {key: value for key, value in meta.statistics["query"].items() if key in _TOLD}
        return Told(result, told)

    def _finish(self, create: Create, path: Path, told: Told) -> None:
        """Give a table or view that was made what the emulator leaves out."""
        told.query["ddlTargetTable"] = _reference(path)
        if told.query.get("ddlOperationPerformed") == "SKIP":
            return
        if create.kind == "TABLE":
            self._store.settle(path)
        else:
            self._store.note_view(path, create.query)
        self._store.update(path, **table_options(create))

    def _keep(self, query: dict[str, Any], result: Result) -> None:
        """Write a query's rows where its configuration says."""
        given = query["destinationTable"]
        path = (given["projectId"], given["datasetId"], given["tableId"])
        self._store.need_dataset(*path[:2])
        there = self._store.find(path) is not None
        how = query.get("writeDisposition", "WRITE_EMPTY")
        if how == "WRITE_EMPTY" and there and self._store.count(path):
            raise BigQueryError("duplicate", f"Already Exists: Table {path[0]}:{path[1]}.{path[2]}")
        if how == "WRITE_APPEND" and there:
            self._store.append(path, result.table)
        else:
            self._store.write(path, result.table)

    def _costs(self, statement: Statement) -> Estimate:
        return estimate(self._store, statement.home, statement.sql, statement.parameters)


_TOLD = ("statementType", "ddlOperationPerformed", "numDmlAffectedRows")


def _readings(statement: Statement) -> int:
    """Return how often a statement reads what its dry run says at most: once for each trial of a model."""
    create = parse_create(statement.sql)
    is_trained = create is not None and create.kind == "MODEL" and not create.connection
    return readings(create.options) if create is not None and is_trained else 1


def _read(costs: Estimate) -> dict[str, Any]:
    return {
        "totalBytesProcessed": str(costs.processed),
        "totalBytesBilled": str(costs.billed),
        "referencedTables": [_reference(path) for path in costs.tables],
    }


def _reference(path: Path) -> dict[str, str]:
    return {"projectId": path[0], "datasetId": path[1], "tableId": path[2]}


def done(kind: str, operation: str, **told: Any) -> Told:
    """Return what is told of a statement without rows."""
    return Told(Result(_NOTHING, []), {"statementType": kind, "ddlOperationPerformed": operation, **told})
