"""All mechanisms for one mail, asked side by side, as :class:`~gyotaku.model.AuthResult`s of our own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import anyio

from gyotaku.domains import registrable
from gyotaku.gather.auth import arc, dkim, dmarc, spf
from gyotaku.gather.auth.arc import ArcResult
from gyotaku.gather.auth.asking import Ask, host_name
from gyotaku.gather.auth.dkim import DkimResult
from gyotaku.gather.auth.dmarc import DmarcResult, Identifier
from gyotaku.gather.auth.spf import SpfResult
from gyotaku.mail.authres import read_auth
from gyotaku.mail.received import is_internal
from gyotaku.mail.sender import author_domains
from gyotaku.model import Answer, AuthResult, Hop, Mail, Sender, State, Trust

_BAD = frozenset({"fail", "softfail", "neutral", "none", "policy", "permerror"})
"""Words that contradict a pass. ``temperror`` and ``unknown`` contradict nothing."""
_NO_ADDRESS = "no server of the recipient's side noted who handed the mail over"
_NO_ENVELOPE = "the envelope sender was not recorded"
_NO_HELO = "the envelope sender is null, and no HELO name was recorded"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The border said one thing, the DNS of today another."""

    boundary: AuthResult
    recomputed: AuthResult


@dataclass(slots=True)
class _Findings:
    """What the mechanisms say; filled side by side."""

    spf: SpfResult | None = None
    dkim: tuple[DkimResult, ...] = ()
    arc: ArcResult | None = None


class _Once:
    """Asks each question once, however many mechanisms want it, and notes whether anybody answered at all."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._answers: dict[tuple[str, str], Answer[Any]] = {}
        self._under_way: dict[tuple[str, str], anyio.Event] = {}
        self.answered = False

    async def ask(self, source: str, subject: str) -> Answer[Any]:
        key = (source, subject)
        if key in self._under_way:
            await self._under_way[key].wait()
        if key not in self._answers:
            done = self._under_way[key] = anyio.Event()
            try:
                self._answers[key] = await self._ask(source, subject)
            finally:
                del self._under_way[key]
                done.set()
        answer = self._answers[key]
        self.answered = self.answered or answer.state is not State.SKIPPED
        return answer


async def authenticate(
    mail: Mail, hops: tuple[Hop, ...], sender: Sender, ask: Ask, at: datetime
) -> tuple[AuthResult, ...]:
    """SPF, every DKIM signature, ARC and DMARC, in that order, judged at the time of receipt ``at``.

    ``()`` when nobody was really asked (offline). SPF is judged for the address our own server saw (the HANDED_OVER
    hop); without one it is ``unknown``, not guessed. Never raises.
    """
    once = _Once(ask)
    findings = _Findings()

    async def run_spf() -> None:
        findings.spf = await _spf(mail, hops, sender, once.ask, at)

    async def run_dkim() -> None:
        findings.dkim = tuple([_trusted(each) for each in await dkim.verify(mail, once.ask, at)])

    async def run_arc() -> None:
        findings.arc = await arc.verify(mail, once.ask, at)

    async def ask_ahead() -> None:  # DMARC is judged last, but most of its questions are known from the start
        for domain in _walked(mail, sender):
            group.start_soon(dmarc.policy_of, domain, once.ask)

    async with anyio.create_task_group() as group:
        for each in (run_spf, run_dkim, run_arc, ask_ahead):
            group.start_soon(each)
    assert findings.spf is not None
    assert findings.arc is not None
    signed = [result for result in findings.dkim if result.domain]
    identifiers = [Identifier("spf", host_name(findings.spf.domain), findings.spf.status)]
    identifiers += [Identifier("dkim", result.domain or "", result.status) for result in signed]
    judged = await dmarc.evaluate(_authors(mail, sender), identifiers, once.ask)
    if not once.answered:
        return ()
    return _told(findings.spf, findings.dkim, findings.arc, judged)


def _walked(mail: Mail, sender: Sender) -> tuple[str, ...]:
    """Domains whose walk DMARC will want: the author's, and the envelope's where it could be of the same owner."""
    authors = _authors(mail, sender)
    if len(authors) != 1:
        return ()
    envelope = (sender.return_path or "").rpartition("@")[2]
    kin = envelope and registrable(envelope) == registrable(authors[0])
    return tuple(dict.fromkeys((authors[0], envelope) if kin else authors))


def _trusted(result: DkimResult) -> DkimResult:
    """A signature that leaves out a part of what the reader sees is sound and not accepted: ``policy`` (RFC 8601)."""
    return replace(result, status="policy") if result.status == "pass" and result.unsigned else result


def _authors(mail: Mail, sender: Sender) -> tuple[str, ...]:
    """The author's domains. Several From fields, or none but a disputed author, count as several authors."""
    domains = author_domains(mail)
    fields = sum(1 for header in mail.headers if header.name.strip().lower() == "from")
    disputed = fields > 1 or (fields == 0 and sender.ambiguous)
    return (*domains, "") if disputed else domains


async def _spf(mail: Mail, hops: tuple[Hop, ...], sender: Sender, ask: Ask, at: datetime) -> SpfResult:
    """SPF for the envelope sender the receiver noted; for the HELO name when that is null (RFC 7208 section 2.4)."""
    edge = next((hop for hop in hops if hop.trust is Trust.HANDED_OVER), None)
    envelope, domain = sender.return_path, ""
    helo = (edge.helo if edge else None) or ""
    if envelope is None:
        noted = [r for r in read_auth(mail, hops) if r.method == "spf" and r.domain]
        domain = noted[0].domain or "" if noted else ""
    else:
        domain = envelope.rpartition("@")[2] if envelope else helo
    if edge is None or not edge.ip or is_internal(edge.ip):
        return SpfResult(
            "unknown", domain, "", "no server of the recipient's side noted who handed the mail over", 0, 0
        )
    if not domain:
        missing = (
            "the envelope sender was not recorded" if envelope is None else "null sender, and no HELO was recorded"
        )
        return SpfResult("unknown", "", "", missing, 0, 0)
    return await spf.check_host(edge.ip, domain, envelope or "", helo, ask, at)


def _told(
    checked: SpfResult, signatures: tuple[DkimResult, ...], chain: ArcResult, judged: DmarcResult
) -> tuple[AuthResult, ...]:
    alignment = iter(judged.alignment)
    reason = checked.reason
    if checked.explanation:
        reason += f"; the domain says: {checked.explanation}"
    told = [_result("spf", checked.status, host_name(checked.domain) or None, next(alignment), reason)]
    for each in signatures:
        aligned = next(alignment) if each.domain else None
        why = each.reason + (f" (s={each.selector})" if each.selector and each.status != "pass" else "")
        told.append(_result("dkim", each.status, each.domain, aligned, why))
    told.append(_result("arc", chain.status, chain.domain, None, chain.reason))
    said = "; ".join(part for part in (judged.reason, judged.rfc7489) if part)
    passed = {"pass": True, "fail": False}.get(judged.status)
    told.append(_result("dmarc", judged.status, judged.domain, passed, said))
    return tuple(told)


def _result(method: Any, status: str, domain: str | None, aligned: bool | None, reason: str) -> AuthResult:
    return AuthResult(method, status, domain, aligned, "recomputed", reason)


def disagreements(auth: tuple[AuthResult, ...]) -> tuple[Disagreement, ...]:
    """Where the border's word and ours contradict each other: one says pass, the other says that it does not.

    Compared are results of one method for one domain (SPF, DKIM), or of one method (ARC, DMARC). A check that could
    not be made contradicts nothing. A key taken down since is the usual innocent cause; the reason tells.
    """
    ours: dict[tuple[str, str | None], list[AuthResult]] = {}
    for result in auth:
        if result.origin == "recomputed":
            ours.setdefault(_key(result), []).append(result)
    found = []
    for said in auth:
        if said.origin != "boundary":
            continue
        mine = ours.get(_key(said), [])
        denied = said.status == "pass" and all(result.status in _BAD for result in mine)
        granted = said.status in _BAD and all(result.status == "pass" for result in mine)
        if mine and (denied or granted):
            found.append(Disagreement(said, mine[0]))
    return tuple(found)


def _key(result: AuthResult) -> tuple[str, str | None]:
    return result.method, result.domain if result.method in ("spf", "dkim") else None
