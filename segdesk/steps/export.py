"""Export: write the files that other programs import, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path
from typing import Any

import pyarrow as pa

from segdesk.activation import ga360
from segdesk.activation.dataset import Ga360Schema
from segdesk.activation.files import Staging, WrittenFile, explained
from segdesk.activation.tables import write_csv, write_parquet
from segdesk.errors import ActivationError, UsageError
from segdesk.palette import colour_of
from segdesk.project import customers
from segdesk.project.file import Project, quoted
from segdesk.project.settings import ExportSettings, Settings
from segdesk.project.step import Step
from segdesk.steps.recording import recorded
from segdesk.tasks.task import Task

TABLES = (
    *("features", "feature_profile", "feature_correlation", "sweep", "centroids", "profile"),
    *("projection", "segments", "distances", "labels", "prompts", "emails"),
)
"""The tables that are always written, by the name of their files."""

ADDED_COLUMNS = ("segment", "label", "designation", "segments")
"""What can go into an import file beside the customers' own columns; ``segments`` is the documents' label."""


class Unfit(Enum):
    """What becomes of the export where the customers or the mapping do not fit into an import file."""

    REFUSE = auto()
    """Nothing is written, if that file was asked for by its name: whoever waits for it has to know."""
    LEAVE_OUT = auto()
    """That file alone is left out, and a warning says so."""


@dataclass(frozen=True)
class Exported:
    """The files, and what should be known of them."""

    files: tuple[WrittenFile, ...]
    warnings: tuple[str, ...]


def run(project: Project, settings: Settings, task: Task, *, unfit: Unfit = Unfit.REFUSE) -> Exported:
    """Write every table as CSV and Parquet, the rules as SQL, and each format of the settings.

    Raises
    ------
    ActivationError
        If a format that was asked for cannot be written, or a file cannot.
    UsageError
        If the mapping cannot be right.
    """
    with recorded(project, Step.EXPORT, settings) as run_:
        target = folder(project, settings)
        with Staging(target) as staging:
            files = _write_tables(project, staging, task)
            files.append(_write_rules(project, staging))
            made, warnings = _write_ga360(project, settings, staging, task, unfit)
            files += made
            task.check()
            files = [replace(file, path=target / file.path.name) for file in files]
            with project.transaction():
                _keep(project, run_.number, files)
                run_.finish(rows=len(files), warnings=warnings, size=sum(file.bytes for file in files))
                staging.commit()  # after all the writing that can well fail
        task.progress(1, 1, f"{len(files)} files")
        return Exported(tuple(files), warnings)


def folder(project: Project, settings: Settings) -> Path:
    """Return where the files go: as the settings say, or into a folder beside the project."""
    chosen = settings.export.folder
    return Path(chosen) if chosen else project.path.absolute().with_name(f"{project.path.stem}-files")


def check_folder(project: Project, settings: Settings) -> None:
    """Refuse, before any work is done, a folder that cannot be written or a mapping that cannot be right.

    Raises
    ------
    ActivationError
        If nothing can be written there.
    UsageError
        If no Data Set can have such columns.
    """
    schema_of("key", settings.export)
    with Staging(folder(project, settings)):
        pass


def check_mapping(project: Project, settings: Settings) -> None:
    """Refuse a mapping of columns that the customers do not have. Raises `UsageError`."""
    present = {*customers.columns(project), *ADDED_COLUMNS}
    for column, header in schema_of(customers.key_name(project), settings.export).columns:
        if column not in present:
            raise UsageError(
                f"{header} cannot be filled",
                f"there is no column {column}; there are {', '.join(sorted(present))}",
                "Correct the mapping",
            )


def _write_tables(project: Project, staging: Staging, task: Task) -> list[WrittenFile]:
    tables = queries(project)
    files: list[WrittenFile] = []
    for name, query in tables:
        for kind, write in (("csv", write_csv), ("parquet", write_parquet)):
            task.progress(len(files), 2 * len(tables) + 2, f"{name}.{kind}")
            path = staging.stage(f"{name}.{kind}")
            rows = write(path, project.stream(query), task=task)
            files.append(WrittenFile.of(path, kind, rows))
    return files


def queries(project: Project) -> tuple[tuple[str, str], ...]:
    """Return the file name and the query of each of `TABLES`.

    Customers, segments and projections are stored in the order of the key, and read in it without sorting.
    """
    table = customers.table_name(project)
    assert table is not None
    key = quoted(customers.key_name(project))
    return (
        ("features", f"SELECT * FROM {quoted(table)}"),
        (
            "feature_profile",
            "SELECT p.* FROM feature_profile AS p JOIN features USING (name) ORDER BY position",
        ),
        ("feature_correlation", "SELECT * FROM feature_correlation"),
        # Without the seconds, so that the same settings give the same file.
        ("sweep", "SELECT * EXCLUDE (fingerprint, centers, seconds) FROM sweep ORDER BY k"),
        ("centroids", _centroids(project)),
        ("profile", "SELECT * FROM segment_profile"),
        ("projection", "SELECT * FROM projection"),
        ("segments", f"SELECT {key}, segment, {_label(project)} AS label FROM segments"),
        ("distances", f"SELECT {key}, distance, normalised_distance, outlier FROM segments"),
        ("labels", _labels(project)),
        ("prompts", f"SELECT * FROM final_data ORDER BY {key}"),
        # Those that a person rejected too: their status says so, and whoever sends them goes by it.
        ("emails", f"SELECT * FROM marketing_email ORDER BY {key}"),
    )


_FIGURES = ("size", "share", "stability", "stability_band")


def _centroids(project: Project) -> str:
    """Return the query for the segments' figures and centroids; a feature named like a figure is marked."""
    means = [
        f"c.{quoted(name)} AS {quoted(f'mean_{name}' if name.lower() in _FIGURES else name)}"
        for (name, *_) in project.rows("DESCRIBE centroid_data")
        if name != "segment"
    ]
    figures = [f"s.{name}" for name in _FIGURES]
    return (
        f"SELECT s.segment, {', '.join([*figures, *means])} FROM segment_summary AS s"
        " JOIN centroid_data AS c USING (segment) ORDER BY s.position"
    )


def _label(project: Project) -> str:
    """Return the expression for the name of a segment; a join would leave the order of the customers open."""
    return _by_segment(project.rows("SELECT segment, name FROM labels WHERE name IS NOT NULL"))


def _labels(project: Project) -> str:
    """Return the query for the names, with the colour that a segment has in every plot."""
    colour = _by_segment([(s, colour_of(s)) for (s,) in project.rows("SELECT segment FROM labels")])
    return f"SELECT segment, name, designation, source, {colour} AS colour FROM labels ORDER BY segment"


def _by_segment(texts: Sequence[tuple[Any, ...]]) -> str:
    """Return the expression that gives each segment its text."""
    cases = " ".join(f"WHEN {_text(segment)} THEN {_text(text)}" for segment, text in texts)
    return f"CASE segment {cases} END" if cases else "CAST(NULL AS VARCHAR)"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _write_rules(project: Project, staging: Staging) -> WrittenFile:
    """Write the shallow tree that restates the segments as SQL."""
    row = project.row("SELECT rules_sql, rules_fidelity FROM clustering")
    assert row is not None
    path = staging.stage("rules.sql")
    text = (
        f"-- The segments as rules over the features; they agree for {row[1]:.1%} of customers.\n{row[0]}\n"
    )
    with explained(path):
        path.write_text(text, encoding="utf-8", newline="\n")
    return WrittenFile.of(path, "sql", 1)


def _write_ga360(
    project: Project, settings: Settings, staging: Staging, task: Task, unfit: Unfit
) -> tuple[list[WrittenFile], tuple[str, ...]]:
    """Write the Data Import file of Universal Analytics.

    Where nobody asked for it, customers that do not fit into such a file are a note, not a failure.
    """
    formats = settings.export.formats
    if formats == ():
        return [], ()
    try:
        schema = schema_of(customers.key_name(project), settings.export)
        check_mapping(project, settings)
    except UsageError as error:
        if unfit is Unfit.REFUSE:
            raise
        return [], (f"ga360.csv was not written: {error.what}: {error.why}",)
    table = mapped(project, schema)
    report = ga360.check(table, schema, task=task)
    if report.fatal and (formats is None or unfit is Unfit.LEAVE_OUT):
        return [], (f"ga360.csv was not written: {report.violations[0].message}",)
    path = staging.stage("ga360.csv")
    rows = ga360.write(path, table, schema, task, checked=report)
    return [WrittenFile.of(path, "ga360", rows)], (ga360.LEGACY_NOTICE, *report.warnings)


def schema_of(key: str, settings: ExportSettings) -> Ga360Schema:
    """Return which column goes under which header. Raises `UsageError` where no Data Set can have those."""
    free = [header for n in range(1, 4) if (header := f"ga:dimension{n}") != settings.ga360_key]
    pairs = settings.ga360_map or tuple(zip(("segment", "label"), free, strict=False))
    try:
        return Ga360Schema.of(settings.ga360_key, key, pairs)
    except ActivationError as error:
        raise UsageError(error.what, error.why, error.todo) from error


def mapped(project: Project, schema: Ga360Schema, rows: int | None = None) -> pa.Table:
    """Return the columns that the file is made of, one row per customer; all of them, or the first ones."""
    chosen = ", ".join(quoted(column) for column in dict.fromkeys(column for column, _ in schema.columns))
    key = quoted(customers.key_name(project))
    return project.read(
        f"SELECT {chosen} FROM (SELECT *, segments AS label FROM label_parametric) ORDER BY {key}"
        + (f" LIMIT {rows}" if rows is not None else "")
    )


def _keep(project: Project, run: int, files: Sequence[WrittenFile]) -> None:
    for file in files:
        project.connection.execute(
            "INSERT INTO exports VALUES (?, ?, ?, ?, ?, ?)",
            [run, file.format, str(file.path), file.rows, file.bytes, file.sha256],
        )
