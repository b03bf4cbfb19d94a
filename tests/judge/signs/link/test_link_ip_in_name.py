"""The host name spells out an IP address: a machine nobody gave a name."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "link-ip-in-name"


def test_ip_in_name() -> None:
    """The address is read out of the name."""
    (finding,) = findings_of(mail(html='<a href="http://203-0-113-30.host.example/">a</a>'), ID)
    assert finding.facts["ip"] == "203.0.113.30"


def test_honest_twin_numbered_name() -> None:
    """A host with a plain number in its name stays silent."""
    assert findings_of(mail(html='<a href="https://www2.shop24.example.com/2024-11-11/">a</a>'), ID) == ()
