"""The mail was handed over by a subscriber's line or by a rented machine that nobody named."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import handed_over, host_is_explained, host_names, of_hop
from gyotaku.judge.signs.shapes import is_access_line, is_rented_machine, names_its_ip
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """By the reverse name where the server noted one, else by the name the machine gave itself."""
    hop = handed_over(d)
    if hop is None or host_is_explained(d):
        return
    for name in host_names(hop)[:1]:
        if is_rented_machine(name):
            yield Finding("access-line", Strength.WEAK, (of_hop(hop),), {"variant": "rented", "host": name})
        elif is_access_line(name):
            yield Finding("access-line", Strength.WEAK, (of_hop(hop),), {"variant": "line", "host": name})
        elif names_its_ip(name):
            yield Finding("access-line", Strength.WEAK, (of_hop(hop),), {"variant": "numbered", "host": name})


SIGN = Sign(
    id="access-line",
    viewpoint="path",
    benign="hobbyists' servers at home, start-ups on a cloud machine",
    look=look,
)
