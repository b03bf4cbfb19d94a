"""Traces of the kit a page was made with: what stays when host, wording and visitor change.

Fingerprints are SHA-256 over normalised shapes, cut to 32 hex digits, so that two visits of one kit give the same bytes
for ever. They say "the same kit", never "this brand" and never who runs it.
"""

from __future__ import annotations

import hashlib
import re
from posixpath import basename

from gyotaku.domains import parse_url
from gyotaku.model import Form
from gyotaku.pages.capture import Picture, Request
from gyotaku.pages.document import MAX_NODES, Document, attribute
from gyotaku.pages.notes import Notes
from gyotaku.patterns import pattern

MAX_ASSETS = 40
MAX_COMMENTS = 8
MIN_COMMENT = 6
MIN_TAGS = 12
"""Pages with fewer elements share their structure with half the web."""

_MADE_UP = pattern(r"[0-9a-f]{16,}|[0-9]{5,}|[A-Za-z0-9+/=]{20,}", re.I)
"""Path parts that kits make anew for each visitor: session ids, hashes, encoded addresses."""
_HASHED_NAME = pattern(r"[.-][0-9a-f]{6,32}(?=\.)", re.I)
_ADDRESS = pattern(r"[^\s/@]{1,64}@[^\s/@]{1,255}|[^\s/@]{1,64}%40[^\s/@]{1,255}", re.I)
_TRACKERS = pattern(
    r"\b(UA-\d{4,10}-\d{1,3}|G-[A-Z0-9]{8,12}|GTM-[A-Z0-9]{5,8}|AW-\d{8,12})\b"
    r"|fbq\(\s{0,3}['\"]init['\"]\s{0,3},\s{0,3}['\"](\d{10,18})['\"]"
    r"|hm\.baidu\.com/hm\.js\?([0-9a-f]{32})"
    r"|clarity\.ms/tag/([a-z0-9]{8,12})"
    r"|[?&]id=(\d{7,11})&web_id=|cnzz_stat_icon_(\d{7,11})"
    r"|mc\.yandex\.ru/watch/(\d{6,10})|\bym\((\d{6,10})\s{0,3},"
    r"|matomo[^'\"]{0,80}setSiteId['\"]\s{0,3},\s{0,3}['\"]?(\d{1,6})"
)
_LABELS = ("", "fb-", "baidu-", "clarity-", "cnzz-", "cnzz-", "yandex-", "yandex-", "matomo-")
_DULL_COMMENTS = pattern(
    r"\[if |\[endif|google tag manager|end google|wp:|/wp:|container|header|footer|<!|\bend\b", re.I
)


def read_kit(
    document: Document, url: str, forms: tuple[Form, ...], requests: tuple[Request, ...], pictures: tuple[Picture, ...]
) -> Notes:
    """The notes ``kit-…`` and ``tracker`` of a page. Linear; never raises."""
    notes: Notes = []
    path = kit_path(url)
    if path:
        notes.append(("kit-path", path))
    fields = form_shape(forms)
    if fields:
        notes.append(("kit-form", fingerprint(fields)))
    tags = markup_shape(document)
    if len(tags) >= MIN_TAGS:
        notes.append(("kit-markup", fingerprint(tags)))
    names = asset_names(document, requests)
    if len(names) >= 3:
        notes.append(("kit-assets", fingerprint(names)))
    comments = [c for c in document.comments if len(c) >= MIN_COMMENT and not _DULL_COMMENTS.search(c[:200])]
    notes += [("kit-comment", comment) for comment in comments[:MAX_COMMENTS]]
    notes += [("kit-icon", picture.sha256) for picture in pictures[:20] if picture.role == "icon"]
    notes += [("tracker", one) for one in trackers(document)]
    return notes


def fingerprint(shape: tuple[str, ...]) -> str:
    """Stable name of a shape: 32 hex digits."""
    return hashlib.sha256("\n".join(shape).encode("utf-8", "replace")).hexdigest()[:32]


def kit_path(url: str) -> str:
    """The path with what is made for each visitor replaced by ``*``; ``""`` for a bare host.

    >>> kit_path("https://evil.example/kagoya-net-customer-portal/webmail.php#aGFuYWtv")
    '/kagoya-net-customer-portal/webmail.php'
    >>> kit_path("https://evil.example/a/43293cac3b3dcdb6e556442f861d80b3/index.php")
    '/a/*/index.php'
    """
    read = parse_url(url)
    if read is None or read.path in ("", "/"):
        return ""
    parts = [_MADE_UP.sub("*", _ADDRESS.sub("*", part[:300])) for part in read.path.split("/")[:20]]
    return "/".join(parts)[:300]


def form_shape(forms: tuple[Form, ...]) -> tuple[str, ...]:
    """Method, script name and fields of each form that asks for something; values of no visitor in it."""
    lines = []
    for form in forms:
        if form.asks_for and form.fields:
            read = parse_url(form.action)
            target = _MADE_UP.sub("*", basename(read.path)) if read else ""
            fields = sorted(f"{_MADE_UP.sub('*', name)}:{kind}" for name, kind in form.fields)
            lines.append(f"{form.method} {target} {' '.join(fields)}")
    return tuple(lines)


def markup_shape(document: Document) -> tuple[str, ...]:
    """Runs of tags in document order, text and repeated rows left out."""
    tags: list[str] = []
    root = document.tree.body or document.tree.root
    if root is None:
        return ()
    for count, node in enumerate(root.traverse(include_text=False)):
        if count >= MAX_NODES or len(tags) >= 2_000:
            break
        tag = node.tag
        if tag in ("br", "script", "noscript", "iframe") or not tag.isascii():
            continue  # what protective services and browsers add by themselves
        if tags[-1:] == [tag] or (tags[-2:-1] == [tag] and len(tags) > 3 and tags[-4:-2] == tags[-2:]):
            continue
        tags.append(tag)
    return tuple(tags)


def asset_names(document: Document, requests: tuple[Request, ...]) -> tuple[str, ...]:
    """File names of scripts, styles and pictures, sorted, build hashes taken out."""
    urls = [attribute(node, "src") for node in document.css("img[src], script[src]")[:200]]
    urls += [attribute(node, "href") for node in document.css("link[href]")[:100]]
    urls += [r.url for r in requests[1:200] if r.kind in ("script", "stylesheet", "image", "font")]
    names = set()
    for url in urls:
        if url[:5].lower() != "data:":
            name = basename(url[:1_000].partition("?")[0].partition("#")[0])
            if "." in name:
                names.add(_MADE_UP.sub("*", _HASHED_NAME.sub("", name))[:80])
    return tuple(sorted(names)[:MAX_ASSETS])


def trackers(document: Document) -> tuple[str, ...]:
    """Ids of statistics accounts named in the page; they outlive hosts."""
    sources = "\n".join(attribute(node, "src")[:500] for node in document.css("script[src], img[src]")[:200])
    found: dict[str, None] = {}
    for match in _TRACKERS.finditer(f"{document.script[:400_000]}\n{sources}"):
        index = match.lastindex or 1
        found[_LABELS[index - 1] + match[index]] = None
        if len(found) >= 10:
            break
    return tuple(found)
