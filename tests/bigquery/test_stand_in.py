"""The stand-in for BigQuery keeps its promises, asked with Google's own clients."""

import io
import json
import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import requests
from google.api_core import exceptions
from google.cloud import bigquery
from google.cloud.bigquery_storage_v1 import types

from tests.bigquery.conftest import Dataset, StandIn

LABELS = {"app": "segdesk"}
OPTIONS = "OPTIONS(labels=[('app', 'segdesk')], description='made by a test')"


@pytest.fixture
def numbers(dataset: Dataset) -> Dataset:
    """A dataset with a table t of 20,000 rows: i, half, and text."""
    count = 20_000
    rows = {
        "i": pa.array(range(count)),
        "half": pa.array(np.arange(count) / 2),
        "text": pa.array([None if i % 4 == 0 else "abc" for i in range(count)]),
    }
    dataset.load("t", pa.table(rows))
    return dataset


@pytest.fixture
def crowd(dataset: Dataset) -> Dataset:
    """A dataset with a table t of three far groups of customers: key, x, y, kind, first."""
    rng = np.random.default_rng(3)
    centres = np.repeat([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0]], 100, axis=0)
    x, y = (centres + rng.normal(size=(300, 2))).T
    rows = {
        "key": pa.array(range(300)),
        "x": pa.array([None if i == 7 else float(each) for i, each in enumerate(x)]),
        "y": pa.array(y),
        "kind": pa.array([("a", "b", None)[i % 3] for i in range(300)]),
        "first": pa.array([i in (5, 105, 205) for i in range(300)]),
    }
    dataset.load("t", pa.table(rows))
    return dataset


# --- datasets, tables, views


def test_a_dataset_has_the_place_and_labels_that_it_was_made_with(
    stand_in: StandIn, dataset: Dataset
) -> None:
    made = bigquery.Dataset(f"{dataset.path}_b")
    made.location, made.labels = "europe-west1", LABELS
    dataset.client.create_dataset(made)
    try:
        found = dataset.client.get_dataset(made.reference)
        assert (found.location, found.labels) == ("europe-west1", LABELS)
        listed = [each.dataset_id for each in dataset.client.list_datasets(filter="labels.app:segdesk")]
        assert made.dataset_id in listed
        assert dataset.id not in listed
        with pytest.raises(exceptions.Conflict, match="Already Exists"):
            dataset.client.create_dataset(made)
    finally:
        dataset.client.delete_dataset(made.reference)


def test_a_dataset_with_contents_goes_only_with_them(numbers: Dataset) -> None:
    with pytest.raises(exceptions.BadRequest, match="still in use"):
        numbers.client.delete_dataset(numbers.path)
    numbers.client.delete_dataset(numbers.path, delete_contents=True)
    with pytest.raises(exceptions.NotFound, match=f"Dataset {numbers.stand_in.project}:{numbers.id}"):
        numbers.client.get_dataset(numbers.path)


def test_projects_are_listed(stand_in: StandIn, dataset: Dataset) -> None:
    stand_in.state(projects=["another-project"])
    found = {project.project_id for project in dataset.client.list_projects()}
    assert found == {stand_in.project, "another-project"}


@pytest.mark.parametrize("kind", ["TABLE", "VIEW"])
def test_labels_and_descriptions_of_a_statement_are_kept(numbers: Dataset, kind: str) -> None:
    numbers.job(f"CREATE OR REPLACE {kind} made {OPTIONS} AS SELECT i, text FROM t").result()
    found = numbers.client.get_table(f"{numbers.path}.made")
    assert (found.labels, found.description, found.table_type) == (LABELS, "made by a test", kind)
    listed = {each.table_id: each.labels for each in numbers.client.list_tables(numbers.path)}
    assert listed == {"made": LABELS, "t": {}}
    numbers.job(f"ALTER {kind} made SET OPTIONS(labels=[('other', 'x')])").result()
    assert numbers.client.get_table(f"{numbers.path}.made").labels == {"other": "x"}


def test_labels_can_be_given_to_a_table_by_the_api(dataset: Dataset) -> None:
    table = bigquery.Table(f"{dataset.path}.made", schema=[bigquery.SchemaField("i", "INTEGER", "REQUIRED")])
    table.labels = LABELS
    made = dataset.client.create_table(table)
    assert (made.labels, made.schema, made.num_rows) == (LABELS, table.schema, 0)
    made.labels, made.description = {"app": None, "more": "yes"}, "said later"
    changed = dataset.client.update_table(made, ["labels", "description"])
    assert (changed.labels, changed.description) == ({"more": "yes"}, "said later")


def test_a_table_tells_its_size_and_when_it_was_made(numbers: Dataset) -> None:
    found = numbers.client.get_table(f"{numbers.path}.t")
    # 8 bytes for a number, 2 and the text for a string, nothing for NULL.
    assert found.num_bytes == 20_000 * 16 + 15_000 * 5
    assert found.num_rows == 20_000
    assert found.created is not None
    numbers.job("INSERT INTO t (i) VALUES (1)").result()
    assert numbers.client.get_table(f"{numbers.path}.t").num_rows == 20_001


def test_a_view_made_by_the_api_is_one_and_can_be_deleted(numbers: Dataset) -> None:
    view = bigquery.Table(f"{numbers.path}.v")
    view.view_query = f"SELECT i FROM `{numbers.path}.t` WHERE i < 5"
    assert numbers.client.create_table(view).view_query == view.view_query
    assert numbers.rows("SELECT COUNT(*) AS n FROM v") == [{"n": 5}]
    numbers.client.delete_table(view)
    with pytest.raises(exceptions.NotFound, match=r"Table .*\.v"):
        numbers.client.get_table(view)


def test_lists_come_in_pages(dataset: Dataset) -> None:
    names = [f"t{i}" for i in range(5)]
    for name in names:
        dataset.job(f"CREATE TABLE {name} AS SELECT 1 AS i").result()
    assert [each.table_id for each in dataset.client.list_tables(dataset.path, page_size=2)] == names
    jobs = [job.job_id for job in dataset.client.list_jobs(max_results=4, page_size=3)]
    assert len(set(jobs)) == 4


# --- queries and what they cost


def test_a_query_tells_what_it_read_and_what_is_billed(numbers: Dataset) -> None:
    job = numbers.job("SELECT half FROM t WHERE i < @most", most=3)
    assert [row["half"] for row in job.result()] == [0.0, 0.5, 1.0]
    assert job.total_bytes_processed == 20_000 * 16
    assert job.total_bytes_billed == 10 * 2**20
    assert job.statement_type == "SELECT"


def test_a_dry_run_names_bytes_and_columns_and_does_nothing(numbers: Dataset) -> None:
    def rehearsed(sql: str) -> bigquery.QueryJob:
        how = bigquery.QueryJobConfig(dry_run=True, default_dataset=numbers.path)
        return numbers.client.query(sql, job_config=how)

    numbers.job("CREATE VIEW v AS SELECT i, half FROM t").result()
    job = rehearsed("CREATE TABLE made AS SELECT half, COUNT(*) AS n FROM v GROUP BY half")
    assert job.total_bytes_processed == 20_000 * 16
    assert [field.name for field in job.schema] == ["half", "n"]
    with pytest.raises(exceptions.NotFound):
        numbers.client.get_table(f"{numbers.path}.made")
    with pytest.raises(exceptions.BadRequest, match=re.escape("Unrecognized name: nope at [2:3]")):
        rehearsed("SELECT i,\n  nope FROM t")
    with pytest.raises(exceptions.NotFound, match=f"Not found: Table {numbers.stand_in.project}:"):
        rehearsed("SELECT 1 FROM absent")


def test_a_byte_cap_stops_a_query(numbers: Dataset) -> None:
    how = bigquery.QueryJobConfig(maximum_bytes_billed=1_000, default_dataset=numbers.path)
    job = numbers.client.query("SELECT i FROM t", job_config=how)
    with pytest.raises(exceptions.GoogleAPICallError, match="exceeded limit for bytes billed: 1000"):
        job.result(retry=None, job_retry=None)
    assert job.error_result["reason"] == "bytesBilledLimitExceeded"


@pytest.mark.parametrize(
    ("sql", "kind", "destination", "changed"),
    [
        ("CREATE TABLE made AS SELECT i FROM t", "CREATE_TABLE_AS_SELECT", "made", None),
        ("CREATE OR REPLACE VIEW made AS SELECT i FROM t", "CREATE_VIEW", None, None),
        ("DELETE FROM t WHERE i < 7", "DELETE", None, 7),
        ("DROP TABLE t", "DROP_TABLE", None, None),
    ],
)
def test_a_job_tells_what_its_statement_did(
    numbers: Dataset, sql: str, kind: str, destination: str | None, changed: int | None
) -> None:
    job = numbers.job(sql)
    job.result()
    assert (job.statement_type, job.num_dml_affected_rows) == (kind, changed)
    assert destination is None or job.destination.table_id == destination


def test_a_bad_query_fails_whichever_way_it_is_sent(numbers: Dataset) -> None:
    with pytest.raises(exceptions.BadRequest, match="Unrecognized name: nope"):
        numbers.rows("SELECT nope FROM t")
    with pytest.raises(exceptions.BadRequest, match="Unrecognized name: nope"):
        numbers.client.query_and_wait("SELECT nope")
    with pytest.raises(exceptions.BadRequest, match="Syntax error"):
        numbers.rows("SELECT i FROM t WHERE (")


def test_a_sum_of_whole_numbers_is_one_also_in_a_table(numbers: Dataset) -> None:
    numbers.job("CREATE TABLE made AS SELECT SUM(i) AS s, 1 AS one FROM t").result()
    table = numbers.client.get_table(f"{numbers.path}.made")
    assert [field.field_type for field in table.schema] == ["INTEGER", "INTEGER"]
    assert read(numbers.stand_in, table.reference).schema.types == [pa.int64(), pa.int64()]
    job = numbers.job("SELECT SUM(i) AS s, 1 AS one FROM t")
    job.result()
    assert read(numbers.stand_in, job.destination).schema.types == [pa.int64(), pa.int64()]


def test_an_approximate_quantile_is_the_same_each_time(dataset: Dataset) -> None:
    sql = "SELECT APPROX_QUANTILES(x, 1000)[OFFSET(950)] AS q FROM UNNEST(GENERATE_ARRAY(0, 400)) AS x"
    assert {next(iter(dataset.job(sql).result())).q for _ in range(3)} == {380}


def test_data_are_looked_for_where_the_job_runs(numbers: Dataset) -> None:
    with pytest.raises(exceptions.NotFound, match="was not found in location US"):
        numbers.client.query(f"SELECT 1 FROM `{numbers.path}.t`", location="US").result()
    job = numbers.job("SELECT 1 FROM t")
    assert job.location == "EU"
    with pytest.raises(exceptions.NotFound, match="Job"):
        numbers.client.get_job(job.job_id, location="US")


def test_labels_of_jobs_are_shown_and_an_id_is_taken_once(dataset: Dataset) -> None:
    how = bigquery.QueryJobConfig(labels={**LABELS, "step": "sweep"})
    name = f"segdesk_{dataset.id}"
    dataset.client.query("SELECT 1", job_config=how, job_id=name, job_retry=None).result()
    assert dataset.client.get_job(name).labels == {**LABELS, "step": "sweep"}
    assert {job.job_id: job.labels for job in dataset.client.list_jobs(max_results=5)}[name][
        "step"
    ] == "sweep"
    with pytest.raises(exceptions.Conflict):
        dataset.client.query("SELECT 1", job_id=name, job_retry=None)


# --- jobs that take their time


def test_a_slow_job_is_seen_pending_and_running(dataset: Dataset, stand_in: StandIn) -> None:
    stand_in.delay(pending=0.6, running=0.6)
    job, seen = dataset.job("SELECT 1 AS one"), []
    while not seen or seen[-1] != "DONE":
        job.reload()
        seen += [job.state] if job.state not in seen[-1:] else []
    assert seen == ["PENDING", "RUNNING", "DONE"]
    assert [row["one"] for row in job.result()] == [1]


def test_a_cancelled_job_ends_as_stopped_and_has_done_nothing(dataset: Dataset, stand_in: StandIn) -> None:
    stand_in.delay(running=60)
    job = dataset.job("CREATE TABLE made AS SELECT 1 AS one")
    job.cancel()
    while job.state != "DONE":
        job.reload()
    assert job.error_result["reason"] == "stopped"
    assert job.cancelled()
    with pytest.raises(exceptions.NotFound):
        dataset.client.get_table(f"{dataset.path}.made")


# --- rows


def read(stand_in: StandIn, table: bigquery.TableReference, *fields: str) -> pa.Table:
    """Read a table by the Storage API, as far as possible with Google's own client."""
    reader = stand_in.reader()
    wanted = types.ReadSession(
        table=table.to_bqstorage(),
        data_format=types.DataFormat.ARROW,
        read_options=types.ReadSession.TableReadOptions(selected_fields=fields),
    )
    session = reader.create_read_session(
        parent=f"projects/{stand_in.project}", read_session=wanted, max_stream_count=1
    )
    schema = pa.ipc.read_schema(pa.py_buffer(session.arrow_schema.serialized_schema))
    messages = reader.read_rows(session.streams[0].name)
    batches = [message.arrow_record_batch.serialized_record_batch for message in messages]
    found = [pa.ipc.read_record_batch(pa.py_buffer(batch), schema) for batch in batches]
    reader.transport.close()
    return pa.Table.from_batches(found, schema)


def test_results_and_tables_come_down_by_the_storage_api(numbers: Dataset, stand_in: StandIn) -> None:
    job = numbers.job("SELECT i, text FROM t ORDER BY i")
    job.result()
    found = read(stand_in, job.destination)
    assert (found.num_rows, found.schema.types) == (20_000, [pa.int64(), pa.string()])
    assert found["text"].to_pylist()[:3] == [None, "abc", "abc"]
    part = read(stand_in, bigquery.TableReference.from_string(f"{numbers.path}.t"), "half")
    assert (part.column_names, part["half"].to_pylist()[-1]) == (["half"], 9999.5)


def test_rows_come_down_in_pages_without_it(numbers: Dataset, stand_in: StandIn) -> None:
    job = numbers.job("SELECT i FROM t WHERE i < 25 ORDER BY i")
    assert [row["i"] for row in job.result(page_size=10)] == list(range(25))
    table = numbers.client.get_table(f"{numbers.path}.t")
    assert [row["i"] for row in numbers.client.list_rows(table, max_results=3, start_index=4)] == [4, 5, 6]
    assert not [entry for entry in stand_in.log() if entry["kind"] == "grpc"]


def test_a_stream_that_breaks_is_taken_up_where_it_broke(numbers: Dataset, stand_in: StandIn) -> None:
    cut = {"path": "ReadRows", "reason": "UNAVAILABLE", "message": "cut", "after_messages": 3, "times": 2}
    stand_in.faults(cut)
    found = read(stand_in, bigquery.TableReference.from_string(f"{numbers.path}.t"))
    assert found["i"].to_pylist() == list(range(20_000))
    offsets = [entry["body"]["offset"] for entry in stand_in.log() if entry["method"] == "ReadRows"]
    assert offsets == [0, 3 * 2_048, 6 * 2_048]


def test_the_storage_api_can_be_off(numbers: Dataset, stand_in: StandIn) -> None:
    off = {"path": "CreateReadSession", "reason": "PERMISSION_DENIED", "message": "has not been used"}
    stand_in.faults(off)
    with pytest.raises(exceptions.PermissionDenied, match="has not been used"):
        read(stand_in, bigquery.TableReference.from_string(f"{numbers.path}.t"))


# --- loads


def load(dataset: Dataset, rows: pa.Table, **options: Any) -> bigquery.LoadJob:
    file = io.BytesIO()
    pq.write_table(rows, file)
    file.seek(0)
    how = bigquery.LoadJobConfig(source_format="PARQUET", write_disposition="WRITE_TRUNCATE")
    for name, value in options.items():
        setattr(how, name, value)
    return dataset.client.load_table_from_file(file, f"{dataset.path}.made", job_config=how)


def test_a_load_replaces_the_rows_and_keeps_the_labels(dataset: Dataset) -> None:
    dataset.job(f"CREATE TABLE made {OPTIONS} AS SELECT 1 AS i").result()
    job = load(dataset, pa.table({"i": [5, 6], "s": ["x", None]}))
    job.result()
    assert (job.output_rows, job.destination.table_id) == (2, "made")
    assert dataset.rows("SELECT * FROM made ORDER BY i") == [{"i": 5, "s": "x"}, {"i": 6, "s": None}]
    assert dataset.client.get_table(f"{dataset.path}.made").labels == LABELS


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ({"i": ["text"]}, "Field i has changed type from INTEGER to STRING"),
        ({"i": [1], "more": [2]}, "Cannot add fields"),
        ({}, "Field i is missing"),
        ({"i": pa.array([None], pa.int64())}, "Required column value"),
    ],
)
def test_a_load_that_does_not_fit_its_schema_fails(
    dataset: Dataset, rows: dict[str, Any], reason: str
) -> None:
    job = load(dataset, pa.table(rows), schema=[bigquery.SchemaField("i", "INTEGER", "REQUIRED")])
    with pytest.raises(exceptions.BadRequest, match=reason):
        job.result()
    with pytest.raises(exceptions.NotFound):
        dataset.client.get_table(f"{dataset.path}.made")


def test_lists_load_as_bigquery_loads_them(dataset: Dataset) -> None:
    rows = pa.table({"tags": [["a", "b"], []]})
    load(dataset, rows).result()
    assert dataset.client.get_table(f"{dataset.path}.made").schema[0].field_type == "RECORD"
    inferring = bigquery.ParquetOptions()
    inferring.enable_list_inference = True
    load(dataset, rows, parquet_options=inferring).result()
    field = dataset.client.get_table(f"{dataset.path}.made").schema[0]
    assert (field.field_type, field.mode) == ("STRING", "REPEATED")


def test_days_of_sessions_are_one_wildcard_table(dataset: Dataset) -> None:
    dataset.load_ga360(days=("20160801", "20160802", "20160815"))
    days = "SELECT _TABLE_SUFFIX AS day, COUNT(*) AS n FROM `ga_sessions_*` GROUP BY day ORDER BY day"
    assert [row["day"] for row in dataset.rows(days)] == ["20160801", "20160802", "20160815"]
    hits = """
        SELECT COUNT(hits.hitNumber) AS n, COUNT(product.v2ProductName) AS named
        FROM `ga_sessions_*` AS s, UNNEST(s.hits) AS hits, UNNEST(hits.product) AS product
        WHERE _TABLE_SUFFIX BETWEEN '20160801' AND '20160802'
    """
    [row] = dataset.rows(hits)
    assert row["n"] >= row["named"] > 0
    one_day = "SELECT fullVisitorId FROM `ga_sessions_*` WHERE _TABLE_SUFFIX = '20160802'"
    every_day = "SELECT fullVisitorId FROM `ga_sessions_*`"
    bytes_of = [dataset.job(sql).total_bytes_processed for sql in (one_day, every_day)]
    assert 0 < bytes_of[0] < bytes_of[1]


# --- faults


def test_requests_fail_as_often_as_they_are_told_to(dataset: Dataset, stand_in: StandIn) -> None:
    stand_in.reset()
    stand_in.faults({"path": "POST .*/jobs$", "status": 503, "times": 1})
    assert dataset.rows("SELECT 1 AS one") == [{"one": 1}]
    sent = [entry["status"] for entry in stand_in.log() if entry["method"] == "POST"]
    assert sent == [503, 200]


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        (403, "accessDenied", exceptions.Forbidden),
        (403, "quotaExceeded", exceptions.Forbidden),
        (401, "authError", exceptions.Unauthorized),
    ],
)
def test_a_fault_has_the_status_and_reason_that_were_asked_for(
    dataset: Dataset, stand_in: StandIn, status: int, reason: str, kind: type[Exception]
) -> None:
    fault = {"path": "POST .*/jobs$", "body": "SELECT 7", "status": status, "reason": reason, "times": 99}
    stand_in.faults(fault)
    answer = requests.post(
        f"{stand_in.rest}/bigquery/v2/projects/{stand_in.project}/jobs",
        json={"configuration": {"query": {"query": "SELECT 7", "useLegacySql": False}}},
        timeout=10,
    )
    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (status, reason)
    assert issubclass(exceptions.from_http_response(answer).__class__, kind)
    assert dataset.rows("SELECT 8 AS n") == [{"n": 8}]


def test_a_job_can_end_with_a_fault(dataset: Dataset, stand_in: StandIn) -> None:
    stand_in.faults({"at": "job", "body": "SELECT 7", "reason": "quotaExceeded", "message": "Quota exceeded"})
    job = dataset.job("SELECT 7")
    with pytest.raises(exceptions.Forbidden, match="Quota exceeded"):
        job.result()
    assert (job.state, job.error_result["reason"]) == ("DONE", "quotaExceeded")


def test_a_connection_can_be_cut_in_the_middle_of_an_answer(stand_in: StandIn) -> None:
    stand_in.faults({"path": "GET .*/projects$", "status": 0})
    with pytest.raises(requests.exceptions.RequestException):
        requests.get(f"{stand_in.rest}/bigquery/v2/projects", timeout=10)
    assert requests.get(f"{stand_in.rest}/bigquery/v2/projects", timeout=10).ok


def test_a_misspelt_switch_is_refused(stand_in: StandIn) -> None:
    with pytest.raises(requests.HTTPError):
        stand_in.faults({"pth": "x"})


def test_the_log_tells_what_was_really_sent(dataset: Dataset, stand_in: StandIn) -> None:
    stand_in.reset()
    dataset.rows("SELECT @word AS word", word="hush")
    dataset.load("t", pa.table({"i": [1]}))
    log = stand_in.log()
    [query] = [entry["body"]["configuration"]["query"] for entry in log if _is_query(entry)]
    assert query["query"] == "SELECT @word AS word"
    assert query["queryParameters"][0]["parameterValue"]["value"] == "hush"
    [upload] = [entry for entry in log if entry["path"].startswith("/upload") and entry["body"]]
    assert upload["body"]["configuration"]["load"]["destinationTable"]["tableId"] == "t"
    assert sum(entry["media_bytes"] for entry in log if entry["kind"] == "http") > 100


def _is_query(entry: dict[str, Any]) -> bool:
    return entry["method"] == "POST" and "query" in (entry["body"] or {}).get("configuration", {})


# --- access


def test_permissions_that_are_denied_are_not_held(stand_in: StandIn) -> None:
    stand_in.state(denied={"^stand-in-project$": ["bigquery.jobs.create"]})

    def held(resource: str) -> list[str]:
        asked = {"permissions": ["bigquery.jobs.create", "bigquery.datasets.create"]}
        answer = requests.post(f"{stand_in.rest}/{resource}:testIamPermissions", json=asked, timeout=10)
        return list(answer.json()["permissions"])

    assert held("v1/projects/stand-in-project") == ["bigquery.datasets.create"]
    assert len(held("bigquery/v2/projects/stand-in-project/datasets/d/tables/t")) == 2


def test_an_api_that_is_off_can_be_turned_on(stand_in: StandIn) -> None:
    stand_in.state(services={"aiplatform.googleapis.com": "DISABLED"})
    base = f"{stand_in.rest}/v1/projects/{stand_in.project}/services"

    def state() -> str:
        return str(requests.get(f"{base}/aiplatform.googleapis.com", timeout=10).json()["state"])

    assert state() == "DISABLED"
    asked = {"serviceIds": ["aiplatform.googleapis.com"]}
    assert requests.post(f"{base}:batchEnable", json=asked, timeout=10).json()["done"]
    assert state() == "ENABLED"


def connect(stand_in: StandIn, name: str = "writer", location: str = "eu") -> str:
    place = f"{stand_in.rest}/v1/projects/{stand_in.project}/locations/{location}/connections"
    made = requests.post(place, params={"connectionId": name}, json={"cloudResource": {}}, timeout=10)
    assert requests.get(place, timeout=10).json()["connections"] == [made.json()]
    return str(made.json()["cloudResource"]["serviceAccountId"])


def test_a_connection_has_a_service_account(stand_in: StandIn) -> None:
    assert connect(stand_in).endswith(".iam.gserviceaccount.com")


# --- k-means


def model(crowd: Dataset, options: str, query: str = "SELECT x, y, kind FROM t") -> bigquery.QueryJob:
    job = crowd.job(f"CREATE OR REPLACE MODEL m OPTIONS(model_type='KMEANS', {options}) AS {query}")
    job.result()
    return job


def test_a_model_has_the_columns_that_it_was_made_with_and_the_labels_that_it_was_given(
    crowd: Dataset,
) -> None:
    job = model(crowd, "num_clusters=3, description='three'")
    assert job.statement_type == "CREATE_MODEL"
    found = crowd.client.get_model(f"{crowd.path}.m")
    found.labels = LABELS
    found = crowd.client.update_model(found, ["labels"])
    assert (found.model_type, found.labels, found.description) == ("KMEANS", LABELS, "three")
    assert [column.name for column in found.feature_columns] == ["x", "y", "kind"]
    assert [(each.model_id, each.labels) for each in crowd.client.list_models(crowd.path)] == [("m", LABELS)]
    crowd.job("DROP MODEL m").result()
    with pytest.raises(exceptions.NotFound, match="Model"):
        crowd.client.get_model(f"{crowd.path}.m")


@pytest.mark.parametrize(
    "options",
    [
        "num_clusters=1",
        "num_clusters=3, seed=42",
        "num_clusters=3, labels=[('app', 'segdesk')]",
        "num_clusters=3, model_registry='SHELF'",
        "num_clusters=3, vertex_ai_model_id='shop'",
        "num_clusters=3, model_registry='VERTEX_AI', vertex_ai_model_id='My Shop'",
        "num_clusters=3, model_registry='VERTEX_AI', vertex_ai_model_version_aliases=['Latest']",
        "num_clusters=3, kms_key_name='my-key'",
        "num_clusters=3, kmeans_init_method='CUSTOM'",
        "num_clusters=3, distance_type='TAXI'",
        "num_clusters=HPARAM_RANGE(2, 4)",
        "num_clusters=3, num_trials=3",
        "num_clusters=3, max_parallel_trials=2",
        "num_clusters=HPARAM_RANGE(4, 2), num_trials=3",
        "num_clusters=HPARAM_RANGE(2, 101), num_trials=3",
        "num_clusters=HPARAM_CANDIDATES([2.5]), num_trials=3",
        "num_clusters=HPARAM_RANGE(2, 4), num_trials=101",
        "num_clusters=HPARAM_RANGE(2, 4), num_trials=3, max_parallel_trials=6",
        "num_clusters=HPARAM_RANGE(2, 4), num_trials=3, hparam_tuning_algorithm='GRID_SEARCH'",
        "num_clusters=HPARAM_RANGE(2, 4), num_trials=3, hparam_tuning_algorithm='GUESS'",
        "num_clusters=HPARAM_RANGE(2, 4), num_trials=3, hparam_tuning_objectives=['INERTIA']",
        "num_clusters=HPARAM_RANGE(2, 4), num_trials=3, warm_start=TRUE",
        "num_clusters=HPARAM_RANGE(2, 4), num_trials=3, kmeans_init_method='CUSTOM', kmeans_init_col='first'",
        "num_clusters=3, max_iterations=HPARAM_RANGE(2, 4), num_trials=3",
        "num_clusters=4, kmeans_init_method='CUSTOM', kmeans_init_col='first'",
    ],
)
def test_options_that_k_means_does_not_know_are_refused(crowd: Dataset, options: str) -> None:
    with pytest.raises(exceptions.BadRequest) as refused:
        model(crowd, options, "SELECT x, y, first FROM t")
    assert "invalidQuery" in str(refused.value)


def test_custom_centroids_are_where_training_begins(crowd: Dataset) -> None:
    custom = (
        "num_clusters=3, kmeans_init_method='CUSTOM', kmeans_init_col='first', standardize_features=FALSE"
    )
    model(crowd, f"{custom}, max_iterations=1", "SELECT x, y, first FROM t ORDER BY key")
    assert [column.name for column in crowd.client.get_model(f"{crowd.path}.m").feature_columns] == ["x", "y"]
    rows = crowd.rows("SELECT IFNULL(x, (SELECT AVG(x) FROM t)) AS x, y, first FROM t ORDER BY key")
    points = np.array([(row["x"], row["y"]) for row in rows])
    starts = points[[row["first"] for row in rows]]
    nearest = np.linalg.norm(points[:, None] - starts[None], axis=2).argmin(axis=1)
    expected = np.array([points[nearest == k].mean(axis=0) for k in range(3)])
    sql = "SELECT centroid_id, feature, numerical_value FROM ML.CENTROIDS(MODEL m) ORDER BY 1, 2"
    found = np.array([row["numerical_value"] for row in crowd.rows(sql)]).reshape(3, 2)
    np.testing.assert_allclose(found, expected)


def test_the_same_statement_trains_the_same_model(crowd: Dataset) -> None:
    def centroids() -> list[dict[str, Any]]:
        model(crowd, "num_clusters=4, kmeans_init_method='KMEANS++'")
        return crowd.rows("SELECT * FROM ML.CENTROIDS(MODEL m) ORDER BY centroid_id, feature")

    assert centroids() == centroids()


def space(crowd: Dataset) -> np.ndarray:
    """The points as BigQuery ML sees them: z by the sample's deviation, NULL at the mean, 0 and 1."""
    rows = crowd.rows("SELECT x, y, kind FROM t ORDER BY key")
    columns = []
    for name in ("x", "y"):
        values = np.array([np.nan if row[name] is None else row[name] for row in rows])
        z = (values - np.nanmean(values)) / np.nanstd(values, ddof=1)
        columns.append(np.nan_to_num(z))
    columns += [np.array([float(row["kind"] == kind) for row in rows]) for kind in ("a", "b", None)]
    return np.stack(columns, axis=1)


def standardized(crowd: Dataset) -> np.ndarray:
    sql = "SELECT * FROM ML.CENTROIDS(MODEL m, STRUCT(TRUE AS standardize)) ORDER BY centroid_id"
    by_centroid: dict[int, dict[str, float]] = {}
    for row in crowd.rows(sql):
        into = by_centroid.setdefault(row["centroid_id"], {})
        into[row["feature"]] = row["numerical_value"]
        into |= {category["category"]: category["value"] for category in row["categorical_value"]}
    return np.array([[c["x"], c["y"], c["a"], c["b"], c["_null_filler"]] for c in by_centroid.values()])


def test_evaluation_has_bigquery_mls_own_definitions(crowd: Dataset) -> None:
    model(crowd, "num_clusters=3, kmeans_init_method='KMEANS++'")
    apart = np.linalg.norm(space(crowd)[:, None] - standardized(crowd)[None], axis=2)
    nearest, squares = apart.argmin(axis=1), apart.min(axis=1) ** 2
    spread = [np.sqrt(squares[nearest == k].mean()) for k in range(3)]
    between = np.linalg.norm(standardized(crowd)[:, None] - standardized(crowd)[None], axis=2)
    worst = [max((spread[i] + spread[j]) / between[i, j] for j in range(3) if j != i) for i in range(3)]
    [found] = crowd.rows("SELECT * FROM ML.EVALUATE(MODEL m)")
    assert found["mean_squared_distance"] == pytest.approx(squares.mean())
    assert found["davies_bouldin_index"] == pytest.approx(np.mean(worst))
    [part] = crowd.rows("SELECT * FROM ML.EVALUATE(MODEL m, (SELECT * FROM t WHERE key < 10))")
    first = crowd.rows("SELECT key FROM t ORDER BY key LIMIT 10")
    assert part["mean_squared_distance"] == pytest.approx(squares[: len(first)].mean())


def test_predictions_go_to_the_nearest_centroid_and_keep_the_columns(crowd: Dataset) -> None:
    model(crowd, "num_clusters=7, kmeans_init_method='KMEANS++'")
    some = "WITH some AS (SELECT * FROM t) SELECT * FROM ML.PREDICT(MODEL m, (SELECT * FROM some))"
    crowd.job(f"CREATE TABLE p AS {some}").result()
    names = [field.name for field in crowd.client.get_table(f"{crowd.path}.p").schema]
    assert names == ["CENTROID_ID", "NEAREST_CENTROIDS_DISTANCE", "key", "x", "y", "kind", "first"]
    apart = np.linalg.norm(space(crowd)[:, None] - standardized(crowd)[None], axis=2)
    rows = crowd.rows("SELECT CENTROID_ID, NEAREST_CENTROIDS_DISTANCE AS near FROM p ORDER BY key")
    assert [row["CENTROID_ID"] - 1 for row in rows] == list(apart.argmin(axis=1))
    assert {len(row["near"]) for row in rows} == {5}
    assert [each["DISTANCE"] for each in rows[0]["near"]] == pytest.approx(sorted(apart[0])[:5])


def test_anomalies_are_the_part_of_the_rows_that_was_asked_for(crowd: Dataset) -> None:
    model(crowd, "num_clusters=3, kmeans_init_method='KMEANS++'")
    sql = """
        SELECT COUNTIF(is_anomaly) AS found, MIN(IF(is_anomaly, normalized_distance, NULL)) AS nearest,
               MAX(IF(is_anomaly, NULL, normalized_distance)) AS furthest
        FROM ML.DETECT_ANOMALIES(MODEL m, STRUCT(@part AS contamination), TABLE t)
    """
    [row] = crowd.rows(sql, part=0.1)
    assert row["found"] == 30
    assert row["nearest"] > row["furthest"]
    with pytest.raises(exceptions.BadRequest, match="contamination"):
        crowd.rows(sql, part=0.7)


def test_training_can_be_watched(crowd: Dataset, stand_in: StandIn) -> None:
    stand_in.delay(running=2.0, match="CREATE OR REPLACE MODEL")
    options = "num_clusters=5, early_stop=FALSE, max_iterations=8"
    job = crowd.job(
        f"CREATE OR REPLACE MODEL m OPTIONS(model_type='KMEANS', {options}) AS SELECT x, y FROM t"
    )
    seen: list[int] = []
    while not job.done(retry=None):
        try:
            seen.append(len(crowd.rows("SELECT * FROM ML.TRAINING_INFO(MODEL m)")))
        except exceptions.NotFound:
            seen.append(0)
    assert 0 in seen
    assert any(0 < count < 8 for count in seen)
    info = crowd.rows("SELECT * FROM ML.TRAINING_INFO(MODEL m) ORDER BY iteration")
    assert [row["iteration"] for row in info] == list(range(8))
    assert [row["loss"] for row in info] == sorted((row["loss"] for row in info), reverse=True)
    assert sum(each["cluster_size"] for each in info[-1]["cluster_info"]) == 300


def test_features_are_described(crowd: Dataset) -> None:
    model(crowd, "num_clusters=2")
    found = {row["input"]: row for row in crowd.rows("SELECT * FROM ML.FEATURE_INFO(MODEL m)")}
    [figures] = crowd.rows("SELECT AVG(x) AS mean, STDDEV_SAMP(x) AS deviation FROM t")
    assert (found["x"]["mean"], found["x"]["stddev"]) == pytest.approx(
        (figures["mean"], figures["deviation"])
    )
    assert (found["x"]["null_count"], found["kind"]["category_count"]) == (1, 3)


def test_a_warm_start_goes_on_where_the_last_one_ended(crowd: Dataset) -> None:
    once = "num_clusters=4, max_iterations=1, warm_start=TRUE"
    model(crowd, once)
    first = standardized(crowd)
    model(crowd, once)
    apart = np.linalg.norm(space(crowd)[:, None] - first[None], axis=2)
    before, info = crowd.rows("SELECT * FROM ML.TRAINING_INFO(MODEL m) ORDER BY training_run")
    assert [(row["training_run"], row["iteration"]) for row in (before, info)] == [(0, 0), (1, 0)]
    assert info["loss"] == pytest.approx((apart.min(axis=1) ** 2).mean())


def test_a_warm_start_keeps_the_options_that_it_is_not_told(crowd: Dataset) -> None:
    model(crowd, "num_clusters=4, max_iterations=3, early_stop=FALSE, distance_type='COSINE'")
    model(crowd, "warm_start=TRUE, num_clusters=4")
    [last] = crowd.client.get_model(f"{crowd.path}.m").training_runs
    assert last["trainingOptions"]["distanceType"] == "COSINE"
    assert len(crowd.rows("SELECT * FROM ML.TRAINING_INFO(MODEL m) WHERE training_run = 1")) == 3


def test_a_warm_start_goes_on_in_the_units_of_the_data_when_they_have_changed(crowd: Dataset) -> None:
    model(crowd, "num_clusters=4, max_iterations=1")
    sql = "SELECT numerical_value FROM ML.CENTROIDS(MODEL m) WHERE feature = 'x' ORDER BY centroid_id"
    before = [row["numerical_value"] for row in crowd.rows(sql)]
    moved = "SELECT x, y, kind FROM t UNION ALL SELECT x, y, kind FROM t WHERE x > 0"
    model(crowd, "num_clusters=4, max_iterations=1, warm_start=TRUE", moved)
    after = [row["numerical_value"] for row in crowd.rows(sql)]
    spread = max(before) - min(before)
    assert after != before
    np.testing.assert_allclose(after, before, atol=spread / 2)


@pytest.mark.parametrize(
    ("options", "query"),
    [
        ("num_clusters=3", "SELECT x, y FROM t"),
        ("num_clusters=3", "SELECT x, y, CAST(kind AS BYTES) AS kind FROM t"),
        ("num_clusters=4", "SELECT x, y, kind FROM t"),
    ],
)
def test_a_warm_start_needs_the_same_columns_and_clusters(crowd: Dataset, options: str, query: str) -> None:
    model(crowd, "num_clusters=3")
    with pytest.raises(exceptions.BadRequest, match="must stay the same"):
        model(crowd, f"{options}, warm_start=TRUE", query)


def test_what_began_with_custom_centroids_cannot_go_on_without_their_column(crowd: Dataset) -> None:
    custom = "num_clusters=3, kmeans_init_method='CUSTOM', kmeans_init_col='first'"
    model(crowd, custom, "SELECT x, y, first FROM t")
    assert (
        crowd.client.get_model(f"{crowd.path}.m").training_runs[0]["trainingOptions"][
            "kmeansInitializationColumn"
        ]
        == "first"
    )
    with pytest.raises(exceptions.BadRequest):
        model(crowd, "num_clusters=3, warm_start=TRUE", "SELECT x, y FROM t")


# --- tuning

GRID = "num_trials=9, hparam_tuning_algorithm='GRID_SEARCH', kmeans_init_method='KMEANS++'"
TRIALS = "SELECT * FROM ML.TRIAL_INFO(MODEL m) ORDER BY trial_id"


def test_trials_tell_what_they_tried_and_which_was_best(crowd: Dataset) -> None:
    model(crowd, f"num_clusters=HPARAM_CANDIDATES([3, 2, 5]), {GRID}")
    found = crowd.rows(TRIALS)
    assert [row["trial_id"] for row in found] == [1, 2, 3]
    assert [row["hyperparameters"] for row in found] == [{"num_clusters": k} for k in (3, 2, 5)]
    indices = [row["hparam_tuning_evaluation_metrics"]["davies_bouldin_index"] for row in found]
    assert [row["is_optimal"] for row in found] == [index == min(indices) for index in indices]
    assert {row["status"] for row in found} == {"SUCCEEDED"}
    evaluated = crowd.rows("SELECT * FROM ML.EVALUATE(MODEL m) ORDER BY trial_id")
    assert [row["davies_bouldin_index"] for row in evaluated] == pytest.approx(indices)
    centroids = crowd.rows("SELECT DISTINCT trial_id, centroid_id FROM ML.CENTROIDS(MODEL m)")
    assert len(centroids) == 3 + 2 + 5


def test_a_search_ends_when_there_is_nothing_left_to_try_or_no_trial_left(crowd: Dataset) -> None:
    model(crowd, "num_clusters=HPARAM_RANGE(2, 3), num_trials=100, hparam_tuning_algorithm='RANDOM_SEARCH'")
    tried = [row["hyperparameters"]["num_clusters"] for row in crowd.rows(TRIALS)]
    assert set(tried) == {2, 3}
    assert len(tried) < 100
    model(crowd, "num_clusters=HPARAM_RANGE(2, 40), num_trials=4, max_parallel_trials=2")
    assert len(crowd.rows(TRIALS)) == 4


def test_a_trial_that_cannot_be_is_infeasible_and_spoils_no_other(crowd: Dataset) -> None:
    model(crowd, f"num_clusters=HPARAM_CANDIDATES([2, 30]), {GRID}", "SELECT x, y FROM t LIMIT 20")
    fine, wrong = crowd.rows(TRIALS)
    assert (fine["status"], wrong["status"]) == ("SUCCEEDED", "INFEASIBLE")
    assert "30" in wrong["error_message"]
    with pytest.raises(exceptions.BadRequest, match="All trials"):
        model(crowd, f"num_clusters=HPARAM_CANDIDATES([30]), {GRID}", "SELECT x, y FROM t LIMIT 20")


def test_predictions_are_those_of_the_best_trial_or_of_the_one_that_is_named(crowd: Dataset) -> None:
    model(crowd, f"num_clusters=HPARAM_CANDIDATES([3, 2, 5]), {GRID}")
    [best] = [row["trial_id"] for row in crowd.rows(TRIALS) if row["is_optimal"]]
    usual = crowd.rows("SELECT DISTINCT trial_id FROM ML.PREDICT(MODEL m, TABLE t)")
    assert usual == [{"trial_id": best}]
    named = crowd.rows(
        "SELECT trial_id, CENTROID_ID FROM ML.PREDICT(MODEL m, TABLE t, STRUCT(3 AS trial_id))"
    )
    assert {row["trial_id"] for row in named} == {3}
    assert max(row["CENTROID_ID"] for row in named) == 5
    found = "SELECT DISTINCT trial_id FROM ML.DETECT_ANOMALIES(MODEL m, STRUCT({}), TABLE t)"
    assert crowd.rows(found.format("0.1 AS contamination")) == [{"trial_id": best}]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM ML.TRAINING_INFO(MODEL m)",
        "SELECT * FROM ML.DETECT_ANOMALIES(MODEL m, STRUCT(0.1 AS contamination, 1 AS trial_id), TABLE t)",
        "SELECT * FROM ML.PREDICT(MODEL m, TABLE t, STRUCT(9 AS trial_id))",
        "SELECT * FROM ML.TRIAL_INFO(MODEL plain)",
        "SELECT * FROM ML.PREDICT(MODEL plain, TABLE t, STRUCT(1 AS trial_id))",
    ],
)
def test_what_a_tuned_or_another_model_cannot_be_asked_is_refused(crowd: Dataset, sql: str) -> None:
    model(crowd, f"num_clusters=HPARAM_CANDIDATES([2, 3]), {GRID}")
    plain = "CREATE MODEL plain OPTIONS(model_type='KMEANS', num_clusters=2) AS SELECT x, y FROM t"
    crowd.job(plain).result()
    with pytest.raises(exceptions.BadRequest):
        crowd.rows(sql)


def test_every_trial_reads_the_data_and_a_cap_is_for_all_of_them(crowd: Dataset) -> None:
    options = f"model_type='KMEANS', num_clusters=HPARAM_CANDIDATES([2, 3, 4]), {GRID}"
    sql = f"CREATE OR REPLACE MODEL m OPTIONS({options}) AS SELECT x, y FROM t"
    once = model(crowd, "num_clusters=2", "SELECT x, y FROM t")
    dry = crowd.client.query(sql, bigquery.QueryJobConfig(dry_run=True, default_dataset=crowd.path))
    assert dry.total_bytes_processed == once.total_bytes_processed
    job = crowd.job(sql)
    job.result()
    assert job.total_bytes_billed == 3 * once.total_bytes_billed
    capped = bigquery.QueryJobConfig(
        maximum_bytes_billed=2 * once.total_bytes_billed, default_dataset=crowd.path
    )
    with pytest.raises(exceptions.InternalServerError, match="bytes billed"):
        crowd.client.query(sql, capped, job_id_prefix="test_").result()


def test_a_search_that_is_stopped_keeps_the_trials_that_were_done(crowd: Dataset, stand_in: StandIn) -> None:
    stand_in.delay(running=20.0, match="HPARAM")
    options = "model_type='KMEANS', num_clusters=HPARAM_RANGE(2, 90), num_trials=100"
    job = crowd.job(f"CREATE OR REPLACE MODEL m OPTIONS({options}) AS SELECT x, y FROM t")
    while not any(entry.completed_units > 3 for entry in job.timeline):
        job.reload()
    job.cancel()
    with pytest.raises(exceptions.GoogleAPICallError):
        job.result()
    assert 0 < len(crowd.rows(TRIALS)) < 100


def test_distances_can_go_by_the_angle(crowd: Dataset) -> None:
    model(crowd, "num_clusters=2, distance_type='COSINE'")
    points, centroids = space(crowd), standardized(crowd)
    lengths = np.linalg.norm(points, axis=1)[:, None] * np.linalg.norm(centroids, axis=1)[None]
    expected = np.sqrt(1 - points @ centroids.T / lengths).min(axis=1)
    sql = "SELECT NEAREST_CENTROIDS_DISTANCE[OFFSET(0)].DISTANCE AS d FROM ML.PREDICT(MODEL m, TABLE t)"
    found = [row["d"] for row in crowd.rows(f"{sql} ORDER BY key")]
    np.testing.assert_allclose(found, expected)


# --- generative functions

EMAIL = """Write one marketing email to one customer of an online shop.
Language: {}. Answer with a JSON object of two texts, "subject" and "body": a body of 60 to 120 words."""
LABEL = "Assign a segment label. First line = segment label, second line = short designation."


@pytest.fixture
def writer(dataset: Dataset, stand_in: StandIn) -> Dataset:
    """A dataset with a remote model w and a table prompts of three: key, prompt."""
    connect(stand_in)
    dataset.job(
        "CREATE MODEL w REMOTE WITH CONNECTION `eu.writer` OPTIONS(endpoint='gemini-2.5-flash')"
    ).result()
    prompts = [EMAIL.format("French (Français)"), EMAIL.format("Japanese (日本語)"), LABEL]
    dataset.load("prompts", pa.table({"key": [1, 2, 3], "prompt": prompts}))
    return dataset


def test_a_remote_model_needs_a_connection_in_its_place(dataset: Dataset, stand_in: StandIn) -> None:
    text = "CREATE MODEL w REMOTE WITH CONNECTION `{}.writer` OPTIONS(endpoint='gemini-2.5-flash')"
    with pytest.raises(exceptions.NotFound, match="Connection"):
        dataset.job(text.format("eu")).result()
    connect(stand_in, location="us")
    with pytest.raises(exceptions.BadRequest, match="location"):
        dataset.job(text.format("us")).result()
    connect(stand_in)
    dataset.job(text.format("eu")).result()
    told = dataset.client.get_model(f"{dataset.path}.w").to_api_repr()["remoteModelInfo"]
    assert (told["endpoint"], told["connection"]) == ("gemini-2.5-flash", f"{stand_in.project}.eu.writer")


def test_a_text_is_written_in_the_form_and_language_that_are_asked_for(writer: Dataset) -> None:
    call = "ML.GENERATE_TEXT(MODEL w, TABLE prompts, STRUCT(2000 AS max_output_tokens))"
    sql = f"SELECT * FROM {call} ORDER BY key"
    french, japanese, label = writer.rows(sql)
    text = french["ml_generate_text_result"]["candidates"][0]["content"]["parts"][0]["text"]
    email = json.loads(text)
    assert set(email) == {"subject", "body"}
    assert 60 <= len(email["body"].split()) <= 120
    assert "vous" in email["body"]
    assert "ます" in json.dumps(japanese["ml_generate_text_result"], ensure_ascii=False)
    parts = label["ml_generate_text_result"]["candidates"][0]["content"]["parts"]
    assert len(parts[0]["text"].splitlines()) == 2
    assert {row["ml_generate_text_status"] for row in (french, japanese, label)} == {""}
    flat = sql.replace("STRUCT(", "STRUCT(TRUE AS flatten_json_output, ")
    assert writer.rows(flat)[0]["ml_generate_text_llm_result"] == text


def test_a_model_that_thinks_needs_room_for_it(writer: Dataset) -> None:
    def first(settings: str) -> dict[str, Any]:
        sql = (
            f"SELECT * FROM ML.GENERATE_TEXT(MODEL w, TABLE prompts, STRUCT({settings})) ORDER BY key LIMIT 1"
        )
        return dict(writer.rows(sql)[0]["ml_generate_text_result"])

    empty = first("300 AS max_output_tokens")
    assert empty["candidates"][0]["finish_reason"] == "MAX_TOKENS"
    assert "parts" not in empty["candidates"][0]["content"]
    config = '{"generation_config": {"max_output_tokens": 300, "thinking_config": {"thinking_budget": 0}}}'
    written = first(f"JSON '{config}' AS model_params")
    assert written["candidates"][0]["finish_reason"] == "STOP"
    assert "thoughts_token_count" not in written["usage_metadata"]


@pytest.mark.parametrize(
    "settings",
    ["1 AS top_k", "0 AS max_output_tokens", "0.5 AS temperature, JSON '{}' AS model_params"],
)
def test_arguments_that_the_model_does_not_take_are_refused(writer: Dataset, settings: str) -> None:
    with pytest.raises(exceptions.BadRequest, match="invalidQuery"):
        writer.rows(f"SELECT * FROM ML.GENERATE_TEXT(MODEL w, TABLE prompts, STRUCT({settings}))")


def table_sql(settings: str = "'subject STRING, body STRING' AS output_schema") -> str:
    return f"SELECT * FROM AI.GENERATE_TABLE(MODEL w, TABLE prompts, STRUCT({settings})) ORDER BY key"


def scalar_sql(schema: str = "subject STRING, body STRING") -> str:
    call = f"AI.GENERATE(prompt, endpoint => 'gemini-2.5-flash', output_schema => '{schema}')"
    return f"SELECT key, answer.* FROM (SELECT key, {call} AS answer FROM prompts) ORDER BY key"


@pytest.mark.parametrize("sql", [table_sql(), scalar_sql()], ids=["table", "scalar"])
def test_typed_replies_come_in_columns(writer: Dataset, sql: str) -> None:
    job = writer.job(sql)
    rows = [dict(row) for row in job.result()]
    assert "vous" in rows[0]["body"]
    assert rows[0]["full_response"]["candidates"][0]["finish_reason"] == "STOP"
    assert {row["status"] for row in rows} == {""}
    stats = job._properties["statistics"]["query"]["genAiStats"]["functionStats"][0]
    assert (stats["numProcessedRows"], stats["errorStats"]["numFailedRows"]) == ("3", "0")


@pytest.mark.parametrize("sql", [table_sql(), scalar_sql()], ids=["table", "scalar"])
def test_what_becomes_of_a_prompt_can_be_chosen(writer: Dataset, stand_in: StandIn, sql: str) -> None:
    def outcome() -> list[tuple[bool, str, str]]:
        told = []
        for row in writer.rows(sql):
            ended = (row["full_response"] or {}).get("candidates", [{}])[0].get("finish_reason", "")
            told.append((row["body"] is not None, row["status"][:26], ended))
        return told

    fine = (True, "", "STOP")
    stand_in.writer(
        {"prompt": "French", "outcome": "retryable"},
        {"prompt": "Japanese", "outcome": "safety", "times": None},
        {"prompt": "label", "outcome": "max_tokens", "times": None},
    )
    blocked, empty = (False, "", "SAFETY"), (False, "", "MAX_TOKENS")
    assert outcome() == [(False, "A retryable error occurred", ""), blocked, empty]
    assert outcome() == [fine, blocked, empty]
    stand_in.writer({"outcome": "permanent", "nth": 2})
    assert [told[0] for told in outcome()] == [True, False, True]


def test_a_prompt_can_be_given_its_answer(writer: Dataset, stand_in: StandIn) -> None:
    stand_in.writer({"prompt": "label", "outcome": "reply", "text": "Just so", "times": None})
    sql = "SELECT * FROM AI.GENERATE_TEXT(MODEL w, TABLE prompts) ORDER BY key"
    row = writer.rows(sql)[2]
    assert (row["result"], row["status"], row["prompt"]) == ("Just so", "", LABEL)
    assert row["statistics"]["candidates_token_count"] == 2


def test_a_connection_can_be_made_by_a_statement(dataset: Dataset, stand_in: StandIn) -> None:
    name = f"`{stand_in.project}.eu.made`"
    text = f"CREATE CONNECTION IF NOT EXISTS {name} OPTIONS(connection_type='CLOUD_RESOURCE')"
    operations = []
    for _ in range(2):
        job = dataset.job(text)
        job.result()
        operations.append(job.ddl_operation_performed)
    assert operations == ["CREATE", "SKIP"]
    dataset.rows("SELECT AI.GENERATE('one word', connection_id => 'eu.made').result AS text")
    with pytest.raises(exceptions.NotFound, match="Connection"):
        dataset.rows("SELECT AI.GENERATE('one word', connection_id => 'eu.other').result AS text")


def test_a_dry_run_asks_the_model_nothing(writer: Dataset, stand_in: StandIn) -> None:
    stand_in.writer({"outcome": "retryable", "times": 1})
    how = bigquery.QueryJobConfig(dry_run=True, default_dataset=writer.path)
    names = [field.name for field in writer.client.query(table_sql(), job_config=how).schema]
    assert names == ["key", "prompt", "subject", "body", "full_response", "status"]
    assert [row["status"] == "" for row in writer.rows(table_sql())].count(False) == 1


def test_tokens_are_counted_without_being_spent(writer: Dataset) -> None:
    [row] = writer.rows(
        "SELECT SUM(AI.COUNT_TOKENS(prompt, endpoint => 'gemini-2.5-flash').result) AS n FROM prompts"
    )
    used = writer.rows(table_sql())
    assert row["n"] == sum(each["full_response"]["usage_metadata"]["prompt_token_count"] for each in used)


# --- the stand-in itself


def test_a_fresh_dataset_holds_nothing(dataset: Dataset) -> None:
    assert list(dataset.client.list_tables(dataset.path)) == []


def test_the_sample_shop_can_be_loaded(dataset: Dataset) -> None:
    dataset.load_thelook(customers=50)
    names = [table.table_id for table in dataset.client.list_tables(dataset.path)]
    assert names == ["events", "order_items", "orders", "products", "users"]
    assert dataset.rows("SELECT COUNT(*) AS n FROM users") == [{"n": 50}]


def test_switches_are_set_back(stand_in: StandIn, dataset: Dataset) -> None:
    stand_in.faults({"times": 99})
    stand_in.reset()
    assert dataset.rows("SELECT 1 AS one") == [{"one": 1}]
