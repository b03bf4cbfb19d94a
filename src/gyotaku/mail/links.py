"""Every place of a mail that could lead its reader away."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urljoin

from gyotaku.domains import parse_url, registrable
from gyotaku.mail.attached import script_urls, urls_in
from gyotaku.mail.attachments import kind_of
from gyotaku.mail.bodies import Choice, choose, plain_text
from gyotaku.mail.places import Place
from gyotaku.mail.urltext import address_in, find_urls
from gyotaku.mail.visible import Reading, read_html
from gyotaku.model import Body, Link, Mail, Part, Recipient, Token
from gyotaku.patterns import pattern

MAX_LINKS = 2_000
"""Kept of one mail, clickable ones first; the largest newsletter seen has 420."""
MAX_URL_CHARS = 16_384
"""Of one link; longer ones (``data:`` pages) are cut there. Browsers show no more."""
MAX_TEXT_CHARS = 1_000
"""Of a link's text."""
MAX_CALENDAR = 1_000_000
"""Characters of a calendar part; an invitation has some thousand."""

_HEADER_URL = pattern(r"<\s{0,20}([^<>]{1,4096})>")
_PROPERTY = pattern(r"([A-Za-z-]{1,40})[;:]")
_CALENDAR_PROPERTIES = frozenset(
    "URL LOCATION DESCRIPTION SUMMARY COMMENT ATTACH CONFERENCE X-ALT-DESC CONTACT".split()
)
_QUIET = frozenset(("image", "css", "header"))
_SPACES = pattern(r"[\t\n\r]+")
_OPENS_ALONE = pattern(r"(?:https?|ftp|mailto|tel|sms|javascript|data|file|intent|line|blob|cid)?:", re.I)


class Raw(NamedTuple):
    """A link before it is read as a browser would."""

    kind: str
    url: str
    where: str
    text: str


def read_links(mail: Mail, body: Body, recipient: Recipient) -> tuple[Link, ...]:
    """The links of ``mail``, ids 0..n-1. Never raises; time linear in the size.

    First those of the shown parts in order of appearance, then those of alternatives set aside, calendar parts, nested
    mails, attachments, pictured codes and headers. At most :data:`MAX_LINKS`, clickable ones first.
    """
    raws = list(_all(mail))
    if len(raws) > MAX_LINKS:
        clickable = sum(raw.kind not in _QUIET for raw in raws)
        room = {False: MAX_LINKS, True: max(0, MAX_LINKS - clickable)}
        kept = []
        for raw in raws:
            quiet = raw.kind in _QUIET
            if room[quiet]:
                room[quiet] -= 1
                kept.append(raw)
        raws = kept
    return tuple(_links(raws, recipient))


def _links(raws: Iterable[Raw], recipient: Recipient) -> Iterator[Link]:
    from gyotaku.mail.tokens import find_tokens

    known: dict[str, tuple[str, str, str, tuple[Token, ...]]] = {}
    for number, raw in enumerate(raws):
        read = known.get(raw.url)
        if read is None:
            url = parse_url(raw.url)
            host = url.host if url else ""
            tokens = find_tokens(raw.url, recipient)
            read = known[raw.url] = (url.href if url else "", host, registrable(host) if host else "", tokens)
        href, host, domain, tokens = read
        yield Link(
            id=number,
            url=raw.url,
            href=href,
            host=host,
            domain=domain,
            text=raw.text,
            shown=address_in(raw.text) if raw.text else None,
            where=raw.where,
            kind=raw.kind,
            tokens=tokens,
        )


def _all(mail: Mail) -> Iterator[Raw]:
    choice = choose(mail)
    seen: set[str] = set()
    for part in choice.shown:
        for raw in _of_part(part):
            seen.add(raw.url)
            yield raw
    for part in choice.aside:
        yield from _new(_of_part(part), seen)
    done = {p.path for p in (*choice.shown, *choice.aside)}
    rest = [p for p in mail.parts if not p.is_container and p.path not in done]
    if rest:
        messages = tuple(p.path + "." for p in mail.parts if p.media_type.startswith("message/"))
        for part in rest:
            if messages and part.path.startswith(messages):
                yield from _new(_of_nested(part), seen)
            else:
                yield from _of_attachment(part)
    yield from _of_codes(mail, choice)
    yield from _of_headers(mail)


def _new(raws: Iterable[Raw], seen: set[str]) -> Iterator[Raw]:
    for raw in raws:
        if raw.url not in seen:
            seen.add(raw.url)
            yield raw


def _of_part(part: Part) -> Iterator[Raw]:
    if part.media_type == "text/plain":
        text = plain_text(part.text or "")[0]
        for found in find_urls(text):
            yield Raw("text", found.url, f"part:{part.path}@{found.start}-{found.end}", text[found.start : found.end])
    elif part.text is not None:
        yield from of_html(read_html(part.text), part.path)


def of_html(reading: Reading, path: str) -> Iterator[Raw]:
    """Links of an HTML part: its places, and the addresses in its text that readers make clickable themselves."""
    text = reading.text
    base = reading.base if reading.base and parse_url(reading.base) else ""
    places: Iterable[Place] = reading.places
    loose = _loose(reading)
    if loose:
        places = sorted([*places, *loose], key=lambda place: place.start)
    for kind, url, start, end in places:
        shown = text[start : min(end, start + MAX_TEXT_CHARS)]
        yield Raw(kind, url if kind == "text" else resolved(url, base), f"part:{path}@{start}-{end}", shown)


def _loose(reading: Reading) -> list[Place]:
    anchors = sorted((p.start, p.end) for p in reading.places if p.end > p.start)
    loose = []
    at = 0
    for found in find_urls(reading.text):
        while at < len(anchors) and anchors[at][1] <= found.start:
            at += 1
        if at == len(anchors) or anchors[at][0] >= found.end:
            loose.append(Place("text", found.url, found.start, found.end))
    return loose


def resolved(url: str, base: str) -> str:
    """``url`` as written; a relative one against ``base`` (WHATWG URL); ``//host`` without a base is https."""
    url = _SPACES.sub("", url.strip())[:MAX_URL_CHARS]
    if _OPENS_ALONE.match(url) or parse_url(url):
        return url
    if base:
        try:
            return urljoin(base, url.replace("\\", "/"))
        except ValueError:
            return url
    if url[:2].replace("\\", "/") == "//":
        return "https:" + url
    return url


def _of_nested(part: Part) -> Iterator[Raw]:
    """Links of a mail within the mail; a shown page and its plain alternative repeat each other, and count once."""
    if part.media_type in {"text/plain", "text/html"}:
        for raw in _of_part(part):
            yield raw if raw.kind in _QUIET else raw._replace(kind="nested")


def _of_attachment(part: Part) -> Iterator[Raw]:
    kind = kind_of(part)
    where = f"part:{part.path}"
    if kind == "calendar":
        text = part.text if part.text is not None else part.content[:MAX_CALENDAR].decode("utf-8", "replace")
        for url in calendar_urls(text):
            yield Raw("calendar", url, where, "")
    elif kind in {"html", "svg"}:
        yield from _of_page(part)
    elif kind == "text" and part.text is not None:
        yield from _of_text(part)
    elif kind not in {"image", "other", "signature"}:
        for url in urls_in(part):
            yield Raw("attachment", url, where, "")


def _of_text(part: Part) -> Iterator[Raw]:
    text = plain_text(part.text or "")[0]
    for found in find_urls(text):
        where = f"part:{part.path}@{found.start}-{found.end}"
        yield Raw("attachment", found.url, where, text[found.start : found.end])


def _of_page(part: Part) -> Iterator[Raw]:
    """A page or drawing that is opened from the mail: its links, and the addresses its scripts hold."""
    text = part.text if part.text is not None else part.content.decode("utf-8", "replace")
    reading = read_html(text)
    seen: set[str] = set()
    for raw in of_html(reading, part.path):
        seen.add(raw.url)
        yield raw if raw.kind in _QUIET else raw._replace(kind="attachment")
    for script in reading.scripts:
        scripted = (Raw("attachment", url, f"part:{part.path}", "") for url in script_urls(script))
        yield from _new(scripted, seen)


def calendar_urls(text: str) -> Iterator[str]:
    """Addresses in the properties of a calendar part that a reader shows (RFC 5545 sections 3.1 and 3.8)."""
    unfolded = text[:MAX_CALENDAR].replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")
    seen: set[str] = set()
    for line in unfolded.split("\n"):
        name = _PROPERTY.match(line)
        if name and name[1].upper() in _CALENDAR_PROPERTIES:
            value = line[name.end() :].replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",").replace("\\;", ";")
            for found in find_urls(value):
                if found.url not in seen:
                    seen.add(found.url)
                    yield found.url


def _of_codes(mail: Mail, choice: Choice) -> Iterator[Raw]:
    """Addresses in codes drawn in the mail's pictures, attached, inline or in ``data:`` URLs."""
    from gyotaku.mail import qr

    left = qr.TOTAL_PIXELS
    looked = 0
    for path, data in _pictures(mail, choice):
        pixels = qr.could_hold_code(data)
        if not pixels or pixels > left:
            continue
        left -= pixels
        looked += 1
        for text in qr.read_codes(data):
            url = text.strip() if parse_url(text.strip()) else next((f.url for f in find_urls(text)), "")
            if url:
                yield Raw("qr", url[:MAX_URL_CHARS], f"part:{path}", "")
        if looked >= qr.MAX_PICTURES:
            return


def _pictures(mail: Mail, choice: Choice) -> Iterator[tuple[str, bytes]]:
    for part in mail.parts:
        if part.content and not part.is_container and (part.media_type[:6] == "image/" or part.text is None):
            yield part.path, part.content
    for part in choice.shown:
        if part.media_type == "text/html":
            for url in read_html(part.text or "").pictures:
                head, _, data = url.partition(",")
                if head.rstrip().lower().endswith("base64"):
                    try:
                        yield part.path, binascii.a2b_base64(unquote_to_bytes(data))
                    except binascii.Error:
                        continue


def _of_headers(mail: Mail) -> Iterator[Raw]:
    for header in mail.all("List-Unsubscribe"):
        for url in _HEADER_URL.findall(header.value[:20_000]):
            url = "".join(url.split())
            if ":" in url:
                yield Raw("header", url[:MAX_URL_CHARS], f"header:{header.index}", "")
