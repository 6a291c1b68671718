"""What the Features tab shows of the customers."""

import pickle

import numpy as np
import pytest

from segdesk.project.file import Project
from segdesk.project.settings import MatrixSettings, Preparation, Scale
from segdesk.review import features


def with_matrix(project: Project, **values: object) -> features.Features:
    matrix = MatrixSettings.model_validate(values)
    project.settings = project.settings.model_copy(update={"matrix": matrix})
    return features.features(project)


def test_every_feature_is_described(shop_project: Project) -> None:
    found = pickle.loads(pickle.dumps(features.features(shop_project)))
    assert (found.customers, found.key, found.table) == (600, "user_id", "parametric")
    assert "first_name" in found.columns
    orders = found.features[0]
    assert (orders.title, orders.unit, orders.used) == ("Orders", "orders", True)
    assert orders.profile.counts.sum() == orders.profile.count == 600
    assert len(orders.profile.edges) == len(orders.profile.counts) + 1
    expected = shop_project.row("SELECT avg(total_orders), median(total_orders) FROM parametric")
    assert (orders.profile.mean, orders.profile.median) == pytest.approx(expected)


def test_correlations_stand_in_the_order_of_the_features(shop_project: Project) -> None:
    found = features.features(shop_project)
    assert found.correlation_names == tuple(feature.name for feature in found.features)
    assert np.allclose(found.correlation, found.correlation.T, equal_nan=True)
    expected = shop_project.row("SELECT corr(total_orders, total_revenue) FROM parametric")
    place = found.correlation_names.index
    assert expected is not None
    assert found.correlation[place("total_orders"), place("total_revenue")] == pytest.approx(expected[0])


def test_the_settings_decide_what_is_used_and_how_it_is_prepared(own_project: Project) -> None:
    found = with_matrix(
        own_project,
        use=("total_revenue", "income"),
        preparation={"total_revenue": Preparation(scale=Scale.ROBUST)},
    )
    assert [feature.name for feature in found.features if feature.used] == ["total_revenue"]
    revenue = next(feature for feature in found.features if feature.used)
    assert revenue.preparation.scale is Scale.ROBUST
    assert revenue.default.scale is Scale.Z_SCORE
    assert found.unknown == ("income",)


def test_before_the_first_run_there_is_nothing(new_project: Project) -> None:
    found = features.features(new_project)
    assert (found.customers, found.features, found.correlation.shape) == (None, (), (0, 0))


def test_features_that_say_nearly_the_same_are_named(shop_project: Project) -> None:
    assert features.features(shop_project).pairs == ()
    shop_project.connection.execute(
        "UPDATE feature_correlation SET pearson = -0.97"
        " WHERE (feature, other) IN (('total_orders', 'avg_basket'), ('avg_basket', 'total_orders'))"
    )
    assert features.features(shop_project).pairs == (features.ClosePair("total_orders", "avg_basket", -0.97),)
