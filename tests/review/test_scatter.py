"""What the scatter plots are told about a finished project."""

import pickle
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from segdesk.clustering import umap_projection
from segdesk.project.file import Project
from segdesk.project.step import Step
from segdesk.review import scatter
from segdesk.review.scatter import Group, Points, Raster
from segdesk.steps import pipeline, umap
from segdesk.tasks.task import Task

EVERYTHING = (-1e6, 1e6, -1e6, 1e6)


def axis(project, name, *, log=False):
    return replace(next(a for a in scatter.axes_of(project) if a.name == name), log=log)


@pytest.fixture
def pca(shop_project):
    return axis(shop_project, "pca1"), axis(shop_project, "pca2")


@pytest.fixture
def amounts(shop_project):
    return axis(shop_project, "total_orders"), axis(shop_project, "total_revenue")


def keys_and(project, columns):
    return project.rows(
        f"SELECT user_id, segment, {columns} FROM parametric LEFT JOIN segments USING (user_id)"
        " LEFT JOIN projection USING (user_id) ORDER BY user_id"
    )


def made(path, customers):
    """A project of ten round segments, none of which was computed."""
    with Project.create(path) as project, project.transaction() as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(
            "CREATE TABLE parametric AS SELECT i AS user_id, CAST(i % 400 AS BIGINT) AS days"
            f" FROM range({customers}) AS t(i) ORDER BY i"
        )
        connection.execute(
            "CREATE TABLE segments AS SELECT user_id, 'seg_' || (1 + user_id * 7 % 10) AS segment,"
            " 0.0 AS distance, 0.0 AS normalised_distance, FALSE AS outlier FROM parametric"
        )
        connection.execute(
            "CREATE TABLE projection AS SELECT user_id, (3 * cos(g) + random())::FLOAT AS pca1,"
            " (3 * sin(g) + random())::FLOAT AS pca2, random()::FLOAT AS pca3"
            " FROM (SELECT user_id, substr(segment, 5)::INT AS g FROM segments)"
        )
        connection.execute(
            "INSERT INTO segment_summary SELECT g - 1, 'seg_' || g, 0, 0, NULL, NULL"
            " FROM range(1, 11) AS t(g)"
        )
        connection.execute("UPDATE meta SET customer_table = 'parametric', customer_key = 'user_id'")
        connection.execute(
            "INSERT INTO clustering VALUES"
            " (10, '', NULL, '{}', [], [], [], 0, '', 0, NULL, NULL, [0.6, 0.3, 0.1])"
        )
    return path


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """60,000 customers: too many to draw one by one."""
    path = made(tmp_path_factory.mktemp("crowd") / "crowd.segdesk", 60_000)
    with Project.open(path) as project:
        yield project


def test_every_numeric_feature_and_each_principal_axis_is_offered(shop_project):
    axes = scatter.axes_of(shop_project)
    assert [a.name for a in axes[:3]] == ["pca1", "pca2", "pca3"]
    assert axes[0].share > axes[1].share > axes[2].share > 0
    titles = {a.name: (a.title, a.unit) for a in axes if a.group is Group.FEATURE}
    assert titles["avg_basket"] == ("Average basket", "USD")
    assert not any(a.group is Group.UMAP for a in axes)


def test_a_project_without_segments_offers_nothing(new_project):
    assert scatter.axes_of(new_project) == ()


def test_points_are_the_customers_in_the_order_of_their_key(shop_project, pca):
    points = scatter.points(shop_project, pca)
    rows = keys_and(shop_project, "pca1, pca2")
    drawn = [(place, *row) for place, row in enumerate(rows) if row[2] is not None]
    assert points.rows.tolist() == [place for place, *_ in drawn]
    assert [points.segments[code] for code in points.codes] == [segment for _, _, segment, _, _ in drawn]
    assert np.allclose(points.x, [x for *_, x, _ in drawn])
    assert np.allclose(points.y, [y for *_, y in drawn])
    assert points.bounds == (points.x.min(), points.x.max(), points.y.min(), points.y.max())
    assert (points.placed, points.missing) == (len(drawn), len(rows) - len(drawn))
    assert points.missing > 0
    assert points.complete


def test_a_feature_has_a_place_for_those_who_never_bought(shop_project):
    items = axis(shop_project, "total_items")
    points = scatter.points(shop_project, (items, items))
    assert points.missing == 0
    assert "seg_0" in {points.segments[code] for code in points.codes}


def test_a_logarithm_keeps_zero(shop_project):
    plain, log = axis(shop_project, "total_orders"), axis(shop_project, "total_orders", log=True)
    points = scatter.points(shop_project, (plain, log))
    assert points.x.min() == points.y.min() == 0
    assert np.allclose(points.y, np.log1p(points.x))
    assert np.array_equal(points.values[1], points.x)


def test_too_many_customers_are_only_counted(shop_project, pca):
    points = scatter.points(shop_project, pca, limit=10)
    whole = scatter.points(shop_project, pca)
    assert not points.complete
    assert len(points.x) == len(points.rows) == 0
    assert (points.bounds, points.placed) == (whole.bounds, whole.placed)


def test_a_raster_counts_everyone_in_view(crowd):
    axes = (axis(crowd, "pca1"), axis(crowd, "pca2"))
    bounds = scatter.points(crowd, axes).bounds
    raster = scatter.raster(crowd, axes, bounds, (80, 60))
    assert isinstance(raster, Raster)
    assert raster.codes.shape == (60, 80)
    assert raster.counts.sum() == sum(raster.by_segment) == 60_000
    assert raster.by_segment == (6_000,) * 10


def test_hidden_segments_are_not_drawn(crowd):
    axes = (axis(crowd, "pca1"), axis(crowd, "pca2"))
    raster = scatter.raster(crowd, axes, EVERYTHING, (40, 40), {"seg_2", "seg_10"})
    assert raster.by_segment == (6_000, 0, *(6_000,) * 7, 0)
    assert not set(np.unique(raster.codes)) & {1, 9}


def test_a_close_up_comes_as_points(crowd):
    axes = (axis(crowd, "pca1"), axis(crowd, "pca2"))
    view = (1.0, 2.0, 3.0, 3.3)
    answer = scatter.raster(crowd, axes, view, (40, 40))
    assert isinstance(answer, Points)
    assert answer.view == view
    assert 0 < len(answer.x) <= scatter.CLOSE_UP
    assert answer.x.min() >= 1.0
    assert answer.y.max() <= 3.3


def test_the_nearest_customer_is_found_with_everything_about_it(shop_project, amounts):
    points = scatter.points(shop_project, amounts)
    index = int(points.y.argmax())
    at = (float(points.x[index]), float(points.y[index]) + 0.5)
    found = scatter.nearest(shop_project, amounts, at, (0.01, 1.0))
    assert found.row == points.rows[index]
    expected = shop_project.row(
        "SELECT user_id, segment, name, email, total_revenue FROM parametric JOIN segments USING (user_id)"
        " JOIN labels USING (segment) ORDER BY total_revenue DESC LIMIT 1"
    )
    details = {detail.name: detail for detail in found.details}
    assert (found.key, found.segment, found.label) == expected[:3]
    assert (details["email"].value, details["total_revenue"].value) == expected[3:]
    assert (details["total_revenue"].title, details["total_revenue"].unit) == ("Revenue", "USD")
    assert details["total_revenue"].feature
    assert not details["email"].feature
    assert found.key_name not in details


def test_nobody_is_near_an_empty_place_or_hidden(shop_project, amounts):
    points = scatter.points(shop_project, amounts)
    index = int(points.y.argmax())
    at = (float(points.x[index]), float(points.y[index]))
    own = points.segments[points.codes[index]]
    assert scatter.nearest(shop_project, amounts, (at[0], at[1] + 13.0), (1.0, 1.0)) is None
    other = scatter.nearest(shop_project, amounts, at, (0.01, 0.01), {own})
    assert other is None or other.segment != own


def test_a_lasso_holds_the_shown_customers_inside(shop_project, amounts):
    points = scatter.points(shop_project, amounts)
    square = np.array([[1.5, -1.0], [9.5, -1.0], [9.5, 200.0], [1.5, 200.0]])
    inside = (points.x > 1.5) & (points.x < 9.5) & (points.y > -1) & (points.y < 200)
    assert scatter.within(shop_project, amounts, square).tolist() == points.rows[inside].tolist()
    first = points.segments[points.codes[inside][0]]
    kept = scatter.within(shop_project, amounts, square, {first})
    assert 0 < len(kept) < inside.sum()
    assert first not in {points.segments[code] for code in points.codes[np.isin(points.rows, kept)]}


def test_selected_customers_have_their_places(crowd):
    axes = (axis(crowd, "pca1"), axis(crowd, "pca2"))
    places = scatter.places(crowd, axes, np.array([5, 17, 59_999]))
    assert places.rows.tolist() == [5, 17, 59_999]
    assert len(scatter.places(crowd, axes, np.arange(50_000)).rows) == scatter.RINGED


def test_three_dimensions_come_whole_or_as_a_sample_with_shares(shop_project, crowd):
    whole = scatter.points3d(shop_project, Group.PCA)
    assert len(whole.codes) == whole.placed
    rows = [row[2:] for row in keys_and(shop_project, "pca1, pca2, pca3") if row[2] is not None]
    assert np.allclose(whole.coordinates, rows)
    sample = scatter.points3d(crowd, Group.PCA, limit=1_000)
    assert sample.placed == 60_000
    assert np.bincount(sample.codes).tolist() == [100] * 10
    assert np.array_equal(sample.rows, scatter.points3d(crowd, Group.PCA, limit=1_000).rows)


@pytest.mark.skipif(not umap_projection.available(), reason="UMAP is an extra")
def test_umap_is_offered_once_it_was_computed(own_project):
    count = umap.run(own_project, Task())
    axes = (axis(own_project, "umap1"), axis(own_project, "umap2"))
    assert scatter.points(own_project, axes).placed == count
    assert scatter.points3d(own_project, Group.UMAP).placed == count


def test_other_segments_are_seen_at_once(own_project):
    axes = (axis(own_project, "pca1"), axis(own_project, "pca2"))
    before = scatter.points(own_project, axes)
    settings = own_project.settings
    fewer = settings.model_copy(update={"clusters": settings.clusters.model_copy(update={"choose": 2})})
    own_project.settings = fewer
    pipeline.run_step(Step.CLUSTERS, own_project, fewer, Task())
    after = scatter.points(own_project, axes)
    assert set(after.segments) == {"seg_1", "seg_2", "seg_0"}
    assert len(np.unique(after.codes)) < len(np.unique(before.codes))


def test_customers_that_came_after_the_segments_have_none(own_project):
    axes = (axis(own_project, "total_items"), axis(own_project, "total_items"))
    before = scatter.points(own_project, axes)
    own_project.connection.execute("UPDATE results SET run = run + 100 WHERE step = 'features'")
    own_project.connection.execute(
        "CREATE OR REPLACE TABLE parametric AS SELECT * FROM (FROM parametric UNION ALL BY NAME"
        " SELECT -1 AS user_id, 5 AS total_items, 'x' AS email) ORDER BY user_id"
    )
    after = scatter.points(own_project, axes)
    assert (after.placed, after.missing) == (before.placed, 1)
    assert after.rows[0] == before.rows[0] + 1


def test_answers_can_be_sent_from_process_to_process(shop_project, crowd, pca, amounts):
    axes = (axis(crowd, "pca1"), axis(crowd, "pca2"))
    for answer in (
        scatter.axes_of(shop_project),
        scatter.points(shop_project, pca),
        scatter.raster(crowd, axes, EVERYTHING, (20, 20)),
        scatter.points3d(shop_project, Group.PCA),
        scatter.customer(shop_project, 3),
    ):
        assert type(pickle.loads(pickle.dumps(answer))) is type(answer)


def test_the_window_can_import_it_without_anything_heavy():
    script = (
        "import sys, segdesk.review.scatter;"
        "print(sorted({'duckdb', 'pyarrow', 'sklearn', 'scipy', 'pandas', 'PySide6'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.large
def test_a_million_customers_answer_at_once(tmp_path):
    with Project.open(made(tmp_path / "million.segdesk", 1_000_000)) as project:
        axes = (axis(project, "pca1"), axis(project, "pca2"))
        started = time.perf_counter()
        points = scatter.points(project, axes)
        first = time.perf_counter() - started
        seconds = []
        for _ in range(5):
            started = time.perf_counter()
            scatter.raster(project, axes, points.bounds, (675, 525))
            seconds.append(time.perf_counter() - started)
    assert first < 1.0
    assert min(seconds) < 0.15
