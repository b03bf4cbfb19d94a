"""Answers to bytes and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from gyotaku.errors import ConfigError, UnreadableInput
from gyotaku.gather.codec import Recording, decode, encode
from gyotaku.model import Answer, Contact, Listing, Place, Records, Registration, State

AT = datetime(2024, 11, 11, 7, 10, 0, 123456, tzinfo=UTC)
JST = datetime(2024, 11, 11, 16, 10, tzinfo=timezone(timedelta(hours=9)))
ABUSE = (Contact("abuse", None, email="a@r.example"),)
VALUES: tuple[Any, ...] = (
    None, "text", 7, 0.25, True, ("a", "b"),
    Records(("10 mx.example.jp", "caf\xe9\x00\udc80"), 300, True),
    Registration("a.example", JST, None, AT, "R", "名", "Proxy", ("ok",), (), ABUSE),
    Place("192.0.2.1", 64500, "名", "JP", None, None, 35.0, 139, 50, "hosting", "made up", "CC0"),
    Listing(True, "phishing"), (Listing(False, None), Listing(True, "x", "https://r.example/1")),
)  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=[type(v).__name__ + str(i) for i, v in enumerate(VALUES)])
def test_every_noun_comes_back_equal(value: Any) -> None:
    """Out and in again through JSON text: the same value of the same type."""
    answer = Answer("rdap:domain", "例え.example", State.FOUND, value, "", AT)
    assert decode(json.loads(json.dumps(encode(answer)))) == answer


@pytest.mark.parametrize("state", State)
def test_states_and_missing_times_come_back(state: State) -> None:
    """SKIPPED has no time; each state its own word."""
    answer: Answer[Any] = Answer("dns:A", "a.example", state, None, "why", None)
    assert decode(encode(answer)) == answer


def test_a_recording_is_the_same_bytes_every_time() -> None:
    """Order of adding does not matter; reading and writing again changes nothing; lone surrogates survive."""
    answers = [Answer("dns:TXT", str(i), State.FOUND, v, "", AT) for i, v in enumerate(VALUES)]
    one, two = Recording(), Recording()
    one.add("a" * 64, AT, answers)
    one.add("b" * 64, None, ())
    two.add("b" * 64, None, ())
    two.add("a" * 64, AT, answers)
    data = one.to_bytes()
    assert data == two.to_bytes() == Recording.from_bytes(data).to_bytes()
    assert json.loads(data)["schema"] == "gyotaku/answers/1"


def test_a_value_that_is_no_noun_is_a_programming_error() -> None:
    """What cannot be read back is not written."""
    with pytest.raises(TypeError):
        encode(Answer("x", "y", State.FOUND, {"a": 1}, "", None))


GOOD = encode(Answer("dns:A", "a", State.FOUND, Records(("192.0.2.1",), 1), "", AT))


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "sure"}, {"source": 1}, {"asked_at": "yesterday"}, {"asked_at": 5}, {"extra": 1},
        {"value": {"type": "Path"}}, {"value": {"type": "Records", "values": "x", "ttl": 1, "validated": False}},
        {"value": {"type": "Records", "values": [1], "ttl": 1, "validated": False}},
        {"value": {"type": "Records", "values": [], "ttl": True, "validated": False}},
        {"value": {"type": "Records", "values": [], "ttl": 1}}, {"value": {}}, {"reason": None},
    ],
    ids=str,
)  # fmt: skip
def test_what_was_never_written_is_refused(changed: dict[str, Any]) -> None:
    """A recording that was tampered with is refused as a whole, never read half."""
    with pytest.raises(UnreadableInput):
        decode({**GOOD, **changed})
    whole = {
        "schema": "gyotaku/answers/1",
        "cases": {"x": {"gathered_at": None, "answers": [GOOD, {**GOOD, **changed}]}},
    }
    with pytest.raises(UnreadableInput):
        Recording.from_bytes(json.dumps(whole).encode())


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"schema": "gyotaku/answers/9", "cases": {}}', b"\xff", b"[" * 99999]
)
def test_a_file_that_is_no_recording_is_refused(data: bytes) -> None:
    """One plain error, whatever the bytes."""
    with pytest.raises(UnreadableInput):
        Recording.from_bytes(data)


def test_a_folder_keeps_a_recording(tmp_path: Path) -> None:
    """Saved, loaded, equal; a folder without one is the operator's error."""
    recording = Recording()
    recording.add("c" * 64, AT, [decode(GOOD)])
    recording.save(tmp_path / "new")
    assert Recording.load(tmp_path / "new").to_bytes() == recording.to_bytes()
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["answers.json"]
    with pytest.raises(ConfigError, match="no recording there"):
        Recording.load(tmp_path)
    (tmp_path / "answers.json").write_bytes(b"{}")
    with pytest.raises(ConfigError, match="not a recording"):
        Recording.load(tmp_path)
