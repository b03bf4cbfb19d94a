"""The receiving server's filter has stamped the subject."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_subject
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """One filter's vote: worth a little, proves nothing."""
    if d.subject.spam_stamp:
        yield Finding("spam-stamp", Strength.WEAK, of_subject(d), {"stamp": d.subject.spam_stamp.strip()})


SIGN = Sign(
    id="spam-stamp",
    viewpoint="subject",
    benign="newsletters and forwarded mail that a strict filter marks; a stamp copied in a reply",
    look=look,
)
