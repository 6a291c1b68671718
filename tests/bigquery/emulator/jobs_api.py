"""The REST API's jobs: insert, get, list, cancel, delete, query, results, uploads."""

import asyncio
import json
import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import uuid4

from bqemulator.storage.arrow_bridge import arrow_table_to_bq_rows
from fastapi import APIRouter, Request, Response

from emulator.errors import BigQueryError
from emulator.job_resource import list_item, resource
from emulator.jobs import Job, Jobs, State, Work
from emulator.loads import Loads
from emulator.multipart import split
from emulator.paging import page
from emulator.queries import Queries, home_of
from emulator.references import tables_in
from emulator.store import Store

_LONGEST_WAIT = 10.0
_MOST_ROWS = 20_000


@dataclass
class _Upload:
    """A file on its way, in parts."""

    project: str
    description: dict[str, Any]
    received: bytearray = field(default_factory=bytearray)


class JobsApi:
    """Answers what is asked about jobs.

    Parameters
    ----------
    jobs, queries, loads, store
        The parts that know.
    locations
        Gives a dataset's location.
    """

    def __init__(self, jobs: Jobs, queries: Queries, loads: Loads, locations: "Locations") -> None:
        self._jobs, self._queries, self._loads = jobs, queries, loads
        self._locations = locations
        self._uploads: dict[str, _Upload] = {}

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter()
        base = "/bigquery/v2/projects/{project}"
        router.add_api_route(f"{base}/jobs", self.insert, methods=["POST"])
        router.add_api_route(f"{base}/jobs", self.list, methods=["GET"])
        router.add_api_route(base + "/jobs/{job}", self.get, methods=["GET"])
        router.add_api_route(base + "/jobs/{job}/cancel", self.cancel, methods=["POST"])
        router.add_api_route(base + "/jobs/{job}/delete", self.delete, methods=["DELETE"])
        router.add_api_route(f"{base}/queries", self.query, methods=["POST"])
        router.add_api_route(base + "/queries/{job}", self.results, methods=["GET"])
        router.add_api_route(f"/upload{base}/jobs", self.upload, methods=["POST"])
        router.add_api_route(f"/upload{base}/jobs", self.upload_part, methods=["PUT"])
        return router

    async def insert(self, project: str, request: Request) -> dict[str, Any]:
        """Start a job, or rehearse it."""
        asked = await request.json()
        configuration = asked.get("configuration", {})
        if "query" not in configuration:
            raise BigQueryError("invalid", "The stand-in has query jobs, and load jobs with an upload")
        job = self._made(project, asked)
        if configuration.get("dryRun"):
            job.statistics = await self._queries.rehearse(project, configuration["query"])
            job.state = State.DONE
            return resource(job)
        await self._jobs.start(job, self._queries.work)
        return resource(job)

    async def get(self, project: str, job: str, location: str | None = None) -> dict[str, Any]:
        """Tell how a job stands."""
        return resource(self._jobs.get(project, job, location))

    async def list(
        self, project: str, request: Request, maxResults: int = 50, pageToken: str = ""
    ) -> dict[str, Any]:
        """List the jobs of a project, the newest first."""
        asked = request.query_params
        states = [each.upper() for each in asked.getlist("stateFilter")]
        begin, end = int(asked.get("minCreationTime", 0)), int(asked.get("maxCreationTime", 2**62))
        found = [
            list_item(job)
            for job in self._jobs
            if job.project == project
            and (not states or job.state in states)
            and begin <= 1000 * job.created <= end
            and "parentJobId" not in asked
        ]
        return {"kind": "bigquery#jobList", **page("jobs", found, maxResults, pageToken)}

    async def cancel(self, project: str, job: str, location: str | None = None) -> dict[str, Any]:
        """Ask a job to stop; it may take a moment."""
        found = self._jobs.get(project, job, location)
        answer = resource(found)
        found.cancelled.set()
        return {"kind": "bigquery#jobCancelResponse", "job": answer}

    async def delete(self, project: str, job: str) -> dict[str, Any]:
        """Forget a job."""
        self._jobs.get(project, job)
        self._jobs.drop(project, job)
        return {}

    async def query(self, project: str, request: Request) -> dict[str, Any]:
        """Run a query, and answer with its rows if it is done in time."""
        asked = await request.json()
        top = ("dryRun", "labels")
        reference = {"location": asked["location"]} if asked.get("location") else {}
        configuration = {key: asked[key] for key in top if key in asked}
        configuration["query"] = {key: each for key, each in asked.items() if key not in (*top, "location")}
        job = self._made(project, {"jobReference": reference, "configuration": configuration})
        if asked.get("dryRun"):
            told = await self._queries.rehearse(project, configuration["query"])
            size = told["totalBytesProcessed"]
            schema = told["query"].get("schema", {})
            return {
                "kind": "bigquery#queryResponse",
                "jobComplete": True,
                "schema": schema,
                "totalBytesProcessed": size,
                "jobReference": {"projectId": project},
            }
        await self._jobs.start(job, self._queries.work)
        wait = min(asked.get("timeoutMs", 10_000) / 1000, _LONGEST_WAIT)
        return await self._rows(job, "queryResponse", wait, 0, asked.get("maxResults"))

    async def results(
        self,
        project: str,
        job: str,
        location: str | None = None,
        maxResults: int | None = None,
        startIndex: int = 0,
        pageToken: str = "",
        timeoutMs: int = 10_000,
    ) -> dict[str, Any]:
        """Answer with a query's rows, once they are there."""
        found = self._jobs.get(project, job, location)
        begin = int(pageToken) if pageToken else startIndex
        wait = min(timeoutMs / 1000, _LONGEST_WAIT)
        return await self._rows(found, "getQueryResultsResponse", wait, begin, maxResults)

    async def upload(self, project: str, request: Request, uploadType: str = "") -> Any:
        """Take a file with its load job, or the load job of a file that will come in parts."""
        body = await request.body()
        if uploadType == "multipart":
            description, file = split(request.headers.get("content-type", ""), body)
            return await self._load(project, json.loads(description), file)
        if uploadType != "resumable":
            raise BigQueryError("invalid", f"Unknown uploadType {uploadType}")
        name = uuid4().hex
        self._uploads[name] = _Upload(project, json.loads(body))
        place = f"{request.url.scheme}://{request.url.netloc}{request.url.path}"
        return Response(headers={"Location": f"{place}?uploadType=resumable&upload_id={name}"})

    async def upload_part(self, project: str, request: Request, upload_id: str = "") -> Any:
        """Take a part of a file; with the last one the job begins."""
        upload = self._uploads.get(upload_id)
        if upload is None:
            raise BigQueryError("notFound", f"Not found: Upload {upload_id}")
        told = re.fullmatch(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)", request.headers.get("content-range", ""))
        if told is None or (told[1] is not None and int(told[1]) != len(upload.received)):
            raise BigQueryError("invalid", "This is not the part that comes next")
        upload.received += await request.body()
        if told[2] == "*" or len(upload.received) < int(told[2]):
            last = len(upload.received) - 1
            return Response(status_code=308, headers={"Range": f"bytes=0-{last}"} if last >= 0 else {})
        del self._uploads[upload_id]
        return await self._load(project, upload.description, bytes(upload.received))

    async def _load(self, project: str, asked: dict[str, Any], file: bytes) -> dict[str, Any]:
        job = self._made(project, asked)
        if job.kind != "load":
            raise BigQueryError("invalid", "An upload is for a load job")
        work: Work = partial(self._loads.work, file=file)
        await self._jobs.start(job, work)
        return resource(job)

    def _made(self, project: str, asked: dict[str, Any]) -> Job:
        reference = asked.get("jobReference", {})
        configuration = asked.get("configuration", {})
        name = reference.get("jobId") or f"job_{uuid4().hex}"
        place = self._locations.of(project, configuration, reference.get("location"))
        return Job(project, name, configuration, location=place)

    async def _rows(self, job: Job, kind: str, wait: float, begin: int, most: int | None) -> dict[str, Any]:
        try:
            await asyncio.wait_for(job.finished.wait(), wait)
        except TimeoutError:
            reference = resource(job)["jobReference"]
            return {"kind": f"bigquery#{kind}", "jobReference": reference, "jobComplete": False}
        if job.error is not None:
            raise job.error
        return _answer(job, kind, begin, most)


class Locations:
    """Knows where jobs run: where the data are.

    Parameters
    ----------
    store
        The tables.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, project: str, configuration: dict[str, Any], asked: str | None) -> str:
        """Return a job's location. Raises `BigQueryError` if data lie elsewhere than it was asked to run."""
        for dataset_project, dataset in _datasets(project, configuration):
            place = self._store.location(dataset_project, dataset)
            if place is not None and asked and asked.upper() != place.upper():
                message = f"Not found: Dataset {dataset_project}:{dataset} was not found in location {asked}"
                raise BigQueryError("notFound", message)
            asked = asked or place
        return asked or "US"


def _datasets(project: str, configuration: dict[str, Any]) -> list[tuple[str, str]]:
    kind = configuration.get("query") or configuration.get("load") or {}
    found = [(path[0], path[1]) for path in tables_in(kind.get("query", ""), home_of(project, kind))]
    given = kind.get("destinationTable") or kind.get("defaultDataset")
    return found + ([(given.get("projectId", project), given["datasetId"])] if given else [])


def _answer(job: Job, kind: str, begin: int, most: int | None) -> dict[str, Any]:
    query = job.statistics.get("query", {})
    answer = {
        "kind": f"bigquery#{kind}",
        "etag": job.results_table,
        "jobReference": resource(job)["jobReference"],
        "jobComplete": True,
        "cacheHit": False,
        "totalBytesProcessed": query.get("totalBytesProcessed", "0"),
        "schema": {"fields": job.result.fields if job.result else []},
    }
    if "numDmlAffectedRows" in query:
        answer["numDmlAffectedRows"] = query["numDmlAffectedRows"]
    if job.result is None or not query.get("statementType", "SELECT").startswith(("SELECT", "SCRIPT")):
        # What makes or changes something has no rows, not even none.
        return answer
    table = job.result.table
    count = _MOST_ROWS if most is None else min(most, _MOST_ROWS)
    answer |= {"totalRows": str(table.num_rows), "rows": arrow_table_to_bq_rows(table, begin, count)}
    if begin + count < table.num_rows:
        answer["pageToken"] = str(begin + count)
    return answer
