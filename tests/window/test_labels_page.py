"""The Labels tab: naming segments."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QUndoStack
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from segdesk.gui.bridge import Bridge
from segdesk.gui.context import Context
from segdesk.gui.pages.labels import LabelsPage
from segdesk.gui.pages.labels_fields import DesignationField, NameField
from segdesk.gui.pages.labels_model import Field
from segdesk.gui.selection import Selection
from segdesk.gui.theme import Theme
from segdesk.project.file import Project
from segdesk.project.settings import LabelsSettings, Settings
from segdesk.project.step import State, Step
from segdesk.steps import clusters
from segdesk.tasks.runner import Spares
from segdesk.tasks.task import Task
from tests.window.conftest import SECONDS, MakeContext

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def context(
    finished: Path, spares: Spares, _session_theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Context]:
    """One open project for all tests here, as opening one takes seconds; each takes back what it did."""
    folder = tmp_path_factory.mktemp("labels")
    owner = QWidget()
    undo = QUndoStack(owner)
    bridge = Bridge(spares, undo, owner)
    waiting = QEventLoop()
    for answered in (bridge.opened, bridge.refused):
        answered.connect(waiting.quit)
    bridge.open(Path(shutil.copy(finished, folder / "shop.segdesk")))
    waiting.exec()
    assert bridge.held is not None
    store = QSettings(str(folder / "segdesk.ini"), QSettings.Format.IniFormat)
    yield Context(bridge, _session_theme, undo, Selection(owner), store)
    bridge.close()
    owner.deleteLater()


@pytest.fixture
def page(qtbot: QtBot, context: Context, theme: Theme) -> Iterator[LabelsPage]:
    page = shown_page(qtbot, context)
    yield page
    context.undo.setIndex(0)
    context.undo.clear()
    settle(qtbot, page)
    page.close()
    page.deleteLater()


def shown_page(qtbot: QtBot, context: Context) -> LabelsPage:
    page = LabelsPage(context)
    page.finish()
    page.resize(1400, 800)
    page.show()
    page.activateWindow()
    qtbot.waitExposed(page)
    settle(qtbot, page)
    return page


def settle(qtbot: QtBot, page: LabelsPage) -> None:
    """Wait until the page shows what the project holds, and nothing is on its way."""
    qtbot.waitUntil(lambda: page.is_settled, timeout=SECONDS)


def names(page: LabelsPage) -> list[str]:
    return [page.table.rows.text(place, Field.NAME) for place in range(page.table.rows.rowCount())]


def stored_names(page: LabelsPage) -> dict[str, str]:
    held = page.bridge.held
    assert held is not None
    return dict(held.settings.labels.names)


def click(qtbot: QtBot, page: LabelsPage, place: int, field: Field) -> None:
    qtbot.mouseClick(page.table.viewport(), Left, pos=middle(page, place, field))


def middle(page: LabelsPage, place: int, field: Field) -> QPoint:
    return page.table.visualRect(page.table.rows.index(place, field)).center()


def begin(qtbot: QtBot, page: LabelsPage, place: int, field: Field) -> QLineEdit | QPlainTextEdit:
    """Go to a cell with the mouse, and into it with F2."""
    click(qtbot, page, place, field)
    qtbot.keyClick(page.table, Key.Key_F2)
    return open_field(qtbot, page, field)


def open_field(qtbot: QtBot, page: LabelsPage, field: Field) -> QLineEdit | QPlainTextEdit:
    kind = NameField if field is Field.NAME else DesignationField
    found: list[QLineEdit | QPlainTextEdit] = []

    def is_open() -> bool:
        found[:] = [each for each in page.table.findChildren(kind) if each.isVisible()]
        return len(found) == 1

    qtbot.waitUntil(is_open)
    return found[0]


def none_is_open(qtbot: QtBot, page: LabelsPage) -> None:
    def is_closed() -> bool:
        fields = [*page.table.findChildren(NameField), *page.table.findChildren(DesignationField)]
        return not any(field.isVisible() for field in fields)

    qtbot.waitUntil(is_closed)


def type_name(qtbot: QtBot, page: LabelsPage, place: int, name: str) -> None:
    field = begin(qtbot, page, place, Field.NAME)
    qtbot.keyClicks(field, name)
    qtbot.keyClick(field, Key.Key_Return)


def press(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled())
    qtbot.mouseClick(button, Left)


def said_of(page: LabelsPage, place: int, field: Field) -> str:
    index = page.table.rows.index(place, field)
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


# -- what is shown


def test_every_segment_is_shown_with_its_figures_and_its_suggested_name(
    qtbot: QtBot, page: LabelsPage
) -> None:
    held = page.bridge.held
    assert held is not None
    places = range(page.table.rows.rowCount())
    assert [said_of(page, place, Field.SEGMENT) for place in places] == list(held.segments)
    assert all(said_of(page, place, Field.CUSTOMERS).endswith("%)") for place in places)
    assert "average" in said_of(page, 0, Field.PROFILE)
    assert all(names(page))
    assert {page.table.standing(place).badge.text for place in places} == {"Suggested"}
    assert all(f"'{name}'" in page.sql.text for name in names(page))
    assert page.next.property("primary")
    qtbot.mouseClick(page.copy, Left)
    assert QGuiApplication.clipboard().text() == page.sql.text
    assert page.copy.text() == "Copied"


def test_before_there_are_segments_the_page_says_how_they_come(
    qtbot: QtBot, context_of: MakeContext, empty_file: Path
) -> None:
    page = shown_page(qtbot, context_of(empty_file))
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    assert "Connect" in page.needs.text()
    page.close()


# -- naming


def test_a_typed_name_is_stored_and_the_segments_are_named_at_once(qtbot: QtBot, page: LabelsPage) -> None:
    before = names(page)
    type_name(qtbot, page, 1, "Ruby")
    settle(qtbot, page)
    held = page.bridge.held
    assert held is not None
    assert names(page) == [before[0], "Ruby", *before[2:]]
    assert stored_names(page) == {held.segments[1]: "Ruby"}
    assert page.table.standing(1).badge.text == "Yours"
    assert "'Ruby'" in page.sql.text
    assert held.state(Step.LABELS) is State.FRESH
    assert held.state(Step.EMAILS) is State.OUT_OF_DATE
    assert "run Emails and Export again" in page.card.accessibleDescription()


def test_a_typed_name_is_shown_while_it_is_on_its_way(qtbot: QtBot, page: LabelsPage) -> None:
    type_name(qtbot, page, 0, "Ruby")
    assert names(page)[0] == "Ruby"
    with qtbot.waitSignal(page.bridge.ended, timeout=SECONDS):
        assert page.next.property("primary")
    assert names(page)[0] == "Ruby"
    settle(qtbot, page)
    assert names(page)[0] == "Ruby"


def test_undo_and_redo_name_the_segments_at_once(qtbot: QtBot, page: LabelsPage) -> None:
    before = names(page)
    assert not page.tools.undo.isEnabled()
    type_name(qtbot, page, 0, "Ruby")
    settle(qtbot, page)
    assert page.tools.undo.text() == "Undo: Rename seg_1"
    qtbot.mouseClick(page.tools.undo, Left)
    settle(qtbot, page)
    assert names(page) == before
    assert stored_names(page) == {}
    assert page.tools.redo.text() == "Redo: Rename seg_1"
    qtbot.mouseClick(page.tools.redo, Left)
    settle(qtbot, page)
    assert names(page) == ["Ruby", *before[1:]]
    held = page.bridge.held
    assert held is not None
    assert held.state(Step.LABELS) is State.FRESH


def test_an_undo_on_another_tab_is_caught_up_with(qtbot: QtBot, page: LabelsPage) -> None:
    before = names(page)
    type_name(qtbot, page, 0, "Ruby")
    settle(qtbot, page)
    page.hide()
    page.context.undo.undo()
    qtbot.waitUntil(lambda: page.bridge.idle, timeout=SECONDS)
    page.show()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: names(page) == before, timeout=SECONDS)


def test_two_names_typed_one_after_the_other_both_count(qtbot: QtBot, page: LabelsPage) -> None:
    type_name(qtbot, page, 0, "Ruby")
    type_name(qtbot, page, 1, "Gold")
    settle(qtbot, page)
    assert set(stored_names(page).values()) == {"Ruby", "Gold"}
    assert names(page)[:2] == ["Ruby", "Gold"]


def test_an_emptied_designation_is_suggested_again(qtbot: QtBot, page: LabelsPage) -> None:
    suggested = said_of(page, 0, Field.DESIGNATION)
    field = begin(qtbot, page, 0, Field.DESIGNATION)
    qtbot.keyClicks(field, "They come at Christmas.")
    qtbot.keyClick(field, Key.Key_Return)
    settle(qtbot, page)
    field = begin(qtbot, page, 0, Field.DESIGNATION)
    qtbot.keyClick(field, Key.Key_Delete)
    qtbot.keyClick(field, Key.Key_Return)
    settle(qtbot, page)
    assert said_of(page, 0, Field.DESIGNATION) == suggested


def test_what_is_typed_outlives_news_of_the_project(qtbot: QtBot, page: LabelsPage) -> None:
    field = begin(qtbot, page, 0, Field.NAME)
    qtbot.keyClicks(field, "Ru")
    with qtbot.waitSignal(page.bridge.changed, timeout=SECONDS):
        page.bridge.reload()
    settle(qtbot, page)
    qtbot.keyClicks(field, "by")
    assert isinstance(field, NameField)
    assert field.text() == "Ruby"


# -- suggestions


def test_a_suggestion_is_accepted_and_given_up_again(qtbot: QtBot, page: LabelsPage) -> None:
    before = names(page)
    press(qtbot, page.table.standing(1).button)
    settle(qtbot, page)
    assert page.table.standing(1).badge.text == "Accepted"
    assert stored_names(page) == {"seg_2": before[1]}
    press(qtbot, page.table.standing(1).button)
    settle(qtbot, page)
    assert page.table.standing(1).badge.text == "Suggested"
    assert stored_names(page) == {}


def test_all_suggestions_are_accepted_and_all_names_suggested_again(qtbot: QtBot, page: LabelsPage) -> None:
    before = names(page)
    assert not page.tools.suggest_all.isEnabled()
    type_name(qtbot, page, 0, "Ruby")
    settle(qtbot, page)
    press(qtbot, page.tools.accept_all)
    settle(qtbot, page)
    assert list(stored_names(page).values()) == ["Ruby", *before[1:]]
    assert not page.tools.accept_all.isEnabled()
    press(qtbot, page.tools.suggest_all)
    settle(qtbot, page)
    assert names(page) == before
    assert stored_names(page) == {}


def test_accepting_all_keeps_a_name_that_is_still_on_its_way(qtbot: QtBot, page: LabelsPage) -> None:
    type_name(qtbot, page, 0, "Ruby")
    press(qtbot, page.tools.accept_all)
    settle(qtbot, page)
    assert names(page)[0] == "Ruby"
    assert stored_names(page)["seg_1"] == "Ruby"


# -- a file of names


def give(page: LabelsPage, tmp_path: Path, text: str) -> None:
    path = tmp_path / "names.csv"
    path.write_text(text, "utf-8")
    page.ask_for_path = lambda *_: str(path)


def test_names_are_imported_from_a_file(qtbot: QtBot, page: LabelsPage, tmp_path: Path) -> None:
    type_name(qtbot, page, 1, "Gold")
    settle(qtbot, page)
    give(page, tmp_path, "segment,name,designation\nseg_1,Ruby,They come at Christmas.\n")
    press(qtbot, page.tools.take_file)
    settle(qtbot, page)
    assert names(page)[:2] == ["Ruby", "Gold"]
    assert said_of(page, 0, Field.DESIGNATION) == "They come at Christmas."
    assert page.tools.undo.text() == "Undo: Import names.csv"


def test_a_file_that_cannot_be_used_is_refused_and_changes_nothing(
    qtbot: QtBot, page: LabelsPage, tmp_path: Path
) -> None:
    before = names(page)
    give(page, tmp_path, "segment,name\nseg_77,Ruby\n")
    press(qtbot, page.tools.take_file)
    qtbot.waitUntil(lambda: "There is no segment seg_77" in page._trouble.text, timeout=SECONDS)
    settle(qtbot, page)
    assert names(page) == before
    assert not page.context.undo.canUndo()


# -- other segments, and trouble


def recluster(path: Path, k: int) -> None:
    with Project.open(path) as project:
        chosen = project.settings.clusters.model_copy(update={"choose": k})
        project.settings = project.settings.model_copy(update={"clusters": chosen})
        clusters.run(project, project.settings, Task())


def name_by_hand(path: Path, **given: str) -> None:
    from segdesk.steps import label_edits, labels

    with Project.open(path) as project:
        for segment, name in given.items():
            project.settings = label_edits.renamed(project, segment, name)
        labels.run(project, project.settings, Task())


def test_names_that_followed_their_segment_say_where_they_come_from(
    qtbot: QtBot, context_of: MakeContext, project_file: Path
) -> None:
    recluster(project_file, 6)
    name_by_hand(project_file, **{f"seg_{number}": f"Name {number}" for number in range(1, 7)})
    recluster(project_file, 4)
    page = shown_page(qtbot, context_of(project_file))
    assert not any(names(page))
    assert page.action.property("primary")
    qtbot.mouseClick(page.action, Left)
    settle(qtbot, page)
    said = [said_of(page, place, Field.NAME) for place in range(page.table.rows.rowCount())]
    followed = [each for each in said if "moved from seg_" in each]
    assert followed
    number = followed[0].rpartition("_")[2]
    assert followed[0] == f"Name {number}, moved from seg_{number}"
    page.close()


def test_a_run_that_fails_by_itself_is_not_tried_again_until_the_names_change(
    qtbot: QtBot, page: LabelsPage
) -> None:
    ends: list[str] = []
    page.bridge.ended.connect(lambda ended: ends.append(ended.outcome))
    held = page.bridge.held
    assert held is not None
    missing = LabelsSettings(file="/nowhere/names.csv")
    page.bridge.change_settings(held.settings.model_copy(update={"labels": missing}), "Break it")
    qtbot.waitUntil(lambda: "names.csv" in page._trouble.text, timeout=SECONDS)
    settle(qtbot, page)
    with qtbot.waitSignal(page.bridge.changed, timeout=SECONDS):
        page.bridge.reload()
    settle(qtbot, page)
    assert ends == ["failed"]
    page.context.undo.undo()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: ends == ["failed", "done"], timeout=SECONDS)
    settle(qtbot, page)
    assert page._trouble.isHidden()


def test_names_of_old_segments_are_not_given_to_new_ones_unasked(
    qtbot: QtBot, context_of: MakeContext, project_file: Path
) -> None:
    recluster(project_file, 3)
    page = shown_page(qtbot, context_of(project_file))
    held = page.bridge.held
    assert held is not None
    assert page.bridge.running is None
    assert held.state(Step.LABELS) is State.OUT_OF_DATE
    assert {page.table.standing(place).badge.text for place in range(4)} == {"No name yet"}
    page.close()


def test_settings_of_other_steps_that_change_meanwhile_stay(qtbot: QtBot, page: LabelsPage) -> None:
    held = page.bridge.held
    assert held is not None
    type_name(qtbot, page, 0, "Ruby")
    emails = held.settings.emails.model_copy(update={"count": 7})
    changed: Settings = held.settings.model_copy(update={"emails": emails})
    page.bridge.change_settings(changed, "Fewer emails")
    settle(qtbot, page)
    now = page.bridge.held
    assert now is not None
    assert now.settings.emails.count == 7
    assert dict(now.settings.labels.names) == {"seg_1": "Ruby"}
