"""What the export dialog calls columns and names, and which of them look like personal data."""

import re
from typing import Final

from PySide6.QtCore import QCoreApplication

from segdesk.review.mapping import KEY_HEADERS, MappableColumn

_NUMBERS: Final = range(1, 201)
DIMENSIONS: Final = tuple(f"ga:dimension{n}" for n in _NUMBERS)
KEY_NAMES: Final = (*KEY_HEADERS, *DIMENSIONS)
"""What can be the key."""
NAMES: Final = (*DIMENSIONS, *(f"ga:metric{n}" for n in _NUMBERS), *KEY_HEADERS)
"""What is offered for a column."""

_PERSONAL = re.compile(
    r"(?:^|_)(?:e_?mail|mail|phone|mobile|tel|fax|(?:first|last|full|sur|given|family)_?name|address|street"
    r"|postal_code|zip|birth_?(?:day|date)|date_of_birth|ip|ssn|iban)(?:_|$)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def looks_personal(column: MappableColumn) -> bool:
    """Whether a column most likely says who a customer is, by its name or by what it holds."""
    if column.is_key or column.added:
        return False
    return bool(_PERSONAL.search(column.name)) or any(map(_EMAIL.search, column.examples))


def kind_of(column: MappableColumn) -> str:
    """Return in a word what a column holds."""
    translate = QCoreApplication.translate
    kind = column.type.split("(", maxsplit=1)[0]
    if kind in ("VARCHAR", "UUID"):
        return translate("export", "text")
    if kind == "BOOLEAN":
        return translate("export", "yes or no")
    if kind.startswith(("DATE", "TIME")):
        return translate("export", "date")
    if kind.endswith("INT") or kind in ("DOUBLE", "FLOAT", "REAL", "DECIMAL", "INTEGER", "UINTEGER"):
        return translate("export", "number")
    return kind.lower()


def is_dimension(header: str) -> bool:
    """Whether a name is a custom dimension's."""
    return header.startswith("ga:dimension")


def next_free(taken: set[str]) -> str:
    """Return the first custom dimension that is not taken; nothing where all of them are."""
    return next((name for name in DIMENSIONS if name not in taken), "")
