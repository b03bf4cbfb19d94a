"""A case dissects again byte for byte, offline, from its recorded answers."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from gyotaku.gather.codec import Recording
from gyotaku.gather.everything import gather
from gyotaku.gather.world import RecordedWorld, RecordingWorld
from gyotaku.model import Answer, Dissection, State
from gyotaku.pipeline import report_of
from gyotaku.tell.reports import render
from gyotaku.testing import mail, print_of
from gyotaku.testing.loopback import LoopbackWorld

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("name", sorted(p.parent.name for p in EXAMPLES.glob("*/world")))
@pytest.mark.parametrize("broken", [False, True], ids=["well", "name-server-killed"])
def test_a_case_dissects_again_byte_for_byte(name: str, broken: bool, tmp_path: Path) -> None:
    """Gathered once, recorded, and read again without any server: the same dissection, the same reports."""
    d = print_of((EXAMPLES / name / "mail.eml").read_bytes())

    async def once() -> Dissection:
        async with LoopbackWorld(EXAMPLES / name / "world", third_parties=True) as world:
            if broken:
                await world.fail("dns", "killed")
            return await gather(d, world, 10.0 if broken else 20.0)

    first = anyio.run(once)
    recording = Recording()
    recording.add(first.mail.sha256, first.gathered_at, first.intel)
    recording.save(tmp_path)
    again = Recording.load(tmp_path)
    second = anyio.run(gather, d, again.world(d.mail.sha256))
    assert second.intel == first.intel
    assert second.auth == first.auth
    assert second == first
    for format in ("text", "json", "html", "markdown"):
        assert render(report_of(second), format, "ja") == render(report_of(first), format, "ja")
    again.add(second.mail.sha256, second.gathered_at, second.intel)
    assert again.to_bytes() == recording.to_bytes()


def test_a_mail_that_was_never_recorded_is_not_asked_about() -> None:
    """Nobody is asked in its stead; every answer says so."""
    d = anyio.run(gather, print_of(mail(text="https://evil.example/")), Recording().world("0" * 64))
    assert d.intel
    assert {(a.state, a.reason) for a in d.intel} == {(State.SKIPPED, "not asked when the case was recorded")}
    assert d.gathered_at is None


def test_a_recording_world_keeps_every_answer_once() -> None:
    """Asked twice, the inner world is asked once; the answers stand in the order of asking."""
    answer: Answer[str] = Answer("dns:A", "a.example", State.FOUND, "x", "", None)

    async def main() -> RecordingWorld:
        world = RecordingWorld(RecordedWorld([answer]))
        for _ in range(2):
            assert await world.ask("dns:A", "a.example") == answer
        await world.ask("dns:A", "b.example")
        return world

    world = anyio.run(main)
    assert list(world.answers) == [("dns:A", "a.example"), ("dns:A", "b.example")]
    assert (world.name, world.now()) == ("recorded", None)
