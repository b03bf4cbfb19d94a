"""What stands before the @ looks like the destination; the browser goes behind it."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import parse_url
from gyotaku.judge.signs.ways import of_link, ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Decisive when the decoy looks like a host name."""
    for link in ways(d):
        parsed = parse_url(link.href)
        if parsed is None or not parsed.username:
            continue
        decoy = parsed.username
        strength = Strength.DECISIVE if "." in decoy or "%" in decoy else Strength.STRONG
        yield Finding("link-userinfo", strength, (of_link(link),), {"decoy": decoy[:80], "host": link.host})
        return


SIGN = Sign(
    id="link-userinfo",
    viewpoint="link",
    benign="none that we know; browsers drop this part or warn",
    look=look,
)
