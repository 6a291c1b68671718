"""The segments, checked against pandas, numpy and the rules' own SQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

from segdesk.errors import InputError
from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.settings import Settings
from segdesk.project.step import State, Step
from segdesk.steps import clusters, sweep
from segdesk.tasks.task import Task

Opened = Callable[[Path], Project]
CarryOn = Callable[[Project, Settings, Step], None]

CAREFUL = ("total_orders", "avg_basket", "days_since_last_order", "freq_orders_per_month")
LISTED = (
    "total_orders",
    "avg_basket",
    "total_revenue",
    "months_since_last_order",
    "freq_orders_per_month",
    "freq_orders_per_quarter",
)


@pytest.fixture(params=["careful_shop", "listing_1_shop"])
def project(request: pytest.FixtureRequest, opened: Opened) -> Project:
    return opened(request.getfixturevalue(request.param))


@pytest.fixture
def careful(careful_shop: Path, opened: Opened) -> Project:
    return opened(careful_shop)


@pytest.fixture
def listing_1(listing_1_shop: Path, opened: Opened) -> Project:
    return opened(listing_1_shop)


@pytest.fixture
def custom(tmp_path: Path, people_settings: Settings, carry_on: CarryOn) -> Iterator[Project]:
    """A table in which everybody counts, some without an age."""
    with Project.create(tmp_path / "custom.segdesk") as project:
        carry_on(project, people_settings, Step.LABELS)
        yield project


def customers_of(project: Project, table: str = "parametric", key: str = "user_id") -> pd.DataFrame:
    return project.read(
        f"SELECT c.*, s.* EXCLUDE ({key}) FROM {table} AS c JOIN segments AS s USING ({key}) ORDER BY {key}"
    ).to_pandas()


def taking_part(project: Project) -> pd.DataFrame:
    found = customers_of(project)
    return found[found["segment"] != "seg_0"]


def test_segments_are_numbered_by_what_their_customers_are_worth(project: Project) -> None:
    worth = taking_part(project).groupby("segment")["total_revenue"].mean()
    ordered = [worth[f"seg_{number}"] for number in (1, 2, 3, 4)]
    assert len(worth) == 4
    assert ordered == sorted(ordered, reverse=True)


def test_sizes_and_shares_are_those_of_the_customers(project: Project) -> None:
    counts = customers_of(project)["segment"].value_counts()
    kept = project.rows("SELECT segment, size, share FROM segment_summary ORDER BY position")
    assert {segment: size for segment, size, _ in kept} == counts.to_dict()
    for segment, _, share in kept:
        assert share == pytest.approx(counts[segment] / 600)
    assert [segment for segment, *_ in kept][:4] == ["seg_1", "seg_2", "seg_3", "seg_4"]


def check_centroids(project: Project, found: pd.DataFrame) -> None:
    centroids = project.read("SELECT * FROM centroid_data").to_pandas().set_index("segment")
    numbers = [name for (name,) in project.rows("SELECT name FROM features WHERE kind = 'number'")]
    assert sorted(centroids.columns) == sorted(numbers)
    expected = found.groupby("segment")[numbers].mean()
    assert set(centroids.index) == set(expected.index)
    pd.testing.assert_frame_equal(
        centroids.loc[expected.index, numbers], expected, check_names=False, check_dtype=False, rtol=1e-12
    )


def test_centroids_are_the_means_of_the_segments(project: Project) -> None:
    check_centroids(project, customers_of(project))


def test_missing_values_are_left_out_of_centroids(custom: Project) -> None:
    found = customers_of(custom, "customers", "id")
    assert found.groupby("segment")["age"].apply(lambda ages: ages.isna().any()).any()
    check_centroids(custom, found)


def z_scores(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return (values - values.mean(axis=0)) / values.std(axis=0)


def check_distances(project: Project, X: NDArray[np.float64]) -> None:
    found = taking_part(project)
    row = project.row("SELECT centers, segments FROM clustering")
    assert row is not None
    centers, place = np.array(row[0]), {segment: number for number, segment in enumerate(row[1])}
    all_distances = np.linalg.norm(X[:, None, :] - centers, axis=2)
    own = found["segment"].map(place).to_numpy()
    np.testing.assert_allclose(found["distance"], all_distances[np.arange(len(X)), own], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(found["distance"], all_distances.min(axis=1), rtol=1e-5, atol=1e-6)


def test_distances_are_to_the_own_center_in_the_prepared_columns(careful: Project) -> None:
    raw = taking_part(careful)[list(CAREFUL)].to_numpy(float)
    check_distances(careful, z_scores(np.log1p(raw)))


def test_the_first_listing_fits_on_columns_that_are_not_reduced(listing_1: Project) -> None:
    found = customers_of(listing_1)
    X = StandardScaler().fit_transform(found[list(LISTED)].to_numpy(float))
    check_distances(listing_1, X)
    labels = KMeans(n_clusters=4, random_state=42, n_init=10, algorithm="elkan").fit_predict(X)
    assert adjusted_rand_score(labels, found["segment"]) == 1
    assert sweep.centers_of(listing_1, 4).shape == (4, 5)


def test_customers_who_never_bought_have_no_distance(careful: Project) -> None:
    found = customers_of(careful)
    aside = found[found["segment"] == "seg_0"]
    assert aside[["distance", "normalised_distance", "outlier"]].isna().all(axis=None)


def test_at_most_one_percent_are_outliers(project: Project) -> None:
    found = taking_part(project)
    flags = found["outlier"].astype(bool)
    assert 0 < flags.sum() <= 0.01 * len(found)
    assert found[flags]["normalised_distance"].min() > found[~flags]["normalised_distance"].max()


def test_no_outliers_are_flagged_where_none_are_wanted(careful: Project) -> None:
    settings = careful.settings
    none = settings.clusters.model_copy(update={"outliers": 0.0})
    clusters.run(careful, settings.model_copy(update={"clusters": none}), Task())
    assert careful.rows("SELECT count(*) FROM segments WHERE outlier") == [(0,)]


def test_the_projection_is_on_three_principal_axes(careful: Project) -> None:
    found = careful.read("SELECT * FROM projection ORDER BY user_id").to_pandas()
    bought = taking_part(careful)
    assert list(found.columns) == ["user_id", "pca1", "pca2", "pca3"]
    assert list(found["user_id"]) == list(bought["user_id"])
    X = z_scores(np.log1p(bought[list(CAREFUL)].to_numpy(float)))
    expected = PCA(n_components=3).fit_transform(X)
    # An axis may point either way.
    np.testing.assert_allclose(np.abs(found.iloc[:, 1:]), np.abs(expected), atol=1e-4)


def by_rules(project: Project, table: str, key: str) -> pd.DataFrame:
    """The segment of every customer, as found and as the rules have it."""
    row = project.row("SELECT rules_sql FROM clustering")
    assert row is not None
    return project.read(
        f"SELECT {key}, segment, {row[0]} AS ruled FROM {table} JOIN segments USING ({key})"
    ).to_pandas()


def fidelity(project: Project) -> float:
    row = project.row("SELECT rules_fidelity FROM clustering")
    assert row is not None
    return float(row[0])


def test_the_rules_hold_for_as_many_customers_as_they_say(project: Project) -> None:
    found = by_rules(project, "parametric", "user_id")
    part = found[found["segment"] != "seg_0"]
    assert (part["segment"] == part["ruled"]).mean() == fidelity(project)
    assert fidelity(project) > 0.8


def test_the_rules_know_who_never_bought(careful: Project) -> None:
    found = by_rules(careful, "parametric", "user_id")
    assert ((found["ruled"] == "seg_0") == (found["segment"] == "seg_0")).all()


def test_the_rules_hold_with_categories_and_missing_numbers(custom: Project) -> None:
    found = by_rules(custom, "customers", "id")
    assert (found["segment"] == found["ruled"]).mean() == fidelity(custom)
    assert set(found["ruled"]) == {"seg_1", "seg_2", "seg_3"}


def test_exactly_those_without_orders_are_set_aside(careful: Project) -> None:
    found = customers_of(careful)
    assert ((found["segment"] == "seg_0") == (found["total_orders"] == 0)).all()
    assert (found["total_orders"] == 0).any()


def test_nobody_is_set_aside_where_the_recipe_does_not_tell(custom: Project, listing_1: Project) -> None:
    for project in (custom, listing_1):
        segments = [segment for (segment,) in project.rows("SELECT segment FROM segment_summary")]
        assert "seg_0" not in segments
        assert project.rows("SELECT count(*) FROM segments WHERE segment = 'seg_0'") == [(0,)]
        assert "seg_0" not in str(project.row("SELECT rules_sql FROM clustering"))


def test_nobody_is_set_aside_where_everyone_bought(careful: Project) -> None:
    careful.connection.execute("DELETE FROM parametric WHERE total_orders = 0")
    clusters.run(careful, careful.settings, Task())
    assert careful.rows("SELECT segment FROM segment_summary ORDER BY position") == [
        (f"seg_{number}",) for number in (1, 2, 3, 4)
    ]
    assert "seg_0" not in str(careful.row("SELECT rules_sql FROM clustering"))


def test_the_documents_views_have_one_row_for_each_customer(project: Project) -> None:
    own = [name for (name, *_) in project.rows("DESCRIBE parametric")]
    for view, more in (
        ("semi_label_parametric", ["segment"]),
        ("label_parametric", ["segment", "segments", "designation"]),
    ):
        assert [name for (name, *_) in project.rows(f"DESCRIBE {view}")] == [*own, *more]
        assert project.rows(f"SELECT count(*), count(DISTINCT user_id) FROM {view}") == [(600, 600)]
        missing = " OR ".join(f"{name} IS NULL" for name in more)
        assert project.rows(f"SELECT count(*) FROM {view} WHERE {missing}") == [(0,)]


def test_stability_is_measured_where_it_is_asked_for(careful: Project) -> None:
    assert careful.rows("SELECT DISTINCT stability FROM segment_summary") == [(None,)]
    settings = careful.settings
    five = settings.clusters.model_copy(update={"bootstraps": 5})
    found = clusters.run(careful, settings.model_copy(update={"clusters": five}), Task())
    assert found.stability is not None
    kept = dict(careful.rows("SELECT segment, stability FROM segment_summary"))
    assert kept.pop("seg_0") is None
    assert list(kept.values()) == list(found.stability.jaccard)
    assert all(0 < value <= 1 for value in kept.values())


def test_a_number_that_was_not_swept_leaves_the_segments_of_before(careful: Project) -> None:
    before = careful.rows("SELECT * FROM segments ORDER BY user_id")
    settings = careful.settings
    nine = settings.model_copy(update={"clusters": settings.clusters.model_copy(update={"choose": 9})})
    with pytest.raises(InputError, match="9 segments cannot be chosen"):
        clusters.run(careful, nine, Task())
    assert careful.rows("SELECT * FROM segments ORDER BY user_id") == before
    assert freshness.states(careful)[Step.CLUSTERS] is State.FAILED
