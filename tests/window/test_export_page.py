"""The Export tab and its dialog: where to, which formats, what is imported, and what was written."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from segdesk.gui.context import Context
from segdesk.gui.dialogs.export_dialog import ExportDialog
from segdesk.gui.dialogs.export_model import Field
from segdesk.gui.pages.export import ExportPage
from segdesk.project.settings import ExportSettings
from segdesk.project.step import State, Step
from tests.window.accessibility import nameless, unreachable
from tests.window.conftest import SECONDS, MakeContext


def settings(context: Context) -> ExportSettings:
    assert context.bridge.held is not None
    return context.bridge.held.settings.export


def settle(qtbot: QtBot, context: Context) -> None:
    qtbot.waitUntil(lambda: context.bridge.quiet, timeout=SECONDS)


@pytest.fixture
def context(context_of: MakeContext, project_file: Path) -> Context:
    return context_of(project_file)


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> ExportPage:
    page = ExportPage(context)
    page.finish()
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    settle(qtbot, context)
    qtbot.waitUntil(lambda: len(page.files.view.columns) > 0, timeout=SECONDS)
    return page


OpenDialog = Callable[[], ExportDialog]


@pytest.fixture
def open_dialog(qtbot: QtBot, context: Context, page: ExportPage) -> OpenDialog:
    """Open the dialog with the button, and wait until the file is previewed and checked."""

    def open_() -> ExportDialog:
        qtbot.mouseClick(page.targets.set_up, Qt.MouseButton.LeftButton)
        dialog = page.findChild(ExportDialog)
        assert dialog is not None
        checked(qtbot, context, dialog)
        return dialog

    return open_


def checked(qtbot: QtBot, context: Context, dialog: ExportDialog) -> None:
    """Wait until the dialog has looked at everything that was changed."""

    def is_done() -> bool:
        return context.bridge.quiet and not dialog._pause.isActive() and dialog.preview.rows > 0

    qtbot.waitUntil(is_done, timeout=SECONDS)


def names(dialog: ExportDialog) -> list[tuple[str, str]]:
    return [(line.column, line.name) for line in dialog.columns.model.lines]


def click_cell(qtbot: QtBot, dialog: ExportDialog, row: int, field: Field) -> None:
    grid = dialog.columns.grid
    place = grid.visualRect(grid.mapping.index(row, field)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)


def type_name(qtbot: QtBot, dialog: ExportDialog, row: int, text: str) -> QComboBox:
    """Type over the name of a row, as a person does, and leave the field open."""
    click_cell(qtbot, dialog, row, Field.HOLDS)
    qtbot.keyClick(dialog.columns.grid, Qt.Key.Key_Return)
    field = dialog.columns.grid.viewport().findChild(QComboBox)
    assert field is not None
    qtbot.keyClicks(field, text)
    return field


def rename(qtbot: QtBot, dialog: ExportDialog, row: int, text: str) -> None:
    qtbot.keyClick(type_name(qtbot, dialog, row, text), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(dialog)[row][1] == text)


def add(qtbot: QtBot, dialog: ExportDialog, column: str) -> None:
    menu = dialog.columns.add.menu()
    menu.popup(dialog.mapToGlobal(QPoint(0, 0)))
    action = next(action for action in menu.actions() if action.data() == column)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


# -- the page


def test_the_files_that_will_be_written_are_listed_with_their_rows(page: ExportPage) -> None:
    columns = page.files.view.columns
    assert columns.row(0)[0] == "ga360.csv"
    rows = dict(zip(columns.columns[0].values, columns.columns[2].values, strict=True))
    assert (rows["ga360.csv"], rows["features.csv"], rows["emails.csv"], rows["rules.sql"]) == (
        600,
        600,
        40,
        1,
    )


def test_before_there_are_segments_the_page_says_so(
    qtbot: QtBot, context_of: MakeContext, empty_file: Path
) -> None:
    page = ExportPage(context_of(empty_file))
    page.finish()
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    assert not page.action.isEnabled()


def test_files_are_written_to_the_folder_that_was_chosen(
    qtbot: QtBot, context: Context, page: ExportPage, tmp_path: Path
) -> None:
    shown: list[Path] = []
    page.files.show_in_folder = shown.append
    page.targets.folder.setFocus()
    qtbot.keyClicks(page.targets.folder.focusProxy(), str(tmp_path / "out"))
    qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil((tmp_path / "out" / "ga360.csv").exists, timeout=SECONDS)
    settle(qtbot, context)
    qtbot.waitUntil(lambda: set(page.files.view.columns.columns[4].values) == {"As written"}, timeout=SECONDS)
    qtbot.mouseClick(page.files.reveal, Qt.MouseButton.LeftButton)
    assert shown == [tmp_path / "out"]


def test_a_file_that_is_gone_or_changed_is_pointed_out(
    qtbot: QtBot, context: Context, page: ExportPage, tmp_path: Path
) -> None:
    qtbot.keyClicks(page.targets.folder.focusProxy(), str(tmp_path / "out"))
    qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil((tmp_path / "out" / "ga360.csv").exists, timeout=SECONDS)
    settle(qtbot, context)
    (tmp_path / "out" / "sweep.csv").unlink()
    (tmp_path / "out" / "labels.csv").write_text("mine", encoding="utf-8")
    qtbot.mouseClick(page.files.look_again, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    columns = page.files.view.columns.columns
    states = dict(zip(columns[0].values, columns[4].values, strict=True))
    assert (states["sweep.csv"], states["labels.csv"]) == ("No longer there", "Changed since")
    assert states["features.csv"] == "As written"


def test_a_format_that_is_left_out_is_undone(qtbot: QtBot, context: Context, page: ExportPage) -> None:
    qtbot.mouseClick(page.targets.ga360, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
    settle(qtbot, context)
    assert settings(context).formats == ()
    assert not page.targets.set_up.isEnabled()
    context.undo.undo()
    settle(qtbot, context)
    assert page.targets.ga360.isChecked()
    assert page.targets.set_up.isEnabled()


def test_an_import_file_that_customers_do_not_fit_into_is_left_out_with_a_warning(
    qtbot: QtBot, context: Context, page: ExportPage, tmp_path: Path
) -> None:
    held = context.bridge.held
    assert held is not None
    mapped = (("email", "ga:dimension1"),)
    wrong = ExportSettings(folder=str(tmp_path / "out"), formats=("ga360",), ga360_map=mapped)
    context.bridge.change_settings(held.settings.model_copy(update={"export": wrong}), "Map addresses")
    settle(qtbot, context)
    with qtbot.waitSignal(context.bridge.ended, timeout=SECONDS) as ended:
        qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    assert ended.args is not None
    assert ended.args[0].outcome == "done"
    settle(qtbot, context)
    assert (tmp_path / "out" / "segments.csv").exists()
    assert not (tmp_path / "out" / "ga360.csv").exists()
    assert page._warnings.isVisible()
    assert "ga360.csv was not written" in page._warnings.text


def test_a_format_that_is_ticked_again_is_written_as_far_as_the_customers_fit(
    qtbot: QtBot, context: Context, page: ExportPage
) -> None:
    for _ in range(2):
        qtbot.mouseClick(page.targets.ga360, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
        settle(qtbot, context)
    assert settings(context).formats is None
    assert page.targets.ga360.isChecked()


def test_an_import_file_that_cannot_be_opens_the_dialog_instead(
    qtbot: QtBot, context: Context, page: ExportPage
) -> None:
    held = context.bridge.held
    assert held is not None
    wrong = held.settings.export.model_copy(update={"ga360_map": (("segment", "ga:clientId2 "),)})
    context.bridge.change_settings(held.settings.model_copy(update={"export": wrong}), "Break it")
    settle(qtbot, context)
    qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    dialog = page.findChild(ExportDialog)
    assert dialog is not None
    settle(qtbot, context)
    qtbot.waitUntil(lambda: bool(dialog.columns.verdict.text()), timeout=SECONDS)
    assert context.bridge.running is None
    dialog.reject()


# -- the dialog


def test_a_renamed_column_is_previewed_kept_and_undone(
    qtbot: QtBot, context: Context, open_dialog: OpenDialog
) -> None:
    dialog = open_dialog()
    rename(qtbot, dialog, 1, "ga:dimension7")
    checked(qtbot, context, dialog)
    qtbot.waitUntil(lambda: "ga:dimension7" in [c.title for c in dialog.preview.view.columns.columns])
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    assert settings(context).ga360_map == (("segment", "ga:dimension7"), ("label", "ga:dimension2"))
    assert settings(context).formats == ("ga360",)
    context.undo.undo()
    settle(qtbot, context)
    assert settings(context).ga360_map == ()


def test_a_name_is_picked_from_those_on_offer(
    qtbot: QtBot, context: Context, open_dialog: OpenDialog
) -> None:
    dialog = open_dialog()
    field = type_name(qtbot, dialog, 1, "metric19")
    completer = field.completer()
    assert completer is not None
    offers = completer.popup()
    qtbot.waitUntil(offers.isVisible)
    qtbot.keyClick(offers, Qt.Key.Key_Down)
    qtbot.keyClick(offers, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(dialog)[1] == ("segment", "ga:metric19"))


def test_columns_are_put_in_order_with_the_keyboard(
    qtbot: QtBot, context: Context, open_dialog: OpenDialog
) -> None:
    dialog = open_dialog()
    click_cell(qtbot, dialog, 2, Field.HOLDS)
    for _ in range(2):
        qtbot.keyClick(dialog.columns.grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [column for column, _ in names(dialog)] == ["label", "user_id", "segment"]
    checked(qtbot, context, dialog)
    titles = [column.title for column in dialog.preview.view.columns.columns]
    assert titles == ["Row", "ga:dimension2", "ga:clientId", "ga:dimension1"]
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    # The key is named in the mapping only because it does not stand first.
    assert [column for column, _ in settings(context).ga360_map] == ["label", "user_id", "segment"]


def test_a_name_twice_is_said_at_its_row_while_it_is_typed(
    qtbot: QtBot, context: Context, open_dialog: OpenDialog
) -> None:
    dialog = open_dialog()
    field = type_name(qtbot, dialog, 2, "ga:dimension1")
    qtbot.waitUntil(lambda: "used twice" in dialog.columns.verdict.text(), timeout=SECONDS)
    assert dialog.columns.model.fault(2, Field.NAME)
    assert not dialog.keep.isEnabled()
    assert not dialog.write.isEnabled()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(dialog.keep.isEnabled, timeout=SECONDS)
    assert dialog.isVisible()
    assert names(dialog)[2] == ("label", "ga:dimension2")
    assert not dialog.columns.verdict.isVisible()


def test_a_column_that_looks_personal_is_used_only_after_a_warning(
    qtbot: QtBot, context: Context, open_dialog: OpenDialog
) -> None:
    dialog = open_dialog()
    asked: list[str] = []
    answers = iter((False, True))

    def confirm(_parent: object, column: str) -> bool:
        asked.append(column)
        return next(answers)

    dialog.columns.confirm = confirm
    add(qtbot, dialog, "email")
    assert [column for column, _ in names(dialog)] == ["user_id", "segment", "label"]
    add(qtbot, dialog, "email")
    assert names(dialog)[3] == ("email", "ga:dimension3")
    assert asked == ["email", "email"]
    add(qtbot, dialog, "total_orders")
    assert asked == ["email", "email"]


def test_what_would_be_refused_is_marked_listed_and_leads_to_its_cell(
    qtbot: QtBot, context: Context, open_dialog: OpenDialog
) -> None:
    dialog = open_dialog()
    rename(qtbot, dialog, 1, "ga:metric1")
    qtbot.waitUntil(lambda: dialog.violations.verdict.text == "600 would be refused", timeout=SECONDS)
    assert not dialog.write.isEnabled()
    assert "Expected data type: DOUBLE" in dialog.preview.view.model.fault(0, 2)
    assert not dialog.preview.view.model.fault(0, 1)
    lines = dialog.violations.view.grid
    lines.go_to(2)
    assert dialog.preview.current == (2, 1)
    # One that the preview does not reach yet.
    lines.go_to(120)
    qtbot.waitUntil(lambda: dialog.preview.current == (120, 1), timeout=SECONDS)


def test_a_column_that_is_not_ticked_stays_out_of_the_file(
    qtbot: QtBot, context: Context, open_dialog: OpenDialog
) -> None:
    dialog = open_dialog()
    click_cell(qtbot, dialog, 2, Field.INCLUDED)
    checked(qtbot, context, dialog)
    titles = [column.title for column in dialog.preview.view.columns.columns]
    assert titles == ["Row", "ga:clientId", "ga:dimension1"]
    click_cell(qtbot, dialog, 1, Field.HOLDS)
    qtbot.keyClick(dialog.columns.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "alone" in dialog.columns.verdict.text(), timeout=SECONDS)
    click_cell(qtbot, dialog, 0, Field.HOLDS)
    qtbot.keyClick(dialog.columns.grid, Qt.Key.Key_Delete)
    assert names(dialog)[0] == ("user_id", "ga:clientId")


def test_a_dimension_may_be_the_key(qtbot: QtBot, context: Context, open_dialog: OpenDialog) -> None:
    dialog = open_dialog()
    line = dialog.key.name.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "ga:dimension9")
    checked(qtbot, context, dialog)
    assert dialog.preview.view.columns.columns[1].title == "ga:dimension9"
    assert not dialog.key.column.isEnabled()
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert settings(context).ga360_key == "ga:dimension9"


def test_a_schema_is_saved_and_loaded(
    qtbot: QtBot, context: Context, open_dialog: OpenDialog, tmp_path: Path
) -> None:
    dialog = open_dialog()
    file = tmp_path / "schema.csv"
    dialog.ask_for_path = lambda *_: str(file)
    rename(qtbot, dialog, 1, "ga:dimension12")
    checked(qtbot, context, dialog)
    qtbot.mouseClick(dialog.columns.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(file.exists, timeout=SECONDS)
    saved = names(dialog)
    qtbot.mouseClick(dialog.columns.suggest, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(dialog)[1] == ("segment", "ga:dimension1"), timeout=SECONDS)
    qtbot.mouseClick(dialog.columns.load, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(dialog) == saved, timeout=SECONDS)


def test_a_header_of_a_schema_without_a_column_asks_for_one(
    qtbot: QtBot, context: Context, open_dialog: OpenDialog, tmp_path: Path
) -> None:
    dialog = open_dialog()
    file = tmp_path / "schema.csv"
    file.write_text("ga:clientId,ga:dimension1,ga:dimension40\n", encoding="utf-8")
    dialog.ask_for_path = lambda *_: str(file)
    qtbot.mouseClick(dialog.columns.load, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "ga:dimension40" in dialog.columns.verdict.text(), timeout=SECONDS)
    assert dialog.columns.model.fault(2, Field.COLUMN)
    dialog.columns.model.setData(dialog.columns.model.index(2, Field.COLUMN), "label")
    qtbot.waitUntil(dialog.keep.isEnabled, timeout=SECONDS)


def test_a_schema_that_is_none_is_refused_in_the_dialog(
    qtbot: QtBot, context: Context, open_dialog: OpenDialog, tmp_path: Path
) -> None:
    dialog = open_dialog()
    file = tmp_path / "letter.txt"
    file.write_text("Dear all\n", encoding="utf-8")
    dialog.ask_for_path = lambda *_: str(file)
    qtbot.mouseClick(dialog.columns.load, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "letter.txt holds no schema" in dialog.message.text, timeout=SECONDS)


def test_the_file_is_written_with_the_names_that_were_given(
    qtbot: QtBot, context: Context, page: ExportPage, open_dialog: OpenDialog, tmp_path: Path
) -> None:
    shown: list[Path] = []
    page.files.show_in_folder = shown.append
    dialog = open_dialog()
    rename(qtbot, dialog, 1, "ga:dimension5")
    qtbot.waitUntil(dialog.write.isEnabled, timeout=SECONDS)
    qtbot.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "is written: 600 rows" in dialog.message.text, timeout=SECONDS)
    qtbot.mouseClick(dialog.message._action, Qt.MouseButton.LeftButton)
    (file,) = shown
    with file.open(newline="", encoding="utf-8") as opened:
        header = next(csv.reader(opened))
    assert header == ["ga:clientId", "ga:dimension5", "ga:dimension2"]
    settle(qtbot, context)
    assert context.bridge.held is not None
    assert context.bridge.held.state(Step.EXPORT) is State.FRESH
    shutil.rmtree(file.parent)


def test_the_dialog_comes_back_in_its_size(qtbot: QtBot, open_dialog: OpenDialog) -> None:
    dialog = open_dialog()
    dialog.resize(1010, 655)
    size = dialog.size()
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert open_dialog().size() == size


def test_page_and_dialog_can_be_used_without_a_mouse_and_without_sight(
    qtbot: QtBot, page: ExportPage, open_dialog: OpenDialog
) -> None:
    dialog = open_dialog()
    assert nameless(dialog) == unreachable(dialog) == []
    dialog.reject()
    assert nameless(page) == unreachable(page) == []
