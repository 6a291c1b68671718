"""A project that lives on: options given again, taken back, or wrong."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from segdesk import cli
from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.step import State, Step

Segdesk = Callable[..., Any]


CUSTOM = ("--recipe", "custom", "--key", "id", "--k", "2:4", "--emails", "5", "--bootstraps", "2")


def people_in(folder: Path) -> Path:
    path = folder / "people.csv"
    rows = (f"{i:03d},{20 + i % 9},{(i % 3) * 50 + i % 7}\n" for i in range(90))
    path.write_text("id,age,spent\n" + "".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return people_in(tmp_path)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which all steps are done."""
    folder = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        arguments = ("run", folder / "p.segdesk", "--source", people_in(folder), *CUSTOM)
        assert cli.run([str(argument) for argument in arguments]) == 0
    return folder / "p.segdesk"


@pytest.fixture
def project(finished: Path, tmp_path: Path) -> Path:
    """A copy of it, to do with as a test likes."""
    return shutil.copy(finished, tmp_path / finished.name)


def test_features_done_again_leave_the_later_steps_working(segdesk: Segdesk, project: Path) -> None:
    assert segdesk("features", project).status == 0
    assert segdesk("export", project).status == 0
    assert segdesk("run", project).status == 0


@pytest.mark.parametrize(
    "options", [("--country", "France"), ("--features", "income"), ("--source", "nowhere"), ("--choose", "9")]
)
def test_a_wrong_option_does_not_stay(segdesk: Segdesk, project: Path, options: tuple[str, str]) -> None:
    assert segdesk("run", project, *options).status != 0
    with Project.open(project) as opened:
        assert State.OUT_OF_DATE not in freshness.states(opened).values()
    assert segdesk("run", project).status == 0


def test_a_step_does_not_build_on_what_is_out_of_date(segdesk: Segdesk, project: Path) -> None:
    assert segdesk("features", project, "--features", "age").status == 0
    told = segdesk("clusters", project)
    assert told.status == 1
    assert "Sweep is out of date" in told.err
    assert segdesk("run", project).status == 0


def test_an_empty_value_takes_an_option_back(segdesk: Segdesk, project: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("segment,name\nseg_1,Friends\n", encoding="utf-8")
    assert "Friends" in segdesk("labels", project, "--labels", names).out
    names.unlink()
    told = segdesk("run", project)
    assert told.status == 1
    assert "empty value" in told.err
    assert segdesk("run", project, "--labels", "").status == 0
    assert "Friends" not in segdesk("show", project).out


def test_a_name_can_be_given_without_a_file(segdesk: Segdesk, project: Path) -> None:
    told = segdesk("labels", project, "--label", "seg_1=Friends", "--label", "seg_2=Others", "--json")
    assert [row["label"] for row in told.figures["segments"]][:2] == ["Friends", "Others"]


def test_changed_customers_are_noticed(segdesk: Segdesk, people: Path) -> None:
    project = "p.segdesk"
    assert segdesk("run", project, "--source", people, *CUSTOM).status == 0
    people.write_text(people.read_text(encoding="utf-8") + "900,30,70\n", encoding="utf-8")
    told = segdesk("features", project)
    assert told.status == 1
    assert "segdesk connect" in told.err
    assert segdesk("run", project, "--json").figures["customers"] == 91


@pytest.mark.parametrize("key", ["distance", "status", "segment", "Label"])
def test_a_key_named_like_a_column_of_ours_is_refused(
    segdesk: Segdesk, people: Path, tmp_path: Path, key: str
) -> None:
    people.write_text(people.read_text(encoding="utf-8").replace("id,", f"{key},", 1), encoding="utf-8")
    told = segdesk("run", "q.segdesk", "--source", people, "--recipe", "custom", "--key", key)
    assert told.status == 1
    assert key in told.err
    assert not (tmp_path / "q.segdesk").exists()


@pytest.mark.parametrize("column", ["country", "email", "first_name", "last_event", "top_products_user"])
def test_a_well_known_name_with_other_values_is_just_a_column(
    segdesk: Segdesk, people: Path, column: str
) -> None:
    people.write_text(people.read_text(encoding="utf-8").replace("age", column, 1), encoding="utf-8")
    told = segdesk("run", "q.segdesk", "--source", people, *CUSTOM, "--json")
    assert told.status == 0, told.err
    assert told.figures["emails"] == {"written": 5}


def test_a_column_that_one_value_spoils_is_pointed_out(segdesk: Segdesk, people: Path) -> None:
    people.write_text(people.read_text(encoding="utf-8") + "901,old,7\n", encoding="utf-8")
    told = segdesk("run", "q.segdesk", "--source", people, *CUSTOM)
    assert told.status == 0, told.err
    assert "age is left out" in told.out


def test_keys_that_are_addresses_keep_the_other_files(segdesk: Segdesk, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    rows = (f"u{i}@example.com,{20 + i % 9}\n" for i in range(60))
    path.write_text("id,age\n" + "".join(rows), encoding="utf-8")
    told = segdesk("run", "q.segdesk", "--source", path, *CUSTOM, "--out", "out")
    assert told.status == 0, told.err
    assert "ga360.csv was not written" in told.out
    assert "@example.com" not in told.out + told.err
    assert (tmp_path / "out" / "segments.csv").exists()
    refused = segdesk("run", "q.segdesk", "--formats", "ga360")
    assert refused.status == 1
    assert "@example.com" not in refused.err


@pytest.mark.parametrize(
    "options",
    [
        ("--source", ""),
        ("--source", "people.csv", "--customers", "5"),
        ("--source", "people.csv", "--listing", "2"),
        ("--source", "people.csv", "--emails", "9223372036854775808"),
        ("--source", "people.csv", "--k", "2:6", "--choose", "9"),
    ],
)
def test_options_that_make_no_sense_are_wrong_usage(
    segdesk: Segdesk, people: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    told = segdesk("run", "q.segdesk", *options, "--recipe", "custom", "--key", "id")
    assert told.status == 2, told.err
    assert not (tmp_path / "q.segdesk").exists()


def test_a_seed_does_not_change_a_source_of_files(segdesk: Segdesk, project: Path) -> None:
    assert segdesk("sweep", project, "--seed", "9").status == 0
    with Project.open(project) as opened:
        states = freshness.states(opened)
    assert [states[s] for s in (Step.CONNECT, Step.FEATURES, Step.SWEEP)] == [State.FRESH] * 3
