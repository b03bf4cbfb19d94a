"""``young-domain``: the link's domain was days old when the mail came."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.judge.signs.asked import DOMAIN, OLD, lure, registered, seen, silent

from gyotaku.model import Strength
from gyotaku.testing import mail

ID = "young-domain"


@pytest.mark.parametrize(
    ("at", "days", "strength"),
    [
        (datetime(2024, 11, 1, tzinfo=UTC), 10, Strength.STRONG),
        (datetime(2024, 11, 11, tzinfo=UTC), 0, Strength.STRONG),
        (datetime(2024, 8, 1, tzinfo=UTC), 102, Strength.WEAK),
    ],
)
def test_by_the_mails_own_time(at: datetime, days: int, strength: Strength) -> None:
    """Days between registration and receipt, not till today; STRONG in the first month under a brand's name."""
    (finding,) = seen(lure(), ID, registered(DOMAIN, at))
    assert (finding.strength, finding.facts["days"], finding.facts["domain"]) == (strength, days, DOMAIN)
    assert finding.facts.get("variant") == ("today" if days == 0 else None)


def test_a_new_firms_own_site_is_weak() -> None:
    """Without a brand's face a new domain is no more than new."""
    raw = mail(html='<a href="https://www.hanaya-new.example/">開店しました</a>')
    (finding,) = seen(raw, ID, registered("hanaya-new.example"))
    assert finding.strength is Strength.WEAK


def test_honest_twin_is_silent() -> None:
    """An old domain, the brand's own, a platform's customer, one registered after the mail, and silence."""
    assert seen(lure(), ID, registered(DOMAIN, OLD)) == ()
    assert seen(lure("https://www.eki-net.com/"), ID, registered("eki-net.com")) == ()
    on_platform = "https://shop.vercel.app/"
    assert seen(lure(on_platform), ID, registered("vercel.app", subject="shop.vercel.app")) == ()
    assert seen(lure(), ID, registered(DOMAIN, datetime(2025, 2, 1, tzinfo=UTC))) == ()
    assert seen(lure(), ID, registered(DOMAIN, None), silent("whois:domain", DOMAIN)) == ()
    assert seen(lure(), ID) == ()
