"""The text says your mailbox is full, held or expiring, and wants you to act."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "mailbox-lure"


def test_full_mailbox() -> None:
    """A full mailbox and a button."""
    raw = mail(
        html='<p>Your mailbox is full. Keep your password by clicking below, immediately.</p><a href="https://x.example.net/">Keep</a>'
    )
    assert findings_of(raw, ID)


def test_honest_twin_talk_about_mailboxes() -> None:
    """Two colleagues talking about a mailbox stay silent."""
    assert findings_of(mail(text="The mailbox of the office moves on Monday. See you there."), ID) == ()
