"""``subject-names-brand``: the brand stands in the subject alone."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "subject-names-brand"
TEXT = "えきねっとをご利用いただきありがとうございます。えきねっとのアカウントを確認してください。"


def test_neutral_sender() -> None:
    """A nameless sender and a brand in the subject."""
    raw = mail(subject="【重要】えきねっとアカウントの自動退会処理について", sender="info@qx-member.cn", text=TEXT)
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["domain"]) == (Strength.WEAK, "qx-member.cn")


def test_twin_real_sender_is_silent() -> None:
    """The brand's own notice, with the same words."""
    raw = mail(subject="【重要】えきねっとアカウントの自動退会処理について", sender="info@eki-net.com", text=TEXT)
    assert findings_of(raw, ID) == ()
