"""What the Features tab shows of the recipe, and what it says of a person's own SQL."""

from datetime import date
from pathlib import Path

import pytest

from segdesk.project.file import Project
from segdesk.project.settings import ConnectSettings, FeaturesSettings, Mode, RecipeName, Settings
from segdesk.review import recipe
from segdesk.review.recipe import ColumnKind, SqlColumns, SqlFault
from segdesk.steps import connect
from segdesk.steps.features import _refuse_what_does_not_apply
from segdesk.tasks.task import Task

ALL = [
    FeaturesSettings(recipe=name, mode=mode)
    for name, mode in (
        (RecipeName.THELOOK, Mode.CAREFUL),
        (RecipeName.THELOOK, Mode.NOTEBOOK),
        (RecipeName.GA360, Mode.CAREFUL),
        (RecipeName.GA360, Mode.NOTEBOOK),
        (RecipeName.CUSTOM, Mode.CAREFUL),
    )
]
VALUES = {
    "as_of": date(2016, 8, 31),
    "date_from": date(2016, 8, 1),
    "date_to": date(2016, 8, 31),
    "features": ("age",),
}


@pytest.mark.parametrize("settings", ALL, ids=lambda s: f"{s.recipe}-{s.mode}")
def test_a_parameter_that_is_shown_is_one_that_the_step_takes(settings: FeaturesSettings) -> None:
    for parameter in recipe.parameters(settings):
        value = VALUES.get(parameter.name, "fullVisitorId")
        changed = settings.model_copy(update={parameter.name: value})
        _refuse_what_does_not_apply(Settings(features=changed))


def test_defaults_are_those_of_the_document_in_notebook_mode() -> None:
    found = recipe.parameters(FeaturesSettings(recipe=RecipeName.GA360, mode=Mode.NOTEBOOK))
    defaults = {parameter.name: parameter.default for parameter in found}
    assert defaults["date_from"] == "2016-08-01"
    assert defaults["country"] == "United States"
    assert "as_of" not in defaults


def test_the_sql_of_a_recipe_says_what_its_parameters_are(shop_project: Project) -> None:
    (statement,) = recipe.recipe_sql(shop_project, shop_project.settings.features)
    assert statement.file == "parametric.sql"
    row = shop_project.row("SELECT as_of FROM meta")
    assert row is not None
    assert f"@as_of         {row[0]}" in statement.sql.splitlines()[1]
    assert "FROM `orders` AS o" in statement.sql


def test_other_settings_leave_the_day_to_the_data(shop_project: Project) -> None:
    settings = FeaturesSettings(recipe=RecipeName.GA360, country="France")
    first = recipe.recipe_sql(shop_project, settings)[0]
    assert first.file == "ga360_view.sql"
    assert "@as_of         the last day in the data" in first.sql
    assert "@country       France" in first.sql


def test_a_persons_own_sql_has_no_files(shop_project: Project) -> None:
    assert recipe.recipe_sql(shop_project, FeaturesSettings(recipe=RecipeName.CUSTOM)) == ()


def test_a_query_that_can_run_tells_its_columns(shop_project: Project) -> None:
    found = recipe.check_sql(
        shop_project,
        "SELECT u.id AS user_id, u.country, COUNT(*) AS orders, MAX(o.created_at) AS last_one,"
        " ARRAY_AGG(o.status) AS statuses FROM users AS u JOIN orders AS o ON o.user_id = u.id GROUP BY 1, 2",
    )
    assert isinstance(found, SqlColumns)
    kinds = {column.name: column.kind for column in found.columns}
    assert kinds == {
        "user_id": ColumnKind.NUMBER,
        "country": ColumnKind.TEXT,
        "orders": ColumnKind.NUMBER,
        "last_one": ColumnKind.DATE,
        "statuses": ColumnKind.NESTED,
    }
    by_name = {column.name: column for column in found.columns}
    assert by_name["user_id"].looks_like_key
    assert not by_name["statuses"].can_be_key
    assert not by_name["last_one"].can_be_feature


@pytest.mark.parametrize(
    ("text", "line", "column", "length", "said"),
    [
        ("SELECT id,\n  nope\nFROM users", 2, 3, 4, "no column nope"),
        ("SELECT id FROM userss", 1, 16, 6, "no table userss"),
        ("SELECT id\nFROM users\nWHERE email > 3 + ", 3, 17, 1, "an expression is missing"),
        ("SELECT foo(id) FROM users", 1, 8, 3, "no function foo"),
        ("SELECT x.id FROM users AS u", 1, 8, 1, "no table or alias x"),
        ("DROP TABLE users", 1, 1, 4, "DROP"),
        ("SELECT id FROM users; SELECT 1", 1, 23, 6, "more than one"),
        ("SELECT id FROM users WHERE email = 'x", 1, 37, 1, "not closed"),
        ("SELECT id, id FROM users", 1, 1, 6, "'id'"),
        ("", 1, 1, 1, "empty"),
    ],
)
def test_a_fault_is_found_at_its_place(
    shop_project: Project, text: str, line: int, column: int, length: int, said: str
) -> None:
    found = recipe.check_sql(shop_project, text)
    assert isinstance(found, SqlFault)
    assert said.casefold() in found.message.casefold()
    assert (found.line, found.column) == (line, column)
    assert found.length == length
    assert "line" not in found.message


def test_a_file_cannot_be_reached_by_a_query(shop_project: Project, tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("a\n1\n")
    assert isinstance(recipe.check_sql(shop_project, f"SELECT * FROM read_csv('{path}')"), SqlFault)


def test_a_table_is_offered_with_its_columns(shop_project: Project) -> None:
    found = recipe.check_table(shop_project, "users")
    assert isinstance(found, SqlColumns)
    assert [column.name for column in found.columns][:2] == ["id", "first_name"]
    assert isinstance(recipe.check_table(shop_project, "returns"), SqlFault)


def test_a_purchase_test_is_checked_against_the_sessions(new_project: Project, sessions: Path) -> None:
    settings = FeaturesSettings(recipe=RecipeName.GA360)
    new_project.settings = Settings(connect=ConnectSettings(source=str(sessions)), features=settings)
    connect.run(new_project, new_project.settings, Task())
    assert recipe.check_purchase(new_project, settings, "hits.type = 'EVENT'") is None
    wrong = recipe.check_purchase(new_project, settings, "hits.typ = 'EVENT'")
    assert wrong is not None
    assert "typ" in wrong.message
    broken = recipe.check_purchase(new_project, settings, "hits.type = ")
    assert broken is not None
    assert broken.line == 1
