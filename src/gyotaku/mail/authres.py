"""What the recipient's own border said about authentication (RFC 8601), and nobody else's word for it."""

from __future__ import annotations

import re
from typing import Literal, cast

from gyotaku.domains import registrable, to_ascii
from gyotaku.mail.sender import author_domains
from gyotaku.mail.trace import flatten
from gyotaku.model import AuthResult, Header, Hop, Mail, Trust, under
from gyotaku.patterns import pattern

MAX_FIELD = 16_384
"""Characters of one field that are read; a field with twenty DKIM results has about 4,000."""
MAX_RESULTS = 50
"""Results that are kept; RFC 8601 sets no limit, senders with more than a dozen signatures were not seen."""

Method = Literal["spf", "dkim", "dmarc", "arc"]

_METHODS = frozenset({"spf", "dkim", "dmarc", "arc"})
_STATUSES = frozenset({"none", "pass", "fail", "softfail", "neutral", "policy", "temperror", "permerror"})
# Words of older drafts and of Microsoft, in RFC 8601's (section 2.7).
_OLD_WORDS = {
    "hardfail": "fail",
    "error": "temperror",
    "timeout": "temperror",
    "unknown": "permerror",
    "invalid": "permerror",
    "discard": "fail",
    "bestguesspass": "none",  # no policy published; Microsoft says that one would have passed
    "temp_error": "temperror",
    "perm_error": "permerror",
    "nosig": "none",
}
_TOKEN = pattern(r'\((?:[^()\\]|\\.)*\)|"(?:[^"\\]|\\.)*"|[^\s();"=]+|[;=()"]', re.DOTALL)
_PROPERTIES = ("smtp.", "header.", "policy.", "body.")
_SPF_LINE = pattern(r"\s{0,20}([A-Za-z_]{4,12})\b")
_SPF_KEY = pattern(r"\b(envelope-from|client-ip|helo|receiver|identity|mailfrom)=\"?<?([^\s;>\"]{1,320})")
_SPF_DOMAIN = pattern(r"\bdomain of (?:transitioning )?<?([^\s<>]{1,320})")
_GOOGLE = ("google.com",)


def read_auth(mail: Mail, hops: tuple[Hop, ...]) -> tuple[AuthResult, ...]:
    """The border's results in the order it wrote them; ``()`` when there is none, or none that could not be forged.

    Believed are only fields that stand *above* the Received line of the HANDED_OVER hop: they were put there later than
    anything the mail brought along. Google writes its own directly *below* its line; there the one field that follows
    at once and carries its name is believed. Everything else, a field with the recipient's own server name included,
    came in with the mail. ``aligned`` is relaxed alignment with the author's domain; ``None`` when the author is
    disputed.
    """
    fields = _boundary_fields(mail, hops)
    if not fields:
        return ()
    authors = author_domains(mail)
    author = authors[0] if len({registrable(d) or d for d in authors}) == 1 else None
    found: list[AuthResult] = []
    for field in fields:
        if field.name.lower().endswith("authentication-results"):
            found += parse_results(field, author)
    if not any(r.method == "spf" for r in found):
        lines = [f for f in fields if f.name.lower() == "received-spf"]
        found += [r for r in (_received_spf(f, author) for f in lines[:1]) if r is not None]
    return tuple(found[:MAX_RESULTS])


def _boundary_fields(mail: Mail, hops: tuple[Hop, ...]) -> list[Header]:
    """Fields that only the recipient's side can have written."""
    edge = next((h for h in hops if h.trust is Trust.HANDED_OVER), None)
    trusted = [h for h in hops if h.trust is not Trust.CLAIMED]
    if not trusted:
        return []
    last = edge or trusted[-1]
    above = [h for h in mail.headers[: last.header] if h.name.lower() in ("authentication-results", "received-spf")]
    if edge is None or not under((edge.by or "").lower(), _GOOGLE):
        return above
    if not any(h.name.lower() == "authentication-results" for h in above):
        above += [
            h
            for h in mail.headers[: last.header]
            if h.name.lower() == "arc-authentication-results" and under(_authserv(h), _GOOGLE)
        ][:1]
    if any(h.name.lower().endswith("authentication-results") for h in above):
        return above
    for field in mail.headers[last.header + 1 : last.header + 3]:
        name = field.name.lower()
        if name == "received-spf":
            above.append(field)
        elif name == "authentication-results" and under(_authserv(field), _GOOGLE):
            return [*above, field]
        else:
            break
    return above


def _authserv(field: Header) -> str:
    """The authserv-id, lower case; ``""`` when the field has none. ARC's ``i=1;`` is passed over."""
    for part in field.value[:500].split(";")[:2]:
        word = part.strip().partition(" ")[0].lower()
        if word and "=" not in part:
            return word
        if not word.startswith("i="):
            break
    return ""


def parse_results(field: Header, author: str | None = None) -> list[AuthResult]:
    """The results of one Authentication-Results field, whoever wrote it: the caller answers for the trust.

    Tolerant: no authserv-id (Microsoft), a version after it, comments anywhere, several results of a method, results
    not separated by ``;`` (Yahoo), property values with odd characters. ``author`` is the From domain for alignment.
    """
    by: str | None = None
    found: list[AuthResult] = []
    for number, part in enumerate(_parts(field.value[:MAX_FIELD])):
        pairs, comments, loose = _pairs(part)
        if number == 0 and loose and (not pairs or pairs[0][0] not in _METHODS):
            by = loose[0].lower()
        result = _result(pairs, comments, author)
        if result is not None and len(found) < MAX_RESULTS:
            method, status, domain, aligned, reason = result
            found.append(AuthResult(method, status, domain, aligned, "boundary", reason, field.index, by))
    return found


def _parts(text: str) -> list[list[str]]:
    """Tokens of each ``;``-separated part, nested comments as one."""
    parts: list[list[str]] = [[]]
    for word in flatten(_TOKEN.findall(text)):
        if word == ";":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _pairs(tokens: list[str]) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """(name = value pairs, comments, words that belong to none)."""
    comments = [" ".join(t[1:-1].split()) for t in tokens if t[0] == "(" and len(t) > 1]
    words = [t.strip('"') for t in tokens if t[0] != "(" and t not in (")", '"')]
    pairs: list[tuple[str, str]] = []
    loose: list[str] = []
    at, end = 0, len(words)
    while at < end:
        if at + 1 >= end or words[at + 1] != "=":
            if words[at] != "=":
                loose.append(words[at])
            at += 1
            continue
        name = words[at].partition("/")[0].lower()
        if at + 3 < end and words[at + 3] == "=" and words[at + 2].startswith(_PROPERTIES):
            value, at = "", at + 2  # smtp.mailfrom= with nothing after it
        else:
            value, at = words[at + 2] if at + 2 < end else "", at + 3
            goes_on = []
            while at < end and words[at] == "=":  # bounce+a=b@c: the value goes on
                goes_on.append(words[at + 1] if at + 1 < end else "")
                at += 2
            value = "=".join([value, *goes_on])
        pairs.append((name, value))
    return pairs, comments, loose


def _result(
    pairs: list[tuple[str, str]], comments: list[str], author: str | None
) -> tuple[Method, str, str | None, bool | None, str] | None:
    """Method, status, domain, alignment and reason of one part; ``None`` when it is of another method."""
    start = next((i for i, (name, _) in enumerate(pairs) if name in _METHODS), None)
    if start is None:
        return None
    method, word = pairs[start][0], pairs[start][1].lower()
    properties = dict(reversed(pairs[start + 1 :]))
    status = word if word in _STATUSES else _OLD_WORDS.get(word, "unknown")
    domain = _domain_of(method, properties)
    said = [word] if status != word and word else []
    stated = properties.get("reason")
    reason = "; ".join([*said, *([stated] if stated else []), *comments])[:500]
    return cast("Method", method), status, domain, _aligned(method, status, domain, author), reason


def _domain_of(method: str, properties: dict[str, str]) -> str | None:
    names = {
        "spf": ("smtp.mailfrom", "smtp.mail", "smtp.envelope-from", "smtp.helo"),
        "dkim": ("header.d", "header.i", "header.from"),
        "dmarc": ("header.from", "from"),
        "arc": ("header.d", "arc.chain"),
    }[method]
    for name in names:
        value = properties.get(name, "").strip("<>\"' ")
        if value and value.lower() != "none":
            return _host(value)
    return None


def _host(value: str) -> str | None:
    host = value.rpartition("@")[2].strip("<>.,'\" ").lower()
    return (to_ascii(host) or host) if host else None


def _aligned(method: str, status: str, domain: str | None, author: str | None) -> bool | None:
    """Relaxed alignment (RFC 9989 section 4.4): the same organisational domain. DMARC's own result states it."""
    if author is None or method == "arc":
        return None
    if method == "dmarc":
        return {"pass": True, "fail": False}.get(status)
    if domain is None:
        return None
    return (registrable(domain) or domain) == (registrable(author) or author)


def _received_spf(field: Header, author: str | None) -> AuthResult | None:
    """``Pass (mx.example: domain of …) client-ip=…; envelope-from=…`` (RFC 7208 section 9.1)."""
    text = field.value[:MAX_FIELD]
    match = _SPF_LINE.match(text)
    word = match.group(1).lower() if match else ""
    status = word if word in _STATUSES else _OLD_WORDS.get(word)
    if status is None:
        return None
    keys = dict(reversed(_SPF_KEY.findall(text)))
    said = _SPF_DOMAIN.search(text)
    domain = _host(keys.get("envelope-from") or (said.group(1) if said else "") or keys.get("helo", ""))
    begin, _, rest = text.partition("(")
    reason = " ".join(rest.partition(")")[0].split())[:500] if begin else ""
    aligned = _aligned("spf", status, domain, author)
    return AuthResult("spf", status, domain, aligned, "boundary", reason, field.index, keys.get("receiver"))
