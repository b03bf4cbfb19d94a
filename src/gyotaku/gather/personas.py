"""Who looks at a page: kits answer a Japanese phone with a login form and everybody else with nothing."""

from __future__ import annotations

from dataclasses import dataclass

from gyotaku.errors import ConfigError
from gyotaku.gather.egress import LaneName


@dataclass(frozen=True, slots=True)
class Persona:
    """One way to look."""

    id: str
    about: str
    agent: str
    """User-Agent; ``{major}`` is the browser's own version, so that its other answers agree with it."""
    languages: str
    """Accept-Language."""
    locale: str = "ja-JP"
    zone: str = "Asia/Tokyo"
    size: tuple[int, int] = (1280, 900)
    """Of the window, CSS pixels."""
    scale: float = 1.0
    phone: bool = False
    lane: LaneName = "web"
    browser: bool = True
    """``False``: asked by :mod:`gyotaku.gather.follow`, without script and without a picture."""


PERSONAS = {
    persona.id: persona
    for persona in (
        Persona(
            "phone-ja",
            "a phone in Japan",
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 "
            "Mobile Safari/537.36",
            "ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7",
            size=(412, 915),
            scale=1.5,
            phone=True,
        ),
        Persona(
            "desktop-ja",
            "a desktop in Japan",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 "
            "Safari/537.36",
            "ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7",
        ),
        Persona(
            "abroad",
            "a desktop elsewhere (its place is that of the upstream proxy of the lane web-abroad)",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 "
            "Safari/537.36",
            "en-US,en;q=0.9",
            locale="en-US",
            zone="America/New_York",
            lane="web-abroad",
        ),
        Persona(
            "plain",
            "a program without script, as scanners and preview makers are",
            "Mozilla/5.0 (compatible)",
            "en",
            browser=False,
        ),
    )
}
"""By id."""

DEFAULT = ("phone-ja",)
"""One look. More looks compare, and tell the phisher more often that somebody looks."""

ALL = tuple(PERSONAS)


def personas(names: tuple[str, ...]) -> tuple[Persona, ...]:
    """Those of that name, browsers first and in the order of naming; ``all`` is all of them.

    Raises :class:`ConfigError` for a name there is none of.
    """
    wanted = dict.fromkeys(ALL if "all" in names else names or DEFAULT)
    odd = [name for name in wanted if name not in PERSONAS]
    if odd:
        raise ConfigError(f"--persona {odd[0]}: there are all, {', '.join(PERSONAS)}")
    return tuple(sorted((PERSONAS[name] for name in wanted), key=lambda p: not p.browser))
