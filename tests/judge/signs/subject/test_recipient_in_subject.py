"""``recipient-in-subject``: the address or its domain was filled into the subject."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "recipient-in-subject"


def test_address() -> None:
    """The whole address in the subject is strong."""
    (finding,) = findings_of(mail(subject="[必須] 請求書の期限 hanako@example.jp"), ID)
    assert (finding.strength, finding.facts["variant"]) == (Strength.STRONG, "address")
    assert finding.evidence[0].pointer.startswith("header:")


def test_domain() -> None:
    """The bare domain is weaker, for registrars write of it too."""
    (finding,) = findings_of(mail(subject="EXAMPLE.JP アカウントは24時間以内に削除されます"), ID)
    assert (finding.strength, finding.facts["variant"]) == (Strength.WEAK, "domain")


def test_twin_honest_is_silent() -> None:
    """Somebody else's address, a colleague's own domain, and a free provider's name are no sign."""
    assert findings_of(mail(subject="taro@example.net からの問い合わせ"), ID) == ()
    assert findings_of(mail(subject="example.jp 更新のお知らせ", sender="総務 <soumu@example.jp>"), ID) == ()
    assert findings_of(mail(subject="gmail.com をお使いの方へ", to="hanako@gmail.com"), ID) == ()
