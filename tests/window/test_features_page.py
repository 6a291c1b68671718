"""The Features tab: the recipe and its settings, and what is known of every feature."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from segdesk.gui.pages.features import FeaturesPage
from segdesk.gui.pages.features_custom import From
from segdesk.gui.widgets.date_field import DateField
from segdesk.project.file import Project
from segdesk.project.settings import (
    ConnectSettings,
    FeaturesSettings,
    MatrixSettings,
    Mode,
    RecipeName,
    Settings,
    Transform,
)
from segdesk.project.step import State, Step
from segdesk.steps import pipeline
from segdesk.tasks.task import Task
from tests.window.accessibility import nameless, unreachable
from tests.window.conftest import SECONDS, MakeContext

OpenPage = Callable[[Path], FeaturesPage]


@pytest.fixture
def open_page(context_of: MakeContext, qtbot: QtBot) -> Iterator[OpenPage]:
    """Open a project on the Features tab, and wait until what it holds is shown."""
    pages: list[FeaturesPage] = []

    def open_(path: Path) -> FeaturesPage:
        page = FeaturesPage(context_of(path))
        page.finish()
        pages.append(page)
        page.resize(1200, 800)
        page.show()
        qtbot.waitExposed(page)
        qtbot.waitUntil(lambda: page.results._found is not None and page._source is not None, timeout=SECONDS)
        return page

    yield open_
    for page in pages:
        page.close()
        page.deleteLater()


@pytest.fixture
def connected(shop: Path, tmp_path: Path) -> Path:
    """A project that knows the shop's tables, and no more."""
    return _connected(tmp_path / "connected.segdesk", shop, FeaturesSettings())


@pytest.fixture
def visited(sessions: Path, tmp_path: Path) -> Path:
    """A project that knows the tables of an Analytics export, and no more."""
    return _connected(
        tmp_path / "visited.segdesk", sessions, FeaturesSettings(recipe=RecipeName.GA360, key="clientId")
    )


def _connected(path: Path, source: Path, told: FeaturesSettings) -> Path:
    with Project.create(path) as project:
        project.settings = Settings(connect=ConnectSettings(source=str(source)), features=told)
        pipeline.run_now(project, Step.CONNECT, Task())
    return path


def settings_of(page: FeaturesPage) -> Settings:
    held = page.bridge.held
    assert held is not None
    return held.settings


def settled(qtbot: QtBot, page: FeaturesPage) -> None:
    """Wait until nothing is asked any more, so that the page shows what the project holds."""
    qtbot.waitUntil(lambda: page.bridge.idle and not page.bridge._asks.waiting(), timeout=SECONDS)


def undo(qtbot: QtBot, page: FeaturesPage) -> None:
    page.context.undo.undo()
    settled(qtbot, page)


def column_of(page: FeaturesPage, name: str) -> int:
    names = [column.name for column in page.results.table.view.columns.columns]
    return names.index(name)


def cell(page: FeaturesPage, feature: str, name: str) -> Any:
    names = [each.name for each in page.results.features]
    return page.results.table.view.columns.columns[column_of(page, name)].values[names.index(feature)]


def click_cell(qtbot: QtBot, page: FeaturesPage, feature: str, name: str) -> None:
    grid = page.results.table.view.grid
    row = [each.name for each in page.results.features].index(feature)
    index = grid.model().index(row, column_of(page, name))
    grid.scrollTo(index)
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(index).center())


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def day_field(page: FeaturesPage, name: str = "as_of") -> DateField:
    field = page.recipe.parameters.editor(name)
    assert isinstance(field, DateField)
    return field


def type_day(qtbot: QtBot, field: DateField, text: str) -> None:
    field.line.setFocus()
    field.line.selectAll()
    qtbot.keyClicks(field.line, text)
    qtbot.keyClick(field.line, Qt.Key.Key_Return)


def pick(qtbot: QtBot, box: QComboBox, data: str) -> None:
    """Choose from a box by the keyboard."""
    qtbot.waitUntil(lambda: box.findData(data) >= 0, timeout=SECONDS)
    box.setFocus()
    for _ in range(box.count()):
        if box.currentData() == data:
            return
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == data


def write_query(qtbot: QtBot, page: FeaturesPage, text: str) -> None:
    editor = page.sql.own.editor.editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, text)
    own = page.sql.own
    qtbot.waitUntil(lambda: own.columns is not None or own.fault is not None, timeout=SECONDS)


# -- features


def test_every_feature_is_listed_with_what_it_looks_like(open_page: OpenPage, project_file: Path) -> None:
    page = open_page(project_file)
    table = page.results.table
    assert page.results.features[0].title == "Orders"
    assert cell(page, "total_orders", "use") is True
    assert cell(page, "total_revenue", "use") is False
    assert cell(page, "avg_basket", "unit") == "USD"
    assert cell(page, "total_orders", "mean") == pytest.approx(page.results.features[0].profile.mean)
    assert "600 customers · 4 of 6 features used" in table.summary.text()
    assert not page.results.standing.isVisible()


def test_a_tick_taken_away_changes_the_matrix_only_and_can_be_undone(
    open_page: OpenPage, project_file: Path, qtbot: QtBot
) -> None:
    page = open_page(project_file)
    click_cell(qtbot, page, "avg_basket", "use")
    settled(qtbot, page)
    assert settings_of(page).matrix.use == ("total_orders", "days_since_last_order", "freq_orders_per_month")
    qtbot.waitUntil(lambda: cell(page, "avg_basket", "use") is False, timeout=SECONDS)
    assert page.bridge.held is not None
    states = page.bridge.held.states
    assert (states[Step.FEATURES], states[Step.SWEEP]) == (State.FRESH, State.OUT_OF_DATE)
    assert page.context.undo.undoText() == "Leave Average basket out"
    undo(qtbot, page)
    assert settings_of(page).matrix.use == ()
    qtbot.waitUntil(lambda: cell(page, "avg_basket", "use") is True, timeout=SECONDS)


def test_ticking_as_the_recipe_does_leaves_it_to_the_recipe(
    open_page: OpenPage, project_file: Path, qtbot: QtBot
) -> None:
    page = open_page(project_file)
    click_cell(qtbot, page, "total_revenue", "use")
    qtbot.waitUntil(lambda: cell(page, "total_revenue", "use") is True, timeout=SECONDS)
    click_cell(qtbot, page, "total_revenue", "use")
    qtbot.waitUntil(lambda: cell(page, "total_revenue", "use") is False, timeout=SECONDS)
    assert settings_of(page).matrix == MatrixSettings()


def test_the_last_ticked_feature_cannot_be_left_out(
    open_page: OpenPage, project_file: Path, qtbot: QtBot
) -> None:
    with Project.open(project_file) as project:
        project.settings = project.settings.model_copy(
            update={"matrix": MatrixSettings(use=("total_orders",))}
        )
    page = open_page(project_file)
    click_cell(qtbot, page, "total_orders", "use")
    model = page.results.table.view.model
    assert "At least one feature" in model.fault(0, column_of(page, "use"))
    assert settings_of(page).matrix.use == ("total_orders",)


def test_a_preparation_is_chosen_in_its_cell_and_reset(
    open_page: OpenPage, project_file: Path, qtbot: QtBot
) -> None:
    page = open_page(project_file)
    table = page.results.table
    assert not table.reset.isEnabled()
    click_cell(qtbot, page, "total_orders", "transform")
    box = table.view.grid.findChild(QComboBox)
    assert [box.itemText(row) for row in range(box.count())] == ["None", "Logarithm", "Winsorise"]
    qtbot.keyClick(box.view(), Qt.Key.Key_Down)
    qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    settled(qtbot, page)
    assert settings_of(page).matrix.preparation["total_orders"].transform is Transform.WINSORISE
    qtbot.waitUntil(table.reset.isEnabled, timeout=SECONDS)
    click(qtbot, table.reset)
    settled(qtbot, page)
    assert settings_of(page).matrix == MatrixSettings()
    qtbot.waitUntil(lambda: cell(page, "total_orders", "transform") == "log1p", timeout=SECONDS)


def test_a_category_is_not_prepared(open_page: OpenPage, visited: Path, qtbot: QtBot) -> None:
    with Project.open(visited) as project:
        pipeline.run_now(project, Step.FEATURES, Task())
    page = open_page(visited)
    assert cell(page, "OS", "kind") == "Category"
    assert cell(page, "OS", "scale") is None
    click_cell(qtbot, page, "OS", "scale")
    assert page.results.table.view.grid.findChild(QComboBox) is None


def test_the_histogram_follows_the_selected_feature_and_its_preparation(
    open_page: OpenPage, project_file: Path, qtbot: QtBot
) -> None:
    page = open_page(project_file)
    plot = page.results.plot
    assert plot.histogram.title == "Orders"
    click_cell(qtbot, page, "total_revenue", "unit")
    qtbot.waitUntil(lambda: plot.histogram.title == "Revenue")
    raw = plot.histogram.spread
    click(qtbot, plot.choice.button("prepared"))
    qtbot.waitUntil(lambda: plot.histogram.title == "Revenue, as clustered", timeout=SECONDS)
    assert plot.histogram.spread.mean == pytest.approx(0, abs=1e-9)
    click(qtbot, plot.choice.button("raw"))
    assert plot.histogram.spread == raw


def test_all_histograms_and_correlations_are_shown(
    open_page: OpenPage, project_file: Path, qtbot: QtBot
) -> None:
    with Project.open(project_file) as project:
        project.connection.execute(
            "UPDATE feature_correlation SET pearson = 0.97"
            " WHERE (feature, other) IN (('total_orders', 'total_items'), ('total_items', 'total_orders'))"
        )
    page = open_page(project_file)
    page.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(page.results.histograms.grid.made) == 6, timeout=SECONDS)
    page.tabs.setCurrentIndex(2)
    assert page.results.correlation.map.heat is not None
    assert len(page.results.correlation.map.heat.rows) == 6
    said = page.results.correlation.said
    assert said == "Orders and Items say nearly the same (correlation 0.97), but only one of them is used."


def test_the_customers_are_listed(open_page: OpenPage, project_file: Path, qtbot: QtBot) -> None:
    page = open_page(project_file)
    table = page.results.customers
    with qtbot.waitSignal(table.shown, timeout=SECONDS):
        page.tabs.setCurrentIndex(3)
    assert table.model.rowCount() == 600


def test_features_that_the_customers_do_not_have_can_be_left_out(
    open_page: OpenPage, project_file: Path, qtbot: QtBot
) -> None:
    with Project.open(project_file) as project:
        matrix = MatrixSettings(use=("total_orders", "income"))
        project.settings = project.settings.model_copy(update={"matrix": matrix})
    page = open_page(project_file)
    assert "income" in page.results.standing.text
    click(qtbot, page.results.standing._action)
    settled(qtbot, page)
    assert settings_of(page).matrix.use == ("total_orders",)
    qtbot.waitUntil(page.results.standing.isHidden, timeout=SECONDS)


def test_features_of_other_settings_cannot_be_ticked(
    open_page: OpenPage, project_file: Path, qtbot: QtBot
) -> None:
    page = open_page(project_file)
    click(qtbot, page.recipe.mode.button(Mode.NOTEBOOK))
    qtbot.waitUntil(page.results.standing.isVisible, timeout=SECONDS)
    assert "belong to other settings" in page.results.standing.text
    click_cell(qtbot, page, "avg_basket", "use")
    settled(qtbot, page)
    assert settings_of(page).matrix == MatrixSettings()


# -- recipe and parameters


def test_a_connected_project_builds_its_customers_by_a_click(
    open_page: OpenPage, connected: Path, qtbot: QtBot
) -> None:
    page = open_page(connected)
    assert page.results._places[0].currentIndex() == 1  # says that there is nothing yet
    click(qtbot, page.action)
    qtbot.waitUntil(lambda: len(page.results.features) == 6, timeout=SECONDS)
    assert page.results._places[0].currentIndex() == 2
    assert page.bridge.held is not None
    assert page.bridge.held.state(Step.FEATURES) is State.FRESH


def test_a_day_is_typed_undone_and_left_to_the_recipe(
    open_page: OpenPage, connected: Path, qtbot: QtBot
) -> None:
    page = open_page(connected)
    field = day_field(page)
    assert field.line.placeholderText() == "Last day in the data"
    type_day(qtbot, field, "2026-01-31")
    settled(qtbot, page)
    assert settings_of(page).features.as_of == date(2026, 1, 31)
    undo(qtbot, page)
    qtbot.waitUntil(lambda: field.line.text() == "", timeout=SECONDS)
    page.context.undo.redo()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: field.line.text() == "2026-01-31", timeout=SECONDS)
    click(qtbot, page.recipe.parameters._fields["as_of"].reset)
    settled(qtbot, page)
    assert settings_of(page).features.as_of is None


def test_a_day_that_is_none_is_refused_until_it_is_put_right(
    open_page: OpenPage, connected: Path, qtbot: QtBot
) -> None:
    page = open_page(connected)
    type_day(qtbot, day_field(page), "31.01.26")
    assert page.recipe.parameters.fault == "Write the day like 2026-01-31"
    assert not page.action.isEnabled()
    with qtbot.waitSignal(page.bridge.changed, timeout=SECONDS):
        page.bridge.reload()
    assert day_field(page).line.text() == "31.01.26"
    type_day(qtbot, day_field(page), "2026-01-31")
    settled(qtbot, page)
    assert page.recipe.parameters.fault == ""
    assert page.action.isEnabled()


def test_a_day_is_picked_from_the_calendar_with_the_keyboard(
    open_page: OpenPage, connected: Path, qtbot: QtBot
) -> None:
    page = open_page(connected)
    field = day_field(page)
    type_day(qtbot, field, "2026-01-31")
    qtbot.keyClick(field.line, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    popup = QApplication.activePopupWidget()
    calendar = popup.calendar  # type: ignore[attr-defined]
    view = calendar.findChild(QWidget, "qt_calendar_calendarview")
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert settings_of(page).features.as_of == date(2026, 1, 30)
    assert QApplication.activePopupWidget() is None


def test_what_is_being_typed_stays_when_the_project_changes(
    open_page: OpenPage, visited: Path, qtbot: QtBot
) -> None:
    page = open_page(visited)
    country = page.recipe.parameters.editor("country")
    country.setFocus()
    qtbot.keyClicks(country, "Fra")
    with qtbot.waitSignal(page.bridge.changed, timeout=SECONDS):
        page.bridge.reload()
    qtbot.keyClicks(country, "nce")
    qtbot.keyClick(country, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert settings_of(page).features.country == "France"


def test_another_recipe_starts_from_its_own_values_and_comes_back_whole(
    open_page: OpenPage, project_file: Path, qtbot: QtBot
) -> None:
    page = open_page(project_file)
    click_cell(qtbot, page, "avg_basket", "use")
    settled(qtbot, page)
    before = settings_of(page)
    click(qtbot, page.recipe.recipe.button(RecipeName.GA360))
    settled(qtbot, page)
    assert settings_of(page).features == FeaturesSettings(recipe=RecipeName.GA360)
    assert settings_of(page).matrix == MatrixSettings()
    undo(qtbot, page)
    assert settings_of(page) == before
    assert page.recipe.recipe.value is RecipeName.THELOOK


def test_another_mode_forgets_what_it_cannot_be_told(
    open_page: OpenPage, visited: Path, qtbot: QtBot
) -> None:
    page = open_page(visited)
    type_day(qtbot, day_field(page, "date_from"), "2017-01-01")
    settled(qtbot, page)
    assert settings_of(page).features.key == "clientId"
    click(qtbot, page.recipe.mode.button(Mode.NOTEBOOK))
    settled(qtbot, page)
    told = settings_of(page).features
    assert (told.key, told.date_from) == (None, date(2017, 1, 1))
    assert not page.recipe.parameters.editor("key").isVisible()


def test_days_in_the_wrong_order_are_refused(open_page: OpenPage, visited: Path, qtbot: QtBot) -> None:
    page = open_page(visited)
    type_day(qtbot, day_field(page, "date_from"), "2017-02-01")
    type_day(qtbot, day_field(page, "date_to"), "2017-01-01")
    settled(qtbot, page)
    assert settings_of(page).features.date_to is None
    assert page.recipe.parameters.fault == "The first day is after the last one"


def test_a_recipe_that_does_not_fit_says_what_is_missing(
    open_page: OpenPage, connected: Path, qtbot: QtBot
) -> None:
    page = open_page(connected)
    assert page.recipe.misfit.isHidden()
    click(qtbot, page.recipe.recipe.button(RecipeName.GA360))
    qtbot.waitUntil(page.recipe.misfit.isVisible, timeout=SECONDS)
    assert "needs a table ga_sessions_*" in page.recipe.misfit.text
    click(qtbot, page.recipe.misfit._action)
    settled(qtbot, page)
    assert settings_of(page).features.recipe is RecipeName.THELOOK


def test_a_purchase_test_is_checked_while_it_is_typed(
    open_page: OpenPage, visited: Path, qtbot: QtBot
) -> None:
    page = open_page(visited)
    field = page.recipe.parameters.editor("purchase")
    field.setFocus()
    qtbot.keyClicks(field, "hits.typ = 'EVENT'")
    qtbot.waitUntil(lambda: "typ" in page.recipe.parameters.fault, timeout=SECONDS)
    assert not page.action.isEnabled()
    assert settings_of(page).features.purchase is None
    field.selectAll()
    qtbot.keyClicks(field, "hits.type = 'EVENT'")
    qtbot.waitUntil(lambda: page.recipe.parameters.fault == "", timeout=SECONDS)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert settings_of(page).features.purchase == "hits.type = 'EVENT'"


def test_the_sql_of_the_recipe_is_shown_with_its_parameters(
    open_page: OpenPage, visited: Path, qtbot: QtBot
) -> None:
    page = open_page(visited)
    page.tabs.setCurrentWidget(page.sql)
    shown = page.sql.built_in
    qtbot.waitUntil(lambda: shown.which.count() == 3, timeout=SECONDS)
    shown.which.setFocus()
    shown.which.setCurrentIndex(0)
    assert "@customer_key  clientId" in shown.editor.text
    click(qtbot, shown.copy)
    assert QApplication.clipboard().text() == shown.editor.text


# -- the custom recipe


@pytest.fixture
def own_page(open_page: OpenPage, connected: Path, qtbot: QtBot) -> FeaturesPage:
    """The page with the custom recipe, on the shop's tables."""
    page = open_page(connected)
    click(qtbot, page.recipe.recipe.button(RecipeName.CUSTOM))
    settled(qtbot, page)
    return page


def test_a_table_offers_its_columns_and_becomes_customers(own_page: FeaturesPage, qtbot: QtBot) -> None:
    page, own = own_page, own_page.recipe.own
    assert page.needs.text() == "Choose the table with your customers, or write a query"
    pick(qtbot, own.table, "users")
    qtbot.waitUntil(lambda: settings_of(page).features.table == "users", timeout=SECONDS)
    assert settings_of(page).features.key == "id"
    qtbot.waitUntil(lambda: "age" in own.list.ticked, timeout=SECONDS)
    assert "id" not in own.list.ticked
    click(qtbot, page.action)
    qtbot.waitUntil(lambda: len(page.results.features) > 0, timeout=SECONDS)
    assert [each.name for each in page.results.features if each.used] == list(own.list.ticked)


def test_columns_are_ticked_and_left_to_the_recipe_again(own_page: FeaturesPage, qtbot: QtBot) -> None:
    page, own = own_page, own_page.recipe.own
    pick(qtbot, own.table, "users")
    qtbot.waitUntil(lambda: "age" in own.list.ticked, timeout=SECONDS)
    everything = own.list.ticked
    names = [own.list.item(row).text().split("  ")[0] for row in range(own.list.count())]
    own.list.setCurrentRow(names.index("gender"))
    own.list.setFocus()
    qtbot.keyClick(own.list, Qt.Key.Key_Space)
    settled(qtbot, page)
    assert set(settings_of(page).features.features) == {*everything, "gender"}
    click(qtbot, own._listed.reset)
    settled(qtbot, page)
    assert settings_of(page).features.features == ()
    qtbot.waitUntil(lambda: own.list.ticked == everything, timeout=SECONDS)


def test_a_query_is_checked_at_its_place_and_used_by_ctrl_enter(own_page: FeaturesPage, qtbot: QtBot) -> None:
    page = own_page
    pick(qtbot, page.recipe.own.table, "users")
    qtbot.waitUntil(lambda: settings_of(page).features.key == "id", timeout=SECONDS)
    settled(qtbot, page)
    page.tabs.setCurrentWidget(page.sql)
    write_query(qtbot, page, "SELECT user_id, COUNT(*) AS n FROM `order` GROUP BY user_id")
    assert page.sql.own.editor.error.startswith("Line 1, column 37: ")
    assert page.sql.own.editor.editor.error_word == "order"
    assert page.needs.text() == "The query has a fault: see SQL"
    assert not page.sql.own.use.isEnabled()
    write_query(qtbot, page, "SELECT user_id, COUNT(*) AS n FROM `orders` GROUP BY user_id")
    assert page.sql.own.editor.error == ""
    qtbot.keyClick(page.sql.own.editor.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page)
    told = settings_of(page).features
    assert (told.table, told.key) == (None, "user_id")
    assert told.sql == page.sql.own.draft
    assert page.recipe.own.origin.value is From.QUERY
    assert page.recipe.own.list.ticked == ("n",)
    undo(qtbot, page)
    assert settings_of(page).features.table == "users"
    qtbot.waitUntil(lambda: page.sql.own.draft == "SELECT *\nFROM `users`", timeout=SECONDS)


def test_a_draft_stays_until_it_is_used_and_a_column_takes_it_along(
    own_page: FeaturesPage, qtbot: QtBot
) -> None:
    page = own_page
    page.tabs.setCurrentWidget(page.sql)
    write_query(qtbot, page, "SELECT order_id AS who, num_of_item AS n FROM `orders`")
    draft = page.sql.own.draft
    with qtbot.waitSignal(page.bridge.changed, timeout=SECONDS):
        page.bridge.reload()
    assert page.sql.own.draft == draft
    assert settings_of(page).features.sql is None
    pick(qtbot, page.recipe.own.key, "who")
    settled(qtbot, page)
    told = settings_of(page).features
    assert (told.sql, told.key) == (draft, "who")
    assert not page.sql.own.is_changed


def test_a_discarded_draft_gives_way_to_the_query(own_page: FeaturesPage, qtbot: QtBot) -> None:
    page = own_page
    pick(qtbot, page.recipe.own.table, "users")
    qtbot.waitUntil(lambda: page.sql.own.draft != "", timeout=SECONDS)
    settled(qtbot, page)
    used = page.sql.own.draft
    page.tabs.setCurrentWidget(page.sql)
    write_query(qtbot, page, "SELECT 1 AS id, 2 AS n")
    click(qtbot, page.sql.own.discard)
    assert page.sql.own.draft == used


# -- looks


def test_the_places_of_the_splitters_are_remembered(
    open_page: OpenPage, project_file: Path, qtbot: QtBot
) -> None:
    page = open_page(project_file)
    handle = page._split.handle(1)
    middle = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(handle, middle + QPoint(60, 0))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 0))
    assert page.context.store.value("layout/features/settings") == page._split.saveState()


@pytest.mark.parametrize("recipe", list(RecipeName))
def test_a_screen_reader_and_the_keyboard_reach_everything(
    open_page: OpenPage, project_file: Path, qtbot: QtBot, recipe: RecipeName
) -> None:
    page = open_page(project_file)
    if recipe is not RecipeName.THELOOK:
        click(qtbot, page.recipe.recipe.button(recipe))
        settled(qtbot, page)
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        assert nameless(page) == []
        assert unreachable(page) == []


def test_rows_keep_their_selection_while_ticks_change(
    open_page: OpenPage, project_file: Path, qtbot: QtBot
) -> None:
    page = open_page(project_file)
    click_cell(qtbot, page, "total_revenue", "use")
    qtbot.waitUntil(lambda: cell(page, "total_revenue", "use") is True, timeout=SECONDS)
    assert np.array_equal(page.results.table.view.selected_rows, [3])
    assert page.results.plot.histogram.title == "Revenue"
