"""SPF (RFC 7208): may this address send mail for that domain?

The record is read whole before anything in it is used; then its terms are tried in order, with at most ten that ask the
DNS and at most two that come back empty. An answer nobody has is never taken for "no such record".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address

from gyotaku.gather.auth import macros, spfrecord
from gyotaku.gather.auth.asking import Ask, Book, Reply, askable, unsure_status
from gyotaku.gather.auth.spfrecord import Mechanism, Record
from gyotaku.model import State

MAX_LOOKUPS = 10
"""Terms that ask the DNS (RFC 7208 section 4.6.4)."""
MAX_VOIDS = 2
"""Terms whose question has an empty answer (RFC 7208 section 4.6.4)."""
MAX_MX = 10
"""Mail servers of one ``mx``; more is a permerror (RFC 7208 section 4.6.4)."""
MAX_PTR = 10
"""Reverse names that are looked at; the rest is ignored (RFC 7208 section 4.6.4)."""
MAX_EXPLANATION = 500
"""Characters of the domain's explanation that are kept: text of a stranger, shown to people."""

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class SpfResult:
    """What check_host said, and at which price."""

    status: str
    """none, neutral, pass, fail, softfail, temperror, permerror (RFC 7208 section 2.6), or ``unknown``: not asked."""
    domain: str
    """The domain whose record was judged, A-label; as given when it is no domain name."""
    explanation: str
    """The domain owner's words to refused senders (``exp=``); ``""`` when there are none. Hostile text."""
    reason: str
    """One plain line: the term that matched, or what was wrong."""
    lookups: int
    """Terms that asked the DNS."""
    voids: int
    """Terms whose question had an empty answer."""


class _EndError(Exception):
    """The evaluation ends here with a result of its own."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


async def check_host(ip: str, domain: str, sender: str, helo: str, ask: Ask, at: datetime | None = None) -> SpfResult:
    """RFC 7208 section 4: the result for mail from ``sender`` handed over by ``ip``.

    ``domain`` is the sender's domain, or the HELO name when the envelope sender is null (then ``sender`` is ``""``).
    ``at`` is only for the ``%{t}`` of explanations. Never raises on anything a stranger wrote.
    """
    try:
        address = ip_address(ip.partition("%")[0])
    except ValueError:
        return SpfResult("permerror", domain, "", "no IP address to judge", 0, 0)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:  # RFC 7208 section 5: judged as IPv4
        address = address.ipv4_mapped
    local, at_sign, sender_domain = sender.rpartition("@")
    if not at_sign:
        sender_domain = sender_domain or domain
    visit = _Visit(address, local or "postmaster", askable(sender_domain) or sender_domain, helo, Book(ask), at)
    name = askable(domain)
    if not name or "." not in name or name.startswith("["):
        return SpfResult("none", domain, "", "not a domain name that can publish SPF", 0, 0)
    explanation = ""
    try:
        status, reason, exp = await visit.check(name)
        if status == "fail" and exp is not None:
            explanation = await visit.explain(*exp)
    except _EndError as end:
        status, reason = end.status, end.reason
    return SpfResult(status, name, explanation, reason + visit.note, visit.lookups, visit.voids)


_Explainer = tuple[macros.Pieces, str]
"""(domain-spec of ``exp=``, the domain in whose record it stands)."""


class _Visit:
    """One evaluation: who is judged, and how much has been spent."""

    def __init__(
        self, ip: Address, local: str, sender_domain: str, helo: str, book: Book, at: datetime | None
    ) -> None:  # fmt: skip
        self.ip = ip
        self.lookups = 0
        self.voids = 0
        self.note = ""
        self._suspicions: set[tuple[str, str]] = set()
        self._book = book
        self._family = "A" if ip.version == 4 else "AAAA"
        self._values = {
            "s": f"{local}@{sender_domain}",
            "l": local,
            "o": sender_domain,
            "h": helo,
            "i": _dotted(ip),
            "v": "in-addr" if ip.version == 4 else "ip6",
            "c": str(ip),
            "r": "unknown",
            "t": str(int(at.timestamp())) if at else "0",
        }
        self._names: list[str] | None = None

    async def check(self, domain: str) -> tuple[str, str, _Explainer | None]:
        """(status, reason, explainer); raises :class:`_EndError` for errors."""
        record = await self._record(domain)
        if record is None:
            return "none", f"{domain} publishes no SPF record", None
        explainer = (record.exp, domain) if record.exp is not None else None
        await self._ask_ahead(record, domain)
        for term in record.mechanisms:
            if term.name in spfrecord.COSTLY:
                self._spend(term.text)
            if await self._matches(term, domain):
                return term.result, f"{term.text} in the record of {domain}", explainer
        if record.redirect is None:
            return "neutral", f"nothing in the record of {domain} matches", explainer
        self._spend("redirect")
        target = await self._target(record.redirect, domain)
        status, reason, explainer = await self.check(target) if askable(target) else ("none", "", None)
        if status == "none":
            raise _EndError("permerror", f"redirect to {target}, which publishes no SPF record")
        return status, reason, explainer

    async def explain(self, exp: macros.Pieces, domain: str) -> str:
        """The explanation, or ``""`` where anything about it is wrong (RFC 7208 section 6.2)."""
        try:
            reply = await self._book.look_up("TXT", await self._target(exp, domain))
            if reply.state is not State.FOUND or len(reply.values) != 1:
                return ""
            pieces = macros.parse(reply.values[0], explanation=True)
            text = macros.expand(pieces, await self._macro_values(pieces, domain))
        except (macros.MacroError, _EndError):
            return ""
        return text[:MAX_EXPLANATION] if text.isprintable() else ""

    # -- Records -------------------------------------------------------------------------------------------------------

    async def _record(self, domain: str) -> Record | None:
        reply = self._sure(await self._book.look_up("TXT", domain), f"TXT of {domain}")
        found = [text for text in reply.values if spfrecord.is_spf(text)]
        if not found:
            return None
        if len(found) > 1:
            raise _EndError("permerror", f"{domain} publishes {len(found)} SPF records")
        try:
            return spfrecord.parse(found[0])
        except spfrecord.RecordError as fault:
            raise _EndError("permerror", f"record of {domain}: {fault}") from None

    async def _ask_ahead(self, record: Record, domain: str) -> None:
        """Asks side by side what the terms up to the first sure match will ask, then what included records will.

        The waiting time of a record with five includes is that of one. At most ten questions are asked on suspicion,
        level by level, so that the same answers always lead to the same questions.
        """
        level = [(record, domain)]
        while level:
            wanted = [question for each in level for question in self._suspected(*each)]
            await self._book.look_up_all(wanted)
            level = []
            hosts: list[str] = []
            for kind, name in wanted:
                reply = await self._book.look_up(kind, name)
                if kind == "MX":
                    hosts += _mail_hosts(reply)[:MAX_MX]
                elif kind == "TXT":
                    level += [(found, name) for found in _sound_records(reply)]
            await self._book.look_up_all((self._family, host) for host in hosts)

    def _suspected(self, record: Record, domain: str) -> list[tuple[str, str]]:
        wanted: list[tuple[str, str]] = []
        for term in record.mechanisms:
            if term.name == "all" or self._in_network(term):
                break
            if term.name not in spfrecord.COSTLY:
                continue
            if macros.letters(term.target):  # macros may name the sender: asked only when reached
                break
            name = macros.expand_domain(term.target, {}) if term.target else domain
            kind = {"include": "TXT", "a": self._family, "mx": "MX", "exists": "A", "ptr": "PTR"}[term.name]
            question = (kind, str(self.ip) if kind == "PTR" else name)
            if self._book.knows(*question) or question in self._suspicions:
                continue
            if len(self._suspicions) >= MAX_LOOKUPS:
                break
            self._suspicions.add(question)
            wanted.append(question)
        return wanted

    def _spend(self, what: str) -> None:
        if self.lookups >= MAX_LOOKUPS:
            raise _EndError("permerror", f"more than {MAX_LOOKUPS} DNS look-ups, at {what[:80]}")
        self.lookups += 1

    def _sure(self, reply: Reply, what: str) -> Reply:
        if reply.unsure:
            raise _EndError(unsure_status(reply), f"{what}: {reply.reason or 'no answer'}")
        return reply

    def _counted(self, reply: Reply, what: str) -> Reply:
        """The reply, its emptiness counted."""
        self._sure(reply, what)
        if reply.void:
            if self.voids >= MAX_VOIDS:
                raise _EndError("permerror", f"more than {MAX_VOIDS} look-ups without an answer, at {what}")
            self.voids += 1
        return reply

    # -- Mechanisms ----------------------------------------------------------------------------------------------------

    async def _matches(self, term: Mechanism, domain: str) -> bool:
        if term.name == "all":
            return True
        if term.name in ("ip4", "ip6"):
            return self._in_network(term)
        target = await self._target(term.target, domain) if term.target else domain
        if term.name == "include":
            return await self._include(target)
        if term.name == "a":
            return self._near(term, self._counted(await self._book.look_up(self._family, target), target))
        if term.name == "mx":
            return await self._mx(term, target)
        if term.name == "exists":
            return not self._counted(await self._book.look_up("A", target), target).void
        names = await self._validated()
        if not names and (await self._book.look_up("PTR", str(self.ip))).void:
            self._counted(Reply(State.ABSENT), f"PTR of {self.ip}")
        return any(_under(name, target) for name in names)

    async def _include(self, target: str) -> bool:
        status = (await self.check(target))[0] if askable(target) else "none"
        if status == "none":
            raise _EndError("permerror", f"include of {target}, which publishes no SPF record")
        return status == "pass"

    async def _mx(self, term: Mechanism, target: str) -> bool:
        reply = self._counted(await self._book.look_up("MX", target), target)
        if len(reply.values) > MAX_MX:
            raise _EndError("permerror", f"{target} has more than {MAX_MX} MX records")
        hosts = _mail_hosts(reply)
        await self._book.look_up_all((self._family, host) for host in hosts)
        for host in hosts:
            if self._near(term, self._sure(await self._book.look_up(self._family, host), host)):
                return True
        return False

    def _in_network(self, term: Mechanism) -> bool:
        if term.name == "ip4" and self.ip.version == 4:
            return int(self.ip) >> (32 - term.prefix4) == term.network >> (32 - term.prefix4)
        if term.name == "ip6" and self.ip.version == 6:
            return int(self.ip) >> (128 - term.prefix6) == term.network >> (128 - term.prefix6)
        return False

    def _near(self, term: Mechanism, reply: Reply) -> bool:
        """Whether an address of the reply shares the term's prefix with the judged one."""
        shift = 32 - term.prefix4 if self.ip.version == 4 else 128 - term.prefix6
        return any(a.version == self.ip.version and int(a) >> shift == int(self.ip) >> shift for a in _addresses(reply))

    # -- Macros --------------------------------------------------------------------------------------------------------

    async def _target(self, pieces: macros.Pieces, domain: str) -> str:
        try:
            return macros.expand_domain(pieces, await self._macro_values(pieces, domain))
        except macros.MacroError as fault:
            raise _EndError("permerror", f"record of {domain}: {fault}") from None

    async def _macro_values(self, pieces: macros.Pieces, domain: str) -> dict[str, str]:
        values = {**self._values, "d": domain}
        if "p" in macros.letters(pieces):
            names = await self._validated()
            best = [n for n in names if n == domain] or [n for n in names if _under(n, domain)] or names
            values["p"] = best[0] if best else "unknown"
        return values

    async def _validated(self) -> list[str]:
        """Reverse names of the address that lead back to it (RFC 7208 section 5.5); errors count as none."""
        if self._names is None:
            reply = await self._book.look_up("PTR", str(self.ip))
            names = [askable(name) for name in reply.values[:MAX_PTR]]
            names = [name for name in names if name]
            await self._book.look_up_all((self._family, name) for name in names)
            forward = {name: await self._book.look_up(self._family, name) for name in names}
            for each in (reply, *forward.values()):
                if each.state is State.SKIPPED:  # the RFC speaks of errors, not of questions nobody put
                    self._sure(each, f"reverse name of {self.ip}")
                elif each.unsure:
                    self.note = f"; the reverse name of {self.ip} could not be asked for and counts as none"
            self._names = [name for name in names if self.ip in _addresses(forward[name])]
        return self._names


def _sound_records(reply: Reply) -> list[Record]:
    """The one SPF record of a TXT reply, if it has one and it is sound; what is wrong is said when its turn comes."""
    texts = [text for text in reply.values if spfrecord.is_spf(text)]
    try:
        return [spfrecord.parse(texts[0])] if len(texts) == 1 else []
    except spfrecord.RecordError:
        return []


def _mail_hosts(reply: Reply) -> list[str]:
    """Host names of MX records; a null MX (RFC 7505) has none."""
    hosts = [value.partition(" ")[2].strip().rstrip(".") for value in reply.values]
    return [host for host in hosts if askable(host)]


def _addresses(reply: Reply) -> list[Address]:
    found: list[Address] = []
    for value in reply.values:
        try:
            found.append(ip_address(value))
        except ValueError:
            continue
    return found


def _under(name: str, domain: str) -> bool:
    domain = askable(domain)
    return bool(domain) and (name == domain or name.endswith("." + domain))


def _dotted(ip: Address) -> str:
    """``%{i}``: dotted quad, or all 32 nibbles with dots between (RFC 7208 section 7.3)."""
    return str(ip) if ip.version == 4 else ".".join(f"{int(ip):032X}")
