"""What a project holds, in figures: the answer of ``segdesk show`` and ``segdesk run --json``."""

from dataclasses import asdict, dataclass, field
from typing import Any

from segdesk.project import customers, freshness
from segdesk.project.file import Project
from segdesk.project.step import Step
from segdesk.writing.labels import GivenLabel, case_statement


@dataclass(frozen=True)
class StepReport:
    """A step's state and its last run."""

    state: str
    outcome: str | None = None
    finished: str | None = None
    seconds: float | None = None
    error: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The figures of a project.

    Attributes
    ----------
    steps
        State and last run of every step.
    source, recipe, mode
        Where the customers come from, and how they were described.
    tables
        Name and rows of the source's tables.
    as_of
        The day that the customers are described at, where there is one.
    customers, features
        Number of customers, in the warehouse where only some of them were brought here; the features that
        were clustered on, or would be.
    customers_here
        How many of them the project holds.
    sweep
        One row per k.
    k, reason
        The number of segments, and why.
    rules_sql, rules_fidelity
        The segments restated as SQL, and for which share of customers that agrees.
    segments
        Name, label, designation, size, share and stability of each segment.
    label_case
        The documents' CASE statement that names the segments.
    stability
        Mean bootstrap Jaccard by segment.
    emails
        Number of emails by status.
    files
        Path, format and rows of the files that the last export wrote.
    seconds
        Time of each step's last good run.
    """

    steps: dict[str, StepReport]
    source: str
    recipe: str
    mode: str
    tables: tuple[dict[str, Any], ...] = ()
    as_of: str | None = None
    customers: int = 0
    customers_here: int = 0
    features: tuple[str, ...] = ()
    sweep: tuple[dict[str, Any], ...] = ()
    k: int | None = None
    reason: str | None = None
    rules_sql: str | None = None
    rules_fidelity: float | None = None
    segments: tuple[dict[str, Any], ...] = ()
    label_case: str = ""
    stability: dict[str, float | None] = field(default_factory=dict)
    emails: dict[str, int] = field(default_factory=dict)
    files: tuple[dict[str, Any], ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return the report as plain values, ready to be written as JSON."""
        return asdict(self)


def report(project: Project) -> Report:
    """Read the figures of a project."""
    settings = project.settings
    steps = _steps(project)
    segments = _segments(project)
    k = project.row("SELECT k, reason, rules_sql, rules_fidelity FROM clustering")
    as_of = project.row("SELECT as_of FROM meta")
    table = customers.table_name(project)
    count = project.row(f'SELECT count(*) FROM "{table}"') if table else None
    here = count[0] if count else 0
    upstairs = project.row("SELECT customers FROM customers_upstairs")
    return Report(
        steps=steps,
        source=settings.connect.source,
        recipe=settings.features.recipe,
        mode=settings.features.mode,
        tables=_rows(project, "SELECT name, rows FROM source_tables ORDER BY name"),
        as_of=str(as_of[0]) if as_of and as_of[0] else None,
        customers=upstairs[0] if upstairs else here,
        customers_here=here,
        features=_features(project),
        sweep=_sweep(project),
        k=k[0] if k else None,
        reason=k[1] if k else None,
        rules_sql=k[2] if k else None,
        rules_fidelity=k[3] if k else None,
        segments=segments,
        label_case=_label_case(segments),
        stability={row["segment"]: row["stability"] for row in segments},
        emails=_emails(project),
        files=_files(project),
        seconds={name: step.seconds for name, step in steps.items() if step.seconds is not None},
        settings=settings.model_dump(mode="json"),
    )


def _rows(project: Project, query: str) -> tuple[dict[str, Any], ...]:
    return tuple(project.read(query).to_pylist())


def _steps(project: Project) -> dict[str, StepReport]:
    states = freshness.states(project)
    found = {}
    for step in Step:
        last = project.row(
            "SELECT outcome, CAST(finished AS VARCHAR), error FROM runs"
            " WHERE step = ? ORDER BY run DESC LIMIT 1",
            [step],
        )
        good = project.row(
            "SELECT seconds FROM runs WHERE step = ? AND outcome = 'done' ORDER BY run DESC LIMIT 1", [step]
        )
        kept = freshness.result(project, step)
        found[step.value] = StepReport(
            state=states[step].value,
            outcome=last[0] if last else None,
            finished=last[1] if last else None,
            seconds=good[0] if good else None,
            error=last[2] if last else None,
            warnings=kept.warnings if kept else (),
        )
    return found


def _sweep(project: Project) -> tuple[dict[str, Any], ...]:
    """Return the last finished sweep, or as much as there is of the first one."""
    query = "SELECT * EXCLUDE (fingerprint, centers) FROM {} ORDER BY k"
    return _rows(project, query.format("sweep")) or _rows(project, query.format("sweep_k"))


def _features(project: Project) -> tuple[str, ...]:
    use = project.settings.matrix.use
    if use:
        return use
    rows = project.rows("SELECT name FROM features WHERE offered ORDER BY position")
    return tuple(row[0] for row in rows)


def _segments(project: Project) -> tuple[dict[str, Any], ...]:
    return _rows(
        project,
        "SELECT s.segment, l.name AS label, l.designation, s.size, s.share, s.stability, s.stability_band"
        " FROM segment_summary AS s LEFT JOIN labels AS l USING (segment) ORDER BY s.position",
    )


def _label_case(segments: tuple[dict[str, Any], ...]) -> str:
    given = [GivenLabel(row["segment"], row["label"]) for row in segments if row["label"]]
    return case_statement(given) if given else ""


def _emails(project: Project) -> dict[str, int]:
    if not project.has("marketing_email"):
        return {}
    return dict(project.rows("SELECT status, count(*) FROM marketing_email GROUP BY 1 ORDER BY 1"))


def _files(project: Project) -> tuple[dict[str, Any], ...]:
    last = "SELECT max(run) FROM exports"
    return _rows(
        project, f"SELECT path, format, rows, sha256 FROM exports WHERE run = ({last}) ORDER BY path"
    )
