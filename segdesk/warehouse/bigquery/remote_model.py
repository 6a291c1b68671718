"""The remote model: what AI.GENERATE_TABLE and ML.GENERATE_TEXT ask."""

from segdesk.errors import UsageError
from segdesk.warehouse.parameters import literal
from segdesk.warehouse.sql import load
from segdesk.warehouse.sql.fill import filled
from segdesk.warehouse.sql.syntax import identifier

NAME = "writer_model"
"""What segdesk calls it in the work dataset."""


def remote_model(endpoint: str, connection: str | None) -> str:
    """Return the statement that makes the remote model, by its logical name.

    Parameters
    ----------
    endpoint
        The language model, for instance ``gemini-2.5-flash``, or an endpoint's address.
    connection
        ``PROJECT.LOCATION.NAME`` of a Cloud resource connection; None means the project's default connection.
    """
    values = {
        "connection": "DEFAULT" if connection is None else identifier(connection),
        "endpoint": literal(endpoint),
    }
    return filled(load("bigquery_ai", "remote_model.sql"), values)


def connection_path(project: str, connection: str) -> str:
    """Return ``PROJECT.LOCATION.NAME`` for what a person calls ``LOCATION.NAME``.

    Raises
    ------
    UsageError
        If it has another form.
    """
    parts = connection.split(".")
    if len(parts) < 2 or not all(parts):
        raise UsageError(
            f"{connection} does not name a connection",
            "it has the form LOCATION.NAME",
            "Write for instance us.my-connection",
        )
    return connection if len(parts) > 2 else f"{project}.{connection}"
