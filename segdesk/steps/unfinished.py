"""What a process that was killed has left running in BigQuery: it is ended, and put on the account."""

from contextlib import closing

from segdesk.errors import SegdeskError
from segdesk.project import unfinished
from segdesk.project.file import Project
from segdesk.project.settings import BigQuerySettings
from segdesk.tasks.task import Task
from segdesk.warehouse.bigquery.place import Place


def settle(project: Project, task: Task) -> None:
    """Cancel what runs there still, and keep what has become of the rest, with what it made and cost.

    What cannot be found out now, such as without a network, is left to the next time, and said.
    """
    left = unfinished.left_behind(project)
    if not left:
        return
    from segdesk.warehouse import credentials
    from segdesk.warehouse.bigquery.clients import Clients
    from segdesk.warehouse.bigquery.leftovers import outcome
    from segdesk.warehouse.bigquery.prices import Prices

    prices = Prices.load()
    for done, each in enumerate(left):
        task.progress(done, len(left), f"Looking after {each.what}")
        place = Place(each.project, None, each.project, BigQuerySettings().dataset, location=each.location)
        try:
            with closing(Clients(place, credentials.signed())) as clients:
                found = outcome(clients, each, prices, task)
        except SegdeskError as error:
            task.note(f"{each.what} may still run in BigQuery: {error}", lasting=True)
            continue
        unfinished.settle(project, each, found.job, found.made)
