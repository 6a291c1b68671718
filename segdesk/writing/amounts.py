"""Amounts of money in a text, however they are written."""

import re
from collections.abc import Iterator

_NUMBER = r"\d(?:[\d.,' \u202f]*\d)?"
_CURRENCY = r"[$€£¥₩₹]|(?:USD|EUR|GBP|JPY|CNY|KRW|BRL)\b"
_CURRENCY_WORD = (
    r"(?:dollars?|dólar(?:es)?|euros?|pounds?|yen|reais|real|livres|libras|Pfund)\b|"
    "دولار|يورو|ريال|درهم|جنيه|元|円|원|달러|유로|ドル|ユーロ|美元|欧元"
)
_MONEY = re.compile(
    rf"(?:{_CURRENCY}) ?({_NUMBER})|({_NUMBER}) ?(?:{_CURRENCY}|{_CURRENCY_WORD})", re.IGNORECASE
)
_DECIMALS = re.compile(r"[.,](\d{1,2})$")


def amounts_in(text: str) -> Iterator[tuple[str, float]]:
    """Yield each amount of money as it is written, and its value.

    Notes
    -----
    One or two digits after the last separator are decimals: 1.319,21 and 1,319.21 are the same.
    """
    for found in _MONEY.finditer(text):
        yield found[0], _value(found[1] or found[2])


def _value(number: str) -> float:
    decimals = _DECIMALS.search(number)
    whole = number[: decimals.start()] if decimals else number
    return float("".join(char for char in whole if char.isdigit()) + "." + (decimals[1] if decimals else "0"))
