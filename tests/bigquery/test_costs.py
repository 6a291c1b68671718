"""From the command line: nothing over the limits runs without a yes, and what was spent and made is kept."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from segdesk import cli


@dataclass(frozen=True)
class Told:
    status: int
    out: str
    err: str


Segdesk = Callable[..., Told]


@pytest.fixture
def segdesk(
    stand_in: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Segdesk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", stand_in.rest)
    monkeypatch.setenv("SEGDESK_BIGQUERY_STORAGE", stand_in.grpc)
    monkeypatch.setattr("segdesk.paths.config_folder", lambda: tmp_path / "config")

    def run(*arguments: str) -> Told:
        capsys.readouterr()
        return Told(cli.run(arguments), *capsys.readouterr())

    return run


@pytest.fixture
def shop(dataset: Any) -> tuple[str, ...]:
    """The options of a source with a small shop, and of a work dataset of its own."""
    dataset.load_thelook(customers=60)
    return ("--source", f"bigquery:{dataset.path}", "--dataset", f"{dataset.id}_work")


def jobs_of(stand_in: Any) -> list[dict[str, Any]]:
    """Return the configurations of the query jobs that were sent, but for dry runs."""
    bodies = [each["body"] for each in stand_in.log() if each["method"] == "POST" and "/jobs" in each["path"]]
    read = [json.loads(body) if isinstance(body, str) else body for body in bodies if body]
    found = [each["configuration"] for each in read if "query" in each.get("configuration", {})]
    return [each for each in found if not each.get("dryRun")]


def test_over_the_limits_nothing_runs_without_a_yes(
    segdesk: Segdesk, shop: tuple[str, ...], stand_in: Any
) -> None:
    assert segdesk("connect", "p.segdesk", *shop).status == 0
    stand_in.reset()
    told = segdesk("features", "p.segdesk", "--byte-cap", "1MB", "--budget", "0")
    assert told.status == 1
    assert "would be billed for" in told.err
    assert "one statement may be billed for 977 KiB; the project may cost $0.00" in told.err
    assert "Allow it this once (--yes), or raise the limit (--byte-cap " in told.err
    assert jobs_of(stand_in) == []
    assert json.loads(segdesk("costs", "p.segdesk", "--json").out)["jobs"] == []


def test_with_a_yes_it_runs_and_is_accounted_for_and_cleaned_up_after(
    segdesk: Segdesk, shop: tuple[str, ...], stand_in: Any, dataset: Any
) -> None:
    assert segdesk("connect", "p.segdesk", *shop).status == 0
    stand_in.reset()
    told = segdesk("features", "p.segdesk", "--byte-cap", "1MB", "--budget", "0", "--yes")
    assert told.status == 0, told.err
    assert "allowed: 'Features: parametric' would be billed for" in told.err
    sent = jobs_of(stand_in)
    costs = json.loads(segdesk("costs", "p.segdesk", "--json").out)
    assert len(sent) == len(costs["jobs"]) > 0
    assert all(int(each["query"]["maximumBytesBilled"]) > 0 for each in sent)
    assert costs["spent"] == pytest.approx(sum(job["billed_bytes"] for job in costs["jobs"]) / 2**40 * 6.25)
    assert costs["spent"] > 0
    work = f"{dataset.path}_work"
    assert {each["path"] for each in costs["made"]} == {work, f"{work}.parametric"}
    cleaned = segdesk("clean-up", "p.segdesk", "--delete", "--yes", "--json")
    assert [each["deleted"] for each in json.loads(cleaned.out)["objects"]] == [True, True]
    assert json.loads(segdesk("costs", "p.segdesk", "--json").out)["made"] == []
    assert [
        each.dataset_id for each in dataset.client.list_datasets() if each.dataset_id.endswith("_work")
    ] == []


def test_a_project_that_fails_keeps_the_accounts_of_what_it_spent_and_made(
    segdesk: Segdesk, shop: tuple[str, ...], tmp_path: Path
) -> None:
    told = segdesk("run", "p.segdesk", *shop, "--k", "90:91")
    assert told.status == 1, told.err
    assert (tmp_path / "p.segdesk").is_file()
    costs = json.loads(segdesk("costs", "p.segdesk", "--json").out)
    assert costs["spent"] > 0
    cleaned = segdesk("clean-up", "p.segdesk", "--delete", "--yes")
    assert "Deleted 2 objects." in cleaned.out
