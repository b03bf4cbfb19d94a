"""Answers as JSON and back, the same bytes every time: what makes a case dissect again as it did.

A recording is a folder with one file, ``answers.json``: by the SHA-256 of the mail, when it was gathered and every
answer. Nothing in it is code; a file that was tampered with is refused as a whole (:class:`UnreadableInput`).
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from gyotaku.errors import ConfigError, UnreadableInput
from gyotaku.gather.world import RecordedWorld
from gyotaku.model import Answer, Contact, Listing, Place, Records, Registration, State

SCHEMA = "gyotaku/answers/1"
FILE = "answers.json"

_NOUNS: Mapping[str, type] = {c.__name__: c for c in (Records, Registration, Contact, Place, Listing)}
"""What an answer may hold, beside text, numbers and tuples of them."""


def encode(answer: Answer[Any]) -> dict[str, Any]:
    """One answer in JSON's words. Raises TypeError for a value that is none of the nouns."""
    return {
        "source": answer.source,
        "subject": answer.subject,
        "state": answer.state.value,
        "value": _plain(answer.value),
        "reason": answer.reason,
        "asked_at": answer.asked_at.isoformat() if answer.asked_at else None,
    }


def decode(data: Any) -> Answer[Any]:
    """The answer again. Raises :class:`UnreadableInput` for anything :func:`encode` does not write."""
    try:
        if set(data) != {"source", "subject", "state", "value", "reason", "asked_at"}:
            raise ValueError("other keys")
        texts = [_typed(data[name], str) for name in ("source", "subject", "reason")]
        at = _typed(data["asked_at"], datetime | None)
        return Answer(texts[0], texts[1], State(data["state"]), _noun(data["value"]), texts[2], at)
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
        raise UnreadableInput(f"not an answer of a recording: {str(error)[:100]}") from None


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value) and type(value).__name__ in _NOUNS:
        body = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        return {"type": type(value).__name__, **body}
    raise TypeError(f"an answer cannot hold a {type(value).__name__}")


def _noun(data: Any) -> Any:
    """A value whose type stands in it, or plain text and numbers."""
    if isinstance(data, list):
        return tuple(_noun(item) for item in data)
    if not isinstance(data, dict):
        return _typed(data, str | int | float | bool | None)
    kind = _NOUNS[data["type"]]
    hints = _hints(kind)
    if set(data) - {"type"} != set(hints):
        raise ValueError(f"fields of {data['type']}")
    return kind(**{name: _typed(data[name], hint) for name, hint in hints.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


def _typed(data: Any, hint: Any) -> Any:
    """``data`` as the type it must have. Raises ValueError."""
    if get_origin(hint) in (Union, types.UnionType):
        options = get_args(hint)
        if data is None and type(None) in options:
            return None
        for option in options:
            try:
                return _typed(data, option)
            except (TypeError, ValueError):
                continue
        raise ValueError("a value of another type")
    if get_origin(hint) is tuple:
        if not isinstance(data, list):
            raise ValueError("a list is wanted")
        return tuple(_typed(item, get_args(hint)[0]) for item in data)
    if hint is datetime:
        return datetime.fromisoformat(data)
    if hint in _NOUNS.values():
        if not isinstance(data, dict) or data.get("type") != hint.__name__:
            raise ValueError(f"a {hint.__name__} is wanted")
        return _noun(data)
    if hint is float and type(data) is int:
        return data
    if type(data) is not hint:
        raise ValueError(f"{hint.__name__} is wanted")
    return data


# -- A recording -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was gathered for one mail."""

    at: datetime | None
    answers: tuple[Answer[Any], ...]


class Recording:
    """The answers of many mails, by the mail's SHA-256."""

    def __init__(self, cases: Mapping[str, Gathered] | None = None) -> None:
        self._cases = dict(cases or {})

    def __len__(self) -> int:
        return len(self._cases)

    def add(self, sha256: str, at: datetime | None, answers: Iterable[Answer[Any]]) -> None:
        """Keep what was gathered for that mail; a second time replaces the first."""
        self._cases[sha256] = Gathered(at, tuple(answers))

    def world(self, sha256: str) -> RecordedWorld:
        """The world as it answered for that mail; for a mail that is not in here, nobody was asked."""
        case = self._cases.get(sha256, Gathered(None, ()))
        return RecordedWorld(case.answers, case.at)

    def to_bytes(self) -> bytes:
        """JSON, UTF-8, one answer a line; equal recordings give equal bytes."""
        lines = ["{", f'"schema": {json.dumps(SCHEMA)},', '"cases": {']
        for i, (sha256, case) in enumerate(sorted(self._cases.items())):
            lines.append(f"{json.dumps(sha256)}: {{")
            lines.append(f'"gathered_at": {json.dumps(case.at.isoformat() if case.at else None)},')
            lines.append('"answers": [')
            rows = [json.dumps(encode(a), ensure_ascii=False) for a in case.answers]
            lines.extend(row + "," for row in rows[:-1])
            lines.extend(rows[-1:])
            lines.append("]}" if i == len(self._cases) - 1 else "]},")
        lines.append("}}")
        # A lone surrogate, which a hostile server can send inside JSON, has no UTF-8 and is written as its escape.
        return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")

    @staticmethod
    def from_bytes(data: bytes) -> Recording:
        """Raises :class:`UnreadableInput` naming what is wrong."""
        try:
            whole = json.loads(data)
            if whole["schema"] != SCHEMA:
                raise UnreadableInput(f"a recording of another version: {str(whole['schema'])[:40]}")
            cases = {
                _typed(sha256, str): Gathered(
                    _typed(case["gathered_at"], datetime | None), tuple(decode(a) for a in case["answers"])
                )
                for sha256, case in whole["cases"].items()
            }
        except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
            raise UnreadableInput(f"not a recording: {type(error).__name__}") from None
        return Recording(cases)

    @staticmethod
    def load(folder: Path) -> Recording:
        """From ``folder/answers.json``. Raises :class:`ConfigError` when it cannot be read."""
        try:
            return Recording.from_bytes((folder / FILE).read_bytes())
        except OSError as error:
            raise ConfigError(f"{folder}: no recording there: {error.strerror or error}") from None
        except UnreadableInput as error:
            raise ConfigError(f"{folder / FILE}: {error}") from None

    def save(self, folder: Path) -> None:
        """To ``folder/answers.json``, by way of a second file: a broken write leaves the old one whole."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            new = folder / (FILE + ".new")
            new.write_bytes(self.to_bytes())
            new.replace(folder / FILE)
        except OSError as error:
            raise ConfigError(f"{folder}: the recording cannot be written: {error.strerror or error}") from None
