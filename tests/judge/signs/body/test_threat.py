"""The text threatens a loss and demands an act."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "threat"


def test_loss_and_demand() -> None:
    """Closure and an act to prevent it."""
    assert findings_of(mail(text="アカウントは解約されます。至急ログインしてください。"), ID)


def test_honest_twin_loss_alone() -> None:
    """A farewell that demands nothing stays silent."""
    assert findings_of(mail(text="長らくのご愛顧に感謝いたします。サービスは3月に終了します。"), ID) == ()
