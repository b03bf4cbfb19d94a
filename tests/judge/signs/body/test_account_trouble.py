"""A story of trouble with your account that ends in a link."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "account-trouble"


def test_trouble_demand_and_link() -> None:
    """All three parts of the story."""
    raw = mail(
        html='<p>不正アクセスを検知しました。本人確認をお願いします。</p><a href="https://example.net/">確認</a>'
    )
    (finding,) = findings_of(raw, ID)
    assert finding.facts["variant"] == "intrusion"


def test_honest_twin_without_a_link() -> None:
    """A warning that asks to use the app and gives no link stays silent."""
    assert findings_of(mail(text="不正アクセスにご注意ください。パスワードは使い回さないでください。"), ID) == ()
