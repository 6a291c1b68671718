"""Sweep: try a range of numbers of segments and score each."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import asdict, fields, replace

import numpy as np

from segdesk.clustering.arrays import Floats
from segdesk.clustering.choose import Candidate, Weights, choose, combined
from segdesk.clustering.engine import KResult
from segdesk.errors import InputError
from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.freshness import fingerprint
from segdesk.project.settings import Settings
from segdesk.project.step import Step
from segdesk.project.sweep_point import DONE, FAILED, FITTED, SweepPoint
from segdesk.steps import prepared, sweep_upstairs
from segdesk.steps.approach import Approach, approach
from segdesk.steps.recording import Run, recorded
from segdesk.tasks.task import Task

_NAN = float("nan")


def run(project: Project, settings: Settings, task: Task) -> tuple[SweepPoint, ...]:
    """Fit and score every k of the range that the project does not hold already.

    Each k is kept, and handed to ``task.partial`` as a `SweepPoint`, as soon as it is done.

    Raises
    ------
    InputError
        If no k could be fitted.
    """
    with recorded(project, Step.SWEEP, settings) as run_:
        plan = approach(settings, prepared.count(project))
        own = _row_fingerprint(project, settings)
        missing = _missing(project, settings, plan, own)
        total = len(plan.ks)
        done = total - len(missing)
        task.progress(done, total, "Preparing the features")
        with closing(_results(run_, plan, task, ks=missing, own=own)) as results:
            for result in results:
                task.partial(_keep(project, result, own))
                done += not result.provisional
                task.progress(done, total, f"k = {result.k}")
        with project.transaction():
            rows = _finish(project, own, plan.ks, plan.weights)
            failed = [row for row in rows if row.failed]
            if len(failed) == len(rows):
                raise InputError("No number of segments could be fitted", failed[0].error or "")
            warnings = [f"k = {row.k} failed: {row.error}" for row in failed]
            if plan.is_upstairs:
                warnings += sweep_upstairs.sample_note(project)
            run_.finish(rows=len(rows), warnings=(*warnings, *_doubts(rows, settings, plan.weights)))
        return rows


def left(project: Project, settings: Settings) -> Sequence[int]:
    """Return the k that a run with these settings would compute."""
    plan = approach(settings, prepared.count(project))
    return _missing(project, settings, plan, _row_fingerprint(project, settings))


def _missing(project: Project, settings: Settings, plan: Approach, own: str) -> list[int]:
    """Return the k that have to be computed; where none is, the chosen one if its model was deleted.

    Those of a model that is tuned are computed together or not at all.
    """
    finished = kept(project, settings)
    missing = [k for k in plan.ks if k not in {point.k for point in finished}]
    if plan.is_upstairs and not missing:
        deleted = sweep_upstairs.without_model(project, settings, finished, plan, own)
        missing = [] if deleted is None else [deleted]
    return list(plan.ks) if missing and settings.sweep.is_tuned else missing


def _results(run: Run, plan: Approach, task: Task, *, ks: Sequence[int], own: str) -> Generator[KResult]:
    """Yield the result of each k as it is ready."""
    if not ks:
        return
    if plan.is_upstairs:
        yield from sweep_upstairs.results(run, plan, task, ks=ks, fingerprint=own)
        return
    matrix = run.settings.matrix
    X = prepared.prepare(run.project, matrix, pca=plan.pca, double=plan.double, impute=plan.impute).X
    task.note(f"k = {ks[0]}")
    engine = replace(plan.engine, check=task.check, note=task.note)
    yield from engine.sweep(X, ks)


def rows(project: Project) -> tuple[SweepPoint, ...]:
    """Return the k of the last finished sweep, in their order."""
    found = project.read("SELECT * EXCLUDE (fingerprint, centers) FROM sweep ORDER BY k")
    return tuple(SweepPoint(**row) for row in found.to_pylist())


def kept(project: Project, settings: Settings) -> tuple[SweepPoint, ...]:
    """Return the k that a sweep with these settings would not compute again, in their order."""
    return tuple(point for point in arrived(project, settings) if point.status != FITTED)


def arrived(project: Project, settings: Settings) -> tuple[SweepPoint, ...]:
    """Return the k that a sweep with these settings has something of, in their order.

    One that failed is tried again, unless it is of a model that was tuned: that one has ended with it, and
    counts for nothing before its end.
    """
    ended = "fingerprint IN (SELECT fingerprint FROM sweep_range)"
    counts = ended if settings.sweep.is_tuned else f"status <> '{FAILED}'"
    found = project.read(
        f"SELECT * EXCLUDE (fingerprint, centers) FROM sweep_k WHERE fingerprint = ? AND {counts} ORDER BY k",
        [_row_fingerprint(project, settings)],
    )
    return tuple(SweepPoint(**row) for row in found.to_pylist())


def centers_of(project: Project, k: int) -> Floats:
    """Return the centers (k, d) that the last finished sweep found, in the space of its matrix."""
    row = project.row("SELECT centers FROM sweep WHERE k = ?", [k])
    assert row is not None
    return np.array(row[0], np.float64)


def _row_fingerprint(project: Project, settings: Settings) -> str:
    """Return what a k depends on: everything but the range, unless all of it makes one model."""
    before = freshness.result(project, Step.FEATURES)
    of_all = {} if settings.sweep.is_tuned else {"k_min": None, "k_max": None}
    regardless = settings.sweep.model_copy(update=of_all)
    return fingerprint(settings.matrix, regardless, before.fingerprint if before else None)


def _point(result: KResult) -> SweepPoint:
    """Return what the window and the project have of one k; what is not known yet is None."""
    scores = asdict(result.scores) if result.scores else {}
    known = {name: None if np.isnan(value) else value for name, value in scores.items()}
    names = [field.name for field in fields(SweepPoint)]
    values = {
        **dict.fromkeys(names),
        **known,
        "k": result.k,
        "seconds": result.seconds,
        "status": _status(result),
        "error": result.error or None,
    }
    return SweepPoint(**values)  # type: ignore[arg-type]


def _status(result: KResult) -> str:
    if result.error:
        return FAILED
    return FITTED if result.provisional else DONE


def _keep(project: Project, result: KResult, own: str) -> SweepPoint:
    """Write one k and return it; what other settings gave stays until this sweep is finished."""
    point = _point(result)
    values = {
        "fingerprint": own,
        **asdict(point),
        "centers": result.fit.centers.tolist() if result.fit else None,
    }
    marks = ", ".join("?" for _ in values)
    with project.transaction() as connection:
        connection.execute(
            f"INSERT OR REPLACE INTO sweep_k ({', '.join(values)}) VALUES ({marks})", list(values.values())
        )
    return point


def _finish(project: Project, own: str, ks: Sequence[int], weights: Weights) -> tuple[SweepPoint, ...]:
    """Make this sweep the one that counts, and write the combined scores, which depend on one another."""
    project.connection.execute("DELETE FROM sweep_k WHERE fingerprint <> ?", [own])
    sweep_upstairs.finish(project, own)
    project.connection.execute("UPDATE sweep_k SET combined = NULL")
    project.connection.execute("DELETE FROM sweep_range")
    project.connection.execute("INSERT INTO sweep_range VALUES (?, ?, ?)", [own, ks[0], ks[-1]])
    current = rows(project)
    scored = combined([Candidate.of(row) for row in current], weights) if len(current) > 1 else [_NAN]
    for row, score in zip(current, scored, strict=True):
        value = None if np.isnan(score) else float(score)
        project.connection.execute("UPDATE sweep_k SET combined = ? WHERE k = ?", [value, row.k])
    return rows(project)


def _doubts(found: Sequence[SweepPoint], settings: Settings, weights: Weights) -> tuple[str, ...]:
    """Return what speaks against the k that would be chosen."""
    try:
        choice = choose([Candidate.of(row) for row in found], settings.clusters.choose, weights)
    except InputError:  # a fixed k outside the range: the Clusters step says so
        return ()
    return (choice.warning,) if choice.warning else ()
