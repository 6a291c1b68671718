"""What `make live` does against BigQuery itself, against the stand-in: so that it works when it is wanted."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def live(**variables: str) -> subprocess.CompletedProcess[str]:
    """Run the live tests on the local engine."""
    command = [sys.executable, "-m", "pytest", *("-p", "no:pytest-qt", "-p", "no:cacheprovider")]
    return subprocess.run(
        [*command, "tests/live", "-m", "live", "-s", "-rs", "-k", "local"],
        cwd=ROOT,
        env={**os.environ, **variables},
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_live_run_works_says_what_it_did_and_cost_and_leaves_nothing(stand_in: Any) -> None:
    client = stand_in.client()
    before = {each.dataset_id for each in client.list_datasets()}
    done = live(
        SEGDESK_LIVE_PROJECT=stand_in.project,
        SEGDESK_LIVE_CUSTOMERS="200",
        BIGQUERY_EMULATOR_HOST=stand_in.rest,
        SEGDESK_BIGQUERY_STORAGE=stand_in.grpc,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "1 passed" in done.stdout
    assert "loaded users: 200 rows" in done.stdout
    assert '"what": "Features: parametric"' in done.stdout
    assert '"spent": ' in done.stdout
    assert {each.dataset_id for each in client.list_datasets()} == before
    client.close()


def test_without_a_project_the_live_run_is_skipped_loudly() -> None:
    done = live(SEGDESK_LIVE_PROJECT="")
    assert "1 skipped" in done.stdout
    assert "SEGDESK_LIVE_PROJECT is not set: nothing was asked of BigQuery itself" in done.stdout
