"""What segdesk sent to the stand-in, every statement of it, put through Google's own analyser.

The stand-in keeps every request. They are gone through in their order, and what a statement makes is there
for the next one, with the columns that the analyser itself gives it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from google.api_core.exceptions import NotFound
from google.cloud import bigquery

from segdesk.clustering.bigquery_ml.statements import TUNED
from tests.zetasql.documented import SEARCH_SPACES, about_models, about_prompts, of_one_prompt
from tests.zetasql.functions import DEFAULT_CONNECTION, Analyser, Catalogue, Columns

OF_A_TEST = "test_"
"""What the ids of the jobs begin with that a test starts itself."""

_PATH = re.compile(r"`([^`]+)`")
_MAKES = re.compile(r"^CREATE (?:OR REPLACE )?(?:TABLE|VIEW) `([^`]+)`", re.MULTILINE)
_RANDOM = re.compile(r"_[0-9a-f]{10,32}")
"""What the name of a dataset that lasts for one test ends with."""
_TYPES = {"INTEGER": "INT64", "FLOAT": "FLOAT64", "BOOLEAN": "BOOL"}


@dataclass(frozen=True)
class Statement:
    """A statement as it was sent.

    Attributes
    ----------
    parameters
        Name and type.
    """

    sql: str
    parameters: tuple[tuple[str, str], ...] = ()


Made = dict[str, Columns]
_Key = tuple[Statement, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]]


@dataclass
class Accepted:
    """The analyser over what was sent; what it has once accepted it is not asked about again.

    Attributes
    ----------
    known
        What was accepted, with the columns of what it named, and the columns of what it made.
    """

    known: dict[_Key, Columns] = field(default_factory=dict)

    def check(self, log: Sequence[Mapping[str, Any]], client: bigquery.Client) -> list[str]:
        """Return the statements that were sent, each once.

        Parameters
        ----------
        log
            The stand-in's, the oldest request first.
        client
            Knows the tables that were there before the log begins.

        Raises
        ------
        AssertionError
            For a statement that is not GoogleSQL over the tables that there are, or that was sent by other
            means than a query's job.
        """
        tables: Made = {}
        seen: dict[str, None] = {}
        for entry in log:
            if (loaded := _loaded(entry)) is not None:
                tables.update(loaded)
            for sent in _sent(entry):
                seen[sent.sql] = None
                self._check(sent, tables, client)
        return list(seen)

    def _check(self, sent: Statement, tables: Made, client: bigquery.Client) -> None:
        made = _MAKES.search(sent.sql)
        paths = set(_PATH.findall(sent.sql))
        if made and made[1] not in tables:
            paths.discard(made[1])  # not there yet, whatever the stand-in holds by now
        named = {path: _columns(path, tables, client) for path in sorted(paths)}
        there = {path: columns for path, columns in named.items() if columns is not None}
        key = _key(sent, there)
        if key not in self.known:
            self.known[key] = _analysed(sent, there)
        if made:
            tables[made[1]] = self.known[key]


def _analysed(sent: Statement, tables: Made) -> Columns:
    """Return the columns of what a statement makes or gives."""
    from zetasql.core.exceptions import ZetaSQLError

    followed = re.search(r"\bMODEL `[^`]+`,[^`]*\bTABLE `([^`]+)`", sent.sql)
    given = tables.get(followed[1], {}) if followed else {}
    found = re.search(r"'([^']+)' AS output_schema|output_schema => '([^']+)'", sent.sql)
    asked = dict(part.split() for part in (found[1] or found[2]).split(", ")) if found else {}
    models = sorted(set(re.findall(r"\bMODEL `([^`]+)`", sent.sql)))
    tuned = any(model.endswith(TUNED) for model in models)
    catalogue = Catalogue(
        tables=tables,
        models=models,
        connections=(*re.findall(r"\bCONNECTION `([^`]+)`", sent.sql), DEFAULT_CONNECTION),
        table_functions=(*about_models(given, tuned=tuned), *about_prompts(given, asked)),
        functions=(*of_one_prompt(asked), *SEARCH_SPACES),
        parameters=dict(sent.parameters),
    )
    try:
        resolved = Analyser(catalogue).check(sent.sql)
    except ZetaSQLError as error:
        raise AssertionError(f"Google's analyser refuses what was sent: {error}\n{sent.sql}") from error
    listed = getattr(resolved, "output_column_list", None) or ()
    return {each.name: text_of(each.column.type) for each in listed}


def _sent(entry: Mapping[str, Any]) -> Iterator[Statement]:
    """Yield the statement that a request holds, dry runs included; those of tests themselves are left out."""
    body = entry["body"]
    if not isinstance(body, dict):
        return
    assert not {"view", "materializedView", "definitionBody"} & set(body), f"SQL beside a job: {body}"
    assert not entry["path"].endswith("/queries"), f"a query without a job of ours: {body}"
    query = body.get("configuration", {}).get("query")
    if query is None or body.get("jobReference", {}).get("jobId", "").startswith(OF_A_TEST):
        return
    assert query.get("useLegacySql") is False
    parameters = tuple(
        (each["name"], each["parameterType"]["type"]) for each in query.get("queryParameters", ())
    )
    yield Statement(query["query"], parameters)


def _loaded(entry: Mapping[str, Any]) -> Made | None:
    """Return the table that a request makes without a statement, None for any other request."""
    body = entry["body"]
    if not isinstance(body, dict) or entry["method"] != "POST":
        return None
    load = body.get("configuration", {}).get("load", {})
    if "destinationTable" in load and "schema" in load:
        return {_path(load["destinationTable"]): _fields(load["schema"]["fields"])}
    if "tableReference" in body and "schema" in body:
        return {_path(body["tableReference"]): _fields(body["schema"]["fields"])}
    return None


def _columns(path: str, tables: Made, client: bigquery.Client) -> Columns | None:
    """Return the columns of what has a path, None where it is no table."""
    if path in tables:
        return tables[path]
    if path.count(".") != 2:
        return None
    if path.endswith("*"):
        project, dataset, pattern = path.split(".")
        listed = client.list_tables(f"{project}.{dataset}")
        first = next(each for each in listed if each.table_id.startswith(pattern[:-1]))
        found = client.get_table(first.reference)
        return {**_fields(found.to_api_repr()["schema"]["fields"]), "_TABLE_SUFFIX": "STRING"}
    try:
        found = client.get_table(path)
    except NotFound:
        return None
    return _fields(found.to_api_repr()["schema"]["fields"])


def _path(reference: Mapping[str, str]) -> str:
    return f"{reference['projectId']}.{reference['datasetId']}.{reference['tableId']}"


def _fields(fields: Sequence[Mapping[str, Any]]) -> Columns:
    return {each["name"]: _type(each) for each in fields}


def _type(field: Mapping[str, Any]) -> str:
    kind = field["type"]
    if kind in ("RECORD", "STRUCT"):
        inner = ", ".join(f"{name} {each}" for name, each in _fields(field["fields"]).items())
        kind = f"STRUCT<{inner}>"
    kind = _TYPES.get(kind, kind)
    return f"ARRAY<{kind}>" if field.get("mode") == "REPEATED" else kind


def text_of(kind: Any) -> str:
    """Return ZetaSQL's type as GoogleSQL."""
    if kind.array_type is not None:
        return f"ARRAY<{text_of(kind.array_type.element_type)}>"
    if kind.struct_type is not None:
        inner = ", ".join(f"{each.field_name} {text_of(each.field_type)}" for each in kind.struct_type.field)
        return f"STRUCT<{inner}>"
    name: str = kind.type_kind.name.removeprefix("TYPE_")
    return {"DOUBLE": "FLOAT64"}.get(name, name)


def _key(sent: Statement, tables: Made) -> _Key:
    """Return what the analyser's answer depends on, without what is another name in every test."""
    shown = tuple((_RANDOM.sub("", path), tuple(columns.items())) for path, columns in tables.items())
    return Statement(_RANDOM.sub("", sent.sql), sent.parameters), shown
