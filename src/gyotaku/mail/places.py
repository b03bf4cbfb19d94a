"""The places of an HTML part that could lead away: what element and attribute names a URL, and of what kind it is."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from gyotaku.mail import markup
from gyotaku.patterns import pattern

MAX_PLACES = 20_000
"""Places noted in one part, before the cut to the links that are kept."""
MAX_PICTURES = 32
"""``data:`` pictures kept of one part."""
MAX_CANDIDATES = 32
"""Candidates of one ``srcset``."""

URL_ATTRIBUTES = frozenset(
    "href src action formaction background srcset imagesrcset poster data xlink:href content lowsrc dynsrc".split()
)
_LOADING = frozenset(("stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload"))
_FRAMES = frozenset(("iframe", "frame", "embed", "object", "portal"))
_PICTURED = frozenset(("image", "feimage", "use", "img"))
_CSS_URL = pattern(r"url\(\s{0,20}[\"']?([^)\"'\s]{1,4096})|@import\s{1,20}[\"']([^\"']{1,4096})", re.I)
_REFRESH = pattern(r"[\d.\s]{0,40}[;,]?\s{0,20}(?:url\s{0,20}=)?\s{0,20}[\"']?([^\"']{1,4096})", re.I)


class Place(NamedTuple):
    """One place of an HTML part that could lead away."""

    kind: str
    """As ``Link.kind``."""
    url: str
    """As written, entities decoded."""
    start: int
    """In the visible text: the anchor's text, or (``start == end``) where the place stands."""
    end: int


class Places:
    """Collects places in document order."""

    def __init__(self) -> None:
        self.list: list[Place] = []
        self.base = ""
        self.pictures: list[str] = []

    def add(self, kind: str, url: str, at: int) -> int:
        """Index of the place; -1 for what leads nowhere: a place in the page, a part of the mail, a picture in it."""
        if "&" in url:
            url = unescape(url)
        url = url.strip()
        if not url or url[0] == "#" or len(self.list) >= MAX_PLACES:
            return -1
        scheme = url[:5].lower()
        if scheme.startswith("cid:"):
            return -1
        if scheme == "data:" and kind in {"image", "css"}:
            if url[5:11].lower() == "image/" and len(self.pictures) < MAX_PICTURES:
                self.pictures.append(url)
            return -1
        self.list.append(Place(kind, url, at, at))
        return len(self.list) - 1

    def end(self, index: int, at: int) -> None:
        """The anchor's text ends at ``at``."""
        kind, url, start, _ = self.list[index]
        self.list[index] = Place(kind, url, start, at)

    def trimmed(self, text: str) -> tuple[Place, ...]:
        """All places, the spans of anchors without white space at their ends."""
        found = []
        for place in self.list:
            _, _, start, end = place
            if start != end:
                while start < end and text[start].isspace():
                    start += 1
                while end > start and text[end - 1].isspace():
                    end -= 1
                place = Place(place.kind, place.url, start, end)
            found.append(place)
        return tuple(found)

    def element(self, name: str, found: dict[str, str], at: int) -> int:
        """Note the places an element's attributes name; index of the one its text belongs to, or -1."""
        anchor = -1
        for attribute in ("href", "xlink:href"):
            if attribute in found:
                kind = _href_kind(name, found)
                if kind == "base":
                    self.base = self.base or unescape(found[attribute]).strip()
                elif kind == "html" and anchor < 0:
                    anchor = self.add(kind, found[attribute], at)
                else:
                    self.add(kind, found[attribute], at)
        if "src" in found:
            self.add("html" if name in _FRAMES else "css" if name == "script" else "image", found["src"], at)
        if len(found) > (anchor >= 0):
            self._rarer(name, found, at)
        return anchor if name not in markup.VOID else -1

    def _rarer(self, name: str, found: dict[str, str], at: int) -> None:
        for attribute in ("background", "poster", "lowsrc", "dynsrc"):
            if attribute in found:
                self.add("image", found[attribute], at)
        for attribute in ("srcset", "imagesrcset"):
            if attribute in found:
                for candidate in found[attribute].split(",", MAX_CANDIDATES)[:MAX_CANDIDATES]:
                    self.add("image", candidate.strip().partition(" ")[0], at)
        for attribute in ("action", "formaction"):
            if attribute in found:
                self.add("form", found[attribute], at)
        if name == "object" and "data" in found:
            self.add("html", found["data"], at)
        if name == "meta" and found.get("http-equiv", "").strip().lower() == "refresh":
            target = _REFRESH.match(unescape(found.get("content", "")))
            if target and not target[1].strip().isdigit():
                self.add("refresh", target[1], at)

    def css(self, css: str, at: int) -> None:
        """``url(…)`` and ``@import`` of a style."""
        lowered = css.lower()
        if "url(" not in lowered and "@import" not in lowered:
            return
        for m in _CSS_URL.finditer(css):
            if self.add("css", m[1] or m[2], at) >= MAX_PLACES - 1:
                return

    def outlook(self, text: str, at: int) -> None:
        """Links inside a conditional comment."""
        for m in markup.TOKEN.finditer(text):
            if m.lastindex == markup.ATTRIBUTES and not m[markup.SLASH] and "=" in m[markup.ATTRIBUTES]:
                self.element(m[markup.NAME].lower(), markup.attributes(m[markup.ATTRIBUTES]), at)
            if len(self.list) >= MAX_PLACES:
                return


def _href_kind(name: str, found: dict[str, str]) -> str:
    if name in {"base", "area"}:
        return name
    if name == "link":
        return "css" if _LOADING & set(found.get("rel", "").lower().split()) else "meta"
    return "image" if name in _PICTURED else "html"
