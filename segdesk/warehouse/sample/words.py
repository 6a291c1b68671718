"""The word lists that the samples are made of."""

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv

from segdesk.paths import resource

_FOLD = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O"})


@cache
def words(name: str) -> pa.Table:
    """Read a word list of ``resources/sample``; postal codes stay text."""
    options = pyarrow.csv.ConvertOptions(column_types={"postal_code": pa.string()})
    return pyarrow.csv.read_csv(resource("sample", f"{name}.csv"), convert_options=options)


def texts(table: pa.Table, column: str) -> npt.NDArray[np.object_]:
    """Return a text column as an array of str."""
    return np.array(table[column].to_pylist(), dtype=object)


def numbers(table: pa.Table, column: str) -> npt.NDArray[np.float64]:
    """Return a numeric column as float64."""
    return np.asarray(table[column].to_numpy(), dtype=np.float64)


def ascii_letters(text: str) -> str:
    """Return the letters and digits of a text without accents, in lower case, as in a mail address."""
    plain = unicodedata.normalize("NFKD", text.translate(_FOLD))
    return "".join(c for c in plain if c.isascii() and c.isalnum()).lower()
