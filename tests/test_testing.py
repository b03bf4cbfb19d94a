"""The public builders build what they say."""

from __future__ import annotations

from email import message_from_bytes

from gyotaku.testing import mail, received


def test_mail_has_received_on_top_and_decodes() -> None:
    """A built mail parses with the standard library and its text survives."""
    raw = mail(subject="重要", sender="えきねっと <a@example.net>", text="本文です", received=received())
    message = message_from_bytes(raw)
    assert message.keys()[0] == "Received"
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().strip() == "本文です"
