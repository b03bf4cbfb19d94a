"""``role-mailbox``: a shop account's trouble told to admin@."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "role-mailbox"


@pytest.mark.parametrize("role", ["admin", "contact"])
def test_role(role: str) -> None:
    """Nobody travels as admin@."""
    raw = mail(
        subject="えきねっと", sender="えきねっと <a@member-qx.cn>", to=f"{role}@example.jp", text="えきねっとです。"
    )
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["role"]) == (Strength.WEAK, role)


def test_twin_honest_mail_to_a_role_is_silent() -> None:
    """The brand itself writing there, a customer writing there, and a person's mailbox."""
    own = "えきねっと <info@eki-net.com>"
    assert findings_of(mail(subject="えきねっと", sender=own, to="admin@example.jp", text="えきねっと"), ID) == ()
    assert findings_of(mail(to="contact@example.jp", text="見積もりをお願いします。"), ID) == ()
    assert findings_of(mail(subject="えきねっと", sender="えきねっと <a@member-qx.cn>", text="えきねっと"), ID) == ()
