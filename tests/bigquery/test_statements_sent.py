"""SQL goes to BigQuery in one way only, and what goes there is GoogleSQL."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import segdesk
from segdesk.project.file import Project
from segdesk.project.settings import BigQuerySettings, ConnectSettings, Settings, SweepSettings
from segdesk.steps import access
from segdesk.warehouse.bigquery.examination import DRY_RUNS
from tests.bigquery.accepted import Accepted
from tests.bigquery.shop import Shop, shop_in

SENDING = Path("warehouse/bigquery/sending.py")
PACKAGE = Path(segdesk.__file__).parent
SENDERS = {
    *("QueryJobConfig", "QueryJob", "query_and_wait", "create_job", "create_routine", "Routine"),
    *("view_query", "mview_query", "dbapi", "magics", "read_gbq", "copy_table", "extract_table"),
}
"""Names in Google's client by which SQL, or a job without an id of ours, goes to BigQuery."""
NAMED_ONLY = {"QueryJob"}
"""Names that may be written as a type."""


@pytest.fixture
def shop(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    yield from shop_in(stand_in, monkeypatch)


def senders(text: str) -> set[str]:
    """Return what a module does that could send SQL."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Attribute(attr="query", value=ast.Attribute(attr="bigquery" | "client"))):
                found.add("query")
            case ast.Call(func=ast.Attribute(attr="query", value=ast.Name(id="client" | "bigquery"))):
                found.add("query")
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in SENDERS:
                found.add(name)
            case ast.Attribute(attr=name) | ast.Name(id=name) if name in SENDERS - NAMED_ONLY:
                found.add(name)
            case ast.alias(name=name) if name.rpartition(".")[2] in SENDERS - NAMED_ONLY:
                found.add(name)
            case ast.Constant(value=str(path)) if path.rstrip("/").endswith(("/jobs", "/queries")):
                found.add(path)
    return found


def test_one_module_alone_sends_statements() -> None:
    found = {
        path.relative_to(PACKAGE): does
        for path in sorted(PACKAGE.rglob("*.py"))
        if (does := senders(path.read_text(encoding="utf-8")))
    }
    assert found == {SENDING: {"query", "QueryJobConfig"}}


@pytest.mark.parametrize(
    "code",
    [
        "self.clients.bigquery.query('SELECT 1')",
        "client = clients.bigquery\nclient.query_and_wait(sql)",
        "bigquery.QueryJobConfig()",
        "from google.cloud.bigquery import QueryJobConfig as C",
        "from google.cloud.bigquery import dbapi",
        "table.view_query = sql",
        "rest.asked(clients, 'POST', 'bigquery', f'{project}/queries')",
    ],
)
def test_another_way_would_be_noticed(code: str) -> None:
    assert senders(code)


def test_what_a_check_of_access_tries_is_googlesql(shop: Shop, accepted: Accepted, tmp_path: Path) -> None:
    shop.tell(
        "state", {"denied": {f"^{shop.project}$": ["bigquery.tables.create", "bigquery.models.create"]}}
    )
    with Project.create(tmp_path / "new.segdesk") as project:
        project.settings = Settings(
            connect=ConnectSettings(source=shop.source),
            bigquery=BigQuerySettings(dataset=shop.work),
            sweep=SweepSettings(engine="bigquery-ml"),
        )
        shop.make_dataset(shop.work)
        access.check(project)
    tried = accepted.check(shop.log(), shop.client)
    assert len(tried) == len(DRY_RUNS)


def test_a_statement_that_is_not_googlesql_is_noticed(shop: Shop, accepted: Accepted) -> None:
    """The stand-in runs what DuckDB knows; only Google's analyser knows what BigQuery would refuse."""
    shop.open().query("SELECT list_value(1, 2) AS numbers").read_all()
    with pytest.raises(AssertionError, match="Function not found: list_value"):
        accepted.check(shop.log(), shop.client)


def test_a_table_without_the_column_that_the_next_statement_reads_is_noticed(
    shop: Shop, accepted: Accepted
) -> None:
    warehouse = shop.open()
    warehouse.execute("CREATE OR REPLACE TABLE one AS SELECT 1 AS a")
    warehouse.query("SELECT a FROM one").read_all()
    log = shop.log()
    assert len(accepted.check(log, shop.client)) == 2
    for each in log:
        query = (each["body"] or {}).get("configuration", {}).get("query", {})
        if "SELECT a" in query.get("query", ""):
            query["query"] = query["query"].replace("SELECT a", "SELECT b")
    with pytest.raises(AssertionError, match="Unrecognized name: b"):
        accepted.check(log, shop.client)
