"""Numbers as a person reads them, in the language of the window."""

import math

from PySide6.QtCore import QLocale

_DIGITS = 4
"""Digits that say something: 0.4321, 43.21, 4,321, but never 4,320 for 4,321."""


def number(value: float | None, decimals: int | None = None) -> str:
    """Return a number with thousands separators; nothing where there is none.

    Parameters
    ----------
    value
        None and NaN are missing.
    decimals
        Digits after the point; None means as many as say something, and none for whole numbers.
    """
    if value is None or math.isnan(value):
        return ""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    places = _places(value) if decimals is None else decimals
    text = _locale().toString(abs(float(value)), "f", places)
    return f"−{text}" if value < 0 and any(digit in "123456789" for digit in text) else text


def percent(share: float | None, decimals: int = 1) -> str:
    """Return a share between 0 and 1 in percent."""
    text = number(None if share is None else 100 * share, decimals)
    space = "\u202f" if QLocale().language() is QLocale.Language.French else ""
    return f"{text}{space}%" if text else ""


def _places(value: float) -> int:
    if value == int(value) and abs(value) < 2**53:
        return 0
    if abs(value) < 10.0**-12:
        return 0
    return min(12, max(0, _DIGITS - 1 - math.floor(math.log10(abs(value)))))


def _locale() -> QLocale:
    """Return the window's locale; the plain one of C would leave the separators out."""
    locale = QLocale()
    locale.setNumberOptions(locale.numberOptions() & ~QLocale.NumberOption.OmitGroupSeparator)
    return locale
