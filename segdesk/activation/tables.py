"""Tables as CSV and Parquet files, streamed."""

import base64
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from segdesk.activation.files import explained
from segdesk.errors import ActivationError
from segdesk.tasks.task import Task

CSV_ROWS = 65_536
"""Rows turned into text at a time."""
PARQUET_ROWS = 131_072
"""Rows of a Parquet row group."""

_MARKS = (b'"', b",", b"\r", b"\n")
_STRUCTURAL = re.compile(r'[",\r\n]')


def write_csv(path: Path, batches: pa.RecordBatchReader | pa.Table, *, task: Task) -> int:
    r"""Write rows as CSV (RFC 4180 quoting, UTF-8 without a byte order mark, ``\n``) and return their number.

    A number has the fewest digits that read back as the same number; a time is ISO 8601 (in UTC, with ``Z``,
    if it is a moment); a list or struct is JSON; bytes are base64. NULL is nothing and an empty text is
    ``""``. A table of a single column shows NULL as an empty line.

    Parameters
    ----------
    path
        Replaced if it is there; give a staged path to have it whole or not at all.
    batches
        The rows; a reader is used up.
    task
        Asked before each 65,536 rows whether to go on.

    Raises
    ------
    ActivationError
        If the file cannot be written, or a column's type has no text form.
    """
    rows, names = 0, batches.schema.names
    with opened(path) as file:
        put(file, path, header_line(names))
        for table in sliced(batches, CSV_ROWS):
            task.check()
            put(file, path, csv_lines([_cells(column(table, i), name) for i, name in enumerate(names)]))
            rows += table.num_rows
    return rows


def write_parquet(path: Path, batches: pa.RecordBatchReader | pa.Table, *, task: Task) -> int:
    """Write rows as Parquet with zstd and return their number; arguments and errors as for `write_csv`."""
    rows = 0
    with opened(path) as file:
        with explained(path):
            writer = pq.ParquetWriter(file, batches.schema, compression="zstd")
        try:
            for table in sliced(batches, PARQUET_ROWS):
                task.check()
                with explained(path):
                    writer.write_table(table, row_group_size=PARQUET_ROWS)
                rows += table.num_rows
        except BaseException:
            with suppress(OSError, pa.ArrowException):  # the footer of a file that will not be kept
                writer.close()
            raise
        with explained(path):
            writer.close()
    return rows


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write; only what the file itself refuses, not what its source does, is explained."""
    with explained(path):
        file = path.open("wb")
    try:
        yield file
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    with explained(path):
        file.close()


def put(file: BinaryIO, path: Path, data: bytes | pa.Buffer) -> None:
    """Write bytes. Raises `ActivationError` where the disk refuses."""
    with explained(path):
        file.write(data)


def sliced(batches: pa.RecordBatchReader | pa.Table, rows: int) -> Iterator[pa.Table]:
    """Yield the same rows in tables of ``rows`` rows, the last one shorter; none for no rows."""
    source: Iterable[pa.RecordBatch] = batches.to_batches() if isinstance(batches, pa.Table) else batches
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in source:
        rest = batch
        while count + rest.num_rows >= rows:
            yield pa.Table.from_batches([*held, rest.slice(0, rows - count)], batches.schema)
            rest, held, count = rest.slice(rows - count), [], 0
        if rest.num_rows:
            held.append(rest)
            count += rest.num_rows
    if held:
        yield pa.Table.from_batches(held, batches.schema)


def column(table: pa.Table, index: int) -> pa.Array:
    """Return a column in one piece."""
    whole = table.column(index).combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


def header_line(names: Sequence[str]) -> bytes:
    """Return the first line of a CSV file; a name is quoted only where it must be."""
    cells = ('"' + name.replace('"', '""') + '"' if _STRUCTURAL.search(name) else name for name in names)
    return (",".join(cells) + "\n").encode()


def as_text(array: pa.Array, name: str = "") -> pa.LargeStringArray:
    """Return every value of an array as text, NULL as NULL; see `write_csv` for the forms.

    Raises
    ------
    ActivationError
        If the type has no text form; ``name`` is the column that the message names.
    """
    kind = array.type
    if isinstance(kind, pa.BaseExtensionType):
        return as_text(array.storage, name)
    if pa.types.is_dictionary(kind):
        return as_text(array.dictionary_decode(), name)
    if pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
        return _lists_of_texts(array)
    if pa.types.is_nested(kind) or _is_bytes(kind):
        return _by_value(array)
    try:
        if pa.types.is_timestamp(kind):
            return _timestamps(array)
        text = pc.cast(array, pa.large_string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise ActivationError(
            f"Column {name} cannot be written as text",
            f"its type is {kind}",
            "Cast it to another type, or leave it out",
        ) from error
    if pa.types.is_decimal(kind):
        return without_exponents(text)
    return pc.replace_substring_regex(text, r"\.0+$", "") if pa.types.is_time(kind) else text


def _cells(array: pa.Array, name: str) -> pa.LargeStringArray:
    """Return the cells of a column; a number holds nothing to be quoted for."""
    kind, text = array.type, as_text(array, name)
    is_plain = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
    return text if is_plain else quote(text)


def without_exponents(text: pa.LargeStringArray) -> pa.LargeStringArray:
    """Return numbers in text with ``1e-7`` spelled out as ``0.0000001``; the digits stay the same."""
    short = pc.match_substring_regex(text, r"^[+-]?[\d.]+[eE]")
    if not pc.any(short).as_py():
        return text
    spelled = [format(Decimal(value), "f") for value in text.filter(short).to_pylist()]
    return pc.replace_with_mask(text, pc.fill_null(short, False), pa.array(spelled, pa.large_string()))


def quote(text: pa.LargeStringArray, *, empty: bool = True) -> pa.LargeStringArray:
    """Return cells quoted as RFC 4180 asks, only where it must be, and an empty text too if so wished."""
    all_of_them = _characters(text).to_pybytes()
    if not any(mark in all_of_them for mark in _MARKS) and not (empty and _has_empty(text)):
        return text
    needed = pc.match_substring_regex(text, _STRUCTURAL.pattern)
    if empty:
        needed = pc.or_(needed, pc.equal(text, ""))
    mark, nothing = pa.scalar('"', pa.large_string()), pa.scalar("", pa.large_string())
    doubled = pc.replace_substring(text, '"', '""')
    return pc.if_else(needed, pc.binary_join_element_wise(mark, doubled, mark, nothing), text)


def _has_empty(text: pa.LargeStringArray) -> bool:
    return bool(pc.any(pc.equal(pc.binary_length(text), 0)).as_py())


def csv_lines(columns: Sequence[pa.LargeStringArray]) -> pa.Buffer:
    """Return cells that are quoted already as the lines of a CSV file.

    Parameters
    ----------
    columns
        At least one column, all of the same length, which is not zero.
    """
    comma, end = (pa.scalar(text, pa.large_string()) for text in (",", "\n"))
    cells = [pc.fill_null(column, "") for column in columns]
    ended = pc.binary_join_element_wise(cells[-1], end, pa.scalar("", pa.large_string()))
    lines = pc.binary_join_element_wise(*cells[:-1], ended, comma)
    return _characters(lines)


def _characters(texts: pa.LargeStringArray) -> pa.Buffer:
    """Return all texts of an array one after the other, as they lie in memory."""
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return data.slice(bounds[0], bounds[-1] - bounds[0])


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)
    )


def _timestamps(array: pa.Array) -> pa.LargeStringArray:
    """Return times in ISO 8601; Arrow keeps those of any zone in UTC, so no zone data base is needed."""
    zone = "Z" if array.type.tz else ""
    text = pc.cast(array.view(pa.timestamp(array.type.unit)), pa.large_string())
    text = pc.replace_substring(pc.replace_substring_regex(text, r"\.0+$", ""), " ", "T")
    ending, nothing = pa.scalar(zone, pa.large_string()), pa.scalar("", pa.large_string())
    return pc.binary_join_element_wise(text, ending, nothing) if zone else text


def _lists_of_texts(array: pa.ListArray) -> pa.LargeStringArray:
    """Return lists as JSON; the same few texts stand in millions of lists, so each is written once."""
    coded = array.flatten().dictionary_encode()
    written = pa.array([json.dumps(text, ensure_ascii=False) for text in coded.dictionary.to_pylist()])
    texts = pc.fill_null(written.cast(pa.large_string()).take(coded.indices), "null")
    # A list that is NULL has no texts in `flatten`, whatever lies behind it.
    ends = np.concatenate([[0], np.cumsum(pc.fill_null(pc.list_value_length(array), 0).to_numpy())])
    lists = pa.LargeListArray.from_arrays(pa.array(ends, pa.int64()), texts)
    opening, closing, nothing = (pa.scalar(text, pa.large_string()) for text in ("[", "]", ""))
    joined = pc.binary_join(lists, pa.scalar(", ", pa.large_string()))
    json_lists = pc.binary_join_element_wise(opening, joined, closing, nothing)
    return pc.if_else(array.is_valid(), json_lists, pa.scalar(None, pa.large_string()))


def _by_value(array: pa.Array) -> pa.LargeStringArray:
    values = (_plain(value) for value in array.to_pylist())
    texts = [v if v is None or isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in values]
    return pa.array(texts, pa.large_string())


def _plain(value: Any) -> Any:
    """Return a value in the types that JSON knows."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value
