"""``look-alike-sender``: a domain made to be read as another."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "look-alike-sender"


@pytest.mark.parametrize("domain", ["xn--80ak6aa92e.com", "arnazon.com", "amazom.co.jp", "amaozn.com", "amaz0n.jp"])
def test_look_alike(domain: str) -> None:
    """Cyrillic for Latin, two letters for one, a changed, a swapped and a look-alike character."""
    raw = mail(subject="Amazon", sender=f"Amazon <a@{domain}>", text="Amazonをご利用いただきありがとうございます。")
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.STRONG]


@pytest.mark.parametrize(
    "sender",
    ["Amazon <a@amazon.co.jp>", "Amazon <a@qx-member.cn>", "酒の会 <a@xn--wgv71a119e.jp>", "a@example.com"],
)
def test_twin_honest_or_plain_is_silent(sender: str) -> None:
    """The brand, a foreign name that resembles nothing (another sign), a Japanese domain, a stranger."""
    assert findings_of(mail(subject="Amazon", sender=sender, text="Amazonのご案内"), ID) == ()
