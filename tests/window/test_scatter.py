"""The scatter plot: who is drawn, what is asked for, and what mouse and keyboard do."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolButton

from segdesk.gui.plots.scatter import ScatterPlot
from segdesk.gui.plots.scatter_axes import named
from segdesk.gui.plots.scatter_tools import Tool
from segdesk.gui.selection import Selection
from segdesk.gui.theme import Choice, Colour
from segdesk.review.scatter import Axis, Group, Points, Raster

SEGMENTS = ("seg_1", "seg_2", "seg_0")
X = Axis("days", Group.FEATURE, "Days since last order", "days")
Y = Axis("revenue", Group.FEATURE, "Revenue", "USD")
LEFT = Qt.MouseButton.LeftButton


def some_points(x=(10.0, 20.0, 30.0), y=(1.0, 2.0, 3.0), codes=(0, 1, 2), axes=(X, Y), **others):
    xs, ys = np.array(x, np.float32), np.array(y, np.float32)
    return Points(
        axes=axes,
        segments=SEGMENTS,
        x=xs,
        y=ys,
        values=tuple(np.expm1(v).round(3) if a.log else v for a, v in zip(axes, (xs, ys), strict=True)),
        codes=np.array(codes, np.uint8),
        rows=others.pop("rows", 100 + np.arange(len(xs))),
        bounds=others.pop("bounds", (0.0, 40.0, 0.0, 4.0)),
        placed=others.pop("placed", len(xs)),
        missing=others.pop("missing", 0),
        **others,
    )


def too_many(axes=(X, Y)):
    return some_points((), (), (), axes, placed=1_000_000, missing=5, complete=False)


def a_raster(view, axes=(X, Y)):
    codes = np.full((20, 30), 255, np.uint8)
    codes[:, 15:] = 1
    counts = np.where(codes == 255, 0, 7).astype(np.uint32)
    return Raster(axes, SEGMENTS, codes, counts, view, (0, 2_100, 0))


@pytest.fixture
def selection():
    selection = Selection()
    selection.set_known(SEGMENTS)
    return selection


@pytest.fixture
def plot(qtbot, theme, selection):
    plot = ScatterPlot(theme, selection)
    qtbot.addWidget(plot)
    plot.resize(700, 500)
    plot.set_labels({"seg_1": "Loyal", "seg_2": "New & <b>bold</b>"})
    plot.show()
    qtbot.waitExposed(plot)
    return plot


def place(plot, x, y):
    """Where a place on the axes is on the canvas."""
    return plot.view.mapFromScene(plot.box.mapViewToScene(QPointF(x, y)))


def colours_at(plot, x, y):
    """The colours of the pixels around a place on the axes."""
    plot.view.repaint()
    image = plot.view.viewport().grab().toImage()
    at = place(plot, x, y) * image.devicePixelRatio()
    return {image.pixelColor(at.x() + dx, at.y() + dy).name() for dx in range(-9, 10) for dy in range(-9, 10)}


def shows(plot, theme, segment, x, y):
    """Whether a pixel near a place is much nearer to the segment's colour than to the ground."""
    colour, ground = theme.segment(segment), theme.colour(Colour.SURFACE)
    return any(apart(QColor(found), colour) < 0.4 * apart(ground, colour) for found in colours_at(plot, x, y))


def apart(one, other):
    return sum(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


def drag(qtbot, plot, *places, modifier=Qt.KeyboardModifier.NoModifier):
    canvas = plot.view.viewport()
    points = [place(plot, x, y) for x, y in places]
    qtbot.mousePress(canvas, LEFT, modifier, points[0])
    for start, end in pairwise(points):
        for share in (0.25, 0.5, 0.75, 1.0):
            qtbot.mouseMove(canvas, start + (end - start) * share)
    qtbot.mouseRelease(canvas, LEFT, modifier, points[-1])


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
def test_each_customer_is_drawn_in_the_colour_of_its_segment(plot, theme, choice):
    theme.set_choice(choice)
    plot.set_points(some_points())
    for segment, x, y in (("seg_1", 10, 1), ("seg_2", 20, 2), ("seg_0", 30, 3)):
        assert shows(plot, theme, segment, x, y)
    assert not shows(plot, theme, "seg_1", 20, 2)
    assert not shows(plot, theme, "seg_1", 5, 3)


def test_a_hidden_segment_is_not_drawn_and_comes_back(plot, theme, selection):
    plot.set_points(some_points())
    selection.toggle("seg_1")
    assert not shows(plot, theme, "seg_1", 10, 1)
    assert shows(plot, theme, "seg_2", 20, 2)
    selection.show_all()
    assert shows(plot, theme, "seg_1", 10, 1)


def test_what_is_not_highlighted_fades(plot, theme, selection):
    plot.set_points(some_points())
    selection.select_segments({"seg_2"})
    assert not shows(plot, theme, "seg_1", 10, 1)
    assert shows(plot, theme, "seg_2", 20, 2)


def test_selected_customers_are_ringed(plot, theme, selection):
    plot.set_points(some_points(codes=(0, 0, 0)))
    text = theme.colour(Colour.TEXT).name()
    assert text not in colours_at(plot, 20, 2)
    selection.select_customers([101])
    assert text in colours_at(plot, 20, 2)
    assert text not in colours_at(plot, 10, 1)
    assert "1 selected" in plot.hint
    selection.toggle("seg_1")
    assert text not in colours_at(plot, 20, 2)


def test_the_axes_say_what_they_show(plot):
    pca = Axis("pca1", Group.PCA, number=1, share=0.482)
    plot.set_points(some_points(axes=(pca, replace(Y, log=True))))
    assert plot.bottom.labelText == "PCA 1 (48% of the variation)"
    assert plot.side.labelText == "Revenue (USD, log scale)"
    assert named(Axis("n", Group.FEATURE, "Orders", "orders")).text == "Orders"
    assert "PCA 1" in plot.describe()
    assert "Loyal" in plot.view.accessibleDescription()


def test_the_ticks_of_a_logarithm_are_round_values(plot):
    log = replace(Y, log=True)
    plot.set_points(some_points(axes=(X, log), bounds=(0, 40, 0, float(np.log1p(5_000)))))
    axis = plot.side
    ((_, places),) = axis.tickValues(*plot.box.viewRange()[1], 400)
    texts = axis.tickStrings(places, 1.0, 0.0)
    assert texts[:3] == ["0", "1", "2"] or texts[:3] == ["0", "1", "10"]
    assert "1,000" in texts
    assert np.allclose(np.expm1(places), [float(text.replace(",", "")) for text in texts])
    ((_, close),) = axis.tickValues(float(np.log1p(3_001)), float(np.log1p(3_009)), 400)
    assert set(axis.tickStrings(close, 1.0, 0.0)) >= {"3,002", "3,004", "3,006", "3,008"}


def test_the_mouse_over_a_customer_tells_its_values_and_no_mark_up(plot):
    plot.set_points(some_points())
    tip = plot.tip(QPointF(20.0, 2.0))
    assert "New &amp; &lt;b&gt;bold&lt;/b&gt;" in tip
    assert "20 days" in tip
    assert "2 USD" in tip
    assert plot.tip(QPointF(25.0, 0.5)) == ""


def test_the_tip_of_a_logarithm_is_the_value_itself(plot):
    plot.set_points(some_points(y=np.log1p([1.0, 50.0, 3.0]), axes=(X, replace(Y, log=True))))
    assert "50 USD" in plot.tip(QPointF(20.0, float(np.log1p(50.0))))


def test_a_click_asks_for_the_customer_there(qtbot, plot, selection):
    plot.set_points(some_points())
    selection.toggle("seg_0")
    with qtbot.waitSignal(plot.customer_wanted) as asked:
        qtbot.mouseClick(plot.view.viewport(), LEFT, pos=place(plot, 20, 2))
    axes, at, scale, hidden = asked.args
    assert axes == (X, Y)
    assert at == pytest.approx((20, 2), abs=0.1)
    assert all(unit > 0 for unit in scale)
    assert hidden == {"seg_0"}


def test_dragging_moves_the_plot_without_selecting(qtbot, plot):
    plot.set_points(some_points())
    before = plot.box.viewRect().center().x()
    with qtbot.assertNotEmitted(plot.lasso_drawn):
        drag(qtbot, plot, (20, 2), (10, 2))
    assert plot.box.viewRect().center().x() == pytest.approx(before + 10, abs=1)


@pytest.mark.parametrize("shift", [False, True])
def test_the_lasso_asks_for_those_inside_and_does_not_move_the_plot(qtbot, plot, shift):
    plot.set_points(some_points())
    button = next(b for b in plot.findChildren(QToolButton) if b.accessibleName() == "Select by drawing")
    qtbot.mouseClick(button, LEFT)
    before = plot.box.viewRect()
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(plot.lasso_drawn) as drawn:
        drag(qtbot, plot, (5, 0.5), (25, 0.5), (25, 2.5), (5, 2.5), modifier=modifier)
    axes, corners, hidden, adds = drawn.args
    assert axes == (X, Y)
    assert corners.min(axis=0) == pytest.approx((5, 0.5), abs=0.2)
    assert corners.max(axis=0) == pytest.approx((25, 2.5), abs=0.2)
    assert hidden == frozenset()
    assert adds is shift
    assert plot.box.viewRect() == before


def test_a_click_with_the_lasso_still_asks_for_the_customer(qtbot, plot):
    plot.set_points(some_points())
    plot.set_tool(Tool.LASSO)
    with qtbot.assertNotEmitted(plot.lasso_drawn), qtbot.waitSignal(plot.customer_wanted):
        qtbot.mouseClick(plot.view.viewport(), LEFT, pos=place(plot, 20, 2))


def test_the_move_tool_gives_the_mouse_back(qtbot, plot):
    plot.set_points(some_points())
    plot.set_tool(Tool.LASSO)
    button = next(b for b in plot.findChildren(QToolButton) if b.accessibleName() == "Move and zoom")
    qtbot.mouseClick(button, LEFT)
    assert plot.tool is Tool.MOVE
    with qtbot.assertNotEmitted(plot.lasso_drawn):
        drag(qtbot, plot, (5, 0.5), (25, 0.5), (25, 2.5))


def test_the_keyboard_selects_what_is_in_view_and_clears(qtbot, plot, selection):
    plot.set_points(some_points())
    plot.view.setFocus()
    with qtbot.waitSignal(plot.lasso_drawn) as drawn:
        qtbot.keyClick(plot.view, Qt.Key.Key_S)
    corners = drawn.args[1]
    assert corners.min(axis=0) == pytest.approx((0, 0), abs=2)
    assert corners.max(axis=0) == pytest.approx((40, 4), abs=2)
    selection.select_customers([101])
    qtbot.keyClick(plot.view, Qt.Key.Key_Escape)
    assert len(selection.customers) == 0


def test_the_keyboard_asks_for_the_customer_in_the_middle(qtbot, plot):
    plot.set_points(some_points())
    qtbot.keyClick(plot.view, Qt.Key.Key_Right)
    middle = plot.box.viewRect().center()
    with qtbot.waitSignal(plot.customer_wanted) as asked:
        qtbot.keyClick(plot.view, Qt.Key.Key_Return)
    assert asked.args[1] == pytest.approx((middle.x(), middle.y()))
    assert middle.x() > 20


def test_other_axes_are_fitted_but_the_same_ones_stay_where_they_were_moved(plot):
    plot.set_points(some_points())
    plot.zoom(0.5)
    seen = plot.box.viewRect()
    plot.set_points(some_points())
    assert plot.box.viewRect() == seen
    plot.set_points(some_points(axes=(Y, X), bounds=(0.0, 400.0, 0.0, 4.0)))
    assert plot.box.viewRect().width() > 400


# -- more customers than can be drawn one by one


@pytest.fixture
def asked(plot):
    asked = []
    plot.raster_wanted.connect(lambda *question: asked.append(question))
    return asked


def test_too_many_customers_ask_for_a_raster_of_more_than_is_seen(plot, asked):
    plot.set_points(too_many())
    ((axes, view, size, hidden),) = asked
    seen = plot.box.viewRect()
    assert axes == (X, Y)
    assert view[0] < seen.left() < seen.right() < view[1]
    assert view[2] < seen.top() < seen.bottom() < view[3]
    assert 100 < size[1] < size[0] < 700
    assert hidden == frozenset()


def test_a_raster_is_drawn_where_it_belongs(plot, theme, asked):
    plot.set_points(too_many())
    view = asked[-1][1]
    plot.take(a_raster(view))
    left, right, bottom, top = view
    assert shows(plot, theme, "seg_2", left + 0.6 * (right - left), (bottom + top) / 2)
    assert not shows(plot, theme, "seg_2", left + 0.4 * (right - left), (bottom + top) / 2)
    assert "7 customers here" in plot.tip(QPointF(left + 0.6 * (right - left), (bottom + top) / 2))
    assert plot.tip(QPointF(left + 0.4 * (right - left), (bottom + top) / 2)) == ""
    assert plot.twin().row(1) == ("New & <b>bold</b>", 2_100)


def test_moving_asks_again_once_it_rests(qtbot, plot, asked):
    plot.set_points(too_many())
    plot.take(a_raster(asked[-1][1]))
    count = len(asked)
    for _ in range(5):
        plot.pan(0.1, 0.0)
    assert len(asked) == count  # the present picture moves meanwhile
    qtbot.waitUntil(lambda: len(asked) > count)
    assert len(asked) == count + 1
    assert asked[-1][1][0] > asked[0][1][0]


def test_an_answer_to_an_older_question_is_dropped(qtbot, plot, theme, asked):
    plot.set_points(too_many())
    old = asked[-1][1]
    plot.pan(0.3, 0.0)
    qtbot.waitUntil(lambda: len(asked) == 2)
    plot.take(a_raster(old))
    assert len(plot.twin()) == 0
    plot.take(a_raster(asked[-1][1]))
    assert len(plot.twin()) == 3
    plot.set_points(too_many((Y, X)))
    plot.take(a_raster(asked[-1][1]))  # on the axes before
    assert len(plot.twin()) == 0


def test_hiding_a_segment_asks_for_a_raster_without_it(plot, selection, asked):
    plot.set_points(too_many())
    selection.toggle("seg_2")
    assert asked[-1][3] == {"seg_2"}


def test_a_close_up_shows_customers_one_by_one(plot, theme, asked):
    plot.set_points(too_many())
    plot.take(a_raster(asked[-1][1]))
    plot.take(some_points(view=asked[-1][1]))
    assert shows(plot, theme, "seg_1", 10, 1)
    assert not shows(plot, theme, "seg_2", 35, 1)  # the raster is gone
    assert "10 days" in plot.tip(QPointF(10.0, 1.0))


def test_selected_customers_of_a_raster_are_asked_for_and_ringed(qtbot, plot, theme, selection):
    plot.set_points(too_many())
    with qtbot.waitSignal(plot.places_wanted) as wanted:
        selection.select_customers([101])
    assert wanted.args[0] == (X, Y)
    assert wanted.args[1].tolist() == [101]
    plot.set_places(some_points())
    text = theme.colour(Colour.TEXT).name()
    assert text in colours_at(plot, 20, 2)
    assert text not in colours_at(plot, 10, 1)
    selection.select_customers(np.arange(5_000))
    assert "5,000 selected, 2,000 of them ringed" in plot.hint


def test_few_customers_never_ask_for_a_raster(qtbot, plot, asked):
    plot.set_points(some_points())
    plot.pan(0.2, 0.0)
    plot.resize(600, 400)
    assert asked == []


def test_the_table_holds_the_shown_customers_in_the_units_of_the_data(plot, selection):
    plot.set_points(some_points(y=np.log1p([1.0, 50.0, 3.0]), axes=(X, replace(Y, log=True))))
    selection.toggle("seg_0")
    twin = plot.twin()
    assert twin.headers == ("Segment", "Days since last order (days)", "Revenue (USD)")
    assert [twin.row(row)[:2] for row in range(len(twin))] == [("Loyal", 10.0), ("New & <b>bold</b>", 20.0)]
    assert twin.row(1)[2] == pytest.approx(50.0)


def test_the_table_holds_decimal_numbers(plot):
    plot.set_points(some_points(x=(27.3, 0.1, 1e6)))
    assert [plot.twin().row(row)[1] for row in range(3)] == [27.3, 0.1, 1e6]


def test_the_hint_counts_those_without_a_place(plot):
    plot.set_points(some_points(missing=1_010))
    assert plot.hint == "3 customers, 1,010 more have no place on these axes"
