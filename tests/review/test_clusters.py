"""What the Clusters tab shows."""

import pickle

import numpy as np
import pytest

from segdesk.project.file import Project
from segdesk.review import clusters
from segdesk.review.clusters import Clusters


@pytest.fixture(scope="module")
def shown(shop_project: Project) -> Clusters:
    found = pickle.loads(pickle.dumps(clusters.clusters(shop_project)))
    assert isinstance(found, Clusters)
    return found


def test_before_the_first_run_there_is_nothing(new_project: Project) -> None:
    assert clusters.clusters(new_project) is None


def test_the_segments_are_those_of_the_project(shop_project: Project, shown: Clusters) -> None:
    assert [segment.segment for segment in shown.segments] == ["seg_1", "seg_2", "seg_3", "seg_4", "seg_0"]
    sizes = dict(shop_project.rows("SELECT segment, count(*) FROM segments GROUP BY 1"))
    assert {segment.segment: segment.size for segment in shown.segments} == sizes
    assert sum(segment.share for segment in shown.segments) == pytest.approx(1)
    assert shown.customers == 600
    assert shown.k == 4
    assert [segment.set_aside for segment in shown.segments] == [False] * 4 + [True]
    assert all(segment.label for segment in shown.segments)
    assert shown.segments[0].stability is not None
    assert shown.adjusted_rand is not None


def test_outliers_are_counted_by_segment(shop_project: Project, shown: Clusters) -> None:
    expected = dict(shop_project.rows("SELECT segment, count(*) FROM segments WHERE outlier GROUP BY 1"))
    found = {segment.segment: segment.outliers for segment in shown.segments if segment.outliers}
    assert found == expected
    assert shown.outliers == sum(expected.values()) > 0


def test_the_figures_of_a_feature_are_in_its_unit(shop_project: Project, shown: Clusters) -> None:
    basket = next(number for number in shown.numbers if number.name == "avg_basket")
    assert (basket.title, basket.unit, basket.clustered) == ("Average basket", "USD", True)
    expected = dict(
        shop_project.rows(
            "SELECT segment, avg(avg_basket) FROM parametric JOIN segments USING (user_id) GROUP BY 1"
        )
    )
    for place, segment in enumerate(shown.segments):
        if expected[segment.segment] is None:
            assert np.isnan(basket.mean[place])
        else:
            assert basket.mean[place] == pytest.approx(expected[segment.segment])
            assert basket.index[place] == pytest.approx(100 * basket.mean[place] / basket.average)
    assert np.all(basket.q1[:4] <= basket.median[:4])


def test_what_is_not_clustered_on_is_told_apart(shown: Clusters) -> None:
    assert {number.name for number in shown.numbers if not number.clustered} == {
        "total_items",
        "total_revenue",
    }


def test_categories_have_a_share_in_every_segment(own_project: Project) -> None:
    own_project.connection.execute(
        "INSERT INTO features SELECT 99, 'channel', 'Channel', '', 'category', 'other', FALSE, 'mean',"
        " 'none', 'none'"
    )
    own_project.connection.execute(
        "INSERT INTO feature_profile BY NAME SELECT 'channel' AS name, 600 AS count, 0 AS nulls,"
        ' 2 AS "distinct", [] AS warnings'
    )
    for segment, shop in (("seg_1", 0.75), ("seg_2", 0.5)):
        for category, share in (("Shop", shop), ("Web", 1 - shop)):
            own_project.connection.execute(
                "INSERT INTO segment_profile BY NAME SELECT ? AS segment, 'channel' AS feature,"
                " ? AS category, ? AS mean, 100 AS index_to_average",
                [segment, category, share],
            )
    found = clusters.clusters(own_project)
    assert found is not None
    (channel,) = found.categories
    assert channel.categories == ("Shop", "Web")
    assert channel.shares[:2].tolist() == [[0.75, 0.25], [0.5, 0.5]]
    assert np.isnan(channel.shares[2:]).all()


def test_the_rules_are_there(shown: Clusters) -> None:
    assert shown.rules_sql.startswith("CASE")
    assert 0.5 < shown.rules_fidelity <= 1
    assert len(shown.pca_explained) == 3
