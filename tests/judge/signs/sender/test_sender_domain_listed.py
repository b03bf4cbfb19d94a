"""``sender-domain-listed``: a list of harmful names holds the sender's domain."""

from __future__ import annotations

from tests.judge.signs.asked import listing, lure, seen, silent

from gyotaku.model import Strength

ID, ZONE = "sender-domain-listed", "dbl.spamhaus.org (127.0.1.4)"


def test_the_senders_and_the_replies_domain() -> None:
    """With the list's name."""
    (finding,) = seen(lure(), ID, listing("dnsbl:domain", "faxohbr.cn", "phishing", ZONE))
    assert (finding.strength, finding.facts["who"]) == (Strength.STRONG, "dbl.spamhaus.org")
    replies = lure(headers=[("Reply-To", "a@evil.example")])
    assert seen(replies, ID, listing("dnsbl:domain", "evil.example", "spam", ZONE))


def test_honest_twin_is_silent() -> None:
    """Not listed, not answered, everybody's provider, the brand's own name, a name that is only linked to."""
    assert seen(lure(), ID, listing("dnsbl:domain", "faxohbr.cn")) == ()
    assert seen(lure(), ID, silent("dnsbl:domain", "faxohbr.cn")) == ()
    assert seen(lure(sender="x <a@gmail.com>"), ID, listing("dnsbl:domain", "gmail.com", "spam", ZONE)) == ()
    own = lure(sender="えきねっと <info@eki-net.com>")
    assert seen(own, ID, listing("dnsbl:domain", "eki-net.com", "spam", ZONE)) == ()
    assert seen(lure(), ID, listing("dnsbl:domain", "revapec.cn", "phishing", ZONE)) == ()
