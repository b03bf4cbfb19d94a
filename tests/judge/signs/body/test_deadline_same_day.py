"""The text sets a limit on the very day of the mail, or within hours."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "deadline-same-day"


def test_limit_on_the_day_of_the_mail() -> None:
    """A due date equal to the mail's Date is told with that day."""
    (finding,) = findings_of(mail(text="お支払い期日: 2024年11月11日"), ID)
    assert finding.facts["day"] == "2024-11-11"


def test_hours_and_today() -> None:
    """Hours and words for today count too."""
    assert findings_of(mail(text="24時間以内にお手続きください"), ID)[0].facts["hours"] == 24
    assert findings_of(mail(text="本日中にご確認ください"), ID)


def test_honest_twin_next_month() -> None:
    """A bill due next month stays silent, and so does a date that limits nothing."""
    assert findings_of(mail(text="お支払い期日: 2024年12月27日 ご利用日 2024年11月11日"), ID) == ()
