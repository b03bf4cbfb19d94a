"""Captures as literals: the page that a visit would have brought home."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from gyotaku.model import Dissection, Finding, Page, Recipient
from gyotaku.pages.capture import Capture, Request
from gyotaku.pages.read import read_page
from gyotaku.pages.site import Asked, Site, answer, read_site
from gyotaku.testing import mail, print_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
HANAKO = Recipient(("hanako@example.jp",))
EVIL = "https://login.evil.example/a/index.php"
AT = datetime(2026, 9, 1, 10, 2, tzinfo=UTC)


def capture(html: str, url: str = EVIL, **more: object) -> Capture:
    """A capture of that markup, 200 unless said otherwise."""
    plain = Capture(url=url, final_url=url, status=200, headers=(), html=html.encode(), trail=0, at=AT)
    return replace(plain, **more)  # type: ignore[arg-type]  # a builder: the caller names fields of Capture


def page(html: str, url: str = EVIL, **more: object) -> Page:
    """That capture, read for hanako@example.jp."""
    return read_page(capture(html, url, **more), HANAKO)


def notes(of: Page, key: str) -> list[object]:
    """Values of a note."""
    return [value for name, value in of.notes if name == key]


def landed(*pages: Page, sender: str = "送信者 <sender@example.com>", **more: str) -> Dissection:
    """A mail whose link was followed to those pages."""
    raw = mail(sender=sender, html='<p>お知らせ</p><a href="https://login.evil.example/a">開く</a>', **more)  # type: ignore[arg-type]
    return replace(print_of(raw), pages=pages)


def found(sign_id: str, d: Dissection) -> tuple[Finding, ...]:
    """What one sign finds."""
    from gyotaku.judge.look import sign

    return tuple(sign(sign_id).look(d))


def login(title: str = "ログイン", action: str = "check.php", extra: str = "", lang: str = "ja") -> str:
    """A login page."""
    return (
        f'<html lang="{lang}"><title>{title}</title><body>{extra}<form action="{action}" method="post">'
        "<label for=i>アカウント名</label><input id=i name=id><label for=p>パスワード</label>"
        "<input id=p name=pw type=password><button>ログイン</button></form></body></html>"
    )


class Folder:
    """An example's site, played without a server."""

    def __init__(self, example: str) -> None:
        self.path = EXAMPLES / example / "world" / "pages"
        self.site: Site = read_site((self.path / "pages.toml").read_text(encoding="utf-8"))
        self.names = frozenset(p.name for p in self.path.iterdir())
        self.spent: frozenset[int] = frozenset()

    def get(self, url: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        """Status, headers, body."""
        parts = urlsplit(url)
        asked = Asked(parts.scheme, parts.hostname or "", parts.path, parts.query, method)
        served = answer(self.site, asked, self.names, self.spent)
        self.spent = served.spent
        body = (self.path / served.file).read_bytes() if served.file else served.body.encode()
        return served.status, dict(served.headers), body


__all__ = ["AT", "EVIL", "HANAKO", "Folder", "Request", "capture", "found", "landed", "login", "notes", "page"]
