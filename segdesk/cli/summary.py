"""A project's figures as text for a terminal."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from segdesk.steps.report import Report


def text(report: Report, path: Path) -> str:
    """Return what a person wants to know of a project: states, the choice of k, segments, emails, files."""
    blocks = [
        _heading(report, path),
        _steps(report),
        _sweep(report),
        _segments(report),
        _names(report),
        _emails(report),
        _files(report),
    ]
    return "\n\n".join(block for block in blocks if block)


def _heading(report: Report, path: Path) -> str:
    some = f"{report.customers_here:,} of " if report.customers_here < report.customers else ""
    line = f"{path.name}: {some}{report.customers:,} customers from {report.source}"
    return f"{line} ({report.recipe}, {report.mode} mode)" if report.customers else line


def _steps(report: Report) -> str:
    lines: list[str] = []
    said: set[str] = set()
    for name, step in report.steps.items():
        seconds = f"{step.seconds:8.1f} s" if step.seconds is not None else " " * 10
        lines.append(f"  {name:9} {step.state:12}{seconds}  {step.error or ''}".rstrip())
        lines += [f"            note: {warning}" for warning in step.warnings if warning not in said]
        said |= set(step.warnings)
    return "Steps\n" + "\n".join(lines)


def _sweep(report: Report) -> str:
    if not report.sweep:
        return ""
    rows = [
        ("k", "inertia", "silhouette", "Calinski-H.", "Davies-B.", "combined", ""),
        *(_sweep_row(row, report.k) for row in report.sweep),
    ]
    reason = f"\n{report.reason}" if report.reason else ""
    return f"Sweep over {', '.join(report.features)}\n{table(rows)}{reason}"


def _sweep_row(row: dict[str, Any], chosen: int | None) -> tuple[str, ...]:
    return (
        str(row["k"]),
        _number(row["inertia"]),
        _number(row["silhouette"], 4),
        _number(row["calinski_harabasz"]),
        _number(row["davies_bouldin"], 4),
        _number(row["combined"], 3),
        "<- chosen" if row["k"] == chosen else (row["error"] or ""),
    )


def _segments(report: Report) -> str:
    if not report.segments:
        return ""
    rows = [
        ("segment", "customers", "share", "stability", "label"),
        *(_segment_row(row) for row in report.segments),
    ]
    said = [f"  {row['label']}: {row['designation']}" for row in report.segments if row["designation"]]
    return "\n".join(["Segments", table(rows), *said])


def _segment_row(row: dict[str, Any]) -> tuple[str, ...]:
    stability = f"{row['stability']:.2f} {row['stability_band']}" if row["stability"] is not None else ""
    return row["segment"], f"{row['size']:,}", f"{row['share']:.1%}", stability, row["label"] or ""


def _names(report: Report) -> str:
    return f"Names as SQL\n{report.label_case}" if report.label_case else ""


def _emails(report: Report) -> str:
    counts = ", ".join(f"{count:,} {status}" for status, count in report.emails.items())
    return f"Emails: {counts}" if counts else ""


def _files(report: Report) -> str:
    if not report.files:
        return ""
    kinds: dict[str, list[str]] = {}
    for row in report.files:
        path = Path(row["path"])
        kinds.setdefault(f"{path.stem:12} {row['rows']:>11,} rows  ", []).append(path.suffix.lstrip("."))
    lines = [f"  {name}{', '.join(suffixes)}" for name, suffixes in kinds.items()]
    return "\n".join([f"Files in {Path(report.files[0]['path']).parent}", *lines])


def _number(value: float | None, digits: int = 1) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Return rows as lines with aligned columns: the last one to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row[:-1], widths[:-1], strict=True)]
        lines.append(("  " + "  ".join([*cells, row[-1]])).rstrip())
    return "\n".join(lines)
