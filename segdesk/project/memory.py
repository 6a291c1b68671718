"""How much of this machine's memory DuckDB may take, and where its data goes beyond that."""

import os
import re
import shutil
import uuid
from contextlib import suppress
from pathlib import Path

from segdesk.errors import UsageError

VARIABLE = "SEGDESK_MEMORY"
"""The environment variable with the memory for tables, for instance ``4GB``."""

WHOLE_SHARE = 0.5
"""Of the machine's memory, unless told; the rest is for the matrix, the window and everything else."""
WAREHOUSE_SHARE = 0.6
"""Of that, for the source's tables; the rest is for the project's. In the Features step both are at work."""

_AMOUNT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([KMGT])(i?)B\s*", re.IGNORECASE)


def warehouse_limit() -> str:
    """Return the limit of the source's database, as `project_limit` does."""
    return _limit(WAREHOUSE_SHARE)


def project_limit() -> str:
    """Return the limit of the project's database, as DuckDB writes it.

    Raises
    ------
    UsageError
        If `VARIABLE` is set to something that is not an amount of memory.
    """
    return _limit(1 - WAREHOUSE_SHARE)


def _limit(share: float) -> str:
    given = os.environ.get(VARIABLE, "")
    if not given.strip():
        # DuckDB knows how much there is, also within a container.
        return f"{100 * WHOLE_SHARE * share:.0f}%"
    amount = _AMOUNT.fullmatch(given)
    if amount is None or not float(amount[1]):
        raise UsageError(
            f"{VARIABLE} is '{given}', which is not an amount of memory", "", "Write it as 4GB or 800MB"
        )
    number, unit, binary = amount.groups()
    size = float(number) * (1024 if binary else 1000) ** (1 + "KMGT".index(unit.upper()))
    return f"{size * share / 2**20:.0f}MiB"


def spill_folder(project: Path) -> Path:
    """Return a name beside a project for what exceeds the memory; DuckDB makes the folder if it needs it."""
    return project.with_name(f"{_beginning(project)}{uuid.uuid4().hex[:8]}")


def sweep_spills(project: Path) -> None:
    """Remove what processes that were ended left beside a project; only for whoever holds the project."""
    with suppress(OSError):
        for left in project.parent.iterdir():
            if left.name.startswith(_beginning(project)):
                shutil.rmtree(left, ignore_errors=True)


def _beginning(project: Path) -> str:
    return f".{project.name}.spill-"
