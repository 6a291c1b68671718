"""The options that choose a language model, and how it is asked."""

import pytest

from segdesk.cli.arguments import parser
from segdesk.cli.options import changed
from segdesk.errors import UsageError
from segdesk.project.settings import EmailsSettings, Generation, LabelsSettings, ModelSettings, Settings

MODEL = (
    *("--model-function", "ai.generate", "--endpoint", "gemini-2.5-pro", "--connection", "eu.mine"),
    *("--temperature", "0.9", "--max-output-tokens", "900", "--thinking-budget", "256"),
)


def settings_of(command: str, *arguments: str, before: Settings | None = None) -> Settings:
    return changed(before or Settings(), parser().parse_args([command, "p.segdesk", *arguments]))


def test_every_option_reaches_its_setting():
    found = settings_of("run", "--writer", "bigquery", "--label-writer", "bigquery", *MODEL)
    asked = ModelSettings(
        function=Generation.GENERATE,
        endpoint="gemini-2.5-pro",
        connection="eu.mine",
        temperature=0.9,
        max_output_tokens=900,
        thinking_budget=256,
    )
    assert found.emails == EmailsSettings(writer="bigquery", model=asked)
    assert found.labels == LabelsSettings(writer="bigquery", model=asked)


def test_one_step_changes_its_own_settings_alone():
    found = settings_of("labels", "--label-writer", "bigquery", "--temperature", "0")
    assert found.labels.model.temperature == 0.0
    assert found.emails == EmailsSettings()
    found = settings_of("emails", "--writer", "bigquery", "--endpoint", "gemini-3.5-flash")
    assert found.emails.model.endpoint == "gemini-3.5-flash"
    assert found.labels == LabelsSettings()


def test_an_empty_value_takes_a_setting_back():
    before = settings_of("emails", "--writer", "bigquery", *MODEL)
    names = ("--model-function", "--endpoint", "--connection", "--temperature", "--max-output-tokens")
    emptied = [part for name in (*names, "--thinking-budget") for part in (name, "")]
    assert settings_of("emails", *emptied, before=before).emails.model == ModelSettings()


def test_the_model_may_be_left_to_think_as_much_as_it_likes():
    assert settings_of("emails", "--writer", "bigquery", "--thinking-budget", "auto").emails.model == (
        ModelSettings(thinking_budget=None)
    )


@pytest.mark.parametrize("command", ["run", "emails"])
def test_an_option_about_a_model_that_is_not_asked_is_refused(command: str):
    with pytest.raises(UsageError, match="--max-output-tokens is about a language model"):
        settings_of(command, "--writer", "templates", "--max-output-tokens", "100")


def test_a_writer_stays_until_another_is_chosen():
    before = settings_of("run", "--writer", "bigquery")
    assert settings_of("run", "--emails", "3", before=before).emails.writer == "bigquery"
    assert settings_of("run", "--writer", "templates", before=before).emails.writer == "templates"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--temperature", "2.1"),
        ("--temperature", "warm"),
        ("--temperature", "nan"),
        ("--max-output-tokens", "0"),
        ("--max-output-tokens", "1.5"),
        ("--thinking-budget", "-1"),
        ("--model-function", "ML.PREDICT"),
        ("--label-writer", "templates"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(
    arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as end:
        settings_of("run", "--writer", "bigquery", *arguments)
    assert end.value.code == 2
    assert "error:" in capsys.readouterr().err
