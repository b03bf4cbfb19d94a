"""``reply-without-thread``: a borrowed Re:."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "reply-without-thread"


@pytest.mark.parametrize("subject", ["Re: お支払いの確認", "Fwd: Invoice", "返信：ご契約について"])
def test_borrowed_reply(subject: str) -> None:
    """It says it answers, and nothing shows what."""
    assert [f.strength for f in findings_of(mail(subject=subject, text="ご確認ください。"), ID)] == [Strength.WEAK]


def test_twin_real_reply_is_silent() -> None:
    """Thread headers, or the quotation of a phone that dropped them, or no Re: at all."""
    thread = [("In-Reply-To", "<a1@example.jp>"), ("References", "<a1@example.jp>")]
    assert findings_of(mail(subject="Re: 打ち合わせ", text="了解です。", headers=thread), ID) == ()
    assert findings_of(mail(subject="Re: 打ち合わせ", text="了解です。\n\n> 明日の件です。"), ID) == ()
    assert findings_of(mail(subject="Regarding your order"), ID) == ()
