"""How a language model in BigQuery is asked, and how its replies are read."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segdesk.errors import UsageError
from segdesk.project.settings import Generation, Mode, ModelSettings
from segdesk.warehouse.bigquery.remote_model import connection_path, remote_model
from segdesk.warehouse.sql.fill import filled
from segdesk.writing.bigquery_ai import EMAILS, LABELS, Answer, Form, Generator, Outcome, Reading, reply_of
from segdesk.writing.bigquery_ai.answers import read
from segdesk.writing.bigquery_ai.statements import generation, statements
from segdesk.writing.writer import Status


def generator(form: Form = EMAILS, mode: Mode = Mode.CAREFUL, **changed: Any) -> Generator:
    return Generator.of(ModelSettings.model_validate(changed), mode, form)


TABLE = generator()
TEXT = generator(function=Generation.GENERATE_TEXT)
NOTEBOOK = generator(mode=Mode.NOTEBOOK)


def response(text: str | None = "", reason: str = "STOP", **more: Any) -> str:
    parts = [] if text is None else [{"text": text}]
    usage = {"prompt_token_count": 300, "candidates_token_count": 90}
    candidate = {"content": {"role": "model", "parts": parts}, "finish_reason": reason}
    return json.dumps({"candidates": [candidate], "usage_metadata": usage, **more})


def answer(row: dict[str, Any], how: Generator = TABLE, form: Form = EMAILS) -> Answer:
    return read("key", {"status": "", "response": response(), **row}, form, how)


# -- how it is asked


def test_the_notebook_asks_as_the_document_does():
    emails, labels = (generator(form, Mode.NOTEBOOK, thinking_budget=None) for form in (EMAILS, LABELS))
    assert emails.function is labels.function is Generation.GENERATE_TEXT
    assert emails.parameters() == {"generation_config": {"temperature": 0.7, "max_output_tokens": 300}}
    assert labels.parameters() == {
        "generation_config": {"temperature": 0.2, "max_output_tokens": 150, "top_p": 0.7}
    }
    assert emails.reading is labels.reading is Reading.TEXT


def test_careful_mode_asks_for_typed_columns():
    assert TABLE.function is Generation.GENERATE_TABLE
    assert TABLE.reading is Reading.TYPED
    assert generator(function=Generation.GENERATE).reading is Reading.TYPED
    assert TEXT.reading is Reading.JSON


def test_what_a_person_decides_goes_before_the_usual():
    decided = generator(
        mode=Mode.NOTEBOOK,
        temperature=0.0,
        max_output_tokens=900,
        endpoint="gemini-2.0-flash",
        connection="eu.c",
    )
    assert (decided.temperature, decided.max_output_tokens) == (0.0, 900)
    assert (decided.endpoint, decided.connection) == ("gemini-2.0-flash", "eu.c")


@pytest.mark.parametrize(
    ("endpoint", "budget", "told"),
    [
        ("gemini-2.5-flash", 0, {"thinking_budget": 0}),
        ("gemini-2.5-flash", None, None),
        ("gemini-2.5-flash-lite", 0, {"thinking_budget": 0}),
        ("gemini-2.5-flash-lite", 100, {"thinking_budget": 512}),
        ("gemini-2.5-pro", 0, {"thinking_budget": 128}),
        ("gemini-2.0-flash-001", 0, None),
        ("gemini-3.5-flash", 0, {"thinking_level": "LOW"}),
        ("gemini-3-pro-preview", 20_000, {"thinking_level": "HIGH"}),
        ("https://host/v1/projects/p/models/gemini-2.5-flash", 0, {"thinking_budget": 0}),
        ("some-other-model", 0, None),
    ],
)
def test_each_model_is_told_how_much_to_think_in_its_own_way(
    endpoint: str, budget: int | None, told: dict[str, Any] | None
):
    config = generator(endpoint=endpoint, thinking_budget=budget).parameters()["generation_config"]
    assert config.get("thinking_config") == told


def test_model_params_stand_alone_beside_no_other_setting():
    for function in (Generation.GENERATE, Generation.GENERATE_TEXT):
        sql = generation(EMAILS, EMAILS.tables(), generator(function=function))
        assert "model_params" in sql
        assert "AS temperature" not in sql
        assert "AS max_output_tokens" not in sql


def test_no_prompt_query_has_a_limit():
    assert not [sql for sql in statements() if "LIMIT" in sql.upper()]


def test_an_endpoint_cannot_leave_its_quotes():
    sql = remote_model("x', api_key='y", None)
    assert "endpoint = 'x\\', api_key=\\'y'" in sql
    assert "CONNECTION DEFAULT" in sql


def test_a_connection_of_another_project_keeps_it():
    assert connection_path("shop", "us.mine") == "shop.us.mine"
    assert connection_path("shop", "other.us.mine") == "other.us.mine"
    for wrong in ("mine", "us.", ".mine", "us..mine"):
        with pytest.raises(UsageError, match="LOCATION"):
            connection_path("shop", wrong)


def test_only_parameters_and_names_are_filled_in():
    sql = "SELECT @a, '@a', `t`, `@a` -- @a `t`\nFROM `t` WHERE x = @b"
    assert filled(sql, {"a": "1"}, {"t": "u"}) == "SELECT 1, '@a', `u`, `@a` -- @a `t`\nFROM `u` WHERE x = @b"


# -- how replies are read


def test_a_reply_in_columns_is_done():
    found = answer({"subject": " Hello ", "body": "Text.\n\nMore. "})
    assert found.outcome is Outcome.DONE
    assert found.texts == ("Hello", "Text.\n\nMore.")
    assert (found.prompt_tokens, found.reply_tokens, found.finish_reason) == (300, 90, "STOP")
    assert reply_of(found).status is Status.WRITTEN


@pytest.mark.parametrize(
    "missing", [{}, {"subject": "Hello"}, {"subject": "Hello", "body": " "}, {"body": None}]
)
def test_a_reply_without_one_of_its_texts_failed(missing: dict[str, Any]):
    found = answer(missing)
    assert found.outcome is Outcome.FAILED
    assert found.texts == ("", "")
    assert "not in the form" in found.reason
    assert reply_of(found).status is Status.FAILED


@pytest.mark.parametrize(
    "status",
    [
        "A retryable error occurred: RESOURCE EXHAUSTED error from <remote endpoint>",
        "A retryable error occurred: the maximum size quota per query has reached",
    ],
)
def test_a_busy_model_is_asked_again(status: str):
    assert answer({"status": status, "response": None}).outcome is Outcome.RETRYABLE


def test_another_error_failed_and_says_what_bigquery_says():
    found = answer({"status": "Provisioned throughput is not purchased\n or is not active", "response": None})
    assert found.outcome is Outcome.FAILED
    assert "Provisioned throughput is not purchased or is not active" in found.reason


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"response": response(None, "SAFETY")}, "SAFETY"),
        ({"response": response(None, "PROHIBITED_CONTENT")}, "PROHIBITED_CONTENT"),
        ({"response": json.dumps({"promptFeedback": {"blockReason": "BLOCKLIST"}})}, "BLOCKLIST"),
        ({"response": json.dumps({"candidates": [{"finishReason": 3}]}), "status": "no content"}, "SAFETY"),
    ],
)
def test_a_block_is_a_refusal(row: dict[str, Any], said: str):
    found = answer(row)
    assert found.outcome is Outcome.REFUSED
    assert found.finish_reason == said
    assert said in found.reason
    assert reply_of(found).status is Status.REFUSED


@pytest.mark.parametrize("how", [TABLE, TEXT, NOTEBOOK])
def test_a_reply_that_was_cut_off_says_what_to_do(how: Generator):
    found = answer({"response": response("Subject: Hi\n\nHalf a sen", "MAX_TOKENS"), "subject": "Hi"}, how)
    assert found.outcome is Outcome.FAILED
    assert f"after {how.max_output_tokens:,} tokens" in found.reason
    assert "allow more of them" in found.reason
    assert ("AI.GENERATE" in found.reason) is (how is TABLE)


def test_an_end_that_is_not_known_failed():
    found = answer({"response": response("x", "MALFORMED_FUNCTION_CALL"), "subject": "a", "body": "b"})
    assert (found.outcome, "MALFORMED_FUNCTION_CALL" in found.reason) == (Outcome.FAILED, True)


def test_thoughts_are_paid_for_but_not_read():
    parts = [{"text": "Hm.", "thought": True}, {"text": '{"subject": "Hi",'}, {"text": ' "body": "Text."}'}]
    document = {
        "candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}],
        "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 20, "thoughtsTokenCount": 300},
    }
    found = answer({"response": json.dumps(json.dumps(document))}, TEXT)
    assert found.texts == ("Hi", "Text.")
    assert (found.prompt_tokens, found.reply_tokens) == (10, 320)


@pytest.mark.parametrize("broken", [None, "", "not json", "[1]", '"x"', '{"candidates": {}}', "null"])
def test_a_response_that_says_nothing_does_no_harm(broken: str | None):
    found = answer({"response": broken, "subject": "Hi", "body": "Text."})
    assert (found.outcome, found.prompt_tokens, found.reply_tokens) == (Outcome.DONE, None, None)


ASKED_FOR = '{"subject": "Hi", "body": "One\\nTwo"}'


@pytest.mark.parametrize(
    "text",
    [
        ASKED_FOR,
        f"```json\n{ASKED_FOR}\n```",
        f"```\n{ASKED_FOR}```",
        f"Here it is:\n{ASKED_FOR}\nEnjoy!",
        '{"body": "One\nTwo", "subject": "Hi", "more": 1}',
    ],
)
def test_json_is_found_in_what_models_make_of_it(text: str):
    assert answer({"response": response(text)}, TEXT).texts == ("Hi", "One\nTwo")


@pytest.mark.parametrize("text", ["", "Hello", '{"subject": "Hi"}', '{"subject": 1, "body": 2}', "{", "[]"])
def test_other_text_is_not_what_was_asked_for(text: str):
    assert answer({"response": response(text)}, TEXT).outcome is Outcome.FAILED


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_reply_breaks_the_reader(text: str):
    for how in (TEXT, NOTEBOOK):
        for form in (EMAILS, LABELS):
            found = answer({"response": response(text)}, how, form)
            assert (found.outcome is Outcome.DONE) == any(found.texts)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Subject: Hi there\n\nText.", "Hi there"),
        ("**Objet :** Bonjour\n\nText.", "Bonjour"),
        ("件名：こんにちは\nText.", "こんにちは"),
        ("```\nBetreff: Hallo\n\nText.\n```", "Hallo"),
        ("Text.", ""),
    ],
)
def test_the_notebooks_email_is_the_text_and_its_subject_line(text: str, subject: str):
    assert answer({"response": response(text)}, NOTEBOOK).texts == (subject, "Text.")


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("Gone\nThey left.", ("Gone", "They left.")),
        ("Gone\n\nThey left.", ("Gone", "")),
        ("Gone", ("Gone", "")),
    ],
)
def test_the_notebooks_label_is_the_first_line_and_the_second(text: str, texts: tuple[str, str]):
    how = generator(LABELS, Mode.NOTEBOOK)
    assert answer({"response": response(text)}, how, LABELS).texts == texts
