"""Names for segments that a person gives as a file, and a CASE that gives them in SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from segdesk.errors import InputError
from segdesk.warehouse.parameters import literal
from segdesk.writing.facts import SegmentName
from segdesk.writing.given import Columns, read_rows, refused
from segdesk.writing.label_rules import Fault, fault

_COLUMNS = Columns(("segment", "name"), ("designation",), {"label": "name"})
_TODO = {Fault.TOO_LONG: "Shorten it", Fault.LINE_BREAK: "Write it on one line"}


@dataclass(frozen=True)
class GivenLabel:
    """A segment's name as a person gave it.

    Attributes
    ----------
    designation
        Empty where the file has none.
    """

    segment: str
    name: str
    designation: str = ""


def read_labels(path: Path | str) -> tuple[GivenLabel, ...]:
    """Return the names in a CSV file with the columns ``segment``, ``name`` and, if need be, ``designation``.

    ``name`` may be called ``label``. Which segments there are is the caller's knowledge.

    Raises
    ------
    InputError
        With line and column: for a missing column, a blank segment or name, a segment or name that is there
        twice, a text that is too long or holds invisible characters; and for a file without names.
    """
    path = Path(path)
    labels: list[GivenLabel] = []
    lines: dict[tuple[str, str], int] = {}
    for row in read_rows(path, _COLUMNS):
        segment, name, designation = row.cells
        for column, text in (("segment", segment), ("name", name)):
            if not text:
                raise refused(
                    path, row.line, column, f"there is no {column}", "Fill it in, or remove the line"
                )
            first = lines.setdefault((column, text.casefold()), row.line)
            if first != row.line:
                why = f"{text} is in line {first} already"
                raise refused(path, row.line, column, why, f"Give each {column} once")
        for column, text in (("segment", segment), ("name", name), ("designation", designation)):
            _refuse_odd(path, row.line, column, text)
        labels.append(GivenLabel(segment, name, designation))
    if not labels:
        raise InputError(
            f"{path.name} holds no names", "there is only a header", "Add a line for each segment"
        )
    return tuple(labels)


def case_statement(labels: Iterable[GivenLabel | SegmentName]) -> str:
    """Return the GoogleSQL expression that names the segment in the column ``segment``, without an alias."""
    whens = [f"  WHEN {literal(each.segment)} THEN {literal(each.name)}" for each in labels]
    if not whens:  # a CASE without any WHEN is no GoogleSQL
        return literal("Unknown")
    return "\n".join(["CASE segment", *whens, f"  ELSE {literal('Unknown')}", "END"])


def _refuse_odd(path: Path, line: int, column: str, text: str) -> None:
    """Refuse a text that would break a legend, a table or an import file."""
    found = fault(text, column)
    if found is not None and found.kind in _TODO:
        raise refused(path, line, column, found.message, _TODO[found.kind])
