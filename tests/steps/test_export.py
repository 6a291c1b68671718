"""The files: whole or not at all, the same in every form, and none with an address where a key should be."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from segdesk.errors import ActivationError, InputError, UsageError
from segdesk.palette import colour_of
from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.settings import ExportSettings, Settings
from segdesk.project.step import State, Step
from segdesk.steps import export, pipeline
from segdesk.steps.export import Exported
from segdesk.tasks.task import Cancelled, Progress, Task

Opened = Callable[[Path], Project]
CarryOn = Callable[[Project, Settings, Step], None]
WriteTable = Callable[[Path, Sequence[Mapping[str, object]]], Path]

TABLES = (
    *("features", "feature_profile", "feature_correlation", "sweep", "centroids", "profile"),
    *("projection", "segments", "distances", "labels", "prompts", "emails"),
)


@pytest.fixture
def project(careful_shop: Path, opened: Opened) -> Project:
    return opened(careful_shop)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder beside the copy of the project."""
    return tmp_path / "careful-files"


def write(project: Project, **changed: object) -> Exported:
    own = ExportSettings.model_validate({**project.settings.export.model_dump(), **changed})
    project.settings = project.settings.model_copy(update={"export": own})
    return export.run(project, project.settings, Task())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def same(text: str, value: Any, kind: pa.DataType) -> bool:
    """Whether a cell of a CSV file says what a value of a Parquet file is, to the last digit."""
    if value is None:
        return text == ""
    if isinstance(value, bool):
        return text == str(value).lower()
    if isinstance(value, list | dict):
        return bool(json.loads(text) == value)
    if pa.types.is_floating(kind):
        return bool(pa.scalar(float(text), kind).as_py() == value)
    return text == str(value)


def test_every_table_is_the_same_as_csv_and_as_parquet(project: Project, out: Path) -> None:
    write(project)
    assert set(contents(out)) == {
        *(f"{table}.{kind}" for table in TABLES for kind in ("csv", "parquet")),
        "rules.sql",
        "ga360.csv",
    }
    for table in TABLES:
        rows, expected = read_csv(out / f"{table}.csv"), pq.read_table(out / f"{table}.parquet")
        assert len(rows) == expected.num_rows > 0, table
        for row, values in zip(rows, expected.to_pylist(), strict=True):
            assert list(row) == list(values)
            for name, value in values.items():
                kind = expected.schema.field(name).type
                assert same(row[name], value, kind), (table, name, row[name], value)


def test_the_tables_hold_what_the_project_holds(project: Project, out: Path) -> None:
    write(project)
    for file, query in (
        ("features", "SELECT * FROM parametric ORDER BY user_id"),
        ("segments", "SELECT user_id, segment, segments AS label FROM label_parametric ORDER BY user_id"),
        ("emails", "SELECT * FROM marketing_email ORDER BY user_id"),
        ("sweep", "SELECT * EXCLUDE (fingerprint, centers, seconds) FROM sweep ORDER BY k"),
    ):
        assert pq.read_table(out / f"{file}.parquet").to_pylist() == project.read(query).to_pylist()
    rules = (out / "rules.sql").read_text(encoding="utf-8").split("\n", 1)[1]
    assert project.row("SELECT rules_sql FROM clustering") == (rules.rstrip("\n"),)


def test_every_label_has_the_colour_of_its_segment(project: Project, out: Path) -> None:
    write(project)
    rows = read_csv(out / "labels.csv")
    assert list(rows[0]) == ["segment", "name", "designation", "source", "colour"]
    assert {row["segment"]: row["colour"] for row in rows} == {
        segment: colour_of(segment) for segment in ("seg_0", "seg_1", "seg_2", "seg_3", "seg_4")
    }


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The project cannot note the files down."""

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "_keep", refuse)


@pytest.mark.usefixtures("full_disk")
def test_a_project_that_cannot_be_written_keeps_the_files_back(project: Project, out: Path) -> None:
    with pytest.raises(Exception, match="No space left"):
        write(project)
    assert not out.exists()
    assert freshness.states(project)[Step.EXPORT] is State.FAILED


@pytest.mark.usefixtures("full_disk")
def test_a_project_that_cannot_be_written_leaves_the_files_of_before(project: Project, out: Path) -> None:
    out.mkdir()
    (out / "segments.csv").write_text("of before")
    (out / "notes.txt").write_text("somebody's own")
    with pytest.raises(Exception, match="No space left"):
        write(project)
    assert contents(out) == {"segments.csv": b"of before", "notes.txt": b"somebody's own"}


def test_a_cancel_leaves_the_files_of_before(project: Project, out: Path) -> None:
    write(project)
    before, noted = contents(out), project.rows("SELECT * FROM exports")
    project.connection.execute("UPDATE labels SET name = name || '!'")

    def stop(progress: Progress) -> None:
        if progress.text == "labels.parquet":
            task.cancel()

    task = Task(on_progress=stop)
    with pytest.raises(Cancelled):
        export.run(project, project.settings, task)
    assert contents(out) == before
    assert project.rows("SELECT * FROM exports") == noted


def test_another_export_takes_the_place_of_the_first(project: Project, out: Path) -> None:
    write(project)
    before = contents(out)
    project.connection.execute("UPDATE labels SET name = name || '!'")
    write(project)
    after = contents(out)
    assert set(after) == set(before)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"labels.csv", "labels.parquet", "segments.csv", "segments.parquet", "ga360.csv"}


def test_no_formats_write_no_import_file(project: Project, out: Path) -> None:
    found = write(project, formats=())
    assert found.warnings == ()
    assert "ga360.csv" not in contents(out)
    assert len(contents(out)) == 2 * len(TABLES) + 1


@pytest.fixture
def by_address(
    tmp_path: Path, people_settings: Settings, write_table: WriteTable, carry_on: CarryOn
) -> Iterator[Project]:
    """Customers whose key is their email address, up to their emails."""
    folder = Path(people_settings.connect.source)
    rows = [{**row, "id": f"{row['id']}@shop.example"} for row in read_csv(folder / "people.csv")]
    write_table(folder / "people.csv", rows)
    with Project.create(tmp_path / "careful.segdesk") as project:
        carry_on(project, people_settings, Step.EMAILS)
        yield project


def test_keys_that_are_addresses_are_a_note_where_nobody_asked_for_the_import_file(
    by_address: Project, out: Path
) -> None:
    found = write(by_address)
    assert len(found.warnings) == 1
    assert found.warnings[0].startswith("ga360.csv was not written: ")
    assert "@" not in found.warnings[0]
    assert set(contents(out)) == {
        *(f"{t}.{kind}" for t in TABLES for kind in ("csv", "parquet")),
        "rules.sql",
    }
    kept = freshness.result(by_address, Step.EXPORT)
    assert kept is not None
    assert kept.warnings == found.warnings


def test_keys_that_are_addresses_are_an_error_where_the_import_file_is_wanted(
    by_address: Project, out: Path
) -> None:
    with pytest.raises(ActivationError) as refused:
        write(by_address, formats=("ga360",))
    assert "120 values" in refused.value.what
    assert "@" not in str(refused.value)
    assert "shop.example" not in str(refused.value)
    assert not out.exists()
    assert "@" not in str(by_address.rows("SELECT error FROM runs WHERE error IS NOT NULL"))


def test_one_file_that_does_not_fit_is_left_out_where_a_person_sees_the_warning(
    by_address: Project, out: Path
) -> None:
    own = ExportSettings(formats=("ga360",))
    by_address.settings = by_address.settings.model_copy(update={"export": own})
    pipeline.run_now(by_address, Step.EXPORT, Task())
    kept = freshness.result(by_address, Step.EXPORT)
    assert kept is not None
    assert [w.split(": ")[0] for w in kept.warnings] == ["ga360.csv was not written"]
    assert len(contents(out)) == 2 * len(TABLES) + 1
    assert freshness.states(by_address)[Step.EXPORT] is State.FRESH


def test_a_mapping_that_fits_no_more_leaves_out_one_file_where_a_person_sees_the_warning(
    project: Project, out: Path
) -> None:
    own = ExportSettings(formats=("ga360",), ga360_map=(("shoe_size", "ga:dimension1"),))
    project.settings = project.settings.model_copy(update={"export": own})
    with pytest.raises(UsageError):
        export.run(project, project.settings, Task())
    pipeline.run_now(project, Step.EXPORT, Task())
    kept = freshness.result(project, Step.EXPORT)
    assert kept is not None
    assert len(kept.warnings) == 1
    assert kept.warnings[0].startswith("ga360.csv was not written: ga:dimension1 cannot be filled: ")
    assert len(contents(out)) == 2 * len(TABLES) + 1


def test_a_mapping_of_an_unknown_column_is_refused_as_soon_as_the_columns_are_known(
    tmp_path: Path, people_settings: Settings
) -> None:
    mapped = ExportSettings(ga360_map=(("shoe_size", "ga:dimension1"),))
    settings = people_settings.model_copy(update={"export": mapped})
    begun: list[Step] = []
    with Project.create(tmp_path / "p.segdesk") as project:
        project.settings = settings
        with pytest.raises(UsageError) as refused:
            pipeline.run(project, settings, Task(), begun.append)
        assert begun == [Step.CONNECT, Step.FEATURES]
        assert freshness.states(project)[Step.SWEEP] is State.EMPTY
    assert refused.value.what == "ga:dimension1 cannot be filled"
    assert "no column shoe_size" in refused.value.why
    assert "visits" in refused.value.why


def test_any_column_of_the_customers_can_be_mapped(project: Project, out: Path) -> None:
    pairs = (("country", "ga:dimension3"), ("designation", "ga:dimension1"), ("total_orders", "ga:metric1"))
    write(project, ga360_map=pairs)
    with (out / "ga360.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["ga:clientId", "ga:dimension3", "ga:dimension1", "ga:metric1"]
    expected = project.rows(
        "SELECT user_id, country, designation, total_orders FROM label_parametric ORDER BY user_id"
    )
    assert rows[1:] == [[str(value) for value in row] for row in expected]


def test_features_named_like_figures_of_a_segment_leave_those_alone(
    tmp_path: Path, people_settings: Settings, write_table: WriteTable, carry_on: CarryOn, out: Path
) -> None:
    folder = Path(people_settings.connect.source)
    rows: list[dict[str, object]] = [
        {"id": number, "size": 36 + number % 12, "Share": number * number % 23} for number in range(120)
    ]
    write_table(folder / "people.csv", rows)
    features = people_settings.features.model_copy(update={"features": ("size", "Share")})
    with Project.create(tmp_path / "careful.segdesk") as project:
        carry_on(project, people_settings.model_copy(update={"features": features}), Step.EXPORT)
        figures = project.rows("SELECT segment, size, share FROM segment_summary ORDER BY position")
        means = project.rows(
            'SELECT segment, avg(size), avg("Share") FROM semi_label_parametric GROUP BY 1 ORDER BY 1'
        )
    for found in (read_csv(out / "centroids.csv"), pq.read_table(out / "centroids.parquet").to_pylist()):
        assert [(row["segment"], int(row["size"]), float(row["share"])) for row in found] == figures
        assert [row["segment"] for row in found] == [segment for segment, *_ in means]
        for row, (_, size, share) in zip(found, means, strict=True):
            assert float(row["mean_size"]) == pytest.approx(size)
            assert float(row["mean_Share"]) == pytest.approx(share)


def test_the_folder_is_the_one_of_the_settings(project: Project, tmp_path: Path, out: Path) -> None:
    elsewhere = tmp_path / "some" / "where"
    found = write(project, folder=str(elsewhere))
    assert {file.path for file in found.files} == set(elsewhere.iterdir())
    assert not out.exists()


def test_a_step_before_that_is_out_of_date_keeps_the_files_back(project: Project, out: Path) -> None:
    settings = project.settings
    emails = settings.emails.model_copy(update={"count": 7})
    project.settings = settings.model_copy(update={"emails": emails})
    with pytest.raises(InputError, match="Emails is out of date"):
        export.run(project, project.settings, Task())
    assert not out.exists()
