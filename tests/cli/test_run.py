"""The main job, from tables to files, as another program has it done."""

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

Segdesk = Callable[..., Any]

TABLES = ("features", "sweep", "centroids", "profile", "projection", "segments", "distances", "labels")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check_files(figures: dict[str, Any], out: Path, key: str) -> None:
    """Open every file of a run and compare it with the figures."""
    written = {Path(file["path"]).name: file for file in figures["files"]}
    assert {path.name for path in out.iterdir()} == set(written)
    for name, file in written.items():
        content = (out / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
        if name == "rules.sql":
            assert content.decode().splitlines()[1].startswith("CASE")
        elif name.endswith(".parquet"):
            assert pq.read_metadata(out / name).num_rows == file["rows"]
        else:
            assert not content.startswith(b"\xef\xbb\xbf")
            assert b"\r" not in content.replace(b"\r\n", b"") or name == "emails.csv"
            assert len(rows_of(out / name)) == file["rows"]
    for table in TABLES:
        assert f"{table}.csv" in written
        assert f"{table}.parquet" in written
    count = figures["customers"]
    assert written["features.parquet"]["rows"] == count
    segments = pq.read_table(out / "segments.parquet")
    assert segments.column_names == [key, "segment", "label"]
    assert segments.num_rows == count
    assert len(set(segments.column(key).to_pylist())) == count
    sizes = {row["segment"]: row["size"] for row in figures["segments"]}
    counted = {row["values"]: row["counts"] for row in segments.column("segment").value_counts().to_pylist()}
    assert counted == {segment: size for segment, size in sizes.items() if size}
    names = [row["label"] for row in figures["segments"]]
    assert len(set(names)) == len(names)
    assert all(names)


def check_ga360(out: Path, header: list[str], key: str) -> None:
    with (out / "ga360.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == header
    segments = pq.read_table(out / "segments.parquet").to_pylist()
    assert [tuple(row) for row in rows[1:]] == [(str(s[key]), s["segment"], s["label"]) for s in segments]


@pytest.mark.parametrize("mode", ["careful", "notebook"])
def test_a_shop_becomes_segments_emails_and_files(
    segdesk: Segdesk, shop: Path, tmp_path: Path, mode: str
) -> None:
    told = segdesk(
        *("run", "p.segdesk", "--source", shop, "--mode", mode, "--as-of", "2026-06-30", "--k", "3:6"),
        *("--emails", "40", "--out", "out", "--json"),
    )
    assert told.status == 0, told.err
    figures = told.figures
    assert figures["customers"] == 600
    assert [row["k"] for row in figures["sweep"]] == [3, 4, 5, 6]
    assert figures["k"] in (3, 4, 5, 6)
    assert sum(row["size"] for row in figures["segments"]) == 600
    assert figures["emails"] == {"written": 40}
    assert set(figures["seconds"]) == {
        "connect",
        "features",
        "sweep",
        "clusters",
        "labels",
        "emails",
        "export",
    }
    assert figures["peak_rss_mb"] > 0
    check_files(figures, tmp_path / "out", "user_id")
    check_ga360(tmp_path / "out", ["ga:clientId", "ga:dimension1", "ga:dimension2"], "user_id")
    assert ("seg_0" in figures["stability"]) == (mode == "careful")


@pytest.mark.parametrize("mode", ["careful", "notebook"])
def test_sessions_become_segments_and_an_import_file(
    segdesk: Segdesk, sessions: Path, tmp_path: Path, mode: str
) -> None:
    told = segdesk(
        *("run", "p.segdesk", "--source", sessions, "--recipe", "ga360", "--mode", mode, "--k", "3:5"),
        *("--ga360-key", "ga:dimension5", "--emails", "10", "--out", "out", "--json"),
    )
    assert told.status == 0, told.err
    key = "fullVisitorId" if mode == "careful" else "fullVisitorID"
    check_files(told.figures, tmp_path / "out", key)
    check_ga360(tmp_path / "out", ["ga:dimension5", "ga:dimension1", "ga:dimension2"], key)


def test_custom_sql_over_files_becomes_segments(segdesk: Segdesk, shop: Path, tmp_path: Path) -> None:
    query = tmp_path / "customers.sql"
    query.write_text(
        "SELECT u.id AS customer, u.age AS age, u.traffic_source AS channel, COUNT(o.order_id) AS orders\n"
        "FROM `users` AS u LEFT JOIN `orders` AS o ON o.user_id = u.id\nGROUP BY customer, age, channel\n"
    )
    told = segdesk(
        *("run", "p.segdesk", "--source", shop, "--recipe", "custom", "--sql", query, "--key", "customer"),
        *("--features", "age,orders,channel", "--k", "4", "--out", "out", "--json", "--emails", "5"),
    )
    assert told.status == 0, told.err
    assert told.figures["features"] == ["age", "orders", "channel"]
    assert told.figures["k"] == 4
    check_files(told.figures, tmp_path / "out", "customer")


def test_the_same_settings_give_the_same_files(segdesk: Segdesk, shop: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        told = segdesk(
            "run", f"{name}.segdesk", "--source", shop, "--k", "2:4", "--emails", "20", "--out", name
        )
        assert told.status == 0, told.err
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_one_step_after_the_other_gives_what_run_gives(segdesk: Segdesk, shop: Path, tmp_path: Path) -> None:
    assert segdesk("connect", "p.segdesk", "--source", shop).status == 0
    assert segdesk("features", "p.segdesk", "--as-of", "2026-06-30").status == 0
    assert segdesk("sweep", "p.segdesk", "--k", "2:5").status == 0
    assert segdesk("clusters", "p.segdesk", "--choose", "3").status == 0
    assert segdesk("labels", "p.segdesk").status == 0
    assert segdesk("emails", "p.segdesk", "--emails", "10").status == 0
    told = segdesk("export", "p.segdesk", "--out", "out", "--json")
    assert told.status == 0, told.err
    whole = segdesk(
        *("run", "q.segdesk", "--source", shop, "--as-of", "2026-06-30", "--k", "2:5", "--choose", "3"),
        *("--emails", "10", "--out", "whole", "--json"),
    )
    assert whole.figures["segments"] == told.figures["segments"]
    assert (tmp_path / "out" / "emails.csv").read_bytes() == (tmp_path / "whole" / "emails.csv").read_bytes()


def test_a_second_run_does_only_what_changed(segdesk: Segdesk, shop: Path) -> None:
    first = segdesk("run", "p.segdesk", "--source", shop, "--k", "2:4", "--emails", "5", "--json").figures
    again = segdesk("run", "p.segdesk", "--k", "2:5", "--json")
    assert again.status == 0, again.err
    assert "features:" not in again.err
    before = {row["k"]: row["seconds"] for row in first["sweep"]}
    after = {row["k"]: row["seconds"] for row in again.figures["sweep"]}
    assert {k: after[k] for k in before} == before
    assert 5 in after


def test_show_tells_what_a_project_holds(segdesk: Segdesk, shop: Path) -> None:
    segdesk("run", "p.segdesk", "--source", shop, "--k", "3", "--emails", "5")
    text = segdesk("show", "p.segdesk")
    assert text.status == 0
    for word in ("600 customers", "fresh", "seg_1", "Never bought", "3 segments", "5 written"):
        assert word in text.out
    figures = segdesk("show", "p.segdesk", "--json").figures
    assert {step["state"] for step in figures["steps"].values()} == {"fresh"}


def test_names_given_by_hand_are_used_and_follow_their_segment(
    segdesk: Segdesk, shop: Path, tmp_path: Path
) -> None:
    names = tmp_path / "names.csv"
    names.write_text("segment,name,designation\nseg_1,Best friends,They buy a lot.\n", encoding="utf-8")
    first = segdesk(
        "run", "p.segdesk", "--source", shop, "--k", "4", "--emails", "0", "--labels", names, "--json"
    ).figures
    assert first["segments"][0]["label"] == "Best friends"
    again = segdesk("run", "p.segdesk", "--k", "5", "--json").figures
    assert [row["label"] for row in again["segments"]].count("Best friends") <= 1
    back = segdesk("run", "p.segdesk", "--k", "4", "--seed", "3", "--json").figures
    assert back["segments"][0]["label"] == "Best friends"


def test_a_crm_file_takes_the_place_of_the_made_up_one(
    segdesk: Segdesk, sessions: Path, tmp_path: Path
) -> None:
    crm = tmp_path / "crm.csv"
    first = segdesk(
        "run", "a.segdesk", "--source", sessions, "--recipe", "ga360", "--k", "3", "--out", "a", "--json"
    )
    visitors = pq.read_table(tmp_path / "a" / "segments.parquet").column("fullVisitorId").to_pylist()
    crm.write_text(
        "fullVisitorId,tier,points\n"
        + "".join(
            f"{visitor},{'gold' if i % 3 else 'silver'},{i % 7}\n" for i, visitor in enumerate(visitors)
        ),
        encoding="utf-8",
    )
    told = segdesk(
        *("run", "b.segdesk", "--source", sessions, "--recipe", "ga360", "--k", "3", "--crm", crm),
        *("--out", "b", "--json"),
    )
    assert told.status == 0, told.err
    assert {"tier", "points"} <= set(told.figures["features"])
    assert {"gender", "hhi"}.isdisjoint(told.figures["features"])
    assert told.figures["customers"] == first.figures["customers"]
    tiers = pq.read_table(tmp_path / "b" / "features.parquet").column("tier").to_pylist()
    assert set(tiers) == {"gold", "silver"}


def test_the_sample_is_written_as_parquet(segdesk: Segdesk, tmp_path: Path) -> None:
    told = segdesk("sample", "shop", "--customers", "50", "--seed", "1")
    assert told.status == 0, told.err
    assert {path.stem for path in (tmp_path / "shop").iterdir()} == {
        *("users", "orders", "order_items", "products", "events")
    }


def test_the_built_in_sample_needs_no_files(segdesk: Segdesk) -> None:
    told = segdesk(
        *(
            "run",
            "p.segdesk",
            "--source",
            "sample",
            "--customers",
            "300",
            "--k",
            "2:4",
            "--emails",
            "5",
            "--json",
        )
    )
    assert told.status == 0, told.err
    assert told.figures["customers"] == 300


def test_a_word_that_is_no_command_says_what_there_is(segdesk: Segdesk) -> None:
    told = segdesk("dance")
    assert told.status == 2
    assert "features" in told.err
