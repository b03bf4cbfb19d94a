"""``bulk-mailer``: tools no firm sends its notices with."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "bulk-mailer"
TEXT = "いつもご利用いただきありがとうございます。お客様の情報をご確認ください。"


@pytest.mark.parametrize("mailer", ["Foxmail 6, 13, 102, 15 [cn]", "Leaf PHPMailer 2.7", "Supermailer 5.0"])
def test_tools(mailer: str) -> None:
    """A foreign build under a Japanese text, a kit's sender, a bulk program."""
    raw = mail(text=TEXT, headers=[("X-Mailer", mailer)])
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["mailer"]) == (Strength.WEAK, mailer)


@pytest.mark.parametrize(
    "mailer", ["Apple Mail (2.3654.60)", "Microsoft Outlook 16.0", "PHPMailer 6.9.1", "Shuriken 2018", "SpmodeMail"]
)
def test_twin_honest_program_is_silent(mailer: str) -> None:
    """What people and shops write with."""
    assert findings_of(mail(text=TEXT, headers=[("X-Mailer", mailer)]), ID) == ()
