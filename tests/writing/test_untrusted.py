from hypothesis import given
from hypothesis import strategies as st

from segdesk.writing.untrusted import clean, hidden_characters, isolated, usable

FSI, PDI = "\u2068", "\u2069"


def test_a_name_is_put_on_one_line_without_control_and_direction_characters():
    assert clean("  Slim\u202e\u200b Fit\nLinen\tShirt\x00 ", 60) == "Slim Fit Linen Shirt"


def test_a_long_name_is_cut_at_a_word():
    assert clean("Quilted Merino Wool Jacket, Navy", 27) == "Quilted Merino Wool Jacket…"
    assert clean("Quilted Merino Wool Jacket", 26) == "Quilted Merino Wool Jacket"


def test_a_name_without_spaces_is_cut_where_it_has_to_be():
    assert clean("x" * 100, 10) == "x" * 9 + "…"


@given(st.text(max_size=200))
def test_a_cleaned_name_is_short_and_visible_and_stays_as_it_is(name):
    cleaned = clean(name, 40)
    assert len(cleaned) <= 40
    assert not hidden_characters(cleaned)
    assert "\n" not in cleaned
    assert clean(cleaned, 40) == cleaned


def test_names_that_carry_a_link_an_address_a_phone_number_or_a_mark_are_not_usable():
    for name in (
        "Visit https://example.org now",
        "Visit ｅｘａｍｐｌｅ．ｏｒｇ",
        "Shirt (shop.example.com)",
        "write to me@example.org",
        "Call +49 30 1234567",
        "Call 1-800-555-0100",
        "Shirt {{ first_name }}",
        "Shirt <b>bold</b>",
        "12345",
        "",
    ):
        assert not usable(name), name


def test_names_as_shops_have_them_are_usable():
    for name in (
        "ROMEO & JULIET COUTURE Zip Up Hand Knit Crop Sweater [RJ26549]",
        "Sofie Women's 100% Cashmere V-Neck",
        'Men\'s 501 Jean 32" x 34"',
        "J.Crew Shirt. Black. All Cotton. 302917620",
        "قميص قطن",
        "羊毛衫",
    ):
        assert usable(name), name


def test_a_name_is_isolated_only_where_it_could_reorder_the_text():
    assert isolated("Linen Shirt", right_to_left=True) == f"{FSI}Linen Shirt{PDI}"
    assert isolated("قميص", right_to_left=False) == f"{FSI}قميص{PDI}"
    assert isolated("Linen Shirt", right_to_left=False) == "Linen Shirt"


def test_an_isolate_that_is_never_closed_is_a_hidden_character():
    assert hidden_characters(f"{FSI}a{PDI}\n") == frozenset()
    assert hidden_characters(f"{FSI}a") == {FSI}
    assert hidden_characters("a\u200bb\u202e") == {"\u200b", "\u202e"}
