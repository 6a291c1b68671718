"""The Labels tab: naming segments."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from segdesk.gui.context import Context
from segdesk.gui.pages.labels import LabelsPage
from segdesk.gui.pages.labels_fields import DesignationField, NameField
from segdesk.gui.pages.labels_model import Field
from segdesk.project.file import Project
from segdesk.project.settings import LabelsSettings, Settings
from segdesk.project.step import State, Step
from segdesk.steps import clusters
from segdesk.tasks.task import Task
from tests.window.conftest import SECONDS, MakeContext

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def context(context_of: MakeContext, project_file: Path) -> Context:
    return context_of(project_file)


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> Iterator[LabelsPage]:
    page = shown_page(qtbot, context)
    yield page
    page.close()


def shown_page(qtbot: QtBot, context: Context) -> LabelsPage:
    page = LabelsPage(context)
    qtbot.addWidget(page)
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


def test_every_segment_is_shown_with_its_figures_and_its_suggested_name(page: LabelsPage) -> None:
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


def test_every_word_has_its_room(page: LabelsPage) -> None:
    table = page.table
    for place in range(table.rows.rowCount()):
        for field in Field:
            wanted = table.cells.height(table.rows.index(place, field), table.columnWidth(field))
            assert table.rowHeight(place) >= wanted
    assert sum(table.columnWidth(field) for field in Field) <= table.viewport().width()


def test_before_there_are_segments_the_page_says_how_they_come(
    qtbot: QtBot, context_of: MakeContext, empty_file: Path
) -> None:
    page = shown_page(qtbot, context_of(empty_file))
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    assert "Connect" in page.needs.text()


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


def test_the_same_name_again_changes_nothing(qtbot: QtBot, page: LabelsPage) -> None:
    qtbot.keyClick(begin(qtbot, page, 0, Field.NAME), Key.Key_Return)
    none_is_open(qtbot, page)
    assert not page.context.undo.canUndo()


def test_tab_goes_on_to_the_next_cell_that_can_be_changed(qtbot: QtBot, page: LabelsPage) -> None:
    field = begin(qtbot, page, 0, Field.NAME)
    qtbot.keyClicks(field, "Ruby")
    qtbot.keyClick(field, Key.Key_Tab)
    sentence = open_field(qtbot, page, Field.DESIGNATION)
    qtbot.keyClicks(sentence, "They come at Christmas.")
    qtbot.keyClick(sentence, Key.Key_Tab)
    second = open_field(qtbot, page, Field.NAME)
    assert page.table.currentIndex().row() == 1
    qtbot.keyClick(second, Key.Key_Backtab)
    open_field(qtbot, page, Field.DESIGNATION)
    assert page.table.currentIndex().row() == 0
    qtbot.keyClick(open_field(qtbot, page, Field.DESIGNATION), Key.Key_Return)
    settle(qtbot, page)
    assert names(page)[0] == "Ruby"
    assert said_of(page, 0, Field.DESIGNATION) == "They come at Christmas."


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


# -- what cannot be a name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("   ", "A segment needs a name"),
        ("x" * 81, "81 characters, at most 80 are allowed"),
        ("Gold\nand silver", "It has to stay on one line"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_while_it_is_typed(
    qtbot: QtBot, page: LabelsPage, text: str, said: str
) -> None:
    before = names(page)
    field = begin(qtbot, page, 0, Field.NAME)
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(field, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.accessibleDescription() == said
    assert field.property("bad")
    qtbot.keyClick(field, Key.Key_Return)
    assert open_field(qtbot, page, Field.NAME) is field
    qtbot.keyClick(field, Key.Key_Escape)
    none_is_open(qtbot, page)
    assert names(page) == before
    assert not page.context.undo.canUndo()


def test_a_name_that_another_segment_has_is_refused_in_any_case(qtbot: QtBot, page: LabelsPage) -> None:
    taken = names(page)[1].upper()
    field = begin(qtbot, page, 0, Field.NAME)
    qtbot.keyClicks(field, taken)
    assert field.accessibleDescription() == "seg_2 is called that already"
    qtbot.keyClicks(field, " too")
    assert field.accessibleDescription() == ""
    assert not field.property("bad")
    qtbot.keyClick(field, Key.Key_Return)
    settle(qtbot, page)
    assert names(page)[0] == f"{taken} too"


def test_a_wrong_name_that_is_left_stays_at_its_cell_until_it_is_taken_back(
    qtbot: QtBot, page: LabelsPage
) -> None:
    before = names(page)
    field = begin(qtbot, page, 0, Field.NAME)
    qtbot.keyClicks(field, before[1])
    page.tools.take_file.setFocus()
    none_is_open(qtbot, page)
    assert said_of(page, 0, Field.NAME) == f"{before[1]}, seg_2 is called that already"
    assert stored_names(page) == {}
    page.table.setFocus()
    qtbot.keyClick(page.table, Key.Key_Escape)
    assert names(page) == before


def test_a_designation_that_is_too_long_is_refused(qtbot: QtBot, page: LabelsPage) -> None:
    field = begin(qtbot, page, 0, Field.DESIGNATION)
    QGuiApplication.clipboard().setText("x" * 301)
    qtbot.keyClick(field, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.accessibleDescription() == "301 characters, at most 300 are allowed"
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.keyClick(field, Key.Key_Escape)
    none_is_open(qtbot, page)
    assert not page.context.undo.canUndo()


# -- suggestions


def test_a_suggestion_is_accepted_and_given_up_again(qtbot: QtBot, page: LabelsPage) -> None:
    before = names(page)
    press(qtbot, page.table.standing(1).accept)
    settle(qtbot, page)
    assert page.table.standing(1).badge.text == "Accepted"
    assert stored_names(page) == {"seg_2": before[1]}
    press(qtbot, page.table.standing(1).suggest)
    settle(qtbot, page)
    assert page.table.standing(1).badge.text == "Suggested"
    assert stored_names(page) == {}


def test_a_suggestion_is_accepted_with_the_keyboard(qtbot: QtBot, page: LabelsPage) -> None:
    click(qtbot, page, 0, Field.DESIGNATION)
    qtbot.keyClick(page.table, Key.Key_Right)
    qtbot.keyClick(page.table, Key.Key_Return)
    settle(qtbot, page)
    assert page.table.standing(0).badge.text == "Accepted"


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
    assert page.tools.undo.text() == "Undo: Import names from names.csv"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("segment,name\nseg_77,Ruby\n", "There is no segment seg_77"),
        ("segment,name\nseg_1,\n", "names.csv, line 2, column name"),
        ("a,b\n1,2\n", "names.csv, line 1, has no column segment"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_changes_nothing(
    qtbot: QtBot, page: LabelsPage, tmp_path: Path, text: str, said: str
) -> None:
    before = names(page)
    give(page, tmp_path, text)
    press(qtbot, page.tools.take_file)
    qtbot.waitUntil(lambda: said in page._trouble.text, timeout=SECONDS)
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


# -- copying, order, widths


def test_the_case_statement_is_copied(qtbot: QtBot, page: LabelsPage) -> None:
    qtbot.mouseClick(page.copy, Left)
    assert QGuiApplication.clipboard().text() == page.sql.text
    assert page.sql.text.startswith("CASE segment")
    assert page.copy.text() == "Copied"


def test_the_selected_rows_are_copied_below_their_headers(qtbot: QtBot, page: LabelsPage) -> None:
    click(qtbot, page, 1, Field.SEGMENT)
    qtbot.keyClick(page.table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    header, row = QGuiApplication.clipboard().text().splitlines()
    assert header.split("\t")[0::4] == ["Segment", "Name"]
    assert row.split("\t")[0::4] == ["seg_2", names(page)[1]]


def test_the_rows_are_sorted_by_a_click_on_a_header(qtbot: QtBot, page: LabelsPage) -> None:
    own = [said_of(page, place, Field.SEGMENT) for place in range(page.table.rows.rowCount())]
    header = page.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Field.NAME) + 30, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Left, pos=place)
    assert names(page) == sorted(names(page), key=str.casefold)
    at = names(page).index(max(names(page), key=str.casefold))
    segment = said_of(page, at, Field.SEGMENT)
    type_name(qtbot, page, at, "Aardvarks")
    settle(qtbot, page)
    assert list(stored_names(page)) == [segment]
    qtbot.mouseClick(header.viewport(), Left, pos=place)
    qtbot.mouseClick(header.viewport(), Left, pos=place)
    assert [said_of(page, each, Field.SEGMENT) for each in range(len(own))] == own


def test_a_width_is_remembered(qtbot: QtBot, page: LabelsPage) -> None:
    page.table.setColumnWidth(Field.NAME, 333)
    other = shown_page(qtbot, page.context)
    assert other.table.columnWidth(Field.NAME) == 333


def test_every_cell_and_control_has_a_name(page: LabelsPage) -> None:
    table = QAccessible.queryAccessibleInterface(page.table)
    assert table.text(QAccessible.Text.Name) == "Segments and their names"
    for place in range(page.table.rows.rowCount()):
        assert all(said_of(page, place, field) for field in Field)
        cell = page.table.standing(place)
        assert cell.accept.accessibleName().endswith(said_of(page, place, Field.SEGMENT))


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
