"""Link wrappers and click counters that carry their target inside the URL, each known by its own host names.

``WRAPPERS`` holds one entry a service. A look-alike host (``safelinks.protection.outlook.com.evil.example``) is never
read as the service it imitates: the host is compared label by label.
"""

from __future__ import annotations

import base64
import binascii
import re
import string
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from gyotaku.domains import Url
from gyotaku.mail.encodings import base64_text
from gyotaku.patterns import pattern


class Wrapped(NamedTuple):
    """A URL as a wrapper's reader takes it."""

    raw: str
    """As written: some wrappers only make sense in the exact spelling."""
    url: Url
    """As a browser reads it."""

    def value(self, *names: str) -> str:
        """The raw value of the first of ``names`` in the query, still encoded; ``""`` when none is there."""
        wanted = dict(pair for pair in parameters(self.query) if pair[1])
        return next((wanted[name] for name in names if name in wanted), "")

    @property
    def query(self) -> str:
        """The query as written."""
        return self.raw.partition("#")[0].partition("?")[2]

    @property
    def tail(self) -> str:
        """Path, query and fragment as written."""
        rest = self.raw.partition("//")[2].replace("\\", "/")
        return "/" + rest.partition("/")[2]


def parameters(query: str) -> list[tuple[str, str]]:
    """(name, raw value) of each pair, names percent-decoded; the first of two equal names comes last, so it wins."""
    pairs = []
    for pair in query.split("&"):
        name, equals, value = pair.partition("=")
        if equals:
            pairs.append((unquote(name), value))
    pairs.reverse()
    return pairs


class Wrapper(NamedTuple):
    """One service."""

    name: str
    hosts: tuple[str, ...]
    """Domains whose hosts, themselves included, belong to it."""
    target: Callable[[Wrapped], str]
    """The wrapped URL, or ``""`` when this URL wraps none."""


def _parameter(*names: str) -> Callable[[Wrapped], str]:
    return lambda wrapped: unquote(wrapped.value(*names))


# -- Proofpoint (its published decoder, urldefense.py) -----------------------------------------------------------------

_V3_TOKEN = pattern(r"\*(?:\*(.))?")
_RUNS = {c: i + 2 for i, c in enumerate(string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_")}


def _urldefense(wrapped: Wrapped) -> str:
    """Versions 1 (percent), 2 (hyphen for percent, underscore for slash) and 3 (stars, and what they stood for)."""
    path = wrapped.url.path
    if path.startswith("/v1/"):
        return unquote(wrapped.value("u"))
    if path.startswith("/v2/"):
        return unquote(wrapped.value("u").translate({ord("-"): "%", ord("_"): "/"}))
    target, mark, coded = wrapped.tail.partition("/v3/__")[2].partition("__;")
    if not mark:
        return ""
    coded = coded.partition("!")[0]
    if "*" not in target and "%2A" in target:
        target = unquote(target)
    try:
        hidden = base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        hidden = ""
    place = 0

    def shown(token: re.Match[str]) -> str:
        nonlocal place
        length = _RUNS.get(token[1], 0) if token[1] else 1
        text = hidden[place : place + length]
        place += length
        return text if len(text) == length else token[0]

    target = _V3_TOKEN.sub(shown, target)
    return re.sub(r"^([A-Za-z][A-Za-z0-9+.-]{0,20}:/)([^/])", r"\1/\2", target)


# -- Search engines ----------------------------------------------------------------------------------------------------

_GOOGLE = pattern(r"(?:[a-z0-9-]{1,63}\.){0,3}google\.(?:com|cat|[a-z]{2}|com?\.[a-z]{2})")


def is_google(host: str) -> bool:
    """True for Google's own sites under its country domains."""
    return _GOOGLE.fullmatch(host) is not None


def _google(wrapped: Wrapped) -> str:
    path = wrapped.url.path
    if path.startswith(("/search", "/maps", "/amp/")):
        return ""
    if path == "/imgres":
        return unquote(wrapped.value("imgrefurl", "imgurl"))
    return unquote(wrapped.value("q", "url", "adurl", "continue", "u", "dest"))


def _google_translate(wrapped: Wrapped) -> str:
    """``translate.google.com?u=…`` and hosts such as ``www-example-co--op-jp.translate.goog``."""
    host = wrapped.url.host
    if not host.endswith(".translate.goog"):
        return unquote(wrapped.value("u"))
    label = host.removesuffix(".translate.goog")
    if "_x_tr_enc=" in wrapped.url.query:
        label = re.sub(r"^[01]-", "", label)
    site = label.replace("--", "\0").replace("-", ".").replace("\0", "-")
    kept = [pair for pair in wrapped.url.query.split("&") if pair and not pair.startswith("_x_tr_")]
    scheme = "http" if "_x_tr_sch=http&" in wrapped.url.query + "&" else "https"
    fragment = "#" + wrapped.url.fragment if wrapped.url.fragment else ""
    return f"{scheme}://{site}{wrapped.url.path}{'?' + '&'.join(kept) if kept else ''}{fragment}"


def _bing(wrapped: Wrapped) -> str:
    """``ck/a?…&u=a1`` and base64url; older ``aclk`` and ``newtabredir`` in percent or base64."""
    value = unquote(wrapped.value("u", "url"))
    if value.startswith(("http:", "https:")):
        return value
    return unquote(base64_text(value[2:]) or base64_text(value) or "")


_YAHOO_TARGET = pattern(r"/(?:RU|\*\*)=?([^/]+)")


def _yahoo(wrapped: Wrapped) -> str:
    """``/RU=<percent>/RK=…``; Yahoo! JAPAN writes base64 with ``.``, ``_`` and ``-`` for ``+``, ``/`` and ``=``."""
    found = _YAHOO_TARGET.search(wrapped.tail)
    if not found:
        return unquote(wrapped.value("RU", "u", "url"))
    value = unquote(found[1])
    if value.startswith(("http:", "https:")):
        return value
    return base64_text(value.replace("-", "").replace(".", "+").replace("_", "/")) or ""


_AMP_CACHE = pattern(r"/(?:[a-z]{1,3}/){1,2}")


def _amp(wrapped: Wrapped) -> str:
    """AMP caches: ``<anything>.cdn.ampproject.org/c/s/host/path`` and ``google.com/amp/s/host/path``; ``s`` = https."""
    tail = wrapped.tail.removeprefix("/amp")
    found = _AMP_CACHE.match(tail)
    if found is None and len(tail) == len(wrapped.tail):
        return ""  # the cache's own files
    rest = tail[found.end() :] if found else tail[1:]
    if "." not in rest.partition("/")[0]:
        return ""
    secure = found is not None and found[0].endswith("/s/")
    return ("https://" if secure else "http://") + rest


# -- Social networks ---------------------------------------------------------------------------------------------------


def _facebook(wrapped: Wrapped) -> str:
    """``l.php?u=`` and ``flx/warn/?u=``; ``sharer.php?u=`` only posts the URL."""
    return "" if "/share" in wrapped.url.path else unquote(wrapped.value("u"))


def _linkedin(wrapped: Wrapped) -> str:
    """``redir/redirect?url=``, ``safety/go?url=``; ``sharing/…?url=`` only posts the URL."""
    return "" if "/shar" in wrapped.url.path else unquote(wrapped.value("url", "session_redirect", "redirect"))


# -- Mail gateways -----------------------------------------------------------------------------------------------------


def _trend(wrapped: Wrapped) -> str:
    """Trend Micro's click-time protection; mails broken by quoted-printable keep ``=3D`` before the value."""
    value = wrapped.value("url")
    return unquote(re.sub(r"^(?:=3D|=|3D(?=http))", "", value)) if wrapped.url.path.startswith("/wis/") else ""


def _cisco(wrapped: Wrapped) -> str:
    """Cisco Secure Web: the last path segment, percent-encoded."""
    target = unquote(wrapped.url.path.rpartition("/")[2])
    return target if target.startswith(("http:", "https:")) else ""


def _checkpoint(wrapped: Wrapped) -> str:
    """Check Point (Avanan): ``/v2/___URL___.token``."""
    target, mark, _ = wrapped.tail.partition("/___")[2].partition("___")
    return target if mark else ""


def _sophos(wrapped: Wrapped) -> str:
    """Sophos: base64 in ``u``."""
    return base64_text(unquote(wrapped.value("u"))) or ""


# -- The table ---------------------------------------------------------------------------------------------------------

WRAPPERS = (
    Wrapper(
        "safelinks",
        (
            "safelinks.protection.outlook.com",
            "safelinks.protection.office365.us",
            "safelinks.protection.outlook.cn",
            "safelinks.protection.partner.outlook.cn",
        ),
        _parameter("url"),
    ),
    Wrapper("safelinks", ("statics.teams.cdn.office.net", "statics.teams.microsoft.com"), _parameter("url")),
    Wrapper("urldefense", ("urldefense.com", "urldefense.us", "urldefense.proofpoint.com"), _urldefense),
    Wrapper("google-translate", ("translate.goog",), _google_translate),
    Wrapper("amp", ("cdn.ampproject.org", "bing-amp.com"), _amp),
    Wrapper("google", ("googleadservices.com", "adclick.g.doubleclick.net"), _parameter("adurl", "url", "q")),
    Wrapper("bing", ("bing.com",), _bing),
    Wrapper(
        "yahoo",
        ("r.search.yahoo.com", "search.yahoo.com", "rdsig.yahoo.co.jp", "ord.yahoo.co.jp", "rd.yahoo.com"),
        _yahoo,
    ),
    Wrapper("duckduckgo", ("duckduckgo.com",), _parameter("uddg", "u")),
    Wrapper(
        "facebook",
        ("facebook.com", "l.instagram.com", "l.messenger.com", "l.threads.net", "l.threads.com", "l.workplace.com"),
        _facebook,
    ),
    Wrapper("linkedin", ("linkedin.com",), _linkedin),
    Wrapper(
        "fireeye",
        ("protect.fireeye.com", "protect2.fireeye.com", "protect.trellix.com", "protect2.trellix.com"),
        _parameter("u"),
    ),
    Wrapper("trend", ("trendmicro.com", "trendmicro.co.jp", "trendmicro.eu"), _trend),
    Wrapper("barracuda", ("linkprotect.cudasvc.com",), _parameter("a", "url")),
    Wrapper("mimecast", ("mimecast.com", "mimecastprotect.com"), _parameter("url", "u")),
    Wrapper("cisco", ("secure-web.cisco.com",), _cisco),
    Wrapper("symantec", ("clicktime.symantec.com", "clicktime.cloud.postoffice.net"), _parameter("u", "url")),
    Wrapper("checkpoint", ("protect.checkpoint.com", "avanan.click", "checkpoint.com"), _checkpoint),
    Wrapper("sophos", ("protection.sophos.com",), _sophos),
)

_IMITATED = (
    "safelinks",
    "urldefense",
    "translate.goog",
    "ampproject",
    "google.com",
    "google.co",
    "bing.com",
    "yahoo.com",
    "duckduckgo",
    "facebook.com",
    "linkedin.com",
    "fireeye",
    "trendmicro",
    "cudasvc",
    "mimecast",
    "secure-web.cisco",
    "clicktime.symantec",
    "proofpoint",
)
"""Names in a foreign host that make it pose as one of the above."""


_BY_HOST = {host: wrapper for wrapper in WRAPPERS for host in wrapper.hosts}


def wrapper_of(url: Url) -> Wrapper | None:
    """The service that ``url`` belongs to by its host; ``None`` for any other, and for one that only looks alike."""
    host = url.host
    if "google." in host and is_google(host):
        path = url.path
        if host.startswith("translate.") or path == "/translate":
            return _TRANSLATE
        return _GOOGLE_AMP if path.startswith("/amp/") else _GOOGLE_LINK
    while host:
        if host in _BY_HOST:
            return _BY_HOST[host]
        host = host.partition(".")[2]
    return None


_TRANSLATE = Wrapper("google-translate", (), _google_translate)
_GOOGLE_AMP = Wrapper("amp", (), _amp)
_GOOGLE_LINK = Wrapper("google", (), _google)


def poses(host: str) -> bool:
    """True when a host that is no known wrapper carries a wrapper's name: its own page is where the link leads."""
    return any(name in host for name in _IMITATED)
