"""DuckDB's complaints, in words for the person who wrote GoogleSQL."""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches

import duckdb

from segdesk.errors import InputError, SegdeskError, WarehouseError
from segdesk.tasks.task import Cancelled
from segdesk.warehouse.sql.syntax import place_of_word

_PATTERNS = (
    (r'Referenced column "(?P<name>[^"]+)" not found', "there is no column {name}"),
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
_FILE = re.compile(r'(?:in file "(?P<json>[^"]+)"|^ *file = (?P<csv>.+)$)', re.MULTILINE)
_UNDEFINED = (
    "division by zero",
    "the argument of",
    "LOG is not defined",
    "is out of bounds",
    "is not an INT64",
)


def missing_table(name: str, known: Iterable[str]) -> InputError:
    """Return the error for a table that is not there, with the names that are near."""
    names = sorted(known)
    near = get_close_matches(name.lower(), [other.lower() for other in names], n=3, cutoff=0.5)
    meant = [other for other in names if other.lower() in near]
    todo = f"Did you mean {' or '.join(meant)}?" if meant else f"There are {', '.join(names) or 'none'}"
    return InputError(f"There is no table {name}", "", todo)


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
        Finds out what is wrong with a file, by its path.
    """
    message = str(problem)
    if isinstance(problem, duckdb.InterruptException) or message.startswith("INTERRUPT Error"):
        return Cancelled()
    if named := _FILE.search(message):
        found = look_into(named["json"] or named["csv"])
        if found is not None:
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
