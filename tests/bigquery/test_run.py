"""The whole command line on tables in BigQuery, with both engines, as a person calls it."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import segdesk.clustering  # noqa: F401 - sets OMP_WAIT_POLICY before scikit-learn is imported
from segdesk import cli
from segdesk.project import ledger
from segdesk.project.file import Project
from segdesk.project.settings import RecipeName
from segdesk.tasks.task import Task
from segdesk.warehouse.sample import write_sample
from tests.bigquery.accepted import Accepted
from tests.bigquery.conftest import Dataset

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stand_in: Any
) -> Run:
    """Run segdesk where the stand-in is BigQuery; returns the figures, or what went wrong."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", stand_in.rest)
    monkeypatch.setenv("SEGDESK_BIGQUERY_STORAGE", stand_in.grpc)

    def call(*arguments: str | Path, status: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        ended = cli.run([*map(str, arguments), "--json"])
        told = capsys.readouterr()
        assert ended == status, told.err[-3000:]
        return json.loads(told.out) if status == 0 else {"error": told.err}

    return call


def work_of(dataset: Dataset) -> str:
    """Return the name of the dataset to work in, beside the source's."""
    return f"{dataset.id}_work"


@pytest.fixture
def place(dataset: Dataset) -> Any:
    """The options that name the dataset and one to work in, which is deleted afterwards."""
    yield ("--source", f"bigquery:{dataset.path}", "--dataset", work_of(dataset))
    name = f"{dataset.stand_in.project}.{work_of(dataset)}"
    dataset.client.delete_dataset(name, delete_contents=True, not_found_ok=True)


@pytest.fixture(autouse=True)
def only_googlesql(dataset: Dataset, place: tuple[str, ...], accepted: Accepted) -> Iterator[None]:
    """Let a test fail that has sent a statement which Google's analyser does not accept."""
    assert place
    yield
    assert accepted.check(dataset.stand_in.log(), dataset.client)


SMALL = ("--k", "3:4", "--bootstraps", "0", "--emails", "12")


def test_the_shop_gives_the_same_segments_in_bigquery_as_from_files(
    run: Run, dataset: Dataset, place: tuple[str, ...], tmp_path: Path
) -> None:
    dataset.load_thelook(300)
    write_sample(tmp_path / "files", RecipeName.THELOOK, 300, 7, Task())
    upstairs = run("run", "up.segdesk", *place, *SMALL, "--out", "up")
    here = run("run", "here.segdesk", "--source", tmp_path / "files", *SMALL, "--out", "here")
    for figure in ("customers", "features", "segments", "label_case", "k", "reason"):
        assert upstairs[figure] == here[figure], figure
    for score in ("inertia", "silhouette", "calinski_harabasz", "davies_bouldin"):
        ours = [row[score] for row in upstairs["sweep"]]
        assert ours == pytest.approx([row[score] for row in here["sweep"]], rel=1e-9), score
    assert pq.read_table("up/segments.parquet") == pq.read_table("here/segments.parquet")


def test_what_was_found_out_is_written_back_under_the_documents_names(
    run: Run, dataset: Dataset, place: tuple[str, ...]
) -> None:
    dataset.load_thelook(300)
    found = run("run", "shop.segdesk", *place, *SMALL)
    work = f"{dataset.stand_in.project}.{work_of(dataset)}"
    sizes = dataset.rows(
        f"SELECT segment, COUNT(*) AS n FROM `{work}.semi_label_parametric` GROUP BY segment"
    )
    assert {row["segment"]: row["n"] for row in sizes} == {s["segment"]: s["size"] for s in found["segments"]}
    named = dataset.rows(f"SELECT DISTINCT segment, segments, designation FROM `{work}.label_parametric`")
    labels = {s["segment"]: (s["label"], s["designation"]) for s in found["segments"]}
    assert {row["segment"]: (row["segments"], row["designation"]) for row in named} == labels
    centroids = dataset.rows(f"SELECT segment FROM `{work}.centroid_data`")
    assert {row["segment"] for row in centroids} == set(labels)
    emails = dataset.rows(f"SELECT COUNT(*) AS n FROM `{work}.marketing_email`")
    prompts = dataset.rows(f"SELECT COUNT(*) AS n FROM `{work}.final_data`")
    assert emails[0]["n"] == prompts[0]["n"] == 12


def test_bigquery_ml_and_language_models_do_the_whole_of_it(
    run: Run, dataset: Dataset, place: tuple[str, ...]
) -> None:
    dataset.load_thelook(400)
    writers = ("--writer", "bigquery", "--label-writer", "bigquery")
    found = run(
        "run",
        "ml.segdesk",
        *place,
        "--engine",
        "bigquery-ml",
        "--rows",
        "250",
        *SMALL,
        *writers,
        "--out",
        "f",
    )
    assert found["customers"] == 400
    assert found["customers_here"] == pq.read_table("f/segments.parquet").num_rows == 250
    assert sum(segment["size"] for segment in found["segments"]) == 400
    assert [row["status"] for row in found["sweep"]] == ["done", "done"]
    assert sum(found["emails"].values()) == 12
    work = f"{dataset.stand_in.project}.{work_of(dataset)}"
    everybody = dataset.rows(f"SELECT COUNT(*) AS n FROM `{work}.semi_label_parametric`")
    assert everybody[0]["n"] == 400
    with Project.open(Path("ml.segdesk")) as project:
        assert {job.outcome for job in ledger.jobs(project)} == {"done"}
        assert 0 < ledger.spent(project) < 5
        asked = project.row("SELECT count(*) FROM model_replies WHERE step = 'emails'")
        assert asked == (12,)


def test_a_model_that_bigquery_ml_tunes_does_the_whole_of_it(
    run: Run, dataset: Dataset, place: tuple[str, ...]
) -> None:
    dataset.load_thelook(300)
    engine = ("--engine", "bigquery-ml", "--trials", "2", "--tuning-algorithm", "grid-search")
    found = run("run", "ml.segdesk", *place, *SMALL, *engine, "--k", "3:5", "--out", "f")
    assert [row["status"] for row in found["sweep"]] == ["done", "done", "failed"]
    assert "BigQuery ML did not try 5 segments" in found["sweep"][2]["error"]
    assert found["k"] in (3, 4)
    assert sum(segment["size"] for segment in found["segments"]) == found["customers"] == 300
    models = [each.model_id for each in dataset.client.list_models(f"{dataset.path}_work")]
    assert models == ["kmeans_tuned"]
    again = run("run", "ml.segdesk", *place, "--warm-start", "--trials", "0", "--k", "3:4")
    assert [row["status"] for row in again["sweep"]] == ["done", "done"]


@pytest.mark.parametrize("engine", ["local", "bigquery-ml"])
@pytest.mark.parametrize("mode", ["careful", "notebook"])
def test_the_analytics_export_goes_through_all_seven_steps(
    run: Run, dataset: Dataset, place: tuple[str, ...], mode: str, engine: str
) -> None:
    dataset.load_ga360(20_000, days=("2016081*",))
    found = run(
        *("run", "ga.segdesk", *place, "--recipe", "ga360", "--mode", mode, "--engine", engine, "--k", "3:4"),
        *("--choose", "3", "--bootstraps", "0", "--emails", "5"),
    )
    assert found["k"] == 3
    assert sum(segment["size"] for segment in found["segments"]) == found["customers"] > 20
    names = {table.table_id for table in dataset.client.list_tables(f"{dataset.path}_work")}
    assert {"ga360_view", "crm_view", "final_view", "semi_label_parametric", "label_parametric"} <= names


@pytest.mark.parametrize("engine", ["local", "bigquery-ml"])
def test_any_table_can_be_clustered(run: Run, dataset: Dataset, place: tuple[str, ...], engine: str) -> None:
    dataset.load_thelook(300)
    own = ("--recipe", "custom", "--table", "users", "--key", "id", "--features", "age,gender")
    found = run("run", "own.segdesk", *place, *own, "--engine", engine, *SMALL[:-2], "--emails", "0")
    assert found["customers"] == 300
    assert found["features"] == ["age", "gender"]


def test_a_run_survives_a_service_that_stumbles(run: Run, dataset: Dataset, place: tuple[str, ...]) -> None:
    dataset.load_thelook(300)
    dataset.stand_in.faults(
        {"path": "POST .*/jobs", "status": 503, "reason": "backendError", "message": "busy", "times": 3},
        {"path": "GET .*/jobs", "status": 403, "reason": "rateLimitExceeded", "message": "slow", "times": 2},
        {"path": "ReadRows", "reason": "UNAVAILABLE", "times": 1, "after_messages": 0},
    )
    found = run("run", "shop.segdesk", *place, *SMALL)
    assert found["customers"] == 300


def test_nothing_over_the_budget_runs_without_a_yes(
    run: Run, dataset: Dataset, place: tuple[str, ...]
) -> None:
    dataset.load_thelook(300)
    told = run("run", "shop.segdesk", *place, *SMALL, "--budget", "0.00", status=1)
    assert "--budget" in told["error"]
    ran = [row for row in dataset.stand_in.log() if "parametric" in str(row.get("body"))]
    assert all('"dryRun": true' in str(row["body"]) or '"dryRun":true' in str(row["body"]) for row in ran)
    assert run("run", "shop.segdesk", *place, *SMALL, "--budget", "0.00", "--yes")["customers"] == 300


def test_a_project_from_bigquery_opens_and_exports_without_a_network(
    run: Run, dataset: Dataset, place: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset.load_thelook(300)
    run("run", "shop.segdesk", *place, *SMALL, "--out", "before")
    monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", "http://127.0.0.1:9")
    monkeypatch.setenv("SEGDESK_BIGQUERY_STORAGE", "127.0.0.1:9")
    shown = run("show", "shop.segdesk")
    assert {step["state"] for step in shown["steps"].values()} == {"fresh"}
    run("export", "shop.segdesk", "--out", "after")
    assert pq.read_table("after/emails.parquet") == pq.read_table("before/emails.parquet")


def test_what_a_step_could_not_write_back_is_a_warning_and_its_result_is_kept(
    run: Run, dataset: Dataset, place: tuple[str, ...]
) -> None:
    dataset.load_thelook(300)
    run("run", "shop.segdesk", *place, *SMALL)
    dataset.stand_in.faults(
        {"path": "/jobs", "status": 403, "reason": "accessDenied", "message": "no", "times": 99}
    )
    shown = run("labels", "shop.segdesk", "--label", "seg_1=Gold")
    assert shown["steps"]["labels"]["state"] == "fresh"
    assert any("Not written to BigQuery" in warning for warning in shown["steps"]["labels"]["warnings"])
    assert shown["segments"][0]["label"] == "Gold"


def test_no_address_of_a_customer_reaches_a_log_or_the_terminal(
    run: Run, dataset: Dataset, place: tuple[str, ...], caplog: pytest.LogCaptureFixture, tmp_path: Path,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    dataset.load_thelook(300)
    people = [row["email"] for row in dataset.rows("SELECT email FROM users")]
    writers = ("--writer", "bigquery", "--label-writer", "bigquery")
    found = run("run", "shop.segdesk", *place, *SMALL, *writers)
    told = run("run", "shop.segdesk", "--purchase", "hits.nope", status=2)
    sent = json.dumps(dataset.stand_in.log())
    with Project.open(Path("shop.segdesk")) as project:
        kept = project.settings.model_dump_json() + str(project.rows("SELECT settings, error FROM runs"))
    traces = [str(path.read_text(errors="replace")) for path in tmp_path.rglob("*.log")]
    everything = "\n".join([caplog.text, json.dumps(found), told["error"], sent, kept, *traces])
    assert not [address for address in people if address in everything]
