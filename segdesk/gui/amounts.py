"""Bytes and prices as a person reads them, in the language of the window."""

from PySide6.QtCore import QCoreApplication

from segdesk.gui.numbers import number

_STEP = 1024
_CENT = 0.01


def size(count: int | None) -> str:
    """Return a number of bytes in the units that BigQuery bills by; nothing where it is not known."""
    if count is None:
        return ""
    translate = QCoreApplication.translate
    units = (
        translate("Amounts", "bytes"),
        translate("Amounts", "KiB"),
        translate("Amounts", "MiB"),
        translate("Amounts", "GiB"),
        translate("Amounts", "TiB"),
    )
    value, place = float(count), 0
    while value >= _STEP and place < len(units) - 1:
        value, place = value / _STEP, place + 1
    decimals = 0 if place == 0 or value >= 100 or value == int(value) else 1
    return f"{number(value, decimals)} {units[place]}"


def dollars(amount: float | None) -> str:
    """Return US dollars; nothing where it is not known."""
    if amount is None:
        return ""
    if 0 < amount < _CENT:
        less = QCoreApplication.translate("Amounts", "less than {price}")
        return less.format(price=_price(_CENT))
    return _price(amount)


def _price(amount: float) -> str:
    return QCoreApplication.translate("Amounts", "${amount}").format(amount=number(amount, 2))
