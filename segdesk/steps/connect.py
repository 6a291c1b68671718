"""Connect: find the source and list its tables."""

from dataclasses import dataclass

import pyarrow as pa

from segdesk.project.file import Project
from segdesk.project.freshness import fingerprint
from segdesk.project.settings import Settings
from segdesk.project.step import Step
from segdesk.steps.recording import recorded
from segdesk.steps.source import opened
from segdesk.tasks.task import Task
from segdesk.warehouse.base import TableInfo, Warehouse


@dataclass(frozen=True)
class Connected:
    """What the source holds."""

    source: str
    tables: tuple[TableInfo, ...]


def run(project: Project, settings: Settings, task: Task) -> Connected:
    """List the source's tables with their columns and row counts."""
    with recorded(project, Step.CONNECT, settings) as run_:
        with opened(project, settings, task, run_.number) as warehouse:
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
