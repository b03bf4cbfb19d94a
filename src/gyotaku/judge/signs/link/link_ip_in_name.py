"""The host name spells out an IP address: a machine nobody gave a name."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import ip_in_host, is_ip
from gyotaku.judge.signs.ways import of_link, ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Firms give their sites names; automatic names are for machines."""
    for link in ways(d):
        ip = None if is_ip(link.host) else ip_in_host(link.host)
        if ip:
            facts = {"host": link.host, "ip": ip}
            yield Finding("link-ip-in-name", Strength.STRONG, (of_link(link),), facts)
            return


SIGN = Sign(
    id="link-ip-in-name",
    viewpoint="link",
    benign="links to test machines among engineers",
    look=look,
)
