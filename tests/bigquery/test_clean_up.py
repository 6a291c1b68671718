"""Cleaning up: what carries segdesk's label is found and can go, and nothing else is ever touched."""

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery

from segdesk import cli
from segdesk.project import ledger
from segdesk.project.file import Project
from segdesk.project.ledger import Made, MadeObject
from segdesk.project.settings import BigQuerySettings, ConnectSettings, Settings
from segdesk.steps import clean_up
from segdesk.tasks.task import Progress, Task
from segdesk.warehouse.bigquery import objects
from segdesk.warehouse.bigquery.connections import MARK
from segdesk.warehouse.bigquery.found import Found, of_project

OURS = 'OPTIONS(labels=[("app", "segdesk")])'


@dataclass(frozen=True)
class Work:
    """A dataset at the stand-in."""

    client: bigquery.Client
    rest: str
    path: str

    @property
    def project(self) -> str:
        return self.path.partition(".")[0]

    @property
    def dataset(self) -> str:
        return self.path.partition(".")[2]

    @property
    def source(self) -> str:
        return f"bigquery:{self.path}"

    def make(self, kind: str, name: str, options: str = OURS) -> str:
        path = f"{self.path}.{name}"
        head = f"CREATE {kind} `{path}` {options}"
        if kind == "MODEL":
            head = f"CREATE MODEL `{path}` OPTIONS(model_type = 'kmeans', num_clusters = 2)"
        self.client.query(f"{head} AS SELECT 1.5 AS x UNION ALL SELECT 2.5 UNION ALL SELECT 9").result()
        if kind == "MODEL" and options == OURS:
            model = self.client.get_model(path)
            model.labels = {"app": "segdesk"}
            self.client.update_model(model, ["labels"])
        return path

    def label(self, path: str, value: str | None) -> None:
        table = self.client.get_table(path)
        table.labels = {"app": value}
        self.client.update_table(table, ["labels"])

    def contents(self) -> set[str]:
        tables, models = self.client.list_tables(self.path), self.client.list_models(self.path)
        return {each.table_id for each in tables} | {each.model_id for each in models}

    def is_there(self) -> bool:
        return any(each.dataset_id == self.dataset for each in self.client.list_datasets())

    def connect(self, name: str, description: str) -> None:
        address = f"{self.rest}/v1/projects/{self.project}/locations/eu/connections?connectionId={name}"
        body = {"cloudResource": {}, "description": description}
        requests.post(address, json=body, timeout=10).raise_for_status()

    def faults(self, **fault: object) -> None:
        requests.post(f"{self.rest}/_test/faults", json=[fault], timeout=10).raise_for_status()

    def asked(self) -> list[str]:
        log = requests.get(f"{self.rest}/_test/log", timeout=10).json()
        return [f"{each['method']} {each['path']}" for each in log if each["kind"] == "http"]


@pytest.fixture
def work(stand_in: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Work]:
    """An empty dataset that segdesk has made; all of the stand-in's switches are off."""
    monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", stand_in.rest)
    monkeypatch.setattr("segdesk.paths.config_folder", lambda: tmp_path / "config")
    requests.post(f"{stand_in.rest}/_test/reset", timeout=10).raise_for_status()
    client = bigquery.Client(stand_in.project, AnonymousCredentials())
    dataset = bigquery.Dataset(f"{stand_in.project}.clean_up_{uuid.uuid4().hex[:8]}")
    dataset.location, dataset.labels = "EU", {"app": "segdesk"}
    path = client.create_dataset(dataset)
    yield Work(client, stand_in.rest, f"{path.project}.{path.dataset_id}")
    requests.post(f"{stand_in.rest}/_test/reset", timeout=10).raise_for_status()
    client.delete_dataset(path, delete_contents=True, not_found_ok=True)
    client.close()


@pytest.fixture
def project(work: Work, tmp_path: Path) -> Iterator[Project]:
    """A project that works in the dataset."""
    with Project.create(tmp_path / "p.segdesk") as project:
        project.settings = Settings(
            connect=ConnectSettings(source=f"bigquery:{work.project}.sales"),
            bigquery=BigQuerySettings(dataset=work.dataset),
        )
        yield project


def names(found: tuple[Found, ...]) -> list[str]:
    return [each.path.rpartition(".")[2] for each in found]


def test_what_carries_the_label_is_found_with_its_size_and_cost_without_a_project_file(work: Work) -> None:
    work.make("TABLE", "parametric")
    work.make("VIEW", "people")
    work.make("MODEL", "kmeans_2")
    view, table, model, dataset = clean_up.look_at(work.source, Task()).found
    assert (view.path, view.kind, view.monthly_cost) == (f"{work.path}.people", Made.VIEW, 0.0)
    assert (table.path, table.kind, table.rows) == (f"{work.path}.parametric", Made.TABLE, 3)
    assert table.bytes == 24
    assert table.monthly_cost == pytest.approx(24 / 2**30 * 0.02)
    assert (model.path, model.kind, model.bytes) == (f"{work.path}.kmeans_2", Made.MODEL, None)
    assert (dataset.path, dataset.kind) == (work.path, Made.DATASET)
    assert all(each.made is not None for each in (view, table, model, dataset))


def test_what_does_not_carry_the_label_is_neither_found_nor_deleted(work: Work) -> None:
    for kind, name in (("TABLE", "their_table"), ("VIEW", "their_view"), ("MODEL", "their_model")):
        work.make(kind, name, "")
        work.make(kind, name + "_too", 'OPTIONS(labels=[("app", "another"), ("team", "segdesk")])')
    theirs = work.contents()
    for kind, name in (("TABLE", "t"), ("VIEW", "v"), ("MODEL", "m")):
        work.make(kind, name)
    looked = clean_up.look_at(work.source, Task())
    assert names(looked.found) == ["v", "t", "m"]
    assert f"{work.path} stays as long as it holds something that is not segdesk's" in looked.notes
    deleted = clean_up.clear_at(work.source, looked.found, Task())
    assert (names(deleted.gone), deleted.left) == (["v", "t", "m"], ())
    assert work.contents() == theirs


def test_the_dataset_goes_last_and_only_when_it_is_empty(work: Work) -> None:
    work.make("TABLE", "t")
    looked = clean_up.look_at(work.source, Task())
    late = work.make("MODEL", "made_meanwhile", "")
    deleted = clean_up.clear_at(work.source, looked.found, Task())
    assert names(deleted.gone) == ["t"]
    assert [(left.found.kind, left.reason) for left in deleted.left] == [
        (Made.DATASET, f"{work.path} is kept: it is not empty.")
    ]
    work.client.delete_model(late)
    again = clean_up.look_at(work.source, Task())
    assert [each.kind for each in clean_up.clear_at(work.source, again.found, Task()).gone] == [Made.DATASET]
    assert not work.is_there()


def test_a_dataset_that_somebody_else_made_is_not_listed(work: Work) -> None:
    dataset = work.client.get_dataset(work.path)
    dataset.labels = {"app": None}
    work.client.update_dataset(dataset, ["labels"])
    work.make("TABLE", "t")
    assert names(clean_up.look_at(work.source, Task()).found) == ["t"]


def test_what_has_lost_its_label_since_it_was_listed_stays(work: Work) -> None:
    lost = work.make("TABLE", "claimed")
    work.make("TABLE", "t")
    looked = clean_up.look_at(work.source, Task())
    work.label(lost, None)
    deleted = clean_up.clear_at(work.source, looked.found, Task())
    assert names(deleted.gone) == ["t"]
    assert deleted.left[0].reason == f"{lost} is kept: it does not carry segdesk's label any more."
    assert work.contents() == {"claimed"}


def test_what_somebody_else_deleted_meanwhile_is_gone(work: Work) -> None:
    gone = work.make("TABLE", "t")
    looked = clean_up.look_at(work.source, Task())
    work.client.delete_table(gone)
    deleted = clean_up.clear_at(work.source, looked.found, Task())
    assert [each.kind for each in deleted.gone] == [Made.TABLE, Made.DATASET]


def test_what_cannot_be_deleted_is_told_and_the_rest_goes(work: Work) -> None:
    for name in ("a", "b", "c"):
        work.make("TABLE", name)
    looked = clean_up.look_at(work.source, Task())
    work.faults(
        path=f"DELETE .*{work.dataset}/tables/b",
        status=403,
        reason="accessDenied",
        message=f"Access Denied: Table {work.path}.b: Permission bigquery.tables.delete denied",
        times=1,
    )
    deleted = clean_up.clear_at(work.source, looked.found, Task())
    assert names(deleted.gone) == ["a", "c"]
    assert names(tuple(left.found for left in deleted.left)) == ["b", work.dataset]
    assert "bigquery.tables.delete" in deleted.left[0].reason


def test_a_service_that_is_away_for_a_moment_is_asked_again(work: Work) -> None:
    work.make("TABLE", "t")
    work.faults(path="(GET|DELETE) .*/tables", status=503, reason="backendError", message="away", times=2)
    looked = clean_up.look_at(work.source, Task())
    work.faults(path="(GET|DELETE) .*/tables", status=503, reason="backendError", message="away", times=2)
    assert len(clean_up.clear_at(work.source, looked.found, Task()).gone) == 2


def test_long_lists_are_read_to_their_end(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "_PAGE", 2)
    for number in range(5):
        work.make("TABLE", f"t{number}")
    looked = clean_up.look_at(f"bigquery:{work.project}", Task())
    assert sum(each.dataset == work.path for each in looked.found) == 5
    assert work.path in [each.path for each in looked.found]


def test_a_dataset_that_is_not_there_is_named(work: Work) -> None:
    with pytest.raises(Exception, match=f"There is no dataset {work.project}.nothing_here"):
        clean_up.look_at(f"bigquery:{work.project}.nothing_here", Task())


def test_connections_that_segdesk_made_are_found_and_go_and_others_stay(work: Work) -> None:
    work.connect("ours", MARK)
    work.connect("theirs", "made by Ada")
    looked = clean_up.look_at(work.source, Task())
    assert [each.path for each in looked.found if each.kind is Made.CONNECTION] == [f"{work.project}.eu.ours"]
    deleted = clean_up.clear_at(work.source, looked.found, Task())
    assert f"{work.project}.eu.ours" in [each.path for each in deleted.gone]
    left = requests.get(f"{work.rest}/v1/projects/{work.project}/locations/eu/connections", timeout=10).json()
    assert [each["name"].rpartition("/")[2] for each in left["connections"]] == ["theirs"]


def test_a_connection_that_was_renamed_meanwhile_stays(work: Work) -> None:
    work.connect("theirs", "made by Ada")
    theirs = Found(f"{work.project}.eu.theirs", Made.CONNECTION)
    deleted = clean_up.clear_at(work.source, [theirs], Task())
    assert (deleted.gone, len(deleted.left)) == ((), 1)


def test_without_the_connection_api_the_rest_is_listed_with_a_note(work: Work) -> None:
    work.make("TABLE", "t")
    work.faults(
        path="GET .*/connections", status=403, reason="accessDenied", message="Access Denied", times=9
    )
    looked = clean_up.look_at(work.source, Task())
    assert names(looked.found) == ["t", work.dataset]
    assert looked.notes[0].startswith("Connections in eu could not be looked for: BigQuery denies access")


def test_a_project_deletes_what_it_made_and_forgets_it(work: Work, project: Project) -> None:
    mine, other = work.make("TABLE", "mine"), work.make("TABLE", "anothers")
    dataset = MadeObject(work.path, Made.DATASET)
    ledger.record(project, None, (), [MadeObject(mine, Made.TABLE), dataset])
    looked = clean_up.look(project, Task())
    assert {each.path: each.known for each in looked.found} == {mine: True, other: False, work.path: True}
    deleted = clean_up.clear(project, of_project(looked), Task())
    assert ([each.path for each in deleted.gone], deleted.left) == ([mine], ())
    assert ledger.made(project) == (dataset,)
    assert work.contents() == {"anothers"}


def test_a_project_deletes_its_dataset_when_nothing_else_is_left(work: Work, project: Project) -> None:
    mine = MadeObject(work.make("VIEW", "mine"), Made.VIEW)
    ledger.record(project, None, (), [mine, MadeObject(work.path, Made.DATASET)])
    clean_up.clear(project, of_project(clean_up.look(project, Task())), Task())
    assert ledger.made(project) == ()
    assert not work.is_there()


def test_a_project_finds_what_it_made_before_it_worked_elsewhere(work: Work, project: Project) -> None:
    mine = work.make("TABLE", "mine")
    ledger.record(project, None, (), [MadeObject(mine, Made.TABLE)])
    project.settings = Settings()
    assert [each.path for each in of_project(clean_up.look(project, Task()))] == [mine]


def test_a_cancel_keeps_what_is_not_gone_yet_and_forgets_the_rest(work: Work, project: Project) -> None:
    made = [MadeObject(work.make("TABLE", name), Made.TABLE) for name in ("a", "b", "c")]
    ledger.record(project, None, (), made)
    task = Task()

    def on_progress(progress: Progress) -> None:
        if progress.text.endswith(".b"):
            task.cancel()

    looked = clean_up.look(project, Task())
    task.on_progress = on_progress
    deleted = clean_up.clear(project, of_project(looked), task)
    assert names(deleted.gone) == ["a", "b"]
    assert ledger.made(project) == (made[2],)
    assert work.contents() == {"c"}


# -- on the command line


@dataclass(frozen=True)
class Told:
    status: int
    out: str
    err: str


@pytest.fixture
def segdesk(capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    def run(*arguments: str) -> Told:
        capsys.readouterr()
        return Told(cli.run(arguments), *capsys.readouterr())

    return run


def test_without_delete_there_is_only_a_list(work: Work, segdesk: Callable[..., Told]) -> None:
    work.make("TABLE", "t")
    told = segdesk("clean-up", work.source)
    assert told.status == 0, told.err
    lines = [" ".join(line.split()) for line in told.out.splitlines()]
    assert lines[0] == "kind rows size a month made (UTC) path"
    assert lines[1].startswith("table 3 24 B less than $0.01 20")
    assert lines[1].endswith(f"{work.path}.t")
    assert lines[3] == "2 objects: 24 B, which cost less than $0.01 a month to keep."
    assert lines[4] == f"To delete them: segdesk clean-up {work.source} --delete"
    assert [asked for asked in work.asked() if not asked.startswith(("GET", "POST /bigquery/v2/"))] == []
    assert work.contents() == {"t"}


def test_without_anybody_to_ask_nothing_is_deleted(work: Work, segdesk: Callable[..., Told]) -> None:
    work.make("TABLE", "t")
    told = segdesk("clean-up", work.source, "--delete")
    assert told.status == 1
    assert "segdesk: Nothing is deleted: there is nobody to ask. Add --yes." in told.err
    assert work.contents() == {"t"}


def test_with_yes_it_goes(work: Work, segdesk: Callable[..., Told]) -> None:
    work.make("TABLE", "t")
    told = segdesk("clean-up", work.source, "--delete", "--yes")
    assert told.status == 0, told.err
    assert told.out.endswith("Deleted 2 objects.\n")
    assert not work.is_there()


def test_json_tells_what_became_of_everything(work: Work, segdesk: Callable[..., Told]) -> None:
    work.make("TABLE", "a")
    work.make("TABLE", "b")
    work.faults(
        path=f"DELETE .*{work.dataset}/tables/b", status=403, reason="accessDenied", message="no", times=1
    )
    told = segdesk("clean-up", work.source, "--delete", "--yes", "--json")
    assert told.status == 1
    found = {each["path"].rpartition(".")[2]: each for each in json.loads(told.out)["objects"]}
    assert (found["a"]["deleted"], found["a"]["reason"]) == (True, None)
    assert (found["b"]["deleted"], found["b"]["bytes"]) == (False, 24)
    assert "denies access" in found["b"]["reason"]
    assert "2 of 3 could not be deleted" in told.err


def test_a_project_file_lists_what_others_made_and_leaves_it(
    work: Work, project: Project, segdesk: Callable[..., Told]
) -> None:
    ledger.record(project, None, (), [MadeObject(work.make("TABLE", "mine"), Made.TABLE)])
    work.make("TABLE", "anothers")
    project.close()
    told = segdesk("clean-up", str(project.path), "--delete", "--yes")
    assert told.status == 0, told.err
    assert "Deleted 1 object." in told.out
    assert f"What other projects made there: segdesk clean-up bigquery:{work.path}" in told.out
    assert work.contents() == {"anothers"}
    with Project.open(project.path) as opened:
        assert ledger.made(opened) == ()
