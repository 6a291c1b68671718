"""From numpy arrays to Arrow columns."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from segdesk.warehouse.sample.draw import Flags, Ints

UTC = pa.timestamp("us", tz="UTC")
_HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
_DASHES = (8, 13, 18, 23)


def chosen(pool: Sequence[str | None] | npt.NDArray[np.object_] | pa.Array, index: Ints) -> pa.Array:
    """Return the texts of a pool at these indices."""
    texts = pool if isinstance(pool, pa.Array) else pa.array(list(pool), pa.string())
    return texts.take(pa.array(index))


def instants(seconds: Ints, missing: Flags | None = None) -> pa.Array:
    """Return seconds since 1970 as instants in UTC, null where ``missing``."""
    return integers(np.asarray(seconds, dtype=np.int64) * 1_000_000, missing).cast(UTC)


def integers(values: npt.ArrayLike, missing: Flags | None = None) -> pa.Array:
    """Return INT64, null where ``missing``."""
    return pa.array(np.asarray(values, dtype=np.int64), pa.int64(), mask=missing)


def true_where(flags: Flags) -> pa.Array:
    """Return BOOL that is true where ``flags`` and null elsewhere, as Analytics exports flags."""
    return pa.array(np.ones(len(flags), dtype=bool), mask=~flags)


def characters(codes: npt.NDArray[np.uint8]) -> pa.Array:
    """Return one text for each row of ASCII codes, shape (texts, length), without copying one by one."""
    rows, length = codes.shape
    offsets = np.arange(rows + 1, dtype=np.int32) * np.int32(length)
    data = np.ascontiguousarray(codes)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(data))


def uuids(rng: np.random.Generator, size: int) -> pa.Array:
    """Return random identifiers such as ``5b7c5b0e-0a61-4d3b-9a0e-3f1f0c9a7d11``."""
    codes = np.full((size, 36), ord("-"), dtype=np.uint8)
    codes[:, [i for i in range(36) if i not in _DASHES]] = _HEX[
        rng.integers(0, 16, (size, 32), dtype=np.uint8)
    ]
    return characters(codes)


def digits(rng: np.random.Generator, size: int, length: int) -> npt.NDArray[np.uint8]:
    """Return ASCII codes of random decimal digits, shape (size, length)."""
    return rng.integers(ord("0"), ord("9") + 1, (size, length), dtype=np.uint8)


def lists(count: Ints, values: pa.Array) -> pa.ListArray:
    """Return lists of the given lengths, cut from ``values`` in their order."""
    offsets = np.concatenate([[0], np.cumsum(count)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)
