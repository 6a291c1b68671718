"""Jobs as the REST API shows them."""

from typing import Any

from emulator.jobs import Job, State


def resource(job: Job) -> dict[str, Any]:
    """Return a job as ``jobs.get`` gives it."""
    status: dict[str, Any] = {"state": job.state}
    if job.error is not None:
        status |= {"errorResult": job.error.proto, "errors": [job.error.proto]}
    kind = job.kind.upper()
    return {
        "kind": "bigquery#job",
        "etag": job.results_table[4:],
        "id": f"{job.project}:{job.location}.{job.id}",
        "selfLink": "",
        "user_email": "tester@example.com",
        "principal_subject": "user:tester@example.com",
        "jobReference": {"projectId": job.project, "jobId": job.id, "location": job.location},
        "configuration": {"jobType": kind, **job.configuration},
        "status": status,
        "statistics": _statistics(job),
    }


def list_item(job: Job) -> dict[str, Any]:
    """Return a job as ``jobs.list`` gives it."""
    whole = resource(job)
    told = ("kind", "id", "jobReference", "configuration", "status", "statistics", "user_email")
    item = {key: whole[key] for key in told}
    item["state"] = whole["status"]["state"]
    if job.error is not None:
        item["errorResult"] = job.error.proto
    return item


def _statistics(job: Job) -> dict[str, Any]:
    told = {"creationTime": _millis(job.created)}
    if job.started is not None:
        told["startTime"] = _millis(job.started)
    if job.ended is not None:
        told["endTime"] = _millis(job.ended)
        told["finalExecutionDurationMs"] = str(int(1000 * (job.ended - (job.started or job.ended))))
    if job.state is State.RUNNING:
        units = round(100 * job.progress)
        timeline = [{"elapsedMs": "100", "completedUnits": str(units), "pendingUnits": str(100 - units)}]
        query = {**job.statistics.get("query", {}), "timeline": timeline}
        return {**told, **job.statistics, **({"query": query} if job.kind == "query" else {})}
    return {**told, **job.statistics}


def _millis(seconds: float) -> str:
    return str(int(1000 * seconds))
