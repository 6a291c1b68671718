"""The built-in sample: raw tables of an invented shop, shaped like two public data sets."""

from collections.abc import Callable
from pathlib import Path

from segdesk.errors import UsageError
from segdesk.project.settings import RecipeName
from segdesk.tasks.task import Task
from segdesk.warehouse.sample.folder import filling
from segdesk.warehouse.sample.ga360 import write_ga360
from segdesk.warehouse.sample.thelook import write_thelook

__all__ = ["write_sample"]

_Writer = Callable[[Path, int, int, Task], list[str]]

_WRITERS: dict[RecipeName, _Writer] = {
    RecipeName.THELOOK: write_thelook,
    RecipeName.GA360: write_ga360,
}


def write_sample(folder: Path, recipe: RecipeName, customers: int, seed: int, task: Task) -> tuple[Path, ...]:
    """Write the sample of a recipe as Parquet files; the same seed gives the same tables.

    Parameters
    ----------
    folder
        Where to; made if it is absent, and refused unless it is empty.
    recipe
        ``thelook``: users, orders, order_items, products and events. ``ga360``: one file of sessions a day.
    customers
        Number of customers (thelook: users; ga360: distinct ``fullVisitorId``).
    seed
        Seed of everything random.
    task
        Told of the progress, in customers; a cancelled or failed task leaves no file behind.

    Returns
    -------
    tuple of Path
        The files, in the order in which they were opened.

    Raises
    ------
    UsageError
        For a recipe without a sample, fewer than one customer, or a negative seed.
    InputError
        For a folder that is not empty, or is a file.
    SegdeskError
        For a full disk or a folder that cannot be written to.
    """
    writer = _WRITERS.get(recipe)
    if writer is None:
        names = " or ".join(_WRITERS)
        raise UsageError(f"There is no sample for the recipe {recipe}", todo=f"Choose {names}")
    if customers < 1:
        raise UsageError(f"A sample needs at least one customer, not {customers}")
    if seed < 0:
        raise UsageError(f"A seed is a whole number from 0 up, not {seed}")
    with filling(folder) as partial:
        names_written = writer(partial, customers, seed, task)
        task.check()
    return tuple(folder / name for name in names_written)
