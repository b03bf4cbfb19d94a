"""The link leads to a sub-domain that anybody gets in a minute."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "link-platform"


def test_brand_on_a_platform() -> None:
    """A brand's login on a free platform is strong."""
    raw = mail(sender="PayPay <a@example.net>", html='<p>PayPay</p><a href="https://paypay-check.vercel.app/">確認</a>')
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["platform"]) == (Strength.STRONG, "vercel.app")


def test_honest_twin_engineer() -> None:
    """A colleague's preview on such a platform is at most weak."""
    raw = mail(sender="Taro <taro@example.com>", text="新しい画面です https://preview-3.vercel.app/ ご意見ください")
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.WEAK]


def test_honest_twin_own_domain() -> None:
    """A firm's own domain is no platform."""
    assert findings_of(mail(html='<a href="https://www.example.com/">a</a>'), ID) == ()
