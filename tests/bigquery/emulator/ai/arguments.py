"""What the generative functions may be told, by function."""

import json
from collections.abc import Mapping
from typing import Any

from emulator.ai.responses import Limits
from emulator.errors import invalid_query

_GEMINI = {
    "max_output_tokens": (1, 8_192),
    "top_p": (0.0, 1.0),
    "temperature": (0.0, 2.0),
}
_OTHERS = ("stop_sequences", "ground_with_google_search", "safety_settings")
_KNOWN: Mapping[str, frozenset[str]] = {
    "ML.GENERATE_TEXT": frozenset(
        {*_GEMINI, *_OTHERS, "model_params", "request_type", "flatten_json_output"}
    ),
    "AI.GENERATE_TEXT": frozenset({*_GEMINI, *_OTHERS, "model_params", "request_type"}),
    "AI.GENERATE_TABLE": frozenset(
        {*_GEMINI, "stop_sequences", "safety_settings", "output_schema", "model_params", "request_type"}
    ),
    "AI.GENERATE": frozenset({"connection_id", "endpoint", "model_params", "output_schema", "request_type"}),
    "AI.COUNT_TOKENS": frozenset({"connection_id", "endpoint"}),
}
_DEFAULT_TOKENS = {"ML.GENERATE_TEXT": 1_024, "AI.GENERATE_TEXT": 1_024}
_MOST_TOKENS = 65_535
"""What the newer functions allow unless told otherwise."""


def check(function: str, given: Mapping[str, Any]) -> None:
    """Raise `BigQueryError` for an argument that the function does not have, or a value out of range."""
    for name, worth in given.items():
        if name not in _KNOWN[function]:
            raise invalid_query(f"{function}: unsupported argument {name}")
        if name in _GEMINI:
            least, most = _GEMINI[name]
            most = 1.0 if name == "temperature" and function == "ML.GENERATE_TEXT" else most
            if not isinstance(worth, int | float) or not least <= worth <= most:
                raise invalid_query(f"{function}: {name} must be between {least:g} and {most:g}")
    if "model_params" in given and (both := [name for name in (*_GEMINI, *_OTHERS) if name in given]):
        raise invalid_query(f"{function}: model_params cannot be used together with {both[0]}")


def limits(function: str, endpoint: str, given: Mapping[str, Any]) -> Limits:
    """Return what the model may use. Raises `BigQueryError` for parameters that are no JSON object."""
    params = given.get("model_params")
    try:
        told = json.loads(params) if isinstance(params, str) else params or {}
    except ValueError:
        raise invalid_query(f"{function}: model_params is not JSON") from None
    if not isinstance(told, dict):
        raise invalid_query(f"{function}: model_params must be a JSON object")
    config = _either(told, "generation_config", "generationConfig") or {}
    thinking = _either(config, "thinking_config", "thinkingConfig") or {}
    most = _either(config, "max_output_tokens", "maxOutputTokens") or given.get("max_output_tokens")
    level = str(_either(thinking, "thinking_level", "thinkingLevel") or "")
    return Limits(
        endpoint,
        int(most or _DEFAULT_TOKENS.get(function, _MOST_TOKENS)),
        _either(thinking, "thinking_budget", "thinkingBudget"),
        level.upper() in ("LOW", "MINIMAL"),
    )


def _either(told: Mapping[str, Any], one: str, other: str) -> Any:
    return told.get(one, told.get(other))
