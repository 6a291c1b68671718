"""Every statement that asks a language model is GoogleSQL, for every function, option and table."""

import pytest

from segdesk.writing.bigquery_ai.forms import EMAILS, LABELS, Form
from segdesk.writing.bigquery_ai.statements import statements
from tests.zetasql.documented import about_prompts, of_one_prompt
from tests.zetasql.functions import DEFAULT_CONNECTION, Analyser, Catalogue

PROMPTS = {"request": "STRING", "position": "INT64", "prompt": "STRING"}


def catalogue(form: Form) -> Catalogue:
    """What Google documents of the functions, with the columns that a form asks for."""
    asked = dict.fromkeys(form.fields, "STRING")
    replies = {"request": "STRING", "position": "INT64", **asked, "status": "STRING", "response": "STRING"}
    tables = (form.tables(), form.tables(again=True))
    return Catalogue(
        tables={t.prompts: PROMPTS for t in tables} | {t.replies: replies for t in tables},
        models=("writer_model",),
        connections=("my-project.us.my-connection", DEFAULT_CONNECTION),
        table_functions=about_prompts(PROMPTS, asked),
        functions=of_one_prompt(asked),
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
