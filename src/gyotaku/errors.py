"""The few errors that cross a boundary, by who is to blame. What a hostile mail does is a ``Defect`` instead."""

from __future__ import annotations


class GyotakuError(Exception):
    """Parent of all errors raised on purpose. ``str(error)`` is one plain line: what, where, which limit."""


class UnreadableInput(GyotakuError):
    """What came in is not a mail at all: empty, binary, too large, a folder without mail."""


class WorldFailure(GyotakuError):
    """The outside did not answer; it may later.

    ``retry_after`` is in seconds, ``None`` when nobody said.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RefusedByPolicy(GyotakuError):
    """The egress gate said no: forbidden address, port, scheme, or a limit."""


class ConfigError(GyotakuError):
    """The operator's settings or options cannot be carried out."""


class LeakError(GyotakuError):
    """Something of the recipient was about to leave. Rendering and publishing stop here."""
