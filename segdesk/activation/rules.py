"""Which values an import file may not hold, found a column at a time.

The rules are those of Google Analytics Help, "Data Import": text of at most 150 bytes, no negative numbers,
no personal data, no key twice.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segdesk.activation.violations import MAX_VALUE_BYTES, Cells, Rule, Use

# Patterns are RE2's. A spreadsheet that shortens a long number writes a capital E and a sign.
_CONTROL = r"[\p{Cc}\x{2028}\x{2029}]"
_EMAIL = r"[^\s@,;<>()\"]+@[^\s@,;<>()\"]+\.\p{L}{2,}"
_PHONE = (
    r"^\s*(\+[\d\s()./-]{7,22}\d"  # +49 30 1234567
    r"|\(?0\d{1,5}[\s)/-]+\d[\d\s/-]{4,16}\d"  # (030) 123 45 67
    r"|\(?\d{3}\)?[\s.-]\s?\d{3}[\s.-]\d{4})\s*$"  # 415-555-0132
)
_FORMULA = r"^[=+@\t\r-]"
_SHORTENED = r"^-?\d(\.\d+)?E\+\d+$"
_PLAIN = r"^\d+(\.\d+)?$"
_EXPONENT = r"^[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d+$"
_NEGATIVE = r"^-[\d.]"
_NOT_FINITE = r"(?i)^[+-]?(nan|inf|infinity)$"


def broken_rules(cells: Cells) -> Iterator[tuple[Rule, np.ndarray]]:
    """Yield each rule that some values break, with a boolean mask (n,) of those values."""
    if cells.use is Use.KEY:
        yield Rule.EMPTY_KEY, ~_mask(pc.match_substring_regex(cells.text, r"\S"))
    if cells.numbers is not None:
        yield from _broken_by_numbers(cells.numbers, cells.use)
        return
    # A label stands in very many rows: look at each different text once.
    coded = cells.text.dictionary_encode()
    spread = coded.indices.fill_null(len(coded.dictionary)).to_numpy(zero_copy_only=False)
    rules = _broken_by_measures if cells.use is Use.NUMBER else _broken_by_texts
    for rule, mask in rules(coded.dictionary, cells):
        if mask.any():
            yield rule, np.append(mask, False)[spread]


def repeats(key: pa.LargeStringArray) -> tuple[np.ndarray, np.ndarray]:
    """Return which rows (n,) repeat an earlier key, and the row (n,), counted from 1, of its first time.

    NULL and empty keys are nobody's.
    """
    coded = pc.if_else(pc.equal(key, ""), None, key).dictionary_encode().indices
    codes = coded.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    if not len(codes):
        return np.zeros(0, bool), np.zeros(0, np.int64)
    # Codes are given in the order of first appearance, so a first time is a new maximum.
    seen = np.concatenate([[-1], np.maximum.accumulate(codes)[:-1]])
    first = np.flatnonzero(codes > seen)
    again = (codes <= seen) & (codes >= 0)
    # With no key at all there is no first row to point at.
    earlier = np.append(first, -1)[codes] + 1
    return again, earlier


def _broken_by_numbers(numbers: pa.Array, use: Use) -> Iterator[tuple[Rule, np.ndarray]]:
    if use is not Use.KEY:  # a key is a name, even when it is made of digits
        yield Rule.NEGATIVE, _mask(pc.less(numbers, 0)) & _finite(numbers)
    yield Rule.NOT_FINITE, ~_finite(numbers)


def _finite(numbers: pa.Array) -> np.ndarray:
    """Return where (n,) a number is finite, or missing."""
    if pa.types.is_floating(numbers.type):
        return ~_mask(pc.invert(pc.is_finite(numbers)))
    return np.ones(len(numbers), bool)


def _broken_by_measures(texts: pa.LargeStringArray, _: Cells) -> Iterator[tuple[Rule, np.ndarray]]:
    """Yield the one rule that each text breaks where a plain number is due; an empty text breaks none."""
    left = ~_matches(texts, _PLAIN) & ~_mask(pc.equal(texts, ""))
    for rule, pattern in (
        (Rule.NOT_FINITE, _NOT_FINITE),
        (Rule.SCIENTIFIC, _EXPONENT),
        (Rule.NEGATIVE, _NEGATIVE),
        (Rule.NOT_A_NUMBER, ""),
    ):
        broken = left & _matches(texts, pattern)
        yield rule, broken
        left &= ~broken


def _broken_by_texts(texts: pa.LargeStringArray, cells: Cells) -> Iterator[tuple[Rule, np.ndarray]]:
    yield Rule.TOO_LONG, _mask(pc.greater(pc.binary_length(texts), MAX_VALUE_BYTES))
    yield Rule.CONTROL, _matches(texts, _CONTROL)
    if pc.any(pc.match_substring(texts, "@")).as_py():
        yield Rule.EMAIL, _matches(texts, _EMAIL)
    if cells.header != "ga:clientId":  # whose form is two numbers
        yield Rule.PHONE, _matches(texts, _PHONE)
    yield Rule.FORMULA, _matches(texts, _FORMULA)
    yield Rule.SCIENTIFIC, _matches(texts, _SHORTENED)


def _matches(texts: pa.LargeStringArray, pattern: str) -> np.ndarray:
    return _mask(pc.match_substring_regex(texts, pattern))


def _mask(found: pa.BooleanArray) -> np.ndarray:
    """Return an Arrow mask as numpy, NULL as False."""
    return np.asarray(found.fill_null(False).to_numpy(zero_copy_only=False))
