"""FARM_FINGERPRINT: FarmHash's Fingerprint64, as GoogleSQL defines it for strings and bytes."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Words = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.uint8]
"""Byte strings of one length: shape (n, length)."""

_K0 = np.uint64(0xC3A5C85C97CB3127)
_K1 = np.uint64(0xB492B66FBE98F273)
_K2 = np.uint64(0x9AE16A3B2F90404F)
_SEED = np.uint64(81)


def farm_fingerprint(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return the fingerprint of each string or byte string.

    Parameters
    ----------
    values
        Strings (hashed as UTF-8) or bytes, of any length.

    Returns
    -------
    pa.Array
        INT64, null where the value is null.

    Notes
    -----
    The algorithm is farmhashna::Hash64 of github.com/google/farmhash, read as a signed integer
    (BigQuery documentation, FARM_FINGERPRINT). Equal values are hashed once, values of equal length together.
    """
    chunk = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = pc.dictionary_encode(chunk.cast(pa.large_binary()))
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    hashes = pa.array(_hash_all(encoded.dictionary).view(np.int64))
    return hashes.take(encoded.indices)


def _hash_all(values: pa.LargeBinaryArray) -> Words:
    """Hash byte strings without nulls, grouped by their length."""
    offsets = np.frombuffer(values.buffers()[1], dtype=np.int64)[
        values.offset : values.offset + len(values) + 1
    ]
    data = np.frombuffer(values.buffers()[2] or b"", dtype=np.uint8)
    lengths = np.diff(offsets)
    hashes = np.empty(len(values), dtype=np.uint64)
    for length in np.unique(lengths).tolist():
        members = np.flatnonzero(lengths == length)
        rows = data[offsets[members][:, None] + np.arange(length)]
        with np.errstate(over="ignore"):
            hashes[members] = _hash_of_length(length)(rows)
    return hashes


def _hash_of_length(length: int) -> Callable[[Rows], Words]:
    """Return the variant of the hash for one length."""
    if length <= 16:
        return _hash_up_to_16
    if length <= 32:
        return _hash_17_to_32
    return _hash_33_to_64 if length <= 64 else _hash_long


def _word(rows: Rows, at: int) -> Words:
    """Read eight bytes, little-endian."""
    return np.ascontiguousarray(rows[:, at : at + 8]).view("<u8")[:, 0].astype(np.uint64, copy=False)


def _half(rows: Rows, at: int) -> Words:
    """Read four bytes, little-endian."""
    return np.ascontiguousarray(rows[:, at : at + 4]).view("<u4")[:, 0].astype(np.uint64)


def _rotate(value: Words, bits: int) -> Words:
    return (value >> np.uint64(bits)) | (value << np.uint64(64 - bits))


def _shift_mix(value: Words) -> Words:
    return value ^ (value >> np.uint64(47))


def _mix(low: Words, high: Words, mul: np.uint64 | Words) -> Words:
    """Hash 16 bytes to 8 (HashLen16)."""
    first = _shift_mix((low ^ high) * mul)
    return _shift_mix((high ^ first) * mul) * mul


def _multiplier(length: int) -> np.uint64:
    return _K2 + np.uint64(2 * length)


def _hash_up_to_16(rows: Rows) -> Words:
    length = rows.shape[1]
    mul = _multiplier(length)
    if length >= 8:
        first, last = _word(rows, 0) + _K2, _word(rows, length - 8)
        return _mix(_rotate(last, 37) * mul + first, (_rotate(first, 25) + last) * mul, mul)
    if length >= 4:
        return _mix(np.uint64(length) + (_half(rows, 0) << np.uint64(3)), _half(rows, length - 4), mul)
    if length == 0:
        return np.full(len(rows), _K2)
    first, middle, last = (rows[:, at].astype(np.uint64) for at in (0, length >> 1, length - 1))
    mixed = (first + (middle << np.uint64(8))) * _K2
    return _shift_mix(mixed ^ ((np.uint64(length) + (last << np.uint64(2))) * _K0)) * _K2


def _hash_17_to_32(rows: Rows) -> Words:
    length = rows.shape[1]
    mul = _multiplier(length)
    a, b = _word(rows, 0) * _K1, _word(rows, 8)
    c, d = _word(rows, length - 8) * mul, _word(rows, length - 16) * _K2
    return _mix(_rotate(a + b, 43) + _rotate(c, 30) + d, a + _rotate(b + _K2, 18) + c, mul)


def _hash_33_to_64(rows: Rows) -> Words:
    length = rows.shape[1]
    mul = _multiplier(length)
    a, b = _word(rows, 0) * _K2, _word(rows, 8)
    c, d = _word(rows, length - 8) * mul, _word(rows, length - 16) * _K2
    y = _rotate(a + b, 43) + _rotate(c, 30) + d
    z = _mix(y, a + _rotate(b + _K2, 18) + c, mul)
    e, f = _word(rows, 16) * mul, _word(rows, 24)
    g, h = (y + _word(rows, length - 32)) * mul, (z + _word(rows, length - 24)) * mul
    return _mix(_rotate(e + f, 43) + _rotate(g, 30) + h, e + _rotate(f + a, 18) + g, mul)


def _weak(rows: Rows, at: int, a: Words, b: Words) -> tuple[Words, Words]:
    """Hash 32 bytes with two seeds to 16 (WeakHashLen32WithSeeds)."""
    w, x, y, z = (_word(rows, at + step) for step in (0, 8, 16, 24))
    a = a + w
    b = _rotate(b + a + z, 21)
    total = a + x + y
    return total + z, b + _rotate(total, 44) + a


def _hash_long(rows: Rows) -> Words:
    """Hash more than 64 bytes, 64 at a time; the last 64 may overlap those before."""
    length = rows.shape[1]
    zero = np.zeros(len(rows), dtype=np.uint64)
    y = zero + (_SEED * _K1 + np.uint64(113))
    z = _shift_mix(y * _K2 + np.uint64(113)) * _K2
    x = zero + _SEED * _K2 + _word(rows, 0)
    v, w = (zero, zero), (zero, zero)
    for at in range(0, (length - 1) // 64 * 64, 64):
        x = _rotate(x + y + v[0] + _word(rows, at + 8), 37) * _K1
        y = _rotate(y + v[1] + _word(rows, at + 48), 42) * _K1
        x = x ^ w[1]
        y = y + v[0] + _word(rows, at + 40)
        z = _rotate(z + w[0], 33) * _K1
        v = _weak(rows, at, v[1] * _K1, x + w[0])
        w = _weak(rows, at + 32, z + w[1], y + _word(rows, at + 16))
        z, x = x, z
    mul = _K1 + ((z & np.uint64(0xFF)) << np.uint64(1))
    at = length - 64
    w = (w[0] + np.uint64((length - 1) & 63), w[1])
    v = (v[0] + w[0], v[1])
    w = (w[0] + v[0], w[1])
    x = _rotate(x + y + v[0] + _word(rows, at + 8), 37) * mul
    y = _rotate(y + v[1] + _word(rows, at + 48), 42) * mul
    x = x ^ (w[1] * np.uint64(9))
    y = y + v[0] * np.uint64(9) + _word(rows, at + 40)
    z = _rotate(z + w[0], 33) * mul
    v = _weak(rows, at, v[1] * mul, x + w[0])
    w = _weak(rows, at + 32, z + w[1], y + _word(rows, at + 16))
    z, x = x, z
    return _mix(_mix(v[0], w[0], mul) + _shift_mix(y) * _K0 + z, _mix(v[1], w[1], mul) + x, mul)
