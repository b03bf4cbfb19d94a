"""The Received chain and whose word each line of it is (RFC 5321 section 4.4).

Every server puts its line on top. Read from the top, the lines are the recipient's own servers' until the first one
that took the mail from outside: the address in that line was *seen* by a trusted server. Everything below came in with
the mail and may be invented.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal

from gyotaku.domains import ip_in_host, registrable
from gyotaku.mail.trace import NO_NAMES, Trace, canonical_ip, read_trace
from gyotaku.model import Hop, Mail, Trust, under
from gyotaku.patterns import pattern

MAX_HOPS = 100
"""Newest Received fields that are kept. RFC 5321 section 6.3 calls 100 the point where a loop is certain."""

PROVIDERS: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        "outlook.com office365.com microsoft.com hotmail.com exchangelabs.com msn.com live.com",
        "google.com gmail.com googlemail.com",
        "yahoo.com yahoodns.net yahoo.net aol.com",
        "yahoo.co.jp ybb.ne.jp softbank.jp softbank.ne.jp",
        "icloud.com me.com mac.com apple.com",
        "docomo.ne.jp mopera.net spmode.ne.jp",
        "au.com ezweb.ne.jp au.ne.jp kddi.com kddi.ne.jp dion.ne.jp auone-net.jp",
        "nifty.com nifty.ne.jp nifty.jp",
        "biglobe.ne.jp mesh.ad.jp",
        "ocn.ne.jp ocn.ad.jp nttpc.ne.jp",
        "so-net.ne.jp so-net.or.jp",
        "plala.or.jp plala.ne.jp",
        "iij.ad.jp iij4u.or.jp iijmio.jp securemx.jp",
        "sakura.ne.jp sakura.ad.jp",
        "kagoya.net kagoya.jp kagoya.com",
        "xserver.jp xserver.ne.jp xsrv.jp wpx.ne.jp",
        "lolipop.jp heteml.jp heteml.net muumuu-mail.com",
        "coreserver.jp value-server.com valueserver.jp xrea.com",
        "onamae.ne.jp gmoserver.jp gmo.jp",
        "asahi-net.or.jp asahi-net.ne.jp",
        "gmx.net gmx.com gmx.de kundenserver.de mail.com web.de server.lan",
    )
)
"""Names one provider uses for its own mail servers. All of them rent to strangers, so a name in them is no proof."""

_PROVIDER_OF = {name: group for group in PROVIDERS for name in group}
_INTERNAL_SUFFIXES = (".local", ".localdomain", ".internal", ".lan", ".intra", ".corp", ".home", ".arpa", ".dmz")
# Exchange Online's own machines (2603:1096::, 2603:10a6::, 2603:10b6::… in Microsoft's published ranges, and seen in
# every hosted mailbox's chain). Customers' machines at Azure have other second words.
_EXCHANGE_ONLINE = pattern(r"2603:10[0-9a-f]6:")
_MAIL_HOST = pattern(
    r"(?:[a-z]{0,12}[-.]?)?(?:mx|mta|smtp|mail|relay|mfgw|mgw|imf|ifmta|fwd|msa|mbox|mail?gate|mailgw|spam|filter|scan)"
)

Basis = Literal["settings", "inferred"]


def read_hops(mail: Mail, own_hosts: tuple[str, ...] = ()) -> tuple[Hop, ...]:
    """The chain, newest first, each hop with its trust; ``()`` when the mail carries no Received field.

    ``own_hosts`` are host names, domains, addresses or networks (``192.0.2.0/24``) of the recipient's servers and
    forwarders; when none is given, or none of them occurs, they are inferred, and ``trust_basis`` says so.
    At most one hop is HANDED_OVER: none when the mail never came from outside, or when that cannot be told.
    """
    fields = [h for h in mail.headers if len(h.name) == 8 and h.name.lower() == "received"][:MAX_HOPS]
    if not fields:
        return ()
    traces = [read_trace(field.value) for field in fields]
    own = _Own(own_hosts)
    basis: Basis = "settings"
    if not own_hosts or not any(own.wrote(t) for t in traces):
        own, basis = _Own(()), "inferred"
        _infer(own, mail, fields[0].index)
    edge, known = _walk(traces, own)
    return tuple(
        Hop(
            index=index,
            header=field.index,
            helo=trace.helo,
            ptr=trace.ptr,
            ip=trace.ip,
            by=trace.by,
            protocol=trace.protocol,
            at=trace.at,
            trust=Trust.OURS if index < known else Trust.HANDED_OVER if index == edge else Trust.CLAIMED,
            trust_basis=basis,
            raw=field.value,
            recipient=trace.recipient,
        )
        for index, (field, trace) in enumerate(zip(fields, traces, strict=True))
    )


@lru_cache(maxsize=4096)
def is_internal(ip: str) -> bool:
    """True for addresses that cannot be the outside: loopback, private, link-local, carrier-grade NAT, unique local.

    >>> is_internal("100.64.3.4"), is_internal("203.0.113.5")
    (True, False)
    """
    if ":" not in ip:
        octets = ip.split(".")
        if octets[0] in ("10", "127"):
            return True
        pair = (octets[0], int(octets[1])) if len(octets) == 4 and octets[1].isdigit() else ("", 0)
        return (
            pair in (("192", 168), ("169", 254))
            or (pair[0] == "172" and 16 <= pair[1] < 32)
            or (pair[0] == "100" and 64 <= pair[1] < 128)
        )
    try:
        address = IPv6Address(ip)
    except ValueError:
        return False
    return address.is_loopback or address.is_link_local or (address.packed[0] & 0xFE) == 0xFC or address.is_unspecified


class _Own:
    """The recipient's side: what was told, or what the walk has learnt so far."""

    def __init__(self, hosts: tuple[str, ...]) -> None:
        self.told = bool(hosts)
        self.domains: set[str] = set()
        self.networks: list[IPv4Network | IPv6Network] = []
        self.rents = False
        """True when a provider is among the domains, whose customers have names in them too."""
        for host in hosts:
            host = host.strip().lower().strip(".")
            try:
                self.networks.append(ip_network(host.strip("[]"), strict=False))
            except ValueError:
                self.domains.add(host.removeprefix("*."))

    def has(self, host: str | None) -> bool:
        return bool(host) and under(str(host), self.domains) is not None

    def has_ip(self, ip: str | None) -> bool:
        return bool(ip) and any(ip_address(str(ip)) in net for net in self.networks)

    def wrote(self, trace: Trace) -> bool:
        return self.has(trace.by) or (bool(trace.by) and self.has_ip(canonical_ip(str(trace.by).strip("[]"))))

    def learn(self, host: str | None) -> None:
        """Take a host's organisation for the recipient's own."""
        name = str(host or "").lower().rstrip(".")
        if self.told or "." not in name or not _real(name):
            return
        labels = name.split(".")
        for start in range(max(0, len(labels) - 3), len(labels) - 1):
            group = _PROVIDER_OF.get(".".join(labels[start:]))
            if group:
                self.domains |= group
                self.rents = True
                return
        self.domains.add(registrable(name) or name)


def _infer(own: _Own, mail: Mail, first: int) -> None:
    """Fields above the topmost Received were written by the last of the recipient's servers (RFC 8601 section 5)."""
    for field in mail.headers[:first]:
        if field.name.lower() == "authentication-results":
            own.learn(field.value.partition(";")[0].split("(")[0].strip().partition(" ")[0])


def _walk(traces: list[Trace], own: _Own) -> tuple[int, int]:
    """(index of the HANDED_OVER hop or -1, number of OURS hops above it)."""
    for index, trace in enumerate(traces):
        # A line counts as ours when the server named in it is; the topmost always does when nothing was told, and so
        # does one by an internal name, as long as no line above it took the mail from outside.
        if index and not own.wrote(trace) and not (_nameless(trace.by) or (not own.domains)):
            return -1, index
        if not own.domains or index == 0:
            own.learn(trace.by)
        below = traces[index + 1] if index + 1 < len(traces) else None
        if not _from_inside(trace, below, own):
            return index, index
        if trace.ip and is_internal(trace.ip) and trace.ptr and _real(trace.ptr):
            own.learn(trace.ptr)  # the reverse zone of private addresses is the recipient's own
        elif trace.pulled and below is not None:
            own.learn(below.by)
    return -1, len(traces)


def _from_inside(trace: Trace, below: Trace | None, own: _Own) -> bool:
    """True when the server took the mail from one of the recipient's own machines."""
    if trace.pulled:
        return True
    if trace.ip is None:
        return _handed_locally(trace, below, own)
    if own.has_ip(trace.ip) or is_internal(trace.ip):
        return True
    if _EXCHANGE_ONLINE.match(trace.ip) and own.has(trace.by):
        return True
    if below is None or not own.wrote(below) or not trace.verified or not own.has(trace.ptr):
        return False
    # From here on: a public address whose checked reverse name is in our domain. Somebody who rents a line or a server
    # from the recipient's provider has such a name too.
    name = str(trace.ptr).lower()
    if ip_in_host(name):
        return False
    return own.told or not own.rents or _MAIL_HOST.match(name) is not None


def _handed_locally(trace: Trace, below: Trace | None, own: _Own) -> bool:
    """A line without a client's address: a pipe, a queue, a web form; or a server that does not note it."""
    helo = (trace.helo or "").lower().strip("[]")
    if below is None:
        return not _real(helo) or "@" in helo or own.has(helo) or _same_host(helo, trace.by)
    if not _real(helo) or "@" in helo or own.has(helo) or own.wrote(below) or _same_host(helo, trace.by):
        return True
    if (trace.protocol or "").upper().startswith(("LMTP", "LOCAL")) and _same_host(helo, below.by):
        own.learn(below.by)  # LMTP is spoken between the machines of one site (RFC 2033 section 4.3)
        return True
    return False


def _same_host(one: str | None, other: str | None) -> bool:
    return bool(one) and bool(other) and str(one).lower() == str(other).lower()


def _nameless(host: str | None) -> bool:
    """True for a server's name that says nothing of whose it is: none, ``localhost``, no dot, a private address."""
    return not _real((host or "").lower().strip("[]"))


@lru_cache(maxsize=2048)
def _real(host: str) -> bool:
    """True for a name of the public DNS or a public address."""
    if not host or host.lower() in NO_NAMES or host.startswith("localhost") or "." not in host:
        return ":" in host and canonical_ip(host) is not None and not is_internal(host)
    ip = canonical_ip(host)
    if ip:
        return not is_internal(ip)
    return not host.lower().endswith(_INTERNAL_SUFFIXES)
