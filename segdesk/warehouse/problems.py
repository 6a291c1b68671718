"""DuckDB's complaints, in words for the person who wrote GoogleSQL."""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches

import duckdb

from segdesk.errors import InputError, SegdeskError, WarehouseError
from segdesk.tasks.task import Cancelled
from segdesk.warehouse.sql.syntax import place_of_word

_PATTERNS = (
    (r'Referenced column "(?P<name>[^"]+)" not found', "there is no column {name}"),
    (r'Column "(?P<name>[^"]+)" referenced that exists in the SELECT clause', "there is no column {name}"),
    (r'does not have a column named "(?P<name>[^"]+)"', "there is no column {name}"),
    (r'Referenced table "(?P<name>[^"]+)" not found', "there is no table or alias {name}"),
    (r'Could not find key "(?P<name>[^"]+)" in struct', "there is no field {name}"),
    (r'Ambiguous reference to column name "(?P<name>[^"]+)"', "{name} is ambiguous: several tables have it"),
    (
        r'column "(?P<name>[^"]+)" must appear in the GROUP BY',
        "{name} must appear in GROUP BY or be aggregated",
    ),
    (
        r"(?:Function|Macro)[^\"]*? with name \"?(?P<name>\w+)\"? does not exist",
        "there is no function {name}",
    ),
    (r"Table with name \"?(?P<name>[^ \"]+)\"? does not exist", "there is no table {name}"),
)
_UNDEFINED = (
    "division by zero",
    "the argument of",
    "LOG is not defined",
    "is out of bounds",
    "is not an INT64",
)


class UnknownTable(InputError):  # noqa: N818 - read by a person, who knows it as InputError
    """A table that is not there.

    Parameters
    ----------
    table
        The name.
    known
        The names that are there; the near ones are offered.
    """

    def __init__(self, table: str, known: Sequence[str], why: str = "") -> None:
        self.table, self._known = table, known
        near = get_close_matches(table.lower(), [name.lower() for name in known], n=3, cutoff=0.5)
        meant = sorted(name for name in known if name.lower() in near)
        todo = (
            f"Did you mean {' or '.join(meant)}?"
            if meant
            else f"There are {', '.join(sorted(known)) or 'none'}"
        )
        super().__init__(f"There is no table {table}", why, todo)

    def found_in(self, sql: str) -> "UnknownTable":
        """Return the error with the place in a statement."""
        at = place_of_word(sql, self.table)
        return UnknownTable(self.table, self._known, f"it is named at {at}" if at else "")


def explained(
    problem: BaseException, sql: str, look_into: Callable[[str], SegdeskError | None]
) -> SegdeskError | Cancelled:
    """Return the error for a person.

    Parameters
    ----------
    problem
        What DuckDB, or Arrow while reading from it, raised.
    sql
        The statement as written, in which the place is looked up.
    look_into
        Finds out what is wrong with the file that a message names.
    """
    message = str(problem)
    if isinstance(problem, duckdb.InterruptException) or message.startswith("INTERRUPT Error"):
        return Cancelled()
    if (found := look_into(message)) is not None:
        return found
    reason = re.sub(r"^(?:\w+ )+Error: ", "", message.split("\n", maxsplit=1)[0]).strip()
    if "Out of Memory" in message:
        return WarehouseError(
            "There is not enough memory for the query",
            "",
            "Close other programs, or ask for fewer rows or columns",
        )
    if "No space left" in message or "max_temp_directory_size" in message:
        return WarehouseError(
            "There is not enough room on the disk for the query",
            reason,
            "Make room in the folder for temporary files",
        )
    for pattern, words in _PATTERNS:
        if found_name := re.search(pattern, message):
            name = found_name["name"]
            at = place_of_word(sql, name)
            candidates = re.search(r"Candidate (?:bindings|functions|Entries): (.+)", message, re.IGNORECASE)
            todo = f"Did you mean {_names(candidates[1])}?" if candidates else "Correct the SQL"
            return WarehouseError(
                "The SQL cannot run", words.format(name=name) + (f" at {at}" if at else ""), todo
            )
    if any(words in message for words in _UNDEFINED):
        return WarehouseError(
            "The SQL cannot run", reason, "Guard it, for instance with SAFE_DIVIDE, SAFE. or IF"
        )
    return WarehouseError("The SQL cannot run", reason, "Correct the SQL")


def _names(candidates: str) -> str:
    """Return the names that DuckDB offers, without its quotes."""
    return ", ".join(name.strip().strip('"') for name in candidates.split(",")[:3])
