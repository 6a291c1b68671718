"""The Emails tab: settings, decisions, own words, languages by country."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QComboBox
from pytestqt.qtbot import QtBot

from segdesk.gui.context import Context
from segdesk.gui.pages.emails import EmailsPage
from segdesk.gui.pages.emails_countries import CountriesDialog
from segdesk.gui.pages.emails_words import Filter
from segdesk.gui.widgets.tick_list import TickList
from segdesk.project.settings import EmailsSettings
from segdesk.review.emails import EmailRow, EmailStatus
from tests.window.accessibility import nameless, unreachable
from tests.window.conftest import SECONDS

MakePage = Callable[[Path], EmailsPage]


@pytest.fixture
def page_of(context_of: Callable[[Path], Context], qtbot: QtBot) -> MakePage:
    """Show the page of a project, and wait until it is filled."""

    def make(path: Path) -> EmailsPage:
        page = EmailsPage(context_of(path))
        page.finish()
        qtbot.addWidget(page)
        page.resize(1400, 820)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        settle(qtbot, page)
        return page

    return make


@pytest.fixture
def page(page_of: MakePage, project_file: Path) -> EmailsPage:
    """The page of the finished project, with its 40 emails."""
    return page_of(project_file)


def settle(qtbot: QtBot, page: EmailsPage) -> None:
    """Wait until everything asked for is there."""
    qtbot.waitUntil(lambda: page.bridge.quiet, timeout=SECONDS)


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def press(qtbot: QtBot, page: EmailsPage, key: Qt.Key) -> None:
    """Press a key in the list."""
    page.list.table.grid.setFocus()
    qtbot.keyClick(page.list.table.grid, key)
    settle(qtbot, page)


def status_of(page: EmailsPage, customer: str) -> EmailStatus:
    return next(row.status for row in page.list.rows if row.customer == customer)


def current(page: EmailsPage) -> EmailRow:
    row = page.list.current
    assert row is not None
    return row


def settings(page: EmailsPage) -> EmailsSettings:
    assert page.bridge.held is not None
    return page.bridge.held.settings.emails


def toggle(qtbot: QtBot, field: TickList, value: str) -> None:
    """Tick or untick a line with the space bar."""
    field.setFocus()
    field.setCurrentItem(field.line(value) if value else field.all_line)
    qtbot.keyClick(field, Qt.Key.Key_Space)


def rewrite(qtbot: QtBot, page: EmailsPage, subject: str) -> None:
    """Put the current email's subject into other words, and save with the keyboard."""
    press(qtbot, page, Qt.Key.Key_E)
    editor = page.detail.editor
    assert editor.isVisible()
    editor.subject.selectAll()
    qtbot.keyClicks(editor.subject, subject)
    qtbot.keySequence(editor.subject, QKeySequence("Ctrl+S"))
    settle(qtbot, page)


# -- reading


def test_the_first_email_is_shown_as_its_customer_gets_it(page: EmailsPage) -> None:
    row = current(page)

    assert len(page.list.rows) == 40
    assert row.subject in page.detail.preview.shown_text
    assert row.address
    assert row.address in page.detail.preview.shown_text
    assert row.label in page.detail.facts.value("segment")
    assert page.detail.facts.value("tone")


def test_the_prompt_has_neither_name_nor_address(page: EmailsPage) -> None:
    row, prompt = current(page), page.detail.prompt.toPlainText()

    assert page.detail.prompt.isReadOnly()
    assert "Language:" in prompt
    assert row.address
    assert row.address not in prompt


def test_the_arrow_keys_go_from_email_to_email(page: EmailsPage, qtbot: QtBot) -> None:
    press(qtbot, page, Qt.Key.Key_Down)

    assert page.list.rows.index(current(page)) == 1
    assert current(page).subject in page.detail.preview.shown_text


def test_the_chips_count_and_filter(page: EmailsPage, qtbot: QtBot) -> None:
    press(qtbot, page, Qt.Key.Key_A)
    click(qtbot, page.list.chips.chip(Filter.APPROVED))

    assert page.list.chips.chip(Filter.APPROVED).text().endswith("1")
    assert len(page.list.table.columns) == 1


# -- decisions


def test_keys_approve_reject_and_leave_open(page: EmailsPage, qtbot: QtBot) -> None:
    customer = current(page).customer
    before = status_of(page, customer)

    press(qtbot, page, Qt.Key.Key_A)
    assert status_of(page, customer) is EmailStatus.APPROVED
    press(qtbot, page, Qt.Key.Key_R)
    assert status_of(page, customer) is EmailStatus.REJECTED
    assert page.detail.badge.text == "Rejected"
    press(qtbot, page, Qt.Key.Key_U)
    assert status_of(page, customer) is before


def test_a_decision_is_undone_and_redone(page: EmailsPage, qtbot: QtBot) -> None:
    customer = current(page).customer
    before = status_of(page, customer)
    click(qtbot, page.detail.buttons[1])
    settle(qtbot, page)

    page.context.undo.undo()
    settle(qtbot, page)
    assert status_of(page, customer) is before
    page.context.undo.redo()
    settle(qtbot, page)
    assert status_of(page, customer) is EmailStatus.REJECTED


def test_a_decision_on_several_emails_takes_all_of_them(page: EmailsPage, qtbot: QtBot) -> None:
    grid = page.list.table.grid
    grid.setFocus()
    for _ in range(2):
        qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = [row.customer for row in page.list.chosen]

    press(qtbot, page, Qt.Key.Key_R)

    assert len(chosen) == 3
    assert {status_of(page, customer) for customer in chosen} == {EmailStatus.REJECTED}
    assert [row.customer for row in page.list.chosen] == chosen


def test_where_an_email_leaves_the_list_the_next_takes_its_place(page: EmailsPage, qtbot: QtBot) -> None:
    click(qtbot, page.list.chips.chip(Filter.TO_REVIEW))
    press(qtbot, page, Qt.Key.Key_Down)
    first, second, third = (str(page.list.table.columns.columns[0].values[place]) for place in range(3))
    assert current(page).customer == second

    press(qtbot, page, Qt.Key.Key_A)

    assert current(page).customer == third
    assert status_of(page, first) is not EmailStatus.APPROVED


def test_all_that_pass_are_approved_at_once_and_a_rejected_one_is_left_alone(
    page: EmailsPage, qtbot: QtBot
) -> None:
    rejected = current(page).customer
    press(qtbot, page, Qt.Key.Key_R)
    passing = set(page.list.approvable)

    click(qtbot, page.list.approve_all)
    settle(qtbot, page)

    approved = {row.customer for row in page.list.rows if row.status is EmailStatus.APPROVED}
    assert approved == passing
    assert status_of(page, rejected) is EmailStatus.REJECTED
    assert not page.list.approve_all.isEnabled()


def test_decisions_survive_another_run(page: EmailsPage, qtbot: QtBot) -> None:
    customer = current(page).customer
    press(qtbot, page, Qt.Key.Key_A)

    with qtbot.waitSignal(page.bridge.ended, timeout=SECONDS):
        click(qtbot, page.action)
        qtbot.waitUntil(lambda: page.busy.busy, timeout=SECONDS)
    settle(qtbot, page)

    assert status_of(page, customer) is EmailStatus.APPROVED
    assert not page.busy.busy


# -- own words


def test_own_words_are_checked_and_shown(page: EmailsPage, qtbot: QtBot) -> None:
    customer = current(page).customer

    rewrite(qtbot, page, "Call 555-123-4567 now")

    assert not page.detail.editing
    assert status_of(page, customer) is EmailStatus.FLAGGED
    assert "phone number" in page.detail.flags.text
    assert "Call 555-123-4567 now" in page.detail.preview.shown_text
    assert page.list.chips.chip(Filter.EDITED).text().endswith("1")


def test_own_words_are_given_up_for_the_original(page: EmailsPage, qtbot: QtBot) -> None:
    before = current(page)
    rewrite(qtbot, page, "Call 555-123-4567 now")

    press(qtbot, page, Qt.Key.Key_E)
    click(qtbot, page.detail.editor.original)
    click(qtbot, page.detail.editor.save)
    settle(qtbot, page)

    assert current(page) == before


def test_nothing_can_be_saved_without_a_subject(page: EmailsPage, qtbot: QtBot) -> None:
    press(qtbot, page, Qt.Key.Key_E)
    editor = page.detail.editor
    editor.subject.selectAll()
    qtbot.keyClick(editor.subject, Qt.Key.Key_Delete)

    assert not editor.save.isEnabled()
    assert editor.fault.isVisible()
    click(qtbot, editor.cancel)
    assert not page.detail.editing


def test_letters_typed_into_an_email_decide_nothing(page: EmailsPage, qtbot: QtBot) -> None:
    before = [row.status for row in page.list.rows]
    press(qtbot, page, Qt.Key.Key_E)
    qtbot.keyClicks(page.detail.editor.body, "are")
    qtbot.keyClick(page.detail.editor.cancel, Qt.Key.Key_R)
    settle(qtbot, page)

    assert [row.status for row in page.list.rows] == before
    assert page.detail.editing
    assert not page.list.isEnabled()


def test_escape_leaves_the_editor_only_while_nothing_would_be_lost(page: EmailsPage, qtbot: QtBot) -> None:
    press(qtbot, page, Qt.Key.Key_E)
    qtbot.keyClick(page.detail.editor.subject, Qt.Key.Key_Escape)
    assert not page.detail.editing

    press(qtbot, page, Qt.Key.Key_E)
    qtbot.keyClicks(page.detail.editor.subject, "x")
    qtbot.keyClick(page.detail.editor.subject, Qt.Key.Key_Escape)
    assert page.detail.editing


# -- settings


def test_fewer_emails_are_written_when_fewer_are_asked_for(page: EmailsPage, qtbot: QtBot) -> None:
    page.settings.count.setFocus()
    page.settings.count.selectAll()
    qtbot.keyClicks(page.settings.count, "7")
    with qtbot.waitSignal(page.bridge.ended, timeout=SECONDS):
        click(qtbot, page.action)
    settle(qtbot, page)

    assert settings(page).count == 7
    assert len(page.list.rows) == 7


def test_only_ticked_segments_get_emails_and_undo_ticks_again(page: EmailsPage, qtbot: QtBot) -> None:
    field = page.settings.segments
    everyone = field.values

    toggle(qtbot, field, everyone[0])
    settle(qtbot, page)
    assert settings(page).segments == everyone[1:]

    page.context.undo.undo()
    settle(qtbot, page)
    assert settings(page).segments == ()
    assert field.chosen == everyone


def test_nothing_ticked_waits_for_a_tick(page: EmailsPage, qtbot: QtBot) -> None:
    field = page.settings.languages

    toggle(qtbot, field, "")
    assert field.chosen == ()
    assert settings(page).languages == ()
    assert not page.action.isEnabled()
    assert page.obstacle()

    toggle(qtbot, field, "fr")
    settle(qtbot, page)
    assert settings(page).languages == ("fr",)
    assert page.action.isEnabled()


def test_a_language_list_that_cannot_be_read_is_said_at_its_field(
    page: EmailsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = tmp_path / "languages.csv"
    bad.write_text("country,language\nFrance,xx\n")
    page.settings.file.setFocus()
    qtbot.keyClicks(page.settings.file.focusProxy(), str(bad))
    qtbot.keyClick(page.settings.file.focusProxy(), Qt.Key.Key_Return)
    settle(qtbot, page)

    assert settings(page).languages_file == str(bad)
    assert page.settings.file.property("bad")
    assert page.settings.file.accessibleDescription()


# -- languages by country


@pytest.fixture
def dialog(page: EmailsPage, qtbot: QtBot) -> CountriesDialog:
    click(qtbot, page.settings.countries)
    settle(qtbot, page)
    dialog = page.findChild(CountriesDialog)
    assert isinstance(dialog, CountriesDialog)
    return dialog


def language_of(dialog: CountriesDialog, country: str) -> tuple[str, str]:
    """Return what is shown as a country's language, and who says so."""
    model = dialog.table.model
    place = next(place for place in range(model.rowCount()) if model.text(place, 0) == country)
    return model.text(place, 2), model.text(place, 4)


def test_a_country_gets_another_language_and_its_own_back(
    page: EmailsPage, dialog: CountriesDialog, qtbot: QtBot
) -> None:
    grid, model = dialog.table.grid, dialog.table.model
    country, before = model.text(0, 0), language_of(dialog, model.text(0, 0))
    grid.setCurrentIndex(model.index(0, 2))
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    box = grid.findChild(QComboBox)
    assert box is not None
    qtbot.keyClick(box.view(), Qt.Key.Key_Up)
    qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    settle(qtbot, page)

    shown, source = language_of(dialog, country)
    assert shown != before[0]
    assert source == "Your choice"
    assert [name for name, _ in settings(page).countries] == [country]

    click(qtbot, dialog.reset_all)
    settle(qtbot, page)
    assert language_of(dialog, country) == before
    assert settings(page).countries == ()
    dialog.close()


def test_a_change_in_the_dialog_is_undone_by_key(
    page: EmailsPage, dialog: CountriesDialog, qtbot: QtBot
) -> None:
    country = dialog.table.model.text(0, 0)
    before = language_of(dialog, country)
    index = dialog.table.model.index(0, 2)
    dialog.table.model.setData(index, "ko")
    settle(qtbot, page)
    assert language_of(dialog, country)[0] == "Korean"

    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=SECONDS)
    qtbot.keySequence(dialog.table.grid, QKeySequence("Ctrl+Z"))
    settle(qtbot, page)

    assert language_of(dialog, country) == before
    dialog.close()


# -- before, and for everybody


def test_before_the_first_run_the_page_says_what_will_be_there(page_of: MakePage, empty_file: Path) -> None:
    page = page_of(empty_file)

    assert page.empty.isVisible()
    assert not page.list.isVisible()


def test_every_control_has_a_name_and_is_reached_by_keyboard(page: EmailsPage, qtbot: QtBot) -> None:
    assert nameless(page) == []
    assert unreachable(page) == []
    press(qtbot, page, Qt.Key.Key_E)
    assert nameless(page.detail) == []


def test_the_menu_of_the_list_begins_with_the_decisions(page: EmailsPage) -> None:
    menu = page.list.table.menu()

    assert [action.text() for action in menu.actions()[:4]] == ["Approve", "Reject", "Leave open", "Edit"]
    menu.popup(QPoint(0, 0))
    menu.close()
