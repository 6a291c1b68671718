"""The label that tells what segdesk made from everything else."""

from google.api_core.retry import Retry
from google.cloud.bigquery import Client, Model, Table

from segdesk.project.ledger import Made, MadeObject
from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS
from segdesk.warehouse.bigquery.statement import LABEL


def label_thing(client: Client, made: MadeObject, retry: Retry) -> None:
    """Put the label on a table, view or model, unless it has it.

    Raises
    ------
    google.api_core.exceptions.NotFound
        If it is not there.
    """
    if made.kind is Made.MODEL:
        model = client.get_model(made.path, retry=retry, timeout=REQUEST_SECONDS)
        if not _has_label(model):
            model.labels = {**model.labels, LABEL[0]: LABEL[1]}
            client.update_model(model, ["labels"], retry=retry, timeout=REQUEST_SECONDS)
        return
    table = client.get_table(made.path, retry=retry, timeout=REQUEST_SECONDS)
    if not _has_label(table):
        table.labels = {**table.labels, LABEL[0]: LABEL[1]}
        client.update_table(table, ["labels"], retry=retry, timeout=REQUEST_SECONDS)


def _has_label(thing: Model | Table) -> bool:
    return bool(thing.labels.get(LABEL[0]) == LABEL[1])
