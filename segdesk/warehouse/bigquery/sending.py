"""The one way by which SQL goes to BigQuery: nothing else in segdesk starts a job that holds a statement.

What comes here was made of the statements in resources/sql, which Google's own analyser has accepted, or is a
person's own SQL.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from google.api_core.retry import Retry
from google.cloud import bigquery

from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS
from segdesk.warehouse.bigquery.clients import Clients
from segdesk.warehouse.bigquery.place import Place

Parameter: TypeAlias = bigquery.ScalarQueryParameter


def dry_run(
    clients: Clients,
    place: Place,
    sql: str,
    *,
    retry: Retry,
    parameters: Sequence[Parameter] = (),
    labels: Mapping[str, str] | None = None,
) -> bigquery.QueryJob:
    """Ask BigQuery what a statement would read, and whether it may run; nothing runs, and nothing is billed.

    Raises
    ------
    google.api_core.exceptions.GoogleAPICallError
        As Google's client does.
    """
    config = _config(place, parameters, labels)
    config.dry_run = True
    config.use_query_cache = False
    return clients.bigquery.query(
        sql,
        job_config=config,
        location=place.location,
        project=place.billing,
        retry=retry,
        timeout=REQUEST_SECONDS,
        job_retry=None,
    )


def begin(
    clients: Clients,
    place: Place,
    sql: str,
    *,
    job_id: str,
    labels: Mapping[str, str],
    parameters: Sequence[Parameter] = (),
    maximum_bytes_billed: int | None = None,
) -> bigquery.QueryJob:
    """Start a statement as a job with an id of ours, once: whoever calls tries again.

    Parameters
    ----------
    maximum_bytes_billed
        Beyond it BigQuery refuses to run the statement; None for one that costs nothing.

    Raises
    ------
    google.api_core.exceptions.GoogleAPICallError
        As Google's client does; `Conflict` if the job was received before.
    """
    config = _config(place, parameters, labels)
    if maximum_bytes_billed is not None:
        config.maximum_bytes_billed = maximum_bytes_billed
    return clients.bigquery.query(
        sql,
        job_config=config,
        job_id=job_id,
        location=place.location,
        project=place.billing,
        retry=None,  # type: ignore[arg-type]  # Google's own would send it under another id
        timeout=REQUEST_SECONDS,
        job_retry=None,
    )


def _config(
    place: Place, parameters: Sequence[Parameter], labels: Mapping[str, str] | None
) -> bigquery.QueryJobConfig:
    config = bigquery.QueryJobConfig(query_parameters=list(parameters), use_legacy_sql=False)
    if labels:
        config.labels = dict(labels)
    if place.dataset:
        # For what no rule of ours takes for a table's name: BigQuery then knows it.
        config.default_dataset = f"{place.project}.{place.dataset}"
    return config
