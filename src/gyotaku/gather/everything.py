"""Every question one mail raises, all asked side by side, within one deadline.

What waits for nothing is asked at once; what needs an answer first (the network of a host's address) is asked the
moment that answer is there. At the deadline what came in is kept, and each question still open is UNKNOWN with that
reason. The answers stand in an order of their own (source, subject), never in the order of coming in.

Two things are never asked, whoever wants to know: anything about the recipient's own domain, and anything whose words
hold the recipient in any form or a token that stands for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import anyio
import anyio.abc

from gyotaku.domains import is_ip, is_public_mail_domain, parse_url, registrable
from gyotaku.gather.source import Source, unknown
from gyotaku.gather.world import World, skipped
from gyotaku.model import Answer, AuthResult, Dissection, Recipient, State, Step, under
from gyotaku.registry import plugins
from gyotaku.tell.redactor import Redactor

DEADLINE = 20.0
"""Seconds for one mail, all questions together."""
RESERVE = 0.25
"""Seconds of the deadline kept back for putting the answers together."""
MAX_HOSTS = 40
"""Link hosts asked about; the most in one mail of the corpora is below thirty. More are named as not asked."""
MAX_HOST_IPS = 2
"""Addresses of one host whose network is asked for; the others of a pool stand beside them."""
MAX_URLS = 20
"""URLs asked for at reputation sources."""
MAX_WALK = 5
"""Names above a sender domain that are asked for its policy before anybody needs them."""
MAX_QUESTIONS = 600
"""Of one mail, those of authentication included: a mail that raises more is an attack on the asker."""

_OWN = "not asked: it is the recipient's own domain"
_PRIVATE = "not asked: the question itself would carry the recipient"
_FULL = f"not asked: more than {MAX_QUESTIONS} questions for one mail"


async def gather(
    d: Dissection, world: World, deadline: float = DEADLINE, sources: Iterable[Source] | None = None
) -> Dissection:
    """The dissection with what the world said: ``intel``, ``gathered_at``, recomputed ``auth`` after the boundary's.

    ``deadline`` in seconds. ``sources``: whose reputation kinds are asked for; the installed ones unless given. Never
    raises for anything outside. The offline world leaves the dissection as it is.
    """
    at = world.now()
    if world.name == "offline":
        return d
    asking = _Asking(d, world, deadline)
    auth: list[AuthResult] = []
    installed = plugins("gyotaku.gather.intel", "SOURCE") if sources is None else tuple(sources)
    async with anyio.create_task_group() as group:
        plan = _Plan(d, asking, group, tuple(s for s in installed if s.role == "reputation"))
        group.start_soon(_authenticate, d, asking, at, auth)
        plan.start()
    answers = {**asking.answers, **{(a.source, a.subject): replace(a, asked_at=at) for a in plan.notes}}
    return replace(d, auth=d.auth + tuple(auth), intel=tuple(answers[key] for key in sorted(answers)), gathered_at=at)


class _Asking:
    """One mail's questions: each once, none that would betray, none after the deadline."""

    def __init__(self, d: Dissection, world: World, deadline: float) -> None:
        self._world = world
        self._deadline = deadline
        self.end = anyio.current_time() + max(0.0, deadline - RESERVE)
        self._own = _own_domains(d.recipient)
        tokens = {t.value for link in d.links for t in link.tokens}
        tokens.update(t.value for trail in d.trails for step in trail.steps for t in step.tokens)
        self._redactor = Redactor(d.recipient, tokens)
        self.answers: dict[tuple[str, str], Answer[Any]] = {}
        self._open: dict[tuple[str, str], anyio.Event] = {}

    async def ask(self, source: str, subject: str) -> Answer[Any]:
        """The world's answer, or why there is none. Asked twice, it is the same answer."""
        key = (source, subject)
        if key in self._open:
            await self._open[key].wait()
        if key in self.answers:
            return self.answers[key]
        event = self._open[key] = anyio.Event()
        try:
            answer = self._refusal(source, subject)
            if answer is None:
                with anyio.move_on_at(self.end):
                    answer = await self._world.ask(source, subject)
            if answer is None:
                now = self._world.now()
                reason = f"no answer before the deadline of {self._deadline:g} s"
                answer = Answer(source, subject, State.UNKNOWN, None, reason, now)
            self.answers[key] = answer
            return answer
        finally:
            event.set()

    def _refusal(self, source: str, subject: str) -> Answer[Any] | None:
        if len(self._open) > MAX_QUESTIONS:
            return Answer(source, subject, State.UNKNOWN, None, _FULL, self._world.now())
        host = subject
        if "://" in subject:
            parsed = parse_url(subject)
            host = parsed.host if parsed else ""
        if under(host, self._own):
            return skipped(source, subject, _OWN)
        return skipped(source, subject, _PRIVATE) if self.betrays(subject) else None

    def betrays(self, subject: str) -> bool:
        """True when the words themselves hold the recipient, or a token that stands for them."""
        return self._redactor.text(subject, "question") != subject


def _own_domains(recipient: Recipient) -> tuple[str, ...]:
    """Domains that point to the recipient: theirs and the registered name above; no public mail provider's."""
    own: dict[str, None] = {}
    for address in recipient.addresses:
        domain = address.rpartition("@")[2].rstrip(".").lower()
        if domain and not is_public_mail_domain(domain):
            own[domain] = None
            if registrable(domain):
                own[registrable(domain)] = None
    return tuple(own)


class _Plan:
    """Which questions a mail raises. Every method starts questions; none waits for all of them."""

    def __init__(
        self, d: Dissection, asking: _Asking, group: anyio.abc.TaskGroup, reputation: tuple[Source, ...]
    ) -> None:
        self._d = d
        self._ask = asking.ask
        self._betrays = asking.betrays
        self._group = group
        self._reputation = reputation
        self._begun: set[tuple[str, str]] = set()
        self.notes: list[Answer[Any]] = []
        """What was left out, said as answers."""

    def start(self) -> None:
        """All of it, what has the longest way first: a link's host, its address, that address's network."""
        d = self._d
        self._links()
        if d.origin and d.origin.ip:
            self._address(d.origin.ip, origin=True)
            self._domain(registrable(d.origin.ptr or ""))
        if d.sender.address and d.sender.address.domain:
            self._mail_domain(d.sender.address.domain)
            self._policy(d.sender.address.domain)
        for address in d.sender.reply_to[:3]:
            self._mail_domain(address.domain)
        if d.sender.return_path:
            self._mail_domain(d.sender.return_path.rpartition("@")[2].strip("<>").lower())
        self._brand()

    def _go(self, source: str, subject: str) -> None:
        """Start one question that nothing waits for."""
        if subject and (source, subject) not in self._begun:
            self._begun.add((source, subject))
            self._group.start_soon(self._ask, source, subject)

    def _first(self, what: str, subject: str) -> bool:
        new = bool(subject) and (what, subject) not in self._begun
        self._begun.add((what, subject))
        return new

    def _address(self, ip: str, *, origin: bool = False) -> None:
        """Name, network, registration and reputation of one address."""
        if origin:
            self._go("dns:PTR", ip)
            self._go("dns:FCRDNS", ip)
        self._go("atlas:ip", ip)
        self._go("rdap:ip", ip)
        self._reputed("ip", ip)

    def _mail_domain(self, domain: str) -> None:
        """A domain that mail says it comes from or is to be answered to."""
        if not domain or "." not in domain or is_ip(domain.strip("[]")):
            return
        for rtype in ("A", "AAAA", "MX", "NS", "TXT"):
            self._go(f"dns:{rtype}", domain)
        self._domain(registrable(domain))

    def _policy(self, domain: str) -> None:
        """All that DMARC's walk up the tree may ask for (RFC 9989 section 4.10), asked at once instead of in turn."""
        labels = domain.split(".")
        for at in range(max(0, len(labels) - MAX_WALK), len(labels)):
            self._go("dns:TXT", "_dmarc." + ".".join(labels[at:]))

    def _domain(self, domain: str) -> None:
        """Registration of a registrable domain: RDAP, and WHOIS where RDAP does not know."""
        if domain and not is_ip(domain) and self._first("domain", domain):
            self._group.start_soon(self._registration, domain)
            self._reputed("domain", domain)

    async def _registration(self, domain: str) -> None:
        answer = await self._ask("rdap:domain", domain)
        if answer.state not in (State.FOUND, State.ABSENT):
            await self._ask("whois:domain", domain)

    def _brand(self) -> None:
        """The DMARC policy of the brand whose face the mail wears: what that brand asked receivers to do."""
        claim = self._d.claimed
        if claim is None:
            return
        for domain in dict.fromkeys((*claim.mail_domains[:2], *claim.web_domains[:1])):
            self._go("dns:TXT", f"_dmarc.{domain}")

    def _links(self) -> None:
        steps = tuple(self._steps())
        hosts = dict.fromkeys(step.host for step in steps)
        for host in list(hosts)[:MAX_HOSTS]:
            # A host name made for this recipient is not asked for; the domain above it mostly leads there too.
            name = registrable(host) if self._betrays(host) else host.strip("[]")
            if is_ip(name):
                self._address(name)
            elif self._first("host", name):
                self._group.start_soon(self._host, name)
                self._domain(registrable(host))
            self._reputed("host", name)
        if len(hosts) > MAX_HOSTS:
            reason = f"only the first {MAX_HOSTS} of {len(hosts)} hosts that the mail leads to were asked about"
            self.notes.append(Answer("gather", "hosts", State.UNKNOWN, None, reason, None))
        if any("url" in source.kinds for source in self._reputation):
            urls = dict.fromkeys(filter(None, map(_harmless, steps)))
            for url in list(urls)[:MAX_URLS]:
                self._reputed("url", url)

    def _steps(self) -> Iterator[Step]:
        """Stations of all trails that are not the brand's own: what a reader clicks before what loads by itself."""
        d = self._d
        order = sorted(d.trails, key=lambda t: not d.links[t.link].clickable)
        for trail in order:
            for step in trail.steps:
                if step.host and not (d.claimed and d.claimed.serves(step.host)):
                    yield step

    async def _host(self, host: str) -> None:
        """Addresses of a link's host, then their networks."""
        self._go("dns:AAAA", host)
        self._go("dns:NS", registrable(host))
        answer = await self._ask("dns:A", host)
        if answer.value is None:
            answer = await self._ask("dns:AAAA", host)
        if answer.value is not None:
            for ip in answer.value.values[:MAX_HOST_IPS]:
                self._address(ip)

    def _reputed(self, kind: str, subject: str) -> None:
        for source in self._reputation:
            if kind in source.kinds:
                self._go(f"{source.id}:{kind}", subject)


def _harmless(step: Step) -> str | None:
    """The step's URL without what could stand for the recipient; ``None`` when nothing but the host remains."""
    parsed = parse_url(step.url)
    if parsed is None or parsed.scheme not in ("http", "https") or parsed.username:
        return None
    places = {token.where.partition(":")[0] for token in step.tokens}
    if places & {"path", "host", "userinfo"}:
        return None
    whole = parsed.href.partition("#")[0]
    return whole.partition("?")[0] if "query" in places else whole


# -- Authentication ----------------------------------------------------------------------------------------------------


async def _authenticate(d: Dissection, asking: _Asking, at: datetime | None, results: list[AuthResult]) -> None:
    """SPF, DKIM, ARC and DMARC of the mail, recomputed. What goes wrong there is a gap in the report, not its end."""
    from gyotaku.gather.auth.everything import authenticate

    moment = d.received_at or d.date or at
    if moment is None:
        return
    why = "authentication could not be recomputed before the deadline"
    try:
        # Its questions end at the deadline by themselves; what remains is arithmetic, and a hostile mail's can be long.
        with anyio.move_on_at(asking.end + RESERVE):
            results.extend(await authenticate(d.mail, d.hops, d.sender, asking.ask, moment))
            return
    except Exception as error:
        why = f"authentication could not be recomputed ({type(error).__name__})"
    asking.answers["auth", "mail"] = unknown("auth", "mail", why, at) if at else skipped("auth", "mail", why)
