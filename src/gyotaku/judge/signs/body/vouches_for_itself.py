"""The mail says of itself that it is safe, checked or from a trusted sender."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import is_list_mail
from gyotaku.model import Dissection, Finding, Sign, Strength

_CLAIMS = (
    "a trusted sender",
    "a verified sender",
    "a safe sender",
    "sender is trusted",
    "sender is verified",
    "remitente de confianza",
    "remetente confiável",
    "vertrauenswürdiger absender",
    "vertrauenswürdigen absender",
    "expéditeur de confiance",
    "mittente affidabile",
    "betrouwbare afzender",
    "信頼できる送信者",
    "信頼できる差出人",
    "信頼された送信者",
    "安全な送信者",
    "認証済みの送信者",
)
MAX_TEXT = 20_000
"""Characters that are read: such a line stands at the top or at the foot of a short mail."""


def look(d: Dissection) -> Iterator[Finding]:
    """Only the reader's own mail program can say that, and it says so beside the mail, not in it."""
    if is_list_mail(d):
        return
    text = d.body.text[:MAX_TEXT].lower()
    claim = next((claim for claim in _CLAIMS if claim in text), None)
    if claim:
        at = text.index(claim)
        evidence = (d.body.quote(at, at + len(claim), 40),)
        yield Finding("vouches-for-itself", Strength.STRONG, evidence, {"words": claim})


SIGN = Sign(
    id="vouches-for-itself",
    viewpoint="body",
    benign="a firm's mail gateway that writes its banner into the text; advice to add somebody to the trusted senders",
    look=look,
)
