"""Every statement that asks a language model is GoogleSQL, for every function, option and table."""

import pytest

from segdesk.writing.bigquery_ai.forms import EMAILS, LABELS, Form
from segdesk.writing.bigquery_ai.statements import statements
from tests.zetasql.functions import (
    DEFAULT_CONNECTION,
    Analyser,
    Catalogue,
    ScalarFunction,
    TableFunction,
)

PROMPTS = {"request": "STRING", "position": "INT64", "prompt": "STRING"}


def catalogue(form: Form) -> Catalogue:
    """What Google documents of the functions, with the columns that a form asks for."""
    asked = dict.fromkeys(form.fields, "STRING")
    replies = {"request": "STRING", "position": "INT64", **asked, "status": "STRING", "response": "STRING"}
    tables = (form.tables(), form.tables(again=True))
    answer = ", ".join(f"{name} {kind}" for name, kind in asked.items())
    return Catalogue(
        tables={t.prompts: PROMPTS for t in tables} | {t.replies: replies for t in tables},
        models=("writer_model",),
        connections=("my-project.us.my-connection", DEFAULT_CONNECTION),
        table_functions=(
            TableFunction(
                "AI.GENERATE_TABLE",
                {**PROMPTS, **asked, "full_response": "JSON", "status": "STRING"},
                needs_rows=True,
            ),
            TableFunction(
                "ML.GENERATE_TEXT",
                {**PROMPTS, "ml_generate_text_result": "JSON", "ml_generate_text_status": "STRING"},
                needs_rows=True,
            ),
        ),
        functions=(
            ScalarFunction(
                "AI.GENERATE",
                ("STRING",),
                {
                    "connection_id": "STRING",
                    "endpoint": "STRING",
                    "request_type": "STRING",
                    "model_params": "JSON",
                    "output_schema": "STRING",
                },
                f"STRUCT<{answer}, full_response JSON, status STRING>",
            ),
            ScalarFunction(
                "AI.COUNT_TOKENS", ("STRING",), {"endpoint": "STRING"}, "STRUCT<result INT64, status STRING>"
            ),
        ),
    )


@pytest.fixture(scope="module")
def analysers(zetasql) -> dict[str, Analyser]:
    return {form.thing: Analyser(catalogue(form)) for form in (LABELS, EMAILS)}


def _thing(sql: str) -> str:
    return "label" if "`label_" in sql else "email"


STATEMENTS = sorted(set(statements()))


def test_there_are_statements_of_every_kind():
    for text in (
        *("AI.GENERATE_TABLE(", "AI.GENERATE(", "ML.GENERATE_TEXT(", "AI.COUNT_TOKENS(", "REMOTE WITH"),
        *("CONNECTION DEFAULT", "connection_id =>", "thinking_budget", "_again`", "UNION ALL"),
        *("`label_", "`email_"),
    ):
        assert any(text in sql for sql in STATEMENTS), text


@pytest.mark.parametrize("sql", STATEMENTS)
def test_every_statement_is_googlesql(analysers, sql: str):
    assert "@" not in sql
    assert analysers[_thing(sql)].check(sql)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("endpoint =>", "end_point =>"),
        ("status AS status", "state AS status"),
        ("`email_prompts`", "`prompts`"),
        ("EXCEPT (prompt, full_response)", "EXCEPT (prompt, response)"),
        ("model_params => JSON", "model_params =>"),
    ],
)
def test_a_slip_is_noticed(analysers, right: str, wrong: str):
    from zetasql.core.exceptions import ZetaSQLError

    found = [sql for sql in STATEMENTS if right in sql and "`email_" in sql]
    assert found
    with pytest.raises(ZetaSQLError):
        analysers["email"].check(found[0].replace(right, wrong))
