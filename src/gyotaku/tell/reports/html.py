"""The report as one HTML file: no script, nothing from outside, reads on a phone, prints on A4.

Escaping is here and only here: every string a template prints passes :func:`_print`, which makes acting characters
visible, escapes, and shows what was taken out as a black bar. No address of the mail ever stands in an attribute.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gyotaku.tell.report import Origin, Report
from gyotaku.tell.reports import Format, Options
from gyotaku.tell.reports.prints import MAX_PRINTS, Find, prints
from gyotaku.tell.reports.visible import visible
from gyotaku.tell.telling import tell
from gyotaku.tell.words import Words, words

if TYPE_CHECKING:
    from jinja2 import Environment

_PAGE = Path(__file__).with_name("page")
_CARVED = {"phishing": "詐欺", "suspicious": "疑い", "undecided": "保留", "no-signs": "印なし"}
"""A seal is carved once: the same characters in every language, the word in the reader's language beside it."""
_CUT = re.compile(r"&lt;(?:[\w.-]{1,80}:)?(recipient(?:-local|-domain|-name)?|token|unreadable)&gt;")


def _render(report: Report, words: Words, options: Options) -> str:
    environment = _environment(words.lang)
    told = tell(report, words)
    macros: Any = environment.get_template("macros.html.jinja").module

    def number(mark: int) -> Any:
        return macros.number(mark, told.back.get(mark, "h-found"))

    def address(url: str, host: str) -> Any:
        return _address(url, host, words.lang)

    return environment.get_template("report.html.jinja").render(
        t=told,
        w=words,
        origin=report.origin,
        private=report.private,
        carved=_CARVED[report.verdict.label],
        empty="specimen_headers" if report.headers_only else "specimen_empty",
        space="" if words.lang == "ja" else " ",
        own=[chain for chain in told.chains if chain.aside],
        number=number,
        chain=lambda c: macros.chain(c, words, number, address),
        sentence=lambda s: macros.sentence(s, words("heading", "evidence_place")),
        map=_map(report.origin, words.lang),
        prints=_places(report) if options.pictures is not None else (),
    )


_PLACE = "print:{}"
"""Stands where a picture comes: an address that no browser fetches, should the picture be missing."""


def _places(report: Report) -> tuple[str, ...]:
    """Places for the pictures of the pages, where the mail was found to lead to a fake."""
    if report.verdict.label not in ("phishing", "suspicious"):
        return ()
    shown = [page.picture for page in report.pages if page.picture and page.liveness == "alive"]
    return tuple(_PLACE.format(digest) for digest in list(dict.fromkeys(shown))[:MAX_PRINTS])


def _embed(data: bytes, report: Report, find: Find) -> bytes:
    """The pictures in their places, small; a place whose picture is not to be had stays empty."""
    drawn = prints((page.picture for page in report.pages), find)
    for place in _places(report):
        uri = drawn.get(place.partition(":")[2], "data:,")
        data = data.replace(f'src="{place}"'.encode(), f'src="{uri}"'.encode())
    return data


def _map(origin: Origin, lang: str) -> Any:
    """The map of the sending machine's whereabouts; ``None`` when the data gives no spot."""
    from markupsafe import Markup

    from gyotaku.tell.map import map_svg

    if origin.latitude is None or origin.longitude is None or not origin.radius_km:
        return None
    return Markup(map_svg(origin.latitude, origin.longitude, origin.radius_km, lang))  # noqa: S704  # numbers and ours


@cache
def _environment(lang: str) -> Environment:
    """Made once a language and only when HTML is asked for: the import alone takes longer than a dissection."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: _print(value, lang),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # Ours, not the mail's: the only two strings that are not escaped.
    environment.globals["css"] = Markup((_PAGE / "report.css").read_text(encoding="utf-8"))  # noqa: S704
    environment.globals["fish"] = Markup((_PAGE / "fish.svg").read_text(encoding="utf-8"))  # noqa: S704
    return environment


def _print(value: Any, lang: str) -> Any:
    """What Jinja prints for ``value``: escaped text, with a bar where something of the recipient stood."""
    from markupsafe import Markup, escape

    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    safe = str(escape(visible(value)))
    if "&lt;" in safe:
        safe = _CUT.sub(lambda m: _bar(m[1], lang), safe)
    return Markup(safe)  # noqa: S704  # escaped two lines above


def _bar(what: str, lang: str) -> str:
    return f'<span class="cut">{words(lang)("cut", "bar_" + what)}</span>'


def _address(url: str, host: str, lang: str) -> Any:
    """A dead URL with its host set apart: the one part that says where it leads."""
    from markupsafe import Markup

    before, found, after = url.partition(host) if host else (url, "", "")
    if not found:
        return _print(url, lang)
    return Markup("{}<b>{}</b>{}").format(_print(before, lang), _print(found, lang), _print(after, lang))


FORMAT = Format("html", "text/html; charset=utf-8", ".html", _render, _embed)
