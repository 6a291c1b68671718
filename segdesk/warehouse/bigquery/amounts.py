"""Bytes and dollars, as people write and read them."""

import math
import re
from decimal import Decimal

from segdesk.errors import UsageError

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
_AMOUNT = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*(?:([kmgtp])(i)?)?b?", re.IGNORECASE)
_DOLLARS = re.compile(r"\$?\s*(\d+(?:\.\d*)?|\.\d+)")
_LARGEST = 2**63 - 1
_MOST_DOLLARS = 10**9


def parse_size(text: str) -> int:
    """Return the bytes of ``100GB``, ``1.5TiB`` or ``123456``: GB by thousands, GiB by 1,024.

    Raises
    ------
    UsageError
        For anything else, and for more than BigQuery can count.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text} is not an amount of data", "", "Write it as 100GB, 1.5TiB or 123456")
    number, unit, binary = found.groups()
    power = "bkmgtp".index((unit or "b").lower())
    size: int = math.ceil(Decimal(number) * (1024 if binary else 1000) ** power)
    if size > _LARGEST:
        raise UsageError(f"{text} is too much", "BigQuery counts no further than 8,192 PiB", "Write less")
    return size


def parse_dollars(text: str) -> float:
    """Return the dollars of ``5``, ``2.50`` or ``$2.50``. Raises `UsageError` for anything else."""
    found = _DOLLARS.fullmatch(text.strip())
    if found is None or Decimal(found[1]) > _MOST_DOLLARS:
        raise UsageError(f"{text} is not an amount of money", "", "Write dollars and cents as 5 or 2.50")
    return float(found[1])


def size_in_words(size: int) -> str:
    """Return bytes with the unit that BigQuery's prices go by: ``1.5 TiB``, ``100 GiB``, ``0 B``."""
    power = 0
    while power < len(_UNITS) - 1 and _rounded(size / 1024**power) >= 1024:
        power += 1
    return f"{_rounded(size / 1024**power):,g} {_UNITS[power]}"


def size_option(size: int) -> str:
    """Return the smallest round size, as `parse_size` reads it, that holds at least so many bytes."""
    power = min(len(_UNITS) - 1, max(0, (max(size, 1).bit_length() - 1) // 10))
    unit = 1024**power
    return f"{-(-size * 10 // unit) / 10:g}{_UNITS[power]}" if power else f"{size}"


def dollars_in_words(cost: float) -> str:
    """Return US dollars: ``$14.38``, ``less than $0.01``, ``$0.00``."""
    return "less than $0.01" if 0 < cost < 0.01 else f"${cost:,.2f}"


def dollars_option(cost: float) -> str:
    """Return the smallest number of dollars and cents, as `parse_dollars` reads it, that is enough."""
    return f"{math.ceil(round(cost * 100, 6)) / 100:.2f}"


def _rounded(value: float) -> float:
    """Return a number with three digits, or all of those before its point."""
    return round(value) if value >= 100 else float(f"{value:.3g}")
