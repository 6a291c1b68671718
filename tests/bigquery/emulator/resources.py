"""Datasets, tables and models as the REST API shows them."""

from datetime import datetime
from typing import Any

from bqemulator.api.routes.models import _model_to_rest
from bqemulator.api.routes.tables import _field_to_rest
from bqemulator.catalog.models import DatasetMeta, ModelMeta, TableMeta

from emulator.jobs import RESULTS, Job
from emulator.store import Path, Store


def table(store: Store, meta: TableMeta) -> dict[str, Any]:
    """Return a table or view as ``tables.get`` gives it."""
    path = path_of(meta)
    size = sum(store.sizes(path).values())
    told = {
        **table_item(store, meta),
        "etag": meta.etag,
        "location": store.location(*path[:2]),
        "lastModifiedTime": millis(meta.last_modified_time),
        "numRows": str(store.count(path)),
        "numBytes": str(size),
        "numTotalLogicalBytes": str(size),
        "numActiveLogicalBytes": str(size),
        "numLongTermBytes": "0",
        "schema": {"fields": [_field_to_rest(each) for each in meta.schema_.fields]},
    }
    if meta.description:
        told["description"] = meta.description
    return told


def table_item(store: Store, meta: TableMeta) -> dict[str, Any]:
    """Return a table or view as ``tables.list`` gives it."""
    project, dataset, name = path_of(meta)
    told: dict[str, Any] = {
        "kind": "bigquery#table",
        "id": f"{project}:{dataset}.{name}",
        "tableReference": {"projectId": project, "datasetId": dataset, "tableId": name},
        "type": meta.table_type,
        "creationTime": millis(meta.creation_time),
    }
    if meta.expiration_time:
        told["expirationTime"] = millis(meta.expiration_time)
    if meta.labels:
        told["labels"] = dict(meta.labels)
    if meta.friendly_name:
        told["friendlyName"] = meta.friendly_name
    if meta.table_type == "VIEW":
        told["view"] = {"query": store.view_query(path_of(meta)), "useLegacySql": False}
    if meta.time_partitioning:
        told["timePartitioning"] = {
            "type": meta.time_partitioning.type,
            "field": meta.time_partitioning.field,
        }
    if meta.clustering:
        told["clustering"] = {"fields": list(meta.clustering.fields)}
    return told


def results_table(job: Job) -> dict[str, Any]:
    """Return the table that holds a query's result as ``tables.get`` gives it."""
    result = job.result
    rows = result.table if result is not None else None
    reference = {"projectId": job.project, "datasetId": RESULTS, "tableId": job.results_table}
    return {
        "kind": "bigquery#table",
        "id": f"{job.project}:{RESULTS}.{job.results_table}",
        "tableReference": reference,
        "type": "TABLE",
        "location": job.location,
        "schema": {"fields": result.fields if result is not None else []},
        "numRows": str(rows.num_rows if rows is not None else 0),
        "numBytes": str(rows.nbytes if rows is not None else 0),
        "creationTime": str(int(1000 * job.created)),
    }


def dataset(meta: DatasetMeta) -> dict[str, Any]:
    """Return a dataset as ``datasets.get`` gives it."""
    told: dict[str, Any] = {
        **dataset_item(meta),
        "etag": meta.etag,
        "creationTime": millis(meta.creation_time),
        "lastModifiedTime": millis(meta.last_modified_time),
        "access": [{"role": "OWNER", "specialGroup": "projectOwners"}],
        "type": "DEFAULT",
    }
    if meta.description:
        told["description"] = meta.description
    if meta.default_table_expiration_ms is not None:
        told["defaultTableExpirationMs"] = str(meta.default_table_expiration_ms)
    return told


def dataset_item(meta: DatasetMeta) -> dict[str, Any]:
    """Return a dataset as ``datasets.list`` gives it."""
    told: dict[str, Any] = {
        "kind": "bigquery#dataset",
        "id": f"{meta.project_id}:{meta.dataset_id}",
        "datasetReference": {"projectId": meta.project_id, "datasetId": meta.dataset_id},
        "location": meta.location,
    }
    if meta.labels:
        told["labels"] = dict(meta.labels)
    if meta.friendly_name:
        told["friendlyName"] = meta.friendly_name
    return told


def model(store: Store, meta: ModelMeta, more: dict[str, Any]) -> dict[str, Any]:
    """Return a model as ``models.get`` gives it; `more` is what training told of it."""
    return {**_model_to_rest(meta), "location": store.location(meta.project_id, meta.dataset_id), **more}


def model_item(meta: ModelMeta) -> dict[str, Any]:
    """Return a model as ``models.list`` gives it."""
    whole = _model_to_rest(meta)
    told = ("modelReference", "modelType", "creationTime", "lastModifiedTime", "labels")
    return {key: whole[key] for key in told if key in whole}


def path_of(meta: TableMeta) -> Path:
    """Return project, dataset and name of a table."""
    return meta.project_id, meta.dataset_id, meta.table_id


def millis(moment: datetime) -> str:
    """Return a moment as BigQuery writes it."""
    return str(int(1000 * moment.timestamp()))
