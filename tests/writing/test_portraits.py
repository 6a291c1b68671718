"""A segment's figures in one short sentence."""

from segdesk.warehouse.recipes import Role
from segdesk.writing.designations import Last
from segdesk.writing.facts import SegmentFacts
from segdesk.writing.portraits import portraits, portraits_by_traits
from segdesk.writing.trait_names import Trait

AVERAGE = {Role.ORDERS: 2.0, Role.BASKET: 50.0, Role.REVENUE: 100.0, Role.RECENCY: 200.0}


def facts(segment: str, orders: float, basket: float, days: float, **more: object) -> SegmentFacts:
    values = {
        Role.ORDERS: orders,
        Role.BASKET: basket,
        Role.REVENUE: orders * basket,
        Role.RECENCY: days,
    }
    return SegmentFacts(segment, 10, 0.5, values=values, average=AVERAGE, **more)  # type: ignore[arg-type]


def test_what_is_like_the_average_is_not_said() -> None:
    found = portraits([facts("seg_1", 6.2, 52.0, 12.0), facts("seg_2", 2.1, 51.0, 90.0)])
    assert found["seg_1"] == "Orders 3.1×, spend 3.2× the average; last order 12 days ago"
    assert found["seg_2"] == "About average; last order 3 months ago"


def test_who_never_bought_has_no_figures() -> None:
    found = portraits([SegmentFacts("seg_0", 3, 0.1, never_bought=True, average=AVERAGE)])
    assert found == {"seg_0": "No orders yet"}


def test_what_customers_are_drawn_to_is_said() -> None:
    likes = {"Apparel": 230.0, "Bags": 180.0, "Office": 150.0, "Electronics": 60.0}
    found = portraits([facts("seg_1", 2.0, 50.0, 12.0, affinities=likes)], last=Last.VISIT)
    assert found["seg_1"] == "Apparel 2.3×, Bags 1.8× the average; last visit 12 days ago"


def test_a_persons_own_features_come_by_what_stands_out_most() -> None:
    found = portraits_by_traits(
        {
            "seg_1": [Trait("visits", 30, 10, 1.0), Trait("age", 41, 40, 0.1), Trait("balance", -5, -9, 2.0)],
            "seg_2": [Trait("visits", 10, 10, 0.0)],
        }
    )
    assert found == {"seg_1": "Balance above, visits 3.0× the average", "seg_2": "About average"}
