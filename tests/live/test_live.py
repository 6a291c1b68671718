"""Against BigQuery itself, where a project is named: what it did and what it cost is printed.

    SEGDESK_LIVE_PROJECT=my-project make live

The person who runs it is signed in (``segdesk sign-in``, or gcloud's application default credentials). It
makes two datasets whose names begin with ``segdesk_live``, and deletes both at the end. Without a project it
is skipped, and says so.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from segdesk.project.settings import RecipeName
from segdesk.tasks.task import Task
from segdesk.warehouse.sample import write_sample

pytestmark = pytest.mark.live

PROJECT = os.environ.get("SEGDESK_LIVE_PROJECT", "")
LOCATION = os.environ.get("SEGDESK_LIVE_LOCATION", "US")
WRITER = os.environ.get("SEGDESK_LIVE_WRITER", "")
"""Set to 1 to have a language model write the names and five emails; that needs Vertex AI in the project."""
CUSTOMERS = int(os.environ.get("SEGDESK_LIVE_CUSTOMERS", "2000"))
LIMITS = ("--byte-cap", "2GB", "--budget", "1.00")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The source dataset, filled with the sample, and the name of the work dataset."""
    if not PROJECT:
        pytest.skip("SEGDESK_LIVE_PROJECT is not set: nothing was asked of BigQuery itself")
    from google.auth.credentials import AnonymousCredentials
    from google.cloud import bigquery

    # Where Google's own variable names a stand-in, this is a rehearsal, and nobody has to be signed in.
    nobody = AnonymousCredentials() if "BIGQUERY_EMULATOR_HOST" in os.environ else None
    client = bigquery.Client(project=PROJECT, location=LOCATION, credentials=nobody)
    mark = secrets.token_hex(4)
    source, work = f"segdesk_live_source_{mark}", f"segdesk_live_{mark}"
    dataset = bigquery.Dataset(f"{PROJECT}.{source}")
    dataset.location = LOCATION
    client.create_dataset(dataset)
    try:
        folder = tmp_path_factory.mktemp("live")
        for path in write_sample(folder / "sample", RecipeName.THELOOK, CUSTOMERS, 42, Task()):
            config = bigquery.LoadJobConfig(source_format=bigquery.SourceFormat.PARQUET)
            with path.open("rb") as file:
                client.load_table_from_file(file, f"{source}.{path.stem}", job_config=config).result()
            print(f"loaded {path.stem}: {pq.read_metadata(path).num_rows:,} rows")
        yield f"bigquery:{PROJECT}.{source}", work
    finally:
        client.delete_dataset(source, delete_contents=True, not_found_ok=True)
        client.delete_dataset(work, delete_contents=True, not_found_ok=True)


@pytest.mark.parametrize("engine", ["local", "bigquery-ml"])
def test_all_seven_steps(places: tuple[str, str], tmp_path: Path, engine: str) -> None:
    source, work = places
    project = tmp_path / "live.segdesk"
    writer = ("--writer", "bigquery", "--label-writer", "bigquery") if WRITER else ()
    options = ("--source", source, "--dataset", work, "--engine", engine, "--k", "3:5", "--emails", "5")
    found = segdesk("run", project, *options, *LIMITS, *writer, "--out", str(tmp_path / "files"))
    assert found["customers"] == CUSTOMERS
    assert [row["k"] for row in found["sweep"]] == [3, 4, 5]
    assert all(row["status"] == "done" for row in found["sweep"])
    costs = segdesk("costs", project)
    print(json.dumps(costs, indent=1))
    listed = segdesk("clean-up", project)
    print(json.dumps(listed, indent=1))
    segdesk("clean-up", project, "--delete", "--yes")


def segdesk(command: str, project: Path, *options: str) -> dict[str, Any]:
    """Run a command on the project and return what it prints as JSON."""
    line = [sys.executable, "-m", "segdesk", command, str(project), *options, "--json"]
    ended = subprocess.run(line, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    found: dict[str, Any] = json.loads(ended.stdout)
    return found
