"""The REST API's projects, datasets, tables, models, and the rows of tables."""

from datetime import UTC, datetime
from typing import Any, TypeVar

from bqemulator.api.dependencies import AppContext
from bqemulator.api.routes.tables import _field_to_rest, _parse_schema_fields
from bqemulator.catalog.etag import generate_etag
from bqemulator.catalog.models import DatasetMeta, ModelMeta, TableMeta
from bqemulator.storage.arrow_bridge import arrow_table_to_bq_rows
from bqemulator.storage.sql_identifiers import quoted_schema, quoted_table_ref
from bqemulator.storage.type_map import bq_schema_to_duckdb_columns
from fastapi import APIRouter, Request, Response

from emulator import resources
from emulator.controls import Controls
from emulator.ddl import Home
from emulator.errors import BigQueryError, duplicate, not_found
from emulator.jobs import RESULTS, Jobs
from emulator.models import Models
from emulator.paging import page
from emulator.queries import Queries, Statement
from emulator.rows import as_result
from emulator.store import Path, Store

_DATASETS = "/bigquery/v2/projects/{project}/datasets"
_TABLES = _DATASETS + "/{dataset}/tables"
_MODELS = _DATASETS + "/{dataset}/models"
_Meta = TypeVar("_Meta", DatasetMeta, ModelMeta, TableMeta)


class CatalogApi:
    """Answers what is asked about what a project holds.

    Parameters
    ----------
    context
        The emulator's own parts.
    controls, store, jobs, queries, models
        The parts that know.
    """

    def __init__(
        self,
        context: AppContext,
        controls: Controls,
        store: Store,
        jobs: Jobs,
        queries: Queries,
        models: Models,
    ) -> None:
        self._context, self._controls = context, controls
        self._store, self._jobs, self._queries = store, jobs, queries
        self._models = models

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter()
        add = router.add_api_route
        add("/bigquery/v2/projects", self.projects, methods=["GET"])
        add(_DATASETS, self.datasets, methods=["GET"])
        add(_DATASETS, self.insert_dataset, methods=["POST"])
        add(_DATASETS + "/{dataset}", self.dataset, methods=["GET"])
        add(_DATASETS + "/{dataset}", self.patch_dataset, methods=["PATCH", "PUT"])
        add(_DATASETS + "/{dataset}", self.delete_dataset, methods=["DELETE"])
        add(_TABLES, self.tables, methods=["GET"])
        add(_TABLES, self.insert_table, methods=["POST"])
        add(_TABLES + "/{table}", self.table, methods=["GET"])
        add(_TABLES + "/{table}", self.patch_table, methods=["PATCH", "PUT"])
        add(_TABLES + "/{table}", self.delete_table, methods=["DELETE"])
        add(_TABLES + "/{table}/data", self.rows, methods=["GET"])
        add(_MODELS, self.models, methods=["GET"])
        add(_MODELS + "/{model}", self.model, methods=["GET"])
        add(_MODELS + "/{model}", self.patch_model, methods=["PATCH"])
        add(_MODELS + "/{model}", self.delete_model, methods=["DELETE"])
        return router

    async def projects(self, maxResults: int = 1000, pageToken: str = "") -> dict[str, Any]:
        """List the projects that the user may see."""
        names = [self._context.settings.default_project_id, *self._controls.access.projects]
        found = [
            {
                "kind": "bigquery#project",
                "id": name,
                "numericId": str(1000 + number),
                "projectReference": {"projectId": name},
                "friendlyName": name,
            }
            for number, name in enumerate(names)
        ]
        return {
            "kind": "bigquery#projectList",
            "totalItems": len(found),
            **page("projects", found, maxResults, pageToken),
        }

    async def datasets(
        self, project: str, request: Request, maxResults: int = 1000, pageToken: str = ""
    ) -> dict[str, Any]:
        """List the datasets of a project; a filter goes by labels."""
        wanted = [
            each.removeprefix("labels.").partition(":")
            for each in request.query_params.get("filter", "").split()
        ]
        found = [
            resources.dataset_item(meta)
            for meta in sorted(self._context.catalog.list_datasets(project), key=lambda each: each.dataset_id)
            if all(key in meta.labels and worth in ("", meta.labels[key]) for key, _, worth in wanted)
        ]
        return {"kind": "bigquery#datasetList", **page("datasets", found, maxResults, pageToken)}

    async def insert_dataset(self, project: str, request: Request) -> dict[str, Any]:
        """Make a dataset."""
        asked = await request.json()
        name = asked["datasetReference"]["datasetId"]
        if self._context.catalog.get_dataset(project, name) is not None:
            raise duplicate("Dataset", f"{project}:{name}")
        self._context.engine.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted_schema(project, name)}")
        now = self._context.clock.now()
        meta = DatasetMeta(
            project_id=project,
            dataset_id=name,
            location=_place(asked.get("location", "US")),
            creation_time=now,
            last_modified_time=now,
            etag=generate_etag(project, name, str(now)),
        )
        return resources.dataset(self._context.catalog.create_dataset(_changed(meta, asked)))

    async def dataset(self, project: str, dataset: str) -> dict[str, Any]:
        """Show a dataset."""
        return resources.dataset(self._dataset(project, dataset))

    async def patch_dataset(self, project: str, dataset: str, request: Request) -> dict[str, Any]:
        """Change a dataset's labels or description."""
        changed = _changed(self._dataset(project, dataset), await request.json())
        return resources.dataset(self._context.catalog.update_dataset(changed))

    async def delete_dataset(self, project: str, dataset: str, deleteContents: bool = False) -> Response:
        """Delete a dataset; one that holds something only with its contents."""
        self._dataset(project, dataset)
        catalog = self._context.catalog
        if not deleteContents and (
            catalog.list_tables(project, dataset) or catalog.list_models(project, dataset)
        ):
            raise BigQueryError("resourceInUse", f"Dataset {project}:{dataset} is still in use")
        for meta in catalog.list_models(project, dataset):
            self._models.drop((project, dataset, meta.model_id))
        self._context.engine.execute(f"DROP SCHEMA IF EXISTS {quoted_schema(project, dataset)} CASCADE")
        catalog.delete_dataset(project, dataset, delete_contents=True)
        return Response(status_code=204)

    async def tables(
        self, project: str, dataset: str, maxResults: int = 1000, pageToken: str = ""
    ) -> dict[str, Any]:
        """List the tables and views of a dataset."""
        self._store.need_dataset(project, dataset)
        metas = sorted(self._context.catalog.list_tables(project, dataset), key=lambda each: each.table_id)
        found = [resources.table_item(self._store, meta) for meta in metas]
        paged = page("tables", found, maxResults, pageToken)
        return {"kind": "bigquery#tableList", "totalItems": len(found), **paged}

    async def insert_table(self, project: str, dataset: str, request: Request) -> dict[str, Any]:
        """Make a table without rows, or a view."""
        asked = await request.json()
        path = (project, dataset, asked["tableReference"]["tableId"])
        if asked.get("view"):
            self._store.need_dataset(project, dataset)
            if self._store.find(path) is not None:
                raise duplicate("Table", f"{project}:{dataset}.{path[2]}")
            text = f"CREATE VIEW `{'.'.join(path)}` AS {asked['view']['query']}"
            await self._queries.rows(Statement(Home(project), text))
            self._store.note_view(path, asked["view"]["query"])
        else:
            fields = tuple(_parse_schema_fields(asked.get("schema", {}).get("fields", [])))
            types = bq_schema_to_duckdb_columns([_field_to_rest(field) for field in fields])
            self._store.make_empty(path, fields, types)
        return self._patched(path, asked)

    async def table(self, project: str, dataset: str, table: str) -> dict[str, Any]:
        """Show a table or view."""
        if dataset == RESULTS and (job := self._jobs.holding(table)) is not None:
            return resources.results_table(job)
        return resources.table(self._store, self._store.get((project, dataset, table)))

    async def patch_table(self, project: str, dataset: str, table: str, request: Request) -> dict[str, Any]:
        """Change a table's labels, description, name, expiry or columns' descriptions."""
        return self._patched((project, dataset, table), await request.json())

    async def delete_table(self, project: str, dataset: str, table: str) -> Response:
        """Delete a table or view."""
        self._store.drop((project, dataset, table))
        return Response(status_code=204)

    async def rows(
        self,
        project: str,
        dataset: str,
        table: str,
        maxResults: int = 100_000,
        startIndex: int = 0,
        pageToken: str = "",
        selectedFields: str = "",
    ) -> dict[str, Any]:
        """Show rows of a table."""
        begin, most = int(pageToken or startIndex), min(maxResults, 100_000)
        if dataset == RESULTS and (job := self._jobs.holding(table)) is not None and job.result is not None:
            part, total = job.result.table.slice(begin, most), job.result.table.num_rows
        else:
            path = (project, dataset, table)
            if self._store.get(path).table_type == "VIEW":
                raise BigQueryError(
                    "invalid", f"Cannot list a table of type VIEW: {project}:{dataset}.{table}"
                )
            sql = f"SELECT * FROM {quoted_table_ref(*path)} LIMIT {most} OFFSET {begin}"
            part, total = as_result(self._context.engine.fetch_arrow(sql)).table, self._store.count(path)
        if selectedFields:
            wanted = {name.lower() for name in selectedFields.split(",")}
            part = part.select([name for name in part.column_names if name.lower() in wanted])
        answer = {
            "kind": "bigquery#tableDataList",
            "totalRows": str(total),
            "rows": arrow_table_to_bq_rows(part),
        }
        if begin + most < total:
            answer["pageToken"] = str(begin + most)
        return answer

    async def models(
        self, project: str, dataset: str, maxResults: int = 1000, pageToken: str = ""
    ) -> dict[str, Any]:
        """List the models of a dataset."""
        self._store.need_dataset(project, dataset)
        metas = sorted(self._context.catalog.list_models(project, dataset), key=lambda each: each.model_id)
        return page("models", [resources.model_item(meta) for meta in metas], maxResults, pageToken)

    async def model(self, project: str, dataset: str, model: str) -> dict[str, Any]:
        """Show a model."""
        return self._model_resource(self._model((project, dataset, model)))

    async def patch_model(self, project: str, dataset: str, model: str, request: Request) -> dict[str, Any]:
        """Change a model's labels, description or name."""
        changed = _changed(self._model((project, dataset, model)), await request.json())
        return self._model_resource(self._context.catalog.update_model(changed))

    async def delete_model(self, project: str, dataset: str, model: str) -> Response:
        """Delete a model."""
        self._models.drop((project, dataset, model))
        return Response(status_code=204)

    def _dataset(self, project: str, dataset: str) -> DatasetMeta:
        self._store.need_dataset(project, dataset)
        return self._context.catalog.get_dataset(project, dataset)

    def _model(self, path: Path) -> ModelMeta:
        self._store.need_dataset(*path[:2])
        meta = self._context.catalog.get_model(*path)
        if meta is None:
            raise not_found("Model", *path)
        return meta

    def _model_resource(self, meta: ModelMeta) -> dict[str, Any]:
        path = (meta.project_id, meta.dataset_id, meta.model_id)
        return resources.model(self._store, meta, self._models.get(path).told)

    def _patched(self, path: Path, asked: dict[str, Any]) -> dict[str, Any]:
        meta = _changed(self._store.get(path), asked)
        told: dict[str, Any] = {key: getattr(meta, key) for key in ("labels", "description", "friendly_name")}
        if asked.get("expirationTime"):
            told["expiration_time"] = datetime.fromtimestamp(int(asked["expirationTime"]) / 1000, UTC)
        return resources.table(self._store, self._store.update(path, **told))


def _place(location: str) -> str:
    """Return a location as BigQuery spells it: multi-regions in capitals, regions small."""
    return location.upper() if location.lower() in ("us", "eu") else location.lower()


def _changed(meta: _Meta, asked: dict[str, Any]) -> _Meta:
    """Return what is known of something with what was asked for; a label that is null goes away."""
    told: dict[str, Any] = {}
    if "labels" in asked:
        labels = {**meta.labels, **(asked["labels"] or {})}
        told["labels"] = {key: worth for key, worth in labels.items() if worth is not None}
    for key, name in (("description", "description"), ("friendlyName", "friendly_name")):
        if key in asked:
            told[name] = asked[key]
    return meta.model_copy(update=told)
