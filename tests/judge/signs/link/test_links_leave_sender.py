"""Not one of the links behind words or pictures leads to the sender's own site."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "links-leave-sender"


def test_links_of_somebody_else() -> None:
    """A florist's address, and links to another domain only."""
    raw = mail(sender="a@blumen-wagner.de", html='<a href="https://claim.example.net/">Weiter</a>')
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["domain"]) == (Strength.WEAK, "blumen-wagner.de")


def test_honest_twins() -> None:
    """A link to the sender's own site among others; an address written out; a known mailing service's counter."""
    own = '<a href="https://www.blumen-wagner.de/">Wir</a><a href="https://claim.example.net/">Karte</a>'
    shown = '<a href="https://news.example.net/1">https://news.example.net/1</a>'
    counter = '<a href="https://u1.ct.sendgrid.net/ls/click">Weiter</a>'
    for html in (own, shown, counter):
        assert findings_of(mail(sender="a@blumen-wagner.de", html=html), ID) == ()
    assert findings_of(mail(sender="a@blumen-wagner.de", text="https://news.example.net/1"), ID) == ()
