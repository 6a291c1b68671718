"""The columns that each generative table function adds to the rows that it reads."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from emulator.ai.responses import Response
from emulator.ai.schema import Field


def _texts(found: Sequence[str | None]) -> pa.Array:
    return pa.array(found, pa.string())


def _json(found: Sequence[Response]) -> pa.Array:
    return _texts([each.json for each in found])


def _beside(told: dict[str, pa.Array], rows: pa.Table) -> pa.Table:
    return pa.table([*told.values(), *rows.columns], names=[*told, *rows.column_names])


def _generate_text_of_ml(
    rows: pa.Table, found: Sequence[Response], _: Sequence[Field], settings: dict[str, Any]
) -> pa.Table:
    status = _texts([each.status for each in found])
    if not settings.get("flatten_json_output"):
        return _beside({"ml_generate_text_result": _json(found), "ml_generate_text_status": status}, rows)
    told = {"ml_generate_text_llm_result": _texts([each.text for each in found])}
    if settings.get("safety_settings"):
        told["ml_generate_text_rai_result"] = _texts([None] * len(found))
    if settings.get("ground_with_google_search"):
        told["ml_generate_text_grounding_result"] = _texts([None] * len(found))
    return _beside({**told, "ml_generate_text_status": status}, rows)


def _generate_text_of_ai(
    rows: pa.Table, found: Sequence[Response], _: Sequence[Field], __: dict[str, Any]
) -> pa.Table:
    usage = [None if each.full is None else json.dumps(each.full["usage_metadata"]) for each in found]
    told = {
        "result": _texts([each.text for each in found]),
        "rai_result": _texts([None] * len(found)),
        "grounding_result": _texts([None] * len(found)),
        "statistics": _texts(usage),
        "full_response": _json(found),
        "status": _texts([each.status for each in found]),
    }
    return _beside(told, rows)


def _generate_table(
    rows: pa.Table, found: Sequence[Response], fields: Sequence[Field], _: dict[str, Any]
) -> pa.Table:
    values = [each.values(fields) for each in found]
    kinds = {"STRING": pa.string(), "INT64": pa.int64(), "FLOAT64": pa.float64(), "BOOL": pa.bool_()}
    told = {each.name: pa.array([one[each.name] for one in values], kinds[each.type]) for each in fields}
    told |= {"full_response": _json(found), "status": _texts([each.status for each in found])}
    return pa.table([*rows.columns, *told.values()], names=[*rows.column_names, *told])


_Shape = Callable[[pa.Table, Sequence[Response], Sequence[Field], dict[str, Any]], pa.Table]

SHAPES: dict[str, _Shape] = {
    "ML.GENERATE_TEXT": _generate_text_of_ml,
    "AI.GENERATE_TEXT": _generate_text_of_ai,
    "AI.GENERATE_TABLE": _generate_table,
}

JSON_COLUMNS = frozenset(
    {"ml_generate_text_result", "rai_result", "grounding_result", "statistics", "full_response"}
)
"""Columns of answers that are JSON."""
