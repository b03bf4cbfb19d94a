"""The link leads to a bare IP address."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_ip
from gyotaku.judge.signs.ways import of_link, ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Private addresses are the reader's own devices and are passed over."""
    for link in ways(d):
        if is_ip(link.host) and not link.host.startswith(("10.", "192.168.", "127.", "172.16.", "[f", "[::1")):
            yield Finding("link-ip-host", Strength.STRONG, (of_link(link),), {"host": link.host})
            return


SIGN = Sign(
    id="link-ip-host",
    viewpoint="link",
    benign="devices and test servers inside one's own network",
    look=look,
)
