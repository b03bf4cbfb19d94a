"""What a visit brings home, before anything is read into it. Filled at the edge, read by :mod:`gyotaku.pages.read`.

Nothing here holds what somebody typed: a request's body is kept as the *names* it carried. All bytes and texts are
hostile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gyotaku.model import Step


@dataclass(frozen=True, slots=True)
class Request:
    """One request that the page made, the page's own first."""

    url: str
    """Absolute, as the browser sent it."""
    method: str = "GET"
    kind: str = "document"
    """``document``, ``stylesheet``, ``image``, ``font``, ``script``, ``xhr``, ``fetch``, ``ping``, ``websocket``…"""
    status: int | None = None
    """``None`` = no answer came."""
    names: tuple[str, ...] = ()
    """Names of the fields in its body (form, JSON keys), in order; ``()`` = no body, or one whose shape is unknown."""
    carries: tuple[str, ...] = ()
    """Which decoy values its URL or body held: ``mail``, ``account``, ``password``, ``card``, ``code``."""
    refused: str = ""
    """Why the gate let it not through; ``""`` = it did."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The TLS certificate of the page's own host."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    valid_from: datetime | None
    valid_to: datetime | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture the page showed, as hashes (:mod:`gyotaku.pages.pictures`)."""

    url: str
    role: str
    """``icon`` (favicon), ``picture`` (an ``<img>`` or a background), ``page`` (the whole screenshot)."""
    sha256: str
    phash: int | None = None
    """64 bits; ``None`` = could not be drawn."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One visit to one page, by one persona."""

    url: str
    """Where the visit was sent."""
    final_url: str
    """Where the browser stood at the end; equal to ``url`` when nothing was loaded."""
    status: int | None
    """HTTP status of the final document; ``None`` = none came."""
    headers: tuple[tuple[str, str], ...]
    """Of the final document, names in lower case, in wire order."""
    html: bytes
    """The final DOM, UTF-8, as the browser serialised it, with what its script filled into fields (no password) written
    back as ``value`` attributes; for the plain client the decoded body. ``b""`` = none."""
    trail: int | None = None
    """``Trail.link`` that the visit followed."""
    steps: tuple[Step, ...] = ()
    """How it got to ``final_url``: 302, refresh, meta, script."""
    requests: tuple[Request, ...] = ()
    title: str | None = None
    """``document.title``; ``None`` = read it from the HTML."""
    text: str | None = None
    """``document.body.innerText``, the reader's own view; ``None`` = read it from the HTML."""
    frames: tuple[tuple[str, bytes], ...] = ()
    """(URL, DOM as ``html``) of the frames in sight, in document order; ``()`` = none, or not taken: what the markup
    itself writes out (``srcdoc``, ``data:``) is then read."""
    pictures: tuple[Picture, ...] = ()
    html_blob: str | None = None
    picture_blob: str | None = None
    """The screenshot, by hash."""
    console: tuple[str, ...] = ()
    dialogs: tuple[tuple[str, str], ...] = ()
    """(``alert``, ``confirm``, ``prompt``, ``beforeunload``; what it said)."""
    downloads: tuple[str, ...] = ()
    """Names that files offered; the files are not kept."""
    certificate: Certificate | None = None
    persona: str = ""
    """``phone-ja``, ``desktop-ja``, ``abroad``, ``plain``; ``""`` = not said."""
    at: datetime | None = None
    stopped_by: str = ""
    """``""`` = loaded and came to rest; else ``dns``, ``refused``, ``timeout``, ``limit-bytes``, ``tls``, ``crash``…"""


@dataclass(frozen=True, slots=True)
class DecoyTry:
    """One set of decoy credentials typed through the page's own script, and what came of it."""

    form: int
    """Index into ``Page.forms``."""
    sent: tuple[Request, ...]
    """Requests made from the press of the button to rest."""
    answer: Capture
    """The page after it."""


@dataclass(frozen=True, slots=True)
class DecoyLogin:
    """What ``--try-decoy-login`` did on one page."""

    tries: tuple[DecoyTry, ...]
    """Each with other credentials."""
