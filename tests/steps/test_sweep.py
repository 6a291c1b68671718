"""The sweep against scikit-learn, and what it keeps when it is widened, cancelled or fails."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from segdesk.clustering.arrays import Matrix
from segdesk.clustering.engine import KResult
from segdesk.clustering.local import LocalEngine
from segdesk.errors import InputError
from segdesk.project import customers, freshness
from segdesk.project.file import Project
from segdesk.project.settings import Settings
from segdesk.project.step import State, Step
from segdesk.project.sweep_point import SweepPoint
from segdesk.steps import prepared, sweep
from segdesk.tasks.task import Cancelled, Task

Opened = Callable[[Path], Project]

LISTED = (
    "total_orders",
    "avg_basket",
    "total_revenue",
    "months_since_last_order",
    "freq_orders_per_month",
    "freq_orders_per_quarter",
)
"""The features of both listings, in their order."""


def changed(settings: Settings, **sweep_settings: object) -> Settings:
    return settings.model_copy(update={"sweep": settings.sweep.model_copy(update=sweep_settings)})


def run(project: Project, **sweep_settings: object) -> tuple[tuple[SweepPoint, ...], list[int]]:
    """Sweep with other settings and return the rows, and the k that had to be computed."""
    computed: list[int] = []
    project.settings = changed(project.settings, **sweep_settings)

    def listen(row: SweepPoint) -> None:
        if row.silhouette is not None or row.failed:
            computed.append(row.k)

    rows = sweep.run(project, project.settings, Task(on_partial=listen))
    return rows, computed


def raw(project: Project) -> NDArray[np.float64]:
    table = customers.read(project, LISTED)
    return np.column_stack([table.column(name).to_numpy().astype(float) for name in LISTED])


def check_against_scikit_learn(row: SweepPoint, X: NDArray[np.float64], silhouette: float) -> KMeans:
    model = KMeans(n_clusters=row.k, random_state=42, n_init=10, algorithm="elkan")
    labels = model.fit_predict(X)
    assert row.inertia == pytest.approx(model.inertia_, rel=1e-9)
    # scikit-learn's distance between two equal customers is only nearly 0, and that in its own way.
    assert row.silhouette == pytest.approx(silhouette, rel=1e-7)
    assert row.calinski_harabasz == pytest.approx(calinski_harabasz_score(X, labels), rel=1e-9)
    assert row.davies_bouldin == pytest.approx(davies_bouldin_score(X, labels), rel=1e-9)
    return model


@pytest.mark.parametrize("drawn", [1000, 300])
def test_the_first_listing_gives_the_scores_of_scikit_learn(
    listing_1_shop: Path, opened: Opened, drawn: int
) -> None:
    project = opened(listing_1_shop)
    rows, _ = run(project, k_min=5, k_max=5, silhouette_rows=drawn)
    X = StandardScaler().fit_transform(SimpleImputer(strategy="mean").fit_transform(raw(project)))
    X = PCA(n_components=5, random_state=42).fit_transform(X)
    labels = KMeans(n_clusters=5, random_state=42, n_init=10, algorithm="elkan").fit_predict(X)
    size = min(drawn, len(X))
    check_against_scikit_learn(rows[0], X, silhouette_score(X, labels, sample_size=size, random_state=42))
    assert rows[0].silhouette_rows == size
    assert sweep.centers_of(project, 5).shape == (5, 5)


def test_the_second_listing_gives_the_scores_of_scikit_learn(listing_2_shop: Path, opened: Opened) -> None:
    project = opened(listing_2_shop)
    row = next(row for row in sweep.rows(project) if row.k == 5)
    X = StandardScaler().fit_transform(np.nan_to_num(raw(project)))
    labels = KMeans(n_clusters=5, random_state=42, n_init=10, algorithm="elkan").fit_predict(X)
    model = check_against_scikit_learn(row, X, silhouette_score(X, labels))
    np.testing.assert_allclose(sweep.centers_of(project, 5), model.cluster_centers_, rtol=1e-9, atol=1e-12)


def scaled(values: Sequence[float | None]) -> NDArray[np.float64]:
    return MinMaxScaler().fit_transform(np.array(values, float).reshape(-1, 1)).flatten()


def parts(rows: Sequence[SweepPoint]) -> tuple[NDArray[np.float64], ...]:
    """The four scores as the document scales them: inertia, silhouette, Calinski-Harabasz, Davies-Bouldin."""
    return (
        1 - scaled([row.inertia for row in rows]),
        scaled([row.silhouette for row in rows]),
        scaled([row.calinski_harabasz for row in rows]),
        1 - scaled([row.davies_bouldin for row in rows]),
    )


def test_the_combined_score_is_the_documents_in_both_listings(
    listing_1_shop: Path, listing_2_shop: Path, opened: Opened
) -> None:
    for path in (listing_1_shop, listing_2_shop):
        rows = sweep.rows(opened(path))
        assert [row.k for row in rows] == [2, 3, 4, 5, 6]
        np.testing.assert_allclose([row.combined for row in rows], sum(parts(rows)) / 4, rtol=1e-12)


def test_the_careful_combined_score_leaves_inertia_out(careful_shop: Path, opened: Opened) -> None:
    rows = sweep.rows(opened(careful_shop))
    np.testing.assert_allclose([row.combined for row in rows], sum(parts(rows)[1:]) / 3, rtol=1e-12)


def test_a_wider_range_computes_only_the_missing_k(careful_shop: Path, opened: Opened) -> None:
    project = opened(careful_shop)
    before = {row.k: row for row in sweep.rows(project)}
    rows, computed = run(project, k_max=8)
    assert computed == [7, 8]
    assert [row.k for row in rows] == [2, 3, 4, 5, 6, 7, 8]
    assert {row.k: row.seconds for row in rows if row.k in before} == {
        k: row.seconds for k, row in before.items()
    }
    np.testing.assert_allclose([row.combined for row in rows], sum(parts(rows)[1:]) / 3, rtol=1e-12)


def test_a_narrower_range_and_the_old_one_again_compute_nothing(careful_shop: Path, opened: Opened) -> None:
    project = opened(careful_shop)
    before = sweep.rows(project)
    narrow, computed = run(project, k_min=3, k_max=5)
    assert computed == []
    assert [row.k for row in narrow] == [3, 4, 5]
    np.testing.assert_allclose([row.combined for row in narrow], sum(parts(narrow)[1:]) / 3, rtol=1e-12)
    again, computed = run(project, k_min=2, k_max=6)
    assert computed == []
    assert again == before


def cancelled_half_way(project: Project, seed: int, *, one_by_one: bool) -> None:
    """Begin a sweep with another seed, and cancel it when the second k is fitted."""
    project.settings = changed(project.settings, seed=seed, like_scikit_learn=one_by_one)
    task = Task(on_partial=lambda row: task.cancel() if row.k == 3 else None)
    with pytest.raises(Cancelled):
        sweep.run(project, project.settings, task)


@pytest.mark.parametrize("one_by_one", [False, True])
def test_a_cancelled_sweep_leaves_the_last_finished_one(
    careful_shop: Path, opened: Opened, one_by_one: bool
) -> None:
    project = opened(careful_shop)
    before, settings = sweep.rows(project), project.settings
    cancelled_half_way(project, seed=7, one_by_one=one_by_one)
    assert sweep.rows(project) == before
    old, new = (State.FRESH, State.OUT_OF_DATE)
    assert list(freshness.states(project).values()) == [old, old, new, new, new, new, new]
    project.settings = settings
    assert set(freshness.states(project).values()) == {State.FRESH}
    _, computed = run(project)
    assert computed == []
    assert sweep.rows(project) == before


def test_a_cancelled_sweep_goes_on_where_it_was(careful_shop: Path, opened: Opened) -> None:
    project = opened(careful_shop)
    before = sweep.rows(project)
    cancelled_half_way(project, seed=7, one_by_one=True)
    rows, computed = run(project)
    assert computed == [4, 5, 6]
    assert [row.k for row in rows] == [2, 3, 4, 5, 6]
    assert [row.seconds for row in rows] != [row.seconds for row in before]
    assert project.rows("SELECT count(*) FROM sweep_k") == [(5,)]


def test_every_k_is_shown_when_it_is_fitted_and_again_with_its_silhouette(
    careful_shop: Path, opened: Opened
) -> None:
    project = opened(careful_shop)
    project.settings = changed(project.settings, seed=9)
    shown: list[SweepPoint] = []
    rows = sweep.run(project, project.settings, Task(on_partial=shown.append))
    early, late = shown[:5], shown[5:]
    assert [point.k for point in early] == [point.k for point in late] == [2, 3, 4, 5, 6]
    for point, final, row in zip(early, late, rows, strict=True):
        assert point.silhouette is None
        assert point.inertia == final.inertia == row.inertia
        assert final.silhouette == row.silhouette


def test_exact_as_scikit_learn_gives_every_k_of_scikit_learn(careful_shop: Path, opened: Opened) -> None:
    project = opened(careful_shop)
    rows, _ = run(project, k_max=5, like_scikit_learn=True)
    X = prepared.prepare(project, project.settings.matrix, pca=0, double=False, impute=None).X
    for row in rows:
        model = KMeans(n_clusters=row.k, random_state=42, n_init=10).fit(X)
        assert row.inertia == pytest.approx(model.inertia_, rel=1e-6)
        assert row.silhouette == pytest.approx(silhouette_score(X, model.labels_), abs=1e-5)
        assert row.calinski_harabasz == pytest.approx(calinski_harabasz_score(X, model.labels_), rel=1e-5)
        assert row.davies_bouldin == pytest.approx(davies_bouldin_score(X, model.labels_), rel=1e-5)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The numbers of segments that cannot be fitted, where each is fitted on its own."""
    numbers: set[int] = set()
    own = LocalEngine.run

    def run_or_fail(self: LocalEngine, X: Matrix, k: int) -> KResult:
        if k in numbers:
            raise InputError(f"{k} is an unlucky number", "the test says so")
        return own(self, X, k)

    monkeypatch.setattr(LocalEngine, "run", run_or_fail)
    return numbers


def test_a_failed_k_shows_its_reason_and_spoils_no_other(
    careful_shop: Path, opened: Opened, failing: set[int]
) -> None:
    project = opened(careful_shop)
    failing.add(4)
    rows, _ = run(project, seed=3, like_scikit_learn=True)
    assert {row.k: row.status for row in rows} == {2: "done", 3: "done", 4: "failed", 5: "done", 6: "done"}
    failed = rows[2]
    assert failed.error == "4 is an unlucky number: the test says so."
    assert (failed.inertia, failed.silhouette, failed.combined) == (None, None, None)
    others = [row for row in rows if row.k != 4]
    np.testing.assert_allclose([row.combined for row in others], sum(parts(others)[1:]) / 3, rtol=1e-12)
    assert freshness.states(project)[Step.SWEEP] is State.FRESH
    kept = freshness.result(project, Step.SWEEP)
    assert kept is not None
    assert "k = 4 failed: 4 is an unlucky number: the test says so." in kept.warnings


def test_a_failed_k_is_tried_again(careful_shop: Path, opened: Opened, failing: set[int]) -> None:
    project = opened(careful_shop)
    failing.add(4)
    run(project, seed=3, like_scikit_learn=True)
    failing.clear()
    rows, computed = run(project)
    assert computed == [4]
    assert all(row.status == "done" for row in rows)


def test_a_sweep_in_which_every_k_fails_leaves_the_one_before(
    careful_shop: Path, opened: Opened, failing: set[int]
) -> None:
    project = opened(careful_shop)
    before = sweep.rows(project)
    failing |= {2, 3, 4, 5, 6}
    with pytest.raises(InputError, match="unlucky number"):
        run(project, seed=3, like_scikit_learn=True)
    assert sweep.rows(project) == before
    assert freshness.states(project)[Step.SWEEP] is State.FAILED
