"""Registration and reputation asked of real servers: a failing one is never taken for an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import pytest

from gyotaku.model import Answer, State
from gyotaku.testing.loopback import LoopbackWorld
from gyotaku.testing.servers import Mode

EXAMPLES = Path(__file__).parents[3] / "examples"
AT_HOME = {"rdap": ("rdap:domain", "aq.xyz"), "whois": ("whois:domain", "colonista.jp")}
AT_LISTS = {"http": ("safebrowsing:host", "chinonso.net"), "dns": ("dnsbl:domain", "chinonso.net")}


def asked(example: str, questions: dict[str, tuple[str, str]], mode: Mode | None = None) -> dict[str, Answer[Any]]:
    """The answers of an example's servers, all of which fail in that way first when ``mode`` says so."""

    async def run() -> dict[str, Answer[Any]]:
        async with LoopbackWorld(EXAMPLES / example / "world", third_parties=True) as world:
            for kind in questions:
                if mode is not None:
                    await world.fail(kind, mode)
            return {kind: await world.ask(*question) for kind, question in questions.items()}

    return anyio.run(run)


def test_the_fourth_seeds_domain_is_not_registered() -> None:
    """aq.xyz by the registry's own 404, colonista.jp by JPRS's text."""
    answers = asked("webmail-settings", AT_HOME)
    assert answers["rdap"].state is State.ABSENT
    assert answers["whois"].value is not None
    assert answers["whois"].value.name == "colonista.jp"


def test_lists_answer_by_their_own_protocols() -> None:
    """Safe Browsing by hashes, a block list by names."""
    answers = asked("webmail-settings", AT_LISTS)
    assert answers["http"].value is not None
    assert (answers["http"].value.listed, answers["http"].value.threat) == (True, "phishing")
    assert answers["dns"].state is State.FOUND


@pytest.mark.parametrize("mode", ["killed", "nonsense"])
@pytest.mark.parametrize("kind", ["rdap", "whois", "http", "dns"])
def test_a_dead_or_mad_server_is_not_known(kind: str, mode: Mode) -> None:
    """Neither "not registered" nor "not listed" comes out of it, and the reason stands there."""
    question = (AT_HOME | AT_LISTS)[kind]
    answer = asked("webmail-settings", {kind: question}, mode)[kind]
    assert answer.state is State.UNKNOWN
    assert answer.reason
