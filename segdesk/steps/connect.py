"""Connect: find the source and list its tables."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from segdesk import __version__, paths
from segdesk.errors import InputError, UsageError
from segdesk.project.file import Project
from segdesk.project.freshness import fingerprint
from segdesk.project.settings import RecipeName, Settings
from segdesk.project.step import Step
from segdesk.steps.recording import recorded
from segdesk.tasks.task import Task
from segdesk.warehouse.base import TableInfo, Warehouse
from segdesk.warehouse.embedded import EmbeddedWarehouse
from segdesk.warehouse.sample import write_sample


@dataclass(frozen=True)
class Connected:
    """What the source holds."""

    source: str
    tables: tuple[TableInfo, ...]


def run(project: Project, settings: Settings, task: Task) -> Connected:
    """List the source's tables with their columns and row counts."""
    with recorded(project, Step.CONNECT, settings) as run_:
        warehouse = open_source(settings, task)
        with closing(warehouse), task.stopping(warehouse.cancel):
            task.progress(0, 1, "Reading the list of tables")
            tables = warehouse.tables()
            inputs = source_fingerprint(warehouse)
        with project.transaction():
            project.fill("source_tables", _as_arrow(tables))
            run_.finish(rows=len(tables), inputs=inputs, warnings=tuple(n for t in tables for n in t.notes))
        return Connected(settings.connect.source, tables)


def source_fingerprint(warehouse: Warehouse) -> str:
    """Return what changes when the source's tables do."""
    return fingerprint(warehouse.source, warehouse.signature())


def open_source(settings: Settings, task: Task) -> Warehouse:
    """Open the warehouse that the settings name, making the built-in sample where it is asked for first."""
    source = settings.connect.source
    if source == "sample":
        return EmbeddedWarehouse(_made_sample(settings, task))
    if source.startswith("bigquery:"):
        raise UsageError(
            "BigQuery cannot be read yet",
            "this version reads files and the built-in sample",
            "Export the tables as Parquet or CSV and name their folder",
        )
    return EmbeddedWarehouse(Path(source))


def sample_folder(settings: Settings) -> Path:
    """Return where the built-in sample is kept, whether it has been made or not."""
    recipe, customers, seed = _sample(settings)
    return paths.cache_folder() / "sample" / f"{recipe}-{customers}-{seed}-{__version__}"


def _sample(settings: Settings) -> tuple[RecipeName, int, int]:
    """Return the kind, size and seed of the sample that the settings ask for."""
    recipe = RecipeName.GA360 if settings.features.recipe is RecipeName.GA360 else RecipeName.THELOOK
    return recipe, settings.connect.sample_customers, settings.connect.sample_seed


def _made_sample(settings: Settings, task: Task) -> Path:
    """Return the sample's folder in the cache, writing it where it is missing."""
    folder = sample_folder(settings)
    if not folder.is_dir():
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                "The sample cannot be kept",
                f"{folder.parent} cannot be made: {error.strerror}",
                "Free some space there, or write it elsewhere with segdesk sample and name that folder",
            ) from error
        write_sample(folder, *_sample(settings), task)
    return folder


def _as_arrow(tables: tuple[TableInfo, ...]) -> pa.Table:
    column = pa.struct([("name", pa.string()), ("type", pa.string())])
    return pa.table(
        {
            "name": pa.array([t.name for t in tables], pa.string()),
            "rows": pa.array([t.rows for t in tables], pa.int64()),
            "bytes": pa.array([t.bytes for t in tables], pa.int64()),
            "columns": pa.array(
                [[{"name": c.name, "type": c.type} for c in t.columns] for t in tables], pa.list_(column)
            ),
            "notes": pa.array([list(t.notes) for t in tables], pa.list_(pa.string())),
        }
    )
