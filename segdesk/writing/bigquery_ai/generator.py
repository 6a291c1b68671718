"""Which function asks which model, and with what settings."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from segdesk.project.settings import Generation, Mode, ModelSettings
from segdesk.writing.bigquery_ai.forms import EMAILS, LABELS, Form


class Reading(StrEnum):
    """What a reply looks like."""

    TYPED = "typed"
    """BigQuery has taken it apart into columns."""
    JSON = "json"
    """Text that holds a JSON object, as the careful prompts ask for."""
    TEXT = "text"
    """Plain text, as the document's prompts give it: the lines decide."""


@dataclass(frozen=True)
class _Usual:
    """What is asked with unless a person decides otherwise."""

    temperature: float
    max_output_tokens: int
    top_p: float | None = None


_CAREFUL = {EMAILS: _Usual(0.4, 2048), LABELS: _Usual(0.2, 2048)}
_NOTEBOOK = {EMAILS: _Usual(0.7, 300), LABELS: _Usual(0.2, 150, top_p=0.7)}
"""The document's own; its top_k is left out, because Gemini models do not take it any more."""


@dataclass(frozen=True)
class Generator:
    """How a language model is asked.

    Attributes
    ----------
    connection
        ``LOCATION.NAME`` of a Cloud resource connection; None means the project's default connection, or
        the person's own credentials where AI.GENERATE is asked.
    max_output_tokens
        The most that one reply may take, what the model thinks included.
    top_p
        None leaves it to the model.
    thinking_budget
        Tokens; None leaves it to the model.
    """

    function: Generation
    endpoint: str
    temperature: float
    max_output_tokens: int
    reading: Reading
    connection: str | None = None
    top_p: float | None = None
    thinking_budget: int | None = None

    @classmethod
    def of(cls, model: ModelSettings, mode: Mode, form: Form) -> "Generator":
        """Decide what the settings leave open: the document's values in notebook mode."""
        notebook = mode is Mode.NOTEBOOK
        usual = (_NOTEBOOK if notebook else _CAREFUL)[form]
        function = model.function or (Generation.GENERATE_TEXT if notebook else Generation.GENERATE_TABLE)
        typed = function is not Generation.GENERATE_TEXT
        return cls(
            function=function,
            endpoint=model.endpoint,
            temperature=usual.temperature if model.temperature is None else model.temperature,
            max_output_tokens=model.max_output_tokens or usual.max_output_tokens,
            reading=Reading.TYPED if typed else Reading.TEXT if notebook else Reading.JSON,
            connection=model.connection,
            top_p=usual.top_p,
            thinking_budget=model.thinking_budget,
        )

    @property
    def needs_model(self) -> bool:
        """Whether a remote model is asked, which has to be there."""
        return self.function is not Generation.GENERATE

    @property
    def takes_thinking(self) -> bool:
        """Whether the function can tell the model how much to think."""
        return self.function is not Generation.GENERATE_TABLE

    def parameters(self) -> dict[str, Any]:
        """Return what ``model_params`` says: the generation_config of a request to Gemini."""
        config: dict[str, Any] = {
            "temperature": self.temperature,
            "max_output_tokens": self.max_output_tokens,
        }
        if self.top_p is not None:
            config["top_p"] = self.top_p
        if thinking := _thinking(self.endpoint, self.thinking_budget):
            config["thinking_config"] = thinking
        return {"generation_config": config}

    def identity(self) -> tuple[object, ...]:
        """Return what tells the answers of this one from those of another, as plain values.

        Who pays and by which connection is asked makes no difference to them.
        """
        return (self.function.value, self.reading.value, self.endpoint, self.parameters())


_VERSION = re.compile(r"gemini-(\d+)(?:\.(\d+))?-?(pro|flash-lite|flash)?")
_MUCH = 4096
"""From this budget on, a model that knows only levels is to think hard."""


def _thinking(endpoint: str, budget: int | None) -> dict[str, Any]:
    """Return how a model is told how much to think; nothing for one that does not think.

    Notes
    -----
    Gemini 2.5 takes a number of tokens: Pro cannot be kept from thinking and takes 128 at least, Flash-Lite
    none or 512 at least. Later models take a level.
    """
    found = _VERSION.match(endpoint.rpartition("/")[2])
    if budget is None or not found:
        return {}
    version, kind = (int(found[1]), int(found[2] or 0)), found[3]
    if version < (2, 5):
        return {}
    if version[0] > 2:
        return {"thinking_level": "HIGH" if budget >= _MUCH else "LOW"}
    least = {"pro": 128, "flash-lite": 512 if budget else 0}.get(kind, 0)
    return {"thinking_budget": max(least, budget)}
