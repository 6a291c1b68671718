"""The statements that ask a language model, each from its file under ``resources/sql/bigquery_ai``."""

import json
from collections.abc import Iterator

from segdesk.project.settings import Generation, Mode, ModelSettings
from segdesk.warehouse.bigquery.remote_model import remote_model
from segdesk.warehouse.parameters import literal
from segdesk.warehouse.sql import load
from segdesk.warehouse.sql.fill import filled
from segdesk.writing.bigquery_ai.forms import EMAILS, LABELS, Form, Tables
from segdesk.writing.bigquery_ai.generator import Generator

_FILES = {
    Generation.GENERATE_TABLE: "generate_table.sql",
    Generation.GENERATE: "generate.sql",
    Generation.GENERATE_TEXT: "generate_text.sql",
}


def generation(form: Form, tables: Tables, generator: Generator) -> str:
    """Return the statement that gives one row of replies for each row of prompts."""
    connected = generator.function is Generation.GENERATE and generator.connection
    file = "generate_by_connection.sql" if connected else _FILES[generator.function]
    values = {
        "output_schema": literal(form.schema),
        "max_output_tokens": str(generator.max_output_tokens),
        "temperature": repr(generator.temperature),
        "endpoint": literal(generator.endpoint),
        "connection": literal(generator.connection),
        "model_params": f"JSON {literal(json.dumps(generator.parameters()))}",
    }
    return filled(_load(file), values, _names(tables))


def count_tokens(tables: Tables, endpoint: str) -> str:
    """Return the query for the tokens of all prompts together."""
    return filled(_load("count_tokens.sql"), {"endpoint": literal(endpoint)}, _names(tables))


def replies(tables: Tables) -> str:
    """Return the query for what came back."""
    return filled(_load("replies.sql"), names=_names(tables))


def merged(form: Form) -> str:
    """Return the statement that puts the replies of another attempt in their places among all."""
    names = {"replies": form.tables().replies, "replies_again": form.tables(again=True).replies}
    return filled(_load("merged.sql"), names=names)


def statements() -> Iterator[str]:
    """Yield every kind of statement that can be sent, with every option: for a check of their GoogleSQL."""
    for connection in (None, "my-project.us.my-connection"):
        yield remote_model("gemini-2.5-flash", connection)
    for form in (LABELS, EMAILS):
        yield merged(form)
        for again in (False, True):
            tables = form.tables(again=again)
            yield count_tokens(tables, "gemini-2.5-flash")
            yield replies(tables)
            for generator in _generators(form):
                yield generation(form, tables, generator)


def _generators(form: Form) -> Iterator[Generator]:
    for mode in Mode:
        for function in Generation:
            for thinking, connection in ((None, None), (0, "us.my-connection"), (256, None)):
                model = ModelSettings(function=function, connection=connection, thinking_budget=thinking)
                yield Generator.of(model, mode, form)


def _load(file: str) -> str:
    return load("bigquery_ai", file)


def _names(tables: Tables) -> dict[str, str]:
    return {"prompts": tables.prompts, "replies": tables.replies}
