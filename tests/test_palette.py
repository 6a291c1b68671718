"""The colours of the segments, measured as people with and without colour blindness see them."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from segdesk.gui.colours import DARK, LIGHT, Colour
from segdesk.palette import COLOURS, colour_of, shape_of

Array = NDArray[np.float64]

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
# IEEE TVCG 15 (2009), severity 1.0, on linear RGB.
SIGHTS = {
    "all colours": np.eye(3),
    "no red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
SRGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour: str) -> Array:
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: Array) -> Array:
    """CIELAB (D65) of linear RGB."""
    xyz = SRGB_TO_XYZ @ rgb / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: Array, two: Array) -> float:
    """The difference of two colours (CIE 142-2001, in Sharma's notation)."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    c_mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = (1 - np.sqrt(c_mean**7 / (c_mean**7 + 25.0**7))) / 2
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    h_mean = (h1 + h2) / 2 + (180 if abs(h1 - h2) > 180 else 0)
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    l_mean, c_mean = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(h_mean - 30))
        + 0.24 * np.cos(np.radians(2 * h_mean))
        + 0.32 * np.cos(np.radians(3 * h_mean + 6))
        - 0.20 * np.cos(np.radians(4 * h_mean - 63))
    )
    s_l = 1 + 0.015 * (l_mean - 50) ** 2 / np.sqrt(20 + (l_mean - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c_mean, 1 + 0.015 * c_mean * t
    swing = 60 * np.exp(-(((h_mean - 275) / 25) ** 2))
    r = -2 * np.sqrt(c_mean**7 / (c_mean**7 + 25.0**7)) * np.sin(np.radians(swing))
    d_l, d_c = (l2 - l1) / s_l, (c2 - c1) / s_c
    return float(np.sqrt(d_l**2 + d_c**2 + (d_h / s_h) ** 2 + r * d_c * d_h / s_h))


def difference(one: str, two: str, sight: str) -> float:
    seen = [lab(np.clip(SIGHTS[sight] @ linear(colour), 0, 1)) for colour in (one, two)]
    return ciede2000(seen[0], seen[1])


def contrast(one: str, two: str) -> float:
    """The contrast of WCAG 2."""
    light = sorted(float(SRGB_TO_XYZ[1] @ linear(colour)) + 0.05 for colour in (one, two))
    return light[1] / light[0]


# From the table that Sharma, Wu and Dalal publish for checking programs (2005).
@pytest.mark.parametrize(
    ("one", "two", "published"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_the_difference_is_the_published_one(
    one: tuple[float, ...], two: tuple[float, ...], published: float
) -> None:
    assert ciede2000(np.array(one), np.array(two)) == pytest.approx(published, abs=1e-4)


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_first_eight_colours_are_apart_for_everyone(sight: str) -> None:
    nearest = min(difference(one, two, sight) for one, two in combinations(COLOURS[:8], 2))
    assert nearest >= (20 if sight == "all colours" else 12)


@pytest.mark.parametrize("sight", SIGHTS)
def test_twenty_segments_differ_by_colour_and_those_of_one_shape_by_more(sight: str) -> None:
    segments = [f"seg_{number}" for number in range(1, 21)]
    for one, two in combinations(segments, 2):
        apart = difference(colour_of(one), colour_of(two), sight)
        assert apart >= (11 if shape_of(one) == shape_of(two) else 6), (one, two)


@pytest.mark.parametrize("ground", [LIGHT[Colour.SURFACE], DARK[Colour.SURFACE]])
def test_every_segment_is_seen_on_both_grounds(ground: str) -> None:
    assert min(contrast(colour, ground) for colour in (*COLOURS, colour_of("seg_0"))) >= 2.5


def test_a_segment_keeps_its_colour_and_shape() -> None:
    assert (colour_of("seg_1"), shape_of("seg_1")) == (COLOURS[0], "o")
    assert (colour_of("seg_7"), shape_of("seg_7")) == (COLOURS[6], "x")


def test_from_the_21st_segment_on_a_colour_comes_back_with_another_shape() -> None:
    assert colour_of("seg_21") == colour_of("seg_1")
    looks = {(colour_of(f"seg_{number}"), shape_of(f"seg_{number}")) for number in range(1, 101)}
    assert len(looks) == 100


@pytest.mark.parametrize(
    "name", ["seg_0", "", "seg_", "seg_01", "seg_1 ", "seg_1\n", "Loyal", "seg_²", "SEG_1"]
)
def test_who_is_in_no_segment_is_grey(name: str) -> None:
    grey = colour_of(name)
    assert grey == colour_of("seg_0")
    assert grey not in COLOURS
    assert shape_of(name) not in {shape_of(f"seg_{number}") for number in range(1, 30)}
