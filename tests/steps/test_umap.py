"""UMAP as the project keeps it: beside the segments that it was made for."""

import pytest

from segdesk.clustering import umap_projection
from segdesk.errors import InputError
from segdesk.project.step import Step
from segdesk.steps import umap
from segdesk.tasks.task import Cancelled, Task

pytestmark = pytest.mark.skipif(not umap_projection.available(), reason="UMAP is an extra")


def clusters_anew(project, carry_on, k):
    settings = project.settings
    carry_on(
        project, settings.model_copy(update={"clusters": settings.clusters.model_copy(update={"choose": k})}),
        Step.CLUSTERS,
    )  # fmt: skip


def test_every_customer_who_takes_part_is_laid_out(careful_shop, opened):
    project = opened(careful_shop)
    assert not umap.holds(project)
    count = umap.run(project, Task())
    assert umap.holds(project)
    assert project.row("SELECT count(*) FROM projection") == (count,)
    assert project.rows("SELECT user_id FROM projection_umap ORDER BY user_id") == project.rows(
        "SELECT user_id FROM projection ORDER BY user_id"
    )


def test_customers_of_a_segment_stand_together(careful_shop, opened):
    project = opened(careful_shop)
    umap.run(project, Task())
    within, between = project.row(
        "SELECT avg(apart) FILTER (same), avg(apart) FILTER (NOT same) FROM ("
        " SELECT a.segment = b.segment AS same,"
        " sqrt((p.umap1 - q.umap1) ** 2 + (p.umap2 - q.umap2) ** 2 + (p.umap3 - q.umap3) ** 2) AS apart"
        " FROM projection_umap p JOIN segments a USING (user_id),"
        " projection_umap q JOIN segments b USING (user_id))"
    )
    assert within < 0.75 * between


def test_other_segments_make_it_void(careful_shop, opened, carry_on):
    project = opened(careful_shop)
    umap.run(project, Task())
    clusters_anew(project, carry_on, 3)
    assert not umap.holds(project)
    umap.run(project, Task())
    assert umap.holds(project)


def test_the_same_segments_again_keep_it(careful_shop, opened, carry_on):
    project = opened(careful_shop)
    umap.run(project, Task())
    clusters_anew(project, carry_on, 3)
    clusters_anew(project, carry_on, 4)
    assert umap.holds(project)


def test_segments_that_are_out_of_date_are_not_laid_out(careful_shop, opened):
    project = opened(careful_shop)
    settings = project.settings
    project.settings = settings.model_copy(
        update={"clusters": settings.clusters.model_copy(update={"choose": 3})}
    )
    with pytest.raises(InputError, match="Run segdesk clusters first"):
        umap.run(project, Task())


def test_a_cancelled_run_leaves_the_last_picture(careful_shop, opened):
    project = opened(careful_shop)
    umap.run(project, Task())
    before = project.rows("SELECT * FROM projection_umap")
    task = Task()
    task.on_progress = lambda progress: task.cancel() if progress.done >= 2 else None
    with pytest.raises(Cancelled):
        umap.run(project, task)
    assert project.rows("SELECT * FROM projection_umap") == before
    assert umap.holds(project)
