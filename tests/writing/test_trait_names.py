from segdesk.writing.trait_names import AVERAGE, Trait, name_by_traits


def trait(title: str, z: float) -> Trait:
    return Trait(title, 10 + z, 10, z)


def names(segments, reserved=()):
    return [name.name for name in name_by_traits(segments, reserved=reserved)]


def test_a_name_says_what_stands_out_most():
    found = names({"seg_1": [trait("visits", -0.6), trait("spent", 1.5), trait("age", 0.1)]})
    assert found == ["Very high spent, low visits"]


def test_a_segment_without_anything_notable_is_average():
    assert names({"seg_1": [trait("visits", 0.1)], "seg_2": [trait("visits", 2)]})[0] == AVERAGE


def test_more_is_said_where_two_would_be_called_alike():
    found = names(
        {
            "seg_1": [trait("a", 2), trait("b", 2), trait("c", 1)],
            "seg_2": [trait("a", 2), trait("b", 2), trait("c", -1)],
        }
    )
    assert found == ["Very high a, very high b, high c", "Very high a, very high b, low c"]


def test_names_are_unique_even_where_nothing_differs_and_some_are_taken():
    same = [trait("a", 2)]
    found = names({"seg_1": same, "seg_2": same, "seg_3": []}, reserved=["very high a 1"])
    assert len({name.casefold() for name in found} | {"very high a 1"}) == 4


def test_the_designation_has_the_figures_and_does_not_claim_that_nothing_differs():
    (found,) = name_by_traits({"seg_1": [Trait("spent", 162.25, 49.9, 1.5)]})
    assert found.designation == "On average spent 162.2 (all customers 49.9)."
