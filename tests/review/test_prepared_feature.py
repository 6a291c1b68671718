"""What the Features tab shows of a feature after its preparation."""

import numpy as np
import pytest

from segdesk.errors import SegdeskError
from segdesk.project.file import Project
from segdesk.project.settings import (
    FeaturesSettings,
    Impute,
    MatrixSettings,
    Mode,
    Preparation,
    Scale,
    Settings,
    SweepSettings,
    Transform,
)
from segdesk.review.prepared_feature import in_force, prepared_feature


def with_preparation(project: Project, preparation: Preparation) -> None:
    matrix = MatrixSettings(preparation={"total_revenue": preparation})
    project.settings = project.settings.model_copy(update={"matrix": matrix})


def test_a_feature_is_shown_as_it_is_clustered_on(shop_project: Project) -> None:
    with_preparation(shop_project, Preparation(transform=Transform.LOG1P, scale=Scale.NONE))
    found = prepared_feature(shop_project, "total_revenue")
    row = shop_project.row(
        "SELECT avg(ln(1 + total_revenue)), max(ln(1 + total_revenue)), count(*)"
        " FROM parametric WHERE total_orders > 0"
    )
    assert found is not None
    assert row is not None
    assert (found.mean, found.edges[-1]) == pytest.approx(row[:2])
    assert found.counts.sum() == row[2]


def test_a_scaled_feature_lies_around_zero(shop_project: Project) -> None:
    with_preparation(shop_project, Preparation())
    found = prepared_feature(shop_project, "total_revenue")
    assert found is not None
    assert found.mean == pytest.approx(0, abs=1e-9)
    assert np.all(np.diff(found.edges) > 0)


def test_what_cannot_be_prepared_says_why(shop_project: Project) -> None:
    shop_project.connection.execute("UPDATE parametric SET avg_basket = NULL WHERE user_id % 2 = 0")
    matrix = MatrixSettings(preparation={"avg_basket": Preparation(impute=Impute.REFUSE)})
    shop_project.settings = shop_project.settings.model_copy(update={"matrix": matrix})
    with pytest.raises(SegdeskError, match="missing values"):
        prepared_feature(shop_project, "avg_basket")


def test_there_is_nothing_to_show_of_what_is_no_feature(shop_project: Project) -> None:
    assert prepared_feature(shop_project, "first_name") is None


def test_the_listing_fills_the_gaps_in_the_marketing_notebook() -> None:
    notebook = FeaturesSettings(mode=Mode.NOTEBOOK)
    own = Preparation(impute=Impute.MEDIAN)
    assert in_force(Settings(), own) == own
    first, second = (Settings(features=notebook, sweep=SweepSettings(listing=n)) for n in (1, 2))
    assert in_force(first, own).impute is Impute.MEAN
    assert in_force(second, own).impute is Impute.ZERO
