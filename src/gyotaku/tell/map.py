"""A small map, drawn offline: the land round a spot in ink, and one vermilion circle as wide as our knowledge.

Never a pin: the circle is the statement. The map is centred on the spot in Lambert's azimuthal equal-area projection,
so that a circle on the ground is a circle on the paper wherever it lies. Colours are the page's (``currentColor`` and
the custom property ``--seal``), so that dark mode and print need nothing here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from gyotaku.tell.words import words

WIDTH, HEIGHT = 960, 600
"""Units of the drawing; it scales to the column."""
NEAR_KM, FAR_KM = 1500.0, 3600.0
"""From the middle to the left edge: near enough to see the circle, far enough for coasts that a reader knows; the wider
one where the nearer shows no coast at all."""
LITTLE_COAST = 2.0 * WIDTH
"""Units of coast in the window below which a reader would see nothing but a tint."""
MAX_BYTES = 40_000
_MAX_PATHS = 26_000
_GAPS = (2, 3, 5, 8, 13, 21)
"""Units between two points of a line: the first of them that keeps the paths within their bytes."""
_LONG = 2.0
"""Degrees from which an edge is divided: a straight edge in degrees is a curve on the paper."""
EARTH_KM = 6371.0
_SCALES = (100, 200, 500, 1000, 2000, 5000)
"""Lengths of the scale bar, in kilometres."""

Point = tuple[float, float]
Ring = Sequence[Point]


def map_svg(latitude: float, longitude: float, radius_km: float, lang: str) -> str:
    """An inline ``<svg>`` of at most :data:`MAX_BYTES` bytes; contains numbers and our own words only.

    ``latitude`` -90..90 and ``longitude`` -180..180 in degrees; raises :class:`ValueError` beyond. ``lang``: ja or en.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and 0 < radius_km < 20_000):
        raise ValueError(f"no place on earth: {latitude}, {longitude} within {radius_km} km")
    half = max(NEAR_KM, radius_km * 2.2)
    view = _View(latitude, longitude, half)
    land = _drawn(view)
    if half < FAR_KM and sum(map(_length, land.coasts)) < LITTLE_COAST:
        view = _View(latitude, longitude, FAR_KM)
        land = _drawn(view)
    fill, coast = _paths(land)
    say = words(lang)
    title = say("map", "title", radius=round(radius_km))
    radius = 2 * EARTH_KM * math.sin(radius_km / EARTH_KM / 2) * view.scale
    middle = f'cx="{WIDTH // 2}" cy="{HEIGHT // 2}"'
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{title}</title>"
        f'<g fill="none" stroke="currentColor" stroke-opacity=".13">{view.grid()}</g>'
        f'<path d="{fill}" fill="currentColor" fill-opacity=".13" fill-rule="evenodd"/>'
        f'<path d="{coast}" fill="none" stroke="currentColor" stroke-opacity=".75" stroke-width="1.6"'
        ' stroke-linejoin="round"/>'
        f'<circle {middle} r="{radius:.1f}" fill="var(--seal,#b5361f)" fill-opacity=".22"'
        ' stroke="var(--seal,#b5361f)" stroke-width="3"/>'
        f"{_scale_bar(view, lang)}</svg>"
    )


class _View:
    """A window on the earth: its middle, and how many units a kilometre has."""

    def __init__(self, latitude: float, longitude: float, half_km: float) -> None:
        self.latitude, self.longitude = latitude, longitude
        self.half_km = half_km
        self.scale = WIDTH / 2 / half_km
        self._box = (-180.0, -90.0, 180.0, 90.0)
        self._sin, self._cos = math.sin(math.radians(latitude)), math.cos(math.radians(latitude))

    def place(self, longitude: float, latitude: float) -> Point:
        """Where a spot lies on the paper (Snyder, Map Projections, 1987, equations 24-2 to 24-4, on a sphere)."""
        turn, up = math.radians(longitude - self.longitude), math.radians(latitude)
        sin, cos = math.sin(up), math.cos(up)
        away = 1 + self._sin * sin + self._cos * cos * math.cos(turn)
        k = math.sqrt(2 / max(away, 1e-9)) * EARTH_KM * self.scale
        return WIDTH / 2 + k * cos * math.sin(turn), HEIGHT / 2 - k * (
            self._cos * sin - self._sin * cos * math.cos(turn)
        )

    def land(self) -> list[list[Point]]:
        """The pieces of land near the window, in degrees, longitudes counted on over the 180th meridian."""
        tall = math.degrees(self.half_km / EARTH_KM) * 1.25
        low, high = max(-90.0, self.latitude - tall), min(90.0, self.latitude + tall)
        narrowest = math.cos(math.radians(min(88.0, max(abs(low), abs(high)))))
        wide = min(180.0, math.degrees(self.half_km / EARTH_KM) * 1.3 / narrowest)
        left, right = self.longitude - wide, self.longitude + wide
        self._box = (left, low, right, high)
        pieces = []
        for west, east, south, north, ring in _rings():
            for turn in (-360.0, 0.0, 360.0):
                if east + turn < left or west + turn > right or north < low or south > high:
                    continue
                piece = _clip([(x + turn, y) for x, y in ring] if turn else ring, self._box)
                if len(piece) > 2:
                    pieces.append(_divided(piece))
        return pieces

    def is_cut(self, here: Point, there: Point) -> bool:
        """True for edges of the box and of the data's own cut from the South Pole to the coast: no coast is there."""
        left, low, right, high = self._box
        if here[0] == there[0]:
            return here[0] in (left, right) or here[0] % 360 == 180
        return here[1] == there[1] and here[1] in (low, high, -90)

    def grid(self) -> str:
        """Every tenth parallel and meridian in the window."""
        reach = math.degrees(self.half_km / EARTH_KM) * 1.3
        low, high = max(-80.0, self.latitude - reach), min(80.0, self.latitude + reach)
        wide = min(180.0, reach / math.cos(math.radians(min(80.0, max(abs(low), abs(high))))))
        left, right = self.longitude - wide, self.longitude + wide
        lines: list[list[Point]] = [[(m, y) for y in _steps(low, high)] for m in _tens(left, right)]
        lines += [[(x, p) for x in _steps(left, right)] for p in _tens(low, high)]
        paths = (_pen([self.place(*spot) for spot in line], 40) for line in lines)
        return "".join(f'<path d="{path}"/>' for path in paths if path)


@dataclass(frozen=True, slots=True)
class _Land:
    """What is drawn, on the paper."""

    pieces: list[list[Point]]
    coasts: list[list[Point]]
    """Without the edges that cutting made, and only in the window."""


def _drawn(view: _View) -> _Land:
    land = _Land([], [])
    for ring in view.land():
        spots = [view.place(*spot) for spot in ring]
        if not any(map(_inside, spots)) and not _around_middle(spots):
            continue
        land.pieces.append(spots)
        run: list[Point] = []
        for at in range(len(ring)):
            then = (at + 1) % len(ring)
            seen = _inside(spots[at]) or _inside(spots[then])
            if seen and not view.is_cut(ring[at], ring[then]):
                run = run or [spots[at]]
                run.append(spots[then])
            elif run:
                land.coasts.append(run)
                run = []
        if run:
            land.coasts.append(run)
    return land


def _paths(land: _Land) -> tuple[str, str]:
    """The land as one path to fill, its coasts as one path to draw."""
    fill = coast = ""
    for gap in _GAPS:
        fill = "".join(path + "z" for piece in land.pieces if (path := _pen(piece, gap)))
        coast = "".join(_pen(run, gap) for run in land.coasts)
        if len(fill) + len(coast) <= _MAX_PATHS:
            break
    return fill, coast


def _pen(spots: Iterable[Point], gap: int = 1) -> str:
    """A path through the spots in whole units, relative; spots nearer than ``gap`` to the last one are left out."""
    steps: list[str] = []
    x = y = 0
    for left, top in spots:
        to_x, to_y = round(left), round(top)
        if not steps:
            steps.append(f"M{to_x} {to_y}l")
        elif abs(to_x - x) + abs(to_y - y) < gap:
            continue
        else:
            step = f"{to_x - x} {to_y - y}"
            steps.append(step if len(steps) == 1 or step.startswith("-") else f" {step}")
        x, y = to_x, to_y
    return "".join(steps).replace(" -", "-") if len(steps) > 1 else ""


def _length(run: Ring) -> float:
    return sum(math.dist(here, there) for here, there in pairwise(run))


def _around_middle(spots: Ring) -> bool:
    """True when the outline may run round the whole window without entering it."""
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return min(xs) < 0 and max(xs) > WIDTH and min(ys) < 0 and max(ys) > HEIGHT


def _inside(spot: Point) -> bool:
    """In the window or just beside it."""
    return -40 < spot[0] < WIDTH + 40 and -40 < spot[1] < HEIGHT + 40


def _clip(ring: Ring, box: tuple[float, float, float, float]) -> list[Point]:
    """The part of a ring inside the box (Sutherland and Hodgman, 1974); ``[]`` when none is."""
    piece = list(ring)
    for axis, bound, keep_above in ((0, box[0], True), (1, box[1], True), (0, box[2], False), (1, box[3], False)):
        if all((spot[axis] >= bound) == keep_above or spot[axis] == bound for spot in piece):
            continue
        kept: list[Point] = []
        for here, there in zip(piece, [*piece[1:], piece[0]], strict=True):
            was, will = (here[axis] >= bound) == keep_above, (there[axis] >= bound) == keep_above
            if was:
                kept.append(here)
            if was != will:
                other = 1 - axis
                part = (bound - here[axis]) / (there[axis] - here[axis])
                cross = here[other] + part * (there[other] - here[other])
                kept.append((bound, cross) if axis == 0 else (cross, bound))
        piece = kept
        if not piece:
            return []
    return piece


def _divided(ring: Ring) -> list[Point]:
    """The ring with its long edges in short steps."""
    spots: list[Point] = []
    for here, there in zip(ring, [*ring[1:], ring[0]], strict=True):
        spots.append(here)
        span = max(abs(there[0] - here[0]), abs(there[1] - here[1]))
        count = math.ceil(span / _LONG)
        for step in range(1, count):
            part = step / count
            spots.append((here[0] + part * (there[0] - here[0]), here[1] + part * (there[1] - here[1])))
    return spots


def _scale_bar(view: _View, lang: str) -> str:
    """A line as long as a round number of kilometres."""
    length = max((km for km in _SCALES if km * view.scale < WIDTH / 4), default=_SCALES[0])
    right, low = WIDTH - 24, HEIGHT - 24
    left = round(right - length * view.scale)
    label = words(lang)("map", "scale", km=length)
    return (
        f'<path d="M{left} {low - 8}v8H{right}v-8" fill="none" stroke="currentColor" stroke-width="2"/>'
        f'<text x="{(left + right) // 2}" y="{low - 12}" text-anchor="middle" font-size="22" fill="currentColor">'
        f"{label}</text>"
    )


def _tens(low: float, high: float) -> range:
    return range(math.ceil(low / 10) * 10, math.floor(high / 10) * 10 + 1, 10)


def _steps(low: float, high: float) -> Iterator[float]:
    """From low to high in steps of about two degrees: a meridian is a curve here."""
    count = max(2, round((high - low) / 2))
    return (low + (high - low) * step / count for step in range(count + 1))


@cache
def _rings() -> tuple[tuple[float, float, float, float, tuple[Point, ...]], ...]:
    """West, east, south, north of every piece of land, and its outline in degrees."""
    data = json.loads(Path(__file__).with_name("land.json").read_text(encoding="utf-8"))
    unit, rings = data["unit"], []
    for flat in data["rings"]:
        xs = [x / unit for x in accumulate(flat[::2])]
        ys = [y / unit for y in accumulate(flat[1::2])]
        rings.append((min(xs), max(xs), min(ys), max(ys), tuple(zip(xs, ys, strict=True))))
    return tuple(rings)
