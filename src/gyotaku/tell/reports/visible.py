"""Characters that would act on the reader's screen, made visible or taken away. The one place for all text outputs."""

from __future__ import annotations

import re

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff]"
)
"""Terminal controls (C0, C1), bidirectional controls, separators that break a line, lone surrogates."""
_INVISIBLE = re.compile("[\u00ad\u034f\u115f\u1160\u180b-\u180e\u200b-\u200d\u2060-\u2064\ufeff\U000e0000-\U000e0fff]")
"""Takes no room and says nothing to a reader; that it was there is a finding's business."""
_LINES = re.compile(r"\r\n?|[\u2028\u2029\u0085]")
_STACK = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
"""Accents piled up until they cover the lines above; four are more than any language needs."""


def visible(text: str) -> str:
    """The text with nothing left that acts: lines and tabs stay, ``ESC`` becomes ``‹1B›``, a bidi override ``‹202E›``.

    >>> visible("a\\x1b[31mb\\u202ec")
    'a‹1B›[31mb‹202E›c'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _INVISIBLE.sub("", _LINES.sub("\n", text))
    text = _ACTING.sub(lambda m: f"‹{ord(m[0]):02X}›", text)
    return _STACK.sub(r"\1", text)


def one_line(text: str) -> str:
    """:func:`visible` on a single line, so that no value can forge a line of the report."""
    return " ".join(visible(text).split())
