"""Every link leads to the brand's own site."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "links-official"
HTML = '<p>えきねっと</p><a href="https://www.eki-net.com/a">予約</a>'
RESULTS = "dkim=pass header.d=eki-net.com; dmarc=pass header.from=eki-net.com"


def test_proven_sender_and_own_links() -> None:
    """Both together speak for the mail."""
    raw = mail(sender="えきねっと <a@eki-net.com>", html=HTML, received=received(), results=RESULTS)
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.COUNTER]


def test_phish_twin_copied_links_alone() -> None:
    """Copied links of an unproven sender say nothing."""
    assert findings_of(mail(sender="えきねっと <a@example.net>", html=HTML), ID) == ()
