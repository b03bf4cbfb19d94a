"""Where a link leads, read from the link alone: wrappers, redirect parameters, encodings, one inside another.

Two kinds of step mean different things. A named service (``safelinks``, ``google``…) is known to send its visitor on to
the URL inside. A foreign host with a URL among its parameters (``query:url``) *probably* does; whoever owns it may
answer with anything, and phishers put a bank's true URL there to look well. Judge every step, not just the last.

``Step.how`` is one or more words: where the URL was found (a service's name, ``query:NAME``, ``query``, ``path``,
``fragment``, ``refang``), then the encodings taken off, outermost first, plain percent-encoding left unsaid:
``query:url base64``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from gyotaku.domains import Url, has_listed_suffix, is_ip, parse_url, registrable
from gyotaku.mail.encodings import base64_text, hex_text, rot13
from gyotaku.mail.tokens import find_tokens
from gyotaku.mail.wrappers import Wrapped, parameters, poses, wrapper_of
from gyotaku.model import Link, Recipient, Step, Trail, under
from gyotaku.patterns import pattern

MAX_STEPS = 16
"""Stations on one way. The deepest real nesting seen is four; every layer costs the sender a third more length."""

MAX_URL = 65_536
"""Characters of a URL that are looked into; the longest real wrapped link seen has about 8 000."""


class _Found(NamedTuple):
    how: str
    target: str


# -- Reading a value as a URL ------------------------------------------------------------------------------------------

_ABSOLUTE = pattern(r"https?:[/\\]{1,2}[^/\\\s]", re.IGNORECASE)
_SCHEMELESS = pattern(r"(?:[/\\]{2})?((?:[\w-]{1,63}\.){1,10}[\w-]{2,63})(?::[0-9]{1,5})?(?=[/?#\\]|$)")
_INSIDE = pattern(r"https?://[^\s\"'<>|]+", re.IGNORECASE)
_PERCENT_ROUNDS = 3
"""Layers of percent-encoding taken off one value: each wrapper round a wrapper adds one."""

_SMALLEST = 10
"""Characters of the shortest value that can hold a URL (``//a.co/bcd``); base64 of ``http://a.co`` has 15."""


def _absolute(text: str) -> str | None:
    """``text`` itself when it is an http(s) URL that a browser takes, percent-encoding of the whole taken off."""
    for _ in range(_PERCENT_ROUNDS):
        if _ABSOLUTE.match(text):
            return text if parse_url(text) else None
        if "%" not in text:
            return None
        text = unquote(text)
    return text if _ABSOLUTE.match(text) and parse_url(text) else None


def _schemeless(text: str) -> str | None:
    """``http://`` before a host name with a real top-level domain, as in ``url=www.example.com/x``."""
    found = _SCHEMELESS.match(unquote(text) if "%" in text else text)
    if not found or not (has_listed_suffix(found[1]) and registrable(found[1])) or is_ip(found[1]):
        return None
    whole = found.string
    if not (whole.startswith(("//", "www.")) or len(found[0]) < len(whole)):
        return None  # a bare "name.tld" is as often a file or a person
    target = "http://" + whole.lstrip("/\\")
    return target if parse_url(target) else None


def _decoded(value: str) -> Iterator[tuple[str, str]]:
    """(encoding, text) for each encoding that ``value`` can be read in."""
    bare = unquote(value) if "%" in value else value
    if len(bare) < _SMALLEST or " " in bare:
        return
    if bare[:4].lower() == "uggc":
        yield "rot13", rot13(bare)
    if bare[-4:].lower() == "ptth" or bare[-5:].lower() == "sptth" or bare.endswith(("//:ptth", "//:sptth")):
        yield "reversed", bare[::-1]
    if bare.isdigit() or (bare.islower() and bare.isalpha()):
        return
    if not bare.islower() and (text := base64_text(bare)):
        yield "base64", text
    if text := hex_text(bare.removeprefix("0x")):
        yield "hex", text


def _read(value: str, depth: int = 4) -> tuple[str, str] | None:
    """(encodings, URL) when ``value`` is, or hides, an http(s) URL."""
    if plain := _absolute(value):
        return "", plain
    if depth == 0:
        return None
    for encoding, text in _decoded(value):
        text = text.strip()
        inner = _read(text, depth - 1)
        if inner is None and (found := _INSIDE.search(text.replace("\\", ""))):  # {"u":"…","url":"https:\/\/…"}
            inner = ("", found[0]) if parse_url(found[0]) else None
        if inner:
            return f"{encoding} {inner[0]}".rstrip(), inner[1]
    return None


# -- Looking for a URL in a URL ----------------------------------------------------------------------------------------

_STRONG = frozenset(
    "url u uri link href redirect redirecturl redirecturi redirectto redir redirto rurl rdurl target targeturl dest"
    " desturl destination destinationurl goto gotourl go to out outurl forward forwardurl fwd location landing"
    " landingurl landingpage lp lpurl adurl ued murl jump jumpto jumpurl click clickurl deeplink exit exiturl external"
    " ext finalurl realurl originalurl longurl linkurl siteurl tourl pageurl".split()
)
"""Parameter names, without ``_``, ``-`` and case, whose only use is to say where to go (Sublime Security's rules on
open redirects, and the redirectors met in phishing mails)."""

_WEAK = frozenset(
    "q r l d p s next return returnurl returnto returnuri continue continueurl back backurl callback callbackurl"
    " service success successurl page path view site web domain host ret rd ru".split()
)
"""Names with other uses too."""

_NEVER = frozenset(
    "ref referer referrer referrerurl refurl referurl source src from origin img image imgurl imageurl picture pic"
    " photo logo icon avatar thumb thumbnail media poster bg background css style font file download attachment via"
    " sharedfrom currenturl docreferrer dl dr canonical iss issuer aud scope realm".split()
)
"""Names that say where a visitor came from, or what to show; no browser is sent there."""

_SHARING = (
    "facebook.com", "twitter.com", "x.com", "linkedin.com", "line.me", "hatena.ne.jp", "pinterest.com", "pinterest.jp",
    "getpocket.com", "tumblr.com", "reddit.com", "whatsapp.com", "t.me", "threads.net", "bsky.app", "mixi.jp",
)  # fmt: skip
"""Sites that take a URL to post it, not to go there."""

_NEST = 4
"""Redirects of one site inside one another that are looked through for a way out of it."""


def _rank(name: str) -> int | None:
    """0 strong, 1 weak, 2 unknown name; ``None`` = not a redirect."""
    key = name.lower().replace("_", "").replace("-", "")
    if key in _STRONG:
        return 0
    if key in _WEAK:
        return 1
    return None if key in _NEVER or key.startswith("utm") else 2


def _in_parameters(text: str, place: str, own: str, nest: int) -> _Found | None:
    """The most plausible target among ``name=value`` pairs.

    Names that only ever redirect come first, then those with other uses, then unknown ones; among equals, one that
    leaves the site, then the one that comes first. Unknown names must hold a whole URL that leaves the site. The others
    stay visible in the step's URL, and are not followed.
    """
    best: tuple[tuple[int, bool], _Found] | None = None
    for name, value in reversed(parameters(text)):
        rank = _rank(name)
        if len(value) < _SMALLEST or rank is None:
            continue
        read = _read(value)
        if read is None and rank == 0 and (guess := _schemeless(value)):
            read = "", guess
        if read is None:
            continue
        stays = _domain(read[1]) == own
        if stays and (rank == 2 or not _leaves(read[1], own, nest)):
            continue
        key = (rank, stays)
        if best is None or key < best[0]:
            where = f"query:{name}" if place == "query" else place
            best = key, _Found(f"{where} {read[0]}".rstrip(), read[1])
    return best[1] if best else None


def _leaves(target: str, own: str, nest: int) -> bool:
    """Whether a URL of the same site is only another redirect, out of it."""
    inner = _generic(target, parse_url(target), nest - 1) if nest else None
    return inner is not None


def _domain(text: str) -> str:
    url = parse_url(text)
    return (registrable(url.host) or url.host) if url else ""


_PATH_URL = pattern(r"/(?=https?:/{1,2}[^/])", re.IGNORECASE)
_PATH_BLOB = pattern(r"/([A-Za-z0-9_%=+-]{15,})(?=/|$)")


def _in_path(raw: str, url: Url, own: str) -> _Found | None:
    """A URL in a path segment: as it is (then all that follows is part of it), percent-encoded, or in base64 or hex."""
    tail = raw.partition("//")[2]
    path = tail.partition("?")[0].partition("#")[0]
    if found := _PATH_URL.search(path):
        target = _absolute(tail[found.end() :])
        if target and _domain(target) != own:
            return _Found("path", target)
    for segment in _PATH_BLOB.finditer(path) if len(path) > _SMALLEST else ():
        read = _read(segment[1])
        if read and _domain(read[1]) != own:
            return _Found(f"path {read[0]}".rstrip(), read[1])
    if "%2f" in path or "%2F" in path:  # one encoded URL among plain segments
        for part in path.split("/"):
            target = _absolute(part)
            if target and _domain(target) != own:
                return _Found("path", target)
    return None


def _in_fragment(fragment: str, own: str, nest: int) -> _Found | None:
    if len(fragment) < _SMALLEST:
        return None
    bare = fragment.lstrip("!/")
    read = _read(bare)
    if read:
        return None if _domain(read[1]) == own else _Found(f"fragment {read[0]}".rstrip(), read[1])
    if "=" in bare:
        return _in_parameters(bare.rpartition("?")[2], "fragment", own, nest)
    return None


def _generic(raw: str, url: Url | None, nest: int = _NEST) -> _Found | None:
    """A URL inside the URL of any host."""
    if url is None or not (url.query or url.fragment or len(url.path) >= _SMALLEST):
        return None
    own = registrable(url.host) or url.host
    found = None
    if len(url.query) >= _SMALLEST:
        query = raw.partition("#")[0].partition("?")[2]
        found = _in_parameters(query, "query", own, nest)
        if not found and (read := _read(query)) and _domain(read[1]) != own:
            found = _Found(f"query {read[0]}".rstrip(), read[1])
    if not found and len(url.path) >= _SMALLEST:
        found = _in_path(raw, url, own)
    if not found and url.fragment:
        found = _in_fragment(url.fragment, own, nest)
    return None if found is None or poses(url.host) or under(url.host, _SHARING) else found


# -- Defanged links ----------------------------------------------------------------------------------------------------

_FANGS = (
    (pattern(r"^\s*h(?:xx|\*\*|__|tt)p(s?)\s*(?:\[:\]|\(:\)|:)?\s*(?:\[?:?//\]?|//)", re.IGNORECASE), r"http\1://"),
    (pattern(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)", re.IGNORECASE), "."),
    (pattern(r"\[:\]"), ":"),
    (pattern(r"\[/\]"), "/"),
)


def refang(text: str) -> str:
    """A URL that somebody made harmless for reading (``hxxps[:]//www[.]example[.]com``), made whole again."""
    for fang, whole in _FANGS:
        text = fang.sub(whole, text)
    return text


# -- The way -----------------------------------------------------------------------------------------------------------


def _next(raw: str, url: Url) -> _Found | None:
    wrapper = wrapper_of(url)
    if wrapper is None:
        return _generic(raw, url)
    target = _absolute(wrapper.target(Wrapped(raw, url)))
    return _Found(wrapper.name, target) if target else None


def unwrap(link: Link, recipient: Recipient) -> Trail:
    """The link's way as far as the link itself tells it, offline; first step = the link (how ``start``).

    ``stopped_by`` is ``offline`` (the rest would need the network), ``not-http`` (mailto, javascript, data…),
    ``refused`` (a browser takes it for no URL), ``loop``, ``limit-steps`` or ``limit-length``. Never raises.
    """
    raw, url = link.url, parse_url(link.href or link.url)
    steps = [Step(raw, link.host, link.domain, "start", tokens=link.tokens)]
    if url is None:
        whole = refang(raw)
        url = parse_url(whole) if whole != raw else None
        if url is None:
            return Trail(link.id, tuple(steps), "refused")
        raw = whole
        steps.append(_step(raw, url, "refang", recipient))
    seen = {url.href}
    stopped_by = "offline"
    while True:
        if url.scheme not in ("http", "https"):
            stopped_by = "not-http"
            break
        if len(raw) > MAX_URL:
            stopped_by = "limit-length"
            break
        if "&amp;" in raw:  # entities left over by text that went through two encoders
            raw = raw.replace("&amp;", "&")
        found = _next(raw, url)
        onward = parse_url(found.target) if found else None
        if found is None or onward is None:
            break
        if onward.href in seen:
            stopped_by = "loop"
            break
        if len(steps) > MAX_STEPS:
            stopped_by = "limit-steps"
            break
        raw, url = found.target, onward
        seen.add(url.href)
        steps.append(_step(raw, url, found.how, recipient))
    return Trail(link.id, tuple(steps), stopped_by)


def _step(raw: str, url: Url, how: str, recipient: Recipient) -> Step:
    return Step(raw, url.host, registrable(url.host), how, tokens=find_tokens(raw, recipient))
