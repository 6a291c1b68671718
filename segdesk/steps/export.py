"""Export: write the files that other programs import, all of them or none."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from segdesk.activation import ga360
from segdesk.activation.dataset import Ga360Schema
from segdesk.activation.files import Staging, WrittenFile
from segdesk.activation.tables import write_csv, write_parquet
from segdesk.errors import ActivationError, UsageError
from segdesk.project import customers
from segdesk.project.file import Project, quoted
from segdesk.project.freshness import Step
from segdesk.project.settings import ExportSettings, Settings
from segdesk.steps.recording import recorded
from segdesk.tasks.task import Task


@dataclass(frozen=True)
class Exported:
    """The files, and what should be known of them."""

    files: tuple[WrittenFile, ...]
    warnings: tuple[str, ...]


def run(project: Project, settings: Settings, task: Task) -> Exported:
    """Write every table as CSV and Parquet, and each format of the settings."""
    with recorded(project, Step.EXPORT, settings) as run_:
        tables = _tables(project)
        total = 2 * len(tables) + len(settings.export.formats)
        counts: list[tuple[str, str, int]] = []
        warnings: tuple[str, ...] = ()
        with Staging(folder(project, settings)) as staging:
            for name, query in tables:
                for kind, write in (("csv", write_csv), ("parquet", write_parquet)):
                    task.progress(len(counts), total, f"{name}.{kind}")
                    rows = write(staging.stage(f"{name}.{kind}"), project.stream(query), task=task)
                    counts.append((f"{name}.{kind}", kind, rows))
            for format_ in settings.export.formats:
                task.progress(len(counts), total, f"{format_}.csv")
                rows, warnings = _ga360(project, settings.export, staging.stage(f"{format_}.csv"), task)
                counts.append((f"{format_}.csv", format_, rows))
            task.check()
            paths = staging.commit()
        files = tuple(
            WrittenFile.of(path, kind, rows) for path, (_, kind, rows) in zip(paths, counts, strict=True)
        )
        with project.transaction():
            _keep(project, run_.number, files)
            run_.finish(rows=len(files), warnings=warnings, size=sum(file.bytes for file in files))
        task.progress(total, total, f"{len(files)} files")
        return Exported(files, warnings)


def folder(project: Project, settings: Settings) -> Path:
    """Return where the files go: as the settings say, or into a folder beside the project."""
    chosen = settings.export.folder
    return Path(chosen) if chosen else project.path.absolute().with_name(f"{project.path.stem}-files")


def check_folder(project: Project, settings: Settings) -> None:
    """Refuse, before any work is done, a folder that cannot be written or a mapping that cannot be right.

    Raises
    ------
    ActivationError
        With the reason.
    """
    _schema("key", settings.export)
    with Staging(folder(project, settings)):
        pass


def _tables(project: Project) -> tuple[tuple[str, str], ...]:
    """Return each table's file name and query."""
    table = customers.table_name(project)
    assert table is not None
    key = quoted(customers.key_name(project))
    labelled = "LEFT JOIN labels AS l USING (segment)"
    return (
        ("features", f"SELECT * FROM {quoted(table)} ORDER BY {key}"),
        ("sweep", "SELECT * EXCLUDE (fingerprint, centers, asked) FROM sweep WHERE asked ORDER BY k"),
        ("centroids", "SELECT * EXCLUDE (position) FROM centroid_data ORDER BY position"),
        ("profile", "SELECT * FROM segment_profile"),
        ("projection", f"SELECT * FROM projection ORDER BY {key}"),
        (
            "segments",
            f"SELECT s.{key}, s.segment, l.name AS label FROM segments AS s {labelled} ORDER BY s.{key}",
        ),
        ("distances", f"SELECT {key}, distance, normalised_distance, outlier FROM segments ORDER BY {key}"),
        ("labels", "SELECT segment, name, designation, source FROM labels ORDER BY segment"),
        ("prompts", f"SELECT * FROM final_data ORDER BY {key}"),
        ("emails", f"SELECT * FROM marketing_email ORDER BY {key}"),
    )


def _ga360(project: Project, settings: ExportSettings, path: Path, task: Task) -> tuple[int, tuple[str, ...]]:
    """Write the Data Import file of Universal Analytics."""
    schema = _schema(customers.key_name(project), settings)
    table = _mapped(project, schema)
    report = ga360.check(table, schema, task=task)
    rows = ga360.write(path, table, schema, task)
    return rows, (ga360.LEGACY_NOTICE, *report.warnings)


def _schema(key: str, settings: ExportSettings) -> Ga360Schema:
    free = [header for n in range(1, 4) if (header := f"ga:dimension{n}") != settings.ga360_key]
    pairs = settings.ga360_map or tuple(zip(("segment", "label"), free, strict=False))
    try:
        return Ga360Schema.of(settings.ga360_key, key, pairs)
    except ActivationError as error:
        raise UsageError(error.what, error.why, error.todo) from error


def _mapped(project: Project, schema: Ga360Schema) -> pa.Table:
    """Return the columns that the file is made of, one row per customer."""
    present = {*customers.columns(project), "segment", "segments", "label", "designation"}
    for column, header in schema.columns:
        if column not in present:
            raise UsageError(
                f"{header} cannot be filled",
                f"there is no column {column}; there are {', '.join(sorted(present))}",
                "Correct the mapping",
            )
    chosen = ", ".join(quoted(column) for column in dict.fromkeys(column for column, _ in schema.columns))
    key = quoted(customers.key_name(project))
    return project.read(
        f"SELECT {chosen} FROM (SELECT *, segments AS label FROM label_parametric) ORDER BY {key}"
    )


def _keep(project: Project, run: int, files: tuple[WrittenFile, ...]) -> None:
    for file in files:
        project.connection.execute(
            "INSERT INTO exports VALUES (?, ?, ?, ?, ?, ?)",
            [run, file.format, str(file.path), file.rows, file.bytes, file.sha256],
        )
