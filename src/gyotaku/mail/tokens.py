"""The recipient inside a URL: in clear, encoded at any depth, hashed, or as an opaque mark that stands for them.

Such a URL tells its owner that the address is alive when it is opened, and betrays the recipient when it is published.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from gyotaku.domains import is_public_mail_domain, to_unicode
from gyotaku.mail.encodings import MIN_BLOB, base64_bytes, decodings, digest, rot13
from gyotaku.model import Recipient, Token
from gyotaku.patterns import pattern

MAX_DEPTH = 8
"""Encodings inside one another. Real kits were seen to use two or three; each level costs the attacker a third more
length, and a mail's link cannot grow for ever."""

MAX_TEXTS = 200
"""Decoded texts looked at for one URL; a blob whose every alignment decodes again cannot make us work for ever."""

MAX_URL = 32_768
"""Characters of a URL that are read. Servers refuse longer ones (Apache at 8 190, nginx at 32 k by default)."""

SURE = 0.5
"""The least :func:`opacity` of a value that is reported as a token."""

_MIN_LOCAL = 4
"""A shorter local part (``info`` is the shortest that counts) would be found in every second word."""

What = Literal["address", "local", "domain", "opaque"]


# -- The recipient's forms ---------------------------------------------------------------------------------------------

_ROLES = frozenset(
    "info admin administrator contact support sales mail email news newsletter user users test shop office help service"
    " account accounts recruit customer customers member members login index home webmaster postmaster abuse security"
    " noreply no-reply staff press privacy order orders team hello public main japan tokyo".split()
)
"""Local parts that are ordinary words of a URL: on their own they say nothing about the recipient."""

_GLUES = ("@", "|", "=", "", "_", "-", ".", ":", "#", "+", ",", "~", "*", "/", "_at_", "-at-", ".at.")
_GLUES_HASHED = ("@", "|", "=", "", ":")
"""What stands between local part and domain in the wild, beside the at sign (VERP writes ``=``, kits write ``|``)."""


class _Hit(NamedTuple):
    start: int
    end: int
    what: What
    encodings: tuple[str, ...]


class _Needles:
    """What to look for on behalf of one recipient; built once for each.

    Every form contains one of a few *roots* (local part, domain, each also turned by rot13 and back to front), so that
    a text with no root in it, as nearly all are, costs a handful of substring searches.
    """

    def __init__(self, recipient: Recipient) -> None:
        self._forms: dict[str, tuple[What, tuple[str, ...]]] = {}
        self._hashed: list[tuple[What, str]] = []
        self._digests: dict[str, dict[bytes, What]] = {}
        roots: dict[str, None] = {}
        self.domains: list[str] = []
        for address in recipient.addresses:
            local, at, domain = address.lower().rpartition("@")
            if at and local and domain:
                roots |= dict.fromkeys(self._add(local, domain))
        for name in recipient.names:
            if len(name) >= (2 if not name.isascii() else 5):
                self._forms.setdefault(name.lower(), ("opaque", ()))
                roots[name.lower()] = None
        self._roots = tuple(roots)

    def _add(self, local: str, domain: str) -> list[str]:
        """Take one address in and return its roots."""
        shown = to_unicode(domain)
        plain: list[tuple[What, str]] = [("address", local + glue + domain) for glue in _GLUES]
        plain.append(("address", local + "@" + shown))
        self._hashed += [("address", local + glue + domain) for glue in _GLUES_HASHED]
        self._hashed.append(("address", f"{local}@{domain}".upper()))
        turned: list[tuple[What, str]] = [("address", f"{local}@{domain}")]
        roots = [local]
        if len(local) >= _MIN_LOCAL and local not in _ROLES:
            plain.append(("local", local))
            self._hashed.append(("local", local))
            if len(local) > _MIN_LOCAL:  # a short one turned round is another word
                turned.append(("local", local))
        if not is_public_mail_domain(domain):
            self.domains.append(domain)
            dashed, lined = domain.replace(".", "-"), domain.replace(".", "_")
            plain += [("domain", form) for form in (domain, shown, dashed, lined)]
            self._hashed.append(("domain", domain))
            turned.append(("domain", domain))
            roots += [domain, shown, dashed, lined]
        for what, text in plain:
            self._forms.setdefault(text, (what, ()))
        for what, text in turned:
            self._forms.setdefault(rot13(text), (what, ("rot13",)))
            self._forms.setdefault(text[::-1], (what, ("reversed",)))
            self._forms.setdefault(rot13(text[::-1]), (what, ("rot13", "reversed")))
        basic = [local, domain] if domain in self.domains else [local]
        return roots + [form for root in basic for form in (rot13(root), root[::-1], rot13(root[::-1]))]

    def _known_digest(self, text: str) -> tuple[What, tuple[str, ...]] | None:
        """What ``text`` is the hash value of, in hex or in base64 without padding."""
        name = _DIGEST_LENGTHS[len(text)]
        if name not in self._digests:
            known: dict[bytes, What] = {}
            for what, secret in self._hashed:
                known.setdefault(digest(name, secret), what)
            self._digests[name] = known
        by_hex = len(text) in (32, 40, 64)
        value = bytes.fromhex(text) if by_hex else base64_bytes(text)
        what_known = self._digests[name].get(value)
        return what_known and (what_known, (name,) if by_hex else ("base64", name))

    def find(self, text: str) -> list[_Hit]:
        """Every form of the recipient that stands in ``text`` as it is, none inside a longer word."""
        hits: list[_Hit] = []
        low = text.lower()
        if len(low) != len(text):  # a few capitals fold to two characters: keep positions true
            low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
        if any(root in low for root in self._roots):
            for form, (what, encodings) in self._forms.items():
                start = low.find(form)
                while start >= 0:
                    end = start + len(form)
                    if _stands_alone(low, start, end, what):
                        hits.append(_Hit(start, end, what, encodings))
                    start = low.find(form, end)
        if len(text) >= _MIN_DIGEST:
            known = [(run.span(), self._known_digest(run[0])) for run in _DIGEST.finditer(text)]
            hits += [_Hit(*span, *meaning) for span, meaning in known if meaning]
        return hits


_MIN_DIGEST = 22
_DIGEST_LENGTHS = {32: "md5", 40: "sha1", 64: "sha256", 22: "md5", 27: "sha1", 43: "sha256"}
_DIGEST = pattern(
    r"(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{43}|[A-Za-z0-9+/_-]{27}|[A-Za-z0-9+/_-]{22})(?![A-Za-z0-9+/_-])"
    r"|(?<![A-Za-z0-9+_-])(?:[A-Za-z0-9+_-]{43}|[A-Za-z0-9+_-]{27}|[A-Za-z0-9+_-]{22})(?![A-Za-z0-9+_-])"
    r"|(?<![0-9a-fA-F])(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32})(?![0-9a-fA-F])"
)
"""A whole run as long as an MD5, SHA-1 or SHA-256 value in hexadecimal or in base64."""


def _stands_alone(text: str, start: int, end: int, what: What) -> bool:
    """Whether no letter or digit goes on at either side; an address may be glued to what is not its own word."""
    if what == "address":
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum())


@lru_cache(maxsize=256)
def _needles(recipient: Recipient) -> _Needles:
    return _Needles(recipient)


# -- Opaque marks ------------------------------------------------------------------------------------------------------

_USUAL_PAIRS = frozenset(
    first + second
    for row in (
        "a:bcdghijklmnprstuvwyz b:aeilorsu c:adehiklortu d:aeinosu e:abcdefghijklmnoprstvwxyz f:aefilor g:aeilorsuy"
        " h:aeiouy i:abcdefghjklmnoprstvwyz j:aeiou k:aeiouy l:adeilostuy m:aeiopsuy n:acdegiostuy"
        " o:bcdghjklmnoprstuvwyz p:aeiloprstu q:u r:acdeimnorstuy s:acehiopstu t:acehilorstuy"
        " u:abcdeghijklmnprstwyz v:aei w:aeio y:aeiou z:aeio"
    ).split()
    for first, seconds in [row.split(":")]
    for second in seconds
)
"""The 256 pairs of letters that make up nine tenths of English words, site names and romanised Japanese (counted over
Python's documentation, a list of 10 000 sites and the kana table). A random pair is one of them 38 times in 100."""

_OPAQUE_MIN = 8
_OPAQUE_READ = 200
_PART = pattern(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_SEPARATORS = pattern(r"[-_~]+")
_HEX = pattern(r"[0-9a-f]+|[0-9A-F]+")
_UUID = pattern(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}")


@lru_cache(maxsize=8_192)
def opacity(value: str) -> float:
    """How surely ``value`` is a random mark rather than a word, a name, a number or a date: 0 to 1.

    Looks at how finely letters, capitals and digits alternate, and how many pairs of letters no language uses, in the
    longest stretch between hyphens. Stretches under eight characters are 0: too many chance readings.
    """
    if len(value) == 36 and _UUID.fullmatch(value):
        return 1.0
    if "-" in value or "_" in value or "~" in value:
        value = max(_SEPARATORS.split(value), key=len)
    size = len(value)
    if size < _OPAQUE_MIN:
        return 0.0
    if value.isdigit():
        return 0.4 if size >= 16 else 0.2
    if _HEX.fullmatch(value) and not value.isalpha():
        return 0.95 if size >= 16 else 0.6 if size >= 10 else 0.45
    parts = _PART.findall(value)
    pairs = odd = 0
    for part in parts:
        if len(part) > 1 and part.isalpha():
            low = part.lower()
            pairs += len(low) - 1
            odd += sum(a + b not in _USUAL_PAIRS for a, b in pairwise(low))
    mixing = max(0.0, min(1.0, ((len(parts) - 1) / size - 0.13) / 0.2))
    oddness = max(0.0, min(1.0, (odd / pairs - 0.15) / 0.35)) * min(1.0, pairs / 10) if pairs else 0.0
    return round((1 - (1 - 0.8 * mixing) * (1 - 0.9 * oddness)) * min(1.0, size / 14), 3)


# -- Reading a URL -----------------------------------------------------------------------------------------------------


class _Piece(NamedTuple):
    where: str
    start: int
    text: str


def _pieces(url: str) -> Iterator[_Piece]:
    """The URL's parts as written: path segments, query values, fragment, host labels, userinfo."""
    rest, mark, fragment = url.partition("#")
    yield from _pairs(fragment, len(rest) + 1, "fragment") if mark else ()
    before, mark, query = rest.partition("?")
    yield from _pairs(query, len(before) + 1, None) if mark else ()
    scheme = before.find("//")
    path_at = 0
    if 0 <= scheme <= 12:
        end = before.find("/", scheme + 2)
        end = len(before) if end < 0 else end
        userinfo, at, host = before[scheme + 2 : end].rpartition("@")
        if at:
            yield _Piece("userinfo", scheme + 2, userinfo)
        start = end - len(host)
        for label in host.split("."):
            yield _Piece("host", start, label)
            start += len(label) + 1
        path_at = end
    elif (colon := before.find(":")) >= 0:
        path_at = colon + 1
    for segment in before[path_at:].split("/"):
        yield _Piece("path", path_at, segment)
        path_at += len(segment) + 1


def _pairs(text: str, start: int, where: str | None) -> Iterator[_Piece]:
    for pair in text.split("&"):
        name, equals, value = pair.partition("=")
        if equals and value.strip("="):
            yield _Piece(where or f"query:{name}", start + len(name) + 1, value)
        else:  # a bare value, perhaps padded base64
            yield _Piece(where or "query:", start, pair)
        start += len(pair) + 1


def _where(url: str, at: int) -> str:
    """The part of ``url`` that position ``at`` stands in."""
    for piece in _pieces(url):
        if piece.start <= at <= piece.start + len(piece.text):
            return piece.where
    return "path" if at < url.find("?") or "?" not in url else "query:"


def _is_plain(piece: str) -> bool:
    """Whether nothing can be hidden: too short, or lower case words."""
    return len(piece) < MIN_BLOB or (piece.islower() and piece.isascii() and _PLAIN.fullmatch(piece) is not None)


_PLAIN = pattern(r"[a-z._-]+")


def _hidden(text: str, needles: _Needles) -> tuple[_Hit, ...]:
    """Forms of the recipient behind one or more encodings in ``text``; spans are those of the outermost encoding."""
    return _hidden_cached(text, needles) if len(text) <= _CACHED else _decode(text, needles)


def _decode(text: str, needles: _Needles) -> tuple[_Hit, ...]:
    hits: list[_Hit] = []
    seen = {text}
    waiting: list[tuple[str, tuple[str, ...], tuple[int, int] | None]] = [(text, (), None)]
    budget = 8 * len(text) + 20_000
    while waiting and len(seen) < MAX_TEXTS and budget > 0:
        current, path, outer = waiting.pop()
        budget -= len(current)
        for encoding, span, decoded in decodings(current):
            if decoded in seen:
                continue
            seen.add(decoded)
            around = outer or span
            chain = (*path, encoding)
            found = needles.find(decoded)
            hits += [_Hit(*around, hit.what, chain + hit.encodings) for hit in found]
            if len(chain) < MAX_DEPTH and not any(hit.what == "address" for hit in found):
                waiting.append((decoded, chain, around))
    return tuple(hits)


_CACHED = 400
"""Characters. One mail repeats its recipient's mark in every link."""

_hidden_cached = lru_cache(maxsize=2_048)(_decode)


_RANK: dict[What, int] = {"address": 0, "local": 1, "domain": 2, "opaque": 3}


def _best(hits: list[tuple[_Hit, str]]) -> list[tuple[_Hit, str]]:
    """Hits that do not overlap, the more telling ones kept, in order of place."""
    if len(hits) < 2:
        return hits
    hits.sort(key=lambda h: (_RANK[h[0].what], h[0].start - h[0].end, len(h[0].encodings)))
    kept: list[tuple[int, int]] = []
    chosen = []
    for pair in hits:
        start, end = pair[0].start, pair[0].end
        place = bisect(kept, (start, end))
        if (place == 0 or kept[place - 1][1] <= start) and (place == len(kept) or kept[place][0] >= end):
            kept.insert(place, (start, end))
            chosen.append(pair)
    return sorted(chosen)


_LONG_WORD = 14
"""Characters from which lower case letters alone may be a random mark."""

_OPAQUE_RUN = pattern(r"[%*][0-9A-Fa-f]{2}|([A-Za-z0-9_-]{8,})")
"""Runs of letters and digits between percent-encoded characters (urldefense writes a star for the percent sign)."""


def find_tokens(url: str, recipient: Recipient) -> tuple[Token, ...]:
    """The recipient, and marks that may stand for them, in ``url`` as written; in order of place.

    ``address``, ``local`` and ``domain`` are certain. ``opaque`` is a judgement: :func:`opacity` of at least
    :data:`SURE`. A recipient's own host is not a token of itself. Never raises.
    """
    return _find_cached(url, recipient) if len(url) <= _CACHED else _find(url[:MAX_URL], recipient)


def _find(url: str, recipient: Recipient) -> tuple[Token, ...]:
    needles = _needles(recipient)
    hits = [(hit, "") for hit in needles.find(url)]
    if "&#" in url or "\\" in url:
        hits += [(hit, "") for hit in _hidden(url, needles)]
    for where, start, text in _pieces(url):
        plain = _is_plain(text)
        if plain and len(text) < _LONG_WORD:
            continue
        for hit in () if plain else _hidden(text, needles):
            hits.append((hit._replace(start=hit.start + start, end=hit.end + start), where))
        for run in _OPAQUE_RUN.finditer(text):
            if run[1] and opacity(run[1][:_OPAQUE_READ]) >= SURE:
                hits.append((_Hit(start + run.start(), start + run.end(), "opaque", ()), where))
    return tuple(
        Token(hit.what, url[hit.start : hit.end], hit.encodings, where or _where(url, hit.start))
        for hit, where in _best(hits)
        if not (hit.what == "domain" and _own_host(url, hit, needles))
    )


_find_cached = lru_cache(maxsize=2_048)(_find)


def _own_host(url: str, hit: _Hit, needles: _Needles) -> bool:
    """Whether the hit is the end of the host: a page of the recipient's own company is no token of them."""
    if url[hit.end : hit.end + 1] not in ("", "/", ":", "?", "#") or _where(url, hit.start) != "host":
        return False
    return url[hit.start : hit.end].lower() in needles.domains
