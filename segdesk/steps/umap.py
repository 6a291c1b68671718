"""UMAP: lay out a sample of the clustered customers in three dimensions, for the plots."""

import numpy as np
import pyarrow as pa

from segdesk.clustering.matrix import Pipeline
from segdesk.clustering.umap_projection import UmapProjection, umap3
from segdesk.errors import InputError
from segdesk.project import customers, freshness
from segdesk.project.file import Project, quoted
from segdesk.project.step import Step
from segdesk.steps import prepared
from segdesk.tasks.task import Task

TABLE = "projection_umap"
"""Key, umap1, umap2, umap3 of each customer that was laid out."""
MADE_FOR = "projection_umap_for"
"""One row: the fingerprint of the Clusters result that the layout belongs to."""


def run(project: Project, task: Task) -> int:
    """Lay out the customers of the present segments, keep it, and return how many were laid out.

    Raises
    ------
    InputError
        If the segments are out of date, or UMAP is not installed.
    """
    settings = project.settings
    made_for = freshness.result(project, Step.CLUSTERS)
    if made_for is None or not freshness.holds(project, settings, Step.CLUSTERS):
        raise InputError("There are no up-to-date segments to lay out", "", "Run segdesk clusters first")
    task.progress(0, 10, "Reading the customers")
    key = quoted(customers.key_name(project))
    taking_part = project.read(
        f"SELECT {key}, segment FROM projection JOIN segments USING ({key}) ORDER BY {key}"
    )
    codes = taking_part.column("segment").combine_chunks().dictionary_encode().indices
    found = umap3(
        _matrix(project),
        codes.to_numpy().astype(np.int32),
        seed=settings.sweep.seed,
        report=task.progress,
    )
    task.check()
    with project.transaction():
        _keep(project, taking_part.column(0), found, made_for.fingerprint)
    return len(found.rows)


def holds(project: Project) -> bool:
    """Whether the project holds a layout of the customers in the segments that it holds."""
    clusters = freshness.result(project, Step.CLUSTERS)
    if clusters is None or not project.has(MADE_FOR):
        return False
    return project.row(f"SELECT clusters FROM {MADE_FOR}") == (clusters.fingerprint,)


def _matrix(project: Project) -> np.ndarray:
    """Return the matrix (n, d) that the customers were clustered on."""
    row = project.row("SELECT pipeline FROM clustering")
    assert row is not None
    pipeline = Pipeline.from_json(row[0])
    names = [plan.name for plan in pipeline.plans]
    return pipeline.transform(customers.read(project, names, prepared.buyers(project)))


def _keep(project: Project, keys: pa.ChunkedArray, found: UmapProjection, fingerprint: str) -> None:
    axes = {f"umap{axis + 1}": pa.array(found.coordinates[:, axis]) for axis in range(3)}
    project.replace(TABLE, pa.table({customers.key_name(project): keys.take(pa.array(found.rows)), **axes}))
    project.replace(MADE_FOR, pa.table({"clusters": [fingerprint]}))
