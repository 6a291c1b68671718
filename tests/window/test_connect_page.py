"""The Connect tab: choose where the customers are, and look at the tables."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from segdesk.gui.context import Context
from segdesk.gui.pages.connect import ConnectPage
from segdesk.gui.pages.connect_columns import fields
from segdesk.gui.pages.connect_detail import Show
from segdesk.gui.pages.connect_source import Place
from segdesk.project.file import Project
from segdesk.project.settings import ConnectSettings, FeaturesSettings, RecipeName, Settings
from segdesk.project.step import State, Step
from segdesk.review.connect import SourceColumn
from tests.window.conftest import SECONDS, MakeContext

LEFT = Qt.MouseButton.LeftButton
Shown = Callable[[Path], ConnectPage]


@pytest.fixture
def page_of(context_of: MakeContext, qtbot: QtBot) -> Shown:
    """Show the page of a project, and wait until it shows what the project holds."""

    def make(path: Path) -> ConnectPage:
        page = ConnectPage(context_of(path))
        page.finish()
        qtbot.addWidget(page)
        page.resize(1200, 800)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        settled(qtbot, page)
        return page

    return make


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a person's own tables, one of them nested."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "customers.csv").write_text("name,customer_id,balance\nAnn,a,3\nBen,b,14\nCid,c,-9\n")
    (folder / "orders.ndjson").write_text(
        '{"id": 1, "customer_id": "a", "items": [{"sku": "x", "price": 3}]}\n'
    )
    return folder


def settled(qtbot: QtBot, page: ConnectPage) -> None:
    """Wait until nothing is on its way."""

    def still() -> bool:
        answered = page.bridge.idle and not page.bridge._asks.waiting()
        return answered and page.known and not page.found.detail.busy.busy

    qtbot.waitUntil(still, timeout=SECONDS)


def settings_of(page: ConnectPage) -> Settings:
    assert page.bridge.held is not None
    return page.bridge.held.settings


def tables_of(page: ConnectPage) -> list[str]:
    view = page.found.tables.view
    return [view.model.text(row, 0) for row in range(view.model.rowCount())]


def rows_of(page: ConnectPage) -> list[list[str]]:
    model = page.found.detail.rows.model
    return [[model.text(row, c) for c in range(model.columnCount())] for row in range(model.rowCount())]


def click_table(qtbot: QtBot, page: ConnectPage, row: int) -> None:
    grid = page.found.tables.view.grid
    qtbot.mouseClick(
        grid.viewport(), LEFT, pos=grid.visualRect(page.found.tables.view.model.index(row, 0)).center()
    )


def type_path(qtbot: QtBot, page: ConnectPage, path: Path) -> None:
    line = page.source.path.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, str(path))


def enter_path(qtbot: QtBot, page: ConnectPage, path: Path) -> None:
    """Type a path and press Enter, and wait for its tables."""
    type_path(qtbot, page, path)
    with qtbot.waitSignal(page.bridge.ended, timeout=SECONDS):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settled(qtbot, page)


def choose(qtbot: QtBot, page: ConnectPage, place: Place) -> None:
    qtbot.mouseClick(page.source.cards[place], LEFT)


def test_a_new_project_asks_where_the_customers_are(page_of: Shown, empty_file: Path) -> None:
    page = page_of(empty_file)
    assert page.source.place is Place.SAMPLE
    assert page.found.empty.isVisible()
    assert page.action.isEnabled()
    assert not page.next.isEnabled()
    assert page.source.cards[Place.BIGQUERY].isEnabled()


def test_a_folder_chosen_in_the_dialog_is_listed_at_once(
    page_of: Shown, empty_file: Path, own: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(empty_file)
    choose(qtbot, page, Place.FILES)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(own))
    browse = page.source.path.findChild(QPushButton)
    assert isinstance(browse, QPushButton)
    with qtbot.waitSignal(page.bridge.ended, timeout=SECONDS):
        browse.menu().actions()[1].trigger()
    settled(qtbot, page)
    assert tables_of(page) == ["customers", "orders"]
    assert settings_of(page).connect.source == str(own)
    assert page.next.isEnabled()


def test_a_dropped_file_is_listed_at_once(page_of: Shown, empty_file: Path, own: Path, qtbot: QtBot) -> None:
    page = page_of(empty_file)
    choose(qtbot, page, Place.FILES)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(own / "customers.csv"))])
    with qtbot.waitSignal(page.bridge.ended, timeout=SECONDS):
        page.source.path.dropEvent(
            QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
        )
    settled(qtbot, page)
    assert tables_of(page) == ["customers"]


def test_a_typed_path_is_listed_with_the_button(
    page_of: Shown, empty_file: Path, own: Path, qtbot: QtBot
) -> None:
    page = page_of(empty_file)
    choose(qtbot, page, Place.FILES)
    assert not page.action.isEnabled()
    assert page.action.toolTip()
    type_path(qtbot, page, own)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    ended = []
    page.bridge.ended.connect(ended.append)
    qtbot.mouseClick(page.action, LEFT)
    qtbot.waitUntil(lambda: bool(ended), timeout=SECONDS)
    settled(qtbot, page)
    assert tables_of(page) == ["customers", "orders"]
    assert len(ended) == 1


def test_the_first_rows_are_those_of_the_table_that_is_clicked(
    page_of: Shown, empty_file: Path, own: Path, qtbot: QtBot
) -> None:
    page = page_of(empty_file)
    choose(qtbot, page, Place.FILES)
    enter_path(qtbot, page, own)
    assert rows_of(page)[0] == ["Ann", "a", "3"]
    click_table(qtbot, page, 1)
    settled(qtbot, page)
    assert rows_of(page) == [["1", "a", '[{"sku": "x", "price": 3}]']]
    click_table(qtbot, page, 0)
    page.found.detail.rows.grid.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert [row[2] for row in rows_of(page)] == ["-9", "3", "14"], "numbers sort as numbers"


def test_enter_on_a_table_goes_to_its_rows(page_of: Shown, project_file: Path, qtbot: QtBot) -> None:
    page = page_of(project_file)
    page.found.detail.shows.button(Show.COLUMNS).click()
    page.found.tables.view.grid.setFocus()
    qtbot.keyClick(page.found.tables.view.grid, Qt.Key.Key_Up)
    qtbot.keyClick(page.found.tables.view.grid, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert page.found.detail.rows.isVisible()
    assert page.found.detail.rows.grid.hasFocus()
    assert len(rows_of(page)) == 100


def test_the_columns_of_a_table_are_shown_with_their_parts(
    page_of: Shown, empty_file: Path, own: Path, qtbot: QtBot
) -> None:
    page = page_of(empty_file)
    choose(qtbot, page, Place.FILES)
    enter_path(qtbot, page, own)
    click_table(qtbot, page, 1)
    qtbot.mouseClick(page.found.detail.shows.button(Show.COLUMNS), LEFT)
    model = page.found.detail.columns.model
    assert page.found.detail.columns.isVisible()
    shown = [tuple(model.text(row, c) for c in range(3)) for row in range(model.rowCount())]
    assert ("items", "list of records", "ARRAY<STRUCT>") in shown
    assert ("items.price", "whole number", "INT64") in shown


def test_parts_of_nested_types_have_their_paths() -> None:
    kind = "STRUCT<page STRUCT<path STRING, n NUMERIC(10, 2)>, tags ARRAY<STRING>>"
    found = fields((SourceColumn("hit", kind), SourceColumn("id", "INT64")))
    assert [(f.path, f.type) for f in found] == [
        ("hit", "STRUCT"),
        ("hit.page", "STRUCT"),
        ("hit.page.path", "STRING"),
        ("hit.page.n", "NUMERIC(10, 2)"),
        ("hit.tags", "ARRAY<STRING>"),
        ("id", "INT64"),
    ]


def test_a_recipe_that_cannot_work_gives_way_to_the_one_that_fits(
    page_of: Shown, empty_file: Path, own: Path, qtbot: QtBot
) -> None:
    page = page_of(empty_file)
    choose(qtbot, page, Place.FILES)
    enter_path(qtbot, page, own)
    features = settings_of(page).features
    assert (features.recipe, features.table, features.key) == (RecipeName.CUSTOM, "customers", "customer_id")
    assert "“customer_id”" in page.found.recipe.text
    assert "a table “users”" in page.found.recipe.text
    page.context.undo.undo()
    settled(qtbot, page)
    assert settings_of(page).features.recipe is RecipeName.THELOOK
    assert settings_of(page).connect.source == str(own)
    qtbot.mouseClick(page.found.recipe.use, LEFT)
    settled(qtbot, page)
    assert settings_of(page).features == features
    assert not page.found.recipe.use.isVisible()


def test_a_recipe_of_the_persons_own_that_works_is_kept(
    page_of: Shown, empty_file: Path, shop: Path, qtbot: QtBot
) -> None:
    mine = FeaturesSettings(recipe=RecipeName.CUSTOM, table="users", key="id")
    with Project.open(empty_file) as project:
        project.settings = Settings(features=mine)
    page = page_of(empty_file)
    choose(qtbot, page, Place.FILES)
    enter_path(qtbot, page, shop)
    assert settings_of(page).features == mine
    qtbot.mouseClick(page.found.recipe.use, LEFT)
    settled(qtbot, page)
    assert settings_of(page).features == FeaturesSettings()


def test_another_size_of_the_sample_is_said_to_be_unlisted_until_it_is_undone(
    page_of: Shown, project_file: Path, qtbot: QtBot
) -> None:
    page = page_of(project_file)
    assert page.found.recipe.isVisible()
    choose(qtbot, page, Place.SAMPLE)
    settled(qtbot, page)
    assert settings_of(page).connect.source == "sample"
    box = page.source.customers
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "5000")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    settled(qtbot, page)
    assert settings_of(page).connect.sample_customers == 5000
    assert page.bridge.held is not None
    assert page.bridge.held.state(Step.CONNECT) is State.OUT_OF_DATE
    assert page.action.property("primary")
    assert not page.found.recipe.isVisible()
    assert tables_of(page), "what was there stays"
    page.context.undo.undo()
    page.context.undo.undo()
    settled(qtbot, page)
    assert page.source.place is Place.FILES
    assert page.source.customers.value() == 100_000
    assert page.found.recipe.isVisible()


def test_the_kind_of_sample_is_the_recipe_and_one_step_to_undo(
    page_of: Shown, empty_file: Path, qtbot: QtBot
) -> None:
    page = page_of(empty_file)
    qtbot.mouseClick(page.source.kind.button(RecipeName.GA360), LEFT)
    settled(qtbot, page)
    assert settings_of(page).features == FeaturesSettings(recipe=RecipeName.GA360)
    page.context.undo.undo()
    settled(qtbot, page)
    assert settings_of(page).features.recipe is RecipeName.THELOOK
    assert page.source.kind.value is RecipeName.THELOOK


def test_going_back_to_files_takes_the_path_that_is_still_there(
    page_of: Shown, project_file: Path, qtbot: QtBot
) -> None:
    page = page_of(project_file)
    source = settings_of(page).connect.source
    choose(qtbot, page, Place.SAMPLE)
    radio = page.source.cards[Place.SAMPLE].radio
    assert radio.hasFocus()
    qtbot.keyClick(radio, Qt.Key.Key_Right)
    settled(qtbot, page)
    assert page.source.place is Place.FILES
    assert settings_of(page).connect.source == source
    assert page.bridge.held is not None
    assert page.bridge.held.state(Step.CONNECT) is State.FRESH


def test_a_missing_folder_is_told_on_the_page(
    page_of: Shown, empty_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = page_of(empty_file)
    choose(qtbot, page, Place.FILES)
    enter_path(qtbot, page, tmp_path / "nowhere")
    said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert any("nowhere" in text for text in said)
    assert page.found.empty.isVisible()
    assert page.action.isEnabled()


def test_rows_that_cannot_be_read_are_a_message_and_can_be_tried_again(
    page_of: Shown, empty_file: Path, own: Path, qtbot: QtBot
) -> None:
    page = page_of(empty_file)
    choose(qtbot, page, Place.FILES)
    enter_path(qtbot, page, own)
    kept = own.parent / "kept.ndjson"
    shutil.move(own / "orders.ndjson", kept)
    click_table(qtbot, page, 1)
    settled(qtbot, page)
    notice = page.found.detail.notice
    assert notice.isVisible()
    buttons = {button.text(): button for button in notice.findChildren(QPushButton) if button.isVisible()}
    qtbot.mouseClick(buttons["Copy details"], LEFT)
    assert "orders" in QGuiApplication.clipboard().text()
    shutil.move(kept, own / "orders.ndjson")
    qtbot.mouseClick(buttons["Try again"], LEFT)
    settled(qtbot, page)
    assert not notice.isVisible()
    assert len(rows_of(page)) == 1


def test_the_size_that_the_command_line_gave_the_sample_is_shown(
    context_of: MakeContext, empty_file: Path, page_of: Shown
) -> None:
    with Project.open(empty_file) as project:
        project.settings = Settings(connect=ConnectSettings(sample_customers=600, sample_seed=2**40))
    page = page_of(empty_file)
    assert page.source.customers.value() == 600
    assert settings_of(page).connect.sample_seed == 2**40


def test_a_path_being_typed_survives_what_else_changes(
    page_of: Shown, empty_file: Path, own: Path, qtbot: QtBot
) -> None:
    page = page_of(empty_file)
    choose(qtbot, page, Place.FILES)
    type_path(qtbot, page, own)
    with qtbot.waitSignal(page.bridge.changed, timeout=SECONDS):
        page.bridge.reload()
    assert page.source.chosen_path == str(own)
    assert page.source.place is Place.FILES


def test_the_split_is_where_it_was_left(context_of: MakeContext, project_file: Path, qtbot: QtBot) -> None:
    context = context_of(project_file)
    first = shown_page(context, qtbot)
    handle = first.found.split.handle(1)
    qtbot.mousePress(handle, LEFT, pos=handle.rect().center())
    qtbot.mouseMove(handle, handle.rect().center() + QPointF(90, 0).toPoint())
    qtbot.mouseRelease(handle, LEFT)
    sizes = first.found.split.sizes()
    first.hide()
    assert shown_page(context, qtbot).found.split.sizes() == sizes


def shown_page(context: Context, qtbot: QtBot) -> ConnectPage:
    page = ConnectPage(context)
    page.finish()
    qtbot.addWidget(page)
    page.resize(1200, 800)
    with qtbot.waitExposed(page):
        page.show()
    settled(qtbot, page)
    return page
