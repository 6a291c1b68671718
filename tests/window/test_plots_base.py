"""What every plot can do: move, zoom, be saved, be copied, and be read as a table."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from segdesk.errors import ActivationError
from segdesk.gui.plots.axes import Axis, NumberAxis
from segdesk.gui.plots.base import Plot, Wheel
from segdesk.gui.theme import Theme
from segdesk.gui.views.columns import Column, Columns
from segdesk.gui.widgets.notice import Notice

ROWS = [["Month", "Revenue (USD)"], ["January", "0.1234567890123"], ["February", ""]]


class Sales(Plot):
    """A plot of two months."""

    def __init__(self, theme: Theme, wheel: Wheel = Wheel.ZOOMS) -> None:
        super().__init__(theme, "Sales: 2024/25", wheel=wheel)
        self.set_axes(Axis("Month"), Axis("Revenue", "USD"))
        self.values: tuple[float | None, ...] = (0.1234567890123, None)
        self.area.plot([0, 1], [10, 1_500])
        self.tell()

    def extent(self) -> QRectF:
        return QRectF(0, 0, 10, 1_000)

    def describe(self) -> str:
        return "Sales of two months."

    def twin(self) -> Columns:
        return Columns((Column("Month", ("January", "February")), Column("Revenue", self.values, "USD")))


def shown(qtbot: QtBot, plot: Plot) -> Plot:
    qtbot.addWidget(plot)
    plot.resize(500, 340)
    plot.show()
    qtbot.waitExposed(plot)
    plot.fit()
    QApplication.processEvents()
    return plot


@pytest.fixture
def plot(qtbot: QtBot, theme: Theme) -> Plot:
    """A plot on screen that shows everything."""
    return shown(qtbot, Sales(theme))


def entry(menu: QMenu, text: str) -> None:
    """Choose an entry of a menu."""
    next(action for action in menu.actions() if action.text() == text).trigger()


def seen(plot: Plot) -> QRectF:
    return QRectF(plot.box.viewRect())


@pytest.mark.parametrize(
    ("key", "dx", "dy"),
    [
        (Qt.Key.Key_Right, 1, 0),
        (Qt.Key.Key_Left, -1, 0),
        (Qt.Key.Key_Up, 0, 100),
        (Qt.Key.Key_Down, 0, -100),
    ],
)
def test_arrow_keys_move_the_view_by_a_tenth(
    qtbot: QtBot, plot: Plot, key: Qt.Key, dx: float, dy: float
) -> None:
    qtbot.keyClick(plot.view, key)
    assert seen(plot).left() == pytest.approx(dx)
    assert seen(plot).top() == pytest.approx(dy)


def test_plus_and_minus_zoom_and_0_shows_everything_again(qtbot: QtBot, plot: Plot) -> None:
    qtbot.keyClick(plot.view, Qt.Key.Key_Plus)
    assert seen(plot).width() < 10
    assert seen(plot).center().x() == pytest.approx(5)
    qtbot.keyClick(plot.view, Qt.Key.Key_Minus)
    qtbot.keyClick(plot.view, Qt.Key.Key_Minus)
    assert seen(plot).width() > 10
    qtbot.keyClick(plot.view, Qt.Key.Key_0)
    assert seen(plot) == plot.extent()


def test_a_double_click_shows_everything_again(qtbot: QtBot, plot: Plot) -> None:
    plot.zoom(0.3)
    middle = plot.view.viewport().rect().center()
    qtbot.mouseClick(plot.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseDClick(plot.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseRelease(plot.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert seen(plot) == plot.extent()


def test_dragging_moves_the_view(qtbot: QtBot, plot: Plot) -> None:
    view = plot.view.viewport()
    start = view.rect().center()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 9):
        qtbot.mouseMove(view, start + QPoint(10 * step, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(80, 0))
    qtbot.waitUntil(lambda: seen(plot).left() < -0.5)
    assert seen(plot).width() == pytest.approx(10)


def turn(plot: Plot, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
    """Turn the wheel over a plot, and return whether the plot took it."""
    at = QPointF(plot.view.viewport().rect().center())
    event = QWheelEvent(
        at,
        plot.view.mapToGlobal(at),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.view.viewport(), event)
    return event.isAccepted()


def test_the_wheel_zooms(plot: Plot) -> None:
    turn(plot)
    assert seen(plot).width() < 10


def test_on_a_page_the_wheel_scrolls_the_page_and_zooms_with_control(qtbot: QtBot, theme: Theme) -> None:
    plot = shown(qtbot, Sales(theme, Wheel.SCROLLS))
    assert not turn(plot)
    assert seen(plot) == plot.extent()
    turn(plot, Qt.KeyboardModifier.ControlModifier)
    assert seen(plot).width() < 10


def test_a_plot_is_saved_as_a_picture_of_twice_its_size(plot: Plot, tmp_path: Path) -> None:
    path = tmp_path / "sales.png"
    plot.save_png(str(path))
    picture = QImage(str(path))
    assert picture.size() == 2 * plot.image_size()
    colours = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in (20, 21, 22)}
    assert len(colours) > 2, "the title is missing"


def test_a_plot_is_saved_as_a_drawing_with_its_words(plot: Plot, tmp_path: Path) -> None:
    path = tmp_path / "sales.svg"
    plot.save_svg(str(path))
    text = path.read_text("utf-8")
    assert QSvgRenderer(str(path)).isValid()
    assert "<title>Sales: 2024/25</title>" in text
    assert "<desc>Sales of two months.</desc>" in text
    assert ">Revenue (USD) </text>" in text
    assert "<image" not in text


def test_the_data_is_saved_as_a_table_with_every_digit(plot: Plot, tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    plot.save_csv(str(path))
    assert list(csv.reader(io.StringIO(path.read_text("utf-8")))) == ROWS


def test_no_text_in_a_saved_table_is_run_as_a_formula(
    plot: Plot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ("=1+1", "+1 555", "-2", "@SUM(A1)", "\tx", "a=b")
    data = Columns((Column("=Name", texts), Column("Amount", [-1, -2.5, None, np.float64(-3), True, 0])))
    monkeypatch.setattr(plot, "twin", lambda: data)
    path = tmp_path / "sales.csv"
    plot.save_csv(str(path))
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    assert [row[0] for row in rows] == ["'=Name", "'=1+1", "'+1 555", "'-2", "'@SUM(A1)", "'\tx", "a=b"]
    assert [row[1] for row in rows[1:]] == ["-1", "-2.5", "", "-3.0", "TRUE", "0"]


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_says_why(plot: Plot, tmp_path: Path) -> None:
    with pytest.raises(ActivationError) as caught:
        plot.save_csv(str(tmp_path / "nowhere" / "sales.csv"))
    assert caught.value.what == "sales.csv could not be written"
    assert caught.value.why
    assert caught.value.todo


def test_the_menu_asks_where_to_save_and_proposes_a_name(
    qtbot: QtBot, plot: Plot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(parent: object, title: str, suggested: str, kinds: str) -> tuple[str, str]:
        asked.append(suggested)
        return str(tmp_path / "mine"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    with qtbot.waitSignal(plot.saved) as saved:
        entry(plot.menu, "Save as CSV…")
    assert asked == ["sales_2024_25.csv"]
    assert saved.args == [str(tmp_path / "mine.csv")]
    assert (tmp_path / "mine.csv").exists()


def test_a_dialog_that_is_dismissed_writes_nothing(
    plot: Plot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    entry(plot.menu, "Save as PNG…")
    assert list(tmp_path.iterdir()) == []


def test_what_goes_wrong_while_saving_is_shown_in_the_plot_until_it_works(
    qtbot: QtBot, plot: Plot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = tmp_path / "nowhere" / "sales.svg", tmp_path / "sales.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(bad), ""))
    with qtbot.waitSignal(plot.failed) as failed:
        entry(plot.menu, "Save as SVG…")
    assert failed.args is not None
    assert isinstance(failed.args[0], ActivationError)
    notice = plot.findChild(Notice)
    assert isinstance(notice, Notice)
    assert notice.isVisible()
    assert "sales.svg could not be written" in notice.text
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(good), ""))
    entry(plot.menu, "Save as SVG…")
    assert good.exists()
    assert not notice.isVisible()


def test_the_data_is_copied_for_a_spreadsheet(plot: Plot) -> None:
    entry(plot.menu, "Copy data")
    text = QGuiApplication.clipboard().text()
    assert [line.split("\t") for line in text.splitlines()] == ROWS


def test_the_picture_is_copied(plot: Plot) -> None:
    entry(plot.menu, "Copy image")
    assert QGuiApplication.clipboard().image().size() == 2 * plot.image_size()


def test_the_table_opens_in_a_window_of_its_own_and_follows_the_plot(qtbot: QtBot, plot: Plot) -> None:
    from segdesk.gui.plots.twin import TwinWindow

    assert isinstance(plot, Sales)
    entry(plot.menu, "Show as table")
    window = plot.findChild(TwinWindow)
    assert isinstance(window, TwinWindow)
    assert not window.isModal()
    assert [column.header for column in window.table.columns.columns] == ["Month", "Revenue (USD)"]
    plot.values = (5.0, 6.0)
    plot.tell()
    assert window.table.columns.row(1) == ("February", 6.0)
    window.close()
    qtbot.waitUntil(lambda: plot.findChild(TwinWindow) is None)
    entry(plot.menu, "Show as table")
    again = plot.findChild(TwinWindow)
    assert isinstance(again, TwinWindow)
    assert again.isVisible()
    again.close()


def test_the_menu_opens_by_the_menu_key_and_by_the_button(qtbot: QtBot, plot: Plot) -> None:
    button = plot.findChild(QToolButton)
    assert isinstance(button, QToolButton)
    assert button.accessibleName() == "More for Sales: 2024/25"
    assert button.menu() is plot.menu
    assert plot.area.getViewBox().menu is None, "pyqtgraph's own menu is gone"


def test_screen_readers_get_a_name_and_a_sentence(plot: Plot) -> None:
    assert plot.view.accessibleName() == "Sales: 2024/25"
    assert plot.view.accessibleDescription() == "Sales of two months."


def test_ticks_have_thousands_separators_and_equal_decimals() -> None:
    axis = NumberAxis("left")
    assert axis.tickStrings([1_000, 12_500_000], 1.0, 500) == ["1,000", "12,500,000"]
    assert axis.tickStrings([0.5, 1.0], 1.0, 0.25) == ["0.5", "1.0"]
    ((spacing, _),) = axis.tickSpacing(0.0, 1.0, 100)
    assert spacing == 0.2


def test_a_unit_that_the_title_says_already_is_not_repeated() -> None:
    assert Axis("Revenue", "USD").text == "Revenue (USD)"
    assert Axis("Orders a month", "orders a month").text == "Orders a month"
    assert Axis("Share").text == "Share"


def test_a_plot_that_is_gone_does_not_follow_the_theme(qtbot: QtBot, theme: Theme) -> None:
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QEvent

    from segdesk.gui.theme import Choice

    plot = Sales(theme)
    plot.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(plot)
    with qtbot.captureExceptions() as exceptions:
        theme.set_choice(Choice.DARK)
    assert exceptions == []
