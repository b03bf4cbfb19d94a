"""The host name wears a brand's name, but the domain is somebody else's."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "link-brand-in-name"


def test_brand_as_a_sub_domain() -> None:
    """eki-net inside a foreign host is strong."""
    raw = mail(
        sender="えきねっと <a@faxohbr.cn>",
        html='<p>えきねっと</p><a href="https://www.eki-net-member.revapec.cn/">a</a>',
    )
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["label"]) == (Strength.STRONG, "eki-net")


def test_honest_twin_own_host() -> None:
    """The brand's name in the brand's own host stays silent."""
    raw = mail(sender="えきねっと <a@eki-net.com>", html='<p>えきねっと</p><a href="https://www.eki-net.com/">a</a>')
    assert findings_of(raw, ID) == ()
