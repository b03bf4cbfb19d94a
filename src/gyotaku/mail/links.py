"""Every place of a mail that could lead its reader away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gyotaku.domains import parse_url, registrable
from gyotaku.mail.bodies import Choice, choose, plain_text
from gyotaku.mail.urltext import address_in, find_urls
from gyotaku.mail.visible import Place, Reading, read_html
from gyotaku.model import Body, Link, Mail, Part, Recipient, Token

MAX_LINKS = 2_000
"""Kept of one mail, clickable ones first; the largest newsletter seen has 420."""
MAX_URL_CHARS = 16_384
"""Of one link; longer ones (``data:`` pages) are cut there. Browsers show no more."""
MAX_TEXT_CHARS = 1_000
"""Of a link's text."""
MAX_NESTED = 3
"""Mails within mails that are opened for links."""
MAX_NESTED_PARTS = 20
"""Nested mails opened of one mail."""

_HEADER_URL = re.compile(r"<\s{0,20}([^<>]{1,4096})>")
_SPACES = re.compile(r"[\t\n\r]+")
_OPENS_ALONE = re.compile(r"(?:https?|ftp|mailto|tel|sms|javascript|data|file|intent|line|blob|cid)?:", re.I)


class Raw(NamedTuple):
    """A link before it is read as a browser would."""

    kind: str
    url: str
    where: str
    text: str


def read_links(mail: Mail, body: Body, recipient: Recipient) -> tuple[Link, ...]:
    """The links of ``mail``, ids 0..n-1: those of the shown parts in order of appearance, then those of alternatives set
    aside, calendar parts, nested mails, attachments, pictured codes and headers. Never raises; time linear in the size.
    """
    raws = list(_all(mail))
    if len(raws) > MAX_LINKS:
        quiet = {"image", "css", "header"}
        clickable = [r for r in raws if r.kind not in quiet][:MAX_LINKS]
        kept = {id(r) for r in [*clickable, *[r for r in raws if r.kind in quiet][: MAX_LINKS - len(clickable)]]}
        raws = [r for r in raws if id(r) in kept]
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
    for raw in _of_body(choice):
        seen.add(raw.url)
        yield raw
    for part in choice.aside:
        for raw in _of_part(part):
            if raw.url not in seen:
                seen.add(raw.url)
                yield raw
    done = {p.path for p in (*choice.shown, *choice.aside)}
    for part in mail.parts:
        if not part.is_container and part.path not in done:
            yield from _of_other(mail, part)
    yield from _of_codes(mail, choice)
    yield from _of_headers(mail)


def _of_body(choice: Choice) -> Iterator[Raw]:
    for part in choice.shown:
        yield from _of_part(part)


def _of_part(part: Part) -> Iterator[Raw]:
    if part.media_type == "text/plain":
        text = plain_text(part.text or "")[0]
        for found in find_urls(text):
            yield Raw("text", found.url, f"part:{part.path}@{found.start}-{found.end}", text[found.start : found.end])
    elif part.text is not None:
        yield from of_html(read_html(part.text), part.path)


def of_html(reading: Reading, path: str, kind: str = "") -> Iterator[Raw]:
    """Links of an HTML part: its places, and the addresses in its text that readers make clickable themselves.

    ``kind`` overrides each link's own kind (attachments, nested mails).
    """
    text = reading.text
    base = reading.base if parse_url(reading.base) else ""
    places = reading.places
    anchors = sorted((p.start, p.end) for p in reading.places if p.end > p.start)
    loose = []
    at = 0
    for found in find_urls(text):
        while at < len(anchors) and anchors[at][1] <= found.start:
            at += 1
        if at == len(anchors) or anchors[at][0] >= found.end:
            loose.append(Place("text", found.url, found.start, found.end))
    merged = sorted([*places, *loose], key=lambda one: one.start) if loose else places
    for one in merged:
        shown = text[one.start : min(one.end, one.start + MAX_TEXT_CHARS)]
        where = f"part:{path}@{one.start}-{one.end}"
        yield Raw(kind or one.kind, resolved(one.url, base), where, shown)


def resolved(url: str, base: str) -> str:
    """``url`` as written, or, when it is relative, against ``base`` (WHATWG URL); ``//host`` without a base is https."""
    url = _SPACES.sub("", url.strip())[:MAX_URL_CHARS]
    if _OPENS_ALONE.match(url) or parse_url(url):
        return url
    if base:
        import can_ada

        try:
            return str(can_ada.parse(url, base=base).href)
        except (ValueError, TypeError):
            return url
    if url[:2].replace("\\", "/") == "//":
        return "https:" + url
    return url


def _of_other(mail: Mail, part: Part) -> Iterator[Raw]:
    return iter(())


def _of_codes(mail: Mail, choice: Choice) -> Iterator[Raw]:
    return iter(())


def _of_headers(mail: Mail) -> Iterator[Raw]:
    for header in mail.all("List-Unsubscribe"):
        for url in _HEADER_URL.findall(header.value[:20_000]):
            url = "".join(url.split())
            if ":" in url:
                yield Raw("header", url[:MAX_URL_CHARS], f"header:{header.index}", "")
