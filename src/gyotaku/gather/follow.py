"""Redirects one step at a time, each through the gate, without a browser: 3xx, ``Refresh``, ``<meta>`` refresh.

Nothing is run and nothing but the way itself is loaded. Where the way ends and why is one word
(:mod:`gyotaku.gather.stops`); a broken certificate does not end it, it is told:
the browser of a hurried person goes on.
"""

from __future__ import annotations

import re
import ssl
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin

import anyio
import httpcore2
from selectolax.lexbor import LexborHTMLParser

from gyotaku.domains import Url, parse_url, registrable
from gyotaku.errors import GyotakuError, RefusedByPolicy, WorldFailure
from gyotaku.gather.egress import Connection, Gate
from gyotaku.gather.network import Backend, believing
from gyotaku.gather.personas import PERSONAS, Persona
from gyotaku.gather.stops import stop_word
from gyotaku.mail.tokens import find_tokens
from gyotaku.model import Recipient, Step
from gyotaku.pages.capture import Certificate

MAX_STEPS = 20
"""Redirects that a browser follows (Fetch standard, section 4.4: twenty)."""
MAX_BODY = 5_000_000
"""Bytes of the last answer that are kept; of those on the way only so many as a ``<meta>`` refresh can stand in."""
MAX_SECONDS = 25.0
"""For the whole way."""
MAX_HEADERS = 200
MAX_LOCATION = 32_768
"""Characters of a target; browsers' own limits are near 2 MB, servers' near 8 kB."""
MAX_DELAY = 60.0
"""Seconds after which a refresh is a page that renews itself, not a redirect."""
MAJOR = "140"
"""Chromium's version where none is installed to be asked."""

_REFRESH = re.compile(
    r"""\s{0,9}(\d{1,9})?(?:\.[\d.]{0,9})?\s{0,9}(?:[;,]|\s)\s{0,9}(?:url\s{0,9}=\s{0,9})?(.+)""", re.I | re.S
)


@dataclass(frozen=True, slots=True)
class Station:
    """One answer on the way."""

    step: Step
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    """Content coding removed, cut at the limit."""
    certificate: Certificate | None = None
    tls: str = ""
    """What is wrong with the certificate (``self-signed certificate``, ``certificate has expired``…); ``""`` = nothing
    or plain HTTP."""

    def header(self, name: str) -> str:
        """The first field of that name; ``""`` when there is none."""
        return next((v for k, v in self.headers if k == name), "")


@dataclass(frozen=True, slots=True)
class Way:
    """Where a URL led."""

    stations: tuple[Station, ...]
    """At least one: where it began, answered or not."""
    stopped_by: str
    detail: str = ""
    """One plain line, for ``stopped_by`` other than ``landed``."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The stations as steps of a trail."""
        return tuple(s.step for s in self.stations)


@dataclass(slots=True)
class Follower:
    """Follows ways for one persona. Cookies last as long as it does."""

    gate: Gate
    persona: Persona = PERSONAS["plain"]
    visitor: Recipient = field(default_factory=lambda: Recipient(()))
    """Whose marks are named in the steps."""
    tls: ssl.SSLContext | None = None
    """Whose certificates are believed; the system's authorities unless given."""
    max_bytes: int = MAX_BODY
    seconds: float = MAX_SECONDS
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    """By host; a cookie for a whole domain is given to the host that set it alone."""

    async def follow(self, url: str, how: str = "start") -> Way:
        """The way from ``url``. Never raises for anything the outside does."""
        stations: list[Station] = []
        seen: set[str] = set()
        end = anyio.current_time() + self.seconds
        while True:
            stopped_by, detail, href = self._check(url, seen, len(stations))
            if stopped_by:
                return Way((*stations, Station(self._step(href or url, how))), stopped_by, detail)
            seen.add(href)
            station, failure = await self._ask(href, how, max(0.0, end - anyio.current_time()))
            stations.append(station)
            if failure is not None:
                return Way(tuple(stations), stop_word(failure), str(failure))
            onward = target_of(station)
            if onward is None or (onward.url == href and onward.how in ("meta", "refresh")):
                return Way(tuple(stations), "landed")
            url, how = onward
            if "#" not in url and "#" in href:
                url += href[href.index("#") :]  # a redirect keeps the fragment (Fetch standard, 4.4 step 4)

    def _check(self, url: str, seen: set[str], count: int) -> tuple[str, str, str]:
        """(word, detail, URL as a browser reads it): the word is empty when it may be asked for."""
        parsed = parse_url(url) if len(url) <= MAX_LOCATION else None
        if parsed is None:
            return "refused", "a browser takes it for no URL", url
        href = parsed.href
        if parsed.scheme not in ("http", "https"):
            return "not-http", f"the way leads to {parsed.scheme}:", href
        if count > MAX_STEPS:
            return "limit-steps", f"more than {MAX_STEPS} redirects", href
        if href in seen and not self.cookies.get(parsed.host):
            return "loop", "the way comes back to where it was", href
        try:
            self.gate.check_url(self.persona.lane, href)
        except RefusedByPolicy as error:
            return "refused", str(error), href
        return "", "", href

    def _step(self, url: str, how: str, status: int | None = None, ip: str | None = None) -> Step:
        parsed = parse_url(url)
        host = parsed.host if parsed else ""
        return Step(url, host, registrable(host), how, status, ip, find_tokens(url, self.visitor))

    async def _ask(self, href: str, how: str, seconds: float) -> tuple[Station, GyotakuError | None]:
        asked = _Asked()
        failure: GyotakuError | None = None
        try:
            with anyio.fail_after(seconds):
                await self._request(href, asked)
        except TimeoutError:
            failure = WorldFailure(f"no answer within {self.seconds:g} s in all")
        except GyotakuError as error:
            failure = error
        if asked.status is not None and isinstance(failure, WorldFailure):
            failure = None  # a page that stopped in the middle is a page
        parsed = parse_url(href)
        host = parsed.host if parsed else ""
        self._keep_cookies(host, asked.headers)
        step = self._step(href, how, asked.status, asked.address)
        return Station(step, tuple(asked.headers), asked.body(), asked.certificate, asked.tls), failure

    async def _request(self, href: str, asked: _Asked) -> None:
        """Verified first; a certificate that does not hold is told, and the page asked for all the same."""
        url = parse_url(href)
        assert url is not None
        if url.scheme == "http":
            await self._once(url, None, asked)
            return
        try:
            await self._once(url, self.tls or believing(None), asked)
        except WorldFailure as error:
            broken = error.__cause__ if isinstance(error.__cause__, ssl.SSLError) else None
            if broken is None:
                raise
            reason = getattr(broken, "verify_message", "") or broken.reason or "broken"
            asked.tls = str(reason).replace("_", " ").lower()
            await self._once(url, _trusting(), asked)

    async def _once(self, url: Url, context: ssl.SSLContext | None, asked: _Asked) -> None:
        backend = Backend(self.gate, self.persona.lane)
        pool = httpcore2.AsyncConnectionPool(
            ssl_context=context, network_backend=backend, max_connections=1, max_keepalive_connections=0
        )
        target = url.href.partition("#")[0]
        try:
            async with pool, pool.stream("GET", target, headers=self._headers(url)) as response:
                connection = backend.connection
                asked.take(response, connection)
                limit = self.max_bytes if response.status == 200 or response.status >= 400 else 65_536
                async for data in response.aiter_stream():
                    asked.parts.append(data)
                    asked.size += len(data)
                    if asked.size > limit:
                        asked.cut = True
                        raise RefusedByPolicy(f"{url.host}: more than {limit} bytes")
        except GyotakuError as error:
            if asked.status is not None and not (asked.cut and asked.size > self.max_bytes):
                return  # cut off in the middle of a redirect's body: the redirect was read
            raise backend.failure or error from backend.broken
        except Exception as error:
            # httpcore2 and h11 have a dozen kinds for "this is not HTTP"; the gate's own reason goes before theirs.
            if asked.status is None:
                nonsense = WorldFailure(f"{url.host}: answered nonsense instead of HTTP")
                raise (backend.failure or nonsense) from (backend.broken or error)
        finally:
            if backend.connection is not None:
                asked.address = backend.connection.address
                with anyio.CancelScope(shield=True):
                    await backend.connection.aclose()

    def _headers(self, url: Url) -> list[tuple[str, str]]:
        host = url.host if url.port is None else f"{url.host}:{url.port}"
        fields = [
            ("host", host),
            ("user-agent", self.persona.agent.format(major=MAJOR)),
            ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
            ("accept-language", self.persona.languages),
            ("accept-encoding", "gzip, identity"),
        ]
        jar = self.cookies.get(url.host)
        if jar:
            fields.append(("cookie", "; ".join(f"{k}={v}" for k, v in jar.items())))
        return fields

    def _keep_cookies(self, host: str, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            pair = value.partition(";")[0].strip()
            key, equals, content = pair.partition("=")
            if name == "set-cookie" and equals and pair.isascii() and pair.isprintable() and len(pair) < 4_096:
                jar = self.cookies.setdefault(host, {})
                if len(jar) < 50 and jar.get(key) != content:
                    jar[key] = content


@dataclass(slots=True)
class _Asked:
    """One answer as it comes in."""

    status: int | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    cut: bool = False
    address: str | None = None
    certificate: Certificate | None = None
    tls: str = ""

    def take(self, response: httpcore2.Response, connection: Connection | None) -> None:
        self.status = response.status
        pairs = response.headers[:MAX_HEADERS]
        self.headers = [(k.decode("latin-1").lower(), _text(v)) for k, v in pairs]
        der = connection.certificate() if connection is not None else None
        self.certificate = read_certificate(der) if der else None

    def body(self) -> bytes:
        """Content coding removed; a bomb gives its first megabytes."""
        data = b"".join(self.parts)
        if not any(k == "content-encoding" and v.strip().lower() in ("gzip", "x-gzip") for k, v in self.headers):
            return data[:MAX_BODY]
        try:
            return zlib.decompressobj(31).decompress(data, MAX_BODY)
        except zlib.error:
            return data[:MAX_BODY]


def _text(raw: bytes) -> str:
    """A header's value: UTF-8 where it is, else Latin-1 (browsers read ``Location`` so)."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


# -- Where a page sends its reader -------------------------------------------------------------------------------------


class Onward(NamedTuple):
    """The next station."""

    url: str
    how: str
    """``301``…``308``, ``refresh``, ``meta``."""


def target_of(station: Station) -> Onward | None:
    """Where an answer sends its reader without being asked; ``None`` = nowhere: it is the landing."""
    status, base = station.step.status, station.step.url
    if status in (301, 302, 303, 307, 308):
        location = station.header("location")
        return Onward(_join(base, location), str(status)) if location else None
    header = refresh_target(station.header("refresh"))
    if header:
        return Onward(_join(base, header), "refresh")
    inside = meta_target(station.body)
    return Onward(_join(base, inside), "meta") if inside else None


def refresh_target(value: str) -> str | None:
    """The URL of a ``Refresh`` value (HTML standard, shared declarative refresh steps); ``None`` when it has none."""
    found = _REFRESH.match(value[:MAX_LOCATION])
    if found is None or (found[1] and float(found[1]) > MAX_DELAY):
        return None
    target = found[2].strip()
    if target[:1] in ("'", '"'):
        target = target[1:].partition(target[0])[0]
    return target.strip() or None


def meta_target(body: bytes) -> str | None:
    """The target of a ``<meta http-equiv=refresh>`` that a browser with script would obey."""
    if b"efresh" not in body and b"EFRESH" not in body:
        return None
    for node in LexborHTMLParser(body[:1_000_000]).css("meta[http-equiv]")[:20]:
        parent = node.parent
        if parent is not None and parent.tag == "noscript":
            continue
        if (node.attributes.get("http-equiv") or "").strip().lower() == "refresh":
            return refresh_target(node.attributes.get("content") or "")
    return None


def _join(base: str, target: str) -> str:
    """A target against its base, as a browser joins them; white space inside a URL's text is dropped or coded."""
    target = re.sub(r"[\t\r\n]", "", target[:MAX_LOCATION]).strip(" \x00")
    if parse_url(target) is not None:
        return target
    target = target.replace("\\", "/")
    try:
        joined = urljoin(base, quote(target, safe="/:?#[]@!$&'()*+,;=%~|"))
    except ValueError:
        return target
    return joined


# -- Certificates ------------------------------------------------------------------------------------------------------


def read_certificate(der: bytes) -> Certificate | None:
    """The names and dates of a certificate; ``None`` for what cannot be read."""
    from cryptography import x509
    from cryptography.x509.oid import ExtensionOID

    try:
        read = x509.load_der_x509_certificate(der)
    except ValueError:
        return None
    names: tuple[str, ...] = ()
    try:
        extension: Any = read.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
        names = tuple(extension.get_values_for_type(x509.DNSName))[:50]
    except (x509.ExtensionNotFound, ValueError):
        pass
    try:
        subject, issuer = read.subject.rfc4514_string()[:300], read.issuer.rfc4514_string()[:300]
        dates = _utc(read.not_valid_before_utc), _utc(read.not_valid_after_utc)
    except ValueError:
        return None
    return Certificate(subject, issuer, names, *dates)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _trusting() -> ssl.SSLContext:
    """Takes any certificate: what is wrong with it was found out before, and nothing secret is ever sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context
