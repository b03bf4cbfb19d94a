"""The small map: the right land, a circle of the right size, nothing from outside, and never too large."""

from __future__ import annotations

import math
import re
from itertools import accumulate
from xml.etree import ElementTree

import pytest

from gyotaku.tell.map import EARTH_KM, HEIGHT, MAX_BYTES, WIDTH, _rings, _View, map_svg

SVG = "{http://www.w3.org/2000/svg}"


def drawing(latitude: float, longitude: float, radius: float = 50) -> ElementTree.Element:
    return ElementTree.fromstring(map_svg(latitude, longitude, radius, "ja"))


def land_at(latitude: float, longitude: float, x: float, y: float) -> bool:
    """True when the drawing has land at a spot of the paper (even-odd rule)."""
    path = drawing(latitude, longitude).findall(f"{SVG}path")[0].get("d") or ""
    inside = False
    for ring in path.split("z"):
        numbers = [int(n) for n in re.findall(r"-?\d+", ring)]
        spots = list(zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True))
        for (x1, y1), (x2, y2) in zip(spots, spots[1:] + spots[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


@pytest.mark.parametrize(
    ("latitude", "longitude", "land"),
    [
        (32.06, 117.5, True), (50.4, 8.08, True), (38.5, -98.0, True), (36.5, 138.0, True), (-25.0, 134.0, True),
        (67.0, 179.0, True), (67.0, -179.0, True), (67.5, 180.0, True), (-85.0, 10.0, True), (72.0, -40.0, True),
        (30.0, 150.0, False), (0.0, -30.0, False), (-20.0, 180.0, False), (85.0, 0.0, False), (-40.0, -180.0, False),
        (42.0, 51.0, False),
    ],
)  # fmt: skip
def test_land_and_sea_are_where_they_are(latitude: float, longitude: float, land: bool) -> None:
    """Land under the circle is land, sea is sea: on both sides of the 180th meridian, at the poles, in the Caspian."""
    assert land_at(latitude, longitude, WIDTH / 2, HEIGHT / 2) is land


def test_neighbours_lie_in_their_directions() -> None:
    """From Nanjing, the Pacific lies to the lower right and China to the left: the map is not mirrored."""
    assert land_at(32.06, 118.76, 60, 300)
    assert not land_at(32.06, 118.76, 900, 560)


@pytest.mark.parametrize("radius", [20, 50, 300, 1000])
def test_the_circle_is_as_wide_as_said(radius: int) -> None:
    """The circle's radius on the paper is that many kilometres by the drawing's own scale bar."""
    image = drawing(50.4, 8.08, radius)
    circle = image.find(f"{SVG}circle")
    label, bar = image.find(f"{SVG}text"), image.findall(f"{SVG}path")[-1].get("d") or ""
    assert circle is not None
    assert label is not None
    left, right = (int(n) for n in re.findall(r"M(\d+) .*H(\d+)", bar)[0])
    per_km = (right - left) / int((label.text or "").split()[0])
    assert float(circle.get("r") or 0) == pytest.approx(radius * per_km, rel=0.03)


def test_a_circle_on_the_ground_is_a_circle_on_the_paper() -> None:
    """Points at the same distance from the middle lie at the same distance on the paper, far north too."""
    view = _View(64.0, 26.0, 1500)
    away = 200 / EARTH_KM
    lengths = []
    for turn in range(0, 360, 30):
        up, along = math.radians(64.0), math.radians(turn)
        lat = math.asin(math.sin(up) * math.cos(away) + math.cos(up) * math.sin(away) * math.cos(along))
        lon = math.radians(26.0) + math.atan2(
            math.sin(along) * math.sin(away) * math.cos(up), math.cos(away) - math.sin(up) * math.sin(lat)
        )
        lengths.append(math.dist(view.place(math.degrees(lon), math.degrees(lat)), (WIDTH / 2, HEIGHT / 2)))
    assert max(lengths) - min(lengths) < 0.01


def test_never_larger_than_its_limit() -> None:
    """All over the world, a map is well-formed and at most 40 kB."""
    sizes = []
    for latitude in range(-90, 91, 30):
        for longitude in range(-180, 181, 30):
            image = map_svg(latitude, longitude, 50, "en")
            ElementTree.fromstring(image)
            sizes.append(len(image.encode()))
    assert max(sizes) <= MAX_BYTES


def test_nothing_from_outside_and_no_pin() -> None:
    """One circle, no picture, no link, no script, no style but the page's own colours; both languages have a title."""
    for lang, word in (("ja", "範囲"), ("en", "circle")):
        image = map_svg(35.0, 139.0, 50, lang)
        assert image.count("<circle") == 1
        assert not re.search(r"href|url\(|<image|<script|<style|<use|http(?!://www\.w3\.org/2000/svg)", image)
        assert "currentColor" in image
        assert "var(--seal" in image
        assert word in (ElementTree.fromstring(image).findtext(f"{SVG}title") or "")


@pytest.mark.parametrize(
    ("latitude", "longitude", "radius"),
    [(91, 0, 50), (0, 181, 50), (0, 0, 0), (0, 0, -1), (float("nan"), 0, 50), (0, 0, float("inf"))],
)
def test_no_place_on_earth(latitude: float, longitude: float, radius: float) -> None:
    """Coordinates that are none, and circles that are none, are refused instead of drawn."""
    with pytest.raises(ValueError, match="no place"):
        map_svg(latitude, longitude, radius, "ja")


def test_the_same_place_gives_the_same_bytes() -> None:
    """A report rendered again is the same report."""
    assert map_svg(42.8864, -78.8784, 50, "ja") == map_svg(42.8864, -78.8784, 50, "ja")


def test_outlines_name_their_source() -> None:
    """The outlines are Natural Earth's, in the public domain, and say so; every ring is closed land in degrees."""
    assert len(_rings()) > 1000
    for west, east, south, north, _ in _rings():
        assert -360 <= west < east <= 360
        assert -90 <= south < north <= 90
