"""``host-unrelated``: the handing-over machine is somebody else's."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "host-unrelated"
OWN = "えきねっと <info@eki-net.com>"
ELSEWHERE = received(helo="new194", ptr="executive.example.net", ip="104.219.238.62")


def test_brands_address_from_elsewhere() -> None:
    """The brand's own domain is shown and nothing proves it: weak. A stranger's: only said."""
    raw = mail(subject="えきねっと", sender=OWN, text="えきねっと", received=ELSEWHERE)
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["host"]) == (Strength.WEAK, "executive.example.net")
    assert [f.strength for f in findings_of(mail(sender="a@example.com", received=ELSEWHERE), ID)] == [Strength.NOTE]


def test_twin_honest_ways_are_silent_or_noted() -> None:
    """The brand's own machine, a mailing service; and a proved mail by an unknown service weighs nothing."""
    own = received(helo="mail.eki-net.com", ptr="mail.eki-net.com")
    service = received(helo="a8-61.smtp-out.amazonses.com", ptr="a8-61.smtp-out.amazonses.com")
    for line in (own, service):
        assert findings_of(mail(subject="えきねっと", sender=OWN, text="えきねっと", received=line), ID) == ()
    raw = mail(subject="えきねっと", sender=OWN, text="えきねっと", received=ELSEWHERE)
    proved = b"Authentication-Results: mx.example.jp; dkim=pass header.d=eki-net.com\r\n"
    assert [f.strength for f in findings_of(proved + raw, ID)] == [Strength.NOTE]
