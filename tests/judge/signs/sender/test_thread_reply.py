"""``thread-reply``: part of a conversation."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "thread-reply"
THREAD = [("In-Reply-To", "<a1@example.jp>"), ("References", "<a1@example.jp>")]


def test_answer_with_quotation() -> None:
    """Thread headers and quoted text; the answered mail was the recipient's."""
    (finding,) = findings_of(mail(text="了解です。\n\n> 明日の件です。", headers=THREAD), ID)
    assert (finding.strength, finding.facts["ours"]) == (Strength.COUNTER, True)


def test_twin_half_a_thread_is_silent() -> None:
    """Headers without a quotation, a quotation without headers, and a thread that turns into a brand's notice."""
    assert findings_of(mail(text="了解です。", headers=THREAD), ID) == ()
    assert findings_of(mail(text="了解です。\n\n> 明日の件です。"), ID) == ()
    raw = mail(
        subject="えきねっと", sender="えきねっと <a@example.net>", text="えきねっとのお知らせ\n\n> はい", headers=THREAD
    )
    assert findings_of(raw, ID) == ()
