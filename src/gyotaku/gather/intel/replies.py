"""What every HTTP source does with an answer that is none."""

from __future__ import annotations

from urllib.parse import urlsplit

from gyotaku.errors import WorldFailure
from gyotaku.gather.source import HttpReply
from gyotaku.model import Answer, State

LONGEST_WAIT = 86_400.0
"""Seconds; a server that asks for more than a day is read as a day."""


def raise_if_busy(reply: HttpReply) -> None:
    """Raises :class:`~gyotaku.errors.WorldFailure` for 429 and 5xx, with Retry-After in seconds where it is given."""
    if reply.status == 429 or reply.status >= 500:
        after = reply.headers.get("retry-after", "").strip()
        wait = min(float(after), LONGEST_WAIT) if after.isascii() and after.isdigit() and len(after) < 9 else None
        what = "too many questions" if reply.status == 429 else "its own failure"
        hint = f"; it says to wait {wait:.0f} s" if wait is not None else ""
        raise WorldFailure(f"{urlsplit(reply.url).hostname} answered {reply.status} ({what}){hint}", wait)


def not_set(source: str, subject: str, setting: str) -> Answer[object]:
    """SKIPPED: the operator has not given what the source needs."""
    return Answer(source, subject, State.SKIPPED, None, f"not asked: {setting} is not set", None)
