"""Which tables the files of a folder make."""

import os

import pytest

from segdesk.errors import InputError
from segdesk.warehouse.embedded import EmbeddedWarehouse
from segdesk.warehouse.files import find_tables


def names(folder) -> list[str]:
    return [table.name for table in find_tables(folder)]


def touch(folder, *files: str) -> None:
    for file in files:
        (folder / file).write_text("a\n1\n", encoding="utf-8")


def test_a_table_is_named_after_its_file(tmp_path):
    touch(
        tmp_path,
        "users.csv",
        "Orders.TSV",
        "events.ndjson.gz",
        "a.b.jsonl",
        "x.parquet",
        "crm.xlsx",
        "y.csv.gz",
    )
    assert names(tmp_path) == ["a.b", "crm", "events", "Orders", "users", "x", "y"]


def test_other_and_hidden_files_and_folders_are_passed_over(tmp_path):
    touch(tmp_path, "users.csv", "README.md", ".users.csv", "~$crm.xlsx", "notes.txt")
    (tmp_path / "old.csv").mkdir()
    assert names(tmp_path) == ["users"]


def test_the_days_of_an_export_are_one_table(tmp_path):
    touch(
        tmp_path,
        "ga_sessions_20160801.ndjson",
        "ga_sessions_20160802.parquet",
        "ga_sessions_intraday_20160803.csv",
    )
    assert names(tmp_path) == ["ga_sessions_*", "ga_sessions_intraday_20160803"]
    assert len(find_tables(tmp_path)[0].paths) == 2


def test_one_file_is_a_source_too(tmp_path):
    touch(tmp_path, "crm.csv", "other.csv")
    assert names(tmp_path / "crm.csv") == ["crm"]


@pytest.mark.parametrize(("first", "second"), [("users.csv", "users.parquet"), ("users.csv", "Users.tsv")])
def test_two_files_for_one_table_are_refused(tmp_path, first, second):
    touch(tmp_path, first, second)
    with pytest.raises(InputError) as refused:
        find_tables(tmp_path)
    assert first in str(refused.value)
    assert second in str(refused.value)


def test_what_is_missing_is_said(tmp_path):
    with pytest.raises(InputError, match="nowhere is not there"):
        find_tables(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"holds no tables. Understood are CSV, TSV.*Parquet and Excel"):
        find_tables(tmp_path)
    touch(tmp_path, "notes.txt")
    with pytest.raises(InputError, match=r"notes.txt is not a table. Understood are CSV"):
        find_tables(tmp_path / "notes.txt")


def test_a_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    touch(tmp_path, "users.csv")

    def forbidden(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    with EmbeddedWarehouse(tmp_path) as warehouse:
        monkeypatch.setattr("pathlib.Path.open", forbidden)
        with pytest.raises(InputError, match=r"users.csv cannot be read: you may not open it"):
            warehouse.tables()


def test_the_signature_changes_with_the_files_and_only_with_them(tmp_path):
    touch(tmp_path, "users.csv")
    with EmbeddedWarehouse(tmp_path) as warehouse:
        first = warehouse.signature()
        assert warehouse.signature() == first
        os.utime(tmp_path / "users.csv", ns=(1, 1))
        touched = warehouse.signature()
        touch(tmp_path, "orders.csv")
        assert len({first, touched, warehouse.signature()}) == 3
        touch(tmp_path, "notes.txt")
        assert warehouse.signature() == EmbeddedWarehouse(tmp_path).signature()


@pytest.mark.parametrize("name", ["o'brien [1] (2)*?.csv", 'we "ird".csv', "naïve 😀.csv", "%41 #1.csv"])
def test_names_with_strange_characters(tmp_path, name):
    if os.name == "nt" and set(name) & set('*?"'):
        pytest.skip("Windows has no such names")
    folder = tmp_path / "a folder's [name]"
    folder.mkdir()
    touch(folder, name)
    with EmbeddedWarehouse(folder) as warehouse:
        table = warehouse.tables()[0].name
        quoted = table.replace("`", "")
        assert warehouse.query(f"SELECT a FROM `{quoted}`").read_all().to_pylist() == [{"a": 1}]
