"""Numbers as a person reads them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from segdesk.gui.numbers import number, percent


@pytest.fixture
def language() -> Iterator[None]:
    """Leave the language as it was."""
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1_234_567, None, "1,234,567"),
        (0.43219, None, "0.4322"),
        (12_345.678, None, "12,346"),
        (0.000123456, None, "0.0001235"),
        (-5.26, 1, "−5.3"),
        (-0.04, 1, "0.0"),
        (None, None, ""),
        (float("nan"), 2, ""),
        (float("inf"), None, "∞"),
        (float("-inf"), None, "−∞"),
        (0, None, "0"),
    ],
)
@pytest.mark.parametrize("name", ["en", "C"])
def test_numbers_have_separators_and_the_digits_that_say_something(
    name: str, value: float | None, decimals: int | None, text: str
) -> None:
    QLocale.setDefault(QLocale(name))
    assert number(value, decimals) == text


@pytest.mark.usefixtures("language")
def test_numbers_follow_the_language_of_the_window() -> None:
    QLocale.setDefault(QLocale("fr"))
    assert number(1_234.5, 1) == "1\u202f234,5"
    assert percent(0.1234) == "12,3\u202f%"
    QLocale.setDefault(QLocale("en"))
    assert percent(0.1234) == "12.3%"
    assert percent(None) == ""
