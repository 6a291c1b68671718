import pytest

from segdesk.writing.grammar import TIMES, Plural, plural, times, whole_number


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        # The examples of the Unicode CLDR's plural rules chart.
        ("en", {"one": [1], "other": [0, 2, 16, 100, 1000]}),
        ("de", {"one": [1], "other": [0, 2, 16, 100, 1000]}),
        ("es", {"one": [1], "other": [0, 2, 16, 100, 1000]}),
        ("fr", {"one": [0, 1], "other": [2, 17, 100, 1000]}),
        ("pt", {"one": [0, 1], "other": [2, 17, 100, 1000]}),
        (
            "ar",
            {
                "zero": [0],
                "one": [1],
                "two": [2],
                "few": [3, 10, 103, 110, 1003],
                "many": [11, 26, 99, 111, 1011],
                "other": [100, 102, 200, 202, 1000, 10000],
            },
        ),
        ("zh", {"other": [0, 1, 15, 100]}),
        ("ja", {"other": [0, 1, 15, 100]}),
        ("ko", {"other": [0, 1, 15, 100]}),
    ],
)
def test_a_number_takes_its_plural(language, forms):
    assert {
        form: [n for n in numbers if plural(language, n) == form] for form, numbers in forms.items()
    } == forms


def test_once_is_said_in_its_own_words_in_every_language():
    assert {times(language, 1) for language in TIMES} == {Plural.ONE}
    assert TIMES["ar"] == frozenset(Plural) - {Plural.ZERO}
    assert TIMES["ja"] == {Plural.ONE, Plural.OTHER}


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "1,234"),
        ("fr", "1\u202f234"),
        ("es", "1234"),
        ("pt", "1234"),
        ("de", "1.234"),
        ("ar", "1,234"),
        ("zh", "1,234"),
        ("ja", "1,234"),
        ("ko", "1,234"),
    ],
)
def test_digits_are_grouped_as_the_language_does(language, written):
    assert whole_number(language, 1234) == written
    assert whole_number(language, 12) == "12"


def test_spanish_and_portuguese_group_from_five_digits():
    assert whole_number("es", 12345) == "12\u202f345"
    assert whole_number("pt", 1234567) == "1.234.567"
