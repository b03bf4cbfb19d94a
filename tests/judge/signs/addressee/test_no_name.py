"""``no-name``: a brand's mail to nobody in particular."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "no-name"


def _mail(sender: str, greeting: str) -> bytes:
    return mail(subject="えきねっと", sender=sender, text=f"{greeting}\n\nえきねっとからのお知らせです。")


def test_everybody_from_elsewhere() -> None:
    """ "Dear customer" in the brand's name from a foreign address is weak; no greeting at all is only said."""
    (finding,) = findings_of(_mail("えきねっと <a@member-qx.cn>", "お客様各位"), ID)
    assert (finding.strength, finding.facts["variant"]) == (Strength.WEAK, "generic")
    (finding,) = findings_of(_mail("えきねっと <a@member-qx.cn>", "重要"), ID)
    assert (finding.strength, finding.facts["variant"]) == (Strength.NOTE, "none")


def test_the_brand_itself_is_only_noted() -> None:
    """Real notices greet everybody too."""
    assert [f.strength for f in findings_of(_mail("えきねっと <info@eki-net.com>", "お客様各位"), ID)] == [
        Strength.NOTE
    ]


def test_twin_named_or_private_is_silent() -> None:
    """A name, and a mail in no brand's name."""
    assert findings_of(_mail("えきねっと <info@eki-net.com>", "佐藤 花子 様"), ID) == ()
    assert findings_of(mail(text="お客様各位\n\n春のご案内です。"), ID) == ()
