"""What a check of access tries in dry runs is GoogleSQL, and so is what it hands to an administrator."""

import pytest

from segdesk.warehouse.bigquery import access, remedies
from tests.zetasql.functions import Analyser, Catalogue


@pytest.fixture(scope="module")
def analyser(zetasql) -> Analyser:
    return Analyser(Catalogue(tables={}))


@pytest.mark.parametrize("sql", [*access.statements()])
def test_what_is_tried_in_dry_runs_is_googlesql(analyser: Analyser, sql: str) -> None:
    analyser.check(sql)


@pytest.mark.parametrize(
    "sql",
    [
        remedies.grant_on_dataset("my-project.shop", "ana@example.com", "roles/bigquery.dataViewer"),
        remedies.make_dataset("my-project.segdesk", "EU"),
        remedies.make_dataset("my-project.segdesk", None),
    ],
)
def test_what_an_administrator_is_handed_is_googlesql(analyser: Analyser, sql: str) -> None:
    """But for ALTER PROJECT, which is BigQuery's alone."""
    analyser.check(sql)


def test_a_typing_error_would_be_seen(analyser: Analyser) -> None:
    with pytest.raises(Exception, match="SCHEME is not"):
        analyser.check(remedies.make_dataset("my-project.segdesk", "EU").replace("SCHEMA", "SCHEME"))
