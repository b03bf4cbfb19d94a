"""The live world: every question to its source, each within its own time, every failure an honest UNKNOWN."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import anyio

from gyotaku.errors import GyotakuError
from gyotaku.gather.dns import Resolver, name_server, system_name_servers
from gyotaku.gather.egress import Gate, LaneName, Policy
from gyotaku.gather.memory import UNKNOWN_SECONDS, Memory
from gyotaku.gather.network import GatedNetwork, believing
from gyotaku.gather.source import Source, unknown
from gyotaku.gather.world import skipped, utc_now
from gyotaku.model import Answer, State
from gyotaku.registry import plugins

PATIENCE = 12.0
"""Seconds for one question. Slow WHOIS servers answer within eight; the whole gathering has twenty."""

NOT_SWITCHED_ON = "not asked: the question would tell a third party about this case (--ask-third-parties)"


def installed_sources() -> tuple[Source, ...]:
    """Every ``SOURCE`` of :mod:`gyotaku.gather.intel`."""
    return plugins("gyotaku.gather.intel", "SOURCE")


class LiveWorld:
    """Asks the outside. Use one for many mails: what it learned for one it knows for the next."""

    def __init__(
        self,
        network: GatedNetwork,
        sources: Iterable[Source] | None = None,
        *,
        third_parties: bool = False,
        patience: float = PATIENCE,
        name: str = "live",
    ) -> None:
        """``sources``: all that are installed unless given."""
        self.network = network
        self.sources = {s.id: s for s in (installed_sources() if sources is None else sources)}
        self._third_parties = third_parties
        self._patience = patience
        self._name = name
        self._memory = Memory()
        self._asked: Counter[str] = Counter()

    @property
    def name(self) -> str:
        """``live``, or ``loopback`` for a closed world."""
        return self._name

    def now(self) -> datetime | None:
        """The clock's time."""
        return self.network.clock()

    @property
    def asked(self) -> Counter[str]:
        """Questions by source that could not be answered from memory."""
        return self._asked + Counter(dns=self.network.resolver.asked)

    async def ask(self, source: str, subject: str) -> Answer[Any]:
        """One answer; whatever goes wrong is UNKNOWN with its reason."""
        who, _, kind = source.partition(":")
        if who == "dns":
            return await self.network.resolver.ask(subject, kind)
        plugin = self.sources.get(who)
        if plugin is None or kind not in plugin.kinds:
            return skipped(source, subject, "no such source is installed")
        if plugin.third_party and not self._third_parties:
            return skipped(source, subject, NOT_SWITCHED_ON)
        return await self._memory.once((source, subject), lambda: self._fetch(plugin, source, subject))

    async def _fetch(self, plugin: Source, source: str, subject: str) -> tuple[Answer[Any], float]:
        self._asked[plugin.id] += 1
        kind = source.partition(":")[2]
        at = self.network.clock()
        try:
            with anyio.fail_after(self._patience):
                answer = await plugin.ask(kind, subject, self.network)
            if answer.source != source or answer.subject != subject:
                answer = Answer(source, subject, answer.state, answer.value, answer.reason, answer.asked_at or at)
            fresh = UNKNOWN_SECONDS if answer.state in (State.UNKNOWN, State.SKIPPED) else plugin.fresh_for
            return answer, fresh
        except TimeoutError:
            reason = f"no answer within {self._patience:g} s"
        except GyotakuError as error:
            reason = str(error)
        except Exception as error:
            # A source that was answered something its reader never saw: the report names the gap, the mail goes on.
            reason = f"its answer could not be read ({type(error).__name__})"
        return unknown(source, subject, reason, at), UNKNOWN_SECONDS


@dataclass(frozen=True, slots=True)
class Options:
    """What the operator decided about the live world."""

    name_servers: tuple[str, ...] = ()
    """``192.0.2.1`` or ``192.0.2.1:5353``; ``()`` = the system's."""
    proxies: Mapping[LaneName, str] = field(default_factory=dict)
    third_parties: bool = False
    data_dir: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    """Of the sources: ``{"urlhaus.key": "…"}``."""
    ca_file: Path | None = None


def live_world(options: Options = Options(), sources: Iterable[Source] | None = None) -> LiveWorld:
    """The real internet. Raises :class:`~gyotaku.errors.ConfigError` for options that cannot be carried out."""
    servers = tuple(name_server(s) for s in options.name_servers) or system_name_servers()
    gate = Gate(Policy(name_servers=servers, proxies=options.proxies))
    resolver = Resolver(gate)
    gate.resolve = resolver.addresses
    network = GatedNetwork(
        gate,
        resolver,
        data_dir=options.data_dir,
        settings=options.settings,
        clock=utc_now,
        tls=believing(options.ca_file) if options.ca_file else None,
    )
    return LiveWorld(network, sources, third_parties=options.third_parties)
