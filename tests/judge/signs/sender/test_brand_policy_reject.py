"""``brand-policy-reject``: what the forged brand asks servers to do."""

from __future__ import annotations

import pytest
from tests.judge.signs.asked import dns, lure, seen, silent

from gyotaku.model import Strength

ID = "brand-policy-reject"
FORGED = "えきねっと <info@eki-net.com>"
RESULTS = "dmarc=fail header.from=eki-net.com; spf=fail smtp.mailfrom=eki-net.com"
RAW = lure(sender=FORGED, results=RESULTS)
NAME = "_dmarc.eki-net.com"


@pytest.mark.parametrize(
    ("record", "policy"),
    [
        ("v=DMARC1; p=reject; rua=mailto:a@eki-net.com", "reject"),
        ("v=DMARC1;p=quarantine", "quarantine"),
        ("v=DMARC1; p=none", "none"),
        ("v=DMARC1; p=reject; t=y", "none"),
    ],
)
def test_told_as_a_note(record: str, policy: str) -> None:
    """The brand's own wish, in its words."""
    (finding,) = seen(RAW, ID, dns("TXT", NAME, "other text", record))
    assert (finding.strength, finding.facts["policy"]) == (Strength.NOTE, policy)


def test_a_sub_domain_follows_the_organizations_wish() -> None:
    """``sp`` where there is one."""
    raw = lure(sender="えきねっと <info@mail.eki-net.com>", results="dmarc=fail header.from=mail.eki-net.com")
    (finding,) = seen(raw, ID, dns("TXT", NAME, "v=DMARC1; p=reject; sp=quarantine"))
    assert finding.facts["policy"] == "quarantine"


def test_honest_twin_is_silent() -> None:
    """A mail that passes, a stranger's domain, two records, nonsense, no answer."""
    reject = dns("TXT", NAME, "v=DMARC1; p=reject")
    assert seen(lure(sender=FORGED, results="dmarc=pass header.from=eki-net.com"), ID, reject) == ()
    assert seen(lure(results="dmarc=fail header.from=faxohbr.cn"), ID, reject) == ()
    assert seen(RAW, ID, dns("TXT", NAME, "v=DMARC1; p=reject", "v=DMARC1; p=none")) == ()
    assert seen(RAW, ID, dns("TXT", NAME, "v=DMARC1; p=perhaps")) == ()
    assert seen(RAW, ID, silent("dns:TXT", NAME)) == ()
