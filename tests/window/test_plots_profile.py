"""The heat maps and the boxes of the segments: their figures, their colours, and picking a segment."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from segdesk.gui.plots.boxes import SegmentBoxes, Show
from segdesk.gui.plots.correlation import CorrelationMap
from segdesk.gui.plots.heatmap import HeatMap, blended
from segdesk.gui.plots.profile import (
    FeatureProfile,
    Measure,
    ProfileMap,
    SegmentName,
)
from segdesk.gui.theme import Choice, Colour, Theme
from segdesk.palette import colour_of, shape_of

SEGMENTS = (SegmentName("seg_1", "Loyal"), SegmentName("seg_2", "New"), SegmentName("seg_0"))
REVENUE = FeatureProfile(
    "Revenue",
    "USD",
    means=(400.0, 100.0, 0.0),
    medians=(350.0, 80.0, 0.0),
    lower=(200.0, 50.0, 0.0),
    upper=(500.0, 120.0, 0.0),
    index=(400.0, 100.0, 0.0),
    z=(2.5, 0.0, -1.0),
    average=100.0,
)
RECENCY = FeatureProfile(
    "Days since last order",
    "days",
    means=(30.0, 60.0, None),
    medians=(25.0, 50.0, None),
    lower=(10.0, 30.0, None),
    upper=(40.0, 90.0, None),
    index=(50.0, 100.0, None),
    z=(-1.0, 0.0, None),
    average=60.0,
)
SHARE = FeatureProfile(
    "Source: Search", "", (0.5, 0.2, 0.1), (None,) * 3, (None,) * 3, (None,) * 3, (200, 80, 40), (None,) * 3
)


@pytest.fixture
def profile(qtbot: QtBot, theme: Theme) -> ProfileMap:
    """Three segments and two features on screen."""
    profile = ProfileMap(theme)
    qtbot.addWidget(profile)
    profile.resize(700, 260)
    profile.set_profile(SEGMENTS, (REVENUE, RECENCY))
    profile.show()
    qtbot.waitExposed(profile)
    return profile


def texts(heat_map: HeatMap) -> list[list[str]]:
    model = heat_map.table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def colour_at(heat_map: HeatMap, row: int, column: int) -> QColor:
    """The ground of a cell, as it is on the screen."""
    table = heat_map.table
    cell = table.visualRect(table.model().index(row, column))
    return table.viewport().grab().toImage().pixelColor(cell.topLeft() + QPoint(4, 4))


def test_every_cell_shows_its_value(profile: ProfileMap) -> None:
    assert texts(profile) == [["400", "50"], ["100", "100"], ["0", "–"]]
    profile.set_measure(Measure.Z_SCORE)
    assert texts(profile) == [["2.5", "−1.0"], ["0.0", "0.0"], ["−1.0", "–"]]


def test_cells_are_blue_below_the_average_and_orange_above(profile: ProfileMap, theme: Theme) -> None:
    assert colour_at(profile, 0, 0) == theme.colour(Colour.HIGH)
    assert colour_at(profile, 1, 0) == theme.colour(Colour.SURFACE)
    assert colour_at(profile, 2, 0) == theme.colour(Colour.LOW)
    half = colour_at(profile, 0, 1)
    assert half == blended(theme, -0.5), "half the average is half way, as twice the average is"
    assert colour_at(profile, 2, 1) == theme.colour(Colour.SURFACE)


def luminance(colour: QColor) -> float:
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in colour.getRgbF()[:3]]  # type: ignore[index]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
@pytest.mark.parametrize("strength", [-1, -0.6, -0.2, 0, 0.2, 0.6, 1])
def test_values_can_be_read_on_every_colour(theme: Theme, choice: Choice, strength: float) -> None:
    theme.set_choice(choice)
    text, ground = luminance(theme.colour(Colour.TEXT)), luminance(blended(theme, strength))
    assert (max(text, ground) + 0.05) / (min(text, ground) + 0.05) >= 4.5


def test_a_click_on_a_cell_or_on_a_name_picks_the_segment(qtbot: QtBot, profile: ProfileMap) -> None:
    table = profile.table
    cell = table.visualRect(table.model().index(1, 1)).center()
    with qtbot.waitSignal(profile.segment_picked) as picked:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert picked.args == ["seg_2"]
    header = table.verticalHeader()
    name = QPoint(20, header.sectionViewportPosition(2) + 8)
    with qtbot.waitSignal(profile.segment_picked) as picked:
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=name)
    assert picked.args == ["seg_0"]


def test_the_keyboard_walks_through_the_cells_and_picks(qtbot: QtBot, profile: ProfileMap) -> None:
    table = profile.table
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(profile.segment_picked) as picked:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert picked.args == ["seg_2"]


def test_a_cell_tells_its_exact_figures(profile: ProfileMap) -> None:
    tip = profile.table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    for line in ("Loyal · Revenue", "Mean: 400 USD", "All customers: 100 USD", "Z-score: 2.500"):
        assert line.replace("2.500", "2.50") in tip
    spoken = profile.table.model().index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Loyal, Days since last order: 50"


def test_selected_segments_are_ringed(profile: ProfileMap) -> None:
    before = profile.table.viewport().grab().toImage()
    profile.set_selected(frozenset({"seg_2"}))
    after = profile.table.viewport().grab().toImage()
    assert before != after
    profile.set_selected(frozenset())
    assert profile.table.viewport().grab().toImage() == before


def test_the_profile_says_where_it_is_farthest_from_the_average(profile: ProfileMap) -> None:
    assert profile.describe() == ("3 segments by 2 features. Farthest from the average: Loyal, Revenue, 400.")
    table = profile.twin()
    assert table.headers[1] == "Revenue (index to average)"
    assert table.row(0) == ("Loyal", 400.0, 50.0)


def test_a_file_shows_all_columns_even_those_out_of_sight(qtbot: QtBot, theme: Theme) -> None:
    profile = ProfileMap(theme)
    qtbot.addWidget(profile)
    profile.resize(400, 240)
    profile.set_profile(SEGMENTS, (REVENUE,) * 20)
    profile.show()
    assert profile.image_size().width() > 20 * 80


@pytest.fixture
def boxes(qtbot: QtBot, theme: Theme) -> SegmentBoxes:
    """The revenue of three segments on screen."""
    boxes = SegmentBoxes(theme)
    qtbot.addWidget(boxes)
    boxes.resize(600, 320)
    boxes.set_feature(SEGMENTS, REVENUE)
    boxes.show()
    qtbot.waitExposed(boxes)
    return boxes


def test_a_box_goes_from_quartile_to_quartile(boxes: SegmentBoxes) -> None:
    opts = boxes._bars.opts
    assert list(opts["x0"]) == [200, 50, 0]
    assert list(np.add(opts["x0"], opts["width"])) == [500, 120, 0]
    assert list(boxes._medians.getData()[0]) == [350, 350, 80, 80, 0, 0]
    assert list(boxes._means.getData()[0]) == [400, 100, 0]


def test_bars_go_from_zero_to_the_mean(boxes: SegmentBoxes) -> None:
    boxes.set_way(Show.BARS)
    opts = boxes._bars.opts
    assert list(opts["x0"]) == [0, 0, 0]
    assert list(opts["width"]) == [400, 100, 0]
    assert boxes._medians.getData()[0] is None
    assert "bar: mean" in boxes.hint


def test_shares_have_no_quartiles_and_are_bars(boxes: SegmentBoxes) -> None:
    boxes.set_feature(SEGMENTS, SHARE)
    assert list(boxes._bars.opts["width"]) == [0.5, 0.2, 0.1]
    assert "bar: mean" in boxes.hint


def test_segments_differ_by_colour_and_shape(boxes: SegmentBoxes) -> None:
    data = boxes._means.data
    assert list(data["symbol"]) == [shape_of(s.segment) for s in SEGMENTS]
    assert [brush.color().name() for brush in data["brush"]] == [colour_of(s.segment) for s in SEGMENTS]


def test_a_segment_without_a_value_leaves_a_gap(boxes: SegmentBoxes) -> None:
    boxes.set_feature(SEGMENTS, RECENCY)
    boxes.grab()
    assert boxes.tip(QPointF(30, 2)).splitlines() == ["seg_0", "Mean: –"]
    assert boxes._bars.opts["width"][2] == 0


def test_a_click_on_a_box_picks_its_segment(qtbot: QtBot, boxes: SegmentBoxes) -> None:
    at = boxes.view.mapFromScene(boxes.box.mapViewToScene(QPointF(450, 1.2)))
    with qtbot.waitSignal(boxes.segment_picked) as picked:
        qtbot.mouseClick(boxes.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert picked.args == ["seg_2"]


def test_the_keyboard_walks_from_segment_to_segment_and_picks(qtbot: QtBot, boxes: SegmentBoxes) -> None:
    qtbot.keyClick(boxes.view, Qt.Key.Key_Down)
    qtbot.keyClick(boxes.view, Qt.Key.Key_Down)
    assert boxes.view.accessibleDescription().startswith("New, Mean: 100 USD")
    with qtbot.waitSignal(boxes.segment_picked) as picked:
        qtbot.keyClick(boxes.view, Qt.Key.Key_Return)
    assert picked.args == ["seg_2"]
    qtbot.keyClick(boxes.view, Qt.Key.Key_Up)
    with qtbot.waitSignal(boxes.segment_picked) as picked:
        qtbot.keyClick(boxes.view, Qt.Key.Key_Space)
    assert picked.args == ["seg_1"]


def test_boxes_tell_their_figures(boxes: SegmentBoxes) -> None:
    assert boxes.tip(QPointF(300, 0)).splitlines() == [
        "Loyal",
        "Mean: 400 USD",
        "Median: 350 USD",
        "Middle half: 200 to 500 USD",
    ]
    assert boxes.describe() == "Revenue (USD) by segment; highest mean: Loyal, 400; lowest: seg_0, 0."
    assert boxes.twin().row(0) == ("Loyal", 400.0, 200.0, 350.0, 500.0)


def test_correlations_are_written_into_their_cells(qtbot: QtBot, theme: Theme) -> None:
    found = CorrelationMap(theme)
    qtbot.addWidget(found)
    names = ("Orders", "Items", "Basket")
    found.set_correlation(names, np.array([[1, 0.9, -0.4], [0.9, 1, np.nan], [-0.4, np.nan, 1]]))
    assert texts(found) == [["1.00", "0.90", "−0.40"], ["0.90", "1.00", "–"], ["−0.40", "–", "1.00"]]
    assert found.describe() == "Correlation of 3 features; closest: Orders and Items, 0.90."
    assert found.twin().row(1) == ("Items", 0.9, 1.0, None)
    assert "Orders and Basket: −0.4000" in found.table.model().index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
