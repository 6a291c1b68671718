"""Names for segments, by rules."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segdesk.warehouse.recipes import Role
from segdesk.writing.designations import Last, ago, money
from segdesk.writing.facts import SegmentFacts, SegmentName, Tone
from segdesk.writing.naming import name_segments

ROLES = (Role.ORDERS, Role.BASKET, Role.REVENUE, Role.RECENCY, Role.FREQUENCY)

# The centroids that the published marketing engine prints, with shares that are made up.
CENTROIDS = {
    "seg_1": (0.08, 1.617485, 148.680380, 228.435312, 15.482529, 0.130856),
    "seg_10": (0.06, 6.092105, 83.192744, 475.947377, 9.972588, 0.296769),
    "seg_2": (0.10, 1.878878, 47.875371, 88.144137, 2.035542, 0.767615),
    "seg_3": (0.20, 0.061792, 1.191212, 1.191212, 0.033671, 0.001246),
    "seg_4": (0.25, 1.470852, 41.461919, 59.944883, 11.297364, 0.118169),
    "seg_5": (0.02, 5.010499, 59.029332, 295.659528, 0.503937, 4.716535),
    "seg_6": (0.10, 4.005712, 52.644164, 204.208923, 11.151397, 0.188059),
    "seg_7": (0.01, 1.711806, 411.879188, 636.499688, 16.946181, 0.204305),
    "seg_8": (0.13, 1.56305, 46.868280, 73.797649, 43.569151, 0.035904),
    "seg_9": (0.05, 3.450895, 58.016835, 200.115293, 1.004838, 2.035889),
}


def shop(rows: dict[str, tuple[float, ...]], unit: str = "months") -> list[SegmentFacts]:
    average = {role: sum(row[0] * row[i + 1] for row in rows.values()) for i, role in enumerate(ROLES)}
    return [
        SegmentFacts(
            segment=name,
            size=round(100_000 * share),
            share=share,
            values=dict(zip(ROLES, figures, strict=True)),
            average=average,
            recency_unit=unit,
        )
        for name, (share, *figures) in rows.items()
    ]


def names(segments: Sequence[SegmentFacts]) -> dict[str, str]:
    return {each.segment: each.name for each in name_segments(segments)}


def alone(unit: str = "months", **figures: float) -> SegmentName:
    """Name one segment among ordinary customers: 2 orders of 50 each, the last 8 months ago."""
    ordinary = {
        Role.ORDERS: 2.0,
        Role.BASKET: 50.0,
        Role.REVENUE: 100.0,
        Role.RECENCY: 8.0,
        Role.FREQUENCY: 0.2,
    }
    known = {Role(name): value for name, value in figures.items()}
    facts = SegmentFacts("seg_1", 100, 0.1, values=known, average=ordinary, recency_unit=unit)
    return name_segments([facts])[0]


def test_the_published_centroids_get_names_that_fit_them():
    assert names(shop(CENTROIDS)) == {
        "seg_1": "Lapsed high-value",
        "seg_10": "At-risk high-value",
        "seg_2": "Promising newcomers",
        "seg_3": "Prospects",
        "seg_4": "One-time buyers",
        "seg_5": "Champions",
        "seg_6": "At risk",
        "seg_7": "Lapsed big spenders",
        "seg_8": "Dormant low-value",
        "seg_9": "Loyal customers",
    }


def test_the_designation_has_the_figures():
    found = {each.segment: each.designation for each in name_segments(shop(CENTROIDS), currency="EUR")}
    assert found["seg_6"] == (
        "4.0 orders averaging 53 EUR each, last one 11 months ago: "
        "they used to come back and have gone quiet."
    )
    assert found["seg_3"] == "0.06 orders on average: hardly anyone here has bought yet."


def test_names_do_not_depend_on_the_order_or_numbering_of_segments():
    segments = shop(CENTROIDS)
    expected = {each.values[Role.ORDERS]: name_segments(segments)[i].name for i, each in enumerate(segments)}
    for seed in range(20):
        mixed = random.Random(seed).sample(segments, len(segments))
        renumbered = [replace(each, segment=f"seg_{i}") for i, each in enumerate(mixed)]
        found = name_segments(renumbered)
        assert [each.segment for each in found] == [each.segment for each in renumbered]
        assert [each.name for each in found] == [expected[each.values[Role.ORDERS]] for each in mixed]


@pytest.mark.parametrize(
    ("figures", "name", "tone"),
    [
        (
            {"orders": 5, "basket": 60, "revenue": 300, "recency": 1, "frequency": 0.1},
            "Loyal customers",
            Tone.MOTIVATING,
        ),
        ({"orders": 1, "basket": 90, "revenue": 90, "recency": 8}, "One-time buyers", Tone.WELCOMING),
        (
            {"orders": 5, "basket": 60, "revenue": 300, "recency": 1, "frequency": 0.9},
            "Champions",
            Tone.EXCLUSIVE,
        ),
        (
            {"orders": 3, "basket": 35, "revenue": 105, "recency": 1, "frequency": 0.9},
            "Loyal customers",
            Tone.MOTIVATING,
        ),
        (
            {"orders": 1, "basket": 200, "revenue": 200, "recency": 2, "frequency": 0.5},
            "Big spenders",
            Tone.EXCLUSIVE,
        ),
        (
            {"orders": 1.4, "basket": 50, "revenue": 70, "recency": 1, "frequency": 0.9},
            "Promising newcomers",
            Tone.EXCITING,
        ),
        (
            {"orders": 1, "basket": 50, "revenue": 50, "recency": 1, "frequency": 0.9},
            "New customers",
            Tone.EXCITING,
        ),
        (
            {"orders": 2, "basket": 20, "revenue": 40, "recency": 1, "frequency": 0.1},
            "Bargain buyers",
            Tone.MOTIVATING,
        ),
        ({"orders": 3, "basket": 50, "revenue": 150, "recency": 4}, "Needs attention", Tone.MOTIVATING),
        ({"orders": 1, "basket": 50, "revenue": 50, "recency": 4}, "One-time buyers", Tone.WELCOMING),
        ({"orders": 1.7, "basket": 50, "revenue": 85, "recency": 4}, "About to lapse", Tone.WELCOMING),
        ({"orders": 3, "basket": 40, "revenue": 120, "recency": 8}, "At risk", Tone.WELCOMING),
        ({"orders": 3, "basket": 40, "revenue": 120, "recency": 18}, "Lapsed regulars", Tone.WELCOMING),
        ({"orders": 3, "basket": 60, "revenue": 180, "recency": 18}, "Lapsed high-value", Tone.WELCOMING),
        ({"orders": 1.7, "basket": 50, "revenue": 85, "recency": 30}, "Dormant", Tone.WELCOMING),
        ({"orders": 4, "basket": 50, "revenue": 200}, "High-value customers", Tone.EXCLUSIVE),
        ({"revenue": 300}, "High-value customers", Tone.EXCLUSIVE),
        ({"orders": 4, "basket": 90}, "Big spenders", Tone.EXCLUSIVE),
        ({"revenue": 20}, "Low spenders", Tone.MOTIVATING),
        ({}, "Average customers", Tone.MOTIVATING),
        (
            {"orders": math.nan, "revenue": math.nan, "recency": math.inf},
            "Average customers",
            Tone.MOTIVATING,
        ),
    ],
)
def test_each_profile_has_its_name_and_tone(figures: dict[str, float], name: str, tone: Tone):
    found = alone(**figures)
    assert (found.name, found.tone) == (name, tone)


def test_recency_may_be_in_days():
    assert alone(unit="days", orders=3, basket=40, revenue=120, recency=245).name == "At risk"
    assert "last one 8 months ago" in alone(unit="days", orders=3, basket=40, recency=245).designation
    assert "last one 12 days ago" in alone(unit="days", orders=3, basket=40, recency=12).designation


def test_customers_who_never_bought_are_called_so_whatever_their_figures():
    figures = {Role.ORDERS: 9.0, Role.BASKET: 900.0, Role.REVENUE: 9000.0, Role.RECENCY: 0.0}
    found = name_segments([SegmentFacts("seg_1", 1200, 0.5, True, figures, dict.fromkeys(figures, 1.0))])[0]
    assert (found.name, found.tone) == ("Never bought", Tone.INVITING)
    assert found.designation == "1,200 customers without an order: the first order is still to be won."


@settings(deadline=None)
@given(
    orders=st.floats(0, 0.7), basket=st.floats(0, 1e6), recency=st.floats(0, 100), frequency=st.floats(0, 100)
)
def test_hardly_any_orders_are_never_big_spending_or_recent(
    orders: float, basket: float, recency: float, frequency: float
):
    found = alone(orders=orders, basket=basket, revenue=basket, recency=recency, frequency=frequency)
    assert (found.name, found.tone) == ("Prospects", Tone.INVITING)
    assert "ago" not in found.designation
    assert "$" not in found.designation


@settings(deadline=None)
@given(basket=st.floats(0, 1e6), frequency=st.floats(0, 100))
def test_means_that_zeros_of_never_buyers_spoil_are_not_used(basket: float, frequency: float):
    found = alone(orders=0.85, basket=basket, recency=0.1, frequency=frequency)
    assert found.name == "One-time buyers"
    assert found.designation.startswith("0.8 orders on average: ") or found.designation.startswith(
        "0.9 orders"
    )


def test_zeros_of_never_buyers_do_not_make_the_others_high_value():
    ordinary = (1.7, 50.0, 85.0, 9.0, 0.2)
    segments = shop({"seg_1": (0.3, *ordinary), "seg_2": (0.7, 0.0, 0.0, 0.0, 0.0, 0.0)})
    assert names(segments) == {"seg_1": "Lapsing customers", "seg_2": "Prospects"}


def test_where_two_want_a_name_the_better_one_has_it_and_the_other_another_that_fits():
    best, second = (5.0, 80.0, 400.0, 1.0, 1.0), (4.0, 80.0, 320.0, 1.0, 1.0)
    rest = (1.2, 70.0, 84.0, 9.0, 0.1)
    segments = shop({"seg_1": (0.1, *second), "seg_2": (0.1, *best), "seg_3": (0.8, *rest)})
    assert names(segments) == {"seg_1": "Loyal customers", "seg_2": "Champions", "seg_3": "One-time buyers"}


def test_a_modest_name_goes_to_those_who_spend_least():
    rows = {
        "seg_1": (0.2, 1.0, 35.0, 35.0, 30.0, 0.03),
        "seg_2": (0.2, 1.0, 15.0, 15.0, 30.0, 0.03),
        "seg_3": (0.6, 2.0, 90.0, 180.0, 5.0, 0.2),
    }
    assert names(shop(rows)) == {
        "seg_1": "Dormant",
        "seg_2": "Dormant low-value",
        "seg_3": "Needs attention",
    }


def twins(count: int, **changes: Sequence[float]) -> list[SegmentFacts]:
    """Segments of which nothing is known but the given roles, and no other name is left for."""
    return [
        SegmentFacts(
            f"seg_{i + 1}",
            size=100,
            share=1 / count,
            values={Role(role): figures[i] for role, figures in changes.items()},
            average={Role(role): sum(figures) / count for role, figures in changes.items()},
        )
        for i in range(count)
    ]


def test_a_name_that_is_shared_says_what_tells_its_segments_apart():
    found = names(twins(2, frequency=(1.0, 3.0)))
    assert found == {"seg_1": "Average customers (less often)", "seg_2": "Average customers (more often)"}


def test_one_difference_after_the_other_tells_four_apart():
    found = names(twins(4, frequency=(1, 1.01, 5, 5.01), revenue=(100, 120, 100, 120)))
    assert found == {
        "seg_1": "Average customers (less often, lower spend)",
        "seg_2": "Average customers (less often, higher spend)",
        "seg_3": "Average customers (more often, lower spend)",
        "seg_4": "Average customers (more often, higher spend)",
    }


def test_size_tells_apart_what_nothing_else_does():
    small, large = twins(2)
    assert names([small, replace(large, size=900)]) == {
        "seg_1": "Average customers (smaller group)",
        "seg_2": "Average customers (larger group)",
    }


def test_segments_that_are_alike_in_everything_are_numbered():
    segments = [replace(each, segment=f"seg_{i}") for i, each in zip((10, 2, 1), twins(3), strict=True)]
    assert names(segments) == {
        "seg_1": "Average customers 1",
        "seg_2": "Average customers 2",
        "seg_10": "Average customers 3",
    }


def test_a_name_that_a_person_has_given_is_taken():
    facts = shop({"seg_1": (1.0, 3.0, 40.0, 120.0, 18.0, 0.1)})
    assert name_segments(facts, reserved=["lapsed REGULARS"])[0].name == "Lapsed customers"
    both = ["Lapsed regulars", "Lapsed customers"]
    assert name_segments(facts, reserved=both)[0].name == "Lapsed regulars 1"


CATEGORIES = ("Apparel", "Office", "Electronics", "Bags")


def visitors(segment: str, indexes: Sequence[float], share: float = 0.2, **figures: float) -> SegmentFacts:
    values = {Role(role): value for role, value in figures.items()}
    affinities = dict(zip(CATEGORIES, indexes, strict=True))
    return SegmentFacts(segment, 100, share, values=values, affinities=affinities)


def test_visitors_are_named_by_what_they_look_at():
    found = name_segments(
        [
            visitors("seg_1", (320, 80, 90, 100)),
            visitors("seg_2", (90, 300, 280, 60)),
            visitors("seg_3", (700, 800, 900, 850)),
            visitors("seg_4", (40, 30, 50, 60)),
            visitors("seg_5", (0, 34_000, 0, 0)),
        ],
        last=Last.VISIT,
    )
    assert [each.name for each in found] == [
        "Apparel browsers",
        "Office and Electronics browsers",
        "All-round browsers",
        "Light browsers",
        "Office browsers",
    ]
    assert found[0].designation == "100 customers: drawn to Apparel 3.2 times as much as the average."
    assert "340 times" in found[4].designation


def test_visitors_who_bought_are_buyers_and_compared_with_buyers():
    idle = replace(visitors("seg_1", (0, 0, 0, 0), share=0.9, orders=0.0), never_bought=True)
    buyers = visitors("seg_2", (2500, 900, 800, 900), share=0.05, orders=1.1, recency=20.0)
    even = visitors("seg_3", (1000, 1000, 1100, 950), share=0.05, orders=1.1, recency=500.0)
    found = name_segments([idle, buyers, even], last=Last.VISIT)
    assert [each.name for each in found] == ["Never bought", "Apparel buyers", "Lapsed one-time buyers"]
    assert found[1].tone is Tone.MOTIVATING
    assert "last visit 20 days ago" in found[1].designation


def test_the_best_customers_are_champions_whatever_they_look_at():
    best = visitors("seg_1", (900, 100, 90, 80), orders=5.0, revenue=900.0, recency=10.0)
    even = visitors("seg_2", (500, 520, 480, 490), orders=1.0, revenue=100.0, recency=10.0)
    average = {Role.ORDERS: 1.5, Role.REVENUE: 150.0, Role.RECENCY: 20.0}
    found = name_segments([replace(each, average=average) for each in (best, even)])
    assert [each.name for each in found] == ["Champions", "All-round buyers"]


def test_one_category_above_many_others_is_what_the_name_says():
    assert names([visitors("seg_1", (900, 160, 170, 180))]) == {"seg_1": "Apparel browsers"}


def test_visitors_who_stay_away_are_welcomed_back():
    quiet = visitors("seg_1", (900, 80, 70, 90), recency=300.0)
    assert name_segments([quiet], last=Last.VISIT)[0].tone is Tone.WELCOMING


def test_a_category_s_name_from_outside_is_cleaned():
    facts = SegmentFacts("seg_1", 5, 1.0, affinities={"Bad\u202e\nname " + "x" * 100: 300.0, "B": 50.0})
    name = name_segments([facts])[0].name
    assert name.startswith("Bad name ")
    assert len(name) < 60


figure = st.one_of(st.none(), st.floats(0, 5000), st.just(0.0), st.just(math.nan))


@st.composite
def projects(draw: st.DrawFn) -> list[SegmentFacts]:
    count = draw(st.integers(1, 25))
    drawn = [
        SegmentFacts(
            f"seg_{i + 1}",
            size=draw(st.integers(0, 1000)),
            share=1 / count,
            never_bought=draw(st.booleans()) and i == 0,
            values={role: value for role in ROLES if (value := draw(figure)) is not None},
            affinities={name: draw(st.floats(0, 1e5)) for name in CATEGORIES if draw(st.booleans())},
        )
        for i in range(count)
    ]
    average = {role: draw(st.floats(0, 1000)) for role in ROLES}
    return [replace(each, average=average) for each in drawn]


@settings(max_examples=150, deadline=None)
@given(projects(), st.randoms(use_true_random=False))
def test_whatever_the_figures_names_are_unique_and_independent_of_order(
    segments: list[SegmentFacts], chance: random.Random
):
    found = name_segments(segments)
    assert len({each.name.casefold() for each in found}) == len(segments)
    assert all(each.designation.endswith(".") and "nan" not in each.designation for each in found)
    mixed = segments[:]
    chance.shuffle(mixed)
    assert names(mixed) == {each.segment: each.name for each in found}


def test_no_segments_have_no_names():
    assert name_segments([]) == ()


@pytest.mark.parametrize(
    ("months", "text"),
    [
        (0.0, "less than a day ago"),
        (0.0329, "1 day ago"),
        (1.0, "30 days ago"),
        (2.2, "2 months ago"),
        (11.15, "11 months ago"),
        (43.6, "3.6 years ago"),
    ],
)
def test_time_is_told_in_the_unit_that_says_most(months: float, text: str):
    assert ago(months) == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (52.6, "$", "$53"),
        (1234.5, "R$", "R$1,234"),
        (9.5, "€", "9.50 €"),
        (0, "USD", "0 USD"),
        (2000, "£", "£2,000"),
    ],
)
def test_money_is_told_in_the_shop_s_currency(amount: float, currency: str, text: str):
    assert money(amount, currency) == text


@pytest.mark.parametrize(
    ("last", "text"), [(Last.ORDER, "last one"), (Last.VISIT, "last visit"), (Last.ACTIVITY, "last active")]
)
def test_what_recency_counts_from_is_said(last: Last, text: str):
    facts = shop({"seg_1": (1.0, 3.0, 40.0, 120.0, 18.0, 0.1)})
    assert f"{text} 18 months ago" in name_segments(facts, last=last)[0].designation
