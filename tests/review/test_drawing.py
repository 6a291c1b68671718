"""Pixels and lassos, against plain loops."""

import numpy as np
import pytest

from segdesk.review.coordinates import NOWHERE
from segdesk.review.drawing import in_view, inside, pixels


@pytest.fixture
def cloud():
    random = np.random.default_rng(3)
    x, y = random.normal(size=(2, 3_000)).astype(np.float32)
    return x, y, random.integers(0, 5, 3_000).astype(np.uint8)


def test_a_pixel_shows_its_most_frequent_segment(cloud):
    x, y, codes = cloud
    view, (width, height) = (-1.0, 1.5, -0.5, 1.0), (13, 7)
    there = in_view(x, y, view)
    found = pixels(x[there], y[there], codes[there], view, (width, height))
    assert found.codes.shape == found.counts.shape == (height, width)
    assert found.counts.sum() == there.sum()
    column = np.floor((x - view[0]) / (view[1] - view[0]) * width)
    row = np.floor((y - view[2]) / (view[3] - view[2]) * height)
    for r in range(height):
        for c in range(width):
            here = np.bincount(codes[there & (column == c) & (row == r)], minlength=5)
            assert found.counts[r, c] == here.sum()
            assert found.codes[r, c] == (here.argmax() if here.sum() else NOWHERE)


def test_what_lies_on_the_edge_is_drawn():
    corner = np.array([0.0, 1.0], np.float32)
    found = pixels(corner, corner, np.array([4, 2], np.uint8), (0.0, 1.0, 0.0, 1.0), (3, 3))
    assert found.codes[0, 0] == 4
    assert found.codes[2, 2] == 2
    assert found.counts.sum() == 2


def test_an_empty_view_is_empty():
    none = np.zeros(0, np.float32)
    found = pixels(none, none, np.zeros(0, np.uint8), (0.0, 1.0, 0.0, 1.0), (4, 2))
    assert (found.codes == NOWHERE).all()
    assert not found.counts.any()


def even_odd(x, y, polygon):
    odd = False
    for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            odd = not odd
    return odd


def test_a_lasso_holds_what_a_loop_over_its_edges_finds(cloud):
    x, y, _ = cloud
    turn = np.linspace(0, 6 * np.pi, 60, endpoint=False)  # three times around, crossing itself
    reach = 0.5 + np.abs(np.sin(2.3 * turn))
    polygon = np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=1)
    expected = [even_odd(float(a), float(b), polygon) for a, b in zip(x, y, strict=True)]
    assert inside(x, y, polygon).tolist() == expected
    assert 100 < sum(expected) < 2_900


def test_a_lasso_does_not_hold_those_without_a_place():
    x = np.array([0.5, np.nan, 0.5], np.float32)
    y = np.array([0.5, 0.5, np.nan], np.float32)
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], float)
    assert inside(x, y, square).tolist() == [True, False, False]
