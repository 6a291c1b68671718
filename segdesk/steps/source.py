"""Opening the source that a project's settings name, and keeping the accounts of one that bills."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from segdesk import __version__, paths
from segdesk.errors import InputError
from segdesk.project import ledger, memory
from segdesk.project.file import Project
from segdesk.project.settings import RecipeName, Settings
from segdesk.project.unfinished import Book
from segdesk.steps.unfinished import settle
from segdesk.tasks.task import Task
from segdesk.warehouse.base import Bills, Keeps, Warehouse
from segdesk.warehouse.bigquery.place import is_bigquery
from segdesk.warehouse.embedded import EmbeddedWarehouse
from segdesk.warehouse.sample import write_sample

_ASIDE_SECONDS = 10.0
"""For so long a question beside the work is tried again while Google does not answer."""


@contextmanager
def opened(project: Project, settings: Settings, task: Task, run: int | None = None) -> Iterator[Warehouse]:
    """Open the source; it is stopped when the task is cancelled, and closed at the end.

    What a billing warehouse does and makes is kept in the project, however the work ends; what a process
    before this one has left running there is ended first.

    Parameters
    ----------
    run
        Number of the run that the costs belong to, None where it is no step's.
    """
    if is_bigquery(settings.connect.source):
        settle(project, task)
    with closing(Book(project, run)) as book, closing(_open(project, settings, task, book)) as warehouse:
        try:
            with task.stopping(warehouse.cancel):
                yield warehouse
        finally:
            if isinstance(warehouse, Bills):
                ledger.record(project, run, warehouse.jobs(), warehouse.made())


@contextmanager
def looked_at(project: Project, settings: Settings, task: Task) -> Iterator[Keeps]:
    """Open a source in BigQuery for questions that cost nothing, and that nobody waits long for."""
    from segdesk.warehouse.bigquery.calls import Patience
    from segdesk.warehouse.bigquery.warehouse import BigQueryWarehouse

    source, spent = settings.connect.source, ledger.spent(project)
    patience = Patience(call=_ASIDE_SECONDS, submit=_ASIDE_SECONDS)
    found = BigQueryWarehouse.open(source, settings.bigquery, task, spent=spent, patience=patience)
    with closing(found) as warehouse, task.stopping(warehouse.cancel):
        yield warehouse


def _open(project: Project, settings: Settings, task: Task, book: Book) -> Warehouse:
    """Open the warehouse, making the built-in sample where it is asked for first."""
    source = settings.connect.source
    if is_bigquery(source):
        # Google's libraries take a second or more to import, and most projects need none of them.
        from segdesk.warehouse.bigquery.warehouse import BigQueryWarehouse

        spent = ledger.spent(project)
        return BigQueryWarehouse.open(source, settings.bigquery, task, spent=spent, book=book)
    folder = _made_sample(settings, task) if source == "sample" else Path(source)
    spill = memory.spill_folder(project.path.absolute())
    return EmbeddedWarehouse(folder, memory_limit=memory.warehouse_limit(), spill=spill)


def sample_folder(settings: Settings) -> Path:
    """Return where the built-in sample is kept, whether it has been made or not."""
    recipe, customers, seed = _sample(settings)
    return paths.cache_folder() / "sample" / f"{recipe}-{customers}-{seed}-{__version__}"


def _sample(settings: Settings) -> tuple[RecipeName, int, int]:
    """Return the kind, size and seed of the sample that the settings ask for."""
    recipe = RecipeName.GA360 if settings.features.recipe is RecipeName.GA360 else RecipeName.THELOOK
    return recipe, settings.connect.sample_customers, settings.connect.sample_seed


def _made_sample(settings: Settings, task: Task) -> Path:
    """Return the sample's folder in the cache, writing it where it is missing."""
    folder = sample_folder(settings)
    if not folder.is_dir():
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                "The sample cannot be kept",
                f"{folder.parent} cannot be made: {error.strerror}",
                "Free some space there, or write it elsewhere with segdesk sample and name that folder",
            ) from error
        write_sample(folder, *_sample(settings), task)
    return folder
