"""The options that choose who writes labels and emails, and how a language model is asked."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from segdesk.errors import UsageError
from segdesk.project.settings import Generation, ModelSettings

LATER_WRITERS = ("openai",)

_FUNCTIONS = tuple(each.value for each in Generation)
_COMMANDS = {"labels": ("labels",), "emails": ("emails",)}
"""Command to the steps whose settings it changes; all others change both."""


def _number(
    of: type[int] | type[float], least: float, most: float, *words: str
) -> Callable[[str], float | str]:
    """Return what reads a number within bounds; nothing, or one of the words, stays as it is."""

    def read(text: str) -> float | str:
        if not text or text in words:
            return text
        try:
            number = of(text)
        except ValueError:
            number = of(-1)
        if not least <= number <= most:
            others = "".join(f", or {word}" for word in words)
            raise argparse.ArgumentTypeError(f"{text} is no number from {least:,} to {most:,}{others}")
        return number

    return read


def _function(text: str) -> str:
    """Read the name of a GoogleSQL function, letter case aside."""
    if text and text.upper() not in _FUNCTIONS:
        raise argparse.ArgumentTypeError(f"{text} is none of {', '.join(_FUNCTIONS)}")
    return text.upper()


MODEL_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "--model-function": {
        "type": _function,
        "metavar": "|".join(_FUNCTIONS),
        "help": "how BigQuery asks the language model",
    },
    "--endpoint": {"metavar": "MODEL", "help": "the language model, for instance gemini-2.5-flash"},
    "--connection": {"metavar": "LOCATION.NAME", "help": "the Cloud resource connection that asks it"},
    "--temperature": {"type": _number(float, 0, 2), "metavar": "T", "help": "from 0 to 2"},
    "--max-output-tokens": {
        "type": _number(int, 1, 65_536),
        "metavar": "N",
        "help": "of one reply, what the model thinks included",
    },
    "--thinking-budget": {
        "type": _number(int, 0, 65_536, "auto"),
        "metavar": "N|auto",
        "help": "tokens that the model may think with",
    },
}
"""Option to what argparse is told of it."""

_FIELDS = {
    "model_function": "function",
    "endpoint": "endpoint",
    "connection": "connection",
    "temperature": "temperature",
    "max_output_tokens": "max_output_tokens",
    "thinking_budget": "thinking_budget",
}
"""Name of a value on the command line to the field of the settings."""


def settle(document: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Put what was given into the settings of the steps that the command runs.

    Raises
    ------
    UsageError
        For a writer that is not there yet, or an option about a language model where none is asked.
    """
    if values.get("writer") in LATER_WRITERS:
        raise UsageError(
            f"--writer {values['writer']} is not there yet",
            "a later version will have it",
            "Use --writer templates or --writer bigquery",
        )
    if "writer" in values:
        document["emails"]["writer"] = values["writer"]
    if "label_writer" in values:
        document["labels"]["writer"] = values["label_writer"]
    given = {field: values[name] for name, field in _FIELDS.items() if name in values}
    if not given:
        return
    steps = _COMMANDS.get(values.get("command", ""), ("labels", "emails"))
    if not any(document[step]["writer"] == "bigquery" for step in steps):
        option = next(name for name in _FIELDS if name in values).replace("_", "-")
        raise UsageError(
            f"--{option} is about a language model",
            "none is asked: templates and rules write",
            "Add --writer bigquery or --label-writer bigquery, or leave it out",
        )
    defaults = ModelSettings().model_dump()
    decided = {field: defaults[field] if value == "" else value for field, value in given.items()}
    if decided.get("thinking_budget") == "auto":
        decided["thinking_budget"] = None
    for step in steps:
        document[step]["model"] |= decided
