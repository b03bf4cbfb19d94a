"""DNS questions: UDP, TCP where the answer was cut off, a TTL cache, and every limit a hostile name server can meet.

The messages are dnspython's, the sockets are the gate's. "No such name", "no such record" and "no answer" are three
different answers (RFC 2308, RFC 8020); a name server that is silent, refuses or talks nonsense is never read as "no".
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any

import anyio
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.reversename

from gyotaku.domains import to_ascii
from gyotaku.errors import ConfigError, RefusedByPolicy, WorldFailure
from gyotaku.gather.egress import Endpoint, Gate
from gyotaku.gather.memory import UNKNOWN_SECONDS, Memory
from gyotaku.gather.source import NO_SUCH_NAME, NO_SUCH_RECORD
from gyotaku.gather.world import Clock, utc_now
from gyotaku.model import Answer, Records, State

RTYPES = frozenset({"A", "AAAA", "MX", "TXT", "PTR", "NS", "SOA"})

UDP_PAYLOAD = 1232
"""Bytes asked for in one datagram: fits every path without fragments (DNS flag day 2020, RFC 9715)."""
TRY_SECONDS = 1.5
"""For one datagram. A resolver's cold answer takes a second at worst; then the next server or the next try."""
TRIES = 2
"""Rounds over all name servers."""
MAX_SECONDS = 5.0
"""For one question, all tries and TCP together."""
MAX_CHAIN = 8
"""CNAMEs followed. Honest chains (CDN in front of CDN) have up to four or five; a loop has no end."""
MAX_RECORDS = 200
"""Records kept of one answer; the longest honest TXT sets seen hold about a hundred."""
MAX_TTL = 86_400
NEGATIVE_SECONDS = 300
"""For which "no" is remembered when no SOA says so; RFC 2308 section 5 allows up to three hours."""
MAX_REVERSE = 5
"""Reverse names of one address that are confirmed; a CDN's may have hundreds."""


def system_name_servers() -> tuple[Endpoint, ...]:
    """The machine's own name servers; ``()`` when it has none."""
    import dns.resolver

    try:
        found = dns.resolver.Resolver(configure=True).nameservers
    except (dns.resolver.NoResolverConfiguration, OSError):
        return ()
    return tuple((str(s), 53) for s in found if _ip(str(s)))


def name_server(text: str) -> Endpoint:
    """``192.0.2.1``, ``192.0.2.1:5353``, ``[2001:db8::1]:53`` as an end point. Raises :class:`ConfigError`."""
    host, port = text, "53"
    if text.startswith("[") and "]" in text:
        host, _, rest = text[1:].partition("]")
        port = rest.removeprefix(":") or "53"
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
    if not _ip(host) or not port.isdigit() or not 0 < int(port) < 65_536:
        raise ConfigError(f"name server {text!r}: an address is wanted, with or without a port")
    return str(ipaddress.ip_address(host)), int(port)


class Resolver:
    """Asks the configured name servers. Never raises for anything they do."""

    def __init__(self, gate: Gate, memory: Memory | None = None, clock: Clock = utc_now) -> None:
        self._gate = gate
        self._memory = memory if memory is not None else Memory()
        self._clock = clock
        self.asked = 0
        """Questions that went out, cached ones not counted."""

    async def ask(self, name: str, rtype: str) -> Answer[Records]:
        """Records of a name; for PTR of an address, for FCRDNS its reverse names that lead back to it."""
        rtype = rtype.upper()
        subject = name.rstrip(".").lower()
        key = (f"dns:{rtype}", subject)
        if rtype == "FCRDNS":
            return await self._confirmed(subject)
        known = self._memory.recall(key)
        if known is not None:
            return known
        if rtype not in RTYPES:
            return self._answer(key, State.UNKNOWN, None, f"DNS type {rtype} is not asked for")
        try:
            question = _question(subject, rtype)
        except (dns.exception.DNSException, ValueError, UnicodeError):
            # A label of 64 characters, a name of 300: there can be no such name.
            return self._answer(key, State.ABSENT, None, NO_SUCH_NAME)
        return await self._memory.once(key, lambda: self._fetch(key, question, rtype))

    async def addresses(self, host: str) -> tuple[str, ...]:
        """Addresses of a name for the gate, IPv4 first. Raises :class:`WorldFailure` when nobody answered."""
        answers: list[Answer[Records]] = []

        async def one(rtype: str) -> None:
            answers.append(await self.ask(host, rtype))

        async with anyio.create_task_group() as group:
            group.start_soon(one, "A")
            group.start_soon(one, "AAAA")
        answers.sort(key=lambda a: a.source)
        values = tuple(v for a in answers if a.value for v in a.value.values)
        if not values:
            for answer in answers:
                if answer.state is State.UNKNOWN:
                    raise WorldFailure(f"{host}: its address is not known: {answer.reason}")
            raise WorldFailure(f"{host}: there is no such host")
        return values

    async def _confirmed(self, ip: str) -> Answer[Records]:
        """Forward-confirmed reverse DNS (RFC 8601 section 2.7.3): reverse names that resolve to the same address."""
        key = ("dns:FCRDNS", ip)
        reverse = await self.ask(ip, "PTR")
        if reverse.state is not State.FOUND or reverse.value is None:
            return self._answer(key, reverse.state, None, reverse.reason)
        rtype = "AAAA" if ":" in ip else "A"
        names = reverse.value.values[:MAX_REVERSE]
        forward: dict[str, Answer[Records]] = {}

        async def one(name: str) -> None:
            forward[name] = await self.ask(name, rtype)

        async with anyio.create_task_group() as group:
            for name in names:
                group.start_soon(one, name)
        good = tuple(n for n in names if (v := forward[n].value) and ip in v.values)
        if good:
            return self._answer(key, State.FOUND, Records(good, reverse.value.ttl), "")
        silent = next((a for n in names if (a := forward[n]).state is State.UNKNOWN), None)
        if silent is not None:
            return self._answer(key, State.UNKNOWN, None, f"{silent.subject}: {silent.reason}")
        return self._answer(key, State.ABSENT, None, "")

    async def _fetch(
        self, key: tuple[str, str], question: dns.message.Message, rtype: str
    ) -> tuple[Answer[Records], float]:
        self.asked += 1
        try:
            with anyio.fail_after(MAX_SECONDS):
                response = await self._exchange(question)
            return self._read(key, response, rtype)
        except TimeoutError:
            reason = f"no name server answered within {MAX_SECONDS:g} s"
        except (WorldFailure, RefusedByPolicy) as error:
            reason = str(error)
        return self._answer(key, State.UNKNOWN, None, reason), UNKNOWN_SECONDS

    async def _exchange(self, question: dns.message.Message) -> dns.message.Message:
        """The first answer that counts. Raises WorldFailure naming what the last server did."""
        servers = self._gate.policy.name_servers
        if not servers:
            raise WorldFailure("no name server is configured")
        reason = ""
        tcp_only = "dns" in self._gate.policy.proxies
        for _ in range(TRIES):
            for server in servers:
                try:
                    response = None if tcp_only else await self._by_udp(question, server)
                    if response is None:
                        response = await self._by_tcp(question, server)
                except (WorldFailure, RefusedByPolicy) as error:
                    reason = str(error)
                    continue
                if response.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
                    return response
                reason = f"the name server answered {dns.rcode.to_text(response.rcode())}"
        raise WorldFailure(reason)

    async def _by_udp(self, question: dns.message.Message, server: Endpoint) -> dns.message.Message | None:
        """The answer; ``None`` when it was cut off. Packets that are not the answer are passed over until the time is
        up, so that a forged one does not end the wait."""
        nonsense = False
        try:
            async with await self._gate.udp(*server) as socket:
                with anyio.fail_after(TRY_SECONDS):
                    await socket.send(question.to_wire())
                    while True:
                        response = _message(await socket.receive(), question)
                        if response is None:
                            nonsense = True
                        elif response.flags & dns.flags.TC:
                            return None
                        else:
                            return response
        except TimeoutError:
            raise WorldFailure(
                "the name server answered nonsense" if nonsense else "the name server did not answer"
            ) from None
        except (anyio.BrokenResourceError, anyio.ClosedResourceError, OSError) as error:
            raise WorldFailure("the name server cannot be reached") from error

    async def _by_tcp(self, question: dns.message.Message, server: Endpoint) -> dns.message.Message:
        wire = question.to_wire()
        async with await self._gate.connect("dns", *server) as connection:
            await connection.send(len(wire).to_bytes(2, "big") + wire)
            data = b""
            while len(data) < 2 or len(data) < 2 + int.from_bytes(data[:2], "big"):
                more = await connection.receive()
                if not more:
                    raise WorldFailure("the name server broke off its answer")
                data += more
        response = _message(data[2 : 2 + int.from_bytes(data[:2], "big")], question)
        if response is None:
            raise WorldFailure("the name server answered nonsense")
        return response

    def _read(self, key: tuple[str, str], response: dns.message.Message, rtype: str) -> tuple[Answer[Records], float]:
        """The answer in our words, and the seconds for which it is fresh."""
        try:
            assert isinstance(response, dns.message.QueryMessage)
            chain = response.resolve_chaining()
        except (dns.exception.DNSException, AssertionError):
            # A loop, or a chain of more than sixteen.
            return self._answer(key, State.UNKNOWN, None, "its CNAME records lead nowhere"), UNKNOWN_SECONDS
        if len(chain.cnames) > MAX_CHAIN:
            reason = f"a chain of more than {MAX_CHAIN} CNAME records"
            return self._answer(key, State.UNKNOWN, None, reason), UNKNOWN_SECONDS
        if chain.answer is None:
            seconds = min(chain.minimum_ttl, MAX_TTL) if response.authority else NEGATIVE_SECONDS
            no = NO_SUCH_NAME if response.rcode() == dns.rcode.NXDOMAIN else NO_SUCH_RECORD
            return self._answer(key, State.ABSENT, None, no), seconds
        values = tuple(_values(rtype, chain.answer))
        ttl = min(int(chain.minimum_ttl), MAX_TTL)
        records = Records(values, ttl, bool(response.flags & dns.flags.AD))
        return self._answer(key, State.FOUND, records, ""), ttl

    def _answer(self, key: tuple[str, str], state: State, value: Records | None, reason: str) -> Answer[Records]:
        return Answer(key[0], key[1], state, value, reason, self._clock())


def _question(subject: str, rtype: str) -> dns.message.Message:
    """The message to send. Raises ValueError or a DNSException when the subject is no name."""
    if rtype == "PTR" and _ip(subject):
        name = dns.reversename.from_address(subject)
    else:
        name = dns.name.from_text(subject if subject.isascii() else to_ascii(subject))
    # AD asks for the resolver's word on DNSSEC without its signatures (RFC 6840 section 5.7).
    return dns.message.make_query(name, rtype, use_edns=0, payload=UDP_PAYLOAD, flags=dns.flags.RD | dns.flags.AD)


def _message(data: bytes, question: dns.message.Message) -> dns.message.Message | None:
    """The answer to this question; ``None`` when the bytes are anything else."""
    try:
        response = dns.message.from_wire(data, ignore_trailing=True, raise_on_truncation=False)
        return response if question.is_response(response) else None
    except Exception:  # dnspython raises several kinds on hostile bytes; all mean the same here
        return None


def _values(rtype: str, rrset: Any) -> Iterator[str]:
    """Presentation form, in an order of our own: name servers turn theirs at every answer."""
    rows: list[tuple[int, str]] = []
    for rdata in list(rrset)[:MAX_RECORDS]:
        if rtype in ("A", "AAAA"):
            rows.append((0, str(ipaddress.ip_address(rdata.address))))
        elif rtype == "MX":
            rows.append((rdata.preference, f"{rdata.preference} {_name(rdata.exchange)}"))
        elif rtype == "TXT":
            rows.append((0, b"".join(rdata.strings).decode("latin-1")))
        elif rtype in ("PTR", "NS"):
            rows.append((0, _name(rdata.target)))
        else:
            numbers = (rdata.serial, rdata.refresh, rdata.retry, rdata.expire, rdata.minimum)
            rows.append((0, " ".join([_name(rdata.mname), _name(rdata.rname), *map(str, numbers)])))
    yield from (text for _, text in sorted(rows))


def _name(name: dns.name.Name) -> str:
    """Without the last dot; the root itself stays ``.`` (a null MX, RFC 7505)."""
    return name.to_text(omit_final_dot=True) if name != dns.name.root else "."


def _ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
