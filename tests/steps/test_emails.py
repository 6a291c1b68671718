"""Prompts and emails: who gets one, in which language, and what it must not tell."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from segdesk.errors import InputError
from segdesk.project.file import Project
from segdesk.project.freshness import result, states
from segdesk.project.settings import (
    ClustersSettings,
    ConnectSettings,
    EmailsSettings,
    FeaturesSettings,
    Mode,
    RecipeName,
    Settings,
    SweepSettings,
)
from segdesk.project.step import State, Step
from segdesk.steps import emails, pipeline
from segdesk.tasks.task import Cancelled, Task
from segdesk.writing import templates
from segdesk.writing.facts import CustomerFacts
from segdesk.writing.findings import Finding, Part, Problem

Opened = Callable[[Path], Project]
CarryOn = Callable[[Project, Settings, Step], None]

CAREFUL = {
    "Australia": "en",
    "Austria": "de",
    "Belgium": "fr",
    "Brasil": "pt",
    "China": "zh",
    "Colombia": "es",
    "Deutschland": "de",
    "España": "es",
    "France": "fr",
    "Germany": "de",
    "Japan": "ja",
    "Poland": "en",
    "South Korea": "ko",
    "Spain": "es",
    "United Kingdom": "en",
    "United States": "en",
}
"""What is written to the sample's countries; there are no texts in Polish."""

DOCUMENT = {**CAREFUL, "España": "en", "Deutschland": "en", "Austria": "en"}
"""The marketing engine's CASE does not know these spellings, nor this country."""


@pytest.fixture
def project(careful_shop: Path, opened: Opened) -> Project:
    return opened(careful_shop)


def write(project: Project, **changed: object) -> Sequence[emails.Email]:
    """Write emails with other settings."""
    own = EmailsSettings.model_validate({**project.settings.emails.model_dump(), **changed})
    project.settings = project.settings.model_copy(update={"emails": own})
    return emails.run(project, project.settings, Task()).emails


def rows(project: Project, query: str) -> list[dict[str, Any]]:
    return project.read(query).to_pylist()


def test_nobody_gets_two_emails_at_one_address(project: Project) -> None:
    project.connection.execute(
        "UPDATE parametric SET email = upper((SELECT email FROM parametric WHERE user_id = 1))"
        " WHERE user_id IN (2, 3)"
    )
    project.connection.execute("UPDATE parametric SET email = NULL WHERE user_id = 4")
    write(project, count=600)
    addresses = [row["email"] for row in rows(project, "SELECT email FROM marketing_email")]
    expected = project.rows("SELECT count(DISTINCT lower(email)) FROM parametric")[0][0]
    assert len(addresses) == len({address.lower() for address in addresses}) == expected
    assert expected < 598
    written = {row["user_id"] for row in rows(project, "SELECT user_id FROM marketing_email")}
    assert 1 in written
    assert not {2, 3, 4} & written


def test_prompts_hold_no_first_name_and_no_address(project: Project) -> None:
    # What others wrote may hold an address as well.
    project.connection.execute("UPDATE parametric SET last_event = email WHERE user_id % 5 = 0")
    write(project, count=600)
    prompts = "\n".join(row["prompt"] for row in rows(project, "SELECT prompt FROM final_data"))
    assert prompts.count("products_bought_most_in_the_country") > 500
    assert "@" not in prompts
    names = {name for (name,) in project.rows("SELECT DISTINCT first_name FROM parametric")}
    assert len(names) > 100
    assert set(re.findall(r"\w+", prompts)).isdisjoint(names)


def test_every_email_greets_its_own_customer(project: Project) -> None:
    found = rows(
        project,
        "SELECT first_name, marketing_email FROM marketing_email JOIN parametric USING (user_id)",
    )
    assert len(found) == 60
    for row in found:
        assert row["first_name"] in row["marketing_email"].splitlines()[0]


def test_a_larger_sample_contains_the_smaller_one(project: Project) -> None:
    large = {row["user_id"]: row for row in rows(project, "SELECT * FROM marketing_email")}
    write(project, count=20)
    small = {row["user_id"]: row for row in rows(project, "SELECT * FROM marketing_email")}
    assert len(small) == 20
    assert len(large) == 60
    assert small == {key: large[key] for key in small}
    # The order has nothing to do with the customers, so the first sixty are not customers 1 to 60.
    assert max(large) > 300


def test_no_emails_are_an_answer_too(project: Project) -> None:
    assert write(project, count=0) == ()
    for table in ("marketing_email", "final_data"):
        assert project.rows(f"SELECT count(*) FROM {table}") == [(0,)]
        kinds = {name: kind for name, kind, *_ in project.rows(f"DESCRIBE {table}")}
        assert kinds["user_id"] == "BIGINT"


def test_an_email_that_a_check_finds_fault_with_is_flagged(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = emails.check

    def check(subject: str, body: str, request: CustomerFacts, names: Any) -> tuple[Finding, ...]:
        found = own(subject, body, request, names)
        return (
            (*found, Finding(Problem.LINK, Part.BODY, "shop.example")) if request.language == "zh" else found
        )

    monkeypatch.setattr(emails, "check", check)
    write(project)
    found = rows(project, "SELECT * FROM marketing_email")
    assert {row["status"] for row in found if row["language_code"] == "zh"} == {"flagged"}
    assert {row["status"] for row in found if row["language_code"] != "zh"} == {"written"}
    for row in found:
        assert row["marketing_email"]
        assert len(row["checks"]) == (row["language_code"] == "zh")
        assert all("shop.example" in text for text in row["checks"])


def test_an_email_that_cannot_be_written_says_why(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "languages", lambda: ("en", "fr"))
    write(project)
    found = rows(project, "SELECT * FROM marketing_email")
    assert len(found) == 60
    for row in found:
        if row["language_code"] in ("en", "fr"):
            assert (row["status"], row["checks"]) == ("written", [])
        else:
            assert (row["status"], row["subject"], row["marketing_email"]) == ("refused", "", "")
            assert row["checks"] == [f"there are no texts in the language '{row['language_code']}'"]


def test_prompts_and_emails_are_for_the_same_customers(project: Project) -> None:
    prompts = {row["user_id"]: row for row in rows(project, "SELECT * FROM final_data")}
    written = {row["user_id"]: row for row in rows(project, "SELECT * FROM marketing_email")}
    known = {row["user_id"]: row for row in rows(project, "SELECT * FROM label_parametric")}
    assert set(prompts) == set(written)
    assert len(prompts) == 60
    for key, prompt in prompts.items():
        assert prompt["lang"] == written[key]["language_code"]
        assert written[key]["email"] == known[key]["email"]
        for column in ("country", "segment", "segments", "designation"):
            assert prompt[column] == known[key][column]


def check_languages(project: Project, expected: Mapping[str, str]) -> None:
    found = project.rows("SELECT DISTINCT country, language_code FROM marketing_email")
    assert len(found) > 8
    assert dict(found) == {country: expected[country] for country, _ in found}


def test_everybody_is_written_to_in_the_language_of_the_country(project: Project) -> None:
    write(project, count=600)
    check_languages(project, CAREFUL)
    chinese = project.rows("SELECT marketing_email FROM marketing_email WHERE language_code = 'zh'")
    assert all(re.search(r"[\u4e00-\u9fff]{3}", text) for (text,) in chinese)
    kept = result(project, Step.EMAILS)
    assert kept is not None
    assert len(kept.warnings) == 1
    assert re.fullmatch(
        r"There are no texts in the language of Poland \(\d+\); they get English", kept.warnings[0]
    )


def test_notebook_mode_knows_the_countries_of_the_document(listing_1_shop: Path, opened: Opened) -> None:
    project = opened(listing_1_shop)
    write(project, count=600)
    check_languages(project, DOCUMENT)
    prompt = project.rows("SELECT prompt FROM final_data WHERE country = 'France'")[0][0]
    assert prompt.startswith("Write a short, friendly, wel structured")


def test_a_persons_own_languages_count_and_their_change_is_noticed(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "languages.csv"
    path.write_text("country,language\nChina,en\n", encoding="utf-8")
    write(project, count=600, languages_file=str(path))
    check_languages(project, {**CAREFUL, "China": "en"})
    assert not pipeline.outside_changed(project, Step.EMAILS)
    path.write_text("country,language\nChina,fr\n", encoding="utf-8")
    assert pipeline.outside_changed(project, Step.EMAILS)
    write(project)
    check_languages(project, {**CAREFUL, "China": "fr"})
    assert not pipeline.outside_changed(project, Step.EMAILS)


def test_only_chosen_segments_are_written_to(project: Project) -> None:
    write(project, segments=("seg_1", "seg_0"))
    found = project.rows(
        "SELECT segment, count(*) FROM marketing_email JOIN segments USING (user_id) GROUP BY 1 ORDER BY 1"
    )
    assert [segment for segment, _ in found] == ["seg_0", "seg_1"]
    assert sum(count for _, count in found) == 60
    with pytest.raises(InputError, match="no segment seg_9 to write to"):
        write(project, segments=("seg_1", "seg_9"))


def test_only_readers_of_chosen_languages_are_written_to(project: Project) -> None:
    write(project, count=600, languages=("fr", "de"))
    check_languages_are(project, {"fr", "de"})
    readers = [country for country, code in CAREFUL.items() if code in ("fr", "de")]
    marks = ", ".join("?" for _ in readers)
    expected = project.row(
        f"SELECT count(DISTINCT lower(email)) FROM parametric WHERE country IN ({marks})", readers
    )
    assert expected == project.row("SELECT count(*) FROM marketing_email")
    with pytest.raises(InputError, match="no email texts in 'pl'"):
        write(project, languages=("pl",))


def check_languages_are(project: Project, codes: set[str]) -> None:
    assert {code for (code,) in project.rows("SELECT DISTINCT language_code FROM marketing_email")} == codes


def test_who_has_no_country_counts_as_a_reader_of_english(project: Project) -> None:
    project.connection.execute("UPDATE parametric SET country = NULL WHERE user_id % 2 = 0")
    write(project, count=600, languages=("fr",))
    assert project.row("SELECT count(*) FROM marketing_email WHERE user_id % 2 = 0") == (0,)
    write(project, count=600, languages=("en",))
    found = project.row("SELECT count(*) FROM marketing_email WHERE user_id % 2 = 0")
    assert found is not None
    assert found[0] > 290


def test_a_country_given_on_screen_goes_before_the_tables(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "languages.csv"
    path.write_text("country,language\nChina,en\n", encoding="utf-8")
    write(project, count=600, languages_file=str(path), countries=(("China", "fr"), ("Poland", "de")))
    check_languages(project, {**CAREFUL, "China": "fr", "Poland": "de"})
    write(project, count=600, languages=("de",))
    assert project.rows("SELECT count(*) > 0 FROM marketing_email WHERE country = 'Poland'") == [(True,)]
    with pytest.raises(InputError, match="language of China is not known"):
        write(project, countries=(("China", "mandarin"),))


def test_a_country_given_on_screen_counts_in_notebook_mode_too(listing_1_shop: Path, opened: Opened) -> None:
    project = opened(listing_1_shop)
    write(project, count=600, countries=(("Deutschland", "de"),))
    check_languages(project, {**DOCUMENT, "Deutschland": "de"})


def test_a_language_that_does_not_exist_leaves_the_emails_of_before(project: Project, tmp_path: Path) -> None:
    before = rows(project, "SELECT * FROM marketing_email")
    path = tmp_path / "languages.csv"
    path.write_text("country,language\nChina,mandarin\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"languages\.csv, line 2"):
        write(project, languages_file=str(path))
    assert rows(project, "SELECT * FROM marketing_email") == before
    assert states(project)[Step.EMAILS] is State.FAILED


def test_a_cancel_leaves_the_emails_of_before(project: Project) -> None:
    before = rows(project, "SELECT * FROM marketing_email")
    task = Task(on_progress=lambda progress: task.cancel() if progress.text == "0 emails" else None)
    with pytest.raises(Cancelled):
        emails.run(project, project.settings, task)
    assert rows(project, "SELECT * FROM marketing_email") == before


COUNT = 40
NESTED_AND_OTHER = {
    "first_name": pa.array([number % 2 == 0 for number in range(COUNT)]),
    "top_products_user": pa.array([[number] for number in range(COUNT)], pa.list_(pa.int64())),
    "top_products_country": pa.array([{"name": "Tea"}] * COUNT),
    "last_event": pa.array([["cart"]] * COUNT, pa.list_(pa.string())),
    "tags": pa.array([["a", None]] * COUNT, pa.list_(pa.string())),
}


NUMBERS = {
    name: pa.array([number % 4 for number in range(COUNT)])
    for name in ("country", "email", "first_name", "last_event")
}


@pytest.mark.parametrize("columns", [NESTED_AND_OTHER, NUMBERS], ids=["lists", "numbers"])
def test_columns_that_only_share_a_name_with_the_shops_are_not_used(
    tmp_path: Path, carry_on: CarryOn, columns: Mapping[str, pa.Array]
) -> None:
    visits = pa.array([number * number % 13 for number in range(COUNT)])
    path = tmp_path / "people.parquet"
    pq.write_table(pa.table({"id": pa.array(range(COUNT)), "visits": visits, **columns}), path)
    settings = Settings(
        connect=ConnectSettings(source=str(path)),
        features=FeaturesSettings(recipe=RecipeName.CUSTOM, key="id", features=("visits",)),
        sweep=SweepSettings(k_max=3),
        clusters=ClustersSettings(choose=3, bootstraps=0),
    )
    with Project.create(tmp_path / "odd.segdesk") as project:
        carry_on(project, settings, Step.EXPORT)
        found = rows(project, "SELECT * FROM marketing_email")
        assert len(found) == COUNT
        for row in found:
            assert (row["email"], row["country"], row["language_code"]) == (None, None, "en")
            assert row["status"] == "written"
        assert all(state is State.FRESH for state in states(project).values())


def test_the_mode_decides_which_prompt_is_built(
    project: Project, listing_1_shop: Path, opened: Opened
) -> None:
    assert project.settings.features.mode is Mode.CAREFUL
    careful = project.rows("SELECT prompt FROM final_data")[0][0]
    notebook = opened(listing_1_shop)
    write(notebook, count=60)
    assert careful.startswith("Write one marketing email")
    key = notebook.rows("SELECT user_id FROM final_data ORDER BY user_id")[0][0]
    prompt = notebook.rows(f"SELECT prompt FROM final_data WHERE user_id = {key}")[0][0]
    orders, basket = notebook.rows(f"SELECT total_orders, avg_basket FROM parametric WHERE user_id = {key}")[
        0
    ]
    assert f"They have made {orders} purchases this year with an average basket of ${basket:.2f}. " in prompt


@pytest.mark.parametrize("key", ["email", "Email"])
def test_the_key_may_be_called_like_a_column_of_the_emails(
    tmp_path: Path, carry_on: CarryOn, key: str
) -> None:
    keys = [f"{number}@shop.example" for number in range(COUNT)]
    visits = pa.array([number * number % 13 for number in range(COUNT)])
    path = tmp_path / "people.parquet"
    pq.write_table(pa.table({key: keys, "visits": visits}), path)
    settings = Settings(
        connect=ConnectSettings(source=str(path)),
        features=FeaturesSettings(recipe=RecipeName.CUSTOM, key=key),
        sweep=SweepSettings(k_max=3),
        clusters=ClustersSettings(choose=3, bootstraps=0),
    )
    with Project.create(tmp_path / "p.segdesk") as project:
        carry_on(project, settings, Step.EXPORT)
        for table in ("segments", "projection", "final_data", "marketing_email"):
            found = [row[0] for row in project.rows(f'SELECT "{key}" FROM {table}')]
            assert sorted(found) == sorted(keys), table
