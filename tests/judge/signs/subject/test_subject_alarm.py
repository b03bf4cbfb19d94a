"""The subject sounds an alarm or asks for an act, and nothing shows that the sender may."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail, received

ID = "subject-alarm"


def test_alarm_of_an_unproven_sender() -> None:
    """A notice of a stopped payment from somebody nobody proves."""
    assert findings_of(mail(subject="【重要】お支払い方法に問題があります"), ID)


def test_honest_twin_proven_sender() -> None:
    """The same subject from a proven sender stays silent."""
    raw = mail(
        subject="【重要】お支払い方法に問題があります",
        received=received(),
        results="dkim=pass header.d=example.com; dmarc=pass header.from=example.com",
    )
    assert findings_of(raw, ID) == ()


def test_honest_twin_small_talk() -> None:
    """An everyday subject stays silent."""
    assert findings_of(mail(subject="明日の打ち合わせの件"), ID) == ()
