"""Input that cannot be used: exit status 1 (or 2 for wrong usage), one helpful line, and nothing written."""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from segdesk.project.file import Project

Segdesk = Callable[..., Any]

CUSTOM = ("--recipe", "custom", "--key", "id")


def refused(told: Any, folder: Path, *words: str, status: int = 1, kept: tuple[str, ...] = ()) -> None:
    """Check the status, the single line and that nothing new lies in the folder."""
    assert told.status == status, (told.out, told.err)
    lines = [line for line in told.err.splitlines() if line.startswith("segdesk: ")]
    assert len(lines) == 1, told.err
    for word in words:
        assert word in lines[0]
    assert "Traceback" not in told.err
    assert told.out == ""
    present = {path.name for path in folder.iterdir()} - {"cache", "source", *kept}
    assert present == set(), present


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


def table(source: Path, name: str, text: str) -> None:
    (source / name).write_text(text, encoding="utf-8", newline="")


def many(columns: str = "age,visits", count: int = 40) -> str:
    head = f"id,{columns}\n"
    return head + "".join(f"{i},{i % 9},{i * i % 17}\n" for i in range(count))


def test_a_missing_folder(segdesk: Segdesk, tmp_path: Path) -> None:
    refused(segdesk("run", "p.segdesk", "--source", "nowhere", "--out", "out"), tmp_path, "nowhere")


def test_an_empty_folder(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    refused(segdesk("run", "p.segdesk", "--source", source), tmp_path, "source")


def test_a_missing_table(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    table(
        source,
        "users.csv",
        "id,first_name,email,country,created_at\n1,Ann,a@example.com,France,2020-01-01 00:00:00\n",
    )
    refused(segdesk("run", "p.segdesk", "--source", source, "--out", "out"), tmp_path, "orders")


def test_a_missing_column(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    table(source, "people.csv", many())
    told = segdesk("run", "p.segdesk", "--source", source, *CUSTOM, "--features", "age,income")
    refused(told, tmp_path, "income", "age")


def test_a_missing_key(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    table(source, "people.csv", many())
    told = segdesk("run", "p.segdesk", "--source", source, "--recipe", "custom", "--key", "customer")
    refused(told, tmp_path, "customer")


def test_a_wrong_type_in_a_column(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    table(source, "people.csv", many() + "99,old,3\n")
    told = segdesk("run", "p.segdesk", "--source", source, *CUSTOM, "--features", "age,visits")
    refused(told, tmp_path, "people.csv", "line 42", "age", "old")


def test_an_empty_table(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    table(source, "people.csv", "id,age,visits\n")
    refused(
        segdesk("run", "p.segdesk", "--source", source, *CUSTOM, "--features", "age"),
        tmp_path,
        "no customers",
    )


def test_one_customer(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    table(source, "people.csv", "id,age,visits\n1,30,2\n")
    refused(segdesk("run", "p.segdesk", "--source", source, *CUSTOM), tmp_path, "only one customer")


@pytest.mark.parametrize("k", ["10", "2:22"])
def test_fewer_customers_than_k(segdesk: Segdesk, source: Path, tmp_path: Path, k: str) -> None:
    table(source, "people.csv", many(count=6))
    told = segdesk("run", "p.segdesk", "--source", source, *CUSTOM, "--k", k)
    refused(told, tmp_path, "only 6 customers", "--k 2:5")


def test_fewer_different_customers_than_k(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    table(source, "people.csv", "id,age\n" + "".join(f"{i},{i % 3}\n" for i in range(60)))
    refused(segdesk("run", "p.segdesk", "--source", source, *CUSTOM, "--k", "9"), tmp_path, "3 different")


def test_all_features_constant(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    table(source, "people.csv", "id,age\n" + "".join(f"{i},5\n" for i in range(60)))
    refused(segdesk("run", "p.segdesk", "--source", source, *CUSTOM), tmp_path, "same for every customer")


def test_infinite_values(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT i AS id, CASE WHEN i = 7 THEN 'inf'::DOUBLE ELSE i % 5 END AS age"
            f" FROM range(50) AS t(i)) TO '{source / 'people.parquet'}'"
        )
    refused(segdesk("run", "p.segdesk", "--source", source, *CUSTOM), tmp_path, "age", "infinite")


def test_duplicate_keys(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    table(source, "people.csv", many() + "7,1,1\n")
    refused(segdesk("run", "p.segdesk", "--source", source, *CUSTOM), tmp_path, "id", "1 of 41 rows")


def test_an_unreadable_file(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    (source / "people.parquet").write_bytes(b"PAR1 but not really")
    refused(segdesk("run", "p.segdesk", "--source", source, *CUSTOM), tmp_path, "people.parquet")


def test_a_ragged_row(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    table(source, "people.csv", many() + "50,1,2,3\n")
    refused(segdesk("run", "p.segdesk", "--source", source, *CUSTOM), tmp_path, "people.csv", "line 42")


def test_not_a_project_file(segdesk: Segdesk, tmp_path: Path) -> None:
    (tmp_path / "letter.segdesk").write_text("Dear all")
    for command in ("show", "run", "sweep"):
        told = segdesk(command, "letter.segdesk")
        refused(told, tmp_path, "letter.segdesk", "not a segdesk project", kept=("letter.segdesk",))
    assert (tmp_path / "letter.segdesk").read_text() == "Dear all"


def test_a_newer_project_file(segdesk: Segdesk, tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.segdesk") as project:
        project.connection.execute("UPDATE meta SET schema_version = 99")
    refused(segdesk("show", "p.segdesk"), tmp_path, "newer segdesk", kept=("p.segdesk",))


def test_a_missing_project_file(segdesk: Segdesk, tmp_path: Path) -> None:
    refused(segdesk("show", "p.segdesk"), tmp_path, "no project file")
    refused(segdesk("sweep", "p.segdesk"), tmp_path, "no project file")


def test_a_step_before_its_time(segdesk: Segdesk, tmp_path: Path) -> None:
    Project.create(tmp_path / "p.segdesk").close()
    refused(segdesk("clusters", "p.segdesk"), tmp_path, "segdesk connect", kept=("p.segdesk",))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT id, age\nFROM `people` WHERE", ("line 2",)),
        ("SELECT id, agee AS age FROM `people`", ("agee",)),
        ("DROP TABLE `people`", ("SELECT",)),
        ("SELECT id, age FROM `persons`", ("persons",)),
    ],
)
def test_sql_that_does_not_work(
    segdesk: Segdesk, source: Path, tmp_path: Path, query: str, words: tuple[str, ...]
) -> None:
    table(source, "people.csv", many())
    table(source, "query.sql", query)
    told = segdesk(
        *("run", "p.segdesk", "--source", source / "people.csv", *CUSTOM, "--features", "age"),
        *("--sql", source / "query.sql"),
    )
    refused(told, tmp_path, *words)


def test_an_out_folder_that_cannot_be_written(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    table(source, "people.csv", many())
    (source / "file").write_text("in the way")
    told = segdesk(
        "run", "p.segdesk", "--source", source / "people.csv", *CUSTOM, "--out", source / "file" / "out"
    )
    refused(told, tmp_path, "file")


def test_a_ga360_mapping_that_cannot_be(segdesk: Segdesk, source: Path, tmp_path: Path) -> None:
    table(source, "people.csv", many())
    told = segdesk(
        *("run", "p.segdesk", "--source", source, *CUSTOM, "--k", "3"),
        *("--ga360-map", "segment=dimension1"),
    )
    refused(told, tmp_path, "dimension1", status=2)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--recipe", "thelook", "--country", "France"), "--country"),
        (("--recipe", "thelook", "--key", "id"), "--key"),
        (("--recipe", "custom", "--mode", "notebook", "--key", "id"), "notebook"),
        (("--recipe", "ga360", "--as-of", "2017-01-01", "--mode", "notebook"), "--as-of"),
        (
            (
                "--recipe",
                "custom",
            ),
            "--key",
        ),
    ],
)
def test_an_option_that_a_recipe_would_ignore(
    segdesk: Segdesk, source: Path, tmp_path: Path, options: tuple[str, ...], word: str
) -> None:
    table(source, "people.csv", many())
    refused(segdesk("run", "p.segdesk", "--source", source, *options), tmp_path, word, status=2)


def limited(shop: Path, folder: Path, size: int) -> str:
    """Run with a limit on the size of files; like a full disk, it refuses a write half-way."""
    told = subprocess.run(
        [sys.executable, "-m", "segdesk", "run", "p.segdesk", "--source", shop, "--k", "3"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    assert told.returncode == 1, told.stderr
    assert "Traceback" not in told.stderr
    lines = [line for line in told.stderr.splitlines() if line.startswith("segdesk: ")]
    assert len(lines) == 1, told.stderr
    return lines[0]


def test_a_disk_that_is_full_before_anything_is_finished(shop: Path, tmp_path: Path) -> None:
    told = limited(shop, tmp_path, 100_000)
    assert "could not be written" in told
    assert "Free some space" in told
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_gets_full_later_keeps_what_was_finished(shop: Path, tmp_path: Path) -> None:
    told = limited(shop, tmp_path, 900_000)
    assert "could not be written" in told
    with Project.open(tmp_path / "p.segdesk") as project:
        assert project.rows("SELECT k, status FROM sweep") == [(3, "done")]
        assert project.rows("SELECT count(*) FROM parametric") == [(600,)]
    assert [path.name for path in tmp_path.iterdir()] == ["p.segdesk"]
