"""A file of the first version goes on as if it had been made today."""

from pathlib import Path

import duckdb
import pytest

from segdesk import __version__
from segdesk.project import freshness, schema
from segdesk.project.file import Project
from segdesk.project.settings import EmailsSettings, LabelsSettings, Settings
from segdesk.project.step import State, Step

CREATE = Path(__file__).with_name("version_1.sql")
SETTINGS = (
    '{"version":1,"labels":{"file":null,"names":[["seg_1","Gold"]]},'
    '"emails":{"writer":"templates","count":7,"languages_file":null}}'
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file as version 1 left it, with a result of the Labels step."""
    path = tmp_path / "spring.segdesk"
    with duckdb.connect(str(path)) as connection:
        connection.execute(CREATE.read_text(encoding="utf-8"))
        connection.execute(
            "INSERT INTO meta VALUES (1, ?, now() AT TIME ZONE 'UTC', NULL, NULL, NULL, NULL)", [__version__]
        )
        connection.execute("INSERT INTO settings VALUES (?)", [SETTINGS])
        connection.execute("INSERT INTO given_labels VALUES ('seg_1', 'Gold', '')")
    return path


def test_a_file_of_version_1_is_upgraded_after_a_copy_was_kept(path: Path) -> None:
    before = path.read_bytes()
    with Project.open(path) as project:
        assert project.row("SELECT schema_version FROM meta") == (schema.current_version(),) == (5,)
        assert project.settings.labels == LabelsSettings(names=(("seg_1", "Gold"),))
        assert project.settings.emails == EmailsSettings(count=7)
        assert project.rows("SELECT * FROM email_reviews") == []
        assert project.rows("SELECT k, path, trial FROM sweep_models") == []
        assert project.rows("SELECT segment, name FROM given_labels") == [("seg_1", "Gold")]
    assert path.with_name("spring (version 1).segdesk").read_bytes() == before
    Project.open(path).close()
    assert len(list(path.parent.glob("*.segdesk"))) == 2


def test_a_model_of_version_4_is_no_trial_of_another(path: Path) -> None:
    up_to_4 = schema.MIGRATIONS[:3]
    with Project.open(path, up_to_4) as project:
        assert project.row("SELECT schema_version FROM meta") == (4,)
        project.connection.execute("INSERT INTO sweep_models VALUES ('f', 3, 'p.d.kmeans_3')")
    with Project.open(path) as project:
        assert project.rows("SELECT fingerprint, k, path, trial FROM sweep_models") == [
            ("f", 3, "p.d.kmeans_3", None)
        ]
    assert path.with_name("spring (version 4).segdesk").is_file()


def test_an_upgraded_file_has_the_tables_of_a_new_one(path: Path, tmp_path: Path) -> None:
    query = (
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " ORDER BY table_name, ordinal_position"
    )
    Project.create(tmp_path / "new.segdesk").close()
    with Project.open(path) as upgraded, Project.open(tmp_path / "new.segdesk") as new:
        assert upgraded.rows(query) == new.rows(query)


def test_settings_that_version_1_did_not_have_leave_a_fingerprint_alone() -> None:
    settings = Settings.model_validate_json(SETTINGS)
    for step, own in ((Step.LABELS, settings.labels), (Step.EMAILS, settings.emails)):
        document = own.model_dump(mode="json", exclude=set(own.added_later))
        assert freshness.fingerprint(*freshness.step_settings(settings, step)) == freshness.fingerprint(
            document
        )
    changed = settings.emails.model_copy(update={"segments": ("seg_1",)})
    assert freshness.fingerprint(changed) != freshness.fingerprint(settings.emails)


def test_a_result_of_version_1_stays_fresh(path: Path) -> None:
    """The fingerprint is what version 1 computed: the SHA-256 of the very document of its settings."""
    with duckdb.connect(str(path)) as connection:
        connect = '{"source": "sample", "sample_customers": 100000, "sample_seed": 42}'
        assert Settings().connect.model_dump_json() == connect.replace(": ", ":").replace(", ", ",")
        stored = freshness.fingerprint(Settings().connect.model_dump(mode="json"), None, "files")
        connection.execute("INSERT INTO results VALUES ('connect', ?, 'files', 1, [])", [stored])
    with Project.open(path) as project:
        assert freshness.states(project)[Step.CONNECT] is State.FRESH
