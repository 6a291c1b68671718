"""Remote models, and calls of ML.GENERATE_TEXT and AI.* in statements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import duckdb
import pyarrow as pa
from bqemulator.api.dependencies import AppContext

from emulator.access_api import Connections
from emulator.ai import arguments
from emulator.ai.responses import Response, respond, tokens
from emulator.ai.schema import Field, parse_schema
from emulator.ai.shapes import SHAPES
from emulator.calls import SCALAR_FUNCTIONS, Call, find_calls, replaced
from emulator.controls import Controls
from emulator.ddl import Create, Home, value
from emulator.errors import invalid_query
from emulator.jobs import Job
from emulator.ml.options import refuse_labels
from emulator.models import Held, Models
from emulator.queries import Statement, Told, done
from emulator.store import Path, Store, free_connection
from emulator.tokens import Text

_DEFAULT_ENDPOINT = "gemini-2.5-flash"
_REPLY_FIELDS = (Field("result", "STRING"),)


@dataclass(frozen=True)
class Remote:
    """A remote model: which endpoint it asks."""

    endpoint: str


class Generation:
    """Makes connections and remote models, and answers calls of generative functions.

    Parameters
    ----------
    context
        The emulator's own parts.
    store, models, controls, connections
        The parts that know.
    """

    def __init__(
        self, context: AppContext, store: Store, models: Models, controls: Controls, connections: Connections
    ) -> None:
        self._context, self._store, self._models = context, store, models
        self._controls, self._connections = controls, connections

    async def perform(
        self, statement: Statement, create: Create | None, job: Job, seconds: float
    ) -> Told | None:
        """Make a connection or a remote model; any other statement is not for this."""
        if create is not None and create.kind == "CONNECTION":
            await job.pause(seconds)
            return self._connect(statement.home.project, create)
        if create is None or create.kind != "MODEL" or not create.connection:
            return None
        await job.pause(seconds)
        return self._remember(create.path(statement.home), create)

    def _connect(self, project: str, create: Create) -> Told:
        project, location, name = create.path(Home(project))
        there = [each["name"].rsplit("/", 1)[1] for each in self._connections.list(project, location)]
        if name in there and create.if_not_exists:
            return done("CREATE_CONNECTION", "SKIP")
        self._connections.make(project, location, name, {"cloudResource": {}})
        return done("CREATE_CONNECTION", "CREATE")

    def _remember(self, path: Path, create: Create) -> Told:
        operation = self._models.operation(path, create)
        if operation == "SKIP":
            return done("CREATE_MODEL", operation)
        endpoint = create.options.get("endpoint")
        if not isinstance(endpoint, str):
            raise invalid_query("A remote model needs the option ENDPOINT")
        refuse_labels(create.options)
        if unknown := set(create.options) - {"endpoint", "description", "friendly_name"}:
            raise invalid_query(f"Unrecognized option: {min(unknown)}")
        told = {"endpoint": endpoint, "remoteServiceType": "CLOUD_AI_LARGE_LANGUAGE_MODEL_V1"}
        if create.connection != ("DEFAULT",):
            told["connection"] = self._connection(path[0], create.connection, self._store.location(*path[:2]))
        held = Held(Remote(endpoint), {"remoteModelInfo": told})
        self._models.put(path, held, "MODEL_TYPE_UNSPECIFIED", create, [])
        return done("CREATE_MODEL", operation)

    async def rewrite(self, statement: Statement, told: dict[str, Any], only_shape: bool) -> Statement:
        """Return a statement whose scalar calls are functions that DuckDB knows."""
        calls = [call for call in find_calls(statement.sql) if call.function in SCALAR_FUNCTIONS]
        names = {id(call): self._function(statement, call, told) for call in calls}
        return statement.saying(replaced(statement.sql, calls, lambda call: names[id(call)]))

    def answer(
        self,
        path: Path,
        function: str,
        rows: pa.Table | None,
        settings: dict[str, Any],
        told: dict[str, Any],
    ) -> pa.Table:
        """Return the rows of a table function. Raises `BigQueryError`."""
        model = self._models.get(path).made
        if not isinstance(model, Remote):
            raise invalid_query(f"{function} needs a remote model")
        arguments.check(function, settings)
        names = {name.lower(): name for name in rows.column_names} if rows is not None else {}
        if rows is None or "prompt" not in names:
            raise invalid_query(f"{function}: the input must have a column named prompt")
        fields = parse_schema(settings.get("output_schema") or "") if function == "AI.GENERATE_TABLE" else ()
        limits = arguments.limits(function, model.endpoint, settings)
        prompts = rows[names["prompt"]].to_pylist()
        found = [respond(prompt, limits, fields, self._controls) for prompt in prompts]
        _note(told, function, found)
        return SHAPES[function](rows, found, fields, settings)

    def _function(self, statement: Statement, call: Call, told: dict[str, Any]) -> str:
        """Make a function in DuckDB and return the call of it."""
        if not call.positional and "prompt" not in call.named and "input" not in call.named:
            raise invalid_query(f"{call.function}: the prompt is missing")
        given = {
            key: _constant(text, statement)
            for key, text in call.named.items()
            if key not in ("prompt", "input")
        }
        arguments.check(call.function, given)
        if isinstance(connection := given.get("connection_id"), str):
            self._connection(statement.home.project, tuple(connection.split(".")), None)
        name = f"stand_in_{uuid4().hex}"
        if call.function == "AI.COUNT_TOKENS":
            self._make(name, _count, "STRUCT(result BIGINT, status VARCHAR)")
        else:
            self._make(name, *self._generating(call.function, given, told))
        prompt = (call.positional or (call.named.get("prompt") or call.named["input"],))[0]
        # A prompt may be given in pieces: AI.GENERATE(('Who is ', name)).
        return f"{name}(CONCAT{prompt})" if _has_pieces(prompt) else f"{name}({prompt})"

    def _generating(
        self, function: str, given: dict[str, Any], told: dict[str, Any]
    ) -> tuple[Callable[[str | None], dict[str, Any]], str]:
        schema = given.get("output_schema")
        asked = parse_schema(schema) if schema else ()
        limits = arguments.limits(function, given.get("endpoint") or _DEFAULT_ENDPOINT, given)
        known: dict[str | None, Response] = {}

        def answer(prompt: str | None) -> dict[str, Any]:
            # DuckDB may ask twice for one row.
            if prompt not in known:
                known[prompt] = respond(prompt, limits, asked, self._controls)
                _note(told, function, [known[prompt]])
            found = known[prompt]
            values = found.values(asked) if asked else {"result": found.text}
            return {**values, "full_response": found.json, "status": found.status}

        columns = [f'"{each.name}" {each.duckdb_type}' for each in asked or _REPLY_FIELDS]
        return answer, f"STRUCT({', '.join(columns)}, full_response JSON, status VARCHAR)"

    def _make(self, name: str, function: Callable[[str | None], dict[str, Any]], kind: str) -> None:
        free_connection(self._context).create_function(
            name, function, ["VARCHAR"], duckdb.type(kind), null_handling="special", side_effects=True
        )

    def _connection(self, project: str, parts: tuple[str, ...], location: str | None) -> str:
        """Return a connection's name. Raises `BigQueryError` if it is not there or lies elsewhere."""
        full = parts if len(parts) == 3 else (project, *parts)
        if len(full) != 3:
            raise invalid_query(f"Invalid connection: {'.'.join(parts)}")
        if location is not None and full[1].lower() != location.lower():
            raise invalid_query(
                f"The connection {'.'.join(full)} must be in the dataset's location, {location}"
            )
        self._connections.get(*full)
        return ".".join(full)


def _constant(text: str, statement: Statement) -> Any:
    """Return what an argument is worth: a constant, or a parameter of the statement."""
    if text.startswith("@"):
        for parameter in statement.parameters or ():
            if parameter.get("name", "").lower() == text[1:].lower():
                return parameter["parameterValue"].get("value")
    if text.upper().startswith("JSON "):
        return value(text[5:])
    return value(text)


def _has_pieces(prompt: str) -> bool:
    """Tell whether a prompt is a list of pieces in brackets."""
    text = Text.of(prompt)
    in_brackets = text.word(0) == "(" and text.closing(0) == len(text.tokens) - 1
    return in_brackets and len(list(text.arguments(0))) > 1


def _count(prompt: str | None) -> dict[str, Any]:
    return {"result": None if prompt is None else tokens(prompt), "status": ""}


def _note(told: dict[str, Any], function: str, found: Sequence[Response]) -> None:
    """Add to what the job's statistics say of generative functions."""
    stats = told.setdefault("genAiStats", {"functionStats": [], "errorStats": {"errors": []}})
    one = next((each for each in stats["functionStats"] if each["functionName"] == function), None)
    if one is None:
        one = {
            "functionName": function,
            "numProcessedRows": "0",
            "errorStats": {"numFailedRows": "0", "errors": []},
        }
        stats["functionStats"].append(one)
    failed = [each.status for each in found if each.status]
    one["numProcessedRows"] = str(int(one["numProcessedRows"]) + len(found))
    errors = one["errorStats"]
    errors["numFailedRows"] = str(int(errors["numFailedRows"]) + len(failed))
    errors["errors"] = sorted({*errors["errors"], *(each[:100] for each in failed)})[:5]
    stats["errorStats"]["errors"] = errors["errors"]
