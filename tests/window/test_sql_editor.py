"""The SQL editor: what it colours, what its keys do, and how it says what is wrong."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from segdesk.gui.theme import Choice, Colour, Theme
from segdesk.gui.views.sql_editor import SqlEditor
from segdesk.gui.views.sql_words import Open, Part, parts

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme) -> SqlEditor:
    made = SqlEditor(theme)
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def found(line: str, before: Open = Open.NOTHING) -> list[tuple[str, Part]]:
    return [(line[start:stop], part) for start, stop, part in parts(line, before)[0]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "select a FROM `p.d.t`",
            [("select", Part.KEYWORD), ("FROM", Part.KEYWORD), ("`p.d.t`", Part.QUOTED)],
        ),
        ("COUNT (DISTINCT x)", [("COUNT", Part.FUNCTION), ("DISTINCT", Part.KEYWORD)]),
        ("NET.HOST(u)", [("NET.HOST", Part.FUNCTION)]),
        ("LEFT(a, b) LEFT JOIN", [("LEFT", Part.FUNCTION), ("LEFT", Part.KEYWORD), ("JOIN", Part.KEYWORD)]),
        ("x IN (1, 2.5e3)", [("IN", Part.KEYWORD), ("1", Part.NUMBER), ("2.5e3", Part.NUMBER)]),
        ("0xFF + .5", [("0xFF", Part.NUMBER), (".5", Part.NUMBER)]),
        (r"'it\'s' -- rest", [(r"'it\'s'", Part.STRING), ("-- rest", Part.COMMENT)]),
        ("'-- no comment'", [("'-- no comment'", Part.STRING)]),
        ("# all of it", [("# all of it", Part.COMMENT)]),
        (r'r"\d+" b"x"', [(r'r"\d+"', Part.STRING), ('b"x"', Part.STRING)]),
        ("@as_of", [("@as_of", Part.PARAMETER)]),
        ("a /* b */ c", [("/* b */", Part.COMMENT)]),
        ("DATE '2024-01-01'", [("DATE", Part.KEYWORD), ("'2024-01-01'", Part.STRING)]),
        ("selected, from_x, t1.a", []),
        ("'open end", [("'open end", Part.STRING)]),
    ],
)
def test_the_parts_of_a_line_are_told_apart(line: str, expected: list[tuple[str, Part]]) -> None:
    assert found(line) == expected


@pytest.mark.parametrize(
    ("first", "left", "last", "rest"),
    [
        ("a /* one", Open.COMMENT, "two */ SELECT", [("two */", Part.COMMENT), ("SELECT", Part.KEYWORD)]),
        ("x = '''one", Open.SINGLE, "two''' AND", [("two'''", Part.STRING), ("AND", Part.KEYWORD)]),
        ('x = """one', Open.DOUBLE, 'two"""', [('two"""', Part.STRING)]),
    ],
)
def test_what_one_line_leaves_open_goes_on_in_the_next(
    first: str, left: Open, last: str, rest: list[tuple[str, Part]]
) -> None:
    assert parts(first, Open.NOTHING)[1] is left
    assert parts("in between", left)[1] is left
    assert found(last, left) == rest
    assert parts(last, left)[1] is Open.NOTHING


def colour_at(editor: SqlEditor, place: int) -> str:
    block = editor.editor.document().findBlock(place)
    for part in block.layout().formats():
        if part.start <= place - block.position() < part.start + part.length:
            return part.format.foreground().color().name()  # type: ignore[no-any-return]
    return ""


def test_a_keyword_has_the_colour_of_each_scheme(editor: SqlEditor, theme: Theme) -> None:
    editor.set_text("SELECT a")
    light = colour_at(editor, 0)
    assert light == theme.colour(Colour.LINK).name()
    assert colour_at(editor, 7) == ""
    theme.set_choice(Choice.DARK)
    assert colour_at(editor, 0) == theme.colour(Colour.LINK).name() != light


def test_the_query_is_handed_on_when_the_person_pauses(qtbot: QtBot, editor: SqlEditor) -> None:
    with qtbot.waitSignal(editor.text_settled) as settled:
        qtbot.keyClicks(editor.editor, "SELECT 1")
    assert settled.args == ["SELECT 1"]


def test_a_query_that_was_set_is_not_handed_on(qtbot: QtBot, editor: SqlEditor) -> None:
    editor.set_text("SELECT 1")
    with qtbot.assertNotEmitted(editor.text_settled, wait=450):
        editor.editor.highlighter.rehighlight()


def test_control_enter_hands_the_query_on_at_once_and_runs_it(qtbot: QtBot, editor: SqlEditor) -> None:
    qtbot.keyClicks(editor.editor, "SELECT 2")
    with qtbot.waitSignals([editor.text_settled, editor.run_wanted], order="strict", timeout=200):
        qtbot.keyClick(editor.editor, Qt.Key.Key_Return, CONTROL)
    assert editor.text == "SELECT 2"


def test_tab_indents_and_enter_keeps_the_indentation(qtbot: QtBot, editor: SqlEditor) -> None:
    qtbot.keyClick(editor.editor, Qt.Key.Key_Tab)
    qtbot.keyClicks(editor.editor, "a,")
    qtbot.keyClick(editor.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.editor, "b")
    assert editor.text == "  a,\n  b"
    qtbot.keyClick(editor.editor, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert editor.text == "  a,\nb"


def test_chosen_lines_go_in_and_out_together(qtbot: QtBot, editor: SqlEditor) -> None:
    editor.set_text("a\n\nb")
    qtbot.keyClick(editor.editor, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(editor.editor, Qt.Key.Key_Tab)
    assert editor.text == "  a\n\n  b"
    qtbot.keyClick(editor.editor, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert editor.text == "a\n\nb"


def test_comments_come_and_go_and_are_one_step_to_undo(qtbot: QtBot, editor: SqlEditor) -> None:
    editor.set_text("  a\n    b\n\nc")
    editor.editor.moveCursor(editor.editor.textCursor().MoveOperation.Start)
    for _ in range(2):
        qtbot.keyClick(editor.editor, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(editor.editor, Qt.Key.Key_Slash, CONTROL)
    assert editor.text == "  -- a\n  --   b\n\nc"
    qtbot.keyClick(editor.editor, Qt.Key.Key_Slash, CONTROL)
    assert editor.text == "  a\n    b\n\nc"
    qtbot.keyClick(editor.editor, Qt.Key.Key_Z, CONTROL)
    assert editor.text == "  -- a\n  --   b\n\nc"


def test_a_query_that_was_replaced_can_be_had_back(qtbot: QtBot, editor: SqlEditor) -> None:
    qtbot.keyClicks(editor.editor, "mine")
    editor.set_text("theirs")
    qtbot.keyClick(editor.editor, Qt.Key.Key_Z, CONTROL)
    assert editor.text == "mine"


def underlined(editor: SqlEditor) -> list[str]:
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    extras = editor.editor.extraSelections()
    return [e.cursor.selectedText() for e in extras if e.format.underlineStyle() == wave]


def test_an_error_stands_below_and_at_its_word(qtbot: QtBot, editor: SqlEditor) -> None:
    editor.set_text("SELECT\n  statos\nFROM t")
    editor.set_error(2, 3, "There is no column statos")
    assert editor.error == "Line 2, column 3: There is no column statos"
    assert underlined(editor) == ["statos"]
    assert editor.editor.error_line == 1
    editor.clear_error()
    assert (editor.error, underlined(editor)) == ("", [])


@pytest.mark.parametrize(("line", "column", "word"), [(1, 99, "t"), (9, 1, "x"), (1, 7, " ")])
def test_an_error_beyond_the_text_is_marked_where_the_text_ends(
    editor: SqlEditor, line: int, column: int, word: str
) -> None:
    editor.set_text("SELECT t\nx")
    editor.set_error(line, column, "?")
    assert underlined(editor) == [word]


def test_an_error_in_an_empty_query_is_still_said(editor: SqlEditor) -> None:
    editor.set_error(1, 1, "Type a query")
    assert editor.error == "Line 1, column 1: Type a query"


def test_f8_goes_to_the_error(qtbot: QtBot, editor: SqlEditor) -> None:
    editor.set_text("a\nb\nccc ddd")
    editor.set_error(3, 5, "no")
    qtbot.keyClick(editor.editor, Qt.Key.Key_F8)
    assert editor.editor.textCursor().position() == len("a\nb\nccc ")


def test_the_mouse_on_an_error_says_what_is_wrong(qtbot: QtBot, editor: SqlEditor) -> None:
    editor.set_text("oops")
    editor.set_error(1, 1, "Not <SQL>")
    text = editor.editor
    cursor = text.textCursor()
    cursor.setPosition(2)
    inside = text.viewport().mapTo(text, text.cursorRect(cursor).center())
    QApplication.sendEvent(text, QHelpEvent(QHelpEvent.Type.ToolTip, inside, text.mapToGlobal(inside)))
    qtbot.waitUntil(lambda: "Not &lt;SQL&gt;" in QToolTip.text())
    outside = QPoint(300, 150)
    QApplication.sendEvent(text, QHelpEvent(QHelpEvent.Type.ToolTip, outside, text.mapToGlobal(outside)))
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_the_error_is_marked_beside_its_line_too(editor: SqlEditor) -> None:
    editor.set_text("a\nb")
    before = editor.editor.grab(editor.editor.rect().adjusted(0, 0, -560, 0)).toImage()
    editor.set_error(2, 1, "no")
    assert editor.editor.grab(editor.editor.rect().adjusted(0, 0, -560, 0)).toImage() != before


def test_a_query_to_read_cannot_be_changed_but_copied(qtbot: QtBot, editor: SqlEditor) -> None:
    editor.set_text("SELECT 1")
    editor.set_read_only(True)
    qtbot.keyClicks(editor.editor, "x")
    qtbot.keyClick(editor.editor, Qt.Key.Key_Slash, CONTROL)
    qtbot.keyClick(editor.editor, Qt.Key.Key_Return)
    assert editor.text == "SELECT 1"
    qtbot.keyClick(editor.editor, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(editor.editor, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "SELECT 1"


@pytest.mark.parametrize("read_only", [False, True])
def test_the_keyboard_can_leave_the_editor(qtbot: QtBot, theme: Theme, read_only: bool) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    editor, after = SqlEditor(theme), QLineEdit()
    body = QVBoxLayout(host)
    body.addWidget(editor)
    body.addWidget(after)
    editor.set_text("a")
    editor.set_read_only(read_only)
    host.show()
    host.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.editor.hasFocus)
    if not read_only:
        qtbot.keyClick(editor.editor, Qt.Key.Key_Escape)
    qtbot.keyClick(editor.editor, Qt.Key.Key_Tab)
    qtbot.waitUntil(after.hasFocus)
    assert editor.text == "a"


def test_a_screen_reader_is_told_what_it_is_and_how_to_leave(editor: SqlEditor) -> None:
    spoken = QAccessible.queryAccessibleInterface(editor.editor)
    assert spoken.text(QAccessible.Text.Name) == "SQL query"
    assert "Escape" in spoken.text(QAccessible.Text.Description)


def test_line_numbers_make_room_for_themselves(editor: SqlEditor, theme: Theme) -> None:
    margin = editor.editor.viewport().x()
    editor.set_text("\n" * 2_000)
    assert editor.editor.viewport().x() > margin
    wide = editor.editor.viewport().x()
    theme.set_zoom(1.6)
    assert editor.editor.viewport().x() > wide
