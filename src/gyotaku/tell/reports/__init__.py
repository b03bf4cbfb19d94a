"""One file a format. ``render`` is the only door: what comes out has passed the leak check, or nothing comes out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from gyotaku.errors import ConfigError, LeakError
from gyotaku.registry import plugins
from gyotaku.tell.report import Report
from gyotaku.tell.reports.prints import Find
from gyotaku.tell.words import Words, words


class Options(NamedTuple):
    """What a format may be asked for; each takes what concerns it."""

    width: int | None = None
    """Columns of a terminal; ``None`` = 100, and never more than 100."""
    color: bool = False
    indent: bool = False
    """JSON over many lines instead of one."""
    pictures: Find | None = None
    """Where pictures of pages are found by hash; only HTML shows them."""


class Format(NamedTuple):
    """A way to write a report down."""

    id: str
    media_type: str
    suffix: str
    """Of files, with the dot."""
    render: Callable[[Report, Words, Options], str]
    embed: Callable[[bytes, Report, Find], bytes] | None = None
    """Puts the pictures into the places that ``render`` left for them."""


@cache
def formats() -> dict[str, Format]:
    """Every format there is, by id."""
    return {one.id: one for one in plugins("gyotaku.tell.reports", "FORMAT")}


def render(
    report: Report,
    format: str,
    lang: str,
    *,
    width: int | None = None,
    color: bool = False,
    indent: bool = False,
    pictures: Find | None = None,
) -> bytes:
    """The report as UTF-8 bytes. ``pictures`` gives the kept picture of a hash (``ShownPage.picture``).

    Raises :class:`~gyotaku.errors.LeakError` when anything of the recipient is in them, and also when a report that is
    not private comes without its guard: fails closed. Raises :class:`~gyotaku.errors.ConfigError` for an unknown format
    or language.
    """
    one = formats().get(format)
    if one is None:
        raise ConfigError(f"no format {format!r}: there are {', '.join(sorted(formats()))}")
    if lang not in ("ja", "en"):
        raise ConfigError(f"no language {lang!r}: ja or en")
    if report.guard is None and not report.private:
        raise LeakError(f"{report.case.sha256[:12]}: report without a guard: not rendered")
    # A lone surrogate cannot be written as UTF-8; it can come only from a broken mail and means nothing.
    data = one.render(report, words(lang), Options(width, color, indent, pictures)).encode("utf-8", "replace")
    if report.guard is not None and not report.private:
        report.guard.check(data, format)
    # Pixels come in behind the check: they are no text, and were masked in the page before they were taken.
    return one.embed(data, report, pictures) if one.embed is not None and pictures is not None else data
